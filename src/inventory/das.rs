//! HA at work in a cluster: what its agents say, and where they send heartbeats besides the network.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Id;

/// `ClusterDasAdvancedRuntimeInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DasRuntime {
    /// Agents of vCenter before 5.0 (`dasHostInfo.hostDasState`); `None` from 5.0 on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agents: Option<Vec<AamNode>>,
    /// Heartbeat datastores with the hosts that use them (5.0).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub heartbeat_datastores: Vec<HeartbeatDatastore>,
}

/// `ClusterDasAamNodeState`. States: `uninitialized`, `initialized`, `configuring`,
/// `unconfiguring`, `running`, `error`, `agentShutdown`, `nodeFailed`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct AamNode {
    /// The host.
    pub host: Id,
    /// How far its configuration is.
    pub config_state: CompactString,
    /// What the agent does.
    pub runtime_state: CompactString,
}

/// `DasHeartbeatDatastoreInfo`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct HeartbeatDatastore {
    /// The datastore.
    pub datastore: Id,
    /// Hosts that send heartbeats through it.
    pub hosts: Vec<Id>,
}
