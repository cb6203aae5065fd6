//! The adapters over which HA sends its heartbeats: their subnets, and the uplinks behind them.

use std::collections::BTreeMap;

use crate::facts::ground::heartbeat::Heartbeat;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::not_offered;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::standing::{connection, service};
use crate::facts::ground::words::{HostConnection, HostService};
use crate::facts::net::carriers::{self as carrying, Carriers};
use crate::facts::net::interfaces;
use crate::facts::net::records::InterfaceFacts;
use crate::facts::net::subnets::{Addresses, by_subnet, join, subnets};
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, FactEnum as _, Grouping, List, Unknown};
use crate::terms::{Detail, ReasonKind};

/// The adapters that carry heartbeats.
fn carriers<'a>(kind: &Heartbeat, wired: Wired<'_, 'a>) -> Fact<Carriers<'a>> {
    if kind.vsan {
        return carrying::vsan(wired);
    }
    let all = carrying::management(wired)?;
    if kind.allowed.is_empty() {
        return Ok(all);
    }
    let mut carriers = List { items: Vec::new(), missing: all.missing };
    for nic in all.items {
        match interfaces::portgroup(wired, nic) {
            Ok(name) if kind.allowed.contains(&name) => carriers.items.push(nic),
            Ok(_) => {}
            Err(why) => carriers.lacks(&why),
        }
    }
    Ok(carriers)
}

/// Their facts; `management` are those of all management adapters.
pub fn interfaces(
    kind: &Heartbeat,
    wired: Wired<'_, '_>,
    management: Fact<List<InterfaceFacts>>,
    vsan: impl FnOnce() -> Fact<List<InterfaceFacts>>,
) -> Fact<List<InterfaceFacts>> {
    if kind.vsan {
        return vsan();
    }
    let mut list = management?;
    let carriers = carriers(kind, wired)?;
    list.items.retain(|interface| carriers.items.iter().any(|nic| nic.device == interface.device));
    list.missing = carriers.missing;
    Ok(list)
}

/// A host's heartbeat adapters by subnet.
pub fn host_subnets(heartbeats: Fact<(Heartbeat, Wired<'_, '_>)>) -> Grouping {
    let carriers = heartbeats.and_then(|(kind, wired)| Ok((wired, carriers(&kind, wired)?)));
    match carriers {
        Ok((wired, carriers)) => {
            by_subnet(&interfaces::located(wired.host, &carriers), carriers.missing.as_ref())
        }
        Err(why) => Grouping::default().with_missing(Some(&why)),
    }
}

/// Heartbeat subnets of a host; `None` where no adapter carries heartbeats at all, or none has an address that it
/// can use.
fn list<'a>(ix: &Index<'a>, host: &'a HostSystem, kind: &Heartbeat) -> Fact<Option<Vec<Name>>> {
    let wired = wired(ix, host)?;
    let carriers = self::carriers(kind, wired)?;
    let set = subnets(&interfaces::located(host, &carriers))?;
    if let Some(why) = carriers.missing {
        return Err(why);
    }
    if carriers.items.is_empty() {
        return Ok(None);
    }
    let told = |nic: &&VirtualNic| !Addresses::of(&nic.ip).shown(&nic.ip).is_empty();
    if set.is_empty() && carriers.items.iter().all(told) {
        return Ok(None);
    }
    if set.is_empty() {
        let what = if kind.vsan { Detail::NoVsanAddress } else { Detail::NoManagementAddress };
        return Err(host.unknown(ReasonKind::Untold, "config.network", what));
    }
    Ok(Some(set))
}

/// Members by their set of heartbeat subnets, as far as what is told of them is of now. Those in
/// maintenance or standby keep their configuration, and come back with it.
pub fn by_set(scope: &Scope<'_, '_>, heartbeat: &Fact<Heartbeat>) -> Grouping {
    let members = scope.hosts.iter().filter_map(|member| {
        let value = match connection(scope.ix, member.host) {
            Ok(HostConnection::Connected) => {
                let kind = heartbeat.as_ref().map_err(Clone::clone);
                let list = kind.and_then(|kind| list(scope.ix, member.host, kind));
                list.map(|list| list.map(|list| join(list.iter()))).transpose()?
            }
            Ok(_) => return None,
            Err(why) => Err(why),
        };
        let name = match service(scope.ix, member.host) {
            Ok(HostService::InService) | Err(_) => member.name.clone(),
            Ok(other) => compact_str::format_compact!("{} ({})", member.name, other.word()),
        };
        Some((name, value))
    });
    Grouping::of(members).with_missing(scope.members.hosts_missing.as_ref())
}

/// Heartbeat subnets that every such member has: none as soon as two known ones share none.
pub fn common(scope: &Scope<'_, '_>, heartbeat: &Fact<Heartbeat>) -> Fact<i64> {
    let kind = heartbeat.as_ref().map_err(Clone::clone)?;
    let mut common: Option<Vec<Name>> = None;
    let mut missing: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
    let mut unheard: Option<Unknown> = None;
    for member in &scope.hosts {
        match connection(scope.ix, member.host) {
            Ok(HostConnection::Connected) => {}
            Ok(_) => {
                unheard = unheard.or_else(|| member.reachable.clone().err());
                continue;
            }
            Err(why) => {
                missing.push(why);
                continue;
            }
        }
        match (list(scope.ix, member.host, kind), &mut common) {
            (Ok(None), _) => {}
            (Ok(Some(subnets)), Some(common)) => common.retain(|subnet| subnets.contains(subnet)),
            (Ok(Some(subnets)), common) => *common = Some(subnets),
            (Err(why), _) => missing.push(why),
        }
    }
    let count = common.as_ref().map_or(0, Vec::len);
    if common.is_none() {
        missing.extend(unheard);
    }
    match Unknown::all(&missing) {
        Some(why) if common.is_none() || count > 0 => Err(why),
        _ => Ok(crate::facts::ground::count::count(count)),
    }
}

/// Active members whose management adapters have addresses of one IP version only, by that version.
pub fn versions(scope: &Scope<'_, '_>) -> Grouping {
    scope.group_configured(|member| {
        let carriers = match carrying::management(wired(scope.ix, member.host)?) {
            // Hosts before 4.0 do not tell.
            Err(why) if not_offered(&why) => return Ok(None),
            carriers => carriers?,
        };
        let addresses: Vec<Addresses> = carriers.items.iter().map(|nic| Addresses::of(&nic.ip)).collect();
        if let Some(why) = carriers.missing {
            return Err(why);
        }
        let v4 = addresses.iter().any(|own| own.v4.is_some());
        let v6 = addresses.iter().any(|own| !own.v6.is_empty());
        Ok(match (v4, v6) {
            (true, false) => Some("IPv4".into()),
            (false, true) => Some("IPv6".into()),
            (true, true) | (false, false) => None,
        })
    })
}

/// Uplinks with a link behind a host's heartbeat adapters. Of several VMkernel adapters in one subnet
/// traffic leaves through one, so that the others are no further path; those of the service console
/// of ESX are.
pub fn paths(list: &List<InterfaceFacts>, subnets: &Grouping, console: Fact<bool>) -> Fact<i64> {
    if list.items.len() < 2 {
        return interfaces::paths(list);
    }
    if console? {
        return interfaces::paths(list);
    }
    if let Some(why) = &subnets.why {
        return Err(why.clone());
    }
    let subnet_of: BTreeMap<&str, &str> = subnets
        .values
        .iter()
        .flat_map(|(subnet, devices)| devices.iter().map(|device| (device.as_str(), subnet.as_str())))
        .collect();
    let mut first: BTreeMap<&str, &InterfaceFacts> = BTreeMap::new();
    for interface in &list.items {
        let subnet = subnet_of.get(interface.device.as_str()).copied().unwrap_or(interface.device.as_str());
        let order = |one: &InterfaceFacts| (one.device.len(), one.device.clone());
        let kept = first.entry(subnet).or_insert(interface);
        if order(interface) < order(kept) {
            *kept = interface;
        }
    }
    let items = first.into_values().cloned().collect();
    interfaces::paths(&List { items, missing: list.missing.clone() })
}
