//! The forms of answers that are no report: what can be placed, a plan, a diagnosis.

use std::io::{self, Write};
use std::path::PathBuf;

use super::args::LookArgs;
use super::exit::Failure;
use super::formats;
use super::output::{Readers, Target};
use super::wanted::Wanted;
use crate::render::{Ending, Style};

/// A form with the place it goes to, which has been tried.
#[derive(Debug)]
pub struct PlainForm<F> {
    format: F,
    style: Style,
    target: Target,
}

/// Tries the places of all forms, before anything is read.
///
/// # Errors
/// When two of them would go to one place, or one cannot be written.
pub fn open<F: Ending>(
    asked: &[Wanted<F>],
    output: Option<&PathBuf>,
    look: &LookArgs,
) -> Result<Vec<PlainForm<F>>, Failure> {
    formats::places(asked, output)?.into_iter().map(|wanted| one(wanted, look)).collect()
}

/// Tries the place of one form.
///
/// # Errors
/// When it cannot be written.
pub fn one<F>(Wanted { format, file }: Wanted<F>, look: &LookArgs) -> Result<PlainForm<F>, Failure> {
    let target = Target::of(file.as_deref(), Readers::Usual)?;
    Ok(PlainForm { format, style: look.style(file.as_deref()), target })
}

/// Writes each form. One that cannot be written keeps no other from being written.
///
/// # Errors
/// What could not be written, all of it.
pub fn write<F>(
    forms: Vec<PlainForm<F>>,
    render: impl Fn(F, Style, &mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure>
where
    F: Copy,
{
    let written = forms
        .into_iter()
        .map(|PlainForm { format, style, target }| target.write(|out| render(format, style, out)));
    formats::all_of(written.filter_map(Result::err).collect())
}
