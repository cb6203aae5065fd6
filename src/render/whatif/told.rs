//! What is told of an event, in one language: the same parts in the same order for the terminal and a page.

use super::words::Word;
use crate::render::named;
use crate::render::placement::listed;
use crate::report::Object;
use crate::terms::{Lang, Tier};

/// VMs of a list that are told.
const FEW_VMS: usize = 8;

/// What is told of an event.
pub(super) struct Told {
    /// The answer.
    pub tier: Tier,
    /// What happens, and what comes of it.
    pub head: String,
    /// All the rest.
    pub parts: Vec<Part>,
}

/// A part of what is told: a sentence, or a heading with a list.
pub(super) struct Part {
    /// The sentence or heading.
    pub lead: String,
    /// Whether the lines have an order.
    pub ordered: bool,
    /// The list.
    pub lines: Vec<Line>,
}

/// A line of a list, with lines below it.
pub(super) struct Line {
    /// What it says.
    pub text: String,
    /// What belongs to it.
    pub below: Vec<String>,
}

impl Part {
    /// A sentence.
    pub(super) fn sentence(lead: String) -> Self {
        Self { lead, ordered: false, lines: Vec::new() }
    }

    /// A list without an order.
    pub(super) fn list(lead: String, lines: impl IntoIterator<Item = String>) -> Self {
        let lines = lines.into_iter().map(|text| Line { text, below: Vec::new() });
        Self { lead, ordered: false, lines: lines.collect() }
    }
}

/// Of a list the first lines, and how many more there are.
pub(super) fn folded(mut lines: Vec<String>, most: usize, lang: Lang) -> Vec<String> {
    if lines.len() > most + 1 {
        let more = lines.len() - most;
        lines.truncate(most);
        lines.push(crate::render::words::Msg::AndMore.count(lang, more));
    }
    lines
}

/// Names of VMs or hosts, folded where they are many.
pub(super) fn objects(all: &[Object], lang: Lang) -> String {
    let names: Vec<String> = all.iter().map(named::object_name).collect();
    listed(&names, FEW_VMS, lang)
}

/// A rule by its name.
pub(super) fn rule(name: &str, lang: Lang) -> String {
    let name = crate::render::safe::name(name);
    crate::render::placement::Word::Named.fill(lang, &[("name", &name)])
}

/// A sentence about names.
pub(super) fn about(word: Word, all: &[Object], lang: Lang) -> String {
    format!("{} {}", word.count(lang, all.len()), objects(all, lang))
}
