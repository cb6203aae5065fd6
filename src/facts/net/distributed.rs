//! Networks on distributed switches: which hosts are members, and NSX segments over several switches.

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::instead::{Instead, instead};
use crate::facts::ground::logic::{every, none_before, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::NetKind;
use crate::facts::net::health::results;
use crate::facts::net::lan::Lan;
use crate::facts::net::links::{Links, links};
use crate::facts::net::records::NetFacts;
use crate::facts::net::uplinks::{Wired, wired};
use crate::facts::net::uses::NetUse;
use crate::inventory::{
    DistributedPort, DistributedVirtualPortgroup, DistributedVirtualSwitch, HostSystem, Object,
    PortgroupConfig, SwitchConfig,
};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

/// A network on a distributed switch; the key is empty for a port of its own.
pub fn distributed<'i, 'a: 'i>(
    scope: &Scope<'a, '_>,
    at: &dyn Fn(&Member<'a>) -> Fact<Wired<'i, 'a>>,
    uuid: &str,
    key: &str,
    used: NetUse,
) -> NetFacts {
    let ix = scope.ix;
    let Spread { portgroup, peers, on, .. } = spread(scope, uuid, key);
    let own_port = port(uuid, key);
    let uplinks = |member: &Member<'a>| match scope.answer(&on, member) {
        Ok(false) => Ok(None),
        Err(why) => Err(why),
        Ok(true) => {
            // Of an NSX segment the host may have the port group of another switch.
            let wired = at(member)?;
            let has = |uuid: &Name| wired.network.proxy_switch.iter().any(|end| end.dvs_uuid == *uuid);
            let peer =
                peers.iter().find(|(peer, _)| peer != uuid && has(peer) && !has(&own_port.switch_uuid));
            match peer {
                Some((uuid, peer)) => wired.distributed(&port(uuid, &peer.id)).map(Some),
                None => wired.distributed(&own_port).map(Some),
            }
        }
    };
    let Links { up: uplinks_up, linked: linked_on, count: uplink_count, left_out } = links(scope, &uplinks);
    let Instead { values: down, on: down_on, accounted_on } = instead(scope, &on, |member| {
        let own = down_at(ix, uuid, portgroup.as_ref().ok().copied(), member);
        let peers = peers.iter().map(|(uuid, peer)| down_at(ix, uuid, Some(*peer), member));
        let mut states: Vec<Name> = [own].into_iter().chain(peers).flatten().flatten().collect();
        states.dedup();
        Ok(states)
    });
    let (untrunked_vlan, untrunked_on) = untrunked(scope, uuid, portgroup.as_ref().ok().copied());
    let segment = match &portgroup {
        // A port of its own.
        Err(_) if key.is_empty() => Ok(false),
        Err(why) => Err(why.clone()),
        Ok(portgroup) => ix.need(*portgroup, DistributedVirtualPortgroup::config).map(is_segment),
    };
    NetFacts {
        id: portgroup
            .as_ref()
            .map_or_else(|_| if key.is_empty() { uuid } else { key }.into(), |pg| pg.id.clone()),
        label: portgroup
            .and_then(|pg| ix.need(pg, DistributedVirtualPortgroup::name).map(|name| unescape(name))),
        kind: NetKind::Distributed,
        segment,
        vms: used.vms,
        users: used.users,
        live: used.live,
        running: used.running,
        starting: used.starting,
        used_by: used.used_by,
        named_by: used.named_by,
        on,
        uplinks_up,
        uplink_count,
        linked_on,
        left_out,
        vlan: Grouping::default(),
        security: Grouping::default(),
        internal: Ok(false),
        uplinked_on: scope.everywhere(),
        accounted_on,
        near: Grouping::default(),
        near_on: List::default(),
        down,
        down_on,
        untrunked_on,
        untrunked_vlan,
        vlan_most: Ok(0),
        odd: List::default(),
    }
}

/// The VLAN of a port group, 0 where it has none of its own, and the active hosts where the health check misses it. A
/// trunk to the guests says nothing about which of its VLANs they use.
fn untrunked(
    scope: &Scope<'_, '_>,
    uuid: &str,
    portgroup: Option<&DistributedVirtualPortgroup>,
) -> (Fact<i64>, List<Name>) {
    let ix = scope.ix;
    let Some(portgroup) = portgroup else { return (Ok(0), List::default()) };
    let id = portgroup.config.known().and_then(|config| config.switch.as_deref());
    let Ok(switch) = ix.switch(uuid, id) else { return (Ok(0), List::default()) };
    let found = results(ix, switch).and_then(|members| {
        if members.iter().all(|member| member.untrunked_vlan.is_empty()) {
            return Ok((0, Vec::new()));
        }
        let Lan::Vlan(vlan) = Lan::distributed(ix, portgroup)? else { return Ok((0, Vec::new())) };
        let lacks = |member: &&Member<'_>| {
            let own = members.iter().filter(|found| found.host == member.host.id);
            own.flat_map(|found| &found.untrunked_vlan).any(|range| (range.0..=range.1).contains(&vlan))
        };
        let hosts = scope.slotted().filter(lacks).map(|member| member.name.clone()).collect();
        Ok((vlan, hosts))
    });
    match found {
        Ok((vlan, items)) => (Ok(vlan), List { items, missing: None }),
        Err(why) => (Err(why.clone()), List { items: Vec::new(), missing: Some(why) }),
    }
}

/// A network on a distributed switch: its port group, and where it is.
struct Spread<'a> {
    portgroup: Fact<&'a DistributedVirtualPortgroup>,
    /// Other port groups of the same NSX segment, with their switches.
    peers: Vec<(Name, &'a DistributedVirtualPortgroup)>,
    on: HostSplit,
}

fn spread<'a>(scope: &Scope<'a, '_>, uuid: &str, key: &str) -> Spread<'a> {
    let ix = scope.ix;
    let portgroup = ix.portgroup(if key.is_empty() { uuid } else { key });
    let (peers, unread) = match &portgroup {
        Ok(portgroup) => segment(ix, portgroup),
        Err(_) if key.is_empty() => (Vec::new(), None),
        Err(why) => (Vec::new(), Some(why.clone())),
    };
    let on = scope.configured(|member| {
        let own = member_of(ix, uuid, portgroup.as_ref().ok().copied(), member);
        // Of a port group that is not told it is open whether it spans the whole switch.
        let own = if let Some(why) = &unread { every([own, Err(why.clone())]) } else { own };
        let peers = peers.iter().map(|(uuid, peer)| member_of(ix, uuid, Some(*peer), member));
        some([own].into_iter().chain(peers).chain(unread.iter().map(|why| Err(why.clone()))))
    });
    Spread { portgroup, peers, on }
}

/// Hosts that have a network on a distributed switch, linked or not.
pub fn spread_on(scope: &Scope<'_, '_>, uuid: &str, key: &str) -> HostSplit {
    spread(scope, uuid, key).on
}

/// Whether a host has uplinks behind a network on a distributed switch.
pub fn is_uplinked(wired: Wired<'_, '_>, uuid: &str, key: &str) -> Fact<bool> {
    Ok(!wired.distributed(&port(uuid, key))?.uplinks.items.is_empty())
}

/// Hosts that have a network on a distributed switch and behind it a link that its failover order uses. Where single
/// ports may have another order, any link does.
pub fn linked_on(scope: &Scope<'_, '_>, uuid: &str, key: &str) -> HostSplit {
    let Spread { peers, on, .. } = spread(scope, uuid, key);
    scope.configured(|member| {
        if !scope.answer(&on, member)? {
            return Ok(false);
        }
        if !member.awake() {
            return Ok(true);
        }
        let wired = wired(scope.ix, member.host)?;
        let own = [(uuid, key)].into_iter();
        let all = own.chain(peers.iter().map(|(uuid, peer)| (uuid.as_str(), peer.id.as_str())));
        let has = |uuid: &str| wired.network.proxy_switch.iter().any(|end| end.dvs_uuid == uuid);
        let mut ends = all.filter(|(uuid, _)| has(uuid)).peekable();
        if ends.peek().is_none() {
            // A member whose end is not told; the switch is named by its UUID.
            return wired.proxy(uuid).map(|_| true);
        }
        some(ends.map(|(uuid, key)| {
            let port = port(uuid, key);
            let team = wired.distributed(&port)?;
            if wired.names_no_uplink(&port) { team.any_link() } else { team.any_up() }
        }))
    })
}

fn port(uuid: &str, key: &str) -> DistributedPort {
    DistributedPort {
        switch_uuid: uuid.into(),
        portgroup_key: (!key.is_empty()).then(|| key.into()),
        port_key: None,
    }
}

/// Whether some host has a network on a distributed switch.
pub fn anywhere(scope: &Scope<'_, '_>, uuid: &str, key: &str) -> Fact<bool> {
    let on = spread(scope, uuid, key).on;
    some([on.any()].into_iter().chain(on.resting().iter().cloned()))
}

/// Other port groups of the same NSX segment, with the UUIDs of their switches, and why there may
/// be more.
fn segment<'a>(
    ix: &Index<'a>,
    portgroup: &'a DistributedVirtualPortgroup,
) -> (Vec<(Name, &'a DistributedVirtualPortgroup)>, Option<Unknown>) {
    let config = match ix.need(portgroup, DistributedVirtualPortgroup::config) {
        Ok(config) => config,
        Err(why) => return (Vec::new(), Some(why)),
    };
    if !is_segment(config) {
        return (Vec::new(), None);
    }
    let mut peers = Vec::new();
    let mut unread = ix.unlisted(DistributedVirtualPortgroup::TYPE);
    for other in ix.inventory.portgroups.iter().filter(|other| other.id != portgroup.id) {
        match ix.need(other, DistributedVirtualPortgroup::config) {
            Ok(peer) if same_segment(config, peer) => {
                let uuid = peer.switch.as_deref().and_then(|id| ix.switch("", Some(id)).ok());
                let uuid = uuid.and_then(|switch| switch.uuid.known().cloned()).unwrap_or_default();
                peers.push((uuid, other));
            }
            Ok(_) => {}
            Err(why) => unread = Unknown::all(unread.iter().chain([&why])),
        }
    }
    (peers, unread)
}

fn same_segment(a: &PortgroupConfig, b: &PortgroupConfig) -> bool {
    let same = |a: Option<&str>, b: Option<&str>| a.is_some_and(|a| !a.is_empty()) && a == b;
    same(a.segment_id.as_deref(), b.segment_id.as_deref())
        || same(a.logical_switch_uuid.as_deref(), b.logical_switch_uuid.as_deref())
}

/// Whether a host has a distributed port group: it is a member of the switch, and up. The port group of an NSX
/// segment is on those of them only that are prepared for it.
fn member_of(
    ix: &Index<'_>,
    uuid: &str,
    portgroup: Option<&DistributedVirtualPortgroup>,
    member: &Member<'_>,
) -> Fact<bool> {
    let id = &member.host.id;
    let switch_id = portgroup.and_then(|pg| pg.config.known()).and_then(|config| config.switch.as_deref());
    let switch = ix.switch(uuid, switch_id)?;
    let config = ix.need(switch, DistributedVirtualSwitch::config)?;
    if config.host.is_empty() {
        // Some servers list the hosts only with the port group; a port of its own has none.
        let hosts = portgroup.map(|portgroup| ix.read(portgroup, DistributedVirtualPortgroup::host));
        return match hosts.transpose()?.flatten().map(Vec::as_slice) {
            Some(hosts) if !hosts.is_empty() => Ok(hosts.contains(id)),
            _ => {
                let what = Detail::NoSwitchHost;
                Err(switch.unknown(ReasonKind::Untold, "config", what))
            }
        };
    }
    let Some(status) = status(config, id) else { return Ok(false) };
    match status {
        // Before 4.1 the status is not always given; a member is a member, and forwards while a change of
        // the switch is on its way to it.
        "up" | "" | "outOfSync" | "pending" | "warning" => {
            portgroup.map_or(Ok(true), |portgroup| in_segment(ix, portgroup, member))
        }
        status if DOWN.contains(&status) => Ok(false),
        other => {
            let what = Detail::SwitchState { host: member.name.clone(), state: other.into() };
            Err(switch.unknown(ReasonKind::NotUnderstood, "config", what))
        }
    }
}

/// States of a member of a distributed switch in which it does not forward.
const DOWN: [&str; 2] = ["down", "disconnected"];

/// The state of a host among the members of a switch.
fn status<'c>(config: &'c SwitchConfig, host: &str) -> Option<&'c str> {
    let entry = config.host.iter().find(|entry| entry.host.as_deref() == Some(host))?;
    Some(entry.status.as_str())
}

/// The state of a member that does not forward, of a switch; `None` for one that does, and for no member.
fn down_at(
    ix: &Index<'_>,
    uuid: &str,
    portgroup: Option<&DistributedVirtualPortgroup>,
    member: &Member<'_>,
) -> Fact<Option<Name>> {
    let switch_id = portgroup.and_then(|pg| pg.config.known()).and_then(|config| config.switch.as_deref());
    let config = ix.need(ix.switch(uuid, switch_id)?, DistributedVirtualSwitch::config)?;
    let status = status(config, &member.host.id);
    Ok(status.filter(|status| DOWN.contains(status)).map(Name::from))
}

fn is_segment(config: &PortgroupConfig) -> bool {
    config.backing_type.as_deref() == Some("nsx")
}

/// Whether a member of the switch has a port group: each that is no NSX segment, and of a segment those that the
/// port group lists, or that list it. Where neither tells of any host, members have it.
fn in_segment(ix: &Index<'_>, portgroup: &DistributedVirtualPortgroup, member: &Member<'_>) -> Fact<bool> {
    if !is_segment(ix.need(portgroup, DistributedVirtualPortgroup::config)?) {
        return Ok(true);
    }
    let hosts = ix.read(portgroup, DistributedVirtualPortgroup::host)?.map_or(&[][..], Vec::as_slice);
    if hosts.is_empty() || hosts.contains(&member.host.id) {
        return Ok(true);
    }
    let networks = none_before(ix.read(member.host, HostSystem::network_refs))?;
    Ok(networks.is_some_and(|networks| networks.contains(&portgroup.id)))
}
