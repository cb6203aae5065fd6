//! The two value types that carry the joins: on which hosts something holds, and members by value.

use std::num::NonZeroU32;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

use compact_str::CompactString;

use super::{Fact, Unknown};

/// The hosts a split is over, in a fixed order: names for evidence, ids for identity.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostSet {
    /// Name of each host.
    pub names: Vec<CompactString>,
    /// Managed-object id of each host.
    pub ids: Vec<CompactString>,
    /// Why it is not certain that the host belongs to the set, if it is not. Shorter: it is certain.
    pub doubts: Vec<Option<Unknown>>,
}

impl HostSet {
    fn doubt(&self, position: usize) -> Option<&Unknown> {
        self.doubts.get(position).and_then(Option::as_ref)
    }
}

/// A set of hosts cut in three: where something holds, where it does not, where that is unclear.
///
/// Cheap to clone: the cut is shared. A view of it can leave one host out (a VM's own host, when
/// the question is about its possible targets).
#[derive(Clone, Debug)]
pub struct HostSplit {
    cut: Arc<Cut>,
    except: Except,
    /// The one of those out of service that is left out.
    except_resting: Except,
}

/// A place that is left out, if one is: in half the room of an `Option<u32>`, as a VM has dozens of splits.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Except(Option<NonZeroU32>);

impl Except {
    fn of(place: Option<u32>) -> Self {
        Self(place.and_then(|place| place.checked_add(1)).and_then(NonZeroU32::new))
    }

    fn is(self, place: usize) -> bool {
        self.0.is_some_and(|after| u32::try_from(place).is_ok_and(|place| after.get() - 1 == place))
    }
}

#[derive(Debug)]
struct Cut {
    hosts: Arc<HostSet>,
    states: States,
    /// Hosts may exist that cannot be seen.
    missing: Option<Unknown>,
    /// Hosts that are out of service now and judged all the same.
    resting: Resting,
    /// Why it is unclear, as it was answered before: the VMs of a host ask the same of a cut that they share.
    joined: Mutex<Vec<(Asked, Unknown)>>,
    /// What all hosts of the set answer alike, where it is certain that each belongs to it and that none is missing: as
    /// it is with most cuts, and of these nobody has to go through the hosts.
    alike: Option<bool>,
}

/// What is asked about reasons: without which host, and of an answer that which value would decide (`None`: of none).
type Asked = (Except, Option<bool>);

/// One answer per host. What all say alike takes the room of one: a VM has many such splits of its own.
#[derive(Clone, Debug)]
enum States {
    Each(Vec<Fact<bool>>),
    Alike(Fact<bool>, usize),
}

impl From<Vec<Fact<bool>>> for States {
    fn from(states: Vec<Fact<bool>>) -> Self {
        let same = |one: &Fact<bool>, other: &Fact<bool>| match (one, other) {
            (Ok(one), Ok(other)) => one == other,
            (Err(one), Err(other)) => one.is_same(other),
            _ => false,
        };
        match states.split_first() {
            Some((first, others)) if others.iter().all(|other| same(first, other)) => {
                Self::Alike(first.clone(), states.len())
            }
            _ => Self::Each(states),
        }
    }
}

impl States {
    fn len(&self) -> usize {
        match self {
            Self::Each(states) => states.len(),
            Self::Alike(_, count) => *count,
        }
    }

    fn get(&self, place: usize) -> Option<&Fact<bool>> {
        match self {
            Self::Each(states) => states.get(place),
            Self::Alike(state, count) => (place < *count).then_some(state),
        }
    }

    /// What all answer alike, if they do for certain.
    fn alike(&self, hosts: &HostSet, missing: Option<&Unknown>) -> Option<bool> {
        let Self::Alike(Ok(holds), count) = self else { return None };
        let certain = missing.is_none() && hosts.doubts.iter().all(Option::is_none);
        (certain && *count == hosts.names.len()).then_some(*holds)
    }
}

/// Hosts out of service, by the names under which they are listed, each with its answer. They decide
/// nothing that must hold now, only what will once they are back.
#[derive(Clone, Debug, Default)]
pub struct Resting {
    /// Name of each host, with what keeps it from service.
    pub names: Arc<[CompactString]>,
    /// As many answers; none where the question is about hosts in service only.
    pub states: Vec<Fact<bool>>,
}

impl Resting {
    fn iter(&self) -> impl Iterator<Item = (&CompactString, &Fact<bool>)> {
        self.names.iter().zip(&self.states)
    }
}

impl HostSplit {
    /// A split from one answer per host of `hosts`, in their order. `missing` says why there may
    /// be hosts that are not in the set.
    pub fn new(hosts: Arc<HostSet>, states: Vec<Fact<bool>>, missing: Option<Unknown>) -> Self {
        debug_assert_eq!(hosts.names.len(), states.len());
        let states = States::from(states);
        let alike = states.alike(&hosts, missing.as_ref());
        Self::whole(Cut {
            hosts,
            states,
            missing,
            resting: Resting::default(),
            joined: Mutex::default(),
            alike,
        })
    }

    fn whole(cut: Cut) -> Self {
        Self { cut: Arc::new(cut), except: Except::default(), except_resting: Except::default() }
    }

    /// The same split with the answers of hosts that are out of service.
    #[must_use]
    pub fn with_resting(&self, resting: Resting) -> Self {
        let Cut { hosts, states, missing, alike, .. } = &*self.cut;
        let (hosts, missing) = (Arc::clone(hosts), missing.clone());
        let (states, joined) = (states.clone(), Mutex::default());
        let cut = Cut { hosts, states, missing, resting, joined, alike: *alike };
        Self { cut: Arc::new(cut), except: self.except, except_resting: self.except_resting }
    }

    /// The answers of the hosts that are out of service, in their order; none where they were not asked.
    pub fn resting(&self) -> &[Fact<bool>] {
        &self.cut.resting.states
    }

    /// The same split without the host at `position`.
    #[must_use]
    pub fn without(&self, position: Option<u32>) -> Self {
        Self { except: Except::of(position), except_resting: Except::default(), ..self.clone() }
    }

    /// The same split without the host at a place of those that are out of service.
    #[must_use]
    pub fn without_resting(&self, position: Option<u32>) -> Self {
        Self { except_resting: Except::of(position), ..self.clone() }
    }

    /// What views of the same cut have in common, for as long as one of them is kept.
    pub fn cut_id(&self) -> usize {
        Arc::as_ptr(&self.cut).addr()
    }

    /// Whether somebody keeps the same cut beside whoever asks and whom it was asked for.
    pub fn is_shared(&self) -> bool {
        Arc::strong_count(&self.cut) > 2
    }

    /// The answer of the host at a place of the set.
    pub fn state(&self, place: usize) -> Option<&Fact<bool>> {
        self.cut.states.get(place)
    }

    /// Each host of the set with its answer.
    pub fn iter(&self) -> impl Iterator<Item = (&CompactString, &Fact<bool>)> {
        self.places().map(|(at, state)| (&self.cut.hosts.names[at], state))
    }

    /// Each place of the set with its answer.
    fn places(&self) -> impl Iterator<Item = (usize, &Fact<bool>)> {
        let (except, states) = (self.except, &self.cut.states);
        let places = (0..self.cut.hosts.names.len()).filter(move |place| !except.is(*place));
        places.map_while(|place| Some((place, states.get(place)?)))
    }

    /// True when it holds on every host, false as soon as it lacks on one, else unknown.
    pub fn all(&self) -> Fact<bool> {
        self.quantify(false)
    }

    /// As [`HostSplit::all`], once the hosts that are out of service are back.
    pub fn all_later(&self) -> Fact<bool> {
        let now = self.all();
        let mut open: Vec<&Unknown> = now.as_ref().err().into_iter().collect();
        for (_, state) in self.others_resting() {
            match state {
                Ok(true) => {}
                Ok(false) => return Ok(false),
                Err(why) => open.push(why),
            }
        }
        if now == Ok(false) { now } else { Unknown::all(open).map_or(Ok(true), Err) }
    }

    /// True as soon as it holds on one host, false when it lacks on every one, else unknown.
    pub fn any(&self) -> Fact<bool> {
        self.quantify(true)
    }

    /// True when it holds on two hosts for certain, false when it cannot, else unknown.
    pub fn several(&self) -> Fact<bool> {
        if self.count() > 1 {
            return Ok(true);
        }
        let unclear = self.iter().filter(|(_, state)| state.is_err());
        let open = i64::try_from(unclear.count()).unwrap_or(i64::MAX);
        let possible = self.cut.missing.is_some() || self.count().saturating_add(open) > 1;
        match self.why() {
            Some(why) if possible => Err(why),
            _ => Ok(false),
        }
    }

    /// What all hosts of the view answer alike, if they do for certain.
    pub fn alike(&self) -> Option<bool> {
        self.cut.alike.filter(|_| self.size() > 0)
    }

    /// Hosts of the view.
    fn size(&self) -> usize {
        let all = self.cut.states.len().min(self.cut.hosts.names.len());
        all - usize::from((self.except.0).is_some_and(|after| after.get() as usize <= all))
    }

    /// An answer decides only where it is certain that the host belongs to the set.
    fn quantify(&self, decisive: bool) -> Fact<bool> {
        if let Some(holds) = self.alike() {
            return Ok(holds);
        }
        let mut open: Vec<&Unknown> = self.cut.missing.iter().collect();
        for (at, state) in self.places() {
            match (state, self.cut.hosts.doubt(at)) {
                (Ok(holds), None) if *holds == decisive => return Ok(decisive),
                (Ok(holds), Some(why)) if *holds == decisive => open.push(why),
                (Ok(_), _) => {}
                (Err(why), _) => open.push(why),
            }
        }
        self.joined((self.except, Some(decisive)), &open).map_or(Ok(!decisive), Err)
    }

    /// The reasons of all that are `open`, which are always the same for what is asked.
    fn joined(&self, asked: Asked, open: &[&Unknown]) -> Option<Unknown> {
        let (first, others) = open.split_first()?;
        if others.iter().all(|other| other.is_same(first)) {
            return Some((*first).clone());
        }
        if Arc::strong_count(&self.cut) == 1 {
            return Unknown::all(open.iter().copied());
        }
        let mut known = self.cut.joined.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, why)) = known.iter().find(|(answered, _)| *answered == asked) {
            return Some(why.clone());
        }
        let why = Unknown::all(open.iter().copied())?;
        known.push((asked, why.clone()));
        Some(why)
    }

    /// Number of hosts where it holds for certain.
    pub fn count(&self) -> i64 {
        if let Some(holds) = self.alike() {
            return if holds { i64::try_from(self.size()).unwrap_or(i64::MAX) } else { 0 };
        }
        i64::try_from(self.iter().filter(|(_, state)| matches!(state, Ok(true))).count()).unwrap_or(i64::MAX)
    }

    /// Names of the hosts where it certainly does not hold, those out of service last.
    pub fn lacking(&self) -> impl Iterator<Item = &CompactString> {
        self.listed(self.alike() == Some(true))
            .filter(|(_, state)| matches!(state, Ok(false)))
            .map(|(name, _)| name)
    }

    /// Names of the hosts where it is unclear, those out of service last.
    pub fn unclear(&self) -> impl Iterator<Item = &CompactString> {
        self.listed(self.alike().is_some()).filter(|(_, state)| state.is_err()).map(|(name, _)| name)
    }

    /// Names of hosts out of service where it holds, with what keeps them from service.
    pub fn holds_resting(&self) -> impl Iterator<Item = &CompactString> {
        self.others_resting().filter(|(_, state)| matches!(state, Ok(true))).map(|(name, _)| name)
    }

    /// The hosts, those out of service last, and these alone where the others need not be asked.
    fn listed(&self, unasked: bool) -> impl Iterator<Item = (&CompactString, &Fact<bool>)> {
        self.iter().take(if unasked { 0 } else { usize::MAX }).chain(self.others_resting())
    }

    fn others_resting(&self) -> impl Iterator<Item = (&CompactString, &Fact<bool>)> {
        let except = self.except_resting;
        let places = self.cut.resting.iter().enumerate();
        places.filter(move |(at, _)| !except.is(*at)).map(|(_, place)| place)
    }

    /// Why there may be hosts that are not in the set.
    pub fn missing(&self) -> Option<&Unknown> {
        self.cut.missing.as_ref()
    }

    /// Why it is unclear on some host, or whether hosts may be missing.
    pub fn why(&self) -> Option<Unknown> {
        if self.cut.alike.is_some() {
            return None;
        }
        let unclear = self.iter().filter_map(|(_, state)| state.as_ref().err());
        let open: Vec<&Unknown> = unclear.chain(self.cut.missing.as_ref()).collect();
        self.joined((self.except, None), &open)
    }
}

/// Members by value.
///
/// Cheap to clone: what it holds is shared. One that holds nothing, as most do, takes no memory of its own.
#[derive(Clone, Debug, Default)]
pub struct Grouping(Option<Arc<Groups>>);

/// What a [`Grouping`] holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Groups {
    /// Each value with the names of its members, in the order of the values.
    pub values: Vec<(CompactString, Vec<CompactString>)>,
    /// Names of the members whose value is unclear.
    pub unclear: Vec<CompactString>,
    /// Why it is unclear for some, or why there may be more members.
    pub why: Option<Unknown>,
    /// Hosts that are out of service now, by the names under which they are listed: they differ from the
    /// others only once they are back.
    pub resting: Vec<(CompactString, Fact<CompactString>)>,
}

impl From<Groups> for Grouping {
    fn from(groups: Groups) -> Self {
        Self((groups != Groups::default()).then(|| Arc::new(groups)))
    }
}

impl Deref for Grouping {
    type Target = Groups;

    fn deref(&self) -> &Groups {
        static NONE: Groups =
            Groups { values: Vec::new(), unclear: Vec::new(), why: None, resting: Vec::new() };
        self.0.as_deref().unwrap_or(&NONE)
    }
}

impl DerefMut for Grouping {
    fn deref_mut(&mut self) -> &mut Groups {
        Arc::make_mut(self.0.get_or_insert_default())
    }
}

impl PartialEq for Grouping {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Grouping {
    /// Groups members by their value.
    pub fn of(members: impl IntoIterator<Item = (CompactString, Fact<CompactString>)>) -> Self {
        let mut values = std::collections::BTreeMap::<CompactString, Vec<CompactString>>::new();
        let (mut unclear, mut reasons) = (Vec::new(), Vec::new());
        for (member, value) in members {
            match value {
                Ok(value) => values.entry(value).or_default().push(member),
                Err(why) => {
                    unclear.push(member);
                    reasons.push(why);
                }
            }
        }
        let values = values.into_iter().collect();
        Groups { values, unclear, why: Unknown::all(&reasons), resting: Vec::new() }.into()
    }

    /// The same grouping, knowing that there may be more members.
    #[must_use]
    pub fn with_missing(mut self, missing: Option<&Unknown>) -> Self {
        if let Some(missing) = missing {
            self.why = Unknown::all(self.why.iter().chain([missing]));
        }
        self
    }

    /// False when two known values differ, true when all are known and equal, else unknown.
    pub fn uniform(&self) -> Fact<bool> {
        if self.values.len() > 1 {
            return Ok(false);
        }
        match &self.why {
            Some(why) => Err(why.clone()),
            None => Ok(true),
        }
    }

    /// As [`Grouping::uniform`], once the hosts that are out of service are back.
    pub fn uniform_later(&self) -> Fact<bool> {
        let known = self.resting.iter().filter_map(|(_, value)| value.as_ref().ok());
        let mut values = self.values.iter().map(|(value, _)| value).chain(known);
        let first = values.next();
        if values.any(|value| Some(value) != first) {
            return Ok(false);
        }
        let unread = self.resting.iter().filter_map(|(_, value)| value.as_ref().err());
        Unknown::all(self.why.iter().chain(unread)).map_or(Ok(true), Err)
    }

    /// Values and members as text: `10 (esx01, esx02); 20 (esx03)`. Hosts out of service stand behind the
    /// others.
    pub fn describe(&self) -> String {
        let parts = self.parts().into_iter();
        parts
            .map(|(value, members)| format!("{value} ({})", members.join(", ")))
            .collect::<Vec<_>>()
            .join("; ")
    }

    /// Each value with its members; hosts out of service stand behind the others.
    pub fn parts(&self) -> Vec<(&str, Vec<&str>)> {
        let mut all: Vec<(&str, Vec<&str>)> = Vec::new();
        let mut add = |value, member| match all.iter_mut().find(|(known, _)| *known == value) {
            Some((_, members)) => members.push(member),
            None => all.push((value, vec![member])),
        };
        for (value, members) in &self.values {
            members.iter().for_each(|member| add(value.as_str(), member.as_str()));
        }
        let unclear = || self.resting.iter().filter(|(_, value)| value.is_err()).map(|(name, _)| name);
        for (member, value) in &self.resting {
            value.iter().for_each(|value| add(value.as_str(), member.as_str()));
        }
        let unclear = self.unclear.iter().chain(unclear());
        unclear.for_each(|member| add("?", member.as_str()));
        all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::{Entity, Reason};
    use crate::terms::{ObjectKind, ReasonKind};

    fn why(host: &str) -> Unknown {
        Unknown::because(Reason {
            kind: ReasonKind::Denied,
            object: Entity { kind: ObjectKind::Host, id: host.into(), name: host.into() },
            property: "config.network".into(),
            detail: crate::terms::Detail::Nothing,
        })
    }

    fn split(states: [Fact<bool>; 2], doubts: &[Option<Unknown>], missing: Option<Unknown>) -> HostSplit {
        let names: Vec<CompactString> = vec!["a".into(), "b".into()];
        let set = HostSet { ids: names.clone(), names, doubts: doubts.to_vec() };
        HostSplit::new(Arc::new(set), states.into(), missing)
    }

    /// The answer of two hosts, for all and for any: the reasons of both stay where both matter.
    #[test]
    fn a_split_keeps_the_reasons_of_all_that_could_matter() {
        let (a, b, unseen) = (why("a"), why("b"), why("unseen"));
        let both = a.and(&b);
        let (yes, no, one, other) = (Ok(true), Ok(false), Err(a.clone()), Err(b.clone()));
        for (states, all, any) in [
            ([yes.clone(), yes.clone()], yes.clone(), yes.clone()),
            ([yes.clone(), no.clone()], no.clone(), yes.clone()),
            ([no.clone(), no.clone()], no.clone(), no.clone()),
            ([yes.clone(), other.clone()], other.clone(), yes.clone()),
            ([one.clone(), no.clone()], no.clone(), one.clone()),
            ([one.clone(), other.clone()], Err(both.clone()), Err(both.clone())),
        ] {
            let plain = split(states.clone(), &[], None);
            assert_eq!((plain.all(), plain.any()), (all.clone(), any.clone()), "{states:?}");
            let open = |answer: Fact<bool>, decided: bool| match answer {
                Ok(holds) if holds == decided => Ok(holds),
                Ok(_) => Err(unseen.clone()),
                Err(why) => Err(why.and(&unseen)),
            };
            let hidden = split(states.clone(), &[], Some(unseen.clone()));
            let wanted = (open(all, false), open(any, true));
            assert_eq!((hidden.all(), hidden.any()), wanted, "{states:?}, and others unseen");
        }
    }

    #[test]
    fn a_host_that_may_not_belong_to_the_set_decides_nothing() {
        let doubts = [Some(why("a")), None];
        let at = |a: bool, b: bool| {
            let split = split([Ok(a), Ok(b)], &doubts, None);
            (split.all(), split.any())
        };
        assert_eq!(at(true, true), (Ok(true), Ok(true)));
        assert_eq!(at(true, false), (Ok(false), Err(why("a"))));
        assert_eq!(at(false, true), (Err(why("a")), Ok(true)));
        assert_eq!(at(false, false), (Ok(false), Ok(false)));
    }

    /// What a split knows of hosts that answer alike is what each of them says.
    #[test]
    fn hosts_that_answer_alike_are_asked_as_others_are() {
        for holds in [true, false] {
            for except in [None, Some(0), Some(1), Some(7)] {
                let known = split([Ok(holds), Ok(holds)], &[], None);
                let asked = HostSplit::whole(Cut {
                    hosts: Arc::clone(&known.cut.hosts),
                    states: known.cut.states.clone(),
                    missing: None,
                    resting: Resting::default(),
                    joined: Mutex::default(),
                    alike: None,
                });
                assert_eq!(known.alike(), Some(holds));
                let answers = |split: &HostSplit| {
                    let split = split.without(except);
                    let names = |names: Vec<&CompactString>| names.into_iter().cloned().collect::<Vec<_>>();
                    let listed = [names(split.lacking().collect()), names(split.unclear().collect())];
                    (split.all(), split.any(), split.several(), split.count(), split.why(), listed)
                };
                assert_eq!(answers(&known), answers(&asked), "{holds}, without {except:?}");
            }
        }
        assert_eq!(split([Ok(true), Ok(true)], &[Some(why("a"))], None).alike(), None);
        assert_eq!(split([Ok(true), Ok(true)], &[], Some(why("c"))).alike(), None);
        assert_eq!(split([Ok(true), Ok(false)], &[], None).alike(), None);
    }

    #[test]
    fn two_hosts_are_several_only_when_both_are_certain() {
        let several = |states| split(states, &[], None).several();
        assert_eq!(several([Ok(true), Ok(true)]), Ok(true));
        assert_eq!(several([Ok(true), Err(why("b"))]), Err(why("b")));
        assert_eq!(several([Ok(false), Err(why("b"))]), Ok(false));
        assert_eq!(several([Err(why("a")), Err(why("b"))]), Err(why("a").and(&why("b"))));
        assert_eq!(split([Ok(true), Ok(false)], &[], Some(why("c"))).several(), Err(why("c")));
    }

    #[test]
    fn a_grouping_keeps_the_reasons_of_all_members() {
        let of = |members: &[(&str, Fact<&str>)]| {
            let members = members.iter().map(|(name, value)| ((*name).into(), value.clone().map(Into::into)));
            Grouping::of(members)
        };
        assert_eq!(of(&[("a", Ok("1")), ("b", Ok("1"))]).uniform(), Ok(true));
        assert_eq!(of(&[("a", Ok("1")), ("b", Ok("2")), ("c", Err(why("c")))]).uniform(), Ok(false));
        let open = of(&[("a", Err(why("a"))), ("b", Ok("1")), ("c", Err(why("c")))]);
        assert_eq!(open.uniform(), Err(why("a").and(&why("c"))));
        assert_eq!(open.with_missing(Some(&why("d"))).why, Unknown::all(&[why("a"), why("c"), why("d")]));
    }

    #[test]
    fn what_is_out_of_service_decides_only_what_comes_later() {
        let names: Vec<CompactString> = vec!["a".into(), "b".into()];
        let set = Arc::new(HostSet { ids: names.clone(), names, doubts: Vec::new() });
        let of = |now: [Fact<bool>; 2], later: Fact<bool>| {
            let resting = Resting { names: ["c (standby)".into()].into(), states: vec![later] };
            HostSplit::new(Arc::clone(&set), now.into(), None).with_resting(resting)
        };
        let (yes, no, a, c) = (Ok(true), Ok(false), Err(why("a")), Err(why("c")));
        let both: Fact<bool> = Err(why("a").and(&why("c")));
        for (now, later, all, all_later) in [
            (&yes, &yes, &yes, &yes),
            (&yes, &no, &yes, &no),
            (&yes, &c, &yes, &c),
            (&no, &yes, &no, &no),
            (&no, &c, &no, &no),
            (&a, &yes, &a, &a),
            (&a, &no, &a, &no),
            (&a, &c, &a, &both),
        ] {
            let split = of([yes.clone(), now.clone()], later.clone());
            assert_eq!(
                (split.all(), split.all_later()),
                (all.clone(), all_later.clone()),
                "{now:?} {later:?}"
            );
        }
        let split = of([no.clone(), no.clone()], yes.clone());
        assert_eq!(
            (split.any(), split.several(), split.count()),
            (no.clone(), no.clone(), 0),
            "no target now"
        );
        let split = of([yes.clone(), yes], no);
        assert_eq!(split.lacking().collect::<Vec<_>>(), ["c (standby)"]);

        let values = |later: Fact<&str>| {
            let mut now = Grouping::of([("a".into(), Ok("1".into())), ("b".into(), Ok("1".into()))]);
            now.resting = vec![("c (standby)".into(), later.map(Into::into))];
            now
        };
        let uniform = |later: Fact<&str>| (values(later.clone()).uniform(), values(later).uniform_later());
        assert_eq!(uniform(Ok("1")), (Ok(true), Ok(true)));
        assert_eq!(uniform(Ok("2")), (Ok(true), Ok(false)));
        assert_eq!(uniform(Err(why("c"))), (Ok(true), Err(why("c"))));
        assert_eq!(values(Ok("2")).describe(), "1 (a, b); 2 (c (standby))");
        assert_eq!(values(Ok("1")).describe(), "1 (a, b, c (standby))");
    }
}
