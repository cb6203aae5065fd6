//! The report for programs: the report's own serde form, indented, with a line feed at its end.
//! `docs/report.schema.json` describes it.

use std::io::{self, Write};

use crate::report::Report;

/// Writes `report` as JSON. Names stand in it whole and unchanged; JSON escapes control characters.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report).map_err(io::Error::from)?;
    out.write_all(b"\n")
}
