//! Paths into the saved form, step by step.

use std::borrow::Cow;

use serde_json::Value;

use super::error::PatchError;
use crate::terms::{Text, told};

/// Fields by which an element of a list is named.
const KEYS: [&str; 6] = ["key", "device", "name", "id", "nicType", "vm"];

/// A text as one step of a path, whatever is in it: `~1` for a slash, `~0` for a tilde.
pub fn as_step(text: &str) -> String {
    text.replace('~', "~0").replace('/', "~1")
}

/// What a step means.
fn meant(step: &str) -> Cow<'_, str> {
    if step.contains('~') { Cow::Owned(step.replace("~1", "/").replace("~0", "~")) } else { step.into() }
}

/// The steps of a path; never empty.
pub(super) fn steps(path: &str) -> Vec<&str> {
    path.split('/').collect()
}

pub(super) fn put(
    root: &mut Value,
    steps: &[&str],
    id: &str,
    path: &str,
    value: Value,
) -> Result<(), PatchError> {
    let Some((last, before)) = steps.split_last() else { return Ok(()) };
    let mut at = root;
    for (nth, step) in before.iter().enumerate() {
        // A list that is not there is empty: what is empty is often not saved.
        if let (true, "+", Value::Object(table)) = (nth + 1 == before.len(), *last, &mut *at) {
            table.entry(meant(step)).or_insert_with(|| Value::Array(Vec::new()));
        }
        at = walk(at, step, id, path)?;
    }
    match at {
        Value::Object(table) => {
            table.insert(meant(last).into_owned(), value);
        }
        Value::Array(items) if *last == "+" => items.push(value),
        list => *walk(list, last, id, path)? = value,
    }
    Ok(())
}

pub(super) fn delete(root: &mut Value, steps: Vec<&str>, id: &str, path: &str) -> Result<(), PatchError> {
    let Some((last, before)) = steps.split_last() else { return Ok(()) };
    let mut at = root;
    for step in before {
        at = walk(at, step, id, path)?;
    }
    let nowhere = no_step(at, last, id, path);
    match at {
        Value::Object(table) => table.remove(&*meant(last)).map(|_| ()).ok_or(nowhere),
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
        Value::Object(table) => table.get_mut(&*meant(step)),
        Value::Array(items) => element(items, step).and_then(|position| items.get_mut(position)),
        _ => None,
    };
    next.ok_or(nowhere)
}

/// Position of the element that a step names: by a field, by being it, by number.
fn element(items: &[Value], step: &str) -> Option<usize> {
    let step = &*meant(step);
    let says = |value: &Value| match value {
        Value::String(text) => text == step,
        Value::Number(number) => number.to_string() == step,
        _ => false,
    };
    KEYS.iter()
        .find_map(|key| items.iter().position(|item| item.get(key).is_some_and(says)))
        .or_else(|| items.iter().position(says))
        .or_else(|| items.iter().position(|item| item.get(0).is_some_and(says)))
        // The pairs are options of HA, which takes their names in any case.
        .or_else(|| {
            let called = |name: &str| name.eq_ignore_ascii_case(step);
            items.iter().position(|item| item.get(0).and_then(Value::as_str).is_some_and(called))
        })
        .or_else(|| step.parse().ok().filter(|position| *position < items.len()))
}

fn no_step(at: &Value, step: &str, id: &str, path: &str) -> PatchError {
    let there = match at {
        Value::Object(table) if table.is_empty() => told!("nothing", "なし"),
        Value::Object(table) => Text::same(table.keys().cloned().collect::<Vec<_>>().join(", ")),
        Value::Array(items) => told!("a list of {n}", "要素 {n} 個のリスト", n = items.len()),
        _ => told!("a plain value", "単純な値"),
    };
    PatchError::NoStep { object: id.into(), path: path.into(), step: step.into(), there }
}
