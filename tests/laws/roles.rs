//! A VM that nobody judges changes no answer, whatever it lacks: an agent VM, a placeholder of another site, a
//! template. Whoever names the application's VM is not asked which it is.

use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::{Value, json};

use super::{Answer, over_all_states, suite};
use vpreflight::cases;
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Stated};
use vpreflight::report::Open;

/// Rules that count VMs, whatever they are there for.
const COUNT_VMS: [&str; 2] = ["aux-ha-cluster-size", "aux-vcenter-size"];

/// The first VM of a state once more, on the same host, with what keeps a VM from moving and from being
/// restarted: a network and a datastore that no host has, a device of its host, a task, a question.
fn hopeless(inventory: &Value, change: &dyn Fn(&mut Value)) -> Option<Value> {
    let mut inventory = inventory.clone();
    let mut vm = inventory["vms"].as_array()?.first()?.clone();
    let host = vm["runtime.host"].as_str()?.to_owned();
    vm["id"] = json!("vm-9999");
    vm["name"] = json!("hopeless");
    vm["runtime.powerState"] = json!("poweredOn");
    vm["runtime.connectionState"] = json!("connected");
    vm["config.template"] = json!(false);
    vm["config.files"] = json!({ "vmPathName": "[gone] hopeless/hopeless.vmx" });
    vm["runtime.question"] = json!("which?");
    vm["disabledMethod"] = json!(["MigrateVM_Task"]);
    // What runs takes room, whoever it is.
    vm["summary.quickStats"] = json!({ "overallCpuUsage": 0, "hostMemoryUsage": 0, "guestMemoryUsage": 0 });
    // The copy of half of a Fault Tolerance pair would be a third half.
    for none in ["config.cpuAllocation", "config.memoryAllocation", "runtime.memoryOverhead", "config.ftInfo"]
    {
        vm.as_object_mut()?.remove(none);
    }
    let devices = vm["config.hardware"]["device"].as_array_mut()?;
    for device in devices.iter_mut().filter(|device| device["backing"].get("deviceName").is_some()) {
        device["backing"]["deviceName"] = json!("nowhere");
    }
    devices.push(json!({
        "key": 13000, "kind": "VirtualPCIPassthrough", "label": "PCI device 0",
        "backing": { "kind": "VirtualPCIPassthroughDeviceBackingInfo" },
    }));
    change(&mut vm);
    let hosts = inventory["hosts"].as_array_mut()?;
    let own = hosts.iter_mut().find(|own| own["id"] == host.as_str())?;
    own["vm"].as_array_mut()?.push(json!("vm-9999"));
    inventory["vms"].as_array_mut()?.push(vm);
    Some(inventory)
}

/// A name for what is done to a VM, and what that is.
type Change = (&'static str, fn(&mut Value));

/// What makes a VM one that nobody judges.
const NOBODYS: [Change; 3] = [
    ("an agent VM", |vm| vm["config.managedBy"] = json!("com.vmware.vim.eam")),
    ("a placeholder", |vm| vm["config.managedBy"] = json!("com.vmware.vcDr-site")),
    ("a template", |vm| {
        vm["config.template"] = json!(true);
        vm["runtime.powerState"] = json!("poweredOff");
    }),
];

#[test]
fn a_vm_that_nobody_judges_changes_nothing() {
    let others = AtomicUsize::new(0);
    over_all_states(900, |state| {
        if COUNT_VMS.contains(&state.rule.id.as_str()) {
            return None;
        }
        let before = state.answer(&state.inventory, |_| {})?;
        let after = |change: &dyn Fn(&mut Value)| {
            let answer = state.answer(&hopeless(&state.inventory, change)?, |_| {})?;
            // That it is left out is told.
            Some(Answer { skipped: before.skipped.clone(), ..answer })
        };
        // The law would be none if any other VM changed nothing either.
        others.fetch_add(usize::from(after(&|_| {})? != before), Ordering::Relaxed);
        for (who, change) in NOBODYS {
            if let Some(how) = before.differs(&after(&change)?) {
                return Some(Err(format!("{who}: {how}")));
            }
        }
        Some(Ok(()))
    });
    let others = others.into_inner();
    assert!(others > 300, "{others}");
}

#[test]
fn who_names_the_vm_is_not_asked_which_it_is() {
    let suite = suite();
    let mut selected = suite.catalogue.select(&["lms-4.0".to_owned()]).unwrap();
    let base: Inventory = serde_json::from_value(suite.base.clone()).unwrap();
    let report = preflight::judge_whole(&preflight::Question::of(&selected), &base).unwrap().report;
    let which_vm = |open: &Open<'_>| open.question.en.contains("--lms-vm");
    let open = report.open();
    let ids: BTreeSet<&str> = open
        .iter()
        .filter(|open| which_vm(open))
        .flat_map(|open| &open.rules)
        .map(|rule| rule.id.as_str())
        .collect();
    // The rules that ask; the others would only take time.
    selected.rules.retain(|rule| ids.contains(rule.id.as_str()));
    let (mut asked, mut broken) = (0, Vec::new());
    for (rule, case) in suite.files.iter().flat_map(|file| file.cases.iter().map(|case| (&file.rule, case))) {
        let inventory: Inventory = suite.inventory(case).unwrap();
        let question = cases::question(case, &selected);
        let which = |question: &_| -> Option<bool> {
            let report = preflight::judge_whole(question, &inventory).ok()?.report;
            Some(report.open().iter().any(&which_vm))
        };
        let Some(vm) = inventory.vms.first().map(|vm| vm.id.to_string()) else { continue };
        let stated = Stated { lms_vm: Some(vm), ..question.stated.clone() };
        if which(&question) != Some(true) {
            continue;
        }
        asked += 1;
        if which(&preflight::Question { stated, ..question.clone() }) == Some(true) {
            broken.push(format!("{rule}::{}", case.name));
        }
    }
    assert!(asked > 300, "{asked}");
    assert!(broken.is_empty(), "{broken:#?}");
}
