//! The tables of records, what they start from, and what all of them rest on.

use crate::facts::ground::names::{ClusterRef, HostRef, VmRef};
use crate::facts::subject::chosen::Chosen;
use crate::facts::subject::identity::Identity;
use crate::facts::subject::model::people::{GivenFacts, ProbeFacts};
use crate::facts::subject::model::{ClusterFacts, HostFacts, VcenterFacts, VmFacts};
use crate::facts::subject::people::AppVm;
use crate::facts::subject::sizes::address;
use crate::inventory::{
    ClusterComputeResource, ComputeResource, Datacenter, Folder, HostSystem, Object, ResourcePool,
    VirtualMachine,
};
use crate::schema::{Arena, Fact, Record, RecordType, Ref, Unknown};
use crate::terms::Subject;

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
        let by_address = address(server).is_some();
        reads.push(if by_address {
            VirtualMachine::guest_net.read
        } else {
            VirtualMachine::guest_host_name.read
        });
    }
    reads
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
