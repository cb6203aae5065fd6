//! Files of a VM beside its disks, the targets that reach all of its files, and its swap file.

use std::collections::BTreeSet;

use compact_str::format_compact;

use crate::facts::ground::capacity::has_pmem;
use crate::facts::ground::guest::configuration;
use crate::facts::ground::index::Named;
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::{Name, split_path};
use crate::facts::ground::scope::{Member, Scope, Together};
use crate::facts::ground::words::{FileKind, Power};
use crate::facts::storage::datastores::{Access, Location, Reach, id_of, locate_path, state};
use crate::facts::storage::records::FileFacts;
use crate::facts::storage::twins::Twins;
use crate::inventory::{ClusterComputeResource, ClusterConfig, HostSystem, Lacking, VirtualMachine};
use crate::schema::{Fact, Grouping, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const FILES: &str = VirtualMachine::files.path;
const LAYOUT: &str = VirtualMachine::layout_ex.path;
const PLACEMENT: &str = VirtualMachine::swap_placement.path;

/// Configuration, BIOS settings, snapshots and suspended memory. Files on one datastore stand or
/// fall together, and are one element: the first of them. Logs, screenshots and swap are left out:
/// they stop neither a move nor a restart.
pub fn home_files<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    vm: &'a VirtualMachine,
) -> Fact<List<FileFacts>> {
    let files = configuration(scope.ix, vm, VirtualMachine::files)?;
    let mut list = List::default();
    if files.vm_path_name.is_empty() {
        list.lacks(&vm.unknown(ReasonKind::Untold, FILES, Detail::NoConfigFile));
    }
    let own = [
        (FileKind::Config, files.vm_path_name.as_str()),
        (FileKind::Snapshot, files.snapshot_directory.as_str()),
        (FileKind::Suspend, files.suspend_directory.as_str()),
        (FileKind::Config, files.ft_metadata_directory.as_str()),
    ];
    // A host of 2.5 gives no such layout; there these files lie in the directories above.
    let layout = match scope.ix.read(vm, VirtualMachine::layout_ex) {
        Ok(layout) => layout.map_or(&[][..], Vec::as_slice),
        Err(why) => {
            list.lacks(&why);
            &[]
        }
    };
    let typed = layout.iter().filter_map(|file| Some((kind(&file.kind)?, &*file.name)));
    let mut seen = BTreeSet::new();
    for (property, (kind, path)) in
        own.into_iter().map(|file| (FILES, file)).chain(typed.map(|file| (LAYOUT, file)))
    {
        let (datastore, rest) = split_path(path);
        if !(datastore.is_empty() && rest.is_empty()) && seen.insert(datastore) {
            list.items.push(file(scope, (reach, twins), vm, kind, path, property));
        }
    }
    // One datastore is the rule; spare room would be most of what 45,000 lists hold.
    list.items.shrink_to_fit();
    Ok(list)
}

/// What a file of the layout is; `None` for one that does not matter here.
fn kind(word: &str) -> Option<FileKind> {
    match word {
        "config" | "extendedConfig" => Some(FileKind::Config),
        "nvram" => Some(FileKind::Nvram),
        "snapshotData" | "snapshotMemory" | "snapshotList" | "snapshotManifestList" => {
            Some(FileKind::Snapshot)
        }
        "suspend" | "suspendMemory" => Some(FileKind::Suspend),
        _ => None,
    }
}

fn file<'a>(
    scope: &Scope<'a, '_>,
    (reach, twins): (&mut Reach, &mut Twins),
    vm: &'a VirtualMachine,
    kind: FileKind,
    path: &str,
    property: &str,
) -> FileFacts {
    let location = locate_path(scope, vm, path);
    let lack = twins.of_file(scope, reach, &location);
    let datastore_id = id_of(&location);
    let (datastore, on, store_state) = match location {
        Location::Datastore(datastore) => {
            let on = reach.of(scope, datastore, Access::Write);
            (datastore.display_name(), on, state(scope.ix, datastore))
        }
        Location::Unclear(why) => (Name::default(), scope.nowhere_clear(&why), Err(why)),
        Location::Host | Location::Nowhere => {
            let why = vm.unknown(ReasonKind::Untold, property, Detail::NoStore { file: path.into() });
            (Name::default(), scope.nowhere_clear(&why), Err(why))
        }
    };
    FileFacts {
        path: path.into(),
        disk: Name::default(),
        kind,
        datastore,
        datastore_id,
        on,
        lun_on: scope.everywhere(),
        lun_number: Grouping::default(),
        store_state,
        nfs: lack.nfs,
        joined: lack.joined,
        twins: lack.twins,
        unusable: lack.mounts.unusable,
        accounted_on: lack.mounts.accounted_on,
    }
}

/// Hosts that reach all of these files at once, their LUNs included.
pub fn storage_on(
    scope: &Scope<'_, '_>,
    together: &mut Together,
    lists: [&Fact<List<FileFacts>>; 2],
) -> HostSplit {
    let (parts, open) = files_on(scope, lists);
    if parts.is_empty() && open.is_none() {
        return scope.everywhere();
    }
    together.of(scope, parts.into_iter().map(|(_, on)| on).collect(), open.as_ref())
}

/// Datastores and LUNs of these files that a host does not reach, each once, with the state of its mount. What lies in
/// its own memory is there while the VM is.
pub fn lost(
    scope: &Scope<'_, '_>,
    lists: [&Fact<List<FileFacts>>; 2],
    member: &Member<'_>,
) -> Fact<List<Name>> {
    let mut lost = List::default();
    for list in lists {
        let list = list.as_ref().map_err(Clone::clone)?;
        list.missing.iter().for_each(|why| lost.lacks(why));
        for file in list.items.iter().filter(|file| file.kind != FileKind::Pmem) {
            match scope.answer(&file.on, member) {
                Ok(true) => {}
                Ok(false) => lost.items.push(mount_of(scope, file, member)),
                Err(why) => lost.lacks(&why),
            }
            match scope.answer(&file.lun_on, member) {
                Ok(true) => {}
                Ok(false) => lost.items.push(format_compact!("LUN of {}", file.disk)),
                Err(why) => lost.lacks(&why),
            }
        }
    }
    lost.items.sort();
    lost.items.dedup();
    Ok(lost)
}

/// The datastore of a file, or the file where it is on none, with the state in which a host mounts it.
fn mount_of(scope: &Scope<'_, '_>, file: &FileFacts, member: &Member<'_>) -> Name {
    let store = if file.datastore.is_empty() { &file.path } else { &file.datastore };
    let own = scope.listed(member);
    match file.unusable.values.iter().find(|(_, hosts)| hosts.contains(&own)) {
        Some((state, _)) => format_compact!("{store} ({state})"),
        None => store.clone(),
    }
}

/// Each datastore or LUN of the files of a VM with the hosts that reach it, and why there may be more.
pub fn files_on(
    scope: &Scope<'_, '_>,
    lists: [&Fact<List<FileFacts>>; 2],
) -> (Vec<(Name, HostSplit)>, Option<Unknown>) {
    let mut parts = Vec::new();
    let mut open = Vec::new();
    for list in lists {
        match list {
            Ok(list) => {
                for file in &list.items {
                    let on = match file.kind {
                        // It moves to the persistent memory of another host.
                        FileKind::Pmem => scope.split(|member| has_pmem(scope.ix, member, 0)),
                        _ => file.on.clone(),
                    };
                    let name = if file.datastore.is_empty() { &file.path } else { &file.datastore };
                    parts.push((name.clone(), on));
                    if file.kind == FileKind::Rdm {
                        parts.push((file.disk.clone(), file.lun_on.clone()));
                    }
                }
                open.extend(&list.missing);
            }
            Err(why) => open.push(why),
        }
    }
    (parts, Unknown::all(open))
}

/// What a VM's swap file is found by.
pub struct SwapSeat<'s> {
    /// Its host among the members.
    pub member: &'s Fact<usize>,
    /// Settings of the cluster.
    pub config: Fact<&'s ClusterConfig>,
}

/// Hosts that reach the swap file of a running VM.
pub fn swap_on<'a>(
    scope: &Scope<'a, '_>,
    reach: &mut Reach,
    together: &mut Together,
    vm: &'a VirtualMachine,
    power: &Fact<Power>,
    seat: &SwapSeat<'_>,
) -> HostSplit {
    let parts = power.clone().and_then(|power| match power {
        Power::On => swap_parts(scope, reach, vm, seat),
        Power::Off | Power::Suspended => Ok(Vec::new()),
    });
    match parts {
        Ok(parts) if parts.is_empty() => scope.everywhere(),
        Ok(parts) => together.of(scope, parts, None),
        Err(why) => scope.nowhere_clear(&why),
    }
}

/// One split per swap file that the layout lists; where it lists none, the one by the settings.
fn swap_parts<'a>(
    scope: &Scope<'a, '_>,
    reach: &mut Reach,
    vm: &'a VirtualMachine,
    seat: &SwapSeat<'_>,
) -> Fact<Vec<HostSplit>> {
    let layout = none_before(scope.ix.read(vm, VirtualMachine::layout_ex))?;
    let listed = layout.into_iter().flatten().filter(|file| file.kind == "swap");
    let mut parts = Vec::new();
    for file in listed {
        parts.push(reached(scope, reach, vm, &file.name, LAYOUT)?);
    }
    if parts.is_empty() {
        parts.push(placed(scope, reach, vm, seat)?);
    }
    Ok(parts)
}

fn reached<'a>(
    scope: &Scope<'a, '_>,
    reach: &mut Reach,
    vm: &'a VirtualMachine,
    path: &str,
    property: &str,
) -> Fact<HostSplit> {
    match locate_path(scope, vm, path) {
        Location::Datastore(datastore) => Ok(reach.of(scope, datastore, Access::Write)),
        Location::Unclear(why) => Err(why),
        Location::Host | Location::Nowhere => {
            Err(vm.unknown(ReasonKind::Untold, property, Detail::NoStore { file: path.into() }))
        }
    }
}

/// Whether the source of a cluster's configuration tells where swap files go.
fn config_holds_swap(scope: &Scope<'_, '_>, config: &ClusterConfig) -> Fact<()> {
    let property = ClusterComputeResource::configuration_ex.path;
    scope.members.cluster.holds(&config.lacking, property, Lacking::SWAP)
}

/// By the settings: beside the VM, or where its host keeps swap files.
fn placed<'a>(
    scope: &Scope<'a, '_>,
    reach: &mut Reach,
    vm: &'a VirtualMachine,
    seat: &SwapSeat<'_>,
) -> Fact<HostSplit> {
    let own = scope.ix.read(vm, VirtualMachine::swap_placement)?.map_or("inherit", |word| word.as_str());
    let word = match own {
        "inherit" => {
            let config = seat.config.clone()?;
            config_holds_swap(scope, config)?;
            config.vm_swap_placement.as_deref().unwrap_or("vmDirectory")
        }
        own => own,
    };
    match word {
        "vmDirectory" => {}
        "hostLocal" => {
            let host = scope.hosts[seat.member.clone()?].host;
            let local = scope.ix.read(host, HostSystem::local_swap_datastore)?;
            if let Some(id) = local {
                return Ok(reach.of(scope, scope.ix.datastore(id)?, Access::Write));
            }
        }
        other => return Err(vm.not_understood(PLACEMENT, other)),
    }
    let files = configuration(scope.ix, vm, VirtualMachine::files)?;
    reached(scope, reach, vm, &files.vm_path_name, FILES)
}
