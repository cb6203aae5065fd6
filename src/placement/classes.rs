//! Classes of VMs: those of one row of a map.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use crate::facts::map::{ClusterMap, MapCell, MapVm};
use crate::report::{Cell, Home};
use crate::terms::Relation;

/// VMs that can go to the same hosts, and are kept from the others by the same.
pub(super) struct ByRow {
    /// Their row in the map.
    row: usize,
    /// The VMs, positions in the map.
    pub vms: Vec<usize>,
}

/// The classes of a cluster, the largest first; of classes of one size that comes first whose first VM does.
pub(super) fn classes(map: &ClusterMap, relation: Relation, chosen: impl Fn(&MapVm) -> bool) -> Vec<ByRow> {
    let mut classes: Vec<ByRow> = Vec::new();
    let mut known: HashMap<usize, usize> = HashMap::new();
    for (at, vm) in map.vms.iter().enumerate().filter(|(_, vm)| chosen(vm)) {
        let row = match relation {
            Relation::Live => vm.live,
            Relation::Restart => vm.restart,
        };
        let class = *known.entry(row).or_insert(classes.len());
        if class == classes.len() {
            classes.push(ByRow { row, vms: Vec::new() });
        }
        if let Some(class) = classes.get_mut(class) {
            class.vms.push(at);
        }
    }
    classes.sort_by_key(|class| (Reverse(class.vms.len()), class.vms.first().copied()));
    classes
}

impl ByRow {
    /// How many of them are on each host that has any.
    pub fn homes(&self, map: &ClusterMap) -> Vec<Home> {
        let mut count: BTreeMap<usize, usize> = BTreeMap::new();
        for home in self.vms.iter().filter_map(|at| map.vms.get(*at)?.home.as_ref().ok()) {
            *count.entry(*home).or_default() += 1;
        }
        count.into_iter().map(|(host, vms)| Home { host, vms }).collect()
    }

    /// For each host whether those that are not on it can go there.
    pub fn cells(&self, map: &ClusterMap, on: &[Home]) -> Vec<Cell> {
        let all_on = |host: usize| on.iter().any(|home| home.host == host && home.vms == self.vms.len());
        let cells = map.rows.get(self.row).into_iter().flatten().enumerate();
        let cell = |(host, cell): (usize, &MapCell)| if all_on(host) { Cell::Here } else { cell_of(cell) };
        cells.map(cell).collect()
    }
}

/// A cell of a map.
pub(super) fn cell_of(cell: &MapCell) -> Cell {
    match cell {
        MapCell::Yes => Cell::Yes,
        MapCell::No(barriers) => Cell::No { by: barriers.iter().map(|at| *at as usize).collect() },
        MapCell::Unknown(reason) => Cell::Unknown { reason: *reason as usize },
    }
}

/// Positions that cells name.
#[derive(Default)]
pub(super) struct Used {
    /// Of hindrances, by their new positions.
    pub hindrances: Renumber,
    /// Of reasons.
    pub reasons: Renumber,
}

impl Used {
    /// Names in these cells by new positions only what one of them names.
    pub fn of<'c>(cells: impl Iterator<Item = &'c mut Cell>) -> Self {
        let mut used = Self::default();
        for cell in cells {
            match cell {
                Cell::No { by } => by.iter_mut().for_each(|at| *at = used.hindrances.of(*at)),
                Cell::Unknown { reason } => *reason = used.reasons.of(*reason),
                Cell::Here | Cell::Yes => {}
            }
        }
        used
    }
}

/// New positions for what is in use.
#[derive(Default)]
pub(super) struct Renumber {
    used: Vec<usize>,
    new: HashMap<usize, usize>,
}

impl Renumber {
    fn of(&mut self, old: usize) -> usize {
        let next = self.used.len();
        let new = *self.new.entry(old).or_insert(next);
        if new == next {
            self.used.push(old);
        }
        new
    }

    /// What is in use, in its new order.
    pub fn pick<'a, T, U>(&self, all: &'a [T], of: impl Fn(&'a T) -> U) -> Vec<U> {
        self.used.iter().filter_map(|at| all.get(*at)).map(of).collect()
    }
}
