#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use super::*;
use crate::document::Problems;
use crate::facts::roots;
use crate::terms::{Level, Reading, Subject};

const RULE: &str = r#"id = "vm-drives"
number = 1
subject = "vm"
area = "both"
profiles = ["ha"]
gates = ["off"]
empty = "pass"
title = { en = "Drives", ja = "ドライブ" }
fix = { en = "Fix", ja = "修正" }
source = { heading = "要件", demand = { en = "No drives", ja = "ドライブなし" } }
params = { least = 1 }

[[finding]]
name = "drive"
level = "warn"
literal = "fail"
each = "vm.cdroms"
as = "d"
when = "d.live && params.least > 0"
evidence = { drive = "d.label", lacking = "d.on.lacking" }
blocks = "d.on.lacking"
message = { en = "{drive} on {lacking}", ja = "{lacking} の {drive}" }
"#;

const GATES_FILE: &str = r#"[[gate]]
name = "off"
subject = "vm"
when = "vm.power != 'on'"
because = { en = "off", ja = "オフ" }

[[gate]]
name = "no-vmotion"
subject = "host"
when = "host.vmotion.interfaces.size() == 0"
because = { en = "none", ja = "なし" }
"#;

fn set(rule: &str, gates: &str) -> Files {
    Files {
        origin: "test".into(),
        files: vec![("t/vm-drives.toml".into(), rule.into()), ("t/gates.toml".into(), gates.into())],
    }
}

fn load(rule: &str, gates: &str) -> Result<Catalogue, Problems> {
    Catalogue::load(&[set(rule, gates)], &roots())
}

/// The problems after replacing a part of the rule.
fn refused(part: &str, by: &str) -> String {
    assert!(RULE.contains(part), "'{part}' is not in the rule");
    load(&RULE.replacen(part, by, 1), GATES_FILE).expect_err("the rule was accepted").to_string()
}

#[test]
fn the_built_in_rules_load() {
    match Catalogue::load(&[built_in()], &roots()) {
        Ok(catalogue) => assert!(!catalogue.rules.is_empty()),
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn a_rule_is_what_its_file_says() {
    let catalogue = load(RULE, GATES_FILE).unwrap();
    let rule = catalogue.rule("vm-drives").unwrap();
    assert_eq!((rule.subject, rule.empty, rule.number), (Subject::Vm, Empty::Pass, Some(1)));
    let finding = rule.findings()[0];
    assert_eq!(finding.level(Reading::Practice), Level::Warn);
    assert_eq!(finding.level(Reading::Literal), Level::Fail);
    let filled = finding.message.template.filled(|name| format!("<{name}>"));
    assert_eq!((filled.en.as_str(), filled.ja.as_str()), ("<drive> on <lacking>", "<lacking> の <drive>"));
    assert!(catalogue.only(rule).reads().contains("VirtualMachine:config.hardware"));
    assert!(catalogue.explain(rule).reads.contains(&"VirtualMachine:runtime.powerState".to_owned()));
}

#[test]
fn mistakes_are_refused_where_they_are() {
    let mut missed = Vec::new();
    for (part, by, place, what) in [
        ("vm-drives\"", "vm-drive\"", "1:6", "the id must be the file's name: 'vm-drives'"),
        ("subject = \"vm\"", "subject = \"vn\"", "3:11", "did you mean 'vm'?"),
        ("profiles = [\"ha\"]", "profiles = [\"hs\"]", "5:13", "did you mean 'ha'?"),
        ("gates = [\"off\"]", "gates = [\"of\"]", "6:10", "there is no gate 'of'; did you mean 'off'?"),
        ("empty = \"pass\"\n", "", "1:6", "no finding judges the vm itself"),
        ("empty =", "emty =", "7:1", "knows no 'emty'; did you mean 'empty'?"),
        ("ja = \"修正\"", "ja = \"Fix\"", "9:26", "the Japanese of 'fix' is its English"),
        ("ja = \"修正\"", "ja = \"\"", "9:26", "'ja' is empty"),
        ("heading = \"要件\", ", "", "10:10", "has no 'heading'"),
        ("params.least", "params.lest", "19:26", "did you mean 'least'?"),
        ("d.live && params.least > 0", "d.live", "11:12", "no expression uses the parameter 'least'"),
        ("literal = \"fail\"", "literal = \"note\"", "16:11", "the literal reading is never milder"),
        ("each = \"vm.cdroms\"", "each = \"vm.name\"", "17:9", "only a list can be looped over"),
        ("each = \"vm.cdroms\"", "each = \"vm.cdrom\"", "17:12", "did you mean 'cdroms'?"),
        ("as = \"d\"\n", "", "17:8", "'each' needs 'as'"),
        ("as = \"d\"", "as = \"host\"", "18:6", "means something else in this rule already"),
        ("d.live && params.least > 0", "params.least", "19:9", "a condition must be true or false"),
        ("d.label", "d.lable", "20:25", "did you mean 'label'?"),
        ("blocks = \"d.on.lacking\"", "blocks = \"d.live\"", "21:10", "must be a list of host names"),
        ("en = \"{drive} on", "en = \"{drvie} on", "22:20", "did you mean 'drive'?"),
        ("en = \"{drive} on", "en = \"{drive on", "22:20", "is no evidence of this finding"),
        ("{lacking} の {drive}", "{drive}", "22:47", "the Japanese does not name {lacking}"),
        ("level = \"warn\"", "level = warn", "15:9", "not TOML"),
    ] {
        let problems = refused(part, by);
        let told =
            |line: &str| line.starts_with(&format!("t/vm-drives.toml:{place}: ")) && line.contains(what);
        if !problems.lines().any(told) {
            missed.push(format!("{part} → {by}: {place} {what}\n{problems}"));
        }
    }
    assert!(missed.is_empty(), "{}", missed.join("\n\n"));
}

#[test]
fn all_mistakes_are_told_at_once() {
    let rule = RULE.replace("d.label", "d.lable").replace("area = \"both\"", "aria = \"both\"");
    let gates = GATES_FILE.replace("vm.power", "vm.powr");
    let problems = load(&rule, &gates).unwrap_err();
    let places: Vec<String> =
        problems.0.iter().map(|problem| format!("{}:{}", problem.file, problem.line)).collect();
    assert!(places.contains(&"t/gates.toml:4".to_owned()), "{problems}");
    assert!(places.contains(&"t/vm-drives.toml:4".to_owned()), "{problems}");
}

#[test]
fn a_gate_reads_the_subject_or_its_parents() {
    let host_rule = RULE.replace("subject = \"vm\"", "subject = \"cluster\"");
    let problems = load(&host_rule, GATES_FILE).unwrap_err().to_string();
    assert!(problems.contains("the gate 'off' reads a vm, which a cluster rule has not"), "{problems}");
    let parent = RULE.replace("[\"off\"]", "[\"off\", \"no-vmotion\"]");
    assert_eq!(load(&parent, GATES_FILE).unwrap().rules[0].gates, [0, 1]);
}

#[test]
fn a_question_is_asked_of_the_subject_or_a_parent() {
    let ask = |per: &str, unless: &str| {
        let attest = format!(
            "\n[attest]\nper = \"{per}\"\nunless = \"{unless}\"\nquestion = {{ en = \"Really?\", ja = \"本当ですか\" }}\n"
        );
        load(&format!("{RULE}{attest}"), GATES_FILE)
    };
    assert!(ask("cluster", "cluster.ha.enabled").is_ok());
    let problems = ask("cluster", "vm.template").unwrap_err().to_string();
    assert!(problems.contains("t/vm-drives.toml:26:"), "{problems}");
    let cluster = RULE.replace("subject = \"vm\"", "subject = \"host\"").replace("gates = [\"off\"]\n", "");
    let text = format!(
        "{cluster}\n[attest]\nper = \"vm\"\nquestion = {{ en = \"Really?\", ja = \"本当ですか\" }}\n"
    );
    assert!(
        load(&text, GATES_FILE).unwrap_err().to_string().contains("'per' is 'host' or one of its parents")
    );
}

#[test]
fn a_later_folder_replaces_rules_and_gates() {
    let own = Files {
        origin: "own".into(),
        files: vec![("own/vm-drives.toml".into(), RULE.replace("Drives", "Mine"))],
    };
    let one = load(RULE, GATES_FILE).unwrap();
    let both = Catalogue::load(&[set(RULE, GATES_FILE), own], &roots()).unwrap();
    assert_eq!(both.rules.len(), 1);
    assert_eq!(both.rules[0].title.en, "Mine");
    assert_eq!(both.rules[0].origin, "own/vm-drives.toml");
    assert_ne!(one.hash, both.hash);
    assert_eq!(one.hash, load(RULE, GATES_FILE).unwrap().hash);
}

#[test]
fn profiles_select_by_tag() {
    let catalogue = load(RULE, GATES_FILE).unwrap();
    let count = |profile: &str| catalogue.select(&[profile.to_owned()]).unwrap().rules.len();
    assert_eq!([count("lms-4.0"), count("ha"), count("vmotion"), count("full")], [1, 1, 0, 1]);
    let error = catalogue.select(&["vmoton".to_owned()]).unwrap_err().to_string();
    assert!(error.contains("did you mean 'vmotion'?"), "{error}");
}

#[test]
fn the_schema_names_every_record_once() {
    let records = schema(&roots());
    let names: std::collections::BTreeSet<&str> = records.iter().map(|record| record.name.as_str()).collect();
    assert_eq!(names.len(), records.len());
    assert!(["vcenter", "cluster", "host", "vm", "drive", "uplink"].iter().all(|name| names.contains(name)));
    assert!(records.iter().all(|record| record.fields.iter().all(|field| !field.doc.is_empty())));
    assert!(schema_text(&roots()).contains(".label: string"));
}

#[test]
fn hostile_files_are_refused_without_panic() {
    for text in [
        "",
        "id",
        "id = ",
        "\u{0}",
        "[[finding]]\n[[finding]]",
        "finding = 3",
        "id = \"日本\"\n[attest]",
        "a.b.c = [{}, 1]",
    ] {
        let files = Files {
            origin: "t".into(),
            files: vec![("t/x.toml".into(), text.into()), ("t/gates.toml".into(), text.into())],
        };
        assert!(Catalogue::load(&[files], &roots()).is_err(), "{text}");
    }
    for cut in 0..RULE.len() {
        if let Some(part) = RULE.get(..cut) {
            let _ = load(part, GATES_FILE);
        }
    }
}
