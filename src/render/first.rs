//! What to do first: the things in the way of an installation, the worst first.

use std::{cmp::Reverse, collections::BTreeSet};

use super::{causes::Cause, words::Msg};
use crate::{
    report::{Evidence, Finding, Level, Object, Outcome, Prerequisite, Report, Severity, Tally, Text},
    terms::Lang,
};

/// Things to do that a first screen names where there are more than it has room for.
pub(super) const FEW_FIRST: usize = 5;

/// So many it names all.
const ALL_FIRST: usize = 8;

/// How many of so many things to do a first screen names.
pub(super) fn named(steps: usize) -> usize {
    if steps <= ALL_FIRST { steps } else { FEW_FIRST }
}

/// A thing to do.
pub(super) enum Step<'r, 'c> {
    /// The worst finding of a rule.
    Finding {
        /// The rule.
        rule: &'r Prerequisite,
        /// The finding.
        finding: &'r Finding,
        /// Further findings of this rule at the same level.
        others: usize,
        /// Rules that find fault for the same cause: the same hosts lack the same network or datastore.
        also: Vec<&'r Prerequisite>,
    },
    /// A cause of unknowns.
    Cause(&'c Cause<'r>),
    /// A question to a person.
    Ask {
        /// The rule.
        rule: &'r Prerequisite,
        /// The question.
        question: &'r Text,
    },
}

/// The rules, worst outcome first; among equals the widest subject first, as one port group may be the
/// cause behind a hundred VMs; else in their own order.
pub(super) fn worst_first(report: &Report) -> Vec<&Prerequisite> {
    let mut order: Vec<&Prerequisite> = report.prerequisites.iter().collect();
    order.sort_by_key(|rule| (Reverse(rule.outcome.rank()), rule.subject));
    order
}

/// Everything in the way: what fails, then what could not be read, which keeps a place of its own among
/// those that are named. Warnings and open questions only where nothing else is.
pub(super) fn steps<'r, 'c>(report: &'r Report, causes: &'c [Cause<'r>]) -> Vec<Step<'r, 'c>> {
    let order = worst_first(report);
    let required = |outcome: Outcome| {
        let mut rules = order.clone();
        rules.retain(|rule| rule.severity == Severity::Required && rule.outcome == outcome);
        rules.into_iter()
    };
    let mut steps =
        one_for_each_cause(required(Outcome::Fail).filter_map(|rule| worst_finding(rule, Level::Fail)));
    let unread: Vec<Step<'r, 'c>> =
        causes.iter().filter(|cause| cause.ceiling == Level::Fail).map(Step::Cause).collect();
    if !unread.is_empty() {
        let room = named(steps.len() + unread.len());
        let at = if room > FEW_FIRST { steps.len() } else { steps.len().min(FEW_FIRST - 1) };
        steps.splice(at..at, unread);
    }
    if steps.is_empty() {
        // These decide only where they were asked to.
        let risks = required(Outcome::Warn).filter_map(|rule| worst_finding(rule, Level::Warn));
        steps.extend(one_for_each_cause(risks));
        steps.extend(required(Outcome::Manual).map(open_question));
    }
    steps
}

fn worst_finding<'r, 'c>(rule: &'r Prerequisite, level: Level) -> Option<Step<'r, 'c>> {
    let mut of_level =
        rule.findings.iter().filter(|finding| finding.level == level && finding.decision.is_none());
    let finding = of_level.next()?;
    Some(Step::Finding { rule, finding, others: of_level.count(), also: Vec::new() })
}

/// The steps with those put together that have one cause: the first tells it, and names the other rules.
fn one_for_each_cause<'r, 'c>(steps: impl Iterator<Item = Step<'r, 'c>>) -> Vec<Step<'r, 'c>> {
    let mut told: Vec<Step<'r, 'c>> = Vec::new();
    for step in steps {
        let same = |first: &&mut Step<'r, 'c>| match (&**first, &step) {
            (Step::Finding { finding: first, .. }, Step::Finding { finding, others: 0, .. }) => {
                have_one_cause(first, finding)
            }
            _ => false,
        };
        match (told.iter_mut().find(same), &step) {
            (Some(Step::Finding { also, .. }), Step::Finding { rule, .. }) => also.push(rule),
            _ => told.push(step),
        }
    }
    told
}

/// Evidence that names what hosts may lack.
const LACKED: [&str; 4] = ["network", "label", "portgroup", "datastore"];

/// Whether two findings are about the same hosts, which lack the same thing.
fn have_one_cause(a: &Finding, b: &Finding) -> bool {
    let hosts = |finding: &Finding| -> BTreeSet<String> {
        let name = |host: &Object| if host.id.is_empty() { host.name.clone() } else { host.id.clone() };
        finding.blocks.iter().map(name).collect()
    };
    let lacked = |finding: &Finding| -> BTreeSet<String> {
        let named = LACKED.iter().filter_map(|name| finding.evidence.get(name)?.as_text());
        named.map(str::to_owned).collect()
    };
    let theirs = hosts(a);
    if theirs.is_empty() || theirs != hosts(b) {
        return false;
    }
    // What says no more than which hosts, of the very same objects, sums up what names the thing.
    let sums_up = |finding: &Finding| {
        finding.evidence.values().all(|value| matches!(value, Evidence::List(_) | Evidence::Listed(_)))
    };
    let objects = |finding: &Finding| -> BTreeSet<String> {
        finding.objects.iter().map(|at| at.object.id.clone()).collect()
    };
    !lacked(a).is_disjoint(&lacked(b)) || !lacked(a).is_empty() && sums_up(b) && objects(a) == objects(b)
}

fn open_question<'r, 'c>(rule: &'r Prerequisite) -> Step<'r, 'c> {
    let open = rule.asks.iter().find(|ask| ask.decision.is_none());
    Step::Ask { rule, question: open.map_or(&rule.title, |ask| &ask.question) }
}

/// What to say when nothing has to be done first, and what may be looked at all the same.
pub(super) fn nothing(tally: Tally, open: usize, lang: Lang) -> String {
    let mut text = match (tally.warn + tally.unknown_warn, open) {
        (0, 0) => Msg::NothingInTheWay.get(lang).to_owned(),
        (0, _) => Msg::NothingSoFar.get(lang).to_owned(),
        (risks, 0) => Msg::RiskInTheWay.count(lang, risks),
        (risks, _) => Msg::RiskSoFar.count(lang, risks),
    };
    if open > 0 {
        // Japanese sentences follow each other without a blank.
        text.push_str(if text.is_ascii() { " " } else { "" });
        text.push_str(&Msg::PersonInTheWay.count(lang, open));
    }
    text
}
