//! Networks as vCenter lists them, and distributed switches.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{Id, MoRef, NicOrder, SecurityPolicy};

managed_objects! {
    /// A standard network: one per label and network folder.
    Network = "Network" {
        /// Label, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Network folder.
        parent: MoRef = "parent" @ 2 0,
        /// Hosts that have it.
        host: Vec<Id> = "host" @ 2 0,
    }

    /// A distributed port group.
    DistributedVirtualPortgroup = "DistributedVirtualPortgroup" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 4 0,
        /// Network folder.
        parent: MoRef = "parent" @ 4 0,
        /// Key, by which adapters name it.
        key: CompactString = "key" @ 4 0,
        /// Switch, teaming, VLAN.
        config: PortgroupConfig = "config" @ 4 0,
        /// Hosts that have it.
        host: Vec<Id> = "host" @ 4 0,
    }

    /// An opaque (NSX) network.
    OpaqueNetwork = "OpaqueNetwork" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 5 5,
        /// Network folder.
        parent: MoRef = "parent" @ 5 5,
        /// Id and type.
        summary: OpaqueSummary = "summary" @ 5 5,
        /// Hosts that have it.
        host: Vec<Id> = "host" @ 5 5,
    }

    /// A distributed switch.
    DistributedVirtualSwitch = "DistributedVirtualSwitch" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 4 0,
        /// Network folder.
        parent: MoRef = "parent" @ 4 0,
        /// UUID, by which hosts name it.
        uuid: CompactString = "uuid" @ 4 0,
        /// Members, uplink port groups, default teaming.
        config: SwitchConfig = "config" @ 4 0,
        /// Its port groups.
        portgroup: Vec<Id> = "portgroup" @ 4 0,
        /// What its health check has found.
        runtime: SwitchRuntime = "runtime" @ 5 1,
    }
}

/// `DVPortgroupConfigInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct PortgroupConfig {
    /// Its switch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub switch: Option<Id>,
    /// `defaultPortConfig`.
    pub port: PortSetting,
    /// `policy.uplinkTeamingOverrideAllowed`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplink_teaming_override_allowed: Option<bool>,
    /// It carries the uplinks (6.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplink: Option<bool>,
    /// `standard` or `nsx` (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub backing_type: Option<CompactString>,
    /// NSX segment (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segment_id: Option<String>,
    /// NSX logical switch (7.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logical_switch_uuid: Option<CompactString>,
}

/// `VMwareDVSPortSetting`, as far as the rules read it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct PortSetting {
    /// `uplinkTeamingPolicy.uplinkPortOrder`: names of uplinks or LAGs; `None` when inherited or
    /// not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uplink_order: Option<NicOrder>,
    /// VLAN as text: `10`, `trunk 1-4094`, `private 100`; `None` when inherited or not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vlan: Option<CompactString>,
    /// Security policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<SecurityPolicy>,
}

/// `OpaqueNetworkSummary`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct OpaqueSummary {
    /// `opaqueNetworkId`.
    pub id: CompactString,
    /// `opaqueNetworkType`.
    pub kind: CompactString,
}

/// `VMwareDVSConfigInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct SwitchConfig {
    /// Member hosts.
    pub host: Vec<SwitchMember>,
    /// Port groups that carry uplinks.
    pub uplink_portgroup: Vec<Id>,
    /// `defaultPortConfig`.
    pub port: PortSetting,
    /// Network I/O Control (4.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub network_resource_management_enabled: Option<bool>,
    /// MTU.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_mtu: Option<i64>,
    /// LAG name → number of its uplinks (5.5).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lag: Vec<(CompactString, i64)>,
    /// The health checks that are set up: kind and whether it is on (`healthCheckConfig`, 5.1).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub health_check: Vec<(CompactString, bool)>,
}

impl SwitchConfig {
    /// Whether VLANs and MTU are being checked. What was found stays when the check is switched off.
    pub fn checks_vlan_and_mtu(&self) -> bool {
        self.health_check.iter().any(|(kind, on)| *on && kind == "VMwareDVSVlanMtuHealthCheckConfig")
    }
}

/// What is kept of `DVSRuntimeInfo`: what the health check of VLANs and MTU has found.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct SwitchRuntime {
    /// `hostMemberRuntime`.
    pub member: Vec<MemberRuntime>,
}

/// `HostMemberRuntimeInfo`, as far as the results of the check of VLANs and MTU go.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct MemberRuntime {
    /// The host.
    pub host: Id,
    /// VLANs that the physical switch does not carry at some uplink: first and last of a range.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub untrunked_vlan: Vec<(i64, i64)>,
    /// VLANs in which the physical switch does not carry the switch's MTU at some uplink: first and last
    /// of a range.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub small_mtu_vlan: Vec<(i64, i64)>,
}

/// `DistributedVirtualSwitchHostMember`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct SwitchMember {
    /// The host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Id>,
    /// `up`, `pending`, `outOfSync`, `warning`, `disconnected`, `down` (4.1 fills it reliably).
    pub status: CompactString,
}
