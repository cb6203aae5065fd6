//! A figure that vCenter compares with its own promise proves the promise, and no more.

use serde_json::{Value, json};
use vpreflight::inventory::ClusterComputeResource;
use vpreflight::report::Level;

use super::{Answer, over_all_states};

/// Findings that tell of such a figure itself.
const OF_THE_FIGURE: [&str; 3] = ["failover-level", "spare-unusable", "spare-in-use"];

/// What our own counting finds, whatever is promised to be kept free.
const COUNTED: [&str; 7] = [
    "cpu-reservations",
    "memory-reservations",
    "no-place",
    "no-place-yet",
    "stranded",
    "stranded-without-drs",
    "stranded-by-rule",
];

/// Lets vCenter say of each cluster that more is kept free than anybody could want.
fn praised(inventory: &Value) -> Value {
    let mut inventory = inventory.clone();
    for cluster in inventory["clusters"].as_array_mut().into_iter().flatten() {
        let hosts: Vec<Value> = cluster["configurationEx"]["das"]["admissionControlPolicy"]["failoverHosts"]
            .as_array()
            .map(|hosts| hosts.iter().map(|host| json!([host, "green"])).collect())
            .unwrap_or_default();
        let Some(summary) = cluster.get_mut("summary").filter(|summary| summary.is_object()) else {
            continue;
        };
        summary["currentFailoverLevel"] = json!(9);
        let Some(info) = summary.get_mut("admissionControlInfo").filter(|info| info.is_object()) else {
            continue;
        };
        info["currentFailoverLevel"] = json!(9);
        info["currentCpuFailoverResourcesPercent"] = json!(100);
        info["currentMemoryFailoverResourcesPercent"] = json!(100);
        info["hostStatus"] = json!(hosts);
    }
    inventory
}

/// Switches off what keeps vCenter from starting more than it can restart.
fn uncontrolled(inventory: &Value) -> Value {
    let mut inventory = inventory.clone();
    for cluster in inventory["clusters"].as_array_mut().into_iter().flatten() {
        if let Some(das) = cluster.pointer_mut("/configurationEx/das").filter(|das| das.is_object()) {
            das["admissionControlEnabled"] = json!(false);
        }
    }
    inventory
}

/// Findings that one answer has and the other has not.
fn lost(before: &Answer, after: &Answer, of: impl Fn(&str) -> bool) -> Result<(), String> {
    let found = before.findings.keys().filter(|(name, level, _)| *level > Level::Note && of(name));
    let lost: Vec<_> = found.filter(|found| !after.findings.contains_key(*found)).collect();
    if lost.is_empty() { Ok(()) } else { Err(format!("{lost:?} lost")) }
}

#[test]
fn no_praise_of_vcenter_silences_what_is_found() {
    over_all_states(100, |state| {
        // Who reads no figure is silenced by none.
        if !state.selected.reads().contains(ClusterComputeResource::summary.read) {
            return None;
        }
        let (before, after) =
            (state.answer(&state.inventory, |_| ())?, state.answer(&praised(&state.inventory), |_| ())?);
        Some(lost(&before, &after, |name| !OF_THE_FIGURE.contains(&name)))
    });
}

#[test]
fn our_own_count_holds_whatever_is_promised() {
    over_all_states(30, |state| {
        if state.rule.id != "cluster-sufficient-resources" {
            return None;
        }
        let (before, after) =
            (state.answer(&state.inventory, |_| ())?, state.answer(&uncontrolled(&state.inventory), |_| ())?);
        Some(lost(&before, &after, |name| COUNTED.contains(&name)))
    });
}
