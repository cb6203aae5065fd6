//! Reads a report that an earlier run wrote.

use serde::Deserialize;

use crate::report::{self, Report};
use crate::terms::{Text, Told, shown_in_english, told};

/// Why a file is no report that can be compared.
#[derive(Debug, thiserror::Error)]
pub enum Foreign {
    /// It is no JSON.
    NotJson(String, serde_json::Error),
    /// It is JSON of something else.
    NotOurs(String),
    /// It is of another version of the form.
    Format {
        /// The file.
        file: String,
        /// Its format.
        format: u64,
        /// The one that is read.
        ours: u32,
    },
    /// Something in it is wrong.
    Damaged(String, serde_json::Error),
}

impl Told for Foreign {
    fn told(&self) -> Text {
        match self {
            Self::NotJson(file, error) => told!(
                [error] "{file} is no JSON report: {error}; it is written with --format json",
                "{file} は JSON 形式のレポートではありません ({error})。--format json で出力します。"
            ),
            Self::NotOurs(file) => told!(
                "{file} is no report of vpreflight; one is written with --format json",
                "{file} は vpreflight のレポートではありません。--format json で出力します。"
            ),
            Self::Format { file, format, ours } => told!(
                "{file} is a report of format {format}, and this version reads format {ours}; make it anew",
                "{file} はフォーマット {format} のレポートで、このバージョンで読み取れるのはフォーマット {ours} です。レポートを作成し直します。"
            ),
            Self::Damaged(file, error) => {
                told!([error] "{file} is a damaged report: {error}", "{file} はレポートとして破損しています: {error}")
            }
        }
    }
}

shown_in_english!(Foreign);

/// What every report begins with.
#[derive(Deserialize)]
struct Head {
    format: Option<u64>,
    tool: Option<Tool>,
}

#[derive(Deserialize)]
struct Tool {
    name: Option<String>,
}

/// Reads the bytes of a report.
///
/// # Errors
///
/// When they are no report of this format.
pub fn parse(file: &str, bytes: &[u8]) -> Result<Report, Foreign> {
    let name = || file.to_owned();
    let value: serde_json::Value =
        serde_json::from_slice(bytes).map_err(|error| Foreign::NotJson(name(), error))?;
    let head = Head::deserialize(&value).map_err(|_| Foreign::NotOurs(name()))?;
    let ours = head.tool.and_then(|tool| tool.name).is_some_and(|name| name == env!("CARGO_PKG_NAME"));
    let Some(format) = head.format.filter(|_| ours) else { return Err(Foreign::NotOurs(name())) };
    if format != u64::from(report::FORMAT) {
        return Err(Foreign::Format { file: name(), format, ours: report::FORMAT });
    }
    // From the bytes once more: only so does an error know its line.
    drop(value);
    serde_json::from_slice(bytes).map_err(|error| Foreign::Damaged(name(), error))
}
