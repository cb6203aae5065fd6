//! One rule over its subjects: gates first, then findings, element by element.

use std::ops::ControlFlow;
use std::time::Duration;

use rayon::prelude::*;

use super::decided::Words;
use super::found::{Doubt, EXAMPLES, Found, Hit, Query, Spot};
use super::gates::Gates;
use super::rows::{self, At, Row, Rows, Slots, VCENTER};
use super::{Run, timed};
use crate::decisions::Entry;
use crate::expr::{Env, Shown as Printed, identity, label};
use crate::facts::Facts;
use crate::report::{Asked, Evidence, Level, Outcome, Shown};
use crate::rules::{Each, Empty, Finding, Group, Rule, Selected};
use crate::schema::{Arena, Fact, Reason, Unknown, Value};
use crate::terms::{ReasonKind, Subject};

/// Subjects judged in one go by one thread.
const CHUNK: usize = 512;

/// What judging a rule needs.
pub struct Context<'a> {
    /// The facts.
    pub facts: &'a Facts,
    /// The rules.
    pub selected: &'a Selected<'a>,
    /// The run.
    pub run: &'a Run,
    /// The gates' answers.
    pub gates: &'a Gates,
    /// What people said about the rules of this run.
    pub entries: &'a [&'a Entry],
    /// The rule.
    pub rule: &'a Rule,
}

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
    context: &'c Context<'a>,
    /// Variables before the element's.
    variables: usize,
    groups: Vec<ActiveGroup<'a>>,
    words: Words<'a>,
    /// The worst level any finding could reach.
    ceiling: Level,
}

/// The findings of a group that are in force, with their levels.
struct ActiveGroup<'a> {
    each: Option<&'a Each>,
    findings: Vec<(&'a Finding, Level)>,
    ceiling: Level,
}

/// What became of a subject so far.
#[derive(Default)]
struct State {
    /// The worst of what was judged; `None` while nothing was.
    worst: Option<Outcome>,
}

impl State {
    fn add(&mut self, outcome: Outcome) {
        self.worst = Some(self.worst.map_or(outcome, |worst| worst.worst(outcome)));
    }
}

impl<'c, 'a> Judge<'c, 'a> {
    fn new(context: &'c Context<'a>) -> Self {
        let groups: Vec<ActiveGroup<'a>> =
            context.rule.groups.iter().filter_map(|group| active(context, group)).collect();
        let ceiling = groups.iter().map(|group| group.ceiling).max().unwrap_or(Level::Note);
        let words = Words::about(context.rule, context.entries, context.run.today);
        Self { context, variables: rows::variables(context.rule.subject), groups, words, ceiling }
    }

    fn row(&self, row: &Row, found: &mut Found<'a>) {
        match row {
            Row::Object { at } => self.object(*at, found),
            Row::Unseen { below, why } => self.unseen(*below, why, found),
        }
    }

    fn object(&self, at: usize, found: &mut Found<'a>) {
        let Context { facts, rule, .. } = self.context;
        found.judged += 1;
        let spot = || Spot::object(rule.subject, at);
        let gate = self.closed(&rule.gates, rule.subject, rule.subject, at);
        if let Ok(Some(gate)) = gate {
            found.skip(gate, at);
            self.count((rule.subject, at), Outcome::NotApplicable, found);
            return;
        }
        let slots = rows::slots(facts, rule.subject, at);
        let mut state = State::default();
        match gate {
            Err(why) if self.ceiling > Level::Note => {
                state.add(self.doubt(self.ceiling, why, spot(), found));
            }
            _ => {
                for group in &self.groups {
                    self.group(group, &slots, at, &mut state, found);
                }
            }
        }
        let nothing_to_judge = state.worst.is_none() && rule.empty == Empty::Manual;
        let mut outcome = match state.worst {
            Some(judged) => judged,
            None => self.nothing_judged(spot(), found),
        };
        if nothing_to_judge || self.asks(rule.subject, &slots[..self.variables]) {
            outcome = outcome.worst(self.ask((rule.subject, at), false, found));
        }
        self.count((rule.subject, at), outcome, found);
        self.show(at, &slots[..self.variables], found);
    }

    /// Subjects that cannot be seen: unknown, unless a gate above them is known to be closed.
    fn unseen(&self, (parent, at): At, why: &Unknown, found: &mut Found<'a>) {
        let rule = self.context.rule;
        if matches!(self.closed(&rule.gates, parent, parent, at), Ok(Some(_))) {
            return;
        }
        if self.ceiling > Level::Note {
            let outcome = self.doubt(self.ceiling, why.clone(), Spot::object(parent, at), found);
            self.count((parent, at), outcome, found);
        } else if rule.attest.as_ref().is_some_and(|attest| attest.per == rule.subject) {
            let outcome = self.ask((parent, at), false, found);
            self.count((parent, at), outcome, found);
        }
    }

    /// Nobody said which VM is the application's.
    fn nobody_named(&self, found: &mut Found<'a>) {
        let outcome = match self.context.rule.empty {
            Empty::Manual | Empty::Unknown => self.ask(VCENTER, true, found),
            Empty::Pass => Outcome::Pass,
            Empty::NotApplicable => Outcome::NotApplicable,
        };
        found.count(None, outcome);
    }

    /// Counts the outcome of an object under its cluster.
    fn count(&self, (subject, at): At, outcome: Outcome, found: &mut Found<'a>) {
        found.count(rows::cluster_of(self.context.facts, subject, at), outcome);
    }

    /// Notes what could not be decided; tells its outcome, which a person's word may settle.
    fn doubt(&self, ceiling: Level, why: Unknown, spot: Spot, found: &mut Found<'a>) -> Outcome {
        let settled = self.words.on_doubt(self.context.facts, &why, &spot.objects(), &mut found.used);
        let (decision, outcome) = match settled {
            Some((entry, outcome)) => (Some(entry), outcome),
            None => (None, Outcome::Unknown { ceiling }),
        };
        found.doubts.push(Doubt { ceiling, why, spot, decision });
        outcome
    }

    /// Notes a question; tells whether a person has answered it.
    fn ask(&self, at: At, which_app: bool, found: &mut Found<'a>) -> Outcome {
        let facts = self.context.facts;
        let (decision, outcome) = match self.words.on_question(facts, &[at], &mut found.used) {
            Some((entry, outcome)) => (Some(entry), outcome),
            None => (None, Outcome::Manual),
        };
        let object = rows::object(facts, at.0, at.1);
        let cluster = rows::cluster_of(facts, at.0, at.1);
        let cluster = cluster.map(|at| rows::object(facts, Subject::Cluster, at).id);
        found.asked.push(Query { object: Asked { object, cluster }, which_app, decision });
        outcome
    }

    /// The first of `gates` that is closed for an object, by its position among them; else why that
    /// is unknown. Gates about kinds that `lowest` is no part of are left out.
    fn closed(&self, gates: &[usize], lowest: Subject, subject: Subject, at: usize) -> Fact<Option<usize>> {
        let mut unknown: Option<Unknown> = None;
        for (position, gate) in gates.iter().enumerate() {
            let Some(reads) = self.context.selected.catalogue.gates.get(*gate).map(|gate| gate.subject)
            else {
                continue;
            };
            if !lowest.is_within(reads) {
                continue;
            }
            match self.context.gates.answer(self.context.facts, (*gate, reads), subject, at) {
                Ok(true) => return Ok(Some(position)),
                Ok(false) => {}
                Err(why) => unknown = Some(unknown.map_or_else(|| why.clone(), |other| other.and(&why))),
            }
        }
        unknown.map_or(Ok(None), Err)
    }

    fn group(
        &self,
        group: &ActiveGroup<'a>,
        slots: &Slots<'_>,
        at: usize,
        state: &mut State,
        found: &mut Found<'a>,
    ) {
        let spot = || Spot::object(self.context.rule.subject, at);
        let Some(each) = group.each else {
            let outcome = self.findings(group, &slots[..self.variables], &spot, found);
            state.add(outcome);
            return;
        };
        // The element's variable stands behind the subject's.
        let mut inner = slots.clone();
        let list = each.list.list(&self.env(&slots[..self.variables]));
        let missing = match list {
            Err(why) => Some(why),
            Ok(list) => {
                let _ = list.walk(|element| {
                    inner[self.variables] = element;
                    self.element(group, each, &inner[..=self.variables], &spot, state, found);
                    ControlFlow::<()>::Continue(())
                });
                list.missing()
            }
        };
        if let Some(why) = missing {
            inner[self.variables] = Err(why);
            self.unseen_element(group, &inner[..=self.variables], &spot, state, found);
        }
    }

    /// One known element. Elements that are objects of their own pass the default gates of their
    /// kind; a skipped one was not judged.
    fn element(
        &self,
        group: &ActiveGroup<'a>,
        each: &Each,
        slots: &[Fact<Value<'_>>],
        spot: &dyn Fn() -> Spot,
        state: &mut State,
        found: &mut Found<'a>,
    ) {
        found.judged += 1;
        let value = &slots[self.variables];
        let object = match value {
            Ok(Value::Ref(reference)) => Some((reference.kind, reference.index as usize)),
            _ => None,
        };
        let spot = || {
            let text = |of: fn(Value<'_>, &dyn Arena) -> Fact<String>| {
                let text = value.clone().and_then(|value| of(value, self.context.facts));
                text.unwrap_or_else(|_| "?".to_owned())
            };
            Spot { element: text(label), key: text(identity), element_at: object, ..spot() }
        };
        if let Some((subject, at)) = object {
            if subject == Subject::Vm && !self.context.facts.judges_vm(at) {
                return;
            }
            match self.closed(&each.gates, subject, subject, at) {
                Ok(Some(_)) => return,
                Ok(None) => {}
                Err(why) => {
                    if group.ceiling > Level::Note {
                        state.add(self.doubt(group.ceiling, why, spot(), found));
                    }
                    return;
                }
            }
        }
        let outcome = self.findings(group, slots, &spot, found);
        state.add(outcome);
    }

    /// What may be in a list beyond its known elements. A condition that is false whatever the
    /// element rules it out; one that is true whatever the element is unknown all the same, because
    /// there may be no such element. Nothing is judged by this.
    fn unseen_element(
        &self,
        group: &ActiveGroup<'a>,
        slots: &[Fact<Value<'_>>],
        spot: &dyn Fn() -> Spot,
        state: &mut State,
        found: &mut Found<'a>,
    ) {
        let mut doubt: Option<(Level, Unknown)> = None;
        let missing = slots[self.variables].as_ref().err();
        for (finding, level) in group.findings.iter().filter(|(_, level)| *level > Level::Note) {
            let why = match (finding.when.truth(&self.env(slots)), missing) {
                (Ok(false), _) | (Ok(true), None) => continue,
                (Ok(true), Some(missing)) => missing.clone(),
                (Err(why), _) => why,
            };
            doubt = Some(deepen(doubt, *level, &why));
        }
        if let Some((ceiling, why)) = doubt {
            state.add(self.doubt(ceiling, why, spot(), found));
        }
    }

    /// The findings of a group for one element, or for the subject itself.
    fn findings(
        &self,
        group: &ActiveGroup<'a>,
        slots: &[Fact<Value<'_>>],
        spot: &dyn Fn() -> Spot,
        found: &mut Found<'a>,
    ) -> Outcome {
        let env = self.env(slots);
        let mut outcome = Outcome::Pass;
        let mut doubt: Option<(Level, Unknown)> = None;
        for (finding, level) in &group.findings {
            match finding.when.truth(&env) {
                Ok(false) => {}
                Ok(true) => outcome = outcome.worst(self.hit(finding, *level, &env, spot(), found)),
                // An undecided remark is no question.
                Err(_) if *level == Level::Note => {}
                Err(why) => doubt = Some(deepen(doubt, *level, &why)),
            }
        }
        if let Some((ceiling, why)) = doubt {
            outcome = outcome.worst(self.doubt(ceiling, why, spot(), found));
        }
        outcome
    }

    /// Notes a finding that is true; tells its outcome, which a person may have accepted.
    fn hit(
        &self,
        finding: &'a Finding,
        level: Level,
        env: &Env<'_>,
        spot: Spot,
        found: &mut Found<'a>,
    ) -> Outcome {
        let judged = level > Level::Note;
        let decision = judged
            .then(|| {
                self.words.on_finding(self.context.facts, &finding.name, &spot.objects(), &mut found.used)
            })
            .flatten();
        found.hits.push(hit(finding, env, spot, decision));
        if decision.is_some() { Outcome::Waived } else { Outcome::reached(level) }
    }

    /// The outcome of a subject without anything to judge.
    fn nothing_judged(&self, spot: Spot, found: &mut Found<'a>) -> Outcome {
        match self.context.rule.empty {
            Empty::Pass => Outcome::Pass,
            // The question that follows says so.
            Empty::Manual => Outcome::Pass,
            Empty::Unknown if self.ceiling > Level::Note => {
                let object = rows::object(self.context.facts, spot.subject, spot.at);
                let why = Unknown::because(Reason {
                    kind: ReasonKind::Invisible,
                    object: rows::entity(&object),
                    property: Default::default(),
                    detail: "nothing to judge was found, but there must be something".into(),
                });
                self.doubt(self.ceiling, why, spot, found)
            }
            Empty::NotApplicable | Empty::Unknown => Outcome::NotApplicable,
        }
    }

    /// Whether the rule's question waits for a person at an object of kind `per`.
    fn asks(&self, per: Subject, slots: &[Fact<Value<'_>>]) -> bool {
        let attest = self.context.rule.attest.as_ref().filter(|attest| attest.per == per);
        attest.is_some_and(|attest| {
            let closed = attest.unless.as_ref().is_some_and(|unless| {
                matches!(unless.truth(&self.env(&slots[..rows::variables(per)])), Ok(true))
            });
            !closed
        })
    }

    /// Asks the question that is asked once per parent of the subjects.
    fn ask_parents(&self, rows: &Rows, found: &mut Found<'a>) {
        let Context { facts, rule, .. } = self.context;
        let Some(per) = rule.attest.as_ref().map(|attest| attest.per).filter(|per| *per != rule.subject)
        else {
            return;
        };
        for row in rows.of(per) {
            let (subject, at) = match row {
                Row::Object { at } => (per, *at),
                Row::Unseen { below, .. } => *below,
            };
            if matches!(self.closed(&rule.gates, subject, subject, at), Ok(Some(_))) {
                continue;
            }
            if subject != per || self.asks(per, &rows::slots(facts, per, at)) {
                let outcome = self.ask((subject, at), false, found);
                self.count((subject, at), outcome, found);
            }
        }
    }

    /// The values that the rule shows beside any outcome: always for the few vCenters and clusters,
    /// for hosts and VMs as examples.
    fn show(&self, at: usize, slots: &[Fact<Value<'_>>], found: &mut Found<'a>) {
        let rule = self.context.rule;
        let few = rows::are_few(rule.subject);
        if rule.show.is_empty() || (!few && found.shown.len() >= EXAMPLES) {
            return;
        }
        let env = self.env(slots);
        let values = rule.show.iter().filter_map(|shown| {
            let value = shown.value.shown(&env).ok()?;
            Some((shown.name.clone(), printed(value)))
        });
        let object = rows::object(self.context.facts, rule.subject, at);
        found.shown.push(Shown { object, values: values.collect() });
    }

    fn env<'x>(&'x self, slots: &'x [Fact<Value<'x>>]) -> Env<'x> {
        Env { arena: self.context.facts, slots }
    }
}

/// The findings of a group that are in force under the run's profiles; `None` when none is.
fn active<'a>(context: &Context<'a>, group: &'a Group) -> Option<ActiveGroup<'a>> {
    let findings: Vec<(&Finding, Level)> = group
        .findings
        .iter()
        .filter(|finding| context.selected.covers(&finding.profiles))
        .map(|finding| (finding, finding.level(context.run.reading)))
        .collect();
    let ceiling = findings.iter().map(|(_, level)| *level).max()?;
    Some(ActiveGroup { each: group.each.as_ref(), findings, ceiling })
}

/// Adds an undecided finding to those before it.
fn deepen(doubt: Option<(Level, Unknown)>, level: Level, why: &Unknown) -> (Level, Unknown) {
    match doubt {
        None => (level, why.clone()),
        Some((ceiling, other)) => (ceiling.max(level), other.and(why)),
    }
}

fn hit<'a>(finding: &'a Finding, env: &Env<'_>, spot: Spot, decision: Option<usize>) -> Hit<'a> {
    let evidence = finding.evidence.iter().map(|evidence| match evidence.value.shown(env) {
        Ok(value) => printed(value),
        Err(_) => Evidence::Text("?".into()),
    });
    let blocks = finding.blocks.as_ref().map(|blocks| match blocks.shown(env) {
        Ok(Printed::List(hosts)) => hosts,
        Ok(Printed::Text(host)) => vec![host],
        _ => Vec::new(),
    });
    Hit { finding, evidence: evidence.collect(), blocks: blocks.unwrap_or_default(), spot, decision }
}

fn printed(value: Printed) -> Evidence {
    match value {
        Printed::Bool(value) => Evidence::Bool(value),
        Printed::Int(value) => Evidence::Int(value),
        Printed::Text(value) => Evidence::Text(value),
        Printed::List(value) => Evidence::List(value),
    }
}
