//! A person's word on what a rule finds or leaves open: it decides in the open, and never more than
//! it may.

use std::collections::BTreeMap;

use super::rows::{self, At};
use crate::decisions::{Entry, State, Who, Word};
use crate::facts::Facts;
use crate::report::{Decision, Outcome, Stale};
use crate::rules::Rule;
use crate::schema::Unknown;
use crate::terms::Subject;
use jiff::civil::Date;

/// How many places each entry decides, by its place among the entries of the run.
pub type Used = BTreeMap<usize, usize>;

/// The entries in force about one rule.
pub struct Words<'d> {
    entries: Vec<(usize, &'d Entry)>,
    /// A person's word may replace evidence that nobody collected.
    stands_in: bool,
}

impl<'d> Words<'d> {
    /// The entries about `rule` that count on a day.
    pub fn about(rule: &Rule, entries: &[&'d Entry], today: Date) -> Self {
        let theirs = |(_, entry): &(usize, &Entry)| entry.rule == rule.id && entry.in_force(today);
        Self {
            entries: entries.iter().copied().enumerate().filter(theirs).collect(),
            stands_in: rule.attest.as_ref().is_some_and(|attest| attest.stands_in),
        }
    }

    /// A waiver for a finding that is true: of that finding, or of whatever the rule finds there.
    pub fn on_finding(&self, facts: &Facts, finding: &str, at: &[At], used: &mut Used) -> Option<usize> {
        self.first(facts, at, used, |word| match word {
            Word::Waiver { finding: None, .. } => true,
            Word::Waiver { now, .. } => now.iter().any(|name| name == finding),
            Word::Attestation { .. } => false,
        })
    }

    /// A word for what could not be decided: a waiver of whatever the rule finds, or an attestation
    /// in place of evidence that nobody collected. Never in place of data that was refused.
    pub fn on_doubt(
        &self,
        facts: &Facts,
        why: &Unknown,
        at: &[At],
        used: &mut Used,
    ) -> Option<(usize, Outcome)> {
        let uncollected = || why.reasons().iter().all(|reason| reason.kind.is_uncollected());
        let attested = (self.stands_in && !self.entries.is_empty() && uncollected())
            .then(|| self.first(facts, at, used, |word| matches!(word, Word::Attestation { .. })))
            .flatten();
        attested.map(|entry| (entry, Outcome::Attested)).or_else(|| self.waived(facts, at, used))
    }

    /// The answer to a question: an attestation, or a waiver of the whole prerequisite.
    pub fn on_question(&self, facts: &Facts, at: &[At], used: &mut Used) -> Option<(usize, Outcome)> {
        let attested = self.first(facts, at, used, |word| matches!(word, Word::Attestation { .. }));
        attested.map(|entry| (entry, Outcome::Attested)).or_else(|| self.waived(facts, at, used))
    }

    fn waived(&self, facts: &Facts, at: &[At], used: &mut Used) -> Option<(usize, Outcome)> {
        let whole = |word: &Word| matches!(word, Word::Waiver { finding: None, .. });
        self.first(facts, at, used, whole).map(|entry| (entry, Outcome::Waived))
    }

    /// The first entry that is about one of the objects or what they are part of. All that are
    /// have their use.
    fn first(
        &self,
        facts: &Facts,
        at: &[At],
        used: &mut Used,
        which: impl Fn(&Word) -> bool,
    ) -> Option<usize> {
        if self.entries.is_empty() {
            return None;
        }
        let objects: Vec<Who<'_>> = at.iter().flat_map(|(subject, at)| whom(facts, *subject, *at)).collect();
        let mut first = None;
        for (place, entry) in &self.entries {
            if which(&entry.word) && entry.covers(&objects) {
                *used.entry(*place).or_default() += 1;
                first = first.or(Some(*place));
            }
        }
        first
    }
}

/// An object and what it is part of, as entries can name them.
fn whom(facts: &Facts, subject: Subject, at: usize) -> Vec<Who<'_>> {
    let identity = &facts.identity;
    subject
        .visible()
        .iter()
        .filter_map(|kind| {
            let at = rows::ancestor(facts, subject, at, *kind).ok()?;
            let who = identity.of(*kind).get(at)?;
            Some(Who { id: &who.id, name: &who.name, path: &who.path })
        })
        .collect()
}

/// The entries as the report lists them.
pub fn listed(file: &str, entries: &[&Entry], used: &Used, today: Date) -> Vec<Decision> {
    entries
        .iter()
        .enumerate()
        .map(|(place, entry)| {
            let places = used.get(&place).copied().unwrap_or(0);
            let stale = match entry.state(today) {
                State::Expired => Some(Stale::Expired),
                State::Future => Some(Stale::Future),
                State::InForce | State::Expiring => (places == 0).then_some(Stale::Unmatched),
            };
            decision(file, entry, places, stale)
        })
        .collect()
}

fn decision(file: &str, entry: &Entry, places: usize, stale: Option<Stale>) -> Decision {
    let mut decision = Decision {
        kind: entry.word.kind(),
        rule: entry.rule.clone(),
        finding: None,
        scope: entry.scope.as_ref().map(|scope| scope.text().to_owned()),
        statement: String::new(),
        evidence: None,
        ticket: None,
        by: entry.by.clone(),
        on: None,
        until: entry.expires.to_string(),
        file: file.to_owned(),
        line: entry.line,
        places,
        stale,
    };
    match &entry.word {
        Word::Attestation { statement, evidence, on } => {
            decision.statement.clone_from(statement);
            decision.evidence = Some(evidence.clone());
            decision.on = Some(on.to_string());
        }
        Word::Waiver { finding, reason, ticket, .. } => {
            decision.finding.clone_from(finding);
            decision.statement.clone_from(reason);
            decision.ticket.clone_from(ticket);
        }
    }
    decision
}
