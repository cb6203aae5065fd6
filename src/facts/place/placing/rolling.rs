//! Emptying one host after the other: VMs stay where they were moved until it is the turn of that host.

use std::collections::HashMap;

use crate::facts::place::placing::answer::{Answer, Order, Placing, Step};
use crate::facts::place::placing::judge::{Budget, Cluster};
use crate::facts::place::placing::problem::{Cell, Event, Host, Problem, Vm, VmRule};
use crate::facts::place::placing::sum::Sum;

/// A host that can be emptied when it is its turn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollStep {
    /// The host.
    pub host: usize,
    /// The moves that empty it, in an order that works.
    pub steps: Vec<Step>,
}

/// Why a host is not emptied next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// The host.
    pub host: usize,
    /// Whether its VMs find places, as things stand by then; `None`: not known.
    pub fits: Option<bool>,
    /// Where they do: what does not hold while it is out.
    pub broken: Option<Broken>,
}

/// Something that has to hold while a host is out, and does not for certain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The host whose loss is not survived then, or perhaps not.
    pub lost: usize,
    /// It is certain that it is not.
    pub certain: bool,
    /// Where each VM of the question runs by then.
    pub homes: Vec<Option<usize>>,
}

/// What has to hold while a host is out: `Ok`, or the host whose loss breaks it, and whether that is certain.
pub type Holds = Result<(), (usize, bool)>;

/// An order in which hosts can be emptied, as far as one was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// The hosts in order.
    pub steps: Vec<RollStep>,
    /// The hosts that are left, none of which can be next. This is no proof that no order exists.
    pub stops: Vec<Stop>,
}

/// How many hosts are tried once an order has come to an end before its time.
const TRIED: usize = 200;

/// What one order has come to: the VMs as they stand, the hosts that are left and those of them not yet tried.
struct Level {
    now: Problem,
    left: Vec<usize>,
    untried: Vec<usize>,
    stops: Vec<Stop>,
}

impl Level {
    fn new(now: Problem, mut left: Vec<usize>) -> Self {
        // The emptiest first, and so last in the list: where it was, the next one finds room.
        left.sort_by_cached_key(|host| std::cmp::Reverse((load(&now, *host), *host)));
        Self { now, untried: left.clone(), left, stops: Vec::new() }
    }
}

/// Looks for an order in which hosts can be emptied, each put back before the next; of those that end too early the
/// longest. `holds` is asked about the cluster as it is while a host is out.
pub fn roll(
    problem: &Problem,
    hosts: &[usize],
    budget: Budget,
    mut holds: impl FnMut(&Problem, usize) -> Holds,
) -> Roll {
    let mut left: Vec<usize> = hosts.iter().copied().filter(|host| *host < problem.hosts.len()).collect();
    left.sort_unstable();
    left.dedup();
    let start = Cluster::new(problem.clone());
    // Whom it is proved of that nobody empties it, is emptied in no other order either.
    let hopeless = left.iter().any(|host| start.refuses(&Event::Empty(vec![*host]), budget));
    let mut levels = vec![Level::new(problem.clone(), left)];
    let mut steps: Vec<RollStep> = Vec::new();
    let mut best: Option<Roll> = None;
    let mut tried = 0;
    while let Some(level) = levels.last_mut() {
        if level.left.is_empty() {
            return Roll { steps, stops: Vec::new() };
        }
        let Some(host) = level.untried.pop().filter(|_| best.is_none() || tried < TRIED) else {
            let longest = best.as_ref().map_or(0, |best| best.steps.len());
            if level.stops.len() == level.left.len() && (best.is_none() || steps.len() > longest) {
                level.stops.sort_by_key(|stop| stop.host);
                best = Some(Roll { steps: steps.clone(), stops: level.stops.clone() });
            }
            if hopeless || tried >= TRIED {
                break;
            }
            levels.pop();
            steps.pop();
            continue;
        };
        tried += usize::from(best.is_some());
        let answer = Cluster::new(level.now.clone()).certain(&Event::Empty(vec![host]), budget);
        let found = answer.as_ref().and_then(|answer| moves(&level.now, answer));
        let out = found.map(|moves| (without(&level.now, host, &moves), moves));
        let held = out.as_ref().map_or(Ok(()), |(out, _)| holds(out, host));
        match (out, held) {
            (Some((out, moves)), Ok(())) => {
                let left = level.left.iter().copied().filter(|other| *other != host).collect();
                let now = Problem { vms: out.vms, ..problem.clone() };
                steps.push(RollStep { host, steps: moves });
                levels.push(Level::new(now, left));
            }
            (out, held) => {
                let broken = out.zip(held.err()).map(|((out, _), (lost, certain))| Broken {
                    lost,
                    certain,
                    homes: out.vms.iter().map(|vm| vm.home).collect(),
                });
                level.stops.push(Stop { host, fits: answer.and_then(|answer| answer.fits()), broken });
            }
        }
    }
    best.unwrap_or(Roll { steps, stops: Vec::new() })
}

/// Whether a cluster survives the loss of each of its hosts in turn, the one that is out left aside: by moves of
/// others only that work one after the other. `own` are the losses that are questions of their own.
pub fn survives_each(cluster: &Cluster, own: &[(usize, Cluster)], out: usize, budget: Budget) -> Holds {
    let mut known = Ok(());
    for host in (0..cluster.problem().hosts.len()).filter(|host| *host != out) {
        let own = own.iter().find(|(lost, _)| *lost == host).map(|(_, own)| own);
        let (asked, event) = (own.unwrap_or(cluster), Event::Lose(vec![host]));
        // Once one is not known, only a loss that is not survived tells more.
        if known.is_err() {
            if asked.refuses(&event, budget) {
                return Err((host, true));
            }
            continue;
        }
        match asked.certain(&event, budget) {
            Some(Answer::AsItStands(_)) => {}
            Some(Answer::AfterMoves(moves)) if moves.order == Order::Works => {}
            Some(Answer::DoesNotFit(_)) => return Err((host, true)),
            Some(Answer::AfterMoves(_) | Answer::CannotTell(_)) | None => known = Err((host, false)),
        }
    }
    known
}

/// Whether it is proved that a loss is not survived while a host is out, wherever others were moved before: no
/// placing on the other hosts holds all that HA restarts.
pub fn never_survives(loss: &Problem, out: usize, lost: usize, budget: Budget) -> bool {
    let either = |one: Option<bool>, other: Option<bool>| match (one, other) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    };
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    let mut known: HashMap<(usize, usize), usize> = HashMap::new();
    let mut row = |live: usize, restart: usize| {
        *known.entry((live, restart)).or_insert_with(|| {
            let cell = |row: usize, host: usize| loss.rows.get(row).and_then(|row| row.get(host));
            let both = |host: usize| match (cell(live, host), cell(restart, host)) {
                (Some(Cell::No(_)), Some(Cell::No(_))) => Cell::No(Box::default()),
                (Some(Cell::Yes), _) | (_, Some(Cell::Yes)) => Cell::Yes,
                _ => Cell::Unknown,
            };
            rows.push((0..loss.hosts.len()).map(both).collect());
            rows.len() - 1
        })
    };
    let vms = loss.vms.iter().map(|vm| {
        let row = row(vm.live, vm.restart);
        // Whom HA may leave off may be lost with its host.
        let home = vm.home.filter(|_| vm.excluded == Some(false));
        Vm { home, live: row, restart: row, ..vm.clone() }
    });
    let vms: Vec<Vm> = vms.collect();
    let hosts = loss
        .hosts
        .iter()
        .map(|host| Host { takes_moves: either(host.takes_moves, host.takes_restarts), ..host.clone() });
    let apart = loss.apart.iter().map(|rule| {
        let kept = rule.on_moves == Some(true) && rule.on_restarts == Some(true);
        VmRule { on_moves: Some(kept), on_restarts: Some(kept), ..rule.clone() }
    });
    let (hosts, apart) = (hosts.collect(), apart.collect());
    let question = Problem { hosts, vms, rows, apart, together: Vec::new(), causes: Vec::new() };
    Cluster::new(question).refuses(&Event::Empty(vec![out, lost]), budget)
}

/// The moves of an answer, where they work.
fn moves(problem: &Problem, answer: &Answer) -> Option<Vec<Step>> {
    match answer {
        Answer::AsItStands(placed) => {
            let step = |to: &Placing| {
                let from = problem.vms.get(to.vm)?.home?;
                Some(Step { vms: vec![to.vm], from, to: to.host })
            };
            placed.iter().map(step).collect()
        }
        Answer::AfterMoves(moves) if moves.order == Order::Works => Some(moves.steps.clone()),
        Answer::AfterMoves(_) | Answer::DoesNotFit(_) | Answer::CannotTell(_) => None,
    }
}

/// The cluster after these moves, with a host that takes nothing.
fn without(problem: &Problem, host: usize, moves: &[Step]) -> Problem {
    let mut out = problem.clone();
    for step in moves {
        for vm in &step.vms {
            out.vms[*vm].home = Some(step.to);
        }
    }
    out.hosts[host].takes_moves = Some(false);
    out.hosts[host].takes_restarts = Some(false);
    out
}

/// How much runs on a host, in thousandths of what all need.
fn load(problem: &Problem, host: usize) -> u128 {
    let mut there = Sum::default();
    let mut whole = Sum::default();
    for vm in &problem.vms {
        let need = Sum::need(vm.need.most);
        whole += need;
        if vm.home == Some(host) {
            there += need;
        }
    }
    there.share(whole)
}
