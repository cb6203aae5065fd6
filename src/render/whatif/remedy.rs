//! What makes it fit, as things to do.

use super::told::{Part, folded, rule};
use super::words::Word;
use crate::placement::{Remedy, ReturningHost};
use crate::render::named;
use crate::render::placement::{Round, amount, resolve};
use crate::render::words::Msg;
use crate::terms::Lang;

/// Remedies that are told.
const FEW: usize = 8;

/// The remedies.
pub(super) fn remedies(all: &[Remedy], none_left: bool, lang: Lang) -> Part {
    let lines: Vec<String> = all.iter().map(|one| format!("{}{}", remedy(one, lang), stop(lang))).collect();
    match lines.len() {
        0 if none_left => Part::sentence(String::new()),
        0 => Part::sentence(Word::NoRemedy.get(lang).to_owned()),
        1 => Part::list(Word::Remedy.get(lang).to_owned(), lines),
        _ => Part::list(Word::Remedies.get(lang).to_owned(), folded(lines, FEW, lang)),
    }
}

fn stop(lang: Lang) -> &'static str {
    if lang == Lang::Ja { "。" } else { "." }
}

/// A remedy as an imperative sentence without its stop.
pub(super) fn remedy(one: &Remedy, lang: Lang) -> String {
    match one {
        Remedy::LowerReservation { vm, memory_mb, cpu_mhz } => {
            let figure = amount(*memory_mb, *cpu_mhz, Round::Up, lang);
            Word::Lower.fill(lang, &[("vm", &named::object_name(vm)), ("figure", &figure)])
        }
        Remedy::AddCapacity { host, memory_mb, cpu_mhz } => {
            let figure = amount(*memory_mb, *cpu_mhz, Round::Up, lang);
            Word::Add.fill(lang, &[("host", &named::object_name(host)), ("figure", &figure)])
        }
        Remedy::Resolve { hindrances, host } => {
            together(hindrances.iter().map(|one| resolve(one, host.as_ref(), lang)).collect(), lang)
        }
        Remedy::ReturnHosts { hosts } => together(hosts.iter().map(|one| back(one, lang)).collect(), lang),
        Remedy::DropTogether { rule: name } => Word::DropTogether.fill(lang, &[("rule", &rule(name, lang))]),
        Remedy::DropRule { rule: name } => Word::DropApart.fill(lang, &[("rule", &rule(name, lang))]),
    }
}

/// Things of which each has to be done, as one.
fn together(all: Vec<String>, lang: Lang) -> String {
    let joined = all.join(Msg::Semicolon.get(lang));
    let one = match all.len() {
        0 | 1 => joined,
        2 => Word::BothOf.fill(lang, &[("all", &joined)]),
        n => Word::AllOf.fill(lang, &[("n", &n), ("all", &joined)]),
    };
    if lang == Lang::En { capital(&one) } else { one }
}

/// What brings a host back.
fn back(one: &ReturningHost, lang: Lang) -> String {
    let word = match one.service {
        "maintenance" => Word::BackMaintenance,
        "standby" => Word::BackStandby,
        "disconnected" => Word::BackDisconnected,
        "not-responding" => Word::BackSilent,
        _ => Word::BackOff,
    };
    word.fill(lang, &[("host", &named::object_name(&one.host))])
}

/// With a capital at its beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
