//! `--ask-hosts`, `--ask-vcenter` and `--ask-drs` against a vCenter, live and by way of a saved inventory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Vcsim, run, words};
use serde_json::Value;

const ASKS: [&str; 3] = ["--ask-hosts", "--ask-vcenter", "--ask-drs"];
/// Calls that are made on request only.
const ON_REQUEST: [&str; 3] =
    ["QueryNetworkHint", "QueryVMotionCompatibilityEx_Task", "ClusterEnterMaintenanceMode"];

fn rule<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["prerequisites"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap()
}

fn outcome(report: &Value, id: &str) -> String {
    rule(report, id)["outcome"]["is"].as_str().unwrap().to_owned()
}

#[test]
fn nobody_is_asked_unbidden() {
    let server = Vcsim::start("healthy");
    let report = server.check(&[]).report();
    for id in ["same-physical-network", "target-host-compatible"] {
        assert_eq!(outcome(&report, id), "manual", "{id}");
    }
    let calls = server.minutes().calls;
    assert!(ON_REQUEST.iter().all(|call| !calls.contains_key(*call)), "{calls:?}");
}

#[test]
fn what_hosts_and_vcenter_say_answers_the_questions() {
    let server = Vcsim::start("healthy");
    let live = server.check(&ASKS).report();
    for id in ["same-physical-network", "target-host-compatible"] {
        assert_eq!(outcome(&live, id), "pass", "{id}");
    }
    let minutes = server.minutes();
    assert!(ON_REQUEST.iter().all(|call| minutes.calls[*call] > 0), "{:?}", minutes.calls);
    assert!(minutes.violations.is_empty(), "{:?}", minutes.violations);

    let file = server.files.path().join("inventory.json.zst").display().to_string();
    let mut flags = words(&["collect", "-o", &file]);
    flags.extend(words(&ASKS));
    flags.extend(server.connection());
    let collected = run(&flags, &[]);
    assert_eq!(collected.code, 0, "{}", collected.stderr);
    let saved = run(&words(&["check", "--format", "json", "--lang", "en", "--inventory", &file]), &[]);
    assert_eq!(saved.report()["prerequisites"], live["prerequisites"]);

    let refused = run(&words(&["check", "--inventory", &file, "--ask-hosts"]), &[]);
    assert!(refused.code == 2 && refused.stderr.contains("vpreflight collect"), "{}", refused.stderr);
}

#[test]
fn vcenter_names_the_host_it_refuses() {
    let server = Vcsim::start("portgroup-labels-consistent.missing");
    let report = server.check(&ASKS).report();
    assert_eq!(outcome(&report, "target-host-compatible"), "fail");
    assert!(rule(&report, "target-host-compatible").to_string().contains("CannotAccessNetwork"));
}

/// Of a part only the hosts and VMs in it are asked.
#[test]
fn outside_of_the_scope_nobody_is_asked() {
    let server = Vcsim::start("two-clusters");
    let flags = ["--cluster", "domain-c208", ASKS[0], ASKS[1], ASKS[2]];
    let report = server.check(&flags).report();
    let hosts = report["clusters"][0]["hosts"].as_u64().unwrap();
    assert!(hosts > 0, "{report:#}");
    let calls = server.minutes().calls;
    for call in [ON_REQUEST[0], ON_REQUEST[2]] {
        assert_eq!(calls.get(call).copied().unwrap_or_default(), hosts, "{call}: {calls:?}");
    }
}

/// The part of a report, a matrix or an answer that holds vCenter's answers against ours.
fn held<'r>(cluster: &'r Value, oracle: &str) -> &'r Value {
    let all = match &cluster["placing"]["held"] {
        Value::Array(all) => all.iter().collect(),
        _ => vec![&cluster["held"]],
    };
    all.into_iter().find(|one| one["oracle"] == oracle).unwrap_or_else(|| panic!("{oracle}: {cluster:#}"))
}

/// Ways to differ: what is said here, by what, why, and at what.
fn ways(held: &Value) -> Vec<(bool, Vec<&str>, &str, String)> {
    let mut ways = Vec::new();
    for one in held["differs"].as_array().unwrap() {
        let at = one["at"].as_array().unwrap().iter().map(|pair| {
            let name =
                |of: &str| pair[of]["name"].as_str().unwrap_or("-").split('.').next().unwrap().to_owned();
            format!("{} {}", name("vm"), name("host"))
        });
        let at: Vec<String> = at.collect();
        let by = one["by"].as_array().unwrap().iter().map(|word| word.as_str().unwrap()).collect();
        let because = one["because"].as_str().unwrap_or_default();
        ways.push((one["here"].as_bool().unwrap(), by, because, at.join(", ")));
    }
    ways
}

fn placed(server: &Vcsim, command: &[&str]) -> Value {
    let mut flags = words(command);
    flags.extend(words(&["--format", "json", "--lang", "en"]));
    flags.extend(server.connection());
    let run = run(&flags, &[]);
    serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr))
}

/// What vCenter says differently is told by kind, and every type of fault by its own name.
#[test]
fn every_fault_of_the_family_is_named() {
    let server = Vcsim::start("asks.every-fault");
    let report = server.check(&["--ask-vcenter", "--ask-drs"]).report();
    let checker = held(&report["clusters"][0], "checker");
    let found = ways(checker);
    let [(here, kinds, because, at)] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((*here, *because, at.as_str()), (true, "", "LMS-DB01 esx03"));
    assert!(checker["compared"].as_u64().unwrap() > 5, "{checker:#}");
    // The types are those of the API, each once.
    let table = std::fs::read_to_string("tests/vsphere-types/types.tsv").unwrap();
    let parents: std::collections::BTreeMap<&str, &str> = table
        .lines()
        .filter_map(|line| line.strip_prefix("data\t"))
        .filter_map(|line| line.split_once('\t').map(|(name, rest)| (name, rest.split('\t').next().unwrap())))
        .collect();
    let of_family = |name: &&str| {
        let mut at = *name;
        while at != "MigrationFault" {
            match parents.get(at) {
                Some(parent) => at = parent,
                None => return false,
            }
        }
        true
    };
    let family: Vec<&str> = parents.keys().copied().filter(of_family).collect();
    assert!(family.len() > 50, "{family:?}");
    assert_eq!(*kinds, family);

    let emptied = placed(&server, &["whatif", "--evacuate", "esx01.tokyo.example", "--ask-drs"]);
    let drs = ways(held(&emptied["clusters"][0], "drs"));
    let kinds = ["DrsVmotionIncompatibleFault", "InsufficientMemoryResourcesFault", "NoCompatibleHost"];
    assert_eq!(drs, [(true, kinds.to_vec(), "", "- esx01".to_owned())]);
    assert!(server.minutes().violations.is_empty());
}

/// Where both are right the difference has a name; it is told in words, too.
#[test]
fn a_rule_that_the_checker_leaves_out_is_a_rightful_difference() {
    let server = Vcsim::start("asks.rule");
    let matrix = placed(&server, &["matrix", "--ask-vcenter"]);
    let of_rule = |because| (false, vec!["VM-Host rules"], because, "LMS-DB01 esx03".to_owned());
    assert_eq!(ways(held(&matrix["clusters"][0], "checker")), [of_rule("rules")]);
    // DRS knows rules: where it breaks one, somebody is wrong.
    let rolled = placed(&server, &["whatif", "--roll", "--ask-drs"]);
    assert_eq!(ways(held(&rolled["clusters"][0], "drs"))[0], of_rule(""));

    for (lang, text) in [
        (
            "en",
            "vCenter allows what is not possible here (VM-Host rules): LMS-DB01 to esx03.tokyo.example; its checker leaves VM-Host rules out",
        ),
        ("ja", "LMS-DB01 → esx03.tokyo.example"),
    ] {
        let mut flags = words(&["matrix", "--ask-vcenter", "--lang", lang, "--width", "400"]);
        flags.extend(server.connection());
        let told = run(&flags, &[]).stdout;
        assert!(told.contains(text), "{told}");
    }
    // Each difference is a record of its own for spreadsheets.
    for (command, what) in [
        (&["matrix", "--ask-vcenter"][..], ",differs,,"),
        (&["matrix", "--each", "--ask-vcenter"], ",differs,,"),
        (&["whatif", "--roll", "--ask-drs"], ",differs,"),
    ] {
        let mut flags = words(&[command, &["--format", "csv", "--lang", "en"]].concat());
        flags.extend(server.connection());
        let told = run(&flags, &[]).stdout;
        let lines: Vec<&str> = told.lines().filter(|line| line.contains(what)).collect();
        assert!(!lines.is_empty() && lines[0].contains("LMS-DB01") && lines[0].contains("esx03"), "{told}");
    }
    // Unasked nothing is held against anything.
    let silent = placed(&server, &["matrix"]);
    assert!(silent["clusters"][0]["held"].is_null());
}

/// No outcome rests on what DRS says.
#[test]
fn what_drs_says_decides_nothing() {
    let server = Vcsim::start("healthy");
    let asked = server.check(&["--ask-drs"]).report();
    let plain = server.check(&[]).report();
    assert_eq!(asked["prerequisites"], plain["prerequisites"]);
    assert_eq!(held(&asked["clusters"][0], "drs")["compared"], 3);
}
