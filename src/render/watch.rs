//! What a watch tells: people, of each change; Prometheus, after each round.

use std::io::{self, Write};
use std::time::Duration;

use super::page::{Page, Tone};
use super::prometheus::escaped;
use super::{
    DifferenceFormat, Format, LEAST_WIDTH, MOST_WIDTH, Style, difference, fleet::fleet, named, safe,
};
use crate::report::{Fleet, Verdict};
use crate::terms::{Text, time, told};
use crate::watch::{Kind, Notice, Numbers, Recording, Who};

/// Writes a notice for people.
///
/// # Errors
/// Only those of `out`.
pub fn notice(notice: &Notice, zone: &str, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mut head = page(style, out);
    let open = notice.difference.as_ref().map_or(0, |difference| difference.new.open_questions);
    let is = named::answer(notice.verdict.is, open, lang);
    let lead = format!("{is}   ");
    head.para(0, (&lead, Tone::of_answer(notice.verdict.is, open)), 2, about(notice, zone).get(lang))?;
    if let Some(error) = &notice.error {
        return head.para(2, ("", Tone::Plain), 2, &safe::line(&error.get(lang).replace('\n', " ")));
    }
    if let Some(changed) = &notice.difference {
        // What is unchanged is not among them.
        difference(changed, DifferenceFormat::Table, Style { all: true, ..style }, out)?;
    }
    let Some(recorded) = notice.recorded.as_ref().filter(|recorded| !recorded.events.is_empty()) else {
        return Ok(());
    };
    let mut page = page(style, out);
    page.blank()?;
    let heading = told!(
        "Recorded by the vCenter since the last reading:",
        "前回の読み取り以降に vCenter に記録されたイベント:"
    );
    page.para(0, (heading.get(lang), Tone::Head), 0, "")?;
    for event in &recorded.events {
        page.para(2, ("", Tone::Plain), 4, &event_line(event, zone))?;
    }
    if recorded.truncated {
        let more = told!("and more", "ほかにもあります");
        page.para(2, ("", Tone::Plain), 4, more.get(lang))?;
    }
    Ok(())
}

fn page(style: Style, out: &mut dyn Write) -> Page<'_> {
    Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour)
}

fn about(notice: &Notice, zone: &str) -> Text {
    let server = safe::name(&notice.server);
    let at = time::shown(zone, &notice.at);
    let round = notice.round;
    match notice.kind {
        Kind::Change => {
            told!("{server}: changed (round {round}, {at})", "{server}: 変更あり (第 {round} 回、{at})")
        }
        Kind::Unread => {
            told!(
                "{server}: could not be read (round {round}, {at})",
                "{server}: 読み取れませんでした (第 {round} 回、{at})"
            )
        }
        Kind::ReadAgain => told!(
            "{server}: could be read again (round {round}, {at})",
            "{server}: 再び読み取れるようになりました (第 {round} 回、{at})"
        ),
    }
}

/// `2026-12-01 09:14 JST  VmReconfiguredEvent  LMS-DB01  esx01  TOKYO\admin`.
fn event_line(event: &Recording, zone: &str) -> String {
    let name = |who: &Option<Who>| who.as_ref().map(|who| who.name.clone()).unwrap_or_default();
    let parts = [
        time::shown(zone, &event.at),
        event.kind.clone(),
        name(&event.vm),
        name(&event.host),
        event.user.clone(),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|part| !part.is_empty()).map(|part| safe::line(part).into_owned()).collect();
    parts.join("  ")
}

/// What Prometheus is told of the watch beside the reports.
#[derive(Clone, Copy, Debug)]
pub struct Pulse<'p> {
    /// The vCenter, as it was named.
    pub source: &'p str,
    /// Numbers.
    pub numbers: Numbers,
    /// Time between two rounds.
    pub every: Duration,
    /// The end of the last round, by the clock of this machine, seconds since 1970-01-01 UTC.
    pub at_s: i64,
}

/// Writes the numbers of the last round, and of the watch.
///
/// # Errors
/// Only those of `out`.
pub fn metrics(round: &Fleet, pulse: Pulse<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    fleet(round, Format::Prometheus, style, out)?;
    let source = escaped(pulse.source);
    let mut line = |name: &str, kind: &str, help: &str, value: &dyn std::fmt::Display| {
        writeln!(out, "# HELP vpreflight_watch_{name} {help}\n# TYPE vpreflight_watch_{name} {kind}")?;
        writeln!(out, "vpreflight_watch_{name}{{source=\"{source}\"}} {value}")
    };
    let Numbers { rounds, unread, changes, not_told } = pulse.numbers;
    line("rounds_total", "counter", "Rounds since the watch began.", &rounds)?;
    line("unread_total", "counter", "Rounds that could not read.", &unread)?;
    line("changes_total", "counter", "Rounds that found something changed.", &changes)?;
    line("not_told_total", "counter", "Notices that did not arrive.", &not_told)?;
    line("every_seconds", "gauge", "Time between two rounds.", &pulse.every.as_secs_f64())?;
    line(
        "round_timestamp_seconds",
        "gauge",
        "When the last round ended, by the clock of the machine.",
        &pulse.at_s,
    )
}

/// What is said of the first round, which nothing is held against.
pub fn began(server: &str, verdict: Verdict, open: usize, style: Style) -> String {
    let answer = named::answer(verdict, open, style.lang);
    let server = safe::name(server);
    told!(
        "{server}: {answer}; later rounds are held against this one",
        "{server}: {answer}。以後の回をこの結果と比較します。"
    )
    .get(style.lang)
    .to_owned()
}
