//! What is asked for once the listings are there, because they tell whom to ask: the tasks that VMs
//! name, the disks of hosts beside raw device mappings, the names of alarms, and what is asked on request only.

use crate::terms::Unanswered;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::asks;
use super::clusters::{self, if_wanted};
use super::collect::{Collector, Listing, Stop, absorb};
use super::error::Error;
use super::evacuations;
use super::part::Part;
use super::plan::{Family, Plan, STORAGE_DEVICE};
use super::soap::Bad;
use crate::inventory::{HostSystem, Id, Inventory, MoRef, Object as _, Prop, ReasonKind, Task, Unreadable};

/// Hosts asked for their storage devices at a time: each answers with megabytes.
const STORAGE_CHUNK: usize = 10;

/// Tasks asked for at a time: they are small.
const TASK_CHUNK: usize = 1000;

/// Asks for everything that `plan` wants beyond the listings and the clusters.
pub(super) async fn follow_up(
    collector: &Collector<'_>,
    plan: &Plan,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let (devices, tasks, alarms) = tokio::try_join!(
        if_wanted(plan.storage_devices, storage_devices(collector, inventory)),
        if_wanted(!plan.tasks.is_empty(), tasks(collector, &plan.tasks, inventory)),
        clusters::alarm_names(collector, inventory),
    )?;
    if let Some(devices) = devices.flatten() {
        devices.add_to(inventory);
    }
    if let Some(tasks) = tasks.flatten() {
        add_tasks(inventory, tasks);
    }
    inventory.vcenter.alarms = alarms;
    if plan.hints {
        asks::read_hints(collector, part, inventory).await?;
    }
    if plan.checks {
        asks::read_checks(collector, part, inventory).await?;
    }
    if plan.evacuations {
        evacuations::read_evacuations(collector, part, inventory).await?;
    }
    Ok(())
}

fn listing(base: &'static str, paths: Vec<&'static str>) -> Listing {
    let family = Family { base, types: vec![base], specs: vec![(base, paths)] };
    Listing { family, inventory: Inventory::default(), dropped: vec![], unlisted: None }
}

/// Reads the objects `refs` into `listing`; a fault is given back, everything else ends the run.
pub(super) async fn read(
    collector: &Collector<'_>,
    listing: &mut Listing,
    refs: Vec<MoRef>,
    size: usize,
) -> Result<Option<Arc<Unreadable>>, Error> {
    match collector.read_objects(listing, refs, size).await {
        Ok(()) => Ok(None),
        Err(Stop::Bad(_, Bad::Fault(fault), _)) if !fault.is_session_lost() => {
            Ok(Some(Unreadable::new(fault.reason(), fault.detail())))
        }
        Err(Stop::Bad(method, bad, bytes)) => Err(collector.client.bad(method, bad, bytes)),
        Err(Stop::Fatal(error)) => Err(error),
    }
}

/// The tasks that the recent tasks of VMs name.
async fn tasks(
    collector: &Collector<'_>,
    paths: &[&'static str],
    inventory: &Inventory,
) -> Result<Option<Listing>, Error> {
    let named = inventory.vms.iter().filter_map(|vm| vm.recent_task.known()).flatten();
    let mut seen = HashSet::new();
    let refs: Vec<MoRef> = named
        .filter(|id| seen.insert((*id).clone()))
        .map(|id| MoRef { kind: Task::TYPE.into(), id: id.clone() })
        .collect();
    if refs.is_empty() {
        return Ok(None);
    }
    let mut listing = listing(Task::TYPE, paths.to_vec());
    listing.unlisted = read(collector, &mut listing, refs, TASK_CHUNK).await?;
    Ok(Some(listing))
}

/// Adds the tasks that were read. vCenter forgets a task some minutes after its end: one that has gone meanwhile is
/// recent no more.
fn add_tasks(inventory: &mut Inventory, listing: Listing) {
    if listing.unlisted.is_none() {
        let there: HashSet<&Id> = listing.inventory.tasks.iter().map(|task| &task.id).collect();
        for vm in &mut inventory.vms {
            if let Prop::Known(tasks) = &mut vm.recent_task {
                tasks.retain(|task| there.contains(task));
            }
        }
    }
    absorb(inventory, listing);
}

/// Disks and paths that were read, and why there are none of the other hosts that were asked.
struct StorageDevices {
    asked: HashSet<Id>,
    hosts: Vec<HostSystem>,
    why_not: Arc<Unreadable>,
}

/// Reads disks and paths of the hosts that need it: raw device mappings are judged by the LUNs of
/// every host that shares a cluster with their VM.
async fn storage_devices(
    collector: &Collector<'_>,
    inventory: &Inventory,
) -> Result<Option<StorageDevices>, Error> {
    let refs = hosts_beside_raw_disks(inventory);
    if refs.is_empty() {
        return Ok(None);
    }
    let asked: HashSet<Id> = refs.iter().map(|host| host.id.clone()).collect();
    let mut listing = listing(HostSystem::TYPE, vec![STORAGE_DEVICE]);
    let failed = read(collector, &mut listing, refs, STORAGE_CHUNK).await?;
    let why_not = failed.unwrap_or_else(|| Unreadable::new(ReasonKind::Untold, Unanswered::NoHostReturned));
    Ok(Some(StorageDevices { asked, hosts: listing.inventory.hosts, why_not }))
}

impl StorageDevices {
    fn add_to(self, inventory: &mut Inventory) {
        // From here on each host has an answer of its own.
        if let Some(paths) = inventory.not_asked.get_mut(HostSystem::TYPE) {
            paths.remove(STORAGE_DEVICE);
        }
        let not_needed = Unreadable::new(ReasonKind::NotCollected, "");
        let mut read: HashMap<Id, _> =
            self.hosts.into_iter().map(|host| (host.id, host.storage_device)).collect();
        for host in &mut inventory.hosts {
            match read.remove(&host.id) {
                Some(answer) => host.storage_device = answer,
                None => {
                    let why = if self.asked.contains(&host.id) { &self.why_not } else { &not_needed };
                    host.set_unreadable(STORAGE_DEVICE, why.clone());
                }
            }
        }
    }
}

fn hosts_beside_raw_disks(inventory: &Inventory) -> Vec<MoRef> {
    let raw =
        |backing: &crate::inventory::Backing| backing.lun_uuid.is_some() || backing.kind.contains("RawDisk");
    let with_raw_disks: HashSet<&Id> = inventory
        .vms
        .iter()
        .filter(|vm| {
            let devices = vm.hardware.known().map(|hardware| hardware.device.as_slice()).unwrap_or_default();
            devices.iter().filter_map(|device| device.backing.as_ref()).any(raw)
        })
        .filter_map(|vm| vm.host.known())
        .collect();
    let parents: HashSet<&Id> = inventory
        .hosts
        .iter()
        .filter(|host| with_raw_disks.contains(&host.id))
        .filter_map(|host| host.parent.known().map(|parent| &parent.id))
        .collect();
    let beside = |host: &&HostSystem| {
        with_raw_disks.contains(&host.id)
            || host.parent.known().is_some_and(|parent| parents.contains(&parent.id))
    };
    let refs = inventory.hosts.iter().filter(beside);
    refs.map(|host| MoRef { kind: "HostSystem".into(), id: host.id.clone() }).collect()
}
