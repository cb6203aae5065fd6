//! What could not be read, with what it leaves undecided and what to do.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::{super::safe, FEW_FINDINGS, FEW_OBJECTS, View};
use crate::{
    render::{causes::Cause, page::Tone, words::Msg},
    report::{Level, Object, ObjectKind},
    terms::Word,
};

impl View<'_, '_> {
    /// Why, as [`Cause::why`].
    pub(super) fn why(&self, cause: &Cause<'_>) -> String {
        let most = self.listed(cause.properties.len(), FEW_OBJECTS);
        cause.why(self.style.lang, Msg::AndMoreAll, most)
    }

    /// The causes with that ceiling, each with what it leaves undecided and what to do.
    pub(super) fn causes(&mut self, causes: &[Cause<'_>], ceiling: Level) -> io::Result<()> {
        if !self.style.only.shows(Word::Unknown) {
            return Ok(());
        }
        let causes: Vec<&Cause<'_>> = causes.iter().filter(|cause| cause.ceiling == ceiling).collect();
        if causes.is_empty() {
            return Ok(());
        }
        self.causes_heading(ceiling)?;
        let listed = self.listed(causes.len(), FEW_FINDINGS);
        for cause in causes.iter().take(listed) {
            self.cause(cause)?;
        }
        if causes.len() == listed {
            return Ok(());
        }
        let more = self.count(Msg::MoreCauses, causes.len() - listed);
        self.page.para(2, ("", Tone::Plain), 4, &more)
    }

    fn causes_heading(&mut self, ceiling: Level) -> io::Result<()> {
        let (word, tone, title) = match ceiling {
            Level::Fail => (Msg::Unknown, Tone::Unsure, Msg::CouldNotBeRead),
            Level::Warn | Level::Note => (Msg::UnknownWarn, Tone::Risk, Msg::CouldNotBeReadWarn),
        };
        self.page.blank()?;
        let lead = format!("{}  ", self.msg(word));
        let title = self.msg(title);
        self.page.para(0, (&lead, tone), 2, title)
    }

    fn cause(&mut self, cause: &Cause<'_>) -> io::Result<()> {
        let plain = ("", Tone::Plain);
        match cause.objects.as_slice() {
            [one] => {
                let object = self.kind_and_name(one);
                self.page.para(2, plain, 4, &object)?;
            }
            many => {
                let kind = many.first().map_or(ObjectKind::Vcenter, |object| object.kind);
                let lead = format!("{}: ", self.kind_and_count(kind, many.len()));
                let names = self.few(many.len(), many.iter().map(|object| self.name(object)));
                self.page.parts(2, (&lead, Tone::Plain), 2 + lead.width(), &names, self.msg(Msg::Comma))?;
            }
        }
        let why = self.why(cause);
        self.page.para(4, plain, 4, &why)?;
        let ids = cause
            .rules
            .iter()
            .filter_map(|at| self.report.prerequisites.get(*at))
            .map(|rule| safe::name(&rule.id).into_owned());
        let rules = self.few(cause.rules.len(), ids);
        let lead = format!("{} ", self.count(Msg::Undecided, cause.rules.len()));
        self.page.parts(4, (&lead, Tone::Plain), 6, &rules, self.msg(Msg::Comma))?;
        let vms = cause.vms(self.report);
        if !vms.is_empty() {
            let name = |(object, element): &(&Object, &str)| match element.is_empty() {
                true => self.name(object),
                false => format!("{} ({})", self.name(object), safe::name(element)),
            };
            let names = self.few(vms.len(), vms.iter().map(name));
            let lead = format!("{} ", self.msg(Msg::About));
            self.page.parts(4, (&lead, Tone::Plain), 6, &names, self.msg(Msg::Comma))?;
        }
        let lead = format!("{} ", self.msg(Msg::Fix));
        let next = self.msg(cause.next());
        self.page.para(4, (&lead, Tone::Head), 4 + lead.width(), next)
    }
}
