//! Pure derivation of facts from an inventory. Facts say what is; thresholds stand in rule files.
//!
//! The folders are floors: `ground`, then `net`, `storage`, `compute` and `ha` side by side, then
//! `place`, then `subject`. What stands on a floor uses its own files and the floors below.

mod compute;
mod ground;
mod ha;
mod net;
mod place;
mod storage;
mod subject;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use compute::records::*;
pub use ground::names::*;
pub use ground::words::*;
pub use ha::records::*;
pub use net::records::*;
pub use place::records::*;
pub use storage::records::*;
pub use subject::chosen::{Chosen, NotChosen, Restriction, choose};
pub use subject::identity::Identity;
pub use subject::model::estate::*;
pub use subject::model::history::*;
pub use subject::model::people::*;
pub use subject::model::*;
pub use subject::named::{NoVm, find_vm};
pub use subject::offered::{Offered, offered};
pub use subject::people::{AppVm, Given};
pub use subject::sizes::server_vms;

use std::collections::HashSet;

use rayon::prelude::*;

use crate::inventory::{
    ClusterComputeResource, ComputeResource, Datacenter, Folder, HostSystem, Inventory, MoRef, Object, Prop,
    ResourcePool, VirtualMachine,
};
use crate::schema::{Arena, Entity, Fact, HostSplit, Record, RecordType, Ref, Unknown};
use crate::terms::{ObjectKind, ReasonKind, Subject};
use ground::index::{Index, Named};
use ground::membership::{Members, Membership, membership};
use ground::scope;
use subject::identity::{identity_of, vm_identity};
use subject::{cluster, host, people, vcenter, vm};

/// Everything rules can ask about, for the clusters in scope.
pub struct Facts {
    /// The vCenter.
    pub vcenter: VcenterFacts,
    /// Clusters in scope.
    pub clusters: Vec<ClusterFacts>,
    /// Hosts of these clusters, and hosts outside any cluster.
    pub hosts: Vec<HostFacts>,
    /// VMs on the hosts of these clusters.
    pub vms: Vec<VmFacts>,
    /// Who the records are, in the order of the tables.
    pub identity: Identities,
    /// What the operator stated.
    pub given: GivenFacts,
    /// What probes found.
    pub probe: ProbeFacts,
    /// The VM that the operator named. It is in `vms` even when it is outside every cluster.
    pub app: AppVm,
    /// What the run is restricted to.
    pub chosen: Chosen,
    /// The VMs that are judged, in the order of their table; `None` = all.
    pub only_vms: Option<Vec<VmRef>>,
}

impl Facts {
    /// Whether the VM at a place of the table is judged.
    pub fn judges_vm(&self, at: usize) -> bool {
        let at = u32::try_from(at).unwrap_or(u32::MAX);
        self.only_vms.as_ref().is_none_or(|only| only.binary_search_by_key(&at, |vm| vm.0).is_ok())
    }
}

/// Who the records of the tables are.
pub struct Identities {
    /// The vCenter.
    pub vcenter: Identity,
    /// Clusters.
    pub clusters: Vec<Identity>,
    /// Hosts.
    pub hosts: Vec<Identity>,
    /// VMs.
    pub vms: Vec<Identity>,
    /// Cluster of each host, if it has one in scope.
    pub cluster_of_host: Vec<Option<ClusterRef>>,
    /// Host of each VM.
    pub host_of_vm: Vec<Option<HostRef>>,
    /// Cluster of each VM.
    pub cluster_of_vm: Vec<Option<ClusterRef>>,
}

impl Identities {
    /// Those of a kind, by their positions.
    pub fn of(&self, subject: Subject) -> &[Identity] {
        match subject {
            Subject::Vcenter => std::slice::from_ref(&self.vcenter),
            Subject::Cluster => &self.clusters,
            Subject::Host => &self.hosts,
            Subject::Vm => &self.vms,
        }
    }
}

/// Properties that every fact rests on: who belongs to what, what is called how, and whether what
/// vCenter tells is of now. To be asked for whatever the rules are.
const BASE_READS: &[&str] = &[
    Datacenter::name.read,
    Datacenter::parent.read,
    Folder::name.read,
    Folder::parent.read,
    ClusterComputeResource::name.read,
    ClusterComputeResource::parent.read,
    ClusterComputeResource::host.read,
    ComputeResource::name.read,
    ComputeResource::parent.read,
    ComputeResource::host.read,
    ResourcePool::name.read,
    ResourcePool::parent.read,
    ResourcePool::owner.read,
    HostSystem::name.read,
    HostSystem::parent.read,
    HostSystem::vm.read,
    HostSystem::connection_state.read,
    HostSystem::in_maintenance_mode.read,
    HostSystem::power_state.read,
    HostSystem::standby_mode.read,
    VirtualMachine::name.read,
    VirtualMachine::parent.read,
    VirtualMachine::resource_pool.read,
    VirtualMachine::host.read,
    VirtualMachine::connection_state.read,
];

/// Properties (`Type:path`) that every fact rests on, beside those its field declares.
pub fn reads_base() -> &'static [&'static str] {
    BASE_READS
}

/// Those of them that a first look needs, before it is known which part of the inventory is read in
/// depth: who is called how, and where it is. With `vms` of VMs as well, and also what tells whether
/// each runs, and whether the vCenter that was reached as `server` runs in it.
pub fn reads_to_choose(vms: bool, server: &str) -> Vec<&'static str> {
    let of_vms =
        |read: &str| [VirtualMachine::TYPE, ResourcePool::TYPE].iter().any(|ty| read.starts_with(ty));
    let mut reads: Vec<&str> = BASE_READS.iter().copied().filter(|read| vms || !of_vms(read)).collect();
    if vms {
        reads.extend([VirtualMachine::power_state.read, VirtualMachine::template.read]);
        let by_address = subject::sizes::address(server).is_some();
        reads.push(if by_address {
            VirtualMachine::guest_net.read
        } else {
            VirtualMachine::guest_host_name.read
        });
    }
    reads
}

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
    let nowhere = ClusterComputeResource::default();
    let mut ix = Index::new(inventory);
    ix.app = given.app.as_deref();
    let mut members = membership(&ix);
    chosen.narrow(&ix, &mut members);
    let places = places(&members);
    let built: Vec<_> = members
        .clusters
        .par_iter()
        .zip(&places)
        .map(|(members, place)| cluster::build(&ix, members, *place))
        .collect();

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
    for ((facts, own_hosts, own_vms), (members, place)) in
        built.into_iter().zip(members.clusters.iter().zip(&places))
    {
        clusters.push(facts);
        hosts.extend(own_hosts);
        vms.extend(own_vms);
        identify(&ix, &mut identity, members, place.cluster);
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
    (!named.is_empty()).then(|| places.map(|(at, _)| VmRef(cluster::small(at))).collect())
}

/// Where the VM is that the operator named.
fn app(ix: &Index<'_>, vms: &[VmFacts]) -> AppVm {
    let Some(id) = ix.app else { return AppVm::NotNamed };
    match vms.iter().position(|vm| vm.is_app) {
        Some(at) => AppVm::At(at),
        None => {
            let subject = Entity { kind: ObjectKind::Vm, id: id.into(), name: id.into() };
            let detail = "the VM that was named was not received".to_owned();
            AppVm::Unseen(ix.unseen(VirtualMachine::TYPE, subject, "", detail))
        }
    }
}

/// Where the records of each cluster begin in the tables.
fn places(members: &Membership<'_>) -> Vec<cluster::Place> {
    let (mut first_host, mut first_vm) = (0_usize, 0_usize);
    let place = |(i, members): (usize, &Members<'_>)| {
        let place = cluster::Place {
            cluster: ClusterRef(cluster::small(i)),
            first_host: cluster::small(first_host),
            first_vm: cluster::small(first_vm),
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
        let peers = HostSplit::new(Default::default(), Vec::new(), why.cloned());
        let placement = host::Placement { placed, cluster: None, peers };
        hosts.push(host::facts(ix, host, &Ok(host::Heartbeat::Management), placement));
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
    let scope = scope::Scope::new(ix, &unknown);
    let mut joins = vm::Joins::new(&scope, Err(why.clone()));
    for (position, host, why) in &members.unplaced_vms {
        let record = &ix.inventory.vms[*position];
        let host = host.as_ref().ok().map(|host| &ix.inventory.hosts[*host]);
        let fresh = vm::fresh(ix, record, host);
        let guest = vm::guest(ix, record, &fresh);
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
    let why =
        record.unknown(ReasonKind::Failed, VirtualMachine::host.path, "the VM is in no cluster in scope");
    let nothing = Members {
        cluster: nowhere,
        hosts: Vec::new(),
        hosts_missing: Some(why.clone()),
        host_count: Err(why.clone()),
        vms: Vec::new(),
        vms_missing: None,
    };
    let scope = scope::Scope::new(ix, &nothing);
    let mut joins = vm::Joins::new(&scope, Err(why.clone()));
    let host = record.host.known().and_then(|id| ix.hosts.get(id.as_str()).copied());
    let lone = host.and_then(|host| members.lone_hosts.iter().position(|lone| *lone == host));
    let seat = vm::Seat {
        host: lone.map(|at| HostRef(cluster::small(first_lone + at))).ok_or_else(|| why.clone()),
        cluster: Err(why.clone()),
        member: Err(why.clone()),
    };
    let fresh = vm::fresh(ix, record, host.map(|host| &ix.inventory.hosts[host]));
    let guest = vm::guest(ix, record, &fresh);
    let facts = vm::facts(&scope, &mut joins, &guest, &fresh, seat);
    vms.push(VmFacts { in_cluster: Ok(false), ..facts });
    identity.vms.push(vm_identity(ix, position));
}

impl Arena for Facts {
    fn resolve(&self, reference: Ref) -> Fact<&dyn Record> {
        let index = reference.index as usize;
        let record: Option<&dyn Record> = match reference.kind {
            Subject::Vcenter => (index == 0).then_some(&self.vcenter as _),
            Subject::Cluster => self.clusters.get(index).map(|record| record as _),
            Subject::Host => self.hosts.get(index).map(|record| record as _),
            Subject::Vm => self.vms.get(index).map(|record| record as _),
        };
        record.ok_or_else(|| Unknown::defect("reference out of range"))
    }
}

/// Record types that rules start from, by the name rules use: what every rule sees, then the
/// subjects and their parents.
pub fn roots() -> [(&'static str, &'static RecordType); 6] {
    static GIVEN: RecordType = GivenFacts::TYPE;
    static PROBE: RecordType = ProbeFacts::TYPE;
    static VCENTER: RecordType = VcenterFacts::TYPE;
    static CLUSTER: RecordType = ClusterFacts::TYPE;
    static HOST: RecordType = HostFacts::TYPE;
    static VM: RecordType = VmFacts::TYPE;
    [
        ("given", &GIVEN),
        ("probe", &PROBE),
        ("vcenter", &VCENTER),
        ("cluster", &CLUSTER),
        ("host", &HOST),
        ("vm", &VM),
    ]
}
