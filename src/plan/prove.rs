//! The proof: actions are done to the saved form of the inventory in memory, and it is judged again.

use std::collections::BTreeMap;

use serde_json::Value;

use super::collect::Proposed;
use super::model::{Place, Wording};
use crate::inventory::patch::{self, Change};
use crate::preflight::{self, Question, Scoped};
use crate::report::{Finding, Level, Prerequisite, Report, Severity};
use crate::rules::Effect;
use crate::terms::{Text, Told as _, told};

/// The least and the most times that a plan is judged, and how many objects an inventory has for one less.
const JUDGED: (usize, usize, usize) = (4, 64, 400_000);

/// What is found in an inventory: places of required rules by fingerprint. What people have accepted is left out.
pub type Found = BTreeMap<String, Place>;

/// An inventory as it would be, and what is found there.
pub struct Outlook<'q> {
    question: &'q Question<'q>,
    scoped: &'q Scoped,
    saved: Value,
    /// What is found there now.
    pub found: Found,
    /// The report of it.
    pub report: Report,
}

/// What doing a few actions came to.
pub struct Step {
    /// What was there before and is gone.
    pub gone: Vec<Place>,
    /// What was not there before.
    pub new: Vec<Place>,
}

impl<'q> Outlook<'q> {
    /// The inventory as it stands, with its report.
    ///
    /// # Errors
    /// When the inventory has no saved form.
    pub fn new(question: &'q Question<'q>, scoped: &'q Scoped, report: Report) -> Result<Self, Text> {
        let saved = serde_json::to_value(scoped.inventory()).map_err(Text::quoted)?;
        Ok(Self { question, scoped, saved, found: found(&report), report })
    }

    /// Objects of the inventory.
    pub(super) fn objects(&self) -> usize {
        self.scoped.inventory().objects()
    }

    /// Does an action.
    ///
    /// # Errors
    /// Why it is not done, to be told beside it.
    pub fn act(&mut self, action: &Proposed) -> Result<(), Wording> {
        if let Effect::Unprovable(why) = &action.remedy.effect {
            return Err(Wording { template: why.template.clone(), values: action.args.clone() });
        }
        let changes = action.changes().map_err(Wording::plain)?;
        self.change(changes).map_err(Wording::plain)
    }

    /// Makes changes, all of them or none; those that are for what was read only are left out elsewhere.
    fn change(&mut self, changes: Vec<(Change, bool)>) -> Result<(), Text> {
        let made = changes
            .into_iter()
            .filter(|(change, where_read)| !where_read || patch::unread(&self.saved, change).is_none());
        let made: Vec<Change> = made.map(|(change, _)| change).collect();
        cannot_be_changed(&self.saved, &made).map_or(Ok(()), Err)?;
        let mut changed = self.saved.clone();
        patch::change_all(&mut changed, &made).map_err(|error| error.told())?;
        self.saved = changed;
        Ok(())
    }

    /// Judges again, and tells what that came to.
    ///
    /// # Errors
    /// When it is no inventory any more.
    pub fn judge(&mut self) -> Result<Step, Text> {
        let inventory = patch::inventory(self.saved.clone()).map_err(|error| error.told())?;
        let question = Question { curing: false, placing: false, ..self.question.clone() };
        let run =
            preflight::judge_instead(&question, self.scoped, &inventory).map_err(|error| error.told())?;
        let now = found(&run.report);
        let gone = self.found.iter().filter(|(place, _)| !now.contains_key(*place));
        let gone = gone.map(|(_, place)| place.clone()).collect();
        let new = now.iter().filter(|(place, _)| !self.found.contains_key(*place));
        let step = Step { gone, new: new.map(|(_, place)| place.clone()).collect() };
        (self.found, self.report) = (now, run.report);
        Ok(step)
    }

    /// Kind and name of an object.
    pub fn called(&self, id: &str) -> Option<(&'static str, String)> {
        patch::called(&self.saved, id)
    }
}

/// Actions that are judged in one go: one, unless the inventory or the plan is large.
pub(super) fn at_once(objects: usize, actions: usize) -> usize {
    let (least, most, room) = JUDGED;
    let judged = (room / objects.max(1)).clamp(least, most);
    actions.div_ceil(judged).max(1)
}

/// Why changes are not made: what they reach into was not read, and an effect makes nothing known.
fn cannot_be_changed(saved: &Value, changes: &[Change]) -> Option<Text> {
    let what = changes.iter().find_map(|change| patch::unread(saved, change))?;
    Some(told!("what it changes was not read: {what}", "変更の対象が読み取られていません: {what}"))
}

/// Whether a finding of a rule counts here.
pub(super) fn counts(rule: &Prerequisite, finding: &Finding) -> bool {
    rule.severity == Severity::Required && finding.level > Level::Note && finding.decision.is_none()
}

/// What is found, by fingerprint.
pub(super) fn found(report: &Report) -> Found {
    let mut found = Found::new();
    for rule in &report.prerequisites {
        for finding in rule.findings.iter().filter(|finding| counts(rule, finding)) {
            for at in finding.objects.iter().filter(|at| !at.known) {
                let place = Place {
                    rule: rule.id.clone(),
                    finding: finding.name.clone(),
                    level: finding.level,
                    object: at.object.clone(),
                    element: at.element.clone(),
                    fingerprint: at.fingerprint.clone(),
                    message: Wording { template: finding.message.clone(), values: finding.evidence.clone() },
                };
                found.insert(at.fingerprint.clone(), place);
            }
        }
    }
    found
}
