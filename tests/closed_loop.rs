//! The closed loop: what a plan writes for govc is run by a real govc against the simulated vCenter, as it stands.
//! What each action was for is gone afterwards, and nothing else has come up.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use common::{Vcsim, go_program, run, words};
use rayon::prelude::*;
use serde_json::Value;

/// A scenario, and the remedies that its script has to do.
const LOOPS: [(&str, &[&str]); 24] = [
    ("hosts-min-two.one-active", &["end-maintenance"]),
    ("ha-enabled.off", &["turn-on-ha"]),
    ("ha-enabled.unset", &["turn-on-ha"]),
    ("vcenter-reaches-hosts.disconnected-ha-off", &["turn-on-ha"]),
    ("two-clusters", &["turn-on-ha"]),
    ("vm-no-local-cdrom.local-iso", &["disconnect-drive"]),
    ("vm-no-local-cdrom.iso-one-host", &["disconnect-drive"]),
    ("vm-no-local-cdrom.host-device", &["disconnect-drive"]),
    ("vm-no-local-cdrom.host-passthrough", &["disconnect-drive"]),
    ("vm-no-local-cdrom.host-file", &["disconnect-drive"]),
    ("vm-no-local-cdrom.client-device", &["disconnect-drive"]),
    ("vm-no-local-floppy.local-image", &["disconnect-drive"]),
    ("vm-no-local-floppy.host-device", &["disconnect-drive"]),
    ("vm-no-local-floppy.host-file", &["disconnect-drive"]),
    ("vm-no-local-floppy.client-device", &["disconnect-drive"]),
    ("shared-storage-kind.none", &["disconnect-drive"]),
    ("vm-disks-on-shared-storage.local", &["migrate-storage"]),
    ("vm-disks-on-shared-storage.one-host-only", &["migrate-storage"]),
    ("vm-disks-on-shared-storage.snapshot-chain-local", &["migrate-storage"]),
    ("vm-disks-on-shared-storage.powered-off", &["migrate-storage"]),
    ("vm-config-on-shared-storage.vmx", &["migrate-storage"]),
    ("vm-config-on-shared-storage.snapshots", &["migrate-storage"]),
    ("lms-vm.local-disk", &["migrate-storage"]),
    ("portgroup-labels-consistent.missing", &["add-port-group"]),
];

/// The folder that holds govc, built from the module of the simulator.
fn govc() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| {
        go_program("./govc", "govc").parent().expect("a program stands in a folder").to_owned()
    })
}

/// What `vpreflight plan` says of a running vCenter.
fn plan(vcsim: &Vcsim, more: &[&str]) -> common::Run {
    let mut flags = words(&["plan", "--lang", "en"]);
    flags.extend(vcsim.connection());
    flags.extend(words(more));
    run(&flags, &[])
}

/// The findings of a running vCenter, by fingerprint, with what they say; only fails, or whatever there is.
fn found(vcsim: &Vcsim, only_fails: bool) -> BTreeMap<String, String> {
    let report = vcsim.check(&[]).report();
    let mut found = BTreeMap::new();
    for rule in report["prerequisites"].as_array().expect("rules") {
        let findings = rule["findings"].as_array().expect("findings").iter();
        for finding in findings.filter(|finding| !only_fails || finding["level"] == "fail") {
            for object in finding["objects"].as_array().expect("objects") {
                let fingerprint = object["fingerprint"].as_str().expect("a fingerprint").to_owned();
                found.insert(
                    fingerprint,
                    format!("{} {}: {}", rule["id"], object["name"], finding["message"]["en"]),
                );
            }
        }
    }
    found
}

/// Runs a script with the real govc.
fn apply(vcsim: &Vcsim, script: &Path) -> Result<(), String> {
    let output = Command::new("sh")
        .arg(script)
        .arg("--apply")
        .env_clear()
        .env("PATH", format!("{}:/usr/bin:/bin", govc().display()))
        .env("HOME", vcsim.files.path())
        .env("GOVC_URL", &vcsim.at.url)
        .env("GOVC_USERNAME", &vcsim.at.username)
        .env("GOVC_PASSWORD", &vcsim.at.password)
        .env("GOVC_TLS_CA_CERTS", &vcsim.at.ca_file)
        .output()
        .expect("a shell");
    let said = [output.stdout, output.stderr].concat();
    match output.status.success() {
        true => Ok(()),
        false => Err(format!("{}: {}", vcsim.at.scenario, String::from_utf8_lossy(&said))),
    }
}

fn closed(scenario: &str, remedies: &[&str]) -> Result<(), String> {
    let vcsim = Vcsim::start(scenario);
    let before = found(&vcsim, true);
    let made: Value = serde_json::from_str(&plan(&vcsim, &["--format", "json"]).stdout).expect("a plan");
    let actions: Vec<&Value> = made["actions"]
        .as_array()
        .expect("actions")
        .iter()
        .filter(|action| action["proof"]["state"] == "proved")
        .filter(|action| action["remedy"].as_str().is_some_and(|name| remedies.contains(&name)))
        .collect();
    for remedy in remedies {
        if !actions.iter().any(|action| action["remedy"] == *remedy) {
            return Err(format!("{scenario}: the plan has no {remedy}"));
        }
    }
    let script = vcsim.files.path().join("plan.sh");
    let written = plan(&vcsim, &["--snippets", "govc", "-o", &script.display().to_string()]);
    assert!(written.code <= 1, "{}", written.stderr);
    apply(&vcsim, &script)?;
    let left = found(&vcsim, false);
    for action in actions {
        for finding in action["findings"].as_array().expect("findings") {
            let fingerprint = finding["fingerprint"].as_str().expect("a fingerprint");
            if left.contains_key(fingerprint) {
                let (remedy, rule) = (&action["remedy"], &finding["rule"]);
                return Err(format!("{scenario}: {remedy} was done, and {rule} still says it"));
            }
        }
    }
    // What an action brings up for certain, the plan has said.
    let raised = made["actions"].as_array().expect("actions").iter();
    let raised = raised.flat_map(|action| action["raises"].as_array().into_iter().flatten());
    let raised: BTreeSet<&str> = raised.filter_map(|finding| finding["fingerprint"].as_str()).collect();
    let expected = |print: &str| before.contains_key(print) || raised.contains(print);
    match found(&vcsim, true).iter().find(|(fingerprint, _)| !expected(fingerprint.as_str())) {
        None => Ok(()),
        Some((_, said)) => Err(format!("{scenario}: this has come up: {said}")),
    }
}

#[test]
fn what_a_script_does_cures_what_it_is_for_and_nothing_else_comes_up() {
    let broken: Vec<String> =
        LOOPS.par_iter().filter_map(|(scenario, remedies)| closed(scenario, remedies).err()).collect();
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The scenarios that the simulator lists, with the flags of their runs.
fn scenarios() -> Vec<(String, Vec<String>)> {
    let listed = Command::new(common::simulator()).arg("-list").output().expect("the list of scenarios");
    let listed: Value = serde_json::from_slice(&listed.stdout).expect("JSON");
    let judged = listed.as_array().expect("scenarios").iter().filter(|scenario| scenario["judged"] == true);
    let flags = |scenario: &Value| {
        let flags = scenario["flags"].as_array().into_iter().flatten();
        flags.map(|flag| flag.as_str().expect("a flag").to_owned()).collect()
    };
    judged.map(|scenario| (scenario["name"].as_str().expect("a name").to_owned(), flags(scenario))).collect()
}

/// Scenarios whose fails no single action cures, with why.
fn several() -> BTreeMap<String, String> {
    toml::from_str(include_str!("plan/several.toml")).expect("a readable list")
}

/// The actions of a plan that are for a fail, each with its remedy; what stands there as advice has none.
fn for_fails(made: &Value) -> Vec<String> {
    let fails = |action: &&Value| {
        let mut findings = action["findings"].as_array().into_iter().flatten();
        findings.any(|finding| finding["level"] == "fail")
    };
    let told = |action: &Value| {
        format!("{} ({})", action["remedy"].as_str().unwrap_or("advice"), action["object"]["name"])
    };
    made["actions"].as_array().into_iter().flatten().filter(fails).map(told).collect()
}

/// Each scenario is one fault. Where it makes a rule fail there is one thing to do about it, and it is a remedy; or
/// the list says why not.
#[test]
fn one_fault_is_one_action() {
    let several = several();
    let wrong: Vec<String> = scenarios()
        .par_iter()
        .filter_map(|(scenario, flags)| {
            let vcsim = Vcsim::start(scenario);
            let flags: Vec<&str> = flags.iter().map(String::as_str).chain(["--format", "json"]).collect();
            let run = plan(&vcsim, &flags);
            let made: Value = serde_json::from_str(&run.stdout).unwrap_or_default();
            let actions = for_fails(&made);
            let fine = made["verdict"] != "not-ready"
                || actions.len() == 1 && actions.iter().all(|action| !action.starts_with("advice"));
            match (fine, several.contains_key(scenario)) {
                (true, false) | (false, true) => None,
                (true, true) => Some(format!("{scenario} is in the list, and one action cures it")),
                (false, false) => Some(format!("{scenario}: {} {}", actions.join(", "), run.stderr)),
            }
        })
        .collect();
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
    let known: BTreeSet<String> = scenarios().into_iter().map(|(name, _)| name).collect();
    let gone: Vec<&String> = several.keys().filter(|name| !known.contains(*name)).collect();
    assert!(gone.is_empty(), "no scenario is called {gone:?}");
}
