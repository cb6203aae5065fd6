//! A plan for people, at a terminal.

use std::io::{self, Write};

use super::by::By;
use super::told::{Item, told};
use super::words::Word;
use crate::plan::Plan;
use crate::render::page::{Page, Tone};
use crate::render::words::Msg;
use crate::render::{LEAST_WIDTH, MOST_WIDTH, Style, named};
use crate::report::Verdict;
use crate::terms::Lang;

/// Writes the plan.
pub(super) fn write(plan: &Plan, by: By, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mut page = Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour);
    let told = told(plan, by, lang);
    let scope: Vec<String> =
        plan.clusters.iter().map(|cluster| named::kind_and_name(&cluster.cluster, lang)).collect();
    let lead = format!("{}   ", told.now);
    let about = [Word::Title.get(lang).to_owned()].into_iter().chain(scope).collect::<Vec<_>>();
    page.parts(0, (&lead, tone(plan.verdict)), 2, &about, "   ")?;
    for line in &told.lines {
        page.para(2, ("", Tone::Plain), 4, line)?;
    }
    for section in &told.sections {
        page.blank()?;
        if let Some(brief) = &section.brief {
            page.para(0, (&format!("{} ", section.heading), Tone::Head), 2, brief)?;
            continue;
        }
        page.para(0, (&section.heading, Tone::Head), 2, "")?;
        for one in &section.items {
            item(&mut page, one, lang)?;
        }
    }
    page.blank()?;
    for line in &told.ends {
        page.para(0, ("", Tone::Plain), 2, line)?;
    }
    Ok(())
}

fn item(page: &mut Page<'_>, item: &Item, lang: Lang) -> io::Result<()> {
    let mark = item.number.map_or_else(|| "- ".to_owned(), |number| format!("{number}. "));
    let hang = 2 + mark.len();
    let lead = format!("{mark}{}", item.object);
    match item.tags.as_slice() {
        [] => page.para(2, ("", Tone::Plain), hang, &lead)?,
        tags => page.edges(2, &lead, hang, &tags.join(Msg::Comma.get(lang)))?,
    }
    for line in &item.what {
        page.para(hang, ("", Tone::Plain), hang, line)?;
    }
    for line in &item.notes {
        page.para(hang, ("", Tone::Plain), hang + 2, line)?;
    }
    Ok(())
}

fn tone(verdict: Verdict) -> Tone {
    match verdict {
        Verdict::Ready => Tone::Good,
        Verdict::NotReady => Tone::Bad,
        Verdict::CannotTell => Tone::Unsure,
    }
}
