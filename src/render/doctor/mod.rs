//! A diagnosis of an account for people and for programs.

mod lines;
mod script;
mod table;
mod words;

use std::io::{self, Write};

use serde::Serialize;

use self::script::{Script, script};
use super::{DoctorFormat, Style, json_text};
use crate::doctor::Diagnosis;
use crate::terms::Dialect;

#[cfg(test)]
pub(super) use words::Word;

/// The diagnosis with what would mend it.
#[derive(Serialize)]
struct Published<'d> {
    #[serde(flatten)]
    diagnosis: &'d Diagnosis,
    scripts: Scripts,
}

/// The lines that create and assign the role, by tool.
#[derive(Serialize)]
struct Scripts {
    govc: Script,
    powercli: Script,
}

/// Writes a diagnosis. The same one in the same style gives the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn write(
    diagnosis: &Diagnosis,
    format: DoctorFormat,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        DoctorFormat::Table => table::write(diagnosis, style, out),
        DoctorFormat::Json => {
            let scripts = Scripts {
                govc: script(diagnosis, Dialect::Govc),
                powercli: script(diagnosis, Dialect::Powercli),
            };
            json_text::pretty(&Published { diagnosis, scripts }, out)?;
            out.write_all(b"\n")
        }
    }
}
