//! CPU compatibility of VMs and hosts: EVC modes, feature lists, and CPUID where there are none.

use std::collections::HashMap;
use std::rc::Rc;

use crate::facts::compute::cpuid::{self, Cpu};
use crate::facts::compute::evc::evc_covers;
use crate::facts::compute::features::{
    Kind, masked_list, meets, offered, understood, undocumented, unmet, unread_lists,
};
use crate::facts::compute::records::CpuFacts;
use crate::facts::ground::index::Named;
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::words::Power;
use crate::inventory::{CpuId, Feature, HostSystem, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const REQUIREMENT: &str = VirtualMachine::feature_requirement.path;

/// Features by the host that lacks them: its position among the members, its name, the features.
type ByHost = Vec<(usize, Name, Name)>;

/// Where a list of features is offered.
struct Offers {
    /// All of them.
    all: HostSplit,
    /// Those of each kind.
    by_kind: [HostSplit; 3],
    /// What hosts lack.
    lacking: ByHost,
    /// What hosts that have all of them hide behind their mask.
    masked: ByHost,
}

/// Comparisons shared by the VMs of a cluster: one per distinct list of requirements, and one per
/// distinct source CPU and mask.
pub struct CpuJoins<'a> {
    by_features: HashMap<&'a [Feature], Rc<Offers>>,
    /// The same by the place of a list, which VMs share: to look it up there is quicker. All are understood.
    by_place: HashMap<usize, Rc<Offers>>,
    by_cpuid: HashMap<(usize, Vec<u8>), HostSplit>,
    /// Distinct CPUs, and the class of each member.
    cpus: Vec<Cpu>,
    class: Vec<Fact<usize>>,
    /// Members whose feature lists could not be read.
    unread: Vec<(Option<u32>, Unknown)>,
}

impl<'a> CpuJoins<'a> {
    pub fn new(scope: &Scope<'a, '_>) -> Self {
        let mut known: HashMap<Cpu, usize> = HashMap::new();
        let mut cpus = Vec::new();
        let class = scope.hosts.iter().map(|member| {
            let cpu = cpuid::offered(scope.ix, member.host)?;
            Ok(*known.entry(cpu).or_insert_with_key(|cpu| {
                cpus.push(cpu.clone());
                cpus.len() - 1
            }))
        });
        let class = class.collect();
        Self {
            by_features: HashMap::new(),
            by_place: HashMap::new(),
            by_cpuid: HashMap::new(),
            cpus,
            class,
            unread: unread_lists(scope),
        }
    }

    /// CPU facts of a VM; `own` is its host among the members.
    pub fn of(
        &mut self,
        scope: &Scope<'a, '_>,
        vm: &'a VirtualMachine,
        own: &Fact<usize>,
        power: &Fact<Power>,
        fresh: &Fact<()>,
        evc: &Fact<Name>,
    ) -> CpuFacts {
        let read = || scope.ix.read(vm, VirtualMachine::feature_requirement);
        let needs = none_before(fresh.clone().and_then(|()| read()));
        let needs = needs.map(|list| list.map_or(&[][..], |list| &**list));
        let evc_covers = fresh.clone().and_then(|()| evc_covers(scope.ix, vm, power, evc));
        let by_features = needs.clone().map(|needs| !needs.is_empty());
        match (&needs, own) {
            (Err(why), _) | (_, Err(why)) => {
                let on = scope.nowhere_clear(why);
                CpuFacts {
                    instructions_on: on.clone(),
                    virtualization_on: on.clone(),
                    counters_on: on.clone(),
                    on,
                    lacking: Grouping::default().with_missing(Some(why)),
                    masked_on: Err(why.clone()),
                    masked: Grouping::default().with_missing(Some(why)),
                    by_features,
                    evc_covers,
                }
            }
            (Ok([]), Ok(own)) => {
                let on = self.cpuid(scope, vm, *own);
                let slot = scope.hosts[*own].slot;
                let nothing = scope.split_of(vec![Ok(true); scope.slots.len()], None).without(slot);
                CpuFacts {
                    instructions_on: on.clone(),
                    virtualization_on: nothing.clone(),
                    counters_on: nothing,
                    on,
                    lacking: Grouping::default(),
                    masked_on: Ok(List::default()),
                    masked: Grouping::default(),
                    by_features,
                    evc_covers,
                }
            }
            (Ok(needs), Ok(own)) => {
                CpuFacts { by_features, evc_covers, ..self.features(scope, vm, needs, *own) }
            }
        }
    }

    /// Where a list of requirements is offered.
    fn offers(&mut self, scope: &Scope<'a, '_>, vm: &VirtualMachine, needs: &'a [Feature]) -> Rc<Offers> {
        let place = needs.as_ptr().addr();
        if let Some(known) = self.by_place.get(&place) {
            return Rc::clone(known);
        }
        // A requirement that is not understood is the VM's own reason, and cannot be shared.
        if let Some(need) = needs.iter().find(|need| !understood(need)) {
            let what = Detail::FeatureValue { value: need.value.clone(), key: need.key.clone() };
            let odd = vm.unknown(ReasonKind::NotUnderstood, REQUIREMENT, what);
            return Rc::new(by_features(scope, needs, Some(&odd)));
        }
        let known = self.by_features.entry(needs);
        let offers = Rc::clone(known.or_insert_with(|| Rc::new(by_features(scope, needs, None))));
        self.by_place.insert(place, Rc::clone(&offers));
        offers
    }

    fn features(
        &mut self,
        scope: &Scope<'a, '_>,
        vm: &VirtualMachine,
        needs: &'a [Feature],
        own: usize,
    ) -> CpuFacts {
        let (own, slot) = (&scope.hosts[own], scope.hosts[own].slot);
        let offers = self.offers(scope, vm, needs);
        let unread = self.unread.iter().filter(|(other, _)| *other != slot).map(|(_, why)| why);
        let missing = Unknown::all(unread.chain(&scope.members.hosts_missing));
        let others = |by_host: &ByHost| -> Vec<(Name, Fact<Name>)> {
            let others = by_host.iter().filter(|(at, ..)| *at != own.at);
            others.map(|(_, host, features)| (host.clone(), Ok(features.clone()))).collect()
        };
        let masked = others(&offers.masked);
        let masked_on =
            List { items: masked.iter().map(|(host, _)| host.clone()).collect(), missing: missing.clone() };
        let [instructions_on, virtualization_on, counters_on] =
            [0, 1, 2].map(|kind| scope.others(&offers.by_kind[kind], own));
        CpuFacts {
            on: scope.others(&offers.all, own),
            instructions_on,
            virtualization_on,
            counters_on,
            lacking: Grouping::of(others(&offers.lacking)).with_missing(missing.as_ref()),
            masked_on: Ok(masked_on),
            masked: Grouping::of(masked).with_missing(missing.as_ref()),
            by_features: Ok(true),
            evc_covers: Ok(true),
        }
    }

    fn cpuid(&mut self, scope: &Scope<'a, '_>, vm: &'a VirtualMachine, own: usize) -> HostSplit {
        let mask = match scope.ix.read(vm, VirtualMachine::cpu_feature_mask) {
            Ok(mask) => mask.map_or(&[][..], Vec::as_slice),
            Err(why) => return scope.nowhere_clear(&why),
        };
        let member = &scope.hosts[own];
        let source = match &self.class[own] {
            Ok(source) => *source,
            Err(why) => return scope.nowhere_clear(why).without(member.slot),
        };
        let key = (source, fingerprint(mask));
        if let Some(known) = self.by_cpuid.get(&key) {
            return scope.others(known, member);
        }
        let split = self.by_cpuid(scope, source, mask);
        self.by_cpuid.insert(key, split.clone());
        scope.others(&split, member)
    }

    fn by_cpuid(&self, scope: &Scope<'a, '_>, source: usize, mask: &[CpuId]) -> HostSplit {
        scope.configured(|member| {
            let target = self.class[member.at].clone()?;
            let what = Detail::OwnMask;
            let unclear = member.host.unknown(ReasonKind::NotCollected, HostSystem::cpu_feature.path, what);
            cpuid::compatible(&self.cpus[source], &self.cpus[target], mask, &unclear)
        })
    }
}

/// A mask as a key: only its own content tells masks apart.
fn fingerprint(mask: &[CpuId]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for row in mask {
        bytes.extend(row.level.to_le_bytes());
        for text in [&row.vendor, &row.eax, &row.ebx, &row.ecx, &row.edx] {
            bytes.extend(text.as_bytes());
            bytes.push(0);
        }
    }
    bytes
}

/// Where the features are offered, by kind, and what is lacking or masked; `odd` says that a requirement
/// is not understood.
fn by_features(scope: &Scope<'_, '_>, needs: &[Feature], odd: Option<&Unknown>) -> Offers {
    let (mut lacking, mut masked) = (ByHost::new(), ByHost::new());
    let by_kind = Kind::ALL.map(|kind| {
        scope.configured(|member| {
            let unclear = || odd.cloned().unwrap_or_else(|| undocumented(member));
            let own = needs.iter().filter(|need| Kind::of(&need.key) == kind);
            meets(offered(scope.ix, member)?, own).ok_or_else(unclear)
        })
    });
    let resting = scope.resting.iter().map(|&at| &scope.hosts[at]);
    for member in scope.slotted().chain(resting) {
        let Ok(offered) = offered(scope.ix, member) else { continue };
        let missing = unmet(offered, needs);
        if !missing.is_empty() {
            lacking.push((member.at, scope.listed(member), missing));
        } else if member.slot.is_some()
            && let Ok(Some(after)) = masked_list(scope.ix, member)
        {
            let hidden = unmet(after, needs);
            if !hidden.is_empty() && meets(offered, needs) == Some(true) {
                masked.push((member.at, member.name.clone(), hidden));
            }
        }
    }
    Offers { all: scope.together(&by_kind, None), by_kind, lacking, masked }
}
