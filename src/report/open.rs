//! What is still to be answered, and what that makes of the answer: each question once, whoever asks it, and
//! for each cluster.

use std::collections::{BTreeSet, HashMap};

use super::{
    Asked, InCluster, Level, Occurrence, Outcome, Prerequisite, Report, Severity, Text, Verdict, stops,
};
use crate::terms::ObjectKind;

/// A question that waits for a person. Rules that ask the same are answered together.
#[derive(Clone, Debug)]
pub struct Open<'r> {
    /// The question; the rule's title where only its numbers tell of one.
    pub question: &'r Text,
    /// The rules that ask it.
    pub rules: Vec<&'r Prerequisite>,
    /// What it is asked about, each once.
    pub objects: Vec<&'r Asked>,
}

impl Open<'_> {
    /// Whether the verdict rests on it: what only advice asks may stay open.
    pub fn counts(&self) -> bool {
        self.rules.iter().any(|rule| rule.severity == Severity::Required)
    }
}

/// What holds of one cluster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The answer in one word.
    pub verdict: Verdict,
    /// Questions about it that wait for a person, those about the vCenter included.
    pub open: usize,
}

impl Prerequisite {
    /// Its questions that wait for a person, each once.
    pub fn open(&self) -> usize {
        let open = self.asks.iter().filter(|ask| ask.decision.is_none()).map(|ask| &ask.question);
        open.collect::<BTreeSet<&Text>>().len().max(usize::from(self.waits_unnamed()))
    }
}

impl Report {
    /// Every question that waits for a person, in the order of the rules.
    pub fn open(&self) -> Vec<Open<'_>> {
        let mut places: HashMap<&Text, usize> = HashMap::new();
        let mut all: Vec<Open<'_>> = Vec::new();
        let none: &[Asked] = &[];
        for rule in &self.prerequisites {
            let asked = rule.asks.iter().filter(|ask| ask.decision.is_none());
            let asked = asked.map(|ask| (&ask.question, ask.objects.as_slice()));
            for (question, objects) in asked.chain(rule.waits_unnamed().then_some((&rule.title, none))) {
                let at = *places.entry(question).or_insert(all.len());
                if at == all.len() {
                    all.push(Open { question, rules: Vec::new(), objects: Vec::new() });
                }
                let Some(open) = all.get_mut(at) else { continue };
                if !open.rules.iter().any(|one| one.id == rule.id) {
                    open.rules.push(rule);
                }
                let mut seen: BTreeSet<_> = open.objects.iter().map(|asked| &asked.object).collect();
                let fresh: Vec<&Asked> = objects.iter().filter(|asked| seen.insert(&asked.object)).collect();
                open.objects.extend(fresh);
            }
        }
        all
    }

    /// Number of the answers that the verdict still waits for.
    pub fn count_open(&self) -> usize {
        self.open().iter().filter(|open| open.counts()).count()
    }

    /// The answer for each cluster, in their order. What is in no cluster, such as the vCenter itself, holds for
    /// all: the worst of these is the answer of the run.
    pub fn answers(&self) -> Vec<Answer> {
        let open = self.open();
        let parts: Vec<HashMap<Option<&str>, &InCluster>> = self
            .prerequisites
            .iter()
            .map(|rule| rule.by_cluster.iter().map(|part| (part.cluster.as_deref(), part)).collect())
            .collect();
        let answer = |id: &str| {
            let here = |open: &&Open<'_>| {
                open.counts()
                    && (open.objects.is_empty()
                        || open
                            .objects
                            .iter()
                            .any(|asked| asked.cluster.as_deref().is_none_or(|at| at == id)))
            };
            let open = open.iter().filter(here).count();
            let outcomes = self.prerequisites.iter().zip(&parts).flat_map(|(rule, parts)| {
                // Where clusters are not told apart, what is said holds for each.
                let whole = parts.is_empty().then_some(rule.outcome);
                let of_all = parts.get(&None).map(|part| part_of(rule, part.outcome, id));
                let named = [of_all, parts.get(&Some(id)).map(|part| part.outcome)];
                named.into_iter().flatten().chain(whole).map(|outcome| (rule.severity, outcome))
            });
            let waits = (open > 0).then_some((Severity::Required, Outcome::Manual));
            let outcomes: Vec<(Severity, Outcome)> = outcomes.chain(waits).collect();
            Answer { verdict: stops::verdict(&outcomes, self.question.policy).0, open }
        };
        self.clusters.iter().map(|cluster| answer(&cluster.object.id)).collect()
    }
}

/// What an outcome of that which is in no cluster means for one of them: a finding of the vCenter that names
/// clusters is about those alone.
fn part_of(rule: &Prerequisite, outcome: Outcome, cluster: &str) -> Outcome {
    let elsewhere = |at: &Occurrence| {
        let element = at.element_object.as_ref().filter(|element| element.kind == ObjectKind::Cluster);
        at.cluster.is_none() && element.is_some_and(|element| element.id != cluster)
    };
    let judged =
        || rule.findings.iter().filter(|finding| finding.level != Level::Note && finding.decision.is_none());
    let told = matches!(outcome, Outcome::Fail | Outcome::Warn) && rule.undecided.is_empty();
    if !told || !judged().flat_map(|finding| &finding.objects).any(elsewhere) {
        return outcome;
    }
    let here = judged().filter(|finding| !finding.objects.iter().all(elsewhere));
    here.map(|finding| if finding.level == Level::Fail { Outcome::Fail } else { Outcome::Warn })
        .reduce(Outcome::worst)
        .unwrap_or(Outcome::Pass)
}
