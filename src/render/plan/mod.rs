//! A plan for people, programs, spreadsheets and tickets.

mod by;
mod csv;
mod html;
mod markdown;
mod one;
mod script;
mod table;
mod told;
mod words;

use std::io::{self, Write};

pub use by::By;
pub use script::script;

use super::{PlanFormat, Style, json_text};
use crate::plan::Plan;

pub(super) use one::{Snippet, comes_to, lines_before, snippet, turn, what};
pub(super) use words::{Word, risk, team};

/// Writes a plan. The same plan and style give the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn write(plan: &Plan, by: By, format: PlanFormat, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        PlanFormat::Table => table::write(plan, by, style, out),
        PlanFormat::Json => {
            json_text::pretty(plan, out)?;
            out.write_all(b"\n")
        }
        PlanFormat::Markdown => markdown::write(plan, by, style.lang, out),
        PlanFormat::Csv => csv::write(plan, style.lang, out),
        PlanFormat::Html => html::write(plan, by, style.lang, out),
    }
}
