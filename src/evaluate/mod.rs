//! Rules × subjects → outcomes, as one finished report.
//!
//! Nothing missing passes and nothing missing fails: what an unknown could have changed is unknown,
//! up to the worst level it could have reached. What the account cannot see at all counts as one
//! more, unknown subject or element.

mod cures;
mod decided;
mod fold;
mod found;
mod gates;
mod groups;
mod hosts;
mod judge;
mod left_out;
mod noting;
mod picture;
mod rows;
mod run;
mod told;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use rayon::prelude::*;

use crate::decisions::Entry;
use crate::facts::{ClusterFacts, Facts, Identity};
use crate::report::{
    ClusterInfo, Coverage, Decision, FORMAT, Object, Override, Prerequisite, Question, Report, Scope,
    Severity, Source, Tally, Tool, Verdict, stops::CANNOT_TELL,
};
use crate::rules::{Overridden, Rule, Selected};
use crate::terms::Subject;

pub use crate::report::Policy;
pub use crate::report::stops::{counted, verdict};
use decided::Used;
pub use fold::reason as reason_of;
pub use found::{Filled, Proposal};
pub use picture::draw;
pub use rows::named as object_of;
pub use run::{Run, Timing};

/// What judging gives.
#[derive(Debug)]
pub struct Judged {
    /// The report.
    pub report: Report,
    /// The time that each rule took.
    pub timings: Vec<Timing>,
    /// What can be done about findings, where the run asked for it.
    pub proposals: Vec<Proposal>,
}

/// Judges every selected rule.
pub fn evaluate(facts: &Facts, selected: &Selected<'_>, run: &Run) -> Report {
    judged(facts, selected, run).report
}

/// As [`evaluate`], with what else it gives.
pub fn judged(facts: &Facts, selected: &Selected<'_>, run: &Run) -> Judged {
    let gates = gates::Gates::decide(facts, selected, run.reading);
    let rows = rows::Rows::new(facts);
    let hosts = hosts::Hosts::new(facts);
    let resting = left_out::Resting::new(facts);
    let theirs = |entry: &&Entry| selected.rules.iter().any(|rule| rule.id == entry.rule);
    let entries: Vec<&Entry> = run.decisions.entries.iter().filter(theirs).collect();
    let judged: Vec<(Prerequisite, Vec<Proposal>, Used, Timing)> = selected
        .rules
        .par_iter()
        .map(|rule| {
            let context = noting::Context {
                facts,
                selected,
                run,
                gates: &gates,
                resting: &resting,
                hosts: &hosts,
                entries: &entries,
                rule,
            };
            let subjects = rows.judged_by(rule);
            let (mut found, time) = judge::rule(&context, subjects, &rows);
            let used = std::mem::take(&mut found.used);
            let timing = Timing { rule: rule.id.clone(), time, objects: found.judged };
            let (prerequisite, proposals) = prerequisite(rule, &context, found);
            (prerequisite, proposals, used, timing)
        })
        .collect();
    let (mut prerequisites, mut proposals) = (Vec::new(), Vec::new());
    let (mut timings, mut used) = (Vec::new(), Used::new());
    for (prerequisite, proposed, theirs, time) in judged {
        prerequisites.push(prerequisite);
        proposals.extend(proposed);
        // An entry is about one rule.
        used.extend(theirs);
        timings.push(time);
    }
    let decisions = decided::listed(&run.decisions.file, &entries, &used, run.today);
    let mut report = report(facts, selected, run, prerequisites, decisions);
    report.conclude();
    Judged { report, timings, proposals }
}

fn prerequisite(
    rule: &Rule,
    context: &noting::Context<'_>,
    found: found::Found,
) -> (Prerequisite, Vec<Proposal>) {
    let folded = fold::fold(context, found);
    let prerequisite = Prerequisite {
        id: rule.id.clone(),
        number: rule.number,
        title: rule.title.clone(),
        area: rule.area,
        severity: rule.severity,
        subject: rule.subject.kind(),
        source: Source {
            heading: rule.heading.clone(),
            places: rule.places.clone(),
            demand: rule.demand.clone(),
        },
        fix: rule.fix.clone(),
        outcome: folded.outcome,
        objects: folded.objects,
        by_cluster: folded.by_cluster,
        findings: folded.findings,
        undecided: folded.undecided,
        skipped: folded.skipped,
        shown: folded.shown,
        asks: folded.asks,
    };
    (prerequisite, folded.proposals)
}

fn report(
    facts: &Facts,
    selected: &Selected<'_>,
    run: &Run,
    prerequisites: Vec<Prerequisite>,
    decisions: Vec<Decision>,
) -> Report {
    let mut tally = Tally::default();
    let mut advisory_tally = Tally::default();
    for prerequisite in &prerequisites {
        match prerequisite.severity {
            Severity::Required => tally.add(prerequisite.outcome),
            Severity::Advisory => advisory_tally.add(prerequisite.outcome),
        }
    }
    Report {
        format: FORMAT,
        tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
        // Until the conclusion is drawn.
        verdict: Verdict::CannotTell,
        open_questions: 0,
        exit_code: CANNOT_TELL,
        question: Question {
            zone: run.zone.to_string(),
            profiles: selected.profiles.clone(),
            reading: run.reading,
            catalogue: format!("sha256:{}", selected.catalogue.hash),
            rule_dirs: run.rule_dirs.clone(),
            scope: scope(facts),
            given: run.given.clone(),
            overrides: overrides(selected),
            baseline: None,
            advice_left_out: advice_left_out(selected),
            policy: run.policy,
        },
        vcenter: run.vcenter.clone(),
        source: run.source.clone(),
        coverage: Coverage::of(run.kind, &prerequisites),
        clusters: clusters(facts),
        tally,
        advisory_tally,
        prerequisites,
        decisions,
    }
}

/// What the site has set of these rules.
fn overrides(selected: &Selected<'_>) -> Vec<Override> {
    let theirs = |own: &&Overridden| selected.rules.iter().any(|rule| rule.id == own.rule);
    let overridden = selected.catalogue.overridden.iter().filter(theirs).cloned();
    overridden
        .map(|Overridden { rule, param, value, instead_of, file, line }| Override {
            rule,
            param,
            value,
            instead_of,
            file,
            line,
        })
        .collect()
}

/// Advice on what was asked that was not asked for.
fn advice_left_out(selected: &Selected<'_>) -> Vec<String> {
    let taken = |rule: &&Rule| selected.rules.iter().any(|one| one.id == rule.id);
    let advice = |rule: &&Rule| rule.severity == Severity::Advisory;
    let theirs = |rule: &&Rule| selected.covers(&rule.profiles);
    let all = selected.catalogue.rules.iter().filter(theirs).filter(|rule| advice(rule) && !taken(rule));
    all.map(|rule| rule.id.clone()).collect()
}

/// What the run was restricted to.
fn scope(facts: &Facts) -> Scope {
    let objects = |named: &[Identity]| named.iter().map(rows::named).collect();
    let chosen = &facts.chosen;
    Scope {
        datacenters: objects(&chosen.datacenters),
        clusters: objects(&chosen.clusters),
        vms: objects(&chosen.vms),
    }
}

/// The VMs of a cluster.
fn vms_of<'f>(facts: &'f Facts, cluster: &'f ClusterFacts) -> impl Iterator<Item = &'f Identity> {
    cluster.vms.items.iter().filter_map(|vm| facts.identity.vms.get(vm.0 as usize))
}

/// Names that several VMs in scope have.
fn shared_names(facts: &Facts) -> HashSet<&str> {
    let mut seen = HashSet::new();
    let all = facts.clusters.iter().flat_map(|cluster| vms_of(facts, cluster));
    all.map(|vm| vm.name.as_str()).filter(|name| !seen.insert(*name)).collect()
}

/// The VMs in scope that share their name with another.
pub fn namesakes(facts: &Facts) -> Vec<Object> {
    let shared = shared_names(facts);
    let all = facts.clusters.iter().flat_map(|cluster| vms_of(facts, cluster));
    all.filter(|vm| shared.contains(&*vm.name)).map(rows::named).collect()
}

fn clusters(facts: &Facts) -> Vec<ClusterInfo> {
    let is_vm = |vm: &crate::facts::VmRef| {
        facts.vms.get(vm.0 as usize).is_some_and(|vm| !matches!(vm.template, Ok(true)))
    };
    let shared = shared_names(facts);
    let mut clusters: Vec<ClusterInfo> = facts
        .vcenter
        .clusters
        .items
        .iter()
        .filter_map(|reference| {
            let cluster = facts.clusters.get(reference.0 as usize)?;
            let object = rows::object(facts, Subject::Cluster, reference.0 as usize);
            let vms = cluster.vms.items.iter().filter(|vm| is_vm(vm)).count();
            let left_out = left_out::of(facts, &cluster.hosts);
            let namesakes =
                vms_of(facts, cluster).filter(|vm| shared.contains(&*vm.name)).map(rows::named).collect();
            let info = ClusterInfo::new(object, cluster.hosts.items.len(), vms);
            Some(ClusterInfo { left_out, namesakes, ..info })
        })
        .collect();
    clusters.sort_by(|a, b| (&a.object.path, &a.object.id).cmp(&(&b.object.path, &b.object.id)));
    clusters
}
