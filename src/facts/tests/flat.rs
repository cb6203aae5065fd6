//! Facts laid out flat: each by its place, known as text, or unknown.

use std::collections::BTreeMap;

use super::super::Facts;
use crate::schema::{Record, Value};

/// A fact by its place: known as text, or unknown.
pub(super) type Flat = BTreeMap<String, Option<String>>;

pub(super) fn flatten(facts: &Facts) -> (Flat, BTreeMap<String, &'static [&'static str]>) {
    let mut walk = Walk { facts, flat: Flat::new(), reads: BTreeMap::new() };
    walk.record("vcenter", &facts.vcenter, &[]);
    walk.record("given", &facts.given, &[]);
    walk.record("probe", &facts.probe, &[]);
    let tables = &facts.identity;
    for (record, who) in facts.clusters.iter().zip(&tables.clusters) {
        walk.record(&format!("cluster {}", who.id), record, &[]);
    }
    for (record, who) in facts.hosts.iter().zip(&tables.hosts) {
        walk.record(&format!("host {}", who.id), record, &[]);
    }
    for (record, who) in facts.vms.iter().zip(&tables.vms) {
        walk.record(&format!("vm {}", who.id), record, &[]);
    }
    (walk.flat, walk.reads)
}

struct Walk<'f> {
    facts: &'f Facts,
    flat: Flat,
    reads: BTreeMap<String, &'static [&'static str]>,
}

impl Walk<'_> {
    fn put(&mut self, at: &str, value: Option<String>, reads: &'static [&'static str]) {
        self.flat.insert(at.to_owned(), value);
        self.reads.insert(at.to_owned(), reads);
    }

    fn record(&mut self, at: &str, record: &dyn Record, outer: &'static [&'static str]) {
        for (i, field) in record.record_type().fields.iter().enumerate() {
            let reads = if field.reads.is_empty() { outer } else { field.reads };
            let at = format!("{at}.{}", field.name);
            match record.field(i) {
                Ok(value) => self.value(&at, value, reads),
                Err(_) => self.put(&at, None, reads),
            }
        }
    }

    fn value(&mut self, at: &str, value: Value<'_>, reads: &'static [&'static str]) {
        match value {
            Value::Bool(value) => self.put(at, Some(value.to_string()), reads),
            Value::Int(value) => self.put(at, Some(value.to_string()), reads),
            Value::Str(value) => self.put(at, Some(value.to_owned()), reads),
            Value::Version(value) => self.put(at, Some(value.text.to_string()), reads),
            Value::Ref(reference) => {
                let tables = &self.facts.identity;
                let id = tables.of(reference.kind)[reference.index as usize].id.to_string();
                self.put(at, Some(id), reads);
            }
            Value::Record(record) => self.record(at, record, reads),
            Value::Split(split) => {
                let show = |fact: crate::schema::Fact<bool>| fact.ok().map(|fact| fact.to_string());
                self.put(&format!("{at}.all"), show(split.all()), reads);
                self.put(&format!("{at}.any"), show(split.any()), reads);
                for (name, state) in split.iter() {
                    self.put(&format!("{at} on {name}"), show(state.clone()), reads);
                }
            }
            Value::Grouping(grouping) => {
                let uniform = grouping.uniform().ok().map(|fact| fact.to_string());
                self.put(&format!("{at}.uniform"), uniform, reads);
            }
            Value::List(list) => self.list(at, list, reads),
        }
    }

    fn list(&mut self, at: &str, list: &dyn crate::schema::ListView, reads: &'static [&'static str]) {
        let size = list.missing().is_none().then(|| list.len().to_string());
        self.put(&format!("{at}.size"), size, reads);
        for i in 0..list.len() {
            match list.get(i) {
                Ok(Value::Record(record)) => {
                    let key = record.record_type().key.and_then(|key| record.record_type().field(key));
                    let key = key.and_then(|(i, _)| match record.field(i) {
                        Ok(Value::Str(key)) => Some(key.to_owned()),
                        _ => None,
                    });
                    self.record(&format!("{at}[{}]", key.unwrap_or_else(|| i.to_string())), record, reads);
                }
                Ok(Value::Str(text)) => self.put(&format!("{at}[{text}]"), Some("there".into()), reads),
                Ok(Value::Ref(reference)) => {
                    let index = reference.index.to_string();
                    self.put(&format!("{at}#{index}"), None, reads);
                }
                Ok(other) => self.value(&format!("{at}[{i}]"), other, reads),
                Err(_) => self.put(&format!("{at}[{i}]"), None, reads),
            }
        }
    }
}
