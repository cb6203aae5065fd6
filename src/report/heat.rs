//! Who can go where, by class of VMs: as much of it as a page shows.

use serde::Serialize;

use super::{Object, Reason};
use crate::terms::Relation;

/// What keeps a VM from a host.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Hindrance {
    /// What, e.g. `storage`.
    pub cause: &'static str,
    /// Of which device, datastore, network or rule; empty where the cause says it all.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// What it is, in a word, where that is known. Of a datastore: `local`, it lies on a disk of one host; `read-only`,
    /// the host may only read it. Of a device its kind. Of the state of a VM which. Of a network what the host lacks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how: Option<&'static str>,
    /// What is behind a device: a device of the host, a file, an address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub backing: String,
}

/// VMs on a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Home {
    /// The host, by position.
    pub host: usize,
    /// How many.
    pub vms: usize,
}

/// Whether VMs can go to a host.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Cell {
    /// They are there.
    Here,
    /// They can.
    Yes,
    /// They cannot.
    No {
        /// What keeps them, by positions in the list of hindrances beside the cells.
        by: Vec<usize>,
    },
    /// That is not known.
    Unknown {
        /// Why, a position in the list of reasons beside the cells.
        reason: usize,
    },
}

/// The classes of VMs of a cluster that some host does not take, or may not. Bounded: `vpreflight matrix` tells all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatMap {
    /// How the VMs get there.
    pub relation: Relation,
    /// Hosts that are shown; cells are in their order.
    pub hosts: Vec<Object>,
    /// Hosts in service that are not shown.
    pub hosts_left: usize,
    /// The classes that are shown, the largest first.
    pub rows: Vec<HeatRow>,
    /// Classes that are not shown although some host does not take them.
    pub rows_left: usize,
    /// VMs of those.
    pub vms_left: usize,
    /// VMs that can go to each other host, and have no row.
    pub free: usize,
    /// What keeps VMs from hosts; cells name it by position.
    pub hindrances: Vec<Hindrance>,
    /// Why cells are unknown; cells name it by position.
    pub reasons: Vec<Vec<Reason>>,
}

/// VMs that can go to the same hosts, and are kept from the others by the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeatRow {
    /// The first of them, in the order of their names.
    pub vms: Vec<Object>,
    /// How many they are.
    pub count: usize,
    /// How many of them are on each host that is shown and has any.
    pub on: Vec<Home>,
    /// For each host that is shown whether the VMs that are not on it can go there.
    pub cells: Vec<Cell>,
}
