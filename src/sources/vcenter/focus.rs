//! Reading a part of the inventory in depth: a light listing first, from which the caller picks the
//! containers, then hosts, VMs and pools of these containers only. What else there is stays as light
//! as it was listed.

use std::collections::HashSet;

use super::collect::{Collector, Listing, absorb};
use super::error::Error;
use super::followup;
use super::join::try_join_all;
use super::part::{Part, Pick};
use super::plan::{Family, Plan, Wanted};
use super::settings::Asks;
use crate::inventory::{
    Collection, FORMAT, HostSystem, Id, Inventory, MoRef, Object as _, ResourcePool, VirtualMachine,
};

/// Types of which only those in the containers are read. Datastores, networks and switches are shared
/// across clusters and stay whole.
pub(super) const IN_DEPTH: [&str; 3] = [HostSystem::TYPE, VirtualMachine::TYPE, ResourcePool::TYPE];

/// From here on a listing of everything is cheaper than a listing of each container.
const MANY: usize = 16;

/// VMs beside the containers asked for at a time.
const BESIDE_CHUNK: usize = 100;

/// How a part of the inventory is chosen.
pub struct Focus<'f> {
    /// Whether all VMs are needed, to pick or to be counted.
    pub all_vms: bool,
    /// What the light listing reads (`Type:path`), by whether all VMs are needed and by the name or
    /// address under which the server was reached.
    pub reads: fn(bool, &str) -> Vec<&'static str>,
    /// Picks the part.
    pub pick: &'f Pick<'f>,
}

impl Focus<'_> {
    /// Reads the light listing of everything and picks the part.
    pub(super) async fn choose(&self, collector: &Collector<'_>) -> Result<(Part, Inventory), Error> {
        let paths = (self.reads)(self.all_vms, collector.server);
        let wanted = Wanted::Only(paths.into_iter().map(str::to_owned).collect());
        let mut plan = Plan::new(collector.version, &wanted, Asks::default());
        let root = std::slice::from_ref(&collector.content.root_folder);
        let families = std::mem::take(&mut plan.families);
        let listings = families.into_iter().map(|family| collector.list(family, root));
        let mut light = Inventory { format: FORMAT, not_asked: plan.not_asked, ..Inventory::default() };
        light.collection = Collection {
            api_version: collector.version,
            server: collector.server.to_owned(),
            ..Collection::default()
        };
        for listing in try_join_all(listings).await? {
            absorb(&mut light, listing);
        }
        light.sort();
        light.apply_not_asked();
        let mut part = (self.pick)(&light).map_err(Error::NotInScope)?;
        if part.containers.len() > MANY {
            part.containers.clear();
        }
        Ok((part, light))
    }
}

/// Reads the VMs beside the containers as deep as those in them.
pub(super) async fn read_beside(
    collector: &Collector<'_>,
    family: Option<Family>,
    part: &Part,
    inventory: &mut Inventory,
) -> Result<(), Error> {
    let Some(family) = family.filter(|_| !part.containers.is_empty()) else { return Ok(()) };
    let there: HashSet<&Id> = inventory.vms.iter().map(|vm| &vm.id).collect();
    let missing = part.beside.iter().filter(|id| !there.contains(id));
    let refs: Vec<MoRef> = missing.map(|id| MoRef { kind: family.base.into(), id: id.clone() }).collect();
    let mut listing = Listing { family, inventory: Inventory::default(), dropped: vec![], unlisted: None };
    listing.unlisted = followup::read(collector, &mut listing, refs, BESIDE_CHUNK).await?;
    absorb(inventory, listing);
    Ok(())
}

/// Adds what the light listing has and the reading in depth has not: hosts and VMs that are counted
/// and found, but not judged.
pub(super) fn add_rest(inventory: &mut Inventory, mut light: Inventory) {
    inventory.hosts.append(&mut light.hosts);
    inventory.vms.append(&mut light.vms);
    inventory.resource_pools.append(&mut light.resource_pools);
    // The first of two is kept: the one that was read in depth.
    inventory.sort();
    for (kind, why) in light.unlisted {
        inventory.unlisted.entry(kind).or_insert(why);
    }
}
