//! How the hosts of a cluster are wired: physical adapters, switches, port groups, vmkernel adapters. What pictures
//! are drawn from; no rule reads it.

use std::collections::HashMap;

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::names::Name;
use crate::facts::ground::standing::sleeps;
use crate::facts::ground::words::NetKind;
use crate::facts::net::carriers::{kinds, stack};
use crate::facts::net::interfaces::portgroup;
use crate::facts::net::lan::{Lan, segment_name};
use crate::facts::net::records::NetFacts;
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::{Wired, wired};
use crate::facts::subject::tables::Facts;
use crate::inventory::{DistributedVirtualPortgroup, HostSystem, Inventory, Link, VirtualNic};
use crate::schema::Fact;

/// The hosts of a cluster, in the order of its facts.
pub struct ClusterWiring {
    /// Each host.
    pub hosts: Vec<HostWiring>,
}

/// A host.
pub struct HostWiring {
    /// Managed-object id.
    pub id: Name,
    /// Name.
    pub name: Name,
    /// Its switches; unknown where its networking could not be read.
    pub switches: Fact<Vec<SwitchWiring>>,
}

/// A switch as one host has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchWiring {
    /// Its name.
    pub name: Name,
    /// Kind of the networks on it.
    pub kind: NetKind,
    /// MTU, where it is told.
    pub mtu: Option<i64>,
    /// Physical adapters.
    pub adapters: Vec<AdapterWiring>,
    /// Port groups, by label.
    pub groups: Vec<GroupWiring>,
}

/// A physical adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterWiring {
    /// Device, e.g. `vmnic0`.
    pub device: Name,
    /// State of its link; `None` while the host sleeps.
    pub link: Option<LinkState>,
}

/// State of a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// There is none.
    Down,
    /// There is one: Mb/s, and whether both sides may send at once.
    Up(i64, bool),
}

/// What keeps the traffic of a port group apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupLan {
    /// A VLAN, several, or a private one, as people write it.
    Vlan(Name),
    /// A segment of NSX, by its name or id.
    Segment(Name),
}

/// A port group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupWiring {
    /// Label, not escaped.
    pub label: Name,
    /// What keeps its traffic apart, where that is told.
    pub lan: Option<GroupLan>,
    /// vmkernel and service-console adapters on it.
    pub interfaces: Vec<InterfaceWiring>,
}

/// A vmkernel or service-console adapter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceWiring {
    /// Device, e.g. `vmk1`.
    pub device: Name,
    /// Kinds of traffic that it carries, as the API calls them; `None` where that is not told.
    pub kinds: Option<Vec<Name>>,
    /// Addresses with prefix length.
    pub addresses: Vec<Name>,
    /// Its subnets, e.g. `10.1.0.0/24`.
    pub subnets: Vec<Name>,
    /// TCP/IP stack.
    pub stack: Name,
    /// MTU, where it is told.
    pub mtu: Option<i64>,
}

/// How each cluster is wired, in the order of [`Facts::clusters`]. Of distributed and opaque networks those stand in it
/// that VMs or vmkernel adapters of the cluster use, of standard ones all.
pub fn wiring(inventory: &Inventory, facts: &Facts) -> Vec<ClusterWiring> {
    let ix = Index::new(inventory);
    let hosts: HashMap<&str, &HostSystem> =
        inventory.hosts.iter().map(|host| (host.id.as_str(), host)).collect();
    let mut clusters: Vec<ClusterWiring> =
        facts.clusters.iter().map(|_| ClusterWiring { hosts: Vec::new() }).collect();
    for (identity, cluster) in facts.identity.hosts.iter().zip(&facts.identity.cluster_of_host) {
        let Some(at) = cluster.map(|cluster| cluster.0 as usize) else { continue };
        let (Some(record), Some(host)) = (facts.clusters.get(at), hosts.get(identity.id.as_str())) else {
            continue;
        };
        if let Some(cluster) = clusters.get_mut(at) {
            cluster.hosts.push(host_wiring(&ix, host, &record.networks.items));
        }
    }
    clusters
}

fn host_wiring<'a>(ix: &Index<'a>, host: &'a HostSystem, networks: &[NetFacts]) -> HostWiring {
    let name = host.display_name();
    let switches = wired(ix, host).map(|wired| {
        let mut switches = switches(wired);
        for network in networks.iter().filter(|network| network.kind != NetKind::Standard) {
            let here = network.on.iter().any(|(on, state)| *on == name && *state == Ok(true));
            if here && let Ok(label) = &network.label {
                add_distributed(ix, &mut switches, network, label);
            }
        }
        for nic in wired.network.console_vnic.iter().chain(&wired.network.vnic) {
            add_interface(wired, &mut switches, nic);
        }
        for switch in &mut switches {
            switch.groups.sort_by(|a, b| a.label.cmp(&b.label));
        }
        switches
    });
    HostWiring { id: host.id.clone(), name, switches }
}

/// The switches of a host with their adapters, and the port groups of the standard ones.
fn switches(wired: Wired<'_, '_>) -> Vec<SwitchWiring> {
    let network = wired.network;
    let asleep = sleeps(wired.ix, wired.host);
    let adapters = |keys: &[Name]| {
        let mut adapters: Vec<AdapterWiring> = Vec::new();
        for nic in network.pnic.iter().filter(|nic| keys.contains(&nic.key)) {
            let state = |link: Link| LinkState::Up(link.speed_mb, link.duplex);
            let link = (!asleep).then(|| nic.link.map_or(LinkState::Down, state));
            adapters.push(AdapterWiring { device: nic.device.clone(), link });
        }
        adapters.sort_by(|a, b| a.device.cmp(&b.device));
        adapters
    };
    let standard = network.vswitch.iter().map(|switch| {
        let own = network
            .portgroup
            .iter()
            .filter(|group| wired.vswitch(group).is_ok_and(|of_group| of_group.key == switch.key));
        let groups = own.map(|group| GroupWiring {
            label: unescape(&group.name),
            lan: Lan::standard(wired.host, group).ok().map(|lan| shown(&lan)),
            interfaces: Vec::new(),
        });
        SwitchWiring {
            name: switch.name.clone(),
            kind: NetKind::Standard,
            mtu: switch.mtu,
            adapters: adapters(&switch.pnic),
            groups: groups.collect(),
        }
    });
    let distributed = network.proxy_switch.iter().map(|end| SwitchWiring {
        name: unescape(&end.dvs_name),
        kind: NetKind::Distributed,
        mtu: end.mtu,
        adapters: adapters(&end.pnic),
        groups: Vec::new(),
    });
    let opaque = network.opaque_switch.iter().map(|switch| SwitchWiring {
        name: switch.name.clone(),
        kind: NetKind::Opaque,
        mtu: None,
        adapters: adapters(&switch.pnic),
        groups: Vec::new(),
    });
    standard.chain(distributed).chain(opaque).collect()
}

fn shown(lan: &Lan) -> GroupLan {
    GroupLan::Vlan(match lan {
        Lan::Vlan(id) => id.to_string().into(),
        Lan::Trunk(ranges) => {
            let one = |(from, to): &(i64, i64)| {
                if from == to { from.to_string() } else { format!("{from}-{to}") }
            };
            ranges.iter().map(one).collect::<Vec<_>>().join(",").into()
        }
        Lan::Named(text) => text.clone(),
        Lan::Segment(path) => return GroupLan::Segment(segment_name(path).into()),
    })
}

/// Adds a distributed or opaque network that VMs use to the switch of the host that has it.
fn add_distributed(ix: &Index<'_>, switches: &mut [SwitchWiring], network: &NetFacts, label: &Name) {
    let portgroup = ix.portgroup(&network.id).ok();
    let name = portgroup.and_then(|portgroup| switch_name(ix, portgroup));
    let lan = portgroup.and_then(|portgroup| Lan::distributed(ix, portgroup).ok());
    let place = switches.iter_mut().find(|switch| match &name {
        Some(name) => switch.kind == NetKind::Distributed && switch.name == *name,
        None => switch.kind == network.kind,
    });
    if let Some(switch) = place
        && switch.groups.iter().all(|group| group.label != *label)
    {
        let (label, lan) = (label.clone(), lan.map(|lan| shown(&lan)));
        switch.groups.push(GroupWiring { label, lan, interfaces: Vec::new() });
    }
}

fn switch_name(ix: &Index<'_>, portgroup: &DistributedVirtualPortgroup) -> Option<Name> {
    let id = portgroup.config.known().and_then(|config| config.switch.as_deref());
    ix.switch("", id).ok().map(Named::display_name)
}

/// Adds a vmkernel or service-console adapter to its port group.
fn add_interface(wired: Wired<'_, '_>, switches: &mut Vec<SwitchWiring>, nic: &VirtualNic) {
    let addresses = Addresses::of(&nic.ip);
    let v4 = addresses.v4_subnet(|| crate::facts::net::interfaces::mask(wired.host, nic)).ok().flatten();
    let interface = InterfaceWiring {
        device: nic.device.clone(),
        kinds: kinds(wired).ok().map(|kinds| kinds.of(nic).map(Name::from).collect()),
        addresses: addresses.shown(&nic.ip),
        subnets: v4.into_iter().chain(addresses.v6_subnets()).collect(),
        stack: stack(nic).into(),
        mtu: nic.mtu,
    };
    let label = portgroup(wired, nic).unwrap_or_default();
    let by_port = nic
        .distributed_port
        .as_ref()
        .and_then(|port| wired.network.proxy_switch.iter().find(|end| end.dvs_uuid == port.switch_uuid));
    let kind = match (&nic.distributed_port, &nic.opaque_network) {
        (Some(_), _) => NetKind::Distributed,
        (None, Some(_)) => NetKind::Opaque,
        (None, None) => NetKind::Standard,
    };
    let found = switches.iter().position(|switch| match (kind, by_port) {
        (NetKind::Distributed, Some(end)) => switch.kind == kind && switch.name == unescape(&end.dvs_name),
        (NetKind::Standard, _) => {
            switch.kind == kind && switch.groups.iter().any(|group| group.label == unescape(&label))
        }
        _ => switch.kind == kind,
    });
    let at = found.unwrap_or_else(|| {
        // On no switch that the host lists: it stands by itself.
        switches.push(SwitchWiring {
            name: Name::default(),
            kind,
            mtu: None,
            adapters: Vec::new(),
            groups: Vec::new(),
        });
        switches.len() - 1
    });
    let Some(switch) = switches.get_mut(at) else { return };
    let label = unescape(&label);
    let group = match switch.groups.iter().position(|group| group.label == label) {
        Some(group) => group,
        None => {
            let lan = nic.distributed_port.as_ref().and_then(|port| {
                let portgroup = wired.ix.portgroup(port.portgroup_key.as_deref()?).ok()?;
                Some(shown(&Lan::distributed(wired.ix, portgroup).ok()?))
            });
            switch.groups.push(GroupWiring { label, lan, interfaces: Vec::new() });
            switch.groups.len() - 1
        }
    };
    if let Some(group) = switch.groups.get_mut(group) {
        group.interfaces.push(interface);
    }
}
