//! The first screen: the verdict, and the few things to do first.

use std::{cmp::Reverse, io};

use unicode_width::UnicodeWidthStr;

use super::{
    super::{
        causes::Cause,
        coverage, first, left_out, named,
        page::Tone,
        places::{self, spots},
        placing, safe,
        words::Msg,
    },
    View,
};
use crate::report::{Answer, ClusterInfo, Finding, ObjectKind, Prerequisite, Reading, Verdict};
use crate::terms::Lang;

/// Columns that the lines beneath the answer are set in at most.
const MOST_HANG: usize = 12;
/// Clusters that the first screen names.
const FEW_CLUSTERS: usize = 3;

/// A thing to do.
struct Step {
    object: String,
    what: String,
    /// What to do; empty where that is a question.
    fix: String,
    mark: String,
    /// Rules that find fault for the same cause.
    also: Vec<String>,
}

/// `text` in at most `columns`, cut behind a whole word where there are blanks.
fn cut_at_word(text: &str, columns: usize) -> String {
    let cut = safe::cut(text, columns);
    let Some(head) = cut.strip_suffix('…').filter(|_| cut != text) else { return cut };
    let in_word = head.ends_with(|end: char| end.is_ascii() && !end.is_ascii_punctuation());
    match head.rsplit_once(' ').filter(|_| in_word) {
        Some((words, _)) => format!("{}…", words.trim_end_matches([' ', ',', ';', ':', '('])),
        None => cut,
    }
}

/// Of so many things to do, the advice is told whole.
const FEW_WHOLE: usize = 3;

/// Lines of a sentence that is told whole.
const SENTENCE_LINES: usize = 4;

/// The first sentence of a text, where it fits; `None` when it does not.
fn first_sentence(text: &str, columns: usize, lang: Lang) -> Option<String> {
    let end = match lang {
        Lang::En => text.find(". ").map(|at| at + 1),
        Lang::Ja => text.find('。').map(|at| at + '。'.len_utf8()),
    };
    let end = end.unwrap_or(text.len());
    let (sentence, rest) = text.split_at(end);
    let more = match (rest.trim().is_empty(), lang) {
        (true, _) => "",
        (false, Lang::En) => " …",
        (false, Lang::Ja) => "…",
    };
    let told = format!("{sentence}{more}");
    (told.width() <= columns).then_some(told)
}

impl View<'_, '_> {
    /// What the source could decide, where it is no vCenter.
    pub(super) fn coverage(&mut self) -> io::Result<()> {
        let lines = coverage::lines(self.report, self.style.lang);
        for (at, line) in lines.iter().enumerate() {
            let (lead, rest) = if at == 0 { (line.as_str(), "") } else { ("", line.as_str()) };
            self.page.para(0, (lead, Tone::Head), 2, rest)?;
        }
        if lines.is_empty() { Ok(()) } else { self.page.blank() }
    }

    /// Verdict, clusters, numbers.
    pub(super) fn verdict(&mut self) -> io::Result<()> {
        let open = self.report.count_open();
        let tone = Tone::of_answer(self.report.verdict, open);
        let lead = format!("{}   ", named::answer(self.report.verdict, open, self.style.lang));
        // Beneath a long answer the lines that follow keep their width.
        let hang = lead.width().min(MOST_HANG);
        let mut scope = self.scope();
        scope.push(self.profile());
        self.page.parts(0, (&lead, tone), hang, &scope, "   ")?;
        self.clusters(hang)?;
        self.named(hang)?;
        let lang = self.style.lang;
        for line in left_out::lines(self.report, lang).into_iter().chain(placing::lines(self.report, lang)) {
            self.page.para(hang, ("", Tone::Plain), hang, &line)?;
        }
        self.altered(hang)?;
        let tally = named::tally_of(self.report, self.style.lang);
        if tally.is_empty() {
            return Ok(());
        }
        self.page.parts(hang, ("", Tone::Plain), hang, &tally, self.msg(Msg::TallyBetween))
    }

    /// `cluster /Tokyo/host/LMS-HA`, `2 hosts, 14 VMs`.
    fn scope(&self) -> Vec<String> {
        let hosts = self.report.clusters.iter().map(|cluster| cluster.hosts).sum();
        let vms = self.report.clusters.iter().map(|cluster| cluster.vms).sum();
        match self.report.clusters.as_slice() {
            [] => vec![self.msg(Msg::NoCluster).to_owned()],
            [one] => {
                let path = self.path(&one.object);
                vec![format!("{} {path}", self.msg(Msg::Cluster)), self.size(hosts, vms)]
            }
            many => vec![self.kind_and_count(ObjectKind::Cluster, many.len()), self.size(hosts, vms)],
        }
    }

    /// `profile lms-4.0`.
    fn profile(&self) -> String {
        let question = &self.report.question;
        let profiles =
            question.profiles.iter().map(|profile| safe::name(profile)).collect::<Vec<_>>().join(", ");
        let mut text = self.fill(Msg::Profile, &[("profiles", &profiles)]);
        if question.reading == Reading::Literal {
            text = format!("{text} ({})", self.msg(Msg::Literal));
        }
        text
    }

    /// The answer for each cluster, where there are several: the first few, or all.
    fn clusters(&mut self, hang: usize) -> io::Result<()> {
        let clusters = &self.report.clusters;
        if clusters.len() < 2 {
            return Ok(());
        }
        let plain = ("", Tone::Plain);
        let mut answers: Vec<(&ClusterInfo, Answer)> = clusters.iter().zip(self.report.answers()).collect();
        // Those that keep the run from being ready come first.
        answers.sort_by_key(|(_, answer)| (named::rank(answer.verdict), Reverse(answer.open)));
        let listed = self.listed(clusters.len(), FEW_CLUSTERS);
        for (cluster, Answer { verdict, open }) in answers.iter().take(listed) {
            let lead = format!("{}   ", named::answer(*verdict, *open, self.style.lang));
            let mut parts = vec![self.path(&cluster.object)];
            if self.style.all {
                parts.push(self.size(cluster.hosts, cluster.vms));
            }
            self.page.parts(hang, (&lead, Tone::of_answer(*verdict, *open)), hang + 2, &parts, "   ")?;
        }
        if clusters.len() > listed {
            let more = self.count(Msg::AndMoreAll, clusters.len() - listed);
            self.page.para(hang, plain, hang, &more)?;
        }
        Ok(())
    }

    /// `in datacenter /Tokyo`, `VMs judged: LMS-DB01`: what was named, beside the clusters.
    fn named(&mut self, hang: usize) -> io::Result<()> {
        let scope = &self.report.question.scope;
        let datacenters = self.count(Msg::OnlyDatacenters, scope.datacenters.len());
        for (lead, objects) in
            [(datacenters.as_str(), &scope.datacenters), (self.msg(Msg::OnlyVms), &scope.vms)]
        {
            if objects.is_empty() {
                continue;
            }
            let names = self.few(objects.len(), objects.iter().map(|object| self.path(object)));
            self.page.parts(
                hang,
                (&format!("{lead} "), Tone::Plain),
                hang + 2,
                &names,
                self.msg(Msg::Comma),
            )?;
        }
        Ok(())
    }

    /// `2 hosts, 14 VMs`.
    fn size(&self, hosts: usize, vms: usize) -> String {
        let hosts = self.kind_and_count(ObjectKind::Host, hosts);
        let vms = self.kind_and_count(ObjectKind::Vm, vms);
        format!("{hosts}{}{vms}", self.msg(Msg::Comma))
    }

    /// What to do first, one entry per rule or cause.
    pub(super) fn first(&mut self, causes: &[Cause<'_>]) -> io::Result<()> {
        if self.report.verdict == Verdict::Ready {
            return self.nothing_first();
        }
        let steps = first::steps(self.report, causes);
        if steps.is_empty() {
            return Ok(());
        }
        self.page.blank()?;
        self.page.line(self.msg(Msg::First), self.msg(Msg::First), Tone::Head)?;
        let width = self.page.width();
        let named = first::named(steps.len());
        for (at, step) in steps.iter().take(named).enumerate() {
            let step = self.told(step);
            let lead = format!("{}. ", at + 1);
            let left = format!("{lead}{}", step.object);
            self.page.edges(2, &left, 5, &step.mark)?;
            // Three lines at most, but where there is room; where the details follow, what is found is told whole, and
            // what to do there.
            let line = width.saturating_sub(8);
            let whole = self.style.details || self.style.all;
            let what = if whole { step.what } else { safe::cut(&step.what, line * 2) };
            self.page.para(5, ("", Tone::Plain), 5, &what)?;
            if !step.also.is_empty() {
                let lead = format!("{} ", self.msg(Msg::SameCause));
                self.page.parts(5, (&lead, Tone::Plain), 7, &step.also, self.msg(Msg::Comma))?;
            }
            if !step.fix.is_empty() && !whole {
                let lead = format!("{} ", self.msg(Msg::Fix));
                let lines = if what.width() <= line { 2 } else { 1 };
                let columns = |lines: usize| (line * lines).saturating_sub(lead.width());
                // A sentence is told whole: half of it says what to begin, and not what to do. In Japanese the verb
                // stands at its end. Where the screen has no room for all there is to do, it has none for long ones.
                let all = named == steps.len() || self.style.lang == Lang::Ja;
                let room = columns(if all { SENTENCE_LINES } else { lines });
                let fix = match first_sentence(&step.fix, room, self.style.lang) {
                    _ if named <= FEW_WHOLE => step.fix,
                    Some(sentence) => sentence,
                    None => cut_at_word(&step.fix, columns(lines)),
                };
                self.page.para(5, (&lead, Tone::Head), 5 + lead.width(), &fix)?;
            }
        }
        if steps.len() > named {
            let more = self.count(Msg::FirstMore, steps.len() - named);
            self.page.para(5, ("", Tone::Plain), 5, &more)?;
        }
        if self.report.verdict == Verdict::NotReady {
            self.page.para(2, ("", Tone::Plain), 2, self.msg(Msg::PlanTells))?;
        }
        Ok(())
    }

    /// Nothing to do first; what may be looked at all the same.
    fn nothing_first(&mut self) -> io::Result<()> {
        self.page.blank()?;
        let text = first::nothing(self.report.tally, self.report.count_open(), self.style.lang);
        self.page.para(0, ("", Tone::Plain), 0, &text)
    }

    /// The steps as this report tells them.
    fn told(&self, step: &first::Step<'_, '_>) -> Step {
        match step {
            first::Step::Finding { rule, finding, others, also } => {
                let mut step = self.step(rule, finding, *others);
                step.also = also.iter().map(|rule| safe::name(&rule.id).into_owned()).collect();
                step
            }
            first::Step::Cause(cause) => self.step_of_cause(cause),
            first::Step::Ask { rule, question } => Step {
                object: self.msg(Msg::Manual).to_owned(),
                what: self.text(question).to_owned(),
                fix: String::new(),
                mark: safe::name(&rule.id).into_owned(),
                also: Vec::new(),
            },
        }
    }

    /// The worst finding of a rule.
    fn step(&self, rule: &Prerequisite, finding: &Finding, others: usize) -> Step {
        let mark = safe::name(&rule.id).into_owned();
        let room = self.page.width().saturating_sub(mark.width() + 7).max(24);
        let mut what = self.filled(&finding.message, finding).join(" ");
        let object = places::first(&spots(&finding.objects, &what), self.style.lang);
        if others > 0 {
            let more = self.count(Msg::PlusFindings, others);
            let room = (self.page.width().saturating_sub(8) * 2).saturating_sub(more.width() + 3);
            let cut = if self.style.details || self.style.all { what } else { safe::cut(&what, room) };
            what = format!("{cut} ({more})");
        }
        let fix = match &finding.fix {
            Some(fix) => self.filled(fix, finding).join(" "),
            None => safe::line(&self.text(&rule.fix).replace('\n', " ")).into_owned(),
        };
        Step { object: safe::fit(&object, room), what, fix, mark, also: Vec::new() }
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
        let fix = self.msg(cause.next()).to_owned();
        let (object, what) = (self.summary(&cause.objects, true, room), self.why(cause));
        Step { object, what, fix, mark, also: Vec::new() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_is_told_whole_or_not_at_all() {
        let text = "Set it to Client Device (VM > Edit Settings). Then check again.";
        let told = first_sentence(text, 60, Lang::En);
        assert_eq!(told.as_deref(), Some("Set it to Client Device (VM > Edit Settings). …"));
        assert_eq!(first_sentence(text, 30, Lang::En), None);
        assert_eq!(first_sentence("Enable HA.", 30, Lang::En).as_deref(), Some("Enable HA."));
        let told = first_sentence("有効にします。再度確認します。", 30, Lang::Ja);
        assert_eq!(told.as_deref(), Some("有効にします。…"));
    }
}
