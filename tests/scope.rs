//! `--datacenter`, `--cluster` and `--vm` against a vCenter with two clusters of one name: live and from
//! a saved inventory alike.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Run, Vcsim, run, words};
use serde_json::Value;

const TOKYO: &str = "/Tokyo/host/LMS-HA";

/// Both ways to one question: live, and from what `collect` saved.
struct Both {
    server: Vcsim,
    file: String,
}

impl Both {
    fn start() -> Self {
        let server = Vcsim::start("two-clusters");
        let file = server.files.path().join("inventory.json.zst").display().to_string();
        let mut flags = words(&["collect", "-o", &file]);
        flags.extend(server.connection());
        let collected = run(&flags, &[]);
        assert_eq!(collected.code, 0, "{}", collected.stderr);
        Self { server, file }
    }

    /// The live run, once it is clear that the saved inventory says the same.
    fn check(&self, more: &[&str]) -> Run {
        let live = self.server.check(more);
        let mut flags = words(&["check", "--format", "json", "--lang", "en", "--inventory", &self.file]);
        flags.extend(words(more));
        let saved = run(&flags, &[]);
        assert_eq!(live.code, saved.code, "{more:?}:\n{}\n{}", live.stderr, saved.stderr);
        if live.code == 2 {
            assert_eq!(live.stderr, saved.stderr);
        } else {
            let (live, saved) = (live.report(), saved.report());
            let rules = |report: &Value| report["prerequisites"].as_array().unwrap().clone();
            assert_eq!(rules(&live).len(), rules(&saved).len(), "{more:?}");
            for (live, saved) in rules(&live).iter().zip(&rules(&saved)) {
                assert_eq!(live, saved, "{more:?}: {}", live["id"]);
            }
            for part in ["clusters", "question", "verdict", "tally", "advisory_tally"] {
                assert_eq!(live[part], saved[part], "{more:?}: {part}");
            }
        }
        live
    }
}

fn outcome(report: &Value, id: &str) -> String {
    let rules = report["prerequisites"].as_array().unwrap();
    rules.iter().find(|rule| rule["id"] == id).unwrap()["outcome"]["is"].as_str().unwrap().to_owned()
}

fn paths(report: &Value) -> Vec<String> {
    let clusters = report["clusters"].as_array().unwrap();
    clusters.iter().map(|one| one["object"]["path"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn only_the_clusters_in_scope_are_judged() {
    let both = Both::start();
    let all = both.check(&[]).report();
    assert_eq!(paths(&all), ["/Osaka/host/LMS-HA", TOKYO]);
    assert_eq!(outcome(&all, "ha-enabled"), "fail");

    for scope in [
        &["--cluster", TOKYO][..],
        &["--datacenter", "Tokyo"],
        &["--datacenter", "Tokyo", "--cluster", "LMS-HA"],
    ] {
        let tokyo = both.check(scope);
        assert_eq!(tokyo.code, 0, "{scope:?}: {}", tokyo.stdout);
        let tokyo = tokyo.report();
        assert_eq!(paths(&tokyo), [TOKYO], "{scope:?}");
        assert_eq!(outcome(&tokyo, "ha-enabled"), "pass");
    }

    let osaka = both.check(&["--cluster", "domain-c208"]).report();
    assert_eq!(paths(&osaka), ["/Osaka/host/LMS-HA"]);
    assert_eq!(
        (outcome(&osaka, "ha-enabled"), outcome(&osaka, "hosts-min-two")),
        ("fail".into(), "fail".into())
    );
    assert_eq!(osaka["question"]["scope"]["clusters"][0]["id"], "domain-c208");
}

/// Clusters are listed whatever the scope; what is asked one by one is asked of those in scope alone.
#[test]
fn clusters_out_of_scope_are_asked_nothing() {
    let server = Vcsim::start("two-clusters");
    let asked = |more: &[&str]| {
        let before = server.minutes().calls;
        server.check(more).report();
        let after = server.minutes().calls;
        ["CreateCollectorForEvents", "QueryConfigOptionDescriptor"]
            .map(|call| after[call] - before.get(call).copied().unwrap_or_default())
    };
    let all = asked(&[]);
    let one = asked(&["--cluster", TOKYO]);
    assert!(all.iter().zip(one).all(|(all, one)| one > 0 && one < *all), "{all:?} {one:?}");
}

#[test]
fn a_vm_alone_is_judged_in_its_cluster() {
    let both = Both::start();
    let run = both.check(&["--vm", "LMS-DB01"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let report = run.report();
    assert_eq!(paths(&report), [TOKYO]);
    assert_eq!(report["question"]["scope"]["vms"][0]["name"], "LMS-DB01");
    let rules = report["prerequisites"].as_array().unwrap();
    let of_vms: Vec<&Value> = rules.iter().filter(|rule| rule["subject"] == "vm").collect();
    assert!(of_vms.len() > 5, "{}", of_vms.len());
    for rule in of_vms {
        let judged: u64 =
            rule["objects"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
        // An open question about the cluster or the vCenter has a row of its own.
        let asked = rule["objects"]["manual"].as_u64().unwrap();
        assert_eq!(judged - asked, u64::from(rule["asks"][0].is_null() || judged > asked), "{}", rule["id"]);
    }
}

/// What is counted over the whole vCenter, and the application's VM outside the scope.
#[test]
fn what_lies_outside_is_counted_and_found() {
    let both = Both::start();
    let osaka =
        both.check(&["--cluster", "domain-c208", "--profile", "full", "--lms-vm", "LMS-DB01"]).report();
    assert_eq!(outcome(&osaka, "lms-vm-in-cluster"), "fail");
    assert_eq!(outcome(&osaka, "aux-vcenter-size"), "pass");
    both.check(&["--datacenter", "Osaka", "--profile", "full"]);
    both.check(&["--vm", "LMS-DB01", "--profile", "full"]);
}

#[test]
fn a_name_that_does_not_do_is_told_with_candidates() {
    let both = Both::start();
    let several = both.check(&["--cluster", "LMS-HA"]);
    assert_eq!(several.code, 2);
    for word in ["more than one", "/Osaka/host/LMS-HA (domain-c208)", TOKYO] {
        assert!(several.stderr.contains(word), "{word}: {}", several.stderr);
    }
    let nothing = both.check(&["--vm", "LMS-DB\u{1b}[31m1"]);
    assert_eq!(nothing.code, 2);
    assert!(nothing.stderr.contains("LMS-DB<U+001B>[31m1") && !nothing.stderr.contains('\u{1b}'));
    let first = nothing.stderr.lines().nth(1).unwrap();
    assert!(first.contains("/Tokyo/vm/LMS-DB01 ("), "{}", nothing.stderr);
    let outside = both.check(&["--datacenter", "Osaka", "--vm", "LMS-DB01"]);
    assert!(outside.code == 2 && outside.stderr.contains("outside"), "{}", outside.stderr);
    let minutes = both.server.minutes();
    assert_eq!(minutes.calls["Login"], minutes.calls["Logout"]);
    assert!(minutes.violations.is_empty(), "{:?}", minutes.violations);
}
