//! Hosts: hardware, CPU, storage as one host sees it.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{
    AlarmState, DrsEvacuation, Features, HostNetwork, HostVMotion, Id, Issue, MoRef, NicHint,
    VirtualNicManagerInfo,
};

managed_objects! {
    /// A host.
    HostSystem = "HostSystem" {
        /// Name or address under which it was added.
        name: CompactString = "name" @ 2 0,
        /// Cluster or stand-alone compute resource.
        parent: MoRef = "parent" @ 2 0,
        /// `connected`, `disconnected`, `notResponding`.
        connection_state: CompactString = "runtime.connectionState" @ 2 0,
        /// In maintenance mode.
        in_maintenance_mode: bool = "runtime.inMaintenanceMode" @ 2 0,
        /// `poweredOn`, `poweredOff`, `standBy`, `unknown`.
        power_state: CompactString = "runtime.powerState" @ 2 5,
        /// `none`, `entering`, `exiting`, `in`.
        standby_mode: CompactString = "runtime.standbyMode" @ 4 1,
        /// State of the HA agent.
        das_host_state: DasHostState = "runtime.dasHostState" @ 5 0,
        /// In quarantine mode.
        in_quarantine_mode: bool = "runtime.inQuarantineMode" @ 6 5,
        /// Memory, CPU and NIC counts; survives a disconnect.
        summary_hardware: HostHardwareSummary = "summary.hardware" @ 2 0,
        /// vCenter's flag that vMotion is enabled.
        vmotion_enabled: bool = "summary.config.vmotionEnabled" @ 2 0,
        /// Product; survives a disconnect.
        summary_product: Product = "summary.config.product" @ 2 0,
        /// Present load.
        quick_stats: HostQuickStats = "summary.quickStats" @ 2 0,
        /// Newest EVC mode its CPU can join.
        max_evc_mode_key: CompactString = "summary.maxEVCModeKey" @ 4 0,
        /// EVC mode in force on it.
        current_evc_mode_key: CompactString = "summary.currentEVCModeKey" @ 4 0,
        /// CPU packages.
        cpu_pkg: Vec<CpuPackage> = "hardware.cpuPkg" @ 2 0,
        /// CPUID rows common to all packages.
        cpu_feature: Vec<CpuId> = "hardware.cpuFeature" @ 2 0,
        /// Can do vMotion at all.
        vmotion_supported: bool = "capability.vmotionSupported" @ 2 0,
        /// CPUID rows as the hypervisor offers them.
        supported_cpu_feature: Vec<CpuId> = "capability.supportedCpuFeature" @ 4 0,
        /// Carries a running VM's client drives along to another host.
        remote_device_vmotion: bool = "capability.remoteDeviceVMotionSupported" @ 7 0,
        /// Has persistent memory that VMs can use.
        pmem_supported: bool = "capability.pMemSupported" @ 6 7,
        /// Can move a running VM encrypted.
        encrypted_vmotion_supported: bool = "capability.encryptedVMotionSupported" @ 6 5,
        /// Product as the host itself says.
        product: Product = "config.product" @ 2 0,
        /// Physical and virtual networking.
        network: HostNetwork = "config.network" @ 2 0,
        /// Which vmkernel adapters serve what.
        virtual_nic_manager_info: VirtualNicManagerInfo = "config.virtualNicManagerInfo" @ 4 0,
        /// vMotion set-up as told before 4.0.
        vmotion: HostVMotion = "config.vmotion" @ 2 0,
        /// Has a service console (`config.capabilities.usesServiceConsoleNic`).
        uses_service_console_nic: bool = "config.capabilities.usesServiceConsoleNic" @ 2 0,
        /// Datastore for swap files kept on the host.
        local_swap_datastore: Id = "config.localSwapDatastore" @ 2 5,
        /// CPU and platform features it offers.
        feature_capability: Features = "config.featureCapability" @ 5 1,
        /// The same after the EVC mask.
        masked_feature_capability: Features = "config.maskedFeatureCapability" @ 5 1,
        /// Disks, adapters and paths; megabytes per host.
        storage_device: StorageDevice = "config.storageDevice" @ 2 0 lazy,
        /// Its network system, which is asked what its adapters hear; on request only.
        network_system: Id = "configManager.networkSystem" @ 2 0 lazy,
        /// What its physical adapters hear: one call per host, on request only.
        network_hints: Vec<NicHint> = "configManager.networkSystem.QueryNetworkHint()" @ 2 0 lazy,
        /// What DRS says of emptying it: a call of its cluster, on request only.
        drs_evacuation: DrsEvacuation = "ClusterEnterMaintenanceMode()" @ 5 0 lazy,
        /// Mounted datastores.
        datastore: Vec<Id> = "datastore" @ 2 0,
        /// Networks it has.
        network_refs: Vec<Id> = "network" @ 2 0,
        /// VMs registered on it, visible to the account or not.
        vm: Vec<Id> = "vm" @ 2 0,
        /// Colour.
        overall_status: CompactString = "overallStatus" @ 2 0,
        /// Configuration issues in force.
        config_issue: Vec<Issue> = "configIssue" @ 2 0,
        /// Alarms in force.
        triggered_alarm_state: Vec<AlarmState> = "triggeredAlarmState" @ 2 0,
    }
}

/// `ClusterDasFdmHostState`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DasHostState {
    /// `master`, `connectedToMaster`, `election`, …
    pub state: CompactString,
}

/// `HostHardwareSummary`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostHardwareSummary {
    /// Hardware vendor.
    pub vendor: CompactString,
    /// Hardware model.
    pub model: String,
    /// Bytes.
    pub memory_size: i64,
    /// CPU model; for display only.
    pub cpu_model: String,
    /// MHz of one core.
    pub cpu_mhz: i64,
    /// Packages.
    pub num_cpu_pkgs: i64,
    /// Cores, not threads.
    pub num_cpu_cores: i64,
    /// Threads.
    pub num_cpu_threads: i64,
    /// Physical network adapters.
    pub num_nics: i64,
}

/// `AboutInfo` of a host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Product {
    /// Full name with version and build.
    pub full_name: String,
    /// Version, e.g. `4.0.0`.
    pub version: CompactString,
    /// Build number.
    pub build: CompactString,
    /// `esx`, `embeddedEsx`, `esxio`.
    pub product_line_id: CompactString,
}

/// `HostListSummaryQuickStats`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostQuickStats {
    /// MHz in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_cpu_usage: Option<i64>,
    /// MB in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_memory_usage: Option<i64>,
    /// MB of persistent memory that are free (6.7).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub available_p_mem_capacity: Option<i64>,
}

/// `HostCpuPackage`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct CpuPackage {
    /// `intel`, `amd`, `unknown`, or a later vendor.
    pub vendor: CompactString,
    /// Description; for display only.
    pub description: String,
    /// CPUID rows of this package.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cpu_feature: Vec<CpuId>,
    /// CPU family (8.0.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<i64>,
    /// CPU model number (8.0.3).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub model: Option<i64>,
}

/// `HostCpuIdInfo`: registers of 32 characters, most significant bit first, in groups of four
/// separated by colons; an absent register is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct CpuId {
    /// CPUID level; signed on the wire (0x80000001 arrives as -2147483647).
    pub level: i64,
    /// CPU vendor the row applies to; empty = all.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub vendor: CompactString,
    /// Register.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub eax: CompactString,
    /// Register.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub ebx: CompactString,
    /// Register.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub ecx: CompactString,
    /// Register.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub edx: CompactString,
}

/// What is kept of `HostStorageDeviceInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct StorageDevice {
    /// Disks and other SCSI devices.
    pub lun: Vec<ScsiLun>,
    /// Adapters: key and type as the server named it.
    pub adapter: Vec<(CompactString, CompactString)>,
    /// Paths of the SCSI topology: LUN key, adapter key, LUN number.
    pub path: Vec<(CompactString, CompactString, i64)>,
}

/// `ScsiLun`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ScsiLun {
    /// Key.
    pub key: CompactString,
    /// UUID, by which RDMs name it.
    pub uuid: String,
    /// Canonical name, by which VMFS extents name it.
    pub canonical_name: String,
}
