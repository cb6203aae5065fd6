//! Annotations of GitHub Actions, as workflow commands. GitHub shows ten of a kind in a step: the worst
//! come first, and the last one sums up, with what the site has set and what the run was held against.

use std::collections::HashSet;
use std::io::{self, Write};

use super::{Style, altered, coverage, named, places, safe, words::Msg};
use crate::report::Report;
use crate::report::rows::{Row, Rows, Word};
use crate::report::standing::Standing;
use crate::terms::Lang;

/// Annotations of one kind that GitHub shows in a step.
const SHOWN: usize = 10;
/// Objects of an annotation that are named, and elements of each.
const FEW_PLACES: usize = 10;
/// Columns of a title.
const TITLE_COLUMNS: usize = 160;
/// Columns of a message; more is cut off in the display anyway.
const MESSAGE_COLUMNS: usize = 1_000;

/// Writes the annotations. A program that lists the same twice a day is not read: findings of the same
/// kind on several objects are one annotation.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let mut folds: Vec<(Standing, Row<'_>)> =
        all.folds().into_iter().map(|row| (all.standing(&row), row)).collect();
    // Of what people have to do with, what was waived comes first: it would be in the way.
    let mut told = HashSet::new();
    folds.retain(|(_, row)| row.open_question().is_none_or(|asked| told.insert(asked)));
    folds.sort_by_key(|(standing, row)| (*standing, row.word() != Word::Waived, row.word()));
    let lang = style.lang;
    let of = |standings: &'static [Standing]| {
        folds.iter().filter(move |(standing, _)| standings.contains(standing)).map(|(_, row)| row)
    };
    let errors = some("error", of(&[Standing::Stops, Standing::Unclear]), SHOWN, (report, lang), out)?;
    let stale = report.decisions.iter().filter_map(|entry| Some((entry, entry.stale?)));
    let stale: Vec<String> = stale.map(|(entry, why)| named::without_effect(entry, why, lang)).collect();
    let room = SHOWN - stale.len().min(SHOWN / 2);
    let warnings = some("warning", of(&[Standing::Risk]), room, (report, lang), out)?;
    for entry in stale.iter().take(SHOWN - room) {
        command(out, "warning", Msg::Stale.get(lang), entry)?;
    }
    // The last line needs a place of its own.
    let notices = some("notice", of(&[Standing::Person]), SHOWN - 1, (report, lang), out)?;
    let hidden = errors + warnings + notices + stale.len().saturating_sub(SHOWN - room);
    let between = Msg::TallyBetween.get(lang);
    let mut parts = named::tally_of(report, lang);
    let advice = named::tally_words(report.advisory_tally, lang);
    let advice =
        (!advice.is_empty()).then(|| format!("{}: {}", Msg::Advisory.get(lang), advice.join(between)));
    if hidden > 0 {
        parts.push(Msg::MoreNotShown.count(lang, hidden));
    }
    let verdict = format!("vpreflight: {}", named::answer_of(report, lang));
    let numbers = std::iter::once(parts.join(between)).chain(advice).collect();
    let old_tls = named::old_tls(report, lang).map(str::to_owned);
    let reading = named::clocks(report, lang).into_iter().chain(old_tls).collect();
    let lines =
        [coverage::lines(report, lang), numbers, altered::lines(&report.question, lang), reading].concat();
    command(out, "notice", &verdict, &lines.join("\n"))
}

/// Writes as many as are shown; how many are not.
fn some<'r>(
    kind: &str,
    rows: impl Iterator<Item = &'r Row<'r>>,
    room: usize,
    (report, lang): (&Report, Lang),
    out: &mut dyn Write,
) -> io::Result<usize> {
    let mut hidden = 0;
    for (at, row) in rows.enumerate() {
        if at < room {
            command(out, kind, &title(row, report, lang), &message(row, lang))?;
        } else {
            hidden += 1;
        }
    }
    Ok(hidden)
}

/// `vm-no-local-cdrom: VM lms-db01 and 3 more`.
fn title(row: &Row<'_>, report: &Report, lang: Lang) -> String {
    let rules: Vec<String> =
        row.asking(report).iter().map(|rule| safe::line(&rule.id).into_owned()).collect();
    let mut title = rules.join(Msg::Comma.get(lang));
    if let Some(object) = row.object {
        title.push_str(&format!(": {}", named::kind_and_name(object, lang)));
        let more = row.objects().len().saturating_sub(1);
        if more > 0 {
            title.push_str(&format!(" {}", Msg::AndMore.count(lang, more)));
        }
    }
    safe::cut(&title, TITLE_COLUMNS)
}

fn message(row: &Row<'_>, lang: Lang) -> String {
    let mut message = safe::cut(&row.told(lang), MESSAGE_COLUMNS);
    let spots = row.spots(lang);
    if spots.len() > 1 || spots.iter().any(|spot| !spot.elements.is_empty()) {
        let places = places::line(&spots, FEW_PLACES, lang, |object| named::kind_and_name(object, lang));
        message.push_str(&format!("\n{} {}", Msg::WhereFound.get(lang), safe::cut(&places, MESSAGE_COLUMNS)));
    }
    if let Some(evidence) = row.untold(lang) {
        message.push_str(&format!("\n{} {}", Msg::Evidence.get(lang), safe::cut(&evidence, MESSAGE_COLUMNS)));
    }
    match row.fix(lang).filter(|_| row.decision.is_none()) {
        Some(fix) => format!("{message}\n{} {}", Msg::Fix.get(lang), safe::cut(&fix, MESSAGE_COLUMNS)),
        None => message,
    }
}

/// One workflow command. Its message may have lines; nothing in it can end it or begin another.
fn command(out: &mut dyn Write, kind: &str, title: &str, message: &str) -> io::Result<()> {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let title = data(title).replace(':', "%3A").replace(',', "%2C");
    writeln!(out, "::{kind} title={title}::{}", data(message))
}
