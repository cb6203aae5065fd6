//! Hosts: hardware, CPU, networking, storage as one host sees it.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{AlarmState, Id, Issue, MoRef, NicHint};

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
        feature_capability: Vec<Feature> = "config.featureCapability" @ 5 1,
        /// The same after the EVC mask.
        masked_feature_capability: Vec<Feature> = "config.maskedFeatureCapability" @ 5 1,
        /// Disks, adapters and paths; megabytes per host.
        storage_device: StorageDevice = "config.storageDevice" @ 2 0 lazy,
        /// Its network system, which is asked what its adapters hear; on request only.
        network_system: Id = "configManager.networkSystem" @ 2 0 lazy,
        /// What its physical adapters hear: one call per host, on request only.
        network_hints: Vec<NicHint> = "configManager.networkSystem.QueryNetworkHint()" @ 2 0 lazy,
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

/// `HostFeatureCapability`, or a VM's `VirtualMachineFeatureRequirement`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Feature {
    /// Feature name, e.g. `cpuid.SSE42`.
    pub key: CompactString,
    /// A number for a capability; `Bool:Min:1`, `Num:Min:n` for a requirement.
    pub value: CompactString,
}

/// `HostNetworkInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostNetwork {
    /// Physical adapters.
    pub pnic: Vec<PhysicalNic>,
    /// Standard switches.
    pub vswitch: Vec<HostVswitch>,
    /// Port groups of the standard switches.
    pub portgroup: Vec<HostPortgroup>,
    /// This host's ends of distributed switches (4.0).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proxy_switch: Vec<ProxySwitch>,
    /// vmkernel adapters.
    pub vnic: Vec<VirtualNic>,
    /// Service-console adapters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub console_vnic: Vec<VirtualNic>,
    /// TCP/IP stacks (5.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub net_stack: Vec<NetStack>,
    /// Opaque switches (5.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opaque_switch: Vec<OpaqueSwitch>,
    /// Opaque networks (5.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub opaque_network: Vec<HostOpaqueNetwork>,
}

/// `PhysicalNic`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct PhysicalNic {
    /// Key, by which switches name it.
    pub key: CompactString,
    /// Device name, e.g. `vmnic0`.
    pub device: CompactString,
    /// Link; `None` = down.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// Speeds the adapter could do, Mb/s.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub valid_mbps: Vec<i64>,
}

/// `PhysicalNicLinkInfo`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Link {
    /// Mb/s.
    pub speed_mb: i64,
    /// Full duplex.
    pub duplex: bool,
}

/// `HostVirtualSwitch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostVswitch {
    /// Key, by which port groups name it.
    pub key: CompactString,
    /// Name, e.g. `vSwitch0`.
    pub name: CompactString,
    /// Keys of its uplinks.
    pub pnic: Vec<CompactString>,
    /// MTU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<i64>,
}

/// `HostPortGroup`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostPortgroup {
    /// Key.
    pub key: CompactString,
    /// `spec.name`: the label, not escaped.
    pub name: CompactString,
    /// `spec.vlanId`; 4095 = trunk to the guest.
    pub vlan_id: i64,
    /// Key of its switch (`vswitch`); `None` when it has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vswitch: Option<CompactString>,
    /// `spec.vswitchName`.
    pub vswitch_name: CompactString,
    /// `computedPolicy.nicTeaming.nicOrder`; `None` when the server gives none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nic_order: Option<NicOrder>,
    /// `computedPolicy.security`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<SecurityPolicy>,
}

/// `HostNicOrderPolicy`, or the uplink order of a distributed port group: device or uplink names.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct NicOrder {
    /// Active.
    pub active: Vec<CompactString>,
    /// Standby.
    pub standby: Vec<CompactString>,
}

/// `HostNetworkSecurityPolicy`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct SecurityPolicy {
    /// Promiscuous mode allowed.
    pub allow_promiscuous: Option<bool>,
    /// MAC changes allowed.
    pub mac_changes: Option<bool>,
    /// Forged transmits allowed.
    pub forged_transmits: Option<bool>,
}

/// `HostProxySwitch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ProxySwitch {
    /// UUID of the distributed switch.
    pub dvs_uuid: CompactString,
    /// Its name.
    pub dvs_name: CompactString,
    /// Keys of the physical adapters in use (`pnic`).
    pub pnic: Vec<CompactString>,
    /// Uplink port key → uplink name (`uplinkPort`).
    pub uplink_port: Vec<(CompactString, CompactString)>,
    /// Physical device → uplink port key (`spec.backing.pnicSpec`).
    pub pnic_spec: Vec<PnicSpec>,
    /// LAG name → names of its uplinks' ports (`hostLag`, 5.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub host_lag: Vec<HostLag>,
    /// MTU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<i64>,
}

/// `DistributedVirtualSwitchHostMemberPnicSpec`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct PnicSpec {
    /// Device name, e.g. `vmnic1`.
    pub pnic_device: CompactString,
    /// Key of the uplink port it is plugged into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplink_port_key: Option<CompactString>,
}

/// `HostProxySwitchHostLagConfig`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostLag {
    /// Key of the LAG.
    pub lag_key: CompactString,
    /// Name of the LAG.
    pub lag_name: CompactString,
    /// Port key → port name of its member uplinks.
    pub uplink_port: Vec<(CompactString, CompactString)>,
}

/// `HostVirtualNic`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VirtualNic {
    /// Key in this list; the NIC manager uses other keys for the same adapter.
    pub key: CompactString,
    /// Device, e.g. `vmk0`, `vswif0`.
    pub device: CompactString,
    /// Name of the standard port group; empty on a distributed or opaque network.
    pub portgroup: CompactString,
    /// Address.
    pub ip: Ip,
    /// Distributed port (4.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distributed_port: Option<DistributedPort>,
    /// Id of the opaque network (6.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub opaque_network: Option<CompactString>,
    /// TCP/IP stack (5.5); `None` = the default stack.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub net_stack: Option<CompactString>,
    /// MTU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mtu: Option<i64>,
    /// Gateway of its own (6.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway: Option<CompactString>,
}

/// `HostIpConfig`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Ip {
    /// From DHCP.
    pub dhcp: bool,
    /// IPv4 address; empty = none.
    pub address: CompactString,
    /// IPv4 mask; empty = none.
    pub mask: CompactString,
    /// IPv6 addresses (4.0).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub v6: Vec<Ipv6>,
}

/// `HostIpConfigIpV6Address`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Ipv6 {
    /// Address.
    pub address: CompactString,
    /// Prefix length.
    pub prefix: i64,
    /// `dadState`, e.g. `preferred`; empty = not given.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub state: CompactString,
}

/// `DistributedVirtualSwitchPortConnection`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DistributedPort {
    /// UUID of the distributed switch.
    pub switch_uuid: CompactString,
    /// Key of the port group; `None` = a stand-alone port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub portgroup_key: Option<CompactString>,
    /// Key of the port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port_key: Option<CompactString>,
}

/// `HostNetStackInstance`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct NetStack {
    /// `defaultTcpipStack`, `vmotion`, `vSphereProvisioning`, or a name of its own.
    pub key: CompactString,
    /// Default gateway; empty = none.
    pub gateway: CompactString,
}

/// `HostOpaqueSwitch`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct OpaqueSwitch {
    /// Key.
    pub key: CompactString,
    /// Name.
    pub name: CompactString,
    /// Keys of its physical adapters.
    pub pnic: Vec<CompactString>,
    /// Keys of its zones.
    pub zone: Vec<CompactString>,
}

/// `HostOpaqueNetworkInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostOpaqueNetwork {
    /// Id of the opaque network.
    pub id: CompactString,
    /// Name.
    pub name: CompactString,
    /// Type, e.g. `nsx.LogicalSwitch`.
    pub kind: CompactString,
    /// Keys of the zones it belongs to.
    pub pnic_zone: Vec<CompactString>,
}

/// `HostVirtualNicManagerInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct VirtualNicManagerInfo {
    /// One entry per kind of traffic.
    pub net_config: Vec<NetConfig>,
}

/// `VirtualNicManagerNetConfig`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct NetConfig {
    /// `management`, `vmotion`, `faultToleranceLogging`, `vsan`, …
    pub nic_type: CompactString,
    /// Candidates: key (of this list) and device.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidate: Vec<(CompactString, CompactString)>,
    /// Keys (of this list) of the selected adapters.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub selected: Vec<CompactString>,
}

/// `HostVMotionInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HostVMotion {
    /// `netConfig.candidateVnic`: key and device.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub candidate: Vec<(CompactString, CompactString)>,
    /// `netConfig.selectedVnic`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selected: Option<CompactString>,
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
