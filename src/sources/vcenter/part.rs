//! The part of an inventory that is read in depth.

use std::collections::BTreeSet;

use crate::inventory::{Id, Inventory, MoRef};

/// The part of an inventory that is read in depth. The default is everything.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Where the objects in scope are; none = everywhere.
    pub containers: Vec<MoRef>,
    /// Clusters in scope; `None` = all.
    pub clusters: Option<BTreeSet<Id>>,
    /// VMs in scope; `None` = all in these clusters.
    pub vms: Option<BTreeSet<Id>>,
    /// VMs that are read in depth wherever they are.
    pub beside: Vec<Id>,
}

impl Part {
    /// Whether a cluster is in scope.
    pub fn covers(&self, cluster: &Id) -> bool {
        self.clusters.as_ref().is_none_or(|all| all.contains(cluster))
    }
}

/// Picks the part to be read in depth from the light listing; or says why it cannot.
pub type Pick<'f> = dyn Fn(&Inventory) -> Result<Part, String> + Sync + 'f;
