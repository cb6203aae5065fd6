//! vCenter's own answers, where it was asked, held against those of a map. A difference without a name is a
//! defect of one of the two, and is told as such.

use std::collections::BTreeMap;

use crate::facts::Cause;
use crate::facts::map::{ClusterMap, MapCell};
use crate::facts::placing::Answer;
use crate::placement::event::EventKind;
use crate::placement::naming::{host, reasons, vm};
use crate::placement::reading::Asked;
use crate::report::{Differs, HeldAgainst, MovePair};
use crate::schema::{FactEnum as _, Unknown};
use crate::terms::{Mover, Oracle, Rightful, Tier};

/// Faults that tell of the moment, not of what is set up.
const OF_THE_MOMENT: [&str; 6] = [
    "TaskInProgress",
    "InvalidState",
    "HostNotConnected",
    "HostCommunication",
    "HostNotReachable",
    "Timedout",
];
/// Faults by which DRS keeps what HA needs after a failure.
const FOR_FAILOVER: [&str; 2] = ["InsufficientFailoverResourcesFault", "InsufficientStandbyResource"];

/// How answers differ, in the order in which it is told: what has no explanation first.
type Kind = (Option<Rightful>, bool, Vec<String>);

/// The differences by kind.
#[derive(Default)]
struct Found {
    compared: usize,
    differs: BTreeMap<Kind, Vec<MovePair>>,
}

impl Found {
    fn add(&mut self, kind: Kind, pair: MovePair) {
        let pairs = self.differs.entry(kind).or_default();
        if !pairs.contains(&pair) {
            pairs.push(pair);
        }
    }

    fn told(self, oracle: Oracle, unread: &[Unknown]) -> Option<HeldAgainst> {
        if self.compared == 0 && unread.is_empty() {
            return None;
        }
        let differs = self
            .differs
            .into_iter()
            .map(|((because, here, by), at)| Differs { here, by, because, at })
            .collect();
        let unanswered = unread.iter().flat_map(reasons).collect();
        Some(HeldAgainst { oracle, compared: self.compared, differs, unanswered })
    }
}

/// Whether a move of the map is possible: `None` where that is not known.
enum Here<'m> {
    Yes,
    No(&'m [u32]),
    Unknown,
}

fn here(map: &ClusterMap, vm: usize, host: usize, room: bool) -> Here<'_> {
    let row = map.vms.get(vm).map(|vm| if room { vm.live } else { vm.live_but_room });
    match row.and_then(|row| map.rows.get(row)).and_then(|row| row.get(host)) {
        Some(MapCell::Yes) => Here::Yes,
        Some(MapCell::No(barriers)) => Here::No(barriers),
        Some(MapCell::Unknown(_)) | None => Here::Unknown,
    }
}

/// Why vCenter may rightly let a VM move that is kept here: only where each cause has such a reason.
fn let_go(oracle: Oracle, causes: &[Cause]) -> Option<Rightful> {
    let reason = |cause: &Cause| match (cause, oracle) {
        (Cause::Rules, Oracle::Checker) => Some(Rightful::Rules),
        (Cause::Networks, _) => Some(Rightful::Labels),
        (Cause::Vmotion, _) => Some(Rightful::Path),
        (Cause::Reservations, Oracle::Checker) => Some(Rightful::Room),
        (Cause::Spares, Oracle::Checker) => Some(Rightful::Spares),
        _ => None,
    };
    let reasons: Option<Vec<Rightful>> = causes.iter().map(reason).collect();
    reasons?.into_iter().min()
}

/// Why vCenter may rightly refuse what is possible here: only where each fault has that reason.
fn refused(faults: &[String]) -> Option<Rightful> {
    let all =
        |known: &[&str]| !faults.is_empty() && faults.iter().all(|fault| known.contains(&fault.as_str()));
    match () {
        () if all(&OF_THE_MOMENT) => Some(Rightful::Moment),
        () if all(&FOR_FAILOVER) => Some(Rightful::Failover),
        () => None,
    }
}

fn causes(map: &ClusterMap, barriers: &[u32]) -> Vec<Cause> {
    let mut causes: Vec<Cause> =
        barriers.iter().filter_map(|at| Some(map.barriers.get(*at as usize)?.cause)).collect();
    causes.dedup();
    causes
}

fn words(causes: &[Cause]) -> Vec<String> {
    let mut words: Vec<String> = causes.iter().map(|cause| cause.word().to_owned()).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn kinds<'k>(faults: impl IntoIterator<Item = &'k crate::facts::Name>) -> Vec<String> {
    let mut kinds: Vec<String> = faults.into_iter().map(ToString::to_string).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

/// All that vCenter has said of a cluster, held against its map.
pub(super) fn held(map: &ClusterMap, asked: &Asked<'_>) -> Vec<HeldAgainst> {
    let all = [
        checker(map).told(Oracle::Checker, &map.told.checker_unread),
        drs(map, asked).told(Oracle::Drs, &map.told.drs_unread),
    ];
    all.into_iter().flatten().collect()
}

/// What its checker has said, which needs no question of placing.
pub(super) fn held_by_checker(map: &ClusterMap) -> Option<HeldAgainst> {
    checker(map).told(Oracle::Checker, &map.told.checker_unread)
}

/// What DRS has said.
pub(super) fn held_by_drs(map: &ClusterMap, asked: &Asked<'_>) -> Option<HeldAgainst> {
    drs(map, asked).told(Oracle::Drs, &map.told.drs_unread)
}

fn checker(map: &ClusterMap) -> Found {
    let mut found = Found::default();
    for answer in &map.told.checker {
        let home = map.vms.get(answer.vm).and_then(|vm| vm.home.as_ref().ok().copied());
        for (at, faults) in answer.on.iter().enumerate() {
            let Some(faults) = faults.as_ref().filter(|_| home != Some(at)) else { continue };
            let pair = || MovePair { vm: Some(vm(map, answer.vm)), host: host(map, at) };
            match here(map, answer.vm, at, true) {
                Here::Unknown => continue,
                Here::Yes if !faults.is_empty() => {
                    let by = kinds(faults);
                    found.add((refused(&by), true, by), pair());
                }
                Here::No(barriers) if faults.is_empty() => {
                    let causes = causes(map, barriers);
                    found.add((let_go(Oracle::Checker, &causes), false, words(&causes)), pair());
                }
                Here::Yes | Here::No(_) => {}
            }
            found.compared += 1;
        }
    }
    found
}

fn drs(map: &ClusterMap, asked: &Asked<'_>) -> Found {
    let mut found = Found::default();
    for answer in &map.told.drs {
        // Where it would move VMs to hosts that are closed to them here.
        for (one, target) in &answer.moves {
            if let Here::No(barriers) = here(map, *one, *target, false) {
                let causes = causes(map, barriers);
                let pair = MovePair { vm: Some(vm(map, *one)), host: host(map, *target) };
                found.add((let_go(Oracle::Drs, &causes), false, words(&causes)), pair);
            }
        }
        let pair = || MovePair { vm: None, host: host(map, answer.host) };
        let (tier, full) = asked.tier(EventKind::Evacuate, answer.host);
        let faults = kinds(answer.faults.iter().flat_map(|(_, kinds)| kinds));
        match tier {
            Tier::CannotTell => continue,
            Tier::AsItStands | Tier::AfterMoves if !answer.faults.is_empty() => {
                // VMs that DRS leaves to a person are told as such here.
                let by_hand = |at: usize| map.vms.get(at).is_some_and(|vm| vm.mover == Ok(Mover::Person));
                let person = answer.faults.iter().all(|(vm, _)| vm.is_some_and(by_hand));
                let because = if person { Some(Rightful::ByHand) } else { refused(&faults) };
                found.add((because, true, faults), pair());
            }
            Tier::DoesNotFit if answer.faults.is_empty() && empties(map, answer.host, &answer.moves) => {
                let causes = match &full {
                    Some(Answer::DoesNotFit(why)) => stranding(map, answer.host, asked.kept(why)),
                    _ => Vec::new(),
                };
                found.add((let_go(Oracle::Drs, &causes), false, words(&causes)), pair());
            }
            _ => {}
        }
        found.compared += 1;
    }
    found
}

/// Whether moves take every VM from a host that has to leave it.
fn empties(map: &ClusterMap, host: usize, moves: &[(usize, usize)]) -> bool {
    let holds = |(_, vm): &(usize, &crate::facts::map::MapVm)| {
        vm.home == Ok(host) && vm.runs != Ok(false) && vm.agent != Ok(true)
    };
    map.vms.iter().enumerate().filter(holds).all(|(at, _)| moves.iter().any(|(vm, _)| *vm == at))
}

/// What keeps VMs of a host from all others.
fn stranding(map: &ClusterMap, from: usize, vms: Vec<usize>) -> Vec<Cause> {
    let mut all = Vec::new();
    for one in vms {
        for target in (0..map.hosts.len()).filter(|host| *host != from) {
            if let Here::No(barriers) = here(map, one, target, true) {
                all.extend(causes(map, barriers));
            }
        }
    }
    all
}
