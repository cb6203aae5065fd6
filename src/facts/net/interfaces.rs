//! Interfaces of a host by what they carry: management, vMotion, vSAN.

use crate::facts::ground::count::count;
use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::ground::words::UplinkRole;
use crate::facts::net::carriers::{CONSOLE_KIND, Carriers, Kinds, kinds, management};
use crate::facts::net::records::InterfaceFacts;
use crate::facts::net::sharing::sharing;
use crate::facts::net::subnets::{Addresses, Located};
use crate::facts::net::uplinks::{Team, Wired};
use crate::inventory::{DistributedVirtualPortgroup, HostSystem, VirtualNic};
use crate::schema::{Fact, List, Unknown};
use crate::terms::ReasonKind;

const NETWORK: &str = HostSystem::network.path;
const DEFAULT_STACK: &str = "defaultTcpipStack";
/// What the facts of an adapter need to know of the others of its host.
pub struct Around<'a> {
    kinds: Fact<Kinds<'a>>,
    management: Fact<Carriers<'a>>,
}

impl<'a> Around<'a> {
    pub fn new(wired: Wired<'_, 'a>) -> Self {
        Self { kinds: kinds(wired), management: management(wired) }
    }

    /// Whether another adapter that carries management has an address in a subnet of this one.
    fn in_management_subnet(&self, host: &HostSystem, nic: &VirtualNic) -> Fact<bool> {
        let management = self.management.as_ref().map_err(Clone::clone)?;
        let own = Addresses::of(&nic.ip);
        let others = management.items.iter().filter(|other| other.device != nic.device);
        let shares = others.map(|other| own.meets(&Addresses::of(&other.ip), || mask(host, nic)));
        some(shares.chain(management.missing.iter().map(|why| Err(why.clone()))))
    }
}

/// The facts of adapters that carry traffic of `kind`.
pub fn facts(
    wired: Wired<'_, '_>,
    around: &Around<'_>,
    kind: &str,
    carriers: &Carriers<'_>,
) -> List<InterfaceFacts> {
    let console = |nic: &VirtualNic| wired.network.console_vnic.iter().any(|own| own.device == nic.device);
    let kind = |nic| if console(nic) { CONSOLE_KIND } else { kind };
    let items = carriers.items.iter().map(|nic| interface(wired, around, kind(nic), nic)).collect();
    List { items, missing: carriers.missing.clone() }
}

fn interface(wired: Wired<'_, '_>, around: &Around<'_>, kind: &str, nic: &VirtualNic) -> InterfaceFacts {
    let addresses = Addresses::of(&nic.ip);
    let (portgroup, team) = attachment(wired, nic);
    let (mut uplinks, teaming_visible) = match team {
        Ok(team) => (Ok(team.uplinks), team.visible),
        Err(why) => (Err(why.clone()), Err(why)),
    };
    let none = match &uplinks {
        Ok(_) => List::default(),
        Err(why) => List { items: Vec::new(), missing: Some(why.clone()) },
    };
    let sharing = sharing(wired, nic, kind, &around.kinds, uplinks.as_ref().unwrap_or(&none));
    if let Ok(uplinks) = &mut uplinks {
        for (uplink, sole) in uplinks.items.iter_mut().zip(sharing.sole_user) {
            uplink.sole_user = sole;
        }
    }
    InterfaceFacts {
        device: nic.device.clone(),
        usable: addresses.usable(),
        dhcp: nic.ip.dhcp,
        v6: !addresses.v6.is_empty(),
        v4_first: addresses.v4.map_or(0, |address| i64::from(address.octets()[0])),
        v6_static: v6_static(wired.host, nic),
        addresses: List::complete(addresses.shown(&nic.ip)),
        portgroup,
        stack: nic.net_stack.clone().unwrap_or_else(|| DEFAULT_STACK.into()),
        uplinks,
        teaming_visible,
        in_management_subnet: around.in_management_subnet(wired.host, nic),
        vlan_apart: sharing.vlan_apart,
        shares_controlled: sharing.controlled,
        shares_with: sharing.with,
    }
}

/// Name of the port group an adapter is on.
pub fn portgroup(wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<Name> {
    if let Some(port) = &nic.distributed_port {
        let key = port.portgroup_key.as_ref().unwrap_or(&port.switch_uuid);
        let portgroup = wired.ix.portgroup(key)?;
        return wired.ix.need(portgroup, DistributedVirtualPortgroup::name).map(|name| unescape(name));
    }
    Ok(attachment(wired, nic).0)
}

/// Name of the port group an adapter is on, and the uplinks behind it.
fn attachment(wired: Wired<'_, '_>, nic: &VirtualNic) -> (Name, Fact<Team>) {
    let Wired { ix, host, network } = wired;
    let gone = |what: String| Err(host.unknown(ReasonKind::Untold, NETWORK, what));
    if let Some(port) = &nic.distributed_port {
        let key = port.portgroup_key.as_ref().unwrap_or(&port.switch_uuid);
        let name = ix.portgroup(key).map_or_else(|_| key.clone(), Named::display_name);
        return (name, wired.distributed(port));
    }
    if let Some(id) = &nic.opaque_network {
        return match network.opaque_network.iter().find(|opaque| opaque.id == *id) {
            Some(opaque) => (unescape(&opaque.name), Ok(wired.opaque(opaque))),
            None => (id.clone(), gone(format!("opaque network {id} is not among the host's"))),
        };
    }
    if nic.portgroup.is_empty() {
        return (Name::default(), Ok(Team::none()));
    }
    let uplinks = match wired.portgroup(&nic.portgroup) {
        Some(portgroup) => wired.standard(portgroup),
        None => gone(format!("port group '{}' is not among the host's", nic.portgroup)),
    };
    (nic.portgroup.clone(), uplinks)
}

/// Whether the IPv6 addresses of an adapter that traffic can use were set by hand.
fn v6_static(host: &HostSystem, nic: &VirtualNic) -> Fact<bool> {
    let routable = nic.ip.v6.iter().filter(|ip| crate::facts::net::subnets::routable(ip).is_some());
    crate::facts::ground::logic::every(routable.map(|ip| match ip.origin.as_deref() {
        Some(origin) => Ok(origin == "manual"),
        None => {
            let what = format!("where the address {} of {} came from is not told", ip.address, nic.device);
            Err(host.unknown(ReasonKind::Untold, NETWORK, what))
        }
    }))
}

/// Unknown because of the mask of an adapter.
pub fn mask(host: &HostSystem, nic: &VirtualNic) -> Unknown {
    let what = format!("{} has the mask '{}'", nic.device, nic.ip.mask);
    host.unknown(ReasonKind::NotUnderstood, NETWORK, what)
}

/// Where adapters are: their subnets.
pub fn located(host: &HostSystem, carriers: &Carriers<'_>) -> Vec<Located> {
    let locate = |nic: &&VirtualNic| {
        let addresses = Addresses::of(&nic.ip);
        let v4 = addresses.v4_subnet(|| mask(host, nic));
        Located { device: nic.device.clone(), v4, v6: addresses.v6_subnets() }
    };
    carriers.items.iter().map(locate).collect()
}

/// Number of distinct uplinks with a link behind interfaces, unused ones left out. Where the
/// failover order is hidden, at least one of those with a link is in use.
pub fn paths(interfaces: &List<InterfaceFacts>) -> Fact<i64> {
    let mut certain: Vec<&str> = Vec::new();
    let mut open: Vec<(&str, &Unknown)> = Vec::new();
    let mut why: Vec<&Unknown> = interfaces.missing.iter().collect();
    let mut some = false;
    for interface in &interfaces.items {
        match &interface.uplinks {
            Ok(uplinks) => {
                why.extend(&uplinks.missing);
                let linked = uplinks.items.iter().any(|uplink| uplink.link_up);
                some |= linked && interface.teaming_visible == Ok(false);
                for uplink in uplinks.items.iter().filter(|uplink| uplink.link_up) {
                    match &uplink.role {
                        Ok(UplinkRole::Unused) => {}
                        Ok(_) => certain.push(&uplink.device),
                        Err(reason) => open.push((&uplink.device, reason)),
                    }
                }
            }
            Err(reason) => why.push(reason),
        }
    }
    certain.sort_unstable();
    certain.dedup();
    open.retain(|(device, _)| !certain.contains(device));
    open.sort_unstable_by_key(|(device, _)| *device);
    let mut possible: Vec<&str> = open.iter().map(|(device, _)| *device).collect();
    possible.dedup();
    let least = certain.len().max(usize::from(some));
    if least < certain.len() + possible.len() {
        why.extend(open.iter().map(|(_, reason)| *reason));
    }
    match Unknown::all(why) {
        Some(why) => Err(why),
        None => Ok(count(least)),
    }
}
