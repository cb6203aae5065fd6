//! What is asked once the clusters are known: HA at work in each, and the names of alarms.

use crate::terms::Unanswered;
use std::collections::BTreeSet;

use super::collect::Collector;
use super::error::Error;
use super::join::try_join_all;
use super::part::Part;
use super::plan::DAS_RUNTIME;
use crate::inventory::{
    AlarmState, ClusterComputeResource, Id, Inventory, MoRef, Object as _, Prop, ReasonKind, Unreadable,
};

/// Clusters asked at the same time.
const AT_ONCE: usize = 4;

/// Asks each cluster in scope that may have HA on.
pub(super) async fn read_das_runtime(
    collector: &Collector<'_>,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let ask = |id: Id| async move {
        let cluster = MoRef { kind: ClusterComputeResource::TYPE.into(), id };
        collector.das_runtime(&cluster).await
    };
    let (mut on, mut off): (Vec<_>, Vec<_>) =
        inventory.clusters.iter_mut().partition(|cluster| part.covers(&cluster.id) && may_be_on(cluster));
    for cluster in &mut off {
        cluster.das_runtime = if part.covers(&cluster.id) {
            Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, Unanswered::HaOff))
        } else {
            out_of_scope()
        };
    }
    for clusters in on.chunks_mut(AT_ONCE) {
        let answers = try_join_all(clusters.iter().map(|cluster| ask(cluster.id.clone()))).await?;
        for (cluster, answer) in clusters.iter_mut().zip(answers) {
            cluster.das_runtime = answer;
        }
    }
    // From here on each cluster has an answer of its own.
    if let Some(paths) = inventory.not_asked.get_mut(ClusterComputeResource::TYPE) {
        paths.remove(DAS_RUNTIME);
    }
    Ok(())
}

/// What a cluster out of scope is not asked.
pub(super) fn out_of_scope<T>() -> Prop<T> {
    Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, Unanswered::OutOfScope))
}

fn may_be_on(cluster: &ClusterComputeResource) -> bool {
    cluster.configuration_ex.known().is_none_or(|config| config.das.enabled == Some(true))
}

/// Asks how the alarms are called that are triggered on clusters and hosts.
pub(super) async fn read_alarm_names(
    collector: &Collector<'_>,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let clusters = inventory.clusters.iter().map(|cluster| &cluster.triggered_alarm_state);
    let hosts = inventory.hosts.iter().map(|host| &host.triggered_alarm_state);
    let triggered = clusters.chain(hosts).filter_map(Prop::known).flatten();
    let ids: BTreeSet<&Id> = triggered.filter(|state| is_raised(state)).map(|state| &state.alarm).collect();
    let alarms = ids.into_iter().map(|id| MoRef { kind: "Alarm".into(), id: id.clone() }).collect();
    inventory.vcenter.alarms = collector.alarm_names(alarms).await?;
    Ok(())
}

fn is_raised(state: &AlarmState) -> bool {
    matches!(state.overall_status.as_str(), "red" | "yellow")
}
