//! What each host has for VMs, between bounds.

use crate::facts::ground::capacity::{MIB, built_in, cpu_mhz, memory_mb};
use crate::facts::ground::scope::Scope;
use crate::facts::ha::failover::{effective_cpu_mhz, effective_memory_mb};
use crate::facts::place::placing::{Amount, Between};
use crate::inventory::{ClusterComputeResource, ClusterSummary, HostHardwareSummary};
use crate::schema::Fact;

/// Least and most of one resource.
type Bounds = (i64, i64);

/// What each host that splits are over has for VMs.
///
/// No property tells it. What the hypervisors take for themselves, vCenter tells as a sum for the cluster:
/// built in, less effective. Of that each takes its share by what it has built in, give or take a half; a
/// quarter where all are built alike. Where the sum is not told for exactly these hosts, a host has anything
/// up to what is built in.
pub fn capacities(scope: &Scope<'_, '_>) -> Vec<Fact<Between>> {
    let cpu = bounds(scope, cpu_mhz, effective_cpu_mhz);
    let memory = bounds(scope, memory_mb, effective_memory_mb);
    let figure = |figure: i64| u64::try_from(figure).unwrap_or_default();
    let both = |(cpu, memory): (Fact<Bounds>, Fact<Bounds>)| {
        let (cpu, memory) = (cpu?, memory?);
        // A figure in whole megabytes may have lost one.
        let most = memory.1.saturating_add(1).saturating_mul(MIB);
        Ok(Between {
            least: Amount { cpu_mhz: figure(cpu.0), memory: figure(memory.0.saturating_mul(MIB)) },
            most: Amount { cpu_mhz: figure(cpu.1), memory: figure(most) },
        })
    };
    cpu.into_iter().zip(memory).map(both).collect()
}

fn bounds(
    scope: &Scope<'_, '_>,
    figure: fn(&HostHardwareSummary) -> i64,
    effective: fn(&ClusterSummary, i64) -> Option<i64>,
) -> Vec<Fact<Bounds>> {
    let all: Vec<Fact<i64>> = scope.slotted().map(|member| built_in(scope.ix, member.host, figure)).collect();
    let certain = scope.members.hosts_missing.is_none() && scope.slotted().all(|host| host.active.is_ok());
    let known = all.iter().all(Result::is_ok);
    let alike = all.iter().all(|has| Some(has) == all.first());
    let total = all.iter().flatten().fold(0_i64, |sum, has| sum.saturating_add(*has));
    let summary = scope.ix.read(scope.members.cluster, ClusterComputeResource::summary);
    let told = summary.ok().flatten().and_then(|summary| effective(summary, total));
    let told = told.filter(|told| certain && known && *told <= total);
    let of = |has: i64| match told {
        None => (0, has),
        Some(told) => {
            let own = i128::from(total - told) * i128::from(has) / i128::from(total.max(1));
            let own = i64::try_from(own).unwrap_or(i64::MAX);
            let error = if alike { own / 4 } else { own / 2 };
            (has.saturating_sub(own.saturating_add(error)).max(0), has.saturating_sub(own - error))
        }
    };
    all.iter().map(|has| has.clone().map(of)).collect()
}
