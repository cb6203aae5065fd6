//! Every gate decided once per object, for all rules that ask it.

use rayon::prelude::*;

use super::rows::{At, ancestor, slots, variables};
use crate::expr::Env;
use crate::facts::Facts;
use crate::report::Reading;
use crate::rules::{Gate, Selected};
use crate::schema::{Fact, Unknown};
use crate::terms::Subject;

/// The gates' answers, by gate and position of the object.
pub struct Gates(Vec<Option<Vec<Fact<bool>>>>);

impl Gates {
    /// Decides the gates of the selected rules. A gate that is off under this reading is never
    /// true and never unknown.
    pub fn decide(facts: &Facts, selected: &Selected<'_>, reading: Reading) -> Self {
        let asked: std::collections::BTreeSet<usize> =
            selected.rules.iter().flat_map(|rule| rule.all_gates()).collect();
        let decide = |(at, gate): (usize, &Gate)| {
            let off = gate.off_when_literal && reading == Reading::Literal;
            (asked.contains(&at) && !off).then(|| decide_one(facts, gate))
        };
        Self(selected.catalogue.gates.par_iter().enumerate().map(decide).collect())
    }

    /// The answer of the gate at `gate` for the object at `at` of kind `subject`, or for the object
    /// above it that the gate reads.
    fn answer(&self, facts: &Facts, gate: (usize, Subject), subject: Subject, at: usize) -> Fact<bool> {
        let (gate, reads) = gate;
        match self.0.get(gate) {
            Some(Some(answers)) => {
                let at = ancestor(facts, subject, at, reads)?;
                answers.get(at).cloned().unwrap_or_else(|| Err(Unknown::defect("gate without answer")))
            }
            Some(None) => Ok(false),
            None => Err(Unknown::defect("gate out of range")),
        }
    }

    /// The first of `gates` that is closed for an object, by its position among them; else why that
    /// is unknown. Gates about kinds that `lowest` is no part of are left out.
    pub fn closed(
        &self,
        facts: &Facts,
        all: &[Gate],
        gates: &[usize],
        lowest: Subject,
        (subject, at): At,
    ) -> Fact<Option<usize>> {
        let mut unknown: Option<Unknown> = None;
        for (position, gate) in gates.iter().enumerate() {
            let Some(reads) = all.get(*gate).map(|gate| gate.subject) else { continue };
            if !lowest.is_within(reads) {
                continue;
            }
            match self.answer(facts, (*gate, reads), subject, at) {
                Ok(true) => return Ok(Some(position)),
                Ok(false) => {}
                Err(why) => unknown = Some(unknown.map_or_else(|| why.clone(), |other| other.and(&why))),
            }
        }
        unknown.map_or(Ok(None), Err)
    }
}

fn decide_one(facts: &Facts, gate: &Gate) -> Vec<Fact<bool>> {
    let objects = facts.identity.of(gate.subject).len();
    let variables = variables(gate.subject);
    (0..objects)
        .into_par_iter()
        .map(|at| {
            let slots = slots(facts, gate.subject, at);
            gate.when.truth(&Env { arena: facts, slots: &slots[..variables], later: false })
        })
        .collect()
}
