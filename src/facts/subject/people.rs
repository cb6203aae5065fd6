//! What the operator stated and what probes found, as facts.

use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::membership::Membership;
use crate::facts::subject::model::people::{ClientOs, GivenFacts, PortFacts, Ports, ProbeFacts};
use crate::inventory::{HostSystem, Id, PortProbe, Probe};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

/// The call that stands for the probes in reasons.
const PROBE: &str = "probe";

/// What the operator stated about a run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// When the application was installed, seconds since 1970-01-01 UTC.
    pub installed_at_s: Option<i64>,
    /// The end of that time, where only a day was stated.
    pub installed_until_s: Option<i64>,
    /// The run asks nothing about HA.
    pub without_ha: bool,
    /// The run asks nothing about vMotion.
    pub without_vmotion: bool,
    /// Managed-object id of the application's VM.
    pub app: Option<Id>,
    /// The machine that makes the probes is the PC of the vSphere Client.
    pub client_here: bool,
}

/// The VM that the operator named as the application's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AppVm {
    /// Nobody named one.
    NotNamed,
    /// Its position in [`crate::facts::Facts::vms`].
    At(usize),
    /// One was named, but it was not received.
    Unseen(Unknown),
}

/// What was stated.
pub fn given(ix: &Index<'_>, given: &Given) -> GivenFacts {
    GivenFacts {
        install_stated: given.installed_at_s.is_some(),
        installed_at_s: given.installed_at_s.map_or_else(|| ix.clock(), Ok),
        installed_until_s: given.installed_until_s.or(given.installed_at_s).map_or_else(|| ix.clock(), Ok),
        ha: !given.without_ha,
        vmotion: !given.without_vmotion,
        lms_vm: given.app.is_some(),
        client_here: given.client_here,
    }
}

fn not_tried(ix: &Index<'_>, what: Detail) -> Unknown {
    because(ix.vcenter(), ReasonKind::NotCollected, PROBE, what)
}

fn round<'a>(ix: &Index<'a>) -> Fact<&'a Probe> {
    ix.answer(&ix.inventory.vcenter.probe, PROBE)?.ok_or_else(|| not_tried(ix, Detail::NoProbe))
}

/// What the probes found, those of hosts left out.
pub fn probe(ix: &Index<'_>) -> ProbeFacts {
    let probe = round(ix);
    let get = |what, read: &dyn Fn(&Probe) -> Option<bool>| {
        let probe = probe.clone()?;
        read(probe).ok_or_else(|| not_tried(ix, what))
    };
    ProbeFacts {
        machine: probe.clone().map(|probe| probe.machine.as_str().into()),
        os: probe.clone().map(|probe| os(&probe.os)),
        memory_mb: probe.clone().and_then(|probe| {
            let what = Detail::MachineMemory;
            probe.memory_mb.ok_or_else(|| because(ix.vcenter(), ReasonKind::Untold, PROBE, what))
        }),
        vcenter_reached: get(Detail::VcenterNotTried, &|probe| probe.vcenter_reached),
        hosts_tried: get(Detail::Nothing, &|probe| Some(probe.ports.is_some())),
        internet: get(Detail::NoProbeUrl, &|probe| probe.internet.as_ref().map(|internet| internet.answered)),
    }
}

fn os(word: &str) -> ClientOs {
    match word {
        "windows" => ClientOs::Windows,
        "linux" => ClientOs::Linux,
        "macos" => ClientOs::Macos,
        _ => ClientOs::Other,
    }
}

/// The ports of a host.
pub fn ports(ix: &Index<'_>, host: &HostSystem) -> Ports {
    let probe = round(ix)?;
    let unknown = |what| host.unknown(ReasonKind::NotCollected, PROBE, what);
    if probe.ports.is_none() {
        return Err(unknown(Detail::PortsNotTried));
    }
    match ix.ports.get(host.id.as_str()) {
        Some(ports) => Ok(List::complete(ports.iter().map(|port| port_facts(host, port)).collect())),
        None => Err(unknown(Detail::HostNotTried)),
    }
}

fn port_facts(host: &HostSystem, probe: &PortProbe) -> PortFacts {
    PortFacts {
        label: compact_str::format_compact!("{}", probe.port),
        port: i64::from(probe.port),
        by_name: probe.by_name.reached,
        by_ip: probe
            .by_address
            .as_ref()
            .map(|knock| knock.reached)
            .ok_or_else(|| host.unknown(ReasonKind::NotCollected, PROBE, Detail::NoAddressToTry)),
    }
}

/// Position in the inventory of the application's VM, when it is certainly outside every cluster.
pub fn outside(ix: &Index<'_>, members: &Membership<'_>) -> Option<usize> {
    let vm = *ix.vms.get(ix.app?)?;
    let inside = members.clusters.iter().flat_map(|members| &members.vms).any(|(at, _)| *at == vm);
    let unplaced = members.unplaced_vms.iter().any(|(at, _, _)| *at == vm);
    (!inside && !unplaced).then_some(vm)
}
