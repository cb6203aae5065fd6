//! What a placement rests on: the unknowns without which it would be none.

use std::collections::HashMap;

use crate::facts::place::placing::answer::{Missing, Placing, Step};
use crate::facts::place::placing::problem::{Cell, Event, Problem, VmRule};
use crate::facts::place::placing::reading::{Favour, homes};
use crate::facts::place::placing::sum::Sum;

/// The unknowns, read as favourable by sort, on which a placement rests.
pub fn rests_on(
    problem: &Problem,
    favour: Favour,
    event: &Event,
    placed: &[Placing],
    steps: &[Step],
) -> Vec<Missing> {
    let loss = matches!(event, Event::Lose(_));
    let homes = homes(problem);
    // Who comes to which host, and whether HA restarts it there.
    let mut came: Vec<(usize, usize, bool)> = placed.iter().map(|to| (to.vm, to.host, loss)).collect();
    for step in steps {
        came.extend(step.vms.iter().map(|vm| (*vm, step.to, false)));
    }
    came.sort_unstable();
    came.dedup();
    let mut at: Vec<Option<usize>> =
        homes.iter().map(|home| home.filter(|home| !event.hosts().contains(home))).collect();
    came.iter().for_each(|(vm, host, _)| at[*vm] = Some(*host));

    let mut missing = Vec::new();
    for (vm, host, restart) in &came {
        let of = &problem.vms[*vm];
        let row = problem.rows.get(if *restart { of.restart } else { of.live });
        if matches!(row.and_then(|row| row.get(*host)), None | Some(Cell::Unknown)) {
            missing.push(Missing::Cell { vm: *vm, host: *host, moves: !*restart });
        }
        let to = &problem.hosts[*host];
        if (if *restart { to.takes_restarts } else { to.takes_moves }).is_none() {
            missing.push(Missing::Available(*host));
        }
    }
    if favour.has(Favour::EXCLUSIONS) && loss {
        let lost = |vm: &usize| homes[*vm].is_some_and(|home| event.hosts().contains(&home));
        let open = |vm: &usize| problem.vms[*vm].excluded.is_none();
        missing.extend((0..homes.len()).filter(lost).filter(open).map(Missing::Excluded));
    }
    missing.extend(room(problem, favour, &came, &at));
    if favour.has(Favour::RULES) {
        let open = |rule: &VmRule| rule.on_moves.is_none() || rule.on_restarts.is_none();
        let meet = |rule: &VmRule| {
            let comes = |vm: &usize| came.iter().any(|(other, ..)| other == vm);
            let mut newcomers = rule.vms.iter().filter(|vm| comes(vm));
            newcomers.any(|vm| rule.vms.iter().any(|other| other != vm && at.get(*other) == at.get(*vm)))
        };
        let part = |rule: &VmRule| {
            let pairs = rule.vms.iter().flat_map(|one| rule.vms.iter().map(move |other| (*one, *other)));
            pairs
                .into_iter()
                .any(|(one, other)| homes.get(one) == homes.get(other) && at.get(one) != at.get(other))
        };
        let rules = |rules: &[VmRule], broken: &dyn Fn(&VmRule) -> bool| -> Vec<usize> {
            (0..rules.len()).filter(|rule| open(&rules[*rule]) && broken(&rules[*rule])).collect()
        };
        missing.extend(rules(&problem.apart, &meet).into_iter().map(Missing::Apart));
        missing.extend(rules(&problem.together, &part).into_iter().map(Missing::Together));
    }
    missing
}

/// Hosts that would have too little, and what is not known exactly there.
fn room(
    problem: &Problem,
    favour: Favour,
    came: &[(usize, usize, bool)],
    at: &[Option<usize>],
) -> Vec<Missing> {
    let mut load: HashMap<usize, Sum> = HashMap::new();
    came.iter().for_each(|(_, host, _)| _ = load.entry(*host).or_default());
    for (vm, host) in at.iter().enumerate() {
        if let Some(load) = host.and_then(|host| load.get_mut(&host)) {
            *load += Sum::need(problem.vms[vm].need.most);
        }
    }
    let mut missing = Vec::new();
    for (host, load) in load {
        let capacity = problem.hosts[host].capacity;
        if load.within(Sum::room(capacity.least)) {
            continue;
        }
        if favour.has(Favour::CAPACITIES) && capacity.least != capacity.most {
            missing.push(Missing::Capacity(host));
        }
        let there = (0..at.len()).filter(|vm| at[*vm] == Some(host));
        for (vm, of) in there.map(|vm| (vm, &problem.vms[vm])).filter(|(_, of)| of.need.least != of.need.most)
        {
            if favour.has(Favour::of_need(of)) {
                missing.push(if of.is_read { Missing::Floor } else { Missing::Need(vm) });
            }
        }
    }
    missing
}
