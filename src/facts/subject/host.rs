//! The facts of one host.

use crate::facts::compute::hardware;
use crate::facts::ground::count::count;
use crate::facts::ground::heartbeat::Heartbeat;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::membership::in_cluster;
use crate::facts::ground::product::{product, version};
use crate::facts::ground::standing::{active, adapters, connection, reachable, service, silent_in_standby};
use crate::facts::ha::records::{Agent, AgentFacts};
use crate::facts::ha::settings as ha;
use crate::facts::net::carriers::{self, Carriers};
use crate::facts::net::heartbeat::{host_subnets, interfaces as heartbeat_interfaces, paths};
use crate::facts::net::interfaces;
use crate::facts::net::records::{InterfaceFacts, VmotionFacts, WaysFacts};
use crate::facts::net::routes::{gateway_at_hand, gateway_of};
use crate::facts::net::uplinks::wired;
use crate::facts::place::records::LossFacts;
use crate::facts::subject::licences;
use crate::facts::subject::model::HostFacts;
use crate::facts::subject::people::ports;
use crate::inventory::{ClusterComputeResource, HostSystem};
use crate::schema::{Fact, List, Version};
use crate::terms::{Detail, ReasonKind};

/// What a host's facts owe to its place.
pub struct Placement<'a> {
    /// It is in a cluster.
    pub placed: Option<bool>,
    /// The cluster, when it is in scope.
    pub cluster: Option<&'a ClusterComputeResource>,
    /// How the other active hosts of its cluster are reached by vMotion.
    pub ways: WaysFacts,
}

/// The facts of a host. `heartbeat` follows from its cluster.
pub fn facts<'a>(
    ix: &Index<'a>,
    host: &'a HostSystem,
    heartbeat: &Fact<Heartbeat>,
    placement: Placement<'_>,
) -> HostFacts {
    let product = product(ix, host);
    let wired = wired(ix, host);
    let around = wired.clone().map(interfaces::Around::new);
    let carried = |kind: &str, carriers: Fact<Carriers<'a>>| {
        let (wired, around) = (wired.clone()?, around.as_ref().map_err(Clone::clone)?);
        carriers.map(|carriers| interfaces::facts(wired, around, kind, &carriers))
    };
    let managing = wired.clone().and_then(carriers::management);
    let management = carried("management", managing.clone());
    let heartbeats = heartbeat.clone().and_then(|kind| Ok((kind, wired.clone()?)));
    let heartbeat_interfaces = heartbeats.clone().and_then(|(kind, wired)| {
        heartbeat_interfaces(&kind, wired, management.clone(), || carried("vsan", carriers::vsan(wired)))
    });
    let management_subnets = host_subnets(heartbeats);
    let console = classic_console(ix, host);
    let vmotion = wired.clone().map(carriers::vmotion);
    let ha = ha::agent(ix, host, placement.cluster);
    let uplinks = heartbeat_interfaces.as_ref().map(interfaces::uplinks_of).map_err(Clone::clone);
    HostFacts {
        loss: LossFacts::unasked(host.display_name(), Ok(false)),
        name: host.display_name(),
        id: host.id.clone(),
        product: product.clone().map(|product| product.product_line_id.clone()),
        version: version(ix, host),
        connection: connection(ix, host),
        silent_in_standby: silent_in_standby(ix, host),
        active: active(ix, host),
        service: service(ix, host),
        in_cluster: in_cluster(ix, host, placement.placed),
        gateway: managing.clone().and_then(|adapters| {
            let wired = wired.clone()?;
            let all = adapters.items.iter().map(|nic| gateway_of(wired, nic));
            Ok(all.filter(|gateway| !gateway.is_empty()).min().unwrap_or_default())
        }),
        gateway_at_hand: managing
            .and_then(|adapters| gateway_at_hand(wired.clone()?, &adapters, &tells_stacks(ix, host))),
        heartbeats_leave: heartbeats_leave(&heartbeat_interfaces, &ha, host),
        management_paths: heartbeat_interfaces
            .as_ref()
            .map_err(Clone::clone)
            .and_then(|list| paths(list, &management_subnets, console.clone())),
        management_subnets,
        heartbeat_uplinks: uplinks.clone().map(|(taken, _)| taken),
        heartbeat_unused: uplinks.map(|(_, unused)| unused),
        heartbeat_interfaces,
        management,
        vm_count: ix.read(host, HostSystem::vm).map(|vms| count(vms.map_or(0, Vec::len))),
        nic_count: adapters(ix, host).map(|adapters| count(adapters.len())),
        classic_console: console,
        vmotion: VmotionFacts {
            supported: reachable(ix, host)
                .and_then(|()| ix.need(host, HostSystem::vmotion_supported).copied()),
            enabled: reachable(ix, host).and_then(|()| {
                let enabled = ix.read(host, HostSystem::vmotion_enabled);
                enabled.map(|enabled| enabled.copied().unwrap_or_default())
            }),
            on: wired.clone().and_then(carriers::vmotion_on),
            interfaces: carried("vmotion", vmotion),
            mixed_stacks: wired.clone().and_then(carriers::mixed_stacks),
            idle: wired.clone().map(|wired| {
                let Carriers { items, missing } = carriers::idle_for_vmotion(wired);
                List { items: items.into_iter().map(|nic| nic.device.clone()).collect(), missing }
            }),
            subnet_with: wired.clone().and_then(|wired| {
                let around = around.as_ref().map_err(Clone::clone)?;
                Ok(around.beside(wired, "vmotion", &carriers::vmotion(wired)))
            }),
            ways: placement.ways,
        },
        ports: ports(ix, host),
        hardware: hardware::facts(ix, host),
        ha,
        heartbeat_datastores: ha::heartbeat_datastores(ix, host, placement.cluster),
        licence: licences::of_host(ix, host),
    }
}

/// Whether the host tells of its TCP/IP stacks.
fn tells_stacks(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    version(ix, host).map(|version| Version::parse("5.5").is_none_or(|first| version.since(&first)))
}

/// Whether heartbeats get out of a host: some uplink behind the adapters that send them has a link. Where none has and
/// the agent works all the same, one of the two is not as it is told.
fn heartbeats_leave(
    adapters: &Fact<List<InterfaceFacts>>,
    agent: &AgentFacts,
    host: &HostSystem,
) -> Fact<bool> {
    if interfaces::leave(adapters.as_ref().map_err(Clone::clone)?)? {
        return Ok(true);
    }
    if agent.agent.clone()? != Agent::Working {
        return Ok(false);
    }
    let state = agent.state.clone()?;
    let none = adapters.as_ref().is_ok_and(|adapters| adapters.items.is_empty());
    let what =
        if none { Detail::NoAdapterAgainstAgent { state } } else { Detail::LinkAgainstAgent { state } };
    Err(host.unknown(ReasonKind::Contradicts, HostSystem::network.path, what))
}

/// Whether the host has a service console. ESXi has none, and ESX ended with 4.1.
fn classic_console(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    let told = reachable(ix, host).and_then(|()| ix.read(host, HostSystem::uses_service_console_nic));
    told.map(|told| told == Some(&true)).or_else(|why| {
        let version = product(ix, host).ok().and_then(|product| Version::parse(&product.version));
        match (version, Version::parse("5.0")) {
            (Some(version), Some(bound)) if version.since(&bound) => Ok(false),
            _ => Err(why),
        }
    })
}
