//! Why an answer cannot be told.

use super::told::{Part, folded, rule};
use super::words::Word;
use crate::placement::{EventAnswer, MissingDatum, MissingWhat};
use crate::render::placement::listed;
use crate::render::{named, words};
use crate::report::Object;
use crate::terms::Lang;

/// Data that are told, and reasons of one.
const FEW: usize = 10;
const FEW_REASONS: usize = 3;

/// What is missing, and where the search ended.
pub(super) fn missing(event: &EventAnswer, lang: Lang) -> Vec<Part> {
    let mut parts = Vec::new();
    if !event.missing.is_empty() {
        let lines: Vec<String> = event.missing.iter().map(|one| datum(one, lang)).collect();
        parts.push(Part::list(Word::Missing.get(lang).to_owned(), folded(lines, FEW, lang)));
    }
    if let Some(tried) = event.searched {
        let text = Word::Searched.fill(lang, &[("tried", &words::thousands(tried))]);
        parts.push(Part::sentence(text));
    }
    parts
}

/// A datum that is missing, with its reasons as the report of a check tells them.
pub(super) fn datum(one: &MissingDatum, lang: Lang) -> String {
    let name = |object: &Option<Object>| object.as_ref().map(named::object_name).unwrap_or_default();
    let (vm, host) = (name(&one.vm), name(&one.host));
    let rule = one.rule.as_ref().map(|name| rule(name, lang)).unwrap_or_default();
    let word = match one.what {
        MissingWhat::Runs => Word::MissingRuns,
        MissingWhat::Home => Word::MissingHome,
        MissingWhat::LeftOff => Word::MissingLeftOff,
        MissingWhat::Need => Word::MissingNeed,
        MissingWhat::Floor => Word::MissingFloor,
        MissingWhat::Cell => Word::MissingCell,
        MissingWhat::Available => Word::MissingAvailable,
        MissingWhat::Capacity => Word::MissingCapacity,
        MissingWhat::Rule => Word::MissingRule,
        MissingWhat::OtherHalf => Word::MissingOtherHalf,
        MissingWhat::Hosts => Word::MissingHosts,
        MissingWhat::Vms => Word::MissingVms,
    };
    let what = word.fill(lang, &[("vm", &vm), ("host", &host), ("rule", &rule)]);
    let reasons: Vec<String> = one.reasons.iter().map(|reason| named::reason(reason, lang)).collect();
    match (reasons.is_empty(), one.what) {
        (true, MissingWhat::Need | MissingWhat::Capacity) => Word::NotExact.fill(lang, &[("what", &what)]),
        (true, _) => Word::NotTold.fill(lang, &[("what", &what)]),
        (false, _) => {
            Word::Because.fill(lang, &[("what", &what), ("why", &listed(&reasons, FEW_REASONS, lang))])
        }
    }
}
