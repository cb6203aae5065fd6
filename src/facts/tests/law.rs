//! Every property of every object made unreadable in turn: no known fact may become another known
//! value, no unknown one known, nothing may vanish from a list that stays complete, nor appear in one,
//! and no property that a fact does not declare may change it.

use std::collections::BTreeSet;

use super::super::testing::{denied, healthy};
use super::super::{build, reads_base};
use super::flat::{Flat, flatten};
use crate::inventory::{Inventory, Object};
use crate::schema::Type;

/// Fields that stand for a name and fall back to an id when the name cannot be read, or to less of it.
const NAMES: [&str; 5] = ["name", "told", "portgroup", "datastore", "network"];

/// Calls `judge` with the name of each property and the inventory without it.
pub(super) fn without_each(inventory: &Inventory, mut judge: impl FnMut(&str, &str, &Inventory)) {
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
    let (mut broken, mut undeclared) = (BTreeSet::new(), BTreeSet::new());
    for (variant, inventory) in variants() {
        let (before, reads) = flatten(&build(&inventory));
        without_each(&inventory, |property, id, changed| {
            let (after, _) = flatten(&build(changed));
            for (at, value) in &before {
                let place = || format!("{variant}: {at} without {property} of {id}");
                match (value, after.get(at)) {
                    (Some(was), Some(Some(is))) if was != is && !is_name(at, property) => {
                        broken.insert(format!("{}: {was} became {is}", place()));
                    }
                    (None, Some(Some(is))) if !is_name(at, property) => {
                        broken.insert(format!("{}: unknown became {is}", place()));
                    }
                    (_, None) if !property.ends_with(":name") && !list_is_open(at, &after) => {
                        broken.insert(format!("{} vanished", place()));
                    }
                    _ => {}
                }
                let declared = base.contains(property) || reads[at].contains(&property);
                if !declared && after.get(at) != Some(value) {
                    undeclared.insert(format!("{variant}: {at} reads {property} of {id}"));
                }
            }
            let new = after.iter().filter(|(at, value)| value.is_some() && !before.contains_key(*at));
            for (at, _) in new.filter(|(at, value)| !is_name(at, property) && !may_belong(at, value)) {
                broken.insert(format!("{variant}: {at} without {property} of {id} appeared"));
            }
        });
    }
    assert!(broken.is_empty(), "broken:\n{}", Vec::from_iter(broken).join("\n"));
    assert!(undeclared.is_empty(), "undeclared:\n{}", Vec::from_iter(undeclared).join("\n"));
}

/// Splits that may hold on no host, whatever the host is: a device that no host can take over.
const WHATEVER_HOST: [&str; 4] = [".live.on on ", ".devices_on on ", ".moves_on on ", ".restarts_on on "];

/// Whether this says that something holds on a host, which may now belong to the split, or can hold on no
/// host at all: it decides neither `all` nor `any`.
fn may_belong(at: &str, value: &Option<String>) -> bool {
    let holds = at.rsplit('.').next().is_some_and(|field| field.contains(" on "));
    let nowhere = || WHATEVER_HOST.iter().any(|split| at.contains(split));
    holds && value.as_deref() == Some("true") || value.as_deref() == Some("false") && nowhere()
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
