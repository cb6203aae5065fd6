//! Datastores and datastore clusters.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::prop::managed_objects;
use super::{Id, Lacking, MoRef};

managed_objects! {
    /// A datastore.
    Datastore = "Datastore" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 2 0,
        /// Datastore folder or datastore cluster.
        parent: MoRef = "parent" @ 2 0,
        /// Type, size, reachability.
        summary: DatastoreSummary = "summary" @ 2 0,
        /// What lies behind it.
        info: DatastoreInfo = "info" @ 2 0,
        /// Mounts, one per host.
        host: Vec<Mount> = "host" @ 2 0,
    }

    /// A datastore cluster.
    StoragePod = "StoragePod" {
        /// Name, escaped as the server sends it.
        name: CompactString = "name" @ 5 0,
        /// Datastore folder.
        parent: MoRef = "parent" @ 5 0,
        /// Member datastores.
        child_entity: Vec<MoRef> = "childEntity" @ 5 0,
    }
}

/// `DatastoreSummary`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DatastoreSummary {
    /// `VMFS`, `NFS`, `NFS41`, `vsan`, `VVOL`, `PMEM`, …
    #[serde(rename = "type")]
    pub kind: CompactString,
    /// Identifies the same storage across datacenters.
    pub url: String,
    /// At least one host reaches it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessible: Option<bool>,
    /// More than one host of the datacenter has it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub multiple_host_access: Option<bool>,
    /// `normal`, `enteringMaintenance`, `inMaintenance` (5.0).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maintenance_mode: Option<CompactString>,
    /// Parts that its source does not hold.
    #[serde(skip_serializing_if = "Lacking::is_empty")]
    pub lacking: Lacking,
}

/// `DatastoreInfo` and its subclasses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct DatastoreInfo {
    /// Type as the server named it, e.g. `VmfsDatastoreInfo`.
    pub kind: CompactString,
    /// Canonical names of the disks of a VMFS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub extent: Vec<String>,
    /// `vmfs.local` (5.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local: Option<bool>,
    /// `vmfs.uuid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uuid: Option<String>,
    /// `nas.remoteHost`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_host: Option<String>,
    /// `nas.remotePath`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_path: Option<String>,
}

/// `DatastoreHostMount`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Mount {
    /// The host.
    pub key: Id,
    /// `readWrite`, `readOnly`; empty when the server gives none.
    pub access_mode: CompactString,
    /// Reachable from the host (2.5); `None`: `summary.accessible` applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub accessible: Option<bool>,
    /// Mounted (5.0); `None` = mounted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mounted: Option<bool>,
    /// Why it is not reachable (5.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inaccessible_reason: Option<CompactString>,
}
