//! `convert`: any form of a report that was written as JSON before. Nothing is read but that file, and nothing is judged
//! again.

use std::path::PathBuf;

use clap::Args;

use super::args::OutputArgs;
use super::exit::{Exit, Failure};
use super::say::note;
use super::{difference, formats};
use crate::render::{Beside, Format};
use crate::report::{Report, Verdict};
use crate::terms::told;

/// Arguments of `convert`.
#[derive(Debug, Args)]
pub struct ConvertArgs {
    /// The report, from --format json of this release or an older one.
    pub report: PathBuf,
    /// How it is printed.
    #[command(flatten)]
    pub output: OutputArgs,
}

/// Runs the command. What the report says of readiness is told by the report, and not by the exit code.
pub fn run(args: &ConvertArgs) -> Result<u8, Failure> {
    if args.output.timings {
        return Err(Failure::usage(told!(
            "--timings is for a run that reads and judges; here is nothing to time",
            "--timings は読み取りと判定を行うコマンドのためのものです。変換では測定するものがありません。"
        )));
    }
    let plan = formats::plan(&args.output)?;
    let has = |format: Format| plan.iter().any(|wanted| wanted.format == format);
    let drawn = has(Format::Html) || has(Format::Svg);
    let has_xlsx = has(Format::Xlsx);
    let (html, sheet) = (has(Format::Html), has(Format::Checksheet) || has(Format::Xlsx));
    let (name, report) = difference::read(&args.report)?;
    let forms = formats::open(plan, &args.output)?;
    formats::write(&report, Beside::default(), forms, &args.output)?;
    let placing = report.clusters.iter().any(|cluster| cluster.placing.is_some());
    if drawn && !report.clusters.is_empty() {
        note(told!(
            "there is no picture of how the hosts are wired: a JSON report does not hold it; 'vpreflight check --format svg' \
             draws it",
            "JSON 形式のレポートにはホストのネットワーク構成が含まれないため、構成図は描かれません。'vpreflight check --format svg' で作成できます。"
        ));
    }
    if html && placing {
        note(told!(
            "the page has no map of which VM can go to which host: a JSON report does not hold it; 'vpreflight matrix' does",
            "JSON 形式のレポートにはどの仮想マシンがどのホストに移行できるかの表が含まれないため、ページにも表示されません。'vpreflight matrix' で確認できます。"
        ));
    }
    if (html || has_xlsx) && report.verdict != Verdict::Ready {
        note(told!(
            "there is no plan: a JSON report has no inventory to prove it with; 'vpreflight plan' makes it, and the page \
             and the workbook of 'vpreflight check' have it",
            "JSON 形式のレポートには対処の効果を確認するためのインベントリが含まれないため、対処計画はありません。'vpreflight plan' で作成できます。'vpreflight check' のページとブックには含まれます。"
        ));
    }
    if html && !placing && !report.clusters.is_empty() {
        note(told!(
            "{name} does not say what lost hosts mean, as reports of older releases do not: the page has nothing of it",
            "{name} には旧リリースのレポートと同様にホスト障害時の影響の情報がないため、ページにも表示されません"
        ));
    }
    if sheet && !has_places(&report) {
        note(told!(
            "{name} does not say where in the chapter a prerequisite stands, as reports of older releases do not: the \
             places are those of this release's rules",
            "{name} には旧リリースのレポートと同様に章での位置の情報がないため、このリリースのルールの位置を使用します"
        ));
    }
    Ok(Exit::Ok as u8)
}

/// Whether a report says where its rules stand in the chapter; one without rules has none to place.
fn has_places(report: &Report) -> bool {
    let mut rules = report.prerequisites.iter().filter(|rule| !rule.source.heading.is_empty()).peekable();
    rules.peek().is_none() || rules.any(|rule| !rule.source.places.is_empty())
}
