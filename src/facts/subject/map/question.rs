//! The questions of placing that are asked of a map.

use crate::facts::ground::names::Name;
use crate::facts::place::placing::{
    Amount, Between, Cause as At, Cell, Host, Missing, Problem, Reach, UNBOUNDED, Vm, VmRule,
};
use crate::facts::place::records::Cause;
use crate::facts::subject::map::{Barrier, ClusterMap, Fate, MapCell, MapRule, MapVm};
use crate::schema::Unknown;
use crate::terms::{Mover, Relation};

/// Who moves other VMs before those of a lost host are restarted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Movers {
    /// Nobody.
    Nobody,
    /// DRS, those that it moves by itself.
    Drs,
    /// Anybody.
    Anybody,
}

/// The question what a loss comes to. VMs are those of the map, by their positions.
#[derive(Clone, Debug)]
pub struct Loss(pub Problem);

/// The question whether hosts can be emptied.
#[derive(Clone, Debug)]
pub struct Evacuation {
    /// The question.
    pub problem: Problem,
    /// Its VMs, as positions in the map: agent VMs hold no host.
    pub vms: Vec<usize>,
}

impl ClusterMap {
    /// What becomes of the VMs of hosts that fail.
    pub fn loss(&self, movers: Movers) -> Loss {
        let (rows, stays, unclear) = self.rows_to_place();
        let vms = self.vms.iter().map(|vm| {
            let live = match (movers, &vm.mover) {
                (Movers::Drs, Ok(Mover::Recommended | Mover::Person)) => stays,
                (Movers::Drs, Err(_)) => unclear,
                _ => vm.live_but_room,
            };
            Vm { live, ..self.vm(vm, vm.floor_mhz) }
        });
        let vms = vms.collect();
        let hosts = self.hosts_to_place(movers != Movers::Nobody);
        let rule = |rule: &MapRule| rule_of(rule, rule.vms.clone());
        let (apart, together) = self.rules(rule);
        Loss(Problem { hosts, vms, rows, apart, together, causes: self.reaches() })
    }

    /// The same of these hosts, where a loss of both halves of a pair, or of one whose other half is not found,
    /// makes it another question.
    pub fn loss_of(&self, movers: Movers, hosts: &[usize]) -> Option<Loss> {
        let broken = self.broken_pairs(hosts, &self.homes());
        if broken.is_empty() {
            return None;
        }
        let mut loss = self.loss(movers);
        mark(&mut loss.0, &broken);
        Some(loss)
    }

    /// The same while a host is out and VMs run where `homes` says; with the losses of single hosts that are
    /// questions of their own.
    pub fn loss_without(
        &self,
        movers: Movers,
        out: usize,
        homes: &[Option<usize>],
    ) -> (Loss, Vec<(usize, Loss)>) {
        let mut loss = self.loss(movers);
        for (vm, home) in loss.0.vms.iter_mut().zip(homes) {
            vm.home = *home;
        }
        if let Some(host) = loss.0.hosts.get_mut(out) {
            (host.takes_moves, host.takes_restarts) = (Some(false), Some(false));
        }
        let own = |host: usize| {
            let broken = self.broken_pairs(&[host], homes);
            let mut loss = (!broken.is_empty()).then(|| loss.clone())?;
            mark(&mut loss.0, &broken);
            Some((host, loss))
        };
        let own = (0..self.hosts.len()).filter(|host| *host != out).filter_map(own).collect();
        (loss, own)
    }

    /// The same with a new half for each pair of which these hosts take one; `None` where they take none so.
    pub fn loss_with_new_halves(&self, movers: Movers, hosts: &[usize]) -> Option<Loss> {
        let halves = self.halves_on(hosts, &self.homes());
        let goes_on = |(at, fate): &(usize, Fate)| matches!(fate, Fate::GoesOn(_)).then_some(*at);
        let lost: Vec<usize> = halves.iter().filter_map(goes_on).collect();
        if lost.is_empty() {
            return None;
        }
        let mut loss = self.loss_of(movers, hosts).unwrap_or_else(|| self.loss(movers));
        for at in lost {
            if let Some(vm) = loss.0.vms.get_mut(at) {
                vm.excluded = Some(false);
            }
        }
        Some(loss)
    }

    /// Whether hosts can be emptied by moving their running VMs.
    pub fn evacuation(&self) -> Evacuation {
        let (mut rows, ..) = self.rows_to_place();
        let kept: Vec<usize> = (0..self.vms.len()).filter(|vm| self.vms[*vm].agent != Ok(true)).collect();
        let rule = |rule: &MapRule| {
            rule_of(rule, rule.vms.iter().filter_map(|vm| kept.binary_search(vm).ok()).collect())
        };
        let (apart, together) = self.rules(rule);
        let vms = kept.iter().map(|vm| {
            let vm = &self.vms[*vm];
            let to_place = self.vm(vm, 0);
            if vm.runs.is_ok() {
                return to_place;
            }
            // Nobody has to move a VM that does not run: what keeps one from a host that may run, may not matter.
            let row = rows.get(to_place.live).into_iter().flatten();
            let row = row.map(|cell| if *cell == Cell::Yes { Cell::Yes } else { Cell::Unknown }).collect();
            rows.push(row);
            Vm { live: rows.len() - 1, ..to_place }
        });
        let vms: Vec<Vm> = vms.collect();
        let hosts = self.hosts_to_place(true);
        let problem = Problem { hosts, vms, rows, apart, together, causes: self.reaches() };
        Evacuation { problem, vms: kept }
    }

    /// What all hosts have once one has been given so much more.
    pub fn grown(&self, host: usize, by: Amount) -> Vec<Between> {
        let grown = self.capacities.grown(host, by).between();
        grown.into_iter().map(|has| has.unwrap_or(Between::UNKNOWN)).collect()
    }

    /// The row of a VM.
    pub fn row(&self, vm: &MapVm, relation: Relation) -> &[MapCell] {
        let row = match relation {
            Relation::Live => vm.live,
            Relation::Restart => vm.restart,
        };
        self.rows.get(row).map_or(&[], Vec::as_slice)
    }

    /// Why something was not known; `None` where a figure is not exact enough. VMs of a missing datum are
    /// positions in the map.
    pub fn why(&self, missing: Missing) -> Option<Unknown> {
        let vm = |vm: usize| self.vms.get(vm);
        match missing {
            Missing::Home(at) => vm(at)?.home.clone().err().or_else(|| vm(at)?.runs.clone().err()),
            Missing::Excluded(at) => {
                let vm = vm(at)?;
                let other = || self.vms.get(vm.half.as_ref().ok()?.as_ref()?.other?)?.home.clone().err();
                let own = vm.left_off.clone().err().or_else(|| vm.runs.clone().err());
                let halves = || self.vms.iter().find_map(|vm| vm.half.clone().err());
                own.or_else(|| vm.half.clone().err()).or_else(other).or_else(halves)
            }
            Missing::Floor => Some(self.floor.clone()),
            Missing::Need(at) => vm(at)?.need.clone().err().or_else(|| vm(at)?.runs.clone().err()),
            Missing::Cell { vm: at, host, moves } => {
                let vm = vm(at)?;
                if let (true, Err(why)) = (moves, &vm.runs) {
                    return Some(why.clone());
                }
                let row = self.rows.get(if moves { vm.live_but_room } else { vm.restart_but_room })?;
                match row.get(host)? {
                    MapCell::Unknown(reason) => self.reasons.get(*reason as usize).cloned(),
                    MapCell::Yes | MapCell::No(_) => vm.mover.clone().err(),
                }
            }
            Missing::Available(host) => self.hosts.get(host)?.active.clone().err(),
            Missing::Capacity(host) => self.hosts.get(host)?.capacity.clone().err(),
            Missing::Apart(rule) => self.apart.get(rule)?.open.clone(),
            Missing::Together(rule) => self.together.get(rule)?.open.clone(),
        }
    }

    /// The rows of the map, then one of a VM that nobody moves, then one of a VM of which that is not known.
    fn rows_to_place(&self) -> (Vec<Vec<Cell>>, usize, usize) {
        let cell = |cell: &MapCell| match cell {
            MapCell::Yes => Cell::Yes,
            MapCell::No(barriers) => Cell::No(barriers.iter().map(|barrier| At(*barrier)).collect()),
            MapCell::Unknown(_) => Cell::Unknown,
        };
        let mut rows: Vec<Vec<Cell>> = self.rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        let stays = rows.len();
        rows.push(vec![Cell::No(Box::default()); self.hosts.len()]);
        rows.push(vec![Cell::Unknown; self.hosts.len()]);
        (rows, stays, stays + 1)
    }

    fn hosts_to_place(&self, moves: bool) -> Vec<Host> {
        let host = |host: &super::MapHost| {
            let active = host.active.as_ref().ok().copied();
            Host {
                capacity: host.capacity.as_ref().map_or(Between::UNKNOWN, Clone::clone),
                takes_moves: if moves { active } else { Some(false) },
                takes_restarts: active,
            }
        };
        self.hosts.iter().map(host).collect()
    }

    fn vm(&self, vm: &MapVm, floor_mhz: i64) -> Vm {
        let figure = |figure: i64| u64::try_from(figure).unwrap_or_default();
        let need = match &vm.need {
            Ok(need) => {
                let least = Amount { cpu_mhz: figure(need.cpu_mhz), memory: figure(need.memory) };
                let most = Amount { cpu_mhz: least.cpu_mhz.max(figure(floor_mhz)), ..least };
                // One that does not run needs nothing.
                Between { least: if vm.runs.is_ok() { least } else { Amount::default() }, most }
            }
            Err(_) => {
                Between { least: Amount::default(), most: Amount { cpu_mhz: UNBOUNDED, memory: UNBOUNDED } }
            }
        };
        let overhead = vm.overhead.as_ref().map_or(0, |overhead| figure(*overhead));
        let fixed = Between {
            least: Amount { cpu_mhz: 0, memory: overhead },
            most: Amount { cpu_mhz: figure(floor_mhz), memory: overhead },
        };
        Vm {
            need,
            is_read: vm.need.is_ok() && vm.runs.is_ok(),
            fixed,
            home: vm.home.as_ref().ok().copied(),
            live: vm.live_but_room,
            restart: vm.restart_but_room,
            excluded: match (&vm.left_off, &vm.runs) {
                (Ok(Some(_)), _) => Some(true),
                (Ok(None), Ok(_)) => Some(false),
                _ => None,
            },
        }
    }

    /// Rules keep their positions.
    fn rules(&self, rule: impl Fn(&MapRule) -> VmRule) -> (Vec<VmRule>, Vec<VmRule>) {
        let of = |rules: &[MapRule]| rules.iter().map(&rule).collect();
        (of(&self.apart), of(&self.together))
    }

    fn reaches(&self) -> Vec<Reach> {
        let local = |name: &Name| self.stores.get(name).is_some_and(|store| store.local);
        let reach = |barrier: &Barrier| match barrier.cause {
            // What lies on a disk of one host is moved to where all reach it.
            Cause::Storage if local(&barrier.name) => Reach::Everywhere,
            Cause::Devices
            | Cause::Drives
            | Cause::Affinity
            | Cause::Bus
            | Cause::OtherHalf
            | Cause::Reservations
            | Cause::Rules
            | Cause::State => Reach::Everywhere,
            Cause::Storage
            | Cause::Networks
            | Cause::Cpu
            | Cause::HardwareVersion
            | Cause::LogicalCpus
            | Cause::Encryption
            | Cause::Spares
            | Cause::Vmotion
            | Cause::Agent
            | Cause::Licence => Reach::OneHost,
        };
        self.barriers.iter().map(reach).collect()
    }
}

/// Whether HA restarts these halves, by what becomes of each.
fn mark(problem: &mut Problem, broken: &[(usize, Fate)]) {
    for (at, fate) in broken {
        if let Some(vm) = problem.vms.get_mut(*at) {
            vm.excluded = match fate {
                Fate::Restarted => Some(false),
                Fate::GoesOn(_) | Fate::MadeAnew => Some(true),
                Fate::Unclear => None,
            };
        }
    }
}

fn rule_of(rule: &MapRule, vms: Vec<usize>) -> VmRule {
    VmRule { vms, on_moves: rule.on_moves, on_restarts: rule.on_restarts, lasting: rule.lasting }
}
