//! Laws over the states of all cases: what the verdict may follow from.
//!
//! - An object is what it is by its identity: other names for everything, or another order of what was read,
//!   change no outcome (`names`).
//! - The level follows what will happen: what fails by the practical reading fails by the letter, and no more
//!   than what is certain keeps the cluster from being READY (`levels`).
//! - What nobody judges changes no answer, and who is named is not asked for (`roles`).
//! - The fix fits the evidence: nobody is told to do what is done already (`remedies`).
//! - What vCenter counts proves that its promise is kept, and silences no count of our own (`figures`).
//! - What hosts have alike is compared: one that has it otherwise is told (`agreement`).

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "laws/agreement.rs"]
mod agreement;
#[path = "laws/figures.rs"]
mod figures;
#[path = "laws/levels.rs"]
mod levels;
#[path = "laws/names.rs"]
mod names;
#[path = "laws/remedies.rs"]
mod remedies;
#[path = "laws/roles.rs"]
mod roles;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use serde_json::Value;
use vpreflight::cases::{self, Case, Suite};
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question};
use vpreflight::report::{Level, Outcome, Prerequisite};
use vpreflight::rules::{Rule, Selected};

/// More objects than this, added at once, are a crowd: it shows a count, and no more.
const CROWD: u16 = 50;

fn suite() -> Suite {
    Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap()
}

/// A case with its rule and the inventory that it makes.
struct State<'s> {
    rule: &'s Rule,
    case: &'s Case,
    selected: Selected<'s>,
    inventory: Value,
}

impl State<'_> {
    /// What its rule answers to an inventory, asked in one way or another.
    fn answer(&self, inventory: &Value, ask: impl Fn(&mut Question<'_>)) -> Option<Answer> {
        let inventory: Inventory = serde_json::from_value(inventory.clone()).unwrap();
        self.asked(&inventory, ask).as_ref().map(Answer::new)
    }

    /// What its rule says of an inventory, in full.
    fn prerequisite(&self, inventory: &Inventory) -> Option<Prerequisite> {
        self.asked(inventory, |_| ())
    }

    fn asked(&self, inventory: &Inventory, ask: impl Fn(&mut Question<'_>)) -> Option<Prerequisite> {
        let mut question = cases::question(self.case, &self.selected);
        ask(&mut question);
        let report = preflight::judge_whole(&question, inventory).ok()?.report;
        report.prerequisites.into_iter().next()
    }
}

/// What holds for the states of all cases in which nobody has decided anything; tells where it does not, and
/// wants `least` states that it speaks about.
fn over_all_states(least: usize, law: impl Fn(&State<'_>) -> Option<Result<(), String>> + Sync) {
    let suite = suite();
    let cases: Vec<(&str, &Case)> = suite
        .files
        .iter()
        .flat_map(|file| file.cases.iter().map(|case| (file.rule.as_str(), case)))
        .collect();
    let judged: Vec<Result<(), String>> = cases
        .par_iter()
        .filter(|(_, case)| {
            case.entries.is_empty() && case.changes.iter().all(|change| change.times <= CROWD)
        })
        .filter_map(|(rule, case)| {
            let rule = suite.catalogue.rule(rule).unwrap();
            let mut selected = suite.catalogue.only(rule);
            if !case.given.profile.is_empty() {
                selected.profiles.clone_from(&case.given.profile);
            }
            let inventory = serde_json::to_value(suite.inventory(case).unwrap()).unwrap();
            let place = format!("{}::{}", rule.id, case.name);
            let state = State { rule, case, selected, inventory };
            Some(law(&state)?.map_err(|how| format!("{place}: {how}")))
        })
        .collect();
    let broken: Vec<&String> = judged.iter().filter_map(|held| held.as_ref().err()).collect();
    assert!(
        broken.is_empty(),
        "{} broken:\n{}",
        broken.len(),
        broken.iter().map(|b| b.as_str()).collect::<Vec<_>>().join("\n")
    );
    assert!(judged.len() >= least, "the law speaks about {} states only", judged.len());
}

/// What a rule says, by the ids of objects: words and names left aside.
#[derive(Debug, PartialEq)]
struct Answer {
    outcome: Outcome,
    /// Findings with their level, and the objects where they are, each as often as it has elements.
    findings: BTreeMap<(String, Level, String), usize>,
    /// Objects of which something is open.
    open: BTreeSet<String>,
    skipped: BTreeSet<(String, usize)>,
}

impl Answer {
    fn new(rule: &Prerequisite) -> Self {
        let mut findings = BTreeMap::new();
        for found in &rule.findings {
            for at in &found.objects {
                *findings.entry((found.name.clone(), found.level, at.object.id.clone())).or_default() += 1;
            }
        }
        let open = rule.undecided.iter().flat_map(|open| &open.objects).map(|at| at.object.id.clone());
        let skipped = rule.skipped.iter().map(|skipped| (skipped.gate.clone(), skipped.count));
        Self { outcome: rule.outcome, findings, open: open.collect(), skipped: skipped.collect() }
    }

    /// How another answer differs.
    fn differs(&self, other: &Self) -> Option<String> {
        (self != other).then(|| format!("{self:?} became {other:?}"))
    }
}
