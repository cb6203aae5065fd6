#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::rules::Files;

const RULE: &str = r#"
id = "vm-drives"
number = 1
subject = "vm"
area = "both"
title = { en = "Drives", ja = "ドライブ" }
fix = { en = "Fix", ja = "修正" }
source = { heading = "要件", demand = { en = "No drives", ja = "ドライブなし" } }

[[finding]]
name = "local-image"
level = "fail"
when = "1 > 2"
message = { en = "m", ja = "文" }
"#;

const ASKS: &str = r#"
id = "client-internet"
number = 2
subject = "vcenter"
area = "both"
title = { en = "Internet", ja = "インターネット" }
fix = { en = "Fix", ja = "修正" }
source = { heading = "要件", demand = { en = "Internet", ja = "インターネット接続" } }

[attest]
per = "vcenter"
question = { en = "Does it?", ja = "可能ですか" }
"#;

const GOOD: &str = r#"
[[waiver]]
rule = "vm-drives"
finding = "local-image"
object = "/Tokyo/vm/lab-*"
reason = "rebuilt next week"
owner = "K. Sato"
ticket = "CHG-7"
expires = 2027-01-31

[[attestation]]
rule = "client-internet"
statement = "works through the proxy"
evidence = "https://wiki.example/proxy"
by = "M. Abe"
on = 2026-11-20
expires = "2027-05-20"
"#;

fn catalogue() -> Catalogue {
    let files = vec![
        ("vm-drives.toml".to_owned(), RULE.to_owned()),
        ("client-internet.toml".to_owned(), ASKS.to_owned()),
    ];
    Catalogue::load(&[Files { origin: "test".into(), files }], &[]).unwrap()
}

fn problems(text: &str) -> Vec<String> {
    let problems = Decisions::parse("d.toml", text, &catalogue()).unwrap_err();
    problems
        .0
        .iter()
        .map(|problem| format!("{}:{}: {}", problem.line, problem.column, problem.message))
        .collect()
}

#[test]
fn both_kinds_are_read_in_the_order_of_the_file() {
    let decisions = Decisions::parse("d.toml", GOOD, &catalogue()).unwrap();
    let [waiver, attestation] = decisions.entries.as_slice() else { panic!("{decisions:?}") };
    assert_eq!((waiver.line, attestation.line), (2, 11));
    assert_eq!(waiver.expires, jiff::civil::date(2027, 1, 31));
    assert!(
        matches!(&waiver.word, Word::Waiver { finding: Some(name), ticket: Some(_), .. } if name == "local-image")
    );
    assert!(
        matches!(&attestation.word, Word::Attestation { on, .. } if *on == jiff::civil::date(2026, 11, 20))
    );
    assert!(attestation.scope.is_none());
}

#[test]
fn the_last_day_still_counts() {
    let decisions = Decisions::parse("d.toml", GOOD, &catalogue()).unwrap();
    assert!(decisions.entries[0].in_force(jiff::civil::date(2027, 1, 31)));
    assert!(!decisions.entries[0].in_force(jiff::civil::date(2027, 2, 1)));
}

#[test]
fn all_problems_are_told_at_once_with_place_and_nearest_name() {
    let text = GOOD
        .replace("\"vm-drives\"", "\"vm-drivs\"")
        .replace("statement", "statment")
        .replace("2027-05-20", "2026-02-30");
    let problems = problems(&text);
    assert_eq!(problems.len(), 4, "{problems:#?}");
    assert!(
        problems[0].starts_with("3:8: there is no rule 'vm-drivs'; did you mean 'vm-drives'?"),
        "{problems:?}"
    );
    assert!(problems[1].contains("has no 'statement'"), "{problems:?}");
    assert!(problems[2].contains("knows no 'statment'; did you mean 'statement'?"), "{problems:?}");
    assert!(problems[3].starts_with("17:11: 'expires' must be a day"), "{problems:?}");
}

#[test]
fn a_finding_that_does_not_exist_is_refused() {
    let problems = problems(&GOOD.replace("\"local-image\"", "\"local-imag\""));
    assert_eq!(
        problems,
        ["4:11: 'vm-drives' has no finding 'local-imag'; did you mean 'local-image'?; there is: local-image"]
    );
}

#[test]
fn nothing_can_be_attested_where_nothing_is_asked() {
    let problems = problems(&GOOD.replace("\"client-internet\"", "\"vm-drives\""));
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert!(problems[0].contains("asks nothing of a person"), "{problems:?}");
}

#[test]
fn a_date_with_a_time_and_one_before_its_statement_are_refused() {
    let time = problems(&GOOD.replace("expires = 2027-01-31", "expires = 2027-01-31T00:00:00Z"));
    assert!(time[0].contains("'expires' must be a day"), "{time:?}");
    let before = problems(&GOOD.replace("2027-05-20", "2026-11-19"));
    assert!(before[0].contains("expires before the day it was said on"), "{before:?}");
}

#[test]
fn a_waiver_names_its_object() {
    let problems = problems(&GOOD.replace("object = \"/Tokyo/vm/lab-*\"\n", ""));
    assert!(problems[0].contains("has no 'object'"), "{problems:?}");
}

#[test]
fn a_finding_goes_by_its_name_of_now() {
    use crate::terms::renames::{Renamed, Renames};
    let text = GOOD.replace("local-image", "image-elsewhere");
    assert!(Decisions::parse("d.toml", &text, &catalogue()).is_err(), "nothing is called so");
    let table = [Renamed { rule: "vm-drives", was: "image-elsewhere", is: &["local-image"] }];
    let parsed = file::parse("d.toml", &text, &catalogue(), Renames(&table)).unwrap();
    let now = Decisions::parse("d.toml", GOOD, &catalogue()).unwrap();
    assert_eq!(parsed, now);
    let split = [Renamed { is: &["local-image", "another"], ..table[0] }];
    let parsed = file::parse("d.toml", &text, &catalogue(), Renames(&split)).unwrap();
    let names = |entry: &Entry| match &entry.word {
        Word::Waiver { finding, now, .. } => (finding.clone(), now.clone()),
        Word::Attestation { .. } => (None, Vec::new()),
    };
    let written = (Some("image-elsewhere".to_owned()), vec!["local-image".to_owned(), "another".to_owned()]);
    assert!(parsed.entries.iter().map(names).any(|entry| entry == written), "{parsed:#?}");
    let gone = [Renamed { is: &[], ..table[0] }];
    let parsed = file::parse("d.toml", &text, &catalogue(), Renames(&gone)).unwrap();
    let written = (Some("image-elsewhere".to_owned()), Vec::new());
    assert!(parsed.entries.iter().map(names).any(|entry| entry == written), "{parsed:#?}");
    let other = [Renamed { rule: "other", ..table[0] }];
    assert!(file::parse("d.toml", &text, &catalogue(), Renames(&other)).is_err(), "another rule's finding");
}
