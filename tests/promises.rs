//! What the verdict promises, held over the states of all cases: nothing certain is outside it, an array
//! that was left out is not an empty one, and a healthy cluster draws no line.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::path::Path;

use serde_json::Value;
use vpreflight::cases::{self, Suite};
use vpreflight::facts::{self, Power};
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question};
use vpreflight::report::{Level, Report};

fn suite() -> Suite {
    Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap()
}

fn findings(report: &Report, least: Level) -> BTreeSet<String> {
    let rules = report.prerequisites.iter();
    let found = rules.flat_map(|rule| rule.findings.iter().map(move |found| (rule, found)));
    let found = found.filter(|(_, found)| found.level >= least);
    found.map(|(rule, found)| format!("{}/{}: {}", rule.id, found.name, found.text().en)).collect()
}

/// The running VMs that are known to have no host to go to, where the cluster has others.
fn cornered(inventory: &Inventory) -> BTreeSet<String> {
    let facts = facts::build(inventory);
    let cornered = facts.vms.iter().enumerate().filter(|(_, vm)| {
        let movable = [&vm.template, &vm.ft_secondary].iter().all(|it| matches!(it, Ok(false)));
        let targets = !vm.targets.items.is_empty();
        let own = vm.managed_by.as_ref().is_ok_and(|by| by.is_empty());
        own && movable
            && targets
            && matches!(vm.power, Ok(Power::On))
            && matches!(vm.live.on.any(), Ok(false))
    });
    cornered.map(|(at, _)| facts.identity.vms[at].name.to_string()).collect()
}

#[test]
fn no_ready_report_leaves_a_running_vm_without_a_way_out() {
    let suite = suite();
    let selected = suite.catalogue.select(&["lms-4.0".to_owned()]).unwrap();
    let mut broken = BTreeSet::new();
    let mut seen = 0;
    for file in &suite.files {
        for case in file.cases.iter().filter(|case| case.entries.is_empty()) {
            let inventory = suite.inventory(case).unwrap();
            let stuck = cornered(&inventory);
            if stuck.is_empty() {
                continue;
            }
            seen += 1;
            let question = cases::question(case, &selected);
            let report = preflight::judge_whole(&question, &inventory).unwrap().report;
            if report.exit_code == 0 {
                broken.insert(format!("{}::{}: {stuck:?}", file.rule, case.name));
            }
        }
    }
    assert!(seen > 20, "{seen}");
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Who belongs to what is told from two sides: without the one, the other still speaks.
#[test]
fn a_list_that_the_server_left_out_fails_nothing() {
    const LISTS: [&str; 4] = ["host", "vm", "datastore", "network"];
    let suite = suite();
    let selected = suite.catalogue.select(&["full".to_owned()]).unwrap();
    let question = Question::of(&selected);
    let mut broken = BTreeSet::new();
    let mut tried = 0;
    for (list, objects) in suite.base.as_object().unwrap() {
        for at in 0..objects.as_array().map_or(0, Vec::len) {
            for name in LISTS.iter().filter(|name| objects[at][name].is_array()) {
                let mut saved: Value = suite.base.clone();
                saved[list][at].as_object_mut().unwrap().remove(*name);
                let inventory: Inventory = serde_json::from_value(saved).unwrap();
                let report = preflight::judge_whole(&question, &inventory).unwrap().report;
                let found = findings(&report, Level::Fail);
                let place = format!("{list} {} without {name}", objects[at]["id"]);
                broken.extend(found.into_iter().map(|found| format!("{place}: {found}")));
                tried += 1;
            }
        }
    }
    assert!(tried > 15, "{tried}");
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn a_healthy_cluster_draws_no_line() {
    let suite = suite();
    let selected = suite.catalogue.select(&["full".to_owned()]).unwrap();
    let base: Inventory = serde_json::from_value(suite.base.clone()).unwrap();
    let report = preflight::judge_whole(&Question::of(&selected), &base).unwrap().report;
    assert_eq!(findings(&report, Level::Warn), BTreeSet::new());
    assert!(report.prerequisites.iter().all(|rule| rule.undecided.is_empty()));
}

/// A rule may go through a table of its own: what it finds is found at the object.
#[test]
fn a_row_of_a_rules_own_table_is_no_place() {
    let suite = suite();
    let mut seen = 0;
    for file in &suite.files {
        let rule = suite.rule(file).unwrap();
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules").join(rule.subject.name());
        let text = std::fs::read_to_string(folder.join(format!("{}.toml", rule.id))).unwrap();
        let tables: BTreeSet<&str> = text
            .split("[[finding]]")
            .filter(|finding| finding.contains("each = \"params."))
            .filter_map(|finding| finding.split('"').nth(1))
            .collect();
        let selected = suite.catalogue.only(rule);
        for case in file.cases.iter().filter(|_| !tables.is_empty()) {
            let inventory = suite.inventory(case).unwrap();
            let run = preflight::judge_whole(&cases::question(case, &selected), &inventory).unwrap();
            let findings = run.report.prerequisites.iter().flat_map(|rule| &rule.findings);
            for finding in findings.filter(|finding| tables.contains(finding.name.as_str())) {
                assert!(finding.objects.iter().all(|at| at.element.is_empty()), "{}: {finding:?}", rule.id);
                seen += 1;
            }
        }
    }
    assert!(seen > 0);
}
