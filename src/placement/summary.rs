//! What the report of a check says of placing, in a few figures per cluster.

use rayon::prelude::*;

use crate::facts::map::ClusterMap;
use crate::facts::placing::{Answer, Budget};
use crate::placement::event::EventKind;
use crate::placement::heat::heat;
use crate::placement::held::held;
use crate::placement::naming::host;
use crate::placement::reading::Asked;
use crate::placement::standing::Restarting;
use crate::report::{HostPlacing, HostsThat, Object, PlacingInfo, WorstLoss};
use crate::terms::Tier;

/// Single placings that one search looks at: a report asks two questions for each host.
const BUDGET: Budget = Budget(5_000);

/// An answer, with what it took, and whether a person has to see to it.
type Told = (Tier, Option<Answer>, bool);

/// What a report says of each cluster, in the order of the maps.
pub fn summaries(maps: &[ClusterMap]) -> Vec<PlacingInfo> {
    maps.par_iter().map(summary).collect()
}

fn summary(map: &ClusterMap) -> PlacingInfo {
    let asked = Asked::new(map, BUDGET);
    let hosts: Vec<usize> = (0..map.hosts.len()).collect();
    let ask = |kind: EventKind| -> Vec<Told> {
        let of = |host: &usize| {
            let (tier, answer) = asked.tier(kind, *host);
            let by_hand = answer.as_ref().is_some_and(|answer| asked.takes_a_person(kind, *host, answer));
            (tier, answer, by_hand)
        };
        hosts.par_iter().map(of).collect()
    };
    let (losses, evacuations) = (ask(EventKind::Lose), ask(EventKind::Evacuate));
    let left: Vec<Vec<Object>> = losses
        .iter()
        .map(|(_, answer, _)| match answer {
            Some(Answer::DoesNotFit(why)) => asked.left_over(why),
            _ => Vec::new(),
        })
        .collect();
    let each = hosts.iter().zip(&losses).zip(&evacuations).zip(&left);
    let each = each.map(|(((at, (loss, ..)), (evacuation, ..)), left)| HostPlacing {
        host: host(map, *at),
        loss: *loss,
        left_over: left.len(),
        evacuation: *evacuation,
    });
    let each = each.collect();
    let worst = left.into_iter().enumerate().filter(|(_, vms)| !vms.is_empty());
    let worst = worst.max_by_key(|(at, vms)| (vms.len(), std::cmp::Reverse(*at)));
    PlacingInfo {
        ha: map.ha.as_ref().ok().copied(),
        all_excluded: Restarting::of(map) == Restarting::AllExcluded,
        losses_survived: count(&losses),
        hosts_emptied: count(&evacuations),
        worst_loss: worst.map(|(at, vms)| WorstLoss { host: host(map, at), vms }),
        hosts: each,
        held: held(map, &asked),
        heat: heat(map),
    }
}

fn count(answers: &[Told]) -> HostsThat {
    let of = |tier: Tier| answers.iter().filter(move |(one, ..)| *one == tier);
    let by_hand = of(Tier::AfterMoves).filter(|(.., by_hand)| *by_hand).count();
    HostsThat {
        all: answers.len(),
        as_it_stands: of(Tier::AsItStands).count(),
        after_moves: of(Tier::AfterMoves).count() - by_hand,
        by_hand,
        unclear: of(Tier::CannotTell).count(),
    }
}
