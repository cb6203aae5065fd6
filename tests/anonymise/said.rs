//! What a report says, names and words aside.

use std::collections::BTreeMap;

use serde_json::Value;
use vpreflight::report::Report;

/// Whether two reports say the same; the error tells where they do not.
pub fn same(before: &Report, after: &Report) -> Result<(), String> {
    let [before, after] = [before, after].map(|report| serde_json::to_value(report).expect("a report"));
    let mut wrong = Vec::new();
    for part in ["exit_code", "tally", "advisory_tally", "open_questions"] {
        if before[part] != after[part] {
            wrong.push(format!("{part}: {} is {} afterwards", before[part], after[part]));
        }
    }
    let [before, after] = [rules(&before), rules(&after)];
    for (rule, said) in &before {
        match after.get(rule) {
            Some(other) if other == said => {}
            other => wrong
                .push(format!("{rule}:\n  {said}\nis afterwards\n  {}", other.map_or("", String::as_str))),
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// Of each rule its outcome, by cluster as well, and its findings, by level and by the objects that they are about.
fn rules(report: &Value) -> BTreeMap<String, String> {
    let rules = report["prerequisites"].as_array().expect("prerequisites").iter();
    rules
        .map(|rule| {
            let list = |name: &str| rule[name].as_array().into_iter().flatten();
            let mut said: Vec<String> = list("findings")
                .map(|one| format!("{} {} {:?}", one["name"], one["level"], objects(one)))
                .collect();
            said.extend(list("undecided").map(|one| format!("{} {:?}", one["ceiling"], objects(one))));
            said.sort();
            let text = format!("{} {} {} {said:?}", rule["outcome"], rule["objects"], rule["by_cluster"]);
            (rule["id"].to_string(), text)
        })
        .collect()
}

/// Which objects it is about, and how often. The vCenter goes by its instance UUID, for which a token stands.
fn objects(finding: &Value) -> BTreeMap<String, usize> {
    let mut count = BTreeMap::new();
    for object in finding["objects"].as_array().into_iter().flatten() {
        let object = if object["object"].is_object() { &object["object"] } else { object };
        let id = if object["kind"] == "vcenter" { &Value::Null } else { &object["id"] };
        *count.entry(format!("{} {id}", object["kind"])).or_default() += 1;
    }
    count
}
