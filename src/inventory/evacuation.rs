//! What DRS says of emptying a host.

use serde::{Deserialize, Serialize};

use super::{CheckFault, Id};

/// `ClusterEnterMaintenanceResult` of one host: where DRS would move its VMs, and what it cannot move.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DrsEvacuation {
    /// Moves that it would make (`recommendations`), those of VMs on other hosts included.
    pub moves: Vec<DrsMove>,
    /// What it cannot do (`fault.faultsByVm`).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<DrsFault>,
}

/// `ClusterDrsMigration`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DrsMove {
    /// The VM.
    pub vm: Id,
    /// Its host.
    pub source: Id,
    /// Where it would go.
    pub destination: Id,
}

/// `ClusterDrsFaultsFaultsByVm`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DrsFault {
    /// The VM; empty = it is about the host or the cluster.
    #[serde(skip_serializing_if = "Id::is_empty")]
    pub vm: Id,
    /// The faults.
    pub faults: Vec<CheckFault>,
}
