//! The law of the untold: an array or a number that is absent from an answer never makes anything *fail* that did
//! not. A real host has adapters and memory, a VM devices and CPUs: what lists none of what must be there, or gives
//! no figure of it, has told nothing.

use serde_json::Value;
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question};

use super::judged::Judged;

/// What may be absent, which then means just that: by their last steps, and what it means.
const MEANT: &[(&str, &str)] = &[
    ("vswitch/pnic", "an internal switch"),
    ("netConfig/selected", "no adapter carries it; what vCenter's flag says of vMotion is a matter of cases"),
];

/// Makes each array and each number of an inventory absent in turn, at one object and then at all that have it.
pub fn holds(base: &Value, question: &Question<'_>) -> Result<usize, String> {
    let read = |value: &Value| -> Result<Option<Judged>, String> {
        let inventory: Inventory =
            serde_json::from_value(value.clone()).map_err(|error| error.to_string())?;
        Ok(preflight::judge_whole(question, &inventory).ok().map(|run| Judged::new(&run.report)))
    };
    let before = read(base)?.ok_or("the base is not judged")?;
    let mut tried = 0;
    let mut broken = Vec::new();
    for list in base.as_object().into_iter().flatten().filter_map(|(list, of)| of.is_array().then_some(list))
    {
        let objects = base[list].as_array().map_or(0, Vec::len);
        let mut paths: Vec<Vec<String>> = Vec::new();
        for object in base[list].as_array().into_iter().flatten() {
            lists_and_numbers(object, &mut Vec::new(), &mut paths);
        }
        paths.sort_unstable();
        paths.dedup();
        for path in paths {
            let named = path.join("/");
            if MEANT.iter().any(|(meant, _)| named.ends_with(meant)) {
                continue;
            }
            for at in (0..objects).map(|at| at..at + 1).chain(std::iter::once(0..objects)) {
                let mut less = base.clone();
                let Some(of) = less[list].as_array_mut() else { continue };
                let gone = of[at.clone()].iter_mut().map(|object| remove(object, &path)).sum::<usize>();
                if gone == 0 {
                    continue;
                }
                tried += 1;
                let after = read(&less)?;
                let fails = after.map_or_else(Vec::new, |after| before.newly_failing(&after));
                let who =
                    if at.len() == 1 { base[list][at.start]["id"].to_string() } else { "all".to_owned() };
                broken.extend(fails.into_iter().map(|how| format!("{list} {who} {named} absent: {how}")));
            }
        }
    }
    if broken.is_empty() { Ok(tried) } else { Err(broken.join("\n  ")) }
}

/// Where the arrays and numbers of a value are: the steps by name, those into lists left out. What stands in an array without
/// a name of its own (pairs) is part of it.
fn lists_and_numbers(value: &Value, at: &mut Vec<String>, found: &mut Vec<Vec<String>>) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push(name.clone());
                if member.is_number() || member.as_array().is_some_and(|list| !list.is_empty()) {
                    found.push(at.clone());
                }
                lists_and_numbers(member, at, found);
                at.pop();
            }
        }
        Value::Array(items) => {
            items.iter().filter(|item| item.is_object()).for_each(|item| lists_and_numbers(item, at, found))
        }
        _ => {}
    }
}

/// Removes what stands at a path, in each element of the lists on the way; returns how often.
fn remove(value: &mut Value, path: &[String]) -> usize {
    match (value, path) {
        (Value::Array(items), path) => items.iter_mut().map(|item| remove(item, path)).sum(),
        (Value::Object(members), [last]) => usize::from(members.remove(last).is_some()),
        (Value::Object(members), [first, rest @ ..]) => {
            members.get_mut(first).map_or(0, |member| remove(member, rest))
        }
        _ => 0,
    }
}
