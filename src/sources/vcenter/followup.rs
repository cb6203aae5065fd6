//! What is asked for once the listings are there, because they tell whom to ask: the tasks that VMs
//! name, the disks of hosts beside raw device mappings, events, the names of alarms, and calls made
//! once per cluster.

use crate::terms::Unanswered;
use std::collections::{HashMap, HashSet};

use super::answers;
use super::asks;
use super::clusters;
use super::collect::{Collector, Listing, Stop};
use super::error::Error;
use super::evacuations;
use super::http::Method;
use super::join::try_join_all;
use super::part::Part;
use super::plan::{CONFIG_OPTIONS, Family, Plan, STORAGE_DEVICE};
use super::soap::Bad;
use crate::inventory::{
    ConfigOption, HostSystem, Id, Inventory, MoRef, Object as _, Prop, ReasonKind, Task, Unreadable,
};

/// Hosts asked for their storage devices at a time: each answers with megabytes.
const STORAGE_CHUNK: usize = 10;

/// Tasks asked for at a time.
const TASK_CHUNK: usize = 100;

/// Clusters asked at the same time.
const CLUSTERS_AT_ONCE: usize = 4;

/// Asks for everything that `plan` wants beyond the listings.
pub(super) async fn follow_up(
    collector: &Collector<'_>,
    plan: &Plan,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    if plan.storage_devices {
        read_storage_devices(collector, inventory).await?;
    }
    if !plan.tasks.is_empty() {
        read_tasks(collector, &plan.tasks, inventory).await?;
    }
    if plan.calls.contains(&("ClusterComputeResource", CONFIG_OPTIONS)) {
        read_config_options(collector, part, inventory).await?;
    }
    if plan.events {
        collector.read_events(part, inventory).await?;
    }
    if plan.hints {
        asks::read_hints(collector, part, inventory).await?;
    }
    if plan.checks {
        asks::read_checks(collector, part, inventory).await?;
    }
    if plan.evacuations {
        evacuations::read_evacuations(collector, part, inventory).await?;
    }
    if plan.logins {
        collector.read_logins(inventory).await?;
    }
    if plan.das_runtime {
        clusters::read_das_runtime(collector, part, inventory).await?;
    }
    clusters::read_alarm_names(collector, inventory).await
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
) -> Result<Option<std::sync::Arc<Unreadable>>, Error> {
    match collector.read_objects(listing, refs, size).await {
        Ok(()) => Ok(None),
        Err(Stop::Bad(_, Bad::Fault(fault), _)) if !fault.is_session_lost() => {
            Ok(Some(Unreadable::new(fault.reason(), fault.detail())))
        }
        Err(Stop::Bad(method, bad, bytes)) => Err(collector.client.bad(method, bad, bytes)),
        Err(Stop::Fatal(error)) => Err(error),
    }
}

/// Reads the tasks that the recent tasks of VMs name. vCenter forgets a task some minutes after its
/// end: one that has gone meanwhile is recent no more.
async fn read_tasks(
    collector: &Collector<'_>,
    paths: &[&'static str],
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let named = inventory.vms.iter().filter_map(|vm| vm.recent_task.known()).flatten();
    let mut seen = HashSet::new();
    let refs: Vec<MoRef> = named
        .filter(|id| seen.insert((*id).clone()))
        .map(|id| MoRef { kind: Task::TYPE.into(), id: id.clone() })
        .collect();
    if refs.is_empty() {
        return Ok(());
    }
    let mut listing = listing(Task::TYPE, paths.to_vec());
    if let Some(why) = read(collector, &mut listing, refs, TASK_CHUNK).await? {
        inventory.unlisted.insert(Task::TYPE.to_owned(), why);
    } else {
        let there: HashSet<&Id> = listing.inventory.tasks.iter().map(|task| &task.id).collect();
        for vm in &mut inventory.vms {
            if let Prop::Known(tasks) = &mut vm.recent_task {
                tasks.retain(|task| there.contains(task));
            }
        }
    }
    for (kind, path) in &listing.dropped {
        let paths = inventory.not_asked.entry((*kind).to_owned()).or_default();
        paths.insert((*path).to_owned(), ReasonKind::NotOffered);
    }
    inventory.tasks.append(&mut listing.inventory.tasks);
    Ok(())
}

/// Asks the environment browser of each cluster which hardware versions its hosts support.
async fn read_config_options(
    collector: &Collector<'_>,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    for clusters in inventory.clusters.chunks_mut(CLUSTERS_AT_ONCE) {
        let answers = try_join_all(clusters.iter().map(|cluster| async {
            if !part.covers(&cluster.id) {
                return Ok(clusters::out_of_scope());
            }
            match &cluster.environment_browser {
                Prop::Known(browser) => config_options(collector, browser).await,
                Prop::Unset => {
                    Ok(Prop::Unreadable(Unreadable::new(ReasonKind::Untold, Unanswered::NoBrowser)))
                }
                Prop::Unreadable(why) => Ok(Prop::Unreadable(why.clone())),
            }
        }))
        .await?;
        for (cluster, answer) in clusters.iter_mut().zip(answers) {
            cluster.config_options = answer;
        }
    }
    Ok(())
}

async fn config_options(collector: &Collector<'_>, browser: &Id) -> Result<Prop<Vec<ConfigOption>>, Error> {
    let this = MoRef { kind: "EnvironmentBrowser".into(), id: browser.clone() };
    collector
        .ask(Method::QueryConfigOptionDescriptor, &this, "", |text| answers::list(text).map(Prop::Known))
        .await
}

/// Reads disks and paths of the hosts that need it: raw device mappings are judged by the LUNs of
/// every host that shares a cluster with their VM.
async fn read_storage_devices(collector: &Collector<'_>, inventory: &mut Inventory) -> Result<(), Error> {
    let refs = hosts_beside_raw_disks(inventory);
    if refs.is_empty() {
        return Ok(());
    }
    let asked: HashSet<Id> = refs.iter().map(|host| host.id.clone()).collect();
    let mut listing = listing("HostSystem", vec![STORAGE_DEVICE]);
    let failed = read(collector, &mut listing, refs, STORAGE_CHUNK).await?;
    // From here on each host has an answer of its own.
    if let Some(paths) = inventory.not_asked.get_mut("HostSystem") {
        paths.remove(STORAGE_DEVICE);
    }
    let why_not = Unreadable::new(ReasonKind::NotCollected, "");
    let why_failed =
        failed.unwrap_or_else(|| Unreadable::new(ReasonKind::Untold, Unanswered::NoHostReturned));
    let mut read: HashMap<Id, _> =
        listing.inventory.hosts.into_iter().map(|host| (host.id, host.storage_device)).collect();
    for host in &mut inventory.hosts {
        match read.remove(&host.id) {
            Some(answer) => host.storage_device = answer,
            None => {
                let why = if asked.contains(&host.id) { &why_failed } else { &why_not };
                host.set_unreadable(STORAGE_DEVICE, why.clone());
            }
        }
    }
    Ok(())
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
