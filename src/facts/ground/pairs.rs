//! The halves of the Fault Tolerance pairs of a cluster, with where they run.

use std::collections::HashMap;

use crate::facts::ground::guest::{power, runs};
use crate::facts::ground::index::Index;
use crate::facts::ground::logic::{every, some, unless_uncollected};
use crate::facts::ground::names::Name;
use crate::facts::ground::role::{agent, ft_pair, placeholder, template};
use crate::facts::ground::scope::{Member, Scope};
use crate::inventory::{Id, VirtualMachine};
use crate::schema::{Fact, HostSplit, Unknown};

/// A half of a pair.
struct Half<'a> {
    id: &'a Id,
    /// Its host, a position in the inventory.
    host: Fact<usize>,
    /// Not while Fault Tolerance of the VM is suspended.
    runs: Fact<bool>,
}

/// Reasons that are told of VMs which may be halves.
const FEW: usize = 3;

/// The halves of each pair.
pub struct Pairs<'a> {
    pairs: HashMap<Vec<Name>, Vec<Half<'a>>>,
    /// Why there may be more: any VM that is not told of may be the other half of one that has none.
    unread: Option<Unknown>,
}

impl<'a> Pairs<'a> {
    pub fn new(scope: &Scope<'a, '_>) -> Self {
        let ix = scope.ix;
        let mut pairs: HashMap<_, Vec<_>> = HashMap::new();
        let mut unread: Vec<Unknown> = scope.members.vms_missing.iter().cloned().collect();
        for (at, host) in &scope.members.vms {
            let vm = &ix.inventory.vms[*at];
            // What neither runs here nor moves is no half, whatever it was copied from.
            if [template(ix, vm), placeholder(ix, vm), agent(ix, vm)].contains(&Ok(true)) {
                continue;
            }
            match unless_uncollected(ft_pair(ix, vm)) {
                Ok(Some((_, pair))) => {
                    let half = Half { id: &vm.id, host: host.clone(), runs: runs(&power(ix, vm)) };
                    pairs.entry(pair).or_default().push(half);
                }
                Ok(None) => {}
                Err(why) if unread.len() < FEW => unread.push(why),
                Err(_) => {}
            }
        }
        Self { pairs, unread: Unknown::all(&unread) }
    }

    /// The other halves of a VM's pair, as far as they are among those of the cluster; none where it is no half. What
    /// was not collected says nothing.
    fn others(&self, ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Vec<&Half<'a>>> {
        let Some((_, pair)) = unless_uncollected(ft_pair(ix, vm))? else { return Ok(Vec::new()) };
        let halves = self.pairs.get(&pair).into_iter().flatten();
        let others: Vec<&Half<'a>> = halves.filter(|half| *half.id != vm.id).collect();
        match &self.unread {
            Some(why) if others.is_empty() => Err(why.clone()),
            _ => Ok(others),
        }
    }

    /// Where no other half of a VM's pair runs.
    pub fn without_other(&self, scope: &Scope<'a, '_>, vm: &VirtualMachine) -> HostSplit {
        let others = match self.others(scope.ix, vm) {
            Ok(others) if others.is_empty() => return scope.everywhere(),
            Ok(others) => others,
            Err(why) => return scope.nowhere_clear(&why),
        };
        scope.configured(|member| {
            some(others.iter().map(|half| half.is_on(scope, member))).map(|there| !there)
        })
    }

    /// Whether a VM goes on at its other half when the host of this one is lost.
    /// `own` is that host, a position among the members.
    pub fn goes_on(&self, scope: &Scope<'a, '_>, vm: &VirtualMachine, own: &Fact<usize>) -> Fact<bool> {
        let others = self.others(scope.ix, vm)?;
        if others.is_empty() {
            return Ok(false);
        }
        let own = own.clone()?;
        let elsewhere = scope.slotted().filter(|member| member.at != own);
        some(elsewhere.map(|member| {
            every([member.active.clone(), some(others.iter().map(|half| half.is_on(scope, member)))])
        }))
    }
}

impl Half<'_> {
    fn is_on(&self, scope: &Scope<'_, '_>, member: &Member<'_>) -> Fact<bool> {
        let there = self.host.clone().map(|host| scope.member(host) == Some(member.at));
        every([self.runs.clone(), there])
    }
}
