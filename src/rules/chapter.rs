//! The chapter of the guide as a table: headings, and each of their bullets and steps. `rules/chapter.toml` holds it,
//! `source.places` of the rules refer to it.

use std::ops::Range;
use std::sync::LazyLock;

use super::file;
use super::files::{CHAPTER, built_in, chapter_text};
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

/// A built-in rule of the guide, and where in the chapter it stands.
#[derive(Debug)]
pub struct Demand {
    /// Rule id.
    pub rule: String,
    /// Position among the prerequisites of the guide, from 1 on.
    pub number: u32,
    /// What is true when it passes.
    pub title: Text,
    /// Its places, in the order of the chapter.
    pub places: Vec<String>,
}

static READ: LazyLock<(Chapter, Vec<Problem>)> = LazyLock::new(read);

static DEMANDS: LazyLock<Vec<Demand>> = LazyLock::new(|| {
    let rules = built_in().files;
    let mut demands: Vec<Demand> = rules.iter().filter_map(|(name, text)| demand(name, text)).collect();
    demands.sort_by_key(|demand| demand.number);
    demands
});

/// The chapter that the built-in rules are about.
pub fn chapter() -> &'static Chapter {
    &READ.0
}

/// The built-in rules of the guide, by number.
pub fn demands() -> &'static [Demand] {
    &DEMANDS
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

/// What a rule file says of itself; `None` for advice, and for what is no rule.
fn demand(name: &str, text: &str) -> Option<Demand> {
    let (mut doc, table) = Document::parse(Source { file: name, text });
    let (_, stem) = super::files::stem(name);
    let file = file::rule(&mut doc, table, stem)?;
    let number = u32::try_from(file.number?.value).ok()?;
    let places = file.places.into_iter().map(|place| place.value).collect();
    Some(Demand { rule: file.id.value, number, title: file.title, places })
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::facts;
    use crate::rules::{Catalogue, Files};

    #[test]
    fn the_chapter_is_whole_and_every_prerequisite_stands_in_it() {
        assert!(problems().is_empty(), "{:?}", problems());
        // Bullets and steps as counted in the guide.
        let counted: Vec<(&str, usize)> =
            chapter().sections.iter().map(|section| (section.key.as_str(), section.items.len())).collect();
        let there = [
            ("O-HA", 7),
            ("C-HA", 3),
            ("P-ESX", 3),
            ("P-VC", 3),
            ("P-CL", 4),
            ("P-ST", 1),
            ("P-OT", 2),
            ("S-HA", 10),
            ("S-CL", 12),
            ("O-VM", 6),
            ("C-VM", 4),
            ("P-VM", 17),
            ("S-VM", 12),
            ("S-MG", 8),
        ];
        assert_eq!(counted, there);
        let numbers: Vec<u32> = demands().iter().map(|demand| demand.number).collect();
        assert_eq!(numbers, (1..=60).collect::<Vec<u32>>());
        assert!(demands().iter().all(|demand| !demand.places.is_empty()));
        assert_eq!(demands().iter().filter(|demand| demand.places.len() > 1).count(), 29);
        assert_eq!(demands().iter().map(|demand| demand.places.len()).sum::<usize>(), 114);
        assert_eq!(chapter().find("P-ESX 2").unwrap().1.number, "5-3-2");
        assert_eq!(chapter().find("S-CL 8-1").unwrap().1.number, "5-9-8-1");
    }

    /// What is said of the places of a rule.
    fn said(places: &str) -> String {
        let mut files: Vec<(String, String)> = built_in().files;
        let (_, text) = files.iter_mut().find(|(name, _)| name.ends_with("/hosts-min-two.toml")).unwrap();
        assert!(text.contains(r#"places = ["S-HA 1", "S-VM 1"]"#));
        *text = text.replace(r#"places = ["S-HA 1", "S-VM 1"]"#, places);
        let set = Files { origin: "built-in".into(), files };
        Catalogue::load(&[set], &facts::roots()).map(drop).unwrap_err().to_string()
    }

    #[test]
    fn places_are_checked_when_a_rule_is_loaded() {
        assert!(
            said(r#"places = ["S-HA 1", "S-VN 1"]"#).contains("no place 'S-VN 1'; did you mean 'S-VM 1'?")
        );
        assert!(said(r#"places = ["S-HA 1", "S-HA 1"]"#).contains("each once: 'S-HA 1'"));
        assert!(said(r#"places = ["S-VM 1", "S-HA 1"]"#).contains("in the order of the chapter"));
        assert!(said(r#"places = ["S-VM 1"]"#).contains("none of the places is below this heading"));
        assert!(said(r#"places = ["S-HA 1", "S-MG 6"]"#).contains("says why no rule is about 'S-MG 6'"));
    }

    #[test]
    fn an_item_that_no_rule_is_about_says_why() {
        let all = || demands().iter().flat_map(|demand| &demand.places).map(String::as_str);
        assert!(unanswered(all()).is_empty());
        let open = unanswered(all().filter(|place| *place != "P-ST 1"));
        assert_eq!(open.len(), 1);
        assert!(open[0].message.en.contains("no rule is about 'P-ST 1'"), "{:?}", open[0]);
        assert!(open[0].excerpt.contains("Shared storage is a SAN"), "{:?}", open[0]);
    }
}
