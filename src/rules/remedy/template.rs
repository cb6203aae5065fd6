//! A change of the inventory with names of arguments in it.

use serde_json::Value;

use crate::inventory::patch::{Change, as_step};
use crate::terms::{ArgType, Pieces, Slip, Text, told};

/// What stands for the value of an argument while a template is checked.
const TRIAL: &str = "x";

/// What stands behind the name of a list for its first element.
const FIRST: &str = "[0]";

/// What is not part of the change itself: that it is made only where its property was read.
const WHERE_READ: &str = "where_read";

/// A change with names of arguments in its texts. A text that is nothing but one name becomes the value
/// itself, a number or a list where that is one.
#[derive(Debug)]
pub struct Template {
    change: Value,
    /// It is made only where its property was read, and else left out.
    pub where_read: bool,
}

impl Template {
    /// Checks a change: its names are among `takes`, and filled in it is one.
    ///
    /// # Errors
    /// What is wrong.
    pub(super) fn new(mut change: Value, takes: &[(String, ArgType)]) -> Result<Self, Text> {
        let lists = takes.iter().filter(|(_, ty)| *ty == ArgType::List);
        let firsts = lists.map(|(name, _)| format!("{name}{FIRST}"));
        let names: Vec<String> = takes.iter().map(|(name, _)| name.clone()).chain(firsts).collect();
        check(&change, &names)?;
        let where_read = change.as_object_mut().and_then(|change| change.remove(WHERE_READ));
        let template = Self { change, where_read: where_read == Some(Value::Bool(true)) };
        let trial = |name: &str| {
            let (_, ty) = takes.iter().find(|(own, _)| own == name)?;
            Some(match ty {
                ArgType::Text => Value::from(TRIAL),
                ArgType::Number => Value::from(1),
                ArgType::List => Value::from(vec![TRIAL]),
            })
        };
        for change in template.changes(&trial)? {
            known_path(&change)?;
        }
        Ok(template)
    }

    /// The changes with values filled in: several where the object is a list of ids.
    ///
    /// # Errors
    /// When a value is missing, or it is no change.
    pub fn changes(&self, value: &impl Fn(&str) -> Option<Value>) -> Result<Vec<Change>, Text> {
        let part = |name: &str| match name.strip_suffix(FIRST) {
            Some(list) => value(list)?.get(0).cloned(),
            None => value(name),
        };
        let filled = fill(&self.change, false, &part)?;
        let objects = match filled.get("object") {
            Some(Value::Array(ids)) => ids.clone(),
            Some(id) => vec![id.clone()],
            None => vec![Value::Null],
        };
        let one = |id: Value| {
            let mut change = filled.clone();
            if let Some(table) = change.as_object_mut() {
                table.insert("object".into(), id);
            }
            serde_json::from_value(change).map_err(Text::quoted)
        };
        objects.into_iter().map(one).collect()
    }
}

/// Whether the first step of a change's path is a property that objects of some type have.
fn known_path(change: &Change) -> Result<(), Text> {
    use crate::inventory::patch::{Action, property_is_known};
    let path = match &change.action {
        Action::Set(path, _) | Action::Delete(path) | Action::Unreadable(path, ..) => path,
        Action::Remove | Action::Copy(_) | Action::Add(..) | Action::Replace(_) => return Ok(()),
    };
    if property_is_known(&change.object, path) {
        return Ok(());
    }
    let property = path.split('/').next().unwrap_or_default();
    Err(told!(
        "no object of an inventory has a property '{property}'",
        "インベントリのオブジェクトに、プロパティ「{property}」を持つものはありません"
    ))
}

fn check(value: &Value, names: &[String]) -> Result<(), Text> {
    match value {
        Value::String(text) => cut(text, names).map(|_| ()),
        Value::Array(items) => items.iter().try_for_each(|item| check(item, names)),
        Value::Object(table) => table.values().try_for_each(|value| check(value, names)),
        _ => Ok(()),
    }
}

fn cut(text: &str, names: &[String]) -> Result<Pieces, Text> {
    Pieces::cut(text, names).map_err(|Slip { name, .. }| match name {
        Some(name) => told!(
            "the remedy takes no '{name}', which its effect names",
            "effect にある「{name}」は、この remedy の takes にありません"
        ),
        None => told!(
            "a brace without its partner in '{text}'",
            "「{text}」に、対応する括弧のない波括弧があります"
        ),
    })
}

/// The value with arguments in place of their names; in a path each is one step, whatever is in it.
fn fill(value: &Value, in_path: bool, arg: &impl Fn(&str) -> Option<Value>) -> Result<Value, Text> {
    match value {
        Value::String(text) => fill_text(text, in_path, arg),
        Value::Array(items) => items.iter().map(|item| fill(item, false, arg)).collect(),
        Value::Object(table) => {
            let filled = table.iter().map(|(key, value)| Ok((key.clone(), fill(value, key == "path", arg)?)));
            filled.collect::<Result<_, Text>>().map(Value::Object)
        }
        other => Ok(other.clone()),
    }
}

fn fill_text(text: &str, in_path: bool, arg: &impl Fn(&str) -> Option<Value>) -> Result<Value, Text> {
    let Some(open) = text.find('{') else { return Ok(Value::from(text)) };
    let missing = |name: &str| told!("the value of '{name}' is not known", "「{name}」の値が不明です");
    if let Some(name) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'))
        && !in_path
        && !name.contains('{')
    {
        return arg(name).ok_or_else(|| missing(name));
    }
    let mut filled = text[..open].to_owned();
    let mut rest = &text[open..];
    while let Some((name, after)) = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        let value = match arg(name).ok_or_else(|| missing(name))? {
            Value::String(text) => text,
            other => other.to_string(),
        };
        filled.push_str(&if in_path { as_step(&value) } else { value });
        let next = after.find('{').unwrap_or(after.len());
        filled.push_str(&after[..next]);
        rest = &after[next..];
    }
    Ok(Value::from(filled))
}
