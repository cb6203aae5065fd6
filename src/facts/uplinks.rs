//! Physical uplinks behind an interface or a network of a host, with their role by the failover
//! order in force.

use super::index::{Index, Named, because};
use super::{UplinkFacts, UplinkRole};
use crate::inventory::{
    DistributedPort, DistributedVirtualPortgroup, HostNetwork, HostOpaqueNetwork, HostPortgroup, HostSystem,
    HostVswitch, NicOrder, OpaqueSwitch, PhysicalNic, ProxySwitch,
};
use crate::schema::{Fact, List, Unknown};
use crate::terms::ReasonKind;

const PATH: &str = "config.network";

/// A host whose networking could be read.
#[derive(Clone, Copy)]
pub(super) struct Wired<'i, 'a> {
    pub ix: &'i Index<'a>,
    pub host: &'a HostSystem,
    pub network: &'a HostNetwork,
}

impl<'a> Wired<'_, 'a> {
    fn unknown(&self, what: String) -> Unknown {
        self.host.unknown(ReasonKind::Failed, PATH, what)
    }

    /// The standard port group of a label: equal letter by letter.
    pub fn portgroup(&self, label: &str) -> Option<&'a HostPortgroup> {
        self.network.portgroup.iter().find(|portgroup| portgroup.name == label)
    }

    /// The switch of a standard port group.
    pub fn vswitch(&self, portgroup: &HostPortgroup) -> Fact<&'a HostVswitch> {
        let by_key = |switch: &&HostVswitch| Some(&switch.key) == portgroup.vswitch.as_ref();
        let switches = &self.network.vswitch;
        switches
            .iter()
            .find(by_key)
            .or_else(|| switches.iter().find(|switch| switch.name == portgroup.vswitch_name))
            .ok_or_else(|| self.unknown(format!("port group '{}' has no switch", portgroup.name)))
    }

    /// Uplinks behind a standard port group.
    pub fn standard(&self, portgroup: &HostPortgroup) -> Fact<List<UplinkFacts>> {
        let switch = self.vswitch(portgroup)?;
        let role = |nic: &PhysicalNic| match &portgroup.nic_order {
            Some(order) => Ok(role_of(order, &[nic.device.as_str()])),
            None => Err(self.unknown(format!("port group '{}' shows no failover order", portgroup.name))),
        };
        Ok(self.collect(switch.pnic.iter().map(|key| key.as_str()), role))
    }

    /// This host's end of a distributed switch.
    pub fn proxy(&self, uuid: &str) -> Fact<&'a ProxySwitch> {
        let proxies = &self.network.proxy_switch;
        proxies
            .iter()
            .find(|proxy| proxy.dvs_uuid == uuid)
            .ok_or_else(|| self.unknown(format!("the host is not on distributed switch {uuid}")))
    }

    /// Uplinks behind a distributed port.
    pub fn distributed(&self, port: &DistributedPort) -> Fact<List<UplinkFacts>> {
        let proxy = self.proxy(&port.switch_uuid)?;
        let order = self.order(port);
        let role =
            |nic: &PhysicalNic| self.distributed_role(proxy, order.as_ref().map_err(Clone::clone)?, nic);
        let in_use = proxy.pnic.iter().map(|key| key.as_str());
        let planned = proxy.pnic_spec.iter().map(|spec| spec.pnic_device.as_str());
        Ok(self.collect(in_use.chain(planned), role))
    }

    /// The failover order in force for a distributed port, as names of uplinks.
    fn order(&self, port: &DistributedPort) -> Fact<&'a NicOrder> {
        let Some(key) = &port.portgroup_key else {
            let what = "the port belongs to no port group; its own failover order is not read";
            return Err(self.host.unknown(ReasonKind::NotCollected, PATH, what));
        };
        let portgroup: &DistributedVirtualPortgroup = self.ix.portgroup(key)?;
        let config = self.ix.need(portgroup, &portgroup.config, "config")?;
        if config.uplink_teaming_override_allowed == Some(true) {
            let what = "single ports may override the failover order";
            return Err(portgroup.unknown(ReasonKind::NotCollected, "config", what));
        }
        if let Some(order) = &config.port.uplink_order {
            return Ok(order);
        }
        let switch = self.ix.switch(&port.switch_uuid, config.switch.as_deref())?;
        let inherited = self.ix.need(switch, &switch.config, "config")?;
        inherited
            .port
            .uplink_order
            .as_ref()
            .ok_or_else(|| switch.unknown(ReasonKind::Failed, "config", "the switch shows no failover order"))
    }

    fn distributed_role(&self, proxy: &ProxySwitch, order: &NicOrder, nic: &PhysicalNic) -> Fact<UplinkRole> {
        let port = proxy
            .pnic_spec
            .iter()
            .find(|spec| spec.pnic_device == nic.device)
            .and_then(|spec| spec.uplink_port_key.as_ref());
        if let Some(names) = port.map(|port| names_of(proxy, port)).filter(|names| !names.is_empty()) {
            return Ok(role_of(order, &names));
        }
        // Which uplink it is plugged into is not told; that does not matter where all have one role.
        let mut roles = proxy.uplink_port.iter().map(|(key, _)| role_of(order, &names_of(proxy, key)));
        match roles.next() {
            Some(first) if roles.all(|role| role == first) => Ok(first),
            _ => Err(self.unknown(format!("the uplink port of {} is not told", nic.device))),
        }
    }

    /// Uplinks behind an opaque network; its failover order is NSX's own.
    pub fn opaque(&self, network: &HostOpaqueNetwork) -> List<UplinkFacts> {
        let role = |_: &PhysicalNic| {
            let what = "the failover order of an opaque network is not part of the API";
            Err(because(self.host.subject(), ReasonKind::NotOffered, PATH, what))
        };
        self.collect(self.opaque_adapters(network), role)
    }

    /// Whether some adapter of this host's end of a distributed switch has a link.
    pub fn proxy_linked(&self, proxy: &ProxySwitch) -> Fact<bool> {
        let in_use = proxy.pnic.iter().map(|key| key.as_str());
        let planned = proxy.pnic_spec.iter().map(|spec| spec.pnic_device.as_str());
        self.linked(in_use.chain(planned))
    }

    /// Whether some adapter behind an opaque network has a link.
    pub fn opaque_linked(&self, network: &HostOpaqueNetwork) -> Fact<bool> {
        self.linked(self.opaque_adapters(network))
    }

    fn linked<'k>(&self, adapters: impl Iterator<Item = &'k str>) -> Fact<bool> {
        any_up(&self.collect(adapters, |_| Ok(UplinkRole::Active)))
    }

    fn opaque_adapters(&self, network: &HostOpaqueNetwork) -> impl Iterator<Item = &'a str> {
        let serves =
            |switch: &&'a OpaqueSwitch| switch.zone.iter().any(|zone| network.pnic_zone.contains(zone));
        self.network
            .opaque_switch
            .iter()
            .filter(serves)
            .flat_map(|switch| &switch.pnic)
            .map(|key| key.as_str())
    }

    /// Physical adapters by key or device, each once.
    fn collect<'k>(
        &self,
        keys: impl Iterator<Item = &'k str>,
        role: impl Fn(&PhysicalNic) -> Fact<UplinkRole>,
    ) -> List<UplinkFacts> {
        let mut list: List<UplinkFacts> = List::default();
        for key in keys {
            let found = self.network.pnic.iter().find(|nic| nic.key == key || nic.device == key);
            match found {
                Some(nic) if list.items.iter().any(|uplink| uplink.device == nic.device) => {}
                Some(nic) => list.items.push(uplink(nic, role(nic))),
                None => list.lacks(&self.unknown(format!("no physical adapter '{key}' among the host's"))),
            }
        }
        list
    }
}

fn uplink(nic: &PhysicalNic, role: Fact<UplinkRole>) -> UplinkFacts {
    UplinkFacts {
        device: nic.device.clone(),
        role,
        link_up: nic.link.is_some(),
        speed_mbps: nic.link.map_or(0, |link| link.speed_mb),
        full_duplex: nic.link.is_some_and(|link| link.duplex),
    }
}

/// Names that a failover order may use for an uplink port: its own, and those of its LAGs.
fn names_of<'p>(proxy: &'p ProxySwitch, port: &str) -> Vec<&'p str> {
    let own = proxy.uplink_port.iter().filter(|(key, _)| key == port).map(|(_, name)| name.as_str());
    let lags = proxy
        .host_lag
        .iter()
        .filter(|lag| lag.uplink_port.iter().any(|(key, _)| key == port))
        .map(|lag| lag.lag_name.as_str());
    own.chain(lags).collect()
}

fn role_of(order: &NicOrder, names: &[&str]) -> UplinkRole {
    let holds = |list: &[compact_str::CompactString]| list.iter().any(|name| names.contains(&name.as_str()));
    if holds(&order.active) {
        UplinkRole::Active
    } else if holds(&order.standby) {
        UplinkRole::Standby
    } else {
        UplinkRole::Unused
    }
}

/// Whether some uplink that is not unused has a link.
pub(super) fn any_up(uplinks: &List<UplinkFacts>) -> Fact<bool> {
    let each = uplinks.items.iter().filter(|uplink| uplink.link_up);
    let each = each.map(|uplink| uplink.role.clone().map(|role| role != UplinkRole::Unused));
    super::scope::some(each.chain(uplinks.missing.iter().map(|why| Err(why.clone()))))
}
