//! Clusters of which a person can see what is right.

use vpreflight::facts::placing::{
    Amount, Answer, Between, Budget, Cause, Cell, Cluster, Doubt, Event, Grain, Host, LeftOver, Missing,
    NoFit, Order, Placing, Problem, Proof, Reach, Refusal, Remedy, Resource, Step, Vm, VmRule,
    never_survives, remedies, roll, survives_each,
};

const GIB: u64 = 1 << 30;

fn gib(memory: u64) -> Between {
    Between::exactly(Amount { cpu_mhz: 0, memory: memory * GIB })
}

fn host(memory: u64) -> Host {
    let capacity = Between::exactly(Amount { cpu_mhz: 20_000, memory: memory * GIB });
    Host { capacity, takes_moves: Some(true), takes_restarts: Some(true) }
}

fn vm(memory: u64, home: usize) -> Vm {
    Vm {
        need: gib(memory),
        is_read: false,
        fixed: Between::NONE,
        home: Some(home),
        live: 0,
        restart: 0,
        excluded: Some(false),
    }
}

/// Hosts by what they have, VMs by what they need and where they run; each can go anywhere.
fn cluster(hosts: &[u64], vms: &[(u64, usize)]) -> Problem {
    Problem {
        hosts: hosts.iter().map(|memory| host(*memory)).collect(),
        vms: vms.iter().map(|(memory, home)| vm(*memory, *home)).collect(),
        rows: vec![vec![Cell::Yes; hosts.len()]],
        ..Problem::default()
    }
}

fn rule(vms: &[usize]) -> VmRule {
    VmRule { vms: vms.to_vec(), on_moves: Some(true), on_restarts: Some(true), lasting: false }
}

/// What hosts have once one has more, where that changes nothing else.
pub fn grown(problem: &Problem, host: usize, by: Amount) -> Vec<Between> {
    let mut all: Vec<Between> = problem.hosts.iter().map(|host| host.capacity).collect();
    let Between { least, most } = &mut all[host];
    for bound in [least, most] {
        bound.memory = bound.memory.saturating_add(by.memory);
        bound.cpu_mhz = bound.cpu_mhz.saturating_add(by.cpu_mhz);
    }
    all
}

fn judge(problem: &Problem, event: &Event) -> Answer {
    Cluster::new(problem.clone()).judge(event, Budget::default())
}

fn no_fit(problem: &Problem, event: &Event) -> NoFit {
    match judge(problem, event) {
        Answer::DoesNotFit(why) => why,
        other => panic!("{other:?}"),
    }
}

fn lose(host: usize) -> Event {
    Event::Lose(vec![host])
}

/// Causes seen to, written down once more.
pub fn cure(problem: &mut Problem, causes: &[Cause], host: Option<usize>) {
    let everywhere = |cause: &Cause| problem.causes[cause.0 as usize] == Reach::Everywhere;
    for row in &mut problem.rows {
        for (at, cell) in row.iter_mut().enumerate() {
            if let Cell::No(of) = cell {
                let rest: Vec<Cause> = of
                    .iter()
                    .copied()
                    .filter(|cause| !(causes.contains(cause) && (everywhere(cause) || host == Some(at))))
                    .collect();
                if rest.len() < of.len() {
                    *cell = if rest.is_empty() { Cell::Yes } else { Cell::No(rest.into()) };
                }
            }
        }
    }
}

/// Every sum is enough, and each VM alone would fit somewhere in an empty cluster.
#[test]
fn a_vm_is_stranded_although_all_sums_are_enough() {
    let all = [(40, 0), (26, 1), (26, 1), (26, 1), (26, 2), (26, 2), (26, 2)];
    let problem = cluster(&[100, 100, 100], &all);
    let why = no_fit(&problem, &lose(0));
    let short = Refusal::Short(Amount { cpu_mhz: 0, memory: 18 * GIB });
    assert_eq!(why.left_over, [LeftOver { vms: vec![0], refusals: vec![(1, short.clone()), (2, short)] }]);
    assert!(matches!(why.proof, Proof::Exhausted { .. }), "{why:?}");
    // 40 and two of the others on one host leave four others, which need 104.
    let found = remedies(
        &problem,
        &lose(0),
        &why,
        Budget::default(),
        (Grain::default(), &|host, by| grown(&problem, host, by)),
    );
    let by = Amount { cpu_mhz: 0, memory: 4 * GIB };
    assert_eq!(found, [Remedy::LowerNeed { vm: 1, by }, Remedy::AddCapacity { host: 1, by }]);
}

#[test]
fn a_vm_fits_once_another_has_moved() {
    let problem = cluster(&[100, 100, 100], &[(60, 0), (30, 1), (30, 1), (50, 2)]);
    let Answer::AfterMoves(moves) = judge(&problem, &lose(0)) else { panic!("it needs one move") };
    assert_eq!(moves.placed, [Placing { vm: 0, host: 1 }]);
    assert_eq!(moves.steps, [Step { vms: vec![1], from: 1, to: 2 }]);
    assert_eq!((moves.order, moves.as_it_stands), (Order::Works, Some(false)));
}

#[test]
fn two_vms_that_have_to_change_places_need_a_swap() {
    // The lost VM fits beside the small one only, on a host where only the large one may not be.
    let mut problem = cluster(&[10, 10, 12], &[(4, 0), (8, 1), (8, 2)]);
    problem.rows =
        vec![vec![Cell::Yes, Cell::No(Box::new([])), Cell::Yes], vec![Cell::Yes, Cell::Yes, Cell::Yes]];
    problem.vms[2].need = gib(10);
    problem.vms[1].live = 1;
    problem.vms[2].live = 1;
    let Answer::AfterMoves(moves) = judge(&problem, &lose(0)) else { panic!("it needs a swap") };
    assert_eq!(moves.order, Order::SwapNeeded);
    assert_eq!(moves.steps.len(), 2);
}

#[test]
fn each_proof_is_given_where_it_is_the_reason() {
    let mut nowhere = cluster(&[9, 9, 9], &[(1, 0)]);
    nowhere.causes = vec![Reach::OneHost];
    nowhere.rows[0][1] = Cell::No(Box::new([Cause(0)]));
    nowhere.rows[0][2] = Cell::No(Box::new([Cause(0)]));
    let why = no_fit(&nowhere, &lose(0));
    assert_eq!(why.proof, Proof::NoHost(vec![0]));
    assert_eq!(why.left_over[0].refusals, [(1, Refusal::Cell), (2, Refusal::Cell)]);
    let mounts = remedies(
        &nowhere,
        &lose(0),
        &why,
        Budget::default(),
        (Grain::default(), &|host, by| grown(&nowhere, host, by)),
    );
    assert_eq!(mounts, [Remedy::Resolve { causes: vec![Cause(0)], host: Some(1) }]);

    let sum = no_fit(&cluster(&[9, 9, 9], &[(4, 0), (4, 0), (7, 1), (7, 2)]), &lose(0)).proof;
    let Proof::Sum(sum) = sum else { panic!("{sum:?}") };
    let facts = (sum.resource, sum.need, sum.capacity, sum.vms);
    assert_eq!(facts, (Resource::Memory, u128::from(22 * GIB), u128::from(18 * GIB), 4));
    assert_eq!(sum.hosts, [1, 2]);

    let mut apart = cluster(&[9, 9, 9], &[(1, 0), (1, 1), (1, 2)]);
    apart.apart.push(rule(&[0, 1, 2]));
    let why = no_fit(&apart, &lose(0));
    assert_eq!(why.proof, Proof::Apart { rule: 0, needed: 3, hosts: 2 });
    let dropped = remedies(
        &apart,
        &lose(0),
        &why,
        Budget::default(),
        (Grain::default(), &|host, by| grown(&apart, host, by)),
    );
    assert_eq!(dropped, [Remedy::DropApart(0)]);
    apart.apart[0].on_restarts = Some(false);
    assert!(matches!(judge(&apart, &lose(0)), Answer::AsItStands(_)), "HA does not respect the rule");
    assert_eq!(judge(&apart, &Event::Empty(vec![0])).fits(), Some(false), "moves respect it");

    let mut full = cluster(&[9, 9, 9], &[(5, 0), (6, 1), (6, 2)]);
    full.rows.push(vec![Cell::No(Box::new([])); 3]);
    full.vms[1].live = 1;
    full.vms[2].live = 1;
    full.vms.push(vm(1, 1));
    full.hosts.push(host(4));
    full.rows.iter_mut().for_each(|row| row.push(Cell::Yes));
    full.rows[1][3] = Cell::No(Box::new([]));
    assert_eq!(no_fit(&full, &lose(0)).proof, Proof::NoRoom(vec![0]));
}

#[test]
fn a_required_host_that_is_lost_with_its_only_other_leaves_no_place() {
    let mut problem = cluster(&[9, 9, 9], &[(1, 0)]);
    problem.causes = vec![Reach::Everywhere];
    problem.rows[0][2] = Cell::No(Box::new([Cause(0)]));
    assert_eq!(judge(&problem, &lose(0)).fits(), Some(true));
    let site = Event::Lose(vec![0, 1]);
    let why = no_fit(&problem, &site);
    let found = remedies(
        &problem,
        &site,
        &why,
        Budget::default(),
        (Grain::default(), &|host, by| grown(&problem, host, by)),
    );
    assert_eq!(found, [Remedy::Resolve { causes: vec![Cause(0)], host: None }]);
    problem.vms[0].excluded = Some(true);
    assert_eq!(judge(&problem, &site), Answer::AsItStands(Vec::new()), "nobody waits for it");
}

/// The thorough search tries one of several hosts that are alike. Of the same size, as full, and open to
/// the same VMs, they still differ where a rule is about who is there, or where those can make room.
#[test]
fn hosts_as_large_and_as_full_as_each_other_may_still_differ() {
    let row = |hosts: &[usize]| -> Vec<Cell> {
        let cell = |host| if hosts.contains(&host) { Cell::Yes } else { Cell::No(Box::new([])) };
        (0..6).map(cell).collect()
    };
    let thorough = |problem: &Problem| {
        let answer = Cluster::without_shortcuts(problem.clone()).judge(&lose(0), Budget::default());
        assert_eq!(answer.fits(), Some(true), "{answer:?}");
        assert_eq!(judge(problem, &lose(0)).fits(), Some(true));
        answer
    };
    // The first must get host 2: the second may not be there, and 4 and 5 have room for the other two only.
    let rows =
        [row(&[1, 2]), row(&[1, 2, 4]), row(&[4, 5]), row(&[4, 5]), row(&[1, 2]), row(&[1, 2]), row(&[])];
    let placed = |hosts: &[u64], vms: &[(u64, usize)]| {
        let mut problem = cluster(hosts, vms);
        problem.rows = rows.to_vec();
        for (at, vm) in problem.vms.iter_mut().enumerate() {
            (vm.restart, vm.live) = (at, 6);
        }
        problem.apart.push(rule(&[1, 5]));
        assert!(matches!(thorough(&problem), Answer::AsItStands(_)));
    };
    placed(&[99, 10, 10, 1, 8, 8], &[(8, 0), (7, 0), (7, 0), (7, 0), (2, 1), (2, 2)]);
    placed(&[99, 10, 10, 1, 4, 4], &[(4, 0), (4, 0), (4, 0), (4, 0), (6, 0), (6, 0)]);
    // Who is on host 1 could leave it for a host that is full, who is on host 2 for one that is not.
    let mut problem = cluster(&[99, 10, 10, 4, 4, 1], &[(8, 0), (4, 1), (4, 2), (4, 4)]);
    problem.rows = vec![row(&[1, 2]), row(&[4]), row(&[3]), row(&[])];
    for (at, vm) in problem.vms.iter_mut().enumerate() {
        (vm.restart, vm.live) = (at, at);
    }
    assert!(matches!(thorough(&problem), Answer::AfterMoves(_)));
}

#[test]
fn vms_kept_together_move_together() {
    let mut problem = cluster(&[20, 9, 20], &[(5, 0), (5, 0), (9, 2)]);
    problem.together.push(rule(&[0, 1]));
    let Answer::AsItStands(placed) = judge(&problem, &Event::Empty(vec![0])) else { panic!("they fit") };
    assert_eq!(placed, [Placing { vm: 0, host: 2 }, Placing { vm: 1, host: 2 }]);
    problem.apart.push(rule(&[0, 1]));
    let why = no_fit(&problem, &Event::Empty(vec![0]));
    assert_eq!(why.left_over[0].refusals[0], (1, Refusal::Apart { from: 1 }), "rules against each other");
}

#[test]
fn what_is_missing_is_what_makes_the_difference() {
    let mut known = cluster(&[9, 9, 9], &[(5, 0), (1, 1), (1, 2)]);
    known.rows.push(vec![Cell::No(Box::new([])); 3]);
    known.vms[1].live = 1;
    known.vms[2].live = 1;
    let missing = |change: &dyn Fn(&mut Problem)| {
        let mut problem = known.clone();
        change(&mut problem);
        match judge(&problem, &lose(0)) {
            Answer::CannotTell(Doubt::Missing(missing)) => missing,
            other => panic!("{other:?}"),
        }
    };
    let unread =
        |problem: &mut Problem| problem.rows[0] = vec![Cell::Yes, Cell::Unknown, Cell::No(Box::new([]))];
    assert_eq!(missing(&unread), [Missing::Cell { vm: 0, host: 1, moves: false }]);
    let states = |problem: &mut Problem| {
        problem.hosts[1].takes_restarts = None;
        problem.hosts[2].takes_restarts = Some(false);
    };
    assert_eq!(missing(&states), [Missing::Available(1)]);
    let need = |problem: &mut Problem| problem.vms[0].need = Between::UNKNOWN;
    assert_eq!(missing(&need), [Missing::Need(0)]);
    let margin = |problem: &mut Problem| {
        for host in &mut problem.hosts {
            host.capacity.least.memory = 5 * GIB;
            host.capacity.most.memory = 7 * GIB;
        }
    };
    assert_eq!(missing(&margin), [Missing::Capacity(1)], "a margin below the error");
    let left_off = |problem: &mut Problem| {
        problem.vms[0].need = gib(50);
        problem.vms[0].excluded = None;
    };
    assert_eq!(missing(&left_off), [Missing::Excluded(0)]);
    let apart = |problem: &mut Problem| {
        problem.apart.push(VmRule { on_restarts: None, ..rule(&[0, 1, 2]) });
    };
    assert_eq!(missing(&apart), [Missing::Apart(0)]);
    assert_eq!(missing(&|problem| problem.vms[1].home = None), [Missing::Home(1)]);

    // What is known, if not exactly, is not told where something that was not read settles it.
    let floored = |problem: &mut Problem, most: u64| {
        for vm in &mut problem.vms[1..] {
            (vm.need.most.memory, vm.is_read) = (most * GIB, true);
        }
    };
    assert_eq!(missing(&|problem| floored(problem, 5)), [Missing::Floor], "it alone decides");
    let need_and_floor = |problem: &mut Problem| {
        need(problem);
        floored(problem, 2);
    };
    assert_eq!(missing(&need_and_floor), [Missing::Need(0)]);
    let cell_or_floor = |problem: &mut Problem| {
        floored(problem, 5);
        problem.vms[2].need = gib(1);
        problem.rows[0] = vec![Cell::Yes, Cell::Yes, Cell::Unknown];
    };
    assert_eq!(missing(&cell_or_floor), [Missing::Cell { vm: 0, host: 2, moves: false }]);
    let rule_or_margin = |problem: &mut Problem| {
        problem.hosts[1].capacity.least.memory = 5 * GIB;
        problem.apart.push(VmRule { on_restarts: None, ..rule(&[0, 2]) });
    };
    assert_eq!(missing(&rule_or_margin), [Missing::Apart(0)]);

    // One unread cell of two makes none.
    let mut one = known;
    one.rows[0] = vec![Cell::Unknown, Cell::Yes, Cell::Unknown];
    assert!(matches!(judge(&one, &lose(0)), Answer::AsItStands(_)));
}

#[test]
fn a_search_that_ends_early_says_how_far_it_came() {
    let lost = |size: u64| (size, 0);
    let mut vms: Vec<(u64, usize)> = (0..24).map(|at| lost(31 + at % 5)).collect();
    vms.extend((1..9).map(|home| (1, home)));
    let problem = cluster(&[1000, 101, 101, 101, 101, 101, 101, 101, 101], &vms);
    let answer = Cluster::new(problem).judge(&lose(0), Budget(10));
    let Answer::CannotTell(Doubt::Ended { placed, of, .. }) = answer else { panic!("{answer:?}") };
    assert_eq!(of, 24);
    assert!((16..24).contains(&placed), "{placed}");
}

#[test]
fn an_empty_or_broken_question_is_answered() {
    assert_eq!(judge(&Problem::default(), &lose(3)), Answer::AsItStands(Vec::new()));
    for none in [2, 3] {
        assert_eq!(judge(&cluster(&[9, 9], &[(1, 0)]), &lose(none)), Answer::AsItStands(Vec::new()));
    }
    let mut problem = cluster(&[9, 9], &[(1, 0), (1, 7)]);
    problem.apart.push(rule(&[0, 0, 99]));
    problem.together.push(rule(&[0, 99]));
    problem.vms[0].restart = 5;
    problem.vms[0].need.most.memory = u64::MAX;
    assert_eq!(judge(&problem, &lose(0)).fits(), None);
    problem.rows[0].truncate(1);
    assert_eq!(judge(&problem, &Event::Empty(vec![0, 0, 44])).fits(), None);
}

#[test]
fn hosts_are_emptied_in_turn_while_a_loss_stays_survivable() {
    let problem = cluster(&[10, 10, 10, 10], &[(3, 0), (3, 1), (3, 2), (3, 3)]);
    let hosts = [0, 1, 2, 3];
    let one_more =
        |now: &Problem, out: usize| survives_each(&Cluster::new(now.clone()), &[], out, Budget::default());
    let found = roll(&problem, &hosts, Budget::default(), one_more);
    assert!(found.stops.is_empty(), "{found:?}");
    let mut at: Vec<usize> = vec![0, 1, 2, 3];
    let mut done = Vec::new();
    for step in &found.steps {
        for moved in &step.steps {
            for vm in &moved.vms {
                assert_eq!(at[*vm], moved.from);
                at[*vm] = moved.to;
            }
        }
        assert!(!at.contains(&step.host), "{step:?}");
        done.push(step.host);
    }
    done.sort_unstable();
    assert_eq!(done, hosts);

    // With all in use, a host can be emptied, but no loss is survived meanwhile.
    let tight = cluster(&[10, 10, 10], &[(6, 0), (6, 1), (4, 2)]);
    let stopped = roll(&tight, &[0, 1, 2], Budget::default(), one_more);
    assert!(stopped.steps.is_empty());
    for stop in &stopped.stops {
        let broken = stop.broken.as_ref().unwrap();
        assert!(broken.certain, "{stop:?}");
        // No other order helps: the three need more than two hosts without one have.
        assert!(never_survives(&tight, stop.host, broken.lost, Budget::default()), "{stop:?}");
    }
    assert!(!never_survives(&problem, 0, 1, Budget::default()));
    // What is no host of the cluster is not emptied, and none twice.
    let some = roll(&problem, &[0, 4, 0], Budget::default(), one_more);
    assert_eq!(some.steps.iter().map(|step| step.host).collect::<Vec<_>>(), [0]);
    let pinned = cluster(&[10, 4, 4], &[(6, 0), (1, 1)]);
    let stopped = roll(&pinned, &[0, 1], Budget::default(), |_, _| Ok(()));
    assert_eq!(stopped.steps.iter().map(|step| step.host).collect::<Vec<_>>(), [1]);
    assert_eq!(stopped.stops.len(), 1);
    assert_eq!(stopped.stops[0].fits, Some(false));
}

/// A cluster of the largest size, a host at three quarters.
#[test]
fn a_cluster_of_96_hosts_with_100_vms_each_survives_each_loss() {
    let need = |at: u64| 2 + at * 7 % 11;
    let vms: Vec<(u64, usize)> =
        (0..96).flat_map(|host| (0..100).map(move |at| (need(at + host as u64), host))).collect();
    let problem = cluster(&[950; 96], &vms);
    let cluster = Cluster::new(problem);
    for host in 0..96 {
        let answer = cluster.judge(&lose(host), Budget::default());
        assert!(matches!(answer, Answer::AsItStands(placed) if placed.len() == 100), "host {host}");
    }
}

/// Either of two hosts would do: of the two the last one decides, once the other is not counted on.
#[test]
fn a_host_that_may_take_vms_decides_where_no_other_can() {
    let mut problem = cluster(&[10, 10, 10], &[(8, 0)]);
    for host in [1, 2] {
        (problem.hosts[host].takes_moves, problem.hosts[host].takes_restarts) = (None, None);
    }
    for event in [lose(0), Event::Empty(vec![0])] {
        let of_cluster = Cluster::new(problem.clone());
        let Answer::CannotTell(Doubt::Missing(missing)) = of_cluster.judge(&event, Budget::default()) else {
            panic!("nobody knows whether a host takes it")
        };
        assert_eq!(missing, [Missing::Available(1)]);
        assert_eq!(of_cluster.deciding(&event, Budget::default(), missing), [Missing::Available(2)]);
    }
}

#[test]
fn a_vm_without_a_row_may_be_kept_from_every_host() {
    for (live, row) in [(false, 1), (true, 1), (false, 7), (true, 7)] {
        let mut problem = cluster(&[10, 10], &[(8, 0)]);
        *(if live { &mut problem.vms[0].live } else { &mut problem.vms[0].restart }) = row;
        let event = if live { Event::Empty(vec![0]) } else { lose(0) };
        let cell = Missing::Cell { vm: 0, host: 1, moves: live };
        assert_eq!(judge(&problem, &event), Answer::CannotTell(Doubt::Missing(vec![cell])));
        // One whose row ends before the host is likewise.
        let mut short = cluster(&[10, 10], &[(8, 0)]);
        short.rows = vec![vec![Cell::Yes]];
        assert_eq!(judge(&short, &event), Answer::CannotTell(Doubt::Missing(vec![cell])));
    }
}

/// What a VM needs of which nothing is known is more than what a host has of which nothing is known: both decide.
#[test]
fn an_unknown_need_on_a_host_of_unknown_capacity_decides_too() {
    let mut problem = cluster(&[10, 10], &[(8, 0)]);
    problem.hosts[1].capacity = Between::UNKNOWN;
    problem.vms[0].need.most = Between::UNKNOWN.most;
    for event in [lose(0), Event::Empty(vec![0])] {
        let of_cluster = Cluster::new(problem.clone());
        let Answer::CannotTell(Doubt::Missing(missing)) = of_cluster.judge(&event, Budget::default()) else {
            panic!("nobody knows whether it fits")
        };
        let both = [Missing::Need(0), Missing::Capacity(1)];
        assert_eq!(missing, both);
        assert_eq!(of_cluster.deciding(&event, Budget::default(), missing), both);
    }
}

/// Which losses are survived while a host is out: one that is not for certain is told before one that may not be, and
/// a loss that is a question of its own is asked as that.
#[test]
fn of_several_losses_the_certain_one_is_told() {
    let budget = Budget::default();
    let calm = Cluster::new(cluster(&[10, 10, 10], &[(3, 0), (3, 1)]));
    let full = || Cluster::new(cluster(&[10, 10, 10], &[(3, 0), (20, 1)]));
    assert_eq!(survives_each(&calm, &[], 2, budget), Ok(()));
    assert_eq!(survives_each(&calm, &[(1, full())], 2, budget), Err((1, true)));
    assert_eq!(survives_each(&calm, &[(0, full())], 2, budget), Ok(()), "that one loses what fits");
    assert_eq!(survives_each(&calm, &[(1, full())], 1, budget), Ok(()), "it is out already");

    let mut open = cluster(&[10, 10, 10], &[(3, 0), (3, 1), (3, 2)]);
    open.rows.push(vec![Cell::Yes, Cell::Unknown, Cell::Unknown]);
    open.vms[0].restart = 1;
    let unclear = Cluster::new(open.clone());
    assert_eq!(survives_each(&unclear, &[], 2, budget), Err((0, false)));
    open.vms[1].need = gib(20);
    assert_eq!(survives_each(&Cluster::new(open), &[], 2, budget), Err((1, true)));
}

/// No order of moves helps only where nothing that may hold lets a VM stay on: neither a rule that may not be
/// kept, nor a host that may take it.
#[test]
fn a_loss_is_never_survived_only_where_nothing_that_may_be_so_helps() {
    let never = |problem: &Problem| never_survives(problem, 0, 1, Budget::default());
    let mut apart = cluster(&[10, 10, 10], &[(1, 0), (1, 1)]);
    apart.apart.push(rule(&[0, 1]));
    assert!(never(&apart), "one host is left for two that are kept apart");
    for (on_moves, on_restarts) in [(Some(true), None), (None, Some(true)), (Some(true), Some(false))] {
        (apart.apart[0].on_moves, apart.apart[0].on_restarts) = (on_moves, on_restarts);
        assert!(!never(&apart), "{on_moves:?}, {on_restarts:?}");
    }
    let mut shut = cluster(&[10, 10, 10], &[(1, 1)]);
    for (takes_moves, takes_restarts, expected) in [
        (Some(false), Some(false), true),
        (Some(false), None, false),
        (None, Some(false), false),
        (Some(false), Some(true), false),
    ] {
        (shut.hosts[2].takes_moves, shut.hosts[2].takes_restarts) = (takes_moves, takes_restarts);
        assert_eq!(never(&shut), expected, "{takes_moves:?}, {takes_restarts:?}");
    }
    let mut barred = cluster(&[10, 10, 10], &[(1, 0), (1, 1)]);
    let no = || Cell::No(Box::default());
    barred.rows = vec![vec![Cell::Yes, Cell::Yes, Cell::Yes], vec![Cell::Yes, Cell::Yes, no()]];
    assert!(!never(&barred));
    (barred.vms[1].live, barred.vms[1].restart) = (1, 1);
    assert!(never(&barred), "the second may go nowhere");
    barred.vms[1].live = 0;
    assert!(!never(&barred), "it could have been moved before");
    barred.vms[1].excluded = Some(true);
    barred.vms[1].live = 1;
    assert!(!never(&barred), "HA does not restart it");
}
