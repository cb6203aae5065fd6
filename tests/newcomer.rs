//! A newcomer's path: one more rule in a folder is one rule file and one cases file, nothing else.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;

use vpreflight::cases::{self, Error};
use vpreflight::document::Problems;
use vpreflight::facts;
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question};
use vpreflight::report::Outcome;
use vpreflight::rules::{self, Catalogue};

const RULE: &str = r#"
id = "vm-tools-image-unmounted"
subject = "vm"
area = "vmotion"
severity = "advisory"
profiles = ["vmotion"]
gates = ["vm-off"]
title = { en = "No VM has the Tools installer mounted", ja = "Tools インストーラがマウントされていない" }
fix = { en = "End the installation of the Tools.", ja = "Tools のインストールを終了します。" }

[[finding]]
name = "mounted"
level = "warn"
when = "vm.tools_installing"
evidence = { vm = "vm.name" }
message = { en = "{vm} has the Tools installer mounted", ja = "{vm} に Tools インストーラがマウントされています" }
"#;

const CASES: &str = r#"
[[case]]
name = "no installer anywhere"
outcome = "pass"
change = []

[[case]]
name = "an installer is mounted"
outcome = "warn"
objects = { "lms-db01" = "warn" }
findings = ["mounted"]
message = "lms-db01 has the Tools installer"
change = [{ object = "vm-21", path = "runtime.toolsInstallerMounted", value = true }]

[[case]]
name = "nobody may read it"
outcome = "unknown-warn"
objects = { "lms-db01" = "unknown-warn" }
reason = "runtime.toolsInstallerMounted"
change = [{ object = "vm-21", path = "runtime.toolsInstallerMounted", unreadable = "denied" }]
"#;

fn folder(rule: &str, cases: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("vm")).unwrap();
    fs::write(folder.path().join("vm/vm-tools-image-unmounted.toml"), rule).unwrap();
    fs::write(folder.path().join("vm/vm-tools-image-unmounted.cases.toml"), cases).unwrap();
    folder
}

fn load(folder: &Path) -> Result<Catalogue, Problems> {
    Catalogue::load(&[rules::built_in(), rules::read_folder(folder).unwrap()], &facts::roots())
}

#[test]
fn two_files_make_a_rule() {
    let folder = folder(RULE, CASES);
    let results = cases::test_folder(folder.path()).unwrap();
    let wrong: Vec<_> = results.iter().filter(|result| !result.problems.is_empty()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(results.iter().any(|result| result.id == "vm-tools-image-unmounted::an installer is mounted"));

    let catalogue = load(folder.path()).unwrap();
    let base: Inventory = serde_json::from_str(rules::base_inventory().unwrap()).unwrap();
    let selected = catalogue.select(&["vmotion".to_owned()]).unwrap();
    let report = preflight::judge_whole(&Question::of(&selected), &base).unwrap().report;
    let rule = report.prerequisites.iter().find(|rule| rule.id == "vm-tools-image-unmounted").unwrap();
    assert_eq!(rule.outcome, Outcome::Pass);
    assert!(selected.reads().contains("VirtualMachine:runtime.toolsInstallerMounted"));
}

#[test]
fn a_typo_in_a_path_is_refused_with_place_and_nearest_name() {
    let folder = folder(&RULE.replace("vm.tools_installing", "vm.tools_instaling"), CASES);
    let problems = load(folder.path()).unwrap_err();
    let problem = &problems.0[0];
    assert_eq!(problems.0.len(), 1, "{problems}");
    assert!(problem.file.ends_with("vm-tools-image-unmounted.toml"));
    assert_eq!((problem.line, problem.column), (14, 12), "{problems}");
    assert!(problem.message.en.contains("tools_instaling"), "{problems}");
    assert!(problem.message.en.contains("did you mean 'tools_installing'?"), "{problems}");
}

#[test]
fn a_wrong_expectation_is_told_precisely() {
    let cases = CASES.replace(r#"{ "lms-db01" = "warn" }"#, r#"{ "lms-app01" = "warn" }"#);
    let results = cases::test_folder(folder(RULE, &cases).path()).unwrap();
    let wrong = results.iter().find(|result| !result.problems.is_empty()).unwrap();
    assert_eq!(wrong.id, "vm-tools-image-unmounted::an installer is mounted");
    assert_eq!(wrong.problems[0], "lms-app01 passes, expected was warn");
    assert!(wrong.problems[1].starts_with("lms-db01 is warn, nothing was expected of it"));
}

#[test]
fn a_rule_without_its_cases_does_not_go_unnoticed() {
    let only_pass = CASES.split("[[case]]").take(2).collect::<Vec<_>>().join("[[case]]");
    let results = cases::test_folder(folder(RULE, &only_pass).path()).unwrap();
    let gaps: Vec<&String> = results.iter().flat_map(|result| &result.problems).collect();
    assert_eq!(
        gaps,
        [
            "no case shows the outcome warn",
            "no case shows the outcome unknown",
            "no case raises the finding mounted"
        ]
    );
}

#[test]
fn a_broken_case_file_is_told_with_its_place() {
    let cases = CASES.replace("unreadable = \"denied\"", "unreadable = \"denid\"");
    let error = cases::test_folder(folder(RULE, &cases).path()).unwrap_err();
    let Error::Files(problems) = error else { panic!("{error}") };
    assert!(problems.to_string().contains("vm-tools-image-unmounted.cases.toml:20:11: "), "{problems}");
}
