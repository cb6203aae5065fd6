//! The summary of a workflow run: the verdict, what to do first and what stands in the way; the rest is folded.
//! GitHub shows none of a summary that is too large, so that whole entries are left out of it, and counted.

use std::io::{self, Write};

use super::page::{Limits, Page};
use super::text::{code, escaped};
use crate::render::{apart, causes, first, places, safe, words::Msg};
use crate::report::rows::Rows;
use crate::report::standing::Standing;
use crate::report::{Finding, Prerequisite, Report, Verdict};
use crate::terms::Lang;

/// Bytes that GitHub takes as the summary of a step.
pub const SUMMARY_BYTES: usize = 1024 * 1024;
/// Entries of a list; more are not read.
const MOST_ENTRIES: usize = 100;
const LIMITS: Limits = Limits { objects: 5, columns: 500 };
/// Causes and properties that a step names.
const FEW: usize = first::FEW_FIRST;

/// Adds the summary, in `room` bytes at most. Whether there was room for it: where even the verdict has none, nothing
/// is written.
///
/// # Errors
/// Only those of `out`.
pub fn summary(report: &Report, lang: Lang, room: usize, out: &mut dyn Write) -> io::Result<bool> {
    let report = &*apart::apart(report);
    let all = Rows::new(report);
    let page = Page::new(&all, lang, LIMITS);
    let parts = parts(report, &page, lang);
    let frames: usize = parts.iter().map(|part| part.frame(lang)).sum();
    let Some(mut left) = room.checked_sub(frames) else { return Ok(false) };
    for part in &parts {
        part.write(lang, &mut left, out)?;
    }
    Ok(true)
}

fn parts(report: &Report, page: &Page<'_, '_>, lang: Lang) -> Vec<Part> {
    let about = page.about().iter().map(|line| format!("{line}\n")).collect();
    let mut parts = vec![Part {
        head: format!("{}\n", page.heading()),
        entries: about,
        tail: format!("\n{}\n", page.numbers()),
        ..Part::default()
    }];
    parts.push(what_first(report, page, lang));

    let (risks, rest): (Vec<_>, Vec<_>) = page
        .found()
        .into_iter()
        .partition(|(standing, _)| matches!(standing, Standing::Stops | Standing::Unclear | Standing::Risk));
    let entries = |rows: &[(Standing, _)]| Part {
        entries: rows.iter().take(MOST_ENTRIES).map(|(_, row)| page.entry(row)).collect(),
        beyond: rows.len().saturating_sub(MOST_ENTRIES),
        tail: "\n".to_owned(),
        ..Part::default()
    };
    if !risks.is_empty() {
        parts.push(Part { head: format!("### {}\n\n", page.msg(Msg::Findings)), ..entries(&risks) });
    }
    let stale = page.stale();
    if !stale.is_empty() {
        parts.push(Part {
            head: format!("### {}\n\n", page.msg(Msg::Stale)),
            entries: stale.iter().map(|line| format!("{line}\n")).collect(),
            tail: "\n".to_owned(),
            ..Part::default()
        });
    }
    if !rest.is_empty() {
        parts.extend(folded(&Msg::PeopleAndNotes.count(lang, rest.len()), vec![entries(&rest)]));
    }
    let tables = page.tables().into_iter().map(|table| Part {
        head: table.head,
        entries: table.rows.iter().map(|row| format!("{row}\n")).collect(),
        tail: "\n".to_owned(),
        ..Part::default()
    });
    parts.extend(folded(page.msg(Msg::EveryPrerequisite), tables.collect()));
    parts.push(Part { head: page.closing(), ..Part::default() });
    parts
}

/// Entries under a head, between what is told in any case.
#[derive(Default)]
struct Part {
    head: String,
    entries: Vec<String>,
    /// Entries that were not even made.
    beyond: usize,
    tail: String,
}

impl Part {
    /// Bytes it takes without any entry.
    fn frame(&self, lang: Lang) -> usize {
        self.head.len() + more(self.entries.len() + self.beyond, lang).len() + self.tail.len()
    }

    /// Writes as many entries as there is room for.
    fn write(&self, lang: Lang, left: &mut usize, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.head.as_bytes())?;
        let mut told = 0;
        for entry in &self.entries {
            let Some(rest) = left.checked_sub(entry.len()) else { break };
            *left = rest;
            told += 1;
            out.write_all(entry.as_bytes())?;
        }
        out.write_all(more(self.entries.len() - told + self.beyond, lang).as_bytes())?;
        out.write_all(self.tail.as_bytes())
    }
}

/// How many entries are left out.
fn more(count: usize, lang: Lang) -> String {
    if count == 0 { String::new() } else { format!("\n{}\n", Msg::MoreNotShown.count(lang, count)) }
}

/// Parts that open by a click.
fn folded(title: &str, parts: Vec<Part>) -> Vec<Part> {
    let mark = |head: String| Part { head, ..Part::default() };
    let begin = mark(format!("<details><summary>{title}</summary>\n\n"));
    std::iter::once(begin).chain(parts).chain([mark("</details>\n\n".to_owned())]).collect()
}

/// What to do first, in its order.
fn what_first(report: &Report, page: &Page<'_, '_>, lang: Lang) -> Part {
    let causes = causes::collect(report);
    let steps = first::steps(report, &causes);
    if report.verdict == Verdict::Ready || steps.is_empty() {
        let head = match report.verdict {
            Verdict::Ready => format!("{}\n\n", first::nothing(report.tally, report.count_open(), lang)),
            _ => String::new(),
        };
        return Part { head, ..Part::default() };
    }
    let entries = steps.iter().take(first::named(steps.len())).enumerate();
    let hidden = steps.len() - first::named(steps.len());
    let tail =
        if hidden > 0 { format!("\n{}\n\n", Msg::FirstMore.count(lang, hidden)) } else { "\n".to_owned() };
    Part {
        head: format!("### {}\n\n", page.msg(Msg::First).trim_end_matches(':')),
        entries: entries
            .map(|(at, step)| format!("{}. {}", at + 1, told(step, report, page, lang)))
            .collect(),
        tail,
        ..Part::default()
    }
}

/// A step: what it is about, the rule, what is wrong, what to do.
fn told(step: &first::Step<'_, '_>, report: &Report, page: &Page<'_, '_>, lang: Lang) -> String {
    let rule_mark = |rule: &Prerequisite| code(&rule.id);
    match step {
        first::Step::Finding { rule, finding, others, also } => {
            let what = safe::message(&finding.message, lang, &finding.evidence).join(" ");
            let object = places::first(&places::spots(&finding.objects, &what), lang);
            let mut what = page.told(&what);
            if *others > 0 {
                what.push_str(&format!(" ({})", Msg::PlusFindings.count(lang, *others)));
            }
            let also: Vec<String> = also.iter().map(|rule| rule_mark(rule)).collect();
            item((&object, &rule_mark(rule)), &what, &also, Some(&fix(rule, finding, lang)), page)
        }
        first::Step::Cause(cause) => {
            let only = cause.rules.iter().next().filter(|_| cause.rules.len() == 1);
            let mark = only
                .and_then(|at| report.prerequisites.get(*at))
                .map_or_else(|| Msg::StopsRules.count(lang, cause.rules.len()), rule_mark);
            let what = page.told(&cause.why(lang, Msg::AndMore, FEW));
            item((&cause.named(lang), &mark), &what, &[], Some(cause.next().get(lang)), page)
        }
        first::Step::Ask { rule, question } => {
            item((page.msg(Msg::Manual), &rule_mark(rule)), &page.told(question.get(lang)), &[], None, page)
        }
    }
}

fn fix(rule: &Prerequisite, finding: &Finding, lang: Lang) -> String {
    match &finding.fix {
        Some(fix) => safe::message(fix, lang, &finding.evidence).join(" "),
        None => rule.fix.get(lang).replace('\n', " "),
    }
}

fn item(
    (about, mark): (&str, &str),
    what: &str,
    also: &[String],
    fix: Option<&str>,
    page: &Page<'_, '_>,
) -> String {
    let mut item = format!("**{}** {mark}  \n   {what}\n", escaped(&safe::cut(about, LIMITS.columns)));
    if !also.is_empty() {
        item.push_str(&format!("   - {} {}\n", page.msg(Msg::SameCause), also.join(page.msg(Msg::Comma))));
    }
    if let Some(fix) = fix {
        item.push_str(&format!("   - {} {}\n", page.msg(Msg::Fix), page.told(fix)));
    }
    item
}
