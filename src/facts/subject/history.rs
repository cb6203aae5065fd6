//! What vCenter remembers of a cluster: moves of VMs between its hosts, restarts by HA, and how the
//! cluster began.

mod kinds;
mod moves;
mod record;
mod restarts;
mod setup;

use crate::facts::ground::index::Named;
use crate::facts::ground::logic::only;
use crate::facts::ground::scope::Scope;
use crate::facts::subject::history::record::{EVENTS, Record};
use crate::facts::subject::model::history::HistoryFacts;
use crate::inventory::{ClusterComputeResource, ClusterEvents};
use crate::schema::{Fact, List};
use crate::terms::{Detail, ReasonKind};

/// The facts about a cluster's history.
pub fn history(scope: &Scope<'_, '_>) -> HistoryFacts {
    let record = match read(scope) {
        Ok(events) => Record::new(scope, events),
        Err(why) => {
            // Where a person is asked in the place of events, a source that never tells of any says so: one of them may
            // be a failure.
            let whole = scope.ix.inventory.collection.kind.is_whole();
            let unasked = whole && only(&why, ReasonKind::NotCollected);
            return HistoryFacts {
                of_app: of_app(scope),
                setup: Err(why.clone()),
                moves: Err(why.clone()),
                failed_since: if unasked { Ok(List::default()) } else { Err(why.clone()) },
                restarts: Err(why.clone()),
                failed_restarts_since: if unasked { Ok(List::default()) } else { Err(why) },
            };
        }
    };
    let moves = record.moves();
    let restarts = record.restarts();
    HistoryFacts {
        of_app: of_app(scope),
        setup: record.setup(),
        failed_since: Ok(record.failed_moves(&moves)),
        failed_restarts_since: Ok(record.failed_restarts(&restarts)),
        moves: Ok(
            record.condensed(moves, |one| (one.of_app, one.live.clone().ok(), one.ok, one.at_s.is_ok()))
        ),
        restarts: Ok(record.condensed(restarts, |one| {
            (one.of_app, one.ok, one.elsewhere.clone().ok(), one.placed, one.at_s.is_ok())
        })),
    }
}

/// Whether the VM that the operator named is in the cluster.
fn of_app(scope: &Scope<'_, '_>) -> Fact<bool> {
    let Some(app) = scope.ix.app else { return Ok(false) };
    let members = scope.members;
    let here = members.vms.iter().any(|(vm, _)| scope.ix.inventory.vms[*vm].id == app);
    match &members.vms_missing {
        Some(why) if !here => Err(why.clone()),
        _ => Ok(here),
    }
}

/// The events of the cluster. Files that were saved before events were read have none.
fn read<'a>(scope: &Scope<'a, '_>) -> Fact<&'a ClusterEvents> {
    let cluster = scope.members.cluster;
    let events = scope.ix.read(cluster, ClusterComputeResource::events)?;
    events.ok_or_else(|| cluster.unknown(ReasonKind::NotCollected, EVENTS, Detail::Nothing))
}
