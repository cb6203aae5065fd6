//! Which of the data that are missing decide: what a placement happens to rest on it need not rest on.

use crate::facts::place::placing::answer::{Missing, Placing, Step};
use crate::facts::place::placing::judge::{Budget, Cluster};
use crate::facts::place::placing::problem::{
    Amount, Between, Cell, Event, Host, Problem, UNBOUNDED, Vm, VmRule,
};
use crate::facts::place::placing::reading::{Favour, Reading};
use crate::facts::place::placing::solve::{Outcome, solve};
use crate::facts::place::placing::witness::rests_on;

/// How many data are tried.
const TRIED: usize = 24;

impl Cluster {
    /// Of the data that an answer misses those without which it does not fit: each other one, read as
    /// unfavourable as it can be, still leaves a placement, and none that takes moves where one takes none.
    pub fn deciding(&self, event: &Event, budget: Budget, missing: Vec<Missing>) -> Vec<Missing> {
        let (favour, best) = self.fewest(event, budget);
        let moves = matches!(best, Outcome::AfterMoves(_));
        let mut problem = self.problem().clone();
        let mut reading = Reading::new(&problem, favour);
        let mut left = missing.clone();
        let mut decide: Vec<Missing> = Vec::new();
        for _ in 0..TRIED {
            let open = |datum: &&Missing| !decide.contains(datum) && !matches!(datum, Missing::Home(_));
            // What is known, if not exactly, first: where it decides nothing it is not told.
            let inexact = |datum: &&Missing| matches!(datum, Missing::Floor | Missing::Capacity(_));
            let mut all = left.iter().filter(open);
            let first = all.clone().find(inexact);
            let Some(datum) = first.or_else(|| all.next()).copied() else { break };
            let rows = problem.rows.len();
            let before = worsen(&mut problem, datum);
            let less = changed(&reading, &problem, favour, (datum, &before));
            let outcome = solve(&less, event, budget.0, true);
            let rests = shown(&outcome, moves)
                .map(|(placed, steps)| rests_on(&problem, favour, event, placed, steps));
            match rests {
                Some(rests) => {
                    left.retain(|datum| matches!(datum, Missing::Home(_)));
                    left.extend(rests);
                    left.sort_unstable();
                    left.dedup();
                    drop(outcome);
                    reading = less;
                }
                None => {
                    before.put_back(&mut problem);
                    problem.rows.truncate(rows);
                    decide.push(datum);
                }
            }
        }
        if left.is_empty() { missing } else { left }
    }
}

/// The reading of a question of which this datum was made worse.
fn changed(
    reading: &Reading,
    problem: &Problem,
    favour: Favour,
    (datum, before): (Missing, &Before),
) -> Reading {
    match (datum, before) {
        (Missing::Cell { vm, moves, .. }, _) => reading.with_last_row(problem, favour, vm, moves),
        (Missing::Need(at), Before::Vm(_, vm)) => reading.with_need(problem, favour, at, &vm.need),
        (Missing::Capacity(_), _) => reading.with_capacities_of(problem, favour),
        _ => Reading::new(problem, favour),
    }
}

fn shown<'o>(outcome: &'o Outcome<'_>, moves: bool) -> Option<(&'o [Placing], &'o [Step])> {
    match outcome {
        Outcome::AsItStands(placed) => Some((placed, &[])),
        Outcome::AfterMoves(after) if moves => Some((&after.placed, &after.steps)),
        Outcome::AfterMoves(_) | Outcome::Not(_) | Outcome::Ended { .. } => None,
    }
}

/// What a question had in the place of a datum.
enum Before {
    Nothing,
    Vm(usize, Vm),
    Vms(Vec<Vm>),
    Host(usize, Host),
    Apart(usize, VmRule),
    Together(usize, VmRule),
}

impl Before {
    fn put_back(self, problem: &mut Problem) {
        match self {
            Self::Nothing => {}
            Self::Vm(at, vm) => problem.vms[at] = vm,
            Self::Vms(vms) => problem.vms = vms,
            Self::Host(at, host) => problem.hosts[at] = host,
            Self::Apart(at, rule) => problem.apart[at] = rule,
            Self::Together(at, rule) => problem.together[at] = rule,
        }
    }
}

/// Reads a datum as unfavourable as it can be.
fn worsen(problem: &mut Problem, datum: Missing) -> Before {
    match datum {
        Missing::Home(_) => Before::Nothing,
        Missing::Excluded(at) => {
            let vm = &mut problem.vms[at];
            let excluded = Some(false);
            let less = Vm { excluded, ..vm.clone() };
            Before::Vm(at, std::mem::replace(vm, less))
        }
        Missing::Floor => {
            let before = problem.vms.clone();
            for vm in problem.vms.iter_mut().filter(|vm| vm.is_read) {
                vm.need.least = vm.need.most;
            }
            Before::Vms(before)
        }
        Missing::Need(at) => {
            let vm = &mut problem.vms[at];
            let most = vm.need.most;
            let less = Vm { need: Between { least: bounded(most), most }, ..vm.clone() };
            Before::Vm(at, std::mem::replace(vm, less))
        }
        Missing::Cell { vm: at, host, moves } => {
            let vm = &mut problem.vms[at];
            let row = problem.rows.get(if moves { vm.live } else { vm.restart });
            let mut row = row.cloned().unwrap_or_default();
            row.resize(problem.hosts.len(), Cell::Unknown);
            row[host] = Cell::No(Box::default());
            let own = problem.rows.len();
            problem.rows.push(row);
            let less = if moves { Vm { live: own, ..vm.clone() } } else { Vm { restart: own, ..vm.clone() } };
            Before::Vm(at, std::mem::replace(vm, less))
        }
        Missing::Available(at) => {
            let host = &mut problem.hosts[at];
            let takes = |state: Option<bool>| Some(state == Some(true));
            let (takes_moves, takes_restarts) = (takes(host.takes_moves), takes(host.takes_restarts));
            let less = Host { takes_moves, takes_restarts, ..host.clone() };
            Before::Host(at, std::mem::replace(host, less))
        }
        Missing::Capacity(at) => {
            let host = &mut problem.hosts[at];
            let less = Host { capacity: Between::exactly(host.capacity.least), ..host.clone() };
            Before::Host(at, std::mem::replace(host, less))
        }
        Missing::Apart(at) => Before::Apart(at, respect(&mut problem.apart[at])),
        Missing::Together(at) => Before::Together(at, respect(&mut problem.together[at])),
    }
}

/// Respects a rule that may not be, and gives back what it was.
fn respect(rule: &mut VmRule) -> VmRule {
    let on_moves = Some(rule.on_moves.unwrap_or(true));
    let on_restarts = Some(rule.on_restarts.unwrap_or(true));
    let respected = VmRule { on_moves, on_restarts, ..rule.clone() };
    std::mem::replace(rule, respected)
}

/// An amount without a bound is more than any host has.
fn bounded(most: Amount) -> Amount {
    const MORE_THAN_ANY: u64 = UNBOUNDED - 1;
    Amount { cpu_mhz: most.cpu_mhz.min(MORE_THAN_ANY), memory: most.memory.min(MORE_THAN_ANY) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::facts::place::placing::answer::{Answer, Doubt};

    fn answer(outcome: Outcome<'_>) -> Answer {
        match outcome {
            Outcome::AsItStands(placed) => Answer::AsItStands(placed),
            Outcome::AfterMoves(moves) => Answer::AfterMoves(moves),
            Outcome::Not(why) => Answer::DoesNotFit(why.told()),
            Outcome::Ended { tried, placed, of } => Answer::CannotTell(Doubt::Ended { tried, placed, of }),
        }
    }

    /// Clusters of four hosts in which data are made worse one after the other: a reading that is changed
    /// says what one says that is made anew.
    #[test]
    fn a_reading_is_changed_into_that_of_the_worse_question() {
        let mut state = 11_u64;
        let mut next = |below: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % below
        };
        let amount = |n: usize| Amount { cpu_mhz: n as u64, memory: n as u64 };
        for round in 0..400 {
            let host = |least: usize, open: usize| Host {
                capacity: Between { least: amount(least), most: amount(least + 4) },
                takes_moves: [Some(true), Some(true), Some(false), None][open],
                takes_restarts: [Some(true), None, Some(true), Some(true)][open],
            };
            let hosts: Vec<Host> = (0..4).map(|_| host(4 + next(9), next(4))).collect();
            let cell =
                |open: usize| [Cell::Yes, Cell::Yes, Cell::Unknown, Cell::No(Box::default())][open].clone();
            let rows: Vec<Vec<Cell>> = (0..3).map(|_| (0..4).map(|_| cell(next(4))).collect()).collect();
            let mut vm = || Vm {
                need: Between { least: amount(1 + next(4)), most: amount(6) },
                is_read: next(2) == 0,
                fixed: Between::NONE,
                home: Some(next(4)),
                live: next(3),
                restart: next(3),
                excluded: [Some(false), Some(false), None][next(3)],
            };
            let vms: Vec<Vm> = (0..6).map(|_| vm()).collect();
            let rule =
                |vms: Vec<usize>| VmRule { vms, on_moves: Some(true), on_restarts: None, lasting: false };
            let apart = vec![rule(vec![next(6), next(6)])];
            let together = vec![rule(vec![next(6), next(6), next(6)])];
            let mut problem = Problem { hosts, vms, rows, apart, together, causes: Vec::new() };
            let favour = Favour(next(Favour::READINGS) as u8);
            let mut reading = Reading::new(&problem, favour);
            for _ in 0..5 {
                let datum = match next(5) {
                    0 => Missing::Capacity(next(4)),
                    1 => Missing::Need(next(6)),
                    4 => Missing::Floor,
                    kind => Missing::Cell { vm: next(6), host: next(4), moves: kind == 2 },
                };
                let before = worsen(&mut problem, datum);
                reading = changed(&reading, &problem, favour, (datum, &before));
                let anew = Reading::new(&problem, favour);
                for host in 0..4 {
                    for event in [Event::Lose(vec![host]), Event::Empty(vec![host])] {
                        let [one, other] = [&reading, &anew].map(|of| answer(solve(of, &event, 2_000, true)));
                        assert_eq!(one, other, "round {round}: {datum:?}, {event:?}, {problem:#?}");
                    }
                }
            }
        }
    }
}
