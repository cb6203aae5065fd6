//! CPU compatibility: EVC modes, feature lists, and CPUID where there are none.

use std::collections::HashMap;

use crate::facts::compute::cpuid::{self, Cpu};
use crate::facts::compute::records::CpuFacts;
use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::{every, lacks, none_before};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::Power;
use crate::inventory::{ClusterComputeResource, CpuId, EvcMode, Feature, HostSystem, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};
use crate::terms::ReasonKind;

const REQUIREMENT: &str = VirtualMachine::feature_requirement.path;
const OFFERED: &str = HostSystem::feature_capability.path;

/// EVC mode of the cluster; empty = none.
pub fn evc(scope: &Scope<'_, '_>) -> Fact<Name> {
    let cluster = scope.members.cluster;
    let summary = scope.ix.need(cluster, ClusterComputeResource::summary)?;
    Ok(summary.current_evc_mode_key.clone().unwrap_or_default())
}

/// An EVC mode is set and every member reports it.
pub fn evc_everywhere(scope: &Scope<'_, '_>, evc: &Fact<Name>) -> Fact<bool> {
    let mode = evc.clone()?;
    if mode.is_empty() {
        return Ok(false);
    }
    let reports = scope.hosts.iter().map(|member| {
        member.reachable.clone()?;
        let host = member.host;
        let key = scope.ix.read(host, HostSystem::current_evc_mode_key)?;
        Ok(key == Some(&mode))
    });
    every(reports.chain(scope.members.hosts_missing.iter().map(|why| Err(why.clone()))))
}

/// Members by CPU model and newest EVC mode, for display.
pub fn generations(scope: &Scope<'_, '_>) -> Grouping {
    scope.group_all(|member| {
        let model = cpuid::model_name(scope.ix, member.host)?;
        Ok(match newest_mode(scope.ix, member)? {
            Some(mode) => compact_str::format_compact!("{model}, {mode}"),
            None => model,
        })
    })
}

fn newest_mode<'a>(ix: &Index<'_>, member: &Member<'a>) -> Fact<Option<&'a Name>> {
    member.reachable.clone()?;
    let host = member.host;
    let mode = ix.read(host, HostSystem::max_evc_mode_key)?;
    Ok(mode.filter(|mode| !mode.is_empty()))
}

/// Two members have CPUs of different EVC generations, whatever their family and model say: both the
/// CPU's signature, stepping included, and its newest EVC mode differ. Firmware that hides features lowers
/// the mode of equal CPUs as well, which is no other generation.
pub fn generations_differ(scope: &Scope<'_, '_>) -> Fact<bool> {
    let mut seen: Vec<((i64, i64, i64), &Name)> = Vec::new();
    let mut open = scope.members.hosts_missing.clone();
    for member in &scope.hosts {
        let mode = newest_mode(scope.ix, member);
        let signature = || member.reachable.clone().and_then(|()| cpuid::signature(scope.ix, member.host));
        let found = match mode {
            Ok(None) => continue,
            Ok(Some(mode)) => signature().map(|signature| (signature, mode)),
            Err(why) => Err(why),
        };
        match found {
            Ok((signature, mode)) => {
                if seen.iter().any(|(other, its)| *other != signature && *its != mode) {
                    return Ok(true);
                }
                seen.push((signature, mode));
            }
            Err(why) => open = Some(open.map_or(why.clone(), |open| open.and(&why))),
        }
    }
    open.map_or(Ok(false), Err)
}

/// Turning EVC on would hide what the hosts do not share: no mode is in force, and their CPUs are known to
/// be of different generations. Never unknown: where it cannot be told, EVC is not the first advice.
pub fn evc_bridges(evc: &Fact<Name>, differ: &Fact<bool>) -> Fact<bool> {
    Ok(evc.as_ref().is_ok_and(|mode| mode.is_empty()) && *differ == Ok(true))
}

/// Highest EVC mode that every member could join; empty = none.
pub fn evc_possible(scope: &Scope<'_, '_>) -> Fact<Name> {
    let mut keys: Vec<&Name> = Vec::new();
    let mut open: Option<Unknown> = scope.members.hosts_missing.clone();
    for member in &scope.hosts {
        let host = member.host;
        let key = member.reachable.clone().and_then(|()| scope.ix.read(host, HostSystem::max_evc_mode_key));
        match key {
            Ok(Some(key)) => keys.push(key),
            Ok(None) => return Ok(Name::default()),
            Err(why) => lacks(&mut open, &why),
        }
    }
    if let Some(why) = open {
        return Err(why);
    }
    let Some((first, rest)) = keys.split_first() else { return Ok(Name::default()) };
    if rest.iter().all(|key| key == first) {
        return Ok((*first).clone());
    }
    let modes = modes(scope.ix)?;
    let mut best: Option<&EvcMode> = None;
    for mode in modes {
        let joinable = every(keys.iter().map(|key| covers(scope.ix, modes, key, &mode.key)))?;
        if joinable && best.is_none_or(|best| mode.vendor_tier > best.vendor_tier) {
            best = Some(mode);
        }
    }
    Ok(best.map(|mode| mode.key.clone()).unwrap_or_default())
}

fn modes<'a>(ix: &Index<'a>) -> Fact<&'a [EvcMode]> {
    let modes = ix.answer(&ix.inventory.vcenter.evc_modes, "capability.supportedEVCMode")?;
    Ok(modes.map_or(&[][..], Vec::as_slice))
}

/// Whether mode `a` has every feature of mode `b`: its tracks hold those of `b` and its tier is not
/// lower. Keys are no order: AMD has two ladders.
fn covers(ix: &Index<'_>, modes: &[EvcMode], a: &str, b: &str) -> Fact<bool> {
    if a == b {
        return Ok(true);
    }
    let unknown =
        |what: String| because(ix.vcenter(), ReasonKind::NotUnderstood, "capability.supportedEVCMode", what);
    let find = |key: &str| {
        let mode = modes.iter().find(|mode| mode.key == key);
        mode.ok_or_else(|| unknown(format!("EVC mode '{key}' is not among the server's")))
    };
    let (a, b) = (find(a)?, find(b)?);
    if !a.vendor.eq_ignore_ascii_case(&b.vendor) || a.vendor_tier < b.vendor_tier {
        return Ok(false);
    }
    let (Some(wide), Some(narrow)) = (&a.track, &b.track) else {
        let what = "before 4.1 the server does not tell which EVC mode includes another";
        return Err(because(ix.vcenter(), ReasonKind::NotOffered, "capability.supportedEVCMode", what));
    };
    Ok(narrow.iter().all(|track| wide.contains(track)))
}

/// What a CPU feature that a VM needs is about: each kind has its own remedy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Instructions and registers: EVC, microcode or the firmware's settings decide.
    Instructions,
    /// Hardware virtualization handed on to the guest (`hv.*`): the firmware's setting decides.
    Virtualization,
    /// Performance counters handed on to the guest (`vpmc.*`): the VM's setting decides.
    Counters,
}

impl Kind {
    const ALL: [Self; 3] = [Self::Instructions, Self::Virtualization, Self::Counters];

    fn of(key: &str) -> Self {
        match key.split('.').next() {
            Some("hv") => Self::Virtualization,
            Some("vpmc") => Self::Counters,
            _ => Self::Instructions,
        }
    }
}

/// Features by the host that lacks them: its slot, its name, the features.
type ByHost = Vec<(u32, Name, Name)>;

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
    by_features: HashMap<&'a [Feature], Offers>,
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
        let needs = needs.map(|list| list.map_or(&[][..], Vec::as_slice));
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

    fn features(
        &mut self,
        scope: &Scope<'a, '_>,
        vm: &VirtualMachine,
        needs: &'a [Feature],
        own: usize,
    ) -> CpuFacts {
        let own = scope.hosts[own].slot;
        // A requirement that is not understood is the VM's own reason, and cannot be shared.
        let odd = needs.iter().find(|need| demand(&need.value).is_none()).map(|need| {
            let what = format!("'{}' of {}", need.value, need.key);
            vm.unknown(ReasonKind::NotUnderstood, REQUIREMENT, what)
        });
        let own_answer;
        let offers = if odd.is_some() {
            own_answer = by_features(scope, needs, odd.as_ref());
            &own_answer
        } else {
            &*self.by_features.entry(needs).or_insert_with(|| by_features(scope, needs, None))
        };
        let unread = self.unread.iter().filter(|(slot, _)| *slot != own).map(|(_, why)| why);
        let missing = Unknown::all(unread.chain(&scope.members.hosts_missing));
        let others = |by_host: &ByHost| -> Vec<(Name, Fact<Name>)> {
            let others = by_host.iter().filter(|(slot, ..)| Some(*slot) != own);
            others.map(|(_, host, features)| (host.clone(), Ok(features.clone()))).collect()
        };
        let masked = others(&offers.masked);
        let masked_on =
            List { items: masked.iter().map(|(host, _)| host.clone()).collect(), missing: missing.clone() };
        let [instructions_on, virtualization_on, counters_on] =
            [0, 1, 2].map(|kind| offers.by_kind[kind].without(own));
        CpuFacts {
            on: offers.all.without(own),
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
        let slot = scope.hosts[own].slot;
        let source = match &self.class[own] {
            Ok(source) => *source,
            Err(why) => return scope.nowhere_clear(why).without(slot),
        };
        let key = (source, fingerprint(mask));
        if let Some(known) = self.by_cpuid.get(&key) {
            return known.without(slot);
        }
        let split = self.by_cpuid(scope, source, mask);
        self.by_cpuid.insert(key, split.clone());
        split.without(slot)
    }

    fn by_cpuid(&self, scope: &Scope<'a, '_>, source: usize, mask: &[CpuId]) -> HostSplit {
        let states = scope.slots.iter().map(|&i| {
            let target = self.class[i].clone()?;
            let what = "CPU features differ or are not told where the guest system's own mask decides";
            let member = &scope.hosts[i];
            let unclear = member.host.unknown(ReasonKind::NotCollected, HostSystem::cpu_feature.path, what);
            cpuid::compatible(&self.cpus[source], &self.cpus[target], mask, &unclear)
        });
        scope.split_of(states.collect(), None)
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
    let mut states: [Vec<Fact<bool>>; 3] = std::array::from_fn(|_| Vec::with_capacity(scope.slots.len()));
    for member in scope.slotted() {
        let offered = match offered(scope.ix, member) {
            Ok(offered) => offered,
            Err(why) => {
                states.iter_mut().for_each(|states| states.push(Err(why.clone())));
                continue;
            }
        };
        let unclear = || odd.cloned().unwrap_or_else(|| undocumented(member));
        for (kind, states) in Kind::ALL.iter().zip(&mut states) {
            let own = needs.iter().filter(|need| Kind::of(&need.key) == *kind);
            states.push(meets(offered, own).ok_or_else(unclear));
        }
        let Some(slot) = member.slot else { continue };
        let missing = unmet(offered, needs);
        if !missing.is_empty() {
            lacking.push((slot, member.name.clone(), missing));
        } else if let Ok(Some(after)) = masked_list(scope.ix, member) {
            let hidden = unmet(after, needs);
            if !hidden.is_empty() && meets(offered, needs) == Some(true) {
                masked.push((slot, member.name.clone(), hidden));
            }
        }
    }
    let by_kind = states.map(|states| scope.split_of(states, None));
    Offers { all: scope.together(&by_kind, None), by_kind, lacking, masked }
}

/// Why a feature of a host may or may not do.
fn undocumented(member: &Member<'_>) -> Unknown {
    let what = "a feature has a value whose effect is not documented";
    member.host.unknown(ReasonKind::NotUnderstood, OFFERED, what)
}

/// The features that a host offers, its mask apart.
fn offered<'a>(ix: &Index<'_>, member: &Member<'a>) -> Fact<&'a [Feature]> {
    member.reachable.clone()?;
    let host = member.host;
    let offered = ix.need(host, HostSystem::feature_capability)?;
    if offered.is_empty() {
        return Err(host.unknown(ReasonKind::Untold, OFFERED, "the host lists no features"));
    }
    Ok(offered)
}

/// What a host offers after its EVC mask; nothing where it has none.
fn masked_list<'a>(ix: &Index<'_>, member: &Member<'a>) -> Fact<Option<&'a [Feature]>> {
    member.reachable.clone()?;
    let host = member.host;
    let list = none_before(ix.read(host, HostSystem::masked_feature_capability))?;
    Ok(list.filter(|list| !list.is_empty()).map(Vec::as_slice))
}

/// Possible targets whose feature lists, masked or not, could not be read.
fn unread_lists(scope: &Scope<'_, '_>) -> Vec<(Option<u32>, Unknown)> {
    let why = |member: &Member<'_>| {
        if let Err(why) = &member.active {
            return Some(why.clone());
        }
        let host = member.host;
        let offered = none_before(scope.ix.read(host, HostSystem::feature_capability));
        offered.err().or_else(|| masked_list(scope.ix, member).err())
    };
    scope.slotted().filter_map(|member| Some((member.slot, why(member)?))).collect()
}

/// Whether a list of features meets all requirements; `None` when one is not understood and no
/// other decides.
fn meets<'n>(offered: &[Feature], needs: impl IntoIterator<Item = &'n Feature>) -> Option<bool> {
    let mut open = false;
    for need in needs {
        match met(offered, need) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => open = true,
        }
    }
    (!open).then_some(true)
}

/// The keys of the requirements that a list of features does not meet for certain.
fn unmet(offered: &[Feature], needs: &[Feature]) -> Name {
    let mut keys: Vec<&str> =
        needs.iter().filter(|need| met(offered, need) == Some(false)).map(|need| need.key.as_str()).collect();
    keys.sort_unstable();
    keys.join(", ").into()
}

/// One requirement of the forms that are known: `Bool:Min:1`, `Num:Min:4`, `Bool:Match:1`. A feature that
/// is not listed is not there. A match is met by the very value; what another number means to the server
/// is not documented.
fn met(offered: &[Feature], need: &Feature) -> Option<bool> {
    let has = offered.iter().find(|feature| feature.key == need.key).map(|feature| feature.value.as_str());
    let value: u64 = has.unwrap_or("0").trim().parse().ok()?;
    match demand(&need.value)? {
        Demand::Least(least) => Some(value >= least),
        Demand::Match(exact) if value == exact => Some(true),
        // Of a truth value there is only the other one.
        Demand::Match(_) => (has.is_none() || need.value.starts_with("Bool:")).then_some(false),
    }
}

/// What a requirement asks of the value a host offers.
enum Demand {
    /// This value or a greater one.
    Least(u64),
    /// This very value.
    Match(u64),
}

/// Reads a requirement; `None` when its form is not known.
fn demand(need: &str) -> Option<Demand> {
    let value = need.strip_prefix("Bool:").or_else(|| need.strip_prefix("Num:"))?;
    match value.split_once(':')? {
        ("Min", value) => value.parse().ok().map(Demand::Least),
        ("Match", value) => value.parse().ok().map(Demand::Match),
        _ => None,
    }
}

/// Whether the cluster's EVC mode covers what the VM runs with.
fn evc_covers(ix: &Index<'_>, vm: &VirtualMachine, power: &Fact<Power>, evc: &Fact<Name>) -> Fact<bool> {
    const PATH: &str = VirtualMachine::min_required_evc_mode_key.path;
    let cluster = evc.clone()?;
    if cluster.is_empty() {
        return Ok(false);
    }
    match ix.read(vm, VirtualMachine::min_required_evc_mode_key)? {
        Some(least) if *least == cluster => Ok(true),
        Some(least) => covers(ix, modes(ix)?, &cluster, least),
        None if power.clone()? != Power::On => Ok(true),
        None => Err(vm.unknown(ReasonKind::Untold, PATH, "the server names no mode for the running VM")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn feature(key: &str, value: &str) -> Feature {
        Feature { key: key.into(), value: value.into() }
    }

    #[test]
    fn only_known_forms_of_requirements_are_judged() {
        let host = [feature("cpuid.SSE42", "1"), feature("cpuid.NUM", "3"), feature("cpuid.OFF", "0")];
        assert_eq!(meets(&host, &[feature("cpuid.SSE42", "Bool:Min:1")]), Some(true));
        assert_eq!(meets(&host, &[feature("cpuid.NUM", "Num:Min:4")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.SSE42", "Bool:Match:1")]), Some(true));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Bool:Match:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.OFF", "Bool:Match:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Bool:Match:0")]), Some(true));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Num:Match:4")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.NUM", "Num:Match:4")]), None);
        assert_eq!(meets(&host, &[feature("cpuid.OFF", "Bool:Min:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.GONE", "Bool:Min:1")]), Some(false));
        assert_eq!(meets(&host, &[feature("cpuid.NUM", "Val:Max:2")]), None);
    }

    #[test]
    fn an_unmet_requirement_decides_beside_one_not_understood() {
        let host = [feature("a", "0")];
        assert_eq!(meets(&host, &[feature("b", "Odd"), feature("a", "Bool:Min:1")]), Some(false));
    }
}
