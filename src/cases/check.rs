//! Runs a case and compares the answer with what was expected.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::parse::{Case, CaseFile};
use crate::decisions::Decisions;
use crate::inventory::Inventory;
use crate::preflight::{self, Question};
use crate::report::{Decision, DecisionKind, Finding, Level, Outcome, Prerequisite, Reason};
use crate::rules::{Catalogue, Rule, Selected};

/// Runs one case of a rule on the inventory that its changes make.
pub fn judge(inventory: &Inventory, catalogue: &Catalogue, rule: &Rule, case: &Case) -> Vec<String> {
    let mut selected = catalogue.only(rule);
    if !case.given.profile.is_empty() {
        selected.profiles.clone_from(&case.given.profile);
    }
    let question = question(case, &selected);
    let mut report = match preflight::judge_whole(&question, inventory) {
        Ok(run) => run.report,
        Err(error) => return vec![error.to_string()],
    };
    match report.prerequisites.pop() {
        Some(answer) => compare(case, &answer, &report.decisions),
        None => vec!["the rule gave no answer".into()],
    }
}

fn stated(case: &Case) -> preflight::Stated {
    let stated = &case.given;
    let time = |at| jiff::Timestamp::from_second(at).ok();
    preflight::Stated {
        lms_vm: stated.lms_vm.clone(),
        installed_at: stated.installed_at_s.and_then(time),
        installed_until: stated.installed_until_s.and_then(time),
        client_here: stated.client_here,
        decisions: None,
    }
}

/// What a case asks of these rules: its reading of the guide, what the operator states, what people said.
pub fn question<'q>(case: &Case, selected: &'q Selected<'q>) -> Question<'q> {
    let decisions = Decisions { file: String::new(), entries: case.entries.clone() };
    Question {
        stated: stated(case),
        reading: case.reading,
        decisions: Arc::new(decisions),
        ..Question::of(selected)
    }
}

fn compare(case: &Case, answer: &Prerequisite, decisions: &[Decision]) -> Vec<String> {
    let mut problems = Vec::new();
    let outcome = answer.outcome;
    if outcome != case.outcome {
        let (is, expected) = (outcome.name(), case.outcome.name());
        problems.push(format!("the outcome is {is}, expected was {expected}{}", why(answer)));
    }
    if let Some(expected) = &case.objects {
        compare_objects(expected, answer, decisions, &mut problems);
    }
    if let Some(expected) = &case.findings {
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        let raised: BTreeSet<&str> = answer.findings.iter().map(|finding| finding.name.as_str()).collect();
        let list = |names: &BTreeSet<&str>| names.iter().copied().collect::<Vec<_>>().join(", ");
        if expected != raised {
            problems.push(format!(
                "the findings are [{}], expected were [{}]",
                list(&raised),
                list(&expected)
            ));
        }
    }
    if let Some(text) = &case.message {
        let messages: Vec<String> = answer.findings.iter().flat_map(told).collect();
        if !messages.iter().any(|message| message.contains(text)) {
            problems.push(format!("no message contains '{text}'; there is: {}", messages.join(" | ")));
        }
    }
    if let Some(text) = &case.reason {
        let reasons: Vec<String> = reasons(answer).map(tell).collect();
        if !reasons.iter().any(|reason| reason.contains(text)) {
            problems.push(format!("no reason contains '{text}'; there is: {}", reasons.join(" | ")));
        }
    }
    problems
}

/// What a finding says at each of its places, behind the name of the element it is at.
fn told(finding: &Finding) -> impl Iterator<Item = String> {
    let message = finding.text().en;
    finding.objects.iter().map(move |at| match at.element.as_str() {
        "" => message.clone(),
        element => format!("{element}: {message}"),
    })
}

/// Each object that does not pass, with the worst that was found of it.
fn objects<'a>(answer: &'a Prerequisite, decisions: &[Decision]) -> BTreeMap<&'a str, Outcome> {
    let mut objects: BTreeMap<&str, Outcome> = BTreeMap::new();
    let mut add = |name, decision: Option<usize>, outcome: Outcome| {
        let outcome = decision.map_or(outcome, |at| decided(decisions, at));
        objects.entry(name).and_modify(|worst| *worst = worst.worst(outcome)).or_insert(outcome);
    };
    for finding in &answer.findings {
        if finding.level == Level::Note {
            continue;
        }
        let outcome = Outcome::reached(finding.level);
        finding.objects.iter().for_each(|at| add(at.object.name.as_str(), finding.decision, outcome));
    }
    for undecided in &answer.undecided {
        let outcome = Outcome::Unknown { ceiling: undecided.ceiling };
        let decision = undecided.decision;
        undecided.objects.iter().for_each(|at| add(at.object.name.as_str(), decision, outcome));
    }
    for ask in &answer.asks {
        ask.objects.iter().for_each(|asked| add(asked.object.name.as_str(), ask.decision, Outcome::Manual));
    }
    objects
}

/// The outcome that a person's word gives.
fn decided(decisions: &[Decision], at: usize) -> Outcome {
    match decisions.get(at).map(|decision| decision.kind) {
        Some(DecisionKind::Attestation) => Outcome::Attested,
        Some(DecisionKind::Waiver) | None => Outcome::Waived,
    }
}

fn compare_objects(
    expected: &[(String, Outcome)],
    answer: &Prerequisite,
    decisions: &[Decision],
    problems: &mut Vec<String>,
) {
    let found = objects(answer, decisions);
    for (name, outcome) in expected {
        match found.get(name.as_str()) {
            Some(actual) if actual == outcome => {}
            Some(actual) => {
                problems.push(format!("{name} is {}, expected was {}", actual.name(), outcome.name()))
            }
            None => problems.push(format!("{name} passes, expected was {}", outcome.name())),
        }
    }
    for (name, actual) in &found {
        if !expected.iter().any(|(expected, _)| expected == name) {
            problems.push(format!("{name} is {}, nothing was expected of it{}", actual.name(), why(answer)));
        }
    }
}

/// What was found, in one line, for someone who expected something else.
fn why(answer: &Prerequisite) -> String {
    let findings = answer.findings.iter().map(|finding| format!("{}: {}", finding.name, finding.text().en));
    let unknown = reasons(answer).map(|reason| format!("unknown: {}", tell(reason)));
    let skipped = answer.skipped.iter().map(|skipped| format!("skipped: {}", skipped.gate));
    let all: BTreeSet<String> = findings.chain(unknown).chain(skipped).collect();
    if all.is_empty() {
        return String::new();
    }
    format!(" ({})", all.into_iter().collect::<Vec<_>>().join("; "))
}

fn reasons(answer: &Prerequisite) -> impl Iterator<Item = &Reason> {
    answer.undecided.iter().flat_map(|undecided| &undecided.reasons)
}

fn tell(reason: &Reason) -> String {
    let parts = [reason.object.name.as_str(), &reason.property, reason.kind.name(), &reason.detail];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What the cases of a rule leave out: an outcome it can give, a finding it can raise.
pub fn coverage(rule: &Rule, file: &CaseFile) -> Vec<String> {
    let mut gaps = Vec::new();
    let findings = rule.findings();
    let has = |level: Level| findings.iter().any(|finding| finding.level == level);
    let shown = |outcomes: &[Outcome]| file.cases.iter().any(|case| outcomes.contains(&case.outcome));
    let unknown = [Level::Fail, Level::Warn].map(|ceiling| Outcome::Unknown { ceiling });
    // A question that nothing but a person can close leaves no room for a plain pass.
    let always_asked = rule.attest.as_ref().is_some_and(|attest| attest.unless.is_none());
    let demands = [
        (has(Level::Fail), &[Outcome::Fail][..]),
        (has(Level::Warn), &[Outcome::Warn]),
        (has(Level::Fail) || has(Level::Warn), &unknown),
        (!findings.is_empty() && !always_asked, &[Outcome::Pass]),
        (rule.attest.is_some(), &[Outcome::Manual]),
    ];
    for (needed, outcomes) in demands {
        if needed && !shown(outcomes) {
            gaps.push(format!("no case shows the outcome {}", outcomes[0].name()));
        }
    }
    let raised: BTreeSet<&String> =
        file.cases.iter().filter_map(|case| case.findings.as_ref()).flatten().collect();
    for finding in findings {
        if !raised.contains(&finding.name) {
            gaps.push(format!("no case raises the finding {}", finding.name));
        }
    }
    gaps
}
