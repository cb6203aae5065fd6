//! Pure derivation of facts from an inventory. Facts say what is; thresholds stand in rule files.

mod model;

pub use model::*;

use crate::schema::{Arena, ArenaKind, Fact, Record, RecordType, Ref, Unknown};
use crate::terms::ObjectKind;

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
