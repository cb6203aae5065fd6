//! Datastores as the hosts of one cluster mount them, and where a path of a VM lies.

use std::collections::HashMap;

use crate::facts::ground::index::{Index, Named, because, unescape};
use crate::facts::ground::names::{Name, split_path};
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::words::StoreState;
use crate::inventory::{Backing, Datastore, HostSystem, Lacking, Mount, VirtualMachine};
use crate::schema::{Entity, Fact, HostSplit, Unknown};
use crate::terms::{Detail, ObjectKind, ReasonKind};

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
        Some(mount) => reaches(scope.ix, datastore, mount, access, member),
        None => mounted_by_host(scope.ix, datastore, member),
    })
}

/// What a host says of a datastore that does not list it: both sides tell of mounts, and how the host
/// reaches one stands on the datastore's side only. Where that side tells it, it is what vCenter acts on,
/// whatever the host's own list lacks.
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
fn reaches(
    ix: &Index<'_>,
    datastore: &Datastore,
    mount: &Mount,
    access: Access,
    member: &Member<'_>,
) -> Fact<bool> {
    let awake = member.awake();
    let untold = |what| Err(datastore.unknown(ReasonKind::Untold, Datastore::host.path, what));
    if mount.mounted == Some(false) || awake && mount.accessible == Some(false) {
        return Ok(false);
    }
    match (mount.access_mode.as_str(), access) {
        ("readWrite", _) | ("readOnly", Access::Read) => {}
        ("readOnly", Access::Write) => return Ok(false),
        ("", _) => return untold(Detail::MountMode { host: member.name.clone() }),
        (other, _) => return Err(datastore.not_understood("host", other)),
    }
    if mount.accessible == Some(true) || !awake {
        return Ok(true);
    }
    // A mount that says nothing is as the datastore is on the whole.
    let summary = ix.read(datastore, Datastore::summary)?;
    let whole = summary.and_then(|summary| summary.accessible);
    whole.map_or_else(|| untold(Detail::MountAccess { host: member.name.clone() }), Ok)
}

/// How a host that cannot write to a datastore mounts it all the same; `None` where it does not.
pub fn unusable(ix: &Index<'_>, datastore: &Datastore, member: &Member<'_>) -> Fact<Option<Name>> {
    let mounts = ix.read(datastore, Datastore::host)?.map_or(&[][..], Vec::as_slice);
    let mount = mounts.iter().find(|mount| mount.key == member.host.id);
    Ok(mount.map(|mount| {
        let reason = match mount.inaccessible_reason.as_deref().unwrap_or_default() {
            "PermanentDeviceLoss" => "permanent device loss",
            reason if reason.starts_with("AllPathsDown") => "all paths down",
            other => other,
        };
        match (mount.mounted, mount.access_mode.as_str()) {
            (Some(false), _) => "unmounted".into(),
            (_, "readOnly") if mount.accessible != Some(false) => "read-only".into(),
            _ if reason.is_empty() => "not accessible".into(),
            _ => compact_str::format_compact!("not accessible ({reason})"),
        }
    }))
}

/// State of a datastore.
pub fn state(ix: &Index<'_>, datastore: &Datastore) -> Fact<StoreState> {
    let summary = ix.need(datastore, Datastore::summary)?;
    datastore.holds(&summary.lacking, Datastore::summary.path, Lacking::MAINTENANCE)?;
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

/// Id of the datastore of a file; empty where it is on none that is known.
pub fn id_of(location: &Location<'_>) -> Fact<Name> {
    match location {
        Location::Datastore(datastore) => Ok(datastore.id.clone()),
        Location::Unclear(why) => Err(why.clone()),
        Location::Host | Location::Nowhere => Ok(Name::default()),
    }
}

/// Finds the datastore of a backing: by reference, else by the name in its path.
pub fn locate<'a>(scope: &Scope<'a, '_>, vm: &'a VirtualMachine, backing: &Backing) -> Location<'a> {
    if let Some(id) = backing.datastore.as_ref().filter(|id| !id.is_empty()) {
        return match scope.ix.datastore(id) {
            Ok(datastore) => Location::Datastore(datastore),
            Err(why) => Location::Unclear(why),
        };
    }
    locate_path(scope, vm, backing.file_name.as_deref().unwrap_or_default())
}

/// Finds the datastore of a path by the name in it.
pub fn locate_path<'a>(scope: &Scope<'a, '_>, vm: &'a VirtualMachine, path: &str) -> Location<'a> {
    match split_path(path) {
        ("", "") => Location::Nowhere,
        ("", _) => Location::Host,
        (name, _) => named(scope, vm, name),
    }
}

/// Names are unique within a datacenter only: the VM's, which is its cluster's.
fn named<'a>(scope: &Scope<'a, '_>, vm: &'a VirtualMachine, name: &str) -> Location<'a> {
    let datacenter = scope.datacenter.or_else(|| scope.ix.paths.datacenter(&vm.parent));
    let found = datacenter.and_then(|datacenter| {
        let by = |name: Name| scope.ix.datastore_named(datacenter, name);
        by(name.into()).or_else(|| by(unescape(name)))
    });
    match found {
        Some(datastore) => Location::Datastore(datastore),
        None => {
            // Files of the VM that tell its id tell the same of it.
            if let Some(Err(why)) =
                scope.ix.unseen_store(vm, &unescape(name)).map(|id| scope.ix.datastore(id))
            {
                return Location::Unclear(why);
            }
            let what = Detail::NoStoreCalled { name: name.into() };
            // It is the datastore that is not seen, not what names it.
            let store = Entity { kind: ObjectKind::Datastore, id: name.into(), name: name.into() };
            Location::Unclear(because(store, ReasonKind::Invisible, "", what))
        }
    }
}

/// Whether a datastore is an NFS export.
pub fn is_nfs(ix: &Index<'_>, datastore: &Datastore) -> Fact<bool> {
    Ok(ix.need(datastore, Datastore::summary)?.kind.starts_with("NFS"))
}

/// Whether hosts have a datastore by what they are part of, and not by a mount: vSAN and virtual volumes.
pub fn is_joined(ix: &Index<'_>, datastore: &Datastore) -> Fact<bool> {
    Ok(matches!(ix.need(datastore, Datastore::summary)?.kind.as_str(), "vsan" | "VVOL"))
}
