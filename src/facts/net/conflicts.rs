//! vMotion addresses that another adapter has, too: of the same cluster, or of any host that was read.

use std::collections::BTreeMap;

use compact_str::format_compact;

use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::standing::connection;
use crate::facts::ground::words::HostConnection;
use crate::facts::net::attached::lan_of;
use crate::facts::net::carriers::vmotion;
use crate::facts::net::lan::Lan;
use crate::facts::net::records::SharedAddress;
use crate::facts::net::subnets::Addresses;
use crate::facts::net::uplinks::{Wired, wired};
use crate::inventory::{HostSystem, VirtualNic};
use crate::schema::{Fact, List, Unknown};

/// An adapter that has an address.
struct Holder {
    host: Name,
    device: Name,
    /// It carries vMotion for the cluster.
    vmotion: bool,
}

/// vMotion addresses of a cluster, with the VLANs they are in and all that have them.
#[derive(Default)]
struct Taken {
    lans: Vec<Lan>,
    holders: Vec<Holder>,
}

/// vMotion addresses of the members that several adapters have.
pub struct Shared {
    /// Two that carry vMotion for the cluster.
    pub by_vmotion: List<SharedAddress>,
    /// One of these and another one.
    pub by_others: List<SharedAddress>,
}

/// vMotion addresses of the members that several adapters have.
pub fn shared_addresses(scope: &Scope<'_, '_>) -> Shared {
    let mut taken = BTreeMap::<Name, Taken>::new();
    let mut missing: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
    let mut unclear: Vec<Unknown> = Vec::new();
    for member in &scope.hosts {
        let wired = match wired(scope.ix, member.host) {
            Ok(wired) => wired,
            Err(why) => {
                missing.push(why);
                continue;
            }
        };
        let carriers = vmotion(wired);
        missing.extend(carriers.missing.clone());
        for nic in carriers.items {
            for address in Addresses::of(&nic.ip).bare() {
                let entry = taken.entry(address).or_default();
                entry.holders.push(holder(&member.name, nic, true));
                match lan_of(wired, nic) {
                    Ok(lan) => entry.lans.extend(lan),
                    Err(why) => unclear.push(why),
                }
            }
        }
    }
    for member in &scope.hosts {
        if let Ok(wired) = wired(scope.ix, member.host) {
            add_others(wired, &member.name, &mut taken);
        }
    }
    for (position, host) in scope.ix.inventory.hosts.iter().enumerate() {
        let datacenter = scope.ix.paths.datacenter(&host.parent);
        // Where one of the two cannot be told, they may be one.
        let near = datacenter.is_none() || scope.datacenter.is_none() || datacenter == scope.datacenter;
        if near && scope.member(position).is_none() {
            unclear.extend(add_elsewhere(scope, host, &mut taken));
        }
    }
    let (mut by_vmotion, mut by_others) = (List::default(), List::default());
    by_vmotion.missing = Unknown::all(&missing);
    by_others.missing = Unknown::all(missing.iter().chain(&unclear));
    for (address, taken) in taken.into_iter().filter(|(_, taken)| taken.holders.len() > 1) {
        let several = taken.holders.iter().filter(|holder| holder.vmotion).count() > 1;
        let list = if several { &mut by_vmotion } else { &mut by_others };
        let item = facts(address, &taken.holders, list.missing.as_ref());
        list.items.push(item);
    }
    Shared { by_vmotion, by_others }
}

fn facts(address: Name, holders: &[Holder], missing: Option<&Unknown>) -> SharedAddress {
    let mut hosts: Vec<Name> = Vec::new();
    for holder in holders {
        if !hosts.contains(&holder.host) {
            hosts.push(holder.host.clone());
        }
    }
    let adapters = holders.iter().map(|holder| format_compact!("{} {}", holder.host, holder.device));
    SharedAddress {
        address,
        hosts: List { items: hosts, missing: missing.cloned() },
        adapters: List { items: adapters.collect(), missing: missing.cloned() },
    }
}

fn holder(host: &Name, nic: &VirtualNic, vmotion: bool) -> Holder {
    Holder { host: host.clone(), device: nic.device.clone(), vmotion }
}

/// Adds the other adapters of a member that have such an address, whatever they carry.
fn add_others(wired: Wired<'_, '_>, name: &Name, taken: &mut BTreeMap<Name, Taken>) {
    for nic in wired.network.vnic.iter().chain(&wired.network.console_vnic) {
        for address in Addresses::of(&nic.ip).bare() {
            if let Some(entry) = taken.get_mut(&address) {
                let known = entry.holders.iter().any(|one| one.host == *name && one.device == nic.device);
                if !known {
                    entry.holders.push(holder(name, nic, false));
                }
            }
        }
    }
}

/// Adds the adapters of a host elsewhere in the datacenter that have such an address in the same VLAN or
/// segment; untagged networks of two clusters are seldom one. Returns why there may be more.
fn add_elsewhere(
    scope: &Scope<'_, '_>,
    host: &HostSystem,
    taken: &mut BTreeMap<Name, Taken>,
) -> Option<Unknown> {
    let look = |taken: &mut BTreeMap<Name, Taken>| -> Fact<()> {
        // What is remembered of a host that is gone holds no address.
        if connection(scope.ix, host)? != HostConnection::Connected {
            return Ok(());
        }
        let wired = wired(scope.ix, host)?;
        for nic in wired.network.vnic.iter().chain(&wired.network.console_vnic) {
            for address in Addresses::of(&nic.ip).bare() {
                let Some(entry) = taken.get_mut(&address) else { continue };
                let lan = lan_of(wired, nic)?.filter(|lan| *lan != Lan::Vlan(0));
                if lan.is_some_and(|lan| entry.lans.contains(&lan)) {
                    entry.holders.push(holder(&host.display_name(), nic, false));
                }
            }
        }
        Ok(())
    };
    // Hosts that were not asked, because they are out of scope, are no gap.
    look(taken).err().filter(|why| !why.reasons().iter().all(|reason| reason.kind.is_uncollected()))
}
