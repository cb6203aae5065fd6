//! Emptying one host after the other.

use rayon::prelude::*;
use serde::Serialize;

use crate::facts::placing::{self, roll, survives_each};
use crate::placement::event::{EventAnswer, EventKind, Move};
use crate::placement::names::Names;
use crate::placement::naming::host;
use crate::placement::reading::Asked;
use crate::report::Object;
use crate::terms::Relation;

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
    /// Whether the loss of another host would be survived while it is out; absent where that is not known,
    /// or not asked because it cannot be emptied.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub survives: Option<bool>,
}

/// The order, as far as one is found.
pub(super) fn rolled(asked: &Asked<'_>) -> Roll {
    let map = asked.map;
    let hosts: Vec<usize> = (0..map.hosts.len()).collect();
    let keeps = map.ha_holds.as_ref().ok().copied();
    let budget = asked.budget;
    let found = roll(asked.empty.problem(), &hosts, budget, |cluster, out| match keeps {
        Some(false) => Some(true),
        _ => survives_each(cluster, out, budget),
    });
    let names = Names { map, vms: &asked.emptied, relation: Relation::Live };
    let step = |step: &placing::RollStep| RollStep {
        host: host(map, step.host),
        moves: step.steps.iter().map(|step| names.step(step)).collect(),
        by_hand: names.by_hand(step.steps.iter().flat_map(|step| &step.vms).copied()),
    };
    let stop = |stop: &placing::Stop| RollStop {
        evacuation: asked.answer(EventKind::Evacuate, &[stop.host], true),
        survives: stop.holds,
    };
    Roll {
        steps: found.steps.iter().map(step).collect(),
        stops: found.stops.par_iter().map(stop).collect(),
        keeps_failover: keeps,
    }
}
