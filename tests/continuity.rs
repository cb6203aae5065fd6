//! What release 0.1 wrote (`tests/release-0.1`) still works: its inventories are judged as they were, its
//! reports are baselines, its decisions decide. What differs on purpose stands in `changed.toml` there.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use common::{Run, run_in};
use serde::Deserialize;
use serde_json::Value;
use vpreflight::cases::Suite;
use vpreflight::diff::{self, compare_with, mark_with};
use vpreflight::facts;
use vpreflight::report::{Finding, Level, Report};
use vpreflight::rules::{self, Catalogue};
use vpreflight::sources::saved_file;
use vpreflight::terms::renames::{Renamed, Renames};

/// The inventories, with how many places of their reports are open.
const SAVED: [(&str, usize); 3] = [("demo", 13), ("refused", 13), ("vcenter-4.0", 6)];

/// An outcome that is another on purpose.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Changed {
    of: String,
    rule: String,
    was: String,
    is: String,
    why: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Changes {
    changed: Vec<Changed>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/release-0.1")
}

fn bytes(file: &str) -> Vec<u8> {
    fs::read(folder().join(file)).expect(file)
}

#[test]
fn what_release_0_1_packed_is_unpacked() {
    let packed = bytes("demo.json.zst");
    let inventory = |name: &str| saved_file::from_bytes(Path::new(name), bytes(name)).expect("an inventory");
    assert_eq!(inventory("demo.json.zst"), inventory("demo.json"));
    // As a file it is read on another way.
    assert_eq!(saved_file::read(&folder().join("demo.json.zst")).unwrap(), inventory("demo.json"));
    // A file that has lost its end is never taken for a whole one.
    for length in [packed.len() - 1, packed.len() / 2, 20] {
        let cut = saved_file::from_bytes(Path::new("cut"), packed[..length].to_vec());
        assert!(cut.is_err(), "{length} bytes");
    }
}

fn json(file: &str) -> Value {
    serde_json::from_slice(&bytes(file)).expect(file)
}

fn changes() -> Vec<Changed> {
    let text = String::from_utf8(bytes("changed.toml")).unwrap();
    toml::from_str::<Changes>(&text).expect("changed.toml").changed
}

fn check(name: &str, more: &[&str]) -> Run {
    let file = format!("{name}.json");
    let flags = ["check", "--inventory", &file, "--profile", "full", "--lang", "en"];
    run_in(&folder(), &[&flags[..], more].concat(), &[])
}

fn rules(report: &Value) -> &[Value] {
    report["prerequisites"].as_array().expect("a report")
}

fn outcome<'r>(report: &'r Value, id: &str) -> Option<&'r Value> {
    rules(report).iter().find(|rule| rule["id"] == id).map(|rule| &rule["outcome"])
}

/// Rules that may say something else than then: those that are new, and those changed on purpose.
fn may_differ(name: &str, then: &Value, now: &Value) -> BTreeSet<String> {
    let ids = rules(now).iter().map(|rule| rule["id"].as_str().unwrap().to_owned());
    let fresh = ids.filter(|id| outcome(then, id).is_none());
    fresh.chain(changes().into_iter().filter(|changed| changed.of == name).map(|own| own.rule)).collect()
}

#[test]
fn inventories_are_judged_as_they_were() {
    let mut changes = changes();
    let mut differs = Vec::new();
    for (name, _) in SAVED {
        let then = json(&format!("{name}.report.json"));
        let now = check(name, &["--format", "json"]).report();
        assert!(rules(&then).len() > 70, "{name}");
        for rule in rules(&then) {
            let id = rule["id"].as_str().unwrap();
            let [was, is] = [Some(&rule["outcome"]), outcome(&now, id)];
            if was == is {
                continue;
            }
            let word = |outcome: Option<&Value>| {
                outcome.map_or("gone".to_owned(), |outcome| outcome["is"].as_str().unwrap().to_owned())
            };
            let [was, is] = [word(was), word(is)];
            let told = changes.iter().position(|own| {
                own.of == name && own.rule == id && own.was == was && own.is == is && !own.why.is_empty()
            });
            match told {
                Some(at) => drop(changes.remove(at)),
                None => differs.push(format!("{name}: {id} was {was} and is {is}")),
            }
        }
    }
    assert!(differs.is_empty(), "not in changed.toml:\n{}", differs.join("\n"));
    assert!(changes.is_empty(), "in changed.toml, but as it was: {changes:#?}");
}

#[test]
fn reports_are_baselines() {
    for (name, open) in SAVED {
        let file = format!("{name}.report.json");
        let run = check(name, &["--format", "json", "--baseline", &file]);
        let (then, now) = (json(&file), run.report());
        let differ = may_differ(name, &then, &now);
        let mut known = 0;
        for rule in rules(&now).iter().filter(|rule| !differ.contains(rule["id"].as_str().unwrap())) {
            let findings = rule["findings"].as_array().unwrap().iter().filter(|it| it["level"] != "note");
            let undecided = rule["undecided"].as_array().unwrap().iter().filter(|it| it["ceiling"] != "note");
            for at in findings.chain(undecided).flat_map(|it| it["objects"].as_array().unwrap()) {
                assert_eq!(at["known"], true, "{name}: {} is new: {at}", rule["id"]);
                known += 1;
            }
        }
        if differ.is_empty() {
            assert_eq!((run.code, known), (0, open), "{name}: {}", run.stderr);
        }
    }
}

#[test]
fn a_report_of_then_and_one_of_now_have_the_same_places() {
    let place = tempfile::tempdir().unwrap();
    for (name, open) in SAVED {
        let (old, new) = (folder().join(format!("{name}.report.json")), place.path().join("new.json"));
        let run = check(name, &["--format", "json"]);
        fs::write(&new, &run.stdout).unwrap();
        let files = [old.to_str().unwrap(), new.to_str().unwrap()];
        let diff = run_in(place.path(), &["diff", files[0], files[1], "--format", "json"], &[]).report();
        let differ = may_differ(name, &json(&format!("{name}.report.json")), &run.report());
        let places = diff["places"].as_array().unwrap();
        let others = places.iter().filter(|place| !differ.contains(place["rule"].as_str().unwrap()));
        let moved: Vec<&Value> = others.filter(|place| place["change"] != "unchanged").collect();
        assert!(moved.is_empty(), "{name}: {moved:#?}");
        assert!(differ.len() > 1 || places.len() >= open, "{name}: {}", places.len());
    }
}

#[test]
fn decisions_decide_what_they_decided_and_the_rest_is_told() {
    let then = json("demo.decided.json");
    let flags = ["--decisions", "decisions.toml"];
    let now = check("demo", &[&flags[..], &["--format", "json"]].concat()).report();
    let differ = may_differ("demo", &json("demo.report.json"), &now);
    let entries = |of: &Value| -> Vec<[Value; 5]> {
        let entries = of["decisions"].as_array().expect("decisions").clone();
        let theirs = entries.into_iter().filter(|it| !differ.contains(it["rule"].as_str().unwrap()));
        theirs.map(|it| ["line", "rule", "finding", "places", "stale"].map(|key| it[key].clone())).collect()
    };
    assert!(entries(&then).len() > 5);
    assert_eq!(entries(&now), entries(&then));
    for (id, was) in then["outcomes"].as_object().unwrap() {
        if !differ.contains(id) {
            assert_eq!(outcome(&now, id).map(|outcome| &outcome["is"]), Some(was), "{id}");
        }
    }
    // What has no effect is named.
    let table = check("demo", &flags).stdout;
    for line in [42, 66] {
        assert!(table.contains(&format!("decisions.toml:{line}")), "{line}: {table}");
    }
}

/// As [`changes`], for names of findings.
#[test]
fn a_renamed_finding_is_known_by_its_old_name() {
    let old: Report = diff::parse("demo.report.json", &bytes("demo.report.json")).unwrap();
    let mut new = old.clone();
    let rule = new.prerequisites.iter_mut().find(|rule| rule.id == "vmotion-network-gbe").unwrap();
    let finding = rule.findings.iter_mut().find(|finding| finding.name == "slow").unwrap();
    finding.name = "below-minimum".into();
    finding.objects.iter_mut().for_each(|at| at.fingerprint = "0".repeat(32));
    let table = [Renamed { rule: "vmotion-network-gbe", was: "slow", is: &["below-minimum"] }];

    let honoured = compare_with(&old, &new, Renames(&table)).counts;
    assert_eq!((honoured.new, honoured.fixed, honoured.worse), (0, 0, 0));
    let strangers = compare_with(&old, &new, Renames(&[])).counts;
    assert_eq!((strangers.new, strangers.fixed, strangers.worse), (1, 1, 1));

    let known = |report: &Report| report.question.baseline.as_ref().unwrap().new;
    let mut marked = new.clone();
    assert!(mark_with(&mut marked, &old, "old.json", Renames(&table)).is_empty());
    assert_eq!(known(&marked), 0);
    assert_eq!(mark_with(&mut new, &old, "old.json", Renames(&[])).len(), 1);
    assert_eq!(known(&new), 1);
}

/// A finding that has been split: each part is what the older report has, unless it is worse.
#[test]
fn a_split_finding_is_known_by_its_old_name() {
    let old: Report = diff::parse("demo.report.json", &bytes("demo.report.json")).unwrap();
    let table = [Renamed { rule: "vmotion-network-gbe", was: "slow", is: &["slow", "half-duplex"] }];
    let findings = |report: &mut Report, change: &dyn Fn(&mut Vec<Finding>)| {
        let rule = report.prerequisites.iter_mut().find(|rule| rule.id == table[0].rule).unwrap();
        change(&mut rule.findings);
    };
    let mut both = old.clone();
    findings(&mut both, &|findings| {
        let mut part = findings.iter().find(|finding| finding.name == "slow").unwrap().clone();
        part.name = "half-duplex".into();
        part.objects.iter_mut().for_each(|at| at.fingerprint = "0".repeat(32));
        findings.push(part);
    });
    let mut one = both.clone();
    findings(&mut one, &|findings| findings.retain(|finding| finding.name != "slow"));
    for new in [&both, &one] {
        let honoured = compare_with(&old, new, Renames(&table)).counts;
        assert_eq!((honoured.new, honoured.fixed, honoured.worse), (0, 0, 0));
        assert!(mark_with(&mut new.clone(), &old, "old.json", Renames(&table)).is_empty());
        assert_eq!(compare_with(&old, new, Renames(&[])).counts.new, 1);
    }
    // A warning of then accepts no failure of now.
    let mut mild = old.clone();
    findings(&mut mild, &|findings| findings.iter_mut().for_each(|finding| finding.level = Level::Warn));
    findings(&mut one, &|findings| findings.iter_mut().for_each(|finding| finding.level = Level::Fail));
    assert_eq!(compare_with(&mild, &one, Renames(&table)).counts.worse, 1);
    assert_eq!(mark_with(&mut one, &mild, "old.json", Renames(&table)).len(), 1);
}

/// Waivers of release 0.1: of a finding that has been split, and of one that is gone.
#[test]
fn waivers_of_split_and_gone_findings_are_still_about_something_or_told() {
    let suite = Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap();
    let file = suite.files.iter().find(|file| file.rule == "ha-hosts-configured").unwrap();
    let cut = file.cases.iter().find(|case| case.findings.as_ref().is_some_and(|all| all == &["cut-off"]));
    let inventory = suite.inventory(cut.expect("a case of an agent that is cut off")).unwrap();
    let place = tempfile::tempdir().unwrap();
    fs::write(place.path().join("cut.json"), serde_json::to_string(&inventory).unwrap()).unwrap();
    let waiver = |rule: &str, finding: &str| {
        format!(
            "[[waiver]]\nrule = \"{rule}\"\nfinding = \"{finding}\"\nobject = \"*\"\nreason = \"known\"\n\
             owner = \"K. Sato\"\nexpires = 2027-01-31\n"
        )
    };
    let old = waiver("ha-hosts-configured", "broken") + &waiver("aux-ha-cluster-size", "no-figures");
    fs::write(place.path().join("old.toml"), old).unwrap();
    let flags = ["check", "--inventory", "cut.json", "--profile", "full", "--lang", "en"];
    let with = ["--decisions", "old.toml", "--format", "json"];
    let report = run_in(place.path(), &[&flags[..], &with].concat(), &[]).report();
    assert_eq!(outcome(&report, "ha-hosts-configured").unwrap()["is"], "waived", "{report:#}");
    let entries = report["decisions"].as_array().unwrap();
    assert_eq!((&entries[0]["finding"], &entries[0]["stale"]), (&Value::from("broken"), &Value::Null));
    assert_eq!(entries[1]["stale"], "unmatched", "{entries:#?}");
    let table = run_in(place.path(), &[&flags[..], &with[..2]].concat(), &[]).stdout;
    assert!(table.contains("old.toml:8"), "{table}");
}

#[test]
fn the_table_of_renames_leads_to_findings_there_are() {
    let catalogue = Catalogue::load(&[rules::built_in()], &facts::roots()).unwrap();
    for Renamed { rule, was, is } in Renames::OURS.0 {
        let rule = catalogue.rule(rule).expect("a rule");
        let has = |name: &str| rule.findings().iter().any(|finding| finding.name == name);
        assert!(is.iter().all(|name| has(name)), "{}: {was} is {is:?}", rule.id);
        assert_eq!(has(was), is.contains(was), "{}: {was} is {is:?}", rule.id);
        assert_ne!(is, &[*was], "{}: {was} is what it was", rule.id);
    }
}
