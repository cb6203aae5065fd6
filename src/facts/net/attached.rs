//! What an adapter is attached to: a port group of a standard switch, one of a distributed switch, or
//! an opaque network.

use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::names::Name;
use crate::facts::net::lan::Lan;
use crate::facts::net::uplinks::Wired;
use crate::inventory::{
    DistributedVirtualPortgroup, DistributedVirtualSwitch, HostOpaqueNetwork, HostPortgroup, HostSystem,
    ProxySwitch, VirtualNic,
};
use crate::schema::Fact;
use crate::terms::{Detail, ReasonKind};

const PATH: &str = HostSystem::network.path;

/// What an adapter can be attached to.
#[derive(Clone, Copy)]
pub enum Group<'a> {
    Standard(&'a HostPortgroup),
    Distributed(&'a ProxySwitch, &'a DistributedVirtualPortgroup),
    Opaque(&'a HostOpaqueNetwork),
}

impl Group<'_> {
    /// Whether both are one network of the host.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Standard(a), Self::Standard(b)) => a.name == b.name,
            (Self::Distributed(_, a), Self::Distributed(_, b)) => a.id == b.id,
            (Self::Opaque(a), Self::Opaque(b)) => a.id == b.id && a.kind == b.kind,
            _ => false,
        }
    }

    /// Its name.
    pub fn name(&self) -> Name {
        match self {
            Self::Standard(portgroup) => portgroup.name.clone(),
            Self::Distributed(_, portgroup) => portgroup.display_name(),
            Self::Opaque(network) => unescape(&network.name),
        }
    }
}

/// What an adapter is attached to; `None` when to nothing.
pub fn group_of<'a>(wired: Wired<'_, 'a>, nic: &VirtualNic) -> Fact<Option<Group<'a>>> {
    let Wired { ix, host, network } = wired;
    let gone = |what: Detail| host.unknown(ReasonKind::Untold, PATH, what);
    if let Some(port) = &nic.distributed_port {
        let Some(key) = &port.portgroup_key else {
            return Err(gone(Detail::PortWithoutGroup { device: nic.device.clone() }));
        };
        return Ok(Some(Group::Distributed(wired.proxy(&port.switch_uuid)?, ix.portgroup(key)?)));
    }
    if let Some(id) = &nic.opaque_network {
        let found = network.opaque_network.iter().find(|opaque| opaque.id == *id);
        let gone = || gone(Detail::NoOpaqueNetwork { id: id.clone() });
        return found.map(|network| Some(Group::Opaque(network))).ok_or_else(gone);
    }
    if nic.portgroup.is_empty() {
        return Ok(None);
    }
    let gone = || gone(Detail::NoPortGroup { label: nic.portgroup.clone() });
    wired.portgroup(&nic.portgroup).map(|portgroup| Some(Group::Standard(portgroup))).ok_or_else(gone)
}

/// Its VLAN or segment.
fn lan(wired: Wired<'_, '_>, group: &Group<'_>) -> Fact<Lan> {
    match group {
        Group::Standard(portgroup) => Lan::standard(wired.host, portgroup),
        Group::Distributed(_, portgroup) => Lan::distributed(wired.ix, portgroup),
        Group::Opaque(network) => Ok(Lan::Segment(network.id.clone())),
    }
}

/// The VLAN or segment of an adapter; `None` when it is attached to nothing.
pub fn lan_of(wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<Option<Lan>> {
    group_of(wired, nic)?.map(|group| lan(wired, &group)).transpose()
}

/// The name of what an adapter is attached to; `None` when to nothing.
pub fn attached_to(wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<Option<Name>> {
    match group_of(wired, nic)? {
        Some(Group::Distributed(_, portgroup)) => {
            let name = wired.ix.need(portgroup, DistributedVirtualPortgroup::name)?;
            Ok(Some(unescape(name)))
        }
        group => Ok(group.map(|group| group.name())),
    }
}

/// A virtual switch by its name, with its MTU where that is told.
pub struct Switch {
    pub name: Name,
    pub mtu: Option<i64>,
}

/// The switch an adapter is on, where it has an MTU that the API tells of.
pub fn switch_of(wired: Wired<'_, '_>, group: &Group<'_>) -> Fact<Option<Switch>> {
    Ok(match group {
        Group::Standard(portgroup) => {
            let switch = wired.vswitch(portgroup)?;
            Some(Switch { name: switch.name.clone(), mtu: switch.mtu })
        }
        Group::Distributed(proxy, portgroup) => {
            // What the host has set is in force; the switch's own figure is what it is to have.
            let planned = || {
                let id = portgroup.config.known().and_then(|config| config.switch.as_deref());
                let switch = wired.ix.switch(&proxy.dvs_uuid, id)?;
                Ok(wired.ix.need(switch, DistributedVirtualSwitch::config)?.max_mtu)
            };
            let mtu = proxy.mtu.map_or_else(planned, |mtu| Ok(Some(mtu)))?;
            Some(Switch { name: unescape(&proxy.dvs_name), mtu })
        }
        Group::Opaque(_) => None,
    })
}
