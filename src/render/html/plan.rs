//! The plan: what to do, in order, with who does it, what for, and how tools are told. Where there is none, how to get it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::{
    Page,
    teams::{counts, key},
    words::Word,
};
use crate::plan::{Action, Place, Plan};
use crate::render::plan::{self as told, Snippet, Word as Says};
use crate::render::{Planned, first::Step, named, safe, words::Msg};
use crate::report::{Level, Verdict};
use crate::terms::{Dialect, Lang};

/// Actions that stand open; more are folded.
const FEW_ACTIONS: usize = 8;
/// Reasons of an action that are told.
const FEW_REASONS: usize = 4;
impl<'r> Page<'r, '_> {
    /// The plan, where there is something to do in it.
    pub(super) fn plan_to_do(&self) -> Option<&'r Plan> {
        match self.beside.plan {
            Planned::Made(plan) if !plan.actions.is_empty() => Some(plan),
            _ => None,
        }
    }

    /// How to get the plan that is not here; nothing where nothing is in the way.
    pub(super) fn plan_elsewhere(&mut self) -> io::Result<()> {
        let word = match self.beside.plan {
            _ if self.report.verdict == Verdict::Ready => return Ok(()),
            Planned::Made(_) => return Ok(()),
            Planned::NoInventory => Word::NoPlan,
            Planned::TooLarge => Word::PlanTooLarge,
        };
        self.html.raw("<p>")?;
        self.word(word)?;
        self.html.raw("</p>\n")
    }

    /// The section of the plan.
    pub(super) fn plan(&mut self) -> io::Result<()> {
        let Some(plan) = self.plan_to_do() else { return Ok(()) };
        self.html.raw("<section id=plan aria-labelledby=h-plan>\n<h2 id=h-plan tabindex=-1>")?;
        self.html.both(|lang| Says::Title.get(lang))?;
        self.html.raw("</h2>\n<p class=outlook>")?;
        self.html.both_lines(|lang| told::lines_before(plan, lang))?;
        self.html.raw("</p>\n")?;
        self.team_filter(plan)?;
        let (proved, open): (Vec<&Action>, Vec<&Action>) =
            plan.actions.iter().partition(|action| action.proof.is_proved());
        self.actions(&proved)?;
        if !open.is_empty() {
            self.html.raw("<h3>")?;
            self.html.both(|lang| Says::NotInOrder.get(lang))?;
            self.html.raw("</h3>")?;
            self.actions(&open)?;
        }
        self.last_step()?;
        self.html.raw("<p class=help>")?;
        if !plan.questions.is_empty() {
            self.html.raw("<a href=#waiting>")?;
            self.html.both(|lang| Says::Questions.count(lang, plan.questions.len()))?;
            self.html.raw("</a>. ")?;
        }
        if plan.warnings_left > 0 {
            self.html.both(|lang| Says::WarningsLeft.count(lang, plan.warnings_left))?;
            self.html.raw(". ")?;
        }
        self.html.raw("<span class=basis>")?;
        self.html.both(|lang| Says::Basis.get(lang))?;
        self.html.raw(" ")?;
        self.word(Word::SnippetsHelp)?;
        self.html.raw("</span></p>\n</section>\n")
    }

    /// A choice of one team, for actions and findings alike; hidden until the script that makes it work runs.
    fn team_filter(&mut self, plan: &Plan) -> io::Result<()> {
        let all = counts(plan);
        if all.len() < 2 {
            return Ok(());
        }
        self.html.raw("<fieldset class=\"teams js\" id=teams hidden><legend class=lab>")?;
        self.word(Word::TeamLabel)?;
        self.html.raw(
            "</legend><label class=chip><input type=radio name=team value=\"\" autocomplete=off checked>",
        )?;
        self.word(Word::All)?;
        self.html.raw("</label>")?;
        for (team, count) in all {
            self.html.raw("<label class=chip><input type=radio name=team autocomplete=off")?;
            self.html.attr("value", key(team))?;
            self.html.raw(">")?;
            self.html.both(|lang| team.map_or(Says::NoTeam, told::team).get(lang))?;
            self.html.raw(" <small>")?;
            self.html.number(count)?;
            self.html.raw("</small></label>")?;
        }
        self.html.raw("</fieldset>\n")
    }

    /// The same choice among those of the findings.
    pub(super) fn select_team(&mut self) -> io::Result<()> {
        let Some(plan) = self.plan_to_do() else { return Ok(()) };
        self.select("f-team", Word::TeamLabel)?;
        for (team, _) in counts(plan) {
            self.option(key(team), |lang| team.map_or(Says::NoTeam, told::team).get(lang).to_owned())?;
        }
        self.html.raw("</select></label>")
    }

    /// The teams of a finding, where there is a plan.
    pub(super) fn teams_of<'p>(&self, fingerprints: impl Iterator<Item = &'p str>) -> String {
        let teams: BTreeSet<&str> =
            fingerprints.filter_map(|one| self.teams.get(one)).flatten().copied().collect();
        teams.into_iter().collect::<Vec<_>>().join(" ")
    }

    fn actions(&mut self, actions: &[&Action]) -> io::Result<()> {
        let (few, more) = actions.split_at(actions.len().min(FEW_ACTIONS));
        self.list_of_actions(few)?;
        if more.is_empty() {
            return Ok(());
        }
        self.html.raw("<details class=fold><summary>")?;
        self.html.both(|lang| Word::MoreActions.count(lang, more.len()))?;
        self.html.raw("</summary>")?;
        self.list_of_actions(more)?;
        self.html.raw("</details>\n")
    }

    fn list_of_actions(&mut self, actions: &[&Action]) -> io::Result<()> {
        self.html.raw("<ol class=actions>\n")?;
        for action in actions {
            self.action(action)?;
        }
        self.html.raw("</ol>\n")
    }

    fn action(&mut self, action: &Action) -> io::Result<()> {
        self.html.raw("<li class=action")?;
        self.html.attr("data-t", key(action.team))?;
        self.html.raw("><span class=no>")?;
        self.html.number(action.number)?;
        self.html.raw("</span><div><p class=what><b class=who>")?;
        self.html.both(|lang| named::kind_and_name(&action.object, lang))?;
        self.html.raw("</b> ")?;
        self.html.both_lines(|lang| told::what(action, lang))?;
        self.html.raw("</p><p class=tags>")?;
        if let Some(team) = action.team {
            self.html.raw("<b class=\"mark team\">")?;
            self.html.both(|lang| told::team(team).get(lang))?;
            self.html.raw("</b>")?;
        }
        if let Some(risk) = action.risk {
            self.html.raw("<b")?;
            self.html.attr("class", &format!("mark risk-{}", risk.name()))?;
            self.html.raw(">")?;
            self.html.both(|lang| told::risk(risk).get(lang))?;
            self.html.raw("</b>")?;
        }
        self.html.raw("</p>")?;
        self.snippets(action)?;
        self.html.raw("</div><div class=for>")?;
        self.reasons(&action.findings)?;
        self.html.raw("<ul class=notes>")?;
        let (en, ja) = (told::comes_to(action, Lang::En), told::comes_to(action, Lang::Ja));
        for (en, ja) in en.iter().zip(&ja) {
            self.html.raw("<li>")?;
            self.html.both(|lang| if lang == Lang::En { en } else { ja })?;
            self.html.raw("</li>")?;
        }
        self.html.raw("</ul></div></li>\n")
    }

    /// Why: what was found, once for each rule.
    fn reasons(&mut self, findings: &[Place]) -> io::Result<()> {
        let mut rules: BTreeMap<&str, &Place> = BTreeMap::new();
        for place in findings.iter().filter(|place| place.level > Level::Note) {
            rules.entry(&place.rule).or_insert(place);
        }
        let more = rules.len().saturating_sub(FEW_REASONS);
        let mut said: BTreeSet<Vec<String>> = BTreeSet::new();
        for (at, (rule, place)) in rules.into_iter().take(FEW_REASONS).enumerate() {
            self.html.raw("<p class=why>")?;
            if at == 0 {
                self.html.raw("<b>")?;
                self.word(Word::Why)?;
                self.html.raw("</b> ")?;
            }
            let message = |lang| safe::message(&place.message.template, lang, &place.message.values);
            // Rules with one cause tell it in the same words.
            if said.insert(message(self.lang)) {
                self.html.both_lines(message)?;
                self.html.raw(" ")?;
            }
            let report = self.report;
            if let Some(rule) = report.prerequisites.iter().find(|own| own.id == rule) {
                self.rule_link(rule)?;
            }
            self.html.raw("</p>")?;
        }
        if more > 0 {
            self.html.raw("<p class=why>")?;
            self.html.both(|lang| Msg::AndMore.count(lang, more))?;
            self.html.raw("</p>")?;
        }
        Ok(())
    }

    /// What to give to each tool, folded: one at a time.
    fn snippets(&mut self, action: &Action) -> io::Result<()> {
        let all = Dialect::ALL.into_iter().filter_map(|one| Some((one, told::snippet(action, one)?)));
        let all: Vec<(Dialect, Snippet)> = all.collect();
        if all.is_empty() {
            return Ok(());
        }
        self.html.raw("<div class=snippets>")?;
        for (dialect, snippet) in all {
            self.html.raw("<details")?;
            self.html.attr("name", &format!("snippet-{}", action.number))?;
            self.html.raw("><summary>")?;
            self.html.raw(match dialect {
                Dialect::Govc => "govc",
                Dialect::Powercli => "PowerCLI",
                Dialect::Ansible => "Ansible",
            })?;
            self.html.raw("</summary>")?;
            match snippet {
                Snippet::Shown(text) => self.copied(&text)?,
                Snippet::NotShown => {
                    self.html.raw("<p>")?;
                    self.word(Word::SnippetNotShown)?;
                    self.html.raw("</p>")?;
                }
            }
            self.html.raw("</details>")?;
        }
        self.html.raw("</div>")
    }

    /// A text that is copied by a button, where the script runs.
    pub(super) fn copied(&mut self, text: &str) -> io::Result<()> {
        self.html.raw("<div class=copied><pre><code>")?;
        self.html.exact(text)?;
        self.html.raw("</code></pre><button type=button class=\"copy js\" hidden>")?;
        self.word(Word::Copy)?;
        self.html.raw("</button></div>")
    }

    /// What was not read and may stop it all the same: the last step.
    fn last_step(&mut self) -> io::Result<()> {
        let causes = std::mem::take(&mut self.causes);
        let mut begun = false;
        for cause in causes.iter().filter(|cause| cause.ceiling == Level::Fail) {
            if !begun {
                begun = true;
                self.html.raw("<h3>")?;
                self.html.both(|lang| Says::LastStep.get(lang))?;
                self.html.raw("</h3><ul class=first-causes>\n")?;
            }
            self.step(&Step::Cause(cause))?;
        }
        self.causes = causes;
        if begun { self.html.raw("</ul>\n") } else { Ok(()) }
    }
}
