//! Disks of a VM with the disks they are deltas of, and the LUNs behind raw device mappings.

use std::collections::{BTreeSet, HashMap};

use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ground::standing;
use crate::facts::ground::words::{FileKind, StoreState};
use crate::facts::storage::datastores::{Access, Location, Reach, id_of, locate, state};
use crate::facts::storage::records::FileFacts;
use crate::facts::storage::twins::Twins;
use crate::inventory::{Backing, Device, StorageDevice, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, List};
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;
/// Digits of a LUN's UUID before those that identify it.
const UUID_NUMBER: usize = 10;

/// LUNs behind raw device mappings: one answer per LUN of a cluster.
#[derive(Default)]
pub struct Luns {
    found: HashMap<Box<str>, (HostSplit, Grouping)>,
}

impl Luns {
    fn of(&mut self, scope: &Scope<'_, '_>, uuid: &str) -> (HostSplit, Grouping) {
        let look = || {
            let on = scope.configured(|member| Ok(numbers(storage(scope, member)?, uuid).is_some()));
            let number = scope.group_configured(|member| Ok(numbers(storage(scope, member)?, uuid)));
            (on, number)
        };
        self.found.entry(identity(uuid).into()).or_insert_with(look).clone()
    }
}

fn storage<'a>(scope: &Scope<'a, '_>, member: &Member<'a>) -> Fact<&'a StorageDevice> {
    standing::storage(scope.ix, member.host)
}

/// Numbers under which a host sees a LUN, as text; `None` when it does not see it, or lists it still and has
/// no path to it.
fn numbers(storage: &StorageDevice, uuid: &str) -> Option<Name> {
    let lun = storage.lun.iter().find(|lun| identity(&lun.uuid) == identity(uuid))?;
    let numbers: BTreeSet<i64> =
        storage.path.iter().filter(|(key, ..)| *key == lun.key).map(|(_, _, number)| *number).collect();
    if numbers.is_empty() && !storage.path.is_empty() {
        return None;
    }
    Some(numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(", ").into())
}

/// What of a LUN's UUID is the same on every host: a byte for its kind and the bytes of its number come
/// first, and the number is the host's.
fn identity(uuid: &str) -> &str {
    match uuid.get(UUID_NUMBER..) {
        Some(rest) if !rest.is_empty() && uuid.bytes().all(|digit| digit.is_ascii_hexdigit()) => rest,
        _ => uuid,
    }
}

/// All disks of a VM, each with its chain of parents.
pub fn disks<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    luns: &mut Luns,
    vm: &'a VirtualMachine,
    devices: &'a [Device],
) -> List<FileFacts> {
    let mut list = List::default();
    for device in devices.iter().filter(|device| device.kind == "VirtualDisk") {
        let mut next = device.backing.as_ref();
        if next.is_none() {
            let what = Detail::NoBacking { device: device.label.clone() };
            list.lacks(&vm.unknown(ReasonKind::Untold, HARDWARE, what));
        }
        while let Some(backing) = next {
            match file(scope, (reach, twins), luns, vm, &device.label, backing) {
                Ok(file) => list.items.push(file),
                Err(why) => list.lacks(&why),
            }
            next = backing.parent.as_deref();
        }
    }
    // One disk is the rule; spare room would be most of what 45,000 lists hold.
    list.items.shrink_to_fit();
    list
}

fn file<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    luns: &mut Luns,
    vm: &'a VirtualMachine,
    disk: &Name,
    backing: &'a Backing,
) -> Fact<FileFacts> {
    let location = locate(scope, vm, backing);
    let kind = kind(backing, &location).ok_or_else(|| vm.not_understood(HARDWARE, &backing.kind))?;
    let path = backing.file_name.as_deref().filter(|path| !path.is_empty());
    let path = path.or(backing.device_name.as_deref()).unwrap_or_default();
    let lack = twins.of_file(scope, reach, &location);
    let datastore_id = id_of(&location);
    let (datastore, on, store_state) = placed(scope, reach, vm, disk, kind, location);
    let (lun_on, lun_number) = match (kind, backing.lun_uuid.as_deref()) {
        (FileKind::Rdm, Some(uuid)) => luns.of(scope, uuid),
        (FileKind::Rdm, None) => {
            let why = vm.unknown(ReasonKind::Untold, HARDWARE, Detail::NoLun { disk: disk.clone() });
            let number = Grouping::default().with_missing(Some(&why));
            (scope.nowhere_clear(&why), number)
        }
        _ => (scope.everywhere(), Grouping::default()),
    };
    Ok(FileFacts {
        path: path.into(),
        disk: disk.clone(),
        kind,
        datastore,
        datastore_id,
        on,
        lun_on,
        lun_number,
        store_state,
        nfs: lack.nfs,
        joined: lack.joined,
        twins: lack.twins,
        unusable: lack.mounts.unusable,
        accounted_on: lack.mounts.accounted_on,
    })
}

/// Datastore of a file, the hosts that can write to it, and its state.
fn placed<'a>(
    scope: &Scope<'a, '_>,
    reach: &mut Reach,
    vm: &VirtualMachine,
    disk: &Name,
    kind: FileKind,
    location: Location<'a>,
) -> (Name, HostSplit, Fact<StoreState>) {
    let why = match location {
        Location::Datastore(datastore) => {
            let on = reach.of(scope, datastore, Access::Write);
            return (datastore.display_name(), on, state(scope.ix, datastore));
        }
        Location::Unclear(why) => why,
        Location::Host | Location::Nowhere if kind == FileKind::Raw => {
            let what = Detail::RawDisk { disk: disk.clone() };
            let why = vm.unknown(ReasonKind::NotOffered, HARDWARE, what);
            return (Name::default(), scope.nowhere_clear(&why), Ok(StoreState::Normal));
        }
        Location::Host | Location::Nowhere => {
            vm.unknown(ReasonKind::Untold, HARDWARE, Detail::NoStore { file: disk.clone() })
        }
    };
    (Name::default(), scope.nowhere_clear(&why), Err(why))
}

/// What a disk's backing is; `None` for a class that is not known and names no datastore either.
fn kind(backing: &Backing, location: &Location<'_>) -> Option<FileKind> {
    match backing.kind.as_str() {
        "VirtualDiskFlatVer1BackingInfo"
        | "VirtualDiskFlatVer2BackingInfo"
        | "VirtualDiskSparseVer1BackingInfo"
        | "VirtualDiskSparseVer2BackingInfo"
        | "VirtualDiskSeSparseBackingInfo" => Some(FileKind::Disk),
        "VirtualDiskRawDiskMappingVer1BackingInfo" => Some(FileKind::Rdm),
        "VirtualDiskRawDiskVer2BackingInfo" | "VirtualDiskPartitionedRawDiskVer2BackingInfo" => {
            Some(FileKind::Raw)
        }
        "VirtualDiskLocalPMemBackingInfo" => Some(FileKind::Pmem),
        _ => matches!(location, Location::Datastore(_) | Location::Unclear(_)).then_some(FileKind::Disk),
    }
}

#[cfg(test)]
mod tests {
    use super::identity;

    #[test]
    fn a_lun_is_the_same_under_another_number() {
        assert_eq!(identity("020005000060060160a0b1"), identity("020007000060060160a0b1"));
        assert_ne!(identity("020005000060060160a0b1"), identity("020005000060060160a0b2"));
        assert_eq!(identity("short"), "short");
        assert_eq!(identity("LUN number 5 of an array"), "LUN number 5 of an array");
    }
}
