//! `--ask-hosts` and `--ask-vcenter` against a vCenter, live and by way of a saved inventory.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Vcsim, run, words};
use serde_json::Value;

const ASKS: [&str; 2] = ["--ask-hosts", "--ask-vcenter"];
/// Calls that are made on request only.
const ON_REQUEST: [&str; 2] = ["QueryNetworkHint", "QueryVMotionCompatibilityEx_Task"];

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
    let flags = ["--cluster", "domain-c208", ASKS[0], ASKS[1]];
    let report = server.check(&flags).report();
    let hosts = report["clusters"][0]["hosts"].as_u64().unwrap();
    assert!(hosts > 0, "{report:#}");
    let calls = server.minutes().calls;
    assert_eq!(calls.get(ON_REQUEST[0]).copied().unwrap_or_default(), hosts, "{calls:?}");
}
