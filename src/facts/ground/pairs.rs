//! The halves of the Fault Tolerance pairs of a cluster, with where they run.

use std::collections::HashMap;

use crate::facts::ground::guest::{power, runs};
use crate::facts::ground::index::Index;
use crate::facts::ground::logic::{every, only, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::role::ft_pair;
use crate::facts::ground::scope::{Member, Scope};
use crate::inventory::{Id, VirtualMachine};
use crate::schema::{Fact, HostSplit};
use crate::terms::ReasonKind;

/// A half of a pair.
struct Half<'a> {
    id: &'a Id,
    /// Its host, a position in the inventory.
    host: Fact<usize>,
    /// Not while Fault Tolerance of the VM is suspended.
    runs: Fact<bool>,
}

/// The halves of each pair.
pub struct Pairs<'a>(HashMap<Vec<Name>, Vec<Half<'a>>>);

impl<'a> Pairs<'a> {
    pub fn new(scope: &Scope<'a, '_>) -> Self {
        let ix = scope.ix;
        let mut pairs: HashMap<_, Vec<_>> = HashMap::new();
        for (at, host) in &scope.members.vms {
            let vm = &ix.inventory.vms[*at];
            if let Ok(Some((_, pair))) = ft_pair(ix, vm) {
                let half = Half { id: &vm.id, host: host.clone(), runs: runs(&power(ix, vm)) };
                pairs.entry(pair).or_default().push(half);
            }
        }
        Self(pairs)
    }

    /// The other halves of a VM's pair, as far as they are among those of the cluster; none where it is no half. What
    /// was not collected says nothing.
    fn others(&self, ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Vec<&Half<'a>>> {
        let pair = match ft_pair(ix, vm) {
            Err(why) if only(&why, ReasonKind::NotCollected) => None,
            pair => pair?,
        };
        let halves = pair.and_then(|(_, pair)| self.0.get(&pair)).into_iter().flatten();
        Ok(halves.filter(|half| *half.id != vm.id).collect())
    }

    /// Where no other half of a VM's pair runs.
    pub fn without_other(&self, scope: &Scope<'a, '_>, vm: &VirtualMachine) -> HostSplit {
        let others = match self.others(scope.ix, vm) {
            Ok(others) if others.is_empty() => return scope.everywhere(),
            Ok(others) => others,
            Err(why) => return scope.nowhere_clear(&why),
        };
        scope.split(|member| some(others.iter().map(|half| half.is_on(scope, member))).map(|there| !there))
    }

    /// Whether a VM goes on at its other half when the host of this one is lost.
    pub fn goes_on(&self, scope: &Scope<'a, '_>, vm: &VirtualMachine, own: &Member<'a>) -> Fact<bool> {
        let others = self.others(scope.ix, vm)?;
        let elsewhere = scope.slotted().filter(|member| member.at != own.at);
        let on = |member: &Member<'a>| {
            every([member.active.clone(), some(others.iter().map(|half| half.is_on(scope, member)))])
        };
        if others.is_empty() { Ok(false) } else { some(elsewhere.map(on)) }
    }
}

impl Half<'_> {
    fn is_on(&self, scope: &Scope<'_, '_>, member: &Member<'_>) -> Fact<bool> {
        let there = self.host.clone().map(|host| scope.member(host) == Some(member.at));
        every([self.runs.clone(), there])
    }
}
