//! Reads each form back to the same few numbers.

use std::collections::BTreeMap;

use quick_xml::events::Event;
use serde_json::Value;

use super::prometheus;

/// How many places and objects are said to be what.
pub type Counts = BTreeMap<String, usize>;

/// What every form tells.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// Required prerequisites by outcome, those that occur.
    pub tally: Counts,
    /// Places and objects by word, those that occur.
    pub results: Counts,
}

fn number(value: &Value) -> usize {
    usize::try_from(value.as_u64().unwrap()).unwrap()
}

fn counts(value: &Value) -> Counts {
    let pairs =
        value.as_object().unwrap().iter().map(|(name, count)| (name.replace('_', "-"), number(count)));
    pairs.filter(|(_, count)| *count > 0).collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// Counts the JSON report anew, without the view that the other forms are made of.
pub fn json(text: &str) -> Numbers {
    let report: Value = serde_json::from_str(text).unwrap();
    let mut results = Counts::new();
    let mut add = |word: &str, count: usize| *results.entry(word.to_owned()).or_default() += count;
    for rule in list(&report["prerequisites"]) {
        for finding in list(&rule["findings"]) {
            let word =
                if finding["decision"].is_null() { finding["level"].as_str().unwrap() } else { "waived" };
            add(word, list(&finding["objects"]).len());
        }
        let decided =
            |at: &Value| match report["decisions"][usize::try_from(at.as_u64()?).ok()?]["kind"].as_str() {
                Some("attestation") => Some("attested"),
                _ => Some("waived"),
            };
        for undecided in list(&rule["undecided"]) {
            // What is not known of an object as a whole counts once.
            let whole = |at: &Value| at["element"].is_null();
            let same =
                |other: &&Value| ["reasons", "decision"].iter().all(|key| other[*key] == undecided[*key]);
            let rank = |undecided: &Value| undecided["ceiling"] == "fail";
            let covers = |other: &Value, at: &Value| {
                list(&other["objects"]).iter().any(|wider| {
                    wider["object"]["id"] == at["object"]["id"]
                        && (rank(other) && !rank(undecided)
                            || rank(other) == rank(undecided)
                                && whole(wider)
                                && (!whole(at) || wider["fingerprint"].as_str() < at["fingerprint"].as_str()))
                })
            };
            let covered =
                |at: &&Value| list(&rule["undecided"]).iter().filter(same).any(|other| covers(other, at));
            let places = list(&undecided["objects"]).iter().filter(|at| !covered(at)).count();
            add(decided(&undecided["decision"]).unwrap_or("unknown"), places);
        }
        for ask in list(&rule["asks"]) {
            add(decided(&ask["decision"]).unwrap_or("manual"), list(&ask["objects"]).len());
        }
        add("not-asked", number(&rule["objects"]["not_asked"]));
        add("pass", number(&rule["objects"]["pass"]));
        add("not-applicable", number(&rule["objects"]["not_applicable"]));
    }
    results.retain(|_, count| *count > 0);
    Numbers { tally: counts(&report["tally"]), results }
}

/// Sums the results up; the first line has to say the same.
pub fn jsonl(text: &str) -> Numbers {
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut results = Counts::new();
    for line in lines.iter().filter(|line| line["type"] == "result") {
        *results.entry(line["outcome"].as_str().unwrap().to_owned()).or_default() += number(&line["count"]);
    }
    assert_eq!(lines[0]["type"], "run");
    assert_eq!(counts(&lines[0]["results"]), results);
    Numbers { tally: counts(&lines[0]["tally"]), results }
}

/// Sums the records up; there is no tally.
pub fn csv(text: &str) -> Counts {
    let mut results = Counts::new();
    for record in records(text) {
        *results.entry(record["outcome"].clone()).or_default() += record["count"].parse::<usize>().unwrap();
    }
    results
}

/// The records by column.
pub fn records(text: &str) -> Vec<BTreeMap<String, String>> {
    let mut csv = csv::Reader::from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    csv.deserialize().map(|record| record.unwrap()).collect()
}

/// What the metrics say.
pub fn prometheus(text: &str) -> Numbers {
    let mut numbers = Numbers::default();
    for sample in prometheus::parse(text).unwrap() {
        let count = sample.value as usize;
        let Some(outcome) = sample.labels.get("outcome").filter(|_| count > 0) else { continue };
        if sample.name == "vpreflight_results" {
            numbers.results.insert(outcome.clone(), count);
        } else if sample.name == "vpreflight_prerequisites" && sample.labels["severity"] == "required" {
            numbers.tally.insert(outcome.clone(), count);
        }
    }
    numbers
}

/// Sums the occurrences up; what holds and what does not apply is in the properties only.
pub fn sarif(text: &str) -> Numbers {
    let log: Value = serde_json::from_str(text).unwrap();
    let run = &log["runs"][0];
    let told = counts(&run["properties"]["results"]);
    let mut results = Counts::new();
    for result in list(&run["results"]) {
        let word = result["properties"]["outcome"].as_str().unwrap().to_owned();
        *results.entry(word).or_default() += number(&result["occurrenceCount"]);
    }
    for word in ["pass", "not-asked", "not-applicable"] {
        results.extend(told.get(word).map(|count| (word.to_owned(), *count)));
    }
    assert_eq!(told, results);
    Numbers { tally: counts(&run["properties"]["tally"]), results }
}

/// Counts the lines of the cases; of those about several objects the number in the name.
pub fn junit(text: &str) -> Counts {
    let mut xml = quick_xml::Reader::from_str(text);
    let mut results = Counts::new();
    let mut body = String::new();
    let mut add = |word: &str, count: usize| *results.entry(word.to_owned()).or_default() += count;
    loop {
        match xml.read_event().unwrap() {
            Event::Start(tag) | Event::Empty(tag) if tag.name().as_ref() == "testcase" => {
                body.clear();
                let name = attribute(&tag, "name");
                if let Some(holds) = name.strip_prefix("holds for ") {
                    add("pass", leading(holds));
                }
            }
            Event::Start(_) => body.clear(),
            Event::Text(text) => body.push_str(&text),
            Event::GeneralRef(reference) => body.push_str(&format!("&{};", &*reference)),
            Event::End(tag)
                if ["failure", "error", "skipped", "system-out"]
                    .iter()
                    .any(|name| tag.name().as_ref() == *name) =>
            {
                for line in body.lines() {
                    let Some((word, rest)) = line.strip_prefix('[').and_then(|line| line.split_once("] "))
                    else {
                        continue;
                    };
                    let objects = match word {
                        "not-applicable" => rest.strip_prefix("does not apply to "),
                        "not-asked" => rest.strip_prefix("not asked: "),
                        _ => None,
                    };
                    add(word, objects.map_or(1, leading));
                }
                body.clear();
            }
            Event::End(_) => body.clear(),
            Event::Eof => break,
            _ => {}
        }
    }
    results
}

/// The number at the beginning.
fn leading(text: &str) -> usize {
    text.split(' ').next().unwrap().replace(',', "").parse().unwrap()
}

/// An attribute as it is meant.
pub fn attribute(tag: &quick_xml::events::BytesStart<'_>, name: &str) -> String {
    let attributes = tag.attributes().map(|attribute| attribute.unwrap());
    let mut found = attributes.filter(|attribute| attribute.key.as_ref() == name);
    let value = found.next().unwrap_or_else(|| panic!("no {name}"));
    quick_xml::escape::unescape(&value.value).unwrap().into_owned()
}
