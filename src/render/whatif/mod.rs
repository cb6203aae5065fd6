//! What hosts that fail or are emptied mean, for people, programs and spreadsheets.

mod csv;
mod event;
mod fate;
mod html;
mod missing;
mod remedy;
mod roll;
mod summary;
mod table;
mod told;
mod words;

#[cfg(test)]
pub(super) use words::Word;

use std::borrow::Cow;
use std::io::{self, Write};

use super::apart::{Names, names_of, rename};
use super::{PlacingFormat, Style, json_text};
use crate::placement::WhatIf;

/// Writes an answer. The same answer and style give the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn write(answer: &WhatIf, format: PlacingFormat, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let names = match format {
        PlacingFormat::Json => Names::new(),
        PlacingFormat::Table | PlacingFormat::Csv | PlacingFormat::Html => names_of(answer.namesakes.iter()),
    };
    let mut people = Cow::Borrowed(answer);
    if !names.is_empty() {
        people.to_mut().visit_vms(&mut |vm| rename(vm, &names));
    }
    let answer = &*people;
    match format {
        PlacingFormat::Table => table::write(answer, style, out),
        PlacingFormat::Json => {
            json_text::pretty(answer, out)?;
            out.write_all(b"\n")
        }
        PlacingFormat::Csv => csv::write(answer, style.lang, out),
        PlacingFormat::Html => html::write(answer, style.lang, out),
    }
}
