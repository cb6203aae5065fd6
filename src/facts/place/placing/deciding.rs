//! Which of the data that are missing decide: what a placement happens to rest on it need not rest on.

use crate::facts::place::placing::answer::{Missing, Placing, Step};
use crate::facts::place::placing::judge::{Budget, Cluster};
use crate::facts::place::placing::problem::{Amount, Between, Cell, Event, Problem, UNBOUNDED};
use crate::facts::place::placing::reading::Reading;
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
        let mut left = missing.clone();
        let mut decide: Vec<Missing> = Vec::new();
        for _ in 0..TRIED {
            let open = |datum: &&Missing| !decide.contains(datum) && !matches!(datum, Missing::Home(_));
            let Some(datum) = left.iter().find(open).copied() else { break };
            let mut less = problem.clone();
            worsen(&mut less, datum);
            let outcome = solve(&Reading::new(&less, favour), event, budget.0, true);
            let rests =
                shown(&outcome, moves).map(|(placed, steps)| rests_on(&less, favour, event, placed, steps));
            match rests {
                Some(rests) => {
                    left.retain(|datum| matches!(datum, Missing::Home(_)));
                    left.extend(rests);
                    left.sort_unstable();
                    left.dedup();
                    problem = less;
                }
                None => decide.push(datum),
            }
        }
        if left.is_empty() { missing } else { left }
    }
}

fn shown(outcome: &Outcome, moves: bool) -> Option<(&[Placing], &[Step])> {
    match outcome {
        Outcome::AsItStands(placed) => Some((placed, &[])),
        Outcome::AfterMoves(after) if moves => Some((&after.placed, &after.steps)),
        Outcome::AfterMoves(_) | Outcome::Not(_) | Outcome::Ended { .. } => None,
    }
}

/// A datum read as unfavourable as it can be.
fn worsen(problem: &mut Problem, datum: Missing) {
    match datum {
        Missing::Home(_) => {}
        Missing::Excluded(vm) => problem.vms[vm].excluded = Some(false),
        Missing::Need(vm) => {
            let most = problem.vms[vm].need.most;
            problem.vms[vm].need = Between { least: bounded(most), most };
        }
        Missing::Cell { vm, host, moves } => {
            let of = &problem.vms[vm];
            let row = problem.rows.get(if moves { of.live } else { of.restart });
            let mut row = row.cloned().unwrap_or_default();
            row.resize(problem.hosts.len(), Cell::Unknown);
            row[host] = Cell::No(Box::default());
            let own = problem.rows.len();
            problem.rows.push(row);
            *(if moves { &mut problem.vms[vm].live } else { &mut problem.vms[vm].restart }) = own;
        }
        Missing::Available(host) => {
            let host = &mut problem.hosts[host];
            host.takes_moves = Some(host.takes_moves == Some(true));
            host.takes_restarts = Some(host.takes_restarts == Some(true));
        }
        Missing::Capacity(host) => {
            let least = problem.hosts[host].capacity.least;
            problem.hosts[host].capacity = Between::exactly(least);
        }
        Missing::Apart(rule) => respected(&mut problem.apart[rule]),
        Missing::Together(rule) => respected(&mut problem.together[rule]),
    }
}

fn respected(rule: &mut crate::facts::place::placing::problem::VmRule) {
    rule.on_moves = Some(rule.on_moves.unwrap_or(true));
    rule.on_restarts = Some(rule.on_restarts.unwrap_or(true));
}

/// An amount without a bound is more than any host has.
fn bounded(most: Amount) -> Amount {
    const MORE_THAN_ANY: u64 = UNBOUNDED - 1;
    Amount { cpu_mhz: most.cpu_mhz.min(MORE_THAN_ANY), memory: most.memory.min(MORE_THAN_ANY) }
}
