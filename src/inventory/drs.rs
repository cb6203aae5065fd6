//! DRS of a cluster: its rules, groups and overrides, and what resource pools have reserved.
//!
//! Lists that files of format 1 do not have are `None` there: they were not collected. An empty list is
//! one that was read.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Id;

/// `ClusterRuleInfo` and its subclasses: VMs that are kept together (`ClusterAffinityRuleSpec`), apart
/// (`ClusterAntiAffinityRuleSpec`), on or off hosts (`ClusterVmHostRuleInfo`), or that HA restarts after
/// others (`ClusterDependencyRuleInfo`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClusterRule {
    /// Type as the server named it.
    pub kind: CompactString,
    /// Name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<CompactString>,
    /// Switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// Required; else preferred (4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mandatory: Option<bool>,
    /// A user made it (4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_created: Option<bool>,
    /// Kept at the moment (4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_compliance: Option<bool>,
    /// The VMs that are kept together or apart.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vm: Vec<Id>,
    /// Group of the VMs that are kept on or off hosts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm_group_name: Option<CompactString>,
    /// Group of the hosts where they run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub affine_host_group_name: Option<CompactString>,
    /// Group of the hosts where they do not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anti_affine_host_group_name: Option<CompactString>,
    /// Groups of the hosts of a rule about Fault Tolerance (8.0 U3).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host_group_name: Vec<CompactString>,
    /// Group of the VMs that are restarted later (6.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm_group: Option<CompactString>,
    /// Group of the VMs for which those wait (6.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub depends_on_vm_group: Option<CompactString>,
}

/// `ClusterGroupInfo` and its subclasses: a group of VMs or of hosts, which rules name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClusterGroup {
    /// Type as the server named it.
    pub kind: CompactString,
    /// Name.
    pub name: CompactString,
    /// VMs of a group of VMs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub vm: Vec<Id>,
    /// Hosts of a group of hosts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host: Vec<Id>,
}

/// `ClusterDrsConfigInfo`, whether it is switched on left aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DrsConfig {
    /// `manual`, `partiallyAutomated`, `fullyAutomated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_vm_behavior: Option<CompactString>,
    /// Overrides of single VMs count (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enable_vm_behavior_overrides: Option<bool>,
    /// Advanced options as key and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub option: Vec<(CompactString, String)>,
}

/// `ClusterDrsVmConfigInfo`: how DRS treats one VM.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DrsVmConfig {
    /// The VM.
    pub key: Id,
    /// DRS moves it at all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `manual`, `partiallyAutomated`, `fullyAutomated`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub behavior: Option<CompactString>,
}

/// `ClusterVmOrchestrationInfo`: when HA takes a VM for restarted (6.5).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VmOrchestration {
    /// The VM.
    pub vm: Id,
    /// `vmReadiness.readyCondition`: `none`, `poweredOn`, `guestHbStatusGreen`, `appHbStatusGreen`,
    /// `useClusterDefault`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ready_condition: Option<CompactString>,
}

/// `ResourceAllocationInfo` of a resource pool: MHz of CPU, or MB of memory.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct PoolAllocation {
    /// Reserved for what is in the pool.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reservation: Option<i64>,
    /// What is in it may take from the pools above it what these have left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expandable_reservation: Option<bool>,
    /// The most that what is in it gets; -1 is no limit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<i64>,
}
