//! What keeps a running VM from the other hosts of its cluster: everything that is known of it, as splits
//! over hosts.

use crate::facts::compute::cpuid::vendor;
use crate::facts::compute::evc;
use crate::facts::compute::records::CpuFacts;
use crate::facts::ground::index::Named as _;
use crate::facts::ground::logic::{every, not_offered, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Scope, Together};
use crate::facts::ground::words::{BusSharing, VmConnection};
use crate::facts::ha::records::Agent;
use crate::facts::ha::settings::agent;
use crate::facts::net::records::NicFacts;
use crate::facts::place::devices::{devices_on, unless};
use crate::facts::place::live::{Causes, Thing};
use crate::facts::place::records::{Cause, LiveFacts, RestartTargetFacts};
use crate::facts::storage::home::files_on;
use crate::facts::storage::records::DriveFacts;
use crate::facts::subject::map::Rules;
use crate::facts::subject::model::VmFacts;
use crate::facts::subject::vcenter::allows_internal_networks;
use crate::inventory::HostSystem;
use crate::schema::{Fact, FactEnum as _, HostSplit, List};
use crate::terms::{Detail as ReasonDetail, ReasonKind};

/// How closely it is told what keeps a VM.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Detail {
    /// By cause.
    Causes,
    /// By datastore as well.
    Files,
}

/// What decides about moves for all VMs of a cluster.
pub struct Moves {
    evc_everywhere: Fact<bool>,
    internal_allowed: Fact<bool>,
    /// Hosts whose HA agent works.
    agents: HostSplit,
}

impl Moves {
    pub fn new(scope: &Scope<'_, '_>, evc: &Fact<Name>) -> Self {
        Self {
            evc_everywhere: evc::evc_everywhere(scope, evc),
            internal_allowed: allows_internal_networks(scope.ix),
            agents: agents_on(scope, &Rules::new(scope).ha(scope)),
        }
    }

    /// Whether a VM on the member `own` could move to the others while it runs.
    pub fn live(
        &self,
        scope: &Scope<'_, '_>,
        together: &mut Together,
        vm: &VmFacts,
        own: &Fact<usize>,
    ) -> LiveFacts {
        let slot = own.clone().map(|own| scope.hosts[own].slot);
        self.causes(scope, vm, Detail::Causes).decide(scope, together, &slot)
    }

    /// Whether HA could restart a VM of the member `own` on the others.
    pub fn restart(
        &self,
        scope: &Scope<'_, '_>,
        together: &mut Together,
        vm: &VmFacts,
        own: &Fact<usize>,
    ) -> RestartTargetFacts {
        let slot = own.clone().map(|own| scope.hosts[own].slot);
        self.restart_causes(scope, vm, Detail::Causes).decide_restart(scope, together, &slot)
    }

    /// Everything that may keep HA from restarting a VM on a host, its reservations left aside.
    pub fn restart_causes(&self, scope: &Scope<'_, '_>, vm: &VmFacts, detail: Detail) -> Causes {
        let mut causes = restart_causes(scope, vm, detail);
        causes.add(scope, Cause::Agent, &self.agents);
        causes
    }

    /// Everything that may keep a running VM from a host.
    pub fn causes(&self, scope: &Scope<'_, '_>, vm: &VmFacts, detail: Detail) -> Causes {
        let mut causes = Causes::default();
        for (device, on) in devices_on(scope, &vm.devices, |device| &device.moves_on) {
            causes.add_named(scope, Cause::Devices, device, &on);
        }
        // No running VM moves with an enclave, nor with registers that the host cannot read.
        confidential(scope, &mut causes, vm, |_| scope.nowhere());
        storage(scope, &mut causes, vm, detail);
        // vCenter moves nothing away from a host that has lost the files.
        let at_home = vm.storage_lost.as_ref().map_err(Clone::clone).and_then(|lost| match &lost.missing {
            _ if !lost.items.is_empty() => Ok(false),
            Some(why) => Err(why.clone()),
            None => Ok(true),
        });
        causes.add(scope, Cause::Storage, &scope.wherever(at_home));
        self.networks(scope, &mut causes, vm);
        causes.add(scope, Cause::Cpu, &self.cpu(scope, &vm.cpu));
        for drives in [&vm.cdroms, &vm.floppies] {
            drives_on(scope, &mut causes, drives);
        }
        let tied = [&vm.cpu_affinity, &vm.memory_affinity]
            .map(|list| list.as_ref().map(|list| !list.items.is_empty()).map_err(Clone::clone));
        causes.add(scope, Cause::Affinity, &scope.wherever(some(tied).map(|tied| !tied)));
        causes.add(scope, Cause::Bus, &buses_on(scope, vm));
        size(scope, &mut causes, vm);
        causes.add_passing(scope, Cause::Reservations, &vm.fits.reserved_on);
        causes.add(scope, Cause::Reservations, &vm.fits.holds_on);
        rules(scope, &mut causes, vm);
        causes.add(scope, Cause::Encryption, &vm.ties.encrypted_on);
        causes.add(scope, Cause::Spares, &vm.ties.unspared_on);
        causes.add(scope, Cause::OtherHalf, &vm.ties.other_half_on);
        for (how, held) in held(vm) {
            let thing = Thing { how: Some(how), ..Thing::default() };
            causes.add_named(scope, Cause::State, thing, &scope.wherever(held.map(|held| !held)));
        }
        causes
    }

    fn networks(&self, scope: &Scope<'_, '_>, causes: &mut Causes, vm: &VmFacts) {
        let legacy = vm.legacy_nics.as_ref().map(|list| list.items.is_empty()).map_err(Clone::clone);
        causes.add(scope, Cause::Networks, &scope.wherever(legacy));
        networks(scope, causes, &vm.nics, |nic| {
            let internal = every([nic.internal.clone(), self.internal_allowed.clone()]);
            some([nic.live.clone().map(|live| !live), internal])
        });
    }

    /// An EVC mode that holds everywhere covers a VM that no feature list is told of.
    fn cpu(&self, scope: &Scope<'_, '_>, cpu: &CpuFacts) -> HostSplit {
        let covered = every([self.evc_everywhere.clone(), cpu.by_features.clone().map(|lists| !lists)]);
        unless(scope, &covered, &cpu.on)
    }
}

/// The same, whatever HA's agents do.
pub fn restart_causes(scope: &Scope<'_, '_>, vm: &VmFacts, detail: Detail) -> Causes {
    let mut causes = Causes::default();
    for (device, on) in devices_on(scope, &vm.devices, |device| &device.restarts_on) {
        causes.add_named(scope, Cause::Devices, device, &on);
    }
    confidential(scope, &mut causes, vm, |name| enclaves_on(scope, name));
    storage(scope, &mut causes, vm, detail);
    // What was connected or not goes with its host.
    networks(scope, &mut causes, &vm.nics, |nic| {
        some([nic.at_power_on.clone().map(|connected| !connected), nic.internal.clone()])
    });
    size(scope, &mut causes, vm);
    rules(scope, &mut causes, vm);
    causes
}

fn storage(scope: &Scope<'_, '_>, causes: &mut Causes, vm: &VmFacts, detail: Detail) {
    if detail == Detail::Causes {
        return causes.add(scope, Cause::Storage, &vm.storage_on);
    }
    let (files, open) = files_on(scope, [&vm.disks, &vm.home_files]);
    for (name, on) in files {
        causes.add_named(scope, Cause::Storage, name, &on);
    }
    if let Some(why) = open {
        causes.add(scope, Cause::Storage, &scope.nowhere_clear(&why));
    }
}

/// Networks of the adapters, those left out that are `no_matter`.
fn networks(
    scope: &Scope<'_, '_>,
    causes: &mut Causes,
    nics: &Fact<List<NicFacts>>,
    no_matter: impl Fn(&NicFacts) -> Fact<bool>,
) {
    let nics = match nics {
        Ok(nics) => nics,
        Err(why) => return causes.add(scope, Cause::Networks, &scope.nowhere_clear(why)),
    };
    for nic in &nics.items {
        let on = unless(scope, &no_matter(nic), &nic.same_lan_on);
        causes.add_named(scope, Cause::Networks, nic.network.clone(), &on);
    }
    if let Some(why) = &nics.missing {
        causes.add(scope, Cause::Networks, &scope.nowhere_clear(why));
    }
}

/// What of confidential computing a VM uses, with the hosts where `on` says that it goes.
fn confidential(scope: &Scope<'_, '_>, causes: &mut Causes, vm: &VmFacts, on: impl Fn(&Name) -> HostSplit) {
    let used = match &vm.confidential {
        Ok(used) => used,
        Err(why) => return causes.add(scope, Cause::Devices, &scope.nowhere_clear(why)),
    };
    for name in &used.items {
        causes.add_named(scope, Cause::Devices, name.clone(), &on(name));
    }
    if let Some(why) = &used.missing {
        causes.add(scope, Cause::Devices, &scope.nowhere_clear(why));
    }
}

/// Hosts that can start a VM with an enclave, or with encrypted registers: the CPUs of one vendor know each, and
/// which of those hosts have it switched on is not told.
fn enclaves_on(scope: &Scope<'_, '_>, name: &Name) -> HostSplit {
    let maker = if name == "SEV-ES" { "amd" } else { "intel" };
    scope.split(|member| {
        if vendor(scope.ix, member.host)?.eq_ignore_ascii_case(maker) {
            let what = ReasonDetail::HostsWithDevice { device: name.clone() };
            return Err(member.host.unknown(ReasonKind::Untold, HostSystem::cpu_pkg.path, what));
        }
        Ok(false)
    })
}

/// Hardware version and number of CPUs.
fn size(scope: &Scope<'_, '_>, causes: &mut Causes, vm: &VmFacts) {
    causes.add(scope, Cause::HardwareVersion, &vm.fits.version_on);
    causes.add(scope, Cause::LogicalCpus, &vm.fits.threads_on);
}

/// Required VM-Host rules.
fn rules(scope: &Scope<'_, '_>, causes: &mut Causes, vm: &VmFacts) {
    for rule in &vm.ties.each.items {
        causes.add_named(scope, Cause::Rules, rule.name.clone(), &rule.on);
    }
    if let Some(why) = &vm.ties.each.missing {
        causes.add(scope, Cause::Rules, &scope.nowhere_clear(why));
    }
}

fn drives_on(scope: &Scope<'_, '_>, causes: &mut Causes, drives: &Fact<List<DriveFacts>>) {
    match drives {
        Ok(drives) => {
            for drive in &drives.items {
                let no_matter = drive.live.clone().map(|live| !live);
                let on = unless(scope, &no_matter, &drive.moves_on);
                causes.add_named(scope, Cause::Drives, drive.label.clone(), &on);
            }
        }
        Err(why) => causes.add(scope, Cause::Drives, &scope.nowhere_clear(why)),
    }
}

/// Where the VM moves with the buses it shares: nowhere with one shared on its host, nor with a raw device
/// mapping in virtual mode.
fn buses_on(scope: &Scope<'_, '_>, vm: &VmFacts) -> HostSplit {
    let buses = match &vm.shared_buses {
        Ok(buses) if buses.items.is_empty() => return scope.everywhere(),
        Ok(buses) => buses,
        Err(why) => return scope.nowhere_clear(why),
    };
    let movable = every(buses.items.iter().map(|bus| match bus.sharing.clone()? {
        BusSharing::Virtual => Ok(false),
        BusSharing::Physical => Ok(bus.virtual_rdms.items.is_empty()),
    }));
    match movable {
        Ok(true) => vm.ties.shared_bus_on.clone(),
        other => scope.wherever(other),
    }
}

/// What goes on with the VM and holds it where it is, or may: in a word. A task that disables moves while it runs ends.
fn held(vm: &VmFacts) -> impl Iterator<Item = (&'static str, Fact<bool>)> {
    let broken = |state: VmConnection| (state.word(), vm.connection.clone().map(|own| own == state));
    let idle = vm.running_tasks.clone().and_then(|tasks| match (tasks.items.is_empty(), tasks.missing) {
        (true, Some(why)) => Err(why),
        (empty, _) => Ok(empty),
    });
    let connected = vm.connection.clone().map(|state| state == VmConnection::Connected);
    let stuck = every([connected, vm.migration_disabled.clone(), idle]);
    let all = [
        broken(VmConnection::Inaccessible),
        broken(VmConnection::Invalid),
        broken(VmConnection::Orphaned),
        ("question", vm.question.clone()),
        ("failover", vm.failover_running.clone()),
        ("disabled", stuck),
    ];
    all.into_iter().filter(|(_, held)| *held != Ok(false))
}

/// Hosts whose HA agent works; everywhere where HA is off, and before agents told of themselves.
fn agents_on(scope: &Scope<'_, '_>, ha: &Fact<bool>) -> HostSplit {
    match ha {
        Ok(true) => {}
        Ok(false) => return scope.everywhere(),
        Err(why) => return scope.nowhere_clear(why),
    }
    let cluster = scope.members.cluster;
    let on = scope.split(|member| match agent(scope.ix, member.host, Some(cluster)).agent {
        Ok(Agent::Working) => Ok(true),
        Ok(Agent::Broken | Agent::Absent) => Ok(false),
        Ok(Agent::Starting) => {
            let path = HostSystem::das_host_state.path;
            Err(member.host.unknown(ReasonKind::Untold, path, ReasonDetail::AgentStarting))
        }
        Err(why) if not_offered(&why) => Ok(true),
        Err(why) => Err(why),
    });
    if on.all() == Ok(true) { scope.everywhere() } else { on }
}
