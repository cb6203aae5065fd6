//! Numbers for Prometheus, in its text format 0.0.4, for the textfile directory of the node exporter.
//!
//! Labels name rules and clusters, never hosts and VMs: a series for each of 45,000 VMs would cost the
//! server more than the numbers are worth. Every outcome has its series, zeros included, so that none
//! disappears when it is put right. The help texts are in English whatever the language: two files of
//! one directory may not differ in them.

use std::borrow::Cow;
use std::fmt::Display;
use std::io::{self, Write};

use super::{Style, safe};
use crate::report::rows::Rows;
use crate::report::{Covered, Object, Outcome, Report, Stale, Tally, Verdict};
use crate::terms::Severity;

/// Writes the metrics.
pub(super) fn write(report: &Report, _: Style, out: &mut dyn Write) -> io::Result<()> {
    let mut metrics = Metrics { out };
    run(report, &mut metrics)?;
    prerequisites(report, &mut metrics)?;
    clusters(report, &mut metrics)?;
    decisions(report, &mut metrics)
}

fn run(report: &Report, metrics: &mut Metrics<'_>) -> io::Result<()> {
    metrics.begin("info", "What was checked with which program; always 1.")?;
    let about = [
        ("version", report.tool.version.as_str()),
        ("server", &report.source.server),
        ("vcenter", &report.vcenter.instance_uuid),
        ("vcenter_version", &report.vcenter.version),
        ("profiles", &report.question.profiles.join(",")),
    ];
    metrics.value("info", &about, 1)?;
    metrics.begin("verdict", "The answer of the run: 1 for the one that was given, 0 for the others.")?;
    for verdict in Verdict::ALL {
        metrics.value("verdict", &[("verdict", verdict.name())], u8::from(report.verdict == verdict))?;
    }
    metrics.begin("open_questions", "Questions that the verdict still waits for, each once.")?;
    metrics.value("open_questions", &[], report.count_open())?;
    if let Some(told) = &report.coverage {
        let about =
            "Prerequisites by whether the source of the inventory, which is no vCenter, decides them.";
        metrics.begin("coverage", about)?;
        let parts = [
            (Covered::Decided, told.decided),
            (Covered::Undecided, told.undecided.len()),
            (Covered::People, told.people.len()),
        ];
        for (part, count) in parts {
            metrics.value("coverage", &[("source", told.source.name()), ("by", part.name())], count)?;
        }
    }
    metrics.begin("exit_code", "Exit code of the run: 0 to 3.")?;
    metrics.value("exit_code", &[], report.exit_code)?;
    metrics
        .begin("overrides", "Parameters and severities that the site has set in place of the rules' own.")?;
    metrics.value("overrides", &[], report.question.overrides.len())?;
    if let Some(baseline) = &report.question.baseline {
        metrics.begin(
            "baseline_places",
            "Findings and unknowns that the baseline has, and those that are new.",
        )?;
        for (state, count) in [("known", baseline.known), ("new", baseline.new)] {
            metrics.value("baseline_places", &[("state", state)], count)?;
        }
    }
    if let Ok(at) = report.source.at.parse::<jiff::Timestamp>() {
        metrics
            .begin("read_timestamp_seconds", "When the inventory was read, by the clock of the server.")?;
        metrics.value("read_timestamp_seconds", &[], at.as_second())?;
    }
    metrics.begin("read_duration_seconds", "How long reading the inventory took.")?;
    let took = report.source.took_ms;
    metrics.value("read_duration_seconds", &[], format_args!("{}.{:03}", took / 1000, took % 1000))?;
    metrics.begin(
        "read_tls_legacy",
        "Whether it was read with --tls-legacy, over encryption that can be broken: 1 or 0.",
    )?;
    metrics.value("read_tls_legacy", &[], u8::from(report.source.tls_legacy))
}

fn prerequisites(report: &Report, metrics: &mut Metrics<'_>) -> io::Result<()> {
    metrics.begin("prerequisites", "Prerequisites by outcome.")?;
    for (severity, tally) in [(Severity::Required, report.tally), (Severity::Advisory, report.advisory_tally)]
    {
        for (outcome, count) in by_outcome(tally) {
            let labels = [("severity", severity.name()), ("outcome", outcome)];
            metrics.value("prerequisites", &labels, count)?;
        }
    }
    metrics.begin("results", "Places of findings, open questions, and objects, by what is said of them.")?;
    for (word, count) in Rows::new(report).counts() {
        metrics.value("results", &[("outcome", word.name())], count)?;
    }
    metrics.begin("rule_outcome", "Outcome of each rule: 1 for the one it has.")?;
    for rule in &report.prerequisites {
        let labels = [
            ("rule", rule.id.as_str()),
            ("severity", rule.severity.name()),
            ("outcome", rule.outcome.name()),
        ];
        metrics.value("rule_outcome", &labels, 1)?;
    }
    metrics.begin("rule_objects", "Objects of each rule by outcome.")?;
    for rule in &report.prerequisites {
        for (outcome, count) in by_outcome(rule.objects) {
            metrics.value("rule_objects", &[("rule", &rule.id), ("outcome", outcome)], count)?;
        }
    }
    Ok(())
}

/// Of each cluster how many rules have which outcome there.
fn clusters(report: &Report, metrics: &mut Metrics<'_>) -> io::Result<()> {
    let mut tallies = vec![Tally::default(); report.clusters.len()];
    let places: std::collections::HashMap<&str, usize> =
        report.clusters.iter().enumerate().map(|(at, cluster)| (cluster.object.id.as_str(), at)).collect();
    let required = report.prerequisites.iter().filter(|rule| rule.severity == Severity::Required);
    for part in required.flat_map(|rule| &rule.by_cluster) {
        let at = part.cluster.as_deref().and_then(|id| places.get(id));
        if let Some(tally) = at.and_then(|at| tallies.get_mut(*at)) {
            tally.add(part.outcome);
        }
    }
    let answers = report.answers();
    metrics.begin(
        "cluster_verdict",
        "The answer for each cluster: 1 for the one that was given, 0 for the others.",
    )?;
    for (cluster, answer) in report.clusters.iter().zip(&answers) {
        let path = path(&cluster.object);
        for verdict in Verdict::ALL {
            let labels =
                [("cluster", path.as_ref()), ("id", &cluster.object.id), ("verdict", verdict.name())];
            metrics.value("cluster_verdict", &labels, u8::from(answer.verdict == verdict))?;
        }
    }
    metrics
        .begin("cluster_open_questions", "Questions about each cluster that the verdict still waits for.")?;
    for (cluster, answer) in report.clusters.iter().zip(&answers) {
        let path = path(&cluster.object);
        let labels = [("cluster", path.as_ref()), ("id", &cluster.object.id)];
        metrics.value("cluster_open_questions", &labels, answer.open)?;
    }
    metrics.begin("cluster_prerequisites", "Required prerequisites of each cluster by outcome.")?;
    for (cluster, tally) in report.clusters.iter().zip(tallies) {
        let path = path(&cluster.object);
        for (outcome, count) in by_outcome(tally) {
            let labels = [("cluster", path.as_ref()), ("id", &cluster.object.id), ("outcome", outcome)];
            metrics.value("cluster_prerequisites", &labels, count)?;
        }
    }
    Ok(())
}

/// An object's path, or its name where it has none.
fn path(object: &Object) -> Cow<'_, str> {
    safe::line(if object.path.is_empty() { &object.name } else { &object.path })
}

fn decisions(report: &Report, metrics: &mut Metrics<'_>) -> io::Result<()> {
    metrics.begin("decisions", "Entries of the decisions file by what became of them.")?;
    let count = |stale: Option<Stale>| report.decisions.iter().filter(|entry| entry.stale == stale).count();
    for stale in std::iter::once(None).chain(Stale::ALL.map(Some)) {
        let state = stale.map_or("in-force", Stale::name);
        metrics.value("decisions", &[("state", state)], count(stale))?;
    }
    Ok(())
}

fn by_outcome(tally: Tally) -> impl Iterator<Item = (&'static str, usize)> {
    Outcome::ALL.into_iter().map(move |outcome| (outcome.name(), tally.of(outcome)))
}

/// Lines of the format.
struct Metrics<'o> {
    out: &'o mut dyn Write,
}

impl Metrics<'_> {
    /// Starts a metric; its values follow.
    fn begin(&mut self, name: &str, help: &str) -> io::Result<()> {
        writeln!(self.out, "# HELP vpreflight_{name} {help}\n# TYPE vpreflight_{name} gauge")
    }

    fn value(&mut self, name: &str, labels: &[(&str, &str)], value: impl Display) -> io::Result<()> {
        write!(self.out, "vpreflight_{name}")?;
        for (at, (label, text)) in labels.iter().enumerate() {
            let open = if at == 0 { '{' } else { ',' };
            write!(self.out, "{open}{label}=\"{}\"", escaped(text))?;
        }
        let close = if labels.is_empty() { "" } else { "}" };
        writeln!(self.out, "{close} {value}")
    }
}

/// A label's text: on one line, with `\` and `"` escaped.
pub(super) fn escaped(text: &str) -> String {
    safe::line(text).replace('\\', "\\\\").replace('"', "\\\"")
}
