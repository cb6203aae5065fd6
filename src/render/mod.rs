//! Writes a finished [`Report`] for people (`table`) or programs (`json`). Decides nothing: verdict,
//! exit code and outcomes are the report's own.

mod causes;
mod first;
mod html;
mod json;
mod only;
mod page;
pub mod safe;
mod table;
pub mod words;

use std::{fmt, io, io::Write, str::FromStr};

pub use only::{Kind, Only};
pub use page::wrap;

use crate::{report::Report, terms::Lang};

/// Columns of a report that does not go to a terminal.
pub const DEFAULT_WIDTH: usize = 80;

/// Fewest columns the terminal report is laid out for; a narrower terminal wraps it once more.
pub const LEAST_WIDTH: usize = 60;

/// Most columns that are used: no one reads a line of more.
pub const MOST_WIDTH: usize = 240;

/// Form of a report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// For people, at a terminal.
    #[default]
    Table,
    /// For programs; its form is `docs/report.schema.json`.
    Json,
    /// One page for a browser, in both languages.
    Html,
}

impl Format {
    /// Every format.
    pub const ALL: [Self; 3] = [Self::Table, Self::Json, Self::Html];

    /// The word that selects it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Table => "table",
            Self::Json => "json",
            Self::Html => "html",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown report format {word:?}; there are: {}", Format::ALL.map(Format::name).join(", "))]
pub struct UnknownFormat {
    /// The word.
    pub word: String,
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .into_iter()
            .find(|format| format.name() == word)
            .ok_or_else(|| UnknownFormat { word: word.to_owned() })
    }
}

/// How the report for people looks. The JSON form is the same under every style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Style {
    /// Language.
    pub lang: Lang,
    /// Columns; taken as [`LEAST_WIDTH`] to [`MOST_WIDTH`].
    pub width: usize,
    /// Whether words are coloured. Colour only repeats what the words say.
    pub colour: bool,
    /// Whether every finding is told with its objects, its evidence and what to do.
    pub details: bool,
    /// Whether everything is listed: the details, what holds, what does not apply, and every object.
    pub all: bool,
    /// The outcomes that are listed. The verdict and what to do first do not depend on it.
    pub only: Only,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            lang: Lang::En,
            width: DEFAULT_WIDTH,
            colour: false,
            details: false,
            all: false,
            only: Only::default(),
        }
    }
}

/// Writes `report` to `out`. The same report and style give the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn render(report: &Report, format: Format, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match format {
        Format::Table => table::write(report, style, out),
        Format::Json => json::write(report, out),
        Format::Html => html::write(report, style.lang, out),
    }
}
