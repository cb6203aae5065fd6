//! Network adapters of a VM, and the hosts where their network is the same.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::facts::ground::guest::{Guest, label, live, runs};
use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::logic::{every, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::net::adapters::{Key, is_legacy, is_nic, key};
use crate::facts::net::distributed::{anywhere, is_uplinked, linked_on, spread_on};
use crate::facts::net::hints::Hints;
use crate::facts::net::labels::{find, offered};
use crate::facts::net::lan::vlan_of;
use crate::facts::net::records::NicFacts;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{Device, HostPortgroup, HostSystem, Lacking, VirtualMachine};
use crate::schema::{Fact, HostSplit, List};
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;

/// Which uplinks a host has to have behind a network.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Links {
    /// One in use with a link.
    Up,
    /// Any, or none.
    Any,
}

/// The hosts on one network: one split per network, and per VLAN of the VM's own host where that
/// tells networks of one label apart.
#[derive(Default)]
pub struct Lans<'a> {
    known: HashMap<(Key<'a>, Option<i64>, Links), HostSplit>,
    nowhere: HashMap<Key<'a>, Fact<bool>>,
    hints: Hints<'a>,
}

impl<'a> Lans<'a> {
    /// The network adapters of a VM; those with a legacy backing are left out.
    pub fn nics(
        &mut self,
        scope: &Scope<'a, '_>,
        guest: &Guest<'a>,
        member: &Fact<usize>,
    ) -> Fact<List<NicFacts>> {
        let devices = guest.hardware.clone()?;
        let mut list = List { items: Vec::new(), missing: guest.lacks(Lacking::NICS) };
        for device in devices.iter().filter(|device| is_nic(device) && !is_legacy(device)) {
            match device.backing.as_ref().and_then(key) {
                Some(key) => list.items.push(self.nic(scope, guest, member, device, key)),
                None => {
                    let what = Detail::NetworkOf { adapter: label(device) };
                    list.lacks(&guest.vm.unknown(ReasonKind::NotUnderstood, HARDWARE, what));
                }
            }
        }
        // One adapter is the rule; spare room would be most of what 45,000 lists hold.
        list.items.shrink_to_fit();
        Ok(list)
    }

    fn nic(
        &mut self,
        scope: &Scope<'a, '_>,
        guest: &Guest<'a>,
        member: &Fact<usize>,
        device: &'a Device,
        key: Key<'a>,
    ) -> NicFacts {
        let network = name(scope, &key);
        let internal = match (&key, member) {
            (Key::Standard(label), Ok(member)) => internal(scope, *member, label),
            (Key::Standard(_), Err(why)) => Err(why.clone()),
            (Key::Distributed(..) | Key::Opaque(..), _) => Ok(false),
        };
        let hints_disjoint_on = self.hints.disjoint_on(scope, (guest.vm, device), member, &key);
        let nowhere = self.nowhere.entry(key.clone()).or_insert_with(|| nowhere(scope, &key)).clone();
        let same_lan_on = match member {
            Ok(member) => {
                let own = &scope.hosts[*member];
                let mut lan = self.same_lan(scope, guest, *member, (key.clone(), Links::Up));
                // Where the VM's own host has no link either, a move changes nothing for the VM.
                if scope.answer(&lan, own) == Ok(false) && uplinked(scope, *member, &key) == Ok(true) {
                    let any = self.same_lan(scope, guest, *member, (key, Links::Any));
                    if scope.answer(&any, own) == Ok(true) {
                        lan = any;
                    }
                }
                scope.others(&lan, own)
            }
            Err(why) => scope.nowhere_clear(why),
        };
        NicFacts {
            label: label(device),
            key: device.key,
            network,
            live: live(&guest.power, device),
            at_power_on: Ok(device.connectable.is_none_or(|state| state.start_connected)),
            same_lan_on,
            hints_disjoint_on,
            internal,
            nowhere,
        }
    }

    fn same_lan(
        &mut self,
        scope: &Scope<'a, '_>,
        guest: &Guest<'a>,
        own: usize,
        (key, links): (Key<'a>, Links),
    ) -> HostSplit {
        let vlan = match key {
            Key::Standard(label) => match vlan(scope, guest, own, label) {
                Ok(vlan) => vlan,
                Err(why) => return scope.nowhere_clear(&why),
            },
            Key::Distributed(..) | Key::Opaque(..) => None,
        };
        let known = self.known.entry((key.clone(), vlan, links));
        let split = known.or_insert_with(|| match key {
            Key::Standard(label) => standard(scope, label, vlan, links),
            Key::Distributed(uuid, key) => match links {
                Links::Up => linked_on(scope, uuid, key),
                Links::Any => spread_on(scope, uuid, key),
            },
            Key::Opaque(id, kind) => opaque(scope, id, kind, links),
        });
        split.clone()
    }
}

/// The port group of a label on the VM's own host.
fn own_portgroup<'a>(scope: &Scope<'a, '_>, own: usize, label: &str) -> Fact<Option<&'a HostPortgroup>> {
    Ok(find(wired(scope.ix, scope.hosts[own].host)?, label))
}

/// VLAN of a label on the VM's own host, to which a VM that runs is connected; one that is not running may
/// be where its network is not, or on a host that is out of service, and any VLAN will do.
fn vlan(scope: &Scope<'_, '_>, guest: &Guest<'_>, own: usize, label: &str) -> Fact<Option<i64>> {
    if let Some(portgroup) = own_portgroup(scope, own, label)? {
        let rests = scope.hosts[own].rests.is_some();
        return match !rests || runs(&guest.power)? {
            true => vlan_of(scope.hosts[own].host, portgroup).map(Some),
            false => Ok(None),
        };
    }
    if !runs(&guest.power)? {
        return Ok(None);
    }
    let what = Detail::OwnHostLacks { label: unescape(label) };
    Err(scope.hosts[own].host.unknown(ReasonKind::Untold, HostSystem::network.path, what))
}

/// Whether the switch behind a label on the VM's own host has no uplink.
fn internal(scope: &Scope<'_, '_>, own: usize, label: &str) -> Fact<bool> {
    match own_portgroup(scope, own, label)? {
        Some(portgroup) => Ok(wired(scope.ix, scope.hosts[own].host)?.vswitch(portgroup)?.pnic.is_empty()),
        None => Ok(false),
    }
}

/// Whether no host of the cluster has a network.
fn nowhere(scope: &Scope<'_, '_>, key: &Key<'_>) -> Fact<bool> {
    let at = |has: &dyn Fn(Wired<'_, '_>) -> Fact<bool>| {
        let members = scope.hosts.iter().filter(|member| scope.is_listed(member));
        let unseen = scope.members.hosts_missing.iter().map(|why| Err(why.clone()));
        some(members.map(|member| has(wired(scope.ix, member.host)?)).chain(unseen))
    };
    let anywhere = match key {
        Key::Standard(label) => at(&|wired| Ok(offered(wired, label)?.is_some())),
        Key::Distributed(uuid, key) => anywhere(scope, uuid, key),
        Key::Opaque(id, kind) => at(&|wired| {
            let networks = &wired.network.opaque_network;
            Ok(networks.iter().any(|network| network.id == *id && network.kind == *kind))
        }),
    };
    anywhere.map(|has| !has)
}

/// Whether a host has uplinks behind a network, with a link or not: without any it is internal.
fn uplinked(scope: &Scope<'_, '_>, own: usize, key: &Key<'_>) -> Fact<bool> {
    match key {
        Key::Standard(label) => internal(scope, own, label).map(|internal| !internal),
        Key::Distributed(uuid, key) => is_uplinked(wired(scope.ix, scope.hosts[own].host)?, uuid, key),
        Key::Opaque(..) => Ok(true),
    }
}

fn standard(scope: &Scope<'_, '_>, label: &str, vlan: Option<i64>, links: Links) -> HostSplit {
    scope.configured(|member| {
        let wired = wired(scope.ix, member.host)?;
        match offered(wired, label)? {
            None => Ok(false),
            Some(portgroup) => every([
                vlan.map_or(Ok(true), |vlan| Ok(vlan_of(member.host, portgroup)? == vlan)),
                match links {
                    Links::Up => wired.standard(portgroup)?.gets_out(member.awake()),
                    Links::Any => Ok(true),
                },
            ]),
        }
    })
}

/// What each host in service lacks of the networks of these VMs, by name: `no-label`, `no-switch` where it is no member
/// of the distributed switch, `vlan` where others have another VLAN under the label, `no-link`. Nothing where it is
/// more than one thing, or not certain. Of several networks of one name nothing is told.
pub fn lacking<'a>(
    scope: &Scope<'a, '_>,
    vms: impl Iterator<Item = &'a VirtualMachine>,
) -> BTreeMap<Name, Vec<Option<&'static str>>> {
    let mut keys: HashSet<Key<'a>> = HashSet::new();
    for vm in vms {
        let devices = scope.ix.read(vm, VirtualMachine::hardware).ok().flatten();
        let devices = devices.into_iter().flat_map(|hardware| &hardware.device);
        let nics = devices.filter(|device| is_nic(device) && !is_legacy(device));
        keys.extend(nics.filter_map(|device| device.backing.as_ref().and_then(key)));
    }
    let mut lacking: BTreeMap<Name, Option<Vec<Option<&'static str>>>> = BTreeMap::new();
    for key in keys {
        let name = name(scope, &key);
        let known = lacking.entry(name);
        known.and_modify(|known| *known = None).or_insert_with(|| Some(lacks(scope, &key)));
    }
    lacking.into_iter().filter_map(|(name, lacks)| Some((name, lacks?))).collect()
}

fn lacks(scope: &Scope<'_, '_>, key: &Key<'_>) -> Vec<Option<&'static str>> {
    let (has, up, absent) = match key {
        Key::Standard(label) => {
            let on = |links| standard(scope, label, None, links);
            (on(Links::Any), on(Links::Up), "no-label")
        }
        Key::Distributed(uuid, key) => {
            (spread_on(scope, uuid, key), linked_on(scope, uuid, key), "no-switch")
        }
        Key::Opaque(id, kind) => {
            let on = |links| opaque(scope, id, kind, links);
            (on(Links::Any), on(Links::Up), "no-label")
        }
    };
    let vlan = |member: &Member<'_>| match key {
        Key::Standard(label) => {
            let portgroup = offered(wired(scope.ix, member.host)?, label)?;
            portgroup.map(|portgroup| vlan_of(member.host, portgroup)).transpose()
        }
        Key::Distributed(..) | Key::Opaque(..) => Ok(None),
    };
    let vlans: Vec<Fact<Option<i64>>> = scope.slotted().map(vlan).collect();
    let differs = |own: &Fact<Option<i64>>| {
        let Ok(Some(own)) = own else { return own.is_err() };
        vlans
            .iter()
            .any(|other| other.as_ref().map_or(true, |other| other.is_some_and(|other| other != *own)))
    };
    let of = |(at, own): (usize, &Fact<Option<i64>>)| match (has.state(at)?, up.state(at)?, differs(own)) {
        (Ok(false), ..) => Some(absent),
        (Ok(true), Ok(false), false) => Some("no-link"),
        (Ok(true), Ok(true), true) => Some("vlan"),
        _ => None,
    };
    vlans.iter().enumerate().map(of).collect()
}

fn opaque(scope: &Scope<'_, '_>, id: &str, kind: &str, links: Links) -> HostSplit {
    scope.configured(|member| {
        let wired = wired(scope.ix, member.host)?;
        match wired.network.opaque_network.iter().find(|network| network.id == id && network.kind == kind) {
            Some(_) if !member.awake() || links == Links::Any => Ok(true),
            Some(network) => wired.opaque_linked(network),
            None => Ok(false),
        }
    })
}

fn name(scope: &Scope<'_, '_>, key: &Key<'_>) -> Name {
    match key {
        Key::Standard(label) => unescape(label),
        Key::Distributed(uuid, "") => (*uuid).into(),
        Key::Distributed(_, key) => match scope.ix.portgroup(key) {
            Ok(portgroup) => portgroup.display_name(),
            Err(_) => (*key).into(),
        },
        Key::Opaque(id, kind) => {
            let is_it = |network: &&crate::inventory::OpaqueNetwork| {
                network.summary.known().is_some_and(|summary| summary.id == *id && summary.kind == *kind)
            };
            let listed = scope.ix.inventory.opaque_networks.iter().find(is_it);
            listed.map_or_else(|| (*id).into(), Named::display_name)
        }
    }
}
