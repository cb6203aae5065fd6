//! The first screen: the verdict, and the few things to do first.

use std::io;

use unicode_width::UnicodeWidthStr;

use super::{
    super::{page::Tone, safe, words::Msg},
    View,
    causes::Cause,
    objects::distinct,
};
use crate::report::{Level, Object, ObjectKind, Outcome, Prerequisite, Reading, Severity, Verdict};

/// Things to do that the first screen names.
const FEW_FIRST: usize = 5;
/// Clusters that the first screen names.
const FEW_CLUSTERS: usize = 3;

/// A thing to do.
struct Step {
    object: String,
    what: String,
    mark: String,
}

impl View<'_, '_> {
    /// Verdict, clusters, numbers.
    pub(super) fn verdict(&mut self) -> io::Result<()> {
        let (word, tone) = match self.report.verdict {
            Verdict::Ready => (Msg::Ready, Tone::Good),
            Verdict::NotReady => (Msg::NotReady, Tone::Bad),
            Verdict::CannotTell => (Msg::CannotTell, Tone::Unsure),
        };
        let lead = format!("{}   ", self.msg(word));
        let hang = lead.width();
        let between = "   ";
        let listed = self.listed(self.report.clusters.len(), FEW_CLUSTERS);
        let mut lead = (lead.as_str(), tone);
        for cluster in self.report.clusters.iter().take(listed) {
            let path =
                if cluster.object.path.is_empty() { &cluster.object.name } else { &cluster.object.path };
            let path = path.split('/').map(safe::name).collect::<Vec<_>>().join("/");
            let kind = self.msg(Msg::Cluster);
            let parts = [format!("{kind} {path}"), self.size(cluster.hosts, cluster.vms)];
            self.page.parts(if lead.0.is_empty() { hang } else { 0 }, lead, hang, &parts, between)?;
            lead = ("", Tone::Plain);
        }
        let indent = |lead: (&str, Tone)| if lead.0.is_empty() { hang } else { 0 };
        let total = self.report.clusters.len();
        if total == 0 {
            let parts = [self.msg(Msg::NoCluster).to_owned()];
            self.page.parts(0, lead, hang, &parts, between)?;
        } else if total > 1 {
            let hosts = self.report.clusters.iter().map(|cluster| cluster.hosts).sum();
            let vms = self.report.clusters.iter().map(|cluster| cluster.vms).sum();
            let mut parts = vec![self.kind_and_count(ObjectKind::Cluster, total), self.size(hosts, vms)];
            if total > listed {
                parts.insert(0, self.count(Msg::MoreClusters, total - listed));
            }
            self.page.parts(indent(lead), lead, hang, &parts, between)?;
        }
        let tally = self.tally(self.report.tally);
        if !tally.is_empty() {
            self.page.parts(hang, ("", Tone::Plain), hang, &tally, self.msg(Msg::TallyBetween))?;
        }
        let question = &self.report.question;
        let profiles =
            question.profiles.iter().map(|profile| safe::name(profile)).collect::<Vec<_>>().join(", ");
        let mut parts = vec![self.fill(Msg::Profile, &[("profiles", &profiles)])];
        if question.reading == Reading::Literal {
            parts.push(self.msg(Msg::Literal).to_owned());
        }
        self.page.parts(hang, ("", Tone::Plain), hang, &parts, between)
    }

    /// `2 hosts, 14 VMs`.
    fn size(&self, hosts: usize, vms: usize) -> String {
        let hosts = self.kind_and_count(ObjectKind::Host, hosts);
        let vms = self.kind_and_count(ObjectKind::Vm, vms);
        format!("{hosts}{}{vms}", self.msg(Msg::Comma))
    }

    /// What to do first, one entry per rule or cause.
    pub(super) fn first(&mut self, causes: &[Cause<'_>]) -> io::Result<()> {
        self.page.blank()?;
        if self.report.verdict == Verdict::Ready {
            let text = match self.report.tally.warn + self.report.tally.unknown_warn {
                0 => self.msg(Msg::NothingInTheWay).to_owned(),
                risks => self.count(Msg::RiskInTheWay, risks),
            };
            return self.page.para(0, ("", Tone::Plain), 0, &text);
        }
        let steps = self.steps(causes);
        if steps.is_empty() {
            return Ok(());
        }
        self.page.line(self.msg(Msg::First), self.msg(Msg::First), Tone::Head)?;
        let width = self.page.width();
        for (at, step) in steps.iter().take(FEW_FIRST).enumerate() {
            let lead = format!("{}. ", at + 1);
            let left = format!("{lead}{}", step.object);
            self.page.edges(2, &left, 5, &step.mark)?;
            let what = safe::cut(&step.what, width.saturating_sub(5));
            self.page.para(5, ("", Tone::Plain), 5, &what)?;
        }
        if steps.len() > FEW_FIRST {
            let more = self.count(Msg::FirstMore, steps.len() - FEW_FIRST);
            self.page.para(5, ("", Tone::Plain), 5, &more)?;
        }
        Ok(())
    }

    /// Everything in the way: what fails, the widest first, as one port group may be the cause behind a
    /// hundred VMs; then what could not be read, which keeps a place of its own among the first.
    fn steps(&self, causes: &[Cause<'_>]) -> Vec<Step> {
        let required = |outcome: Outcome| {
            let mut rules: Vec<&Prerequisite> = self
                .report
                .prerequisites
                .iter()
                .filter(|rule| rule.severity == Severity::Required && rule.outcome == outcome)
                .collect();
            rules.sort_by_key(|rule| rule.subject);
            rules
        };
        let mut steps: Vec<Step> =
            required(Outcome::Fail).into_iter().filter_map(|rule| self.step(rule, Level::Fail)).collect();
        let unread: Vec<Step> = causes
            .iter()
            .filter(|cause| cause.ceiling == Level::Fail)
            .map(|cause| self.step_of_cause(cause))
            .collect();
        if !unread.is_empty() {
            let at = steps.len().min(FEW_FIRST - 1);
            steps.splice(at..at, unread);
        }
        if steps.is_empty() {
            // Warnings or open questions decide only where they were asked to.
            let warnings = required(Outcome::Warn);
            steps.extend(warnings.into_iter().filter_map(|rule| self.step(rule, Level::Warn)));
            let waiting = required(Outcome::Manual);
            steps.extend(waiting.into_iter().map(|rule| self.step_of_person(rule)));
        }
        steps
    }

    /// The worst finding of a rule.
    fn step(&self, rule: &Prerequisite, level: Level) -> Option<Step> {
        let mut of_level = rule.findings.iter().filter(|finding| finding.level == level);
        let finding = of_level.next()?;
        let others = of_level.count();
        let mark = safe::name(&rule.id).into_owned();
        let objects: Vec<&Object> = distinct(&finding.objects).iter().map(|place| &place.object).collect();
        let room = self.page.width().saturating_sub(mark.width() + 7).max(24);
        let mut what = safe::message(self.text(&finding.message), &finding.evidence).join(" ");
        if others > 0 {
            let more = self.count(Msg::PlusFindings, others);
            let room = self.page.width().saturating_sub(8 + more.width()).max(24);
            what = format!("{} ({more})", safe::cut(&what, room));
        }
        Some(Step { object: self.summary(&objects, true, room), what, mark })
    }

    /// A cause of unknowns.
    fn step_of_cause(&self, cause: &Cause<'_>) -> Step {
        let mark = match cause.rules.iter().next().filter(|_| cause.rules.len() == 1) {
            Some(at) => self
                .report
                .prerequisites
                .get(*at)
                .map_or(String::new(), |rule| safe::name(&rule.id).into_owned()),
            None => self.count(Msg::StopsRules, cause.rules.len()),
        };
        let room = self.page.width().saturating_sub(mark.width() + 7).max(24);
        Step { object: self.summary(&cause.objects, true, room), what: self.why(cause), mark }
    }

    /// A question to a person.
    fn step_of_person(&self, rule: &Prerequisite) -> Step {
        let question = rule.asks.first().map_or(&rule.title, |ask| &ask.question);
        Step {
            object: self.msg(Msg::Manual).to_owned(),
            what: self.text(question).to_owned(),
            mark: safe::name(&rule.id).into_owned(),
        }
    }
}
