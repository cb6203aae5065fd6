//! Emptying one host after the other.

use rayon::prelude::*;
use serde::Serialize;

use crate::facts::map::Movers;
use crate::facts::placing::{self, Cluster, Problem, Stop, never_survives, roll, survives_each};
use crate::placement::event::{EventAnswer, EventKind, Move};
use crate::placement::names::Names;
use crate::placement::naming::host;
use crate::placement::reading::Asked;
use crate::report::Object;
use crate::terms::{Relation, Tier};

/// An order in which hosts can be emptied, each put back before the next, as far as one was found.
#[derive(Clone, Debug, Serialize)]
pub struct Roll {
    /// The hosts in order.
    pub steps: Vec<RollStep>,
    /// The hosts that are left, none of which can be next. This is no proof that no order exists.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stops: Vec<RollStop>,
    /// While a host is out, the loss of any other one must be survived: HA's admission control is on.
    /// Absent where that is not known; it is asked then as well.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub keeps_failover: Option<bool>,
}

/// A host that can be emptied when it is its turn.
#[derive(Clone, Debug, Serialize)]
pub struct RollStep {
    /// The host.
    pub host: Object,
    /// The moves that empty it, in an order that works.
    pub moves: Vec<Move>,
    /// Moves that DRS does not make by itself.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub by_hand: Vec<Object>,
}

/// A host that is not emptied next.
#[derive(Clone, Debug, Serialize)]
pub struct RollStop {
    /// What emptying it comes to, as things stand at the start.
    pub evacuation: EventAnswer,
    /// Whether it can be emptied as things stand when it would be next; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fits: Option<bool>,
    /// Whether the loss of another host would be survived while it is out; absent where that is not known,
    /// or not asked because it cannot be emptied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survives: Option<bool>,
    /// That loss, while it is out: who finds no place, or what is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss: Option<Box<EventAnswer>>,
    /// What the same loss comes to with all hosts in service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub loss_with_all: Option<Tier>,
    /// It is proved that no other order empties it either, or survives that loss.
    pub proved: bool,
}

/// The order, as far as one is found.
pub(super) fn rolled(asked: &Asked<'_>) -> Roll {
    let map = asked.map;
    let hosts: Vec<usize> = (0..map.hosts.len()).collect();
    let keeps = map.ha_holds.as_ref().ok().copied();
    let budget = asked.budget;
    let holds = |out: &Problem, host: usize| match keeps {
        Some(false) => Ok(()),
        _ => {
            let (loss, own) = losses(asked, host, &homes(asked, out.vms.iter().map(|vm| vm.home)));
            survives_each(&loss, &own, host, budget)
        }
    };
    // A VM that nobody sees may need what is free: no host is emptied for certain.
    let found = match &map.vms_missing {
        None => roll(asked.empty.problem(), &hosts, budget, holds),
        Some(_) => {
            let stop = |host: &usize| Stop { host: *host, fits: None, broken: None };
            placing::Roll { steps: Vec::new(), stops: hosts.iter().map(stop).collect() }
        }
    };
    let names = Names { map, vms: &asked.emptied, relation: Relation::Live };
    let step = |step: &placing::RollStep| RollStep {
        host: host(map, step.host),
        moves: step.steps.iter().map(|step| names.step(step)).collect(),
        by_hand: names.by_hand(step.steps.iter().flat_map(|step| &step.vms).copied()),
    };
    Roll {
        steps: found.steps.iter().map(step).collect(),
        stops: found.stops.par_iter().map(|stop| stopped(asked, stop)).collect(),
        keeps_failover: keeps,
    }
}

fn stopped(asked: &Asked<'_>, stop: &Stop) -> RollStop {
    let evacuation = asked.answer(EventKind::Evacuate, &[stop.host], true);
    let proved = evacuation.answer == Tier::DoesNotFit;
    let told =
        RollStop { evacuation, fits: stop.fits, survives: None, loss: None, loss_with_all: None, proved };
    let Some(broken) = &stop.broken else { return told };
    let homes = homes(asked, broken.homes.iter().copied());
    let (loss, own) = losses(asked, stop.host, &homes);
    let own = own.into_iter().find(|(lost, _)| *lost == broken.lost);
    let loss = own.map_or(loss, |(_, own)| own);
    // A host that nobody sees might take who is left over.
    let seen = asked.map.hosts_missing.is_none();
    let never = seen && never_survives(loss.problem(), stop.host, broken.lost, asked.budget);
    RollStop {
        survives: (broken.certain && seen).then_some(false),
        loss_with_all: Some(asked.tier(EventKind::Lose, broken.lost).0),
        loss: Some(Box::new(asked.lost_meanwhile(&loss, broken.lost, &homes))),
        proved: proved || never,
        ..told
    }
}

/// Where each VM of the map runs while a host is out: those that hold no host stay.
fn homes(asked: &Asked<'_>, emptied: impl Iterator<Item = Option<usize>>) -> Vec<Option<usize>> {
    let mut homes = asked.map.homes();
    for (at, home) in asked.emptied.iter().zip(emptied) {
        if let Some(own) = homes.get_mut(*at) {
            *own = home;
        }
    }
    homes
}

/// The losses while a host is out: others make room as far as DRS moves them, as nobody else is there when a host
/// fails.
fn losses(asked: &Asked<'_>, out: usize, homes: &[Option<usize>]) -> (Cluster, Vec<(usize, Cluster)>) {
    let (loss, own) = asked.map.loss_without(Movers::Drs, out, homes);
    let own = own.into_iter().map(|(lost, own)| (lost, Cluster::new(own.0))).collect();
    (Cluster::new(loss.0), own)
}
