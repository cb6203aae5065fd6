//! Who finds no place, what each host says to that, and what proves it.

use super::told::{Line, Part, objects, rule};
use super::words::Word;
use crate::placement::{EventAnswer, Hindrance, HostRefusal, Proof, RefusedBecause, Stranded};
use crate::render::placement::{Round, amount, few, hindrances};
use crate::render::{named, words};
use crate::terms::Lang;

/// VMs without a place that are told.
const FEW: usize = 10;
/// The cause that is a rule and no property of VM or host.
const RULES: &str = "VM-Host rules";

/// Each VM without a place, with the hosts that are left.
pub(super) fn stranded(all: &[Stranded], lang: Lang) -> Option<Part> {
    let told = if all.len() <= FEW + 1 { all.len() } else { FEW };
    let mut lines: Vec<Line> = all.iter().take(told).map(|one| line(one, lang)).collect();
    if told < all.len() {
        lines.push(Line {
            text: crate::render::words::Msg::AndMore.count(lang, all.len() - told),
            below: Vec::new(),
        });
    }
    (!lines.is_empty()).then(|| Part { lead: Word::Without.get(lang).to_owned(), ordered: false, lines })
}

fn line(one: &Stranded, lang: Lang) -> Line {
    let mut vms = objects(&one.vms, lang);
    if !one.together.is_empty() {
        let rules: Vec<String> = one.together.iter().map(|name| rule(name, lang)).collect();
        vms = Word::KeptTogether.fill(lang, &[("vms", &vms), ("rules", &few(&rules, lang))]);
    }
    let figure =
        |figure: Option<i64>| figure.and_then(|figure| u64::try_from(figure).ok()).unwrap_or_default();
    let (memory, cpu) = (figure(one.memory_mb), figure(one.cpu_mhz));
    let text = if (memory, cpu) == (0, 0) {
        vms
    } else {
        Word::StrandedNeed.fill(lang, &[("vms", &vms), ("need", &amount(memory, cpu, Round::Up, lang))])
    };
    Line { text, below: refusals(&one.refusals, lang) }
}

/// What the hosts say; those that say the same, together.
fn refusals(all: &[HostRefusal], lang: Lang) -> Vec<String> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for one in all {
        let (host, why) = (named::object_name(&one.host), refused(&one.because, lang));
        match told.iter_mut().find(|(said, _)| *said == why) {
            Some((_, hosts)) => hosts.push(host),
            None => told.push((why, vec![host])),
        }
    }
    let line = |(why, hosts): &(String, Vec<String>)| {
        Word::Refusal.fill(lang, &[("hosts", &few(hosts, lang)), ("why", why)])
    };
    told.iter().map(line).collect()
}

/// Why a host does not take a VM, in the words of DRS.
pub(super) fn refused(because: &RefusedBecause, lang: Lang) -> String {
    match because {
        RefusedBecause::State => Word::State.get(lang).to_owned(),
        RefusedBecause::Hindered { by } => {
            let all: Vec<&Hindrance> = by.iter().collect();
            let only_rules = !by.is_empty() && by.iter().all(|one| one.cause == RULES);
            if only_rules {
                let rules: Vec<String> = by.iter().map(|one| rule(&one.name, lang)).collect();
                return Word::RuleBroken.fill(lang, &[("rules", &few(&rules, lang))]);
            }
            Word::Incompatible.fill(lang, &[("causes", &hindrances(&all, lang))])
        }
        RefusedBecause::Apart { from } => Word::ApartFrom.fill(lang, &[("vm", &named::object_name(from))]),
        RefusedBecause::OtherHalf { from } => {
            Word::OtherHalf.fill(lang, &[("vm", &named::object_name(from))])
        }
        RefusedBecause::Short { memory_mb, cpu_mhz } => {
            Word::Short.fill(lang, &[("lacking", &amount(*memory_mb, *cpu_mhz, Round::Up, lang))])
        }
    }
}

/// What proves that they do not fit.
pub(super) fn proof(event: &EventAnswer, none_left: bool, lang: Lang) -> Option<Part> {
    let why = if none_left {
        format!("{}.", Word::NoHostLeft.get(lang)).replace("。.", "。")
    } else {
        proven(event.proof.as_ref()?, lang)
    };
    Some(Part::sentence(format!("{} {why}", Word::Proof.get(lang))))
}

fn proven(proof: &Proof, lang: Lang) -> String {
    let sum = |need: String, capacity: String, hosts: &[_], vms: usize| {
        let vms = words::Msg::Vms.count(lang, vms);
        Word::ProofSum.fill(
            lang,
            &[("vms", &vms), ("hosts", &objects(hosts, lang)), ("need", &need), ("capacity", &capacity)],
        )
    };
    match proof {
        Proof::NoHost { vms } => Word::ProofNoHost.fill(lang, &[("vms", &objects(vms, lang))]),
        Proof::NoRoom { vms } => Word::ProofNoRoom.fill(lang, &[("vms", &objects(vms, lang))]),
        Proof::Memory { need_mb, capacity_mb, hosts, vms } => {
            sum(amount(*need_mb, 0, Round::Up, lang), amount(*capacity_mb, 0, Round::Down, lang), hosts, *vms)
        }
        Proof::Cpu { need_mhz, capacity_mhz, hosts, vms } => sum(
            amount(0, *need_mhz, Round::Up, lang),
            amount(0, *capacity_mhz, Round::Down, lang),
            hosts,
            *vms,
        ),
        Proof::Apart { rule: name, needed, hosts } => {
            Word::ProofApart.fill(lang, &[("rule", &rule(name, lang)), ("needed", needed), ("hosts", hosts)])
        }
        Proof::OtherHalf { vms, hosts } => {
            Word::ProofOtherHalf.fill(lang, &[("vms", &objects(vms, lang)), ("hosts", hosts)])
        }
        Proof::Exhausted { tried, together } if together.is_empty() => {
            Word::ProofExhausted.fill(lang, &[("tried", &words::thousands(*tried))])
        }
        Proof::Exhausted { tried, together } => {
            let rules: Vec<String> = together.iter().map(|name| rule(name, lang)).collect();
            let tried = words::thousands(*tried);
            Word::ProofTogether.fill(lang, &[("rules", &few(&rules, lang)), ("tried", &tried)])
        }
    }
}
