//! Emptying one host after the other: VMs stay where they were moved until it is the turn of that host.

use crate::facts::place::placing::answer::{Answer, Order, Placing, Step};
use crate::facts::place::placing::judge::{Budget, Cluster};
use crate::facts::place::placing::problem::{Event, Problem};
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
    /// Whether what has to hold while it is out would hold; `None`: not known, or not asked because
    /// its VMs find no places.
    pub holds: Option<bool>,
}

/// An order in which hosts can be emptied, as far as one was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// The hosts in order.
    pub steps: Vec<RollStep>,
    /// The hosts that are left, none of which can be next. This is no proof that no order exists.
    pub stops: Vec<Stop>,
}

/// Looks for an order in which hosts can be emptied, each put back before the next. `holds` is asked
/// about the cluster as it is while a host is out.
pub fn roll(
    problem: &Problem,
    hosts: &[usize],
    budget: Budget,
    mut holds: impl FnMut(&Cluster, usize) -> Option<bool>,
) -> Roll {
    let mut now = problem.clone();
    let mut left: Vec<usize> = hosts.iter().copied().filter(|host| *host < problem.hosts.len()).collect();
    left.sort_unstable();
    left.dedup();
    let mut steps = Vec::new();
    loop {
        let cluster = Cluster::new(now.clone());
        let mut stops = Vec::new();
        // The emptiest first: where it was, the next one finds room.
        left.sort_by_cached_key(|host| (load(&now, *host), *host));
        let next = left.iter().copied().find_map(|host| {
            let answer = cluster.certain(&Event::Empty(vec![host]), budget);
            let moves = answer.as_ref().and_then(|answer| moves(&now, answer));
            let out = moves.map(|moves| (without(&now, host, &moves), moves));
            let held = out.as_ref().and_then(|(out, _)| holds(&Cluster::new(out.clone()), host));
            match out {
                Some((out, moves)) if held == Some(true) => Some((host, out, moves)),
                _ => {
                    let fits = answer.and_then(|answer| answer.fits());
                    stops.push(Stop { host, fits, holds: held });
                    None
                }
            }
        });
        let Some((host, out, moves)) = next else {
            stops.sort_by_key(|stop| stop.host);
            return Roll { steps, stops };
        };
        left.retain(|other| *other != host);
        now.vms = out.vms;
        steps.push(RollStep { host, steps: moves });
    }
}

/// Whether a cluster survives the loss of each of its hosts in turn, the one that is out left aside.
pub fn survives_each(cluster: &Cluster, out: usize, budget: Budget) -> Option<bool> {
    let hosts = (0..cluster.problem().hosts.len()).filter(|host| *host != out);
    let mut known = Some(true);
    for event in hosts.map(|host| Event::Lose(vec![host])) {
        let fits = match known {
            Some(_) => cluster.fits(&event, budget),
            // Once one is not known, only a loss that is not survived tells more.
            None => cluster.refuses(&event, budget).then_some(false),
        };
        match fits {
            Some(true) => {}
            Some(false) => return Some(false),
            None => known = None,
        }
    }
    known
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
        let need = Sum::from(vm.need.most);
        whole += need;
        if vm.home == Some(host) {
            there += need;
        }
    }
    there.share(whole)
}
