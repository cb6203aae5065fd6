//! What is unset means its documented default: written out, the default gives the very same facts.

use serde_json::{Value, json};

use super::super::build;
use super::super::testing::healthy;
use super::flat::{Flat, flatten};
use crate::inventory::Inventory;

/// List of objects, place in them (`*` is every element), the documented default, and a value that
/// means something else.
fn defaults() -> Vec<(&'static str, &'static str, Value, Value)> {
    vec![
        ("hosts", "runtime.inMaintenanceMode", json!(false), json!(true)),
        ("hosts", "runtime.powerState", json!("poweredOn"), json!("standBy")),
        ("hosts", "runtime.standbyMode", json!("none"), json!("in")),
        ("hosts", "runtime.inQuarantineMode", json!(false), json!(true)),
        ("hosts", "summary.config.vmotionEnabled", json!(false), json!(true)),
        ("hosts", "config.capabilities.usesServiceConsoleNic", json!(false), json!(true)),
        ("hosts", "config.network/vnic/*/netStack", json!("defaultTcpipStack"), json!("vmotion")),
        ("vms", "runtime.toolsInstallerMounted", json!(false), json!(true)),
        ("vms", "runtime.memoryOverhead", json!(0), json!(1_i64 << 42)),
        ("vms", "runtime.dasVmProtection", json!(false), json!(true)),
        ("vms", "runtime.consolidationNeeded", json!(false), json!(true)),
        ("vms", "runtime.snapshotInBackground", json!(false), json!(true)),
        ("vms", "runtime.vmFailoverInProgress", json!(false), json!(true)),
        (
            "vms",
            "runtime.featureRequirement",
            json!([]),
            json!([{ "key": "cpuid.X", "value": "Bool:Min:1" }]),
        ),
        ("vms", "config.cpuAffinity", json!([]), json!([1])),
        ("vms", "config.memoryAffinity", json!([]), json!([0])),
        ("vms", "config.cpuAllocation", json!(0), json!(1_000_000)),
        ("vms", "config.memoryAllocation", json!(0), json!(1_000_000)),
        ("vms", "config.swapPlacement", json!("inherit"), json!("elsewhere")),
        ("vms", "config.hardware/device/*/sharedBus", json!("noSharing"), json!("virtualSharing")),
        (
            "vms",
            "config.hardware/device/*/backing/sharing",
            json!("sharingNone"),
            json!("sharingMultiWriter"),
        ),
        ("vms", "disabledMethod", json!([]), json!(["MigrateVM_Task"])),
        ("vms", "recentTask", json!([]), json!(["task-9"])),
        ("datastores", "host/*/mounted", json!(true), json!(false)),
        ("datastores", "host/*/accessible", json!(true), json!(false)),
        ("datastores", "summary/maintenanceMode", json!("normal"), json!("inMaintenance")),
        ("clusters", "configurationEx/das/enabled", json!(false), json!(true)),
        ("clusters", "configurationEx/das/hostMonitoring", json!("enabled"), json!("disabled")),
        (
            "clusters",
            "configurationEx/das/vmMonitoring",
            json!("vmMonitoringDisabled"),
            json!("vmMonitoringOnly"),
        ),
        ("clusters", "configurationEx/das/option", json!([]), json!([["das.heartbeatDsPerHost", "4"]])),
        ("clusters", "configurationEx/vmSwapPlacement", json!("vmDirectory"), json!("elsewhere")),
        ("clusters", "configurationEx/vsanEnabled", json!(false), json!(true)),
        (
            "clusters",
            "environmentBrowser.QueryConfigOptionDescriptor()/*/runSupported",
            json!(true),
            json!(false),
        ),
        ("clusters", "summary/currentEVCModeKey", json!(""), json!("intel-merom")),
        ("portgroups", "config/uplinkTeamingOverrideAllowed", json!(false), json!(true)),
        ("switches", "config/networkResourceManagementEnabled", json!(false), json!(true)),
    ]
}

/// Sets or removes what stands at a place of every object; tells how often.
fn put(at: &mut Value, path: &[&str], value: Option<&Value>) -> usize {
    match (path, at) {
        (["*", rest @ ..], Value::Array(list)) => list.iter_mut().map(|one| put(one, rest, value)).sum(),
        ([key], Value::Object(object)) => {
            match value {
                Some(value) => object.insert((*key).to_owned(), value.clone()),
                None => object.remove(*key),
            };
            1
        }
        ([key, rest @ ..], Value::Object(object)) => {
            object.get_mut(*key).map_or(0, |at| put(at, rest, value))
        }
        _ => 0,
    }
}

fn facts(mut inventory: Value, list: &str, path: &[&str], value: Option<&Value>) -> (Flat, usize) {
    let objects = inventory[list].as_array_mut().unwrap();
    let places = objects.iter_mut().map(|object| put(object, path, value)).sum();
    let inventory: Inventory = serde_json::from_value(inventory).unwrap();
    (flatten(&build(&inventory)).0, places)
}

#[test]
fn unset_and_its_documented_default_are_the_same() {
    let base: Value = serde_json::from_str(include_str!("../../../rules/base.json")).unwrap();
    let inventories = [base, serde_json::to_value(healthy()).unwrap()];
    for (list, place, default, other) in defaults() {
        let path: Vec<&str> = place.split('/').collect();
        let mut matters = false;
        for inventory in &inventories {
            let with = |value: Option<&Value>| facts(inventory.clone(), list, &path, value);
            let (unset, places) = with(None);
            assert!(places > 0, "{list} {place}: nothing stands there");
            let (written, _) = with(Some(&default));
            let differs: Vec<_> =
                unset.iter().filter(|(at, value)| written.get(*at) != Some(value)).collect();
            assert!(differs.is_empty() && unset.len() == written.len(), "{list} {place}: {differs:?}");
            matters |= with(Some(&other)).0 != unset;
        }
        assert!(matters, "{list} {place}: no fact tells {other} from the default");
    }
}
