//! The matrix as a report shows it: the classes of VMs that some host does not take, and no more of them than a
//! page has room for.

use crate::facts::map::ClusterMap;
use crate::placement::classes::{Used, classes};
use crate::placement::naming::{host, reasons, vm};
use crate::placement::standing::Restarting;
use crate::report::{Cell, HeatMap, HeatRow, Hindrance, Home};
use crate::terms::Relation;

/// Classes that are shown of a cluster.
const MOST_ROWS: usize = 10;
/// Hosts that are shown of a cluster.
const MOST_HOSTS: usize = 24;
/// VMs of a class that are named.
const FEW_VMS: usize = 3;

/// Moves of running VMs, and restarts where HA restarts anything. Of a host that is alone there is nothing to show.
pub(super) fn heat(map: &ClusterMap) -> Vec<HeatMap> {
    if map.hosts.len() < 2 {
        return Vec::new();
    }
    let restarts = (!Restarting::of(map).is_nobody()).then_some(Relation::Restart);
    [Some(Relation::Live), restarts].into_iter().flatten().map(|relation| of(map, relation)).collect()
}

/// Whether it is certain that VMs can go there.
fn is_calm(cell: &Cell) -> bool {
    matches!(cell, Cell::Here | Cell::Yes)
}

fn of(map: &ClusterMap, relation: Relation) -> HeatMap {
    let mut rows: Vec<HeatRow> = Vec::new();
    let (mut rows_left, mut vms_left, mut free) = (0, 0, 0);
    for class in classes(map, relation, |_| true) {
        let count = class.vms.len();
        let on = class.homes(map);
        let cells = class.cells(map, &on);
        if cells.iter().all(is_calm) {
            free += count;
        } else if rows.len() == MOST_ROWS {
            rows_left += 1;
            vms_left += count;
        } else {
            let vms = class.vms.iter().take(FEW_VMS).map(|at| vm(map, *at)).collect();
            rows.push(HeatRow { vms, count, on, cells });
        }
    }
    let shown = shown(map.hosts.len(), &rows);
    for row in &mut rows {
        let new = |old: usize| shown.binary_search(&old).ok();
        let homes = row.on.iter().filter_map(|home| Some(Home { host: new(home.host)?, vms: home.vms }));
        row.on = homes.collect();
        row.cells = shown.iter().filter_map(|at| row.cells.get(*at).cloned()).collect();
    }
    let used = Used::of(rows.iter_mut().flat_map(|row| &mut row.cells));
    HeatMap {
        relation,
        hosts: shown.iter().map(|at| host(map, *at)).collect(),
        hosts_left: map.hosts.len() - shown.len(),
        hindrances: used.hindrances.pick(&map.barriers, Hindrance::of),
        reasons: used.reasons.pick(&map.reasons, reasons),
        rows,
        rows_left,
        vms_left,
        free,
    }
}

/// Positions of the hosts that are shown, in their order: first those that do not take some of the VMs.
fn shown(hosts: usize, rows: &[HeatRow]) -> Vec<usize> {
    let calm = |at: &usize| rows.iter().all(|row| row.cells.get(*at).is_none_or(is_calm));
    let (calm, warm): (Vec<usize>, Vec<usize>) = (0..hosts).partition(calm);
    let mut shown: Vec<usize> = warm.into_iter().chain(calm).take(MOST_HOSTS).collect();
    shown.sort_unstable();
    shown
}
