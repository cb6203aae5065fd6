//! Whether a running VM can move to the other hosts of its cluster, with every cause that keeps it from
//! one.

use compact_str::CompactString;

use crate::facts::ground::logic::{every, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::{Scope, Together};
use crate::facts::place::records::{Cause, LiveFacts, RestartTargetFacts};
use crate::schema::{Fact, FactEnum as _, Grouping, HostSplit, Unknown};

/// What a cause is about: nothing more than a name, or nothing at all, where the cause says the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Thing {
    /// A device, a datastore, a network, a rule.
    pub name: Name,
    /// What it is about it, in a word.
    pub how: Option<&'static str>,
    /// What is behind a device.
    pub backing: Name,
}

impl From<Name> for Thing {
    fn from(name: Name) -> Self {
        Self { name, ..Self::default() }
    }
}

/// One thing that has to hold on a target.
pub struct Part {
    /// What keeps the VM from a host where it does not hold.
    pub cause: Cause,
    /// Of what.
    pub thing: Thing,
    /// Where it holds.
    pub on: HostSplit,
    /// Others can mend it by making room.
    pub passing: bool,
}

/// The hosts that each cause leaves; several parts of one cause hold together.
#[derive(Default)]
pub struct Causes {
    parts: Vec<Part>,
}

impl Causes {
    /// One more thing that has to hold on a target. Why it is unclear on the hosts there are is no reason to
    /// expect hosts that nobody has seen.
    pub fn add(&mut self, scope: &Scope<'_, '_>, cause: Cause, on: &HostSplit) {
        self.add_named(scope, cause, Thing::default(), on);
    }

    /// As [`Causes::add`], of something with a name.
    pub fn add_named(
        &mut self,
        scope: &Scope<'_, '_>,
        cause: Cause,
        thing: impl Into<Thing>,
        on: &HostSplit,
    ) {
        self.push(scope, (cause, thing.into()), on, false);
    }

    /// As [`Causes::add`], of what others mend by making room.
    pub fn add_passing(&mut self, scope: &Scope<'_, '_>, cause: Cause, on: &HostSplit) {
        self.push(scope, (cause, Thing::default()), on, true);
    }

    fn push(&mut self, scope: &Scope<'_, '_>, (cause, thing): (Cause, Thing), on: &HostSplit, passing: bool) {
        let on = on.without(None);
        let on = match on.missing() {
            Some(_) if !scope.slots.is_empty() => {
                scope.split_of(on.iter().map(|(_, state)| state.clone()).collect(), None)
            }
            _ => on,
        };
        self.parts.push(Part { cause, thing, on, passing });
    }

    /// All parts.
    pub fn into_parts(self) -> Vec<Part> {
        self.parts
    }

    /// The relation to every host but the one in slot `own`.
    pub fn decide(
        self,
        scope: &Scope<'_, '_>,
        together: &mut Together,
        own: &Fact<Option<u32>>,
    ) -> LiveFacts {
        let own = match own {
            Ok(own) => *own,
            Err(why) => return unclear(scope, why),
        };
        let of = |together: &mut Together, parts: Vec<HostSplit>| match parts.is_empty() {
            true => scope.everywhere().without(own),
            false => together.of(scope, parts, None).without(own),
        };
        let devices = self.parts.iter().filter(|part| part.cause == Cause::Devices);
        let devices: Vec<HostSplit> = devices.map(|part| part.on.clone()).collect();
        let all: Vec<HostSplit> = self.parts.iter().map(|part| part.on.clone()).collect();
        let lasting = self.parts.iter().filter(|part| !part.passing);
        let lasting = of(together, lasting.map(|part| part.on.clone()).collect());
        let on = of(together, all);
        let refused = if on.all() == Ok(true) { Grouping::default() } else { self.refused(together, own) };
        let none = |then: Fact<bool>| match on.any()? {
            true => Ok(false),
            false => every([then, Ok(!self.alone(own))]),
        };
        let cornered = none(lasting.any().map(|any| !any));
        let crowded = none(lasting.any());
        LiveFacts { devices_on: of(together, devices), on, cornered, crowded, refused }
    }

    /// The relation of restarts to every host but the one in slot `own`.
    pub fn decide_restart(
        self,
        scope: &Scope<'_, '_>,
        together: &mut Together,
        own: &Fact<Option<u32>>,
    ) -> RestartTargetFacts {
        let own = match own {
            Ok(own) => *own,
            Err(why) => return RestartTargetFacts::unclear(scope, why),
        };
        let all: Vec<HostSplit> = self.parts.iter().map(|part| part.on.clone()).collect();
        let on = match all.is_empty() {
            true => scope.everywhere().without(own),
            false => together.of(scope, all, None).without(own),
        };
        let refused = if on.all() == Ok(true) { Grouping::default() } else { self.refused(together, own) };
        RestartTargetFacts { on, refused }
    }

    /// Whether one cause is known to leave no host. Room is one: another rule tells of all that it takes.
    fn alone(&self, own: Option<u32>) -> bool {
        let one = self.parts.iter().any(|part| part.on.without(own).any() == Ok(false));
        one || self.without_room(own) == Ok(true)
    }

    /// Whether no host has room, as far as each is known for certain.
    fn without_room(&self, own: Option<u32>) -> Fact<bool> {
        let room = [Cause::HardwareVersion, Cause::LogicalCpus, Cause::Reservations];
        let parts: Vec<HostSplit> = self
            .parts
            .iter()
            .filter(|part| room.contains(&part.cause))
            .map(|part| part.on.without(own))
            .collect();
        let Some(first) = parts.first() else { return Ok(false) };
        every(first.iter().enumerate().map(|(at, _)| {
            let lacks =
                |part: &HostSplit| part.iter().nth(at).map_or(Ok(false), |(_, on)| on.clone().map(|on| !on));
            some(parts.iter().map(lacks))
        }))
    }

    /// Hosts by what keeps the VM from them: a host is named at each of its causes.
    fn refused(&self, together: &mut Together, own: Option<u32>) -> Grouping {
        let mut grouping = Grouping::default();
        let mut open: Vec<Unknown> = Vec::new();
        for cause in Cause::ALL {
            let mut hosts: Vec<CompactString> = Vec::new();
            let parts = self.parts.iter().filter(|part| part.cause == cause);
            // What all hosts meet keeps the VM from none.
            for part in parts.map(|part| part.on.without(own)).filter(|on| on.alike() != Some(true)) {
                for (host, _) in part.iter().filter(|(_, state)| **state == Ok(false)) {
                    if !hosts.contains(host) {
                        hosts.push(host.clone());
                    }
                }
                open.extend(part.why());
            }
            if !hosts.is_empty() {
                hosts.sort();
                grouping.values.push((cause.word().into(), hosts));
            }
        }
        let missing = Unknown::all(&open).map(|why| together.reasons.once(why));
        grouping.with_missing(missing.as_ref())
    }
}

impl LiveFacts {
    /// Before anything was asked.
    pub fn unasked(scope: &Scope<'_, '_>) -> Self {
        let on = scope.everywhere();
        Self {
            devices_on: on.clone(),
            on,
            cornered: Ok(false),
            crowded: Ok(false),
            refused: Grouping::default(),
        }
    }
}

impl RestartTargetFacts {
    /// Before anything was asked.
    pub fn unasked(scope: &Scope<'_, '_>) -> Self {
        Self { on: scope.everywhere(), refused: Grouping::default() }
    }

    fn unclear(scope: &Scope<'_, '_>, why: &Unknown) -> Self {
        Self { on: scope.nowhere_clear(why), refused: Grouping::default().with_missing(Some(why)) }
    }
}

fn unclear(scope: &Scope<'_, '_>, why: &Unknown) -> LiveFacts {
    let on = scope.nowhere_clear(why);
    LiveFacts {
        devices_on: on.clone(),
        on,
        cornered: Err(why.clone()),
        crowded: Err(why.clone()),
        refused: Grouping::default().with_missing(Some(why)),
    }
}
