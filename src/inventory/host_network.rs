//! Networking as one host sees it: adapters, switches, addresses, what serves vMotion.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Lacking;

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
    /// Parts that its source does not hold.
    #[serde(skip_serializing_if = "Lacking::is_empty")]
    pub lacking: Lacking,
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
    /// `spec.vlanId`; 4095 = trunk to the guest. Every port group has one; `None`: it was not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vlan_id: Option<i64>,
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
    /// IPv6 gateway of its own (6.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gateway6: Option<CompactString>,
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
    /// `origin`: `manual`, `dhcp`, `linklayer`, `random`, `other`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<CompactString>,
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
    /// IPv6 default gateway; empty = none.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub gateway6: CompactString,
    /// Its routing table (`routeTableConfig`), of both IP versions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub route: Vec<Route>,
}

/// `HostIpRouteEntry`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Route {
    /// Network it leads to.
    pub network: CompactString,
    /// Length of its prefix.
    pub prefix: i64,
    /// Next router; `0.0.0.0` or `::` = the network is at hand.
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
