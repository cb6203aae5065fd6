//! A report held against an earlier one, so that only what is new counts.

use super::places::{Key, Places, of_finding, of_undecided};
use super::{differs, is_known, stops};
use crate::report::{Ask, Asked, Baseline, Outcome, Report, Severity};
use crate::terms::renames::Renames;

/// Marks what an earlier report has as bad or worse, notes in the report what it was held against, and
/// tells the outcomes that are new, by rule. Verdict and outcomes stay what they are.
pub fn mark(report: &mut Report, old: &Report, file: &str) -> Vec<(Severity, Outcome)> {
    mark_with(report, old, file, Renames::OURS)
}

/// As [`mark`], with a table of renamed findings.
pub fn mark_with(
    report: &mut Report,
    old: &Report,
    file: &str,
    renames: Renames<'_>,
) -> Vec<(Severity, Outcome)> {
    let before = Places::of(old, renames);
    let fresh: Vec<(Severity, Outcome)> = {
        let after = Places::of(report, renames);
        let severity = |id: &str| report.prerequisites.iter().find(|rule| rule.id == id);
        after
            .iter()
            .filter(|(key, place)| !is_known(before.get(key).map(|old| old.outcome), place.outcome))
            .filter_map(|(_, place)| Some((severity(place.rule)?.severity, place.outcome)))
            .collect()
    };
    let (mut counted, mut known) = (0, 0);
    let mut marks: Vec<Vec<bool>> = Vec::new();
    for rule in &report.prerequisites {
        let findings = rule.findings.iter().map(|finding| {
            (of_finding(finding.level, finding.decision), finding.name.as_str(), &finding.objects)
        });
        let undecided = rule.undecided.iter().map(|undecided| {
            (of_undecided(report, undecided.ceiling, undecided.decision), "", &undecided.objects)
        });
        for (outcome, finding, objects) in findings.chain(undecided) {
            let open = outcome.filter(|outcome| stops(*outcome));
            let was = |at| before.get(&Key::of_finding(&rule.id, finding, at, renames));
            let is_known = |at| open.is_some_and(|open| is_known(was(at).map(|place| place.outcome), open));
            let theirs: Vec<bool> = objects.iter().map(is_known).collect();
            known += theirs.iter().filter(|known| **known).count();
            counted += if open.is_some() { theirs.len() } else { 0 };
            marks.push(theirs);
        }
    }
    let mut marks = marks.into_iter();
    for rule in &mut report.prerequisites {
        let findings = rule.findings.iter_mut().map(|finding| &mut finding.objects);
        let undecided = rule.undecided.iter_mut().map(|undecided| &mut undecided.objects);
        for (objects, theirs) in findings.chain(undecided).zip(marks.by_ref()) {
            for (at, known) in objects.iter_mut().zip(theirs) {
                at.known = known;
            }
            // What is new must not be cut off behind what is known.
            objects.sort_by_key(|at| at.known);
        }
        rule.asks = std::mem::take(&mut rule.asks)
            .into_iter()
            .flat_map(|ask| {
                parted(ask, |asked| {
                    let old = before.get(&Key::Question(&rule.id, &asked.object.id)).map(|old| old.outcome);
                    is_known(old, Outcome::Manual)
                })
            })
            .collect();
    }
    report.question.baseline = Some(Baseline {
        file: file.to_owned(),
        at: old.source.at.clone(),
        differs: differs(old, report).into_iter().map(str::to_owned).collect(),
        new: counted - known,
        known,
    });
    fresh
}

/// An open question in two: about what it was open before, and about the rest.
fn parted(ask: Ask, was_open: impl Fn(&Asked) -> bool) -> Vec<Ask> {
    if ask.decision.is_some() {
        return vec![ask];
    }
    let Ask { question, objects, decision, .. } = ask;
    let (old, fresh): (Vec<Asked>, Vec<Asked>) = objects.into_iter().partition(was_open);
    [(fresh, false), (old, true)]
        .into_iter()
        .filter(|(objects, _)| !objects.is_empty())
        .map(|(objects, known)| Ask { question: question.clone(), objects, decision, known })
        .collect()
}
