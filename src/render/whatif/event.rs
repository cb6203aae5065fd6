//! An event in words: what happens, what comes of it, who makes it so.

use std::collections::BTreeMap;

use super::fate::{proof, stranded};
use super::missing::missing;
use super::remedy::remedies;
use super::told::{Line, Part, Told, about, folded, objects};
use super::words::{Word, mover};
use crate::placement::{EventAnswer, EventKind, Move, MoveOrder, NewHalves};
use crate::render::placement::{Round, amount, left_off};
use crate::render::words::Msg;
use crate::render::{named, safe};
use crate::report::Object;
use crate::terms::{Lang, Mover, Tier};

/// Moves and hosts that are told.
const FEW: usize = 20;

/// What is told of an event; in short where it is one of many and all is well.
pub(super) fn told(event: &EventAnswer, cluster_hosts: usize, short: bool, lang: Lang) -> Told {
    let mut parts: Vec<Part> = left_off(&event.left_off, lang).into_iter().map(Part::sentence).collect();
    parts.extend(event.new_halves.map(|halves| Part::sentence(new_halves(halves).get(lang).to_owned())));
    if !(short && event.answer == Tier::AsItStands) {
        parts.extend(moves(event, lang));
        parts.extend(by_hand(event, lang));
        parts.extend(places(event, lang));
    }
    if event.answer == Tier::DoesNotFit {
        let none_left = event.hosts.len() == cluster_hosts;
        parts.extend(proof(event, none_left, lang));
        parts.extend(stranded(&event.stranded, lang));
        parts.push(remedies(&event.remedies, none_left, lang));
    }
    parts.extend(missing(event, lang));
    parts.extend(demand(event, short, lang).map(Part::sentence));
    Told { tier: event.answer, head: format!("{}: {}", title(event, lang), says(event, lang)), parts }
}

/// What is told of a loss while another host is out: who finds no place, or what is missing.
pub(super) fn meanwhile(event: &EventAnswer, lang: Lang) -> Vec<Part> {
    let mut parts = vec![Part::sentence(format!("{}: {}", title(event, lang), says(event, lang)))];
    if event.answer == Tier::DoesNotFit {
        parts.extend(proof(event, false, lang));
        parts.extend(stranded(&event.stranded, lang));
    }
    parts.extend(moves(event, lang));
    parts.extend(by_hand(event, lang));
    parts.extend(missing(event, lang));
    parts
}

/// Whether Fault Tolerance finds hosts for new halves.
pub(super) fn new_halves(halves: NewHalves) -> Word {
    match halves {
        NewHalves::Room => Word::NewHalvesRoom,
        NewHalves::NoRoom => Word::NewHalvesNoRoom,
        NewHalves::CannotTell => Word::NewHalvesUnknown,
    }
}

/// What VMs use against what is left: of one of many only where it is more.
pub(super) fn demand(event: &EventAnswer, short: bool, lang: Lang) -> Option<String> {
    let demand = event.demand.filter(|demand| demand.exceeds() || !short)?;
    let used = amount(demand.memory_used_mb, demand.cpu_used_mhz, Round::Up, lang);
    let left = amount(demand.memory_left_mb, demand.cpu_left_mhz, Round::Down, lang);
    let word = match (demand.memory_left_mb, demand.exceeds()) {
        (0, _) => return None,
        (_, true) => Word::DemandOver,
        (_, false) if demand.memory_used_mb == 0 && demand.cpu_used_mhz == 0 => return None,
        (_, false) => Word::Demand,
    };
    Some(word.fill(lang, &[("used", &used), ("left", &left)]))
}

/// What happens.
pub(super) fn title(event: &EventAnswer, lang: Lang) -> String {
    let hosts = objects(&event.hosts, lang);
    match (event.event, &event.group) {
        (EventKind::Lose, None) => Word::Loss.fill(lang, &[("hosts", &hosts)]),
        (EventKind::Lose, Some(group)) => {
            Word::LossOfGroup.fill(lang, &[("group", &safe::name(group)), ("hosts", &hosts)])
        }
        (EventKind::Evacuate, _) => Word::Evacuation.fill(lang, &[("hosts", &hosts)]),
    }
}

/// VMs that find no place.
pub(super) fn left_over(event: &EventAnswer) -> Vec<Object> {
    event.stranded.iter().flat_map(|stranded| stranded.vms.iter().cloned()).collect()
}

/// What comes of it.
fn says(event: &EventAnswer, lang: Lang) -> String {
    match event.answer {
        Tier::AsItStands | Tier::AfterMoves if event.vms == 0 => Word::NothingThere.get(lang).to_owned(),
        Tier::AsItStands => Word::SaysFits.count(lang, event.vms),
        Tier::AfterMoves => Word::SaysFitsMoved.count(lang, event.vms),
        Tier::DoesNotFit => {
            let left = named::number(left_over(event).len());
            Word::SaysNotFit.fill(lang, &[("left", &left), ("vms", &Msg::Vms.count(lang, event.vms))])
        }
        Tier::CannotTell => Word::SaysCannotTell.count(lang, event.vms),
    }
}

/// Where each goes, by host.
fn places(event: &EventAnswer, lang: Lang) -> Option<Part> {
    let mut by_host: BTreeMap<&Object, Vec<Object>> = BTreeMap::new();
    for placed in &event.placed {
        by_host.entry(&placed.host).or_default().push(placed.vm.clone());
    }
    let mut hosts: Vec<(&Object, Vec<Object>)> = by_host.into_iter().collect();
    hosts.sort_by(|(one, _), (other, _)| (&one.name, &one.id).cmp(&(&other.name, &other.id)));
    let line = |(host, vms): (&Object, Vec<Object>)| {
        Word::Place.fill(lang, &[("host", &named::object_name(host)), ("vms", &objects(&vms, lang))])
    };
    let lines: Vec<String> = hosts.into_iter().map(line).collect();
    (!lines.is_empty()).then(|| Part::list(Word::Places.get(lang).to_owned(), folded(lines, FEW, lang)))
}

/// The moves in their order, with who makes each.
fn moves(event: &EventAnswer, lang: Lang) -> Option<Part> {
    let lines: Vec<String> = event.moves.iter().map(|one| a_move(one, lang)).collect();
    let lines = folded(lines, FEW, lang).into_iter().map(|text| Line { text, below: Vec::new() });
    let ordered = !matches!(event.order, Some(MoveOrder::SwapNeeded | MoveOrder::NotFound));
    let part = Part { lead: order(event.order).get(lang).to_owned(), ordered, lines: lines.collect() };
    (!event.moves.is_empty()).then_some(part)
}

/// What is known of the order of moves, before them.
pub(super) fn order(order: Option<MoveOrder>) -> Word {
    match order {
        Some(MoveOrder::Works) | None => Word::Moves,
        Some(MoveOrder::SwapNeeded) => Word::MovesSwap,
        Some(MoveOrder::NotFound) => Word::MovesUnordered,
    }
}

fn a_move(one: &Move, lang: Lang) -> String {
    Word::MoveBy.fill(
        lang,
        &[
            ("vms", &objects(&one.vms, lang)),
            ("from", &named::object_name(&one.from)),
            ("to", &named::object_name(&one.to)),
            ("by", &mover(one.by).get(lang)),
        ],
    )
}

/// What DRS does by itself, and what is left to a person.
fn by_hand(event: &EventAnswer, lang: Lang) -> Option<Part> {
    let fits = matches!(event.answer, Tier::AsItStands | Tier::AfterMoves);
    let drs_alone = || event.moves.iter().all(|one| one.by == Some(Mover::Drs));
    match (event.event, event.by_hand.as_slice()) {
        _ if !fits => None,
        (_, [_, ..]) => Some(Part::sentence(about(Word::ByHand, &event.by_hand, lang))),
        _ if !event.by_whom.is_empty() => Some(Part::sentence(about(Word::ByWhom, &event.by_whom, lang))),
        (EventKind::Evacuate, []) if event.vms > 0 => {
            Some(Part::sentence(Word::DrsEmpties.get(lang).to_owned()))
        }
        (EventKind::Lose, []) if !event.moves.is_empty() && drs_alone() => {
            Some(Part::sentence(Word::DrsMakesRoom.get(lang).to_owned()))
        }
        _ => None,
    }
}
