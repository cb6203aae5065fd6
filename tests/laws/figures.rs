//! A figure that vCenter compares with its own promise proves the promise, and no more.

use serde_json::{Value, json};
use vpreflight::report::Level;

use super::{Answer, over_all_states};

/// What our own counting finds, whatever is promised to be kept free.
const COUNTED: [&str; 8] = [
    "cpu-reservations",
    "memory-reservations",
    "no-place",
    "no-place-yet",
    "too-large",
    "stranded",
    "stranded-without-drs",
    "stranded-by-rule",
];

/// Switches admission control on, and lets vCenter say of each cluster that more is kept free than anybody could
/// want.
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
        if let Some(das) = cluster.pointer_mut("/configurationEx/das").filter(|das| das.is_object()) {
            das["admissionControlEnabled"] = json!(true);
        }
        let summary = &mut cluster["summary"];
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

/// What our own count had found, and finds no more.
fn lost(before: &Answer, after: &Answer) -> Option<String> {
    let counted =
        |(name, level, _): &&(String, Level, String)| *level > Level::Note && COUNTED.contains(&&**name);
    let lost: Vec<_> =
        before.findings.keys().filter(counted).filter(|it| !after.findings.contains_key(*it)).collect();
    (!lost.is_empty()).then(|| format!("{lost:?} lost"))
}

#[test]
fn our_own_count_holds_whatever_is_promised() {
    over_all_states(30, |state| {
        if state.rule.id != "cluster-sufficient-resources" {
            return None;
        }
        let before = state.answer(&state.inventory, |_| ())?;
        let others =
            [("praised", praised(&state.inventory)), ("uncontrolled", uncontrolled(&state.inventory))];
        let lost = others.into_iter().find_map(|(how, inventory)| {
            let after = state.answer(&inventory, |_| ())?;
            Some(format!("{how}: {}", lost(&before, &after)?))
        });
        Some(lost.map_or(Ok(()), Err))
    });
}
