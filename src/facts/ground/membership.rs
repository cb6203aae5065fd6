//! Who belongs to what: hosts to clusters, VMs to hosts, each cross-checked from both sides, so
//! that an object the account cannot see leaves an incomplete list and not a shorter one.

use std::collections::{HashMap, HashSet};

use crate::facts::ground::count::count;
use crate::facts::ground::index::{Index, Named, because};
use crate::facts::ground::logic::lacks;
use crate::facts::ground::standing::mobility_agent;
use crate::inventory::{ClusterComputeResource, HostSystem, Object, Prop, VirtualMachine};
use crate::schema::{Fact, Unknown};
use crate::terms::{Counted, Detail, Few, ObjectKind, ReasonKind};

/// A cluster with its members, as positions in the inventory.
pub struct Members<'a> {
    pub cluster: &'a ClusterComputeResource,
    /// Member hosts, in the order of their names.
    pub hosts: Vec<usize>,
    /// Why there may be more hosts.
    pub hosts_missing: Option<Unknown>,
    /// Number of hosts on the cluster's own list or in it by their own word.
    pub host_count: Fact<i64>,
    /// VMs on its hosts, in the order of their names, each with its host.
    pub vms: Vec<(usize, Fact<usize>)>,
    /// Why there may be more VMs.
    pub vms_missing: Option<Unknown>,
}

/// Membership of everything that was received.
pub struct Membership<'a> {
    pub clusters: Vec<Members<'a>>,
    /// Why there may be more clusters.
    pub clusters_missing: Option<Unknown>,
    /// Hosts outside any cluster.
    pub lone_hosts: Vec<usize>,
    /// Hosts of which it is not known whether a cluster has them.
    pub unplaced_hosts: Vec<(usize, Unknown)>,
    /// VMs of which it is not known whether a cluster has them.
    pub unplaced_vms: Vec<(usize, Fact<usize>, Unknown)>,
    /// Why, for some of these VMs and the number of the others.
    pub unplaced_why: Option<Unknown>,
}

/// Where something belongs.
enum Place {
    Cluster(usize),
    Elsewhere,
    Unclear(Unknown),
}

/// Works out who belongs to what.
pub fn membership<'a>(ix: &Index<'a>) -> Membership<'a> {
    let inventory = ix.inventory;
    let mut order: Vec<usize> = (0..inventory.clusters.len()).collect();
    order.sort_by_cached_key(|&i| (inventory.clusters[i].display_name(), &inventory.clusters[i].id));
    let clusters: Vec<&ClusterComputeResource> = order.iter().map(|&i| &inventory.clusters[i]).collect();
    let position: HashMap<&str, usize> =
        clusters.iter().enumerate().map(|(i, cluster)| (cluster.id.as_str(), i)).collect();

    let mut result = Membership {
        clusters: clusters.iter().map(|cluster| own_list(ix, cluster)).collect(),
        clusters_missing: ix.unlisted(ClusterComputeResource::TYPE),
        lone_hosts: Vec::new(),
        unplaced_hosts: Vec::new(),
        unplaced_vms: Vec::new(),
        unplaced_why: None,
    };
    let cluster_of_host = place_hosts(ix, &position, &mut result);
    place_vms(ix, &position, &cluster_of_host, &mut result);
    result
}

/// A cluster with what its own host list says: the count, and who of it was not received.
fn own_list<'a>(ix: &Index<'a>, cluster: &'a ClusterComputeResource) -> Members<'a> {
    let list = ix.read(cluster, ClusterComputeResource::host);
    let (host_count, hosts_missing) = match list {
        Ok(hosts) => {
            let hosts = hosts.map_or(&[][..], Vec::as_slice);
            // An empty list is none when no host could be asked whether it is in the cluster.
            let unasked = ix.unlisted(HostSystem::TYPE).filter(|_| hosts.is_empty());
            let absent: Vec<&str> =
                hosts.iter().map(|id| id.as_str()).filter(|id| !ix.hosts.contains_key(id)).collect();
            let missing = (!absent.is_empty()).then(|| {
                let detail = Detail::NotReceived {
                    what: Counted(absent.len(), ObjectKind::Host),
                    ids: Few::of(&absent),
                };
                ix.unseen(HostSystem::TYPE, cluster.subject(), "host", detail)
            });
            match unasked {
                Some(why) => (Err(why.clone()), Some(why)),
                None => (Ok(count(hosts.len())), missing),
            }
        }
        Err(why) => (Err(why.clone()), Some(why)),
    };
    Members { cluster, hosts: Vec::new(), hosts_missing, host_count, vms: Vec::new(), vms_missing: None }
}

/// Puts every host into its cluster; tells the cluster of each host by position in the inventory.
fn place_hosts<'a>(
    ix: &Index<'a>,
    position: &HashMap<&str, usize>,
    result: &mut Membership<'a>,
) -> Vec<Option<usize>> {
    let mut listed: HashMap<&str, usize> = HashMap::new();
    for (i, members) in result.clusters.iter().enumerate() {
        for id in members.cluster.host.known().into_iter().flatten() {
            listed.entry(id.as_str()).or_insert(i);
        }
    }
    let mut anywhere: Option<Unknown> = None;
    let alone: HashSet<&str> = ix
        .inventory
        .compute_resources
        .iter()
        .flat_map(|resource| resource.host.known().into_iter().flatten())
        .map(|id| id.as_str())
        .collect();

    let mut of_host = vec![None; ix.inventory.hosts.len()];
    let mut order: Vec<usize> = (0..ix.inventory.hosts.len()).collect();
    order.sort_by_cached_key(|&i| (ix.inventory.hosts[i].display_name(), &ix.inventory.hosts[i].id));
    for i in order {
        let host = &ix.inventory.hosts[i];
        let by_list = listed.get(host.id.as_str()).copied();
        let place = match ix.read(host, HostSystem::parent) {
            Ok(Some(parent)) if parent.kind == ClusterComputeResource::TYPE => {
                match position.get(parent.id.as_str()) {
                    Some(&cluster) => Place::Cluster(cluster),
                    None => {
                        let why = unseen_cluster(ix, host, result);
                        if let Some(other) = by_list {
                            lacks(&mut result.clusters[other].hosts_missing, &why);
                        }
                        continue;
                    }
                }
            }
            Ok(Some(_)) => by_list.map_or(Place::Elsewhere, Place::Cluster),
            Ok(None) => {
                let why = || host.unknown(ReasonKind::Untold, "parent", Detail::NoValue);
                by_list.map_or_else(|| Place::Unclear(why()), Place::Cluster)
            }
            Err(_) if by_list.is_some() => by_list.map_or(Place::Elsewhere, Place::Cluster),
            Err(_) if alone.contains(host.id.as_str()) => Place::Elsewhere,
            // On no list: whoever has it lists it as little as it tells.
            Err(why) => Place::Unclear(why),
        };
        match place {
            Place::Cluster(cluster) => {
                result.clusters[cluster].hosts.push(i);
                of_host[i] = Some(cluster);
                if let Some(other) = by_list.filter(|&other| other != cluster) {
                    let moved = host.unknown(ReasonKind::Untold, "parent", Detail::Moved);
                    lacks(&mut result.clusters[cluster].hosts_missing, &moved);
                    lacks(&mut result.clusters[other].hosts_missing, &moved);
                }
            }
            // The proxy of a migration service stands beside the clusters, and is no host.
            Place::Elsewhere if mobility_agent(host) => {}
            Place::Elsewhere => result.lone_hosts.push(i),
            Place::Unclear(why) => {
                lacks(&mut anywhere, &why);
                result.unplaced_hosts.push((i, why));
            }
        }
    }
    for members in &mut result.clusters {
        contradict(ix, members);
        // A host that is in no known place may be in any of them.
        if let Some(why) = &anywhere {
            lacks(&mut members.hosts_missing, why);
            members.host_count =
                Err(members.host_count.as_ref().err().map_or_else(|| why.clone(), |own| own.and(why)));
        }
    }
    of_host
}

/// An empty list that hosts contradict, by naming the cluster as theirs, was not told. One that is merely
/// short of a host counts with it: the host may have joined while it was read.
fn contradict(ix: &Index<'_>, members: &mut Members<'_>) {
    let listed: HashSet<&str> =
        members.cluster.host.known().into_iter().flatten().map(|id| id.as_str()).collect();
    let of = |at: &usize| ix.inventory.hosts.get(*at);
    let unlisted: Vec<&HostSystem> =
        members.hosts.iter().filter_map(of).filter(|host| !listed.contains(host.id.as_str())).collect();
    if unlisted.is_empty() || members.host_count.is_err() {
        return;
    }
    if !listed.is_empty() {
        members.host_count = Ok(count(listed.len().saturating_add(unlisted.len())));
        return;
    }
    let names: Vec<_> = unlisted.iter().map(|host| host.display_name()).collect();
    let names: Vec<&str> = names.iter().map(|name| name.as_str()).collect();
    let detail = Detail::NotOnTheList { hosts: Few::of(&names) };
    let why = members.cluster.unknown(ReasonKind::Contradicts, "host", detail);
    lacks(&mut members.hosts_missing, &why);
    members.host_count = Err(why);
}

/// A host names a cluster that was not received.
fn unseen_cluster(ix: &Index<'_>, host: &HostSystem, result: &mut Membership<'_>) -> Unknown {
    let detail = Detail::ClusterNotReceived;
    let why = ix.unseen(ClusterComputeResource::TYPE, host.subject(), "parent", detail);
    lacks(&mut result.clusters_missing, &why);
    why
}

/// Puts every VM onto its host and so into its cluster.
fn place_vms<'a>(
    ix: &Index<'a>,
    position: &HashMap<&str, usize>,
    cluster_of_host: &[Option<usize>],
    result: &mut Membership<'a>,
) {
    // A VM's own word counts. What hosts say stands in where it is missing, and only where one
    // host alone says it: the list of a host can lag behind a migration.
    let mut registered: HashMap<&str, Option<usize>> = HashMap::new();
    for (i, host) in ix.inventory.hosts.iter().enumerate() {
        for vm in host.vm.known().into_iter().flatten() {
            registered.entry(vm.as_str()).and_modify(|host| *host = None).or_insert(Some(i));
        }
    }
    let clusters_by_listed_host = listed_hosts(result);
    let unplaced: HashMap<usize, Unknown> = result.unplaced_hosts.iter().cloned().collect();
    let mut order: Vec<usize> = (0..ix.inventory.vms.len()).collect();
    order.sort_by_cached_key(|&i| (ix.inventory.vms[i].display_name(), &ix.inventory.vms[i].id));
    for i in order {
        let vm = &ix.inventory.vms[i];
        let host = host_of(ix, vm, &registered);
        let place = match &host {
            Ok(host) => match cluster_of_host[*host] {
                Some(cluster) => Place::Cluster(cluster),
                None => unplaced.get(host).map_or(Place::Elsewhere, |why| Place::Unclear(why.clone())),
            },
            Err(why) => {
                let by_id = vm.host.known().and_then(|id| clusters_by_listed_host.get(id.as_str()));
                match by_id {
                    Some(&cluster) => Place::Cluster(cluster),
                    None => by_pool(ix, vm, position, why),
                }
            }
        };
        match place {
            Place::Cluster(cluster) => result.clusters[cluster].vms.push((i, host)),
            Place::Elsewhere => {}
            Place::Unclear(why) => result.unplaced_vms.push((i, host, why)),
        }
    }
    let unplaced = few(ix, result.unplaced_vms.iter().map(|(_, _, why)| why), ObjectKind::Vm);
    result.unplaced_why.clone_from(&unplaced);
    let unlisted = ix.unlisted(VirtualMachine::TYPE);
    for members in &mut result.clusters {
        let seen: Vec<Unknown> = members.hosts.iter().filter_map(|&i| unseen_vms(ix, i)).collect();
        members.vms_missing =
            Unknown::all(seen.iter().chain(&members.hosts_missing).chain(&unplaced).chain(&unlisted));
    }
}

/// Cluster of every host on a cluster's own list, received or not.
fn listed_hosts<'a>(result: &Membership<'a>) -> HashMap<&'a str, usize> {
    let lists = result.clusters.iter().enumerate();
    lists
        .flat_map(|(i, members)| {
            members.cluster.host.known().into_iter().flatten().map(move |id| (id.as_str(), i))
        })
        .collect()
}

/// The host of a VM, as position in the inventory.
fn host_of(ix: &Index<'_>, vm: &VirtualMachine, registered: &HashMap<&str, Option<usize>>) -> Fact<usize> {
    const PATH: &str = VirtualMachine::host.path;
    let why = match ix.read(vm, VirtualMachine::host) {
        Ok(Some(id)) => {
            return ix.hosts.get(id.as_str()).copied().ok_or_else(|| {
                let detail = Detail::HostNotReceived { id: id.clone() };
                ix.unseen(HostSystem::TYPE, vm.subject(), PATH, detail)
            });
        }
        Ok(None) => vm.unknown(ReasonKind::Untold, PATH, Detail::NoHostNamed),
        Err(why) => why,
    };
    match registered.get(vm.id.as_str()) {
        Some(Some(host)) => Ok(*host),
        _ => Err(why),
    }
}

/// Where a VM without a known host belongs, by its resource pool.
fn by_pool(ix: &Index<'_>, vm: &VirtualMachine, position: &HashMap<&str, usize>, why: &Unknown) -> Place {
    let owner = vm
        .resource_pool
        .known()
        .and_then(|pool| ix.pools.get(pool.as_str()))
        .and_then(|pool| pool.owner.known());
    match owner {
        Some(owner) if owner.kind == ClusterComputeResource::TYPE => match position.get(owner.id.as_str()) {
            Some(&cluster) => Place::Cluster(cluster),
            None => Place::Unclear(why.clone()),
        },
        Some(_) => Place::Elsewhere,
        None => Place::Unclear(why.clone()),
    }
}

/// VMs that a host lists and that were not received.
pub fn unseen_vms(ix: &Index<'_>, host: usize) -> Option<Unknown> {
    let host = &ix.inventory.hosts[host];
    match ix.read(host, HostSystem::vm) {
        Ok(vms) => {
            let absent: Vec<&str> = vms
                .into_iter()
                .flatten()
                .map(|id| id.as_str())
                .filter(|id| !ix.vms.contains_key(id))
                .collect();
            (!absent.is_empty()).then(|| {
                let detail = Detail::NotReceived {
                    what: Counted(absent.len(), ObjectKind::Vm),
                    ids: Few::of(&absent),
                };
                ix.unseen(VirtualMachine::TYPE, host.subject(), "vm", detail)
            })
        }
        Err(why) => Some(why),
    }
}

/// The reasons of a few objects and the number of the others: every list that may lack them carries
/// these reasons, and there can be tens of thousands.
fn few<'u>(
    ix: &Index<'_>,
    whys: impl ExactSizeIterator<Item = &'u Unknown>,
    of: ObjectKind,
) -> Option<Unknown> {
    const SHOWN: usize = 3;
    let total = whys.len();
    let mut shown: Vec<Unknown> = whys.take(SHOWN).cloned().collect();
    let kind = shown.first()?.reasons().first()?.kind;
    if total > SHOWN {
        let detail = Detail::SameForMore { more: Counted(total - SHOWN, of) };
        shown.push(because(ix.vcenter(), kind, "", detail));
    }
    Unknown::all(&shown)
}

/// Whether a host is in a cluster, by its parent and by the clusters' lists.
pub fn in_cluster(ix: &Index<'_>, host: &HostSystem, placed: Option<bool>) -> Fact<bool> {
    match placed {
        Some(placed) => Ok(placed),
        None => match &host.parent {
            Prop::Known(parent) => Ok(parent.kind == ClusterComputeResource::TYPE),
            _ => Err(ix
                .need(host, HostSystem::parent)
                .err()
                .unwrap_or_else(|| because(host.subject(), ReasonKind::Untold, "parent", Detail::NoValue))),
        },
    }
}
