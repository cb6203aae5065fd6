//! One rule over its subjects: gates first, then findings, then what a person is asked.

use std::time::Duration;

use rayon::prelude::*;

use super::found::{EXAMPLES, Found, Spot};
use super::groups::{ActiveGroup, Worst};
use super::noting::{Context, Notes};
use super::rows::{self, At, Row, Rows, VCENTER};
use super::run::timed;
use super::told::told;
use crate::report::{Level, Outcome, Shown};
use crate::rules::Empty;
use crate::schema::{Fact, Reason, Unknown, Value};
use crate::terms::{Detail, ReasonKind, Subject};

/// Subjects judged in one go by one thread.
const CHUNK: usize = 512;

/// Judges all subjects of a rule; the time is summed over threads.
pub fn rule<'a>(context: &Context<'a>, subjects: &[Row], rows: &Rows) -> (Found<'a>, Duration) {
    let judge = Judge::new(context);
    let chunks: Vec<(Found<'a>, Duration)> = subjects
        .par_chunks(CHUNK)
        .map(|chunk| {
            timed(|| {
                let mut found = Found::default();
                chunk.iter().for_each(|row| judge.row(row, &mut found));
                found
            })
        })
        .collect();
    let mut found = Found::default();
    let mut time = Duration::ZERO;
    for (chunk, took) in chunks {
        found.append(chunk);
        time += took;
    }
    if context.rule.among.is_some() && subjects.is_empty() {
        judge.nobody_named(&mut found);
    }
    judge.ask_parents(rows, &mut found);
    if !rows::are_few(context.rule.subject) {
        found.shown.truncate(EXAMPLES);
    }
    (found, time)
}

/// A rule with what is in force of it in this run.
struct Judge<'c, 'a> {
    notes: Notes<'c, 'a>,
    /// Variables before the element's.
    variables: usize,
    groups: Vec<ActiveGroup<'a>>,
    /// The worst level any finding could reach.
    ceiling: Level,
}

impl<'c, 'a> Judge<'c, 'a> {
    fn new(context: &'c Context<'a>) -> Self {
        let groups: Vec<ActiveGroup<'a>> =
            context.rule.groups.iter().filter_map(|group| ActiveGroup::of(context, group)).collect();
        let ceiling = groups.iter().map(|group| group.ceiling).max().unwrap_or(Level::Note);
        Self { notes: Notes::new(context), variables: rows::variables(context.rule.subject), groups, ceiling }
    }

    fn row(&self, row: &Row, found: &mut Found<'a>) {
        match row {
            Row::Object { at } => self.object(*at, found),
            Row::Unseen { below, why } => self.unseen(*below, why, found),
        }
    }

    fn object(&self, at: usize, found: &mut Found<'a>) {
        let Context { facts, rule, .. } = self.notes.context;
        found.judged += 1;
        let spot = || Spot::object(rule.subject, at);
        let gate = self.notes.closed(&rule.gates, rule.subject, (rule.subject, at));
        if let Ok(Some(gate)) = gate {
            found.skip(gate, at);
            self.notes.count((rule.subject, at), Outcome::NotApplicable, found);
            return;
        }
        let slots = rows::slots(facts, rule.subject, at);
        let mut worst = Worst::default();
        match gate {
            Err(why) if self.ceiling > Level::Note => {
                worst.add(self.notes.doubt(self.ceiling, why, spot(), found));
            }
            _ => {
                for group in &self.groups {
                    group.judge(&self.notes, &slots, at, &mut worst, found);
                }
            }
        }
        // A rule that only asks may be answered by what was read.
        let only_asks = worst.0.is_none() && self.ceiling == Level::Note;
        let answered = only_asks && self.answered(rule.subject, &slots[..self.variables]);
        let nothing_to_judge = worst.0.is_none() && !answered && rule.empty == Empty::Manual;
        let mut outcome = match worst.0 {
            Some(judged) => judged,
            None if answered => Outcome::Pass,
            None => self.nothing_judged(spot(), found),
        };
        if nothing_to_judge || self.asks(rule.subject, &slots[..self.variables]) {
            outcome = outcome.worst(self.notes.ask((rule.subject, at), false, found));
        }
        if outcome == Outcome::Pass && self.nobody_looked(&slots) {
            outcome = Outcome::NotAsked;
        }
        self.notes.count((rule.subject, at), outcome, found);
        self.show(at, &slots[..self.variables], found);
    }

    /// Subjects that cannot be seen: unknown, unless a gate above them is known to be closed.
    fn unseen(&self, (parent, at): At, why: &Unknown, found: &mut Found<'a>) {
        let rule = self.notes.context.rule;
        if matches!(self.notes.closed(&rule.gates, parent, (parent, at)), Ok(Some(_))) {
            return;
        }
        if self.ceiling > Level::Note {
            let outcome = self.notes.doubt(self.ceiling, why.clone(), Spot::object(parent, at), found);
            self.notes.count((parent, at), outcome, found);
        } else if rule.attest.as_ref().is_some_and(|attest| attest.per == rule.subject) {
            self.notes.ask_beside((parent, at), false, found);
        }
    }

    /// Nobody said which VM is the application's.
    fn nobody_named(&self, found: &mut Found<'a>) {
        match self.notes.context.rule.empty {
            Empty::Manual | Empty::Unknown => self.notes.ask_beside(VCENTER, true, found),
            // Nothing judged never passes.
            Empty::Pass | Empty::NotApplicable => found.weigh(None, Outcome::NotApplicable),
        }
    }

    /// The outcome of a subject without anything to judge.
    fn nothing_judged(&self, spot: Spot, found: &mut Found<'a>) -> Outcome {
        match self.notes.context.rule.empty {
            Empty::Pass => Outcome::Pass,
            // The question that follows says so.
            Empty::Manual => Outcome::Pass,
            Empty::Unknown if self.ceiling > Level::Note => {
                let object = rows::object(self.notes.context.facts, spot.subject, spot.at);
                let why = Unknown::because(Reason {
                    kind: ReasonKind::Invisible,
                    object: rows::entity(&object),
                    property: Default::default(),
                    detail: Detail::NothingToJudge,
                });
                self.notes.doubt(self.ceiling, why, spot, found)
            }
            Empty::NotApplicable | Empty::Unknown => Outcome::NotApplicable,
        }
    }

    /// Whether the rule's own question at an object of kind `per` needs no person.
    fn answered(&self, per: Subject, slots: &[Fact<Value<'_>>]) -> bool {
        let asked = self.notes.context.rule.attest.as_ref();
        asked.is_some_and(|attest| attest.per == per && attest.unless.is_some()) && !self.asks(per, slots)
    }

    /// Whether the rule's question waits for a person at an object of kind `per`.
    fn asks(&self, per: Subject, slots: &[Fact<Value<'_>>]) -> bool {
        let attest = self.notes.context.rule.attest.as_ref().filter(|attest| attest.per == per);
        attest.is_some_and(|attest| {
            let closed = attest.unless.as_ref().is_some_and(|unless| {
                matches!(unless.truth(&self.notes.env(&slots[..rows::variables(per)])), Ok(true))
            });
            !closed
        })
    }

    /// Whether what the rule rests on was collected of nobody: a person is asked in its place about what the
    /// subject is part of.
    fn nobody_looked(&self, slots: &rows::Slots<'_>) -> bool {
        let rule = self.notes.context.rule;
        let attest = rule.attest.as_ref().filter(|attest| attest.stands_in && attest.per != rule.subject);
        attest.is_some_and(|attest| self.asks(attest.per, &slots[..rows::variables(attest.per)]))
    }

    /// Asks the question that is asked once per parent of the subjects.
    fn ask_parents(&self, rows: &Rows, found: &mut Found<'a>) {
        let Context { facts, rule, .. } = self.notes.context;
        let Some(per) = rule.attest.as_ref().map(|attest| attest.per).filter(|per| *per != rule.subject)
        else {
            return;
        };
        for row in rows.of(per) {
            let (subject, at) = match row {
                Row::Object { at } => (per, *at),
                Row::Unseen { below, .. } => *below,
            };
            if matches!(self.notes.closed(&rule.gates, subject, (subject, at)), Ok(Some(_))) {
                continue;
            }
            if subject != per || self.asks(per, &rows::slots(facts, per, at)) {
                self.notes.ask_beside((subject, at), false, found);
            }
        }
    }

    /// The values that the rule shows beside any outcome: always for the few vCenters and clusters,
    /// for hosts and VMs as examples.
    fn show(&self, at: usize, slots: &[Fact<Value<'_>>], found: &mut Found<'a>) {
        let rule = self.notes.context.rule;
        let few = rows::are_few(rule.subject);
        if rule.show.is_empty() || (!few && found.shown.len() >= EXAMPLES) {
            return;
        }
        let (env, zone) = (self.notes.env(slots), &self.notes.context.run.zone);
        let values = rule.show.iter().filter_map(|shown| {
            let value = shown.value.shown(&env).ok()?;
            Some((shown.name.clone(), self.notes.context.resting.told(told(&shown.value, value, zone))))
        });
        let object = rows::object(self.notes.context.facts, rule.subject, at);
        found.shown.push(Shown { object, values: values.collect() });
    }
}
