//! Hosts out of service as a remedy: what does not fit may fit once one of them is back, or two.

use crate::evaluate::object_of;
use crate::facts::map::{ClusterMap, OutHost};
use crate::facts::placing::Budget;
use crate::placement::event::{EventAnswer, Remedy, ReturningHost};
use crate::placement::reading::Asked;
use crate::schema::FactEnum as _;
use crate::terms::Tier;

/// Makes the map of a cluster, by id, as if hosts of it, by id, were back in service; `None` where it has none.
pub type Back<'b> = &'b (dyn Fn(&str, &[&str]) -> Option<ClusterMap> + Sync);

/// How many hosts of a cluster are tried, each alone and each with each other.
const TRIED: usize = 6;

/// Adds to events that do not fit the hosts whose return makes them fit: each that is enough alone, else the pairs
/// that are. Each is judged on a map of its own.
pub(super) fn bring_back(
    map: &ClusterMap,
    events: Vec<&mut EventAnswer>,
    (budget, back): (Budget, Back<'_>),
) {
    let mut open: Vec<&mut EventAnswer> =
        events.into_iter().filter(|event| event.answer == Tier::DoesNotFit).collect();
    let out: Vec<&OutHost> = map.out.iter().take(TRIED).collect();
    let alone: Vec<Vec<&OutHost>> = out.iter().map(|host| vec![*host]).collect();
    let after = |at: usize| out.get(at + 1..).unwrap_or_default();
    let pairs = out.iter().enumerate().flat_map(|(at, one)| after(at).iter().map(|other| vec![*one, *other]));
    for sets in [alone, pairs.collect()] {
        let mut found: Vec<Vec<Remedy>> = vec![Vec::new(); open.len()];
        for set in sets {
            if open.is_empty() {
                return;
            }
            let ids: Vec<&str> = set.iter().map(|out| out.identity.id.as_str()).collect();
            let Some(with) = back(&map.cluster.id, &ids) else { continue };
            let asked = Asked::new(&with, budget);
            for (event, found) in open.iter().zip(&mut found) {
                if fits(&asked, event) {
                    found.push(Remedy::ReturnHosts { hosts: set.iter().map(|out| returning(out)).collect() });
                }
            }
        }
        let mut left = Vec::new();
        for (event, found) in open.into_iter().zip(found) {
            if found.is_empty() {
                left.push(event);
            } else {
                event.remedies.splice(0..0, found);
            }
        }
        open = left;
    }
}

/// Whether an event fits on another map of its cluster.
fn fits(asked: &Asked<'_>, event: &EventAnswer) -> bool {
    let place = |id: &str| asked.map.hosts.iter().position(|host| host.identity.id == id);
    let hosts: Option<Vec<usize>> = event.hosts.iter().map(|host| place(&host.id)).collect();
    hosts.is_some_and(|hosts| {
        let answer = asked.answer(event.event, &hosts, false).answer;
        matches!(answer, Tier::AsItStands | Tier::AfterMoves)
    })
}

fn returning(out: &OutHost) -> ReturningHost {
    ReturningHost { host: object_of(&out.identity), service: out.service.word() }
}
