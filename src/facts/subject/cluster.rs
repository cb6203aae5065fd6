//! One cluster with its hosts and VMs.

use std::collections::BTreeMap;

use crate::facts::compute::{cpuid, evc, state};
use crate::facts::ground::count::{count, small};
use crate::facts::ground::guest::{fresh, guest};
use crate::facts::ground::heartbeat::heartbeat;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::membership::Members;
use crate::facts::ground::names::{ClusterRef, HostRef, Name, VmRef};
use crate::facts::ground::product;
use crate::facts::ground::scope::{Member, Scope};
use crate::facts::ha::{failover, settings as ha};
use crate::facts::net::conflicts::{Book, shared_addresses, shared_management};
use crate::facts::net::vmotion::Vmotion;
use crate::facts::net::{health, heartbeat as heartbeats, hints, mtu, networks};
use crate::facts::storage::stores as storage;
use crate::facts::subject::map::{ClusterMap, Known, Used, draw};
use crate::facts::subject::model::estate::PoolFacts;
use crate::facts::subject::model::{ClusterFacts, HostFacts, VmFacts};
use crate::facts::subject::vm::{Joins, Seat, facts as vm_facts};
use crate::facts::subject::{history, host, issues, losses, sizes};
use crate::inventory::{ClusterComputeResource, HostSystem, Lacking, Object as _, ResourcePool};
use crate::schema::{Fact, FactEnum as _, Grouping, List, Unknown};
use crate::terms::{Detail, ReasonKind};

/// Where the records of a cluster begin in the tables.
#[derive(Clone, Copy)]
pub struct Place {
    pub cluster: ClusterRef,
    pub first_host: u32,
    pub first_vm: u32,
}

/// What is derived of one cluster.
pub struct Built {
    pub facts: ClusterFacts,
    pub hosts: Vec<HostFacts>,
    pub vms: Vec<VmFacts>,
    /// Where it was asked for.
    pub map: Option<ClusterMap>,
}

/// Builds the records of one cluster, and its map where that is asked for.
pub fn build<'a>(
    ix: &Index<'a>,
    book: &Book<'a>,
    members: &Members<'a>,
    place: Place,
    mapped: bool,
) -> Built {
    let scope = Scope::new(ix, members);
    let heartbeat = heartbeat(&scope);
    let vmotion = Vmotion::new(&scope);
    let ways = vmotion.ways(&scope);
    let mut hosts: Vec<HostFacts> = scope
        .hosts
        .iter()
        .zip(ways)
        .map(|(member, ways)| {
            let placement = host::Placement { placed: Some(true), cluster: Some(members.cluster), ways };
            host::facts(ix, member.host, &heartbeat, placement)
        })
        .collect();

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

    let spare = failover::facts(&scope, &guests, &seats);
    let (vm_count, fullest_host_vms) = sizes::running(&scope, &guests, &seats);
    let evc = evc::evc(&scope);
    let generations_differ = evc::generations_differ(&scope);
    let mut joins = Joins::new(&scope, evc.clone());
    let vms = guests.iter().zip(&freshness).zip(&seats).map(|((guest, fresh), member)| {
        let host = member.clone().map(|member| HostRef(place.first_host.saturating_add(small(member))));
        vm_facts(
            &scope,
            &mut joins,
            guest,
            fresh,
            Seat { host, cluster: Ok(place.cluster), member: member.clone() },
        )
    });
    let vms: Vec<VmFacts> = vms.collect();

    let drs = drs(&scope);
    let losses = losses::losses(&scope, &guests, &vms, &seats, &drs);
    for (host, member) in hosts.iter_mut().zip(&scope.hosts) {
        host.loss = losses.of(member);
    }
    let map = mapped.then(|| {
        let known = Known {
            guests: &guests,
            vms: &vms,
            seats: &seats,
            hosts: &hosts,
            vmotion: &vmotion,
            moves: &joins.moves,
            used: Used {
                memory_mb: spare.worst.memory_used_mb.clone(),
                cpu_mhz: spare.worst.cpu_used_mhz.clone(),
            },
        };
        draw(&scope, &known)
    });
    let addresses = shared_addresses(&scope, book);
    let networks = networks::networks(&scope, &guests);
    let datastores = storage::datastores(&scope, &mut joins.reach, &mut joins.twins);
    let shared = storage::shared(&datastores);
    let facts = ClusterFacts {
        name: members.cluster.display_name(),
        id: members.cluster.id.clone(),
        shared_store: shared.clone().map(|(name, _)| name),
        shared_store_id: shared.map(|(_, id)| id),
        host_count: members.host_count.clone(),
        hosts: references(place.first_host, hosts.len(), members.hosts_missing.as_ref(), HostRef),
        vms: references(place.first_vm, vms.len(), members.vms_missing.as_ref(), VmRef),
        active_hosts: active_hosts(&scope),
        service: by_service(&scope),
        cpu_vendors: scope.group_all(|member| cpuid::vendor(ix, member.host).map(Into::into)),
        cpu_models: scope.group_all(|member| cpuid::model_name(ix, member.host)),
        cpu_generations: evc::generations(&scope),
        evc_bridges: evc::evc_bridges(&evc, &generations_differ),
        cpu_generations_differ: generations_differ,
        evc_everywhere: evc::evc_everywhere(&scope, &evc),
        evc_on: evc::evc_on(&scope, &evc),
        evc_possible: evc::evc_possible(&scope),
        evc,
        ha: ha::settings(&scope, &heartbeat),
        networks: networks.used,
        unused_networks: networks.unused,
        datastores,
        management_subnets: heartbeats::by_set(&scope, &heartbeat),
        management_versions: heartbeats::versions(&scope),
        vmotion_same_ip: addresses.by_vmotion,
        management_same_ip: shared_management(&scope),
        vmotion_taken_ip: addresses.by_others,
        switches: hints::switches(&scope),
        checker_ran: state::checker_ran(&scope),
        history: history::history(&scope),
        releases: releases(&scope),
        same_names: same_names(&scope),
        common_management_subnets: heartbeats::common(&scope, &heartbeat),
        vm_count,
        fullest_host_vms,
        failover: spare,
        losses: losses.into_list(),
        drs,
        pools: pools(&scope),
        issues: issues::issues(&scope),
        vmotion_names: vmotion.names(&scope),
        vmotion_counts: vmotion.counts(&scope),
        vmotion_stacks: vmotion.stacks(&scope),
        vmotion_subnets: vmotion.subnets(&scope),
        vmotion_gateways: vmotion.gateways(&scope),
        vmotion_mtu: vmotion.mtu(&scope),
        vmotion_mtu_by_subnet: vmotion.mtu_by_subnet(&scope),
        vmotion_untrunked: health::untrunked(&scope, &vmotion),
        vmotion_mtu_fits: mtu::fits(&scope, &vmotion),
        vmotion_vlans: vmotion.vlans(&scope),
    };
    Built { facts, hosts, vms, map }
}

fn references<R>(first: u32, count: usize, missing: Option<&Unknown>, make: fn(u32) -> R) -> List<R> {
    let items = (first..first.saturating_add(small(count))).map(make).collect();
    List { items, missing: missing.cloned() }
}

/// Host of a VM among the members.
fn seat(scope: &Scope<'_, '_>, host: &Fact<usize>) -> Fact<usize> {
    let host = host.clone()?;
    scope
        .member(host)
        .ok_or_else(|| scope.ix.inventory.hosts[host].unknown(ReasonKind::Untold, "parent", Detail::Moved))
}

/// Active members. Where some are invisible, or their state cannot be read, the cluster's own figure
/// counts them too, provided that it fits what is known of the others.
fn active_hosts(scope: &Scope<'_, '_>) -> Fact<i64> {
    let certain = count(scope.hosts.iter().filter(|member| member.active == Ok(true)).count());
    let unread = scope.hosts.iter().filter_map(|member| member.active.as_ref().err());
    let Some(why) = Unknown::all(unread.clone().chain(&scope.members.hosts_missing)) else {
        return Ok(certain);
    };
    let cluster = scope.members.cluster;
    let summary = scope.ix.read(cluster, ClusterComputeResource::summary).map_err(|other| other.and(&why))?;
    let total =
        scope.members.host_count.clone().ok().or_else(|| summary.and_then(|summary| summary.num_hosts));
    let received = count(scope.hosts.len());
    let invisible = match &scope.members.hosts_missing {
        Some(_) => total.map(|total| total.saturating_sub(received)),
        None => Some(0),
    };
    let open = invisible.map(|invisible| invisible.saturating_add(count(unread.count())));
    match (summary.and_then(|summary| summary.num_effective_hosts), open) {
        (Some(figure), Some(open)) if (certain..=certain.saturating_add(open)).contains(&figure) => {
            Ok(figure)
        }
        _ => Err(why),
    }
}

/// Whether DRS is on and moves VMs that run by itself; with less automation a person has to agree to each
/// move. Files of format 1 do not tell.
fn drs(scope: &Scope<'_, '_>) -> Fact<bool> {
    const CONFIG: &str = ClusterComputeResource::configuration_ex.path;
    let cluster = scope.members.cluster;
    let config = ha::config_with(scope.ix, cluster, Lacking::DRS)?;
    if config.drs_enabled != Some(true) {
        return Ok(false);
    }
    let how = config
        .drs_config
        .as_ref()
        .ok_or_else(|| cluster.unknown(ReasonKind::NotCollected, CONFIG, Detail::DrsAutomation))?;
    match how.default_vm_behavior.as_deref() {
        None | Some("fullyAutomated") => Ok(true),
        Some("partiallyAutomated" | "manual") => Ok(false),
        Some(other) => Err(cluster.not_understood(CONFIG, other)),
    }
}

/// Members by whether they are in service.
fn by_service(scope: &Scope<'_, '_>) -> Grouping {
    let of = |member: &Member<'_>| {
        let service = crate::facts::ground::standing::service(scope.ix, member.host);
        (member.name.clone(), service.map(|service| service.word().into()))
    };
    Grouping::of(scope.hosts.iter().map(of)).with_missing(scope.members.hosts_missing.as_ref())
}

/// Members by release. What a host is does not change while it is not connected.
fn releases(scope: &Scope<'_, '_>) -> Grouping {
    let release = |member: &Member<'_>| (member.name.clone(), product::release(scope.ix, member.host));
    Grouping::of(scope.hosts.iter().map(release)).with_missing(scope.members.hosts_missing.as_ref())
}

/// Short names that two members share. An address has none.
fn same_names(scope: &Scope<'_, '_>) -> List<Name> {
    let mut missing: Vec<Unknown> = scope.members.hosts_missing.iter().cloned().collect();
    let mut count = BTreeMap::<Name, usize>::new();
    for member in &scope.hosts {
        match scope.ix.need(member.host, HostSystem::name) {
            Ok(name) if name.parse::<std::net::IpAddr>().is_err() => {
                let short = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
                *count.entry(short.into()).or_default() += 1;
            }
            Ok(_) => {}
            Err(why) => missing.push(why),
        }
    }
    let shared = count.into_iter().filter(|(_, count)| *count > 1).map(|(name, _)| name);
    List { items: shared.collect(), missing: Unknown::all(&missing) }
}

/// Resource pools of the cluster.
fn pools(scope: &Scope<'_, '_>) -> List<PoolFacts> {
    let (ix, cluster) = (scope.ix, scope.members.cluster);
    let mut pools = List::default();
    for pool in &ix.inventory.resource_pools {
        match ix.need(pool, ResourcePool::owner) {
            Ok(owner) if owner.id == cluster.id => {
                pools.items.push(PoolFacts { id: pool.id.clone(), name: pool.display_name() });
            }
            Ok(_) => {}
            Err(why) => pools.lacks(&why),
        }
    }
    match ix.read(cluster, ClusterComputeResource::resource_pool) {
        Ok(Some(root)) if !ix.pools.contains_key(root.as_str()) => {
            let detail = Detail::PoolNotReceived { id: root.clone() };
            pools.lacks(&ix.unseen(ResourcePool::TYPE, cluster.subject(), "resourcePool", detail));
        }
        Ok(_) => {}
        Err(why) => pools.lacks(&why),
    }
    if let Some(why) = ix.unlisted(ResourcePool::TYPE) {
        pools.lacks(&why);
    }
    pools
}
