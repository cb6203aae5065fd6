//! Several vCenters in one document. A form that has no place for more than one report is refused before anything is
//! read.

mod jsonl;
mod prometheus;
mod table;

use std::io::{self, Write};

use crate::render::{Format, Style, json_text};
use crate::report::Fleet;

/// Forms that hold several vCenters.
pub const FORMS: [Format; 4] = [Format::Table, Format::Json, Format::Jsonl, Format::Prometheus];

/// Writes what was found, in one of [`FORMS`].
///
/// # Errors
/// When it cannot be written.
pub fn fleet(fleet: &Fleet, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Jsonl => jsonl::write(fleet, style, out),
        Format::Prometheus => prometheus::write(fleet, style, out),
        Format::Json => {
            json_text::pretty(fleet, out)?;
            out.write_all(b"\n")
        }
        _ => table::write(fleet, &style, out),
    }
}
