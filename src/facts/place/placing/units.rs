//! VMs that go together, made ready to be placed: what they need, where they may go, and which are alike.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use crate::facts::place::placing::problem::{Problem, VmRule};
use crate::facts::place::placing::sum::{HostSet, Sum};

/// No class: the unit has no twin.
pub const ALONE: u32 = u32::MAX;

/// A VM, or VMs of one host that a rule keeps together.
#[derive(Clone)]
pub struct Unit {
    pub members: Range<usize>,
    pub need: Sum,
    /// Where it may come to run, a position in [`Units::reaches`]; its own host is among them where it
    /// could come back.
    pub reach: usize,
    pub home: usize,
    /// The rules that keep it apart from others.
    pub apart: Vec<usize>,
    /// A rule keeps two of its VMs apart that another keeps together: it can stay, and go nowhere.
    pub torn: bool,
    /// Units of one kind can change places wherever they come from; [`ALONE`] has none.
    pub kind: u32,
    /// Units of one class are of one kind and one host.
    pub class: u32,
}

/// The units of a cluster, in the order of their hosts.
#[derive(Clone)]
pub struct Units {
    pub list: Vec<Unit>,
    pub reaches: Vec<HostSet>,
    /// The units of each host.
    pub of_host: Vec<Range<usize>>,
    /// The units of each rule that keeps VMs apart.
    pub of_rule: Vec<Vec<u32>>,
    vms: Vec<usize>,
    /// The first number that no kind and no class has.
    free: u32,
}

/// What is asked of VMs for one kind of journey.
pub struct Journey<'p> {
    /// VMs that take part.
    pub takes: &'p dyn Fn(usize) -> bool,
    /// What each VM needs.
    pub needs: &'p [Sum],
    /// The row of each VM.
    pub row: &'p dyn Fn(usize) -> usize,
    /// Where each row leads, hosts that take nothing left out.
    pub reaches: Vec<HostSet>,
    /// Whether a rule that keeps VMs together is respected.
    pub together: &'p dyn Fn(&VmRule) -> bool,
    /// Whether a rule that keeps VMs apart can be respected at all.
    pub apart: &'p dyn Fn(&VmRule) -> bool,
    /// Whether it is respected among VMs of one unit.
    pub tears: &'p dyn Fn(&VmRule) -> bool,
}

impl Units {
    pub fn new(problem: &Problem, homes: &[Option<usize>], journey: Journey<'_>) -> Self {
        let size = problem.hosts.len();
        let groups = groups(problem, homes, &journey);
        let rules_of = rules_of(problem, &journey);
        let Journey { needs, row, reaches, .. } = journey;
        let mut units = Self {
            list: Vec::with_capacity(groups.len()),
            reaches,
            of_host: vec![0..0; size],
            of_rule: vec![Vec::new(); problem.apart.len()],
            vms: groups.iter().map(|grouped| grouped.vm).collect(),
            free: u32::try_from(groups.len()).unwrap_or(ALONE),
        };
        let nowhere = units.reaches.len();
        units.reaches.push(HostSet::with_room_for(size));
        let mut kinds = Numbers::default();
        let mut classes = Numbers::default();
        let mut start = 0;
        for group in groups.chunk_by(|one, other| one.leader == other.leader) {
            let home = group[0].home;
            let members = start..start + group.len();
            start = members.end;
            let vms = &units.vms[members.clone()];
            let first = row(vms[0]).min(nowhere);
            let mut apart: Vec<usize> = Vec::new();
            if !rules_of.is_empty() {
                apart.extend(vms.iter().filter_map(|vm| rules_of.get(vm)).flatten());
                apart.sort_unstable();
            }
            let torn = apart.windows(2).any(|pair| {
                pair[0] == pair[1] && problem.apart.get(pair[0]).is_some_and(|rule| (journey.tears)(rule))
            });
            apart.dedup();
            let mut need = Sum::default();
            vms.iter().for_each(|vm| need += needs[*vm]);
            let reach = match vms {
                _ if torn => nowhere,
                [_] => first,
                several => {
                    let mut reach = units.reaches[first].clone();
                    several.iter().for_each(|vm| reach = reach.and(&units.reaches[row(*vm).min(nowhere)]));
                    units.reaches.push(reach);
                    units.reaches.len() - 1
                }
            };
            let at = units.list.len();
            let (mut kind, mut class) = (ALONE, ALONE);
            if apart.is_empty() {
                kind = kinds.of((reach, need));
                class = classes.of((kind, home));
            }
            for rule in &apart {
                units.of_rule[*rule].extend(u32::try_from(at).ok());
            }
            let of_host = &mut units.of_host[home];
            if of_host.start == of_host.end {
                of_host.start = at;
            }
            of_host.end = at + 1;
            units.list.push(Unit { members, need, reach, home, apart, torn, kind, class });
        }
        units
    }

    /// The same with a row more: that of a VM which is on this host, if one of them has it now. It leads to no host
    /// to which the one before did not.
    pub fn with_row(&self, row: HostSet, of: Option<(usize, usize)>) -> Self {
        let mut units = self.clone();
        let own = units.reaches.len();
        units.reaches.push(row);
        if let Some(at) = of.and_then(|(vm, home)| units.position(vm, home)) {
            let (reach, alone) = (units.list[at].reach, units.list[at].members.len() == 1);
            if alone {
                units.list[at].reach = own;
                units.number(at);
            } else if !units.list[at].torn {
                units.reaches[reach] = units.reaches[reach].and(&units.reaches[own]);
            }
        }
        units
    }

    /// The same with a VM on this host that needs something else than before.
    pub fn with_need(&self, (vm, home): (usize, usize), before: Sum, now: Sum) -> Self {
        let mut units = self.clone();
        if let Some(at) = units.position(vm, home) {
            let need = units.list[at].need - before + now;
            units.list[at].need = need;
            units.number(at);
        }
        units
    }

    /// The unit of a VM that is on this host.
    fn position(&self, vm: usize, home: usize) -> Option<usize> {
        self.of_host.get(home)?.clone().find(|at| self.vms(&self.list[*at]).contains(&vm))
    }

    /// Numbers a unit that is another one now by those that are like it.
    fn number(&mut self, at: usize) {
        let Unit { reach, need, home, kind: before, .. } = self.list[at];
        if before == ALONE {
            return;
        }
        let alike = |(other, unit): &(usize, &Unit)| {
            *other != at && unit.kind != ALONE && unit.reach == reach && unit.need == need
        };
        let mut others = self.list.iter().enumerate().filter(alike);
        let kind = others.clone().next().map(|(_, unit)| unit.kind);
        let class = others.find(|(_, unit)| unit.home == home).map(|(_, unit)| unit.class);
        let mut fresh = || {
            self.free = self.free.saturating_add(1);
            self.free - 1
        };
        let (kind, class) = (kind.unwrap_or_else(&mut fresh), class.unwrap_or_else(&mut fresh));
        (self.list[at].kind, self.list[at].class) = (kind, class);
    }

    pub fn vms(&self, unit: &Unit) -> &[usize] {
        self.vms.get(unit.members.clone()).unwrap_or_default()
    }

    pub fn reach(&self, unit: &Unit) -> &HostSet {
        &self.reaches[unit.reach]
    }
}

/// The rules that keep each VM apart from others; a rule that names a VM twice counts once.
fn rules_of(problem: &Problem, journey: &Journey<'_>) -> HashMap<usize, Vec<usize>> {
    let mut rules_of: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, rule) in problem.apart.iter().enumerate() {
        if !(journey.apart)(rule) {
            continue;
        }
        for vm in &rule.vms {
            let known = rules_of.entry(*vm).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    rules_of
}

/// A VM that takes part.
struct Grouped {
    home: usize,
    /// The first of those that go with it.
    leader: usize,
    vm: usize,
}

/// The VMs in the order of their hosts, those next to each other that share a host and a rule by which they
/// stay together.
fn groups(problem: &Problem, homes: &[Option<usize>], journey: &Journey<'_>) -> Vec<Grouped> {
    let mut leader: Vec<usize> = (0..homes.len()).collect();
    fn find(leader: &mut [usize], vm: usize) -> usize {
        let mut at = vm;
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    let home = |vm: usize| homes.get(vm).copied().flatten().filter(|_| (journey.takes)(vm));
    for rule in problem.together.iter().filter(|rule| (journey.together)(rule)) {
        let mut first_on: HashMap<usize, usize> = HashMap::new();
        for vm in rule.vms.iter().copied() {
            let Some(home) = home(vm) else { continue };
            let first = *first_on.entry(home).or_insert(vm);
            let (one, other) = (find(&mut leader, first), find(&mut leader, vm));
            leader[one.max(other)] = one.min(other);
        }
    }
    let grouped = |vm: usize| Some(Grouped { home: home(vm)?, leader: find(&mut leader, vm), vm });
    let mut groups: Vec<Grouped> = (0..homes.len()).filter_map(grouped).collect();
    groups.sort_unstable_by_key(|grouped| (grouped.home, grouped.leader, grouped.vm));
    groups
}

/// Things numbered in the order in which they come; equal ones have one number.
struct Numbers<T> {
    known: HashMap<T, u32>,
    /// The last one: often the next is like it.
    last: Option<(T, u32)>,
}

impl<T> Default for Numbers<T> {
    fn default() -> Self {
        Self { known: HashMap::new(), last: None }
    }
}

impl<T: Copy + Eq + Hash> Numbers<T> {
    fn of(&mut self, thing: T) -> u32 {
        if let Some((last, number)) = self.last
            && last == thing
        {
            return number;
        }
        let next = u32::try_from(self.known.len()).unwrap_or(ALONE);
        let number = *self.known.entry(thing).or_insert(next);
        self.last = Some((thing, number));
        number
    }
}
