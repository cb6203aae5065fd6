//! What the physical adapters of hosts hear: the switches at the other end, and addresses of others.
//!
//! Such hints are sightings: what was not heard may be there all the same. Hosts are asked only when
//! somebody wants it.

use std::collections::{BTreeSet, HashMap};
use std::net::Ipv4Addr;

use ipnetwork::Ipv4Network;

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{not_offered, only};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::UplinkRole;
use crate::facts::net::adapters::Key;
use crate::facts::net::labels::find;
use crate::facts::net::lan::Lan;
use crate::facts::net::subnets::join;
use crate::facts::net::uplinks::{Team, Wired, wired};
use crate::inventory::{
    Device, DistributedPort, HostSystem, Neighbour, NicHint, PhysicalNic, SeenSubnet, VirtualMachine,
};
use crate::schema::{Fact, Grouping, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const HINTS: &str = HostSystem::network_hints.path;

/// What the adapters of a host hear; nothing is known unless the host was asked.
fn heard<'a>(ix: &Index<'a>, host: &'a HostSystem) -> Fact<&'a [NicHint]> {
    let not_asked = || {
        let what = Detail::HintsNotAsked;
        host.unknown(ReasonKind::NotCollected, HINTS, what)
    };
    match ix.read(host, HostSystem::network_hints) {
        Ok(hints) => hints.map(Vec::as_slice).ok_or_else(not_asked),
        Err(why) if only(&why, ReasonKind::NotCollected) => Err(not_asked()),
        Err(why) => Err(why),
    }
}

/// Active hosts by the switches that they hear behind their uplinks. A host of which a working
/// uplink hears none is unclear.
pub fn switches(scope: &Scope<'_, '_>) -> Grouping {
    scope.group_active(|member| {
        let hints = heard(scope.ix, member.host)?;
        let wired = wired(scope.ix, member.host)?;
        let mut switches = BTreeSet::new();
        for nic in working(wired) {
            let hint = hints.iter().find(|hint| hint.device == nic.device);
            match hint.and_then(|hint| hint.cdp.as_ref().or(hint.lldp.as_ref())).map(called) {
                Some(name) if !name.is_empty() => {
                    switches.insert(name);
                }
                _ => {
                    let what = Detail::NoNeighbour { device: nic.device.clone() };
                    return Err(member.host.unknown(ReasonKind::Untold, HINTS, what));
                }
            }
        }
        if switches.is_empty() {
            let what = Detail::NoLink;
            return Err(member.host.unknown(ReasonKind::Untold, HINTS, what));
        }
        Ok(Some(join(switches.iter())))
    })
}

/// What tells a switch apart, with its name where that is something else.
fn called(switch: &Neighbour) -> Name {
    let Neighbour { switch, name, .. } = switch;
    if name.is_empty() || switch.contains(name.as_str()) {
        return switch.clone();
    }
    if switch.is_empty() { Name::default() } else { compact_str::format_compact!("{name} [{switch}]") }
}

/// Adapters with a link that a switch of the host uses.
fn working<'a>(wired: Wired<'_, 'a>) -> impl Iterator<Item = &'a PhysicalNic> {
    let network = wired.network;
    let standard = network.vswitch.iter().flat_map(|switch| &switch.pnic);
    let opaque = network.opaque_switch.iter().flat_map(|switch| &switch.pnic);
    let distributed = network
        .proxy_switch
        .iter()
        .flat_map(|proxy| proxy.pnic.iter().chain(proxy.pnic_spec.iter().map(|spec| &spec.pnic_device)));
    let used: BTreeSet<&Name> = standard.chain(opaque).chain(distributed).collect();
    let linked = network.pnic.iter().filter(|nic| nic.link.is_some());
    linked.filter(move |nic| used.contains(&nic.key) || used.contains(&nic.device))
}

/// Addresses from the first to the last.
type Range = (Ipv4Addr, Ipv4Addr);

/// IPv4 addresses heard in the network of a key, by slot; nothing where nobody asked, or where the
/// hints do not tell the network apart from others.
type Heard = Vec<Fact<Vec<Range>>>;

/// What is heard in the networks of the VMs of a cluster.
#[derive(Default)]
pub struct Hints<'a> {
    /// Whether a host was asked; `None` before the first question.
    asked: Option<bool>,
    known: HashMap<Key<'a>, Heard>,
}

impl<'a> Hints<'a> {
    /// Targets whose adapters hear only other subnets in a network than that of the VM's guest,
    /// while those of its own host hear its own. Empty when nobody asked.
    pub fn disjoint_on(
        &mut self,
        scope: &Scope<'a, '_>,
        (vm, device): (&'a VirtualMachine, &Device),
        own: &Fact<usize>,
        key: &Key<'a>,
    ) -> List<Name> {
        let asked = *self.asked.get_or_insert_with(|| {
            let told =
                |member: &Member<'_>| !matches!(heard(scope.ix, member.host), Err(why) if silent(&why));
            scope.slotted().any(told)
        });
        if !asked {
            return List::default();
        }
        match self.compare(scope, (vm, device), own, key) {
            Ok(list) => list,
            Err(why) => List { items: Vec::new(), missing: Some(why) },
        }
    }

    fn compare(
        &mut self,
        scope: &Scope<'a, '_>,
        (vm, device): (&'a VirtualMachine, &Device),
        own: &Fact<usize>,
        key: &Key<'a>,
    ) -> Fact<List<Name>> {
        let guest = guest_subnets(scope.ix, vm, device)?;
        let Some(own) = scope.hosts[own.clone()?].slot.map(|slot| slot as usize) else {
            return Ok(List::default());
        };
        if guest.is_empty() {
            return Ok(List::default());
        }
        let heard = self
            .known
            .entry(key.clone())
            .or_insert_with(|| scope.slotted().map(|member| ranges(scope, member, key)).collect());
        let meets =
            |ranges: &[Range]| ranges.iter().any(|range| guest.iter().any(|net| overlaps(net, *range)));
        let at =
            |slot: usize| heard.get(slot).cloned().unwrap_or_else(|| Err(Unknown::defect("slot of a host")));
        // Where its own host does not hear the guest's subnet, the hints are of no use for it.
        if !meets(&at(own)?) {
            return Ok(List::default());
        }
        let mut list = List { items: Vec::new(), missing: scope.members.hosts_missing.clone() };
        for (slot, member) in scope.slotted().enumerate().filter(|(slot, _)| *slot != own) {
            match member.active.clone().and(at(slot)) {
                Ok(ranges) if !ranges.is_empty() && !meets(&ranges) => list.items.push(member.name.clone()),
                Ok(_) => {}
                Err(why) => list.lacks(&why),
            }
        }
        Ok(list)
    }
}

/// Nobody asked, or the host keeps no hints.
fn silent(why: &Unknown) -> bool {
    only(why, ReasonKind::NotCollected) || not_offered(why)
}

/// Subnets of the guest's adapter behind a virtual one, as far as its Tools tell them.
fn guest_subnets(ix: &Index<'_>, vm: &VirtualMachine, device: &Device) -> Fact<Vec<Ipv4Network>> {
    let nics = ix.read(vm, VirtualMachine::guest_net)?;
    let own = nics.into_iter().flatten().filter(|nic| nic.device == Some(device.key));
    let nets = own.flat_map(|nic| &nic.prefixed).filter_map(|address| address.parse::<Ipv4Network>().ok());
    Ok(nets
        .filter(|net| !net.ip().is_link_local() && !net.ip().is_unspecified() && net.prefix() > 0)
        .collect())
}

/// IPv4 addresses that a host hears in a network: on its uplinks there, in its VLAN.
fn ranges(scope: &Scope<'_, '_>, member: &Member<'_>, key: &Key<'_>) -> Fact<Vec<Range>> {
    let hints = match heard(scope.ix, member.host) {
        Ok(hints) => hints,
        Err(why) if silent(&why) => return Ok(Vec::new()),
        Err(why) => return Err(why),
    };
    let Some((team, vlan)) = place(scope.ix, wired(scope.ix, member.host)?, key)? else {
        return Ok(Vec::new());
    };
    let mut devices = BTreeSet::new();
    for uplink in team.uplinks.items.iter().filter(|uplink| uplink.link_up) {
        // One whose part in the network is unclear may carry it.
        if uplink.role != Ok(UplinkRole::Unused) {
            devices.insert(&uplink.device);
        }
    }
    let here = hints.iter().filter(|hint| devices.contains(&hint.device)).flat_map(|hint| &hint.subnet);
    let tagged = here.filter(|seen| seen.vlan.unwrap_or_default() == vlan);
    Ok(tagged.filter_map(range).collect())
}

/// Uplinks and VLAN of a network on a host; `None` where the host lacks it, or where several VLANs
/// reach the guests and nobody can say which is theirs.
fn place(ix: &Index<'_>, wired: Wired<'_, '_>, key: &Key<'_>) -> Fact<Option<(Team, i64)>> {
    match key {
        Key::Standard(label) => {
            let Some(portgroup) = find(wired, label) else { return Ok(None) };
            match Lan::standard(wired.host, portgroup)? {
                Lan::Vlan(vlan) => Ok(Some((wired.standard(portgroup)?, vlan))),
                _ => Ok(None),
            }
        }
        Key::Distributed(uuid, key) if !key.is_empty() => {
            if !wired.network.proxy_switch.iter().any(|proxy| proxy.dvs_uuid == *uuid) {
                return Ok(None);
            }
            let port = DistributedPort {
                switch_uuid: (*uuid).into(),
                portgroup_key: Some((*key).into()),
                port_key: None,
            };
            match Lan::distributed(ix, ix.portgroup(key)?)? {
                Lan::Vlan(vlan) => Ok(Some((wired.distributed(&port)?, vlan))),
                _ => Ok(None),
            }
        }
        Key::Distributed(..) | Key::Opaque(..) => Ok(None),
    }
}

/// A range as hosts write it, `10.0.0.1-10.0.0.254`, or a subnet or an address.
fn range(seen: &SeenSubnet) -> Option<Range> {
    if let Some((first, last)) = seen.range.split_once('-') {
        let range: Range = (first.trim().parse().ok()?, last.trim().parse().ok()?);
        return (range.0 <= range.1).then_some(range);
    }
    let net: Ipv4Network = seen.range.trim().parse().ok()?;
    Some((net.network(), net.broadcast()))
}

fn overlaps(net: &Ipv4Network, (first, last): Range) -> bool {
    net.network() <= last && first <= net.broadcast()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn ranges_are_read_in_every_writing() {
        let read = |text: &str| range(&SeenSubnet { range: text.into(), vlan: None });
        let some: Range = ("10.0.0.1".parse().unwrap(), "10.0.0.126".parse().unwrap());
        assert_eq!(read("10.0.0.1-10.0.0.126"), Some(some));
        assert_eq!(read("10.0.0.1 - 10.0.0.126"), Some(some));
        assert_eq!(read("10.0.0.5").unwrap().0, read("10.0.0.5/32").unwrap().1);
        assert_eq!(read("10.0.0.126-10.0.0.1"), None);
        assert_eq!(read("fd00::1-fd00::2"), None);
        assert_eq!(read(""), None);
        assert!(overlaps(&"10.0.0.200/24".parse().unwrap(), some));
        assert!(!overlaps(&"10.0.1.200/24".parse().unwrap(), some));
        // One address is enough, at either end.
        let net: Ipv4Network = "10.0.5.0/24".parse().unwrap();
        let range = |first: &str, last: &str| (first.parse().unwrap(), last.parse().unwrap());
        assert!(
            overlaps(&net, range("10.0.4.1", "10.0.5.0")) && overlaps(&net, range("10.0.5.255", "10.0.6.9"))
        );
        assert!(
            !overlaps(&net, range("10.0.4.1", "10.0.4.255"))
                && !overlaps(&net, range("10.0.6.0", "10.0.6.9"))
        );
    }

    #[test]
    fn switches_are_called_by_what_tells_them_apart() {
        let switch = |switch: &str, name: &str| {
            called(&Neighbour { switch: switch.into(), name: name.into(), port: "e1/1".into() })
        };
        assert_eq!(switch("sw1.example(FOX1)", "sw1.example"), "sw1.example(FOX1)");
        assert_eq!(switch("00:11:22:33:44:55", "sw1"), "sw1 [00:11:22:33:44:55]");
        assert_eq!(switch("", "sw1"), "");
    }
}
