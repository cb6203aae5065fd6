//! What is told of a cluster before its events, and how a run ends.

use std::cmp::Reverse;

use super::event::left_over;
use super::told::objects;
use super::words::Word;
use crate::placement::{ClusterAnswers, EventAnswer, EventKind, WhatIf};
use crate::render::placement::{Word as Shared, listed, loud as loud_word, notes, out_of_service, running};
use crate::render::words::Msg;
use crate::render::{named, safe};
use crate::terms::{Lang, Tier};

/// Reasons why a list may be incomplete that are told.
const FEW_REASONS: usize = 3;

/// `/Tokyo/host/LMS-HA`, `3 hosts`, `14 running VMs`.
pub(super) fn numbers(cluster: &ClusterAnswers, lang: Lang) -> Vec<String> {
    let path = &cluster.cluster.path;
    let path = (!path.is_empty()).then(|| safe::name(path).into_owned());
    let hosts = Msg::Hosts.count(lang, cluster.hosts);
    let vms = running(cluster.vms, cluster.vms_unclear, lang);
    path.into_iter().chain([hosts]).chain(vms).collect()
}

/// What must not be overlooked: that nobody restarts anything.
pub(super) fn loud(cluster: &ClusterAnswers) -> Option<Shared> {
    let loss = cluster.events.iter().any(|event| event.event == EventKind::Lose);
    loud_word(cluster.restarting).filter(|_| loss)
}

/// What holds for all events of a cluster.
pub(super) fn lines(cluster: &ClusterAnswers, lang: Lang) -> Vec<String> {
    let mut lines = Vec::new();
    if !cluster.incomplete.is_empty() {
        let why: Vec<String> = cluster.incomplete.iter().map(|why| named::reason(why, lang)).collect();
        lines.push(format!("{} {}", Shared::Incomplete.get(lang), listed(&why, FEW_REASONS, lang)));
    }
    lines.extend(out_of_service(&cluster.out_of_service, lang));
    lines.extend(notes(&cluster.quarantined, &cluster.preferred, lang));
    match (cluster.hosts, cluster.vms) {
        (0, _) => lines.push(Shared::NoHosts.get(lang).to_owned()),
        (_, 0) => lines.push(Shared::NoVms.get(lang).to_owned()),
        _ => {}
    }
    let moves = |event: &EventAnswer| event.event == EventKind::Evacuate || !event.moves.is_empty();
    if cluster.drs == Some(false) && (cluster.roll.is_some() || cluster.events.iter().any(moves)) {
        lines.push(Word::DrsOff.get(lang).to_owned());
    }
    if cluster.events.len() > 1 {
        lines.push(survived(cluster, lang));
        lines.extend(worst(cluster, lang));
    }
    lines
}

/// Of how many losses nobody is left over.
fn survived(cluster: &ClusterAnswers, lang: Lang) -> String {
    let count = |tier: Tier| cluster.events.iter().filter(|event| event.answer == tier).count();
    let (moved, unclear) = (count(Tier::AfterMoves), count(Tier::CannotTell));
    // Of nothing that is known no number is told.
    if unclear == cluster.events.len() {
        return Word::NoneTold.count(lang, unclear);
    }
    let held = named::number(count(Tier::AsItStands) + moved);
    let all = named::number(cluster.events.len());
    let mut parts = vec![Word::Survived.fill(lang, &[("n", &held), ("all", &all)])];
    parts.extend((moved > 0).then(|| Word::SurvivedMoved.count(lang, moved)));
    parts.extend((unclear > 0).then(|| Word::Unclear.count(lang, unclear)));
    parts.join(Msg::Comma.get(lang))
}

/// The loss that leaves most VMs over; of several the first.
fn worst(cluster: &ClusterAnswers, lang: Lang) -> Option<String> {
    let failed = cluster.events.iter().enumerate().filter(|(_, event)| event.answer == Tier::DoesNotFit);
    let (_, event) = failed.max_by_key(|(at, event)| (left_over(event).len(), Reverse(*at)))?;
    let left = left_over(event);
    let (vms, names) = (Msg::Vms.count(lang, left.len()), objects(&left, lang));
    let host = objects(&event.hosts, lang);
    Some(Word::Worst.fill(lang, &[("host", &host), ("vms", &vms), ("names", &names)]))
}

/// The answer in a word.
pub(super) fn answer(answer: &WhatIf, lang: Lang) -> &'static str {
    use crate::report::stops::{CANNOT_TELL, NOT_READY};
    match answer.exit_code {
        // Places are there, and yet VMs stay down, or hosts full, until a person does something.
        NOT_READY if !fails(answer) => Word::NotAll.get(lang),
        NOT_READY => Word::NotFit.get(lang),
        CANNOT_TELL => Msg::CannotTell.get(lang),
        _ => Word::Fits.get(lang),
    }
}

/// Whether something has no place, whoever does what.
fn fails(answer: &WhatIf) -> bool {
    let of = |cluster: &ClusterAnswers| {
        let stops = cluster.roll.iter().flat_map(|roll| &roll.stops).next().is_some();
        stops || cluster.events.iter().any(|event| event.answer == Tier::DoesNotFit)
    };
    answer.clusters.iter().any(of)
}

/// How the run ends.
pub(super) fn exit(answer: &WhatIf, lang: Lang) -> String {
    use crate::report::stops::{CANNOT_TELL, NOT_READY};
    let code: [(&str, &dyn std::fmt::Display); 1] = [("code", &answer.exit_code)];
    match answer.exit_code {
        NOT_READY => Word::ExitNotFit.fill(lang, &code),
        CANNOT_TELL => Msg::ExitCannotTell.fill(lang, &code),
        _ => Word::ExitFits.fill(lang, &code),
    }
}
