//! Writes a finished [`Report`] for people, programs and pipelines. Decides nothing: verdict, exit code
//! and outcomes are the report's own.

mod altered;
mod causes;
mod csv;
mod difference;
mod first;
mod github;
mod html;
mod json;
mod json_text;
mod jsonl;
mod junit;
pub mod markdown;
mod named;
mod only;
mod page;
mod prometheus;
pub mod safe;
mod sarif;
mod table;
mod told;
pub mod words;

use std::{fmt, io, io::Write, str::FromStr};

pub use difference::{DifferenceFormat, difference};
pub use only::Only;
pub use page::wrap;

use crate::{
    report::Report,
    terms::{Lang, nearest::did_you_mean},
};

/// Columns of a report that does not go to a terminal.
pub const DEFAULT_WIDTH: usize = 80;

/// Fewest columns the terminal report is laid out for; a narrower terminal wraps it once more.
pub const LEAST_WIDTH: usize = 60;

/// Most columns that are used: no one reads a line of more.
pub const MOST_WIDTH: usize = 240;

/// Declares the forms of a report: a variant and the word that selects it.
macro_rules! formats {
    ($($(#[$doc:meta])* $format:ident = $name:literal;)*) => {
        /// Form of a report.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum Format {
            $($(#[$doc])* $format,)*
        }

        impl Format {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$format,)*];

            /// The word that selects it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)*
                }
            }
        }
    };
}

formats! {
    /// For people, at a terminal.
    #[default]
    Table = "table";
    /// For programs, the whole report; its form is `docs/report.schema.json`.
    Json = "json";
    /// For programs, one line for each result; its form is `docs/jsonl.schema.json`.
    Jsonl = "jsonl";
    /// For test displays of build servers: JUnit XML.
    Junit = "junit";
    /// For code scanning: SARIF 2.1.0.
    Sarif = "sarif";
    /// For GitHub Actions: annotations.
    Github = "github";
    /// For wikis and tickets: GitHub-flavoured Markdown.
    Markdown = "markdown";
    /// For spreadsheets.
    Csv = "csv";
    /// For monitoring: Prometheus text.
    Prometheus = "prometheus";
    /// One page for a browser, in both languages.
    Html = "html";
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no report format '{word}'{}; there are: {}", did_you_mean(word, names()), names().collect::<Vec<_>>().join(", "))]
pub struct UnknownFormat {
    /// The word.
    pub word: String,
}

/// The words that select a format.
fn names() -> impl Iterator<Item = &'static str> {
    Format::ALL.iter().map(|format| format.name())
}

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.name() == word)
            .ok_or_else(|| UnknownFormat { word: word.to_owned() })
    }
}

/// How the report for people looks. The JSON form is the same under every style, and the other forms for
/// programs differ in the language of their messages only.
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
        Format::Jsonl => jsonl::write(report, style, out),
        Format::Junit => junit::write(report, style, out),
        Format::Sarif => sarif::write(report, style, out),
        Format::Github => github::write(report, style, out),
        Format::Markdown => markdown::write(report, style, out),
        Format::Csv => csv::write(report, style, out),
        Format::Prometheus => prometheus::write(report, style, out),
        Format::Html => html::write(report, style.lang, out),
    }
}
