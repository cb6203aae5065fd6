//! The events of a cluster in the order of the server, and how far back they go.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::facts::ground::index::{Index, Named, because, unescape};
use crate::facts::ground::names::Name;
use crate::facts::ground::scope::Scope;
use crate::facts::subject::history::kinds::{What, called, what, who};
use crate::inventory::{ClusterComputeResource, ClusterEvents, Event, EventObject};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

/// Path of the events.
pub const EVENTS: &str = ClusterComputeResource::events.path;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// Something that happened, with its place in the order of the server.
pub struct Happened<T> {
    pub key: i64,
    pub fact: T,
}

/// Found events, and why there may be more of them within the time that is on record.
pub type Found<T> = (Vec<Happened<T>>, Option<Unknown>);

/// Marks the first that counts; one before it of which that is not known may be it.
pub fn mark_first<'f>(all: impl Iterator<Item = (Fact<bool>, &'f mut Fact<bool>)>) {
    let mut found = false;
    for (counts, first) in all {
        *first = if found { Ok(false) } else { counts };
        found |= *first == Ok(true);
    }
}

/// The events of a cluster in the order of the server, with what they say by VM and by operation.
pub struct Record<'s, 'a, 'm> {
    pub scope: &'s Scope<'a, 'm>,
    pub all: &'a ClusterEvents,
    pub events: Vec<(What, &'a Event)>,
    /// VMs that began to move hot, with the operation.
    pub hot: HashSet<(i64, &'a str)>,
    /// Hosts that a VM left, by operation.
    pub left: HashMap<i64, &'a EventObject>,
    /// Power of each VM: when it was switched, and to what.
    pub power: HashMap<&'a str, Vec<(i64, bool)>>,
    /// Where each VM was, and when.
    pub seats: HashMap<&'a str, Vec<(i64, &'a EventObject)>>,
}

impl<'s, 'a, 'm> Record<'s, 'a, 'm> {
    pub fn new(scope: &'s Scope<'a, 'm>, all: &'a ClusterEvents) -> Self {
        let mut events: Vec<(What, &Event)> = all.events.iter().map(|event| (what(event), event)).collect();
        events.sort_by_key(|(_, event)| event.key);
        let (mut hot, mut left, mut power) = (HashSet::new(), HashMap::new(), HashMap::new());
        let mut seats: HashMap<_, Vec<_>> = HashMap::new();
        for (what, event) in &events {
            // Zero stands for no operation.
            let chain = Some(event.chain_id).filter(|chain| *chain != 0);
            match what {
                What::BeginsHot => hot.extend(chain.map(|chain| (chain, called(event)))),
                What::Left => left.extend(chain.zip(event.host.as_ref())),
                What::On | What::Restarted | What::Off => {
                    let switched: &mut Vec<_> = power.entry(who(event)).or_default();
                    switched.push((event.key, *what != What::Off));
                }
                _ => {}
            }
            let seated = matches!(
                what,
                What::On
                    | What::Off
                    | What::Restarted
                    | What::Moved
                    | What::MovedByDrs
                    | What::Relocated
                    | What::Arrived
                    | What::Left
                    | What::BeginsHot
                    | What::MoveFailed
            );
            if let Some(host) = event.host.as_ref().filter(|_| seated) {
                seats.entry(who(event)).or_default().push((event.key, host));
            }
        }
        Self { scope, all, events, hot, left, power, seats }
    }

    pub fn ix(&self) -> &Index<'a> {
        self.scope.ix
    }

    /// Whether an event tells of the VM that the operator named. One that was registered anew has
    /// another id and its old name.
    pub fn of_app(&self, event: &Event) -> bool {
        let (Some(app), Some(vm)) = (self.ix().app, event.vm.as_ref()) else { return false };
        if vm.id == app {
            return true;
        }
        let gone = vm.id.is_empty() || !self.ix().vms.contains_key(vm.id.as_str());
        let named = || self.ix().vms.get(app).map(|&at| self.ix().inventory.vms[at].display_name());
        gone && !vm.name.is_empty() && named().is_some_and(|app| app == unescape(&vm.name))
    }

    pub fn at_s(&self, event: &Event) -> Fact<i64> {
        event.created_s.ok_or_else(|| self.no_time(event))
    }

    pub fn at(&self, event: &Event) -> Fact<Name> {
        let at = event.created_s.and_then(|at| jiff::Timestamp::from_second(at).ok());
        at.map(|at| compact_str::format_compact!("{at}")).ok_or_else(|| self.no_time(event))
    }

    pub fn no_time(&self, event: &Event) -> Unknown {
        let detail = Detail::NoTime { key: event.key };
        self.scope.members.cluster.unknown(ReasonKind::NotUnderstood, EVENTS, detail)
    }

    /// The latest of each VM behind `last`.
    pub fn since<'f, T: Clone + 'f>(
        &self,
        failed: impl Iterator<Item = &'f Happened<T>>,
        last: Option<i64>,
        missing: Option<&Unknown>,
        vm: impl Fn(&T) -> Name,
    ) -> List<T> {
        let since = failed.filter(|one| last.is_none_or(|last| one.key > last));
        let latest: BTreeMap<Name, &T> = since.map(|one| (vm(&one.fact), &one.fact)).collect();
        let mut list = List::complete(latest.into_values().cloned().collect());
        missing.into_iter().chain(&self.truncated()).for_each(|why| list.lacks(why));
        list
    }

    /// The earliest and the latest of each kind, in the order of the server.
    pub fn condensed<T, K: Ord>(&self, (all, missing): Found<T>, kind: impl Fn(&T) -> K) -> List<T> {
        let mut ends: BTreeMap<K, (usize, usize)> = BTreeMap::new();
        for (at, one) in all.iter().enumerate() {
            ends.entry(kind(&one.fact)).or_insert((at, at)).1 = at;
        }
        let kept: HashSet<usize> = ends.into_values().flat_map(|(first, last)| [first, last]).collect();
        let items = all.into_iter().enumerate().filter(|(at, _)| kept.contains(at));
        let mut list = List::complete(items.map(|(_, one)| one.fact).collect());
        missing.iter().chain(&self.truncated()).chain(&self.tail()).for_each(|why| list.lacks(why));
        list
    }

    pub fn truncated(&self) -> Option<Unknown> {
        let cluster = self.scope.members.cluster;
        self.all.truncated.then(|| {
            let detail = Detail::FirstEvents { n: self.all.events.len() };
            cluster.unknown(ReasonKind::Truncated, EVENTS, detail)
        })
    }

    /// Why there may be older events, if the cluster was there before the first one.
    pub fn tail(&self) -> Option<Unknown> {
        if self.events.iter().any(|(what, _)| *what == What::ClusterCreated) {
            return None;
        }
        let unasked = self.all.since_s.map(|since| {
            let since = jiff::Timestamp::from_second(since).map(|at| at.to_string()).unwrap_or_default();
            let detail = Detail::EarlierEvents { since: since.into() };
            self.scope.members.cluster.unknown(ReasonKind::NotCollected, EVENTS, detail)
        });
        Unknown::all(unasked.iter().chain(&self.expired()))
    }

    /// Why there may be events that the server has forgotten; `None` where it keeps all.
    pub fn expired(&self) -> Option<Unknown> {
        let ix = self.ix();
        let cluster = self.scope.members.cluster;
        let settings = match ix.answer(&ix.inventory.vcenter.event_settings, "QueryOptions") {
            Ok(settings) => settings,
            Err(why) => return Some(why),
        };
        let setting = |key: &str| settings.and_then(|settings| settings.get(key)).map(|value| value.trim());
        if setting("event.maxAgeEnabled").is_some_and(|enabled| enabled.eq_ignore_ascii_case("false")) {
            return None;
        }
        let days = setting("event.maxAge").and_then(|days| days.parse::<i64>().ok());
        let Some(days) = days else {
            let detail = Detail::EventsKept;
            return Some(because(ix.vcenter(), ReasonKind::Untold, "event.maxAge", detail));
        };
        let asked_from = ix.clock().ok().zip(self.all.since_s);
        let kept_from = |clock: i64| clock.saturating_sub(days.saturating_mul(SECONDS_PER_DAY));
        if asked_from.is_some_and(|(clock, since)| since > kept_from(clock)) {
            return None;
        }
        let detail = Detail::KeepsEvents { days };
        Some(cluster.unknown(ReasonKind::Expired, EVENTS, detail))
    }
}
