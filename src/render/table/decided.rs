//! What people said: each word that counts, with what it decides, and those that have no effect.

use std::io;

use super::{
    super::{page::Tone, safe, words::Msg},
    View,
};
use crate::report::{Decision, DecisionKind, Object, Stale};

impl View<'_, '_> {
    /// Waivers and attestations in force, then the entries without effect.
    pub(super) fn decided(&mut self) -> io::Result<()> {
        let report = self.report;
        let mut heading = Some(Msg::Decided);
        for (at, decision) in report.decisions.iter().enumerate() {
            if decision.stale.is_some() {
                continue;
            }
            if let Some(heading) = heading.take() {
                self.heading(self.msg(heading), Tone::Person)?;
            }
            self.decision(decision)?;
            self.decides(at, decision)?;
        }
        let mut heading = Some(Msg::Stale);
        for decision in &report.decisions {
            let Some(stale) = decision.stale else { continue };
            if let Some(heading) = heading.take() {
                self.heading(self.msg(heading), Tone::Risk)?;
            }
            self.decision(decision)?;
            let why = match stale {
                Stale::Expired => self.fill(Msg::StaleExpired, &[("until", &safe::name(&decision.until))]),
                Stale::Future => self
                    .fill(Msg::StaleFuture, &[("on", &safe::name(crate::render::named::said_on(decision)))]),
                Stale::Unmatched => self.msg(Msg::StaleUnmatched).to_owned(),
            };
            self.page.para(4, ("", Tone::Plain), 4, &why)?;
        }
        Ok(())
    }

    /// Who said what about what, until when.
    fn decision(&mut self, decision: &Decision) -> io::Result<()> {
        // What has no effect decides nothing: it is not told as if it did.
        let (word, kind, tone) = match decision.kind {
            DecisionKind::Attestation => (Msg::Attested, Msg::KindAttestation, Tone::Good),
            DecisionKind::Waiver => (Msg::Waived, Msg::KindWaiver, Tone::Person),
        };
        let (lead, tone) = match decision.stale {
            None => (format!("{}  ", self.msg(word)), tone),
            Some(_) => (format!("{} ({})  ", self.msg(Msg::WithoutEffect), self.msg(kind)), Tone::Risk),
        };
        let mut what = safe::name(&decision.rule).into_owned();
        if let Some(finding) = &decision.finding {
            what.push_str(&format!(" / {}", safe::name(finding)));
        }
        if let Some(scope) = &decision.scope {
            what.push_str(&format!(" ({})", safe::name(scope)));
        }
        self.page.para(2, (&lead, tone), 4, &what)?;
        let statement = safe::line(&decision.statement).into_owned();
        self.page.para(4, ("", Tone::Plain), 4, &statement)?;
        let mut parts = vec![safe::line(&decision.by).into_owned()];
        if let Some(on) = &decision.on {
            parts.push(safe::name(on).into_owned());
        }
        let until = if decision.stale.is_some() { Msg::LastDay } else { Msg::Until };
        parts.push(self.fill(until, &[("until", &safe::name(&decision.until))]));
        parts.extend(
            decision.evidence.iter().chain(&decision.ticket).map(|text| safe::line(text).into_owned()),
        );
        parts.push(format!("{}:{}", safe::line(&decision.file), decision.line));
        self.page.parts(4, ("", Tone::Plain), 4, &parts, self.msg(Msg::Comma))
    }

    /// What it decides: findings with their places, what could not be told, questions.
    fn decides(&mut self, at: usize, decision: &Decision) -> io::Result<()> {
        let report = self.report;
        let Some(rule) = report.prerequisites.iter().find(|rule| rule.id == decision.rule) else {
            return Ok(());
        };
        for finding in rule.findings.iter().filter(|finding| finding.decision == Some(at)) {
            let message = self.filled(&finding.message, finding);
            let (lead, places) = self.places(&finding.objects, &message.join(" "));
            self.page.parts(4, (&lead, Tone::Plain), 6, &places, self.msg(Msg::Comma))?;
            for line in message {
                self.page.para(6, ("", Tone::Plain), 6, &line)?;
            }
        }
        for undecided in rule.undecided.iter().filter(|undecided| undecided.decision == Some(at)) {
            let (lead, places) = self.places(&undecided.objects, "");
            self.page.parts(4, (&lead, Tone::Plain), 6, &places, self.msg(Msg::Comma))?;
            let unread = undecided.reasons.iter().map(|reason| &reason.object).collect::<Vec<&Object>>();
            let objects = self.summary(&unread, true, self.page.width().saturating_sub(20));
            let line = self.fill(Msg::Unread, &[("objects", &objects)]);
            self.page.para(6, ("", Tone::Plain), 6, &line)?;
        }
        for ask in rule.asks.iter().filter(|ask| ask.decision == Some(at)) {
            let question = safe::line(self.text(&ask.question)).into_owned();
            self.page.para(4, ("", Tone::Plain), 4, &question)?;
            self.object_list(Msg::About, ask.objects.iter())?;
        }
        Ok(())
    }
}
