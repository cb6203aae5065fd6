//! Networks that the VMs of a cluster use, as its hosts have them.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ground::count::count;
use crate::facts::ground::guest::{Guest, label, live};
use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::logic::{every, none_before};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::NetKind;
use crate::facts::net::adapters::{Key, is_legacy, is_nic, key};
use crate::facts::net::distributed::distributed;
use crate::facts::net::links::{find, links};
use crate::facts::net::records::NetFacts;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{
    Device, HostPortgroup, HostSystem, Object, OpaqueNetwork, SecurityPolicy, VirtualMachine,
};
use crate::schema::{Entity, Fact, Grouping, List, Unknown};
use crate::terms::{ObjectKind, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;
/// Placeholders of Site Recovery Manager have adapters that lead nowhere.
const PLACEHOLDER: &str = "com.vmware.vcDr";

#[derive(Default)]
struct Use<'a> {
    vms: BTreeSet<&'a str>,
    live: bool,
    /// Why it is not certain that nothing live uses it.
    open: Vec<Unknown>,
    id: Option<&'a Name>,
}

/// Networks used by the VMs of a cluster, templates and placeholders left out.
pub fn networks<'a>(scope: &Scope<'a, '_>, guests: &[Guest<'a>]) -> List<NetFacts> {
    let mut uses: BTreeMap<Key<'a>, Use<'a>> = BTreeMap::new();
    let mut missing: Vec<Unknown> = scope.members.vms_missing.iter().cloned().collect();
    for guest in guests {
        let devices = match (counts(scope.ix, guest.vm), &guest.hardware) {
            (Ok(false), _) => continue,
            (_, Err(why)) => {
                missing.push(why.clone());
                continue;
            }
            (Err(why), Ok(devices)) => {
                if devices.iter().any(is_nic) {
                    missing.push(why);
                }
                continue;
            }
            (Ok(true), Ok(devices)) => *devices,
        };
        for device in devices.iter().filter(|device| is_nic(device)) {
            match device.backing.as_ref().and_then(key) {
                Some(key) => note(uses.entry(key).or_default(), guest, device),
                None if is_legacy(device) => {}
                None => {
                    let what = format!("the network of {}", label(device));
                    missing.push(guest.vm.unknown(ReasonKind::NotUnderstood, HARDWARE, what));
                }
            }
        }
    }
    let missing = Unknown::all(&missing);
    let ends: Vec<Fact<Wired<'_, 'a>>> =
        scope.hosts.iter().map(|member| wired(scope.ix, member.host)).collect();
    let items = uses.into_iter().map(|(key, used)| network(scope, &ends, &key, used, missing.as_ref()));
    List { items: items.collect(), missing: missing.clone() }
}

/// Whether a VM's adapters count: it is neither a template nor a placeholder.
fn counts(ix: &Index<'_>, vm: &VirtualMachine) -> Fact<bool> {
    let template = ix.read(vm, VirtualMachine::template).map(|flag| flag != Some(&true));
    let managed = none_before(ix.read(vm, VirtualMachine::managed_by));
    every([template, managed.map(|key| key.is_none_or(|key| !key.starts_with(PLACEHOLDER)))])
}

fn note<'a>(used: &mut Use<'a>, guest: &Guest<'a>, device: &'a Device) {
    used.vms.insert(&guest.vm.id);
    let network = device.backing.as_ref().and_then(|backing| backing.network.as_ref());
    used.id = used.id.or(network.filter(|id| !id.is_empty()));
    match live(&guest.power, device) {
        Ok(live) => used.live |= live,
        Err(why) => used.open.push(why),
    }
}

fn network<'i, 'a>(
    scope: &Scope<'a, '_>,
    ends: &[Fact<Wired<'i, 'a>>],
    key: &Key<'a>,
    used: Use<'a>,
    missing: Option<&Unknown>,
) -> NetFacts {
    let at = |member: &Member<'a>| -> Fact<Wired<'i, 'a>> {
        ends.get(member.at).cloned().unwrap_or_else(|| Err(Unknown::defect("slot of a host")))
    };
    let vms = missing.map_or_else(|| Ok(count(used.vms.len())), |why| Err(why.clone()));
    let open = Unknown::all(used.open.iter().chain(missing));
    let live = if used.live { Ok(true) } else { open.map_or(Ok(false), Err) };
    match key {
        Key::Standard(label) => {
            let id = used.id.cloned().unwrap_or_else(|| (*label).into());
            standard(scope, &at, label, NetUse { id, vms, live })
        }
        Key::Distributed(uuid, key) => distributed(scope, &at, uuid, key, (vms, live)),
        Key::Opaque(id, kind) => opaque(scope, &at, id, kind, (vms, live)),
    }
}

struct NetUse {
    id: Name,
    vms: Fact<i64>,
    live: Fact<bool>,
}

fn standard<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    label: &str,
    used: NetUse,
) -> NetFacts {
    let group = |member: &Member<'a>| Ok::<_, Unknown>(find(at(member)?, label));
    let uplinks = |member: &Member<'a>| match group(member)? {
        Some(portgroup) => at(member)?.standard(portgroup).map(Some),
        None => Ok(None),
    };
    let (uplinks_up, uplink_count) = links(scope, &uplinks);
    let uplinked_on = scope.configured(|member| match group(member)? {
        Some(portgroup) => Ok(!at(member)?.vswitch(portgroup)?.pnic.is_empty()),
        None => Ok(true),
    });
    NetFacts {
        label: Ok(unescape(label)),
        kind: NetKind::Standard,
        on: scope.configured(|member| Ok(group(member)?.is_some())),
        uplinks_up,
        uplink_count,
        vlan: scope.group_configured(|member| Ok(group(member)?.map(|pg| pg.vlan_id.to_string().into()))),
        security: security(scope, &group),
        internal: uplinked_on.all().map(|all| !all),
        uplinked_on,
        near_names: near_names(scope, at, label),
        untrunked_on: List::default(),
        id: used.id,
        vms: used.vms,
        live: used.live,
    }
}

/// Hosts by security policy. Where no host shows one there is nothing to compare.
fn security<'a>(
    scope: &Scope<'a, '_>,
    group: &dyn Fn(&Member<'a>) -> Fact<Option<&'a HostPortgroup>>,
) -> Grouping {
    let policy = |member: &Member<'a>| Ok::<_, Unknown>(group(member)?.map(|pg| pg.security));
    let any = scope.slotted().any(|member| matches!(policy(member), Ok(Some(Some(_)))));
    scope.group_configured(|member| match policy(member)? {
        None => Ok(None),
        Some(Some(policy)) => Ok(Some(describe(policy))),
        Some(None) if !any => Ok(Some(Name::default())),
        Some(None) => {
            let what = "the port group shows no security policy";
            Err(member.host.unknown(ReasonKind::Untold, HostSystem::network.path, what))
        }
    })
}

fn describe(policy: SecurityPolicy) -> Name {
    let word = |flag: Option<bool>| match flag {
        Some(true) => "accept",
        Some(false) => "reject",
        None => "-",
    };
    compact_str::format_compact!(
        "promiscuous {}, MAC changes {}, forged transmits {}",
        word(policy.allow_promiscuous),
        word(policy.mac_changes),
        word(policy.forged_transmits)
    )
}

/// Labels on active hosts that a person would take for this one.
fn near_names<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    label: &str,
) -> List<Name> {
    let plain = unescape(label);
    let folded = plain.trim().to_lowercase();
    let mut names = BTreeSet::new();
    let mut list = List { items: Vec::new(), missing: scope.members.hosts_missing.clone() };
    for member in scope.slotted() {
        match at(member) {
            Ok(wired) => {
                let labels = wired.network.portgroup.iter().map(|portgroup| &portgroup.name);
                names.extend(labels.filter(|name| {
                    *name != label && **name != plain && name.trim().to_lowercase() == folded
                }));
            }
            Err(why) => list.lacks(&why),
        }
    }
    list.items = names.into_iter().cloned().collect();
    list
}

fn opaque<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    id: &str,
    kind: &str,
    (vms, live): (Fact<i64>, Fact<bool>),
) -> NetFacts {
    let ix = scope.ix;
    let local = |member: &Member<'a>| -> Fact<_> {
        let networks = &at(member)?.network.opaque_network;
        Ok(networks.iter().find(|opaque| opaque.id == id && opaque.kind == kind))
    };
    let uplinks = |member: &Member<'a>| match local(member)? {
        Some(network) => Ok(Some(at(member)?.opaque(network))),
        None => Ok(None),
    };
    let (uplinks_up, uplink_count) = links(scope, &uplinks);
    let listed = ix.inventory.opaque_networks.iter().find(|network| {
        network.summary.known().is_some_and(|summary| summary.id == id && summary.kind == kind)
    });
    let label = match listed {
        Some(network) => ix.need(network, OpaqueNetwork::name).map(|name| unescape(name)),
        None => {
            let subject = Entity { kind: ObjectKind::Network, id: id.into(), name: id.into() };
            Err(ix.unseen(OpaqueNetwork::TYPE, subject, "", String::new()))
        }
    };
    NetFacts {
        id: id.into(),
        label,
        kind: NetKind::Opaque,
        vms,
        live,
        on: scope.configured(|member| Ok(local(member)?.is_some())),
        uplinks_up,
        uplink_count,
        vlan: Grouping::default(),
        security: Grouping::default(),
        internal: Ok(false),
        uplinked_on: scope.everywhere(),
        near_names: List::default(),
        untrunked_on: List::default(),
    }
}
