//! The difference of two reports, for people, programs and comments.

use std::io::{self, Write};

use super::markdown::escaped;
use super::page::{Page, Tone};
use super::words::Msg;
use super::{LEAST_WIDTH, MOST_WIDTH, Style, altered, named, safe};
use crate::diff::{Change, Diff, Item, Side};
use crate::report::{ObjectKind, Outcome};
use crate::terms::{Lang, time};

/// Form of a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceFormat {
    /// For people, at a terminal.
    Table,
    /// For programs.
    Json,
    /// For a comment or a wiki.
    Markdown,
}

/// Writes a difference to `out`.
///
/// # Errors
/// Only those of `out`.
pub fn difference(
    diff: &Diff,
    format: DifferenceFormat,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DifferenceFormat::Table => table(diff, style, out),
        DifferenceFormat::Json => {
            serde_json::to_writer_pretty(&mut *out, diff)?;
            out.write_all(b"\n")
        }
        DifferenceFormat::Markdown => markdown(diff, style, out),
    }
}

fn table(diff: &Diff, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mut page = Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour);
    page.parts(0, ("", Tone::Plain), 2, &counts(diff, lang), Msg::TallyBetween.get(lang))?;
    for (lead, side) in [(Msg::DiffOld, &diff.old), (Msg::DiffNew, &diff.new)] {
        let lead = format!("{} ", lead.get(lang));
        page.parts(0, (&lead, Tone::Plain), 2, &told(side, lang), "  ")?;
    }
    if let Some(line) = altered::differs(&diff.differs, lang) {
        page.para(0, (&line, Tone::Risk), 2, "")?;
    }
    for change in Change::ALL {
        let items: Vec<&Item> = listed(diff, change, style.all).collect();
        if items.is_empty() {
            continue;
        }
        page.blank()?;
        page.para(0, (heading(change).get(lang), Tone::Head), 0, "")?;
        for item in items {
            let tone = if item.worse { Tone::Bad } else { Tone::Plain };
            let lead = format!("{}  ", outcomes(item, lang));
            page.para(2, (&lead, tone), 4, &place(item, lang))?;
            for line in says(item, lang) {
                page.para(6, ("", Tone::Plain), 6, &line)?;
            }
        }
    }
    if !style.all && diff.counts.unchanged > 0 {
        page.blank()?;
        page.para(0, ("", Tone::Plain), 0, &Msg::DiffMore.count(lang, diff.counts.unchanged))?;
    }
    Ok(())
}

fn markdown(diff: &Diff, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    writeln!(out, "## {}\n", Msg::DiffTitle.get(lang))?;
    writeln!(out, "{}\n", counts(diff, lang).join(Msg::TallyBetween.get(lang)))?;
    for (lead, side) in [(Msg::DiffOld, &diff.old), (Msg::DiffNew, &diff.new)] {
        writeln!(out, "- {} {}", lead.get(lang), escaped(&told(side, lang).join("  ")))?;
    }
    if let Some(line) = altered::differs(&diff.differs, lang) {
        writeln!(out, "\n**{line}**")?;
    }
    for change in Change::ALL {
        let mut items = listed(diff, change, style.all).peekable();
        if items.peek().is_none() {
            continue;
        }
        writeln!(out, "\n### {}\n", heading(change).get(lang))?;
        for item in items {
            writeln!(out, "- **{}** {}", outcomes(item, lang), escaped(&place(item, lang)))?;
            for line in says(item, lang) {
                writeln!(out, "  - {}", escaped(&line))?;
            }
        }
    }
    Ok(())
}

/// What is listed of a change.
fn listed(diff: &Diff, change: Change, all: bool) -> impl Iterator<Item = &Item> {
    let wanted = all || change != Change::Unchanged;
    diff.places.iter().filter(move |item| wanted && item.change == change)
}

/// `2 new`, `1 changed`, …; how many of them stand in the way more than before.
fn counts(diff: &Diff, lang: Lang) -> Vec<String> {
    let word = |change| match change {
        Change::New => Msg::DiffCountNew,
        Change::Changed => Msg::DiffCountChanged,
        Change::Fixed => Msg::DiffCountFixed,
        Change::NotJudged => Msg::DiffCountNotJudged,
        Change::Unchanged => Msg::DiffCountUnchanged,
    };
    let mut counts: Vec<String> =
        Change::ALL.iter().map(|change| word(*change).count(lang, diff.counts.of(*change))).collect();
    counts.push(Msg::DiffCountWorse.count(lang, diff.counts.worse));
    counts
}

fn heading(change: Change) -> Msg {
    match change {
        Change::New => Msg::DiffHeadNew,
        Change::Changed => Msg::DiffHeadChanged,
        Change::Fixed => Msg::DiffHeadFixed,
        Change::NotJudged => Msg::DiffHeadNotJudged,
        Change::Unchanged => Msg::DiffHeadUnchanged,
    }
}

fn told(side: &Side, lang: Lang) -> Vec<String> {
    vec![
        safe::name(&side.server).into_owned(),
        safe::name(&time::shown(&side.zone, &side.at)).into_owned(),
        named::answer(side.verdict, side.open_questions, lang),
    ]
}

/// `warn → FAIL`, or the one outcome there is.
fn outcomes(item: &Item, lang: Lang) -> String {
    let word = |outcome: Outcome| named::outcome_word(outcome).get(lang);
    match (item.was, item.is) {
        (Some(was), Some(is)) if was != is => format!("{} → {}", word(was), word(is)),
        (was, is) => is.or(was).map_or_else(String::new, |outcome| word(outcome).to_owned()),
    }
}

/// `vm-no-local-cdrom / local-image   VM LMS-DB01 on esx01, CD/DVD drive 1`.
fn place(item: &Item, lang: Lang) -> String {
    let mut text = safe::name(&item.rule).into_owned();
    if let Some(finding) = &item.finding {
        text.push_str(&format!(" / {}", safe::name(finding)));
    }
    let Some(object) = &item.object else { return text };
    let mut name = named::kind_and_name(object, lang);
    // Of an element within a cluster it tells where the element is.
    let located = matches!(object.kind, ObjectKind::Vm | ObjectKind::Host);
    if let Some(on) = item.on.as_deref().filter(|on| located && !on.is_empty()) {
        let msg = if object.kind == ObjectKind::Vm { Msg::On } else { Msg::In };
        name = msg.fill(lang, &[("name", &name), ("on", &safe::name(on))]);
    }
    text.push_str(&format!("  {name}"));
    if !item.element.is_empty() {
        text.push_str(&format!("{}{}", Msg::Comma.get(lang), safe::name(&item.element)));
    }
    text
}

/// What is wrong there, or why it could not be told.
fn says(item: &Item, lang: Lang) -> Vec<String> {
    let message = item.message.iter().map(|text| safe::line(&text.get(lang).replace('\n', " ")).into_owned());
    message.chain(item.reasons.iter().map(|reason| named::reason(reason, lang))).collect()
}
