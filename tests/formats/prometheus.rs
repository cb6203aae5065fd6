//! A strict reader of Prometheus' text format 0.0.4, with the rules that the textfile collector and
//! `promtool check metrics` hold a file to.

use std::collections::{BTreeMap, BTreeSet};

/// One sample.
#[derive(Debug)]
pub struct Sample {
    pub name: String,
    pub labels: BTreeMap<String, String>,
    pub value: f64,
}

/// The samples of a file, or what is wrong with it.
pub fn parse(text: &str) -> Result<Vec<Sample>, String> {
    let mut samples: Vec<Sample> = Vec::new();
    let mut helped = BTreeSet::new();
    let mut typed: Vec<String> = Vec::new();
    let mut series = BTreeSet::new();
    if !text.ends_with('\n') {
        return Err("the last line has no line feed".into());
    }
    for line in text.strip_suffix('\n').unwrap_or_default().split('\n') {
        let wrong = |why: &str| Err(format!("{why}: {line:?}"));
        if let Some(comment) = line.strip_prefix("# ") {
            let mut words = comment.splitn(3, ' ');
            let (kind, name) = (words.next().unwrap_or_default(), words.next().unwrap_or_default());
            let rest = words.next().unwrap_or_default();
            match kind {
                "HELP" if !helped.insert(name.to_owned()) => return wrong("helped twice"),
                "HELP" if rest.is_empty() => return wrong("help without words"),
                "HELP" => {}
                "TYPE" if typed.iter().any(|typed| typed == name) => return wrong("typed twice"),
                "TYPE" if rest != "gauge" => return wrong("only gauges are written"),
                "TYPE" if name.ends_with("_total") || name.ends_with("_count") => {
                    return wrong("a gauge named as a counter");
                }
                "TYPE" => typed.push(name.to_owned()),
                _ => return wrong("a comment that is none"),
            }
            continue;
        }
        let sample = sample(line).ok_or_else(|| format!("no sample: {line:?}"))?;
        if typed.last() != Some(&sample.name) || !helped.contains(&sample.name) {
            return wrong("not below its own help and type");
        }
        if !series.insert((sample.name.clone(), sample.labels.clone())) {
            return wrong("a series twice");
        }
        samples.push(sample);
    }
    Ok(samples)
}

fn is_name(name: &str) -> bool {
    name.starts_with(|char: char| char.is_ascii_lowercase())
        && name.chars().all(|char| char.is_ascii_lowercase() || char.is_ascii_digit() || char == '_')
        && !name.starts_with("__")
}

fn sample(line: &str) -> Option<Sample> {
    let end = line.find(['{', ' '])?;
    let (name, mut rest) = line.split_at(end);
    let mut labels = BTreeMap::new();
    if let Some(inner) = rest.strip_prefix('{') {
        rest = inner;
        loop {
            let (label, after) = rest.split_once("=\"")?;
            let (value, after) = quoted(after)?;
            if !is_name(label) || labels.insert(label.to_owned(), value).is_some() {
                return None;
            }
            match after.strip_prefix(',') {
                Some(more) => rest = more,
                None => {
                    rest = after.strip_prefix('}')?;
                    break;
                }
            }
        }
    }
    let value = rest.strip_prefix(' ')?.parse().ok()?;
    is_name(name).then(|| Sample { name: name.to_owned(), labels, value })
}

/// The text up to the closing quote, and what is behind it.
fn quoted(text: &str) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &text[at + 1..])),
            '\\' => match chars.next()?.1 {
                'n' => value.push('\n'),
                escaped @ ('\\' | '"') => value.push(escaped),
                _ => return None,
            },
            char if char.is_control() => return None,
            char => value.push(char),
        }
    }
    None
}
