//! Whether a VM fits on its possible targets: hardware version, CPUs, reservations, present use.
//!
//! Needs are compared with what each host has. Over the hosts ordered by what they have, the ones
//! that suffice are the upper end, so that only as many answers are kept as hosts differ.

use std::collections::HashMap;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope, Together, runs};
use crate::facts::ground::words::Power;
use crate::facts::place::records::FitsFacts;
use crate::inventory::{
    ClusterComputeResource, ConfigOption, HostHardwareSummary, HostQuickStats, HostSystem, VirtualMachine,
};
use crate::schema::{Fact, HostSplit, Unknown, Version};
use crate::terms::ReasonKind;

const HARDWARE: &str = HostSystem::summary_hardware.path;
const STATS: &str = "summary.quickStats";
const OPTIONS: &str = ClusterComputeResource::config_options.path;
const MIB: i64 = 1024 * 1024;

/// What one host has of something.
#[derive(Clone)]
struct Supply {
    /// It has this much at the most.
    most: i64,
    /// Why it may have less.
    open: Option<Unknown>,
}

impl Supply {
    fn covers(&self, need: i64) -> Fact<bool> {
        match &self.open {
            _ if self.most < need => Ok(false),
            Some(why) => Err(why.clone()),
            None => Ok(true),
        }
    }
}

/// What the hosts of a cluster have, in the order of the slots.
struct Supplies {
    by_slot: Vec<Fact<Supply>>,
    ordered: Vec<i64>,
}

impl Supplies {
    fn new(by_slot: Vec<Fact<Supply>>) -> Self {
        let mut ordered: Vec<i64> = by_slot.iter().flatten().map(|supply| supply.most).collect();
        ordered.sort_unstable();
        Self { by_slot, ordered }
    }

    /// How many hosts certainly do not suffice: needs of one rank have the same answer.
    fn rank(&self, need: i64) -> usize {
        self.ordered.partition_point(|most| *most < need)
    }

    fn covers(&self, slot: usize, need: i64) -> Fact<bool> {
        let supply =
            self.by_slot.get(slot).cloned().unwrap_or_else(|| Err(Unknown::defect("slot of a host")));
        supply?.covers(need)
    }
}

/// A need of CPU in MHz and of memory in MB.
#[derive(Clone, Copy, Default)]
struct Need {
    cpu_mhz: i64,
    memory_mb: i64,
}

/// CPU and memory of one sort, and the answers given so far by the ranks of both needs.
struct Room {
    cpu: Supplies,
    memory: Supplies,
    known: HashMap<(usize, usize), HostSplit>,
}

impl Room {
    fn new(cpu: Vec<Fact<Supply>>, memory: Vec<Fact<Supply>>) -> Self {
        Self { cpu: Supplies::new(cpu), memory: Supplies::new(memory), known: HashMap::new() }
    }

    fn of(&mut self, scope: &Scope<'_, '_>, need: Need) -> HostSplit {
        let Self { cpu, memory, known } = self;
        let key = (cpu.rank(need.cpu_mhz), memory.rank(need.memory_mb));
        let split = known.entry(key).or_insert_with(|| {
            let both = |slot| {
                crate::facts::ground::scope::every([
                    cpu.covers(slot, need.cpu_mhz),
                    memory.covers(slot, need.memory_mb),
                ])
            };
            scope.split_of((0..scope.slots.len()).map(both).collect(), None)
        });
        split.clone()
    }
}

/// What the hosts of one cluster offer, and the answers that its VMs share.
pub struct Fits {
    threads: Supplies,
    by_threads: HashMap<usize, HostSplit>,
    by_version: HashMap<Name, HostSplit>,
    unreserved: Room,
    idle: Room,
}

impl Fits {
    pub fn new(scope: &Scope<'_, '_>) -> Self {
        let ix = scope.ix;
        let reserved = reserved(scope);
        let unreserved = |of: fn(&HostSystem, &Index<'_>) -> Fact<i64>, taken: fn(&Need) -> i64| {
            let room = scope.slots.iter().map(|&i| {
                let (sum, open) = &reserved[i];
                let most = of(scope.hosts[i].host, ix)?.saturating_sub(taken(sum));
                Ok(Supply { most, open: open.clone() })
            });
            room.collect::<Vec<_>>()
        };
        let idle = |of: fn(&HostSystem, &Index<'_>) -> Fact<i64>,
                    used: fn(&HostQuickStats) -> Option<i64>| {
            let room = scope.slotted().map(|member| {
                let most = of(member.host, ix)?.saturating_sub(load(ix, member, used)?);
                Ok(Supply { most, open: None })
            });
            room.collect::<Vec<_>>()
        };
        let threads = scope.slotted().map(|member| {
            let count = hardware(member.host, ix, |hardware| hardware.num_cpu_threads)?;
            Ok(Supply { most: count, open: None })
        });
        Self {
            threads: Supplies::new(threads.collect()),
            by_threads: HashMap::new(),
            by_version: HashMap::new(),
            unreserved: Room::new(
                unreserved(cpu_mhz, |need| need.cpu_mhz),
                unreserved(memory_mb, |need| need.memory_mb),
            ),
            idle: Room::new(
                idle(cpu_mhz, |stats| stats.overall_cpu_usage),
                idle(memory_mb, |stats| stats.overall_memory_usage),
            ),
        }
    }

    /// Room for a VM on the hosts other than its own, the member `own`.
    pub fn of(
        &mut self,
        scope: &Scope<'_, '_>,
        together: &mut Together,
        vm: &VirtualMachine,
        power: &Fact<Power>,
        (fresh, own): (&Fact<()>, &Fact<usize>),
    ) -> FitsFacts {
        let own = fresh.clone().and_then(|()| own.clone()).map(|own| scope.hosts[own].slot);
        let split = |found: Fact<HostSplit>| match own.clone().and(found) {
            Ok(split) => split,
            Err(why) => scope.nowhere_clear(&why),
        };
        let version = split(self.version(scope, vm));
        let threads = split(self.threads(scope, vm));
        let reserved = split(reservation(scope.ix, vm, power).map(|need| self.unreserved.of(scope, need)));
        let used = split(present_use(scope.ix, vm, power).map(|need| match need {
            Some(need) => self.idle.of(scope, need),
            None => scope.everywhere(),
        }));
        let on = together.of(scope, vec![version.clone(), threads.clone(), reserved.clone()], None);
        let slot = own.ok().flatten();
        FitsFacts {
            version_on: version.without(slot),
            threads_on: threads.without(slot),
            reserved_on: reserved.without(slot),
            used_on: used.without(slot),
            on: on.without(slot),
        }
    }

    fn version(&mut self, scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Fact<HostSplit> {
        let version = scope.ix.need(vm, VirtualMachine::hardware_version)?;
        let known = self.by_version.entry(version.clone());
        Ok(known.or_insert_with(|| runs_version(scope, version)).clone())
    }

    fn threads(&mut self, scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Fact<HostSplit> {
        let need = scope.ix.need(vm, VirtualMachine::hardware)?.num_cpu;
        let Self { threads, by_threads, .. } = self;
        let known = by_threads.entry(threads.rank(need));
        let ask = || {
            let states = (0..scope.slots.len()).map(|slot| threads.covers(slot, need));
            scope.split_of(states.collect(), None)
        };
        Ok(known.or_insert_with(ask).clone())
    }
}

/// Hosts that run VMs of a hardware version. Of one that no version names, the VMs that run in the
/// cluster can tell as well.
fn runs_version(scope: &Scope<'_, '_>, version: &str) -> HostSplit {
    let cluster = scope.members.cluster;
    let options = match scope.ix.read(cluster, ClusterComputeResource::config_options) {
        Ok(options) => options.map_or(&[][..], Vec::as_slice),
        Err(why) => return scope.nowhere_clear(&why),
    };
    let names = |option: &&ConfigOption, member: &Member<'_>| option.host.contains(&member.host.id);
    scope.split(|member| {
        let mut of_host = options.iter().filter(|option| names(option, member)).peekable();
        if of_host.peek().is_none() {
            return runs_as_others_do(scope, member, version);
        }
        Ok(of_host.any(|option| option.key == version && option.run_supported != Some(false)))
    })
}

/// A host runs what a member of its own or an older release runs at this moment. A new major release
/// may give up old hardware versions, which none before 9.0 did.
fn runs_as_others_do(scope: &Scope<'_, '_>, member: &Member<'_>, version: &str) -> Fact<bool> {
    let ix = scope.ix;
    let untold = || {
        let what = "no hardware version is told for the host";
        member.host.unknown(ReasonKind::Failed, OPTIONS, what)
    };
    let target = crate::facts::subject::host::version(ix, member.host)?;
    let keeps_old = Version::parse("9.0").is_some_and(|bound| !target.since(&bound));
    let proves = |vm: &VirtualMachine, host: &HostSystem| -> Fact<bool> {
        if ix.need(vm, VirtualMachine::hardware_version)? != version
            || !runs(&crate::facts::subject::vm::power(ix, vm))?
        {
            return Ok(false);
        }
        crate::facts::subject::vm::fresh(ix, vm, Some(host))?;
        let source = crate::facts::subject::host::version(ix, host)?;
        Ok(target == source || keeps_old && target.since(&source))
    };
    let mut vms = scope.members.vms.iter().filter_map(|(vm, host)| {
        let host = &ix.inventory.hosts[*host.as_ref().ok()?];
        Some((&ix.inventory.vms[*vm], host))
    });
    if vms.any(|(vm, host)| proves(vm, host) == Ok(true)) { Ok(true) } else { Err(untold()) }
}

/// A figure of a host's hardware. No host has none of it.
fn hardware(host: &HostSystem, ix: &Index<'_>, figure: fn(&HostHardwareSummary) -> i64) -> Fact<i64> {
    let value = figure(ix.need(host, HostSystem::summary_hardware)?);
    if value <= 0 {
        return Err(host.unknown(ReasonKind::Failed, HARDWARE, "the host does not tell its hardware"));
    }
    Ok(value)
}

fn cpu_mhz(host: &HostSystem, ix: &Index<'_>) -> Fact<i64> {
    hardware(host, ix, |hardware| hardware.num_cpu_cores.saturating_mul(hardware.cpu_mhz))
}

fn memory_mb(host: &HostSystem, ix: &Index<'_>) -> Fact<i64> {
    hardware(host, ix, |hardware| hardware.memory_size / MIB)
}

fn load(ix: &Index<'_>, member: &Member<'_>, used: fn(&HostQuickStats) -> Option<i64>) -> Fact<i64> {
    let host = member.host;
    let stats = ix.read(host, HostSystem::quick_stats)?;
    stats.and_then(used).ok_or_else(|| {
        host.unknown(ReasonKind::Failed, STATS, "the host does not tell its load at the moment")
    })
}

/// What a VM has, or would have, reserved: CPU, memory and overhead.
fn reservation(ix: &Index<'_>, vm: &VirtualMachine, power: &Fact<Power>) -> Fact<Need> {
    let whole = |read: Fact<Option<&i64>>| read.map(|value| value.copied().unwrap_or_default().max(0));
    let cpu_mhz = whole(ix.read(vm, VirtualMachine::cpu_reservation))?;
    let memory = whole(ix.read(vm, VirtualMachine::memory_reservation))?;
    // Of a VM that is off the least is told that it would need to start.
    power.clone()?;
    let overhead = whole(ix.read(vm, VirtualMachine::memory_overhead))?;
    let overhead_mb = overhead / MIB + i64::from(overhead % MIB > 0);
    Ok(Need { cpu_mhz, memory_mb: memory.saturating_add(overhead_mb) })
}

/// What a running VM uses now.
fn present_use(ix: &Index<'_>, vm: &VirtualMachine, power: &Fact<Power>) -> Fact<Option<Need>> {
    if !runs(power)? {
        return Ok(None);
    }
    let stats = ix.read(vm, VirtualMachine::quick_stats)?;
    let both = stats.and_then(|stats| stats.overall_cpu_usage.zip(stats.host_memory_usage));
    let Some((cpu_mhz, memory_mb)) = both else {
        return Err(vm.unknown(ReasonKind::Failed, STATS, "the VM's load is not told at the moment"));
    };
    Ok(Some(Need { cpu_mhz, memory_mb }))
}

/// What the running VMs on each member have reserved, and why that may be more.
fn reserved(scope: &Scope<'_, '_>) -> Vec<(Need, Option<Unknown>)> {
    let ix = scope.ix;
    let unseen = |member: &Member<'_>| {
        let host = member.host;
        let listed = ix.read(host, HostSystem::vm);
        let gone = listed.map(|list| list.into_iter().flatten().find(|vm| !ix.vms.contains_key(vm.as_str())));
        match gone {
            Ok(None) => None,
            Ok(Some(vm)) => {
                let what = format!("VM {vm} on it cannot be seen");
                Some(ix.unseen("VirtualMachine", host.subject(), "vm", what))
            }
            Err(why) => Some(why),
        }
    };
    let mut sums: Vec<(Need, Option<Unknown>)> =
        scope.hosts.iter().map(|member| (Need::default(), unseen(member))).collect();
    for (position, host) in &scope.members.vms {
        let vm = &ix.inventory.vms[*position];
        let taken = || {
            let power = crate::facts::subject::vm::power(ix, vm);
            if runs(&power)? { reservation(ix, vm, &power) } else { Ok(Need::default()) }
        };
        let member = host.as_ref().map(|host| scope.member(*host));
        let (at, taken) = match member {
            Ok(Some(member)) => (member..member + 1, taken()),
            Ok(None) => continue,
            // It may be on any of them.
            Err(why) => (0..sums.len(), Err(why.clone())),
        };
        for (sum, open) in &mut sums[at] {
            match &taken {
                Ok(need) => {
                    sum.cpu_mhz = sum.cpu_mhz.saturating_add(need.cpu_mhz);
                    sum.memory_mb = sum.memory_mb.saturating_add(need.memory_mb);
                }
                Err(why) => *open = Unknown::all(open.iter().chain([why])),
            }
        }
    }
    sums
}
