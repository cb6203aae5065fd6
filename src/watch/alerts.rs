//! What has become worse, as alerts of Alertmanager (API v2): one for each finding of a rule, as long as it lasts.
//!
//! Alertmanager ends an alert by itself when nobody repeats it, so that all that last are told after each round, with an
//! end that lies well behind the next one.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::Serialize;

use super::notice::{Kind, Notice};
use crate::diff::{Change, Item};
use crate::report::{Level, Outcome, Report};
use crate::terms::{Lang, Text};

/// So many times as long as it takes to the next round, and at least so long, an alert lasts that is not repeated.
const ROUNDS: u32 = 4;
const LEAST: Duration = Duration::from_secs(300);

/// What cannot be told.
const UNKNOWN: Outcome = Outcome::Unknown { ceiling: Level::Fail };

/// Most names in one alert.
const NAMES: usize = 20;

/// An alert, in the form of Alertmanager.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alert {
    /// What tells it from others.
    pub labels: BTreeMap<&'static str, String>,
    /// What it says.
    pub annotations: BTreeMap<&'static str, String>,
    /// Since when.
    pub starts_at: String,
    /// Until when, unless it is repeated.
    pub ends_at: String,
}

/// What an alert is about: a rule and the name of its finding; the one without a rule is that nothing can be read.
type About = (String, String);

/// What lasts.
#[derive(Clone, Debug)]
struct Lasting {
    since: jiff::Timestamp,
    text: Text,
    outcome: Outcome,
    /// The places by their identity, with their names.
    places: BTreeMap<String, String>,
}

/// The alerts of one vCenter.
#[derive(Clone, Debug, Default)]
pub struct Alerts {
    server: String,
    instance_uuid: String,
    lasting: BTreeMap<About, Lasting>,
    /// What is over and has not been told yet.
    over: BTreeMap<About, Lasting>,
}

impl Alerts {
    /// Takes in what a round has found.
    pub fn take(&mut self, notice: &Notice, now: jiff::Timestamp) {
        self.server.clone_from(&notice.server);
        self.instance_uuid.clone_from(&notice.instance_uuid);
        let unread = About::default();
        if notice.kind == Kind::Unread {
            let text = notice.error.clone().unwrap_or_default();
            let outcome = UNKNOWN;
            self.lasting.insert(unread, Lasting { since: now, text, outcome, places: BTreeMap::new() });
            return;
        }
        if let Some(was) = self.lasting.remove(&unread) {
            self.over.insert(unread, was);
        }
        for item in notice.difference.iter().flat_map(|difference| &difference.places) {
            self.take_place(item, now);
        }
    }

    fn take_place(&mut self, item: &Item, now: jiff::Timestamp) {
        let about = (item.rule.clone(), item.finding.clone().unwrap_or_default());
        let place = item.fingerprint.clone().unwrap_or_default();
        if item.worse {
            let name = item.object.as_ref().map(|object| object.name.clone()).unwrap_or_default();
            let outcome = item.is.unwrap_or(UNKNOWN);
            let lasting = self.lasting.entry(about.clone()).or_insert_with(|| Lasting {
                since: now,
                text: text(item),
                outcome,
                places: BTreeMap::new(),
            });
            lasting.outcome = lasting.outcome.worst(outcome);
            lasting.places.insert(place, name);
            self.over.remove(&about);
        } else if matches!(item.change, Change::Fixed | Change::Changed) {
            // What is not judged any more is not fixed: it lasts.
            let Some(lasting) = self.lasting.get_mut(&about) else { return };
            lasting.places.remove(&place);
            if lasting.places.is_empty()
                && let Some(was) = self.lasting.remove(&about)
            {
                self.over.insert(about, was);
            }
        }
    }

    /// Ends what a round does not find any more though it could, where nothing has told of it: it was not judged in
    /// between, and its cluster may be gone.
    pub fn settle(&mut self, report: &Report) {
        let there: BTreeSet<&str> = fingerprints(report).collect();
        let unread = |rule: &str| {
            let rule = report.prerequisites.iter().find(|judged| judged.id == rule);
            rule.is_none_or(|rule| !rule.undecided.is_empty())
        };
        let mut over = Vec::new();
        for (about, lasting) in &mut self.lasting {
            if about.0.is_empty() || unread(&about.0) {
                continue;
            }
            lasting.places.retain(|place, _| place.is_empty() || there.contains(place.as_str()));
            if lasting.places.is_empty() {
                over.push(about.clone());
            }
        }
        for about in over {
            if let Some(was) = self.lasting.remove(&about) {
                self.over.insert(about, was);
            }
        }
    }

    /// All that last, and those that are over since the last time. `next` is the time to the next round.
    pub fn told(&self, next: Duration, now: jiff::Timestamp, lang: Lang) -> Vec<Alert> {
        let ahead = next.saturating_mul(ROUNDS).max(LEAST);
        let until = jiff::SignedDuration::try_from(ahead).ok().and_then(|ahead| now.checked_add(ahead).ok());
        let until = until.unwrap_or(jiff::Timestamp::MAX);
        let last = self.lasting.iter().map(|(about, lasting)| (about, lasting, until));
        let over = self.over.iter().map(|(about, lasting)| (about, lasting, now));
        last.chain(over).map(|(about, lasting, until)| self.alert(about, lasting, until, lang)).collect()
    }

    /// What is over has been told.
    pub fn arrived(&mut self) {
        self.over.clear();
    }

    fn alert(&self, (rule, finding): &About, lasting: &Lasting, until: jiff::Timestamp, lang: Lang) -> Alert {
        let unread = rule.is_empty();
        let name = if unread { "VpreflightUnread" } else { "VpreflightFinding" };
        let severity = if lasting.outcome == Outcome::Fail { "critical" } else { "warning" };
        let mut labels = BTreeMap::from([
            ("alertname", name.to_owned()),
            ("severity", severity.to_owned()),
            ("server", self.server.clone()),
            ("vcenter", self.instance_uuid.clone()),
        ]);
        let mut annotations = BTreeMap::from([("summary", lasting.text.get(lang).to_owned())]);
        if !unread {
            labels.insert("rule", rule.clone());
            labels.insert("finding", finding.clone());
            labels.insert("outcome", lasting.outcome.name().to_owned());
            let names: BTreeSet<&str> = lasting.places.values().map(String::as_str).collect();
            let shown: Vec<&str> = names.iter().take(NAMES).copied().collect();
            annotations.insert("places", lasting.places.len().to_string());
            annotations.insert("objects", shown.join("\n"));
        }
        // An empty label is none.
        labels.retain(|_, value| !value.is_empty());
        Alert { labels, annotations, starts_at: lasting.since.to_string(), ends_at: until.to_string() }
    }
}

/// What tells each place of a report from others.
fn fingerprints(report: &Report) -> impl Iterator<Item = &str> {
    report.prerequisites.iter().flat_map(|rule| {
        let found = rule.findings.iter().flat_map(|finding| &finding.objects);
        let open = rule.undecided.iter().flat_map(|undecided| &undecided.objects);
        found.chain(open).map(|place| place.fingerprint.as_str())
    })
}

/// What is wrong there, or why it could not be told.
fn text(item: &Item) -> Text {
    let reasons = || {
        let all = item.reasons.iter();
        Text::lines(all.map(|reason| Text::new(reason.detail(Lang::En), reason.detail(Lang::Ja))))
    };
    item.message.clone().unwrap_or_else(reasons)
}
