//! What is answered exactly: moves in their order, proofs, who is left over, remedies and what is missing. Other
//! answers may be as true, but the same question keeps its answer from one release to the next.
//!
//! `INSTA_UPDATE=always scripts/test --test placing` writes `answers/` anew.

use std::fmt::Write;

use vpreflight::facts::placing::{
    AfterMoves, Amount, Answer, Between, Budget, Cluster, Doubt, Event, Grain, LeftOver, Missing, NoFit,
    Order, Placing, Problem, Proof, Refusal, Remedy, Resource, Roll, Step, remedies, roll, survives_each,
};

use super::cases::grown;
use super::random::{Random, cluster, sized, withhold};
use super::{ENOUGH, stored};

/// Each in documents of a few clusters, so that what differs is found soon.
macro_rules! kept {
    ($($test:ident: $made:ident $seeds:expr;)*) => {$(
        #[test]
        fn $test() {
            let mut text = String::new();
            $seeds.for_each(|seed| $made(&mut text, seed));
            stored::document(&format!("tests/placing/answers/{}.txt", stringify!($test).replace('_', "-")), &text);
        }
    )*};
}

kept! {
    small_1: small 0..50;
    small_2: small 50..100;
    small_3: small 100..150;
    small_4: small 150..200;
    in_part_1: in_part 0..50;
    in_part_2: in_part 50..100;
    in_part_3: in_part 100..150;
    large_1: large 0..20;
    large_2: large 20..40;
    large_3: large 40..60;
    in_turn_1: in_turn 0..20;
    in_turn_2: in_turn 20..40;
    in_turn_3: in_turn 40..60;
}

fn varied(seed: u64) -> (Random, Problem, Event) {
    let mut random = Random(seed);
    let (mut problem, event) = cluster(&mut random);
    vary(&mut random, &mut problem);
    (random, problem, event)
}

fn small(text: &mut String, seed: u64) {
    let (_, problem, event) = varied(seed);
    told(text, seed, &problem, &event, ENOUGH);
}

/// Not everything is known.
fn in_part(text: &mut String, seed: u64) {
    let (mut random, problem, event) = varied(seed);
    let chance = random.from(2, 25);
    told(text, seed, &withhold(&mut random, &problem, chance), &event, ENOUGH);
}

/// Some searches end before everything was tried.
fn large(text: &mut String, seed: u64) {
    let mut random = Random(seed);
    let (hosts, vms) = (random.from(5, 9), random.from(12, 40));
    let (mut problem, event) = sized(&mut random, hosts, vms);
    vary(&mut random, &mut problem);
    let budget = Budget(random.from(1, 5) * 400);
    told(text, seed, &problem, &event, budget);
    told(text, seed, &withhold(&mut random, &problem, 4), &event, budget);
}

/// What the exhaustive search is not asked about: needs of which a part is fixed, rules that nobody can drop,
/// VMs of which it is not known where they run.
fn vary(random: &mut Random, problem: &mut Problem) {
    for vm in &mut problem.vms {
        if random.percent(25) {
            let fixed = |most: u64| most / 2;
            let Amount { cpu_mhz, memory } = vm.need.least;
            vm.fixed = Between::exactly(Amount { cpu_mhz: fixed(cpu_mhz), memory: fixed(memory) });
        }
        if random.percent(1) {
            vm.home = None;
        }
    }
    for rule in &mut problem.apart {
        rule.lasting = random.percent(20);
    }
}

/// A line on a question: its answer, what would help where it does not fit, what decides where it cannot be told.
fn told(text: &mut String, seed: u64, problem: &Problem, event: &Event, budget: Budget) {
    let cluster = Cluster::new(problem.clone());
    let answer = cluster.judge(event, budget);
    let what = match event {
        Event::Lose(hosts) => format!("lose {}", list(hosts)),
        Event::Empty(hosts) => format!("empty {}", list(hosts)),
    };
    write!(text, "{seed}: {what}: {}", worded(&answer)).unwrap();
    match &answer {
        Answer::DoesNotFit(why) => {
            let grain = Grain(Amount { cpu_mhz: 2, memory: 1 });
            let budget = Budget(budget.0.min(20_000));
            let found = remedies(problem, event, why, budget, (grain, &|host, by| grown(problem, host, by)));
            write!(text, "; helps: {}", joined(&found, ", ", remedy)).unwrap();
        }
        Answer::CannotTell(Doubt::Missing(missing)) => {
            let decide = cluster.deciding(event, budget, missing.clone());
            write!(text, "; decides: {}", joined(&decide, ", ", datum)).unwrap();
        }
        _ => {}
    }
    let thorough = Cluster::without_shortcuts(problem.clone()).judge(event, budget);
    match &thorough {
        Answer::DoesNotFit(why) => write!(text, "; thoroughly: no, {}", proof(&why.proof)).unwrap(),
        other if *other != answer => write!(text, "; thoroughly: {}", worded(other)).unwrap(),
        _ => {}
    }
    text.push('\n');
}

/// The order in which all hosts can be emptied, and where the loss of any other one is survived meanwhile.
fn in_turn(text: &mut String, seed: u64) {
    let (_, problem, _) = varied(seed);
    let hosts: Vec<usize> = (0..problem.hosts.len()).collect();
    let survives = |now: &Problem, out: usize| survives_each(&Cluster::new(now.clone()), &[], out, ENOUGH);
    let held = roll(&problem, &hosts, ENOUGH, survives);
    let Roll { steps, stops } = roll(&problem, &hosts, ENOUGH, |_, _| Ok(()));
    let steps = joined(&steps, ", ", |of| format!("{} ({})", of.host, joined(&of.steps, " ", step)));
    let stops = joined(&stops, "; ", |of| format!("{} {:?}", of.host, of.fits));
    let order = joined(&held.steps, " ", |of| of.host.to_string());
    let open = joined(&held.stops, " ", |of| {
        let broken = of.broken.as_ref().map(|broken| (broken.lost, broken.certain));
        format!("{} {broken:?}", of.host)
    });
    writeln!(text, "{seed}: {steps}; not: {stops}; safely: {order}; not: {open}").unwrap();
}

fn worded(answer: &Answer) -> String {
    match answer {
        Answer::AsItStands(placed) => format!("as it stands {}", joined(placed, " ", place)),
        Answer::AfterMoves(AfterMoves { placed, steps, order, as_it_stands }) => {
            let order = match order {
                Order::Works => "in order",
                Order::SwapNeeded => "swapped",
                Order::NotFound => "in no order",
            };
            let doubt = if as_it_stands.is_none() { ", or as it stands" } else { "" };
            format!("after {} {order}{doubt}: {}", joined(steps, " ", step), joined(placed, " ", place))
        }
        Answer::DoesNotFit(NoFit { proof: why, left_over }) => {
            format!("no, {}; left {}", proof(why), joined(left_over, ", ", left))
        }
        Answer::CannotTell(Doubt::Missing(missing)) => format!("unknown, {}", joined(missing, ", ", datum)),
        Answer::CannotTell(Doubt::Ended { tried, placed, of }) => {
            format!("ended at {tried} with {placed} of {of}")
        }
    }
}

fn place(Placing { vm, host }: &Placing) -> String {
    format!("{vm}>{host}")
}

fn step(Step { vms, from, to }: &Step) -> String {
    format!("{}:{from}>{to}", list(vms))
}

fn proof(proof: &Proof) -> String {
    match proof {
        Proof::NoHost(vms) => format!("no host for {}", list(vms)),
        Proof::NoRoom(vms) => format!("no room for {}", list(vms)),
        Proof::Sum(sums) => {
            let of = if sums.resource == Resource::Memory { "memory" } else { "CPU" };
            let hosts = list(&sums.hosts);
            format!("{} VMs need {} of {} {of} on {hosts}", sums.vms, sums.need, sums.capacity)
        }
        Proof::Apart { rule, needed, hosts } => format!("rule {rule} wants {needed} of {hosts} hosts"),
        Proof::Exhausted { tried } => format!("{tried} tried"),
    }
}

fn left(LeftOver { vms, refusals }: &LeftOver) -> String {
    let said = |(host, why): &(usize, Refusal)| match why {
        Refusal::State => format!("{host} state"),
        Refusal::Cell => format!("{host} cell"),
        Refusal::Apart { from } => format!("{host} apart from {from}"),
        Refusal::Short(by) => format!("{host} short {}", amount(*by)),
    };
    format!("{} ({})", list(vms), joined(refusals, ", ", said))
}

fn remedy(remedy: &Remedy) -> String {
    match remedy {
        Remedy::LowerNeed { vm, by } => format!("VM {vm} less {}", amount(*by)),
        Remedy::AddCapacity { host, by } => format!("host {host} more {}", amount(*by)),
        Remedy::Resolve { causes, host } => {
            let there = host.map(|host| format!(" on {host}")).unwrap_or_default();
            format!("causes {}{there}", joined(causes, "+", |cause| cause.0.to_string()))
        }
        Remedy::DropApart(rule) => format!("rule {rule}"),
        Remedy::DropTogether(rule) => format!("together {rule}"),
    }
}

fn datum(datum: &Missing) -> String {
    match datum {
        Missing::Home(vm) => format!("home {vm}"),
        Missing::Excluded(vm) => format!("excluded {vm}"),
        Missing::Floor => "floor".to_owned(),
        Missing::Need(vm) => format!("need {vm}"),
        Missing::Cell { vm, host, moves } => format!("{} {vm}>{host}", if *moves { "move" } else { "start" }),
        Missing::Available(host) => format!("state {host}"),
        Missing::Capacity(host) => format!("capacity {host}"),
        Missing::Apart(rule) => format!("apart {rule}"),
        Missing::Together(rule) => format!("together {rule}"),
    }
}

fn amount(Amount { cpu_mhz, memory }: Amount) -> String {
    format!("{cpu_mhz}/{memory}")
}

fn list(numbers: &[usize]) -> String {
    joined(numbers, "+", usize::to_string)
}

fn joined<T>(items: &[T], between: &str, word: impl Fn(&T) -> String) -> String {
    items.iter().map(word).collect::<Vec<_>>().join(between)
}
