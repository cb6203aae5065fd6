//! Clusters and the compute resources of stand-alone hosts.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{
    ClusterEvents, ClusterGroup, ClusterRule, DasRuntime, DrsConfig, DrsVmConfig, Id, Lacking, MoRef,
    VmOrchestration,
};

managed_objects! {
    /// A cluster.
    ClusterComputeResource = "ClusterComputeResource" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Parent folder.
        parent: MoRef = "parent" @ 2 0,
        /// Member hosts, visible to the account or not.
        host: Vec<Id> = "host" @ 2 0,
        /// Datastores of its hosts.
        datastore: Vec<Id> = "datastore" @ 2 0,
        /// Networks of its hosts.
        network: Vec<Id> = "network" @ 2 0,
        /// Root resource pool.
        resource_pool: Id = "resourcePool" @ 2 0,
        /// Its environment browser, which knows what its hosts can run.
        environment_browser: Id = "environmentBrowser" @ 2 0,
        /// Hardware versions that its hosts support: the answer of a call, one per cluster.
        config_options: Vec<ConfigOption> = "environmentBrowser.QueryConfigOptionDescriptor()" @ 2 0,
        /// Totals, failover level, EVC mode.
        summary: ClusterSummary = "summary" @ 2 0,
        /// HA and DRS settings, per-VM overrides.
        configuration_ex: ClusterConfig = "configurationEx" @ 2 5,
        /// Worst colour of alarms and configuration issues.
        overall_status: CompactString = "overallStatus" @ 2 0,
        /// Colour of the configuration issues.
        config_status: CompactString = "configStatus" @ 2 0,
        /// Configuration issues in force.
        config_issue: Vec<Issue> = "configIssue" @ 2 0,
        /// Alarms in force, those of descendants included.
        triggered_alarm_state: Vec<AlarmState> = "triggeredAlarmState" @ 2 0,
        /// What vCenter remembers of it. No property of the API but the answer of an event
        /// collector; unset in files that were saved before events were read.
        events: ClusterEvents = "events" @ 4 0 lazy,
        /// HA at work: the answer of this call, made where HA may be on.
        das_runtime: DasRuntime = "RetrieveDasAdvancedRuntimeInfo" @ 4 0,
    }

    /// The compute resource of a stand-alone host.
    ComputeResource = "ComputeResource" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Parent folder.
        parent: MoRef = "parent" @ 2 0,
        /// Its one host.
        host: Vec<Id> = "host" @ 2 0,
        /// Root resource pool.
        resource_pool: Id = "resourcePool" @ 2 0,
    }
}

/// `VirtualMachineConfigOptionDescriptor`: a hardware version of virtual machines.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ConfigOption {
    /// The version, e.g. `vmx-19`.
    pub key: CompactString,
    /// Hosts that support it.
    pub host: Vec<Id>,
    /// VMs of this version can be run there (5.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run_supported: Option<bool>,
}

/// `ClusterComputeResourceSummary`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClusterSummary {
    /// Every member host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_hosts: Option<i64>,
    /// Members that are connected, not in maintenance and not in standby.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub num_effective_hosts: Option<i64>,
    /// MHz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_cpu: Option<i64>,
    /// MB (not bytes, unlike `totalMemory`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub effective_memory: Option<i64>,
    /// Failover level as vCenter computes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_failover_level: Option<i64>,
    /// Key of the EVC mode in force (4.0); `None` without EVC.
    #[serde(rename = "currentEVCModeKey", skip_serializing_if = "Option::is_none")]
    pub current_evc_mode_key: Option<CompactString>,
    /// Admission control figures (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admission_control_info: Option<AdmissionControlInfo>,
    /// What its VMs demand and are entitled to (6.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_summary: Option<ClusterUsage>,
}

/// `ClusterUsageSummary`: capacity, reservations and use as vCenter counts them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClusterUsage {
    /// CPU that VMs can have, MHz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_cpu_capacity_mhz: Option<i64>,
    /// Memory that VMs can have, MB.
    #[serde(rename = "totalMemCapacityMB", skip_serializing_if = "Option::is_none")]
    pub total_mem_capacity_mb: Option<i64>,
    /// CPU that is reserved, MHz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_reservation_mhz: Option<i64>,
    /// Memory that is reserved, MB.
    #[serde(rename = "memReservationMB", skip_serializing_if = "Option::is_none")]
    pub mem_reservation_mb: Option<i64>,
    /// CPU that the running VMs demand, MHz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_demand_mhz: Option<i64>,
    /// CPU that they are entitled to, MHz.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_entitled_mhz: Option<i64>,
    /// Memory that the running VMs demand, MB.
    #[serde(rename = "memDemandMB", skip_serializing_if = "Option::is_none")]
    pub mem_demand_mb: Option<i64>,
    /// Memory that they are entitled to, MB.
    #[serde(rename = "memEntitledMB", skip_serializing_if = "Option::is_none")]
    pub mem_entitled_mb: Option<i64>,
}

/// `ClusterDasAdmissionControlInfo` and its subclasses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct AdmissionControlInfo {
    /// Type as the server named it.
    pub kind: CompactString,
    /// Hosts that may fail (…FailoverLevel…).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_failover_level: Option<i64>,
    /// Per cent of CPU left for failover (…FailoverResources…).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_cpu_failover_resources_percent: Option<i64>,
    /// Per cent of memory left for failover (…FailoverResources…).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_memory_failover_resources_percent: Option<i64>,
    /// Host id and colour of each dedicated failover host (…FailoverHost…).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host_status: Vec<(Id, CompactString)>,
}

/// `ClusterConfigInfoEx`. The lists of DRS are `None` in files of format 1: they were not collected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClusterConfig {
    /// HA settings.
    pub das: DasConfig,
    /// Per-VM HA overrides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub das_vm: Vec<DasVmConfig>,
    /// DRS switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub drs_enabled: Option<bool>,
    /// How DRS moves VMs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drs_config: Option<DrsConfig>,
    /// How DRS treats single VMs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drs_vm_config: Option<Vec<DrsVmConfig>>,
    /// Rules about VMs and hosts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rule: Option<Vec<ClusterRule>>,
    /// Groups of VMs and of hosts (4.1).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<Vec<ClusterGroup>>,
    /// `orchestration.defaultVmReadiness.readyCondition`: when HA takes a VM for restarted (6.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_ready_condition: Option<CompactString>,
    /// The same for single VMs (6.5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vm_orchestration: Option<Vec<VmOrchestration>>,
    /// Where swap files go: `vmDirectory`, `hostLocal`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm_swap_placement: Option<CompactString>,
    /// vSAN switched on (5.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vsan_enabled: Option<bool>,
    /// Parts that its source does not hold.
    #[serde(skip_serializing_if = "Lacking::is_empty")]
    pub lacking: Lacking,
}

/// As a server tells it that has set nothing: its lists are read, and empty.
impl Default for ClusterConfig {
    fn default() -> Self {
        Self {
            das: DasConfig::default(),
            das_vm: Vec::new(),
            drs_enabled: None,
            drs_config: Some(DrsConfig::default()),
            drs_vm_config: Some(Vec::new()),
            rule: Some(Vec::new()),
            group: Some(Vec::new()),
            default_ready_condition: None,
            vm_orchestration: Some(Vec::new()),
            vm_swap_placement: None,
            vsan_enabled: None,
            lacking: Lacking::default(),
        }
    }
}

/// `ClusterDasConfigInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DasConfig {
    /// HA switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enabled: Option<bool>,
    /// `vmMonitoringDisabled`, `vmMonitoringOnly`, `vmAndAppMonitoring` (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm_monitoring: Option<CompactString>,
    /// `enabled` or `disabled` (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_monitoring: Option<CompactString>,
    /// Admission control switched on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admission_control_enabled: Option<bool>,
    /// Admission control policy (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub admission_control_policy: Option<AdmissionControlPolicy>,
    /// Hosts that may fail, before 4.0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failover_level: Option<i64>,
    /// Defaults for VMs (2.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default_vm_settings: Option<DasVmSettings>,
    /// Advanced options as key and value.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub option: Vec<(CompactString, String)>,
}

/// `ClusterDasAdmissionControlPolicy` and its subclasses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct AdmissionControlPolicy {
    /// Type as the server named it.
    pub kind: CompactString,
    /// Hosts that may fail.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub failover_level: Option<i64>,
    /// Per cent of CPU kept free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cpu_failover_resources_percent: Option<i64>,
    /// Per cent of memory kept free.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memory_failover_resources_percent: Option<i64>,
    /// Dedicated failover hosts.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub failover_hosts: Vec<Id>,
}

/// `ClusterDasVmSettings`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DasVmSettings {
    /// `disabled`, `low`, `medium`, `high`, `clusterRestartPriority`, and later ones.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_priority: Option<CompactString>,
    /// `none`, `powerOff`, `shutdown`, `clusterIsolationResponse`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub isolation_response: Option<CompactString>,
    /// `vmToolsMonitoringSettings.vmMonitoring` (4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm_monitoring: Option<CompactString>,
    /// `vmToolsMonitoringSettings.clusterSettings`: the cluster's setting is inherited.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub monitoring_from_cluster: Option<bool>,
}

/// `ClusterDasVmConfigInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DasVmConfig {
    /// The VM.
    pub vm: Id,
    /// Restart priority before 2.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restart_priority: Option<CompactString>,
    /// Settings since 2.5.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<DasVmSettings>,
}

/// One configuration issue: an event still in force.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Issue {
    /// Event type as the server named it.
    pub kind: CompactString,
    /// `eventTypeId` of an EventEx or ExtendedEvent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type_id: Option<CompactString>,
    /// `severity` of an EventEx: `error`, `warning`, `info`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<CompactString>,
    /// The server's text.
    pub message: String,
    /// Host it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Id>,
}

/// `AlarmState`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct AlarmState {
    /// The alarm's id.
    pub alarm: Id,
    /// The object it is triggered on.
    pub entity: MoRef,
    /// `red`, `yellow`, `green`, `gray`.
    pub overall_status: CompactString,
    /// Somebody has acknowledged it (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acknowledged: Option<bool>,
    /// It is disabled (6.9.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disabled: Option<bool>,
}
