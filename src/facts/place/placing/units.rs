//! VMs that go together, made ready to be placed: what they need, where they may go, and which are alike.

use std::collections::HashMap;
use std::ops::Range;

use crate::facts::place::placing::problem::{Problem, VmRule};
use crate::facts::place::placing::sum::{HostSet, Sum};

/// No class: the unit has no twin.
pub const ALONE: u32 = u32::MAX;

/// A VM, or VMs of one host that a rule keeps together.
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
pub struct Units {
    pub list: Vec<Unit>,
    pub reaches: Vec<HostSet>,
    /// The units of each host.
    pub of_host: Vec<Range<usize>>,
    /// The units of each rule that keeps VMs apart.
    pub of_rule: Vec<Vec<u32>>,
    vms: Vec<usize>,
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
            vms: Vec::new(),
        };
        let nowhere = units.reaches.len();
        units.reaches.push(HostSet::with_room_for(size));
        let mut kinds = HashMap::new();
        let mut classes = HashMap::new();
        for (home, vms) in groups {
            let first = vms.first().map_or(nowhere, |vm| row(*vm).min(nowhere));
            let mut apart: Vec<usize> =
                vms.iter().flat_map(|vm| rules_of.get(vm).into_iter().flatten().copied()).collect();
            apart.sort_unstable();
            let torn = apart.windows(2).any(|pair| {
                pair[0] == pair[1] && problem.apart.get(pair[0]).is_some_and(|rule| (journey.tears)(rule))
            });
            apart.dedup();
            let mut need = Sum::default();
            vms.iter().for_each(|vm| need += needs[*vm]);
            let reach = match vms.as_slice() {
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
                let next = u32::try_from(kinds.len()).unwrap_or(ALONE);
                kind = *kinds.entry((reach, need)).or_insert(next);
                let next = u32::try_from(classes.len()).unwrap_or(ALONE);
                class = *classes.entry((kind, home)).or_insert(next);
            }
            for rule in &apart {
                units.of_rule[*rule].extend(u32::try_from(at).ok());
            }
            let members = units.vms.len()..units.vms.len() + vms.len();
            units.vms.extend(vms);
            let of_host = &mut units.of_host[home];
            if of_host.start == of_host.end {
                of_host.start = at;
            }
            of_host.end = at + 1;
            units.list.push(Unit { members, need, reach, home, apart, torn, kind, class });
        }
        units
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

/// The VMs by host, those together that share a host and a rule.
fn groups(problem: &Problem, homes: &[Option<usize>], journey: &Journey<'_>) -> Vec<(usize, Vec<usize>)> {
    let mut leader: Vec<usize> = (0..homes.len()).collect();
    fn find(leader: &mut [usize], vm: usize) -> usize {
        let mut at = vm;
        while leader[at] != at {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        at
    }
    let takes = |vm: usize| homes.get(vm).is_some_and(Option::is_some) && (journey.takes)(vm);
    for rule in problem.together.iter().filter(|rule| (journey.together)(rule)) {
        let mut first_on: HashMap<usize, usize> = HashMap::new();
        for vm in rule.vms.iter().copied().filter(|vm| takes(*vm)) {
            let Some(home) = homes[vm] else { continue };
            let first = *first_on.entry(home).or_insert(vm);
            let (one, other) = (find(&mut leader, first), find(&mut leader, vm));
            leader[one.max(other)] = one.min(other);
        }
    }
    let mut by_leader: Vec<Vec<usize>> = vec![Vec::new(); homes.len()];
    for vm in (0..homes.len()).filter(|vm| takes(*vm)) {
        let leader = find(&mut leader, vm);
        by_leader[leader].push(vm);
    }
    let mut groups: Vec<(usize, Vec<usize>)> =
        by_leader.into_iter().filter_map(|vms| Some((homes[*vms.first()?]?, vms))).collect();
    groups.sort_by_key(|(home, _)| *home);
    groups
}
