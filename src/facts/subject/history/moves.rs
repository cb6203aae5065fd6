//! Moves of VMs between the hosts of a cluster.
//!
//! A migration is live when an event of the same operation says so, or when the VM was running
//! before it and was not started after it. The server writes the same class for cold ones.

use crate::facts::ground::index::Named;
use crate::facts::ground::logic::{every, lacks};
use crate::facts::ground::names::Name;
use crate::facts::subject::history::kinds::{What, called, fault, name, same, told, who};
use crate::facts::subject::history::record::{EVENTS, Found, Happened, Record, mark_first};
use crate::facts::subject::model::history::MoveFacts;
use crate::inventory::{Event, EventObject, HostSystem, MoRef};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

impl Record<'_, '_, '_> {
    /// Moves between two hosts of the cluster, the failed ones too.
    pub fn moves(&self) -> Found<MoveFacts> {
        let mut found = Vec::new();
        let mut missing: Option<Unknown> = None;
        for (what, event) in &self.events {
            let here = event.host.as_ref();
            let (from, to, ok) = match what {
                What::Moved | What::MovedByDrs | What::Relocated => (event.source_host.as_ref(), here, true),
                What::Arrived => {
                    let left = self.left.get(&event.chain_id).copied();
                    (event.source_host.as_ref().or(left), here, true)
                }
                What::MoveFailed => (here, event.dest_host.as_ref(), false),
                _ => continue,
            };
            // What succeeded between hosts names both.
            if same(from, to) || (ok && (from.is_none() || to.is_none())) {
                continue;
            }
            match every([self.inside(from), self.inside(to)]) {
                Ok(true) => {}
                Ok(false) => continue,
                Err(why) => {
                    lacks(&mut missing, &why);
                    continue;
                }
            }
            let fact = MoveFacts {
                vm: name(event.vm.as_ref()),
                of_app: self.of_app(event),
                at_s: self.at_s(event),
                at: self.at(event),
                live: self.live(*what, event),
                ok,
                first: Ok(false),
                fault: if ok { Name::default() } else { fault(event) },
                from: told(from),
                to: told(to),
            };
            found.push(Happened { key: event.key, fact });
        }
        mark_first(found.iter_mut().map(|one| {
            let MoveFacts { live, ok, first, .. } = &mut one.fact;
            (if *ok { live.clone() } else { Ok(false) }, first)
        }));
        (found, missing)
    }

    /// Whether a host is one of the cluster. Of hosts that are gone the event itself says so: it is
    /// one of this cluster's.
    pub fn inside(&self, host: Option<&EventObject>) -> Fact<bool> {
        let Some(id) = host.map(|host| host.id.as_str()).filter(|id| !id.is_empty()) else { return Ok(true) };
        let ix = self.ix();
        let members = self.scope.members;
        let Some(at) = ix.hosts.get(id).copied() else {
            return members.hosts_missing.clone().map_or(Ok(true), Err);
        };
        if members.hosts.contains(&at) {
            return Ok(true);
        }
        let host = &ix.inventory.hosts[at];
        ix.need(host, HostSystem::parent).map(|parent: &MoRef| parent.id == members.cluster.id)
    }

    /// Whether a VM was running while it was moved.
    pub fn live(&self, what: What, event: &Event) -> Fact<bool> {
        if self.hot.contains(&(event.chain_id, called(event))) {
            return Ok(true);
        }
        let switched = self.power.get(who(event)).map_or(&[][..], Vec::as_slice);
        let after = switched.partition_point(|(key, _)| *key < event.key);
        let before = after.checked_sub(1).and_then(|last| switched.get(last)).map(|(_, on)| *on);
        let after = switched.get(after).map(|(_, on)| *on);
        match (before, after) {
            (Some(false), _) | (None, Some(true)) => Ok(false),
            (Some(true), None | Some(false)) => Ok(true),
            // DRS moves running VMs.
            _ if what == What::MovedByDrs => Ok(true),
            _ => Err(self.scope.members.cluster.unknown(
                ReasonKind::Expired,
                EVENTS,
                Detail::WasRunning { vm: name(event.vm.as_ref()) },
            )),
        }
    }

    /// The latest failure of each VM behind the last live move. Cold ones tell nothing of vMotion.
    pub fn failed_moves(&self, (moves, missing): &Found<MoveFacts>) -> List<MoveFacts> {
        let live = |one: &MoveFacts| one.ok && matches!(one.live, Ok(true));
        let last = moves.iter().filter(|one| live(&one.fact)).map(|one| one.key).max();
        let failed = moves.iter().filter(|one| !one.fact.ok && !matches!(one.fact.live, Ok(false)));
        self.since(failed, last, missing.as_ref(), |one| one.vm.clone())
    }
}
