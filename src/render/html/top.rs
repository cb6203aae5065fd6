//! The first screen: language, contents, the verdict with its numbers, and what to do first.

use std::io;

use super::{
    Link, Page,
    placing::has_strip,
    rules::is_settled,
    words::{self, MARKS, Word},
    writer::anchor,
};
use crate::terms::time;
use crate::{
    render::{
        altered,
        causes::Cause,
        coverage,
        first::{self, FEW_FIRST, Step},
        left_out,
        named::{self, kind_words, tally_numbers},
        picture,
        places::{self, spots},
        placing, plan, safe,
        words::Msg,
    },
    report::{Finding, ObjectKind, Prerequisite, Report, Tally, Verdict},
    terms::Lang,
};

/// Clusters that the first screen names.
const FEW_CLUSTERS: usize = 3;

/// What a verdict means in this run. Warnings and open questions stop only runs that were asked to count
/// them; then the numbers say which it was.
fn says(report: &Report, lang: Lang) -> String {
    let tally = report.tally;
    match report.verdict {
        Verdict::Ready if report.count_open() > 0 => Word::SaysReadyOpen.count(lang, report.count_open()),
        Verdict::Ready => Word::SaysReady.get(lang).to_owned(),
        Verdict::NotReady if tally.fail > 0 => Word::SaysNotReady.count(lang, tally.fail),
        Verdict::NotReady => Word::SaysWarning.get(lang).to_owned(),
        Verdict::CannotTell if tally.unknown > 0 => Word::SaysCannotTell.get(lang).to_owned(),
        Verdict::CannotTell => Word::SaysOpen.get(lang).to_owned(),
    }
}

impl Page<'_, '_> {
    /// What the page holds.
    pub(super) fn contents(&self) -> Vec<Link> {
        let all = [
            ("#map", Word::NavMap),
            ("#placing", Word::NavPlacing),
            ("#wiring", Word::NavWiring),
            ("#findings", Word::NavFindings),
            ("#waiting", Word::NavWaiting),
            ("#unread", Word::NavUnread),
            ("#holding", Word::Pass),
            ("#decisions", Word::NavDecisions),
            ("#run", Word::NavRun),
        ];
        let there = |(href, _): &(&str, Word)| match *href {
            "#map" => !self.report.prerequisites.is_empty(),
            "#holding" => self.report.prerequisites.iter().any(is_settled),
            "#wiring" => picture::has_any(self.report),
            "#placing" => self.report.clusters.iter().any(has_strip),
            _ => true,
        };
        let links = all.into_iter().filter(there);
        let links = links.map(|(href, word)| Link::new(href.to_owned(), |lang| word.get(lang).to_owned()));
        let plan = self
            .plan_to_do()
            .map(|_| Link::new("#plan".to_owned(), |lang| plan::Word::Title.get(lang).to_owned()));
        plan.into_iter().chain(links).collect()
    }

    /// The answer, its numbers, and what to do first.
    pub(super) fn verdict(&mut self) -> io::Result<()> {
        let report = self.report;
        self.html.raw("<section id=verdict aria-labelledby=h-verdict>\n")?;
        self.coverage()?;
        self.html.raw("<div class=answer><div><h1 id=h-verdict>")?;
        self.html.both(|lang| named::answer_of(report, lang))?;
        self.html.raw("</h1>\n<p class=says>")?;
        self.html.both(|lang| says(report, lang))?;
        self.html.raw("</p></div>\n<div><p class=scope>")?;
        self.scope_line()?;
        self.html.raw("</p>\n<ul class=tally id=tally>")?;
        self.tally(report.tally)?;
        self.html.raw("</ul></div></div>\n")?;
        self.left_out()?;
        self.altered()?;
        // Where there is a plan, it tells what to do first.
        if self.plan_to_do().is_none() {
            self.first()?;
        }
        self.html.raw("</section>\n")
    }

    /// What the source could decide, where it is no vCenter.
    fn coverage(&mut self) -> io::Result<()> {
        let report = self.report;
        if report.coverage.is_none() {
            return Ok(());
        }
        self.html.raw("<p class=altered>")?;
        self.html.both_lines(|lang| coverage::lines(report, lang))?;
        self.html.raw("</p>\n")
    }

    /// The hosts that are out of service; losses and evacuations.
    fn left_out(&mut self) -> io::Result<()> {
        let report = self.report;
        let lines = |lang| [left_out::lines(report, lang), placing::lines(report, lang)].concat();
        if lines(Lang::En).is_empty() {
            return Ok(());
        }
        self.html.raw("<p class=altered>")?;
        self.html.both_lines(lines)?;
        self.html.raw("</p>\n")
    }

    /// What makes the verdict or the exit code mean something else than usual.
    fn altered(&mut self) -> io::Result<()> {
        let report = self.report;
        let lines = |lang| altered::lines(&report.question, lang);
        if lines(Lang::En).is_empty() && report.question.policy.is_usual() {
            return Ok(());
        }
        self.html.raw("<p class=altered>")?;
        self.html.both_lines(|lang| [lines(lang), vec![altered::exit(report, lang)]].concat())?;
        self.html.raw("</p>\n")
    }

    /// `/Tokyo/host/LMS-HA · 2 hosts, 14 VMs · vc01 · 2026-11-22`.
    fn scope_line(&mut self) -> io::Result<()> {
        let report = self.report;
        let (hosts, vms) = report
            .clusters
            .iter()
            .fold((0, 0), |(hosts, vms), cluster| (hosts + cluster.hosts, vms + cluster.vms));
        match report.clusters.as_slice() {
            [] => self.html.both(|lang| Msg::NoCluster.get(lang))?,
            [one] => {
                self.html.both(|lang| words::kind(ObjectKind::Cluster, lang))?;
                self.html.raw(" <b>")?;
                self.html.name(if one.object.path.is_empty() {
                    &one.object.name
                } else {
                    &one.object.path
                })?;
                self.html.raw("</b>")?;
            }
            many => {
                self.html.both(|lang| Msg::Clusters.count(lang, many.len()))?;
                self.html.raw(" <b>")?;
                for (at, cluster) in many.iter().take(FEW_CLUSTERS).enumerate() {
                    self.html.raw(if at > 0 { ", " } else { "" })?;
                    self.html.name(&cluster.object.name)?;
                }
                self.html.raw(if many.len() > FEW_CLUSTERS { ", …</b>" } else { "</b>" })?;
            }
        }
        self.html.raw(" <span class=dot>")?;
        let count = |lang| {
            format!("{}{}{}", Msg::Hosts.count(lang, hosts), Msg::Comma.get(lang), Msg::Vms.count(lang, vms))
        };
        self.html.both(count)?;
        self.html.raw("</span> <span class=line>")?;
        self.html.name(&report.source.server)?;
        if !report.source.at.is_empty() {
            self.html.raw(" <span class=dot><time>")?;
            self.html.text(&time::shown(&report.question.zone, &report.source.at))?;
            self.html.raw("</time></span>")?;
        }
        self.html.raw("</span>")
    }

    /// The numbers that are not zero; each leads to its entries.
    fn tally(&mut self, tally: Tally) -> io::Result<()> {
        for (mark, (msg, count)) in MARKS.into_iter().zip(tally_numbers(tally)) {
            if count == 0 {
                continue;
            }
            self.html.raw("<li><a href=#findings")?;
            self.html.attr("class", &format!("chip {}", mark.key))?;
            self.html.attr("data-only", mark.key)?;
            self.html.raw(">")?;
            self.sign(mark)?;
            self.html.raw(" ")?;
            self.html.both(|lang| named::counted(self.report, msg, count, lang))?;
            self.html.raw("</a></li>")?;
        }
        Ok(())
    }

    fn first(&mut self) -> io::Result<()> {
        let report = self.report;
        let causes = std::mem::take(&mut self.causes);
        let steps = if report.verdict == Verdict::Ready { Vec::new() } else { first::steps(report, &causes) };
        self.html.raw("<div class=first><h2 id=h-first>")?;
        self.word(Word::FirstTitle)?;
        self.html.raw("</h2>\n")?;
        if steps.is_empty() {
            self.html.raw("<p>")?;
            let nothing = |lang| match (report.verdict, report.prerequisites.is_empty()) {
                (_, true) => Msg::NothingChecked.get(lang).to_owned(),
                (Verdict::Ready, false) => first::nothing(report.tally, report.count_open(), lang),
                _ => says(report, lang),
            };
            self.html.both(nothing)?;
            self.html.raw("</p>")?;
        } else {
            self.html.raw("<ol>\n")?;
            for step in steps.iter().take(first::named(steps.len())) {
                self.step(step)?;
            }
            self.html.raw("</ol>\n")?;
        }
        let more = steps.len() - first::named(steps.len());
        if more > 0 {
            self.html.raw("<p class=more>")?;
            self.html.both(|lang| Msg::FirstMore.count(lang, more))?;
            self.html.raw("</p>\n")?;
        }
        self.plan_elsewhere()?;
        self.html.raw("</div>\n")?;
        drop(steps);
        self.causes = causes;
        Ok(())
    }

    /// A thing to do first.
    pub(super) fn step(&mut self, step: &Step<'_, '_>) -> io::Result<()> {
        match step {
            Step::Finding { rule, finding, others, also } => {
                self.step_of_finding(rule, finding, *others, also)
            }
            Step::Cause(cause) => self.step_of_cause(cause),
            Step::Ask { rule, question } => {
                self.html.raw("<li><p class=what>")?;
                self.html.both(|lang| question.get(lang))?;
                self.html.raw("</p>")?;
                self.step_rule(rule)
            }
        }
    }

    fn step_of_finding(
        &mut self,
        rule: &Prerequisite,
        finding: &Finding,
        others: usize,
        also: &[&Prerequisite],
    ) -> io::Result<()> {
        self.html.raw("<li><p class=what><b class=who>")?;
        let message = |lang| safe::message(&finding.message, lang, &finding.evidence).join(" ");
        self.html.both(|lang| places::first(&spots(&finding.objects, &message(lang)), lang))?;
        self.html.raw("</b> ")?;
        self.html.both_lines(|lang| safe::message(&finding.message, lang, &finding.evidence))?;
        if others > 0 {
            self.html.raw(" <small>(")?;
            self.html.both(|lang| Msg::PlusFindings.count(lang, others))?;
            self.html.raw(")</small>")?;
        }
        self.html.raw("</p><p class=fix><b>")?;
        self.html.both(|lang| Msg::Fix.get(lang))?;
        self.html.raw("</b> ")?;
        match &finding.fix {
            Some(fix) => self.html.both_lines(|lang| safe::message(fix, lang, &finding.evidence))?,
            None => self.html.both(|lang| rule.fix.get(lang).replace('\n', " "))?,
        }
        self.html.raw("</p><p class=ref>")?;
        self.rule_link(rule)?;
        for (at, rule) in also.iter().enumerate() {
            if at == 0 {
                self.html.raw(" · ")?;
                self.html.both(|lang| Msg::SameCause.get(lang))?;
            }
            self.html.raw(" ")?;
            self.rule_link(rule)?;
        }
        self.html.raw("</p></li>\n")
    }

    fn step_of_cause(&mut self, cause: &Cause<'_>) -> io::Result<()> {
        self.html.raw("<li><p class=what><b class=who>")?;
        self.html.both(|lang| cause.named(lang))?;
        self.html.raw("</b> ")?;
        self.html.both(|lang| cause.why(lang, Msg::AndMore, FEW_FIRST))?;
        self.html.raw("</p><p class=fix><b>")?;
        self.html.both(|lang| Msg::Fix.get(lang))?;
        self.html.raw("</b> ")?;
        self.html.both(|lang| cause.next().get(lang))?;
        self.html.raw("</p>")?;
        let only = cause.rules.iter().next().filter(|_| cause.rules.len() == 1);
        match only.and_then(|at| self.report.prerequisites.get(*at)) {
            Some(rule) => self.step_rule(rule),
            None => {
                self.html.raw("<p class=ref><a href=#unread>")?;
                self.html.both(|lang| Msg::StopsRules.count(lang, cause.rules.len()))?;
                self.html.raw("</a></p></li>\n")
            }
        }
    }

    /// The link to a step's rule, and the end of the step.
    fn step_rule(&mut self, rule: &Prerequisite) -> io::Result<()> {
        self.html.raw("<p class=ref>")?;
        self.rule_link(rule)?;
        self.html.raw("</p></li>\n")
    }

    /// A link to the section of a rule, by its id.
    pub(super) fn rule_link(&mut self, rule: &Prerequisite) -> io::Result<()> {
        self.html.raw("<a")?;
        self.html.attr("href", &format!("#{}", anchor(&rule.id)))?;
        self.html.raw("><code>")?;
        self.html.text(&rule.id)?;
        self.html.raw("</code></a>")
    }

    /// `3 hosts`.
    pub(super) fn kind_and_count(&mut self, kind: ObjectKind, count: usize) -> io::Result<()> {
        self.html.both(|lang| kind_words(kind).1.count(lang, count))
    }
}
