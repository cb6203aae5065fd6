//! What changes the meaning of the verdict or of the exit code.

use std::io;

use super::{
    super::{altered, named::verdict_word, page::Tone, words::Msg},
    View,
};
use crate::report::Verdict;

/// Exit code of a decisions file that is out of date.
const STALE: u8 = 2;

impl View<'_, '_> {
    /// What the site has set in place of what rules say, and what the run is held against.
    pub(super) fn altered(&mut self, hang: usize) -> io::Result<()> {
        let (question, lang) = (&self.report.question, self.style.lang);
        let own = altered::own(question, lang);
        if !own.is_empty() {
            let lead = format!("{} ", self.msg(Msg::OwnValues));
            self.page.parts(hang, (&lead, Tone::Risk), hang + 2, &own, self.msg(Msg::Comma))?;
        }
        for line in altered::baseline(question, lang) {
            self.page.para(hang, ("", Tone::Plain), hang + 2, &line)?;
        }
        Ok(())
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
