//! Numbers of several vCenters: each metric once, its values told apart by `source` and `vcenter`, the instance UUID.

use std::io::{self, Write};

use crate::render::{Format, Style, prometheus::escaped, render};
use crate::report::{Fleet, Member, Verdict};

/// A metric: what stands before its values, and these.
struct Metric {
    head: Vec<String>,
    values: Vec<String>,
}

pub(super) fn write(fleet: &Fleet, style: Style, out: &mut dyn Write) -> io::Result<()> {
    begin(
        "fleet_verdict",
        "The answer over all vCenters: 1 for the one that was given, 0 for the others.",
        out,
    )?;
    for verdict in Verdict::ALL {
        let is = u8::from(fleet.verdict == verdict);
        writeln!(out, "vpreflight_fleet_verdict{{verdict=\"{}\"}} {is}", verdict.name())?;
    }
    begin("fleet_exit_code", "Exit code of the run over all vCenters: 0 to 4.", out)?;
    writeln!(out, "vpreflight_fleet_exit_code {}", fleet.exit_code)?;
    begin("read", "Whether a vCenter could be read: 1 or 0.", out)?;
    for one in &fleet.vcenters {
        writeln!(out, "vpreflight_read{{{}}} {}", labels(one, ""), u8::from(one.report.is_some()))?;
    }
    let mut metrics: Vec<Metric> = Vec::new();
    for one in &fleet.vcenters {
        let Some(report) = &one.report else { continue };
        let mut text = Vec::new();
        render(report, Format::Prometheus, style, &mut text)?;
        let text = String::from_utf8(text).map_err(io::Error::other)?;
        add(one, &text, &mut metrics);
    }
    for Metric { head, values } in metrics {
        for line in head.iter().chain(&values) {
            writeln!(out, "{line}")?;
        }
    }
    Ok(())
}

fn begin(name: &str, help: &str, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "# HELP vpreflight_{name} {help}\n# TYPE vpreflight_{name} gauge")
}

/// Puts the values of one vCenter beside those of the others.
fn add(one: &Member, text: &str, metrics: &mut Vec<Metric>) {
    let mut at = None;
    for line in text.lines() {
        if line.starts_with("# HELP") {
            let known =
                metrics.iter().position(|metric| metric.head.first().is_some_and(|head| head == line));
            at = Some(known.unwrap_or(metrics.len()));
            if known.is_none() {
                metrics.push(Metric { head: vec![line.to_owned()], values: Vec::new() });
            }
            continue;
        }
        let Some(metric) = at.and_then(|at| metrics.get_mut(at)) else { continue };
        if line.starts_with('#') {
            if metric.head.len() < 2 {
                metric.head.push(line.to_owned());
            }
            continue;
        }
        let (name, rest) = line.split_once('{').map_or_else(
            || {
                line.split_once(' ')
                    .map_or((line, String::new()), |(name, value)| (name, format!("}} {value}")))
            },
            |(name, rest)| (name, format!(",{rest}")),
        );
        metric.values.push(format!("{name}{{{}{rest}", labels(one, line)));
    }
}

/// Whose value it is; a value that tells the vCenter itself is not told twice.
fn labels(one: &Member, line: &str) -> String {
    let source = format!("source=\"{}\"", escaped(&one.source));
    match line.contains(",vcenter=\"") {
        true => source,
        false => format!("{source},vcenter=\"{}\"", escaped(one.instance_uuid())),
    }
}
