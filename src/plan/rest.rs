//! What is left: findings without a remedy, with the advice of their rule; what could not be read; what people are
//! asked.

use std::collections::BTreeMap;

use super::model::{Action, OpenQuestion, Place, Proof, Unread, Wording};
use super::prove::counts;
use crate::report::{Level, Reason, Report, Severity};
use crate::terms::{Template, Text, told};

/// The advice of rules about what is still found and has no action of its own.
pub(super) fn advice(after: &Report, least: Level, open: &[Action]) -> Vec<Action> {
    let has_action = |fingerprint: &str| {
        open.iter().any(|action| action.findings.iter().any(|place| place.fingerprint == fingerprint))
    };
    let mut all = Vec::new();
    for rule in &after.prerequisites {
        let theirs = rule.findings.iter().filter(|finding| counts(rule, finding) && finding.level >= least);
        for finding in theirs {
            let places = finding.objects.iter().filter(|at| !at.known && !has_action(&at.fingerprint));
            let message = Wording { template: finding.message.clone(), values: finding.evidence.clone() };
            let places: Vec<Place> = places
                .map(|at| Place {
                    rule: rule.id.clone(),
                    finding: finding.name.clone(),
                    level: finding.level,
                    object: at.object.clone(),
                    element: at.element.clone(),
                    fingerprint: at.fingerprint.clone(),
                    message: message.clone(),
                })
                .collect();
            let Some(first) = places.first() else { continue };
            let fix = finding.fix.clone().unwrap_or_else(|| Template::from(rule.fix.clone()));
            all.push(Action {
                number: 0,
                remedy: None,
                object: first.object.clone(),
                team: None,
                risk: None,
                phase: None,
                what: Wording { template: fix, values: finding.evidence.clone() },
                undo: None,
                proof: Proof::NotProved { why: Wording::plain(no_remedy()) },
                findings: places,
                clears: Vec::new(),
                raises: Vec::new(),
                done_by: None,
            });
        }
    }
    all
}

/// Why advice is not proved.
fn no_remedy() -> Text {
    told!(
        "it is advice: what it changes in the inventory depends on what a person finds there",
        "助言です。インベントリの変更内容は、現地での確認結果によります。"
    )
}

/// What could not be read, each once, with the rules that wait for it.
pub(super) fn unread(after: &Report, least: Level) -> Vec<Unread> {
    let mut all: BTreeMap<&Reason, Vec<String>> = BTreeMap::new();
    for rule in after.prerequisites.iter().filter(|rule| rule.severity == Severity::Required) {
        let open = |ceiling: Level, decision: Option<usize>| ceiling >= least && decision.is_none();
        let theirs = rule.undecided.iter().filter(|one| open(one.ceiling, one.decision));
        for reason in theirs.flat_map(|undecided| &undecided.reasons) {
            let rules = all.entry(reason).or_default();
            if !rules.contains(&rule.id) {
                rules.push(rule.id.clone());
            }
        }
    }
    all.into_iter().map(|(reason, rules)| Unread { reason: reason.clone(), rules }).collect()
}

/// Questions that wait for a person and that the verdict rests on.
pub(super) fn questions(after: &Report) -> Vec<OpenQuestion> {
    let open = after.open().into_iter().filter(|open| open.counts());
    open.map(|open| OpenQuestion {
        question: open.question.clone(),
        rules: open.rules.iter().map(|rule| rule.id.clone()).collect(),
        objects: open.objects.iter().map(|asked| asked.object.clone()).collect(),
    })
    .collect()
}

/// Places of warnings that are no part of the plan.
pub(super) fn warnings(after: &Report, least: Level) -> usize {
    let rules = after.prerequisites.iter();
    let findings = rules.flat_map(|rule| rule.findings.iter().filter(|finding| counts(rule, finding)));
    findings.filter(|finding| finding.level < least).map(|finding| finding.objects.len()).sum()
}
