//! The facts of one host.

use crate::facts::compute::hardware;
use crate::facts::ground::count::count;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::membership::in_cluster;
use crate::facts::ground::names::Name;
use crate::facts::ground::product::{product, version};
use crate::facts::ground::standing::{active, connection, reachable, silent_in_standby};
use crate::facts::ha::settings as ha;
use crate::facts::net::carriers::{self, Carriers};
use crate::facts::net::interfaces;
use crate::facts::net::records::VmotionFacts;
use crate::facts::net::subnets::{Addresses, by_subnet, join, subnets};
use crate::facts::net::uplinks::{Wired, wired};
use crate::facts::net::vmotion::routed;
use crate::facts::subject::licences;
use crate::facts::subject::model::HostFacts;
use crate::facts::subject::people::ports;
use crate::inventory::{ClusterComputeResource, HostSystem};
use crate::schema::{Fact, Grouping, HostSplit, Unknown, Version};
use crate::terms::ReasonKind;

/// Interfaces over which HA sends its heartbeats.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Heartbeat {
    /// Management's.
    Management,
    /// vSAN's, where vSAN is on.
    Vsan,
}

/// What a host's facts owe to its place.
pub struct Placement<'a> {
    /// It is in a cluster.
    pub placed: Option<bool>,
    /// The cluster, when it is in scope.
    pub cluster: Option<&'a ClusterComputeResource>,
    /// Other active hosts of its cluster with which it shares a vMotion subnet.
    pub peers: HostSplit,
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
    let management = carried("management", wired.clone().and_then(carriers::management));
    let heartbeats = heartbeat.clone().and_then(|kind| Ok((kind, wired.clone()?)));
    let heartbeat_interfaces = heartbeats.clone().and_then(|(kind, wired)| match kind {
        Heartbeat::Management => management.clone(),
        Heartbeat::Vsan => carried("vsan", carriers::vsan(wired)),
    });
    let vmotion = wired.clone().map(carriers::vmotion);
    HostFacts {
        name: host.display_name(),
        product: product.clone().map(|product| product.product_line_id.clone()),
        version: version(ix, host),
        connection: connection(ix, host),
        silent_in_standby: silent_in_standby(ix, host),
        active: active(ix, host),
        in_cluster: in_cluster(ix, host, placement.placed),
        management_subnets: host_subnets(heartbeats),
        management_paths: heartbeat_interfaces.as_ref().map_err(Clone::clone).and_then(interfaces::paths),
        heartbeat_interfaces,
        management,
        nic_count: wired.as_ref().map(|wired| count(wired.network.pnic.len())).map_err(Clone::clone),
        classic_console: classic_console(ix, host),
        vmotion: VmotionFacts {
            supported: reachable(ix, host)
                .and_then(|()| ix.need(host, HostSystem::vmotion_supported).copied()),
            enabled: reachable(ix, host).and_then(|()| {
                let enabled = ix.read(host, HostSystem::vmotion_enabled);
                enabled.map(|enabled| enabled.copied().unwrap_or_default())
            }),
            interfaces: carried("vmotion", vmotion),
            mixed_stacks: wired.clone().and_then(carriers::mixed_stacks),
            peers: placement.peers,
            routed: wired.clone().and_then(routed),
        },
        ports: ports(ix, host),
        hardware: hardware::facts(ix, host),
        ha: ha::agent(ix, host, placement.cluster),
        heartbeat_datastores: ha::heartbeat_datastores(ix, host, placement.cluster),
        licence: licences::of_host(ix, host),
    }
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

/// Interfaces over which HA sends its heartbeats.
fn heartbeat_carriers<'a>(kind: Heartbeat, wired: Wired<'_, 'a>) -> Fact<Carriers<'a>> {
    match kind {
        Heartbeat::Management => carriers::management(wired),
        Heartbeat::Vsan => carriers::vsan(wired),
    }
}

fn host_subnets(heartbeats: Fact<(Heartbeat, Wired<'_, '_>)>) -> Grouping {
    let carriers = heartbeats.and_then(|(kind, wired)| Ok((wired, heartbeat_carriers(kind, wired)?)));
    match carriers {
        Ok((wired, carriers)) => {
            by_subnet(&interfaces::located(wired.host, &carriers), carriers.missing.as_ref())
        }
        Err(why) => Grouping { why: Some(why), ..Grouping::default() },
    }
}

/// The management subnets of a host as one text.
pub fn management_set<'a>(ix: &Index<'a>, host: &'a HostSystem, kind: Heartbeat) -> Fact<Name> {
    Ok(join(management_list(ix, host, kind)?.iter()))
}

/// The management subnets of a host.
pub fn management_list<'a>(ix: &Index<'a>, host: &'a HostSystem, kind: Heartbeat) -> Fact<Vec<Name>> {
    let wired = wired(ix, host)?;
    let carriers = heartbeat_carriers(kind, wired)?;
    let set = subnets(&interfaces::located(host, &carriers))?;
    if let Some(why) = carriers.missing {
        return Err(why);
    }
    if set.is_empty() {
        let what = "no address of its management interfaces is told";
        return Err(host.unknown(ReasonKind::Failed, HostSystem::network.path, what));
    }
    Ok(set)
}

/// vMotion adapters of a host by address.
pub fn vmotion_addresses<'a>(ix: &Index<'a>, host: &'a HostSystem) -> Fact<(Vec<Name>, Option<Unknown>)> {
    let carriers = carriers::vmotion(wired(ix, host)?);
    let addresses = carriers.items.iter().flat_map(|nic| Addresses::of(&nic.ip).bare().collect::<Vec<_>>());
    Ok((addresses.collect(), carriers.missing.clone()))
}
