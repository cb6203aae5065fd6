//! Names for what the answer to one question calls by position.

use crate::facts::map::{ClusterMap, MapRule};
use crate::facts::placing::{self, Missing, NoFit, Placing, Refusal, Resource, Step};
use crate::placement::event::{
    HostRefusal, MissingDatum, MissingWhat, Move, PlacedVm, Proof, RefusedBecause, Stranded,
};
use crate::placement::naming::{MIB, hindrances, host, mb, named_rule, reasons, vm};
use crate::report::Object;
use crate::terms::{Mover, Relation};

/// Names for the positions of one question.
pub(super) struct Names<'n> {
    pub map: &'n ClusterMap,
    /// Position in the map of each VM of the question.
    pub vms: &'n [usize],
    pub relation: Relation,
}

impl Names<'_> {
    fn at(&self, vm: usize) -> usize {
        self.vms.get(vm).copied().unwrap_or(vm)
    }

    fn vm(&self, at: usize) -> Object {
        vm(self.map, self.at(at))
    }

    fn row(&self, at: usize) -> usize {
        let vm = self.map.vms.get(self.at(at));
        vm.map_or(usize::MAX, |vm| match self.relation {
            Relation::Live => vm.live_but_room,
            Relation::Restart => vm.restart_but_room,
        })
    }

    fn mover(&self, at: usize) -> Option<Mover> {
        self.map.vms.get(self.at(at))?.mover.as_ref().ok().copied()
    }

    pub fn placed(&self, placed: &[Placing]) -> Vec<PlacedVm> {
        let of = |one: &Placing| PlacedVm { vm: self.vm(one.vm), host: host(self.map, one.host) };
        placed.iter().map(of).collect()
    }

    pub fn step(&self, step: &Step) -> Move {
        let movers: Option<Vec<Mover>> = step.vms.iter().map(|at| self.mover(*at)).collect();
        Move {
            vms: step.vms.iter().map(|at| self.vm(*at)).collect(),
            from: host(self.map, step.from),
            to: host(self.map, step.to),
            by: movers.and_then(|movers| movers.into_iter().max()),
        }
    }

    pub fn by_hand_of(&self, placed: &[Placing]) -> Vec<Object> {
        self.by_hand(placed.iter().map(|one| one.vm))
    }

    /// Of these VMs those that DRS is known not to move by itself, each once.
    pub fn by_hand(&self, vms: impl Iterator<Item = usize>) -> Vec<Object> {
        self.each_once(vms.filter(|at| self.mover(*at).is_some_and(|mover| mover != Mover::Drs)))
    }

    /// Of these VMs those of which it is not known who moves them, each once.
    pub fn by_whom(&self, vms: impl Iterator<Item = usize>) -> Vec<Object> {
        self.each_once(vms.filter(|at| self.mover(*at).is_none()))
    }

    fn each_once(&self, vms: impl Iterator<Item = usize>) -> Vec<Object> {
        let mut all: Vec<usize> = vms.collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|at| self.vm(at)).collect()
    }

    pub fn stranded(&self, why: &NoFit) -> Vec<Stranded> {
        let of = |left: &placing::LeftOver| {
            let needs = || left.vms.iter().map(|at| self.map.vms.get(self.at(*at))?.need.as_ref().ok());
            let memory: Option<i64> = needs().map(|need| need.map(|need| need.memory)).sum();
            let cpu: Option<i64> = needs().map(|need| need.map(|need| need.cpu_mhz)).sum();
            let memory = memory.and_then(|bytes| u64::try_from(bytes).ok()).map(mb);
            Stranded {
                vms: left.vms.iter().map(|at| self.vm(*at)).collect(),
                together: self.together(&left.vms),
                memory_mb: memory.and_then(|mb| i64::try_from(mb).ok()),
                cpu_mhz: cpu,
                refusals: left
                    .refusals
                    .iter()
                    .map(|(at, refusal)| HostRefusal {
                        host: host(self.map, *at),
                        because: self.refused(&left.vms, *at, refusal),
                    })
                    .collect(),
            }
        };
        why.left_over.iter().map(of).collect()
    }

    /// The rules that keep VMs together which are placed as one.
    fn together(&self, vms: &[usize]) -> Vec<String> {
        let all: Vec<usize> = vms.iter().map(|vm| self.at(*vm)).collect();
        let theirs = |rule: &&MapRule| all.iter().filter(|vm| rule.vms.contains(vm)).count() > 1;
        self.map.together.iter().filter(theirs).map(|rule| rule.name.to_string()).collect()
    }

    /// The rules by which VMs of one host are moved as one, whoever is asked about.
    fn moved_as_one(&self) -> Vec<String> {
        let home = |vm: &usize| self.map.vms.get(*vm)?.home.as_ref().ok();
        let binds = |rule: &&MapRule| {
            let mut homes: Vec<_> = rule.vms.iter().filter_map(home).collect();
            homes.sort_unstable();
            rule.on_moves == Some(true) && homes.windows(2).any(|two| two[0] == two[1])
        };
        self.map.together.iter().filter(binds).map(|rule| rule.name.to_string()).collect()
    }

    fn refused(&self, vms: &[usize], at: usize, refusal: &Refusal) -> RefusedBecause {
        match refusal {
            Refusal::State => RefusedBecause::State,
            Refusal::Cell => {
                let mut by: Vec<_> =
                    vms.iter().flat_map(|vm| hindrances(self.map, self.row(*vm), at)).collect();
                by.sort();
                by.dedup();
                RefusedBecause::Hindered { by }
            }
            Refusal::Apart { from } => {
                let theirs = |rule: &&MapRule| vms.iter().any(|vm| rule.keeps(self.at(*vm), self.at(*from)));
                let mut rules = self.map.apart.iter().filter(theirs).peekable();
                let halves = rules.peek().is_some() && rules.all(|rule| rule.lasting);
                let from = self.vm(*from);
                if halves { RefusedBecause::OtherHalf { from } } else { RefusedBecause::Apart { from } }
            }
            Refusal::Short(lacking) => {
                RefusedBecause::Short { memory_mb: mb(lacking.memory), cpu_mhz: lacking.cpu_mhz }
            }
        }
    }

    pub fn proof(&self, proof: &placing::Proof) -> Proof {
        let vms = |vms: &[usize]| vms.iter().map(|at| self.vm(*at)).collect();
        match proof {
            placing::Proof::NoHost(all) => Proof::NoHost { vms: vms(all) },
            placing::Proof::NoRoom(all) => Proof::NoRoom { vms: vms(all) },
            placing::Proof::Sum(sums) => {
                let figure = |figure: u128| u64::try_from(figure).unwrap_or(u64::MAX);
                let hosts = sums.hosts.iter().map(|at| host(self.map, *at)).collect();
                match sums.resource {
                    Resource::Memory => Proof::Memory {
                        need_mb: mb(figure(sums.need)),
                        capacity_mb: figure(sums.capacity) / MIB,
                        hosts,
                        vms: sums.vms,
                    },
                    Resource::Cpu => Proof::Cpu {
                        need_mhz: figure(sums.need),
                        capacity_mhz: figure(sums.capacity),
                        hosts,
                        vms: sums.vms,
                    },
                }
            }
            placing::Proof::Apart { rule, hosts, .. }
                if self.map.apart.get(*rule).is_some_and(|rule| rule.lasting) =>
            {
                let halves = self.map.apart.get(*rule).into_iter().flat_map(|rule| &rule.vms);
                Proof::OtherHalf { vms: halves.map(|at| vm(self.map, *at)).collect(), hosts: *hosts }
            }
            placing::Proof::Apart { rule, needed, hosts } => {
                Proof::Apart { rule: named_rule(&self.map.apart, *rule), needed: *needed, hosts: *hosts }
            }
            placing::Proof::Exhausted { tried } => {
                Proof::Exhausted { tried: *tried, together: self.moved_as_one() }
            }
        }
    }

    pub fn missing(&self, datum: Missing) -> MissingDatum {
        // The map names VMs by its own positions.
        let in_map = match datum {
            Missing::Home(at) => Missing::Home(self.at(at)),
            Missing::Excluded(at) => Missing::Excluded(self.at(at)),
            Missing::Need(at) => Missing::Need(self.at(at)),
            Missing::Cell { vm, host, moves } => Missing::Cell { vm: self.at(vm), host, moves },
            other => other,
        };
        let why = self.map.why(in_map);
        let one = |what: MissingWhat| MissingDatum {
            what,
            vm: None,
            host: None,
            rule: None,
            reasons: why.as_ref().map(reasons).unwrap_or_default(),
        };
        // Whether it runs is what all else of it hangs on.
        let doubtful = |at: usize| self.map.vms.get(self.at(at)).is_some_and(|vm| vm.runs.is_err());
        match datum {
            Missing::Home(at)
            | Missing::Excluded(at)
            | Missing::Need(at)
            | Missing::Cell { vm: at, moves: true, .. }
                if doubtful(at) =>
            {
                MissingDatum { vm: Some(self.vm(at)), ..one(MissingWhat::Runs) }
            }
            Missing::Home(at) => MissingDatum { vm: Some(self.vm(at)), ..one(MissingWhat::Home) },
            Missing::Excluded(at) => MissingDatum { vm: Some(self.vm(at)), ..one(MissingWhat::LeftOff) },
            Missing::Floor => one(MissingWhat::Floor),
            Missing::Need(at) => MissingDatum { vm: Some(self.vm(at)), ..one(MissingWhat::Need) },
            Missing::Cell { vm, host: at, .. } => MissingDatum {
                vm: Some(self.vm(vm)),
                host: Some(host(self.map, at)),
                ..one(MissingWhat::Cell)
            },
            Missing::Available(at) => {
                MissingDatum { host: Some(host(self.map, at)), ..one(MissingWhat::Available) }
            }
            Missing::Capacity(at) => {
                MissingDatum { host: Some(host(self.map, at)), ..one(MissingWhat::Capacity) }
            }
            Missing::Apart(rule) if self.map.apart.get(rule).is_some_and(|rule| rule.lasting) => {
                one(MissingWhat::OtherHalf)
            }
            Missing::Apart(rule) => {
                MissingDatum { rule: Some(named_rule(&self.map.apart, rule)), ..one(MissingWhat::Rule) }
            }
            Missing::Together(rule) => {
                MissingDatum { rule: Some(named_rule(&self.map.together, rule)), ..one(MissingWhat::Rule) }
            }
        }
    }
}
