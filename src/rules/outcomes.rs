//! Which outcomes a rule can give, read off its file.

use super::file::Empty;
use super::model::Rule;
use crate::terms::{Level, Outcome, Word};

/// The outcomes that a rule can give, worst first, as cases write them; those of the literal reading
/// alone are marked so.
pub fn possible(rule: &Rule) -> Vec<&'static str> {
    let findings = rule.findings();
    let usual = |level: Level| findings.iter().any(|finding| finding.level == level);
    let literal = |level: Level| findings.iter().any(|finding| finding.literal == Some(level));
    let judged = usual(Level::Fail) || usual(Level::Warn) || literal(Level::Fail) || literal(Level::Warn);
    // Without a finding of its own the subject may have nothing to be judged by.
    let may_be_empty = rule.groups.iter().all(|group| group.each.is_some());
    let empty = |outcome: Empty| may_be_empty && rule.empty == outcome;
    let mut outcomes = Vec::new();
    let mut add = |can: bool, outcome| {
        if can {
            outcomes.push(outcome);
        }
    };
    add(usual(Level::Fail), Word::Fail.name());
    add(!usual(Level::Fail) && literal(Level::Fail), "fail (literal)");
    add(usual(Level::Fail), Word::Unknown.name());
    add(usual(Level::Warn), Word::Warn.name());
    add(!usual(Level::Warn) && literal(Level::Warn), "warn (literal)");
    add(judged && !usual(Level::Fail), Outcome::Unknown { ceiling: Level::Warn }.name());
    add(rule.attest.is_some() || empty(Empty::Manual), Word::Manual.name());
    // A question that nothing closes stays open beside all that holds.
    let closes = rule.attest.as_ref().is_none_or(|attest| attest.unless.is_some());
    add(closes && (!findings.is_empty() || rule.attest.is_some() || empty(Empty::Pass)), Word::Pass.name());
    add(!rule.gates.is_empty() || empty(Empty::NotApplicable), Word::NotApplicable.name());
    outcomes
}
