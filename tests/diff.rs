//! Reports held against each other: `diff`, and `check --baseline`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;

use common::{Run, run_in};
use serde_json::{Value, json};

/// A folder with `demo.json`, the report of the built-in example, and `base.json`, that of a healthy cluster.
fn place() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    check(folder.path(), &["--format", "json=demo.json"]);
    let base = base();
    run_in(folder.path(), &["check", "--inventory", &base, "--format", "json=base.json"], &[]);
    folder
}

fn base() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base.json").display().to_string()
}

fn check(folder: &Path, more: &[&str]) -> Run {
    run_in(folder, &[&["check", "--demo", "--lang", "en"], more].concat(), &[])
}

fn diff(folder: &Path, flags: &[&str]) -> Run {
    run_in(folder, &[&["diff"], flags, &["--lang", "en"]].concat(), &[])
}

fn changed(folder: &Path, from: &str, change: impl FnOnce(&mut Value)) {
    let mut report: Value = serde_json::from_slice(&fs::read(folder.join(from)).unwrap()).unwrap();
    change(&mut report);
    fs::write(folder.join("changed.json"), report.to_string()).unwrap();
}

fn rule<'r>(report: &'r mut Value, id: &str) -> &'r mut Value {
    let rules = report["prerequisites"].as_array_mut().unwrap();
    rules.iter_mut().find(|rule| rule["id"] == id).unwrap()
}

fn counts(run: &Run) -> [u64; 6] {
    let counts = &run.report()["counts"];
    ["new", "changed", "fixed", "not_judged", "unchanged", "worse"].map(|name| counts[name].as_u64().unwrap())
}

#[test]
fn new_fixed_and_unchanged_are_told_in_every_form() {
    let place = place();
    let run = diff(place.path(), &["base.json", "demo.json", "--format", "json"]);
    assert_eq!(run.code, 1);
    let [new, changed, fixed, not_judged, unchanged, worse] = counts(&run);
    assert!(new > 5 && unchanged > 5 && new == worse, "{new} {unchanged} {worse}");
    assert_eq!([changed, fixed, not_judged], [0, 0, 0]);
    let back = diff(place.path(), &["demo.json", "base.json", "--format", "json"]);
    assert_eq!((back.code, counts(&back)[2]), (0, new), "what was new is fixed");
    let same = diff(place.path(), &["demo.json", "demo.json", "--format", "json"]);
    assert_eq!((same.code, counts(&same)), (0, [0, 0, 0, 0, new + unchanged, 0]));

    let table = diff(place.path(), &["base.json", "demo.json"]);
    assert_eq!(table.code, 1);
    let count = |text: &str, word: &str| text.lines().filter(|line| line.contains(word)).count();
    assert!(table.stdout.starts_with(&format!("{new} new · 0 changed")), "{}", table.stdout);
    assert_eq!(count(&table.stdout, "FAIL  "), 6, "{}", table.stdout);
    assert!(table.stdout.contains("unchanged are not listed") && !table.stdout.contains("\nUnchanged"));
    assert!(diff(place.path(), &["base.json", "demo.json", "--all"]).stdout.contains("\nUnchanged"));
    let markdown = diff(place.path(), &["base.json", "demo.json", "--format", "markdown", "-o", "d.md"]);
    assert_eq!((markdown.code, markdown.stdout.as_str()), (1, ""));
    assert_eq!(count(&fs::read_to_string(place.path().join("d.md")).unwrap(), "- **FAIL** "), 6);
    let japanese = run_in(place.path(), &["diff", "base.json", "demo.json", "--lang", "ja"], &[]);
    assert!(japanese.stdout.starts_with("新規 "), "{}", japanese.stdout);
}

#[test]
fn both_forms_for_people_are_in_japanese_too() {
    let place = place();
    changed(place.path(), "demo.json", |report| report["question"]["profiles"] = json!(["ha"]));
    for format in ["table", "markdown"] {
        for [old, new] in [["base.json", "demo.json"], ["changed.json", "base.json"]] {
            let flags = ["diff", old, new, "--all", "--format", format, "--lang"];
            let text = |lang: &str| run_in(place.path(), &[&flags[..], &[lang]].concat(), &[]).stdout;
            let (en, ja) = (text("en"), text("ja"));
            for word in ["New", "Fixed", "Unchanged", "old:", "new:", "not judged", "asked", "FAIL", "holds"]
            {
                assert!(!ja.contains(word), "{word} in {ja}");
            }
            let lines = |text: &str| text.matches("vm-no-local-cdrom").count();
            assert_eq!(lines(&en), lines(&ja), "{format}");
            assert!(ja.contains("変化なし"), "{ja}");
        }
    }
}

/// Every kind of change against the published schema, and what the schema refuses.
#[test]
fn the_json_form_is_valid_by_its_published_schema() {
    let own: Value = serde_json::from_str(include_str!("../docs/diff.schema.json")).unwrap();
    let report: Value = serde_json::from_str(include_str!("../docs/report.schema.json")).unwrap();
    jsonschema::meta::validate(&own).unwrap();
    let registry =
        jsonschema::Registry::new().add("urn:vpreflight:report:1", &report).unwrap().prepare().unwrap();
    let schema = jsonschema::options().with_registry(&registry).build(&own).unwrap();
    let place = place();
    changed(place.path(), "demo.json", |report| {
        report["question"]["scope"] = json!({ "clusters": [report["clusters"][0]["object"]] });
        report["prerequisites"].as_array_mut().unwrap().retain(|rule| rule["id"] != "host-cpu-compatible");
        rule(report, "vm-no-local-cdrom")["findings"][0]["level"] = json!("warn");
        rule(report, "vm-no-local-cdrom")["outcome"] = json!({ "is": "warn" });
    });
    let mut seen = std::collections::BTreeSet::new();
    for [old, new] in [["base.json", "demo.json"], ["demo.json", "base.json"], ["demo.json", "changed.json"]]
    {
        let diff = diff(place.path(), &[old, new, "--format", "json"]).report();
        let errors: Vec<String> =
            schema.iter_errors(&diff).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{old} {new}: {errors:#?}");
        let places = diff["places"].as_array().unwrap().clone();
        seen.extend(places.iter().map(|place| place["change"].as_str().unwrap().to_owned()));
        let mut wrong = diff.clone();
        wrong["places"][0]["change"] = json!("gone");
        assert!(!schema.is_valid(&wrong), "the schema refuses something");
    }
    assert_eq!(seen.len(), 5, "{seen:?}");
}

#[test]
fn what_gets_worse_is_new_and_what_gets_better_is_not() {
    let place = place();
    // Before, the drive was only a risk.
    changed(place.path(), "demo.json", |report| {
        rule(report, "vm-no-local-cdrom")["findings"][0]["level"] = json!("warn");
        rule(report, "vm-no-local-cdrom")["outcome"] = json!({ "is": "warn" });
    });
    let run = diff(place.path(), &["changed.json", "demo.json", "--format", "json"]);
    assert_eq!((run.code, &counts(&run)[..2], counts(&run)[5]), (1, &[0, 1][..], 1));
    let item = &run.report()["places"][0];
    assert_eq!((&item["was"]["is"], &item["is"]["is"]), (&json!("warn"), &json!("fail")));
    assert_eq!((item["change"].as_str(), item["worse"].as_bool()), (Some("changed"), Some(true)));
    let run = diff(place.path(), &["demo.json", "changed.json", "--format", "json"]);
    assert_eq!((run.code, &counts(&run)[..2], counts(&run)[5]), (0, &[0, 1][..], 0));
    let run = check(place.path(), &["--baseline", "changed.json", "--format", "json"]);
    assert_eq!((run.code, run.report()["question"]["baseline"]["new"].as_u64()), (1, Some(1)));
}

#[test]
fn what_nobody_looked_at_is_not_called_fixed() {
    let place = place();
    let known = |id: &str| {
        changed(place.path(), "demo.json", |report| {
            report["prerequisites"].as_array_mut().unwrap().retain(|rule| rule["id"] != id);
        });
    };
    known("vm-no-local-cdrom");
    let run = diff(place.path(), &["demo.json", "changed.json", "--format", "json"]);
    assert!(counts(&run)[2] == 0 && counts(&run)[3] >= 2, "{:?}", counts(&run));
    // The finding went, because the data went.
    changed(place.path(), "demo.json", |report| {
        let rule = rule(report, "vmotion-network-gbe");
        let mut at = rule["findings"][0]["objects"][0].clone();
        rule["findings"] = json!([]);
        at["fingerprint"] = json!("f".repeat(32));
        rule["undecided"] = json!([{ "ceiling": "fail", "reasons": [], "objects": [at] }]);
        rule["outcome"] = json!({ "is": "unknown", "ceiling": "fail" });
    });
    let run = diff(place.path(), &["demo.json", "changed.json", "--format", "json"]);
    assert_eq!(counts(&run)[..4], [1, 0, 0, 1], "a new unknown, and a finding that is not judged any more");
    assert_eq!(run.code, 1);
    // The cluster went out of the scope.
    changed(place.path(), "base.json", |report| report["clusters"] = json!([]));
    let run = diff(place.path(), &["demo.json", "changed.json", "--format", "json"]);
    assert!(counts(&run)[3] >= 6 && counts(&run)[2] <= 1, "{:?}", counts(&run));
}

#[test]
fn reports_of_other_questions_are_compared_with_a_warning() {
    let place = place();
    changed(place.path(), "demo.json", |report| {
        report["vcenter"]["instance_uuid"] = json!("other");
        report["question"]["profiles"] = json!(["ha"]);
        report["question"]["catalogue"] = json!("sha256:0");
    });
    let run = diff(place.path(), &["changed.json", "demo.json"]);
    assert!(run.stderr.contains("differ in: vcenter, profiles, catalogue"), "{}", run.stderr);
    let table = run.stdout.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(table.contains("they differ in: the vCenter, the profile, the rules."), "{table}");
    let run = check(place.path(), &["--baseline", "changed.json", "--format", "json"]);
    assert!(run.stderr.contains("differ in: vcenter, profiles, catalogue"), "{}", run.stderr);
    assert_eq!(run.report()["question"]["baseline"]["differs"], json!(["vcenter", "profiles", "catalogue"]));
}

#[test]
fn files_that_are_no_reports_exit_2_by_name_and_cause() {
    let place = place();
    for (name, text, said) in [
        ("text", "not JSON", "is no JSON report"),
        ("empty", "", "is no JSON report"),
        ("list", "[]", "no report of vpreflight"),
        ("other", "{\"format\": 1, \"tool\": {\"name\": \"trivy\"}}", "no report of vpreflight"),
        ("newer", "{\"format\": 9, \"tool\": {\"name\": \"vpreflight\"}}", "format 9"),
        ("half", "{\"format\": 1, \"tool\": {\"name\": \"vpreflight\"}}", "damaged"),
    ] {
        fs::write(place.path().join(name), text).unwrap();
        for run in [
            diff(place.path(), &[name, "demo.json"]),
            diff(place.path(), &["demo.json", name]),
            check(place.path(), &["--baseline", name]),
        ] {
            assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{name}");
            assert!(run.stderr.contains(said) && run.stderr.contains(name), "{}", run.stderr);
        }
    }
    assert_eq!(diff(place.path(), &["nowhere.json", "demo.json"]).code, 2);
    assert_eq!(diff(place.path(), &[&base(), "demo.json"]).code, 2, "an inventory is no report");
}

#[test]
fn a_baseline_counts_only_what_is_new_and_hides_nothing() {
    let place = place();
    let before = check(place.path(), &[]);
    let run = check(place.path(), &["--baseline", "demo.json"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.starts_with("NOT READY"), "the verdict is what it is: {}", run.stdout);
    assert!(run.stdout.contains("Exit 0: NOT READY, but nothing of it is new."), "{}", run.stdout);
    for line in before.stdout.lines().filter(|line| line.contains("FAIL")) {
        assert!(run.stdout.contains(line), "{line}");
    }
    let run = check(place.path(), &["--baseline", "demo.json", "--format", "json"]);
    let report = run.report();
    let baseline = &report["question"]["baseline"];
    assert_eq!((baseline["file"].as_str(), baseline["new"].as_u64()), (Some("demo.json"), Some(0)));
    assert!(baseline["known"].as_u64().unwrap() >= 10);
    assert_eq!((report["verdict"].as_str(), report["exit_code"].as_u64()), (Some("not-ready"), Some(0)));
    let known = run.stdout.matches("\"known\": true").count();
    assert!(known >= 10, "{known}");
    assert_eq!(
        check(place.path(), &["--baseline", "demo.json", "--strict"]).code,
        0,
        "old questions are known"
    );

    let run = check(place.path(), &["--baseline", "base.json"]);
    assert_eq!(run.code, 1, "all of it is new");
    // Of what is known one thing is taken away: that alone stops.
    changed(place.path(), "demo.json", |report| rule(report, "host-cpu-compatible")["undecided"] = json!([]));
    let run = check(place.path(), &["--baseline", "changed.json"]);
    assert_eq!(run.code, 3, "an unknown that is new counts, too: {}", run.stdout);
    assert_eq!(check(place.path(), &["--baseline", "changed.json", "--allow-unknown"]).code, 0);
}

#[test]
fn a_waiver_that_ran_out_is_new_again() {
    let place = place();
    let waiver = |expires: &str| {
        let text = format!(
            "[[waiver]]\nrule = \"vmotion-network-gbe\"\nobject = \"*\"\nreason = \"r\"\nowner = \"o\"\nexpires = {expires}\n"
        );
        fs::write(place.path().join("d.toml"), text).unwrap();
    };
    waiver("2027-01-31");
    check(place.path(), &["--decisions", "d.toml", "--format", "json=waived.json"]);
    assert_eq!(check(place.path(), &["--decisions", "d.toml", "--baseline", "waived.json"]).code, 0);
    waiver("2026-11-01");
    let run =
        check(place.path(), &["--decisions", "d.toml", "--baseline", "waived.json", "--format", "json"]);
    assert_eq!((run.code, run.report()["question"]["baseline"]["new"].as_u64()), (1, Some(1)));
}

#[test]
fn the_displays_of_build_servers_do_not_contradict_the_exit_code() {
    let place = place();
    let run = check(place.path(), &["--baseline", "demo.json", "--format", "junit"]);
    assert_eq!(run.code, 0);
    assert!(run.stdout.contains("failures=\"0\"") && run.stdout.contains("errors=\"0\""), "{}", run.stdout);
    let run = check(place.path(), &["--baseline", "demo.json", "--format", "github"]);
    assert!(!run.stdout.contains("::error"), "{}", run.stdout);
}

#[test]
fn names_of_a_report_reach_neither_terminal_nor_page_raw() {
    let place = place();
    let evil = "x\u{1b}[31m\u{202e}<img src=x> [a](b) @all `c`";
    changed(place.path(), "demo.json", |report| {
        let text = report.to_string().replace("lms-app01", &evil.replace('\u{1b}', "\\u001b"));
        *report = serde_json::from_str(&text).unwrap();
    });
    for format in ["table", "markdown"] {
        let run = diff(place.path(), &["base.json", "changed.json", "--format", format]);
        assert_eq!(run.code, 1);
        assert!(!run.stdout.contains(['\u{1b}', '\u{202e}']), "{format}");
        assert!(run.stdout.contains("U+001B"), "{format}: {}", run.stdout);
    }
    let run = diff(place.path(), &["base.json", "changed.json", "--format", "markdown"]);
    assert!(!run.stdout.contains(" <img") && !run.stdout.contains(" @all"), "{}", run.stdout);
}
