//! Builds the tables: membership first, then each cluster with its hosts and VMs, then what is in none.

use std::collections::HashSet;

use rayon::prelude::*;

use crate::facts::ground::count::small;
use crate::facts::ground::guest::{fresh, guest};
use crate::facts::ground::heartbeat::Heartbeat;
use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::membership::{Members, Membership, membership};
use crate::facts::ground::names::{ClusterRef, HostRef, Name, VmRef};
use crate::facts::ground::scope::Scope;
use crate::facts::net::conflicts::Book;
use crate::facts::net::records::WaysFacts;
use crate::facts::place::records::LossFacts;
use crate::facts::subject::chosen::Chosen;
use crate::facts::subject::identity::{identity_of, vm_identity};
use crate::facts::subject::map::ClusterMap;
use crate::facts::subject::model::{HostFacts, VmFacts};
use crate::facts::subject::people::{AppVm, Given};
use crate::facts::subject::tables::{Facts, Identities};
use crate::facts::subject::{cluster, host, people, vcenter, vm};
use crate::inventory::{ClusterComputeResource, Inventory, MoRef, Object, Prop, VirtualMachine};
use crate::schema::Entity;
use crate::terms::{Detail, ObjectKind, ReasonKind};

/// How many clusters are derived for each processor before their records go into the tables: until then they take
/// room twice.
const AT_ONCE: usize = 2;

/// Derives the facts, with nothing stated. Pure: the same inventory gives the same facts, in the
/// same order.
pub fn build(inventory: &Inventory) -> Facts {
    build_chosen(inventory, Chosen::default(), &Given::default())
}

/// As [`build`], with what the operator stated.
pub fn build_given(inventory: &Inventory, given: &Given) -> Facts {
    build_chosen(inventory, Chosen::default(), given)
}

/// As [`build`], for the clusters in scope and with what the operator stated. Pure likewise.
pub fn build_chosen(inventory: &Inventory, chosen: Chosen, given: &Given) -> Facts {
    derive(inventory, chosen, given, None)
}

/// As [`build_chosen`], with the map of each cluster, in the order of the clusters.
pub fn build_mapped(inventory: &Inventory, chosen: Chosen, given: &Given) -> (Facts, Vec<ClusterMap>) {
    let mut maps = Vec::new();
    let facts = build_handing_maps(inventory, chosen, given, |some| maps.extend(some));
    (facts, maps)
}

/// As [`build_mapped`], for who needs no two maps at once: `take` gets those of a few clusters at a time, and the room
/// that they take is there again for the next.
pub fn build_handing_maps(
    inventory: &Inventory,
    chosen: Chosen,
    given: &Given,
    mut take: impl FnMut(Vec<ClusterMap>),
) -> Facts {
    derive(inventory, chosen, given, Some(&mut take))
}

/// The map of one cluster as if hosts of it, by id, were back in service: connected, awake, out of maintenance, their HA
/// agents at work, and the rest as it was read. Pure likewise.
pub fn map_with_back(
    inventory: &Inventory,
    chosen: &Chosen,
    given: &Given,
    (cluster, back): (&str, &[&str]),
) -> Option<ClusterMap> {
    let mut ix = Index::new(inventory);
    ix.app = given.app.as_deref();
    ix.without_vmotion = given.without_vmotion;
    ix.back = inventory.hosts.iter().map(|host| host.id.as_str()).filter(|id| back.contains(id)).collect();
    let mut members = membership(&ix);
    chosen.narrow(&ix, &mut members);
    let at = members.clusters.iter().position(|members| members.cluster.id == cluster)?;
    let place = *places(&members).get(at)?;
    cluster::build(&ix, &Book::new(&ix), &members.clusters[at], place, true).map
}

fn derive(
    inventory: &Inventory,
    chosen: Chosen,
    given: &Given,
    mut maps: Option<&mut dyn FnMut(Vec<ClusterMap>)>,
) -> Facts {
    let nowhere = ClusterComputeResource::default();
    let mut ix = Index::new(inventory);
    ix.app = given.app.as_deref();
    ix.without_vmotion = given.without_vmotion;
    let mut members = membership(&ix);
    chosen.narrow(&ix, &mut members);
    let places = places(&members);
    let book = Book::new(&ix);
    let mut identity = Identities {
        vcenter: vcenter::identity(&ix),
        clusters: Vec::new(),
        hosts: Vec::new(),
        vms: Vec::new(),
        cluster_of_host: Vec::new(),
        host_of_vm: Vec::new(),
        cluster_of_vm: Vec::new(),
    };
    let (mut clusters, mut hosts, mut vms) = (Vec::new(), Vec::new(), Vec::new());
    vms.reserve_exact(members.clusters.iter().map(|members| members.vms.len()).sum());
    let mapped = maps.is_some();
    let at_once = AT_ONCE * rayon::current_num_threads();
    for (batch, places) in members.clusters.chunks(at_once).zip(places.chunks(at_once)) {
        let built: Vec<_> = batch
            .par_iter()
            .zip(places)
            .map(|(members, place)| cluster::build(&ix, &book, members, *place, mapped))
            .collect();
        let mut drawn = Vec::new();
        for (built, (members, place)) in built.into_iter().zip(batch.iter().zip(places)) {
            clusters.push(built.facts);
            hosts.extend(built.hosts);
            vms.extend(built.vms);
            drawn.extend(built.map);
            identify(&ix, &mut identity, members, place.cluster);
        }
        if let Some(take) = &mut maps {
            take(drawn);
        }
    }
    add_other_hosts(&ix, &members, &mut hosts, &mut identity);
    add_unplaced_vms(&ix, &members, &nowhere, &mut vms, &mut identity);
    let first_lone = members.clusters.iter().map(|members| members.hosts.len()).sum();
    add_outside_app(&ix, &members, &nowhere, first_lone, &mut vms, &mut identity);
    identity.host_of_vm = vms.iter().map(|vm| vm.host.clone().ok()).collect();
    identity.cluster_of_vm = vms.iter().map(|vm| vm.cluster.clone().ok()).collect();
    let only_vms = only_vms(&chosen, &identity);
    let app = app(&ix, &vms);
    Facts {
        vcenter: vcenter::facts(&ix, &members, first_lone),
        clusters,
        hosts,
        vms,
        identity,
        given: people::given(&ix, given),
        probe: people::probe(&ix),
        app,
        chosen,
        only_vms,
    }
}

/// The places of the VMs that were named.
fn only_vms(chosen: &Chosen, identity: &Identities) -> Option<Vec<VmRef>> {
    let named: HashSet<&Name> = chosen.vms.iter().map(|vm| &vm.id).collect();
    let places = identity.vms.iter().enumerate().filter(|(_, vm)| named.contains(&vm.id));
    (!named.is_empty()).then(|| places.map(|(at, _)| VmRef(small(at))).collect())
}

/// Where the VM is that the operator named.
fn app(ix: &Index<'_>, vms: &[VmFacts]) -> AppVm {
    let Some(id) = ix.app else { return AppVm::NotNamed };
    match vms.iter().position(|vm| vm.is_app) {
        Some(at) => AppVm::At(at),
        None => {
            let subject = Entity { kind: ObjectKind::Vm, id: id.into(), name: id.into() };
            let detail = Detail::VmNotReceived;
            AppVm::Unseen(ix.unseen(VirtualMachine::TYPE, subject, "", detail))
        }
    }
}

/// Where the records of each cluster begin in the tables.
fn places(members: &Membership<'_>) -> Vec<cluster::Place> {
    let (mut first_host, mut first_vm) = (0_usize, 0_usize);
    let place = |(i, members): (usize, &Members<'_>)| {
        let place = cluster::Place {
            cluster: ClusterRef(small(i)),
            first_host: small(first_host),
            first_vm: small(first_vm),
        };
        first_host += members.hosts.len();
        first_vm += members.vms.len();
        place
    };
    members.clusters.iter().enumerate().map(place).collect()
}

/// Adds who a cluster, its hosts and its VMs are.
fn identify(ix: &Index<'_>, identity: &mut Identities, members: &Members<'_>, reference: ClusterRef) {
    let cluster = members.cluster;
    identity.clusters.push(identity_of(ix, cluster, &cluster.parent));
    let parent = Prop::Known(MoRef { kind: ClusterComputeResource::TYPE.into(), id: cluster.id.clone() });
    for &host in &members.hosts {
        identity.hosts.push(identity_of(ix, &ix.inventory.hosts[host], &parent));
        identity.cluster_of_host.push(Some(reference));
    }
    identity.vms.extend(members.vms.iter().map(|(vm, _)| vm_identity(ix, *vm)));
}

/// Hosts outside any cluster, and those of which that is not known.
fn add_other_hosts(
    ix: &Index<'_>,
    members: &Membership<'_>,
    hosts: &mut Vec<HostFacts>,
    identity: &mut Identities,
) {
    let lone = members.lone_hosts.iter().map(|&host| (host, Some(false), None));
    let unplaced = members.unplaced_hosts.iter().map(|(host, why)| (*host, None, Some(why)));
    for (host, placed, why) in lone.chain(unplaced) {
        let host = &ix.inventory.hosts[host];
        // Outside any cluster nobody is asked to receive its VMs.
        let ways = WaysFacts::to_nobody(why);
        let placement = host::Placement { placed, cluster: None, ways };
        let mut facts = host::facts(ix, host, &Ok(Heartbeat::default()), placement);
        if let Some(why) = why {
            facts.loss = LossFacts::unasked(facts.name.clone(), Err(why.clone()));
        }
        hosts.push(facts);
        identity.hosts.push(identity_of(ix, host, &host.parent));
        identity.cluster_of_host.push(None);
    }
}

/// VMs of which it is not known whether a cluster has them: what depends on hosts is unknown.
fn add_unplaced_vms<'a>(
    ix: &Index<'a>,
    members: &Membership<'a>,
    nowhere: &'a ClusterComputeResource,
    vms: &mut Vec<VmFacts>,
    identity: &mut Identities,
) {
    let Some(why) = &members.unplaced_why else { return };
    let unknown = Members {
        cluster: nowhere,
        hosts: Vec::new(),
        hosts_missing: Some(why.clone()),
        host_count: Err(why.clone()),
        vms: Vec::new(),
        vms_missing: None,
    };
    let scope = Scope::new(ix, &unknown);
    let mut joins = vm::Joins::new(&scope, Err(why.clone()));
    for (position, host, why) in &members.unplaced_vms {
        let record = &ix.inventory.vms[*position];
        let host = host.as_ref().ok().map(|host| &ix.inventory.hosts[*host]);
        let fresh = fresh(ix, record, host);
        let guest = guest(ix, record, &fresh);
        let seat = vm::Seat { host: Err(why.clone()), cluster: Err(why.clone()), member: Err(why.clone()) };
        vms.push(vm::facts(&scope, &mut joins, &guest, &fresh, seat));
        identity.vms.push(vm_identity(ix, *position));
    }
}

/// The VM that the operator named, when it is outside every cluster in scope: rules about it must
/// see it, all others must not.
fn add_outside_app<'a>(
    ix: &Index<'a>,
    members: &Membership<'a>,
    nowhere: &'a ClusterComputeResource,
    first_lone: usize,
    vms: &mut Vec<VmFacts>,
    identity: &mut Identities,
) {
    let Some(position) = people::outside(ix, members) else { return };
    let record = &ix.inventory.vms[position];
    let why = record.unknown(ReasonKind::Untold, VirtualMachine::host.path, Detail::VmInNoCluster);
    let nothing = Members {
        cluster: nowhere,
        hosts: Vec::new(),
        hosts_missing: Some(why.clone()),
        host_count: Err(why.clone()),
        vms: Vec::new(),
        vms_missing: None,
    };
    let scope = Scope::new(ix, &nothing);
    let mut joins = vm::Joins::new(&scope, Err(why.clone()));
    let host = record.host.known().and_then(|id| ix.hosts.get(id.as_str()).copied());
    let lone = host.and_then(|host| members.lone_hosts.iter().position(|lone| *lone == host));
    let seat = vm::Seat {
        host: lone.map(|at| HostRef(small(first_lone + at))).ok_or_else(|| why.clone()),
        cluster: Err(why.clone()),
        member: Err(why.clone()),
    };
    let fresh = fresh(ix, record, host.map(|host| &ix.inventory.hosts[host]));
    let guest = guest(ix, record, &fresh);
    let facts = vm::facts(&scope, &mut joins, &guest, &fresh, seat);
    // It may be in a cluster that was not received.
    let in_cluster = members.clusters_missing.clone().map_or(Ok(false), Err);
    vms.push(VmFacts { in_cluster, ..facts });
    identity.vms.push(vm_identity(ix, position));
}
