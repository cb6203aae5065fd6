//! Networks that the VMs of a cluster use, as its hosts have them.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::ground::guest::{Guest, label};
use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::instead::{Instead, instead};
use crate::facts::ground::names::Name;
use crate::facts::ground::role::{agent, judged};
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::NetKind;
use crate::facts::net::adapters::{Key, is_legacy, is_nic, key};
use crate::facts::net::distributed::distributed;
use crate::facts::net::labels::{self, near, offered};
use crate::facts::net::lan::vlan_of;
use crate::facts::net::links::{Links, links};
use crate::facts::net::odd::odd;
use crate::facts::net::records::NetFacts;
use crate::facts::net::uplinks::{Wired, wired};
use crate::facts::net::uses::{NetUse, Use};
use crate::inventory::{
    HostPortgroup, HostSystem, Lacking, Object, OpaqueNetwork, SecurityPolicy, VirtualMachine,
};
use crate::schema::{Entity, Fact, Grouping, List, Unknown};
use crate::terms::{Detail, ObjectKind, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;

/// Networks of a cluster.
pub struct Networks {
    /// Those that its VMs name.
    pub used: List<NetFacts>,
    /// Labels of standard port groups that none of them names.
    pub unused: List<NetFacts>,
}

/// Networks of a cluster: those that its VMs name, templates, placeholders and agent VMs left out, and the
/// labels that its hosts offer besides.
pub fn networks<'a>(scope: &Scope<'a, '_>, guests: &[Guest<'a>]) -> Networks {
    let mut uses: BTreeMap<Key<'a>, Use<'a>> = BTreeMap::new();
    let mut of_agents: BTreeSet<Key<'a>> = BTreeSet::new();
    let mut missing: Vec<Unknown> = scope.members.vms_missing.iter().cloned().collect();
    for guest in guests {
        let devices = match (judged(scope.ix, guest.vm), &guest.hardware) {
            (Ok(false), Ok(devices)) if agent(scope.ix, guest.vm) == Ok(true) => {
                of_agents.extend(devices.iter().filter_map(|device| key(device.backing.as_ref()?)));
                continue;
            }
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
        missing.extend(guest.lacks(Lacking::NICS));
        for device in devices.iter().filter(|device| is_nic(device)) {
            match device.backing.as_ref().and_then(key) {
                Some(key) => uses.entry(key).or_default().note(guest, device),
                None if is_legacy(device) => {}
                None => {
                    let what = Detail::NetworkOdd { adapter: label(device) };
                    missing.push(guest.vm.unknown(ReasonKind::Untold, HARDWARE, what));
                }
            }
        }
    }
    let missing = Unknown::all(&missing);
    let ends: Vec<Fact<Wired<'_, 'a>>> =
        scope.hosts.iter().map(|member| wired(scope.ix, member.host)).collect();
    let unread = ends.iter().zip(&scope.hosts).filter(|(_, member)| scope.is_listed(member));
    let unread: Vec<&Unknown> = unread.filter_map(|(end, _)| end.as_ref().err()).collect();
    let unused = labels::all(scope.ix, scope).into_iter().filter(|label| {
        let named =
            |key: &Key<'a>| matches!(key, Key::Standard(used) if *used == *label || unescape(used) == *label);
        // Where uses may be missing none is certain to be without.
        missing.is_none() && !uses.keys().chain(&of_agents).any(named)
    });
    let unused =
        unused.map(|label| network(scope, &ends, &Key::Standard(label), Use::default(), missing.as_ref()));
    let unused = List {
        items: unused.collect(),
        missing: Unknown::all(unread.into_iter().chain(&scope.members.hosts_missing).chain(&missing)),
    };
    let items = uses.into_iter().map(|(key, used)| network(scope, &ends, &key, used, missing.as_ref()));
    Networks { used: List { items: items.collect(), missing: missing.clone() }, unused }
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
    let told = used.told(missing);
    match key {
        Key::Standard(label) => {
            let id = used.id.cloned().unwrap_or_else(|| (*label).into());
            standard(scope, &at, label, id, told)
        }
        Key::Distributed(uuid, key) => distributed(scope, &at, uuid, key, told),
        Key::Opaque(id, kind) => opaque(scope, &at, id, kind, told),
    }
}

fn standard<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    label: &str,
    id: Name,
    used: NetUse,
) -> NetFacts {
    // Asked for everything that is told of the network, and not cheap.
    let groups: Vec<Fact<Option<&HostPortgroup>>> =
        scope.hosts.iter().map(|member| offered(at(member)?, label)).collect();
    let group = |member: &Member<'a>| {
        groups.get(member.at).cloned().unwrap_or_else(|| Err(Unknown::defect("slot of a host")))
    };
    let uplinks = |member: &Member<'a>| match group(member)? {
        Some(portgroup) => at(member)?.standard(portgroup).map(Some),
        None => Ok(None),
    };
    let Links { up: uplinks_up, linked: linked_on, count: uplink_count, left_out } = links(scope, &uplinks);
    let uplinked_on = scope.configured(|member| match group(member)? {
        Some(portgroup) => Ok(!at(member)?.vswitch(portgroup)?.pnic.is_empty()),
        None => Ok(true),
    });
    let on = scope.configured(|member| Ok(group(member)?.is_some()));
    let Instead { values, on: near_on, accounted_on } =
        instead(scope, &on, |member| Ok(near(at(member)?, label)));
    let odd = odd(scope, at, &group, label);
    NetFacts {
        label: Ok(unescape(label)),
        kind: NetKind::Standard,
        segment: Ok(false),
        on,
        uplinks_up,
        uplink_count,
        linked_on,
        left_out,
        vlan: scope.group_configured(|member| match group(member)? {
            Some(portgroup) => vlan_of(member.host, portgroup).map(|vlan| Some(vlan.to_string().into())),
            None => Ok(None),
        }),
        security: security(scope, &group),
        internal: uplinked_on.all().map(|all| !all),
        uplinked_on,
        accounted_on,
        near: values,
        near_on,
        down: Grouping::default(),
        down_on: List::default(),
        untrunked_on: List::default(),
        untrunked_vlan: Ok(0),
        vlan_most: odd.vlan_most,
        odd: odd.hosts,
        id,
        vms: used.vms,
        users: used.users,
        live: used.live,
        running: used.running,
        starting: used.starting,
        used_by: used.used_by,
        named_by: used.named_by,
    }
}

/// Hosts by security policy. Where no host shows one there is nothing to compare.
fn security<'a>(
    scope: &Scope<'a, '_>,
    group: &dyn Fn(&Member<'a>) -> Fact<Option<&'a HostPortgroup>>,
) -> Grouping {
    let policy = |member: &Member<'a>| Ok::<_, Unknown>(group(member)?.map(|pg| pg.security));
    let told = |member: &Member<'a>| match member.host.network.known() {
        Some(network) => member.host.holds(&network.lacking, HostSystem::network.path, Lacking::SECURITY),
        None => Ok(()),
    };
    let resting = scope.resting.iter().map(|&at| &scope.hosts[at]);
    let any = scope.slotted().chain(resting).any(|member| matches!(policy(member), Ok(Some(Some(_)))));
    scope.group_configured(|member| match policy(member)? {
        Some(None) if told(member).is_err() => told(member).map(|()| None),
        None => Ok(None),
        Some(Some(policy)) => Ok(Some(describe(policy))),
        Some(None) if !any => Ok(Some(Name::default())),
        Some(None) => {
            let what = Detail::NoSecurityPolicy;
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

fn opaque<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    id: &str,
    kind: &str,
    used: NetUse,
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
    let Links { up: uplinks_up, linked: linked_on, count: uplink_count, left_out } = links(scope, &uplinks);
    let listed = ix.inventory.opaque_networks.iter().find(|network| {
        network.summary.known().is_some_and(|summary| summary.id == id && summary.kind == kind)
    });
    let label = match listed {
        Some(network) => ix.need(network, OpaqueNetwork::name).map(|name| unescape(name)),
        None => {
            let subject = Entity { kind: ObjectKind::Network, id: id.into(), name: id.into() };
            Err(ix.unseen(OpaqueNetwork::TYPE, subject, "", Detail::Nothing))
        }
    };
    let on = scope.configured(|member| Ok(local(member)?.is_some()));
    NetFacts {
        id: id.into(),
        label,
        kind: NetKind::Opaque,
        segment: Ok(true),
        vms: used.vms,
        users: used.users,
        live: used.live,
        running: used.running,
        starting: used.starting,
        used_by: used.used_by,
        named_by: used.named_by,
        accounted_on: on.clone(),
        on,
        uplinks_up,
        uplink_count,
        linked_on,
        left_out,
        vlan: Grouping::default(),
        security: Grouping::default(),
        internal: Ok(false),
        uplinked_on: scope.everywhere(),
        near: Grouping::default(),
        near_on: List::default(),
        down: Grouping::default(),
        down_on: List::default(),
        untrunked_on: List::default(),
        untrunked_vlan: Ok(0),
        vlan_most: Ok(0),
        odd: List::default(),
    }
}
