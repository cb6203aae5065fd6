//! Pure derivation of facts from an inventory. Facts say what is; thresholds stand in rule files.

mod cluster;
mod cpu;
mod cpuid;
mod devices;
mod disks;
mod distributed;
mod drives;
mod fits;
mod home;
mod host;
mod index;
mod interfaces;
mod membership;
mod model;
mod networks;
mod nics;
mod scope;
mod state;
mod storage;
mod subnets;
mod uplinks;
mod vcenter;
mod vm;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use model::*;

use rayon::prelude::*;

use crate::inventory::{ClusterComputeResource, Inventory, MoRef, Object, Prop};
use crate::schema::{Arena, ArenaKind, Fact, Record, RecordType, Ref, Unknown};
use crate::terms::ObjectKind;
use index::{Index, Named};
use membership::{Members, Membership, membership};

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

/// Who an object is, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Kind.
    pub kind: ObjectKind,
    /// Managed-object id; the instance UUID for the vCenter.
    pub id: Name,
    /// Name, not escaped.
    pub name: Name,
    /// Inventory path as govc prints it.
    pub path: String,
}

/// Properties that every fact rests on: who belongs to what, what is called how, and whether what
/// vCenter tells is of now. To be asked for whatever the rules are.
const BASE_READS: &[&str] = &[
    "Datacenter:name",
    "Datacenter:parent",
    "Folder:name",
    "Folder:parent",
    "ClusterComputeResource:name",
    "ClusterComputeResource:parent",
    "ClusterComputeResource:host",
    "ComputeResource:name",
    "ComputeResource:parent",
    "ComputeResource:host",
    "ResourcePool:name",
    "ResourcePool:parent",
    "ResourcePool:owner",
    "HostSystem:name",
    "HostSystem:parent",
    "HostSystem:vm",
    "HostSystem:runtime.connectionState",
    "HostSystem:runtime.inMaintenanceMode",
    "HostSystem:runtime.powerState",
    "HostSystem:runtime.standbyMode",
    "VirtualMachine:name",
    "VirtualMachine:parent",
    "VirtualMachine:resourcePool",
    "VirtualMachine:runtime.host",
    "VirtualMachine:runtime.connectionState",
];

/// Properties (`Type:path`) that every fact rests on, beside those its field declares.
pub fn reads_base() -> &'static [&'static str] {
    BASE_READS
}

/// Derives the facts. Pure: the same inventory gives the same facts, in the same order.
pub fn build(inventory: &Inventory) -> Facts {
    let nowhere = ClusterComputeResource::default();
    let ix = Index::new(inventory);
    let members = membership(&ix);
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
    identity.host_of_vm = vms.iter().map(|vm| vm.host.clone().ok()).collect();
    identity.cluster_of_vm = vms.iter().map(|vm| vm.cluster.clone().ok()).collect();
    let first_lone = members.clusters.iter().map(|members| members.hosts.len()).sum();
    Facts { vcenter: vcenter::facts(&ix, &members, first_lone), clusters, hosts, vms, identity }
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

fn identity_of<O: Named>(ix: &Index<'_>, object: &O, parent: &Prop<MoRef>) -> Identity {
    let escaped = object.name_property().known().unwrap_or_else(|| object.id());
    Identity {
        kind: O::KIND,
        id: object.id().clone(),
        name: object.display_name(),
        path: ix.paths.of(parent, escaped),
    }
}

/// A VM in a vApp has no folder; its path leads through the vApp.
fn vm_identity(ix: &Index<'_>, vm: usize) -> Identity {
    let vm = &ix.inventory.vms[vm];
    match (&vm.parent, &vm.resource_pool) {
        (Prop::Unset, Prop::Known(pool)) => {
            let parent = Prop::Known(MoRef { kind: "ResourcePool".into(), id: pool.clone() });
            identity_of(ix, vm, &parent)
        }
        (parent, _) => identity_of(ix, vm, parent),
    }
}

/// Hosts outside any cluster, and those of which that is not known.
fn add_other_hosts(
    ix: &Index<'_>,
    members: &Membership<'_>,
    hosts: &mut Vec<HostFacts>,
    identity: &mut Identities,
) {
    let lone = members.lone_hosts.iter().map(|&host| (host, Some(false)));
    let unplaced = members.unplaced_hosts.iter().map(|(host, _)| (*host, None));
    for (host, placed) in lone.chain(unplaced) {
        let host = &ix.inventory.hosts[host];
        hosts.push(host::facts(ix, host, &Ok(host::Heartbeat::Management), placed));
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

impl Arena for Facts {
    fn resolve(&self, reference: Ref) -> Fact<&dyn Record> {
        let index = reference.index as usize;
        let record: Option<&dyn Record> = match reference.kind {
            ArenaKind::Cluster => self.clusters.get(index).map(|record| record as _),
            ArenaKind::Host => self.hosts.get(index).map(|record| record as _),
            ArenaKind::Vm => self.vms.get(index).map(|record| record as _),
        };
        record.ok_or_else(|| Unknown::defect("reference out of range"))
    }
}

/// Record types that rules start from, by the name rules use: the subjects and their parents.
pub fn roots() -> [(&'static str, &'static RecordType); 4] {
    static VCENTER: RecordType = VcenterFacts::TYPE;
    static CLUSTER: RecordType = ClusterFacts::TYPE;
    static HOST: RecordType = HostFacts::TYPE;
    static VM: RecordType = VmFacts::TYPE;
    [("vcenter", &VCENTER), ("cluster", &CLUSTER), ("host", &HOST), ("vm", &VM)]
}
