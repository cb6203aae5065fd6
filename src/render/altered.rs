//! What changes the meaning of the verdict or of the exit code, in lines that every form for people shows.

use std::fmt::Display;

use super::{named, safe, words::Msg, words::thousands};
use crate::report::stops::{NOT_READY, READY, WRONG_FILE};
use crate::report::{Override, Policy, Question, Report, Verdict};
use crate::terms::{Lang, time};

/// What the site has set in place of what rules say; nothing when it has set nothing.
pub(super) fn own(question: &Question, lang: Lang) -> Vec<String> {
    question.overrides.iter().map(|own| one(own, lang)).collect()
}

/// What the run was held against, and what the two were asked differently.
pub(super) fn baseline(question: &Question, lang: Lang) -> Vec<String> {
    let Some(baseline) = &question.baseline else { return Vec::new() };
    let number = |count: usize| thousands(u64::try_from(count).unwrap_or(u64::MAX));
    let at = time::shown(&question.zone, &baseline.at);
    let values: [(&str, &dyn Display); 4] = [
        ("file", &safe::line(&baseline.file)),
        ("at", &safe::name(&at)),
        ("new", &number(baseline.new)),
        ("known", &number(baseline.known)),
    ];
    let line = Msg::Against.fill(lang, &values);
    std::iter::once(line).chain(differs(&baseline.differs, lang)).collect()
}

/// What two reports were asked differently.
pub(super) fn differs<T: AsRef<str>>(differs: &[T], lang: Lang) -> Option<String> {
    if differs.is_empty() {
        return None;
    }
    let words: Vec<String> = differs
        .iter()
        .map(|what| match what.as_ref() {
            "vcenter" => Msg::DiffersVcenter.get(lang).to_owned(),
            "profiles" => Msg::DiffersProfiles.get(lang).to_owned(),
            "reading" => Msg::DiffersReading.get(lang).to_owned(),
            "catalogue" => Msg::DiffersCatalogue.get(lang).to_owned(),
            "overrides" => Msg::DiffersOverrides.get(lang).to_owned(),
            "scope" => Msg::DiffersScope.get(lang).to_owned(),
            other => safe::name(other).into_owned(),
        })
        .collect();
    Some(Msg::Differs.fill(lang, &[("what", &words.join(Msg::Comma.get(lang)))]))
}

/// What the site has set for one rule, on one line; nothing when it has set nothing.
pub(super) fn own_of(question: &Question, rule: &str, lang: Lang) -> String {
    let all = question.overrides.iter().filter(|own| own.rule == rule);
    all.map(|own| one(own, lang)).collect::<Vec<_>>().join(Msg::Semicolon.get(lang))
}

/// The lines of all, for forms that show a few lines of text.
pub(super) fn lines(question: &Question, lang: Lang) -> Vec<String> {
    let own = own(question, lang);
    let site = (!own.is_empty())
        .then(|| format!("{} {}", Msg::OwnValues.get(lang), own.join(Msg::Semicolon.get(lang))));
    ahead(question, lang).into_iter().chain(site).chain(baseline(question, lang)).collect()
}

/// That the installation that was stated is later than the reading.
pub fn ahead(question: &Question, lang: Lang) -> Option<String> {
    let at = question.given.installed_at.as_deref().filter(|_| question.given.installed_ahead)?;
    let at = time::shown(&question.zone, at);
    Some(Msg::InstalledAhead.fill(lang, &[("at", &safe::name(&at))]))
}

/// The options that change what the exit code counts, as they are written.
pub(super) fn options(policy: Policy) -> Vec<&'static str> {
    let options = [
        (policy.fail_on_warn, "--fail-on warn"),
        (policy.allow_unknown, "--allow-unknown"),
        (policy.strict, "--strict"),
        (policy.fail_on_stale, "--fail-on-stale"),
    ];
    options.into_iter().filter_map(|(given, option)| given.then_some(option)).collect()
}

/// How a run ended that wrote its report to files: code, verdict, files.
pub fn closing(report: &Report, files: &[String], lang: Lang) -> String {
    let files = files.join(Msg::Comma.get(lang));
    format!("{} {}", exit(report, lang), Msg::Written.fill(lang, &[("files", &files)]))
}

/// `Exit 1: not ready.`, and why where that does not follow from the verdict.
pub(super) fn exit(report: &Report, lang: Lang) -> String {
    let open = report.count_open();
    let msg = match (report.exit_code, &report.question.baseline, report.verdict) {
        (WRONG_FILE, _, _) => Msg::ExitStale,
        (READY, Some(_), Verdict::NotReady | Verdict::CannotTell) => Msg::ExitNothingNew,
        (NOT_READY.., Some(_), _) => Msg::ExitNew,
        (_, _, Verdict::Ready) if open > 0 => Msg::ExitReadyOpen,
        (_, _, Verdict::Ready) => Msg::ExitReady,
        (_, _, Verdict::NotReady) => Msg::ExitNotReady,
        (_, _, Verdict::CannotTell) => Msg::ExitCannotTell,
    };
    let verdict = named::verdict_word(report.verdict).get(lang);
    let open = Msg::OpenQuestions.count(lang, open);
    msg.fill(lang, &[("code", &report.exit_code), ("verdict", &verdict), ("open", &open)])
}

/// `vmotion-network-gbe min_mbps = 10000 (the rule says 1000)`.
fn one(own: &Override, lang: Lang) -> String {
    let rule = safe::name(&own.rule);
    if let Some(param) = &own.param {
        let values: [(&str, &dyn Display); 4] = [
            ("rule", &rule),
            ("param", &safe::name(param)),
            ("value", &safe::line(&own.value)),
            ("instead_of", &safe::line(&own.instead_of)),
        ];
        return Msg::OwnParam.fill(lang, &values);
    }
    let word = |word: &str| match word {
        "required" => Msg::Required.get(lang).to_owned(),
        "advisory" => Msg::AdvisoryWord.get(lang).to_owned(),
        other => safe::name(other).into_owned(),
    };
    let values: [(&str, &dyn Display); 3] =
        [("rule", &rule), ("value", &word(&own.value)), ("instead_of", &word(&own.instead_of))];
    Msg::OwnSeverity.fill(lang, &values)
}
