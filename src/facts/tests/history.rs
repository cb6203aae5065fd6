//! The record of a cluster: which of several comes first, and whether two names are of one host.

use super::super::build;
use crate::inventory::Inventory;
use crate::inventory::patch::{self, Change};

fn after(changes: serde_json::Value) -> Inventory {
    let base = serde_json::from_str(crate::rules::base_inventory().unwrap()).unwrap();
    let changes: Vec<Change> = serde_json::from_value(changes).unwrap();
    patch::apply(&base, &changes).unwrap()
}

fn event(more: serde_json::Value) -> serde_json::Value {
    serde_json::json!({ "object": "domain-c7", "path": "events/events/+", "value": more })
}

#[test]
fn of_several_moves_and_restarts_the_earliest_is_the_first() {
    let vm = serde_json::json!({ "id": "vm-21", "name": "lms-db01" });
    let inventory = after(serde_json::json!([
        event(serde_json::json!({ "key": 3002, "chainId": 3000, "kind": "VmBeingHotMigratedEvent",
            "createdS": 1_794_700_800, "vm": vm, "host": { "id": "host-11" }, "destHost": { "id": "host-12" } })),
        event(serde_json::json!({ "key": 3005, "chainId": 3000, "kind": "VmMigratedEvent",
            "createdS": 1_794_700_810, "vm": vm, "host": { "id": "host-12" }, "sourceHost": { "id": "host-11" } })),
        event(serde_json::json!({ "key": 3107, "chainId": 3101, "kind": "EventEx",
            "eventTypeId": "com.vmware.vc.ha.VmRestartedByHAEvent", "createdS": 1_794_787_200, "vm": vm,
            "host": { "id": "host-12" } })),
    ]));
    let facts = build(&inventory);
    let history = &facts.clusters[0].history;
    let moves: Vec<_> = history
        .moves
        .as_ref()
        .unwrap()
        .items
        .iter()
        .map(|one| (one.vm.as_str(), one.first.clone()))
        .collect();
    assert_eq!(moves, [("lms-db01", Ok(true)), ("lms-db01", Ok(false))]);
    let restarts: Vec<_> = history
        .restarts
        .as_ref()
        .unwrap()
        .items
        .iter()
        .map(|one| (one.vm.as_str(), one.first.clone()))
        .collect();
    assert_eq!(restarts, [("lms-app01", Ok(true)), ("lms-db01", Ok(false))]);
}

#[test]
fn a_restart_of_what_vsphere_runs_for_itself_is_none() {
    let restarted = |vm: serde_json::Value| {
        let inventory = after(serde_json::json!([event(serde_json::json!({ "key": 3107, "chainId": 3101,
            "kind": "EventEx", "eventTypeId": "com.vmware.vc.ha.VmRestartedByHAEvent",
            "createdS": 1_794_787_200, "vm": vm, "host": { "id": "host-12" } }))]));
        let facts = build(&inventory);
        let restarts = &facts.clusters[0].history.restarts.as_ref().unwrap().items;
        restarts.iter().filter(|one| one.at_s == Ok(1_794_787_200)).count()
    };
    // The one is gone, and has only its name; the other is there.
    assert_eq!(restarted(serde_json::json!({ "name": "vCLS-4c4c4544" })), 0);
    assert_eq!(restarted(serde_json::json!({ "name": "gone01" })), 1);
    assert_eq!(restarted(serde_json::json!({ "id": "vm-25", "name": "vm" })), 0);
    assert_eq!(restarted(serde_json::json!({ "id": "vm-21", "name": "lms-db01" })), 1);
}
