//! The report for people. It answers, in this order: can I install? what do I do first? which
//! prerequisites are in the way? Everything else is there on request.

mod altered;
mod causes;
mod decided;
mod findings;
mod list;
mod objects;
mod rest;
mod verdict;

use std::{
    fmt::Display,
    io::{self, Write},
};

use super::{
    LEAST_WIDTH, MOST_WIDTH, Style,
    causes::{Cause, collect},
    first::worst_first,
    named,
    page::{Page, Tone},
    safe,
    words::Msg,
};
use crate::{
    report::{Finding, Level, Outcome, Report, Severity, Tally},
    terms::{Template, Text},
};

/// Objects of a finding, and questions to a person, that are listed unless everything is asked for.
const FEW_OBJECTS: usize = 5;
/// Findings of one rule, and causes of unknowns, that are listed unless everything is asked for.
const FEW_FINDINGS: usize = 10;

/// Writes the report.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let page = Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour);
    let mut view = View { report, style, page };
    let causes = collect(report);
    view.coverage()?;
    view.verdict()?;
    view.first(&causes)?;
    view.prerequisites()?;
    if style.details || style.all {
        view.details(&causes)?;
    } else {
        view.waiting_in_short()?;
        view.decided()?;
        view.more_to_see()?;
    }
    view.closing()
}

impl View<'_, '_> {
    /// Everything behind the table: the worst first.
    fn details(&mut self, causes: &[Cause<'_>]) -> io::Result<()> {
        let (report, style, view) = (self.report, self.style, self);
        let order = worst_first(report);
        for severity in [Severity::Required, Severity::Advisory] {
            let of = |outcomes: fn(Outcome) -> bool| {
                order.iter().copied().filter(move |rule| {
                    rule.severity == severity && outcomes(rule.outcome) && style.only.shows(rule.outcome)
                })
            };
            for rule in of(|outcome| outcome == Outcome::Fail) {
                view.findings(rule)?;
            }
            if severity == Severity::Required {
                view.causes(causes, Level::Fail)?;
            }
            for rule in of(|outcome| outcome != Outcome::Fail) {
                view.findings(rule)?;
            }
        }
        view.causes(causes, Level::Warn)?;
        view.waiting()?;
        view.decided()?;
        if style.all {
            view.skipped()?;
            view.shown()?;
        }
        Ok(())
    }
}

/// A report being written.
struct View<'r, 'o> {
    report: &'r Report,
    style: Style,
    page: Page<'o>,
}

impl View<'_, '_> {
    /// A fixed text.
    fn msg(&self, msg: Msg) -> &'static str {
        msg.get(self.style.lang)
    }

    /// A fixed text, filled in.
    fn fill(&self, msg: Msg, values: &[(&str, &dyn Display)]) -> String {
        msg.fill(self.style.lang, values)
    }

    /// A fixed text for a number of things.
    fn count(&self, msg: Msg, count: usize) -> String {
        msg.count(self.style.lang, count)
    }

    /// A text of a rule.
    fn text<'t>(&self, text: &'t Text) -> &'t str {
        text.get(self.style.lang)
    }

    /// The lines of a text of a finding.
    fn filled(&self, text: &Template, finding: &Finding) -> Vec<String> {
        safe::message(text, self.style.lang, &finding.evidence)
    }

    /// How many of `total` are listed, given how many are when not all are asked for.
    fn listed(&self, total: usize, few: usize) -> usize {
        if self.style.all { total } else { total.min(few) }
    }

    /// A heading, after an empty line.
    fn heading(&mut self, text: &str, tone: Tone) -> io::Result<()> {
        self.page.blank()?;
        self.page.para(0, (text, tone), 0, "")
    }

    /// The numbers of a tally that are not zero, each with its word.
    fn tally(&self, tally: Tally) -> Vec<String> {
        named::tally_words(tally, self.style.lang)
    }
}

/// The word of an outcome and its colour.
fn outcome_word(outcome: Outcome) -> (Msg, Tone) {
    let tone = match outcome {
        Outcome::Fail => Tone::Bad,
        Outcome::Unknown { ceiling: Level::Fail } => Tone::Unsure,
        Outcome::Warn | Outcome::Unknown { .. } => Tone::Risk,
        Outcome::Manual | Outcome::Waived => Tone::Person,
        Outcome::Attested | Outcome::Pass => Tone::Good,
        Outcome::NotAsked | Outcome::NotApplicable => Tone::Plain,
    };
    (named::outcome_word(outcome), tone)
}

/// The word of a finding's level and its colour.
pub(super) fn level_word(level: Level) -> (Msg, Tone) {
    match level {
        Level::Fail => (Msg::Fail, Tone::Bad),
        Level::Warn => (Msg::Warn, Tone::Risk),
        Level::Note => (Msg::Note, Tone::Plain),
    }
}
