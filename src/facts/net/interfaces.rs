//! Interfaces of a host by what they carry: management, vMotion, vSAN.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ground::count::count;
use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::logic::some;
use crate::facts::ground::names::Name;
use crate::facts::ground::words::UplinkRole;
use crate::facts::net::carriers::{CONSOLE_KIND, Carriers, Kinds, kinds, management, stack};
use crate::facts::net::records::InterfaceFacts;
use crate::facts::net::sharing::sharing;
use crate::facts::net::subnets::{Addresses, Located};
use crate::facts::net::uplinks::{Team, Wired};
use crate::inventory::{DistributedVirtualPortgroup, HostSystem, VirtualNic};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const NETWORK: &str = HostSystem::network.path;
/// What the facts of an adapter need to know of the others of its host.
pub struct Around<'a> {
    kinds: Fact<Kinds<'a>>,
    management: Fact<Carriers<'a>>,
}

impl<'a> Around<'a> {
    pub fn new(wired: Wired<'_, 'a>) -> Self {
        Self { kinds: kinds(wired), management: management(wired) }
    }

    /// Whether another adapter of its stack that carries management has an address in a subnet of this
    /// one. The service console of ESX has a stack of its own.
    fn in_management_subnet(&self, wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<bool> {
        let management = self.management.as_ref().map_err(Clone::clone)?;
        let console = |nic: &VirtualNic| is_console(wired, nic);
        let others = management.items.iter().filter(|other| {
            other.device != nic.device && stack(other) == stack(nic) && console(other) == console(nic)
        });
        let shares = others.map(|other| meet(wired, nic, other));
        some(shares.chain(management.missing.iter().map(|why| Err(why.clone()))))
    }

    fn carries_management(&self, nic: &VirtualNic) -> Fact<bool> {
        let management = self.management.as_ref().map_err(Clone::clone)?;
        let is_it = management.items.iter().map(|other| Ok(other.device == nic.device));
        some(is_it.chain(management.missing.iter().map(|why| Err(why.clone()))))
    }

    /// Adapters of the stack of a carrier in one of its subnets, which carry neither `kind` nor
    /// management, as people read them.
    pub fn beside(&self, wired: Wired<'_, '_>, kind: &str, carriers: &Carriers<'_>) -> List<Name> {
        let mut list = List { items: Vec::new(), missing: carriers.missing.clone() };
        let none_of = |nic: &VirtualNic| carriers.items.iter().all(|own| own.device != nic.device);
        for other in wired.network.vnic.iter().filter(|nic| none_of(nic)) {
            let on_stack = carriers.items.iter().filter(|own| stack(own) == stack(other));
            let meets = some(on_stack.map(|own| meet(wired, own, other)));
            let another = || {
                let kinds = self.kinds.as_ref().map_err(Clone::clone)?;
                Ok(!kinds.of(other).any(|its| its == kind || its == "management"))
            };
            match meets.and_then(|meets| if meets { another() } else { Ok(false) }) {
                Ok(true) => list.items.push(text(other, &Addresses::of(&other.ip))),
                Ok(false) => {}
                Err(why) => list.lacks(&why),
            }
        }
        list
    }
}

/// The facts of adapters that carry traffic of `kind`.
pub fn facts(
    wired: Wired<'_, '_>,
    around: &Around<'_>,
    kind: &str,
    carriers: &Carriers<'_>,
) -> List<InterfaceFacts> {
    let kind = |nic| if is_console(wired, nic) { CONSOLE_KIND } else { kind };
    let mut items: Vec<InterfaceFacts> =
        carriers.items.iter().map(|nic| interface(wired, around, kind(nic), nic)).collect();
    let sole: Vec<Fact<Option<Name>>> = items.iter().map(sole_active).collect();
    for (at, nic) in carriers.items.iter().enumerate() {
        for (other, peer) in carriers.items.iter().enumerate().skip(at + 1) {
            match uplink_shared(&sole[at], &sole[other], || meet(wired, nic, peer)) {
                Ok(true) => items[at].uplink_with.items.push(peer.device.clone()),
                Ok(false) => {}
                Err(why) => items[at].uplink_with.lacks(&why),
            }
        }
    }
    List { items, missing: carriers.missing.clone() }
}

fn is_console(wired: Wired<'_, '_>, nic: &VirtualNic) -> bool {
    wired.network.console_vnic.iter().any(|own| own.device == nic.device)
}

/// Whether two adapters of a host have an address in one subnet.
fn meet(wired: Wired<'_, '_>, nic: &VirtualNic, other: &VirtualNic) -> Fact<bool> {
    let (own, its) = (Addresses::of(&nic.ip), Addresses::of(&other.ip));
    own.meets(&its, || mask(wired.host, if own.maskless() { nic } else { other }))
}

/// The only active uplink of an interface; none when it has several.
fn sole_active(interface: &InterfaceFacts) -> Fact<Option<Name>> {
    let uplinks = interface.uplinks.as_ref().map_err(Clone::clone)?;
    let mut active = None;
    for uplink in &uplinks.items {
        if uplink.role.clone()? == UplinkRole::Active && active.replace(uplink.device.clone()).is_some() {
            return Ok(None);
        }
    }
    uplinks.missing.clone().map_or(Ok(active), Err)
}

fn uplink_shared(
    own: &Fact<Option<Name>>,
    other: &Fact<Option<Name>>,
    meet: impl FnOnce() -> Fact<bool>,
) -> Fact<bool> {
    let (own, other) = (own.as_ref().map_err(Clone::clone)?, other.as_ref().map_err(Clone::clone)?);
    if own.is_none() || own != other { Ok(false) } else { meet() }
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
        text: text(nic, &addresses),
        usable: addresses.settled(|what| unsettled(wired.host, nic, &what)),
        dhcp: nic.ip.dhcp,
        v6: !addresses.v6.is_empty(),
        v4_first: addresses.v4.map_or(0, |address| i64::from(address.octets()[0])),
        v6_static: v6_static(wired.host, nic),
        addresses: List::complete(addresses.shown(&nic.ip)),
        standard: !portgroup.is_empty() && nic.distributed_port.is_none() && nic.opaque_network.is_none(),
        portgroup,
        stack: stack(nic).into(),
        uplinks,
        teaming_visible,
        in_management_subnet: around.in_management_subnet(wired, nic),
        carries_management: around.carries_management(nic),
        uplink_with: List::default(),
        shares_controlled: sharing.controlled,
        shares_with: sharing.with,
    }
}

/// An adapter as people read it: device and addresses.
fn text(nic: &VirtualNic, addresses: &Addresses) -> Name {
    let mut text = nic.device.clone();
    if nic.ip.dhcp && !addresses.usable() {
        text.push_str(" DHCP");
    }
    for address in addresses.shown(&nic.ip) {
        text.push(' ');
        text.push_str(&address);
    }
    text
}

/// MTU of an adapter.
pub fn mtu_of(host: &HostSystem, nic: &VirtualNic) -> Fact<i64> {
    nic.mtu.ok_or_else(|| {
        host.unknown(ReasonKind::Untold, NETWORK, Detail::NoMtu { device: nic.device.clone() })
    })
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
    let gone = |what: Detail| Err(host.unknown(ReasonKind::Untold, NETWORK, what));
    if let Some(port) = &nic.distributed_port {
        let key = port.portgroup_key.as_ref().unwrap_or(&port.switch_uuid);
        let name = ix.portgroup(key).map_or_else(|_| key.clone(), Named::display_name);
        return (name, wired.distributed(port));
    }
    if let Some(id) = &nic.opaque_network {
        return match network.opaque_network.iter().find(|opaque| opaque.id == *id) {
            Some(opaque) => (unescape(&opaque.name), Ok(wired.opaque(opaque))),
            None => (id.clone(), gone(Detail::NoOpaqueNetwork { id: id.clone() })),
        };
    }
    if nic.portgroup.is_empty() {
        return (Name::default(), Ok(Team::none()));
    }
    let uplinks = match wired.portgroup(&nic.portgroup) {
        Some(portgroup) => wired.standard(portgroup),
        None => gone(Detail::NoPortGroup { label: nic.portgroup.clone() }),
    };
    (nic.portgroup.clone(), uplinks)
}

/// Whether the network of an adapter ends inside of its host: no uplink is behind it, linked or not.
pub fn ends_inside(wired: Wired<'_, '_>, nic: &VirtualNic) -> Fact<bool> {
    let uplinks = attachment(wired, nic).1?.uplinks;
    match uplinks.missing {
        Some(why) if uplinks.items.is_empty() => Err(why),
        _ => Ok(uplinks.items.is_empty()),
    }
}

/// Whether the IPv6 addresses of an adapter that traffic can use were set by hand.
fn v6_static(host: &HostSystem, nic: &VirtualNic) -> Fact<bool> {
    let routable = nic.ip.v6.iter().filter(|ip| crate::facts::net::subnets::routable(ip).is_some());
    crate::facts::ground::logic::every(routable.map(|ip| match ip.origin.as_deref() {
        Some(origin) => Ok(origin == "manual"),
        None => {
            let what = Detail::AddressOrigin { address: ip.address.clone(), device: nic.device.clone() };
            Err(host.unknown(ReasonKind::Untold, NETWORK, what))
        }
    }))
}

/// Unknown because of the mask of an adapter.
pub fn mask(host: &HostSystem, nic: &VirtualNic) -> Unknown {
    if nic.ip.mask.is_empty() {
        let what = Detail::NoMask { device: nic.device.clone() };
        return host.unknown(ReasonKind::Untold, NETWORK, what);
    }
    let what = Detail::Mask { device: nic.device.clone(), mask: nic.ip.mask.clone() };
    host.unknown(ReasonKind::NotUnderstood, NETWORK, what)
}

/// Unknown because the host does not know yet whether an IPv6 address of an adapter can be used.
pub fn unsettled(host: &HostSystem, nic: &VirtualNic, addresses: &str) -> Unknown {
    let what = Detail::AddressUse { device: nic.device.clone(), addresses: addresses.into() };
    host.unknown(ReasonKind::Untold, NETWORK, what)
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

/// Whether traffic gets out by some of these interfaces: an uplink that is in use has a link. Where the failover
/// order is hidden, one of those with a link is.
pub fn leave(interfaces: &List<InterfaceFacts>) -> Fact<bool> {
    let leaves = |interface: &InterfaceFacts| {
        let uplinks = interface.uplinks.as_ref().map_err(Clone::clone)?;
        let linked = || uplinks.items.iter().filter(|uplink| uplink.link_up);
        if interface.teaming_visible == Ok(false) && linked().next().is_some() {
            return Ok(true);
        }
        let used = linked().map(|uplink| uplink.role.clone().map(|role| role != UplinkRole::Unused));
        some(used.chain(uplinks.missing.iter().map(|why| Err(why.clone()))))
    };
    let each = interfaces.items.iter().map(leaves);
    some(each.chain(interfaces.missing.iter().map(|why| Err(why.clone()))))
}

/// The uplinks behind interfaces, each once: those that traffic may take, with the state of their links, and those
/// that every failover order leaves unused.
pub fn uplinks_of(interfaces: &List<InterfaceFacts>) -> (List<Name>, List<Name>) {
    let mut taken: BTreeMap<Name, Name> = BTreeMap::new();
    let mut idle: BTreeSet<Name> = BTreeSet::new();
    let mut why: Vec<&Unknown> = interfaces.missing.iter().collect();
    for interface in &interfaces.items {
        let uplinks = match &interface.uplinks {
            Ok(uplinks) => uplinks,
            Err(reason) => {
                why.push(reason);
                continue;
            }
        };
        why.extend(&uplinks.missing);
        for uplink in &uplinks.items {
            if uplink.role == Ok(UplinkRole::Unused) {
                idle.insert(uplink.device.clone());
            } else {
                taken.insert(uplink.device.clone(), uplink.text.clone());
            }
        }
    }
    idle.retain(|device| !taken.contains_key(device));
    let missing = Unknown::all(why);
    let list = |items| List { items, missing: missing.clone() };
    (list(taken.into_values().collect()), list(idle.into_iter().collect()))
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
