//! The places of a report where something is found, undecided or asked.

use std::collections::BTreeMap;

use crate::report::rows::{Row, Rows, Said};
use crate::report::{ObjectKind, Occurrence, Outcome, Prerequisite, Reason, Report};
use crate::terms::Text;
use crate::terms::renames::Renames;

/// Identity of a place over reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'r> {
    /// Of a finding or an undecided.
    Fingerprint(&'r str),
    /// Of a finding that had another name in an older release, and so another fingerprint: rule, name,
    /// object, element.
    Named([&'r str; 4]),
    /// A question of a rule about an object.
    Question(&'r str, &'r str),
    /// What a rule says as a whole, without any place.
    Rule(&'r str),
}

impl<'r> Key<'r> {
    /// That of a finding at a place.
    pub fn of_finding(rule: &'r str, finding: &'r str, at: &'r Occurrence, renames: Renames<'_>) -> Self {
        if renames.concerns(rule, finding) {
            Self::Named([rule, finding, &at.object.id, &at.element])
        } else {
            Self::Fingerprint(&at.fingerprint)
        }
    }
}

/// A place: a row that counts, or what a rule says as a whole.
#[derive(Clone, Copy, Debug)]
pub struct Place<'r> {
    /// The row.
    pub row: Row<'r>,
    /// What it is there.
    pub outcome: Outcome,
}

impl<'r> Place<'r> {
    /// What is wrong, or asked.
    pub fn message(&self) -> Option<Text> {
        match self.row.said {
            Said::Found(finding) => Some(finding.text()),
            Said::Asked(Some(ask)) => Some(ask.question.clone()),
            Said::Asked(None) => Some(self.row.rule.title.clone()),
            Said::Undecided(_) | Said::NotApplicable | Said::NotAsked | Said::Holds => None,
        }
    }

    /// Why it could not be decided.
    pub fn reasons(&self) -> &'r [Reason] {
        match self.row.said {
            Said::Undecided(undecided) => &undecided.reasons,
            _ => &[],
        }
    }
}

/// The places of a report. Notes are not among them.
#[derive(Debug, Default)]
pub struct Places<'r>(BTreeMap<Key<'r>, Place<'r>>);

impl<'r> Places<'r> {
    /// Every place of a report; of several with one identity the worst.
    pub fn of(report: &'r Report, renames: Renames<'r>) -> Self {
        let mut places = Self::default();
        let rows = Rows::new(report);
        for rule in &report.prerequisites {
            places.add_rule(&rows, rule, renames);
        }
        places
    }

    /// A place by its identity.
    pub fn get<'s>(&'s self, key: &Key<'s>) -> Option<&'s Place<'s>> {
        self.0.get(key)
    }

    /// A place of a later report in this one: by its identity, else the worst by a name that its finding had
    /// in an older release.
    pub fn earlier<'s>(&'s self, key: &Key<'s>, renames: Renames<'s>) -> Option<(Key<'s>, &'s Place<'s>)> {
        if let Some(place) = self.get(key) {
            return Some((*key, place));
        }
        let Key::Named([rule, finding, object, element]) = *key else { return None };
        let names = renames.before(rule, finding).map(|was| Key::Named([rule, was, object, element]));
        let places = names.filter_map(|key| self.get(&key).map(|place| (key, place)));
        places.max_by_key(|(_, place)| place.outcome.rank())
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&Key<'r>, &Place<'r>)> {
        self.0.iter()
    }

    fn add_rule(&mut self, rows: &Rows<'r>, rule: &'r Prerequisite, renames: Renames<'r>) {
        let mut worst = Outcome::Pass;
        for row in rows.all_of(rule) {
            let key = match (row.said, row.place, row.object) {
                (Said::Found(finding), Some(at), _) => Key::of_finding(&rule.id, &finding.name, at, renames),
                (Said::Undecided(_), Some(at), _) => Key::Fingerprint(&at.fingerprint),
                (Said::Asked(Some(_)), _, Some(object)) => Key::Question(&rule.id, &object.id),
                _ => continue,
            };
            let Some(outcome) = row.outcome() else { continue };
            worst = worst.worst(outcome);
            self.add(key, Place { row, outcome });
        }
        let open = !matches!(rule.outcome, Outcome::Waived | Outcome::Attested);
        if open && rule.outcome.rank() > worst.rank() {
            self.add(Key::Rule(&rule.id), Place { row: Row::whole(rule), outcome: rule.outcome });
        }
    }

    fn add(&mut self, key: Key<'r>, place: Place<'r>) {
        let there = self.0.entry(key).or_insert(place);
        if place.outcome.rank() > there.outcome.rank() {
            *there = place;
        }
    }
}

/// Whether a report could have found a place of another one again: the rule is in it, the object in its
/// scope, and nothing about them stayed undecided.
pub fn was_judged(place: &Place<'_>, report: &Report) -> bool {
    let Some(rule) = report.prerequisites.iter().find(|rule| rule.id == place.row.rule.id) else {
        return false;
    };
    let id = place.row.object.map(|object| object.id.as_str());
    let in_scope = place
        .row
        .cluster
        .is_none_or(|cluster| report.clusters.iter().any(|of_report| of_report.object.id == cluster));
    let vms = &report.question.scope.vms;
    let chosen = match place.row.object {
        Some(object) if object.kind == ObjectKind::Vm && !vms.is_empty() => {
            vms.iter().any(|vm| vm.id == object.id)
        }
        _ => true,
    };
    let about = |at: &Occurrence| {
        let of = Some(at.object.id.as_str());
        of == id || of == place.row.cluster || at.object.kind == ObjectKind::Vcenter
    };
    let unread = rule.undecided.iter().any(|undecided| undecided.objects.iter().any(about));
    in_scope && chosen && !unread
}
