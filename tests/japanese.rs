//! Japanese texts call each thing by one name (`tests/japanese.toml`), and say what the English ones say, as
//! far as a program can tell.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "japanese/rendered.rs"]
mod rendered;

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Terms {
    term: Vec<Term>,
    /// Read by the law over reports.
    #[allow(dead_code, reason = "its shape is known there")]
    latin: toml::Table,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    right: String,
    not: Vec<String>,
    #[serde(default)]
    but: Vec<String>,
}

/// A text of a rule file in both languages, with where it stands.
#[derive(Debug)]
struct Both {
    at: String,
    en: String,
    ja: String,
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![root().join(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(ending) && name != "tests.rs" && !name.ends_with(".cases.toml") {
                found.push(path);
            }
        }
    }
    found
}

/// Every text of the rules and gates.
fn of_rules() -> Vec<Both> {
    let mut texts = Vec::new();
    for path in files("rules", ".toml") {
        let table: toml::Table = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        gather(&name, &toml::Value::Table(table), &mut texts);
    }
    assert!(texts.len() > 400, "{}", texts.len());
    texts
}

fn gather(at: &str, value: &toml::Value, texts: &mut Vec<Both>) {
    match value {
        toml::Value::Table(table) => {
            if let (Some(en), Some(ja)) = (table.get("en"), table.get("ja")) {
                let text = |value: &toml::Value| value.as_str().unwrap().to_owned();
                texts.push(Both { at: at.to_owned(), en: text(en), ja: text(ja) });
                return;
            }
            let name = table.get("name").and_then(toml::Value::as_str);
            let at = name.map_or_else(|| at.to_owned(), |name| format!("{at} {name}"));
            table.iter().for_each(|(key, value)| gather(&format!("{at} {key}"), value, texts));
        }
        toml::Value::Array(all) => all.iter().for_each(|value| gather(at, value, texts)),
        _ => {}
    }
}

/// Every piece of text between quotes in the program that has Japanese in it.
fn of_the_program() -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for path in files("src", ".rs") {
        let source = fs::read_to_string(&path).unwrap();
        let code = source.split("#[cfg(test)]\nmod").next().unwrap();
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            texts.extend(
                line.split('"')
                    .skip(1)
                    .step_by(2)
                    .filter(|text| is_japanese(text))
                    .map(|text| (name.clone(), text.into())),
            );
        }
    }
    assert!(texts.len() > 250, "{}", texts.len());
    texts
}

/// Every line of the documents in Japanese.
fn of_documents() -> Vec<(String, String)> {
    let text = fs::read_to_string(root().join("README.ja.md")).unwrap();
    let lines: Vec<_> = text.lines().map(|line| ("README.ja.md".to_owned(), line.to_owned())).collect();
    assert!(lines.iter().any(|(_, line)| is_japanese(line)));
    lines
}

fn is_japanese(text: &str) -> bool {
    text.chars().any(|char| matches!(char, '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}'))
}

fn held(wrong: &[String]) {
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn each_thing_has_one_name() {
    let terms: Terms =
        toml::from_str(&fs::read_to_string(root().join("tests/japanese.toml")).unwrap()).unwrap();
    let rules = of_rules().into_iter().map(|text| (text.at, text.ja));
    let mut wrong = Vec::new();
    for (at, text) in rules.chain(of_the_program()).chain(of_documents()) {
        for term in &terms.term {
            let rest = term.but.iter().fold(text.clone(), |text, right| text.replace(right.as_str(), ""));
            for word in term.not.iter().filter(|word| rest.contains(word.as_str())) {
                wrong.push(format!("{at}: {word} is called {}: {text}", term.right));
            }
        }
    }
    held(&wrong);
}

/// Names that people chose stand in 「」, or the end of a Japanese one would not be seen.
#[test]
fn names_of_networks_and_stores_are_quoted() {
    let mut wrong = Vec::new();
    for text in of_rules() {
        for name in ["{network}", "{datastore}", "{label}", "{portgroup}"] {
            let mut quoted = text.ja.match_indices(name).map(|(at, _)| text.ja[..at].ends_with('「'));
            if !quoted.all(|quoted| quoted) {
                wrong.push(format!("{}: {name}: {}", text.at, text.ja));
            }
        }
    }
    held(&wrong);
}

#[test]
fn japanese_says_what_english_says() {
    let mut wrong = Vec::new();
    for text in of_rules() {
        let mut say = |what: &str| wrong.push(format!("{}: {what}: {} | {}", text.at, text.en, text.ja));
        if text.en.contains("the seed") || text.en.contains("(s)") {
            say("nobody has heard of the seed, and one thing is no plural");
        }
        if text.at.ends_with(" fix") && text.en.contains(" > ") && !text.ja.contains(" > ") {
            say("the way through the menus is missing");
        }
        if text.ja.contains("{left_h}") && !text.ja.contains("{left_h} 時間") {
            say("a number without its unit");
        }
        if text.ja.contains("{at}") && text.ja.contains("ています") && text.at.ends_with("message") {
            say("what happened then does not go on now");
        }
        let sentence = text.ja.trim_end();
        let inner =
            sentence.char_indices().any(|(at, char)| char == '。' && at + char.len_utf8() < sentence.len());
        if text.at.ends_with(" message") && inner && !sentence.ends_with(['。', '?', ')']) {
            say("one sentence has its full stop, the last one not");
        }
        if text.at.ends_with(" demand") && !text.ja.is_empty() && !text.ja.contains("こと") {
            say("a demand ends in こと");
        }
    }
    held(&wrong);
}

/// One space between Latin and Japanese letters.
#[test]
fn letters_of_two_kinds_are_parted() {
    let rules = of_rules().into_iter().map(|text| (text.at, text.ja));
    let mut wrong = Vec::new();
    for (at, text) in rules.chain(of_the_program()).chain(of_documents()) {
        let letters: Vec<char> = text.chars().collect();
        let kind = |char: char| (char.is_ascii_alphanumeric(), is_japanese(&char.to_string()));
        let joined = letters.windows(2).find(|pair| {
            let [a, b] = [kind(pair[0]), kind(pair[1])];
            (a.0 && b.1) || (a.1 && b.0)
        });
        if let Some(pair) =
            joined.filter(|pair| !"ー・、。".contains(pair[0]) && !"ー・、。".contains(pair[1]))
        {
            wrong.push(format!("{at}: {}{}: {text}", pair[0], pair[1]));
        }
    }
    held(&wrong);
}
