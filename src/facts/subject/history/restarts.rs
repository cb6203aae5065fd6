//! Restarts of VMs by HA.

use crate::facts::ground::index::{Named, unescape};
use crate::facts::ground::logic::{lacks, none_before};
use crate::facts::ground::role;
use crate::facts::subject::history::kinds::{What, name, same, told, who};
use crate::facts::subject::history::record::{EVENTS, Found, Happened, Record, mark_first};
use crate::facts::subject::model::history::RestartFacts;
use crate::inventory::{Event, EventObject, VirtualMachine};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

impl<'a> Record<'_, 'a, '_> {
    /// Restarts by HA, the failed ones too.
    pub fn restarts(&self) -> Found<RestartFacts> {
        let mut found = Vec::new();
        let mut missing: Option<Unknown> = None;
        for (what, event) in &self.events {
            let ok = match what {
                What::Restarted => true,
                What::RestartFailed => false,
                _ => continue,
            };
            match self.of_agent(event) {
                Ok(false) => {}
                Ok(true) => continue,
                Err(why) => {
                    lacks(&mut missing, &why);
                    continue;
                }
            }
            let fact = RestartFacts {
                vm: name(event.vm.as_ref()),
                of_app: self.of_app(event),
                at_s: self.at_s(event),
                at: self.at(event),
                ok,
                elsewhere: if ok { self.elsewhere(event) } else { Ok(false) },
                placed: self.before(event).is_some(),
                first: Ok(false),
                to: told(event.host.as_ref()),
            };
            found.push(Happened { key: event.key, fact });
        }
        mark_first(found.iter_mut().map(|one| (one.fact.elsewhere.clone(), &mut one.fact.first)));
        (found, missing)
    }

    /// The latest failure of each VM that no success of the same VM has followed: a failover restarts
    /// many VMs, and that of one tells nothing of another. What names no VM is undone by any success.
    pub fn failed_restarts(&self, (restarts, missing): &Found<RestartFacts>) -> List<RestartFacts> {
        let undone = |failed: &Happened<RestartFacts>| {
            let vm = &failed.fact.vm;
            let of_it = |one: &&Happened<RestartFacts>| vm.is_empty() || one.fact.vm == *vm;
            restarts.iter().filter(|one| one.fact.ok).filter(of_it).any(|one| one.key > failed.key)
        };
        let failed = restarts.iter().filter(|one| !one.fact.ok && !undone(one));
        self.since(failed, None, missing.as_ref(), |one| one.vm.clone())
    }

    /// Whether vSphere runs the VM of an event for itself. Its restart tells nothing of VMs with data.
    pub fn of_agent(&self, event: &Event) -> Fact<bool> {
        let Some(vm) = event.vm.as_ref() else { return Ok(false) };
        let name = unescape(&vm.name);
        let Some(&at) = self.ix().vms.get(vm.id.as_str()) else {
            // It is gone, and has only its name.
            return Ok(role::is_vcls(&name));
        };
        let known = &self.ix().inventory.vms[at];
        let key = none_before(self.ix().read(known, VirtualMachine::managed_by))?;
        Ok(role::is_agent(key.map_or("", |key| key.as_str()), &name))
    }

    /// The host that a VM had been on before an event, as the event itself or the last one before tells.
    pub fn before(&self, event: &'a Event) -> Option<&'a EventObject> {
        let seats = self.seats.get(who(event)).map_or(&[][..], Vec::as_slice);
        let before = seats.partition_point(|(key, _)| *key < event.key);
        let last = before.checked_sub(1).and_then(|last| seats.get(last)).map(|(_, host)| *host);
        event.source_host.as_ref().or(last)
    }

    /// Whether HA started a VM on another host than it had been on. It writes the same event where a process
    /// had died, or the host itself was back first; and of a VM that was nowhere before, that proves nothing.
    pub fn elsewhere(&self, event: &'a Event) -> Fact<bool> {
        let Some(host) = event.host.as_ref() else {
            let detail = Detail::RestartHost { key: event.key, vm: name(event.vm.as_ref()) };
            return Err(self.scope.members.cluster.unknown(ReasonKind::Untold, EVENTS, detail));
        };
        let before = self.before(event);
        Ok(before.is_some() && !same(before, Some(host)))
    }
}
