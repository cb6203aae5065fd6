//! Reading a part of the inventory in depth: a light listing first, from which the caller picks the
//! containers, then hosts, VMs and pools of these containers only.

use std::collections::BTreeSet;

use super::collect::{Collector, append, sort};
use super::error::Error;
use super::join::try_join_all;
use super::plan::{Plan, Wanted};
use crate::inventory::{Collection, FORMAT, Inventory, MoRef};

/// Types of which only those in the containers are read. Datastores, networks and switches are shared
/// across clusters and stay whole.
pub(super) const IN_DEPTH: [&str; 3] = ["HostSystem", "VirtualMachine", "ResourcePool"];

/// From here on a listing of everything is cheaper than a listing of each container.
const MANY: usize = 16;

/// What the light listing reads: who is called how, and where it is.
const LIGHT: &[&str] = &[
    "Datacenter:name",
    "Datacenter:parent",
    "Folder:name",
    "Folder:parent",
    "ClusterComputeResource:name",
    "ClusterComputeResource:parent",
    "ClusterComputeResource:host",
    "ComputeResource:name",
    "ComputeResource:parent",
    "ComputeResource:host",
];

/// The same of VMs, when one is named: where each is follows from its host or its pool.
const LIGHT_VMS: &[&str] = &[
    "HostSystem:name",
    "HostSystem:parent",
    "VirtualMachine:name",
    "VirtualMachine:parent",
    "VirtualMachine:resourcePool",
    "VirtualMachine:runtime.host",
    "ResourcePool:name",
    "ResourcePool:parent",
    "ResourcePool:owner",
];

/// Picks the containers to be read in depth from the light listing, none for everything; or says why
/// it cannot.
pub type Pick<'f> = dyn Fn(&Inventory) -> Result<Vec<MoRef>, String> + Sync + 'f;

/// A part of the inventory.
pub struct Focus<'f> {
    /// Whether the names of VMs are needed to pick.
    pub by_vm: bool,
    /// Picks the containers.
    pub pick: &'f Pick<'f>,
}

impl Focus<'_> {
    /// Reads the light listing and picks the containers.
    pub(super) async fn containers(&self, collector: &Collector<'_>) -> Result<Vec<MoRef>, Error> {
        let paths = LIGHT.iter().chain(if self.by_vm { LIGHT_VMS } else { &[] });
        let wanted = Wanted::Only(paths.map(|path| (*path).to_owned()).collect::<BTreeSet<_>>());
        let plan = Plan::new(collector.version, &wanted);
        let root = std::slice::from_ref(&collector.content.root_folder);
        let listings = plan.families.into_iter().map(|family| collector.list(family, root));
        let mut light = Inventory { format: FORMAT, not_asked: plan.not_asked, ..Inventory::default() };
        light.collection = Collection { api_version: collector.version, ..Collection::default() };
        for listing in try_join_all(listings).await? {
            append(&mut light, listing.inventory);
            if let Some(why) = listing.unlisted {
                light
                    .unlisted
                    .extend(listing.family.types.iter().map(|kind| ((*kind).to_owned(), why.clone())));
            }
        }
        sort(&mut light);
        light.apply_not_asked();
        let containers = (self.pick)(&light).map_err(Error::NotInScope)?;
        Ok(if containers.len() > MANY { Vec::new() } else { containers })
    }
}
