//! What changes the meaning of the verdict or of the exit code.

use std::fmt::Display;
use std::io;

use super::{
    super::{difference, named::verdict_word, page::Tone, safe, words::Msg},
    View,
};
use crate::report::{Override, Verdict};

/// Exit code of a decisions file that is out of date.
const STALE: u8 = 2;

impl View<'_, '_> {
    /// What the site has set in place of what rules say, and what the run is held against.
    pub(super) fn altered(&mut self, hang: usize) -> io::Result<()> {
        let question = &self.report.question;
        let own: Vec<String> = question.overrides.iter().map(|own| self.own(own)).collect();
        if !own.is_empty() {
            let lead = format!("{} ", self.msg(Msg::OwnValues));
            self.page.parts(hang, (&lead, Tone::Risk), hang + 2, &own, self.msg(Msg::Comma))?;
        }
        let Some(baseline) = &question.baseline else { return Ok(()) };
        let line = self.fill(
            Msg::Against,
            &[
                ("file", &safe::line(&baseline.file)),
                ("at", &safe::name(&baseline.at)),
                ("new", &super::number(baseline.new)),
                ("known", &super::number(baseline.known)),
            ],
        );
        self.page.para(hang, ("", Tone::Plain), hang + 2, &line)?;
        match difference::differs(&baseline.differs, self.style.lang) {
            Some(line) => self.page.para(hang, (&line, Tone::Risk), hang + 2, ""),
            None => Ok(()),
        }
    }

    /// `vmotion-network-gbe min_mbps = 10000 (the rule says 1000)`.
    fn own(&self, own: &Override) -> String {
        let rule = safe::name(&own.rule);
        let (value, instead_of) = (safe::line(&own.value), safe::line(&own.instead_of));
        if let Some(param) = &own.param {
            let param = safe::name(param);
            let values: [(&str, &dyn Display); 4] =
                [("rule", &rule), ("param", &param), ("value", &value), ("instead_of", &instead_of)];
            return self.fill(Msg::OwnParam, &values);
        }
        let word = |word: &str| match word {
            "required" => self.msg(Msg::Required).to_owned(),
            "advisory" => self.msg(Msg::AdvisoryWord).to_owned(),
            other => safe::name(other).into_owned(),
        };
        let (value, instead_of) = (word(&own.value), word(&own.instead_of));
        self.fill(Msg::OwnSeverity, &[("rule", &rule), ("value", &value), ("instead_of", &instead_of)])
    }

    /// `Exit 1: not ready.`, and why where that does not follow from the verdict.
    pub(super) fn exit(&self) -> String {
        let report = self.report;
        let msg = match (report.exit_code, &report.question.baseline, report.verdict) {
            (STALE, _, _) => Msg::ExitStale,
            (0, Some(_), Verdict::NotReady | Verdict::CannotTell) => Msg::ExitNothingNew,
            (1.., Some(_), _) => Msg::ExitNew,
            (_, _, Verdict::Ready) => Msg::ExitReady,
            (_, _, Verdict::NotReady) => Msg::ExitNotReady,
            (_, _, Verdict::CannotTell) => Msg::ExitCannotTell,
        };
        let verdict = self.msg(verdict_word(report.verdict));
        self.fill(msg, &[("code", &report.exit_code), ("verdict", &verdict)])
    }
}
