//! What vCenter remembers of a cluster: moves of VMs between its hosts, restarts by HA, and how the
//! cluster began.
//!
//! A migration is live when an event of the same operation says so, or when the VM was running
//! before it and was not started after it. The server writes the same class for cold ones.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::facts::ground::index::{Index, Named, because, unescape};
use crate::facts::ground::logic::{every, lacks, none_before, only};
use crate::facts::ground::names::Name;
use crate::facts::ground::role;
use crate::facts::ground::scope::Scope;
use crate::facts::subject::model::history::{HistoryFacts, MoveFacts, RestartFacts, SetupFacts};
use crate::inventory::{
    ClusterComputeResource, ClusterEvents, Event, EventObject, HostSystem, MoRef, VirtualMachine,
};
use crate::schema::{Fact, List, Unknown};
use crate::terms::{Detail, ReasonKind};

const EVENTS: &str = ClusterComputeResource::events.path;
const SECONDS_PER_DAY: i64 = 24 * 60 * 60;

/// What kind of event an event is, as far as it matters here. EventEx and ExtendedEvent carry it as
/// text, and vCenter writes some of these texts with `ha` and with `HA`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Moved,
    MovedByDrs,
    Relocated,
    /// Both ends of a move that gives the VM another reference.
    Left,
    Arrived,
    BeginsHot,
    MoveFailed,
    On,
    Off,
    Restarted,
    RestartFailed,
    ClusterCreated,
    HostJoined,
    HaOn,
    DrsOn,
    Other,
}

fn what(event: &Event) -> What {
    match event.what().to_ascii_lowercase().as_str() {
        "vmmigratedevent" => What::Moved,
        "drsvmmigratedevent" => What::MovedByDrs,
        "vmrelocatedevent" => What::Relocated,
        "com.vmware.vc.vm.srcvmmigratedevent" => What::Left,
        "com.vmware.vc.vm.dstvmmigratedevent" => What::Arrived,
        "vmbeinghotmigratedevent" | "com.vmware.vc.vm.vmhotmigratingwithencryptionevent" => What::BeginsHot,
        "vmfailedmigrateevent"
        | "vmrelocatefailedevent"
        | "migrationerrorevent"
        | "migrationhosterrorevent"
        | "migrationresourceerrorevent" => What::MoveFailed,
        "vmpoweredonevent" | "drsvmpoweredonevent" => What::On,
        "vmpoweredoffevent"
        | "vmsuspendedevent"
        | "vmpoweroffonisolationevent"
        | "vmshutdownonisolationevent" => What::Off,
        "vmrestartedonalternatehostevent" | "com.vmware.vc.ha.vmrestartedbyhaevent" => What::Restarted,
        "vmfailoverfailed"
        | "notenoughresourcestostartvmevent"
        | "vmmaxrestartcountreached"
        | "com.vmware.vc.ha.failedrestartafterisolationevent" => What::RestartFailed,
        "clustercreatedevent" => What::ClusterCreated,
        "hostaddedevent" | "hostconnectedevent" => What::HostJoined,
        "dasenabledevent" => What::HaOn,
        "drsenabledevent" => What::DrsOn,
        _ => What::Other,
    }
}

/// The facts about a cluster's history.
pub fn history(scope: &Scope<'_, '_>) -> HistoryFacts {
    let record = match read(scope) {
        Ok(events) => Record::new(scope, events),
        Err(why) => {
            let unasked = only(&why, ReasonKind::NotCollected);
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
        restarts: Ok(record
            .condensed(restarts, |one| (one.of_app, one.ok, one.elsewhere.clone().ok(), one.at_s.is_ok()))),
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

/// Something that happened, with its place in the order of the server.
struct Happened<T> {
    key: i64,
    fact: T,
}

/// Found events, and why there may be more of them within the time that is on record.
type Found<T> = (Vec<Happened<T>>, Option<Unknown>);

/// Marks the first that counts; one before it of which that is not known may be it.
fn mark_first<'f>(all: impl Iterator<Item = (Fact<bool>, &'f mut Fact<bool>)>) {
    let mut found = false;
    for (counts, first) in all {
        *first = if found { Ok(false) } else { counts };
        found |= *first == Ok(true);
    }
}

/// The events of a cluster in the order of the server, with what they say by VM and by operation.
struct Record<'s, 'a, 'm> {
    scope: &'s Scope<'a, 'm>,
    all: &'a ClusterEvents,
    events: Vec<(What, &'a Event)>,
    /// VMs that began to move hot, with the operation.
    hot: HashSet<(i64, &'a str)>,
    /// Hosts that a VM left, by operation.
    left: HashMap<i64, &'a EventObject>,
    /// Power of each VM: when it was switched, and to what.
    power: HashMap<&'a str, Vec<(i64, bool)>>,
    /// Where each VM came to run, and when.
    seats: HashMap<&'a str, Vec<(i64, &'a EventObject)>>,
}

impl<'s, 'a, 'm> Record<'s, 'a, 'm> {
    fn new(scope: &'s Scope<'a, 'm>, all: &'a ClusterEvents) -> Self {
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
                What::On | What::Restarted | What::Moved | What::MovedByDrs | What::Relocated | What::Arrived
            );
            if let Some(host) = event.host.as_ref().filter(|_| seated) {
                seats.entry(who(event)).or_default().push((event.key, host));
            }
        }
        Self { scope, all, events, hot, left, power, seats }
    }

    fn ix(&self) -> &Index<'a> {
        self.scope.ix
    }

    /// Moves between two hosts of the cluster, the failed ones too.
    fn moves(&self) -> Found<MoveFacts> {
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
    fn inside(&self, host: Option<&EventObject>) -> Fact<bool> {
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
    fn live(&self, what: What, event: &Event) -> Fact<bool> {
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

    /// Whether an event tells of the VM that the operator named. One that was registered anew has
    /// another id and its old name.
    fn of_app(&self, event: &Event) -> bool {
        let (Some(app), Some(vm)) = (self.ix().app, event.vm.as_ref()) else { return false };
        if vm.id == app {
            return true;
        }
        let gone = vm.id.is_empty() || !self.ix().vms.contains_key(vm.id.as_str());
        let named = || self.ix().vms.get(app).map(|&at| self.ix().inventory.vms[at].display_name());
        gone && !vm.name.is_empty() && named().is_some_and(|app| app == unescape(&vm.name))
    }

    /// Whether vSphere runs the VM of an event for itself. Its restart tells nothing of VMs with data.
    fn of_agent(&self, event: &Event) -> Fact<bool> {
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

    /// Whether the events tell that a VM was on the very host where HA started it again: its process
    /// had died, or the host itself was back first.
    fn in_place(&self, event: &Event) -> Fact<bool> {
        let Some(host) = event.host.as_ref() else {
            let detail = Detail::RestartHost { key: event.key, vm: name(event.vm.as_ref()) };
            return Err(self.scope.members.cluster.unknown(ReasonKind::Untold, EVENTS, detail));
        };
        let seats = self.seats.get(who(event)).map_or(&[][..], Vec::as_slice);
        let before = seats.partition_point(|(key, _)| *key < event.key);
        let last = before.checked_sub(1).and_then(|last| seats.get(last)).map(|(_, host)| *host);
        Ok(same(event.source_host.as_ref().or(last), Some(host)))
    }

    fn at_s(&self, event: &Event) -> Fact<i64> {
        event.created_s.ok_or_else(|| self.no_time(event))
    }

    fn at(&self, event: &Event) -> Fact<Name> {
        let at = event.created_s.and_then(|at| jiff::Timestamp::from_second(at).ok());
        at.map(|at| compact_str::format_compact!("{at}")).ok_or_else(|| self.no_time(event))
    }

    fn no_time(&self, event: &Event) -> Unknown {
        let detail = Detail::NoTime { key: event.key };
        self.scope.members.cluster.unknown(ReasonKind::NotUnderstood, EVENTS, detail)
    }

    /// The latest failure of each VM behind the last live move. Cold ones tell nothing of vMotion.
    fn failed_moves(&self, (moves, missing): &Found<MoveFacts>) -> List<MoveFacts> {
        let live = |one: &MoveFacts| one.ok && matches!(one.live, Ok(true));
        let last = moves.iter().filter(|one| live(&one.fact)).map(|one| one.key).max();
        let failed = moves.iter().filter(|one| !one.fact.ok && !matches!(one.fact.live, Ok(false)));
        self.since(failed, last, missing.as_ref(), |one| one.vm.clone())
    }

    /// The latest failure of each VM that no success of the same VM has followed: a failover restarts
    /// many VMs, and that of one tells nothing of another. What names no VM is undone by any success.
    fn failed_restarts(&self, (restarts, missing): &Found<RestartFacts>) -> List<RestartFacts> {
        let undone = |failed: &Happened<RestartFacts>| {
            let vm = &failed.fact.vm;
            let of_it = |one: &&Happened<RestartFacts>| vm.is_empty() || one.fact.vm == *vm;
            restarts.iter().filter(|one| one.fact.ok).filter(of_it).any(|one| one.key > failed.key)
        };
        let failed = restarts.iter().filter(|one| !one.fact.ok && !undone(one));
        self.since(failed, None, missing.as_ref(), |one| one.vm.clone())
    }

    /// The latest of each VM behind `last`.
    fn since<'f, T: Clone + 'f>(
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

    /// Restarts by HA, the failed ones too.
    fn restarts(&self) -> Found<RestartFacts> {
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
                elsewhere: if ok { self.in_place(event).map(|there| !there) } else { Ok(false) },
                first: Ok(false),
                to: told(event.host.as_ref()),
            };
            found.push(Happened { key: event.key, fact });
        }
        mark_first(found.iter_mut().map(|one| (one.fact.elsewhere.clone(), &mut one.fact.first)));
        (found, missing)
    }

    /// The earliest and the latest of each kind, in the order of the server.
    fn condensed<T, K: Ord>(&self, (all, missing): Found<T>, kind: impl Fn(&T) -> K) -> List<T> {
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

    fn truncated(&self) -> Option<Unknown> {
        let cluster = self.scope.members.cluster;
        self.all.truncated.then(|| {
            let detail = Detail::FirstEvents { n: self.all.events.len() };
            cluster.unknown(ReasonKind::Truncated, EVENTS, detail)
        })
    }

    /// Why there may be older events, if the cluster was there before the first one.
    fn tail(&self) -> Option<Unknown> {
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
    fn expired(&self) -> Option<Unknown> {
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

    /// The order of the cluster's first events.
    fn setup(&self) -> Fact<SetupFacts> {
        let cluster = self.scope.members.cluster;
        let first =
            |wanted: What| self.events.iter().find(|(what, _)| *what == wanted).map(|(_, event)| *event);
        let Some(created) = first(What::ClusterCreated) else {
            let detail = Detail::CreationGone;
            let gone = cluster.unknown(ReasonKind::Expired, EVENTS, detail);
            return Err(Unknown::all(self.tail().iter().chain(&self.truncated())).unwrap_or(gone));
        };
        let joined = first(What::HostJoined);
        let before_hosts = |on: Option<&Event>| match (on, joined) {
            (None, _) => self.truncated().map_or(Ok(false), Err),
            (Some(on), Some(joined)) => Ok(on.key < joined.key),
            (Some(_), None) => {
                let hosts = self.ix().read(cluster, ClusterComputeResource::host)?;
                if hosts.is_none_or(Vec::is_empty) {
                    return Ok(true);
                }
                let detail = Detail::FirstHost;
                Err(cluster.unknown(ReasonKind::Untold, EVENTS, detail))
            }
        };
        let ha = first(What::HaOn);
        let at_once = |on: &Event| {
            (on.chain_id != 0 && on.chain_id == created.chain_id)
                || (on.created_s.is_some() && on.created_s == created.created_s)
        };
        Ok(SetupFacts {
            ha_before_hosts: before_hosts(ha),
            ha_at_creation: ha.is_some_and(at_once),
            drs_before_hosts: before_hosts(first(What::DrsOn)),
        })
    }
}

/// A VM as the events tell it apart: by its id, or by its name where there is none.
fn who(event: &Event) -> &str {
    let vm = event.vm.as_ref();
    vm.map_or("", |vm| if vm.id.is_empty() { vm.name.as_str() } else { vm.id.as_str() })
}

/// A VM within one operation: its reference may change there, its name does not.
fn called(event: &Event) -> &str {
    event.vm.as_ref().map_or("", |vm| if vm.name.is_empty() { vm.id.as_str() } else { vm.name.as_str() })
}

/// The name of what an event speaks of, or its id where it has none.
fn name(object: Option<&EventObject>) -> Name {
    object.map_or_else(Name::default, |object| {
        if object.name.is_empty() { object.id.clone() } else { unescape(&object.name) }
    })
}

/// The name of a host, or a question mark where the event tells none.
fn told(host: Option<&EventObject>) -> Name {
    host.map_or_else(|| "?".into(), |host| name(Some(host)))
}

/// What made something fail: the fault, or else the event itself says it.
fn fault(event: &Event) -> Name {
    if event.fault.is_empty() { event.what().into() } else { event.fault.clone() }
}

/// Whether two hosts are told and are the same one.
fn same(a: Option<&EventObject>, b: Option<&EventObject>) -> bool {
    a.zip(b).is_some_and(
        |(a, b)| {
            if a.id.is_empty() || b.id.is_empty() { a.name == b.name } else { a.id == b.id }
        },
    )
}
