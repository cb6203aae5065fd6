//! An event judged.

use crate::facts::map::{ClusterMap, Movers};
use crate::facts::placing::{Answer, Budget, Cluster, Doubt, Event, Grain, Missing, NoFit, Order, remedies};
use crate::placement::event::{EventAnswer, EventKind, LeftOffVm, MissingDatum, MissingWhat, MoveOrder};
use crate::placement::names::Names;
use crate::placement::naming::{host, reasons, vm};
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
        let homes = self.map.homes();
        let own = self.own_loss(kind, Movers::Anybody, hosts);
        let cluster = own.as_ref().unwrap_or(cluster);
        let names = Names { map: self.map, vms, relation };
        let mut told = self.told(self.blank(kind, hosts, &homes), (cluster, &event), &names, cure);
        if kind == EventKind::Lose && matches!(told.answer, Tier::AsItStands | Tier::AfterMoves) {
            told.new_halves = self.new_halves(hosts);
        }
        told
    }

    /// What the loss of a host comes to while another one is out, and VMs run where `homes` says.
    pub fn lost_meanwhile(&self, loss: &Cluster, lost: usize, homes: &[Option<usize>]) -> EventAnswer {
        let names = Names { map: self.map, vms: &self.lost, relation: Relation::Restart };
        let blank = self.blank(EventKind::Lose, &[lost], homes);
        self.told(blank, (loss, &Event::Lose(vec![lost])), &names, false)
    }

    fn told(
        &self,
        mut told: EventAnswer,
        (cluster, event): (&Cluster, &Event),
        names: &Names<'_>,
        cure: bool,
    ) -> EventAnswer {
        let kind = told.event;
        let answer = cluster.judge(event, self.budget);
        if let Some(missing) = self.unseen(&answer).or_else(|| self.untold(kind, event, &answer, names)) {
            told.answer = Tier::CannotTell;
            told.missing = missing;
            return told;
        }
        match answer {
            Answer::AsItStands(placed) => {
                told.answer = Tier::AsItStands;
                if kind == EventKind::Evacuate {
                    told.by_hand = names.by_hand_of(&placed);
                    told.by_whom = names.by_whom(placed.iter().map(|one| one.vm));
                }
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
                let by_drs = if kind == EventKind::Lose { self.is_done_by_drs(event) } else { Some(true) };
                told.by_itself = match moves.order {
                    Order::Works => by_drs,
                    Order::SwapNeeded => Some(false),
                    // Where that hangs on what is not known there may be one.
                    Order::NotFound => None,
                };
                if moves.order != Order::Works {
                    // DRS makes direct moves only: for a swap a VM goes down, or is parked, by a person's hand.
                    told.moves.iter_mut().for_each(|one| one.by = Some(Mover::Person));
                    told.by_hand = told.moves.iter().flat_map(|one| &one.vms).cloned().collect();
                } else if kind == EventKind::Evacuate || by_drs != Some(true) {
                    let moved = || moves.steps.iter().flat_map(|step| &step.vms).copied();
                    (told.by_hand, told.by_whom) = (names.by_hand(moved()), names.by_whom(moved()));
                }
            }
            Answer::DoesNotFit(why) => {
                told.answer = Tier::DoesNotFit;
                told.stranded = names.stranded(&why);
                told.proof = Some(names.proof(&why.proof));
                if cure {
                    let found = remedies(
                        cluster.problem(),
                        event,
                        &why,
                        self.budget,
                        (Grain::default(), &|host, by| self.map.grown(host, by)),
                    );
                    told.remedies = named(self.map, found, names.vms);
                }
            }
            Answer::CannotTell(doubt) => {
                told.answer = Tier::CannotTell;
                match doubt {
                    Doubt::Missing(missing) => {
                        let missing = cluster.deciding(event, self.budget, missing);
                        for datum in missing.iter().map(|datum| names.missing(*datum)) {
                            if !told.missing.contains(&datum) {
                                told.missing.push(datum);
                            }
                        }
                    }
                    Doubt::Ended { tried, .. } => told.searched = Some(tried),
                }
            }
        }
        told
    }

    /// Whether new halves find hosts where a loss takes a half of pairs, and all others find places.
    fn new_halves(&self, hosts: &[usize]) -> Option<NewHalves> {
        let loss = self.map.loss_with_new_halves(Movers::Anybody, hosts)?;
        let fits = Cluster::new(loss.0).fits(&Event::Lose(hosts.to_vec()), self.budget);
        Some(match fits {
            Some(true) if self.map.vms_missing.is_none() => NewHalves::Room,
            Some(false) if self.map.hosts_missing.is_none() => NewHalves::NoRoom,
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
            let open =
                kind == EventKind::Lose && self.may_stay_down(&[host], &self.map.homes()).next().is_some();
            return (if open { Tier::CannotTell } else { Tier::AsItStands }, None);
        }
        let own = self.own_loss(kind, Movers::Anybody, &[host]);
        let answer = own.as_ref().unwrap_or(cluster).certain(&event, self.budget);
        let names = Names { map: self.map, vms: &self.lost, relation: Relation::Restart };
        let known = |answer: &Answer| {
            self.unseen(answer).is_none() && self.untold(kind, &event, answer, &names).is_none()
        };
        let Some(answer) = answer.filter(known) else {
            return (Tier::CannotTell, None);
        };
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

    /// Whether DRS by itself makes room for the VMs of a loss, by moves that work; `None`: not known.
    fn is_done_by_drs(&self, event: &Event) -> Option<bool> {
        let own = self.own_loss(EventKind::Lose, Movers::Drs, event.hosts());
        match own.as_ref().unwrap_or(&self.by_drs).judge(event, self.budget) {
            Answer::AsItStands(_) => Some(true),
            Answer::AfterMoves(moves) => match moves.order {
                Order::Works => Some(true),
                Order::SwapNeeded => Some(false),
                Order::NotFound => None,
            },
            Answer::DoesNotFit(_) => Some(false),
            Answer::CannotTell(_) => None,
        }
    }

    /// Whether an answer holds only once a person has done something: moved VMs that DRS leaves where they are
    /// before a loss, or swapped some.
    pub fn takes_a_person(&self, kind: EventKind, host: usize, answer: &Answer) -> bool {
        let Answer::AfterMoves(moves) = answer else { return false };
        match kind {
            EventKind::Lose => self.is_done_by_drs(&Event::Lose(vec![host])) != Some(true),
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

    /// Of VMs that find places whether HA restarts them at all, where that is not known.
    fn untold(
        &self,
        kind: EventKind,
        event: &Event,
        answer: &Answer,
        names: &Names<'_>,
    ) -> Option<Vec<MissingDatum>> {
        if kind != EventKind::Lose || answer.fits() != Some(true) {
            return None;
        }
        let homes = self.map.homes();
        let open = self.may_stay_down(event.hosts(), &homes);
        let open: Vec<MissingDatum> = open.map(|at| names.missing(Missing::Excluded(at))).collect();
        (!open.is_empty()).then_some(open)
    }

    /// VMs on these hosts of which it is not known whether they stay down with them.
    fn may_stay_down<'s>(
        &'s self,
        hosts: &'s [usize],
        homes: &'s [Option<usize>],
    ) -> impl Iterator<Item = usize> + 's {
        let restarts = self.map.ha == Ok(true);
        let all = self.map.vms.iter().zip(homes).enumerate().filter(move |_| restarts);
        let open = all.filter(|(_, (vm, home))| {
            vm.stays_down.is_err() && home.is_some_and(|home| hosts.contains(&home))
        });
        open.map(|(at, _)| at)
    }

    fn blank(&self, kind: EventKind, hosts: &[usize], homes: &[Option<usize>]) -> EventAnswer {
        let map = self.map;
        let there = |at: &usize| homes.get(*at).copied().flatten().is_some_and(|home| hosts.contains(&home));
        let left_off = |at: &usize| left_off(map, *at, hosts, homes);
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
            by_itself: Some(true),
            by_hand: Vec::new(),
            by_whom: Vec::new(),
            stranded: Vec::new(),
            proof: None,
            remedies: Vec::new(),
            missing: Vec::new(),
            searched: None,
        }
    }
}
