//! What every sheet of the workbook is made of.

use super::grid::Formats;
use crate::render::html::{Mark, Says};
use crate::report::rows::{Row, Rows, Word as Is};
use crate::report::{Level, Outcome, Report};
use crate::terms::Lang;

/// What a book is being made of.
pub(super) struct Book<'r> {
    /// The report.
    pub(super) report: &'r Report,
    /// Its rows.
    pub(super) all: Rows<'r>,
    /// The language of the book.
    pub(super) lang: Lang,
    /// How cells look.
    pub(super) formats: Formats,
}

/// The word of a row, in full.
pub(super) fn word_of(row: &Row<'_>) -> Says {
    let note = || Mark::from(Level::Note).word;
    match (row.outcome(), row.word()) {
        (_, Is::Note) => note(),
        (Some(outcome), _) => Mark::from(outcome).word,
        (None, _) => Mark::from(Outcome::Unknown { ceiling: Level::Warn }).word,
    }
}
