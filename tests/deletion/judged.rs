//! What of a report the law speaks about, and how it is broken.

use std::collections::{BTreeMap, BTreeSet};

use vpreflight::evaluate::{Policy, counted, verdict};
use vpreflight::report::{Level, ObjectKind, Outcome, Prerequisite, Report, Severity};
use vpreflight::rules::{Empty, Rule};

/// Exit codes are compared under each of these.
const POLICIES: [Policy; 3] = [
    Policy { fail_on_warn: false, allow_unknown: false, strict: false, fail_on_stale: false },
    Policy { fail_on_warn: true, allow_unknown: false, strict: false, fail_on_stale: false },
    Policy { fail_on_warn: false, allow_unknown: false, strict: true, fail_on_stale: false },
];

/// What of a rule's answer a datum less could better.
#[derive(PartialEq)]
pub enum Stake {
    /// It passes, and alone lets the run succeed.
    Nothing,
    /// It waits for a person, and no more.
    Question,
    All,
}

/// What of a report the law speaks about.
pub struct Judged(pub BTreeMap<String, RuleJudged>);

pub struct RuleJudged {
    /// All that it says, word for word.
    pub said: String,
    outcome: Outcome,
    /// What of it counts for the exit code.
    counted: Vec<(Severity, Outcome)>,
    /// Objects at which something fails, by id.
    fails: BTreeSet<String>,
    /// Objects with a fail, warn or unknown, by id.
    objects: BTreeSet<String>,
    /// Kinds of object with an unknown: those above the subject stand for what cannot be seen.
    unknown: BTreeSet<ObjectKind>,
    subject: ObjectKind,
}

impl Judged {
    pub fn new(report: &Report) -> Self {
        Self(report.prerequisites.iter().map(|rule| (rule.id.clone(), RuleJudged::new(rule))).collect())
    }

    pub fn stake(&self, rule: &Rule) -> Stake {
        let Some(judged) = self.0.get(&rule.id) else { return Stake::Nothing };
        let manual = |(_, outcome): &(Severity, Outcome)| *outcome == Outcome::Manual;
        let stops = |policy| verdict(&judged.counted, policy).1 != 0;
        if protected(judged.outcome) || !judged.objects.is_empty() {
            Stake::All
        } else if judged.counted.iter().any(manual) {
            // Where nothing to judge is a question too, anything may answer it.
            if rule.empty == Empty::Manual { Stake::All } else { Stake::Question }
        } else if POLICIES.into_iter().any(stops) {
            Stake::All
        } else {
            Stake::Nothing
        }
    }

    /// The exit codes, where some rules have been judged again.
    fn exit_codes(&self, again: Option<&Self>) -> [u8; 3] {
        let rules = self.0.iter().map(|(id, rule)| again.and_then(|again| again.0.get(id)).unwrap_or(rule));
        let counted: Vec<_> = rules.flat_map(|rule| rule.counted.iter().copied()).collect();
        POLICIES.map(|policy| verdict(&counted, policy).1)
    }

    /// What fails `after` and did not before.
    pub fn newly_failing(&self, after: &Self) -> Vec<String> {
        let new = after.0.iter().flat_map(|(id, rule)| {
            let failed =
                |object: &&String| self.0.get(id).is_some_and(|before| before.fails.contains(*object));
            rule.fails
                .iter()
                .filter(move |object| !failed(object))
                .map(move |object| format!("{id}: {object} fails"))
        });
        new.collect()
    }

    /// How the law is broken when this becomes what some rules, judged again, say `after`.
    pub fn broken(&self, after: &Self, again: &[&Rule]) -> Vec<String> {
        let mut broken = Vec::new();
        for (before, after) in self.exit_codes(None).into_iter().zip(self.exit_codes(Some(after))) {
            if before != 0 && after == 0 {
                broken.push(format!("the exit code {before} becomes 0"));
            }
        }
        for id in again.iter().map(|rule| &rule.id) {
            let (Some(before), Some(after)) = (self.0.get(id), after.0.get(id)) else {
                broken.push(format!("{id} is gone"));
                continue;
            };
            if protected(before.outcome) && !protected(after.outcome) {
                broken.push(format!("{id}: {:?} becomes {:?}", before.outcome, after.outcome));
            }
            // What is told of a cause may change with what is known; that it fails may not.
            let new = after.fails.difference(&before.fails);
            broken.extend(new.map(|object| format!("{id}: {object} fails now")));
            let unseen = after.unknown.iter().any(|kind| *kind != after.subject);
            let lost = before.objects.difference(&after.objects).filter(|_| !unseen);
            broken.extend(lost.map(|object| format!("{id}: {object} is let go")));
        }
        broken
    }
}

impl RuleJudged {
    pub fn new(rule: &Prerequisite) -> Self {
        let found = rule.findings.iter().filter(|finding| finding.level > Level::Note);
        let fails = rule.findings.iter().filter(|finding| finding.level == Level::Fail);
        let fails = fails.flat_map(|finding| &finding.objects).map(|at| at.object.id.clone());
        let found = found.flat_map(|finding| &finding.objects);
        let unknown = rule.undecided.iter().flat_map(|undecided| &undecided.objects);
        Self {
            said: serde_json::to_string(rule).unwrap_or_default(),
            outcome: rule.outcome,
            counted: counted(std::slice::from_ref(rule)),
            fails: fails.collect(),
            objects: found.chain(unknown.clone()).map(|at| at.object.id.clone()).collect(),
            unknown: unknown.map(|at| at.object.kind).collect(),
            subject: rule.subject,
        }
    }
}

fn protected(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. })
}
