//! What the physical adapters of a host have heard on their wires.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// `PhysicalNicHintInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct NicHint {
    /// Device of the adapter, e.g. `vmnic0`.
    pub device: CompactString,
    /// Addresses seen on it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subnet: Vec<SeenSubnet>,
    /// The switch as CDP tells it (`connectedSwitchPort`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cdp: Option<Neighbour>,
    /// The switch as LLDP tells it (5.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lldp: Option<Neighbour>,
}

/// `PhysicalNicIpHint`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct SeenSubnet {
    /// A range of addresses, `192.168.10.1-192.168.10.254`, or a subnet with its prefix length.
    pub range: CompactString,
    /// VLAN; `None` = not tagged.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vlan: Option<i64>,
}

/// The switch port at the other end of a cable: `PhysicalNicCdpInfo` or
/// `LinkLayerDiscoveryProtocolInfo`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Neighbour {
    /// What tells switches apart: the device id of CDP, the chassis id of LLDP.
    pub switch: CompactString,
    /// Name of the switch, where it tells one.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub name: CompactString,
    /// Its port.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub port: CompactString,
}
