//! The chapter of the guide as a table: headings, and each of their bullets and steps. `rules/chapter.toml` holds it,
//! `source.places` of the rules refer to it.

use std::ops::Range;
use std::sync::LazyLock;

use super::files::{CHAPTER, chapter_text};
use crate::document::{Document, Placed, Problem, Source, Table};
use crate::terms::{Text, told};

/// The chapter.
#[derive(Debug, Default)]
pub struct Chapter {
    /// The document it is part of, with its title.
    pub document: Text,
    /// Its headings that have bullets or steps, in its order.
    pub sections: Vec<Section>,
}

/// A heading of the chapter.
#[derive(Debug)]
pub struct Section {
    /// Its short name, with which places begin, e.g. `P-ESX`.
    pub key: String,
    /// Number of the chapter, then the position of the heading among its [`sections`](Chapter::sections), e.g. `5-3`;
    /// the guide itself numbers no heading.
    pub number: String,
    /// As printed.
    pub heading: String,
    /// What that says in English.
    pub english: String,
    /// Its bullets and steps, in its order.
    pub items: Vec<Item>,
}

/// A bullet or step.
#[derive(Debug)]
pub struct Item {
    /// What rules name it by, e.g. `P-ESX 2`.
    pub place: String,
    /// The number of its heading, then its own, e.g. `5-3-2`.
    pub number: String,
    /// What it asks for, in our words.
    pub text: Text,
    /// Why no rule is about it; absent where one is.
    pub because: Option<Text>,
    /// Bytes of the file that hold it.
    span: Range<usize>,
}

static READ: LazyLock<(Chapter, Vec<Problem>)> = LazyLock::new(read);

/// The chapter that the built-in rules are about.
pub fn chapter() -> &'static Chapter {
    &READ.0
}

/// What is wrong with the chapter's own file.
pub(super) fn problems() -> &'static [Problem] {
    &READ.1
}

impl Chapter {
    /// The heading with an item of this place, and that item.
    pub fn find(&self, place: &str) -> Option<(&Section, &Item)> {
        self.items().find(|(_, item)| item.place == place)
    }

    /// Every item with its heading, in the order of the chapter.
    pub fn items(&self) -> impl Iterator<Item = (&Section, &Item)> {
        self.sections.iter().flat_map(|section| section.items.iter().map(move |item| (section, item)))
    }
}

/// Items that no rule is about although none of them says why, as problems of the chapter's file. `places` are those
/// of all built-in rules.
pub(super) fn unanswered<'p>(places: impl Iterator<Item = &'p str> + Clone) -> Vec<Problem> {
    let source = source();
    let open = chapter()
        .items()
        .filter(|(_, item)| item.because.is_none() && !places.clone().any(|place| place == item.place));
    open.map(|(_, item)| {
        let place = &item.place;
        source.problem(
            item.span.clone(),
            told!(
                "no rule is about '{place}': name it in the 'source.places' of one, or say here why with 'because'",
                "「{place}」に対応するルールがありません。いずれかのルールの 'source.places' に書くか、理由をここに 'because' で書きます。"
            ),
        )
    })
    .collect()
}

fn source() -> Source<'static> {
    Source { file: CHAPTER, text: chapter_text() }
}

fn read() -> (Chapter, Vec<Problem>) {
    let (mut doc, mut table) = Document::parse(source());
    let number = table.int(&mut doc, "number").map_or(0, |number| number.value);
    let document = table.required_bilingual(&mut doc, "document").map(|text| text.text()).unwrap_or_default();
    let mut sections: Vec<Section> = Vec::new();
    for one in table.tables(&mut doc, "section") {
        let number = format!("{number}-{}", sections.len() + 1);
        sections.extend(section(&mut doc, one, number));
    }
    table.finish(&mut doc);
    let mut seen: Vec<&str> = Vec::new();
    for item in sections.iter().flat_map(|section| &section.items) {
        if seen.contains(&item.place.as_str()) {
            let place = &item.place;
            doc.problem(
                item.span.clone(),
                told!("'{place}' is there already", "「{place}」はすでにあります"),
            );
        }
        seen.push(&item.place);
    }
    (Chapter { document, sections }, doc.problems)
}

fn section(doc: &mut Document<'_>, mut table: Table<'_>, number: String) -> Option<Section> {
    let key = table.required(doc, "key");
    let heading = table.required(doc, "heading");
    let english = table.required(doc, "english");
    let items = table.tables(doc, "items");
    table.finish(doc);
    let (key, heading, english) = (key?.value, heading?.value, english?.value);
    let items = items.into_iter().filter_map(|table| item(doc, table, &key, &number)).collect();
    Some(Section { key, number, heading, english, items })
}

fn item(doc: &mut Document<'_>, mut table: Table<'_>, key: &str, number: &str) -> Option<Item> {
    let span = table.span.clone();
    let at = table.required(doc, "at");
    let (en, ja) = (table.required(doc, "en"), table.required(doc, "ja"));
    let because = table.bilingual(doc, "because").map(|text| text.text());
    table.finish(doc);
    let at = at?.value;
    let (place, number) = (format!("{key} {at}"), format!("{number}-{at}"));
    Some(Item { place, number, text: Text::new(en?.value, ja?.value), because, span })
}

/// Refuses places that are not in the chapter, that no rule can be about, that are named twice or out of order, and
/// those of which none is below the heading.
pub(super) fn check(doc: &mut Document<'_>, heading: &Placed<String>, places: &[Placed<String>]) {
    let chapter = chapter();
    let mut last = None;
    let mut below = places.is_empty();
    for Placed { value: place, span } in places {
        let found = chapter.items().enumerate().find(|(_, (_, item))| item.place == *place);
        let Some((at, (section, item))) = found else {
            let there = chapter.items().map(|(_, item)| item.place.as_str());
            let help = crate::terms::nearest::did_you_mean(place, there);
            doc.problem(
                span.clone(),
                told!([help] "the chapter has no place '{place}'{help}", "章に「{place}」という場所はありません{help}"),
            );
            continue;
        };
        if item.because.is_some() {
            doc.problem(
                span.clone(),
                told!(
                    "the chapter says why no rule is about '{place}'",
                    "「{place}」には対応するルールがない理由が章の表に書かれています"
                ),
            );
        }
        if last.is_some_and(|last| at <= last) {
            doc.problem(
                span.clone(),
                told!(
                    "places stand in the order of the chapter, each once: '{place}' comes too late or twice",
                    "場所は章の順に 1 回ずつ書きます (「{place}」の位置が後ろすぎるか、重複しています)"
                ),
            );
        }
        last = Some(at);
        below = below || section.heading == heading.value;
    }
    if !below {
        doc.problem(
            heading.span.clone(),
            told!(
                "none of the places is below this heading",
                "この見出しの下にある場所が 1 つも指定されていません"
            ),
        );
    }
}
