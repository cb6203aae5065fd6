//! Every property of every object made unreadable in turn: no known fact may become another known
//! value, and no property that a fact does not declare may change it.

use std::collections::{BTreeMap, BTreeSet};

use super::super::testing::{denied, healthy};
use super::super::{Facts, build, reads_base};
use crate::inventory::{Inventory, Object};
use crate::schema::{Record, Type, Value};

/// A fact by its place: known as text, or unknown.
type Flat = BTreeMap<String, Option<String>>;

/// Fields that stand for a name and fall back to an id when the name cannot be read.
const NAMES: [&str; 4] = ["name", "portgroup", "datastore", "network"];

fn flatten(facts: &Facts) -> (Flat, BTreeMap<String, &'static [&'static str]>) {
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

/// Calls `judge` with the name of each property and the inventory without it.
fn without_each(inventory: &Inventory, mut judge: impl FnMut(&str, &str, &Inventory)) {
    macro_rules! each {
        ($($list:ident),*) => {$(
            for i in 0..inventory.$list.len() {
                let mut changed = inventory.clone();
                fn properties<O: Object>(_: &O) -> (&'static str, &'static [crate::inventory::Property]) {
                    (O::TYPE, O::PROPERTIES)
                }
                let (ty, paths) = properties(&changed.$list[i]);
                for property in paths {
                    changed.$list[i] = inventory.$list[i].clone();
                    assert!(changed.$list[i].set_unreadable(property.path, denied()));
                    judge(&format!("{ty}:{}", property.path), &inventory.$list[i].id, &changed);
                }
            }
        )*};
    }
    crate::inventory::every_list!(each);
}

fn is_name(at: &str, property: &str) -> bool {
    let field = at.rsplit('.').next().unwrap_or_default();
    NAMES.contains(&field) || property.ends_with(":name") || property.ends_with(":key")
}

/// Faulty variants of the healthy inventory, so that facts of either value are in play.
fn variants() -> Vec<(&'static str, Inventory)> {
    super::fixtures::faulty()
}

#[test]
fn a_missing_datum_makes_facts_unknown_and_never_different() {
    let base: BTreeSet<&str> = reads_base().iter().copied().collect();
    let mut undeclared = BTreeSet::new();
    for (variant, inventory) in variants() {
        let (before, reads) = flatten(&build(&inventory));
        without_each(&inventory, |property, id, changed| {
            let (after, _) = flatten(&build(changed));
            for (at, value) in &before {
                let place = format!("{variant}: {at} without {property} of {id}");
                match (value, after.get(at)) {
                    (Some(was), Some(Some(is))) if !is_name(at, property) => assert_eq!(was, is, "{place}"),
                    (_, None) if !property.ends_with(":name") => {
                        assert!(list_is_open(at, &after), "{place} vanished");
                    }
                    _ => {}
                }
                let declared = base.contains(property) || reads[at].contains(&property);
                if !declared && after.get(at) != Some(value) {
                    undeclared.insert(format!("{variant}: {at} reads {property} of {id}"));
                }
            }
        });
    }
    assert!(undeclared.is_empty(), "undeclared:\n{}", Vec::from_iter(undeclared).join("\n"));
}

/// Whether a list above a fact that is gone, or its record as a whole, says that it is incomplete.
fn list_is_open(at: &str, after: &Flat) -> bool {
    let above = at.match_indices(['[', '#', '.', ' ']).map(|(i, _)| &at[..i]);
    above
        .into_iter()
        .any(|above| after.get(&format!("{above}.size")) == Some(&None) || after.get(above) == Some(&None))
}

#[test]
fn declared_properties_exist() {
    let mut known = BTreeSet::new();
    without_each(&every_type(), |property, _, _| {
        known.insert(property.to_owned());
    });
    let declared = |record: &'static crate::schema::RecordType| -> Vec<&'static str> {
        let mut open = vec![record];
        let mut reads = Vec::new();
        while let Some(record) = open.pop() {
            for field in record.fields {
                reads.extend(field.reads);
                let mut ty = (field.ty)();
                while let Type::List(item) = ty {
                    ty = item();
                }
                if let Type::Record(inner) = ty {
                    open.push(inner);
                }
            }
        }
        reads
    };
    for (_, record) in super::super::roots() {
        for property in declared(record).into_iter().chain(reads_base().iter().copied()) {
            assert!(property.starts_with("call:") || known.contains(property), "{property} does not exist");
        }
    }
}

/// An inventory with at least one object of every type.
fn every_type() -> Inventory {
    let mut inventory = healthy();
    inventory.compute_resources.push(Object::new("domain-s1".into()));
    inventory.storage_pods.push(Object::new("group-p1".into()));
    inventory.opaque_networks.push(Object::new("network-o1".into()));
    inventory.tasks.push(Object::new("task-1".into()));
    inventory
}
