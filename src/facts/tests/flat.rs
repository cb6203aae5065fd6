//! Facts laid out flat: each by its place, known as text, or unknown.

use std::collections::BTreeMap;

use super::super::Facts;
use crate::schema::{Fact, Record, Unknown, Value};
use crate::terms::Lang;

/// A fact by its place: known as text, or unknown.
pub(super) type Flat = BTreeMap<String, Option<String>>;

/// A fact by its place: known as text, or why it is unknown.
pub(super) type Reasoned = BTreeMap<String, String>;

pub(super) fn flatten(facts: &Facts) -> (Flat, BTreeMap<String, &'static [&'static str]>) {
    let walk = walked(facts);
    let flat = walk.facts_at.into_iter().map(|(at, fact)| (at, fact.ok())).collect();
    (flat, walk.reads)
}

/// Each fact by its place: as text, or with the reasons for which it is unknown.
pub(super) fn reasoned(facts: &Facts) -> Reasoned {
    let told = |fact: Fact<String>| fact.unwrap_or_else(|why| reasons(&why));
    let walk = walked(facts);
    walk.facts_at.into_iter().map(|(at, fact)| (at, told(fact))).chain(walk.whole).collect()
}

fn reasons(why: &Unknown) -> String {
    let each = why.reasons().iter().map(|reason| {
        let (kind, detail) = (reason.kind.name(), reason.detail.get(Lang::En));
        format!("{kind} {} of {}: {detail}", reason.property, reason.object.id)
    });
    format!("unknown ({})", each.collect::<Vec<_>>().join("; "))
}

fn walked(facts: &Facts) -> Walk<'_> {
    let mut walk = Walk { facts, facts_at: BTreeMap::new(), whole: Reasoned::new(), reads: BTreeMap::new() };
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
    walk
}

struct Walk<'f> {
    facts: &'f Facts,
    facts_at: BTreeMap<String, Fact<String>>,
    /// Groups with all their members, which no rule asks for one by one.
    whole: Reasoned,
    reads: BTreeMap<String, &'static [&'static str]>,
}

impl Walk<'_> {
    fn put(&mut self, at: &str, value: Fact<String>, reads: &'static [&'static str]) {
        self.facts_at.insert(at.to_owned(), value);
        self.reads.insert(at.to_owned(), reads);
    }

    fn record(&mut self, at: &str, record: &dyn Record, outer: &'static [&'static str]) {
        for (i, field) in record.record_type().fields.iter().enumerate() {
            let reads = if field.reads.is_empty() { outer } else { field.reads };
            let at = format!("{at}.{}", field.name);
            match record.field(i) {
                Ok(value) => self.value(&at, value, reads),
                Err(why) => self.put(&at, Err(why), reads),
            }
        }
    }

    fn value(&mut self, at: &str, value: Value<'_>, reads: &'static [&'static str]) {
        match value {
            Value::Bool(value) => self.put(at, Ok(value.to_string()), reads),
            Value::Int(value) => self.put(at, Ok(value.to_string()), reads),
            Value::Str(value) => self.put(at, Ok(value.to_owned()), reads),
            Value::Version(value) => self.put(at, Ok(value.text.to_string()), reads),
            Value::Ref(reference) => {
                let tables = &self.facts.identity;
                let id = tables.of(reference.kind)[reference.index as usize].id.to_string();
                self.put(at, Ok(id), reads);
            }
            Value::Record(record) => self.record(at, record, reads),
            Value::Split(split) => {
                let show = |fact: Fact<bool>| fact.map(|fact| fact.to_string());
                self.put(&format!("{at}.all"), show(split.all()), reads);
                self.put(&format!("{at}.any"), show(split.any()), reads);
                for (name, state) in split.iter() {
                    self.put(&format!("{at} on {name}"), show(state.clone()), reads);
                }
            }
            Value::Grouping(grouping) => {
                let uniform = grouping.uniform().map(|fact| fact.to_string());
                self.put(&format!("{at}.uniform"), uniform, reads);
                self.whole.insert(at.to_owned(), format!("{grouping:?}"));
            }
            Value::List(list) => self.list(at, list, reads),
        }
    }

    fn list(&mut self, at: &str, list: &dyn crate::schema::ListView, reads: &'static [&'static str]) {
        let size = list.missing().map_or_else(|| Ok(list.len().to_string()), |why| Err(why.clone()));
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
                Ok(Value::Str(text)) => self.put(&format!("{at}[{text}]"), Ok("there".into()), reads),
                Ok(Value::Ref(reference)) => {
                    let index = reference.index.to_string();
                    self.put(&format!("{at}#{index}"), Err(Unknown::defect("a reference")), reads);
                }
                Ok(other) => self.value(&format!("{at}[{i}]"), other, reads),
                Err(why) => self.put(&format!("{at}[{i}]"), Err(why), reads),
            }
        }
    }
}
