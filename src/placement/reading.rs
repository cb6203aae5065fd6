//! An event judged, with names for what the answer calls by position.

use crate::facts::map::{ClusterMap, Movers};
use crate::facts::placing::{
    self, Answer, Budget, Cluster, Doubt, Event, Grain, Missing, NoFit, Order, Placing, Refusal, Resource,
    Step, remedies,
};
use crate::placement::event::{
    EventAnswer, EventKind, HostRefusal, LeftOffVm, MissingDatum, MissingWhat, Move, MoveOrder, PlacedVm,
    Proof, RefusedBecause, Stranded,
};
use crate::placement::naming::{MIB, hindrances, host, mb, named_rule, reasons, vm};
use crate::placement::notes::{Demand, NewHalves};
use crate::placement::remedy::named;
use crate::placement::roomy::Roomy;
use crate::placement::standing::left_off;
use crate::report::Object;
use crate::schema::Unknown;
use crate::terms::{Mover, Relation, Tier};

/// A cluster made ready to be asked about losses and evacuations.
pub(super) struct Asked<'m> {
    pub map: &'m ClusterMap,
    /// Others move, whoever moves them.
    lose: Cluster,
    /// As DRS moves others by itself.
    by_drs: Cluster,
    pub empty: Cluster,
    /// Positions in the map of the VMs of an evacuation, and of a loss.
    pub emptied: Vec<usize>,
    lost: Vec<usize>,
    pub budget: Budget,
    /// Losses and evacuations that need no search.
    roomy: [Roomy; 2],
}

impl<'m> Asked<'m> {
    pub fn new(map: &'m ClusterMap, budget: Budget) -> Self {
        let evacuation = map.evacuation();
        let loss = map.loss(Movers::Anybody).0;
        let roomy = [Roomy::new(&loss, true), Roomy::new(&evacuation.problem, false)];
        Self {
            map,
            roomy,
            lose: Cluster::new(loss),
            by_drs: Cluster::new(map.loss(Movers::Drs).0),
            empty: Cluster::new(evacuation.problem),
            emptied: evacuation.vms,
            lost: (0..map.vms.len()).collect(),
            budget,
        }
    }

    fn cluster(&self, kind: EventKind) -> (&Cluster, &[usize], Relation) {
        match kind {
            EventKind::Lose => (&self.lose, &self.lost, Relation::Restart),
            EventKind::Evacuate => (&self.empty, &self.emptied, Relation::Live),
        }
    }

    /// What an event comes to; remedies where they are wanted.
    pub fn answer(&self, kind: EventKind, hosts: &[usize], cure: bool) -> EventAnswer {
        let (cluster, vms, relation) = self.cluster(kind);
        let event = match kind {
            EventKind::Lose => Event::Lose(hosts.to_vec()),
            EventKind::Evacuate => Event::Empty(hosts.to_vec()),
        };
        let names = Names { map: self.map, vms, relation };
        let mut told = self.blank(kind, hosts);
        let own = self.own_loss(kind, Movers::Anybody, hosts);
        let cluster = own.as_ref().unwrap_or(cluster);
        let answer = cluster.judge(&event, self.budget);
        if let Some(missing) = self.unseen(&answer) {
            told.answer = Tier::CannotTell;
            told.missing = missing;
            return told;
        }
        match answer {
            Answer::AsItStands(placed) => {
                told.answer = Tier::AsItStands;
                told.by_hand =
                    if kind == EventKind::Evacuate { names.by_hand_of(&placed) } else { Vec::new() };
                told.placed = names.placed(&placed);
            }
            Answer::AfterMoves(moves) => {
                told.answer = Tier::AfterMoves;
                told.placed = names.placed(&moves.placed);
                told.moves = moves.steps.iter().map(|step| names.step(step)).collect();
                told.order = Some(match moves.order {
                    Order::Works => MoveOrder::Works,
                    Order::SwapNeeded => MoveOrder::SwapNeeded,
                    Order::NotFound => MoveOrder::NotFound,
                });
                if moves.order != Order::Works {
                    // DRS makes direct moves only: for a swap a VM goes down, or is parked, by a person's hand.
                    told.moves.iter_mut().for_each(|one| one.by = Some(Mover::Person));
                    told.by_hand = told.moves.iter().flat_map(|one| &one.vms).cloned().collect();
                } else if kind == EventKind::Evacuate || !self.is_done_by_drs(&event) {
                    told.by_hand = names.by_hand(moves.steps.iter().flat_map(|step| &step.vms).copied());
                }
            }
            Answer::DoesNotFit(why) => {
                told.answer = Tier::DoesNotFit;
                told.stranded = names.stranded(&why);
                told.proof = Some(names.proof(&why.proof));
                if cure {
                    let found = remedies(
                        cluster.problem(),
                        &event,
                        &why,
                        self.budget,
                        (Grain::default(), &|host, by| self.map.grown(host, by)),
                    );
                    told.remedies = named(self.map, found, vms);
                }
            }
            Answer::CannotTell(doubt) => {
                told.answer = Tier::CannotTell;
                match doubt {
                    Doubt::Missing(missing) => {
                        let missing = cluster.deciding(&event, self.budget, missing);
                        told.missing = missing.iter().map(|datum| names.missing(*datum)).collect();
                    }
                    Doubt::Ended { tried, .. } => told.searched = Some(tried),
                }
            }
        }
        if kind == EventKind::Lose && matches!(told.answer, Tier::AsItStands | Tier::AfterMoves) {
            told.new_halves = self.new_halves(hosts);
        }
        told
    }

    /// Whether new halves find hosts where a loss takes a half of pairs, and all others find places.
    fn new_halves(&self, hosts: &[usize]) -> Option<NewHalves> {
        let loss = self.map.loss_with_new_halves(Movers::Anybody, hosts)?;
        let answer = Cluster::new(loss.0).judge(&Event::Lose(hosts.to_vec()), self.budget);
        Some(match (answer.fits(), self.unseen(&answer)) {
            (Some(true), None) => NewHalves::Room,
            (Some(false), None) => NewHalves::NoRoom,
            _ => NewHalves::CannotTell,
        })
    }

    /// Only whether the VMs of a host find their places when it fails, or is emptied; with the answer where it
    /// took a search.
    pub fn tier(&self, kind: EventKind, host: usize) -> (Tier, Option<Answer>) {
        let (cluster, ..) = self.cluster(kind);
        let [lost, emptied] = &self.roomy;
        let (event, roomy) = match kind {
            EventKind::Lose => (Event::Lose(vec![host]), lost),
            EventKind::Evacuate => (Event::Empty(vec![host]), emptied),
        };
        if self.map.vms_missing.is_none() && roomy.fits(host) {
            return (Tier::AsItStands, None);
        }
        let own = self.own_loss(kind, Movers::Anybody, &[host]);
        let answer = own.as_ref().unwrap_or(cluster).judge(&event, self.budget);
        if self.unseen(&answer).is_some() {
            return (Tier::CannotTell, None);
        }
        let tier = match &answer {
            Answer::AsItStands(_) => Tier::AsItStands,
            Answer::AfterMoves(_) => Tier::AfterMoves,
            Answer::DoesNotFit(_) => Tier::DoesNotFit,
            Answer::CannotTell(_) => Tier::CannotTell,
        };
        (tier, Some(answer))
    }

    /// A loss that is a question of its own, as both halves of a Fault Tolerance pair are lost.
    fn own_loss(&self, kind: EventKind, movers: Movers, hosts: &[usize]) -> Option<Cluster> {
        let loss = self.map.loss_of(movers, hosts).filter(|_| kind == EventKind::Lose)?;
        Some(Cluster::new(loss.0))
    }

    /// Whether DRS by itself makes room for the VMs of a loss, by moves that work.
    fn is_done_by_drs(&self, event: &Event) -> bool {
        let own = self.own_loss(EventKind::Lose, Movers::Drs, event.hosts());
        match own.as_ref().unwrap_or(&self.by_drs).judge(event, self.budget) {
            Answer::AsItStands(_) => true,
            Answer::AfterMoves(moves) => moves.order == Order::Works,
            Answer::DoesNotFit(_) | Answer::CannotTell(_) => false,
        }
    }

    /// Whether an answer holds only once a person has done something: moved VMs that DRS leaves where they are
    /// before a loss, or swapped some.
    pub fn takes_a_person(&self, kind: EventKind, host: usize, answer: &Answer) -> bool {
        let Answer::AfterMoves(moves) = answer else { return false };
        match kind {
            EventKind::Lose => !self.is_done_by_drs(&Event::Lose(vec![host])),
            EventKind::Evacuate => moves.order != Order::Works,
        }
    }

    /// VMs left over by an answer of a loss, with names.
    pub fn left_over(&self, why: &NoFit) -> Vec<Object> {
        why.left_over.iter().flat_map(|left| &left.vms).map(|at| vm(self.map, *at)).collect()
    }

    /// VMs left over by an answer of an evacuation, as positions in the map.
    pub fn kept(&self, why: &NoFit) -> Vec<usize> {
        let all = why.left_over.iter().flat_map(|left| &left.vms);
        all.filter_map(|at| self.emptied.get(*at).copied()).collect()
    }

    /// Why an answer is not certain although the search found it so: a host that cannot be seen might take
    /// what is left over, a VM that cannot be seen might need what is free.
    fn unseen(&self, answer: &Answer) -> Option<Vec<MissingDatum>> {
        let unseen = |what: MissingWhat, why: &Unknown| {
            vec![MissingDatum { what, vm: None, host: None, rule: None, reasons: reasons(why) }]
        };
        match answer {
            Answer::DoesNotFit(_) => {
                self.map.hosts_missing.as_ref().map(|why| unseen(MissingWhat::Hosts, why))
            }
            Answer::AsItStands(_) | Answer::AfterMoves(_) => {
                self.map.vms_missing.as_ref().map(|why| unseen(MissingWhat::Vms, why))
            }
            Answer::CannotTell(_) => None,
        }
    }

    fn blank(&self, kind: EventKind, hosts: &[usize]) -> EventAnswer {
        let map = self.map;
        let there = |at: &usize| map.vms[*at].home.as_ref().is_ok_and(|home| hosts.contains(home));
        let left_off = |at: &usize| left_off(map, *at, hosts);
        let (_, vms, _) = self.cluster(kind);
        let affected: Vec<usize> = vms.iter().copied().filter(|at| there(at)).collect();
        let left_off: Vec<LeftOffVm> = match kind {
            EventKind::Lose => affected.iter().filter_map(left_off).collect(),
            EventKind::Evacuate => Vec::new(),
        };
        EventAnswer {
            event: kind,
            hosts: hosts.iter().map(|at| host(map, *at)).collect(),
            group: None,
            answer: Tier::CannotTell,
            vms: affected.len() - left_off.len(),
            left_off,
            new_halves: None,
            demand: Demand::of(map, hosts),
            placed: Vec::new(),
            moves: Vec::new(),
            order: None,
            by_hand: Vec::new(),
            stranded: Vec::new(),
            proof: None,
            remedies: Vec::new(),
            missing: Vec::new(),
            searched: None,
        }
    }
}

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
            Relation::Restart => vm.restart,
        })
    }

    fn mover(&self, at: usize) -> Option<Mover> {
        self.map.vms.get(self.at(at))?.mover.as_ref().ok().copied()
    }

    fn placed(&self, placed: &[Placing]) -> Vec<PlacedVm> {
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

    fn by_hand_of(&self, placed: &[Placing]) -> Vec<Object> {
        self.by_hand(placed.iter().map(|one| one.vm))
    }

    /// Of these VMs those that DRS does not move by itself, each once.
    pub fn by_hand(&self, vms: impl Iterator<Item = usize>) -> Vec<Object> {
        let mut all: Vec<usize> = vms.filter(|at| self.mover(*at) != Some(Mover::Drs)).collect();
        all.sort_unstable();
        all.dedup();
        all.into_iter().map(|at| self.vm(at)).collect()
    }

    fn stranded(&self, why: &NoFit) -> Vec<Stranded> {
        let of = |left: &placing::LeftOver| {
            let needs = || left.vms.iter().map(|at| self.map.vms.get(self.at(*at))?.need.as_ref().ok());
            let memory: Option<i64> = needs().map(|need| need.map(|need| need.memory)).sum();
            let cpu: Option<i64> = needs().map(|need| need.map(|need| need.cpu_mhz)).sum();
            let memory = memory.and_then(|bytes| u64::try_from(bytes).ok()).map(mb);
            Stranded {
                vms: left.vms.iter().map(|at| self.vm(*at)).collect(),
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
            Refusal::Apart { from } => RefusedBecause::Apart { from: self.vm(*from) },
            Refusal::Short(lacking) => {
                RefusedBecause::Short { memory_mb: mb(lacking.memory), cpu_mhz: lacking.cpu_mhz }
            }
        }
    }

    fn proof(&self, proof: &placing::Proof) -> Proof {
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
            placing::Proof::Apart { rule, needed, hosts } => {
                Proof::Apart { rule: named_rule(&self.map.apart, *rule), needed: *needed, hosts: *hosts }
            }
            placing::Proof::Exhausted { tried } => Proof::Exhausted { tried: *tried },
        }
    }

    fn missing(&self, datum: Missing) -> MissingDatum {
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
        match datum {
            Missing::Home(at) => MissingDatum { vm: Some(self.vm(at)), ..one(MissingWhat::Home) },
            Missing::Excluded(at) => MissingDatum { vm: Some(self.vm(at)), ..one(MissingWhat::LeftOff) },
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
            Missing::Apart(rule) => {
                MissingDatum { rule: Some(named_rule(&self.map.apart, rule)), ..one(MissingWhat::Rule) }
            }
            Missing::Together(rule) => {
                MissingDatum { rule: Some(named_rule(&self.map.together, rule)), ..one(MissingWhat::Rule) }
            }
        }
    }
}
