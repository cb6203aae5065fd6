//! No reason says what was not so: that the server answered with an error where it gave none, or that
//! something does not tell or is not understood without what.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_macros)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use vpreflight::cases::{self, Suite};
use vpreflight::inventory::{Inventory, every_list};
use vpreflight::preflight::{self, Question};
use vpreflight::report::rows::{Rows, Said};
use vpreflight::report::{Reason, ReasonKind, Report};

fn suite() -> Suite {
    Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap()
}

fn reasons(report: &Report) -> impl Iterator<Item = &Reason> {
    report.prerequisites.iter().flat_map(|rule| &rule.undecided).flat_map(|it| &it.reasons)
}

/// What is not known of an object for one reason counts once: not for its elements as well, nor at two levels.
fn twice(report: &Report) -> BTreeSet<String> {
    let mut twice = BTreeSet::new();
    for rule in &report.prerequisites {
        let mut whole = BTreeMap::new();
        for row in Rows::new(report).of(rule) {
            let (Said::Undecided(undecided), Some(place)) = (row.said, row.place) else { continue };
            let key = (&undecided.reasons, undecided.decision, &place.object.id);
            let counted: &mut (usize, usize) = whole.entry(key).or_default();
            counted.0 += usize::from(place.element.is_empty());
            counted.1 += 1;
        }
        let told = whole.iter().filter(|(_, (wholes, all))| *wholes > 0 && *all > 1);
        twice.extend(told.map(|((.., object), _)| format!("{}: {object} counts twice", rule.id)));
    }
    twice
}

/// What is wrong about the reasons of a report.
fn wrong(report: &Report, inventory: &Inventory) -> BTreeSet<String> {
    let mut saved = None;
    let mut fault = |detail: &str| {
        let saved: &String = saved.get_or_insert_with(|| serde_json::to_string(inventory).unwrap());
        let detail = serde_json::to_string(detail).unwrap();
        saved.contains("\"kind\":\"failed\"") && (detail == "\"\"" || saved.contains(&detail))
    };
    let mut wrong = twice(report);
    for reason in reasons(report) {
        let right = match reason.kind {
            ReasonKind::Failed => fault(&reason.detail),
            ReasonKind::Untold | ReasonKind::Contradicts | ReasonKind::NotUnderstood => {
                !reason.detail.is_empty()
            }
            _ => true,
        };
        if !right {
            wrong.insert(format!("{reason:?}"));
        }
    }
    wrong
}

#[test]
fn no_case_is_told_of_a_fault_that_nobody_gave() {
    let suite = suite();
    let mut all = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for file in &suite.files {
        let selected = suite.catalogue.only(suite.rule(file).unwrap());
        for case in &file.cases {
            let inventory = suite.inventory(case).unwrap();
            let report =
                preflight::judge_whole(&cases::question(case, &selected), &inventory).unwrap().report;
            seen.extend(reasons(&report).map(|reason| reason.kind.name()));
            let found = wrong(&report, &inventory);
            all.extend(found.into_iter().map(|reason| format!("{}::{}: {reason}", file.rule, case.name)));
        }
    }
    assert!(all.is_empty(), "{all:#?}");
    for kind in ["failed", "untold", "contradicts", "not-understood"] {
        assert!(seen.contains(kind), "no case shows {kind}: {seen:?}");
    }
}

/// Each property of each object of the base, unset in turn.
#[test]
fn what_is_unset_is_no_fault() {
    let suite = suite();
    let selected = suite.catalogue.select(&["full".to_owned()]).unwrap();
    let base: Inventory = serde_json::from_value(suite.base.clone()).unwrap();
    let question = Question::of(&selected);
    let mut all = BTreeSet::new();
    let mut tried = 0;
    macro_rules! properties {
        ($($list:ident),*) => {$(
            for at in 0..base.$list.len() {
                each_unset(&suite, stringify!($list), at, &mut |inventory| {
                    tried += 1;
                    all.extend(wrong(&preflight::judge_whole(&question, inventory).unwrap().report, inventory));
                });
            }
        )*};
    }
    every_list!(properties);
    assert!(tried > 300, "{tried}");
    assert!(all.is_empty(), "{all:#?}");
}

/// The base, with one property less of one object; in the saved form what is unset is left out.
fn each_unset(suite: &Suite, list: &str, at: usize, visit: &mut dyn FnMut(&Inventory)) {
    let object = suite.base[list][at].as_object().unwrap().clone();
    for path in object.keys().filter(|path| !["id", "unreadable"].contains(&path.as_str())) {
        let mut saved = suite.base.clone();
        saved[list][at].as_object_mut().unwrap().remove(path);
        visit(&serde_json::from_value(saved).unwrap());
    }
}

/// Facts are derived from what was read: only what a source got for an answer may be a fault.
#[test]
fn facts_make_up_no_faults() {
    let mut seen = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/facts")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            assert!(!code.contains("ReasonKind::Failed"), "{}", path.display());
            seen += usize::from(code.contains("ReasonKind::Untold"));
        }
    }
    assert!(seen > 10, "{seen}");
}
