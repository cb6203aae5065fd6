//! An answer for people, at a terminal.

use std::io::{self, Write};

use super::told::{Part, Told};
use super::words::{Word, tier};
use super::{event, roll, summary};
use crate::placement::{ClusterAnswers, WhatIf};
use crate::render::page::{Page, Tone};
use crate::render::placement::held;
use crate::render::words::Msg;
use crate::render::{LEAST_WIDTH, MOST_WIDTH, Style, named};
use crate::terms::Lang;

/// Writes the answer.
pub(super) fn write(answer: &WhatIf, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let page = Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour);
    let mut view = View { page, lang };
    for (at, cluster) in answer.clusters.iter().enumerate() {
        if at > 0 {
            view.page.blank()?;
        }
        view.cluster(cluster)?;
    }
    view.page.blank()?;
    view.page.para(0, ("", Tone::Plain), 0, Word::Basis.get(lang))?;
    let tone = if answer.exit_code == 0 { Tone::Plain } else { Tone::Head };
    view.page.para(0, (&summary::exit(answer, lang), tone), 2, "")
}

/// An answer being written.
struct View<'o> {
    page: Page<'o>,
    lang: Lang,
}

impl View<'_> {
    fn cluster(&mut self, cluster: &ClusterAnswers) -> io::Result<()> {
        let lang = self.lang;
        let lead = format!("{}   ", named::kind_and_name(&cluster.cluster, lang));
        self.page.parts(0, (&lead, Tone::Head), 2, &summary::numbers(cluster, lang), Msg::Comma.get(lang))?;
        if let Some(word) = summary::loud(cluster) {
            self.page.para(2, (word.get(lang), Tone::Bad), 2, "")?;
        }
        for line in summary::lines(cluster, lang) {
            self.page.para(2, ("", Tone::Plain), 4, &line)?;
        }
        if let Some(told) = &cluster.held {
            let (all, lines) = held(told, lang);
            self.page.para(2, ("", Tone::Plain), 4, &all)?;
            for line in lines {
                self.page.para(4, ("- ", Tone::Plain), 6, &line)?;
            }
        }
        let short = cluster.events.len() > 1;
        let mut bare = false;
        for one in &cluster.events {
            let told = event::told(one, cluster.hosts, short, lang);
            // Those that are a line each stand beneath each other.
            if !(bare && told.parts.is_empty()) {
                self.page.blank()?;
            }
            bare = told.parts.is_empty();
            self.told(&told)?;
        }
        let Some(found) = &cluster.roll else { return Ok(()) };
        self.page.blank()?;
        for part in roll::told(found, lang) {
            self.part(&part, 0)?;
        }
        for stop in &found.stops {
            self.page.blank()?;
            self.told(&roll::stop(stop, cluster.hosts, lang))?;
        }
        Ok(())
    }

    fn told(&mut self, told: &Told) -> io::Result<()> {
        let (word, tone) = tier(told.tier, self.lang);
        let lead = format!("{word}   ");
        self.page.para(0, (&lead, tone), 2, &told.head)?;
        for part in &told.parts {
            self.part(part, 2)?;
        }
        Ok(())
    }

    fn part(&mut self, part: &Part, indent: usize) -> io::Result<()> {
        if part.lead.is_empty() {
            return Ok(());
        }
        self.page.para(indent, ("", Tone::Plain), indent + 2, &part.lead)?;
        for (at, line) in part.lines.iter().enumerate() {
            let mark = if part.ordered { format!("{}. ", at + 1) } else { "- ".to_owned() };
            let hang = indent + 2 + mark.len();
            self.page.para(indent + 2, (&mark, Tone::Plain), hang, &line.text)?;
            for below in &line.below {
                self.page.para(hang, ("", Tone::Plain), hang + 2, below)?;
            }
        }
        Ok(())
    }
}
