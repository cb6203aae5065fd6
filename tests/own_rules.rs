//! What placing knows, as facts for rules that users write: three-valued, as all facts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod placed;

use common::{Run, run_in};
use placed::Estate;
use serde_json::{Value, json};

/// A rule of a user's about each host, and one about each VM.
const RULES: [(&str, &str); 2] = [
    (
        "house-loss.toml",
        r#"
id = "house-loss"
subject = "host"
area = "ha"
profiles = ["ha"]
title = { en = "The loss of the host leaves no VM without a place", ja = "ホスト障害後も全仮想マシンの配置先がある" }
fix = { en = "Make room.", ja = "空きを作ります。" }
source = { heading = "House", demand = { en = "Survive.", ja = "障害に耐えること。" } }

[[finding]]
name = "stranded"
level = "fail"
when = "host.loss.asked && host.loss.stranded"
evidence = { vms = "host.loss.vms", vm = "host.loss.vm", short = "host.loss.short" }
message = { en = "{vm} of {vms} finds no place", ja = "{vms} のうち {vm} の配置先がありません" }
"#,
    ),
    (
        "house-restart.toml",
        r#"
id = "house-restart"
subject = "vm"
area = "ha"
profiles = ["ha"]
gates = []
title = { en = "HA can restart the VM on each other host", ja = "ほかのすべてのホストで仮想マシンを再起動できる" }
fix = { en = "Mend it.", ja = "原因を取り除きます。" }
source = { heading = "House", demand = { en = "Restart.", ja = "再起動できること。" } }

[[finding]]
name = "nowhere"
level = "fail"
when = "vm.power == 'on' && !vm.restart.on.any"
evidence = { causes = "vm.restart.refused", targets = "vm.targets", moves = "vm.live.on.lacking" }
blocks = "vm.restart.on.lacking"
message = { en = "nowhere of {targets}: {causes}", ja = "{targets} のいずれでも再起動できません: {causes}" }

[[finding]]
name = "not-everywhere"
level = "warn"
when = "vm.power == 'on' && vm.restart.on.any && !vm.restart.on.all"
evidence = { lacking = "vm.restart.on.lacking" }
message = { en = "not on {lacking}", ja = "{lacking} では再起動できません" }
"#,
    ),
];

fn ask(estate: &Estate) -> Run {
    let place = tempfile::tempdir().unwrap();
    std::fs::write(place.path().join("estate.json"), estate.0.to_string()).unwrap();
    std::fs::create_dir(place.path().join("own")).unwrap();
    for (file, text) in RULES {
        std::fs::write(place.path().join("own").join(file), text).unwrap();
    }
    run_in(place.path(), &["check", "--rules", "own", "--inventory", "estate.json", "--format", "json"], &[])
}

/// What a rule says: its outcome, and the messages of its findings in English with their evidence filled in.
fn said(estate: &Estate, id: &str) -> (String, Value) {
    let run = ask(estate);
    assert!(!run.stdout.is_empty(), "{}", run.stderr);
    let report = run.report();
    let rules = report["prerequisites"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == id).expect("the rule of the user").clone();
    (rule["outcome"]["is"].as_str().unwrap_or_default().to_owned(), rule["findings"].clone())
}

#[test]
fn the_loss_of_a_host_is_a_fact_of_the_host() {
    let (outcome, findings) = said(&Estate::stranded(), "house-loss");
    assert_eq!(outcome, "fail");
    let text = findings.to_string();
    assert!(["db01", "db02", "db03"].iter().all(|vm| text.contains(vm)), "{text}");

    let roomy = Estate::of(&[("db01", 0, 50), ("db02", 1, 50)]);
    assert_eq!(said(&roomy, "house-loss").0, "pass");
    // Nobody asks where HA is off, or of a host that is out of service.
    let off = Estate::stranded().cluster("das", json!({ "enabled": false }));
    assert_eq!(said(&off, "house-loss").0, "pass");

    // What is not read is neither.
    let two = || Estate::of(&[("db01", 0, 150), ("db03", 2, 150)]);
    assert_eq!(said(&two(), "house-loss").0, "pass");
    let unread = two().unread(1, "summary.hardware");
    let (outcome, findings) = said(&unread, "house-loss");
    assert_eq!(outcome, "unknown", "{findings:#}");
    let unread = two().unread(1, "runtime.inMaintenanceMode");
    assert_eq!(said(&unread, "house-loss").0, "unknown");
}

#[test]
fn where_ha_can_restart_a_vm_is_a_fact_of_the_vm() {
    let (outcome, findings) = said(&Estate::mixed(), "house-restart");
    assert_eq!(outcome, "fail");
    let told = |name: &str| {
        let all = findings.as_array().unwrap().iter().filter(|finding| finding["name"] == name);
        all.map(Value::to_string).collect::<String>()
    };
    let nowhere = told("nowhere");
    for said in ["local01", "tied01", "storage", "VM-Host rules", "esx03"] {
        assert!(nowhere.contains(said), "no {said} in {nowhere}");
    }
    assert!(!nowhere.contains("app01") && told("not-everywhere").is_empty(), "{findings:#}");

    let free = Estate::of(&[("app01", 0, 0)]);
    assert_eq!(said(&free, "house-restart").0, "pass");
    // An agent of HA that does not work takes nobody, while HA is on.
    let broken = free.host(1, "runtime.dasHostState", json!({ "state": "initializationError" }));
    assert_eq!(said(&broken, "house-restart").0, "warn");
    let off = broken.cluster("das", json!({ "enabled": false }));
    assert_eq!(said(&off, "house-restart").0, "pass");

    let free = || Estate::of(&[("app01", 0, 0)]);
    let unread = free().unread(2, "config.network");
    assert_eq!(said(&unread, "house-restart").0, "unknown");
    let unread = free().host(1, "runtime.dasHostState", json!(null)).unread(1, "runtime.dasHostState");
    assert_eq!(said(&unread, "house-restart").0, "unknown");
}
