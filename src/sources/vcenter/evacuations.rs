//! What is asked of DRS on request only: where it would move the VMs of each host to empty it.
//!
//! The call recommends and changes nothing, and yet it needs the privilege to put hosts into maintenance
//! mode. Whatever fails is unknown for the host it concerns, and nothing else.

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use tokio::time::Instant;

use super::answers;
use super::asks::{clusters, not_asked, too_late, unless_slow};
use super::collect::Collector;
use super::error::Error;
use super::http::Method;
use super::part::Part;
use super::plan::EVACUATION;
use super::soap::reference;
use crate::inventory::{
    ClusterComputeResource, DrsEvacuation, HostSystem, Id, Inventory, MoRef, Object, Prop,
};

/// Longest time for all hosts. DRS computes each answer anew.
const LIMIT: Duration = Duration::from_secs(600);

/// Asks DRS about every connected host of the clusters in scope that is not out of service already, one at a
/// time: it is busy with its cluster anyway.
pub(super) async fn read_evacuations(
    collector: &Collector<'_>,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let away: HashSet<&Id> = inventory
        .hosts
        .iter()
        .filter(|host| host.in_maintenance_mode.known() == Some(&true))
        .map(|host| &host.id)
        .collect();
    let asked: Vec<(Id, Id)> = clusters(part, inventory)
        .into_iter()
        .flat_map(|cluster| cluster.hosts.into_iter().map(move |host| (cluster.cluster.clone(), host)))
        .filter(|(_, host)| !away.contains(host))
        .collect();
    let mut answers: HashMap<&Id, Prop<DrsEvacuation>> = HashMap::new();
    let deadline = Instant::now() + LIMIT;
    for (cluster, host) in &asked {
        let answer = if Instant::now() < deadline {
            evacuation(collector, cluster, host).await?
        } else {
            too_late(LIMIT)
        };
        answers.insert(host, answer);
        collector.progress.objects("DrsEvacuation", answers.len(), Some(asked.len()));
    }
    for host in &mut inventory.hosts {
        host.drs_evacuation = answers.remove(&host.id).unwrap_or_else(not_asked);
    }
    inventory.not_asked.get_mut(HostSystem::TYPE).and_then(|paths| paths.remove(EVACUATION));
    Ok(())
}

async fn evacuation(
    collector: &Collector<'_>,
    cluster: &Id,
    host: &Id,
) -> Result<Prop<DrsEvacuation>, Error> {
    let this = MoRef { kind: ClusterComputeResource::TYPE.into(), id: cluster.clone() };
    let argument = reference("host", &MoRef { kind: HostSystem::TYPE.into(), id: host.clone() });
    let method = Method::ClusterEnterMaintenanceMode;
    unless_slow(collector.ask(method, &this, &argument, answers::value).await)
}
