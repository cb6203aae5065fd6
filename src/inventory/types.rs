//! The table of object types. Everything that is done for each type follows from it: the lists of
//! an inventory and its saved form, what is listed and read, how it is decoded, named and found.

/// Calls the macro that it is given, behind any tokens of its own, with a row for each object type:
///
/// `list: Type { … }`, the list of the inventory and the type of its objects, and of these
///
/// - `called`: the kind as which reports name them, if they do;
/// - `view`: the type of the view that lists them together with others; empty = none lists them;
/// - `also`: further types, derived from it, that are read as this one;
/// - `holds`: whether others can be below them in an inventory path.
#[macro_export]
macro_rules! object_types {
    ($with:ident $($first:tt)*) => { $crate::object_types! { [$with] $($first)* } };
    ([$($with:tt)*] $($first:tt)*) => {
        $($with)*! {
            $($first)*
            /// Datacenters.
            datacenters: Datacenter { called: Datacenter, view: "Datacenter", also: [], holds: true }
            /// Folders.
            folders: Folder { called: Folder, view: "Folder", also: [], holds: true }
            /// Clusters.
            clusters: ClusterComputeResource {
                called: Cluster, view: "ComputeResource", also: [], holds: true
            }
            /// Compute resources of stand-alone hosts.
            compute_resources: ComputeResource {
                called: ComputeResource, view: "ComputeResource", also: [], holds: true
            }
            /// Resource pools and vApps.
            resource_pools: ResourcePool {
                called: ResourcePool, view: "ResourcePool", also: ["VirtualApp"], holds: true
            }
            /// Hosts.
            hosts: HostSystem { called: Host, view: "HostSystem", also: [], holds: false }
            /// Virtual machines, templates included.
            vms: VirtualMachine { called: Vm, view: "VirtualMachine", also: [], holds: false }
            /// Datastores.
            datastores: Datastore { called: Datastore, view: "Datastore", also: [], holds: false }
            /// Datastore clusters.
            storage_pods: StoragePod { called: DatastoreCluster, view: "Folder", also: [], holds: true }
            /// Standard networks.
            networks: Network { called: Network, view: "Network", also: [], holds: false }
            /// Distributed port groups.
            portgroups: DistributedVirtualPortgroup { called: Network, view: "Network", also: [], holds: false }
            /// Opaque (NSX) networks.
            opaque_networks: OpaqueNetwork { called: Network, view: "Network", also: [], holds: false }
            /// Distributed switches.
            switches: DistributedVirtualSwitch {
                called: DistributedSwitch, view: "DistributedVirtualSwitch",
                also: ["VmwareDistributedVirtualSwitch"], holds: false
            }
            /// Tasks that the recent tasks of VMs name.
            #[serde(default)]
            tasks: Task { view: "", also: [], holds: false }
        }
    };
}

/// Calls the macro that it is given with the names of all lists of objects of an inventory.
#[macro_export]
macro_rules! every_list {
    (@rows $with:ident $( $(#[$meta:meta])* $list:ident: $object:ident $about:tt )*) => {
        $with! { $($list),* }
    };
    ($with:ident) => { $crate::object_types! { [$crate::every_list] @rows $with } };
}

/// Calls the macro that it is given with `list: Type` for all lists of objects of an inventory.
#[macro_export]
macro_rules! every_type {
    (@rows $with:ident $( $(#[$meta:meta])* $list:ident: $object:ident $about:tt )*) => {
        $with! { $($list: $object),* }
    };
    ($with:ident) => { $crate::object_types! { [$crate::every_type] @rows $with } };
}

pub use {every_list, every_type, object_types};

use super::*;

/// What the table says of an object type.
#[derive(Clone, Copy, Debug)]
pub struct ObjectType {
    /// The list of the saved form that holds its objects.
    pub list: &'static str,
    /// Name of the type.
    pub name: &'static str,
    /// Type of the view that lists its objects together with others; empty = none does.
    pub view: &'static str,
    /// Further types that are read as this one.
    pub also: &'static [&'static str],
    /// What can be asked of its objects.
    pub properties: &'static [Property],
}

impl ObjectType {
    /// The type of that name.
    pub fn named(name: &str) -> Option<&'static Self> {
        OBJECT_TYPES.iter().find(|one| one.name == name)
    }
}

macro_rules! rows {
    ($( $(#[$meta:meta])* $list:ident: $object:ident {
        $(called: $kind:ident,)? view: $view:literal, also: [$($also:literal),*], holds: $holds:literal
    } )*) => {
        /// All object types, in the order of the saved form.
        pub const OBJECT_TYPES: &[ObjectType] = &[ $( ObjectType {
            list: stringify!($list),
            name: <$object as Object>::TYPE,
            view: $view,
            also: &[$($also),*],
            properties: <$object as Object>::PROPERTIES,
        } ),* ];
    };
}
object_types!(rows);
