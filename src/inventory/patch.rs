//! Changes to the saved form of an inventory: how cases and the demo are made from one base.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::{Inventory, OBJECT_TYPES, ObjectType, ReasonKind};

/// Answers of calls to the vCenter: they are saved with a mark whether they are there.
const ANSWERS: [&str; 8] =
    ["clock_s", "evc_modes", "licences", "settings", "event_settings", "client_logins", "probe", "alarms"];

/// Parts of the saved form that are reached through the object `vcenter` although they stand
/// beside it.
const BESIDE: [&str; 3] = ["collection", "not_asked", "unlisted"];

/// Fields by which an element of a list is named.
const KEYS: [&str; 5] = ["key", "device", "name", "id", "nicType"];

/// One change.
#[derive(Clone, Debug, Deserialize)]
#[serde(try_from = "Form")]
pub struct Change {
    /// Managed-object id, or `vcenter`.
    pub object: String,
    /// What is done.
    pub action: Action,
    /// How many objects are added; the ids of the further ones end in `-2`, `-3` and so on.
    pub times: u16,
}

/// What a change does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Sets the value at a path.
    Set(String, Value),
    /// Unsets what is at a path.
    Delete(String),
    /// Makes a property unreadable, for a reason with the server's words.
    Unreadable(String, ReasonKind, String),
    /// Removes the object.
    Remove,
    /// Adds the object as a copy of another.
    Copy(String),
    /// Adds the object, of a managed object type and with these properties.
    Add(String, Value),
}

/// A change as written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    object: String,
    path: Option<String>,
    value: Option<Value>,
    #[serde(default)]
    delete: bool,
    unreadable: Option<ReasonKind>,
    #[serde(default)]
    detail: String,
    #[serde(default)]
    remove: bool,
    copy: Option<String>,
    add: Option<String>,
    times: Option<u16>,
}

impl TryFrom<Form> for Change {
    type Error = String;

    fn try_from(form: Form) -> Result<Self, String> {
        let times = form.times.unwrap_or(1);
        if times != 1 && form.copy.is_none() && form.add.is_none() {
            return Err(format!("the change of '{}' has 'times', which belongs to copy or add", form.object));
        }
        let action = match form {
            Form {
                path: Some(path),
                value: Some(value),
                delete: false,
                unreadable: None,
                remove: false,
                copy: None,
                add: None,
                ..
            } => Action::Set(path, value),
            Form {
                path: Some(path),
                value: None,
                delete: true,
                unreadable: None,
                remove: false,
                copy: None,
                add: None,
                ..
            } => Action::Delete(path),
            Form {
                path: Some(path),
                value: None,
                delete: false,
                unreadable: Some(kind),
                remove: false,
                copy: None,
                add: None,
                detail,
                ..
            } => Action::Unreadable(path, kind, detail),
            Form {
                path: None,
                value: None,
                delete: false,
                unreadable: None,
                remove: true,
                copy: None,
                add: None,
                ..
            } => Action::Remove,
            Form {
                path: None,
                value: None,
                delete: false,
                unreadable: None,
                remove: false,
                copy: Some(of),
                add: None,
                ..
            } => Action::Copy(of),
            Form {
                path: None,
                value,
                delete: false,
                unreadable: None,
                remove: false,
                copy: None,
                add: Some(ty),
                ..
            } => Action::Add(ty, value.unwrap_or_else(|| Value::Object(Map::new()))),
            _ => {
                return Err(format!(
                    "the change of '{}' must be exactly one of: path with value, path with delete, path with \
                     unreadable, remove, copy, add",
                    form.object
                ));
            }
        };
        Ok(Self { object: form.object, action, times })
    }
}

/// Why a change cannot be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatchError {
    /// No object has the id.
    #[error("the inventory has no object '{0}'")]
    NoObject(String),
    /// An added object's id is taken.
    #[error("the inventory has an object '{0}' already")]
    Taken(String),
    /// A managed object type that inventories do not hold.
    #[error("inventories hold no objects of type '{0}'")]
    NoType(String),
    /// A step of a path leads nowhere.
    #[error("{object}: '{step}' of '{path}' leads nowhere; there is {there}")]
    NoStep {
        /// The object.
        object: String,
        /// The whole path.
        path: String,
        /// The step.
        step: String,
        /// What there is at that place.
        there: String,
    },
    /// A part of a property cannot be unreadable by itself.
    #[error("{object}: only a whole property can be unreadable, not '{path}'")]
    PartUnreadable {
        /// The object.
        object: String,
        /// The path.
        path: String,
    },
    /// The vCenter itself cannot be removed, copied or added.
    #[error("the vCenter itself can only be changed")]
    VCenter,
    /// The result is not an inventory.
    #[error("after the changes it is no inventory any more: {0}")]
    NotInventory(String),
}

/// The inventory that a saved form becomes by changes, made one after the other.
///
/// # Errors
///
/// When a change names something that is not there, or the result is not an inventory.
pub fn apply(saved: &Value, changes: &[Change]) -> Result<Inventory, PatchError> {
    let mut saved = saved.clone();
    for change in changes {
        change_one(&mut saved, change)?;
    }
    serde_json::from_value(saved).map_err(|error| PatchError::NotInventory(error.to_string()))
}

fn change_one(saved: &mut Value, change: &Change) -> Result<(), PatchError> {
    let id = change.object.as_str();
    match &change.action {
        Action::Set(path, value) if id == "vcenter" => set_vcenter(saved, path, value),
        Action::Delete(path) if id == "vcenter" => match answer(path) {
            Some(name) => put(saved, &["vcenter", name], id, path, Value::String("unset".into())),
            None => delete(vcenter(saved, path)?, steps(path), id, path),
        },
        Action::Unreadable(path, kind, detail) if id == "vcenter" => match answer(path) {
            Some(name) if name == path => put(
                saved,
                &["vcenter", name],
                id,
                path,
                serde_json::json!({ "unreadable": unreadable(*kind, detail) }),
            ),
            _ => Err(PatchError::PartUnreadable { object: id.into(), path: path.clone() }),
        },
        _ if id == "vcenter" => Err(PatchError::VCenter),
        Action::Set(path, value) => {
            let object = find(saved, id)?;
            let all = steps(path);
            forget_unreadable(object, all[0]);
            put(object, &all, id, path, value.clone())
        }
        Action::Delete(path) => {
            let object = find(saved, id)?;
            let all = steps(path);
            if all.len() == 1 && forget_unreadable(object, all[0]) {
                return Ok(());
            }
            delete(object, all, id, path)
        }
        Action::Unreadable(path, kind, detail) => make_unreadable(find(saved, id)?, id, path, *kind, detail),
        Action::Remove => {
            let (list, at) = position(saved, id).ok_or_else(|| PatchError::NoObject(id.into()))?;
            list.remove(at);
            Ok(())
        }
        Action::Copy(of) => {
            refuse_taken(saved, id)?;
            let (list, at) = position(saved, of).ok_or_else(|| PatchError::NoObject(of.clone()))?;
            let model = list[at].clone();
            list.extend(numbered(&model, id, change.times));
            Ok(())
        }
        Action::Add(ty, properties) => add(saved, id, ty, properties, change.times),
    }
}

fn refuse_taken(saved: &mut Value, id: &str) -> Result<(), PatchError> {
    match position(saved, id) {
        Some(_) => Err(PatchError::Taken(id.into())),
        None => Ok(()),
    }
}

fn add(saved: &mut Value, id: &str, ty: &str, properties: &Value, times: u16) -> Result<(), PatchError> {
    refuse_taken(saved, id)?;
    let no_type = || PatchError::NoType(ty.into());
    let list = ObjectType::named(ty).ok_or_else(no_type)?.list;
    let model = Value::Object(properties.as_object().cloned().unwrap_or_default());
    // A list that older inventories do not have is empty.
    let lists = saved.as_object_mut().ok_or_else(no_type)?;
    let list = lists.entry(list).or_insert_with(|| Value::Array(Vec::new()));
    list.as_array_mut().ok_or_else(no_type)?.extend(numbered(&model, id, times));
    Ok(())
}

/// Objects like `model`, with the ids `id`, `id-2`, `id-3` and so on.
fn numbered(model: &Value, id: &str, times: u16) -> impl Iterator<Item = Value> {
    (1..=times).map(move |nth| {
        let mut object = model.clone();
        let id = if nth == 1 { id.to_owned() } else { format!("{id}-{nth}") };
        if let Some(object) = object.as_object_mut() {
            object.insert("id".into(), Value::String(id));
        }
        object
    })
}

/// The list that holds an object, and its place there.
fn position<'a>(saved: &'a mut Value, id: &str) -> Option<(&'a mut Vec<Value>, usize)> {
    let is_it = |object: &Value| object.get("id").and_then(Value::as_str) == Some(id);
    let (list, at) = OBJECT_TYPES.iter().find_map(|ObjectType { list, .. }| {
        let at = saved.get(list)?.as_array()?.iter().position(is_it)?;
        Some((*list, at))
    })?;
    Some((saved.get_mut(list)?.as_array_mut()?, at))
}

fn find<'a>(saved: &'a mut Value, id: &str) -> Result<&'a mut Value, PatchError> {
    let (list, at) = position(saved, id).ok_or_else(|| PatchError::NoObject(id.into()))?;
    Ok(&mut list[at])
}

/// The table in which a path of the object `vcenter` starts.
fn vcenter<'a>(saved: &'a mut Value, path: &str) -> Result<&'a mut Value, PatchError> {
    let missing = || PatchError::NoObject("vcenter".into());
    let first = steps(path)[0];
    if !BESIDE.contains(&first) {
        return saved.get_mut("vcenter").ok_or_else(missing);
    }
    // What is empty is not saved, and must be there to be added to.
    saved.as_object_mut().ok_or_else(missing)?.entry(first).or_insert_with(|| Value::Object(Map::new()));
    Ok(saved)
}

/// The answer of a call that a path of the object `vcenter` leads into.
fn answer(path: &str) -> Option<&'static str> {
    let first = steps(path)[0];
    ANSWERS.into_iter().find(|answer| *answer == first)
}

fn set_vcenter(saved: &mut Value, path: &str, value: &Value) -> Result<(), PatchError> {
    let id = "vcenter";
    let Some(name) = answer(path) else {
        return put(vcenter(saved, path)?, &steps(path), id, path, value.clone());
    };
    if name == path {
        return put(saved, &["vcenter", name], id, path, serde_json::json!({ "is": value }));
    }
    let mut inside = vec!["vcenter", name, "is"];
    inside.extend(&steps(path)[1..]);
    put(saved, &inside, id, path, value.clone())
}

fn unreadable(kind: ReasonKind, detail: &str) -> Value {
    serde_json::json!({ "kind": kind, "detail": detail })
}

fn make_unreadable(
    object: &mut Value,
    id: &str,
    path: &str,
    kind: ReasonKind,
    detail: &str,
) -> Result<(), PatchError> {
    if path.contains('/') {
        return Err(PatchError::PartUnreadable { object: id.into(), path: path.into() });
    }
    if let Some(properties) = object.as_object_mut() {
        properties.remove(path);
        let reasons = properties.entry("unreadable").or_insert_with(|| Value::Object(Map::new()));
        if let Some(reasons) = reasons.as_object_mut() {
            reasons.insert(path.into(), unreadable(kind, detail));
        }
    }
    Ok(())
}

/// A property that is set or unset is no longer unreadable. Whether it was.
fn forget_unreadable(object: &mut Value, property: &str) -> bool {
    let reasons = object.get_mut("unreadable").and_then(Value::as_object_mut);
    reasons.is_some_and(|reasons| reasons.remove(property).is_some())
}

/// The steps of a path; never empty.
fn steps(path: &str) -> Vec<&str> {
    path.split('/').collect()
}

fn put(root: &mut Value, steps: &[&str], id: &str, path: &str, value: Value) -> Result<(), PatchError> {
    let Some((last, before)) = steps.split_last() else { return Ok(()) };
    let mut at = root;
    for step in before {
        at = walk(at, step, id, path)?;
    }
    match at {
        Value::Object(table) => {
            table.insert((*last).into(), value);
        }
        Value::Array(items) if *last == "+" => items.push(value),
        list => *walk(list, last, id, path)? = value,
    }
    Ok(())
}

fn delete(root: &mut Value, steps: Vec<&str>, id: &str, path: &str) -> Result<(), PatchError> {
    let Some((last, before)) = steps.split_last() else { return Ok(()) };
    let mut at = root;
    for step in before {
        at = walk(at, step, id, path)?;
    }
    let nowhere = no_step(at, last, id, path);
    match at {
        Value::Object(table) => table.remove(*last).map(|_| ()).ok_or(nowhere),
        Value::Array(items) => match element(items, last) {
            Some(position) => {
                items.remove(position);
                Ok(())
            }
            None => Err(nowhere),
        },
        _ => Err(nowhere),
    }
}

fn walk<'a>(at: &'a mut Value, step: &str, id: &str, path: &str) -> Result<&'a mut Value, PatchError> {
    let nowhere = no_step(at, step, id, path);
    let next = match at {
        Value::Object(table) => table.get_mut(step),
        Value::Array(items) => element(items, step).and_then(|position| items.get_mut(position)),
        _ => None,
    };
    next.ok_or(nowhere)
}

/// Position of the element that a step names: by a field, by being it, by number.
fn element(items: &[Value], step: &str) -> Option<usize> {
    let says = |value: &Value| match value {
        Value::String(text) => text == step,
        Value::Number(number) => number.to_string() == step,
        _ => false,
    };
    KEYS.iter()
        .find_map(|key| items.iter().position(|item| item.get(key).is_some_and(says)))
        .or_else(|| items.iter().position(says))
        .or_else(|| items.iter().position(|item| item.get(0).is_some_and(says)))
        .or_else(|| step.parse().ok().filter(|position| *position < items.len()))
}

fn no_step(at: &Value, step: &str, id: &str, path: &str) -> PatchError {
    let there = match at {
        Value::Object(table) if table.is_empty() => "nothing".to_owned(),
        Value::Object(table) => table.keys().cloned().collect::<Vec<_>>().join(", "),
        Value::Array(items) => format!("a list of {}", items.len()),
        _ => "a plain value".to_owned(),
    };
    PatchError::NoStep { object: id.into(), path: path.into(), step: step.into(), there }
}

#[cfg(test)]
mod tests {
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
            { "object": "vcenter", "path": "clock_s", "unreadable": "denied" },
            { "object": "vcenter", "path": "unlisted/HostSystem", "value": { "kind": "denied" } },
        ]))
        .unwrap();
        let device = &inventory.vms[0].hardware.known().unwrap().device[0];
        assert_eq!(device.backing.as_ref().unwrap().datastore.as_deref(), Some("datastore-9"));
        assert_eq!(inventory.vms[1].id, "vm-2");
        assert_eq!(inventory.hosts[0].vm.known().unwrap().len(), 2);
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
        let error =
            changed(json!([{ "object": "vm-1", "path": "config.hardware/devise/0", "delete": true }]));
        let message = error.unwrap_err().to_string();
        assert_eq!(message, "vm-1: 'devise' of 'config.hardware/devise/0' leads nowhere; there is device");
        let error =
            changed(json!([{ "object": "vm-1", "path": "config.nonsense", "value": 1 }])).unwrap_err();
        assert!(error.to_string().contains("no property 'config.nonsense'"), "{error}");
    }

    #[test]
    fn a_change_does_exactly_one_thing() {
        let two =
            serde_json::from_value::<Change>(json!({ "object": "vm-1", "remove": true, "copy": "vm-2" }));
        assert!(two.is_err());
        let none = serde_json::from_value::<Change>(json!({ "object": "vm-1", "path": "name" }));
        assert!(none.is_err());
    }
}
