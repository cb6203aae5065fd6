//! What changes the meaning of the verdict or of the exit code.

use std::io;

use super::{
    super::{altered, page::Tone, words::Msg},
    View,
};

impl View<'_, '_> {
    /// What the site has set in place of what rules say, and what the run is held against.
    pub(super) fn altered(&mut self, hang: usize) -> io::Result<()> {
        let (question, lang) = (&self.report.question, self.style.lang);
        if let Some(ahead) = altered::ahead(question, lang) {
            self.page.para(hang, ("", Tone::Plain), hang + 2, &ahead)?;
        }
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
        altered::exit(self.report, self.style.lang)
    }
}
