//! Placing against exhaustive search: small clusters made by chance, everything tried.
//!
//! `PLACING_CLUSTERS` is how many; a seed that fails is told.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "placing/answers.rs"]
mod answers;
#[path = "placing/cases.rs"]
mod cases;
#[path = "placing/exhaustive.rs"]
mod exhaustive;
#[path = "placing/random.rs"]
mod random;
#[path = "common/stored.rs"]
mod stored;

use exhaustive::{Truth, World};
use random::{Random, cluster, complete, data, withhold};
use vpreflight::facts::placing::{
    AfterMoves, Amount, Answer, Budget, Cluster, Doubt, Event, Grain, Missing, Order, Problem, Remedy,
    remedies,
};

/// More than a small cluster ever takes.
const ENOUGH: Budget = Budget(100_000_000);

fn clusters(usual: u64) -> std::ops::Range<u64> {
    let many = std::env::var("PLACING_CLUSTERS").ok().and_then(|many| many.parse().ok());
    0..many.unwrap_or(usual)
}

fn judge(problem: &Problem, event: &Event) -> Answer {
    Cluster::new(problem.clone()).judge(event, ENOUGH)
}

/// Whether an answer about a cluster of which all is known is the truth.
fn is_true(answer: &Answer, world: &World<'_>) -> Result<(), String> {
    let truth = world.truth();
    let agrees = match (answer, truth) {
        (Answer::AsItStands(placed), Truth::AsItStands) => world.shows(placed),
        (Answer::AfterMoves(moves), Truth::AfterMoves { fewest }) => {
            let (right, works) = world.shows_after(&moves.placed, &moves.steps);
            let order = if fewest.is_some() { Order::Works } else { Order::SwapNeeded };
            let others = moves.steps.iter().filter(|step| !world.of_event(step.vms[0])).count();
            right
                && works == fewest.is_some()
                && moves.order == order
                && moves.as_it_stands == Some(false)
                && fewest.is_none_or(|fewest| others == fewest || fewest > 3 && others > 3)
        }
        (Answer::DoesNotFit(why), Truth::Not) => !why.left_over.is_empty(),
        _ => false,
    };
    if agrees { Ok(()) } else { Err(format!("{truth:?} is the truth, not {answer:#?}")) }
}

#[test]
fn what_is_known_is_answered_as_trying_everything_does() {
    let mut seen = [0; 4];
    for seed in clusters(2_000) {
        let (problem, event) = cluster(&mut Random(seed));
        let answer = judge(&problem, &event);
        seen[match &answer {
            Answer::AsItStands(_) => 0,
            Answer::AfterMoves(AfterMoves { order: Order::Works, .. }) => 1,
            Answer::AfterMoves(_) => 2,
            Answer::DoesNotFit(_) | Answer::CannotTell(_) => 3,
        }] += 1;
        let thorough = Cluster::without_shortcuts(problem.clone()).judge(&event, ENOUGH);
        let world = World::new(&problem, &event);
        for answer in [answer, thorough] {
            if let Err(why) = is_true(&answer, &world) {
                panic!("seed {seed}: {event:?}: {why}\n{problem:#?}");
            }
        }
    }
    // Each kind of answer is among them, so that each is tried.
    assert!(seen.iter().all(|many| *many > 0), "{seen:?}");
}

/// Clusters in which a VM of unknown need met a host of unknown capacity, and only the host was told to decide.
const BOTH_WITHOUT_BOUND: [u64; 5] = [2680, 5701, 7470, 9248, 11596];

#[test]
fn what_is_not_known_is_certain_only_where_it_makes_no_difference() {
    let mut open = 0;
    for seed in clusters(800).chain(BOTH_WITHOUT_BOUND) {
        let mut random = Random(seed);
        let (problem, event) = cluster(&mut random);
        let chance = random.from(2, 25);
        let less = withhold(&mut random, &problem, chance);
        let answer = judge(&less, &event);
        let quick = Cluster::new(less.clone()).fits(&event, Budget::default());
        assert_eq!(quick, answer.fits(), "seed {seed}: {event:?}: what is told without a reason");
        let (best, worst) = (complete(&less, || true), complete(&less, || false));
        let fits = |problem: &Problem| World::new(problem, &event).fits();
        if let Answer::CannotTell(doubt) = &answer {
            open += 1;
            let Doubt::Missing(missing) = doubt else { panic!("seed {seed}: {doubt:?}") };
            assert!(!missing.is_empty(), "seed {seed}: nothing is missing\n{less:#?}");
            assert!(fits(&best) && !fits(&worst), "seed {seed}: {event:?}: it can be told\n{less:#?}");
            decides(&less, &event, missing, seed);
            continue;
        }
        let some = [(); 4].map(|()| complete(&less, || random.percent(50)));
        for known in some.iter().chain([&best, &worst]) {
            let world = World::new(known, &event);
            let truth = world.truth();
            let agrees = match &answer {
                Answer::AsItStands(placed) => world.shows(placed),
                Answer::AfterMoves(moves) => {
                    let (right, works) = world.shows_after(&moves.placed, &moves.steps);
                    right
                        && (works || moves.order != Order::Works)
                        && (moves.as_it_stands.is_none() || truth != Truth::AsItStands)
                        && (moves.order != Order::SwapNeeded || truth == Truth::AfterMoves { fewest: None })
                }
                _ => truth == Truth::Not,
            };
            assert!(agrees, "seed {seed}: {event:?}: {truth:?}, not {answer:#?}\n{known:#?}");
        }
    }
    assert!(open > 0);
}

/// What is told to decide does: were all else as bad as it can be, these suffice, and none of them can be spared.
fn decides(less: &Problem, event: &Event, missing: &[Missing], seed: u64) {
    let told = Cluster::new(less.clone()).deciding(event, ENOUGH, missing.to_vec());
    assert!(!told.is_empty(), "seed {seed}: nothing decides\n{less:#?}");
    if told.iter().any(|datum| matches!(datum, Missing::Home(_))) {
        return;
    }
    let (best, worst) = (complete(less, || true), complete(less, || false));
    // 2: as it stands, 1: after moves, 0: not.
    let tier = |good: &mut dyn Iterator<Item = &Missing>| {
        let mut known = worst.clone();
        good.for_each(|datum| improve(&mut known, &best, *datum));
        match World::new(&known, event).truth() {
            Truth::AsItStands => 2,
            Truth::AfterMoves { .. } => 1,
            Truth::Not => 0,
        }
    };
    let all = tier(&mut told.iter());
    assert!(all > 0, "seed {seed}: {event:?}: {told:?} of {missing:?} do not suffice\n{less:#?}");
    for needless in &told {
        let without = tier(&mut told.iter().filter(|datum| *datum != needless));
        assert!(without < all, "seed {seed}: {event:?}: {needless:?} of {told:?} decides nothing\n{less:#?}");
    }
}

/// A datum known as good as it can be.
fn improve(known: &mut Problem, best: &Problem, datum: Missing) {
    match datum {
        Missing::Home(_) => {}
        Missing::Excluded(vm) => known.vms[vm].excluded = best.vms[vm].excluded,
        Missing::Floor => {
            for (vm, best) in known.vms.iter_mut().zip(&best.vms).filter(|(vm, _)| vm.is_read) {
                vm.need = best.need;
            }
        }
        Missing::Need(vm) => known.vms[vm].need = best.vms[vm].need,
        Missing::Cell { vm, host, moves } => {
            let row =
                |of: &Problem| of.rows[if moves { of.vms[vm].live } else { of.vms[vm].restart }].clone();
            let mut own = row(known);
            own[host] = best.rows[if moves { best.vms[vm].live } else { best.vms[vm].restart }][host].clone();
            known.rows.push(own);
            let at = known.rows.len() - 1;
            *(if moves { &mut known.vms[vm].live } else { &mut known.vms[vm].restart }) = at;
        }
        Missing::Available(host) => {
            known.hosts[host].takes_moves = best.hosts[host].takes_moves;
            known.hosts[host].takes_restarts = best.hosts[host].takes_restarts;
        }
        Missing::Capacity(host) => known.hosts[host].capacity = best.hosts[host].capacity,
        Missing::Apart(rule) => known.apart[rule] = best.apart[rule].clone(),
        Missing::Together(rule) => known.together[rule] = best.together[rule].clone(),
    }
}

/// The tier of an answer, the better the higher; and whether it is certain.
fn tier(answer: &Answer) -> Option<u8> {
    match answer {
        Answer::AsItStands(_) => Some(2),
        Answer::AfterMoves(_) => Some(1),
        Answer::DoesNotFit(_) => Some(0),
        Answer::CannotTell(_) => None,
    }
}

#[test]
fn a_datum_less_never_makes_an_answer_better() {
    let mut deleted = 0;
    for seed in clusters(120) {
        let mut random = Random(seed);
        let (problem, event) = cluster(&mut random);
        let before = judge(&problem, &event);
        let mut count = 0;
        data(&mut problem.clone(), &mut |_| count += 1);
        for which in 0..count {
            let mut less = problem.clone();
            let (mut at, in_part) = (0, random.percent(30));
            data(&mut less, &mut |datum| {
                if at == which {
                    datum.withhold(in_part);
                }
                at += 1;
            });
            let after = judge(&less, &event);
            deleted += 1;
            let holds = match (tier(&before), tier(&after)) {
                (Some(0), after) => after.is_none_or(|after| after == 0),
                (Some(before), Some(after)) => 0 < after && after <= before,
                (_, None) => true,
                (None, Some(_)) => false,
            };
            assert!(holds, "seed {seed}: {event:?}: {before:?} became {after:?}\n{less:#?}");
        }
        for vm in 0..problem.vms.len() {
            let mut less = problem.clone();
            less.vms[vm].home = None;
            let after = judge(&less, &event);
            let holds = match after.fits() {
                Some(fits) => !fits && before.fits() == Some(false),
                None => true,
            };
            assert!(holds, "seed {seed}: {event:?}: {before:?} became {after:?} without a home\n{less:#?}");
        }
    }
    assert!(deleted > 1_000);
}

/// A cluster after a remedy; of an amount, after one step less.
fn after(problem: &Problem, remedy: &Remedy, less: u64) -> Option<Problem> {
    let mut after = problem.clone();
    let lower = |amount: &mut Amount, by: Amount| {
        amount.memory -= by.memory.saturating_sub(less);
        amount.cpu_mhz -= by.cpu_mhz.saturating_sub(less);
    };
    match remedy {
        Remedy::LowerNeed { vm, by } => {
            let need = &mut after.vms[*vm].need;
            lower(&mut need.least, *by);
            lower(&mut need.most, *by);
        }
        Remedy::AddCapacity { host, by } => {
            let capacity = &mut after.hosts[*host].capacity;
            for bound in [&mut capacity.least, &mut capacity.most] {
                bound.memory += by.memory.saturating_sub(less);
                bound.cpu_mhz += by.cpu_mhz.saturating_sub(less);
            }
        }
        Remedy::DropTogether(rule) => {
            after.together.get_mut(*rule)?.on_moves = Some(false);
            after.together.get_mut(*rule)?.on_restarts = Some(false);
        }
        Remedy::DropApart(rule) => {
            after.apart.get_mut(*rule)?.on_moves = Some(false);
            after.apart.get_mut(*rule)?.on_restarts = Some(false);
        }
        Remedy::Resolve { causes, host } => cases::cure(&mut after, causes, *host),
    }
    Some(after)
}

#[test]
fn each_remedy_makes_it_fit_and_an_amount_is_the_least() {
    let mut tried = 0;
    for seed in clusters(600) {
        let (problem, event) = cluster(&mut Random(seed));
        let Answer::DoesNotFit(why) = judge(&problem, &event) else { continue };
        let grain = Grain(Amount { cpu_mhz: 1, memory: 1 });
        for remedy in
            remedies(&problem, &event, &why, ENOUGH, (grain, &|host, by| cases::grown(&problem, host, by)))
        {
            tried += 1;
            let with = after(&problem, &remedy, 0).expect("a remedy for what is there");
            assert!(World::new(&with, &event).fits(), "seed {seed}: {remedy:?} does not help\n{problem:#?}");
            if matches!(remedy, Remedy::LowerNeed { .. } | Remedy::AddCapacity { .. }) {
                let with = after(&problem, &remedy, 1).expect("a remedy for what is there");
                assert!(
                    !World::new(&with, &event).fits(),
                    "seed {seed}: less than {remedy:?} helps\n{problem:#?}"
                );
            }
        }
    }
    assert!(tried > 100, "{tried}");
}
