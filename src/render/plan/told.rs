//! A plan as it is told to people: sections of items, the same in every form.

use super::by::By;
use super::words::{Word, phase, risk, team};
use crate::plan::{Action, Place, Plan, Proof, Unread, Wording};
use crate::render::words::Msg;
use crate::render::{named, safe};
use crate::report::Verdict;
use crate::terms::{Lang, Team, time};

/// Places that are named before the others are counted.
const FEW: usize = 4;

/// A plan, ready to be written down.
pub(super) struct Told {
    /// The answer as it stands.
    pub(super) now: String,
    /// Lines beneath: each cluster, and the answer afterwards.
    pub(super) lines: Vec<String>,
    /// The actions, and what is left.
    pub(super) sections: Vec<Section>,
    /// What else is to be said.
    pub(super) ends: Vec<String>,
}

/// Items beneath a heading.
pub(super) struct Section {
    /// The heading.
    pub(super) heading: String,
    /// The items.
    pub(super) items: Vec<Item>,
    /// All of them in a few words, for a screen.
    pub(super) brief: Option<String>,
}

/// One thing to do.
pub(super) struct Item {
    /// Its number; none for what is no action.
    pub(super) number: Option<usize>,
    /// What it is done to.
    pub(super) object: String,
    /// Who does it, and what it risks.
    pub(super) tags: Vec<String>,
    /// What to do.
    pub(super) what: Vec<String>,
    /// What it comes to.
    pub(super) notes: Vec<String>,
}

/// A plan in one language.
pub(super) fn told(plan: &Plan, by: By, lang: Lang) -> Told {
    let lines = outlook(plan, lang);
    let mut sections = match by {
        By::Order => in_order(plan, lang),
        By::Team => by_team(plan, lang),
    };
    if !plan.unread.is_empty() {
        let items = plan.unread.iter().map(|unread| unread_item(unread, lang)).collect();
        sections.push(Section { heading: Word::LastStep.get(lang).to_owned(), items, brief: None });
    }
    if !plan.questions.is_empty() {
        let items = plan.questions.iter().map(|question| {
            let objects = question.objects.iter().map(named::object_name);
            Item {
                number: None,
                object: few(objects.collect(), lang),
                tags: question.rules.clone(),
                what: vec![safe::line(question.question.get(lang)).into_owned()],
                notes: Vec::new(),
            }
        });
        let heading = Word::Questions.count(lang, plan.questions.len());
        let rules = plan.questions.iter().map(|question| question.rules.join(" + "));
        let brief = Some(rules.collect::<Vec<_>>().join(Msg::Comma.get(lang)));
        sections.push(Section { heading: format!("{heading}:"), items: items.collect(), brief });
    }
    let mut ends = Vec::new();
    if plan.warnings_left > 0 {
        ends.push(Word::WarningsLeft.count(lang, plan.warnings_left));
    }
    if plan.actions.iter().any(|action| action.proof.is_proved()) {
        ends.push(Word::Basis.get(lang).to_owned());
    }
    ends.push(read_from(plan, lang));
    ends.push(Word::Exit.fill(lang, &[("code", &plan.exit_code)]));
    Told { now: named::answer(plan.verdict, plan.questions.len(), lang), lines, sections, ends }
}

/// Each of several clusters, as it stands and afterwards; the answer after what is proved.
pub(super) fn outlook(plan: &Plan, lang: Lang) -> Vec<String> {
    let numbers: Vec<String> = plan
        .actions
        .iter()
        .filter(|action| action.proof.is_proved())
        .map(|action| action.number.to_string())
        .collect();
    let answer = |verdict: Verdict| named::answer(verdict, plan.questions.len(), lang);
    let mut lines = Vec::new();
    for cluster in plan.clusters.iter().filter(|_| plan.clusters.len() > 1) {
        let word =
            |verdict: Option<Verdict>| verdict.map_or("?", |verdict| named::verdict_word(verdict).get(lang));
        let name = named::kind_and_name(&cluster.cluster, lang);
        lines.push(format!("{name}: {} → {}", word(cluster.verdict), word(cluster.verdict_after)));
    }
    if !numbers.is_empty() {
        let numbers = numbers.join(Msg::Comma.get(lang));
        let values: [(&str, &dyn std::fmt::Display); 2] =
            [("numbers", &numbers), ("verdict", &answer(plan.verdict_after))];
        lines.push(Word::AfterWhich.fill(lang, &values));
    } else if plan.actions.is_empty() && plan.unread.is_empty() {
        lines.push(Word::Nothing.get(lang).to_owned());
    }
    lines
}

/// Where the inventory is from, and when it was read.
pub(super) fn read_from(plan: &Plan, lang: Lang) -> String {
    let at = time::shown(&plan.question.zone, &plan.source.at);
    Word::ReadFrom.fill(lang, &[("server", &safe::line(&plan.source.server)), ("at", &safe::line(&at))])
}

fn in_order(plan: &Plan, lang: Lang) -> Vec<Section> {
    let (proved, open): (Vec<&Action>, Vec<&Action>) =
        plan.actions.iter().partition(|action| action.proof.is_proved());
    let section = |word: Word, actions: Vec<&Action>| Section {
        heading: word.get(lang).to_owned(),
        items: actions.into_iter().map(|action| item(action, true, lang)).collect(),
        brief: None,
    };
    let all = [section(Word::InOrder, proved), section(Word::NotInOrder, open)];
    all.into_iter().filter(|section| !section.items.is_empty()).collect()
}

fn by_team(plan: &Plan, lang: Lang) -> Vec<Section> {
    let teams = Team::ALL.into_iter().map(Some).chain([None]);
    let section = |who: Option<Team>| Section {
        heading: who.map_or(Word::NoTeam, team).get(lang).to_owned(),
        items: plan
            .actions
            .iter()
            .filter(|action| action.team == who)
            .map(|action| item(action, false, lang))
            .collect(),
        brief: None,
    };
    teams.map(section).filter(|section| !section.items.is_empty()).collect()
}

fn item(action: &Action, with_team: bool, lang: Lang) -> Item {
    let mut tags = Vec::new();
    tags.extend(action.team.filter(|_| with_team).map(|who| team(who).get(lang).to_owned()));
    tags.extend(action.risk.map(|one| risk(one).get(lang).to_owned()));
    Item {
        number: Some(action.number),
        object: named::kind_and_name(&action.object, lang),
        tags,
        what: lines(&action.what, lang),
        notes: notes(action, lang),
    }
}

/// What an action comes to, in lines.
pub(super) fn notes(action: &Action, lang: Lang) -> Vec<String> {
    let mut notes = Vec::new();
    let say = |word: Word, name: &'static str, value: String| word.fill(lang, &[(name, &value)]);
    let all = || places(&action.findings, lang);
    match &action.proof {
        Proof::Proved => notes.push(say(Word::Clears, "places", places(&action.clears, lang))),
        Proof::Part => notes.push(say(Word::Helps, "places", all())),
        Proof::Remains => notes.push(say(Word::Remains, "places", all())),
        Proof::NotProved { why } => {
            notes.push(say(Word::For, "places", all()));
            notes.push(say(Word::NotProved, "why", lines(why, lang).join(" ")));
        }
    }
    if !action.raises.is_empty() {
        notes.push(say(Word::Raises, "places", places(&action.raises, lang)));
    }
    if let Some(undo) = &action.undo {
        notes.push(say(Word::Undo, "undo", lines(undo, lang).join(" ")));
    }
    notes
}

/// A text with its values, each safe, in lines.
pub(super) fn lines(wording: &Wording, lang: Lang) -> Vec<String> {
    safe::message(&wording.template, lang, &wording.values)
}

/// The rules of places, each with the objects it is found at.
fn places(all: &[Place], lang: Lang) -> String {
    let mut rules: Vec<(&str, Vec<String>)> = Vec::new();
    for place in all {
        let element = if place.element.is_empty() {
            String::new()
        } else {
            format!(" ({})", safe::name(&place.element))
        };
        let at = format!("{}{element}", named::object_name(&place.object));
        match rules.iter_mut().find(|(rule, _)| *rule == place.rule) {
            Some((_, objects)) if objects.contains(&at) => {}
            Some((_, objects)) => objects.push(at),
            None => rules.push((&place.rule, vec![at])),
        }
    }
    rules.sort_unstable();
    let told = rules.into_iter().map(|(rule, objects)| format!("{rule}: {}", few(objects, lang)));
    told.collect::<Vec<_>>().join(Msg::Semicolon.get(lang))
}

fn few(mut all: Vec<String>, lang: Lang) -> String {
    let more = all.len().saturating_sub(FEW);
    all.truncate(FEW);
    if more > 0 {
        all.push(Word::AndPlaces.count(lang, more));
    }
    all.join(Msg::Comma.get(lang))
}

fn unread_item(unread: &Unread, lang: Lang) -> Item {
    let reasons = std::slice::from_ref(&unread.reason);
    Item {
        number: None,
        object: named::reason(&unread.reason, lang),
        tags: Vec::new(),
        what: named::next_steps(reasons, lang).into_iter().map(str::to_owned).collect(),
        notes: vec![Word::WaitFor.fill(lang, &[("rules", &unread.rules.join(Msg::Comma.get(lang)))])],
    }
}

/// The word for when an action's turn is.
pub(super) fn turn(action: &Action, lang: Lang) -> &'static str {
    action.phase.map_or("", |one| phase(one).get(lang))
}
