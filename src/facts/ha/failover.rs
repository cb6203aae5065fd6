//! What is left of a cluster when a host fails: as vCenter counts it, and as the figures of hosts
//! and VMs add up.

use crate::facts::ground::capacity::{
    MIB, built_in, cpu_mhz, memory_mb, needed_mb, reserved_cpu_mhz, reserved_memory, used,
};
use crate::facts::ground::guest::Guest;
use crate::facts::ground::index::Named;
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::ground::words::Power;
use crate::facts::ha::records::{FailoverFacts, FailoverLevel, SpareHost, WorstLoss};
use crate::facts::ha::settings::{config, holds_capacity, host_name};
use crate::inventory::{
    AdmissionControlInfo, ClusterComputeResource, ClusterSummary, DasConfig, HostHardwareSummary,
    VirtualMachine,
};
use crate::schema::{Fact, List, Unknown};
use crate::terms::ReasonKind;

const SUMMARY: &str = "summary";

/// The facts of a cluster's spare capacity.
pub fn facts(scope: &Scope<'_, '_>, guests: &[Guest<'_>]) -> FailoverFacts {
    let (levels, spares) = match kept(scope) {
        Ok(Some((levels, spares))) => (levels, spares),
        Ok(None) => (List::default(), List::default()),
        Err(why) => (open(&why), open(&why)),
    };
    FailoverFacts { levels, spares, worst: worst(scope, guests) }
}

fn open<T>(why: &Unknown) -> List<T> {
    List { items: Vec::new(), missing: Some(why.clone()) }
}

type Kept = (List<FailoverLevel>, List<SpareHost>);

/// What admission control keeps; `None` while it is not in force.
fn kept(scope: &Scope<'_, '_>) -> Fact<Option<Kept>> {
    let (ix, cluster) = (scope.ix, scope.members.cluster);
    if !holds_capacity(ix, cluster)? {
        return Ok(None);
    }
    let das = &config(ix, cluster)?.das;
    let figures = ix.need(cluster, ClusterComputeResource::summary).and_then(|summary| {
        let untold = || cluster.unknown(ReasonKind::Failed, SUMMARY, "admission control has no figures");
        summary.admission_control_info.as_ref().ok_or_else(untold)
    });
    let policy = das.admission_control_policy.as_ref();
    let level = FailoverLevel {
        resource: "hosts".into(),
        configured: demanded(scope, policy.and_then(|policy| policy.failover_level).or(das.failover_level)),
        current: now(scope, &figures, |info| info.current_failover_level),
    };
    let complete = |levels| Ok(Some((List::complete(levels), List::default())));
    match policy.map(|policy| policy.kind.as_str()) {
        None | Some("ClusterFailoverLevelAdmissionControlPolicy") => complete(vec![level]),
        Some("ClusterFailoverResourcesAdmissionControlPolicy") => complete(shares(scope, das, &figures)),
        Some("ClusterFailoverHostAdmissionControlPolicy") => {
            let spares = figures.map_or_else(|why| open(&why), |info| spares(scope, info));
            Ok(Some((List::default(), spares)))
        }
        Some(other) => Err(cluster.not_understood(ClusterComputeResource::configuration_ex.path, other)),
    }
}

/// The figures of a policy that keeps shares of the resources.
fn shares(
    scope: &Scope<'_, '_>,
    das: &DasConfig,
    figures: &Fact<&AdmissionControlInfo>,
) -> Vec<FailoverLevel> {
    let policy = das.admission_control_policy.as_ref();
    vec![
        FailoverLevel {
            resource: "CPU %".into(),
            configured: demanded(scope, policy.and_then(|policy| policy.cpu_failover_resources_percent)),
            current: now(scope, figures, |info| info.current_cpu_failover_resources_percent),
        },
        FailoverLevel {
            resource: "memory %".into(),
            configured: demanded(scope, policy.and_then(|policy| policy.memory_failover_resources_percent)),
            current: now(scope, figures, |info| info.current_memory_failover_resources_percent),
        },
    ]
}

fn demanded(scope: &Scope<'_, '_>, figure: Option<i64>) -> Fact<i64> {
    let what = "the admission policy has no figure";
    figure.ok_or_else(|| {
        scope.members.cluster.unknown(ReasonKind::Failed, ClusterComputeResource::configuration_ex.path, what)
    })
}

fn now(
    scope: &Scope<'_, '_>,
    figures: &Fact<&AdmissionControlInfo>,
    figure: fn(&AdmissionControlInfo) -> Option<i64>,
) -> Fact<i64> {
    let what = "admission control has no such figure";
    figure(figures.clone()?).ok_or_else(|| scope.members.cluster.unknown(ReasonKind::Failed, SUMMARY, what))
}

fn spares(scope: &Scope<'_, '_>, info: &AdmissionControlInfo) -> List<SpareHost> {
    let spare =
        |(host, colour): &(Name, Name)| SpareHost { host: host_name(scope.ix, host), colour: colour.clone() };
    List::complete(info.host_status.iter().map(spare).collect())
}

fn worst(scope: &Scope<'_, '_>, guests: &[Guest<'_>]) -> WorstLoss {
    let (cpu_host, cpu_left) =
        left(scope, cpu_mhz, |summary, _| summary.effective_cpu.filter(|effective| *effective > 0));
    let (memory_host, memory_left) = left(scope, memory_mb, effective_memory_mb);
    let ix = scope.ix;
    let needs = |need: &dyn Fn(&VirtualMachine) -> Fact<i64>| sum(scope, guests, need);
    WorstLoss {
        cpu_host,
        cpu_left_mhz: cpu_left,
        cpu_reserved_mhz: needs(&|vm| reserved_cpu_mhz(ix, vm)),
        cpu_used_mhz: needs(&|vm| used(ix, vm, |stats| stats.overall_cpu_usage)),
        memory_host,
        memory_left_mb: memory_left,
        memory_reserved_mb: needs(&|vm| reserved_memory(ix, vm)).map(needed_mb),
        memory_used_mb: needs(&|vm| used(ix, vm, |stats| stats.host_memory_usage)),
    }
}

/// Effective memory of a cluster, MB. It cannot exceed what is built in: some servers send bytes.
fn effective_memory_mb(summary: &ClusterSummary, built_in: i64) -> Option<i64> {
    let effective = summary.effective_memory.filter(|effective| *effective > 0)?;
    [effective, effective / MIB].into_iter().find(|mb| *mb > 0 && *mb <= built_in)
}

/// The active member with the most of a resource, and what the others have of it: their share of
/// the cluster's effective capacity.
fn left(
    scope: &Scope<'_, '_>,
    figure: fn(&HostHardwareSummary) -> i64,
    effective: fn(&ClusterSummary, i64) -> Option<i64>,
) -> (Fact<Name>, Fact<i64>) {
    let found = (|| {
        let mut most: Option<(&Name, i64)> = None;
        let mut total = 0_i64;
        for member in scope.slotted() {
            member.active.clone()?;
            let has = built_in(scope.ix, member.host, figure)?;
            total = total.saturating_add(has);
            if most.is_none_or(|(_, other)| has > other) {
                most = Some((&member.name, has));
            }
        }
        if let Some(why) = &scope.members.hosts_missing {
            return Err(why.clone());
        }
        Ok((most, total))
    })();
    let (most, total) = match found {
        Ok(found) => found,
        Err(why) => return (Err(why.clone()), Err(why)),
    };
    let Some((name, has)) = most else { return (Ok(Name::default()), Ok(0)) };
    let cluster = scope.members.cluster;
    let left = scope.ix.read(cluster, ClusterComputeResource::summary).map(|summary| {
        let capacity = summary.and_then(|summary| effective(summary, total)).unwrap_or(total);
        let rest = i128::from(capacity) * i128::from(total - has) / i128::from(total);
        i64::try_from(rest).unwrap_or(i64::MAX)
    });
    (Ok(name.clone()), left)
}

/// Sum over the running VMs.
fn sum(
    scope: &Scope<'_, '_>,
    guests: &[Guest<'_>],
    need: &dyn Fn(&VirtualMachine) -> Fact<i64>,
) -> Fact<i64> {
    let mut sum = 0_i64;
    for guest in guests {
        if guest.power.clone()? == Power::On {
            sum = sum.saturating_add(need(guest.vm)?);
        }
    }
    scope.members.vms_missing.clone().map_or(Ok(sum), Err)
}
