//! Typed vSphere objects *as read*: what a vCenter said, what it left unset, and what could not be
//! read and why. Nothing is derived here and nothing is fetched.

mod cluster;
mod host;
mod network;
mod not_asked;
mod paths;
mod prop;
mod storage;
mod vcenter;
mod version;
mod vm;

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

pub use cluster::*;
pub use host::*;
pub use network::*;
pub use paths::Paths;
pub use prop::{Decode, Object, Prop, Property, ReasonKind, Unreadable};
pub use storage::*;
pub use vcenter::*;
pub use version::ApiVersion;
pub use vm::*;

/// Managed-object id such as `host-12`; unique within one vCenter.
pub type Id = CompactString;

/// Reference to an object of any type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MoRef {
    /// Managed object type as the server named it.
    #[serde(rename = "type")]
    pub kind: CompactString,
    /// Managed-object id.
    pub id: Id,
}

/// Version of the saved form. A reader refuses newer ones.
pub const FORMAT: u32 = 1;

/// Everything that was read from one vCenter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Inventory {
    /// Version of this form: [`FORMAT`].
    pub format: u32,
    /// Where and when it was read.
    pub collection: Collection,
    /// The vCenter itself.
    pub vcenter: VCenter,
    /// Properties that were not asked for, by object type and path: on every object of the type
    /// they are [`Prop::Unreadable`] for this reason.
    #[serde(default)]
    pub not_asked: std::collections::BTreeMap<String, std::collections::BTreeMap<String, ReasonKind>>,
    /// Whole object types that could not be listed, with the reason.
    #[serde(default)]
    pub unlisted: std::collections::BTreeMap<String, std::sync::Arc<Unreadable>>,
    /// Datacenters.
    pub datacenters: Vec<Datacenter>,
    /// Folders.
    pub folders: Vec<Folder>,
    /// Clusters.
    pub clusters: Vec<ClusterComputeResource>,
    /// Compute resources of stand-alone hosts.
    pub compute_resources: Vec<ComputeResource>,
    /// Resource pools and vApps.
    pub resource_pools: Vec<ResourcePool>,
    /// Hosts.
    pub hosts: Vec<HostSystem>,
    /// Virtual machines, templates included.
    pub vms: Vec<VirtualMachine>,
    /// Datastores.
    pub datastores: Vec<Datastore>,
    /// Datastore clusters.
    pub storage_pods: Vec<StoragePod>,
    /// Standard networks.
    pub networks: Vec<Network>,
    /// Distributed port groups.
    pub portgroups: Vec<DistributedVirtualPortgroup>,
    /// Opaque (NSX) networks.
    pub opaque_networks: Vec<OpaqueNetwork>,
    /// Distributed switches.
    pub switches: Vec<DistributedVirtualSwitch>,
}

/// Where and when an inventory was read, and what that took.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    /// Host name or address of the server, without credentials.
    pub server: String,
    /// The API version that was negotiated.
    pub api_version: ApiVersion,
    /// Machine that read it.
    #[serde(default)]
    pub machine: String,
    /// Start of the reading by the server's clock, RFC 3339.
    #[serde(default)]
    pub at: String,
    /// Milliseconds it took.
    #[serde(default)]
    pub took_ms: u64,
    /// Requests sent.
    #[serde(default)]
    pub requests: u64,
    /// Bytes received, unpacked.
    #[serde(default)]
    pub bytes: u64,
}
