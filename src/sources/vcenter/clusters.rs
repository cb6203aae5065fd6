//! What is asked once the clusters are known: HA at work in each, the hardware versions of its hosts, its events;
//! and the names of alarms.

use crate::terms::Unanswered;
use std::collections::{BTreeMap, BTreeSet};

use super::answers;
use super::collect::Collector;
use super::error::Error;
use super::http::Method;
use super::join::try_join_all;
use super::part::Part;
use super::plan::{CONFIG_OPTIONS, DAS_RUNTIME, EVENTS, Plan};
use crate::inventory::{
    AlarmState, ClusterComputeResource, ConfigOption, DasRuntime, Id, Inventory, MoRef, Object as _, Prop,
    ReasonKind, Unreadable,
};

/// Clusters asked at the same time, for each question: a session may have 32 event collectors, and others use the
/// server too.
const AT_ONCE: usize = 4;

/// Asks everything about the clusters, and what no object belongs to, all at the same time: `inventory` has the
/// clusters and the vCenter, and need not have more.
pub(super) async fn ask_about_clusters(
    collector: &Collector<'_>,
    plan: &Plan,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let Inventory { vcenter, clusters, not_asked, .. } = inventory;
    let (options, events, runtime, logins) = tokio::try_join!(
        if_wanted(plan.calls.contains(&(ClusterComputeResource::TYPE, CONFIG_OPTIONS)), async {
            of_each(clusters, part, |cluster| config_options(collector, cluster)).await
        }),
        if_wanted(plan.events, collector.events(part, clusters, vcenter)),
        if_wanted(plan.das_runtime, async {
            of_each(clusters, part, |cluster| das_runtime(collector, cluster)).await
        }),
        if_wanted(plan.logins, collector.logins(vcenter)),
    )?;
    // From here on each cluster has an answer of its own.
    let mut answered = |path| {
        if let Some(paths) = not_asked.get_mut(ClusterComputeResource::TYPE) {
            paths.remove(path);
        }
    };
    for (cluster, answer) in clusters.iter_mut().zip(options.into_iter().flatten()) {
        cluster.config_options = answer;
    }
    if let Some((settings, events)) = events {
        vcenter.event_settings = settings;
        answered(EVENTS);
        clusters.iter_mut().zip(events).for_each(|(cluster, answer)| cluster.events = answer);
    }
    if let Some(runtime) = runtime {
        answered(DAS_RUNTIME);
        clusters.iter_mut().zip(runtime).for_each(|(cluster, answer)| cluster.das_runtime = answer);
    }
    if let Some(logins) = logins {
        vcenter.client_logins = logins;
    }
    Ok(())
}

/// The answer to a question that is asked only if it is wanted.
pub(super) async fn if_wanted<T>(
    wanted: bool,
    answer: impl Future<Output = Result<T, Error>>,
) -> Result<Option<T>, Error> {
    if wanted { answer.await.map(Some) } else { Ok(None) }
}

/// The answers to a question about each cluster, in their order; those out of scope are not asked.
pub(super) async fn of_each<'c, T, A>(
    clusters: &'c [ClusterComputeResource],
    part: &Part,
    ask: impl Fn(&'c ClusterComputeResource) -> A,
) -> Result<Vec<Prop<T>>, Error>
where
    A: Future<Output = Result<Prop<T>, Error>>,
{
    let mut answers = Vec::with_capacity(clusters.len());
    for clusters in clusters.chunks(AT_ONCE) {
        let asked = clusters.iter().map(|cluster| async {
            if part.covers(&cluster.id) { ask(cluster).await } else { Ok(out_of_scope()) }
        });
        answers.extend(try_join_all(asked).await?);
    }
    Ok(answers)
}

/// HA at work, asked where it may be on.
async fn das_runtime(
    collector: &Collector<'_>,
    cluster: &ClusterComputeResource,
) -> Result<Prop<DasRuntime>, Error> {
    if !may_be_on(cluster) {
        return Ok(Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, Unanswered::HaOff)));
    }
    let cluster = MoRef { kind: ClusterComputeResource::TYPE.into(), id: cluster.id.clone() };
    collector.das_runtime(&cluster).await
}

/// Asks the environment browser of a cluster which hardware versions its hosts support.
async fn config_options(
    collector: &Collector<'_>,
    cluster: &ClusterComputeResource,
) -> Result<Prop<Vec<ConfigOption>>, Error> {
    let browser = match &cluster.environment_browser {
        Prop::Known(browser) => browser.clone(),
        Prop::Unset => {
            return Ok(Prop::Unreadable(Unreadable::new(ReasonKind::Untold, Unanswered::NoBrowser)));
        }
        Prop::Unreadable(why) => return Ok(Prop::Unreadable(why.clone())),
    };
    let this = MoRef { kind: "EnvironmentBrowser".into(), id: browser };
    collector
        .ask(Method::QueryConfigOptionDescriptor, &this, "", |text| answers::list(text).map(Prop::Known))
        .await
}

/// What a cluster out of scope is not asked.
pub(super) fn out_of_scope<T>() -> Prop<T> {
    Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, Unanswered::OutOfScope))
}

fn may_be_on(cluster: &ClusterComputeResource) -> bool {
    cluster.configuration_ex.known().is_none_or(|config| config.das.enabled == Some(true))
}

/// How the alarms are called that are triggered on clusters and hosts.
pub(super) async fn alarm_names(
    collector: &Collector<'_>,
    inventory: &Inventory,
) -> Result<Prop<BTreeMap<Id, String>>, Error> {
    let clusters = inventory.clusters.iter().map(|cluster| &cluster.triggered_alarm_state);
    let hosts = inventory.hosts.iter().map(|host| &host.triggered_alarm_state);
    let triggered = clusters.chain(hosts).filter_map(Prop::known).flatten();
    let ids: BTreeSet<&Id> = triggered.filter(|state| is_raised(state)).map(|state| &state.alarm).collect();
    let alarms = ids.into_iter().map(|id| MoRef { kind: "Alarm".into(), id: id.clone() }).collect();
    collector.alarm_names(alarms).await
}

fn is_raised(state: &AlarmState) -> bool {
    matches!(state.overall_status.as_str(), "red" | "yellow")
}
