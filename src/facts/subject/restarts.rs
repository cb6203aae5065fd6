//! The question of placing, asked of a cluster: which VMs HA would restart, what they have reserved, what
//! hosts have for them, and who can run whom.
//!
//! What hosts have, and what HA takes a VM to need, lies between bounds, as for every other answer of placing.

use std::collections::HashMap;

use crate::facts::ground::capacity::{Need, reservation};
use crate::facts::ground::guest::{Guest, runs};
use crate::facts::ground::index::Named as _;
use crate::facts::ground::logic::{none_before, some};
use crate::facts::ground::role;
use crate::facts::ground::scope::{Scope, Together};
use crate::facts::ha::settings::Exceptions;
use crate::facts::place::capacity::Capacities;
use crate::facts::place::placing::{self, Amount, Between, Cell, Host, Problem, Reach, Vm, VmRule};
use crate::facts::place::records::Cause;
use crate::facts::subject::map::{Half, MapRule, Rules, half, pair};
use crate::facts::subject::model::VmFacts;
use crate::facts::subject::moves::{Detail, restart_causes};
use crate::inventory::VirtualMachine;
use crate::schema::{Fact, HostSplit};

/// A VM that runs, or may.
pub struct Restart {
    /// Its position among the VMs of the cluster.
    pub at: usize,
    /// Its host, a position among those that splits are over.
    pub home: Fact<usize>,
    /// What it has reserved.
    pub need: Fact<Need>,
    /// HA does not restart it, or its having no place is told elsewhere.
    pub left_off: Fact<bool>,
    /// No host could take it, whoever runs there; once it was asked.
    pub told_elsewhere: bool,
    /// Fault Tolerance keeps it.
    pub half: Fact<Option<Half>>,
    /// Hosts that could run it, if they had room; once it was asked.
    pub on: Option<HostSplit>,
}

/// A cluster with the VMs that run there.
pub struct Restarts<'s, 'a, 'm> {
    pub scope: &'s Scope<'a, 'm>,
    pub guests: &'s [Guest<'a>],
    pub vms: &'s [VmFacts],
    pub running: Vec<Restart>,
    /// What each host that splits are over has.
    pub capacities: Vec<Fact<Between>>,
    /// CPU that HA takes a VM to need where it has less reserved, MHz.
    pub floor_mhz: i64,
    /// Rules that keep VMs apart, over positions in `running`.
    pub apart: Vec<MapRule>,
    /// Rules that keep them together, over the same.
    pub together: Vec<MapRule>,
    /// Primary VMs of pairs that a host takes down whole, as both halves are there; by host.
    pub whole_pairs: HashMap<usize, Vec<usize>>,
}

impl<'s, 'a, 'm> Restarts<'s, 'a, 'm> {
    pub fn new(
        scope: &'s Scope<'a, 'm>,
        guests: &'s [Guest<'a>],
        vms: &'s [VmFacts],
        seats: &[Fact<usize>],
        drs: &Fact<bool>,
    ) -> Fact<Self> {
        let exceptions = Exceptions::new(scope)?;
        let rules = Rules::new(scope);
        let options = rules.options();
        let one = |((at, guest), seat): ((usize, &Guest<'a>), &Fact<usize>)| {
            let home = match seat {
                // What runs on a host that is out of service is nobody's load.
                Ok(member) => Ok(scope.hosts.get(*member)?.slot? as usize),
                Err(why) => Err(why.clone()),
            };
            if runs(&guest.power) == Ok(false) {
                return None;
            }
            let need = options.clone().and_then(|()| runs(&guest.power));
            let need = need.and_then(|_| reservation(scope.ix, guest.vm));
            let left_off = left_off(scope, &exceptions, guest, vms.get(at)?, drs);
            Some(Restart {
                at,
                home,
                need,
                left_off,
                half: half(scope, guest.vm),
                told_elsewhere: false,
                on: None,
            })
        };
        let mut running: Vec<Restart> = guests.iter().enumerate().zip(seats).filter_map(one).collect();
        let at = running.iter().enumerate().map(|(at, vm)| (guests[vm.at].vm.id.as_str(), at)).collect();
        let (mut apart, together) = rules.of_vms(&at);
        let own: Vec<usize> = running.iter().map(|vm| vm.at).collect();
        let mut halves: Vec<_> = running.iter_mut().map(|vm| &mut vm.half).collect();
        apart.extend(pair(&mut halves, |at| guests[own[at]].vm.display_name()));
        Ok(Self {
            scope,
            guests,
            vms,
            capacities: Capacities::new(scope).between(),
            floor_mhz: rules.floor_mhz(scope),
            whole_pairs: whole_pairs(&running),
            running,
            apart,
            together,
        })
    }

    /// Whether a VM is one that a required rule binds, or may; or one that HA keeps apart from others, or that no
    /// rule about moves tells of.
    pub fn is_bound(&self, at: usize, vm: &Restart) -> bool {
        let rules = &self.vms[vm.at].ties.rules;
        let apart = self.apart.iter().any(|rule| rule.on_restarts != Some(false) && rule.vms.contains(&at));
        !rules.items.is_empty() || rules.missing.is_some() || apart || self.scope.ix.without_vmotion
    }

    /// Whether there are rules of which it is not told whether HA keeps them.
    pub fn has_untold(&self) -> bool {
        self.apart.iter().any(untold)
    }

    /// The question. VMs that no host could take are told elsewhere, unless a rule is why. What keeps a VM
    /// from being restarted on a host keeps it from moving there as well; what else does is left aside.
    /// `moves` says whether others may move first.
    /// `kept` says whether HA keeps rules of which that is not told.
    pub fn problem(&mut self, moves: bool, kept: bool) -> Problem {
        let scope = self.scope;
        let hosts = scope.slotted().zip(&self.capacities).map(|(member, has)| {
            let state = member.active.as_ref().ok().copied();
            let takes_moves = if moves { state } else { Some(false) };
            Host {
                capacity: has.as_ref().map_or(Between::UNKNOWN, Clone::clone),
                takes_moves,
                takes_restarts: state,
            }
        });
        let hosts = hosts.collect();
        let mut rows: Vec<Vec<Cell>> = Vec::new();
        let mut known: HashMap<usize, usize> = HashMap::new();
        let mut together = Together::default();
        let mut list = Vec::with_capacity(self.running.len());
        for vm in &mut self.running {
            let home = vm.home.as_ref().ok().copied();
            let own = home.and_then(|home| u32::try_from(home).ok());
            let able = able(scope, &mut together, &self.vms[vm.at]);
            let elsewhere = match scope.ix.without_vmotion {
                true => reached(scope, &mut together, &self.vms[vm.at]),
                false => able.clone(),
            };
            if elsewhere.without(own).any() == Ok(false) {
                vm.left_off = Ok(true);
                vm.told_elsewhere = true;
            }
            let rules = self.vms[vm.at].ties.rules_on.without(None);
            let on = together.of(scope, vec![rules, able], None);
            let row = *known.entry(on.cut_id()).or_insert_with(|| {
                rows.push(on.without(None).iter().map(|(_, state)| cell(state)).collect());
                rows.len() - 1
            });
            vm.on = Some(on);
            let excluded = vm.left_off.as_ref().ok().copied();
            list.push(Vm {
                need: between(&vm.need, self.floor_mhz),
                is_read: vm.need.is_ok(),
                fixed: Between::NONE,
                home,
                live: row,
                restart: row,
                excluded,
            });
        }
        let apart = |rule: &MapRule| VmRule {
            vms: rule.vms.clone(),
            on_moves: rule.on_moves,
            on_restarts: if untold(rule) { Some(kept) } else { rule.on_restarts },
            lasting: rule.lasting,
        };
        let together = |rule: &MapRule| VmRule {
            vms: rule.vms.clone(),
            on_moves: rule.on_moves,
            on_restarts: rule.on_restarts,
            lasting: rule.lasting,
        };
        let apart = self.apart.iter().map(apart).collect();
        let together = self.together.iter().map(together).collect();
        Problem { hosts, vms: list, rows, apart, together, causes: vec![Reach::OneHost] }
    }
}

fn whole_pairs(running: &[Restart]) -> HashMap<usize, Vec<usize>> {
    let mut whole: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, vm) in running.iter().enumerate() {
        let (Ok(home), Ok(Some(half))) = (&vm.home, &vm.half) else { continue };
        let other = half.other.and_then(|other| running.get(other));
        if half.primary && other.is_some_and(|other| other.home.as_ref() == Ok(home)) {
            whole.entry(*home).or_default().push(at);
        }
    }
    whole
}

/// A rule that is in force, and nobody tells whether HA keeps it.
fn untold(rule: &MapRule) -> bool {
    rule.on_restarts.is_none() && rule.on_moves == Some(true)
}

fn cell(state: &Fact<bool>) -> Cell {
    match state {
        Ok(true) => Cell::Yes,
        Ok(false) => Cell::No([placing::Cause(0)].into()),
        Err(_) => Cell::Unknown,
    }
}

fn amount(need: &Need) -> Amount {
    let figure = |figure: i64| u64::try_from(figure).unwrap_or_default();
    Amount { cpu_mhz: figure(need.cpu_mhz), memory: figure(need.memory) }
}

fn between(need: &Fact<Need>, floor_mhz: i64) -> Between {
    need.as_ref().map_or(Between::UNKNOWN, |need| Between {
        least: amount(need),
        most: amount(&Need { cpu_mhz: need.cpu_mhz.max(floor_mhz), ..*need }),
    })
}

/// Whether HA does not restart a VM, or another finding tells of it: that no host has its reservations
/// free, where DRS does not make room.
fn left_off(
    scope: &Scope<'_, '_>,
    exceptions: &Exceptions<'_>,
    guest: &Guest<'_>,
    facts: &VmFacts,
    drs: &Fact<bool>,
) -> Fact<bool> {
    let fault_tolerant = none_before(scope.ix.read(guest.vm, VirtualMachine::ft_role));
    let crowded_out = match (drs, facts.fits.reserved_on.any()) {
        (Ok(false), Ok(any)) => !any,
        _ => false,
    };
    some([
        exceptions.excludes(guest.vm),
        Ok(crowded_out),
        role::template(scope.ix, guest.vm),
        facts.agent.clone(),
        facts.placeholder.clone(),
        fault_tolerant.map(|role| role.is_some()),
    ])
}

/// Hosts that could run a VM after its own is lost, as far as storage, devices, networks, hardware
/// version and number of CPUs tell.
fn able(scope: &Scope<'_, '_>, together: &mut Together, vm: &VmFacts) -> HostSplit {
    let parts = restart_causes(scope, vm, Detail::Causes).into_parts();
    let parts = parts.into_iter().filter(|part| part.cause != Cause::Rules).map(|part| part.on);
    together.of(scope, parts.collect(), None)
}

/// Hosts that reach the files of a VM and have its networks, of which rules about HA tell as well.
fn reached(scope: &Scope<'_, '_>, together: &mut Together, vm: &VmFacts) -> HostSplit {
    let parts = restart_causes(scope, vm, Detail::Causes).into_parts();
    let parts = parts.into_iter().filter(|part| matches!(part.cause, Cause::Storage | Cause::Networks));
    together.of(scope, parts.map(|part| part.on).collect(), None)
}
