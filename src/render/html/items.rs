//! The entries of a rule: findings, questions that could not be decided, questions to a person.

use std::io;

use super::{
    Page,
    known::{KNOWN, known_or_new},
    objects::lines,
    words::{self, Mark, Word},
};
use crate::{
    render::{named, places::untold, safe, words::Msg},
    report::{Ask, DecisionKind, Finding, Level, Outcome, Reason, Text, Undecided},
};

/// Reasons of one entry; the section on what could not be read holds them all.
const FEW_REASONS: usize = 5;

impl Page<'_, '_> {
    /// The start of an entry: what a filter looks at, and its mark.
    fn item(
        &mut self,
        mark: Mark,
        (clusters, teams): (&str, &str),
        known: &str,
        decided: bool,
    ) -> io::Result<()> {
        self.html.raw("<li")?;
        self.html.attr("class", &format!("item {}", mark.key))?;
        self.html.attr("data-o", mark.key)?;
        self.html.attr("data-c", clusters)?;
        if !teams.is_empty() {
            self.html.attr("data-t", teams)?;
        }
        if self.report.question.baseline.is_some() {
            self.html.attr("data-k", known)?;
        }
        self.html.raw(if decided { " data-d=1>" } else { " data-d=0>" })?;
        self.html.raw("<p class=say>")?;
        self.mark(mark)?;
        self.html.raw(" ")
    }

    /// Marks what the baseline has as a whole; where only some places are known, the places say so.
    pub(super) fn known_mark(&mut self, known: &str) -> io::Result<()> {
        if known != KNOWN {
            return Ok(());
        }
        self.html.raw("<b class=\"mark known\">")?;
        self.html.both(|lang| Msg::Known.get(lang))?;
        self.html.raw("</b> ")
    }

    /// What a finding is marked as: a waiver shows, and what it waives is told by the rule's own words.
    fn decided_mark(&self, decision: Option<usize>, otherwise: Mark) -> Mark {
        match decision.and_then(|at| self.report.decisions.get(at)) {
            None => otherwise,
            Some(decision) => match decision.kind {
                DecisionKind::Waiver => Outcome::Waived.into(),
                DecisionKind::Attestation => Outcome::Attested.into(),
            },
        }
    }

    /// A finding: what, where, evidence, whom it concerns, what to do. What has no advice of its own takes
    /// `general`, where that is not told for all.
    pub(super) fn finding(&mut self, finding: &Finding, general: Option<&Text>) -> io::Result<()> {
        let level = Mark::from(finding.level);
        let mark = self.decided_mark(finding.decision, level);
        let clusters = self.clusters_of(finding.objects.iter().map(|at| at.cluster.as_deref()));
        let open = finding.decision.is_none() && finding.level > Level::Note;
        let known = known_or_new(open, finding.objects.iter().map(|at| at.known));
        let teams = self.teams_of(finding.objects.iter().map(|at| at.fingerprint.as_str()));
        self.item(mark, (&clusters, &teams), &known, finding.decision.is_some())?;
        self.known_mark(&known)?;
        if mark != level {
            self.html.raw("<small>(")?;
            self.word(level.word)?;
            self.html.raw(")</small> ")?;
        }
        self.html.both_lines(|lang| safe::message(&finding.message, lang, &finding.evidence))?;
        self.html.raw("</p><dl>")?;
        self.row(Word::Where)?;
        let message = safe::message(&finding.message, self.lang, &finding.evidence).join(" ");
        self.places(&finding.objects, &message)?;
        self.row_end()?;
        let evidence = untold(finding, general.map_or("", |fix| fix.get(self.lang)), self.lang);
        if !evidence.is_empty() {
            self.row(Word::Evidence)?;
            self.evidence(evidence.into_iter())?;
            self.row_end()?;
        }
        if !finding.blocks.is_empty() {
            self.row(Word::Concerns)?;
            match finding.blocks.as_slice() {
                [one] => self.object_name(one)?,
                several => self.list(Some(crate::report::ObjectKind::Host), several, |page, host| {
                    page.object_name(host)
                })?,
            }
            self.row_end()?;
        }
        match (&finding.fix, general.filter(|_| finding.level > Level::Note)) {
            (Some(fix), _) => {
                self.row(Word::Remedy)?;
                self.html.both_lines(|lang| safe::message(fix, lang, &finding.evidence))?;
                self.row_end()?;
            }
            (None, Some(fix)) => {
                self.row(Word::Remedy)?;
                self.html.both_lines(|lang| lines(fix.get(lang)))?;
                self.row_end()?;
            }
            (None, None) => {}
        }
        self.row_text(Word::Reports, &finding.faults.join(", "))?;
        if finding.basis.as_deref() == Some("vmware") {
            self.row(Word::SourceLabel)?;
            self.html.both(|lang| Msg::BasisVmware.get(lang))?;
            self.row_end()?;
        }
        self.decision_row(finding.decision)?;
        self.html.raw("</dl></li>\n")
    }

    /// What could not be decided, and why.
    pub(super) fn undecided(&mut self, undecided: &Undecided) -> io::Result<()> {
        let open = Mark::from(Outcome::Unknown { ceiling: undecided.ceiling });
        let mark = self.decided_mark(undecided.decision, open);
        let clusters = self.clusters_of(undecided.objects.iter().map(|at| at.cluster.as_deref()));
        let is_open = undecided.decision.is_none() && undecided.ceiling > Level::Note;
        let known = known_or_new(is_open, undecided.objects.iter().map(|at| at.known));
        self.item(mark, (&clusters, ""), &known, undecided.decision.is_some())?;
        self.known_mark(&known)?;
        self.word(Word::CouldNotTell)?;
        self.html.raw(" <small>(")?;
        let worst = Mark::from(undecided.ceiling).word;
        self.html.both(|lang| Word::CouldReach.fill(lang, &[("word", &worst.get(lang))]))?;
        self.html.raw(")</small></p><dl>")?;
        self.row(Word::Where)?;
        self.places(&undecided.objects, "")?;
        self.row_end()?;
        for (at, reason) in undecided.reasons.iter().take(FEW_REASONS).enumerate() {
            self.row_or_more(Word::Reason, at == 0)?;
            self.reason(reason)?;
            self.row_end()?;
        }
        let more = undecided.reasons.len().saturating_sub(FEW_REASONS);
        if more > 0 {
            self.row_or_more(Word::Reason, false)?;
            self.html.raw("<a href=#unread>")?;
            self.html.both(|lang| Msg::AndMore.count(lang, more))?;
            self.html.raw("</a>")?;
            self.row_end()?;
        }
        if undecided.decision.is_none() && !undecided.reasons.is_empty() {
            self.row(Word::Remedy)?;
            self.html.both_lines(|lang| named::next_steps(&undecided.reasons, lang))?;
            self.row_end()?;
        }
        self.decision_row(undecided.decision)?;
        self.html.raw("</dl></li>\n")
    }

    /// `host esx02: config.network could not be read: no permission`.
    fn reason(&mut self, reason: &Reason) -> io::Result<()> {
        self.object(&reason.object)?;
        self.html.raw(": ")?;
        let what = safe::name(&reason.property);
        self.html.both(|lang| {
            named::unreadable((reason.kind, reason.object.kind), &what, reason.detail(lang), lang)
        })
    }

    /// A question to a person.
    pub(super) fn ask(&mut self, ask: &Ask) -> io::Result<()> {
        let mark = self.decided_mark(ask.decision, Outcome::Manual.into());
        let clusters = self.clusters_of(ask.objects.iter().map(|asked| asked.cluster.as_deref()));
        let known = known_or_new(ask.decision.is_none(), [ask.known]);
        self.item(mark, (&clusters, ""), &known, ask.decision.is_some())?;
        self.known_mark(&known)?;
        self.html.both_lines(|lang| lines(ask.question.get(lang)))?;
        self.html.raw("</p><dl>")?;
        if !ask.objects.is_empty() {
            self.row(Word::About)?;
            self.objects(&ask.objects.iter().collect::<Vec<_>>())?;
            self.row_end()?;
        }
        self.decision_row(ask.decision)?;
        self.html.raw("</dl></li>\n")
    }

    /// Who decided it, with a link to their words.
    fn decision_row(&mut self, decision: Option<usize>) -> io::Result<()> {
        let Some((at, decision)) =
            decision.and_then(|at| self.report.decisions.get(at).map(|decision| (at, decision)))
        else {
            return Ok(());
        };
        self.row(words::Word::DecisionLabel)?;
        self.html.raw("<a")?;
        self.html.attr("href", &format!("#d-{at}"))?;
        self.html.raw(">")?;
        let by = safe::name(&decision.by);
        let until = safe::name(&decision.until);
        self.html.both(|lang| Word::DecidedBy.fill(lang, &[("by", &by), ("until", &until)]))?;
        self.html.raw("</a>: ")?;
        self.html.text(&decision.statement)?;
        self.row_end()
    }
}
