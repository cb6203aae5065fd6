//! `decisions list`: who decided what, and until when.

use std::fmt::Write as _;

use jiff::civil::Date;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use super::safe;
use super::words::{Msg, catalogue};
use crate::decisions::{Decisions, Entry, State, Word};
use crate::terms::Lang;

/// Version of the JSON form.
const FORMAT: u32 = 1;

/// The JSON form.
#[derive(Serialize)]
struct Listed<'d> {
    format: u32,
    file: &'d str,
    today: String,
    entries: Vec<ListedEntry<'d>>,
}

/// An entry of the JSON form; its names are those of a report's `decisions`.
#[derive(Serialize)]
struct ListedEntry<'d> {
    kind: &'static str,
    rule: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<&'d str>,
    statement: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'d str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<&'d str>,
    by: &'d str,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<String>,
    until: String,
    line: usize,
    state: &'static str,
}

/// The list for people, soonest end first.
pub fn decisions(decisions: &Decisions, today: Date, lang: Lang) -> String {
    table(&entries(decisions, today), lang)
}

/// The list for programs, soonest end first.
///
/// # Errors
/// None that a list can cause.
pub fn decisions_json(decisions: &Decisions, today: Date) -> serde_json::Result<String> {
    let entries = entries(decisions, today);
    let list = Listed { format: FORMAT, file: &decisions.file, today: today.to_string(), entries };
    let mut text = serde_json::to_string_pretty(&list)?;
    text.push('\n');
    Ok(text)
}

/// The entries, soonest end first.
fn entries(decisions: &Decisions, today: Date) -> Vec<ListedEntry<'_>> {
    let mut entries: Vec<&Entry> = decisions.entries.iter().collect();
    entries.sort_by_key(|entry| (entry.expires, entry.line));
    entries.into_iter().map(|entry| listed(entry, today)).collect()
}

fn listed(entry: &Entry, today: Date) -> ListedEntry<'_> {
    let (kind, finding, statement, evidence, ticket, on) = match &entry.word {
        Word::Attestation { statement, evidence, on } => {
            ("attestation", None, statement, Some(evidence.as_str()), None, Some(on.to_string()))
        }
        Word::Waiver { finding, reason, ticket, .. } => {
            ("waiver", finding.as_deref(), reason, None, ticket.as_deref(), None)
        }
    };
    ListedEntry {
        kind,
        rule: &entry.rule,
        finding,
        scope: entry.scope.as_ref().map(|scope| scope.text()),
        statement,
        evidence,
        ticket,
        by: &entry.by,
        on,
        until: entry.expires.to_string(),
        line: entry.line,
        state: match entry.state(today) {
            State::InForce => "in-force",
            State::Expiring => "expiring",
            State::Expired => "expired",
            State::Future => "future",
        },
    }
}

fn table(entries: &[ListedEntry<'_>], lang: Lang) -> String {
    if entries.is_empty() {
        return format!("{}\n", Say::None.get(lang));
    }
    let rows: Vec<[String; 5]> = entries.iter().map(|entry| row(entry, lang)).collect();
    let width = |at: usize| rows.iter().map(|row| row[at].width()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2), width(3)];
    let mut text = String::new();
    for (row, entry) in rows.iter().zip(entries) {
        for (cell, width) in row.iter().zip(widths) {
            let _ = write!(text, "{cell}{}  ", " ".repeat(width - cell.width()));
        }
        let _ = writeln!(text, "{}", row[4]);
        let mut said = safe::line(entry.statement).into_owned();
        for more in entry.evidence.iter().chain(&entry.ticket) {
            let _ = write!(said, "{}{}", Msg::Semicolon.get(lang), safe::line(more));
        }
        let _ = writeln!(text, "    {said}");
        if let Some(why) = without_effect(entry, lang) {
            let _ = writeln!(text, "    {why}");
        }
    }
    let _ = writeln!(text, "{}", Say::Matches.get(lang));
    text
}

catalogue! { Say:
    None = "No entries.", "エントリはありません。";
    InForce = "in force", "有効";
    Expiring = "expiring", "期限間近";
    Expired = "no effect (expired)", "効力なし (期限切れ)";
    Future = "no effect yet (dated ahead)", "未発効 (未来の日付)";
    WhyExpired = "It has had no effect since its last day, {until}.", "最終日 {until} を過ぎているため、効力がありません。";
    WhyFuture = "It is dated {on}, which is still to come: it has no effect before that day.", "日付が {on} (未来) のため、その日まで効力がありません。";
    Matches = "Whether an entry decides anything in an inventory, 'check --decisions' tells.", "各エントリがインベントリのどの項目を決定するかは、check --decisions で確認できます。";
}

/// Why an entry has no effect; nothing of one that has.
fn without_effect(entry: &ListedEntry<'_>, lang: Lang) -> Option<String> {
    match entry.state {
        "expired" => Some(Say::WhyExpired.fill(lang, &[("until", &entry.until)])),
        "future" => Some(Say::WhyFuture.fill(lang, &[("on", &entry.on.as_deref().unwrap_or_default())])),
        _ => None,
    }
}

/// State, last day, kind, rule with finding and objects, who.
fn row(entry: &ListedEntry, lang: Lang) -> [String; 5] {
    let state = match entry.state {
        "in-force" => Say::InForce,
        "expiring" => Say::Expiring,
        "future" => Say::Future,
        _ => Say::Expired,
    };
    let kind = match entry.kind {
        "waiver" => Msg::KindWaiver,
        _ => Msg::KindAttestation,
    };
    let mut about = safe::name(entry.rule).into_owned();
    if let Some(finding) = entry.finding {
        let _ = write!(about, " / {}", safe::name(finding));
    }
    if let Some(scope) = entry.scope {
        let _ = write!(about, " ({})", safe::name(scope));
    }
    let (state, kind) = (state.get(lang).to_owned(), kind.get(lang).to_owned());
    [state, entry.until.clone(), kind, about, safe::line(entry.by).into_owned()]
}
