//! The matrix: each class of VMs, or each VM, against each host.

use serde::Serialize;
use unicode_width::UnicodeWidthStr as _;

use crate::evaluate::object_of;
use crate::facts::map::{ClusterMap, MapCell, MapVm};
use crate::placement::FORMAT;
use crate::placement::classes::{ByRow, Used, cell_of, classes};
use crate::placement::event::LeftOffVm;
use crate::placement::held::held_by_checker;
use crate::placement::naming::{host, reasons, tool, vm};
use crate::placement::notes::{PreferredRule, preferred, quarantined};
use crate::placement::standing::{OutOfService, Restarting, left_off, out_of_service};
use crate::report::{Cell, HeldAgainst, Hindrance, Home, Object, Reason, Tool};
use crate::terms::Relation;

/// Who can go where.
#[derive(Clone, Debug, Serialize)]
pub struct Matrix {
    /// [`FORMAT`].
    pub format: u32,
    /// Program that made it.
    pub tool: Tool,
    /// How the VMs get there.
    pub relation: Relation,
    /// The clusters.
    pub clusters: Vec<ClusterMatrix>,
    /// VMs that share their name with another: forms for people tell them apart by their paths.
    #[serde(skip)]
    pub namesakes: Vec<Object>,
}

/// Whether a number is zero, which is not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_zero(number: &usize) -> bool {
    *number == 0
}

/// The matrix of one cluster.
#[derive(Clone, Debug, Serialize)]
pub struct ClusterMatrix {
    /// The cluster.
    pub cluster: Object,
    /// Its hosts in service; cells are in their order.
    pub hosts: Vec<Object>,
    /// Running VMs.
    pub vms: usize,
    /// VMs that do not run, templates not counted, and stand in no class.
    pub vms_off: usize,
    /// Of the VMs those of which it is not known whether they run.
    #[serde(skip_serializing_if = "is_zero")]
    pub vms_unclear: usize,
    /// Of restarts: whether HA restarts what a lost host ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub restarting: Option<Restarting>,
    /// Of restarts: VMs that HA does not restart, whatever their cells say.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub left_off: Vec<LeftOffVm>,
    /// Its hosts that are out of service, with the VMs that stand there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub out_of_service: Vec<OutOfService>,
    /// Its hosts that Proactive HA has put in quarantine: in service, and avoided by DRS.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub quarantined: Vec<Object>,
    /// VM-Host rules that only state a preference: they keep no VM from a host.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub preferred: Vec<PreferredRule>,
    /// Why there may be more hosts or VMs.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub incomplete: Vec<Reason>,
    /// What keeps VMs from hosts; cells name it by position.
    pub hindrances: Vec<Hindrance>,
    /// Why cells are unknown; cells name it by position.
    pub reasons: Vec<Vec<Reason>>,
    /// What vCenter's own checker says of these moves, where it was asked; of a restart it says nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held: Option<HeldAgainst>,
    /// Classes of VMs, the largest first.
    pub classes: Vec<Class>,
    /// Columns of the longest name among the VMs that are asked about.
    #[serde(skip)]
    pub widest: usize,
}

/// VMs that can go to the same hosts, and are kept from the others by the same.
#[derive(Clone, Debug, Serialize)]
pub struct Class {
    /// The VMs, in the order of their names.
    pub vms: Vec<Object>,
    /// How many of them are on each host that has any; one whose host is not known is on none.
    pub on: Vec<Home>,
    /// For each host whether the VMs that are not on it can go there; *here* where all of them are on it.
    pub cells: Vec<Cell>,
}

/// One VM against the hosts of its cluster.
#[derive(Clone, Debug, Serialize)]
pub struct EachVm {
    /// The VM.
    pub vm: Object,
    /// Its host, by position; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub home: Option<usize>,
    /// A cell for each host.
    pub cells: Vec<Cell>,
}

impl From<EachVm> for Class {
    /// The class of this VM alone.
    fn from(one: EachVm) -> Self {
        let on = one.home.map(|host| Home { host, vms: 1 });
        Self { vms: vec![one.vm], on: on.into_iter().collect(), cells: one.cells }
    }
}

/// The matrix by class. With `vms`, of these VMs only, by name, path or id.
pub fn matrix(maps: &[ClusterMap], relation: Relation, chosen: impl Fn(&MapVm) -> bool) -> Matrix {
    let of = |map: &ClusterMap| cluster(map, relation, &chosen);
    Matrix {
        format: FORMAT,
        tool: tool(),
        relation,
        clusters: maps.iter().map(of).collect(),
        namesakes: Vec::new(),
    }
}

/// As [`matrix`], with a row for each VM in clusters that have no more than so many cells then.
pub fn matrix_of_vms(maps: &[ClusterMap], relation: Relation, cells: usize) -> Matrix {
    let all = |_: &MapVm| true;
    let of = |map: &ClusterMap| {
        if map.vms.len().saturating_mul(map.hosts.len()) > cells {
            return cluster(map, relation, &all);
        }
        let classes = each(map, relation, all).map(Class::from).collect();
        ClusterMatrix { classes, ..frame(map, relation, all) }.pruned()
    };
    let clusters = maps.iter().map(of).collect();
    Matrix { format: FORMAT, tool: tool(), relation, clusters, namesakes: Vec::new() }
}

/// The VMs of a cluster one by one.
pub fn each<'m>(
    map: &'m ClusterMap,
    relation: Relation,
    chosen: impl Fn(&MapVm) -> bool + 'm,
) -> impl Iterator<Item = EachVm> + 'm {
    let all = map.vms.iter().enumerate().filter(move |(_, vm)| chosen(vm));
    all.map(move |(at, one)| {
        let home = one.home.as_ref().ok().copied();
        let cell = |(host, cell): (usize, &MapCell)| match cell {
            _ if home == Some(host) => Cell::Here,
            cell => cell_of(cell),
        };
        let cells = map.row(one, relation).iter().enumerate().map(cell).collect();
        EachVm { vm: vm(map, at), home, cells }
    })
}

/// A cluster without its classes: what the cells of [`each`] refer to.
pub fn frame(map: &ClusterMap, relation: Relation, chosen: impl Fn(&MapVm) -> bool) -> ClusterMatrix {
    let asked = || map.vms.iter().enumerate().filter(|(_, vm)| chosen(vm));
    let restarts = relation == Relation::Restart;
    let homes = map.homes();
    let left_off = asked()
        .filter(|_| restarts)
        .filter_map(|(at, vm)| left_off(map, at, vm.home.as_ref().map_or(&[], std::slice::from_ref), &homes))
        .collect();
    let hosts = (0..map.hosts.len()).map(|at| host(map, at)).collect();
    let missing = [&map.hosts_missing, &map.vms_missing];
    ClusterMatrix {
        cluster: object_of(&map.cluster),
        hosts,
        vms: map.vms.len(),
        vms_off: map.vms_off,
        vms_unclear: unclear_vms(map),
        restarting: restarts.then(|| Restarting::of(map)),
        left_off,
        out_of_service: out_of_service(map),
        quarantined: quarantined(map),
        preferred: preferred(map),
        incomplete: missing.into_iter().flatten().flat_map(reasons).collect(),
        hindrances: map.barriers.iter().map(Hindrance::of).collect(),
        reasons: map.reasons.iter().map(reasons).collect(),
        held: if relation == Relation::Live { held_by_checker(map) } else { None },
        classes: Vec::new(),
        widest: asked().map(|(_, vm)| vm.identity.name.as_str().width()).max().unwrap_or_default(),
    }
}

/// VMs of which it is not known whether they run.
pub(super) fn unclear_vms(map: &ClusterMap) -> usize {
    map.vms.iter().filter(|vm| vm.runs.is_err()).count()
}

fn cluster(map: &ClusterMap, relation: Relation, chosen: &impl Fn(&MapVm) -> bool) -> ClusterMatrix {
    let class = |class: &ByRow| {
        let on = class.homes(map);
        let cells = class.cells(map, &on);
        Class { vms: class.vms.iter().map(|at| vm(map, *at)).collect(), on, cells }
    };
    let classes = classes(map, relation, chosen).iter().map(class).collect();
    ClusterMatrix { classes, ..frame(map, relation, chosen) }.pruned()
}

impl ClusterMatrix {
    /// Without the hindrances and reasons that no cell names.
    fn pruned(mut self) -> Self {
        let used = Used::of(self.classes.iter_mut().flat_map(|class| &mut class.cells));
        self.hindrances = used.hindrances.pick(&self.hindrances, Clone::clone);
        self.reasons = used.reasons.pick(&self.reasons, Clone::clone);
        self
    }

    /// Whether a cell of any class is unknown.
    pub fn is_unclear(&self) -> bool {
        let mut cells = self.classes.iter().flat_map(|class| &class.cells);
        !self.incomplete.is_empty() || cells.any(|cell| matches!(cell, Cell::Unknown { .. }))
    }
}
