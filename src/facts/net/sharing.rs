//! Who else uses the uplinks of an interface now: other port groups of its switch, and adapters on them
//! that carry something else.

use crate::facts::ground::index::{Named, because};
use crate::facts::ground::logic::{every, some};
use crate::facts::ground::names::Name;
use crate::facts::net::attached::{Group, group_of};
use crate::facts::net::carriers::Kinds;
use crate::facts::net::records::UplinkFacts;
use crate::facts::net::uplinks::Wired;
use crate::inventory::{
    DistributedVirtualPortgroup, DistributedVirtualSwitch, HostOpaqueNetwork, HostSystem, VirtualNic,
};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const PATH: &str = HostSystem::network.path;
/// Others that are named; a switch can have hundreds of port groups.
const NAMED: usize = 10;

/// How an interface shares what is behind it.
pub struct Sharing {
    /// Others whose traffic takes an uplink that the interface's takes.
    pub with: List<Name>,
    /// For each uplink: nothing else takes it.
    pub sole_user: Vec<Fact<bool>>,
    /// The switch shares out bandwidth (Network I/O Control).
    pub controlled: Fact<bool>,
}

impl Sharing {
    fn unknown(why: &Unknown, uplinks: usize) -> Self {
        Self {
            with: List { items: Vec::new(), missing: Some(why.clone()) },
            sole_user: vec![Err(why.clone()); uplinks],
            controlled: Err(why.clone()),
        }
    }
}

/// Something that uses a switch beside the interface.
struct User {
    name: Name,
    /// For each uplink of the interface: it carries this too.
    carried: Vec<Fact<bool>>,
}

/// How `nic`, which carries traffic of `kind`, shares its uplinks. Other adapters that carry
/// nothing but that kind do not count.
pub fn sharing(
    wired: Wired<'_, '_>,
    nic: &VirtualNic,
    kind: &str,
    kinds: &Fact<Kinds<'_>>,
    uplinks: &List<UplinkFacts>,
) -> Sharing {
    let count = uplinks.items.len();
    let (group, kinds) = match (group_of(wired, nic), kinds) {
        (Ok(Some(group)), Ok(kinds)) => (group, kinds),
        (Ok(None), _) => {
            let sole_user = vec![Ok(true); count];
            return Sharing { with: List::default(), sole_user, controlled: Ok(false) };
        }
        (Err(why), _) => return Sharing::unknown(&why, count),
        (_, Err(why)) => return Sharing::unknown(why, count),
    };
    let (users, missing) = users(wired, nic, &group, kind, kinds, uplinks);
    let unseen = || missing.iter().map(|why| Err(why.clone()));
    let mut with = List { items: Vec::new(), missing: missing.clone() };
    for user in &users {
        let both = uplinks.items.iter().zip(&user.carried);
        let both = both.map(|(uplink, other)| every([uplink.carries.clone(), other.clone()]));
        match some(both.chain(uplinks.missing.iter().map(|why| Err(why.clone())))) {
            Ok(true) => with.items.push(user.name.clone()),
            Ok(false) => {}
            Err(why) => with.lacks(&why),
        }
    }
    with.items.sort();
    with.items.dedup();
    if with.items.len() > NAMED {
        with.items.truncate(NAMED);
        if with.missing.is_none() {
            with.items.push("…".into());
        }
    }
    let alone = |at: usize| {
        let others = users.iter().filter_map(|user| user.carried.get(at).cloned());
        some(others.chain(unseen())).map(|shared| !shared)
    };
    Sharing { with, sole_user: (0..count).map(alone).collect(), controlled: controlled(wired, &group) }
}

/// What uses the switch of `group` beside the interface, and why there may be more.
fn users(
    wired: Wired<'_, '_>,
    nic: &VirtualNic,
    group: &Group<'_>,
    kind: &str,
    kinds: &Kinds<'_>,
    uplinks: &List<UplinkFacts>,
) -> (Vec<User>, Option<Unknown>) {
    let (groups, missing) = beside(wired, group);
    let mut missing: Vec<Unknown> = missing.into_iter().collect();
    let mut attached: Vec<(Group<'_>, &VirtualNic)> = Vec::new();
    for other in wired.network.vnic.iter().chain(&wired.network.console_vnic) {
        match group_of(wired, other) {
            Ok(Some(at)) => attached.push((at, other)),
            Ok(None) => {}
            Err(why) => missing.push(why),
        }
    }
    let mut users = Vec::new();
    for other in &groups {
        let own = other.same(group);
        let adapters: Vec<&VirtualNic> =
            attached.iter().filter(|(at, _)| at.same(other)).map(|(_, adapter)| *adapter).collect();
        let mut names: Vec<Name> = adapters
            .iter()
            .filter(|adapter| adapter.device != nic.device && !kinds.only(adapter, kind))
            .map(|adapter| adapter.device.clone())
            .collect();
        if own {
            names.extend(kinds.of(nic).filter(|other| *other != kind).map(Name::from));
        } else if adapters.is_empty() {
            names.push(other.name());
        }
        if names.is_empty() {
            continue;
        }
        let carried = carried(wired, other, uplinks);
        users.extend(names.into_iter().map(|name| User { name, carried: carried.clone() }));
    }
    (users, Unknown::all(&missing))
}

/// The port groups of the switch that `group` is on, itself included, and why there may be more.
fn beside<'a>(wired: Wired<'_, 'a>, group: &Group<'a>) -> (Vec<Group<'a>>, Option<Unknown>) {
    let Wired { ix, network, .. } = wired;
    match group {
        Group::Standard(own) => {
            let key = |portgroup| wired.vswitch(portgroup).map(|switch| &switch.key);
            match key(own) {
                Ok(switch) => {
                    let on = network.portgroup.iter().filter(|other| key(other) == Ok(switch));
                    (on.map(Group::Standard).collect(), None)
                }
                Err(why) => (vec![*group], Some(why)),
            }
        }
        Group::Opaque(own) => {
            let shares = |other: &&HostOpaqueNetwork| {
                other.id == own.id || other.pnic_zone.iter().any(|zone| own.pnic_zone.contains(zone))
            };
            (network.opaque_network.iter().filter(shares).map(Group::Opaque).collect(), None)
        }
        Group::Distributed(proxy, own) => {
            let mut groups = vec![*group];
            let mut missing = Vec::new();
            let id = own.config.known().and_then(|config| config.switch.as_deref());
            let ids = ix
                .switch(&proxy.dvs_uuid, id)
                .and_then(|switch| ix.need(switch, DistributedVirtualSwitch::portgroup));
            let ids = ids.unwrap_or_else(|why| {
                missing.push(why);
                const { &Vec::new() }
            });
            for id in ids.iter().filter(|id| **id != own.id) {
                let other = ix.portgroup(id).and_then(|other| Ok((other, carries_uplinks(wired, other)?)));
                match other {
                    Ok((other, false)) => groups.push(Group::Distributed(proxy, other)),
                    Ok((_, true)) => {}
                    Err(why) => missing.push(why),
                }
            }
            (groups, Unknown::all(&missing))
        }
    }
}

/// Whether a distributed port group is the one of the uplinks themselves.
fn carries_uplinks(wired: Wired<'_, '_>, portgroup: &DistributedVirtualPortgroup) -> Fact<bool> {
    let ix = wired.ix;
    let config = ix.need(portgroup, DistributedVirtualPortgroup::config)?;
    if let Some(uplink) = config.uplink {
        return Ok(uplink);
    }
    let switch = ix.switch("", config.switch.as_deref())?;
    Ok(ix.need(switch, DistributedVirtualSwitch::config)?.uplink_portgroup.contains(&portgroup.id))
}

/// For each uplink: it carries a port group.
fn carried(wired: Wired<'_, '_>, group: &Group<'_>, uplinks: &List<UplinkFacts>) -> Vec<Fact<bool>> {
    let team = match group {
        Group::Distributed(proxy, portgroup) => return wired.carries(proxy, portgroup, uplinks),
        Group::Standard(portgroup) => wired.standard(portgroup),
        Group::Opaque(network) => Ok(wired.opaque(network)),
    };
    let carried = |uplink: &UplinkFacts| {
        let team = team.as_ref().map_err(Clone::clone)?;
        match team.uplinks.items.iter().find(|other| other.device == uplink.device) {
            Some(other) => other.carries.clone(),
            None => team.uplinks.missing.clone().map_or(Ok(false), Err),
        }
    };
    uplinks.items.iter().map(carried).collect()
}

fn controlled(wired: Wired<'_, '_>, group: &Group<'_>) -> Fact<bool> {
    match group {
        Group::Standard(_) => Ok(false),
        Group::Opaque(_) => {
            let what = Detail::NsxShares;
            Err(because(wired.host.subject(), ReasonKind::NotOffered, PATH, what))
        }
        Group::Distributed(proxy, portgroup) => {
            let id = portgroup.config.known().and_then(|config| config.switch.as_deref());
            let switch = wired.ix.switch(&proxy.dvs_uuid, id)?;
            let config = wired.ix.need(switch, DistributedVirtualSwitch::config)?;
            Ok(config.network_resource_management_enabled == Some(true))
        }
    }
}
