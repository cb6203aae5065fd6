//! The end of the report: open questions, what does not apply, values, and how the data was obtained.

use std::io;

use super::{
    super::{
        answering::entry,
        labels, named,
        page::Tone,
        safe,
        words::{Msg, size, thousands},
    },
    View,
};
use crate::report::{Asked, Evidence, Finding, Open, Prerequisite};
use crate::terms::{Word, time};

/// The rules that ask a question.
fn asking(open: &Open<'_>, between: &str) -> String {
    open.rules.iter().map(|rule| safe::name(&rule.id)).collect::<Vec<_>>().join(between)
}

impl View<'_, '_> {
    /// The rules that wait for a person, by id.
    pub(super) fn waiting_in_short(&mut self) -> io::Result<()> {
        if !self.style.only.shows(Word::Manual) {
            return Ok(());
        }
        let report = self.report;
        let (counted, advice): (Vec<Open<'_>>, Vec<Open<'_>>) =
            report.open().into_iter().partition(Open::counts);
        let count = self.count(Msg::WaitingInShort, counted.len());
        let advised = format!("{}:", self.msg(Msg::WaitingAdvice));
        for (lead, open) in [(count, counted), (advised, advice)] {
            if open.is_empty() {
                continue;
            }
            self.page.blank()?;
            let questions: Vec<String> = open.iter().map(|open| asking(open, " + ")).collect();
            self.page.parts(0, (&format!("{lead} "), Tone::Person), 2, &questions, self.msg(Msg::Comma))?;
        }
        Ok(())
    }

    /// How to see what the short report leaves out, when it does.
    pub(super) fn more_to_see(&mut self) -> io::Result<()> {
        let has_more = |rule: &Prerequisite| {
            let open = |finding: &&Finding| finding.decision.is_none();
            rule.findings.iter().any(|finding| open(&finding))
                || !rule.undecided.is_empty()
                || rule.asks.iter().any(|ask| ask.decision.is_none())
        };
        if !self.report.prerequisites.iter().any(has_more) {
            return Ok(());
        }
        self.page.blank()?;
        let text = self.msg(Msg::MoreToSee);
        self.page.para(0, ("", Tone::Plain), 0, text)
    }

    /// Questions that nobody has answered yet.
    pub(super) fn waiting(&mut self) -> io::Result<()> {
        if !self.style.only.shows(Word::Manual) {
            return Ok(());
        }
        let report = self.report;
        let (counted, advice): (Vec<Open<'_>>, Vec<Open<'_>>) =
            report.open().into_iter().partition(Open::counts);
        let count = self.count(Msg::Waiting, counted.len());
        for (heading, open) in [(count.as_str(), counted), (self.msg(Msg::WaitingAdvice), advice)] {
            if !open.is_empty() {
                self.heading(heading, Tone::Person)?;
            }
            for open in &open {
                let rules = asking(open, self.msg(Msg::Comma));
                self.page.para(2, ("", Tone::Plain), 4, &rules)?;
                let question = safe::line(self.text(open.question)).into_owned();
                self.page.para(4, ("", Tone::Plain), 4, &question)?;
                self.object_list(Msg::About, open.objects.iter().copied())?;
                let lead = self.msg(Msg::AnswerWith);
                self.page.para(4, ("", Tone::Plain), 6, lead)?;
                for line in open.rules.iter().flat_map(|rule| entry(report, &rule.id)) {
                    self.page.para(6, ("", Tone::Plain), 6, &safe::line(&line))?;
                }
            }
        }
        Ok(())
    }

    /// `About: cluster LMS-HA`.
    pub(super) fn object_list<'a>(
        &mut self,
        lead: Msg,
        objects: impl ExactSizeIterator<Item = &'a Asked>,
    ) -> io::Result<()> {
        let count = objects.len();
        if count == 0 {
            return Ok(());
        }
        let lead = format!("{} ", self.msg(lead));
        let names = self.few(count, objects.map(|asked| self.kind_and_name(&asked.object)));
        self.page.parts(4, (&lead, Tone::Plain), 6, &names, self.msg(Msg::Comma))
    }

    /// Why rules do not apply, and to what.
    pub(super) fn skipped(&mut self) -> io::Result<()> {
        if !self.style.only.shows(Word::NotApplicable) {
            return Ok(());
        }
        let report = self.report;
        let mut fresh = true;
        for rule in report.prerequisites.iter().filter(|rule| !rule.skipped.is_empty()) {
            if fresh {
                let heading = self.msg(Msg::Skipped);
                self.heading(heading, Tone::Head)?;
                fresh = false;
            }
            self.page.para(2, ("", Tone::Plain), 4, &safe::name(&rule.id))?;
            for skipped in &rule.skipped {
                let because = safe::line(self.text(&skipped.because)).into_owned();
                self.page.para(4, ("", Tone::Plain), 4, &because)?;
                let Some(first) = skipped.examples.first() else { continue };
                let lead = format!("{}: ", self.kind_and_count(first.kind, skipped.count));
                let mut names: Vec<String> =
                    skipped.examples.iter().map(|object| self.name(object)).collect();
                if skipped.count > names.len() {
                    names.push(self.count(Msg::AndMore, skipped.count - names.len()));
                }
                self.page.parts(4, (&lead, Tone::Plain), 6, &names, self.msg(Msg::Comma))?;
            }
        }
        Ok(())
    }

    /// Values that rules show beside any outcome.
    pub(super) fn shown(&mut self) -> io::Result<()> {
        let report = self.report;
        let mut fresh = true;
        let only = self.style.only;
        let shows = |rule: &&Prerequisite| !rule.shown.is_empty() && only.shows(rule.outcome);
        for rule in report.prerequisites.iter().filter(shows) {
            if fresh {
                let heading = self.msg(Msg::Shown);
                self.heading(heading, Tone::Head)?;
                fresh = false;
            }
            self.page.para(2, ("", Tone::Plain), 4, &safe::name(&rule.id))?;
            for shown in &rule.shown {
                let lead = format!("{}: ", self.kind_and_name(&shown.object));
                let values = self.values(shown.values.iter().map(|(name, value)| (name.as_str(), value)));
                self.page.parts(4, (&lead, Tone::Plain), 6, &values, self.msg(Msg::Semicolon))?;
            }
        }
        Ok(())
    }

    /// `memory (MB) = 4096`.
    pub(super) fn values<'v>(&self, values: impl Iterator<Item = (&'v str, &'v Evidence)>) -> Vec<String> {
        values.map(|(name, value)| labels::with_label(name, value, self.style.lang)).collect()
    }

    /// Where the data came from, and the exit code.
    pub(super) fn closing(&mut self) -> io::Result<()> {
        let report = self.report;
        self.page.blank()?;
        let (vcenter, source) = (&report.vcenter, &report.source);
        let product = format!("{} {}", safe::name(&vcenter.name), safe::name(&vcenter.version));
        let took = format!("{}.{}", thousands(source.took_ms / 1000), source.took_ms % 1000 / 100);
        let (requests, bytes) = (thousands(source.requests), size(source.bytes));
        let (build, api) = (safe::name(&vcenter.build), safe::name(&vcenter.api_version));
        let mut read = vec![self.fill(Msg::ReadFrom, &[("server", &safe::name(&source.server))])];
        if !source.at.is_empty() {
            read.push(safe::name(&time::shown(&report.question.zone, &source.at)).into_owned());
        }
        read.push(self.fill(Msg::ReadEffort, &[("took", &took), ("requests", &requests), ("bytes", &bytes)]));
        let (tool, version) = (safe::name(&report.tool.name), safe::name(&report.tool.version));
        let made = [
            self.fill(Msg::ReadProduct, &[("product", &product), ("build", &build), ("api", &api)]),
            self.fill(Msg::ReadBy, &[("tool", &tool), ("version", &version)]),
        ];
        for parts in [read.as_slice(), made.as_slice()] {
            self.page.parts(0, ("", Tone::Plain), 2, parts, self.msg(Msg::TallyBetween))?;
        }
        if let Some(clocks) = named::clocks(report, self.style.lang) {
            self.page.para(0, ("", Tone::Plain), 2, &clocks)?;
        }
        if let Some(old_tls) = named::old_tls(report, self.style.lang) {
            self.page.para(0, ("", Tone::Plain), 2, old_tls)?;
        }
        if self.style.all {
            let hash = safe::line(&report.question.catalogue).into_owned();
            let line = self.fill(Msg::Catalogue, &[("hash", &hash)]);
            self.page.para(0, ("", Tone::Plain), 2, &line)?;
        }
        let left_out = &report.question.advice_left_out;
        if !left_out.is_empty() {
            let lead = self.count(Msg::AdviceLeftOut, left_out.len());
            let named = self.style.details || self.style.all;
            let rules: Vec<String> =
                left_out.iter().filter(|_| named).map(|id| safe::name(id).into()).collect();
            let lead = if named { format!("{lead}: ") } else { lead };
            self.page.parts(0, (&lead, Tone::Plain), 2, &rules, self.msg(Msg::Comma))?;
        }
        if !report.question.rule_dirs.is_empty() {
            let lead = format!("{} ", self.msg(Msg::RuleDirs));
            let dirs: Vec<String> =
                report.question.rule_dirs.iter().map(|dir| safe::line(dir).into()).collect();
            self.page.parts(0, (&lead, Tone::Plain), 2, &dirs, self.msg(Msg::Comma))?;
        }
        let exit = self.exit();
        self.page.para(0, (&exit, Tone::Head), 2, "")
    }
}
