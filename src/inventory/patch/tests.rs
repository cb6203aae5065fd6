//! Changes of every kind, and those that cannot be made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use serde_json::json;

use super::*;
use crate::inventory::Prop;

fn base() -> Value {
    let mut base = serde_json::to_value(Inventory::default()).unwrap();
    base["vms"] = json!([{
        "id": "vm-1",
        "name": "lms",
        "config.hardware": { "device": [{ "key": 3000, "kind": "VirtualCdrom", "backing": { "kind": "a" } }] },
    }]);
    base["hosts"] = json!([{ "id": "host-1", "name": "esx01", "vm": ["vm-1"] }]);
    base
}

fn changed(changes: Value) -> Result<Inventory, PatchError> {
    let changes: Vec<Change> = serde_json::from_value(changes).unwrap();
    apply(&base(), &changes)
}

#[test]
fn values_are_set_by_steps() {
    let inventory = changed(json!([
        { "object": "vm-1", "path": "config.hardware/device/3000/backing/datastore", "value": "datastore-9" },
        { "object": "host-1", "path": "vm/+", "value": "vm-2" },
        { "object": "vm-2", "copy": "vm-1" },
        { "object": "vcenter", "path": "about/version", "value": "4.0.0" },
        { "object": "vcenter", "path": "settings", "value": { "a": "b" } },
        { "object": "vcenter", "path": "settings/c", "value": "d" },
        { "object": "vcenter", "path": "settings/e", "value": "f" },
        { "object": "vcenter", "path": "settings/e", "delete": true },
        { "object": "host-1", "path": "datastore/+", "value": "datastore-9" },
        { "object": "vcenter", "path": "clock_s", "unreadable": "denied" },
        { "object": "vcenter", "path": "unlisted/HostSystem", "value": { "kind": "denied" } },
    ]))
    .unwrap();
    let device = &inventory.vms[0].hardware.known().unwrap().device[0];
    assert_eq!(device.backing.as_ref().unwrap().datastore.as_deref(), Some("datastore-9"));
    assert_eq!(inventory.vms[1].id, "vm-2");
    assert_eq!(inventory.hosts[0].vm.known().unwrap().len(), 2);
    assert_eq!(inventory.hosts[0].datastore.known().unwrap().len(), 1, "it had none");
    assert_eq!(inventory.vcenter.about.version, "4.0.0");
    assert_eq!(inventory.vcenter.settings.known().unwrap().len(), 2);
    assert!(matches!(inventory.vcenter.clock_s, Prop::Unreadable(_)));
    assert!(inventory.unlisted.contains_key("HostSystem"));
}

#[test]
fn properties_become_unreadable_unset_and_known_again() {
    let inventory = changed(json!([
        { "object": "vm-1", "path": "config.hardware", "unreadable": "denied", "detail": "NoPermission" },
        { "object": "vm-1", "path": "name", "unreadable": "failed" },
        { "object": "vm-1", "path": "name", "value": "again" },
        { "object": "host-1", "path": "name", "delete": true },
    ]))
    .unwrap();
    assert!(matches!(&inventory.vms[0].hardware, Prop::Unreadable(why) if why.detail == "NoPermission"));
    assert_eq!(inventory.vms[0].name.known().unwrap(), "again");
    assert!(matches!(inventory.hosts[0].name, Prop::Unset));
}

#[test]
fn what_is_not_there_is_told_with_object_and_step() {
    let error = changed(json!([{ "object": "vm-9", "remove": true }])).unwrap_err();
    assert_eq!(error, PatchError::NoObject("vm-9".into()));
    let error = changed(json!([{ "object": "vm-1", "path": "config.hardware/devise/0", "delete": true }]));
    let message = error.unwrap_err().to_string();
    assert_eq!(message, "vm-1: 'devise' of 'config.hardware/devise/0' leads nowhere; there is device");
    let error = changed(json!([{ "object": "vm-1", "path": "config.nonsense", "value": 1 }])).unwrap_err();
    assert!(error.to_string().contains("no property 'config.nonsense'"), "{error}");
}

#[test]
fn a_change_does_exactly_one_thing() {
    let two = serde_json::from_value::<Change>(json!({ "object": "vm-1", "remove": true, "copy": "vm-2" }));
    assert!(two.is_err());
    let none = serde_json::from_value::<Change>(json!({ "object": "vm-1", "path": "name" }));
    assert!(none.is_err());
}
