//! What a run did not look at, and what it did not find: hosts that are out of service are judged by their
//! configuration and named, and nothing holds where there was nothing to judge.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::{Value, json};
use vpreflight::evaluate::{Run, evaluate};
use vpreflight::facts;
use vpreflight::inventory::patch::{self, Change};
use vpreflight::report::{Level, OutOfService, Outcome, Prerequisite, Reading, Report};
use vpreflight::rules::{Catalogue, base_inventory, built_in};

fn report(changes: &[Value], reading: Reading) -> Report {
    let base: Value = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let changes: Vec<Change> = serde_json::from_value(Value::Array(changes.to_vec())).unwrap();
    let inventory = patch::apply(&base, &changes).unwrap();
    let catalogue = Catalogue::load(&[built_in()], &facts::roots()).unwrap();
    let run = Run { reading, ..Run::of(&inventory) };
    evaluate(&facts::build(&inventory), &catalogue.select(&["full".into()]).unwrap(), &run)
}

fn texts(rule: &Prerequisite) -> Vec<String> {
    rule.findings.iter().filter(|found| found.level > Level::Note).map(|found| found.text().en).collect()
}

/// esx03 runs nothing and is in one of the states in which its configuration is there.
fn out_of_service() -> [(OutOfService, Vec<Value>); 2] {
    let empty = [
        json!({ "object": "vm-23", "path": "runtime.host", "value": "host-12" }),
        json!({ "object": "host-13", "path": "vm", "value": [] }),
        json!({ "object": "host-12", "path": "vm/+", "value": "vm-23" }),
    ];
    let with = |more: Value| [empty.to_vec(), more.as_array().unwrap().clone()].concat();
    [
        (
            OutOfService::Maintenance,
            with(json!([{ "object": "host-13", "path": "runtime.inMaintenanceMode", "value": true }])),
        ),
        (
            OutOfService::Standby,
            with(json!([
                { "object": "host-13", "path": "runtime.powerState", "value": "standBy" },
                { "object": "host-13", "path": "runtime.standbyMode", "value": "in" },
            ])),
        ),
    ]
}

/// What esx03 may lack, or have otherwise than the others.
fn faults_of_a_host() -> Vec<(&'static str, Value)> {
    vec![
        (
            "a label",
            json!([{ "object": "host-13", "path": "config.network/portgroup/VM Network", "delete": true }]),
        ),
        (
            "a VLAN",
            json!([{ "object": "host-13", "path": "config.network/portgroup/VM Network/vlanId", "value": 99 }]),
        ),
        (
            "a security policy",
            json!([
                { "object": "host-13", "path": "config.network/portgroup/VM Network/security/allowPromiscuous", "value": true },
            ]),
        ),
        (
            "uplinks",
            json!([{ "object": "host-13", "path": "config.network/vswitch/vSwitch0/pnic", "value": [] }]),
        ),
        ("a datastore", json!([{ "object": "datastore-31", "path": "host/host-13", "delete": true }])),
        (
            "a datastore to write to",
            json!([
                { "object": "datastore-32", "path": "host/host-13/accessMode", "value": "readOnly" },
            ]),
        ),
        ("its networks", json!([{ "object": "host-13", "path": "config.network", "unreadable": "denied" }])),
    ]
}

#[test]
fn what_is_found_at_a_host_in_service_is_found_at_one_that_is_out_of_service() {
    for (state, out) in out_of_service() {
        let quiet = report(&out, Reading::Practice);
        let left_out = &quiet.clusters[0].left_out;
        assert_eq!(left_out.len(), 1);
        assert_eq!(
            (left_out[0].host.id.as_str(), left_out[0].state, left_out[0].judged),
            ("host-13", state, true)
        );
        for (what, fault) in faults_of_a_host() {
            let fault = fault.as_array().unwrap();
            let now = report(&[&out[..3], fault].concat(), Reading::Practice);
            let healthy = report(&out[..3], Reading::Practice);
            let later = report(&[&out[..], fault].concat(), Reading::Practice);
            let mut told = 0;
            // Links are told of no host that sleeps, and rules of a host judge it as they did.
            let every = now.prerequisites.iter().zip(&healthy.prerequisites).zip(&later.prerequisites);
            for ((now, healthy), later) in every {
                let over_hosts = ["cluster", "vm"].contains(&now.subject.name());
                if !over_hosts || now.outcome.rank() <= healthy.outcome.rank() {
                    continue;
                }
                let named = texts(now).iter().any(|text| text.contains("esx03"));
                if !named && !matches!(now.outcome, Outcome::Unknown { .. }) {
                    continue;
                }
                let id = &now.id;
                let found = later.outcome.rank() > healthy.outcome.rank();
                assert!(found, "{what} of a host in {}: {id} says nothing any more", state.name());

                let marked = format!("esx03.tokyo.example ({})", state.name());
                if named {
                    assert!(
                        later.outcome.rank() <= Outcome::Warn.rank(),
                        "{what}: {id} is {:?}",
                        later.outcome
                    );
                    assert!(
                        texts(later).iter().any(|text| text.contains(&marked)),
                        "{what}: {id} {:?}",
                        texts(later)
                    );
                }
                told += 1;
            }
            assert!(told > 0, "{what}: no rule minds");
        }
    }
}

/// States in which there is little or nothing to judge.
fn empty() -> Vec<(&'static str, Vec<Value>)> {
    let hosts = ["host-11", "host-12", "host-13"];
    let vms = ["vm-21", "vm-22", "vm-23", "vm-24", "vm-25"];
    let each =
        |ids: &[&str], change: &dyn Fn(&str) -> Value| ids.iter().map(|id| change(id)).collect::<Vec<_>>();
    let remove = |id: &str| json!({ "object": id, "remove": true });
    let no_vms =
        [each(&vms, &remove), each(&hosts, &|id| json!({ "object": id, "path": "vm", "value": [] }))]
            .concat();
    let no_hosts = [
        each(&vms, &remove),
        each(&hosts, &remove),
        vec![json!({ "object": "domain-c7", "path": "host", "value": [] })],
    ]
    .concat();
    vec![
        ("no VMs", no_vms),
        ("no hosts", no_hosts),
        (
            "templates only",
            each(&vms, &|id| json!({ "object": id, "path": "config.template", "value": true })),
        ),
        (
            "all hosts in maintenance",
            each(&hosts, &|id| json!({ "object": id, "path": "runtime.inMaintenanceMode", "value": true })),
        ),
    ]
}

/// Rules that judge what is there without hosts: the vCenter itself, and settings and history of a cluster.
const WITHOUT_HOSTS: [&str; 14] = [
    "aux-vcenter-size",
    "cluster-created-ha-off",
    "cluster-exists",
    "cluster-summary-clean",
    "ha-admission-control",
    "ha-enabled",
    "ha-failover-verified",
    "ha-host-monitoring",
    "ha-vm-monitoring",
    "ha-vm-options",
    "target-resource-pool",
    "vcenter-licensed",
    "vcenter-version",
    "vmotion-verified",
];

/// Rules over the hosts of a cluster that judge how they are set up, in service or not.
const SET_UP: [&str; 11] = [
    "aux-ha-cluster-size",
    "aux-ha-common-mgmt-network",
    "aux-ha-host-names-dns",
    "aux-ha-same-vm-networks",
    "aux-vmotion-mtu-consistent",
    "ha-redundant-net-same-subnet",
    "host-cpu-compatible",
    "host-software-version",
    "portgroup-labels-consistent",
    "vmotion-configured",
    "vmotion-vmkernel-portgroup",
];

#[test]
fn nothing_holds_where_nothing_was_judged() {
    let mut held = Vec::new();
    for (state, changes) in empty() {
        let report = report(&changes, Reading::Practice);
        for rule in report.prerequisites.iter().filter(|rule| rule.outcome == Outcome::Pass) {
            let id = rule.id.as_str();
            let judged = match (state, rule.subject.name()) {
                ("no VMs" | "templates only", of) => of != "vm",
                ("no hosts", of) => !["host", "vm"].contains(&of) && WITHOUT_HOSTS.contains(&id),
                (_, "cluster") => WITHOUT_HOSTS.contains(&id) || SET_UP.contains(&id),
                _ => true,
            };
            if !judged {
                held.push(format!("{state}: {id} holds"));
            }
        }
    }
    assert!(held.is_empty(), "{}", held.join("\n"));
}
