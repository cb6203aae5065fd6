//! Changes to the saved form of an inventory: how cases and the demo are made from one base.

mod change;
mod error;
mod steps;
#[cfg(test)]
mod tests;

pub use change::{Action, Change};
pub use error::PatchError;
use serde_json::{Map, Value};
pub use steps::as_step;
use steps::{delete, put, steps};

use super::{Inventory, OBJECT_TYPES, ObjectType, ReasonKind};

/// Answers of calls to the vCenter: they are saved with a mark whether they are there.
const ANSWERS: [&str; 8] =
    ["clock_s", "evc_modes", "licences", "settings", "event_settings", "client_logins", "probe", "alarms"];

/// Parts of the saved form that are reached through the object `vcenter` although they stand
/// beside it.
const BESIDE: [&str; 3] = ["collection", "not_asked", "unlisted"];

/// The inventory that a saved form becomes by changes, made one after the other.
///
/// # Errors
///
/// When a change names something that is not there, or the result is not an inventory.
pub fn apply(saved: &Value, changes: &[Change]) -> Result<Inventory, PatchError> {
    let mut saved = saved.clone();
    change_all(&mut saved, changes)?;
    inventory(saved)
}

/// Makes changes to a saved form, one after the other.
///
/// # Errors
///
/// When a change names something that is not there; those before it are made.
pub fn change_all(saved: &mut Value, changes: &[Change]) -> Result<(), PatchError> {
    changes.iter().try_for_each(|change| change_one(saved, change))
}

/// The inventory of a saved form.
///
/// # Errors
///
/// When it is none.
pub fn inventory(saved: Value) -> Result<Inventory, PatchError> {
    serde_json::from_value(saved).map_err(|error| PatchError::NotInventory(error.to_string()))
}

/// The properties into which a change reaches and that were not read, as `object: property`. A change that is to
/// tell what would be may not make one known.
pub fn unread(saved: &Value, change: &Change) -> Option<String> {
    let path = match &change.action {
        Action::Set(path, _) | Action::Delete(path) => steps(path)[0],
        _ => return None,
    };
    let id = change.object.as_str();
    if id == "vcenter" {
        let answer = saved.get("vcenter")?.get(answer(path)?)?;
        return answer.get("unreadable").map(|_| format!("{id}: {path}"));
    }
    let (ty, list) = OBJECT_TYPES.iter().find_map(|ty| {
        Some((ty, saved.get(ty.list)?.as_array()?))
            .filter(|(_, list)| list.iter().any(|object| is_called(object, id)))
    })?;
    let object = list.iter().find(|object| is_called(object, id))?;
    let refused = object.get("unreadable").and_then(|reasons| reasons.get(path)).is_some();
    let skipped = saved.get("not_asked").and_then(|types| types.get(ty.name)?.get(path)).is_some();
    (refused || skipped).then(|| format!("{}: {path}", name_in(object).unwrap_or(id)))
}

/// Whether the first step of a path is a property that objects have, or a part of the vCenter.
pub fn property_is_known(id: &str, path: &str) -> bool {
    const PARTS: [&str; 1] = ["about"];
    let first = steps(path)[0];
    if id == "vcenter" {
        return answer(path).is_some() || BESIDE.contains(&first) || PARTS.contains(&first);
    }
    OBJECT_TYPES.iter().any(|ty| ty.properties.iter().any(|property| property.path == first))
}

/// Kind and name of an object of the saved form.
pub fn called(saved: &Value, id: &str) -> Option<(&'static str, String)> {
    OBJECT_TYPES.iter().find_map(|ty| {
        let object = saved.get(ty.list)?.as_array()?.iter().find(|object| is_called(object, id))?;
        Some((ty.name, name_in(object).unwrap_or(id).to_owned()))
    })
}

fn is_called(object: &Value, id: &str) -> bool {
    object.get("id").and_then(Value::as_str) == Some(id)
}

fn name_in(object: &Value) -> Option<&str> {
    object.get("name").and_then(Value::as_str)
}

fn change_one(saved: &mut Value, change: &Change) -> Result<(), PatchError> {
    let id = change.object.as_str();
    match &change.action {
        Action::Set(path, value) if id == "vcenter" => set_vcenter(saved, path, value),
        Action::Delete(path) if id == "vcenter" => match answer(path) {
            Some(name) if name == path => {
                put(saved, &["vcenter", name], id, path, Value::String("unset".into()))
            }
            Some(name) => delete(saved, inside(name, path), id, path),
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
        Action::Replace(pairs) => {
            replace(find(saved, id)?, pairs);
            Ok(())
        }
    }
}

/// Puts the second text of each pair in place of the first. A list does not hold the same text twice after it.
fn replace(value: &mut Value, pairs: &[(String, String)]) {
    match value {
        Value::String(text) => {
            for (from, to) in pairs {
                match text.strip_prefix(from.as_str()) {
                    Some("") => to.clone_into(text),
                    Some(rest) if from.ends_with("] ") => *text = format!("{to}{rest}"),
                    // The datastore itself, without a path.
                    _ if from.ends_with("] ") && *text == from.trim_end() => to.trim_end().clone_into(text),
                    _ => {}
                }
            }
        }
        Value::Array(items) => {
            let before = items.clone();
            items.iter_mut().for_each(|item| replace(item, pairs));
            if *items != before {
                let mut seen: Vec<Value> = Vec::new();
                items.retain(|item| {
                    let again = item.is_string() && seen.contains(item);
                    seen.push(item.clone());
                    !again
                });
            }
        }
        Value::Object(table) => {
            // Its own id is no reference, and what could not be read is not touched.
            let own = |key: &str| key == "id" || key == "unreadable";
            table.iter_mut().filter(|(key, _)| !own(key)).for_each(|(_, value)| replace(value, pairs));
        }
        _ => {}
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
    let is_it = |object: &Value| is_called(object, id);
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
    put(saved, &inside(name, path), id, path, value.clone())
}

/// The steps to a part of an answer of the vCenter that is there.
fn inside<'p>(name: &'p str, path: &'p str) -> Vec<&'p str> {
    ["vcenter", name, "is"].into_iter().chain(steps(path).into_iter().skip(1)).collect()
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
