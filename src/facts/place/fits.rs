//! Whether a VM fits on its possible targets: hardware version, CPUs, reservations, present use.
//!
//! Needs are compared with what each host has. Over the hosts ordered by what they have, the ones
//! that suffice are the upper end, so that only as many answers are kept as hosts differ.

use std::collections::HashMap;

use crate::facts::ground::capacity::{
    MIB, Need, Supplies, Supply, cpu_mhz, in_use, left, load, needed_mb, reservation, reserved_cpu_mhz,
    reserved_memory, reserved_on,
};
use crate::facts::ground::guest::{configuration, fresh, power, runs, sized};
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::every;
use crate::facts::ground::names::Name;
use crate::facts::ground::product;
use crate::facts::ground::scope::{Member, Scope, Together};
use crate::facts::ground::words::Power;
use crate::facts::place::capacity::Capacities;
use crate::facts::place::placing::{Amount, Between};
use crate::facts::place::records::FitsFacts;
use crate::facts::place::short::{figure, lacking, short, versions};
use crate::inventory::{
    ClusterComputeResource, ConfigOption, HostHardwareSummary, HostQuickStats, HostSystem, VirtualMachine,
};
use crate::schema::{Fact, HostSplit, Unknown, Version};
use crate::terms::{Detail, ReasonKind};

const OPTIONS: &str = ClusterComputeResource::config_options.path;

/// CPU and memory of one sort, and the answers given so far by the ranks of both needs.
struct Room {
    cpu: Supplies,
    memory: Supplies,
    known: HashMap<(usize, usize), HostSplit>,
}

impl Room {
    fn new(cpu: Supplies, memory: Supplies) -> Self {
        Self { cpu, memory, known: HashMap::new() }
    }

    fn of(&mut self, scope: &Scope<'_, '_>, need: Need) -> HostSplit {
        let Self { cpu, memory, known } = self;
        let key = (cpu.rank(need.cpu_mhz), memory.rank(need.memory));
        let split = known.entry(key).or_insert_with(|| {
            let both = |slot| every([cpu.covers(slot, need.cpu_mhz), memory.covers(slot, need.memory)]);
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
    whole: Room,
    idle: Room,
}

impl Fits {
    pub fn new(scope: &Scope<'_, '_>) -> Self {
        let reserved = reserved_on(scope);
        let has = Capacities::new(scope).between();
        let unreserved = |resource: fn(Amount) -> u64, taken: fn(&Need) -> i64| {
            for_vms(scope, &has, resource, |at| (taken(&reserved[at].0), reserved[at].1.clone()))
        };
        let whole = |resource| for_vms(scope, &has, resource, |_| (0, None));
        let idle = |figure, used: fn(&HostQuickStats) -> Option<i64>| {
            left(scope, figure, |_, member| Ok((load(scope.ix, member.host, used)?, None)))
        };
        Self {
            threads: left(scope, |hardware| hardware.num_cpu_threads, |_, _| Ok((0, None))),
            by_threads: HashMap::new(),
            by_version: HashMap::new(),
            unreserved: Room::new(
                unreserved(|has| has.cpu_mhz, |need| need.cpu_mhz),
                unreserved(|has| has.memory, |need| need.memory),
            ),
            whole: Room::new(whole(|has| has.cpu_mhz), whole(|has| has.memory)),
            idle: Room::new(
                idle(cpu_mhz, |stats| stats.overall_cpu_usage),
                idle(memory, |stats| Some(stats.overall_memory_usage?.saturating_mul(MIB))),
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
        let own = fresh.clone().and_then(|()| own.clone()).map(|own| &scope.hosts[own]);
        let other = own.as_ref().ok().copied();
        let need = reservation(scope.ix, vm);
        let split = |found: Fact<HostSplit>| match own.clone().and(found) {
            Ok(split) => split,
            Err(why) => scope.nowhere_clear(&why),
        };
        let version = split(self.version(scope, vm));
        let threads = split(self.threads(scope, vm));
        let reserved = split(reserved(scope.ix, vm, power).map(|need| self.unreserved.of(scope, need)));
        let holds = split(self::reserved(scope.ix, vm, power).map(|need| self.whole.of(scope, need)));
        let used = split(present_use(scope.ix, vm, power).map(|need| match need {
            Some(need) => self.idle.of(scope, need),
            None => scope.everywhere(),
        }));
        let on = together.of(scope, vec![version.clone(), threads.clone(), reserved.clone()], None);
        let others = |on: &HostSplit| match &own {
            Ok(own) => scope.others(on, own),
            Err(_) => on.without(None),
        };
        let options = options(scope).unwrap_or_default();
        let runs = |member: &Member<'_>| Ok(versions(options.iter().filter(|option| names(option, member))));
        let threads_of = |member: &Member<'_>| Ok(figure(&self.threads, member)?.to_string().into());
        let free_of = |member: &Member<'_>| {
            let Room { cpu, memory, .. } = &self.unreserved;
            lacking(cpu, memory, need.clone()?, member)
        };
        FitsFacts {
            version: configuration(scope.ix, vm, VirtualMachine::hardware_version).cloned(),
            cpus: sized(scope.ix, vm, |hardware| hardware.num_cpu),
            cpu_mhz: reserved_cpu_mhz(scope.ix, vm),
            memory_mb: reserved_memory(scope.ix, vm).map(needed_mb),
            version_short: short(scope, &version, other, runs),
            threads_short: short(scope, &threads, other, threads_of),
            reserved_short: short(scope, &reserved, other, free_of),
            version_on: others(&version),
            threads_on: others(&threads),
            reserved_on: others(&reserved),
            holds_on: others(&holds),
            used_on: others(&used),
            on: others(&on),
        }
    }

    fn version(&mut self, scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Fact<HostSplit> {
        let version = configuration(scope.ix, vm, VirtualMachine::hardware_version)?;
        let known = self.by_version.entry(version.clone());
        Ok(known.or_insert_with(|| runs_version(scope, version)).clone())
    }

    fn threads(&mut self, scope: &Scope<'_, '_>, vm: &VirtualMachine) -> Fact<HostSplit> {
        let need = sized(scope.ix, vm, |hardware| hardware.num_cpu)?;
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
    let options = match options(scope) {
        Ok(options) => options,
        Err(why) => return scope.nowhere_clear(&why),
    };
    scope.configured(|member| {
        let mut of_host = options.iter().filter(|option| names(option, member)).peekable();
        if of_host.peek().is_none() {
            return runs_as_others_do(scope, member, version);
        }
        Ok(of_host.any(|option| option.key == version && option.run_supported != Some(false)))
    })
}

/// The hardware versions that hosts of the cluster know.
fn options<'a>(scope: &Scope<'a, '_>) -> Fact<&'a [ConfigOption]> {
    let read = scope.ix.read(scope.members.cluster, ClusterComputeResource::config_options);
    read.map(|options| options.map_or(&[][..], Vec::as_slice))
}

fn names(option: &ConfigOption, member: &Member<'_>) -> bool {
    option.host.contains(&member.host.id)
}

/// A host runs what a member of its own or an older release runs at this moment. A new major release
/// may give up old hardware versions, which none before 9.0 did.
fn runs_as_others_do(scope: &Scope<'_, '_>, member: &Member<'_>, version: &str) -> Fact<bool> {
    let ix = scope.ix;
    let untold = || {
        let what = Detail::NoHardwareVersion;
        member.host.unknown(ReasonKind::Untold, OPTIONS, what)
    };
    let target = product::version(ix, member.host)?;
    let keeps_old = Version::parse("9.0").is_some_and(|bound| !target.since(&bound));
    let proves = |vm: &VirtualMachine, host: &HostSystem| -> Fact<bool> {
        if configuration(ix, vm, VirtualMachine::hardware_version)? != version || !runs(&power(ix, vm))? {
            return Ok(false);
        }
        fresh(ix, vm, Some(host))?;
        let source = product::version(ix, host)?;
        Ok(target == source || keeps_old && target.since(&source))
    };
    let mut vms = scope.members.vms.iter().filter_map(|(vm, host)| {
        let host = &ix.inventory.hosts[*host.as_ref().ok()?];
        Some((&ix.inventory.vms[*vm], host))
    });
    if vms.any(|(vm, host)| proves(vm, host) == Ok(true)) { Ok(true) } else { Err(untold()) }
}

/// What each host has for VMs, less what is taken of it.
fn for_vms(
    scope: &Scope<'_, '_>,
    has: &[Fact<Between>],
    resource: fn(Amount) -> u64,
    taken: impl Fn(usize) -> (i64, Option<Unknown>),
) -> Supplies {
    let figure = |amount: Amount| i64::try_from(resource(amount)).unwrap_or(i64::MAX);
    let by_slot = scope.slots.iter().zip(has).map(|(&at, has)| {
        let has = has.clone()?;
        let (taken, open) = taken(at);
        let [least, most] = [has.least, has.most].map(|has| figure(has).saturating_sub(taken));
        let blurred = || {
            let path = ClusterComputeResource::summary.path;
            scope.members.cluster.unknown(ReasonKind::Untold, path, Detail::ShareForVms)
        };
        Ok(Supply { most, least, open, blurred: (least < most).then(blurred) })
    });
    Supplies::new(by_slot.collect())
}

fn memory(hardware: &HostHardwareSummary) -> i64 {
    hardware.memory_size
}

/// What a VM has, or would have, reserved.
fn reserved(ix: &Index<'_>, vm: &VirtualMachine, power: &Fact<Power>) -> Fact<Need> {
    let need = reservation(ix, vm)?;
    power.as_ref().map(|_| need).map_err(Clone::clone)
}

/// What a running VM uses now.
fn present_use(ix: &Index<'_>, vm: &VirtualMachine, power: &Fact<Power>) -> Fact<Option<Need>> {
    if runs(power)? { in_use(ix, vm).map(Some) } else { Ok(None) }
}
