//! What is noted while a rule is judged: findings, doubts, questions; and what a person's word makes of
//! each.

use super::cures;
use super::decided::Words;
use super::found::{Doubt, Found, Hit, Query, Spot};
use super::gates::Gates;
use super::hosts::Hosts;
use super::left_out::{self, Resting};
use super::rows::{self, At};
use super::run::Run;
use super::told::told;
use crate::decisions::Entry;
use crate::expr::{Env, Shown as Printed};
use crate::facts::Facts;
use crate::report::{Asked, Evidence, Level, Outcome};
use crate::rules::{Finding, Rule, Selected};
use crate::schema::{Fact, Unknown, Value};
use crate::terms::Subject;
use crate::terms::time::Zone;

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
    /// Clusters with hosts that are out of service.
    pub resting: &'a Resting,
    /// Hosts by name.
    pub hosts: &'a Hosts<'a>,
    /// What people said about the rules of this run.
    pub entries: &'a [&'a Entry],
    /// The rule.
    pub rule: &'a Rule,
}

/// Notes what one rule finds.
pub struct Notes<'c, 'a> {
    /// The rule and the run.
    pub context: &'c Context<'a>,
    words: Words<'a>,
}

impl<'c, 'a> Notes<'c, 'a> {
    /// Nothing noted yet.
    pub fn new(context: &'c Context<'a>) -> Self {
        let words = Words::about(context.rule, context.entries, context.run.today);
        Self { context, words }
    }

    /// The first of `gates` that is closed for an object, as [`Gates::closed`].
    pub fn closed(&self, gates: &[usize], lowest: Subject, object: At) -> Fact<Option<usize>> {
        let Context { facts, selected, .. } = self.context;
        self.context.gates.closed(facts, &selected.catalogue.gates, gates, lowest, object)
    }

    /// Counts the outcome of an object under its cluster.
    pub fn count(&self, (subject, at): At, outcome: Outcome, found: &mut Found<'a>) {
        found.count(rows::cluster_of(self.context.facts, subject, at), outcome);
    }

    /// Asks about an object that is not itself judged.
    pub fn ask_beside(&self, at: At, which_app: bool, found: &mut Found<'a>) {
        let outcome = self.ask(at, which_app, found);
        found.weigh(rows::cluster_of(self.context.facts, at.0, at.1), outcome);
    }

    /// Notes what could not be decided; tells its outcome, which a person's word may settle.
    pub fn doubt(&self, ceiling: Level, why: Unknown, spot: Spot, found: &mut Found<'a>) -> Outcome {
        let settled = self.words.on_doubt(self.context.facts, &why, &spot.objects(), &mut found.used);
        let (decision, outcome) = match settled {
            Some((entry, outcome)) => (Some(entry), outcome),
            None => (None, Outcome::Unknown { ceiling }),
        };
        found.doubt(Doubt { ceiling, why, spot, decision });
        outcome
    }

    /// Notes a question; tells whether a person has answered it.
    pub fn ask(&self, at: At, which_app: bool, found: &mut Found<'a>) -> Outcome {
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

    /// Notes a finding that is true; tells its outcome, which a person may have accepted.
    pub fn hit(
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
        let mut hit = hit(finding, level, (env, &self.context.run.zone), spot, decision);
        if let Some((Subject::Host, at)) = hit.spot.element_at {
            self.mark(at, &mut hit);
        }
        if self.context.run.curing && judged && decision.is_none() {
            let facts = self.context.facts;
            let blocked =
                cures::blocked(self.context.hosts, facts, &hit.blocks, (hit.spot.subject, hit.spot.at));
            hit.remedies = cures::filled((&self.context.run.zone, facts), finding, env, &blocked);
        }
        found.hits.push(hit);
        if decision.is_some() { Outcome::Waived } else { Outcome::reached(level) }
    }

    /// Tells of a host that is out of service what it is, wherever its name stands.
    fn mark(&self, host: usize, hit: &mut Hit<'a>) {
        let facts = self.context.facts;
        let Some((listed, state)) = left_out::listed(facts, host) else { return };
        // Some say so themselves.
        if hit.evidence.iter().any(|evidence| evidence.as_text() == Some(state)) {
            return;
        }
        let name = rows::object(facts, Subject::Host, host).name;
        for evidence in &mut hit.evidence {
            if matches!(evidence, Evidence::Text(text) if *text == name) {
                *evidence = Evidence::Text(listed.clone());
            }
        }
        hit.spot.element = listed;
    }

    /// What expressions see.
    pub fn env<'x>(&'x self, slots: &'x [Fact<Value<'x>>]) -> Env<'x> {
        Env { arena: self.context.facts, slots, later: false }
    }
}

fn hit<'a>(
    finding: &'a Finding,
    level: Level,
    (env, zone): (&Env<'_>, &Zone),
    spot: Spot,
    decision: Option<usize>,
) -> Hit<'a> {
    let evidence = finding.evidence.iter().map(|evidence| match evidence.value.shown(env) {
        Ok(value) => told(&evidence.value, value, zone),
        Err(_) => Evidence::Text("?".into()),
    });
    let blocks = finding.blocks.as_ref().map(|blocks| match blocks.shown(env) {
        Ok(Printed::List(hosts)) => hosts,
        Ok(Printed::Text(host)) => vec![host],
        _ => Vec::new(),
    });
    Hit {
        finding,
        level,
        evidence: evidence.collect(),
        blocks: blocks.unwrap_or_default(),
        spot,
        decision,
        remedies: Vec::new(),
    }
}
