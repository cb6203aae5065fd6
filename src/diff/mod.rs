//! Two reports held against each other, place by place: what is new, changed, fixed, unchanged, and what
//! is not judged any more. Places are told apart by their fingerprints.

mod baseline;
mod places;
mod read;

use std::collections::BTreeSet;

use serde::Serialize;

use crate::report::rows::is_open;
use crate::report::{Object, Outcome, Reason, Report, Verdict};
use crate::terms::Text;
use crate::terms::renames::Renames;

pub use baseline::{mark, mark_with};
pub use read::{Foreign, parse};

use places::{Key, Place, Places};

/// Version of the JSON form.
pub const FORMAT: u32 = 1;

/// What has become of two reports' places.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Diff {
    /// [`FORMAT`].
    pub format: u32,
    /// The earlier report.
    pub old: Side,
    /// The later one.
    pub new: Side,
    /// What the two answer differently: `vcenter`, `profiles`, `reading`, `catalogue`, `overrides`, `scope`.
    pub differs: Vec<&'static str>,
    /// Numbers by change.
    pub counts: Counts,
    /// Every place: new ones, those that changed, then the others.
    pub places: Vec<Item>,
}

/// What identifies a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Side {
    /// Host name or address of the server.
    pub server: String,
    /// When its data was read, RFC 3339.
    pub at: String,
    /// The zone of its user.
    #[serde(skip)]
    pub zone: String,
    /// Its answer.
    pub verdict: Verdict,
    /// Questions that it still waits for.
    pub open_questions: usize,
}

/// Numbers by change.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// New.
    pub new: usize,
    /// Changed, for better or worse.
    pub changed: usize,
    /// Fixed.
    pub fixed: usize,
    /// Not judged any more.
    pub not_judged: usize,
    /// Unchanged.
    pub unchanged: usize,
    /// Of the new and the changed, those that stand in the way more than before: they make exit code 1.
    pub worse: usize,
}

/// What has become of a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Change {
    /// It was not there.
    New,
    /// Its outcome is another.
    Changed,
    /// It is not found any more.
    Fixed,
    /// Whether it is still there cannot be told: nobody looked, or what was to be looked at was not read.
    NotJudged,
    /// It is as it was.
    Unchanged,
}

impl Change {
    /// Every change, in the order in which they are told.
    pub const ALL: [Self; 5] = [Self::New, Self::Changed, Self::Fixed, Self::NotJudged, Self::Unchanged];
}

/// A finding, an undecided or an open question at one place, in either report.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Item {
    /// What has become of it.
    pub change: Change,
    /// It stands in the way more than before.
    pub worse: bool,
    /// Rule id.
    pub rule: String,
    /// Name of the finding; absent for what could not be decided and for questions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// Outcome in the earlier report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Outcome>,
    /// Outcome in the later one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is: Option<Outcome>,
    /// The object; absent for what holds of a rule as a whole.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object: Option<Object>,
    /// Managed-object id of the cluster that it is in, for who asks what has happened there.
    #[serde(skip)]
    pub cluster: Option<String>,
    /// Where the object is, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The element within the object.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub element: String,
    /// What is wrong, or asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Text>,
    /// Why it could not be decided.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Identity of a finding or an undecided.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
}

/// Compares two reports.
pub fn compare(old: &Report, new: &Report) -> Diff {
    compare_with(old, new, Renames::OURS)
}

/// As [`compare`], with a table of renamed findings.
pub fn compare_with(old: &Report, new: &Report, renames: Renames<'_>) -> Diff {
    let (before, after) = (Places::of(old, renames), Places::of(new, renames));
    let mut places: Vec<Item> = Vec::new();
    let mut found: BTreeSet<Key<'_>> = BTreeSet::new();
    for (key, place) in after.iter() {
        let earlier = before.earlier(key, renames);
        found.extend(earlier.map(|(key, _)| key));
        places.push(item(earlier.map(|(_, place)| place), Some(place), place, Change::Unchanged));
    }
    for (_, place) in before.iter().filter(|(key, _)| !found.contains(key)) {
        let gone = if places::was_judged(place, new) { Change::Fixed } else { Change::NotJudged };
        places.push(item(Some(place), None, place, gone));
    }
    places.sort_by(|a, b| {
        let rank = |item: &Item| std::cmp::Reverse(item.is.or(item.was).map(Outcome::rank));
        (a.change, !a.worse, rank(a)).cmp(&(b.change, !b.worse, rank(b))).then_with(|| {
            (&a.rule, &a.object, &a.element, &a.finding, &a.fingerprint).cmp(&(
                &b.rule,
                &b.object,
                &b.element,
                &b.finding,
                &b.fingerprint,
            ))
        })
    });
    Diff {
        format: FORMAT,
        old: side(old),
        new: side(new),
        differs: differs(old, new),
        counts: counts(&places),
        places,
    }
}

fn item(was: Option<&Place<'_>>, is: Option<&Place<'_>>, told: &Place<'_>, gone: Change) -> Item {
    let (old, new) = (was.map(|place| place.outcome), is.map(|place| place.outcome));
    let change = match (old, new) {
        (None, Some(_)) => Change::New,
        (Some(old), Some(new)) if old != new => Change::Changed,
        _ => gone,
    };
    Item {
        change,
        worse: new.is_some_and(|new| in_the_way(new) && !is_known(old, new)),
        rule: told.row.rule.id.clone(),
        finding: told.row.finding().map(str::to_owned),
        was: old,
        is: new,
        object: told.row.object.cloned(),
        cluster: told.row.cluster.map(str::to_owned),
        on: told.row.on().map(str::to_owned),
        element: told.row.element().to_owned(),
        message: told.message(),
        reasons: told.reasons().to_vec(),
        fingerprint: told.row.place.map(|place| place.fingerprint.clone()),
    }
}

/// Whether an earlier outcome was as bad.
fn is_known(old: Option<Outcome>, new: Outcome) -> bool {
    old.is_some_and(|old| old.rank() >= new.rank())
}

/// Whether an outcome stands in the way; a question does not.
fn in_the_way(outcome: Outcome) -> bool {
    is_open(outcome) && outcome != Outcome::Manual
}

fn counts(places: &[Item]) -> Counts {
    let mut counts = Counts::default();
    for item in places {
        match item.change {
            Change::New => counts.new += 1,
            Change::Changed => counts.changed += 1,
            Change::Fixed => counts.fixed += 1,
            Change::NotJudged => counts.not_judged += 1,
            Change::Unchanged => counts.unchanged += 1,
        }
        counts.worse += usize::from(item.worse);
    }
    counts
}

impl Counts {
    /// The number of one change.
    pub fn of(&self, change: Change) -> usize {
        match change {
            Change::New => self.new,
            Change::Changed => self.changed,
            Change::Fixed => self.fixed,
            Change::NotJudged => self.not_judged,
            Change::Unchanged => self.unchanged,
        }
    }
}

fn side(report: &Report) -> Side {
    Side {
        server: report.source.server.clone(),
        at: report.source.at.clone(),
        zone: report.question.zone.clone(),
        verdict: report.verdict,
        open_questions: report.count_open(),
    }
}

/// What two reports answer differently, so that a difference may mean nothing.
fn differs(old: &Report, new: &Report) -> Vec<&'static str> {
    let (a, b) = (&old.question, &new.question);
    let overrides = |report: &Report| -> Vec<_> {
        let all = report.question.overrides.iter();
        all.map(|own| (own.rule.clone(), own.param.clone(), own.value.clone())).collect()
    };
    [
        ("vcenter", old.vcenter.instance_uuid != new.vcenter.instance_uuid),
        ("profiles", a.profiles != b.profiles),
        ("reading", a.reading != b.reading),
        ("catalogue", a.catalogue != b.catalogue),
        ("overrides", overrides(old) != overrides(new)),
        ("scope", a.scope != b.scope),
    ]
    .into_iter()
    .filter_map(|(name, differs)| differs.then_some(name))
    .collect()
}
