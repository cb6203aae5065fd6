//! The findings of a rule: where, what, what to do, who demands it.

use std::{collections::BTreeSet, io};

use unicode_width::UnicodeWidthStr;

use super::{
    super::{named, page::Tone, places::untold, safe, words::Msg},
    FEW_FINDINGS, View, level_word, outcome_word,
};
use crate::report::{Finding, Level, Outcome, Prerequisite, Severity};

impl View<'_, '_> {
    /// The findings of one rule, if it has any to show.
    pub(super) fn findings(&mut self, rule: &Prerequisite) -> io::Result<()> {
        // What a person has accepted stands in a section of its own.
        let all: Vec<&Finding> = rule.findings.iter().filter(|finding| finding.decision.is_none()).collect();
        let findings = self.worth_showing(&all);
        if findings.is_empty() {
            return Ok(());
        }
        // A rule left unknown can have found warnings too: what is shown here is what was found.
        let worst = findings.iter().map(|finding| finding.level).max().unwrap_or(Level::Note);
        let (word, tone) = match rule.outcome {
            Outcome::Fail | Outcome::Warn => outcome_word(rule.outcome),
            _ => level_word(worst),
        };
        self.page.blank()?;
        let lead = format!("{}  ", self.msg(word));
        let id = safe::name(&rule.id);
        match rule.severity {
            Severity::Required => self.page.para(0, (&lead, tone), 2, &id)?,
            Severity::Advisory => {
                let id = self.fill(Msg::AdvisoryMark, &[("id", &id)]);
                self.page.para(0, (&lead, Tone::Risk), 2, &id)?;
            }
        }
        let title = safe::line(self.text(&rule.title)).into_owned();
        self.page.para(2, ("", Tone::Plain), 2, &title)?;
        let listed = self.listed(findings.len(), FEW_FINDINGS);
        let shown = findings.get(..listed).unwrap_or_default();
        // Where some have advice of their own, the rule's stands only with those that have none.
        let own = shown.iter().any(|finding| finding.fix.is_some());
        let fix_of = |finding: &Finding| match &finding.fix {
            Some(fix) => self.filled(fix, finding),
            None if own && finding.level > Level::Note => self.fix_of_rule(rule),
            None => Vec::new(),
        };
        let fixes: Vec<Vec<String>> = shown.iter().map(|finding| fix_of(finding)).collect();
        let rule_fix = self.fix_of_rule(rule).join(" ");
        for (at, (finding, fix)) in shown.iter().zip(&fixes).enumerate() {
            // The same for several in a row is told behind the last.
            let follows = fixes.get(at + 1) == Some(fix);
            self.finding(finding, word, &rule_fix, if follows { &[] } else { fix })?;
        }
        if findings.len() > listed {
            let more = self.count(Msg::MoreFindings, findings.len() - listed);
            self.page.para(2, ("", Tone::Plain), 4, &more)?;
        }
        let hidden = all.len() - findings.len();
        if hidden > 0 {
            let more = self.count(Msg::NotesHidden, hidden);
            self.page.para(2, ("", Tone::Plain), 4, &more)?;
        }
        let general = !own && shown.iter().any(|finding| finding.level > Level::Note);
        self.advice(rule, shown, general)
    }

    /// Everything with `--all`; else what is judged, and the notes on the objects it concerns: they
    /// explain it.
    fn worth_showing<'r>(&self, all: &[&'r Finding]) -> Vec<&'r Finding> {
        let judged = all.iter().filter(|finding| finding.level > Level::Note);
        let ids: BTreeSet<&str> =
            judged.flat_map(|finding| &finding.objects).map(|place| place.object.id.as_str()).collect();
        let explains =
            |finding: &Finding| finding.objects.iter().any(|place| ids.contains(place.object.id.as_str()));
        all.iter()
            .copied()
            .filter(|finding| self.style.all || finding.level > Level::Note || explains(finding))
            .collect()
    }

    /// One finding: its places, its message, the hosts it concerns, what to do about it alone.
    fn finding(&mut self, finding: &Finding, block: Msg, general: &str, fix: &[String]) -> io::Result<()> {
        let message = self.filled(&finding.message, finding);
        let (lead, places) = self.places(&finding.objects, &message.join(" "));
        let hang = if lead.is_empty() || lead.width() > 40 { 4 } else { 2 + lead.width() };
        self.page.parts(2, (&lead, Tone::Plain), hang, &places, self.msg(Msg::Comma))?;
        let (word, tone) = level_word(finding.level);
        let mut lead = if word == block { String::new() } else { format!("{}: ", self.msg(word)) };
        for line in message {
            self.page.para(4, (&lead, tone), 4, &line)?;
            lead.clear();
        }
        let untold = untold(finding, general, self.style.lang);
        if !untold.is_empty() {
            let lead = format!("{} ", self.msg(Msg::Evidence));
            let values = self.values(untold.into_iter());
            self.page.parts(4, (&lead, Tone::Plain), 6, &values, self.msg(Msg::Comma))?;
        }
        if !finding.blocks.is_empty() {
            let lead = format!("{} ", self.count(Msg::Concerns, finding.blocks.len()));
            let hosts = self.few(finding.blocks.len(), finding.blocks.iter().map(|host| self.name(host)));
            self.page.parts(4, (&lead, Tone::Plain), 6, &hosts, self.msg(Msg::Comma))?;
        }
        if finding.basis.as_deref() == Some("vmware") {
            let basis = self.msg(Msg::BasisVmware);
            self.page.para(4, ("", Tone::Plain), 4, basis)?;
        }
        self.fix(4, fix)
    }

    /// The advice of a rule.
    fn fix_of_rule(&self, rule: &Prerequisite) -> Vec<String> {
        self.text(&rule.fix).lines().map(|line| safe::line(line).into_owned()).collect()
    }

    /// What to do, in paragraphs.
    fn fix(&mut self, indent: usize, lines: &[String]) -> io::Result<()> {
        let mut lead = format!("{} ", self.msg(Msg::Fix));
        let hang = indent + lead.width();
        for line in lines {
            let at = if lead.is_empty() { hang } else { indent };
            self.page.para(at, (&lead, Tone::Head), hang, line)?;
            lead.clear();
        }
        Ok(())
    }

    /// What holds for all findings of a rule: its advice where it is `general`, vCenter's own words, the demand.
    fn advice(&mut self, rule: &Prerequisite, shown: &[&Finding], general: bool) -> io::Result<()> {
        if general {
            let fix = self.fix_of_rule(rule);
            self.fix(2, &fix)?;
        }
        let faults: BTreeSet<&str> =
            shown.iter().flat_map(|finding| &finding.faults).map(String::as_str).collect();
        if !faults.is_empty() {
            let lead = format!("{} ", self.msg(Msg::Faults));
            let faults: Vec<String> = faults.iter().map(|fault| safe::name(fault).into()).collect();
            self.page.parts(2, (&lead, Tone::Plain), 4, &faults, self.msg(Msg::Comma))?;
        }
        let heading = named::heading(&safe::line(&rule.source.heading), self.style.lang);
        if !heading.is_empty() {
            let lead = format!("{} ", self.msg(Msg::DemandedBy));
            self.page.para(2, (&lead, Tone::Plain), 4, &heading)?;
        }
        let demand = safe::line(self.text(&rule.source.demand)).into_owned();
        if demand.is_empty() || !self.style.all {
            return Ok(());
        }
        self.page.para(4, ("", Tone::Plain), 4, &demand)
    }
}
