//! One reading of a question: what is not known is read as favourable or as unfavourable as it can be.
//!
//! Each unknown makes a place easier or harder to find, never both. So what fits in the least favourable
//! reading fits in every reading, and what does not fit in the most favourable one fits in none.

use std::collections::HashMap;
use std::sync::Arc;

use crate::facts::place::placing::problem::{Between, Cell, Host, Problem, Vm, VmRule};
use crate::facts::place::placing::sum::{HostSet, Sum};
use crate::facts::place::placing::units::{Journey, Units};

/// Sorts of data that a reading takes as favourable.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Favour(pub u8);

impl Favour {
    pub const CELLS: Self = Self(1);
    pub const NEEDS: Self = Self(2);
    pub const CAPACITIES: Self = Self(4);
    pub const STATES: Self = Self(8);
    pub const RULES: Self = Self(16);
    pub const EXCLUSIONS: Self = Self(32);
    /// What HA takes VMs to need that are read to have less reserved.
    pub const FLOORS: Self = Self(64);
    /// First those that are known, if not exactly: what was not read is missing before them.
    pub const ALL: [Self; 7] = [
        Self::FLOORS,
        Self::CAPACITIES,
        Self::RULES,
        Self::EXCLUSIONS,
        Self::STATES,
        Self::NEEDS,
        Self::CELLS,
    ];
    /// How many readings there are.
    pub const READINGS: usize = 128;

    /// The sort of what a VM needs.
    pub fn of_need(vm: &Vm) -> Self {
        if vm.is_read { Self::FLOORS } else { Self::NEEDS }
    }

    pub fn has(self, sort: Self) -> bool {
        self.0 & sort.0 != 0
    }

    pub fn and(self, sort: Self) -> Self {
        Self(self.0 | sort.0)
    }

    pub fn without(self, sort: Self) -> Self {
        Self(self.0 & !sort.0)
    }

    /// The sorts of which something is not known, or not exactly.
    pub fn open(problem: &Problem) -> Self {
        let rules = || problem.apart.iter().chain(&problem.together);
        let cells =
            || problem.rows.iter().any(|row| row.len() < problem.hosts.len() || row.contains(&Cell::Unknown));
        let open_needs = || problem.vms.iter().filter(|vm| vm.need.least != vm.need.most);
        let no_row = |row: usize| row >= problem.rows.len();
        [
            (Self::CELLS, cells() || problem.vms.iter().any(|vm| no_row(vm.live) || no_row(vm.restart))),
            (Self::NEEDS, open_needs().any(|vm| !vm.is_read)),
            (Self::FLOORS, open_needs().any(|vm| vm.is_read)),
            (Self::CAPACITIES, problem.hosts.iter().any(|host| host.capacity.least != host.capacity.most)),
            (
                Self::STATES,
                problem.hosts.iter().any(|host| host.takes_moves.is_none() || host.takes_restarts.is_none()),
            ),
            (Self::RULES, rules().any(|rule| rule.on_moves.is_none() || rule.on_restarts.is_none())),
            (Self::EXCLUSIONS, problem.vms.iter().any(|vm| vm.excluded.is_none())),
        ]
        .into_iter()
        .filter_map(|(sort, open)| open.then_some(sort))
        .fold(Self::default(), Self::and)
    }

    /// A rule that is perhaps respected, read.
    fn binds(self, respected: Option<bool>) -> bool {
        respected.unwrap_or(!self.has(Self::RULES))
    }
}

/// A host as this reading has it.
pub struct Room {
    pub capacity: Sum,
    /// What the VMs there need.
    pub load: Sum,
    /// Whether a rule keeps one of those apart from others.
    pub bound: bool,
    /// Whether it takes VMs that are moved.
    pub moves: bool,
    /// Whether it takes VMs that are restarted.
    pub restarts: bool,
    /// Hosts of one class have the same capacity, and the same VMs may go there.
    pub class: u32,
}

/// Whether a rule that keeps VMs apart is respected.
#[derive(Clone, Copy)]
pub struct Binding {
    pub on_moves: bool,
    pub on_restarts: bool,
}

/// One reading.
pub struct Reading {
    pub hosts: Vec<Room>,
    /// The VMs as they move while they run.
    pub live: Arc<Units>,
    /// The VMs as they are restarted.
    pub restart: Arc<Units>,
    pub apart: Vec<Binding>,
    /// All capacities.
    pub whole: Sum,
}

/// The host of each VM, where it is known to be one of the cluster.
pub fn homes(problem: &Problem) -> Vec<Option<usize>> {
    problem.vms.iter().map(|vm| vm.home.filter(|home| *home < problem.hosts.len())).collect()
}

/// What a VM needs in a reading: the least where that is favourable.
fn need_of(favour: Favour, vm: &Vm, need: &Between) -> Sum {
    Sum::need(if favour.has(Favour::of_need(vm)) { need.least } else { need.most })
}

/// What a host has in a reading: the most where that is favourable.
fn room_of(favour: Favour, host: &Host) -> Sum {
    Sum::room(if favour.has(Favour::CAPACITIES) { host.capacity.most } else { host.capacity.least })
}

/// The hosts that take VMs of one kind of journey.
fn takes(problem: &Problem, favour: Favour, state: impl Fn(&Host) -> Option<bool>) -> HostSet {
    let open = favour.has(Favour::STATES);
    let size = problem.hosts.len();
    HostSet::of((0..size).filter(|host| state(&problem.hosts[*host]).unwrap_or(open)), size)
}

impl Reading {
    pub fn new(problem: &Problem, favour: Favour) -> Self {
        let homes = homes(problem);
        let needs: Vec<Sum> = problem.vms.iter().map(|vm| need_of(favour, vm, &vm.need)).collect();
        let takes_moves = takes(problem, favour, |host| host.takes_moves);
        let takes_restarts = takes(problem, favour, |host| host.takes_restarts);
        let rows = rows(problem, favour.has(Favour::CELLS));
        let on_moves = |rule: &VmRule| favour.binds(rule.on_moves);
        let on_restarts = |rule: &VmRule| favour.binds(rule.on_restarts);
        let either = |rule: &VmRule| on_moves(rule) || on_restarts(rule);
        let live = Units::new(
            problem,
            &homes,
            Journey {
                takes: &|_| true,
                needs: &needs,
                row: &|vm| problem.vms[vm].live.min(problem.rows.len()),
                reaches: rows.iter().map(|row| row.and(&takes_moves)).collect(),
                together: &on_moves,
                apart: &either,
                tears: &on_moves,
            },
        );
        let left_off = favour.has(Favour::EXCLUSIONS);
        let restart = Units::new(
            problem,
            &homes,
            Journey {
                takes: &|vm| !problem.vms[vm].excluded.unwrap_or(left_off),
                needs: &needs,
                row: &|vm| problem.vms[vm].restart.min(problem.rows.len()),
                reaches: rows.iter().map(|row| row.and(&takes_restarts)).collect(),
                together: &on_restarts,
                apart: &either,
                tears: &on_restarts,
            },
        );
        let apart = problem
            .apart
            .iter()
            .map(|rule| Binding { on_moves: on_moves(rule), on_restarts: on_restarts(rule) })
            .collect();
        Self::of(problem, favour, (Arc::new(live), Arc::new(restart)), apart)
    }

    /// The same reading of a question in which a VM has a row of its own, the last one: for its moves while it runs,
    /// else for its restarts. It leads to no host to which the one before did not.
    pub fn with_last_row(&self, problem: &Problem, favour: Favour, vm: usize, moves: bool) -> Self {
        let row = problem.rows.last().map_or(&[][..], Vec::as_slice);
        let row = row_of(row, problem.hosts.len(), favour.has(Favour::CELLS));
        let home = problem.vms[vm].home.map(|home| (vm, home));
        let takes_moves = takes(problem, favour, |host| host.takes_moves);
        let takes_restarts = takes(problem, favour, |host| host.takes_restarts);
        let live = self.live.with_row(row.and(&takes_moves), home.filter(|_| moves));
        let restart = self.restart.with_row(row.and(&takes_restarts), home.filter(|_| !moves));
        Self::of(problem, favour, (Arc::new(live), Arc::new(restart)), self.apart.clone())
    }

    /// The same reading of a question in which a VM needs something else than before.
    pub fn with_need(&self, problem: &Problem, favour: Favour, vm: usize, before: &Between) -> Self {
        let of = &problem.vms[vm];
        let [before, now] = [before, &of.need].map(|need| need_of(favour, of, need));
        let changed = |units: &Arc<Units>| match of.home {
            Some(home) => Arc::new(units.with_need((vm, home), before, now)),
            None => Arc::clone(units),
        };
        let units = (changed(&self.live), changed(&self.restart));
        Self::of(problem, favour, units, self.apart.clone())
    }

    /// The same reading of a question that differs only in what hosts have.
    pub fn with_capacities_of(&self, problem: &Problem, favour: Favour) -> Self {
        let units = (Arc::clone(&self.live), Arc::clone(&self.restart));
        Self::of(problem, favour, units, self.apart.clone())
    }

    fn of(
        problem: &Problem,
        favour: Favour,
        (live, restart): (Arc<Units>, Arc<Units>),
        apart: Vec<Binding>,
    ) -> Self {
        let mut hosts: Vec<Room> = classes(problem, &live, &restart, |host| room_of(favour, host));
        let takes_moves = takes(problem, favour, |host| host.takes_moves);
        let takes_restarts = takes(problem, favour, |host| host.takes_restarts);
        let mut whole = Sum::default();
        for (at, host) in hosts.iter_mut().enumerate() {
            (host.moves, host.restarts) = (takes_moves.contains(at), takes_restarts.contains(at));
            whole += host.capacity;
            for unit in &live.list[live.of_host[at].clone()] {
                host.load += unit.need;
                host.bound |= !unit.apart.is_empty();
            }
        }
        Self { hosts, live, restart, apart, whole }
    }
}

/// Where each row leads, and a last one of which nothing is known.
fn rows(problem: &Problem, favourable: bool) -> Vec<HostSet> {
    let set = |row: &[Cell]| row_of(row, problem.hosts.len(), favourable);
    problem.rows.iter().map(|row| set(row)).chain([set(&[])]).collect()
}

/// Where a row leads.
fn row_of(row: &[Cell], hosts: usize, favourable: bool) -> HostSet {
    let open = |cell: Option<&Cell>| match cell {
        Some(Cell::Yes) => true,
        Some(Cell::No(_)) => false,
        Some(Cell::Unknown) | None => favourable,
    };
    HostSet::of((0..hosts).filter(|host| open(row.get(*host))), hosts)
}

/// The hosts, numbered by class.
fn classes(problem: &Problem, live: &Units, restart: &Units, capacity: impl Fn(&Host) -> Sum) -> Vec<Room> {
    let mut known = HashMap::new();
    let room = |(at, host): (usize, &Host)| {
        let capacity = capacity(host);
        let column: Vec<bool> =
            live.reaches.iter().chain(&restart.reaches).map(|set| set.contains(at)).collect();
        let next = u32::try_from(known.len()).unwrap_or(u32::MAX);
        let class = *known.entry((capacity, column)).or_insert(next);
        Room { capacity, load: Sum::default(), bound: false, moves: false, restarts: false, class }
    };
    problem.hosts.iter().enumerate().map(room).collect()
}
