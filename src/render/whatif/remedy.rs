//! What makes it fit, as things to do.

use super::told::{Part, folded, rule};
use super::words::Word;
use crate::placement::Remedy;
use crate::render::named;
use crate::render::placement::{Round, amount, resolve};
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
            let all = hindrances.iter().map(|one| resolve(one, host.as_ref(), lang));
            let one = all.reduce(|one, other| Word::ThenAlso.fill(lang, &[("one", &one), ("other", &other)]));
            let one = one.unwrap_or_default();
            if lang == Lang::En { capital(&one) } else { one }
        }
        Remedy::DropTogether { rule: name } => Word::DropTogether.fill(lang, &[("rule", &rule(name, lang))]),
        Remedy::DropRule { rule: name } => Word::DropApart.fill(lang, &[("rule", &rule(name, lang))]),
    }
}

/// With a capital at its beginning.
fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
