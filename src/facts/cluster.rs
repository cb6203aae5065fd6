//! One cluster with its hosts and VMs.

use std::collections::BTreeMap;

use super::host::{Heartbeat, management_set, vmotion_addresses};
use super::index::Named;
use super::membership::Members;
use super::scope::Scope;
use super::vm::{Joins, Seat, facts as vm_facts, fresh, guest};
use super::{
    ClusterFacts, ClusterRef, HaFacts, HostFacts, HostRef, Name, SharedAddress, VmFacts, VmRef, cpu, cpuid,
    host, networks, state, storage,
};
use crate::inventory::{HostSystem, Object};
use crate::schema::{Fact, List, Unknown};
use crate::terms::ReasonKind;

/// Where the records of a cluster begin in the tables.
#[derive(Clone, Copy)]
pub(super) struct Place {
    pub cluster: ClusterRef,
    pub first_host: u32,
    pub first_vm: u32,
}

/// Builds the records of one cluster.
pub(super) fn build<'a>(
    ix: &super::index::Index<'a>,
    members: &Members<'a>,
    place: Place,
) -> (ClusterFacts, Vec<HostFacts>, Vec<VmFacts>) {
    let scope = Scope::new(ix, members);
    let heartbeat = heartbeat(&scope);
    let hosts: Vec<HostFacts> =
        scope.hosts.iter().map(|member| host::facts(ix, member.host, &heartbeat, Some(true))).collect();

    let seats: Vec<Fact<usize>> = members.vms.iter().map(|(_, host)| seat(&scope, host)).collect();
    let freshness: Vec<Fact<()>> = members
        .vms
        .iter()
        .zip(&seats)
        .map(|((vm, _), seat)| {
            let host = seat.as_ref().ok().map(|member| scope.hosts[*member].host);
            fresh(ix, &ix.inventory.vms[*vm], host)
        })
        .collect();
    let guests: Vec<_> = members
        .vms
        .iter()
        .zip(&freshness)
        .map(|((vm, _), fresh)| guest(ix, &ix.inventory.vms[*vm], fresh))
        .collect();

    let evc = cpu::evc(&scope);
    let mut joins = Joins::new(&scope, evc.clone());
    let vms = guests.iter().zip(&freshness).zip(seats).map(|((guest, fresh), member)| {
        let host = member.clone().map(|member| HostRef(place.first_host.saturating_add(small(member))));
        vm_facts(&scope, &mut joins, guest, fresh, Seat { host, cluster: Ok(place.cluster), member })
    });
    let vms: Vec<VmFacts> = vms.collect();

    let facts = ClusterFacts {
        name: members.cluster.display_name(),
        host_count: members.host_count.clone(),
        hosts: references(place.first_host, hosts.len(), members.hosts_missing.as_ref(), HostRef),
        vms: references(place.first_vm, vms.len(), members.vms_missing.as_ref(), VmRef),
        active_hosts: active_hosts(&scope),
        cpu_vendors: scope.group_all(|member| cpuid::vendor(ix, member.host).map(Into::into)),
        cpu_models: scope.group_all(|member| {
            let vendor = cpuid::vendor(ix, member.host)?;
            let (family, model) = cpuid::family_and_model(ix, member.host)?;
            Ok(compact_str::format_compact!("{vendor} family {family} model {model}"))
        }),
        evc_everywhere: cpu::evc_everywhere(&scope, &evc),
        evc_possible: cpu::evc_possible(&scope),
        evc,
        ha: ha(&scope),
        networks: networks::networks(&scope, &guests),
        datastores: storage::datastores(&scope, &mut joins.reach),
        management_subnets: scope
            .group_active(|member| management_set(ix, member.host, heartbeat.clone()?).map(Some)),
        vmotion_same_ip: vmotion_same_ip(&scope),
        checker_ran: state::checker_ran(&scope),
    };
    (facts, hosts, vms)
}

/// A count that fits the tables.
pub(super) fn small(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

fn references<R>(first: u32, count: usize, missing: Option<&Unknown>, make: fn(u32) -> R) -> List<R> {
    let items = (first..first.saturating_add(small(count))).map(make).collect();
    List { items, missing: missing.cloned() }
}

/// Host of a VM among the members.
fn seat(scope: &Scope<'_, '_>, host: &Fact<usize>) -> Fact<usize> {
    let host = host.clone()?;
    scope.member(host).ok_or_else(|| {
        scope.ix.inventory.hosts[host].unknown(ReasonKind::Failed, "parent", "moved while it was being read")
    })
}

/// Where HA sends its heartbeats: over vSAN's interfaces where vSAN is on.
fn heartbeat(scope: &Scope<'_, '_>) -> Fact<Heartbeat> {
    let cluster = scope.members.cluster;
    let config = scope.ix.read(cluster, &cluster.configuration_ex, "configurationEx")?;
    let vsan = config.is_some_and(|config| config.vsan_enabled == Some(true));
    Ok(if vsan { Heartbeat::Vsan } else { Heartbeat::Management })
}

fn ha(scope: &Scope<'_, '_>) -> HaFacts {
    let cluster = scope.members.cluster;
    let config = scope.ix.need(cluster, &cluster.configuration_ex, "configurationEx");
    HaFacts { enabled: config.map(|config| config.das.enabled.unwrap_or_default()) }
}

/// Active members. Where some are invisible, the cluster's own figure counts them too, provided
/// that it fits what can be seen.
fn active_hosts(scope: &Scope<'_, '_>) -> Fact<i64> {
    if let Some(why) = Unknown::all(scope.hosts.iter().filter_map(|member| member.active.as_ref().err())) {
        return Err(why);
    }
    let seen = i64::from(small(scope.slots.len()));
    let Some(missing) = &scope.members.hosts_missing else { return Ok(seen) };
    if scope.ix.unlisted(HostSystem::TYPE).is_some() {
        // What a host would have said may be at odds with the figure.
        return Err(missing.clone());
    }
    let cluster = scope.members.cluster;
    let summary = scope.ix.read(cluster, &cluster.summary, "summary").map_err(|why| why.and(missing))?;
    let total =
        scope.members.host_count.clone().ok().or_else(|| summary.and_then(|summary| summary.num_hosts));
    let received = i64::from(small(scope.hosts.len()));
    let invisible = total.map(|total| total.saturating_sub(received));
    match (summary.and_then(|summary| summary.num_effective_hosts), invisible) {
        (Some(figure), Some(invisible)) if (seen..=seen.saturating_add(invisible)).contains(&figure) => {
            Ok(figure)
        }
        _ => Err(missing.clone()),
    }
}

/// vMotion addresses that two members share.
fn vmotion_same_ip(scope: &Scope<'_, '_>) -> List<SharedAddress> {
    let mut by_address = BTreeMap::<Name, Vec<Name>>::new();
    let mut missing: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
    for member in &scope.hosts {
        match vmotion_addresses(scope.ix, member.host) {
            Ok((addresses, open)) => {
                missing.extend(open);
                for address in addresses {
                    let hosts = by_address.entry(address).or_default();
                    if hosts.last() != Some(&member.name) {
                        hosts.push(member.name.clone());
                    }
                }
            }
            Err(why) => missing.push(why),
        }
    }
    let missing = Unknown::all(&missing);
    let shared = by_address.into_iter().filter(|(_, hosts)| hosts.len() > 1);
    let items = shared.map(|(address, hosts)| SharedAddress {
        address,
        hosts: List { items: hosts, missing: missing.clone() },
    });
    List { items: items.collect(), missing: missing.clone() }
}
