//! JSON Lines: one line about the run, one for each rule, one for each row. `docs/jsonl.schema.json`
//! describes a line. Names stand in it whole.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::{Style, json_text};
use crate::report::rows::{Row, Rows};
use crate::report::{
    Area, Baseline, ClusterInfo, Coverage, Decision, Level, NamedEvidence, Object, ObjectKind, Outcome,
    Override, Reason, Report, Severity, SourceInfo, Tally, Tool, VCenterInfo, Verdict,
};
use crate::terms::Lang;

/// Version of the form of a line.
const FORMAT: u32 = 1;

/// One line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
enum Line<'r> {
    Run(RunLine<'r>),
    Rule(RuleLine<'r>),
    Result(Box<ResultLine<'r>>),
    Decision(&'r Decision),
}

#[derive(Serialize)]
struct RunLine<'r> {
    format: u32,
    tool: &'r Tool,
    lang: Lang,
    verdict: Verdict,
    open_questions: usize,
    clusters: &'r [ClusterInfo],
    exit_code: u8,
    profiles: &'r [String],
    vcenter: &'r VCenterInfo,
    source: &'r SourceInfo,
    #[serde(skip_serializing_if = "Option::is_none")]
    coverage: Option<&'r Coverage>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    overrides: &'r [Override],
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<&'r Baseline>,
    tally: Tally,
    advisory_tally: Tally,
    /// Objects and places by word.
    results: BTreeMap<&'static str, usize>,
}

#[derive(Serialize)]
struct RuleLine<'r> {
    rule: &'r str,
    title: &'r str,
    area: Area,
    severity: Severity,
    subject: ObjectKind,
    outcome: Outcome,
    objects: Tally,
    heading: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<u32>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    places: &'r [String],
}

#[derive(Serialize)]
struct ResultLine<'r> {
    outcome: &'static str,
    rule: &'r str,
    severity: Severity,
    area: Area,
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    finding: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    object: Option<&'r Object>,
    #[serde(skip_serializing_if = "Option::is_none")]
    on: Option<&'r str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    element: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    cluster: Option<&'r str>,
    count: usize,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<&'r NamedEvidence>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<&'r str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    reasons: &'r [Reason],
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<&'r Decision>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fingerprint: Option<&'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<bool>,
}

/// Writes the lines.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let mut line = |line: Line<'_>| {
        json_text::compact(&line, out)?;
        out.write_all(b"\n")
    };
    line(Line::Run(run(&all, style.lang)))?;
    for rule in &report.prerequisites {
        line(Line::Rule(RuleLine {
            rule: &rule.id,
            title: rule.title.get(style.lang),
            area: rule.area,
            severity: rule.severity,
            subject: rule.subject,
            outcome: rule.outcome,
            objects: rule.objects,
            heading: &rule.source.heading,
            number: rule.number,
            places: &rule.source.places,
        }))?;
    }
    for row in all.iter() {
        line(Line::Result(Box::new(result(&row, style.lang))))?;
    }
    for decision in &report.decisions {
        line(Line::Decision(decision))?;
    }
    Ok(())
}

fn run<'r>(all: &Rows<'r>, lang: Lang) -> RunLine<'r> {
    let report = all.report;
    RunLine {
        format: FORMAT,
        tool: &report.tool,
        lang,
        verdict: report.verdict,
        open_questions: report.count_open(),
        clusters: &report.clusters,
        exit_code: report.exit_code,
        profiles: &report.question.profiles,
        vcenter: &report.vcenter,
        source: &report.source,
        coverage: report.coverage.as_ref(),
        overrides: &report.question.overrides,
        baseline: report.question.baseline.as_ref(),
        tally: report.tally,
        advisory_tally: report.advisory_tally,
        results: all.counts().into_iter().map(|(word, count)| (word.name(), count)).collect(),
    }
}

fn result<'r>(row: &Row<'r>, lang: Lang) -> ResultLine<'r> {
    use crate::report::rows::Said;
    let found = match row.said {
        Said::Found(finding) => Some(finding),
        _ => None,
    };
    let reasons = match row.said {
        Said::Undecided(undecided) => undecided.reasons.as_slice(),
        _ => &[],
    };
    ResultLine {
        outcome: row.word().name(),
        rule: &row.rule.id,
        severity: row.rule.severity,
        area: row.rule.area,
        level: row.level(),
        finding: row.finding(),
        object: row.object,
        on: row.on(),
        element: row.element(),
        cluster: row.cluster,
        count: row.count,
        message: row.message(lang),
        fix: row.fix(lang),
        evidence: found.map(|finding| &finding.evidence).filter(|evidence| !evidence.is_empty()),
        blocks: found
            .map_or_else(Vec::new, |finding| finding.blocks.iter().map(|host| host.name.as_str()).collect()),
        reasons,
        decision: row.decision,
        fingerprint: row.place.map(|place| place.fingerprint.as_str()),
        known: row.known().then_some(true),
    }
}
