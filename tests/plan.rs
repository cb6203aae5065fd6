//! `vpreflight plan`: what is proved is so, remedies keep what they promise, and each form says it.
//!
//! `INSTA_UPDATE=always scripts/test --test plan` writes the stored plans in `tests/plan/` anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod placed;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use common::{run_in, stored};
use placed::{EVIL, Estate, holds, root, schema};
use rayon::prelude::*;
use serde_json::{Value, json};
use vpreflight::cases::Suite;
use vpreflight::inventory::{Inventory, patch};
use vpreflight::preflight::{self, Question, Scoped, Source};
use vpreflight::report::{Level, Severity, Verdict};
use vpreflight::rules::{Catalogue, Effect, built_in};
use vpreflight::{facts, plan};

fn catalogue() -> Catalogue {
    Catalogue::load(&[built_in()], &facts::roots()).unwrap()
}

/// Runs it in an empty folder.
fn ask(flags: &[&str]) -> common::Run {
    run_in(&std::env::temp_dir(), flags, &[])
}

#[test]
fn four_actions_clear_the_example_but_for_what_was_refused() {
    let catalogue = catalogue();
    let selected = catalogue.select(&["lms-4.0".to_owned()]).unwrap();
    let question = Question { curing: true, ..Question::of(&selected) };
    let scoped = preflight::read(&question, Source::Example).unwrap();
    let made = plan::make(&question, &scoped).unwrap();
    assert_eq!(made.verdict, Verdict::NotReady);
    assert_eq!(made.verdict_after, Verdict::CannotTell);
    assert_eq!(made.exit_code, 1);
    let remedies: Vec<&str> = made.actions.iter().filter_map(|action| action.remedy.as_deref()).collect();
    assert_eq!(remedies, ["rename-port-group", "migrate-storage", "speed-up-uplink", "disconnect-drive"]);
    assert!(made.actions.iter().all(|action| action.proof.is_proved() && action.raises.is_empty()));

    // What the plan says is found again by who does the effects and judges.
    let run = preflight::judge(&question, &scoped).unwrap();
    let fails = |report: &vpreflight::report::Report| -> BTreeSet<String> {
        let required = report.prerequisites.iter().filter(|rule| rule.severity == Severity::Required);
        let findings =
            required.flat_map(|rule| &rule.findings).filter(|finding| finding.level == Level::Fail);
        findings.flat_map(|finding| &finding.objects).map(|at| at.fingerprint.clone()).collect()
    };
    let before = fails(&run.report);
    assert_eq!(run.report.tally.fail, 6);
    let wanted: BTreeSet<&str> = before.iter().map(String::as_str).collect();
    let mut saved = serde_json::to_value(scoped.inventory()).unwrap();
    for action in plan::collect(&run.proposals, &wanted) {
        for (change, _) in action.changes().unwrap() {
            patch::change_all(&mut saved, &[change]).unwrap();
        }
    }
    let after: Inventory = patch::inventory(saved).unwrap();
    let after = preflight::judge(&question, &Scoped::whole(after)).unwrap().report;
    assert_eq!(fails(&after), BTreeSet::new());
    assert_eq!(after.verdict, Verdict::CannotTell);
    let unread: Vec<String> = made
        .unread
        .iter()
        .map(|one| format!("{} {} {}", one.reason.object.name, one.reason.property, one.reason.kind.name()))
        .collect();
    assert_eq!(unread, ["esx03.tokyo.example config.featureCapability denied"]);
    let cleared: BTreeSet<String> = made
        .actions
        .iter()
        .flat_map(|action| &action.clears)
        .filter(|place| place.level == Level::Fail)
        .map(|place| place.fingerprint.clone())
        .collect();
    assert_eq!(cleared, before);
}

#[test]
fn plans_are_told_as_stored() {
    for lang in ["en", "ja"] {
        for (name, flags) in [
            ("table", &[][..]),
            ("team", &["--by", "team"]),
            ("markdown", &["--format", "markdown"]),
            ("csv", &["--format", "csv"]),
            ("warn", &["--fail-on", "warn"]),
            ("govc", &["--snippets", "govc"]),
            ("powercli", &["--snippets", "powercli"]),
            ("ansible", &["--snippets", "ansible"]),
        ] {
            let run = ask(&[&["plan", "--demo", "--lang", lang], flags].concat());
            assert_eq!((run.code, run.stderr.as_str()), (1, ""), "{name} {lang}");
            // The catalogue changes with every rule.
            let told = run.stdout.lines().map(|line| match line.find("sha256:") {
                Some(at) => format!("{}sha256:…\n", &line[..at]),
                None => format!("{line}\n"),
            });
            stored::snapshot("plan", &format!("{name}-{lang}"), &told.collect::<String>());
        }
        let page = ask(&["plan", "--demo", "--lang", lang, "--format", "html"]).stdout;
        assert!(page.contains("rename the port group"), "{name}", name = &page[..200]);
    }
}

#[test]
fn the_json_is_as_published() {
    let json: Value = serde_json::from_str(&ask(&["plan", "--demo", "--format", "json"]).stdout).unwrap();
    holds(&schema("plan"), &json);
    let local = Estate::stranded().on_local_disk(0, 0).json(&["plan"]);
    holds(&schema("plan"), &local);
    let actions = local["actions"].as_array().unwrap();
    let of = |name: &str| actions.iter().find(|action| action["remedy"] == name);
    assert_eq!(of("migrate-storage").unwrap()["proof"]["state"], "proved");
    assert!(actions.iter().all(|action| action.get("remedy").is_some()), "{local:#}");
    // What no rule has a remedy for stands there as advice.
    let mut red = Estate::of(&[("db01", 0, 10)]);
    red.0["clusters"][0]["overallStatus"] = json!("red");
    let red = red.json(&["plan"]);
    holds(&schema("plan"), &red);
    let advice: Vec<&Value> = red["actions"].as_array().unwrap().iter().collect();
    assert!(advice.len() == 1 && advice[0].get("remedy").is_none(), "{red:#}");
    let ready = Estate::of(&[("db01", 0, 10)]).json(&["plan"]);
    holds(&schema("plan"), &ready);
    assert_eq!(ready["actions"], json!([]));
    assert_eq!(ready["verdict_after"], ready["verdict"]);
}

#[test]
fn an_effect_makes_nothing_known() {
    // The host's networks were refused: that its port group is renamed is not proved, nor that it is there.
    let estate = Estate::of(&[("db01", 0, 10)]).unread(2, "config.network");
    let told = estate.json(&["plan"]);
    assert_eq!(told["verdict_after"], "cannot-tell");
    let unread = told["unread"].as_array().unwrap();
    assert!(unread.iter().any(|one| one["reason"]["property"] == "config.network"), "{told:#}");
    assert!(
        told["actions"].as_array().unwrap().iter().all(|one| one["proof"]["state"] != "proved"),
        "{told:#}"
    );
}

/// The demo's script for govc, run by a real shell with a govc that answers as it is told.
#[test]
fn a_script_shows_before_it_does_and_refuses_what_has_changed() {
    let folder = tempfile::tempdir().unwrap();
    let estate = Estate::of(&[(EVIL, 0, 10)]).on_local_disk(0, 0);
    std::fs::write(folder.path().join("inventory.json"), estate.0.to_string()).unwrap();
    let script = run_in(
        folder.path(),
        &["plan", "--inventory", "inventory.json", "--snippets", "govc", "-o", "plan.sh"],
        &[],
    );
    assert_eq!(script.code, 1, "{}", script.stderr);
    std::fs::write(
        folder.path().join("govc"),
        "#!/bin/sh\ncase \"$1\" in\nobject.collect) cat name ;;\n*) printf '%s\\n' \"$*\" >> done ;;\nesac\n",
    )
    .unwrap();
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
    let sh = |flags: &[&str], name: &str| {
        std::fs::write(folder.path().join("name"), name).unwrap();
        Command::new("sh")
            .arg("plan.sh")
            .args(flags)
            .current_dir(folder.path())
            .env("PATH", &path)
            .output()
            .unwrap()
    };
    assert!(
        Command::new("chmod").args(["+x", "govc"]).current_dir(folder.path()).status().unwrap().success()
    );
    // As vCenter keeps the name.
    let kept = EVIL.replace('%', "%25").replace('/', "%2f").replace('\\', "%5c");
    let shown = sh(&[], &kept);
    assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stderr));
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert_eq!(shown, "+ govc vm.migrate -ds Datastore:datastore-31 VirtualMachine:vm-101\n");
    assert!(!folder.path().join("done").exists());
    let refused = sh(&["--apply"], "another");
    assert_eq!(refused.status.code(), Some(1));
    assert!(!folder.path().join("done").exists());
    assert!(sh(&["--apply"], &kept).status.success());
    let done = std::fs::read_to_string(folder.path().join("done")).unwrap();
    assert_eq!(done, "vm.migrate -ds Datastore:datastore-31 VirtualMachine:vm-101\n");
}

/// Every remedy whose effect is told is proved by a case of a rule; what clears nothing is a defect.
#[test]
fn every_effect_is_proved_by_a_case() {
    let suite = Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap();
    let cases: Vec<_> =
        suite.files.iter().flat_map(|file| file.cases.iter().map(move |case| (file, case))).collect();
    let tried: Vec<_> = cases.par_iter().map(|(file, case)| suite.tried(file, case).unwrap()).collect();
    let mut proved: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for one in tried {
        for (remedy, findings) in one.proved {
            proved.entry(remedy).or_default().extend(findings);
        }
    }
    let mut remedies: BTreeMap<String, bool> = BTreeMap::new();
    let mut reasons = reasons();
    let mut without = String::new();
    for rule in suite.catalogue.rules.iter().filter(|rule| rule.severity == Severity::Required) {
        for finding in rule.findings() {
            for cure in &finding.cures {
                let file = if cure.remedy.rule.is_empty() { "remedies" } else { &cure.remedy.rule };
                let provable = matches!(cure.remedy.effect, Effect::Changes(_));
                remedies.insert(format!("{file}/{}", cure.remedy.name), provable);
            }
            if finding.cures.is_empty() && finding.level > Level::Note {
                let name = format!("{} {}", rule.id, finding.name);
                let why =
                    reasons.remove(&name).unwrap_or_else(|| panic!("{name} has no remedy, and no reason"));
                without.push_str(&format!("{} {name}: {why}\n", finding.level.name()));
            }
        }
    }
    let unproved: Vec<&String> = remedies
        .iter()
        .filter(|(name, provable)| **provable && !proved.contains_key(*name))
        .map(|(name, _)| name)
        .collect();
    assert!(unproved.is_empty(), "no case proves {unproved:?}");
    let told = |(remedy, findings): (&String, &BTreeSet<String>)| {
        format!("{remedy}: {}\n", findings.iter().cloned().collect::<Vec<_>>().join(", "))
    };
    stored::snapshot("plan", "proved", &proved.iter().map(told).collect::<String>());
    let unprovable = remedies.iter().filter(|(_, provable)| !**provable).map(|(name, _)| format!("{name}\n"));
    stored::snapshot("plan", "unprovable", &unprovable.collect::<String>());
    // These have the advice of their rule.
    assert!(reasons.is_empty(), "these have a remedy, or are no more: {reasons:?}");
    stored::snapshot("plan", "without", &without);
}

/// Why findings have no remedy, by rule and name.
fn reasons() -> BTreeMap<String, String> {
    let listed = root().join("tests/plan/without.toml");
    let listed: BTreeMap<String, BTreeMap<String, String>> =
        toml::from_str(&std::fs::read_to_string(listed).unwrap()).unwrap();
    let told = listed.into_iter().flat_map(|(rule, findings)| {
        findings.into_iter().map(move |(finding, why)| (format!("{rule} {finding}"), why))
    });
    told.collect()
}

#[test]
fn bad_input_is_told() {
    for (flags, said) in [
        (&["plan", "--demo", "--format", "sarif"][..], "there is no report format 'sarif'"),
        (&["plan", "--demo", "--snippets", "bash"], "invalid value 'bash'"),
        (&["plan", "--demo", "--snippets", "govc", "--format", "json"], "cannot be used with"),
        (&["plan", "--demo", "--cluster", "none"], "there is no cluster 'none'"),
    ] {
        let run = ask(flags);
        assert_eq!(run.code, 2, "{flags:?}");
        assert!(run.stderr.contains(said) && run.stdout.is_empty(), "{}", run.stderr);
    }
    assert_eq!(ask(&["plan", "--inventory", "/nowhere.json"]).code, 4);
    let _ = root();
}
