//! The datastores that the hosts of one cluster mount.

use std::collections::BTreeSet;

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::logic::{every, none_before};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::standing::storage_over;
use crate::facts::ground::words::{StoreKind, StoreState};
use crate::facts::storage::datastores::{Access, Reach, state};
use crate::facts::storage::records::StoreFacts;
use crate::facts::storage::twins::{Lack, Twins};
use crate::inventory::{
    ClusterComputeResource, Datastore, DatastoreSummary, HostSystem, Object as _, StorageDevice, StoragePod,
};
use crate::schema::{Fact, List, Unknown};

/// Datastores that any member mounts.
pub fn datastores(scope: &Scope<'_, '_>, reach: &mut Reach, twins: &mut Twins) -> List<StoreFacts> {
    let ix = scope.ix;
    let cluster = scope.members.cluster;
    let own = ix.read(cluster, ClusterComputeResource::datastore);
    let mut ids: BTreeSet<&str> = own.iter().flatten().copied().flatten().map(|id| id.as_str()).collect();
    let mut unread: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
    for member in &scope.hosts {
        match ix.read(member.host, HostSystem::datastore) {
            Ok(list) => ids.extend(list.into_iter().flatten().map(|id| id.as_str())),
            Err(why) => unread.push(why),
        }
    }
    // A list that is not there is none of which nothing is on: what mounts a datastore stands on its side, too, and
    // one of which it was not read may be theirs.
    let mut untold = None;
    if ids.is_empty() {
        let members: BTreeSet<&str> = scope.hosts.iter().map(|member| member.host.id.as_str()).collect();
        let mounts = |datastore: &Datastore, member: &BTreeSet<&str>| {
            let mounts = datastore.host.known();
            mounts.is_some_and(|mounts| mounts.iter().any(|mount| member.contains(mount.key.as_str())))
        };
        let mounted = ix.inventory.datastores.iter().filter(|datastore| mounts(datastore, &members));
        ids.extend(mounted.map(|datastore| datastore.id.as_str()));
        let mounts = ix.inventory.datastores.iter().filter_map(|store| ix.read(store, Datastore::host).err());
        let mounts: Vec<Unknown> = mounts.chain(ix.unlisted(Datastore::TYPE)).collect();
        untold = Unknown::all(mounts.iter().chain(&scope.members.hosts_missing));
    }
    let items = ids.into_iter().map(|id| store(scope, reach, twins, id)).collect();
    // The cluster's list is complete; the hosts' lists together are as good.
    let unlisted =
        own.err().and_then(|why| (!unread.is_empty()).then(|| Unknown::all(unread.iter().chain([&why])))?);
    let missing = Unknown::all(unlisted.iter().chain(&untold));
    List { items, missing }
}

/// Name and id of a datastore that files of VMs can be moved to: every host in service writes to it, and nothing
/// stands in its way. The first by name; empty where there is none.
pub fn shared(all: &List<StoreFacts>) -> Fact<(Name, Name)> {
    let mut stores = Vec::with_capacity(all.items.len());
    for store in &all.items {
        stores.push((store.name.clone()?, store));
    }
    stores.sort_by(|(name_a, a), (name_b, b)| (name_a, &a.id).cmp(&(name_b, &b.id)));
    for (name, store) in stores {
        let serves = every([
            store.on.all(),
            store.own_by_nature.clone().map(|own| !own),
            store.state.clone().map(|state| state == StoreState::Normal),
        ]);
        // Which is the first is not known before it is known of this one.
        if serves? {
            return Ok((name, store.id.clone()));
        }
    }
    all.missing.clone().map_or(Ok(<(Name, Name)>::default()), Err)
}

fn store(scope: &Scope<'_, '_>, reach: &mut Reach, twins: &mut Twins, id: &str) -> StoreFacts {
    let ix = scope.ix;
    let datastore = match ix.datastore(id) {
        Ok(datastore) => datastore,
        Err(why) => {
            let lack = Lack::unclear(scope, &why);
            return StoreFacts {
                id: id.into(),
                name: Err(why.clone()),
                kind: Err(why.clone()),
                on: scope.nowhere_clear(&why),
                own_by_nature: Err(why.clone()),
                nfs: lack.nfs,
                joined: lack.joined,
                twins: lack.twins,
                unusable: lack.mounts.unusable,
                accounted_on: lack.mounts.accounted_on,
                pod: Err(why.clone()),
                state: Err(why.clone()),
                carries_heartbeats: Err(why),
            };
        }
    };
    let summary = ix.need(datastore, Datastore::summary);
    let on = reach.of(scope, datastore, Access::Write);
    let lack = twins.of(scope, reach, datastore);
    StoreFacts {
        id: id.into(),
        name: ix.need(datastore, Datastore::name).map(|name| unescape(name)),
        kind: summary.clone().and_then(|summary| kind(scope, datastore, summary)),
        carries_heartbeats: every([summary.clone().map(suits_heartbeats), on.several()]),
        on,
        nfs: lack.nfs,
        joined: lack.joined,
        twins: lack.twins,
        unusable: lack.mounts.unusable,
        accounted_on: lack.mounts.accounted_on,
        own_by_nature: summary.map(own_by_nature),
        pod: pod(ix, datastore),
        state: state(ix, datastore),
    }
}

/// HA keeps heartbeats in files of VMFS and NFS.
fn suits_heartbeats(summary: &DatastoreSummary) -> bool {
    matches!(summary.kind.as_str(), "VMFS" | "NFS" | "NFS41")
}

fn own_by_nature(summary: &DatastoreSummary) -> bool {
    ["vsanD", "VFFS", "PMEM"].iter().any(|kind| summary.kind.eq_ignore_ascii_case(kind))
}

fn kind(scope: &Scope<'_, '_>, datastore: &Datastore, summary: &DatastoreSummary) -> Fact<StoreKind> {
    match summary.kind.as_str() {
        "NFS" | "NFS41" | "CIFS" => Ok(StoreKind::Nas),
        "vsan" => Ok(StoreKind::Vsan),
        "VVOL" => Ok(StoreKind::Vvol),
        "VMFS" => vmfs_kind(scope, datastore),
        _ => Ok(StoreKind::Other),
    }
}

/// Kind of the adapters that lead to the disks of a VMFS, over every active host that has them.
fn vmfs_kind(scope: &Scope<'_, '_>, datastore: &Datastore) -> Fact<StoreKind> {
    let info = scope.ix.need(datastore, Datastore::info)?;
    let mut kinds = Vec::new();
    for member in scope.slotted() {
        let storage = storage_over(scope.ix, member.host)?;
        kinds.extend(info.extent.iter().flat_map(|extent| adapter_kinds(storage, extent)));
    }
    if let Some(why) = &scope.members.hosts_missing {
        return Err(why.clone());
    }
    Ok(match kinds.split_first() {
        Some((first, rest)) if rest.iter().all(|kind| kind == first) => *first,
        _ => StoreKind::Other,
    })
}

fn adapter_kinds<'s>(storage: &'s StorageDevice, disk: &'s str) -> impl Iterator<Item = StoreKind> + 's {
    let luns = storage.lun.iter().filter(move |lun| lun.canonical_name == disk);
    let paths = luns.flat_map(|lun| storage.path.iter().filter(move |(key, ..)| *key == lun.key));
    paths.map(|(_, adapter, _)| {
        let kind =
            storage.adapter.iter().find(|(key, _)| key == adapter).map_or("", |(_, kind)| kind.as_str());
        match kind {
            "HostInternetScsiHba" => StoreKind::Iscsi,
            "HostFibreChannelHba" | "HostFibreChannelOverEthernetHba" => StoreKind::Fc,
            "HostSerialAttachedHba" | "HostParallelScsiHba" => StoreKind::Sas,
            "HostRdmaHba" | "HostPcieHba" | "HostTcpHba" => StoreKind::Nvme,
            _ => StoreKind::Other,
        }
    })
}

/// Datastore cluster of a datastore; empty = none.
fn pod(ix: &Index<'_>, datastore: &Datastore) -> Fact<Name> {
    match ix.read(datastore, Datastore::parent)? {
        Some(parent) if parent.kind == "StoragePod" => {
            let Some(pod) = ix.pods.get(parent.id.as_str()) else { return Ok(parent.id.clone()) };
            none_before(ix.read(*pod, StoragePod::name)).map(|_| pod.display_name())
        }
        _ => Ok(Name::default()),
    }
}
