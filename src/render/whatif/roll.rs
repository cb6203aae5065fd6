//! The order in which hosts can be emptied, in words.

use super::event;
use super::told::{Line, Part, Told, objects};
use super::words::Word;
use crate::placement::{Roll, RollStep, RollStop};
use crate::render::named;
use crate::report::Object;
use crate::terms::{Lang, Tier};

/// What is told of an order before the hosts at which it stops.
pub(super) fn told(roll: &Roll, lang: Lang) -> Vec<Part> {
    let all = roll.steps.len() + roll.stops.len();
    let lead =
        Word::Rolling.fill(lang, &[("n", &named::number(roll.steps.len())), ("all", &named::number(all))]);
    let lines = roll.steps.iter().map(|step| Line { text: one(step, lang), below: Vec::new() });
    let keeps = match roll.keeps_failover {
        Some(true) => Word::RollKeeps,
        Some(false) => Word::RollKeepsNot,
        None => Word::RollKeepsUnknown,
    };
    let mut parts = vec![
        Part { lead, ordered: true, lines: lines.collect() },
        Part::sentence(keeps.get(lang).to_owned()),
    ];
    if !roll.stops.is_empty() {
        parts.push(Part::sentence(Word::RollStops.get(lang).to_owned()));
    }
    parts
}

/// A host that can be emptied when it is its turn.
pub(super) fn one(step: &RollStep, lang: Lang) -> String {
    let host = named::object_name(&step.host);
    if step.moves.is_empty() {
        return Word::RollStep.fill(lang, &[("host", &host)]);
    }
    let moves = Word::CountMoves.count(lang, step.moves.len());
    if step.by_hand.is_empty() {
        return Word::RollStepMoves.fill(lang, &[("host", &host), ("moves", &moves)]);
    }
    let vms: &[Object] = &step.by_hand;
    Word::RollStepHand.fill(lang, &[("host", &host), ("moves", &moves), ("vms", &objects(vms, lang))])
}

/// A host at which the order stops.
pub(super) fn stop(stop: &RollStop, cluster_hosts: usize, lang: Lang) -> Told {
    let mut told = event::told(&stop.evacuation, cluster_hosts, false, lang);
    let mut parts: Vec<Part> = why(stop, lang).into_iter().map(Part::sentence).collect();
    if let Some(loss) = &stop.loss {
        parts.extend(event::meanwhile(loss, lang));
    }
    told.parts.splice(0..0, parts);
    told
}

/// Why it stops there, beyond what emptying the host comes to.
pub(super) fn why(stop: &RollStop, lang: Lang) -> Vec<String> {
    let fits = matches!(stop.evacuation.answer, Tier::AsItStands | Tier::AfterMoves);
    let mut told = Vec::new();
    let mut say = |word: Word| told.push(word.get(lang).to_owned());
    match stop.survives {
        Some(false) => say(Word::StopSurvivesNot),
        None if stop.loss.is_some() => say(Word::StopSurvivesUnknown),
        None if fits => say(match stop.fits {
            Some(false) => Word::StopFitsNot,
            Some(true) => Word::StopOrder,
            None => Word::StopFitsUnknown,
        }),
        _ => {}
    }
    if stop.loss.is_some() {
        say(match stop.loss_with_all {
            Some(Tier::AsItStands | Tier::AfterMoves) => Word::StopBecauseOut,
            Some(Tier::DoesNotFit) => Word::StopAlready,
            Some(Tier::CannotTell) | None => Word::StopAlreadyUnclear,
        });
    }
    told
}
