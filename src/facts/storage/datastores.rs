//! Datastores as the hosts of one cluster mount them, and where a path of a VM lies.

use std::collections::{BTreeSet, HashMap};

use crate::facts::ground::index::{Index, Named, unescape};
use crate::facts::ground::logic::{every, none_before};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::standing::storage_over;
use crate::facts::ground::words::{StoreKind, StoreState};
use crate::facts::storage::records::StoreFacts;
use crate::facts::storage::twins::Twins;
use crate::inventory::{
    Backing, ClusterComputeResource, Datastore, DatastoreSummary, HostSystem, Mount, StorageDevice,
    StoragePod, VirtualMachine,
};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

/// What a file needs of a host.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Access {
    /// Read it: images in drives.
    Read,
    /// Read and write it: everything else.
    Write,
}

/// Which hosts reach which datastores: one split per datastore and kind of access, shared by all
/// that ask.
#[derive(Default)]
pub struct Reach {
    splits: HashMap<(Name, Access), HostSplit>,
}

impl Reach {
    /// The hosts that reach a datastore.
    pub fn of(&mut self, scope: &Scope<'_, '_>, datastore: &Datastore, access: Access) -> HostSplit {
        let key = (datastore.id.clone(), access);
        self.splits.entry(key).or_insert_with(|| mounted_on(scope, datastore, access)).clone()
    }
}

fn mounted_on(scope: &Scope<'_, '_>, datastore: &Datastore, access: Access) -> HostSplit {
    let mounts = match scope.ix.read(datastore, Datastore::host) {
        Ok(mounts) => mounts.map_or(&[][..], Vec::as_slice),
        Err(why) => return scope.configured(|_| Err(why.clone())),
    };
    if mounts.is_empty() {
        return scope.configured(|member| mounted_by_host(scope.ix, datastore, member));
    }
    let by_host: HashMap<&str, &Mount> = mounts.iter().map(|mount| (mount.key.as_str(), mount)).collect();
    scope.configured(|member| match by_host.get(member.host.id.as_str()) {
        Some(mount) => reaches(scope.ix, datastore, mount, access, member.awake()),
        None => mounted_by_host(scope.ix, datastore, member),
    })
}

/// What a host says of a datastore that does not list it: both sides tell of mounts, and how the host
/// reaches one stands on the datastore's side only.
fn mounted_by_host(ix: &Index<'_>, datastore: &Datastore, member: &Member<'_>) -> Fact<bool> {
    let own = ix.read(member.host, HostSystem::datastore)?;
    if !own.is_some_and(|own| own.contains(&datastore.id)) {
        return Ok(false);
    }
    let what = Detail::NoHostOfStore { host: member.name.clone() };
    Err(datastore.unknown(ReasonKind::Contradicts, Datastore::host.path, what))
}

/// Whether the host of a mount reaches the datastore. One that sleeps reaches none for now: how it mounts
/// the datastore is what counts.
fn reaches(ix: &Index<'_>, datastore: &Datastore, mount: &Mount, access: Access, awake: bool) -> Fact<bool> {
    if mount.mounted == Some(false) || awake && mount.accessible == Some(false) {
        return Ok(false);
    }
    match (mount.access_mode.as_str(), access) {
        ("readWrite", _) | ("readOnly", Access::Read) => {}
        ("readOnly", Access::Write) => return Ok(false),
        (other, _) => return Err(datastore.not_understood("host", other)),
    }
    if mount.accessible == Some(true) || !awake {
        return Ok(true);
    }
    let summary = ix.read(datastore, Datastore::summary)?;
    Ok(summary.and_then(|summary| summary.accessible) != Some(false))
}

/// How a host that cannot write to a datastore mounts it all the same; `None` where it does not.
pub fn unusable(ix: &Index<'_>, datastore: &Datastore, member: &Member<'_>) -> Fact<Option<Name>> {
    let mounts = ix.read(datastore, Datastore::host)?.map_or(&[][..], Vec::as_slice);
    let mount = mounts.iter().find(|mount| mount.key == member.host.id);
    Ok(mount.map(|mount| {
        let reason = mount.inaccessible_reason.as_deref().unwrap_or_default();
        match (mount.mounted, mount.access_mode.as_str()) {
            (Some(false), _) => "unmounted",
            _ if reason == "PermanentDeviceLoss" => "not accessible (permanent device loss)",
            _ if reason.starts_with("AllPathsDown") => "not accessible (all paths down)",
            (_, "readOnly") if mount.accessible != Some(false) => "read-only",
            _ => "not accessible",
        }
        .into()
    }))
}

/// State of a datastore.
pub fn state(ix: &Index<'_>, datastore: &Datastore) -> Fact<StoreState> {
    let summary = ix.need(datastore, Datastore::summary)?;
    match summary.maintenance_mode.as_deref() {
        None | Some("normal") => Ok(StoreState::Normal),
        Some("enteringMaintenance" | "inMaintenance") => Ok(StoreState::Maintenance),
        Some(other) => Err(datastore.not_understood("summary", other)),
    }
}

/// Where a file lies.
pub enum Location<'a> {
    /// On a datastore.
    Datastore(&'a Datastore),
    /// On a datastore that is not known.
    Unclear(Unknown),
    /// Outside any datastore: a path of the host.
    Host,
    /// There is no file.
    Nowhere,
}

/// Finds the datastore of a backing: by reference, else by the name in its path.
pub fn locate<'a>(scope: &Scope<'a, '_>, vm: &'a VirtualMachine, backing: &Backing) -> Location<'a> {
    if let Some(id) = backing.datastore.as_ref().filter(|id| !id.is_empty()) {
        return match scope.ix.datastore(id) {
            Ok(datastore) => Location::Datastore(datastore),
            Err(why) => Location::Unclear(why),
        };
    }
    locate_path(scope, vm, backing.file_name.as_deref().unwrap_or_default(), "config.hardware")
}

/// Finds the datastore of a path by the name in it; `property` is what holds the path.
pub fn locate_path<'a>(
    scope: &Scope<'a, '_>,
    vm: &'a VirtualMachine,
    path: &str,
    property: &str,
) -> Location<'a> {
    match split_path(path) {
        ("", "") => Location::Nowhere,
        ("", _) => Location::Host,
        (name, _) => named(scope, vm, name, property),
    }
}

/// Name of the datastore and path on it; the name is empty when the path names none.
pub fn split_path(path: &str) -> (&str, &str) {
    let path = path.trim();
    match path.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((name, rest)) => (name.trim(), rest.trim()),
        None => ("", path),
    }
}

/// Names are unique within a datacenter only: the VM's, which is its cluster's.
fn named<'a>(scope: &Scope<'a, '_>, vm: &'a VirtualMachine, name: &str, property: &str) -> Location<'a> {
    let datacenter = scope.datacenter.or_else(|| scope.ix.paths.datacenter(&vm.parent));
    let found = datacenter.and_then(|datacenter| {
        let by = |name: Name| scope.ix.datastore_named(datacenter, name);
        by(name.into()).or_else(|| by(unescape(name)))
    });
    match found {
        Some(datastore) => Location::Datastore(datastore),
        None => {
            let what = Detail::NoStoreCalled { name: name.into() };
            Location::Unclear(vm.unknown(ReasonKind::Invisible, property, what))
        }
    }
}

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
    // A list that is not there is none of which nothing is on: what mounts a datastore stands on its side, too.
    if ids.is_empty() {
        let members: BTreeSet<&str> = scope.hosts.iter().map(|member| member.host.id.as_str()).collect();
        let mounts = |datastore: &Datastore, member: &BTreeSet<&str>| {
            let mounts = datastore.host.known();
            mounts.is_some_and(|mounts| mounts.iter().any(|mount| member.contains(mount.key.as_str())))
        };
        let mounted = ix.inventory.datastores.iter().filter(|datastore| mounts(datastore, &members));
        ids.extend(mounted.map(|datastore| datastore.id.as_str()));
    }
    let items = ids.into_iter().map(|id| store(scope, reach, twins, id)).collect();
    // The cluster's list is complete; the hosts' lists together are as good.
    let missing =
        own.err().and_then(|why| (!unread.is_empty()).then(|| Unknown::all(unread.iter().chain([&why])))?);
    List { items, missing }
}

fn store(scope: &Scope<'_, '_>, reach: &mut Reach, twins: &mut Twins, id: &str) -> StoreFacts {
    let ix = scope.ix;
    let datastore = match ix.datastore(id) {
        Ok(datastore) => datastore,
        Err(why) => {
            return StoreFacts {
                id: id.into(),
                name: Err(why.clone()),
                kind: Err(why.clone()),
                on: scope.nowhere_clear(&why),
                own_by_nature: Err(why.clone()),
                nfs: Err(why.clone()),
                twins: Grouping::default(),
                unusable: Grouping::default(),
                accounted_on: scope.nowhere_clear(&why),
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
        nfs: is_nfs(ix, datastore),
        twins: lack.twins,
        unusable: lack.unusable,
        accounted_on: lack.accounted_on,
        own_by_nature: summary.map(own_by_nature),
        pod: pod(ix, datastore),
        state: state(ix, datastore),
    }
}

/// Whether a datastore is an NFS export.
pub fn is_nfs(ix: &Index<'_>, datastore: &Datastore) -> Fact<bool> {
    Ok(ix.need(datastore, Datastore::summary)?.kind.starts_with("NFS"))
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

#[cfg(test)]
mod tests {
    use super::split_path;

    #[test]
    fn paths_name_their_datastore_or_none() {
        assert_eq!(split_path("[ds1] vm/vm.vmdk"), ("ds1", "vm/vm.vmdk"));
        assert_eq!(split_path("[]"), ("", ""));
        assert_eq!(split_path("[] /vmimages/tools.iso"), ("", "/vmimages/tools.iso"));
        assert_eq!(
            split_path("/usr/lib/vmware/isoimages/linux.iso"),
            ("", "/usr/lib/vmware/isoimages/linux.iso")
        );
        assert_eq!(split_path("[broken"), ("", "[broken"));
    }
}
