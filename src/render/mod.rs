//! Writes a finished [`Report`] for people, programs and pipelines. Decides nothing: verdict, exit code
//! and outcomes are the report's own.

mod altered;
mod answering;
mod apart;
mod beside;
mod causes;
mod checksheet;
mod coverage;
mod csv;
mod decision_list;
mod difference;
pub mod doctor;
mod explain;
mod first;
pub mod fleet;
mod format;
mod github;
mod gitlab;
mod html;
mod json;
mod json_text;
mod jsonl;
mod junit;
mod labels;
mod left_out;
pub mod markdown;
pub mod matrix;
mod named;
mod only;
mod page;
mod picture;
mod placement;
mod places;
mod placing;
pub mod plan;
mod prometheus;
mod quoted;
pub mod safe;
mod sarif;
mod sheet;
mod skeleton;
mod style;
mod table;
mod told;
pub mod watch;
pub mod whatif;
pub mod words;
mod xlsx;

use std::{io, io::Write};

pub use altered::{ahead as installed_ahead, closing};
pub use answering::days_of_answers;
pub use beside::{Beside, Planned};
pub use decision_list::{decisions, decisions_json};
pub use difference::{DifferenceFormat, difference};
pub use explain::{Since, explain};
pub use format::{DoctorFormat, Ending, Format, PlacingFormat, PlanFormat, UnknownFormat};
pub use only::Only;
pub use page::wrap;
pub use sheet::{CheckSheet, SheetForm, check_sheet};
pub use skeleton::{asked_about, skeleton};
pub use style::{DEFAULT_WIDTH, LEAST_WIDTH, MOST_WIDTH, Style};

use crate::report::Report;

/// Writes `report` to `out`. The same report and style give the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn render(report: &Report, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    render_beside(report, Beside::default(), format, style, out)
}

/// As [`render`], with what stands beside the report in forms that have room for it.
///
/// # Errors
/// Only those of `out`.
pub fn render_beside(
    report: &Report,
    beside: Beside<'_>,
    format: Format,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let people = apart::apart(report);
    let plan = match beside.plan {
        Planned::Made(plan) => Some(apart::apart_plan(plan, report)),
        _ => None,
    };
    let planned = plan.as_deref().map_or(beside.plan, Planned::Made);
    let beside = Beside { plan: planned, ..beside };
    match format {
        Format::Table => table::write(&people, style, out),
        Format::Json => json::write(report, out),
        Format::Jsonl => jsonl::write(report, style, out),
        Format::Junit => junit::write(&people, style, out),
        Format::Sarif => sarif::write(report, style, out),
        Format::Github => github::write(&people, style, out),
        Format::Gitlab => gitlab::write(report, style, out),
        Format::Markdown => markdown::write(&people, style, out),
        Format::Csv => csv::write(report, style, out),
        Format::Prometheus => prometheus::write(report, style, out),
        Format::Html => html::write(&people, beside, style.lang, out),
        Format::Svg => picture::write(&people, style.lang, out),
        Format::Xlsx => xlsx::write(&people, beside, style.lang, out),
        Format::Checksheet => {
            check_sheet(report, CheckSheet { lang: style.lang, ..CheckSheet::default() }, out)
        }
    }
}
