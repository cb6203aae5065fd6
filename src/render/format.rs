//! The forms of a report, and of an answer about placing.

use std::{fmt, str::FromStr};

use crate::terms::{Text, Told, nearest::did_you_mean, shown_in_english, told};

/// Declares the forms of what is written: a type, and for each form a variant and the word that selects it.
macro_rules! formats {
    ($(#[$about:meta])* $set:ident: $($(#[$doc:meta])* $format:ident = $name:literal, $endings:expr;)*) => {
        $(#[$about])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub enum $set {
            $($(#[$doc])* $format,)*
        }

        impl $set {
            /// Every format.
            pub const ALL: &'static [Self] = &[$(Self::$format,)*];

            /// The word that selects it.
            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$format => $name,)*
                }
            }
        }

        impl Ending for $set {
            const ALL: &'static [Self] = Self::ALL;

            fn endings(self) -> &'static [&'static str] {
                match self {
                    $(Self::$format => &$endings,)*
                }
            }
        }

        impl fmt::Display for $set {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.name())
            }
        }

        impl FromStr for $set {
            type Err = UnknownFormat;

            fn from_str(word: &str) -> Result<Self, UnknownFormat> {
                let found = Self::ALL.iter().copied().find(|format| format.name() == word);
                let there = || Self::ALL.iter().map(|format| format.name()).collect();
                found.ok_or_else(|| UnknownFormat { word: word.to_owned(), there: there() })
            }
        }
    };
}

formats! {
    /// Form of a report.
    Format:
    /// For people, at a terminal.
    #[default]
    Table = "table", ["txt", "log"];
    /// For programs, the whole report; its form is `docs/report.schema.json`.
    Json = "json", ["json"];
    /// For programs, one line for each result; its form is `docs/jsonl.schema.json`.
    Jsonl = "jsonl", ["jsonl", "ndjson"];
    /// For test displays of build servers: JUnit XML.
    Junit = "junit", ["xml"];
    /// For code scanning: SARIF 2.1.0.
    Sarif = "sarif", ["sarif"];
    /// For GitHub Actions: annotations.
    Github = "github", [];
    /// For merge requests of GitLab: code quality.
    Gitlab = "gitlab", [];
    /// For wikis and tickets: GitHub-flavoured Markdown.
    Markdown = "markdown", ["md", "markdown"];
    /// For spreadsheets.
    Csv = "csv", ["csv"];
    /// For monitoring: Prometheus text.
    Prometheus = "prometheus", ["prom"];
    /// One page for a browser, in both languages.
    Html = "html", ["html", "htm"];
    /// How the hosts are wired, drawn, with the findings at their places: SVG.
    Svg = "svg", ["svg"];
    /// A workbook for spreadsheet programs: the whole report on sheets. It is no text.
    Xlsx = "xlsx", ["xlsx"];
    /// The chapter of the guide as a check sheet to sign: Markdown, or what the name of its file says.
    Checksheet = "checksheet", [];
}

formats! {
    /// Form of an answer about placing: who can go where, what lost hosts mean.
    PlacingFormat:
    /// For people, at a terminal.
    #[default]
    Table = "table", ["txt", "log"];
    /// For programs; their forms are `docs/matrix.schema.json` and `docs/whatif.schema.json`.
    Json = "json", ["json"];
    /// For spreadsheets.
    Csv = "csv", ["csv"];
    /// One page for a browser, in both languages.
    Html = "html", ["html", "htm"];
}

formats! {
    /// Form of a plan.
    PlanFormat:
    /// For people, at a terminal.
    #[default]
    Table = "table", ["txt", "log"];
    /// For programs; its form is `docs/plan.schema.json`.
    Json = "json", ["json"];
    /// For wikis and tickets: GitHub-flavoured Markdown.
    Markdown = "markdown", ["md", "markdown"];
    /// For spreadsheets.
    Csv = "csv", ["csv"];
    /// One page for a browser, in both languages.
    Html = "html", ["html", "htm"];
}

formats! {
    /// Form of a diagnosis of an account.
    DoctorFormat:
    /// For people, at a terminal.
    #[default]
    Table = "table", ["txt", "log"];
    /// For programs; its form is `docs/doctor.schema.json`.
    Json = "json", ["json"];
}

/// A form that files can be of.
pub trait Ending: Copy + Default + 'static {
    /// Every form.
    const ALL: &'static [Self];

    /// How its files end, without the dot.
    fn endings(self) -> &'static [&'static str];
}

/// A word that names no format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct UnknownFormat {
    /// The word.
    pub word: String,
    /// The formats there are.
    pub there: Vec<&'static str>,
}

impl Told for UnknownFormat {
    fn told(&self) -> Text {
        let Self { word, there } = self;
        let (help, there) = (did_you_mean(word, there.iter().copied()), there.join(", "));
        told!(
            [help] "there is no report format '{word}'{help}; there are: {there}",
            "「{word}」というレポート形式はありません{help}。指定できる形式: {there}"
        )
    }
}

shown_in_english!(UnknownFormat);
