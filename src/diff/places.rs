//! The places of a report where something is found, undecided or asked.

use std::collections::BTreeMap;

use crate::report::{
    Asked, DecisionKind, Level, Object, ObjectKind, Occurrence, Outcome, Prerequisite, Reason, Report,
};
use crate::terms::Text;
use crate::terms::renames::Renames;

/// Identity of a place over reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key<'r> {
    /// Of a finding or an undecided.
    Fingerprint(&'r str),
    /// Of a finding that has had two names, and so two fingerprints: rule, present name, object, element.
    Renamed([&'r str; 4]),
    /// A question of a rule about an object.
    Question(&'r str, &'r str),
    /// What a rule says as a whole, without any place.
    Rule(&'r str),
}

impl<'r> Key<'r> {
    /// That of a finding at a place.
    pub fn of_finding(rule: &'r str, finding: &str, at: &'r Occurrence, renames: Renames<'r>) -> Self {
        match renames.of(rule, finding) {
            Some(now) => Self::Renamed([rule, now, &at.object.id, &at.element]),
            None => Self::Fingerprint(&at.fingerprint),
        }
    }
}

/// A place.
#[derive(Clone, Copy, Debug)]
pub struct Place<'r> {
    /// Rule id.
    pub rule: &'r str,
    /// Name of the finding.
    pub finding: Option<&'r str>,
    /// What it is there.
    pub outcome: Outcome,
    /// The object.
    pub object: Option<&'r Object>,
    /// Where the object is.
    pub on: Option<&'r str>,
    /// The element within it.
    pub element: &'r str,
    /// Managed-object id of its cluster.
    pub cluster: Option<&'r str>,
    /// What is wrong, or asked.
    pub message: Option<&'r Text>,
    /// Why it could not be decided.
    pub reasons: &'r [Reason],
    /// Its fingerprint.
    pub fingerprint: Option<&'r str>,
}

/// The places of a report. Notes are not among them.
#[derive(Debug, Default)]
pub struct Places<'r>(BTreeMap<Key<'r>, Place<'r>>);

impl<'r> Places<'r> {
    /// Every place of a report; of several with one identity the worst.
    pub fn of(report: &'r Report, renames: Renames<'r>) -> Self {
        let mut places = Self::default();
        for rule in &report.prerequisites {
            places.add_rule(report, rule, renames);
        }
        places
    }

    /// A place by its identity.
    pub fn get<'s>(&'s self, key: &Key<'s>) -> Option<&'s Place<'s>> {
        self.0.get(key)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&Key<'r>, &Place<'r>)> {
        self.0.iter()
    }

    fn add_rule(&mut self, report: &'r Report, rule: &'r Prerequisite, renames: Renames<'r>) {
        let mut worst = Outcome::Pass;
        let mut add = |places: &mut Self, key, place: Place<'r>| {
            worst = worst.worst(place.outcome);
            places.add(key, place);
        };
        for finding in &rule.findings {
            let Some(outcome) = of_finding(finding.level, finding.decision) else { continue };
            for at in &finding.objects {
                let place = Place {
                    finding: Some(&finding.name),
                    message: Some(&finding.message),
                    ..at_occurrence(rule, at, outcome)
                };
                add(self, Key::of_finding(&rule.id, &finding.name, at, renames), place);
            }
        }
        for undecided in &rule.undecided {
            let Some(outcome) = of_undecided(report, undecided.ceiling, undecided.decision) else { continue };
            for at in &undecided.objects {
                let place = Place { reasons: &undecided.reasons, ..at_occurrence(rule, at, outcome) };
                add(self, Key::Fingerprint(&at.fingerprint), place);
            }
        }
        for ask in &rule.asks {
            let outcome = decided(report, ask.decision).unwrap_or(Outcome::Manual);
            for Asked { object, cluster } in &ask.objects {
                let place = Place {
                    object: Some(object),
                    cluster: cluster.as_deref(),
                    message: Some(&ask.question),
                    ..whole(rule, outcome)
                };
                add(self, Key::Question(&rule.id, &object.id), place);
            }
        }
        let open = !matches!(rule.outcome, Outcome::Waived | Outcome::Attested);
        if open && rule.outcome.rank() > worst.rank() {
            let place = Place { message: Some(&rule.title), ..whole(rule, rule.outcome) };
            self.add(Key::Rule(&rule.id), place);
        }
    }

    fn add(&mut self, key: Key<'r>, place: Place<'r>) {
        let there = self.0.entry(key).or_insert(place);
        if place.outcome.rank() > there.outcome.rank() {
            *there = place;
        }
    }
}

/// What a finding is to those who count; `None` for a note.
pub fn of_finding(level: Level, decision: Option<usize>) -> Option<Outcome> {
    match (level, decision) {
        (Level::Note, _) => None,
        (_, Some(_)) => Some(Outcome::Waived),
        (Level::Warn, None) => Some(Outcome::Warn),
        (Level::Fail, None) => Some(Outcome::Fail),
    }
}

/// What an undecided is to those who count; `None` where only a note is undecided.
pub fn of_undecided(report: &Report, ceiling: Level, decision: Option<usize>) -> Option<Outcome> {
    let open = (ceiling != Level::Note).then_some(Outcome::Unknown { ceiling });
    open.map(|open| decided(report, decision).unwrap_or(open))
}

/// What a person made of it.
fn decided(report: &Report, decision: Option<usize>) -> Option<Outcome> {
    Some(match report.decisions.get(decision?)?.kind {
        DecisionKind::Attestation => Outcome::Attested,
        DecisionKind::Waiver => Outcome::Waived,
    })
}

fn whole(rule: &Prerequisite, outcome: Outcome) -> Place<'_> {
    Place {
        rule: &rule.id,
        finding: None,
        outcome,
        object: None,
        on: None,
        element: "",
        cluster: None,
        message: None,
        reasons: &[],
        fingerprint: None,
    }
}

fn at_occurrence<'r>(rule: &'r Prerequisite, at: &'r Occurrence, outcome: Outcome) -> Place<'r> {
    Place {
        object: Some(&at.object),
        on: at.on.as_deref(),
        element: &at.element,
        cluster: at.cluster.as_deref(),
        fingerprint: Some(&at.fingerprint),
        ..whole(rule, outcome)
    }
}

/// Whether a report could have found a place of another one again: the rule is in it, the object in its
/// scope, and nothing about them stayed undecided.
pub fn was_judged(place: &Place<'_>, report: &Report) -> bool {
    let Some(rule) = report.prerequisites.iter().find(|rule| rule.id == place.rule) else { return false };
    let id = place.object.map(|object| object.id.as_str());
    let in_scope = place
        .cluster
        .is_none_or(|cluster| report.clusters.iter().any(|of_report| of_report.object.id == cluster));
    let vms = &report.question.scope.vms;
    let chosen = match place.object {
        Some(object) if object.kind == ObjectKind::Vm && !vms.is_empty() => {
            vms.iter().any(|vm| vm.id == object.id)
        }
        _ => true,
    };
    let about = |at: &Occurrence| {
        let of = Some(at.object.id.as_str());
        of == id || of == place.cluster || at.object.kind == ObjectKind::Vcenter
    };
    let unread = rule.undecided.iter().any(|undecided| undecided.objects.iter().any(about));
    in_scope && chosen && !unread
}
