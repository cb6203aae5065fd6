//! Fault Tolerance: which VMs are the two halves of one, and what becomes of it when hosts are lost.

use std::collections::HashMap;

use compact_str::format_compact;

use crate::facts::ground::names::Name;
use crate::facts::ground::role::ft_pair;
use crate::facts::ground::scope::Scope;
use crate::facts::subject::map::{ClusterMap, Half, LeftOff, MapRule};
use crate::inventory::VirtualMachine;
use crate::schema::{Fact, Unknown};

/// What becomes of a half whose host is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// The VM goes on on this host, a position in [`ClusterMap::hosts`]; a new half needs another one.
    GoesOn(usize),
    /// Both halves are gone, and HA restarts this one.
    Restarted,
    /// Both are gone; this one is made anew once the other runs.
    MadeAnew,
    /// Where the other half runs is not known.
    Unclear,
}

/// Whether a VM is a half of a pair.
pub fn half(scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Fact<Option<Half>> {
    let pair = ft_pair(scope.ix, vm)?;
    Ok(pair.map(|(primary, group)| Half { primary, group, other: None }))
}

/// Finds the halves of each other among VMs, and tells the rules by which they never meet.
pub fn pair(halves: &mut [&mut Fact<Option<Half>>], name: impl Fn(usize) -> Name) -> Vec<MapRule> {
    let mut groups: HashMap<Vec<Name>, Vec<usize>> = HashMap::new();
    for (at, half) in halves.iter().enumerate() {
        if let Ok(Some(half)) = &**half {
            groups.entry(half.group.clone()).or_default().push(at);
        }
    }
    let mut pairs: Vec<Vec<usize>> = groups.into_values().collect();
    pairs.sort_unstable();
    let (mut rules, mut alone) = (Vec::new(), Vec::new());
    for pair in pairs {
        let [one, other] = pair[..] else {
            alone.extend(pair);
            continue;
        };
        for (own, other) in [(one, other), (other, one)] {
            if let Ok(Some(half)) = &mut *halves[own] {
                half.other = Some(other);
            }
        }
        let name = format_compact!("{} (FT)", name(one));
        rules.push(rule(name, pair, Some(true), None));
    }
    // Who may be a half, of whom that is not told, may be the other half of any that has none.
    let unread: Vec<usize> = (0..halves.len()).filter(|at| halves[*at].is_err()).collect();
    if let Some(why) = unread.first().and_then(|at| halves[*at].clone().err()) {
        let mut all: Vec<usize> = unread.into_iter().chain(alone).collect();
        all.sort_unstable();
        rules.extend((all.len() > 1).then(|| rule("FT".into(), all, None, Some(why))));
    }
    rules
}

fn rule(name: Name, vms: Vec<usize>, respected: Option<bool>, open: Option<Unknown>) -> MapRule {
    MapRule { name, vms, on_moves: respected, on_restarts: respected, open, lasting: true }
}

impl ClusterMap {
    /// What becomes of a VM that Fault Tolerance keeps when these hosts are lost, its own among them.
    pub fn fate(&self, vm: usize, lost: &[usize]) -> Option<Fate> {
        self.fate_from(vm, lost, &self.homes())
    }

    /// Where each VM runs, as far as that is known.
    pub fn homes(&self) -> Vec<Option<usize>> {
        self.vms.iter().map(|vm| vm.home.as_ref().ok().copied()).collect()
    }

    /// The same of VMs that run on these hosts.
    pub fn fate_from(&self, vm: usize, lost: &[usize], homes: &[Option<usize>]) -> Option<Fate> {
        let vm = self.vms.get(vm)?;
        let Ok(half) = &vm.half else {
            // That Fault Tolerance keeps it is known, and not where its other half is.
            return (vm.left_off == Ok(Some(LeftOff::FaultTolerance))).then_some(Fate::Unclear);
        };
        let half = half.as_ref()?;
        let home = |other: usize| self.vms.get(other).filter(|vm| vm.runs.is_ok()).and(*homes.get(other)?);
        Some(match half.other.and_then(home) {
            Some(home) if !lost.contains(&home) => Fate::GoesOn(home),
            Some(_) if half.primary => Fate::Restarted,
            Some(_) => Fate::MadeAnew,
            None => Fate::Unclear,
        })
    }

    /// The halves on these hosts, with what becomes of each when those are lost.
    pub(super) fn halves_on(&self, lost: &[usize], homes: &[Option<usize>]) -> Vec<(usize, Fate)> {
        let kept = |at: &usize| self.vms[*at].left_off == Ok(Some(LeftOff::FaultTolerance));
        let there = |at: &usize| homes.get(*at).copied().flatten().is_some_and(|home| lost.contains(&home));
        let of = |at: usize| Some((at, self.fate_from(at, lost, homes)?));
        (0..self.vms.len()).filter(|at| kept(at) && there(at)).filter_map(of).collect()
    }

    /// Those that do not simply go on elsewhere.
    pub(super) fn broken_pairs(&self, lost: &[usize], homes: &[Option<usize>]) -> Vec<(usize, Fate)> {
        let mut halves = self.halves_on(lost, homes);
        halves.retain(|(_, fate)| !matches!(fate, Fate::GoesOn(_)));
        halves
    }
}
