//! What is told of a cluster whatever is asked: who would not be restarted, and who stands where nobody asks.

use super::names::listed;
use super::words::Word;
use crate::placement::{LeftOffBecause, LeftOffVm, OutOfService, PreferredRule, Restarting};
use crate::render::named;
use crate::render::safe;
use crate::render::words::Msg;
use crate::report::Object;
use crate::terms::{Lang, values};

/// VMs of a list that are told.
const FEW_VMS: usize = 8;

/// What must not be overlooked where HA restarts nothing, or that is not known.
pub(in crate::render) fn loud(restarting: Restarting) -> Option<Word> {
    match restarting {
        Restarting::Yes => None,
        Restarting::HaOff => Some(Word::HaOff),
        Restarting::AllExcluded => Some(Word::AllExcluded),
        Restarting::Unknown => Some(Word::HaUnknown),
    }
}

/// Why HA does not restart a VM, before its name.
pub(in crate::render) fn because(because: LeftOffBecause) -> Word {
    match because {
        LeftOffBecause::Excluded => Word::Excluded,
        LeftOffBecause::Agent => Word::Agent,
        LeftOffBecause::FaultTolerance => Word::FaultTolerant,
        LeftOffBecause::Secondary => Word::Secondary,
        LeftOffBecause::Unprotected => Word::Unprotected,
    }
}

/// Whom HA does not restart, a sentence for each reason.
pub(in crate::render) fn left_off(all: &[LeftOffVm], lang: Lang) -> Vec<String> {
    let sentence = |why: LeftOffBecause| {
        let name = |one: &LeftOffVm| match &one.goes_on {
            Some(host) => format!("{} ({})", named::object_name(&one.vm), named::object_name(host)),
            None => named::object_name(&one.vm),
        };
        let these: Vec<String> = all.iter().filter(|one| one.because == why).map(name).collect();
        let told = || listed(&these, FEW_VMS, lang);
        (!these.is_empty()).then(|| format!("{} {}", because(why).count(lang, these.len()), told()))
    };
    LeftOffBecause::ALL.into_iter().filter_map(sentence).collect()
}

/// The hosts out of service, with the VMs on them; nothing where there are none.
pub(in crate::render) fn out_of_service(all: &[OutOfService], lang: Lang) -> Option<String> {
    let count: usize = all.iter().map(|out| out.vms.len()).sum();
    let host = |out: &OutOfService| {
        let service = service(out, lang);
        let host = named::object_name(&out.host);
        if out.vms.is_empty() {
            return Word::OutHostEmpty.fill(lang, &[("host", &host), ("service", &service)]);
        }
        Word::OutHost.fill(lang, &[("host", &host), ("service", &service), ("vms", &objects(&out.vms, lang))])
    };
    let hosts: Vec<String> = all.iter().map(host).collect();
    let hosts = hosts.join(Msg::Semicolon.get(lang));
    if count > 0 {
        return Some(
            Word::OutOfService.fill(lang, &[("vms", &Msg::Vms.count(lang, count)), ("hosts", &hosts)]),
        );
    }
    (!all.is_empty()).then(|| Word::OutOfServiceOnly.fill(lang, &[("hosts", &hosts)]))
}

/// What decides no answer: hosts that are avoided, preferred rules.
pub(in crate::render) fn notes(
    quarantined: &[Object],
    preferred: &[PreferredRule],
    lang: Lang,
) -> Vec<String> {
    let avoided = (!quarantined.is_empty())
        .then(|| Word::Quarantined.fill(lang, &[("hosts", &objects(quarantined, lang))]));
    let rule = |rule: &PreferredRule| {
        let (name, hosts) = (safe::name(&rule.rule), objects(&rule.hosts, lang));
        let vms = Msg::Vms.count(lang, rule.vms);
        match (rule.hosts.is_empty(), rule.avoids) {
            (true, _) => Word::PrefersNobody.fill(lang, &[("rule", &name), ("vms", &vms)]),
            (false, false) => Word::Prefers.fill(lang, &[("rule", &name), ("vms", &vms), ("hosts", &hosts)]),
            (false, true) => Word::Avoids.fill(lang, &[("rule", &name), ("vms", &vms), ("hosts", &hosts)]),
        }
    };
    avoided.into_iter().chain(preferred.iter().map(rule)).collect()
}

/// What keeps a host from service, in words.
pub(in crate::render) fn service(out: &OutOfService, lang: Lang) -> String {
    values::said(out.service).map_or_else(|| out.service.to_owned(), |text| text.get(lang).to_owned())
}

/// Names of VMs, folded where they are many.
fn objects<'o>(all: impl IntoIterator<Item = &'o Object>, lang: Lang) -> String {
    let names: Vec<String> = all.into_iter().map(named::object_name).collect();
    listed(&names, FEW_VMS, lang)
}

/// `14 running VMs`, `1 VM of which it is not known whether it runs`.
pub(in crate::render) fn running(vms: usize, unclear: usize, lang: Lang) -> Vec<String> {
    let unclear = (unclear > 0).then_some(unclear);
    let running = Word::Running.count(lang, vms.saturating_sub(unclear.unwrap_or_default()));
    [running].into_iter().chain(unclear.map(|n| Word::Unclear.count(lang, n))).collect()
}
