//! What keeps a running VM from the other hosts of its cluster: everything that is known of it, as splits
//! over hosts.

use crate::facts::compute::evc;
use crate::facts::compute::records::{BusFacts, CpuFacts};
use crate::facts::ground::logic::{every, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Scope, Together};
use crate::facts::ground::words::{BusSharing, VmConnection};
use crate::facts::net::records::NicFacts;
use crate::facts::place::devices::devices_on;
use crate::facts::place::live::Causes;
use crate::facts::place::records::{Cause, DeviceFacts, FitsFacts, LiveFacts, TiesFacts};
use crate::facts::storage::records::DriveFacts;
use crate::facts::subject::vcenter::allows_internal_networks;
use crate::schema::{Fact, HostSplit, List};

/// What of a VM may keep it from a host.
pub struct Parts<'f> {
    pub devices: &'f Fact<List<DeviceFacts>>,
    pub storage_on: &'f HostSplit,
    pub nics: &'f Fact<List<NicFacts>>,
    pub legacy_nics: &'f Fact<List<Name>>,
    pub cpu: &'f CpuFacts,
    pub drives: [&'f Fact<List<DriveFacts>>; 2],
    pub affinities: [&'f Fact<List<i64>>; 2],
    pub shared_buses: &'f Fact<List<BusFacts>>,
    pub fits: &'f FitsFacts,
    pub ties: &'f TiesFacts,
    pub connection: &'f Fact<VmConnection>,
    /// States that end by themselves or by a person: a question, a failover.
    pub stops: [&'f Fact<bool>; 2],
    /// A method that moves it is disabled, and the tasks that may be why.
    pub disabled: (&'f Fact<bool>, &'f Fact<List<Name>>),
}

/// What decides about moves for all VMs of a cluster.
pub struct Moves {
    evc_everywhere: Fact<bool>,
    internal_allowed: Fact<bool>,
}

impl Moves {
    pub fn new(scope: &Scope<'_, '_>, evc: &Fact<Name>) -> Self {
        Self {
            evc_everywhere: evc::evc_everywhere(scope, evc),
            internal_allowed: allows_internal_networks(scope.ix),
        }
    }

    /// Whether a VM on the member `own` could move to the others while it runs.
    pub fn live(
        &self,
        scope: &Scope<'_, '_>,
        together: &mut Together,
        parts: &Parts<'_>,
        own: &Fact<usize>,
    ) -> LiveFacts {
        let mut causes = Causes::default();
        for on in devices_on(scope, parts.devices) {
            causes.add(scope, Cause::Devices, &on);
        }
        causes.add(scope, Cause::Storage, parts.storage_on);
        self.networks(scope, &mut causes, parts);
        causes.add(scope, Cause::Cpu, &self.cpu(scope, parts.cpu));
        for drives in parts.drives {
            drives_on(scope, &mut causes, drives);
        }
        let tied = parts
            .affinities
            .map(|list| list.as_ref().map(|list| !list.items.is_empty()).map_err(Clone::clone));
        causes.add(scope, Cause::Affinity, &scope.wherever(some(tied).map(|tied| !tied)));
        causes.add(scope, Cause::Bus, &buses_on(scope, parts));
        causes.add(scope, Cause::Room, &parts.fits.on);
        causes.add(scope, Cause::Rules, &parts.ties.rules_on);
        causes.add(scope, Cause::Encryption, &parts.ties.encrypted_on);
        causes.add(scope, Cause::Spares, &parts.ties.unspared_on);
        causes.add(scope, Cause::State, &scope.wherever(held(parts).map(|held| !held)));
        let slot = own.clone().map(|own| scope.hosts[own].slot);
        causes.decide(scope, together, &slot)
    }

    fn networks(&self, scope: &Scope<'_, '_>, causes: &mut Causes, parts: &Parts<'_>) {
        let legacy = parts.legacy_nics.as_ref().map(|list| list.items.is_empty()).map_err(Clone::clone);
        causes.add(scope, Cause::Networks, &scope.wherever(legacy));
        let nics = match parts.nics {
            Ok(nics) => nics,
            Err(why) => return causes.add(scope, Cause::Networks, &scope.nowhere_clear(why)),
        };
        for nic in &nics.items {
            let no_matter = some([
                nic.live.clone().map(|live| !live),
                every([nic.internal.clone(), self.internal_allowed.clone()]),
            ]);
            causes.add(scope, Cause::Networks, &unless(scope, &no_matter, &nic.same_lan_on));
        }
        if let Some(why) = &nics.missing {
            causes.add(scope, Cause::Networks, &scope.nowhere_clear(why));
        }
    }

    /// An EVC mode that holds everywhere covers a VM that no feature list is told of.
    fn cpu(&self, scope: &Scope<'_, '_>, cpu: &CpuFacts) -> HostSplit {
        let covered = every([self.evc_everywhere.clone(), cpu.by_features.clone().map(|lists| !lists)]);
        unless(scope, &covered, &cpu.on)
    }
}

/// Where something holds, or everywhere when it is no matter.
pub fn unless(scope: &Scope<'_, '_>, no_matter: &Fact<bool>, on: &HostSplit) -> HostSplit {
    match no_matter {
        Ok(true) => scope.everywhere(),
        Ok(false) => on.clone(),
        Err(why) => {
            let whole = on.without(None);
            let states = whole.iter().map(|(_, state)| some([state.clone(), Err(why.clone())]));
            scope.split_of(states.collect(), whole.missing())
        }
    }
}

fn drives_on(scope: &Scope<'_, '_>, causes: &mut Causes, drives: &Fact<List<DriveFacts>>) {
    match drives {
        Ok(drives) => {
            for drive in &drives.items {
                let no_matter = drive.live.clone().map(|live| !live);
                causes.add(scope, Cause::Drives, &unless(scope, &no_matter, &drive.moves_on));
            }
        }
        Err(why) => causes.add(scope, Cause::Drives, &scope.nowhere_clear(why)),
    }
}

/// Where the VM moves with the buses it shares: nowhere with one shared on its host, nor with a raw device
/// mapping in virtual mode.
fn buses_on(scope: &Scope<'_, '_>, parts: &Parts<'_>) -> HostSplit {
    let buses = match parts.shared_buses {
        Ok(buses) if buses.items.is_empty() => return scope.everywhere(),
        Ok(buses) => buses,
        Err(why) => return scope.nowhere_clear(why),
    };
    let movable = every(buses.items.iter().map(|bus| match bus.sharing.clone()? {
        BusSharing::Virtual => Ok(false),
        BusSharing::Physical => Ok(bus.virtual_rdms.items.is_empty()),
    }));
    match movable {
        Ok(true) => parts.ties.shared_bus_on.clone(),
        other => scope.wherever(other),
    }
}

/// Whether what goes on with the VM holds it where it is. A task that disables moves while it runs ends.
fn held(parts: &Parts<'_>) -> Fact<bool> {
    let broken = parts.connection.clone().map(|state| {
        matches!(state, VmConnection::Inaccessible | VmConnection::Invalid | VmConnection::Orphaned)
    });
    let (disabled, tasks) = parts.disabled;
    let idle = tasks.clone().and_then(|tasks| match (tasks.items.is_empty(), tasks.missing) {
        (true, Some(why)) => Err(why),
        (empty, _) => Ok(empty),
    });
    let connected = parts.connection.clone().map(|state| state == VmConnection::Connected);
    let [question, failover] = parts.stops;
    some([broken, question.clone(), failover.clone(), every([connected, disabled.clone(), idle])])
}
