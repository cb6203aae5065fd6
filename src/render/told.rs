//! What a row says to people.

use std::borrow::Cow;

use super::{
    labels, named,
    places::{Spot, names, spots, untold},
    safe,
    words::Msg,
};
use crate::report::rows::{Row, Said, Word};
use crate::report::{Ask, Decision, Level, Prerequisite, Report, Text, Undecided};
use crate::terms::Lang;

/// Reasons of one row that are told to people; the rest is counted.
const FEW_REASONS: usize = 5;

impl Row<'_> {
    /// What it says to people, on one line, with nothing in it that a terminal obeys.
    pub fn message(&self, lang: Lang) -> String {
        match self.said {
            Said::Found(finding) => safe::message(&finding.message, lang, &finding.evidence).join(" "),
            Said::Undecided(undecided) => why(undecided, lang),
            Said::Asked(Some(ask)) => safe::line(ask.question.get(lang)).into_owned(),
            Said::Asked(None) => safe::line(self.rule.title.get(lang)).into_owned(),
            Said::NotApplicable => {
                let because = self.rule.skipped.iter().map(|skipped| safe::line(skipped.because.get(lang)));
                let why = because.collect::<Vec<_>>().join(Msg::Semicolon.get(lang));
                Msg::NotFor.fill(lang, &[("objects", &self.counted(lang)), ("why", &why)])
            }
            Said::NotAsked => Msg::NotAskedFor.fill(lang, &[("objects", &self.counted(lang))]),
            Said::Holds => Msg::HoldsFor.fill(lang, &[("objects", &self.counted(lang))]),
        }
    }

    /// As [`Row::told`], with the element within the object where the words do not name it.
    pub fn told_of_place(&self, lang: Lang) -> String {
        self.with_place(self.told(lang), lang)
    }

    /// As [`Row::told_of_place`], behind a mark that says already what it is.
    pub fn behind_mark(&self, lang: Lang) -> String {
        let told = if self.decision.is_some() { self.told(lang) } else { self.message(lang) };
        self.with_place(told, lang)
    }

    fn with_place(&self, told: String, lang: Lang) -> String {
        let element = self.place.map_or(Cow::Borrowed(""), |place| named::element(place, lang));
        match element.as_ref() {
            "" => told,
            element => {
                if names(&told, element) {
                    told
                } else {
                    format!("{}: {told}", safe::name(element))
                }
            }
        }
    }

    /// As [`Row::message`], with what is missing or who has decided.
    pub fn told(&self, lang: Lang) -> String {
        let message = self.message(lang);
        match (self.decided(lang), self.word()) {
            (Some(decided), _) => format!("{decided} ({message})"),
            (None, Word::Unknown) => Msg::CannotTellRow.fill(lang, &[("why", &message)]),
            (None, Word::Manual) => Msg::WaitsFor.fill(lang, &[("question", &message)]),
            (None, _) => message,
        }
    }

    /// The objects of the finding or the undecided question behind the row, with the elements that its words do
    /// not name.
    pub(super) fn spots(&self, lang: Lang) -> Vec<Spot<'_>> {
        match self.said {
            Said::Found(finding) => spots(&finding.objects, &self.message(lang)),
            Said::Undecided(undecided) => spots(&undecided.objects, &self.message(lang)),
            Said::Asked(_) | Said::NotApplicable | Said::NotAsked | Said::Holds => Vec::new(),
        }
    }

    /// `EVC mode = intel-broadwell`: evidence that neither the words nor the advice tell.
    pub(super) fn untold(&self, lang: Lang) -> Option<String> {
        let Said::Found(finding) = self.said else { return None };
        let untold = untold(finding, self.rule.fix.get(lang), lang).into_iter();
        let parts: Vec<String> = untold.map(|(name, value)| labels::with_label(name, value, lang)).collect();
        (!parts.is_empty()).then(|| safe::line(&parts.join(Msg::Semicolon.get(lang))).into_owned())
    }

    /// What to do about it, on one line; nothing where that is the question itself.
    pub fn fix(&self, lang: Lang) -> Option<String> {
        match self.said {
            Said::Found(finding) if finding.level > Level::Note => Some(match &finding.fix {
                Some(fix) => safe::message(fix, lang, &finding.evidence).join(" "),
                None => safe::line(self.rule.fix.get(lang)).into_owned(),
            }),
            Said::Undecided(undecided) => {
                // Japanese sentences follow each other without anything between.
                let between = if lang == Lang::Ja { "" } else { "; " };
                Some(named::next_steps(&undecided.reasons, lang).join(between))
            }
            _ => None,
        }
        .filter(|fix| !fix.is_empty())
    }

    /// Who decided it, until when, and why.
    pub fn decided(&self, lang: Lang) -> Option<String> {
        self.decision.map(|decision| said(decision, lang))
    }

    /// `3 hosts`.
    fn counted(&self, lang: Lang) -> String {
        named::kind_words(self.rule.subject).1.count(lang, self.count)
    }
}

impl<'r> Row<'r> {
    /// An open question, and whether the baseline has it: the same is told once, whichever rules ask it.
    pub(super) fn open_question(&self) -> Option<(&'r Text, bool)> {
        match self.said {
            Said::Asked(Some(ask)) if ask.decision.is_none() => Some((&ask.question, ask.known)),
            _ => None,
        }
    }

    /// The rules that say it: of an open question all that ask it.
    pub(super) fn asking(&self, report: &'r Report) -> Vec<&'r Prerequisite> {
        let Some(asked) = self.open_question() else { return vec![self.rule] };
        let same = |ask: &Ask| ask.decision.is_none() && (&ask.question, ask.known) == asked;
        report.prerequisites.iter().filter(|rule| rule.asks.iter().any(same)).collect()
    }
}

/// A decision in one line.
pub fn said(decision: &Decision, lang: Lang) -> String {
    use crate::report::DecisionKind::{Attestation, Waiver};
    let msg = match decision.kind {
        Attestation => Msg::AttestedBy,
        Waiver => Msg::WaivedBy,
    };
    msg.fill(
        lang,
        &[
            ("by", &safe::name(&decision.by)),
            ("until", &safe::name(&decision.until)),
            ("statement", &safe::line(&decision.statement)),
        ],
    )
}

/// Why something could not be decided: the first few reasons.
fn why(undecided: &Undecided, lang: Lang) -> String {
    let mut parts: Vec<String> =
        undecided.reasons.iter().take(FEW_REASONS).map(|reason| named::reason(reason, lang)).collect();
    let more = undecided.reasons.len().saturating_sub(FEW_REASONS);
    if more > 0 {
        parts.push(Msg::AndMore.count(lang, more));
    }
    parts.join(Msg::Semicolon.get(lang))
}
