//! The filter, and a section for each rule: what it demands, what to do, and its entries.

use std::{collections::BTreeSet, io};

use super::{
    Page,
    known::KNOWN,
    map::groups,
    objects::lines,
    words::{MARKS, Mark, Word, area_key},
    writer::anchor,
};
use crate::{
    render::{first::worst_first, named, words::Msg},
    report::rows::{Rows, Said},
    report::{Level, Outcome, Prerequisite, Severity},
};

/// Entries in sections that stand open: more are not read in one go, and a browser lays out what is open. The
/// script opens no more either.
const MOST_OPEN: usize = 500;

/// Entries of a rule that are laid out at once, so that a picture of the whole page holds them; of more only what
/// is seen.
const FEW_ENTRIES: usize = 50;

/// Whether a section stands open at first, where `open` entries already do: what has to be dealt with, the
/// worst of it in any case.
fn opens(rule: &Prerequisite, open: usize) -> bool {
    let matters = rule.outcome.rank() >= Outcome::Unknown { ceiling: Level::Warn }.rank();
    matters && (open == 0 || open + rule.entries() <= MOST_OPEN)
}

/// Whether a rule needs nobody: it holds, by what was read or by what a person says, or does not apply.
pub(super) fn is_settled(rule: &Prerequisite) -> bool {
    matches!(rule.outcome, Outcome::Pass | Outcome::NotApplicable | Outcome::NotAsked | Outcome::Attested)
}

impl Page<'_, '_> {
    /// The filter and every rule that is not settled, the worst first.
    pub(super) fn rules(&mut self) -> io::Result<()> {
        let report = self.report;
        self.section("findings", Word::Findings)?;
        if report.prerequisites.is_empty() {
            self.html.raw("<p>")?;
            self.html.both(|lang| Msg::NothingChecked.get(lang))?;
            return self.html.raw("</p></section>\n");
        }
        self.html.raw("<noscript><p class=help>")?;
        self.word(Word::Scripts)?;
        self.html.raw("</p></noscript>\n")?;
        self.filter()?;
        let order = worst_first(report);
        let mut open = 0;
        for severity in [Severity::Required, Severity::Advisory] {
            for rule in order.iter().filter(|rule| rule.severity == severity && !is_settled(rule)) {
                let opens = opens(rule, open);
                open += if opens { rule.entries() } else { 0 };
                self.rule(rule, opens)?;
            }
        }
        self.html.raw("<p id=none hidden>")?;
        self.word(Word::NothingFound)?;
        self.html.raw("</p></section>\n")
    }

    /// What holds and what does not apply, folded.
    pub(super) fn holding(&mut self) -> io::Result<()> {
        let report = self.report;
        let order = worst_first(report);
        let rules: Vec<&Prerequisite> = order.into_iter().filter(|rule| is_settled(rule)).collect();
        if rules.is_empty() {
            return Ok(());
        }
        self.section("holding", Word::Holding)?;
        self.html.raw("<details class=fold id=settled><summary>")?;
        self.html.both(|lang| Word::HoldingCount.count(lang, rules.len()))?;
        self.html.raw("</summary>\n")?;
        for rule in rules {
            self.rule(rule, false)?;
        }
        self.html.raw("</details></section>\n")
    }

    /// The form; hidden until the script that makes it work runs.
    fn filter(&mut self) -> io::Result<()> {
        self.html.raw("<form id=filter class=js hidden role=search aria-labelledby=l-filter>")?;
        self.html.raw("<h3 class=vh id=l-filter>")?;
        self.word(Word::Filter)?;
        self.html.raw("</h3><label class=search><span class=lab>")?;
        self.word(Word::Search)?;
        self.html.raw("</span><input type=search id=q autocomplete=off spellcheck=false")?;
        self.html.data(|lang| Word::SearchHelp.get(lang))?;
        self.html.raw("></label>\n<fieldset class=outcomes><legend class=lab>")?;
        self.word(Word::OutcomeLabel)?;
        self.html.raw("</legend>")?;
        for mark in self.marks_used() {
            self.html.raw("<label")?;
            self.html.attr("class", &format!("chip {}", mark.key))?;
            self.html.raw("><input type=checkbox name=o autocomplete=off")?;
            self.html.attr("value", mark.key)?;
            self.html.raw(">")?;
            self.sign(mark)?;
            self.html.raw(" ")?;
            self.word(mark.word)?;
            self.html.raw("</label>")?;
        }
        self.html.raw("</fieldset>\n<div class=selects>")?;
        self.select_area()?;
        self.select_team()?;
        self.select_cluster()?;
        self.select_rule()?;
        self.select("f-decided", Word::DecisionLabel)?;
        self.option("0", |lang| Word::Undecided.get(lang).to_owned())?;
        self.option("1", |lang| Word::Decided.get(lang).to_owned())?;
        if self.report.question.baseline.is_some() {
            self.html.raw("</select></label>")?;
            self.select("f-known", Word::KnownLabel)?;
            self.option("0", |lang| Word::New.get(lang).to_owned())?;
            self.option(KNOWN, |lang| Word::Known.get(lang).to_owned())?;
        }
        self.html
            .raw("</select></label></div>\n<p class=bar2><output id=count role=status aria-live=polite")?;
        self.html.data(|lang| Word::Showing.get(lang))?;
        self.html.raw("></output> <button type=button id=clear>")?;
        self.word(Word::Clear)?;
        self.html.raw("</button><span class=grow></span><button type=button id=open>")?;
        self.word(Word::Open)?;
        self.html.raw("</button> <button type=button id=close>")?;
        self.word(Word::Close)?;
        self.html.raw("</button></p></form>\n")
    }

    /// The marks of which the report has an entry, worst first.
    fn marks_used(&self) -> Vec<Mark> {
        let mut used = BTreeSet::new();
        let rows = Rows::new(self.report);
        for rule in &self.report.prerequisites {
            let entries = rows
                .of(rule)
                .filter(|row| matches!(row.said, Said::Found(_) | Said::Undecided(_) | Said::Asked(Some(_))));
            used.extend(entries.map(|row| row.outcome().map_or(Mark::from(Level::Note), Mark::from).key));
            if rule.entries() == 0 {
                used.insert(Mark::from(rule.outcome).key);
            }
        }
        for decision in self.report.decisions.iter().filter(|decision| decision.places > 0) {
            used.insert(match decision.kind {
                crate::report::DecisionKind::Attestation => "attested",
                crate::report::DecisionKind::Waiver => "waived",
            });
        }
        MARKS.into_iter().filter(|mark| used.contains(mark.key)).collect()
    }

    /// A labelled choice with `All` as its first; the caller closes select and label.
    pub(super) fn select(&mut self, id: &'static str, label: Word) -> io::Result<()> {
        self.html.raw("<label><span class=lab>")?;
        self.word(label)?;
        self.html.raw("</span><select autocomplete=off")?;
        self.html.attr("id", id)?;
        self.html.raw(">")?;
        self.option("", |lang| Word::All.get(lang).to_owned())
    }

    /// An option; the script writes its words, as options hold no markup.
    pub(super) fn option(
        &mut self,
        value: &str,
        say: impl Fn(crate::terms::Lang) -> String,
    ) -> io::Result<()> {
        self.html.raw("<option")?;
        self.html.attr("value", value)?;
        self.html.data(&say)?;
        self.html.raw(">")?;
        self.html.text(&say(self.lang))?;
        self.html.raw("</option>")
    }

    fn select_area(&mut self) -> io::Result<()> {
        self.select("f-area", Word::AreaLabel)?;
        for (title, rules) in groups(&worst_first(self.report)) {
            let key = rules.first().map_or("", |rule| area_of(rule));
            self.option(key, |lang| title.get(lang).to_owned())?;
        }
        self.html.raw("</select></label>")
    }

    fn select_cluster(&mut self) -> io::Result<()> {
        let report = self.report;
        self.select("f-cluster", Word::ClusterLabel)?;
        for (at, cluster) in report.clusters.iter().enumerate() {
            let object = &cluster.object;
            let name = if object.path.is_empty() { &object.name } else { &object.path };
            self.option(&at.to_string(), |_| name.clone())?;
        }
        self.option("-", |lang| Word::NoCluster.get(lang).to_owned())?;
        self.html.raw("</select></label>")
    }

    fn select_rule(&mut self) -> io::Result<()> {
        let mut ids: Vec<&str> = self.report.prerequisites.iter().map(|rule| rule.id.as_str()).collect();
        ids.sort_unstable();
        self.select("f-rule", Word::RuleLabel)?;
        for id in ids {
            self.option(id, |_| id.to_owned())?;
        }
        self.html.raw("</select></label>")
    }

    /// One rule.
    fn rule(&mut self, rule: &Prerequisite, opens: bool) -> io::Result<()> {
        let mark = Mark::from(rule.outcome);
        self.html.raw("<details")?;
        let many = if rule.entries() > FEW_ENTRIES { " many" } else { "" };
        self.html.attr("class", &format!("card {}{many}", mark.key))?;
        self.html.attr("id", &anchor(&rule.id))?;
        self.html.attr("data-rule", &rule.id)?;
        self.html.attr("data-area", area_of(rule))?;
        self.html.attr("data-o", mark.key)?;
        self.html.attr("data-c", &self.clusters_of_rule(rule))?;
        self.html.raw(if opens { " open data-open=1>" } else { ">" })?;
        self.html.raw("<summary><h3>")?;
        self.mark(mark)?;
        self.html.raw(" <span class=title>")?;
        self.html.both(|lang| rule.title.get(lang))?;
        self.html.raw("</span></h3> <span class=meta><code>")?;
        self.html.text(&rule.id)?;
        self.html.raw("</code>")?;
        self.rule_numbers(rule)?;
        self.html.raw("</span></summary>\n<div class=body>")?;
        self.about(rule)?;
        self.html.raw("<div class=found>")?;
        self.entries(rule)?;
        self.rest_of(rule)?;
        self.html.raw("</div></div></details>\n")
    }

    /// `· holds for 13 of 14 · 2 findings`.
    fn rule_numbers(&mut self, rule: &Prerequisite) -> io::Result<()> {
        let (held, all) = (rule.objects.held(), rule.objects.judged());
        if all > 0 {
            self.html.raw(" <span class=dot>")?;
            self.html.both(|lang| Word::HoldsFor.fill(lang, &[("held", &held), ("all", &all)]))?;
            self.html.raw("</span>")?;
        }
        for at in 0..named::left_open(rule, self.lang).len() {
            self.html.raw(" <span class=dot>")?;
            self.html.both(|lang| named::left_open(rule, lang).swap_remove(at))?;
            self.html.raw("</span>")?;
        }
        if !rule.findings.is_empty() {
            self.html.raw(" <span class=dot>")?;
            self.html.both(|lang| Word::FindingsOf.count(lang, rule.findings.len()))?;
            self.html.raw("</span>")?;
        }
        Ok(())
    }

    /// What to do where that is the same for all of it, what is demanded, and where the source says so.
    fn about(&mut self, rule: &Prerequisite) -> io::Result<()> {
        self.html.raw("<div class=about>")?;
        let open = rule.outcome.rank() > Outcome::Pass.rank();
        if open && !rule.fix.en.is_empty() && !rule.has_own_advice() {
            self.html.raw("<h4 class=todo>")?;
            self.word(Word::Remedy)?;
            self.html.raw("</h4><p>")?;
            self.html.both_lines(|lang| lines(rule.fix.get(lang)))?;
            self.html.raw("</p>")?;
        }
        self.html.raw("<h4>")?;
        self.word(Word::Demand)?;
        self.html.raw("</h4>")?;
        let demand = &rule.source.demand;
        self.html.raw("<p>")?;
        match (rule.severity, demand.en.is_empty()) {
            (_, false) => self.html.both_lines(|lang| lines(demand.get(lang)))?,
            (Severity::Advisory, true) => self.word(Word::Beyond)?,
            (Severity::Required, true) => self.html.both(|lang| rule.title.get(lang))?,
        }
        self.html.raw("</p>")?;
        if !rule.source.heading.is_empty() {
            self.html.raw("<p class=src>")?;
            self.word(Word::SourceLabel)?;
            self.html.raw(": <cite lang=ja>")?;
            self.html.text(&rule.source.heading)?;
            self.html.raw("</cite>")?;
            if let Some(english) = named::heading_in_english(&rule.source.heading) {
                self.html.both(|lang| match lang {
                    crate::terms::Lang::En => format!(" ({english})"),
                    crate::terms::Lang::Ja => String::new(),
                })?;
            }
            self.html.raw("</p>")?;
        }
        self.html.raw("</div>")
    }

    fn entries(&mut self, rule: &Prerequisite) -> io::Result<()> {
        if rule.entries() == 0 {
            if rule.outcome == Outcome::Pass {
                self.html.raw("<p>")?;
                self.word(Word::HoldsAll)?;
                self.html.raw("</p>")?;
            }
            return Ok(());
        }
        self.html.raw("<ul class=items>\n")?;
        // Beside advice of their own, the rule's stands only where there is none.
        let general = Some(&rule.fix).filter(|fix| !fix.en.is_empty() && rule.has_own_advice());
        for finding in &rule.findings {
            self.finding(finding, general)?;
        }
        for undecided in &rule.undecided {
            self.undecided(undecided)?;
        }
        for ask in &rule.asks {
            self.ask(ask)?;
        }
        self.html.raw("</ul>")
    }

    /// To what it does not apply, and the values it shows.
    fn rest_of(&mut self, rule: &Prerequisite) -> io::Result<()> {
        if rule.skipped.is_empty() && rule.shown.is_empty() {
            return Ok(());
        }
        self.html.raw("<dl class=more>")?;
        for (at, skipped) in rule.skipped.iter().enumerate() {
            self.row_or_more(Word::NotFor, at == 0)?;
            if let Some(first) = skipped.examples.first() {
                self.kind_and_count(first.kind, skipped.count)?;
                self.html.raw(": ")?;
            }
            self.html.both_lines(|lang| lines(skipped.because.get(lang)))?;
            self.html.raw(" <small>")?;
            for (at, object) in skipped.examples.iter().enumerate() {
                self.html.raw(if at > 0 { ", " } else { "" })?;
                self.object_name(object)?;
            }
            self.html.raw(if skipped.count > skipped.examples.len() {
                ", …</small>"
            } else {
                "</small>"
            })?;
            self.row_end()?;
        }
        for (at, shown) in rule.shown.iter().enumerate() {
            self.row_or_more(Word::Values, at == 0)?;
            self.object(&shown.object)?;
            self.html.raw("&#160;&#160; ")?;
            self.evidence(shown.values.iter().map(|(name, value)| (name.as_str(), value)))?;
            self.row_end()?;
        }
        self.html.raw("</dl>")
    }

    /// The clusters in which a rule judged anything, for a rule without entries.
    fn clusters_of_rule(&self, rule: &Prerequisite) -> String {
        let word = |id: Option<&str>| match id {
            None => "-".to_owned(),
            Some(id) => self.clusters.get(id).map_or("-".to_owned(), usize::to_string),
        };
        rule.by_cluster.iter().map(|part| word(part.cluster.as_deref())).collect::<Vec<_>>().join(" ")
    }
}

/// Value of `data-area`; advice is an area of its own, as in the map.
fn area_of(rule: &Prerequisite) -> &'static str {
    match rule.severity {
        Severity::Required => area_key(rule.area),
        Severity::Advisory => "advice",
    }
}
