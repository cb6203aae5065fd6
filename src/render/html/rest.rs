//! What could not be read, the questions that wait, and what people decided.

use std::io;

use super::{
    Page,
    known::known_or_new,
    objects::lines,
    words::{Mark, Word},
};
use crate::{
    render::{answering, causes::Cause, safe, words::Msg},
    report::{Ask, Decision, DecisionKind, Level, Outcome, Prerequisite, Stale, Undecided},
};

/// Properties that a cause names.
const FEW_PROPERTIES: usize = 20;

impl<'r> Page<'r, '_> {
    /// Causes of unknowns, with what to do.
    pub(super) fn unread(&mut self) -> io::Result<()> {
        self.section("unread", Word::Unread)?;
        let causes = std::mem::take(&mut self.causes);
        let aside = self.aside();
        if causes.is_empty() && aside.is_empty() {
            self.html.raw("<p>")?;
            self.word(Word::UnreadNone)?;
            self.html.raw("</p>")?;
        }
        if !causes.is_empty() {
            self.html.raw("<ul class=items>\n")?;
            for cause in &causes {
                self.cause(cause)?;
            }
            self.html.raw("</ul>")?;
        }
        if !aside.is_empty() {
            self.html.raw("<p>")?;
            self.word(Word::UnreadAside)?;
            for (at, rule) in aside.into_iter().enumerate() {
                self.html.raw(if at > 0 { ", " } else { " " })?;
                self.rule_link(rule)?;
            }
            self.html.raw("</p>")?;
        }
        self.html.raw("</section>\n")
    }

    /// The rules that lack data which no cause tells: people have decided it, or it is for a note only.
    fn aside(&self) -> Vec<&'r Prerequisite> {
        let is_aside = |rule: &&Prerequisite| {
            let told =
                |undecided: &Undecided| undecided.decision.is_none() && undecided.ceiling > Level::Note;
            rule.undecided.iter().any(|undecided| !told(undecided))
        };
        self.report.prerequisites.iter().filter(is_aside).collect()
    }

    fn cause(&mut self, cause: &Cause<'_>) -> io::Result<()> {
        let mark = Mark::from(Outcome::Unknown { ceiling: cause.ceiling });
        self.html.raw("<li")?;
        self.html.attr("class", &format!("entry {}", mark.key))?;
        self.html.raw("><p class=say>")?;
        self.mark(mark)?;
        self.html.raw(" ")?;
        match cause.objects.as_slice() {
            [one] => self.object(one)?,
            many => {
                let kind = many.first().map(|object| object.kind);
                self.list(kind, many, |page, object| page.object_name(object))?;
            }
        }
        self.html.raw("</p><dl>")?;
        self.row(Word::Reason)?;
        self.html.both(|lang| cause.why(lang, Msg::AndMore, FEW_PROPERTIES))?;
        self.row_end()?;
        self.row(Word::Remedy)?;
        self.html.both(|lang| cause.next().get(lang))?;
        self.row_end()?;
        self.row(Word::Leaves)?;
        let report = self.report;
        let rules = cause.rules.iter().filter_map(|at| report.prerequisites.get(*at));
        for (at, rule) in rules.enumerate() {
            self.html.raw(if at > 0 { ", " } else { "" })?;
            self.rule_link(rule)?;
        }
        self.row_end()?;
        self.html.raw("</dl></li>\n")
    }

    /// Questions that nobody has answered yet.
    pub(super) fn waiting(&mut self) -> io::Result<()> {
        let report = self.report;
        self.section("waiting", Word::Waiting)?;
        let open = report.open();
        if open.is_empty() {
            self.html.raw("<p>")?;
            self.word(Word::WaitingNone)?;
            return self.html.raw("</p></section>\n");
        }
        self.html.raw("<p class=help>")?;
        self.word(Word::WaitingHelp)?;
        self.html.raw("</p><ul class=items>\n")?;
        for open in &open {
            self.html.raw("<li class=\"entry manual\"><p class=say>")?;
            let same = |ask: &&Ask| ask.decision.is_none() && &ask.question == open.question;
            let known = open.rules.iter().flat_map(|rule| &rule.asks).filter(same).map(|ask| ask.known);
            self.known_mark(&known_or_new(true, known))?;
            self.html.both_lines(|lang| lines(open.question.get(lang)))?;
            self.html.raw("</p><p class=ref>")?;
            self.objects(&open.objects)?;
            for rule in &open.rules {
                self.html.raw(" <span class=dot>")?;
                self.rule_link(rule)?;
                self.html.raw("</span>")?;
            }
            self.html.raw("</p><p class=\"ref with\">")?;
            self.word(Word::AnswerWith)?;
            self.html.raw("</p>")?;
            for rule in &open.rules {
                self.copied(&answering::command(report, &rule.id))?;
            }
            self.html.raw("</li>\n")?;
        }
        self.html.raw("</ul></section>\n")
    }

    /// Waivers and attestations, those without effect included.
    pub(super) fn decisions(&mut self) -> io::Result<()> {
        let report = self.report;
        self.section("decisions", Word::Decisions)?;
        if report.decisions.is_empty() {
            self.html.raw("<p>")?;
            self.word(Word::DecisionsNone)?;
            return self.html.raw("</p></section>\n");
        }
        self.html.raw("<p class=help>")?;
        self.word(Word::DecisionsHelp)?;
        self.html.raw("</p>\n<div class=scroll role=group aria-labelledby=h-decisions tabindex=0>")?;
        self.html.raw("<table class=plain><thead><tr>")?;
        for word in [Word::Kind, Word::What, Word::Statement, Word::By, Word::Until, Word::Places] {
            self.html.raw("<th scope=col>")?;
            self.word(word)?;
            self.html.raw("</th>")?;
        }
        self.html.raw("</tr></thead><tbody>\n")?;
        for (at, decision) in report.decisions.iter().enumerate() {
            self.decision(at, decision)?;
        }
        self.html.raw("</tbody></table></div></section>\n")
    }

    fn decision(&mut self, at: usize, decision: &Decision) -> io::Result<()> {
        self.html.raw("<tr tabindex=-1")?;
        self.html.attr("id", &format!("d-{at}"))?;
        self.html.raw(if decision.stale.is_some() { " class=stale><td>" } else { "><td>" })?;
        let (mark, kind) = match decision.kind {
            DecisionKind::Attestation => (Outcome::Attested, Msg::KindAttestation),
            DecisionKind::Waiver => (Outcome::Waived, Msg::KindWaiver),
        };
        // What has no effect is not marked as if it had.
        match decision.stale {
            None => self.mark(mark.into())?,
            Some(_) => self.html.both(|lang| kind.get(lang))?,
        }
        self.html.raw("</td><td>")?;
        match self.report.prerequisites.iter().find(|rule| rule.id == decision.rule) {
            Some(rule) => self.rule_link(rule)?,
            None => self.html.name(&decision.rule)?,
        }
        if let Some(finding) = &decision.finding {
            self.html.raw(" / ")?;
            self.html.name(finding)?;
        }
        if let Some(scope) = &decision.scope {
            self.html.raw("<br><small>")?;
            self.html.name(scope)?;
            self.html.raw("</small>")?;
        }
        self.html.raw("</td><td>")?;
        self.html.text(&decision.statement)?;
        for (word, text) in [(Word::Rests, &decision.evidence), (Word::Ticket, &decision.ticket)] {
            if let Some(text) = text {
                self.html.raw("<br><small>")?;
                let text = safe::line(text);
                self.html.both(|lang| word.fill(lang, &[("text", &text)]))?;
                self.html.raw("</small>")?;
            }
        }
        self.html.raw("<br><small class=path>")?;
        self.html.text(&format!("{}:{}", decision.file, decision.line))?;
        self.html.raw("</small></td><td>")?;
        self.html.text(&decision.by)?;
        if let Some(on) = &decision.on {
            self.html.raw("<br><small>")?;
            let day = safe::name(on);
            self.html.both(|lang| Word::Said.fill(lang, &[("day", &day)]))?;
            self.html.raw("</small>")?;
        }
        self.html.raw("</td><td class=day>")?;
        self.html.text(&decision.until)?;
        self.html.raw("</td><td>")?;
        self.effect(decision)?;
        self.html.raw("</td></tr>\n")
    }

    /// How many places it decides, or why none.
    fn effect(&mut self, decision: &Decision) -> io::Result<()> {
        let Some(stale) = decision.stale else { return self.html.number(decision.places) };
        self.html.raw("<b>")?;
        self.word(Word::Stale)?;
        self.html.raw("</b><br><small>")?;
        let until = safe::name(&decision.until);
        self.html.both(|lang| match stale {
            Stale::Expired => Msg::StaleExpired.fill(lang, &[("until", &until)]),
            Stale::Future => {
                Msg::StaleFuture.fill(lang, &[("on", &safe::name(crate::render::named::said_on(decision)))])
            }
            Stale::Unmatched => Msg::StaleUnmatched.get(lang).to_owned(),
        })?;
        self.html.raw("</small>")
    }
}
