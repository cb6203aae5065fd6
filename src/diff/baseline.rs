//! A report held against an earlier one, so that only what is new counts.

use super::places::{Key, Places};
use super::{differs, in_the_way, is_known};
use crate::report::rows::Rows;
use crate::report::{Ask, Asked, Baseline, Outcome, Report, Severity};
use crate::terms::renames::Renames;

/// Marks what an earlier report has as bad or worse, notes in the report what it was held against, and lets
/// its exit code count only what is new. Verdict and outcomes stay what they are.
pub fn mark(report: &mut Report, old: &Report, file: &str) {
    mark_with(report, old, file, Renames::OURS);
}

/// As [`mark`], with a table of renamed findings; tells the outcomes that are new.
pub fn mark_with(
    report: &mut Report,
    old: &Report,
    file: &str,
    renames: Renames<'_>,
) -> Vec<(Severity, Outcome)> {
    let before = Places::of(old, renames);
    let was = |key: &Key<'_>| before.earlier(key, renames).map(|(_, place)| place.outcome);
    let fresh: Vec<(Severity, Outcome)> = {
        let after = Places::of(report, renames);
        after
            .iter()
            .filter(|(key, place)| !is_known(was(key), place.outcome))
            .map(|(_, place)| (place.row.rule.severity, place.outcome))
            .collect()
    };
    // In the order of the rows; `None` for what is not held against a baseline.
    let rows = Rows::new(report);
    let rules = report.prerequisites.iter().flat_map(|rule| rows.all_of(rule));
    let marks: Vec<(Option<bool>, usize)> = rules
        .filter_map(|row| {
            let place = row.place?;
            let open = row.outcome().filter(|outcome| in_the_way(*outcome));
            let key = Key::of_finding(&row.rule.id, row.finding().unwrap_or_default(), place, renames);
            Some((open.map(|open| is_known(was(&key), open)), row.count))
        })
        .collect();
    let counted = |wanted: bool| marks.iter().filter(|(mark, n)| *mark == Some(wanted) && *n > 0).count();
    let (known, new) = (counted(true), counted(false));
    let mut marks = marks.into_iter().map(|(mark, _)| mark);
    for rule in &mut report.prerequisites {
        let findings = rule.findings.iter_mut().map(|finding| &mut finding.objects);
        let undecided = rule.undecided.iter_mut().map(|undecided| &mut undecided.objects);
        for objects in findings.chain(undecided) {
            for (at, mark) in objects.iter_mut().zip(marks.by_ref()) {
                at.known = mark == Some(true);
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
        new,
        known,
    });
    report.exit_code = report.code_of(&fresh);
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
