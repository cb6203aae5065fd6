//! The findings of a rule that are in force: for the object itself, or element by element of a list.

use std::ops::ControlFlow;

use super::found::{Found, Spot};
use super::left_out;
use super::noting::{Context, Notes};
use super::rows::{self, Slots};
use crate::expr::{Env, ROW_TYPE, identity, label};
use crate::report::{Level, Outcome};
use crate::rules::{Each, Finding, Group};
use crate::schema::{Arena, Fact, Unknown, Value};
use crate::terms::Subject;

/// The findings of a group that are in force, with their levels.
pub struct ActiveGroup<'a> {
    each: Option<&'a Each>,
    findings: Vec<(&'a Finding, Level)>,
    /// The worst level any of them could reach.
    pub ceiling: Level,
}

/// Where findings are looked for.
struct Place<'s> {
    /// The object, or the element within it.
    spot: &'s dyn Fn() -> Spot,
    /// Hosts that it may depend on are out of service now.
    later: bool,
}

/// The worst of what was judged of an object; `None` while nothing was.
#[derive(Default)]
pub struct Worst(pub Option<Outcome>);

impl Worst {
    /// Adds what was judged.
    pub fn add(&mut self, outcome: Outcome) {
        self.0 = Some(self.0.map_or(outcome, |worst| worst.worst(outcome)));
    }
}

impl<'a> ActiveGroup<'a> {
    /// The findings of a group that are in force under the run's profiles; `None` when none is.
    pub fn of(context: &Context<'a>, group: &'a Group) -> Option<Self> {
        let findings: Vec<(&Finding, Level)> = group
            .findings
            .iter()
            .filter(|finding| context.selected.covers(&finding.profiles))
            .map(|finding| (finding, finding.level(context.run.reading)))
            .collect();
        let ceiling = findings.iter().map(|(_, level)| *level).max()?;
        Some(Self { each: group.each.as_ref(), findings, ceiling })
    }

    /// Judges an object by them.
    pub fn judge(
        &self,
        notes: &Notes<'_, 'a>,
        slots: &Slots<'_>,
        at: usize,
        worst: &mut Worst,
        found: &mut Found<'a>,
    ) {
        let variables = rows::variables(notes.context.rule.subject);
        let subject = notes.context.rule.subject;
        let later = notes.context.resting.concern(rows::cluster_of(notes.context.facts, subject, at));
        let place = Place { spot: &|| Spot::object(subject, at), later };
        let Some(each) = self.each else {
            let outcome = self.findings(notes, &slots[..variables], &place, found);
            self.judged(outcome, worst);
            return;
        };
        // The element's variable stands behind the subject's.
        let mut inner = slots.clone();
        let list = each.list.list(&notes.env(&slots[..variables]));
        let missing = match list {
            Err(why) => Some(why),
            Ok(list) => {
                let _ = list.walk(|element| {
                    inner[variables] = element;
                    self.element(notes, each, &inner[..=variables], &place, worst, found);
                    ControlFlow::<()>::Continue(())
                });
                list.missing()
            }
        };
        if let Some(why) = missing {
            inner[variables] = Err(why);
            self.unseen_element(notes, &inner[..=variables], place.spot, worst, found);
        }
    }

    /// One known element. Elements that are objects of their own pass the default gates of their
    /// kind; a skipped one was not judged.
    fn element(
        &self,
        notes: &Notes<'_, 'a>,
        each: &Each,
        slots: &[Fact<Value<'_>>],
        place: &Place<'_>,
        worst: &mut Worst,
        found: &mut Found<'a>,
    ) {
        found.judged += 1;
        let value =
            slots.last().cloned().unwrap_or_else(|| Err(Unknown::defect("an element without a value")));
        let object = match value {
            Ok(Value::Ref(reference)) => Some((reference.kind, reference.index as usize)),
            _ => None,
        };
        let spot = || {
            let text = |of: fn(Value<'_>, &dyn Arena) -> Fact<String>| {
                let text = value.clone().and_then(|value| of(value, notes.context.facts));
                text.unwrap_or_else(|_| "?".to_owned())
            };
            // A row of a table of the rule's own is no place, and what stands in it may change with the rule.
            let row = matches!(value, Ok(Value::Record(record)) if record.record_type().name == ROW_TYPE);
            let [element, key] = [label, identity].map(|of| if row { String::new() } else { text(of) });
            Spot { element, key, element_at: object, ..(place.spot)() }
        };
        if let Some((subject, at)) = object {
            if subject == Subject::Vm && !notes.context.facts.judges_vm(at) {
                return;
            }
            match notes.closed(&each.gates, subject, (subject, at)) {
                Ok(Some(_)) => return,
                Ok(None) => {}
                Err(why) => {
                    if self.ceiling > Level::Note {
                        worst.add(notes.doubt(self.ceiling, why, spot(), found));
                    }
                    return;
                }
            }
        }
        let outcome = self.findings(notes, slots, &Place { spot: &spot, later: place.later }, found);
        self.judged(outcome, worst);
    }

    /// Adds what was judged; what is only noted is not.
    fn judged(&self, outcome: Outcome, worst: &mut Worst) {
        if self.ceiling > Level::Note {
            worst.add(outcome);
        }
    }

    /// What may be in a list beyond its known elements. A condition that is false whatever the
    /// element rules it out; one that is true whatever the element is unknown all the same, because
    /// there may be no such element. Nothing is judged by this.
    fn unseen_element(
        &self,
        notes: &Notes<'_, 'a>,
        slots: &[Fact<Value<'_>>],
        spot: &dyn Fn() -> Spot,
        worst: &mut Worst,
        found: &mut Found<'a>,
    ) {
        let mut doubt: Option<(Level, Unknown)> = None;
        let missing = slots.last().and_then(|element| element.as_ref().err());
        for (finding, level) in self.findings.iter().filter(|(_, level)| *level > Level::Note) {
            let why = match (finding.when.truth(&notes.env(slots)), missing) {
                (Ok(false), _) | (Ok(true), None) => continue,
                (Ok(true), Some(missing)) => missing.clone(),
                (Err(why), _) => why,
            };
            doubt = Some(deepen(doubt, *level, &why));
        }
        if let Some((ceiling, why)) = doubt {
            worst.add(notes.doubt(ceiling, why, spot(), found));
        }
    }

    /// The findings of a group for one element, or for the subject itself.
    fn findings(
        &self,
        notes: &Notes<'_, 'a>,
        slots: &[Fact<Value<'_>>],
        place: &Place<'_>,
        found: &mut Found<'a>,
    ) -> Outcome {
        let Place { spot, later } = *place;
        let env = notes.env(slots);
        let back = Env { later: true, ..env };
        let mut outcome = Outcome::Pass;
        let mut doubt: Option<(Level, Unknown)> = None;
        for (finding, level) in &self.findings {
            match finding.when.truth(&env) {
                // It may not hold any more once hosts are back that are out of service.
                Ok(false) if later => {
                    let level = left_out::later(*level, notes.context.run.reading);
                    match finding.when.truth(&back) {
                        Ok(false) => {}
                        Ok(true) => outcome = outcome.worst(notes.hit(finding, level, &env, spot(), found)),
                        Err(_) if level == Level::Note => {}
                        Err(why) => doubt = Some(deepen(doubt, level, &why)),
                    }
                }
                Ok(false) => {}
                Ok(true) => outcome = outcome.worst(notes.hit(finding, *level, &env, spot(), found)),
                // An undecided remark is no question.
                Err(_) if *level == Level::Note => {}
                Err(why) => doubt = Some(deepen(doubt, *level, &why)),
            }
        }
        if let Some((ceiling, why)) = doubt {
            outcome = outcome.worst(notes.doubt(ceiling, why, spot(), found));
        }
        outcome
    }
}

/// Adds an undecided finding to those before it.
fn deepen(doubt: Option<(Level, Unknown)>, level: Level, why: &Unknown) -> (Level, Unknown) {
    match doubt {
        None => (level, why.clone()),
        Some((ceiling, other)) => (ceiling.max(level), other.and(why)),
    }
}
