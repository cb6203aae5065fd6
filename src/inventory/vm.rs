//! Virtual machines: state, files, devices.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{AlarmState, CpuId, Features, Id, Lacking, MoRef};

managed_objects! {
    /// A virtual machine or template.
    VirtualMachine = "VirtualMachine" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// VM folder; unset for VMs in a vApp.
        parent: MoRef = "parent" @ 2 0,
        /// Resource pool; unset for templates.
        resource_pool: Id = "resourcePool" @ 2 0,
        /// Host it is registered on.
        host: Id = "runtime.host" @ 2 0,
        /// `connected`, `disconnected`, `inaccessible`, `invalid`, `orphaned`.
        connection_state: CompactString = "runtime.connectionState" @ 2 0,
        /// `poweredOn`, `poweredOff`, `suspended`.
        power_state: CompactString = "runtime.powerState" @ 2 0,
        /// Text of a question it waits on.
        question: String = "runtime.question" of "text" @ 2 0,
        /// The Tools installer image is mounted.
        tools_installer_mounted: bool = "runtime.toolsInstallerMounted" @ 2 0,
        /// Bytes of memory overhead.
        memory_overhead: i64 = "runtime.memoryOverhead" @ 2 0,
        /// Lowest EVC mode it can run under with what it has now.
        min_required_evc_mode_key: CompactString = "runtime.minRequiredEVCModeKey" @ 4 1,
        /// HA protects it.
        das_protected: bool = "runtime.dasVmProtection" of "dasProtected" @ 5 0,
        /// Disks need consolidation.
        consolidation_needed: bool = "runtime.consolidationNeeded" @ 5 0,
        /// CPU and platform features it needs.
        feature_requirement: Features = "runtime.featureRequirement" @ 5 1,
        /// A snapshot is being taken or removed in the background.
        snapshot_in_background: bool = "runtime.snapshotInBackground" @ 6 0,
        /// A failover is going on.
        vm_failover_in_progress: bool = "runtime.vmFailoverInProgress" @ 7 0 2,
        /// It is a template.
        template: bool = "config.template" @ 2 0,
        /// Hardware version, e.g. `vmx-07`.
        hardware_version: CompactString = "config.version" @ 2 0,
        /// Guest operating system as configured.
        guest_full_name: String = "config.guestFullName" @ 2 0,
        /// Where its files are.
        files: VmFiles = "config.files" @ 2 0,
        /// CPUs, memory, devices.
        hardware: VmHardware = "config.hardware" @ 2 0,
        /// Logical CPUs it is tied to.
        cpu_affinity: Vec<i64> = "config.cpuAffinity" of "affinitySet" @ 2 0,
        /// NUMA nodes its memory is tied to.
        memory_affinity: Vec<i64> = "config.memoryAffinity" of "affinitySet" @ 2 0,
        /// CPUID mask of its own.
        cpu_feature_mask: Vec<CpuId> = "config.cpuFeatureMask" @ 2 0,
        /// CPU reservation, MHz.
        cpu_reservation: i64 = "config.cpuAllocation" of "reservation" @ 2 0,
        /// Memory reservation, MB.
        memory_reservation: i64 = "config.memoryAllocation" of "reservation" @ 2 0,
        /// Whether it is encrypted while it moves: `disabled`, `opportunistic`, `required`.
        migrate_encryption: CompactString = "config.migrateEncryption" @ 6 5,
        /// `inherit`, `vmDirectory`, `hostLocal`.
        swap_placement: CompactString = "config.swapPlacement" @ 2 5,
        /// Fault Tolerance role: 1 primary, 2 and more secondary.
        ft_role: i64 = "config.ftInfo" of "role" @ 4 0,
        /// Instance UUIDs of the VMs of its Fault Tolerance pair, the primary's first.
        ft_group: Vec<CompactString> = "config.ftInfo.instanceUuids" @ 4 0,
        /// Size of its SGX enclaves, bytes.
        sgx_epc: i64 = "config.sgxInfo" of "epcSize" @ 7 0,
        /// AMD SEV-ES is on.
        sev: bool = "config.sevEnabled" @ 7 0 1,
        /// HA may restart it although it has persistent memory, the contents of which are lost then.
        pmem_failover: bool = "config.pmemFailoverEnabled" @ 7 0 2,
        /// Extension that manages it.
        managed_by: CompactString = "config.managedBy" of "extensionKey" @ 5 0,
        /// Those of its advanced options that matter here: `*.sharing`.
        extra_config: Vec<(CompactString, String)> = "config.extraConfig" @ 2 0 lazy,
        /// All files with their type.
        layout_ex: Vec<VmFile> = "layoutEx" of "file" @ 4 0,
        /// Datastores it uses, those of attached images included.
        datastore: Vec<Id> = "datastore" @ 2 0,
        /// Networks it uses.
        network: Vec<Id> = "network" @ 2 0,
        /// Addresses as the guest tells them.
        guest_net: Vec<GuestNic> = "guest.net" @ 2 0,
        /// Host name as the guest tells it.
        guest_host_name: String = "guest.hostName" @ 2 0,
        /// `guestToolsRunning`, `guestToolsNotRunning`, `guestToolsExecutingScripts`.
        tools_running_status: CompactString = "guest.toolsRunningStatus" @ 4 0,
        /// Colour of the guest's heartbeat.
        guest_heartbeat_status: CompactString = "guestHeartbeatStatus" @ 2 0,
        /// Methods that are disabled on it.
        disabled_method: Vec<CompactString> = "disabledMethod" @ 2 0,
        /// Recent tasks.
        recent_task: Vec<Id> = "recentTask" @ 2 0,
        /// Present load.
        quick_stats: VmQuickStats = "summary.quickStats" @ 2 0,
        /// Alarms in force.
        triggered_alarm_state: Vec<AlarmState> = "triggeredAlarmState" @ 2 0,
        /// What vCenter's own checker says of moving it: the answer of a task, made on request.
        checks: Vec<CheckResult> = "QueryVMotionCompatibilityEx_Task()" @ 4 0 lazy,
    }

    /// A task that the recent tasks of some VM name. One that had gone when it was to be read has
    /// ended, and is left out of the recent tasks as well.
    Task = "Task" {
        /// Method that it carries out, e.g. `CreateSnapshot_Task`.
        name: CompactString = "info.name" @ 2 0,
        /// What it does, e.g. `VirtualMachine.createSnapshot`.
        description_id: CompactString = "info.descriptionId" @ 2 0,
        /// `queued`, `running`, `success`, `error`.
        state: CompactString = "info.state" @ 2 0,
        /// The object it works on.
        entity: MoRef = "info.entity" @ 2 0,
    }
}

/// Devices no rule can ask about: they never tie a VM to a host. The reader of a server leaves them out; a saved
/// inventory of another maker may have them. Every class not named here is kept, those that are not known yet
/// included.
pub const PLAIN_DEVICES: [&str; 14] = [
    "VirtualKeyboard",
    "VirtualPointingDevice",
    "VirtualMachineVideoCard",
    "VirtualIDEController",
    "VirtualPS2Controller",
    "VirtualSIOController",
    "VirtualPCIController",
    "VirtualSATAController",
    "VirtualAHCIController",
    "VirtualUSBController",
    "VirtualUSBXHCIController",
    "VirtualNVDIMMController",
    "VirtualPrecisionClock",
    "VirtualWDT",
];

/// `CheckResult`: whether a VM can move to one host.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct CheckResult {
    /// The VM.
    pub vm: Id,
    /// The host it would move to; empty = the answer is about the VM alone.
    pub host: Id,
    /// Why it cannot move.
    pub error: Vec<CheckFault>,
    /// What it should not be moved for.
    pub warning: Vec<CheckFault>,
}

/// A fault that the checker names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct CheckFault {
    /// Type as the server named it, e.g. `CannotAccessNetwork`.
    pub kind: CompactString,
    /// The server's text.
    pub message: String,
}

/// `VirtualMachineFileInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VmFiles {
    /// The `.vmx` file as `[datastore] path`.
    pub vm_path_name: String,
    /// Directory of snapshots; empty = not given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub snapshot_directory: String,
    /// Directory of suspend files; empty = not given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suspend_directory: String,
    /// Directory of Fault Tolerance metadata (6.0); empty = not given.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub ft_metadata_directory: String,
}

/// `VirtualHardware`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VmHardware {
    /// Virtual CPUs.
    pub num_cpu: i64,
    /// MB.
    pub memory_mb: i64,
    /// Devices that a rule may ask about. Controllers without bus sharing, keyboards, pointing
    /// devices, video cards and such are left out by the reader.
    pub device: Vec<Device>,
    /// Parts that its source does not hold.
    #[serde(skip_serializing_if = "Lacking::is_empty")]
    pub lacking: Lacking,
}

/// One virtual device.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Device {
    /// Device key, stable within the VM.
    pub key: i64,
    /// Type as the server named it, e.g. `VirtualCdrom`.
    pub kind: CompactString,
    /// Label, e.g. `CD/DVD drive 1`; empty when the server gives none.
    pub label: CompactString,
    /// Key of its controller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub controller_key: Option<i64>,
    /// Unit number on its controller.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_number: Option<i64>,
    /// Backing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backing: Option<Backing>,
    /// Connection state of a removable device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub connectable: Option<Connectable>,
    /// `sharedBus` of a controller: `noSharing`, `physicalSharing`, `virtualSharing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shared_bus: Option<CompactString>,
    /// `allowUnrestrictedCommunication` of a VMCI device.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unrestricted_vmci: Option<bool>,
    /// `capacityInMB` of persistent memory (6.7).
    #[serde(skip_serializing_if = "Option::is_none", rename = "capacityInMB")]
    pub capacity_mb: Option<i64>,
}

/// Backing of a device: what is common, and the fields the rules read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Backing {
    /// Type as the server named it, e.g. `VirtualCdromIsoBackingInfo`.
    pub kind: CompactString,
    /// `fileName`: `[datastore] path`, or a path on the host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<Box<str>>,
    /// `datastore`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub datastore: Option<Id>,
    /// `deviceName`: a host's device, or the label of a standard network.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device_name: Option<CompactString>,
    /// `network`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network: Option<Id>,
    /// `port` of a distributed port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<Box<super::DistributedPort>>,
    /// `opaqueNetworkId`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opaque_network_id: Option<CompactString>,
    /// `opaqueNetworkType`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opaque_network_type: Option<CompactString>,
    /// `lunUuid` of a raw device mapping.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lun_uuid: Option<Box<str>>,
    /// `compatibilityMode` of a raw device mapping: `physicalMode`, `virtualMode`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub compatibility_mode: Option<CompactString>,
    /// `sharing` of a disk: `sharingNone`, `sharingMultiWriter` (6.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sharing: Option<CompactString>,
    /// `migrateSupported` of a vGPU (7.0.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub migrate_supported: Option<bool>,
    /// `serviceURI` of a port over the network (4.1), which every such port has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub service_uri: Option<Box<str>>,
    /// `proxyURI` of a port over the network (4.1): the concentrator that it goes through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_uri: Option<Box<str>>,
    /// `parent`: the disk this one is a delta of (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Box<Backing>>,
}

/// `VirtualDeviceConnectInfo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Connectable {
    /// Connected; means something only while the VM runs.
    pub connected: bool,
    /// Connected at power-on.
    pub start_connected: bool,
}

/// `VirtualMachineFileLayoutExFileInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VmFile {
    /// `[datastore] path`.
    pub name: Box<str>,
    /// `config`, `nvram`, `diskDescriptor`, `snapshotData`, …
    #[serde(rename = "type")]
    pub kind: CompactString,
}

/// `GuestNicInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct GuestNic {
    /// Network label as the guest's adapter has it.
    pub network: CompactString,
    /// Addresses.
    pub ip_address: Vec<CompactString>,
    /// Key of the VM's adapter (`deviceConfigId`); `None` when the guest's has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub device: Option<i64>,
    /// Addresses with the length of their prefix (`ipConfig`, 4.1), e.g. `10.0.0.5/24`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub prefixed: Vec<CompactString>,
}

/// `VirtualMachineQuickStats`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VmQuickStats {
    /// MHz in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub overall_cpu_usage: Option<i64>,
    /// MB of host memory in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_memory_usage: Option<i64>,
    /// MB of guest memory in use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest_memory_usage: Option<i64>,
}
