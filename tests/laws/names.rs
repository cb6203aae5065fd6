//! Whoever is called otherwise, and whatever is read in another order, is the same.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use serde_json::Value;

use super::over_all_states;

/// Lists of objects that have names of their own.
const NAMED: [&str; 9] = [
    "hosts",
    "vms",
    "datastores",
    "clusters",
    "networks",
    "portgroups",
    "switches",
    "folders",
    "datacenters",
];

/// New names by old ones.
type Names = BTreeMap<String, String>;

fn names_of<'v>(inventory: &'v Value, list: &str) -> BTreeSet<&'v str> {
    let objects = inventory[list].as_array().map_or(&[][..], Vec::as_slice);
    objects.iter().filter_map(|object| object["name"].as_str()).filter(|name| is_free(name)).collect()
}

/// Labels of networks on standard switches stand with their hosts alone.
fn labels(inventory: &Value) -> BTreeSet<&str> {
    let hosts = inventory["hosts"].as_array().map_or(&[][..], Vec::as_slice);
    let groups = hosts.iter().filter_map(|host| host["config.network"]["portgroup"].as_array()).flatten();
    groups.filter_map(|group| group["name"].as_str()).filter(|name| is_free(name)).collect()
}

/// Whether it is a name and nothing else: no address, no word of the API, no name that means something.
fn is_free(name: &str) -> bool {
    let word =
        name.chars().all(|c| c.is_ascii_alphanumeric()) && name.starts_with(|c: char| c.is_lowercase());
    !word && !name.starts_with("vCLS") && name.parse::<IpAddr>().is_err()
}

/// The names of an inventory, each with something behind its first letter: names that look alike go on doing
/// so.
fn altered(inventory: &Value) -> Names {
    let of = |list: &&str| names_of(inventory, list);
    let mut names: BTreeSet<&str> = NAMED.iter().flat_map(of).chain(labels(inventory)).collect();
    names.extend(names_of(inventory, "hosts").into_iter().filter_map(|host| host.split('.').next()));
    let altered = |name: &str| {
        let first = name.find(char::is_alphanumeric).unwrap_or_default();
        let (before, after) = name.split_at(name.ceil_char_boundary(first + 1));
        format!("{before}x7{after}")
    };
    names.into_iter().map(|name| (name.to_owned(), altered(name))).collect()
}

/// The names of VMs, of hosts and of datastores, each passed on to the next of its kind.
fn passed_on(inventory: &Value) -> Names {
    let mut names = Names::new();
    for list in ["vms", "hosts", "datastores"] {
        let all: Vec<&str> = names_of(inventory, list).into_iter().collect();
        let next = all.iter().cycle().skip(1);
        let pairs: Vec<(&str, &str)> = all.iter().copied().zip(next.copied()).collect();
        for (name, next) in pairs {
            names.insert(name.into(), next.into());
            if list == "hosts" {
                let first = |name: &str| name.split('.').next().unwrap_or_default().to_owned();
                names.insert(first(name), first(next));
            }
        }
    }
    names
}

/// Gives everything its new name, wherever the old one stands: alone, in a path, or before a file.
fn rename(value: &mut Value, names: &Names) {
    match value {
        Value::String(text) => {
            if let Some(new) = renamed(text, names) {
                *text = new;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, names)),
        Value::Object(fields) => fields.values_mut().for_each(|field| rename(field, names)),
        _ => {}
    }
}

fn renamed(text: &str, names: &Names) -> Option<String> {
    if let Some(new) = names.get(text) {
        return Some(new.clone());
    }
    if let Some((store, file)) = text.strip_prefix('[').and_then(|text| text.split_once(']')) {
        return names.get(store).map(|new| format!("[{new}]{file}"));
    }
    text.starts_with('/').then(|| {
        let parts = text.split('/').map(|part| names.get(part).map_or(part, String::as_str));
        parts.collect::<Vec<_>>().join("/")
    })
}

/// Turns round every list of objects, and every list of references to them.
fn turned(value: &mut Value) {
    let reference = |item: &Value| {
        let id = item.as_str().or_else(|| item["id"].as_str()).unwrap_or_default();
        let kind = id.split('-').next().unwrap_or_default();
        ["host", "vm", "network", "datastore", "dvportgroup", "dvs", "task"].contains(&kind)
            && id.contains('-')
    };
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(turned);
            if items.iter().all(reference) {
                items.reverse();
            }
        }
        Value::Object(fields) => fields.values_mut().for_each(turned),
        _ => {}
    }
}

#[test]
fn other_names_and_another_order_change_no_answer() {
    over_all_states(1_300, |state| {
        let before = state.answer(&state.inventory, |_| ())?;
        let mut turned_round = state.inventory.clone();
        turned(&mut turned_round);
        let renamed_by = |names: Names| {
            let mut inventory = state.inventory.clone();
            rename(&mut inventory, &names);
            (names, inventory)
        };
        let others = [
            ("altered", renamed_by(altered(&state.inventory))),
            ("passed on", renamed_by(passed_on(&state.inventory))),
            ("turned round", (Names::new(), turned_round)),
        ];
        let differs = others.into_iter().find_map(|(how, (names, inventory))| {
            let after = state.answer(&inventory, |question| {
                let named = question.stated.lms_vm.take();
                question.stated.lms_vm = named.map(|name| renamed(&name, &names).unwrap_or(name));
            });
            let differs =
                after.map_or(Some("the VM that was named is not found".into()), |it| before.differs(&it));
            Some(format!("{how}: {}", differs?))
        });
        Some(differs.map_or(Ok(()), Err))
    });
}
