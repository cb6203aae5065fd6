//! The words for what a report names: kinds of object, reasons, outcomes, verdicts, areas.

use std::borrow::Cow;

use super::{
    safe,
    words::{Msg, thousands},
};
use crate::report::rows::{Row, Word};
use crate::report::{
    Area, Decision, Level, Object, ObjectKind, Occurrence, Outcome, Prerequisite, Reason, ReasonKind, Report,
    Stale, Tally, Verdict,
};
use crate::rules;
use crate::terms::{Lang, time, values};

/// Columns of a detail that are shown, where it is no sentence of the server.
const DETAIL_COLUMNS: usize = 160;

/// The words for one object of a kind and for several.
pub(super) fn kind_words(kind: ObjectKind) -> (Msg, Msg) {
    match kind {
        ObjectKind::Vcenter => (Msg::Vcenter, Msg::Vcenters),
        ObjectKind::Datacenter => (Msg::Datacenter, Msg::Datacenters),
        ObjectKind::Folder => (Msg::Folder, Msg::Folders),
        ObjectKind::Cluster => (Msg::Cluster, Msg::Clusters),
        ObjectKind::ComputeResource => (Msg::ComputeResource, Msg::ComputeResources),
        ObjectKind::Host => (Msg::Host, Msg::Hosts),
        ObjectKind::Vm => (Msg::Vm, Msg::Vms),
        ObjectKind::ResourcePool => (Msg::ResourcePool, Msg::ResourcePools),
        ObjectKind::Datastore => (Msg::Datastore, Msg::Datastores),
        ObjectKind::DatastoreCluster => (Msg::DatastoreCluster, Msg::DatastoreClusters),
        ObjectKind::Network => (Msg::Network, Msg::Networks),
        ObjectKind::DistributedSwitch => (Msg::DistributedSwitch, Msg::DistributedSwitches),
    }
}

/// Whether objects of a kind lie beside the clusters in their datacenter: a role on a cluster does not reach them.
fn shared_by_clusters(kind: ObjectKind) -> bool {
    use ObjectKind::{Datastore, DatastoreCluster, DistributedSwitch, Network};
    matches!(kind, Datastore | DatastoreCluster | DistributedSwitch | Network)
}

/// The words for a kind of reason about a kind of object, and what to do about it.
pub(super) fn reason_words(kind: ReasonKind, object: ObjectKind) -> (Msg, Msg) {
    match kind {
        ReasonKind::Unreachable if object == ObjectKind::Vm => (Msg::VmUnreachable, Msg::NextVmUnreachable),
        ReasonKind::Denied => (Msg::Denied, Msg::NextDenied),
        ReasonKind::Failed => (Msg::Failed, Msg::NextFailed),
        ReasonKind::Unreachable => (Msg::Unreachable, Msg::NextUnreachable),
        ReasonKind::Invisible if shared_by_clusters(object) => (Msg::Invisible, Msg::NextInvisibleBeside),
        ReasonKind::Invisible => (Msg::Invisible, Msg::NextInvisible),
        ReasonKind::Truncated => (Msg::Truncated, Msg::NextTruncated),
        ReasonKind::NotCollected => (Msg::NotCollected, Msg::NextNotCollected),
        ReasonKind::Expired => (Msg::Expired, Msg::NextExpired),
        ReasonKind::NotOffered => (Msg::NotOffered, Msg::NextNotOffered),
        ReasonKind::Contradicts => (Msg::Contradicts, Msg::NextContradicts),
        ReasonKind::Untold => (Msg::Untold, Msg::NextUntold),
        ReasonKind::NotUnderstood => (Msg::NotUnderstood, Msg::NextNotUnderstood),
    }
}

/// The word of a verdict.
pub(super) fn verdict_word(verdict: Verdict) -> Msg {
    match verdict {
        Verdict::Ready => Msg::Ready,
        Verdict::NotReady => Msg::NotReady,
        Verdict::CannotTell => Msg::CannotTell,
    }
}

/// The verdict as it is told: that it holds as far as it was looked at, where questions are open.
pub(super) fn answer(verdict: Verdict, open: usize, lang: Lang) -> String {
    match (verdict, open) {
        (Verdict::Ready, 1..) => {
            Msg::ReadyOpen.fill(lang, &[("open", &Msg::OpenQuestions.count(lang, open))])
        }
        _ => verdict_word(verdict).get(lang).to_owned(),
    }
}

/// Rank of a verdict, the worst first.
pub(super) fn rank(verdict: Verdict) -> u8 {
    match verdict {
        Verdict::NotReady => 0,
        Verdict::CannotTell => 1,
        Verdict::Ready => 2,
    }
}

/// The verdict of a run, as [`answer()`].
pub(super) fn answer_of(report: &Report, lang: Lang) -> String {
    answer(report.verdict, report.count_open(), lang)
}

/// The heading of an area.
pub(super) fn area_word(area: Area) -> Msg {
    match area {
        Area::Both => Msg::Both,
        Area::Ha => Msg::Ha,
        Area::Vmotion => Msg::Vmotion,
    }
}

/// The word of an outcome.
pub(super) fn outcome_word(outcome: Outcome) -> Msg {
    match outcome {
        Outcome::Fail => Msg::Fail,
        Outcome::Warn => Msg::Warn,
        Outcome::Unknown { ceiling: Level::Fail } => Msg::Unknown,
        Outcome::Unknown { .. } => Msg::UnknownWarn,
        Outcome::Manual => Msg::Manual,
        Outcome::Waived => Msg::Waived,
        Outcome::Attested => Msg::Attested,
        Outcome::NotAsked => Msg::NotAsked,
        Outcome::Pass => Msg::Pass,
        Outcome::NotApplicable => Msg::NotApplicable,
    }
}

/// The word of a row.
pub(super) fn row_word(row: &Row<'_>) -> Msg {
    match (row.word(), row.level()) {
        (Word::Fail, _) => Msg::Fail,
        (Word::Unknown, Some(Level::Fail)) => Msg::Unknown,
        (Word::Unknown, _) => Msg::UnknownWarn,
        (Word::Warn, _) => Msg::Warn,
        (Word::Manual, _) => Msg::Manual,
        (Word::Waived, _) => Msg::Waived,
        (Word::Attested, _) => Msg::Attested,
        (Word::Note, _) => Msg::Note,
        (Word::NotAsked, _) => Msg::NotAsked,
        (Word::NotApplicable, _) => Msg::NotApplicable,
        (Word::Pass, _) => Msg::Pass,
    }
}

/// The numbers of a tally, each with its word, from worst to best.
pub(super) fn tally_numbers(tally: Tally) -> [(Msg, usize); 10] {
    [
        (Msg::TallyFail, tally.fail),
        (Msg::TallyUnknown, tally.unknown),
        (Msg::TallyWarn, tally.warn),
        (Msg::TallyUnknownWarn, tally.unknown_warn),
        (Msg::TallyManual, tally.manual),
        (Msg::TallyWaived, tally.waived),
        (Msg::TallyAttested, tally.attested),
        (Msg::TallyNotAsked, tally.not_asked),
        (Msg::TallyPass, tally.pass),
        (Msg::TallyNotApplicable, tally.not_applicable),
    ]
}

/// The numbers of a tally that are not zero, each with its word.
pub(super) fn tally_words(tally: Tally, lang: Lang) -> Vec<String> {
    let numbers = tally_numbers(tally).into_iter().filter(|(_, count)| *count > 0);
    numbers.map(|(msg, count)| msg.count(lang, count)).collect()
}

/// The numbers of a run: of how many prerequisites, and beside those that wait for a person how many questions
/// there are, which is another number.
pub(super) fn tally_of(report: &Report, lang: Lang) -> Vec<String> {
    let numbers = tally_numbers(report.tally).into_iter().filter(|(_, count)| *count > 0);
    let mut parts: Vec<String> = numbers.map(|(msg, count)| counted(report, msg, count, lang)).collect();
    if let Some(first) = parts.first_mut() {
        *first = format!("{} {first}", Msg::TallyOf.count(lang, report.tally.total()));
    }
    parts
}

/// `14 wait for a person (13 questions in all)`: one of the numbers of a run.
pub(super) fn counted(report: &Report, msg: Msg, count: usize, lang: Lang) -> String {
    let told = msg.count(lang, count);
    match report.count_open() {
        open if msg == Msg::TallyManual && open != count => {
            format!("{told} ({})", Msg::TallyQuestions.count(lang, open))
        }
        _ => told,
    }
}

/// `3 hosts not asked`, `1 question`: what of a rule the numbers of its objects do not tell.
pub(super) fn left_open(rule: &Prerequisite, lang: Lang) -> Vec<String> {
    let unasked = (rule.objects.not_asked > 0).then(|| {
        let objects = kind_words(rule.subject).1.count(lang, rule.objects.not_asked);
        Msg::ObjectsNotAsked.fill(lang, &[("objects", &objects)])
    });
    let open = rule.open();
    unasked.into_iter().chain((open > 0).then(|| Msg::Questions.count(lang, open))).collect()
}

/// `1/2`: of how many objects that were looked at it is known to hold; nothing where there are none.
pub(super) fn held(objects: Tally) -> String {
    match objects.judged() {
        0 => String::new(),
        judged => format!("{}/{}", number(objects.held()), number(judged)),
    }
}

/// A number for people.
pub(super) fn number(count: usize) -> String {
    thousands(u64::try_from(count).unwrap_or(u64::MAX))
}

/// An object's name, safe and short; its id where it has none.
pub(super) fn object_name(object: &Object) -> String {
    safe::name(if object.name.is_empty() { &object.id } else { &object.name }).into_owned()
}

/// `host esx01`.
pub(super) fn kind_and_name(object: &Object, lang: Lang) -> String {
    format!("{} {}", kind_words(object.kind).0.get(lang), object_name(object))
}

/// `config.network could not be read: no permission (NoPermission System.Read)`; without `what`, of the
/// object itself.
pub(super) fn unreadable(
    (kind, object): (ReasonKind, ObjectKind),
    what: &str,
    detail: &str,
    lang: Lang,
) -> String {
    let what = if what.is_empty() { Msg::WholeObject.get(lang) } else { what };
    let blank = if lang == Lang::Ja && what.ends_with(|end: char| end.is_ascii()) { " " } else { "" };
    // A source that never tells it, as the detail says, was not asked in vain.
    let words = match kind {
        ReasonKind::NotCollected if !detail.is_empty() => Msg::NotCollectedFor,
        _ => reason_words(kind, object).0,
    };
    let mut why = words.fill(lang, &[("what", &format_args!("{what}{blank}"))]);
    if !detail.is_empty() {
        why.push_str(&format!(" ({})", safe::said(detail, DETAIL_COLUMNS)));
    }
    why
}

/// `host esx03: config.network could not be read: no permission`.
pub(super) fn reason(reason: &Reason, lang: Lang) -> String {
    let what = safe::name(&reason.property);
    format!(
        "{}: {}",
        kind_and_name(&reason.object, lang),
        unreadable((reason.kind, reason.object.kind), &what, reason.detail(lang), lang)
    )
}

/// The host that a VM is on, the cluster that a host is in. Of a cluster with VMs in it the place is theirs.
pub(super) fn within(place: &Occurrence) -> Option<&str> {
    let has_one = matches!(place.object.kind, ObjectKind::Host | ObjectKind::Vm);
    place.on.as_deref().filter(|on| has_one && !on.is_empty())
}

/// What admission control keeps of a cluster.
const RESOURCES: [&str; 3] = ["hosts", "failover hosts", "memory %"];

/// An element as people read it: of a host that is out of service, what it is.
pub(super) fn element(place: &Occurrence, lang: Lang) -> Cow<'_, str> {
    let state = || {
        let host = place.element_object.as_ref()?;
        let state = place.element.strip_prefix(host.name.as_str())?.strip_prefix(" (")?.strip_suffix(')')?;
        Some(format!("{} ({})", host.name, values::said(state)?.ja))
    };
    // What admission control keeps is no name.
    let resource = || {
        let is = place.object.kind == ObjectKind::Cluster && RESOURCES.contains(&place.element.as_str());
        values::said(&place.element).filter(|_| is && place.element_object.is_none()).map(|word| word.ja)
    };
    match lang {
        Lang::En => None,
        Lang::Ja => state().or_else(resource),
    }
    .map_or(Cow::Borrowed(place.element.as_str()), Cow::Owned)
}

/// What a heading of the guide, which is Japanese, says in English.
pub(super) fn heading_in_english(heading: &str) -> Option<&'static str> {
    let section = rules::chapter().sections.iter().find(|section| section.heading == heading);
    section.map(|section| section.english.as_str())
}

/// A heading of the guide as printed, in English behind what it says.
pub(super) fn heading(heading: &str, lang: Lang) -> String {
    match heading_in_english(heading).filter(|_| lang == Lang::En) {
        Some(english) => format!("{english} ({heading})"),
        None => heading.to_owned(),
    }
}

/// What is to be said of the clock of the machine that read the data.
pub(super) fn clocks(report: &Report, lang: Lang) -> Option<String> {
    let source = &report.source;
    let at = |time: &str| safe::name(&time::shown(&report.question.zone, time)).into_owned();
    let machine = at(source.machine_at.as_deref()?);
    Some(if source.at.is_empty() {
        Msg::ClockUnread.fill(lang, &[("machine", &machine)])
    } else {
        Msg::ClocksDiffer.fill(lang, &[("server", &at(&source.at)), ("machine", &machine)])
    })
}

/// What is to be said of a reading over old TLS.
pub(super) fn old_tls(report: &Report, lang: Lang) -> Option<&'static str> {
    report.source.tls_legacy.then(|| Msg::ReadByOldTls.get(lang))
}

/// What to do about these reasons, each thing once.
pub(super) fn next_steps(reasons: &[Reason], lang: Lang) -> Vec<&'static str> {
    let mut next: Vec<&str> =
        reasons.iter().map(|reason| reason_words(reason.kind, reason.object.kind).1.get(lang)).collect();
    next.sort_unstable();
    next.dedup();
    next
}

/// The day on which something was said.
pub(super) fn said_on(entry: &Decision) -> &str {
    entry.on.as_deref().unwrap_or_default()
}

/// Why an entry of the decisions file has no effect, with its place.
pub(super) fn without_effect(entry: &Decision, stale: Stale, lang: Lang) -> String {
    let why = match stale {
        Stale::Expired => Msg::StaleExpired.fill(lang, &[("until", &safe::name(&entry.until))]),
        Stale::Future => Msg::StaleFuture.fill(lang, &[("on", &safe::name(said_on(entry)))]),
        Stale::Unmatched => Msg::StaleUnmatched.get(lang).to_owned(),
    };
    let rule = safe::line(&entry.rule);
    let text =
        Msg::NoEffect.fill(lang, &[("file", &safe::line(&entry.file)), ("line", &entry.line), ("why", &why)]);
    format!("{rule}: {text}")
}
