//! Capacity: what hosts have, and what VMs need of it, reserved or in use. Memory is in bytes, so that
//! nothing is lost or gained by rounding one VM at a time.

use crate::facts::ground::guest::{power, runs};
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{lacks, none_before};
use crate::facts::ground::membership::unseen_vms;
use crate::facts::ground::scope::{Member, Scope};
use crate::inventory::{HostHardwareSummary, HostQuickStats, HostSystem, VirtualMachine, VmQuickStats};
use crate::schema::{Fact, Unknown};
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = HostSystem::summary_hardware.path;
const STATS: &str = "summary.quickStats";

/// Bytes of a megabyte, as vSphere counts them.
pub const MIB: i64 = 1 << 20;

/// A need in MB: what is begun counts, so that none is told smaller than it is.
pub fn needed_mb(bytes: i64) -> i64 {
    bytes / MIB + i64::from(bytes % MIB > 0)
}

/// A need of CPU in MHz and of memory in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Need {
    pub cpu_mhz: i64,
    pub memory: i64,
}

/// What one host has of something.
#[derive(Clone, Debug)]
pub struct Supply {
    /// It has this much at the most.
    pub most: i64,
    /// It has this much at the least, unless it is open.
    pub least: i64,
    /// Why it may have less than that.
    pub open: Option<Unknown>,
    /// Why it is not known exactly.
    pub blurred: Option<Unknown>,
}

impl Supply {
    /// Whether it suffices for a need.
    pub fn covers(&self, need: i64) -> Fact<bool> {
        let margin = self.blurred.as_ref().filter(|_| self.least < need);
        match self.open.as_ref().or(margin) {
            _ if self.most < need => Ok(false),
            Some(why) => Err(why.clone()),
            None => Ok(true),
        }
    }
}

/// What the hosts of a cluster have, in the order of the slots.
pub struct Supplies {
    by_slot: Vec<Fact<Supply>>,
    ordered: Vec<i64>,
}

impl Supplies {
    pub fn new(by_slot: Vec<Fact<Supply>>) -> Self {
        let bounds = by_slot.iter().flatten().flat_map(|supply| [supply.least, supply.most]);
        let mut ordered: Vec<i64> = bounds.collect();
        ordered.sort_unstable();
        Self { by_slot, ordered }
    }

    /// How many bounds a need is beyond: needs of one rank have the same answer.
    pub fn rank(&self, need: i64) -> usize {
        self.ordered.partition_point(|bound| *bound < need)
    }

    /// What the host of a slot has at the most, where nothing is open.
    pub fn exact(&self, slot: usize) -> Fact<i64> {
        let supply =
            self.by_slot.get(slot).cloned().unwrap_or_else(|| Err(Unknown::defect("slot of a host")));
        let supply = supply?;
        supply.open.map_or(Ok(supply.most), Err)
    }

    /// Whether the host of a slot suffices.
    pub fn covers(&self, slot: usize, need: i64) -> Fact<bool> {
        let supply =
            self.by_slot.get(slot).cloned().unwrap_or_else(|| Err(Unknown::defect("slot of a host")));
        supply?.covers(need)
    }
}

/// A figure of a host's hardware, which vCenter remembers of one that is not connected. No host has
/// none of it.
pub fn built_in(ix: &Index<'_>, host: &HostSystem, figure: fn(&HostHardwareSummary) -> i64) -> Fact<i64> {
    let figure = figure(ix.need(host, HostSystem::summary_hardware)?);
    let untold = || host.unknown(ReasonKind::Untold, HARDWARE, Detail::NoFigure);
    if figure > 0 { Ok(figure) } else { Err(untold()) }
}

/// MHz of all cores.
pub fn cpu_mhz(hardware: &HostHardwareSummary) -> i64 {
    hardware.num_cpu_cores.saturating_mul(hardware.cpu_mhz)
}

/// Whole megabytes of memory.
pub fn memory_mb(hardware: &HostHardwareSummary) -> i64 {
    hardware.memory_size / MIB
}

/// What a host carries at the moment.
pub fn load(ix: &Index<'_>, host: &HostSystem, used: fn(&HostQuickStats) -> Option<i64>) -> Fact<i64> {
    let stats = ix.read(host, HostSystem::quick_stats)?;
    stats.and_then(used).ok_or_else(|| host.unknown(ReasonKind::Untold, STATS, Detail::HostLoad))
}

/// A reservation or an overhead; none where the server has none.
fn whole(read: Fact<Option<&i64>>) -> Fact<i64> {
    read.map(|figure| figure.copied().unwrap_or_default().max(0))
}

/// CPU that a VM has reserved.
pub fn reserved_cpu_mhz(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<i64> {
    whole(ix.read(vm, VirtualMachine::cpu_reservation))
}

/// Memory that a VM has reserved with the overhead of running it, in bytes. Of a VM that is off the
/// server tells the least that it would need to start.
pub fn reserved_memory(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<i64> {
    let reserved = whole(ix.read(vm, VirtualMachine::memory_reservation))?;
    let overhead = overhead(ix, vm)?;
    Ok(reserved.saturating_mul(MIB).saturating_add(overhead))
}

/// Memory that running a VM takes beside its own, bytes.
pub fn overhead(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<i64> {
    whole(ix.read(vm, VirtualMachine::memory_overhead))
}

/// What a VM has reserved of both.
pub fn reservation(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Need> {
    Ok(Need { cpu_mhz: reserved_cpu_mhz(ix, vm)?, memory: reserved_memory(ix, vm)? })
}

/// What a VM uses now. Just after a reconnect the server has no figures.
pub fn used(ix: &Index<'_>, vm: &VirtualMachine, figure: fn(&VmQuickStats) -> Option<i64>) -> Fact<i64> {
    let stats = ix.read(vm, VirtualMachine::quick_stats)?;
    let untold = || vm.unknown(ReasonKind::Untold, STATS, Detail::VmLoad);
    stats.and_then(figure).ok_or_else(untold)
}

/// What a VM uses now of both.
pub fn in_use(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<Need> {
    let memory_mb = used(ix, vm, |stats| stats.host_memory_usage)?;
    let cpu_mhz = used(ix, vm, |stats| stats.overall_cpu_usage)?;
    Ok(Need { cpu_mhz, memory: memory_mb.saturating_mul(MIB) })
}

/// What the running VMs on each member have reserved, and why that may be more.
pub fn reserved_on(scope: &Scope<'_, '_>) -> Vec<(Need, Option<Unknown>)> {
    let ix = scope.ix;
    let mut sums: Vec<(Need, Option<Unknown>)> =
        scope.members.hosts.iter().map(|host| (Need::default(), unseen_vms(ix, *host))).collect();
    for (position, host) in &scope.members.vms {
        let vm = &ix.inventory.vms[*position];
        let taken = || if runs(&power(ix, vm))? { reservation(ix, vm) } else { Ok(Need::default()) };
        let (at, taken) = match host.as_ref().map(|host| scope.member(*host)) {
            Ok(Some(member)) => (member..member + 1, taken()),
            Ok(None) => continue,
            // It may be on any of them.
            Err(why) => (0..sums.len(), Err(why.clone())),
        };
        for (sum, open) in &mut sums[at] {
            match &taken {
                Ok(need) => {
                    sum.cpu_mhz = sum.cpu_mhz.saturating_add(need.cpu_mhz);
                    sum.memory = sum.memory.saturating_add(need.memory);
                }
                Err(why) => lacks(open, why),
            }
        }
    }
    sums
}

/// What each host that may be active has left, when `taken` of it is gone.
pub fn left(
    scope: &Scope<'_, '_>,
    figure: fn(&HostHardwareSummary) -> i64,
    taken: impl Fn(usize, &Member<'_>) -> Fact<(i64, Option<Unknown>)>,
) -> Supplies {
    let by_slot = scope.slots.iter().map(|&at| {
        let member = &scope.hosts[at];
        let built_in = built_in(scope.ix, member.host, figure)?;
        let (taken, open) = taken(at, member)?;
        let most = built_in.saturating_sub(taken);
        Ok(Supply { most, least: most, open, blurred: None })
    });
    Supplies::new(by_slot.collect())
}

/// Whether a host has this much persistent memory free, MB. What brings the property brought the thing.
pub fn has_pmem(ix: &Index<'_>, member: &Member<'_>, need_mb: i64) -> Fact<bool> {
    member.reachable.clone()?;
    let supported = none_before(ix.read(member.host, HostSystem::pmem_supported))?;
    if supported != Some(&true) {
        return Ok(false);
    }
    let stats = ix.need(member.host, HostSystem::quick_stats)?;
    let free = stats.available_p_mem_capacity.ok_or_else(|| {
        let what = Detail::MemoryFree;
        member.host.unknown(ReasonKind::Untold, HostSystem::quick_stats.path, what)
    })?;
    Ok(free >= need_mb)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_need_that_is_met_to_the_last_bit_is_met() {
        let open = Unknown::defect("?");
        let of = |most: i64, open: Option<Unknown>| Supply { most, least: most, open, blurred: None };
        let known = of(10, None);
        let most = of(10, Some(open.clone()));
        assert_eq!([9, 10, 11].map(|need| known.covers(need)), [Ok(true), Ok(true), Ok(false)]);
        assert_eq!([10, 11].map(|need| most.covers(need)), [Err(open.clone()), Ok(false)]);
        let supplies = Supplies::new(vec![Ok(known), Err(open.clone()), Ok(of(5, None))]);
        assert_eq!([5, 6, 10, 11].map(|need| supplies.rank(need)), [0, 2, 2, 4]);
        let blurred = Supply { least: 8, blurred: Some(open.clone()), ..of(10, None) };
        let told = [8, 9, 10, 11].map(|need| blurred.covers(need));
        assert_eq!(told, [Ok(true), Err(open.clone()), Err(open.clone()), Ok(false)]);
        assert_eq!([0, 1, 2].map(|slot| supplies.covers(slot, 10)), [Ok(true), Err(open), Ok(false)]);
    }

    #[test]
    fn a_begun_megabyte_is_needed_whole() {
        assert_eq!([0, 1, MIB, MIB + 1, 2 * MIB].map(needed_mb), [0, 1, 1, 2, 2]);
    }
}
