//! The facts of one VM.

use std::sync::Arc;

use crate::facts::compute::cpu::CpuJoins;
use crate::facts::compute::records::BusFacts;
use crate::facts::compute::state;
use crate::facts::ground::guest::{Guest, configured, connection, label};
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::none_before;
use crate::facts::ground::names::{ClusterRef, HostRef, Name};
use crate::facts::ground::role;
use crate::facts::ground::scope::{Scope, Together};
use crate::facts::ground::words::BusSharing;
use crate::facts::ha::settings::{self as ha, Exceptions, host_name};
use crate::facts::net::adapters::{is_legacy, is_nic};
use crate::facts::net::nics::Lans;
use crate::facts::place::devices::{Ask, failover_of_pmem};
use crate::facts::place::fits::Fits;
use crate::facts::place::records::{LiveFacts, RestartTargetFacts};
use crate::facts::place::ties::Ties;
use crate::facts::storage::datastores::Reach;
use crate::facts::storage::disks::{Luns, disks};
use crate::facts::storage::drives::drives;
use crate::facts::storage::home::{self, SwapSeat};
use crate::facts::storage::records::FileFacts;
use crate::facts::storage::twins::Twins;
use crate::facts::subject::model::VmFacts;
use crate::facts::subject::moves::Moves;
use crate::inventory::{ApiVersion, ClusterComputeResource, Device, HostSystem, Lacking, VirtualMachine};
use crate::schema::{Fact, HostSplit, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const HARDWARE: &str = VirtualMachine::hardware.path;
/// In place of the name of a cluster.
const NO_CLUSTER: &str = "–";

/// The joins that the VMs of one cluster share.
pub struct Joins<'a> {
    pub reach: Reach,
    pub luns: Luns,
    pub twins: Twins,
    pub cpu: CpuJoins<'a>,
    pub evc: Fact<Name>,
    together: Together,
    lans: Lans<'a>,
    fits: Fits,
    pub moves: Moves,
    ties: Ties<'a>,
    exceptions: Fact<Exceptions<'a>>,
    /// Possible targets from each member.
    targets: Vec<Arc<List<Name>>>,
}

impl<'a> Joins<'a> {
    pub fn new(scope: &Scope<'a, '_>, evc: Fact<Name>) -> Self {
        // Hosts that are no targets themselves share one list.
        let all = Arc::new(targets(scope, None));
        let from =
            |slot: Option<u32>| slot.map_or_else(|| Arc::clone(&all), |_| Arc::new(targets(scope, slot)));
        Self {
            reach: Reach::default(),
            luns: Luns::default(),
            twins: Twins::default(),
            cpu: CpuJoins::new(scope),
            moves: Moves::new(scope, &evc),
            ties: Ties::new(scope),
            evc,
            together: Together::default(),
            lans: Lans::default(),
            fits: Fits::new(scope),
            exceptions: Exceptions::new(scope),
            targets: scope.hosts.iter().map(|member| from(member.slot)).collect(),
        }
    }

    /// Possible targets of a VM. Without knowing its own host none of them is certain.
    fn targets_of(&self, member: &Fact<usize>) -> Arc<List<Name>> {
        let unknown = |why: Unknown| Arc::new(List { items: Vec::new(), missing: Some(why) });
        match member {
            Ok(member) => match self.targets.get(*member) {
                Some(targets) => Arc::clone(targets),
                None => unknown(Unknown::defect("member of a cluster")),
            },
            Err(why) => unknown(why.clone()),
        }
    }
}

/// Where a VM is.
pub struct Seat {
    /// Its host in the table.
    pub host: Fact<HostRef>,
    /// Its cluster in the table.
    pub cluster: Fact<ClusterRef>,
    /// Its host among the members of its cluster.
    pub member: Fact<usize>,
}

/// The facts of a VM.
pub fn facts<'a>(
    scope: &Scope<'a, '_>,
    joins: &mut Joins<'a>,
    guest: &Guest<'a>,
    fresh: &Fact<()>,
    seat: Seat,
) -> VmFacts {
    let ix = scope.ix;
    let Guest { vm, power, hardware, .. } = guest;
    let vm: &'a VirtualMachine = vm;
    let Stored { disks, home_files, storage_on, storage_lost, storage_short, swap_on } =
        stored(scope, joins, guest, fresh, &seat.member);
    let fits = joins.fits.of(scope, &mut joins.together, vm, power, (fresh, &seat.member));
    let mut all_drives = |class: &str| {
        let devices = hardware.clone()?;
        let class = (class, guest.lacks(class));
        Ok(drives(scope, (&mut joins.reach, &mut joins.twins), guest, (devices, &seat.member), class))
    };
    let cdroms = all_drives(Lacking::CDROMS);
    let floppies = all_drives(Lacking::FLOPPIES);
    let cpu = joins.cpu.of(scope, vm, &seat.member, power, fresh, &joins.evc);
    let own = seat.member.clone().map(|member| scope.hosts[member].slot);
    let cleared = state::cleared(scope, vm);
    let devices = Ask { scope, reach: &mut joins.reach, guest, cleared: &cleared, own: &own }.devices();
    let nics = joins.lans.nics(scope, guest, &seat.member);
    let less = |list: List<Name>, parts: &[&str]| lacking(guest, list, parts);
    let legacy_nics = hardware.clone().map(|devices| less(labels(devices, is_legacy), &[Lacking::NICS]));
    let is_dropped = |device: &Device| {
        is_nic(device) && device.connectable.is_some_and(|state| state.connected && !state.start_connected)
    };
    let nics_dropped = hardware.clone().map(|devices| less(labels(devices, is_dropped), &[Lacking::NICS]));
    let shared_buses = hardware
        .clone()
        .map(|devices| lacking(guest, shared_buses(vm, devices), &[Lacking::DISKS, Lacking::CONTROLLERS]));
    let affinity = |read: &dyn Fn() -> Fact<List<i64>>| {
        now(fresh, || {
            configured(ix, vm)?;
            read()
        })
    };
    let cpu_affinity = affinity(&|| set(ix.read(vm, VirtualMachine::cpu_affinity)));
    let memory_affinity = affinity(&|| set(ix.read(vm, VirtualMachine::memory_affinity)));
    let connection = connection(ix, vm);
    let question = now(fresh, || ix.read(vm, VirtualMachine::question).map(|text| text.is_some()));
    let failover_running = now(fresh, || later_flag(ix.read(vm, VirtualMachine::vm_failover_in_progress)));
    let confidential = now(fresh, || {
        configured(ix, vm)?;
        state::confidential(ix, vm)
    });
    let migration_disabled = now(fresh, || state::migration_disabled(ix, vm));
    let running_tasks = state::running_tasks(ix, vm);
    let ties = joins.ties.of(scope, &mut joins.together, vm, &seat.member, fresh);
    let exceptions = seat.cluster.as_ref().map_err(Clone::clone);
    let exceptions = exceptions.and_then(|_| joins.exceptions.as_ref().map_err(Clone::clone));
    let (host_name, cluster_named) = place_names(ix, vm);
    let live = LiveFacts::unasked(scope);
    let mut facts = VmFacts {
        name: vm.display_name(),
        id: vm.id.clone(),
        host_name,
        cluster_named,
        template: role::template(ix, vm),
        placeholder: role::placeholder(ix, vm),
        agent: role::agent(ix, vm),
        ft_secondary: role::ft_secondary(ix, vm),
        managed_by: none_before(ix.read(vm, VirtualMachine::managed_by))
            .map(|key| key.cloned().unwrap_or_default()),
        power: power.clone(),
        connection,
        targets: joins.targets_of(&seat.member),
        disks,
        cdroms,
        floppies,
        legacy_nics,
        nics_dropped,
        cpu_affinity,
        memory_affinity,
        shared_buses,
        multi_writers: hardware
            .clone()
            .map(|devices| less(multi_writers(ix, vm, devices), &[Lacking::DISKS, Lacking::SHARING])),
        tools_installing: now(fresh, || flag(ix.read(vm, VirtualMachine::tools_installer_mounted))),
        cpu,
        home_files,
        storage_on,
        storage_lost,
        storage_short,
        swap_on,
        nics,
        fits,
        devices,
        ties,
        live,
        restart: RestartTargetFacts::unasked(scope),
        nvdimms: hardware.clone().map(|devices| {
            less(labels(devices, |device| device.kind == "VirtualNVDIMM"), &[Lacking::DEVICES])
        }),
        pmem_failover: now(fresh, || failover_of_pmem(ix, vm)),
        question,
        question_text: now(fresh, || state::question(ix, vm)),
        needs_consolidation: now(fresh, || later_flag(ix.read(vm, VirtualMachine::consolidation_needed))),
        snapshot_running: now(fresh, || later_flag(ix.read(vm, VirtualMachine::snapshot_in_background))),
        failover_running,
        heartbeat_lost: now(fresh, || state::heartbeat_lost(ix, vm)),
        migration_disabled,
        confidential,
        running_tasks,
        tools: now(fresh, || state::tools(ix, vm)),
        checks: state::checks(scope, vm, &seat.member),
        is_app: ix.app == Some(vm.id.as_str()),
        in_cluster: seat.cluster.as_ref().map(|_| true).map_err(Clone::clone),
        ha: ha::of_vm(ix, vm, exceptions, fresh),
        host: seat.host,
        cluster: seat.cluster,
    };
    facts.live = joins.moves.live(scope, &mut joins.together, &facts, &seat.member);
    facts.restart = joins.moves.restart(scope, &mut joins.together, &facts, &seat.member);
    facts
}

/// Names of the host of a VM and of the cluster of that host, whether they are judged or not.
fn place_names(ix: &Index<'_>, vm: &VirtualMachine) -> (Fact<Name>, Fact<Name>) {
    let seat = ix.need(vm, VirtualMachine::host).map(|id| (id, ix.hosts.get(id.as_str()).copied()));
    let cluster = seat.clone().and_then(|(_, at)| {
        let unseen = || vm.unknown(ReasonKind::Invisible, VirtualMachine::host.path, Detail::HostUntold);
        let host = &ix.inventory.hosts[at.ok_or_else(unseen)?];
        let parent = ix.need(host, HostSystem::parent)?;
        let mut clusters = ix.inventory.clusters.iter();
        let found = clusters.find(|cluster| cluster.id == parent.id);
        Ok(found.map_or_else(|| NO_CLUSTER.into(), ClusterComputeResource::display_name))
    });
    (seat.map(|(id, _)| host_name(ix, id)), cluster)
}

/// Where the files of a VM are, and who reaches them.
struct Stored {
    disks: Fact<List<FileFacts>>,
    home_files: Fact<List<FileFacts>>,
    storage_on: HostSplit,
    storage_lost: Fact<List<Name>>,
    storage_short: List<Name>,
    swap_on: HostSplit,
}

fn stored<'a>(
    scope: &Scope<'a, '_>,
    joins: &mut Joins<'a>,
    guest: &Guest<'a>,
    fresh: &Fact<()>,
    member: &Fact<usize>,
) -> Stored {
    let Guest { vm, power, hardware, .. } = guest;
    let Joins { reach, luns, twins, together, exceptions, .. } = joins;
    let disks = hardware.clone().map(|devices| {
        let disks = disks(scope, (reach, twins), luns, vm, devices);
        lacking(guest, disks, &[Lacking::DISKS, Lacking::PARENTS])
    });
    let home_files = now(fresh, || home::home_files(scope, (reach, twins), vm));
    let on = home::storage_on(scope, together, [&disks, &home_files]);
    let config = exceptions.as_ref().map(|exceptions| exceptions.config).map_err(Clone::clone);
    let seat = SwapSeat { member, config };
    let swap = home::swap_on(scope, reach, together, vm, power, &seat);
    let to_targets = |split: HostSplit| match member {
        Ok(member) => scope.others(&split, &scope.hosts[*member]),
        Err(why) => scope.nowhere_clear(why),
    };
    let files = [&disks, &home_files];
    let storage_lost = member.clone().and_then(|member| match &scope.hosts[member] {
        // A host that is out of service is asked about nothing that runs.
        own if own.slot.is_none() => Ok(List::default()),
        own => home::lost(scope, files, own),
    });
    let storage_on = to_targets(on);
    let storage_short = short(scope, files, &storage_on, to_targets);
    Stored { disks, home_files, storage_on, storage_lost, storage_short, swap_on: to_targets(swap) }
}

/// Of a VM's files the datastores and LUNs that some target does not reach, each once. Where all reach all there is
/// nothing to look for.
fn short(
    scope: &Scope<'_, '_>,
    files: [&Fact<List<FileFacts>>; 2],
    all: &HostSplit,
    to_targets: impl Fn(HostSplit) -> HostSplit,
) -> List<Name> {
    if all.all() == Ok(true) {
        return List::default();
    }
    let (parts, open) = home::files_on(scope, files);
    let mut short = List { items: Vec::new(), missing: open };
    for (name, on) in parts {
        let on = to_targets(on);
        match on.all() {
            Ok(false) => short.items.push(name),
            Ok(true) => {}
            Err(why) => short.lacks(&why),
        }
    }
    short.items.sort();
    short.items.dedup();
    short
}

/// A fact that is one only while what vCenter tells of the VM is of now.
fn now<T>(fresh: &Fact<()>, fact: impl FnOnce() -> Fact<T>) -> Fact<T> {
    fresh.clone().and_then(|()| fact())
}

fn flag(read: Fact<Option<&bool>>) -> Fact<bool> {
    read.map(|flag| flag.copied().unwrap_or_default())
}

/// A flag that older versions do not have: nothing there can be what it tells of.
fn later_flag(read: Fact<Option<&bool>>) -> Fact<bool> {
    flag(none_before(read))
}

fn set(read: Fact<Option<&Vec<i64>>>) -> Fact<List<i64>> {
    read.map(|set| List::complete(set.cloned().unwrap_or_default()))
}

/// Active hosts other than the one in `own`.
fn targets(scope: &Scope<'_, '_>, own: Option<u32>) -> List<Name> {
    let others = || scope.slotted().filter(|member| member.slot != own);
    let items = others().filter(|member| member.active.is_ok()).map(|member| member.name.clone());
    let open = others().filter_map(|member| member.active.as_ref().err());
    List { items: items.collect(), missing: Unknown::all(open.chain(&scope.members.hosts_missing)) }
}

/// A list of devices with what its source does not tell of these parts of the hardware.
fn lacking<T>(guest: &Guest<'_>, mut list: List<T>, parts: &[&str]) -> List<T> {
    parts.iter().filter_map(|part| guest.lacks(part)).for_each(|why| list.lacks(&why));
    list
}

fn labels(devices: &[Device], which: impl Fn(&Device) -> bool) -> List<Name> {
    List::complete(devices.iter().filter(|device| which(device)).map(label).collect())
}

fn shared_buses(vm: &VirtualMachine, devices: &[Device]) -> List<BusFacts> {
    let sharing = |word: &str| match word {
        "physicalSharing" => Ok(BusSharing::Physical),
        "virtualSharing" => Ok(BusSharing::Virtual),
        other => Err(vm.not_understood(HARDWARE, other)),
    };
    let buses = devices.iter().filter_map(|device| {
        let word = device.shared_bus.as_deref().filter(|word| !matches!(*word, "" | "noSharing"))?;
        let on_it = |disk: &Device| disk.controller_key == Some(device.key) && is_virtual_rdm(disk);
        Some(BusFacts {
            controller: label(device),
            sharing: sharing(word),
            virtual_rdms: labels(devices, on_it),
        })
    });
    List::complete(buses.collect())
}

/// A raw device mapping in virtual mode, below its snapshots too.
fn is_virtual_rdm(device: &Device) -> bool {
    let mut next = device.backing.as_ref();
    while let Some(backing) = next {
        if backing.compatibility_mode.as_deref() == Some("virtualMode") {
            return device.kind == "VirtualDisk";
        }
        next = backing.parent.as_deref();
    }
    false
}

/// Disks that several writers may open. Before 6.0 only an advanced setting tells.
fn multi_writers(ix: &Index<'_>, vm: &VirtualMachine, devices: &[Device]) -> List<Name> {
    let shared = |device: &Device| {
        let sharing = device.backing.as_ref().and_then(|backing| backing.sharing.as_deref());
        device.kind == "VirtualDisk" && sharing == Some("sharingMultiWriter")
    };
    let mut list = labels(devices, shared);
    if ix.api() < ApiVersion::of(&[6, 0]) && devices.iter().any(|device| device.kind == "VirtualDisk") {
        match ix.read(vm, VirtualMachine::extra_config) {
            Ok(options) => {
                let multi = options.into_iter().flatten().filter(|(key, value)| {
                    key.ends_with(".sharing") && value.eq_ignore_ascii_case("multi-writer")
                });
                list.items.extend(multi.map(|(key, _)| key.clone()));
            }
            Err(why) => list.lacks(&why),
        }
    }
    list
}
