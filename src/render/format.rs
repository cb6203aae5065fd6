//! The forms of a report.

use std::{fmt, str::FromStr};

use crate::terms::nearest::did_you_mean;

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
