//! Rules × subjects → outcomes, as one finished report.
//!
//! Nothing missing passes and nothing missing fails: what an unknown could have changed is unknown,
//! up to the worst level it could have reached. What the account cannot see at all counts as one
//! more, unknown subject or element.

mod fold;
mod gates;
mod judge;
mod rows;
mod verdict;

#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

use rayon::prelude::*;

use crate::facts::Facts;
use crate::inventory::Inventory;
use crate::report::{
    ClusterInfo, FORMAT, Prerequisite, Question, Reading, Report, Severity, Source, SourceInfo,
    Tally, Tool, VCenterInfo,
};
use crate::rules::{Rule, Selected};
use crate::terms::ObjectKind;

pub use verdict::{Policy, outcomes, verdict};

/// What a run was asked besides the profiles, and what identifies its data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    /// How the seed is read.
    pub reading: Reading,
    /// What the exit code makes of the outcomes.
    pub policy: Policy,
    /// Folders of rule files beyond the built-in ones.
    pub rule_dirs: Vec<String>,
    /// The vCenter.
    pub vcenter: VCenterInfo,
    /// How the data was obtained.
    pub source: SourceInfo,
}

impl Run {
    /// A run over an inventory, in the practical reading with the usual exit codes.
    pub fn of(inventory: &Inventory) -> Self {
        let about = &inventory.vcenter.about;
        let collection = &inventory.collection;
        Self {
            reading: Reading::default(),
            policy: Policy::default(),
            rule_dirs: Vec::new(),
            vcenter: VCenterInfo {
                name: about.name.clone(),
                version: about.version.clone(),
                build: about.build.clone(),
                api_version: collection.api_version.to_string(),
                instance_uuid: about.instance_uuid.clone(),
            },
            source: SourceInfo {
                server: collection.server.clone(),
                at: collection.at.clone(),
                took_ms: collection.took_ms,
                requests: collection.requests,
                bytes: collection.bytes,
            },
        }
    }
}

/// Judges every selected rule.
pub fn evaluate(facts: &Facts, selected: &Selected<'_>, run: &Run) -> Report {
    evaluate_timed(facts, selected, run).0
}

/// As [`evaluate`], with the processor time that each rule took, by id.
pub fn evaluate_timed(
    facts: &Facts,
    selected: &Selected<'_>,
    run: &Run,
) -> (Report, Vec<(String, Duration)>) {
    let gates = gates::Gates::decide(facts, selected, run.reading);
    let rows = rows::Rows::new(facts);
    let (prerequisites, times): (Vec<Prerequisite>, Vec<(String, Duration)>) = selected
        .rules
        .par_iter()
        .map(|rule| {
            let context = judge::Context { facts, selected, run, gates: &gates, rule };
            let (found, time) = judge::rule(&context, rows.of(rule.subject), &rows);
            (prerequisite(rule, &context, found), (rule.id.clone(), time))
        })
        .unzip();
    (report(facts, selected, run, prerequisites), times)
}

fn prerequisite(rule: &Rule, context: &judge::Context<'_>, found: judge::Found) -> Prerequisite {
    let folded = fold::fold(context, found);
    Prerequisite {
        id: rule.id.clone(),
        title: rule.title.clone(),
        area: rule.area,
        severity: rule.severity,
        subject: rows::kind(rule.subject),
        source: Source { heading: rule.heading.clone(), demand: rule.demand.clone() },
        fix: rule.fix.clone(),
        outcome: folded.outcome,
        objects: folded.objects,
        findings: folded.findings,
        undecided: folded.undecided,
        skipped: folded.skipped,
        shown: folded.shown,
        asks: folded.asks,
    }
}

fn report(facts: &Facts, selected: &Selected<'_>, run: &Run, prerequisites: Vec<Prerequisite>) -> Report {
    let mut tally = Tally::default();
    let mut advisory_tally = Tally::default();
    for prerequisite in &prerequisites {
        match prerequisite.severity {
            Severity::Required => tally.add(prerequisite.outcome),
            Severity::Advisory => advisory_tally.add(prerequisite.outcome),
        }
    }
    let outcomes = verdict::outcomes(&prerequisites);
    let (verdict, exit_code) = verdict::verdict(&outcomes, run.policy);
    Report {
        format: FORMAT,
        tool: Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() },
        verdict,
        exit_code,
        question: Question {
            profiles: selected.profiles.clone(),
            reading: run.reading,
            catalogue: format!("sha256:{}", selected.catalogue.hash),
            rule_dirs: run.rule_dirs.clone(),
        },
        vcenter: run.vcenter.clone(),
        source: run.source.clone(),
        clusters: clusters(facts),
        tally,
        advisory_tally,
        prerequisites,
    }
}

fn clusters(facts: &Facts) -> Vec<ClusterInfo> {
    let is_vm = |vm: &crate::facts::VmRef| {
        facts.vms.get(vm.0 as usize).is_some_and(|vm| !matches!(vm.template, Ok(true)))
    };
    let mut clusters: Vec<ClusterInfo> = facts
        .vcenter
        .clusters
        .items
        .iter()
        .filter_map(|reference| {
            let cluster = facts.clusters.get(reference.0 as usize)?;
            Some(ClusterInfo {
                object: rows::object(facts, ObjectKind::Cluster, reference.0 as usize),
                hosts: cluster.hosts.items.len(),
                vms: cluster.vms.items.iter().filter(|vm| is_vm(vm)).count(),
            })
        })
        .collect();
    clusters.sort_by(|a, b| (&a.object.path, &a.object.id).cmp(&(&b.object.path, &b.object.id)));
    clusters
}

/// The time a piece of work took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    (work(), start.elapsed())
}
