//! Values as evidence prints them.

use std::ops::ControlFlow;

use super::tree::Node;
use super::{Env, eval, seq::Seq};
use crate::schema::{Arena, Fact, Record, Value};

/// A value as evidence prints it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Shown {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text: a name, a word, a version.
    Text(String),
    /// A grouping: its values, each with its members.
    Groups(Vec<(String, Vec<String>)>),
    /// Elements; `…` stands last where there may be more.
    List(Vec<String>),
}

impl std::fmt::Display for Shown {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bool(bool) => bool.fmt(f),
            Self::Int(int) => int.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Groups(groups) => {
                let groups =
                    groups.iter().map(|(value, members)| format!("{value} ({})", members.join(", ")));
                groups.collect::<Vec<_>>().join("; ").fmt(f)
            }
            Self::List(items) => items.join(", ").fmt(f),
        }
    }
}

pub(super) fn shown<'a>(node: &'a Node, env: &Env<'a>) -> Fact<Shown> {
    match node {
        Node::Test(_) => eval::truth(node, env).map(Shown::Bool),
        Node::Number(number) => eval::number(number, env).map(Shown::Int),
        Node::Text(text) => eval::text(text, env).map(|text| Shown::Text(text.to_owned())),
        Node::List(super::tree::List::Hosts(..)) => {
            // Its name says what it lists: what certainly lacks, what is unclear.
            Ok(Shown::List(known(&eval::list(node, env)?, env.arena)))
        }
        Node::List(_) => {
            let list = eval::list(node, env)?;
            let mut items = known(&list, env.arena);
            if list.missing().is_some() {
                items.push("…".to_owned());
            }
            Ok(Shown::List(items))
        }
        Node::Read(path) => eval::read(path, env).and_then(|value| show(value, env.arena)),
    }
}

fn known(list: &Seq<'_>, arena: &dyn Arena) -> Vec<String> {
    let mut items = Vec::new();
    let _ = list.walk(|item| {
        items.push(item.and_then(|item| label(item, arena)).unwrap_or_else(|_| "?".to_owned()));
        ControlFlow::<()>::Continue(())
    });
    items
}

fn show(value: Value<'_>, arena: &dyn Arena) -> Fact<Shown> {
    Ok(match value {
        Value::Bool(bool) => Shown::Bool(bool),
        Value::Int(int) => Shown::Int(int),
        Value::List(list) => Shown::List(known(&Seq::view(list), arena)),
        Value::Grouping(grouping) => {
            let own = |members: Vec<&str>| members.into_iter().map(str::to_owned).collect();
            let parts = grouping.parts().into_iter();
            Shown::Groups(parts.map(|(value, members)| (value.to_owned(), own(members))).collect())
        }
        Value::Split(split) => Shown::List(split.lacking().map(ToString::to_string).collect()),
        _ => Shown::Text(label(value, arena)?),
    })
}

/// A value in a few words: text as it is, a record by what people read of it, or else by its key.
///
/// # Errors
///
/// Unknown when the key of a record is.
pub fn label(value: Value<'_>, arena: &dyn Arena) -> Fact<String> {
    Ok(match value {
        Value::Bool(bool) => bool.to_string(),
        Value::Int(int) => int.to_string(),
        Value::Str(text) => text.to_owned(),
        Value::Version(version) => version.text.to_string(),
        Value::List(list) => known(&Seq::view(list), arena).join(", "),
        Value::Record(record) => described(record, arena)?,
        Value::Ref(reference) => described(arena.resolve(reference)?, arena)?,
        Value::Split(split) => split.lacking().map(|name| name.as_str()).collect::<Vec<_>>().join(", "),
        Value::Grouping(grouping) => grouping.describe(),
    })
}

/// What tells a value apart from others of its list: the key of a record, any other as it is read.
///
/// # Errors
///
/// Unknown when the key of a record is.
pub fn identity(value: Value<'_>, arena: &dyn Arena) -> Fact<String> {
    match value {
        Value::Record(record) => key(record, arena),
        Value::Ref(reference) => key(arena.resolve(reference)?, arena),
        other => label(other, arena),
    }
}

fn described(record: &dyn Record, arena: &dyn Arena) -> Fact<String> {
    let ty = record.record_type();
    let shown = ty.shown.and_then(|shown| ty.field(shown));
    // A name that cannot be read leaves the key.
    match shown.map(|(at, _)| record.field(at).and_then(|value| label(value, arena))) {
        Some(Ok(text)) => Ok(text),
        Some(Err(_)) | None => key(record, arena),
    }
}

fn key(record: &dyn Record, arena: &dyn Arena) -> Fact<String> {
    let ty = record.record_type();
    match ty.key.and_then(|key| ty.field(key)) {
        Some((at, _)) => label(record.field(at)?, arena),
        None => Ok(ty.name.to_owned()),
    }
}
