//! Where something was found: its objects, each with the elements of it that the message does not name.

use std::collections::HashMap;

use super::{
    labels,
    named::{element, kind_and_name, kind_words},
    safe,
    words::Msg,
};
use crate::report::{Evidence, Finding, Object, ObjectKind, Occurrence};
use crate::terms::{Lang, Template, values};

/// An object of a finding.
pub(super) struct Spot<'r> {
    /// Its first place.
    pub(super) place: &'r Occurrence,
    /// Its places that need a name of their own: drives, adapters, the VMs of a cluster.
    pub(super) elements: Vec<&'r Occurrence>,
}

/// The objects of some places, each once, in the order of its first place. Elements are left out where
/// `message` names them all.
pub(super) fn spots<'r>(places: impl IntoIterator<Item = &'r Occurrence>, message: &str) -> Vec<Spot<'r>> {
    let mut at: HashMap<(ObjectKind, &str), usize> = HashMap::new();
    let mut spots: Vec<Spot<'r>> = Vec::new();
    for place in places {
        let next = spots.len();
        let spot = *at.entry((place.object.kind, place.object.id.as_str())).or_insert(next);
        if spot == next {
            spots.push(Spot { place, elements: Vec::new() });
        }
        if let Some(spot) = spots.get_mut(spot).filter(|_| !place.element.is_empty()) {
            spot.elements.push(place);
        }
    }
    if spots.iter().flat_map(|spot| &spot.elements).all(|place| {
        let word = values::said(&place.element).is_some_and(|word| names(message, &word.ja));
        word || [Lang::En, Lang::Ja].into_iter().any(|lang| tells(message, &element(place, lang)))
    }) {
        spots.iter_mut().for_each(|spot| spot.elements.clear());
    }
    spots
}

/// Whether a text names an element, or says all of it in other places: `vmk1 (172.16.9.12/24)`.
fn tells(text: &str, element: &str) -> bool {
    let apart = || {
        element
            .split_whitespace()
            .all(|word| word.contains(|char: char| char.is_ascii_digit()) && names(text, word))
    };
    names(text, element) || apart()
}

/// Whether a text names something, other than as a part of a longer name.
pub(super) fn names(text: &str, name: &str) -> bool {
    let name = safe::line(name);
    let joins = |char: Option<char>| char.is_some_and(|char| char.is_alphanumeric() && char.is_ascii());
    text.match_indices(name.as_ref()).any(|(at, found)| {
        let (before, after) = (text.get(..at), text.get(at + found.len()..));
        let before = before.and_then(|text| text.chars().next_back());
        let after = after.and_then(|text| text.chars().next());
        !(joins(before) && joins(found.chars().next()) || joins(after) && joins(found.chars().next_back()))
    })
}

impl<'r> Spot<'r> {
    /// What kind of object its elements are; `None` where they are none, or of several kinds.
    pub(super) fn kind(&self) -> Option<ObjectKind> {
        let kind = |place: &&Occurrence| place.element_object.as_ref().map(|object| object.kind);
        let first = self.elements.first().and_then(kind)?;
        self.elements.iter().all(|place| kind(place) == Some(first)).then_some(first)
    }

    /// The words before its elements: `VM ` before one, `3 VMs: ` before several.
    pub(super) fn lead(&self, lang: Lang) -> String {
        match (self.kind(), self.elements.len()) {
            (Some(kind), 1) => format!("{} ", kind_words(kind).0.get(lang)),
            (Some(kind), count) => format!("{}: ", kind_words(kind).1.count(lang, count)),
            (None, _) => String::new(),
        }
    }

    /// The object.
    pub(super) fn object(&self) -> &'r Object {
        &self.place.object
    }
}

/// `esx01: vmk1; esx02: vmk0, vmk1 and 3 more`: on one line, the first `most` objects and elements of each.
pub(super) fn line(spots: &[Spot<'_>], most: usize, lang: Lang, name: impl Fn(&Object) -> String) -> String {
    let comma = Msg::Comma.get(lang);
    let mut parts: Vec<String> = Vec::new();
    for spot in spots.iter().take(most) {
        let mut elements: Vec<String> = spot
            .elements
            .iter()
            .take(most)
            .map(|place| safe::name(&element(place, lang)).into_owned())
            .collect();
        let more = spot.elements.len() - elements.len();
        if more > 0 {
            elements.push(Msg::AndMore.count(lang, more));
        }
        let object = name(spot.object());
        parts.push(match elements.as_slice() {
            [] => object,
            elements => format!("{object}: {}{}", spot.lead(lang), elements.join(comma)),
        });
    }
    if spots.len() > most {
        parts.push(Msg::AndMore.count(lang, spots.len() - most));
    }
    let nested = spots.iter().any(|spot| !spot.elements.is_empty());
    parts.join(if nested { Msg::Semicolon.get(lang) } else { comma })
}

/// `cluster LMS-HA: VM lms-db01 and 2 more`: the first place, and how many more.
pub(super) fn first(spots: &[Spot<'_>], lang: Lang) -> String {
    let Some(spot) = spots.first() else { return String::new() };
    let mut first = kind_and_name(spot.object(), lang);
    let (mut all, kind) = (spots.len(), spot.kind());
    // A drive or a file is told by the details; a VM of the cluster is what it is about.
    if let (Some(place), Some(kind)) = (spot.elements.first(), kind) {
        let kind = kind_words(kind).0.get(lang);
        first = format!("{first}: {kind} {}", safe::name(&element(place, lang)));
        all = spots.iter().map(|spot| spot.elements.len()).sum();
    }
    if all > 1 {
        first = format!("{first} {}", Msg::AndMore.count(lang, all - 1));
    }
    first
}

/// What of the evidence neither the message nor the advice tells. Yes and no are told by what was found.
pub(super) fn untold<'r>(finding: &'r Finding, general: &str, lang: Lang) -> Vec<(&'r str, &'r Evidence)> {
    let filled = |text: &Template| safe::message(text, lang, &finding.evidence).join(" ");
    let fix = finding.fix.as_ref().map_or_else(|| general.to_owned(), filled);
    let told = format!("{}\n{fix}", filled(&finding.message));
    let is_told = |value: &str| value.trim().is_empty() || names(&told, value);
    let is_element =
        |value: &str| finding.objects.iter().any(|at| at.element == value || at.object.name == value);
    let untold = |value: &Evidence| match value {
        Evidence::Bool(_) => false,
        Evidence::Int(number) => !is_told(&number.to_string()),
        Evidence::Said(word) => {
            !is_element(&word.value)
                && !word.text.get(lang).split([',', '、']).all(|part| is_told(part.trim()))
        }
        Evidence::Listed(names) => {
            !names.iter().all(|told| is_element(&told.value) || is_told(told.text.get(lang)))
        }
        Evidence::Text(text) => !is_element(text) && !text.split(", ").all(is_told),
        Evidence::List(texts) => !texts.iter().all(|text| is_element(text) || is_told(text)),
    };
    finding.evidence.iter().filter(|(name, value)| labels::tells(name, value) && untold(value)).collect()
}
