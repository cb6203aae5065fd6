//! What Japanese reports say, over every case of every rule: no English is left but names and the words of
//! `words` in `tests/japanese.toml`, and menus of the vSphere Client that stand under `menu` there.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use serde_json::Value;
use vpreflight::cases::{self, Suite};
use vpreflight::inventory::Inventory;
use vpreflight::preflight;
use vpreflight::render::{Format, MOST_WIDTH, Style, render};
use vpreflight::report::{ReasonKind, Report};
use vpreflight::terms::Lang;

/// What may stand in Latin letters.
#[derive(Debug, Deserialize)]
pub struct Allowed {
    words: Vec<String>,
    phrases: Vec<String>,
    menu: Vec<String>,
}

fn allowed() -> Allowed {
    let text = std::fs::read_to_string(super::root().join("tests/japanese.toml")).unwrap();
    let table: toml::Table = toml::from_str(&text).unwrap();
    table["latin"].clone().try_into().unwrap()
}

/// A report as people read it, on one line.
fn rendered(report: &Report, format: Format) -> String {
    let style = Style { lang: Lang::Ja, width: MOST_WIDTH, details: true, all: true, ..Style::default() };
    let mut out = Vec::new();
    render(report, format, style, &mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a text: Latin letters with digits and what joins the parts of a name.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|char: char| !(char.is_ascii_alphanumeric() || "-_.:/".contains(char)))
        .map(|word| word.trim_matches(|char: char| "-_.:/".contains(char)))
        .filter(|word| word.chars().any(|char| char.is_ascii_alphabetic()))
}

/// Every text of an inventory: names, and what a server says.
fn texts(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::String(text) => {
            // The datastore of a path is a name of its own.
            found.extend(
                text.strip_prefix('[').and_then(|text| text.split_once(']')).map(|(name, _)| name.to_owned()),
            );
            found.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
        Value::Array(all) => all.iter().for_each(|value| texts(value, found)),
        Value::Object(map) => map.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// A text without some others, each where it stands as a whole.
fn without(text: &str, names: &[&String]) -> String {
    let joins = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphanumeric());
    let mut text = text.to_owned();
    for name in names {
        let mut rest = String::with_capacity(text.len());
        let mut from = 0;
        for (at, _) in text.match_indices(name.as_str()) {
            let (before, after) = (text[..at].chars().next_back(), text[at + name.len()..].chars().next());
            let inside = joins(before) && joins(name.chars().next())
                || joins(after) && joins(name.chars().next_back());
            if at >= from && !inside {
                rest.push_str(&text[from..at]);
                rest.push('\u{3000}');
                from = at + name.len();
            }
        }
        rest.push_str(&text[from..]);
        text = rest;
    }
    text
}

/// What a report names that is no part of its inventory: ids, profiles, findings, what people have written.
fn named(suite: &Suite, report: &Report) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for rule in &suite.catalogue.rules {
        names.insert(rule.id.clone());
        names.extend(rule.findings().into_iter().map(|finding| finding.name.clone()));
    }
    names.extend(report.question.profiles.iter().cloned());
    names.insert("full".to_owned());
    let reasons = report.prerequisites.iter().flat_map(|rule| &rule.undecided).flat_map(|it| &it.reasons);
    names.extend(reasons.map(|reason| reason.property.clone()));
    texts(&serde_json::to_value(&report.decisions).unwrap(), &mut names);
    names
}

/// Words of a name that is no word of English: a fault, a property, an id, an option, a size.
fn is_name(word: &str) -> bool {
    let inner_capital = word.chars().skip(1).any(|char| char.is_ascii_uppercase());
    let is_fault = inner_capital && word.chars().any(|char| char.is_ascii_lowercase());
    let digit = word.chars().any(|char| char.is_ascii_digit());
    let upper = word.chars().all(|char| !char.is_ascii_lowercase());
    is_fault || digit || upper || word.contains('.') || word.contains('/') || word.contains('_')
}

/// The English that is left in a text; `names` is asked only where there is any.
fn english(text: &str, allowed: &Allowed, names: impl FnOnce() -> BTreeSet<String>) -> Vec<String> {
    let odd = |word: &str| !is_name(word) && !allowed.words.iter().any(|known| known == word);
    // Options of the program are told apart by their dashes.
    let text = text.split(' ').filter(|word| !word.contains("--")).collect::<Vec<_>>().join(" ");
    let left: BTreeSet<&str> = words(&text).filter(|word| odd(word)).collect();
    if left.is_empty() {
        return Vec::new();
    }
    let names = names();
    // The longest first: a name may be a part of another.
    let mut names: Vec<&String> = names
        .iter()
        .chain(&allowed.phrases)
        .chain(&allowed.menu)
        .filter(|name| left.iter().any(|word| name.contains(word) || word.contains(name.as_str())))
        .filter(|name| name.chars().any(|char| char.is_ascii_alphabetic()))
        .collect();
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    let rest = without(&text, &names);
    // What is left of a name that was taken apart is none.
    let left: BTreeSet<&str> = words(&rest).filter(|word| left.contains(word)).collect();
    let around = |word: &str| {
        let at = rest.find(word).unwrap_or_default();
        let before: String =
            rest[..at].chars().rev().take(30).collect::<Vec<_>>().into_iter().rev().collect();
        let after: String = rest[at..].chars().take(60).collect();
        format!("{word}: …{before}{after}…")
    };
    left.into_iter().map(around).collect()
}

struct Reports {
    suite: Suite,
    allowed: Allowed,
}

impl Reports {
    fn new() -> Self {
        Self { suite: Suite::read(&super::root().join("rules")).unwrap(), allowed: allowed() }
    }

    /// What is left in English in the reports of all cases, by the words, with the first case that shows it.
    fn left(&self, rules: impl Fn(&str) -> bool, change: impl Fn(&mut Report)) -> BTreeMap<String, String> {
        let mut left = BTreeMap::new();
        for file in self.suite.files.iter().filter(|file| rules(&file.rule)) {
            let selected = self.suite.catalogue.only(self.suite.rule(file).unwrap());
            for case in &file.cases {
                let inventory: Inventory = self.suite.inventory(case).unwrap();
                let mut report =
                    preflight::judge_whole(&cases::question(case, &selected), &inventory).unwrap().report;
                change(&mut report);
                for format in [Format::Table, Format::Markdown] {
                    // Markdown escapes what would be marks.
                    let text = rendered(&report, format).replace('\\', "");
                    let names = || {
                        let mut names = named(&self.suite, &report);
                        texts(&serde_json::to_value(&inventory).unwrap(), &mut names);
                        names
                    };
                    for found in english(&text, &self.allowed, names) {
                        let word = found.split(':').next().unwrap().to_owned();
                        left.entry(word).or_insert_with(|| format!("{}::{}: {found}", file.rule, case.name));
                    }
                }
            }
        }
        left
    }
}

#[test]
fn no_english_is_left_in_japanese_reports() {
    let left: Vec<String> = Reports::new().left(|_| true, |_| ()).into_values().collect();
    super::held(&left);
}

/// The law finds what it is there for.
#[test]
fn english_that_is_planted_is_found() {
    let rules = |rule: &str| rule == "vm-disks-on-shared-storage";
    let left = Reports::new().left(rules, |report| {
        for rule in &mut report.prerequisites {
            for reason in rule.undecided.iter_mut().flat_map(|undecided| &mut undecided.reasons) {
                if matches!(reason.kind, ReasonKind::Untold | ReasonKind::Contradicts) {
                    reason.detail_ja = "the switch shows no such thing".to_owned();
                }
            }
        }
    });
    for word in ["shows", "such", "thing"] {
        assert!(left.contains_key(word), "{word} is not found: {:?}", left.keys());
    }
}
