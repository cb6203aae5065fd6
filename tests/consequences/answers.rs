//! What all rules say of a state, and in what that differs from what they say of the base.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Display;
use std::fmt::Write;
use std::sync::{Arc, Mutex};

use vpreflight::cases::{self, Case, CaseFile, Suite};
use vpreflight::inventory::{Inventory, patch};
use vpreflight::preflight::{self, Question};
use vpreflight::report::{Evidence, Level, Object, Outcome, Prerequisite};
use vpreflight::rules::Selected;

/// More places or reasons than this are a number.
const FEW: usize = 3;

/// What a rule says: its outcome, and what it names.
type Answer = (Outcome, BTreeSet<String>);
type Answers = BTreeMap<String, Answer>;

/// The rules with what they say of the base, once for each way of asking.
pub struct Consequences<'s> {
    suite: &'s Suite,
    base: Inventory,
    of_base: Mutex<HashMap<String, Arc<Answers>>>,
}

impl<'s> Consequences<'s> {
    pub fn new(suite: &'s Suite) -> Self {
        let base = patch::apply(&suite.base, &[]).expect("a base");
        Self { suite, base, of_base: Mutex::default() }
    }

    /// A paragraph on a case: its own rule, then what the others say, with the rules that say it.
    pub fn told(&self, file: &CaseFile, case: &Case, inventory: &Inventory) -> String {
        let mut all = self.suite.catalogue.select(&["full".to_owned()]).expect("a profile");
        if !case.given.profile.is_empty() {
            all.profiles.clone_from(&case.given.profile);
        }
        let question = cases::question(case, &all);
        let mut now = match answers(&question, inventory) {
            Ok(now) => now,
            Err(error) => return format!("{}\n  {error}\n", case.name),
        };
        let own = now.remove(&file.rule).map(|own| worded(&own, &BTreeSet::new()));
        let mut text = format!("{}\n  {}\n", case.name, own.unwrap_or_default());
        let before = self.of_base(case, &question);
        let mut others: BTreeMap<String, Vec<&str>> = BTreeMap::new();
        for (id, said) in now.iter().filter(|(id, said)| before.get(*id) != Some(said)) {
            let old = before.get(id).map(|(_, named)| named.clone()).unwrap_or_default();
            others.entry(worded(said, &old)).or_default().push(id);
        }
        for (said, rules) in others {
            writeln!(text, "    {}: {said}", rules.join(", ")).expect("memory");
        }
        text
    }

    fn of_base(&self, case: &Case, question: &Question<'_>) -> Arc<Answers> {
        let Selected { profiles, .. } = question.selected;
        let asked = format!("{:?}{:?}{:?}{profiles:?}", case.given, case.reading, case.entries);
        if let Some(known) = self.of_base.lock().expect("a lock").get(&asked) {
            return Arc::clone(known);
        }
        // A VM that only the case has is named: then everything is new.
        let made = Arc::new(answers(question, &self.base).unwrap_or_default());
        self.of_base.lock().expect("a lock").insert(asked, Arc::clone(&made));
        made
    }
}

fn answers(question: &Question<'_>, inventory: &Inventory) -> Result<Answers, String> {
    let report = preflight::judge_whole(question, inventory).map_err(|error| error.to_string())?.report;
    Ok(report.prerequisites.into_iter().map(|rule| (rule.id.clone(), said(&rule))).collect())
}

/// What a rule says, by the names of findings and the values in them: words change more often than sense.
fn said(rule: &Prerequisite) -> Answer {
    let mut said = BTreeSet::new();
    for found in &rule.findings {
        let level = if found.level == Level::Note { "note " } else { "" };
        let at = few(found.objects.iter().map(|at| place(&at.object, &at.element)));
        said.insert(format!("{level}{}{} at {at}", found.name, values(found.evidence.iter())));
    }
    for open in &rule.undecided {
        let reasons: BTreeSet<String> = open
            .reasons
            .iter()
            .map(|of| {
                let parts = [short(&of.object.name), &of.property, of.kind.name(), &of.detail];
                parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
            })
            .collect();
        let at = few(open.objects.iter().map(|at| place(&at.object, &at.element)));
        said.insert(format!("unknown at {at} ({})", few(reasons.into_iter())));
    }
    said.extend(rule.skipped.iter().map(|skipped| format!("skipped {} by {}", skipped.count, skipped.gate)));
    said.extend(rule.asks.iter().map(|ask| {
        let at = few(ask.objects.iter().map(|asked| short(&asked.object.name).to_owned()));
        format!("{} at {at}", if ask.decision.is_some() { "answered" } else { "asked" })
    }));
    said.extend(
        rule.shown.iter().map(|of| format!("{} has{}", short(&of.object.name), values(of.values.iter()))),
    );
    (rule.outcome, said)
}

/// An answer in words, without what was said before.
fn worded((outcome, said): &Answer, before: &BTreeSet<String>) -> String {
    let new: Vec<&str> = said.difference(before).map(String::as_str).collect();
    if new.is_empty() { outcome.name().to_owned() } else { format!("{}: {}", outcome.name(), new.join("; ")) }
}

fn values<'e>(values: impl Iterator<Item = (impl Display, &'e Evidence)>) -> String {
    let values: Vec<String> = values.map(|(name, value)| format!("{name} = {value}")).collect();
    if values.is_empty() { String::new() } else { format!(" ({})", values.join(", ")) }
}

fn short(name: &str) -> &str {
    name.strip_suffix(".tokyo.example").unwrap_or(name)
}

fn place(object: &Object, element: &str) -> String {
    let name = short(&object.name);
    if element.is_empty() { name.to_owned() } else { format!("{name}/{element}") }
}

fn few(items: impl Iterator<Item = String>) -> String {
    let mut items: Vec<String> = items.collect();
    let more = items.len().saturating_sub(FEW);
    items.truncate(FEW);
    let list = items.join(", ");
    if more == 0 { list } else { format!("{list} and {more} more") }
}
