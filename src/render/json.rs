//! The report for programs: the report's own serde form, indented, with a line feed at its end.
//! `docs/report.schema.json` describes it.

use std::io::{self, Write};

use super::json_text;
use crate::report::Report;

/// Writes `report` as JSON. Names stand in it whole; JSON escapes what a terminal would obey.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    json_text::pretty(report, out)?;
    out.write_all(b"\n")
}
