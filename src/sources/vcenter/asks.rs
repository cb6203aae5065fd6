//! What is asked on request only: each host, what its adapters hear, and vCenter's own checker,
//! whether it would move the VMs.
//!
//! The checker answers with a task, which everybody sees in the list of recent tasks: one at a time,
//! a handful of VMs each. Whatever fails is unknown for the hosts or VMs it concerns, and nothing else.

#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use tokio::time::{Instant, sleep};

use super::answers::{self, TaskOutcome};
use super::collect::Collector;
use super::error::Error;
use super::http::Method;
use super::join::try_join_all;
use super::part::Part;
use super::plan::{CHECKS, HINTS};
use super::soap::{Bad, Fault, element, reference};
use crate::inventory::{
    CheckResult, ClusterComputeResource, HostSystem, Id, Inventory, MoRef, NicHint, Object, Prop, ReasonKind,
    Unreadable, VirtualMachine,
};
use crate::terms::Unanswered;

/// Hosts asked at the same time: vCenter passes each call on to the host.
const HOSTS_AT_ONCE: usize = 8;

/// Longest time for all hosts.
const HOSTS_LIMIT: Duration = Duration::from_secs(300);

/// VMs in one task of the checker. Each is tried on every host of its cluster.
const VMS_PER_TASK: usize = 10;

/// Longest time for all tasks, and for a single one.
const CHECKS_LIMIT: Duration = Duration::from_secs(900);
const TASK_LIMIT: Duration = Duration::from_secs(300);

/// Pauses between two looks at a task: short at first, most are done at once.
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(2);

/// The hosts of one cluster that can be asked, and the VMs on them.
pub(super) struct Asked {
    pub cluster: Id,
    pub hosts: Vec<Id>,
    vms: Vec<Id>,
}

/// Asks every connected host of the clusters in scope what its adapters hear.
pub(super) async fn read_hints(
    collector: &Collector<'_>,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let asked: HashSet<Id> =
        clusters(part, inventory).into_iter().flat_map(|cluster| cluster.hosts).collect();
    let mut answers = HashMap::new();
    let deadline = Instant::now() + HOSTS_LIMIT;
    let hosts: Vec<&HostSystem> = inventory.hosts.iter().filter(|host| asked.contains(&host.id)).collect();
    for hosts in hosts.chunks(HOSTS_AT_ONCE) {
        if Instant::now() > deadline {
            break;
        }
        let read = hosts.iter().map(|host| hints(collector, &host.network_system));
        let read = try_join_all(read).await?;
        answers.extend(hosts.iter().map(|host| host.id.clone()).zip(read));
        collector.progress.objects("NetworkHint", answers.len(), Some(asked.len()));
    }
    for host in &mut inventory.hosts {
        host.network_hints = match answers.remove(&host.id) {
            Some(answer) => answer,
            None if asked.contains(&host.id) => too_late(HOSTS_LIMIT),
            None => not_asked(),
        };
    }
    // From here on each host has an answer of its own.
    inventory.not_asked.get_mut(HostSystem::TYPE).and_then(|paths| paths.remove(HINTS));
    Ok(())
}

async fn hints(collector: &Collector<'_>, system: &Prop<Id>) -> Result<Prop<Vec<NicHint>>, Error> {
    let id = match system {
        Prop::Known(id) => id.clone(),
        Prop::Unset => return Ok(untold(Unanswered::NoNetworkSystem)),
        Prop::Unreadable(why) => return Ok(Prop::Unreadable(Arc::clone(why))),
    };
    let this = MoRef { kind: "HostNetworkSystem".into(), id };
    let asked = collector.ask(Method::QueryNetworkHint, &this, "", |text| match answers::list(text) {
        // A host that keeps no hints says so.
        Err(Bad::Fault(fault)) if fault.name == "NotSupported" => {
            Ok(Prop::Unreadable(Unreadable::new(ReasonKind::NotOffered, fault.detail())))
        }
        other => other.map(Prop::Known),
    });
    unless_slow(asked.await)
}

/// A call that takes too long costs its own answer only.
pub(super) fn unless_slow<T>(answer: Result<Prop<T>, Error>) -> Result<Prop<T>, Error> {
    match answer {
        Err(Error::TimeLimit { seconds, .. }) => Ok(too_late(Duration::from_secs(seconds))),
        other => other,
    }
}

fn untold<T>(what: Unanswered) -> Prop<T> {
    Prop::Unreadable(Unreadable::new(ReasonKind::Untold, what))
}

pub(super) fn not_asked<T>() -> Prop<T> {
    Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, ""))
}

pub(super) fn too_late<T>(limit: Duration) -> Prop<T> {
    let what = Unanswered::NoAnswer { seconds: limit.as_secs() };
    Prop::Unreadable(Unreadable::new(ReasonKind::Truncated, what))
}

/// Hosts that are connected, and VMs that are no templates, by cluster in scope.
pub(super) fn clusters(part: &Part, inventory: &Inventory) -> Vec<Asked> {
    let mut by_cluster: HashMap<&Id, Asked> = HashMap::new();
    let mut cluster_of: HashMap<&Id, &Id> = HashMap::new();
    for host in &inventory.hosts {
        let parent = host.parent.known().filter(|parent| parent.kind == ClusterComputeResource::TYPE);
        let Some(parent) = parent.filter(|parent| part.covers(&parent.id)) else {
            continue;
        };
        cluster_of.insert(&host.id, &parent.id);
        let gone = host.connection_state.known().is_some_and(|state| state != "connected");
        let cluster = by_cluster.entry(&parent.id).or_insert_with(|| Asked {
            cluster: parent.id.clone(),
            hosts: vec![],
            vms: vec![],
        });
        if !gone {
            cluster.hosts.push(host.id.clone());
        }
    }
    let in_scope = |vm: &&VirtualMachine| {
        vm.template.known() != Some(&true) && part.vms.as_ref().is_none_or(|vms| vms.contains(&vm.id))
    };
    for vm in inventory.vms.iter().filter(in_scope) {
        let cluster = vm.host.known().and_then(|host| cluster_of.get(host));
        if let Some(cluster) = cluster.and_then(|id| by_cluster.get_mut(id)) {
            cluster.vms.push(vm.id.clone());
        }
    }
    let mut clusters: Vec<(&Id, Asked)> = by_cluster.into_iter().collect();
    clusters.sort_by_key(|(id, _)| *id);
    clusters.into_iter().map(|(_, asked)| asked).collect()
}

/// Asks vCenter's checker whether it would move the VMs in scope to the other hosts of their cluster.
pub(super) async fn read_checks(
    collector: &Collector<'_>,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let mut clusters = clusters(part, inventory);
    // With one host there is nowhere to move to.
    clusters.retain(|cluster| cluster.hosts.len() > 1);
    let asked: HashSet<Id> = clusters.iter().flat_map(|cluster| &cluster.vms).cloned().collect();
    let mut answers: HashMap<Id, Prop<Vec<CheckResult>>> = HashMap::new();
    let deadline = Instant::now() + CHECKS_LIMIT;
    for cluster in &clusters {
        let mut waiting: Vec<&[Id]> = cluster.vms.chunks(VMS_PER_TASK).rev().collect();
        while let Some(vms) = waiting.pop().filter(|_| Instant::now() < deadline) {
            match check(collector, vms, &cluster.hosts).await? {
                // One VM or host of many may be to blame.
                Prop::Unreadable(why) if why.kind != ReasonKind::Denied && vms.len() > 1 => {
                    waiting.extend(vms.chunks(1));
                }
                answer => share(vms, answer, &mut answers),
            }
            collector.progress.objects("CheckResult", answers.len(), Some(asked.len()));
        }
    }
    for vm in &mut inventory.vms {
        vm.checks = match answers.remove(&vm.id) {
            Some(answer) => answer,
            None if asked.contains(&vm.id) => too_late(CHECKS_LIMIT),
            None => not_asked(),
        };
    }
    inventory.not_asked.get_mut(VirtualMachine::TYPE).and_then(|paths| paths.remove(CHECKS));
    Ok(())
}

/// Gives each VM of a task its own results, or the reason why there are none.
fn share(vms: &[Id], answer: Prop<Vec<CheckResult>>, answers: &mut HashMap<Id, Prop<Vec<CheckResult>>>) {
    match answer {
        Prop::Known(results) => {
            for vm in vms {
                let own = results.iter().filter(|result| result.vm == *vm).cloned();
                answers.insert(vm.clone(), Prop::Known(own.collect()));
            }
        }
        other => answers.extend(vms.iter().map(|vm| (vm.clone(), other.clone()))),
    }
}

/// One task: whether each of the VMs could be moved to each of the hosts.
async fn check(collector: &Collector<'_>, vms: &[Id], hosts: &[Id]) -> Result<Prop<Vec<CheckResult>>, Error> {
    let Some(checker) = &collector.content.provisioning_checker else {
        return Ok(Prop::Unreadable(Unreadable::new(ReasonKind::NotOffered, Unanswered::NoChecker)));
    };
    let refer = |name: &str, kind: &str, ids: &[Id]| -> String {
        let refs = ids.iter().map(|id| reference(name, &MoRef { kind: kind.into(), id: id.clone() }));
        refs.collect()
    };
    let arguments =
        format!("{}{}", refer("vm", VirtualMachine::TYPE, vms), refer("host", HostSystem::TYPE, hosts));
    let method = Method::QueryVMotionCompatibilityEx;
    let begun = collector
        .ask(method, checker, &arguments, |text| super::collect::reference_of(text).map(Prop::Known));
    match unless_slow(begun.await)? {
        Prop::Known(task) => wait(collector, &task).await,
        Prop::Unset => Ok(untold(Unanswered::NoTask)),
        Prop::Unreadable(why) => Ok(Prop::Unreadable(why)),
    }
}

/// Waits for the end of a task.
async fn wait(collector: &Collector<'_>, task: &MoRef) -> Result<Prop<Vec<CheckResult>>, Error> {
    let paths: String =
        ["info.state", "info.error", "info.result"].iter().map(|path| element("pathSet", path)).collect();
    let arguments = format!(
        "<specSet><propSet>{}{paths}</propSet><objectSet>{}</objectSet></specSet>",
        element("type", "Task"),
        reference("obj", task),
    );
    let deadline = Instant::now() + TASK_LIMIT;
    let mut pause = FIRST_PAUSE;
    loop {
        let look = collector.ask(
            Method::RetrieveProperties,
            &collector.content.property_collector,
            &arguments,
            |text| answers::task_outcome(text).map(Prop::Known),
        );
        let outcome = match unless_slow(look.await)? {
            Prop::Known(outcome) => outcome,
            Prop::Unset => TaskOutcome::default(),
            // Every task has these: what refuses them is no older vCenter.
            Prop::Unreadable(why) if why.kind == ReasonKind::NotOffered => {
                return Ok(Prop::Unreadable(Unreadable::new(ReasonKind::Failed, &*why.detail)));
            }
            Prop::Unreadable(why) => return Ok(Prop::Unreadable(why)),
        };
        let fault = outcome.fault.unwrap_or_default();
        if fault.is_session_lost() {
            return Err(collector.session_lost(Method::RetrieveProperties));
        }
        match outcome.state.as_str() {
            "success" => return Ok(Prop::Known(outcome.results)),
            "queued" | "running" if Instant::now() < deadline => {}
            "queued" | "running" => return Ok(too_late(TASK_LIMIT)),
            _ => return Ok(Prop::Unreadable(ended(&fault))),
        }
        sleep(pause).await;
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Why a task ended without results.
fn ended(fault: &Fault) -> Arc<Unreadable> {
    if fault.name.is_empty() {
        return Unreadable::new(ReasonKind::Untold, Unanswered::NoResult);
    }
    Unreadable::new(fault.reason_of_call(), fault.detail())
}
