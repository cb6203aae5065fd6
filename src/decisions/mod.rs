//! What people said: attestations of what only a person can say, and waivers of what does not hold.
//! Read and checked here; nothing is judged.

mod entry;
mod file;
mod pattern;

#[cfg(test)]
mod tests;

use std::path::Path;

use crate::document::Problems;
use crate::rules::Catalogue;
use crate::terms::renames::Renames;
use crate::terms::{Text, Told, shown_in_english, told};

pub use entry::{Decisions, EXPIRING_DAYS, Entry, State, Word};
pub(crate) use file::read_tables;
pub use pattern::{Pattern, Who};

/// Why a decisions file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    Io(String, std::io::Error),
    /// Something in it is wrong.
    File(#[from] Problems),
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Io(file, error) => told!(
                [error] "cannot read the decisions file {file}: {error}",
                "判断ファイル {file} を読み取れません: {error}"
            ),
            Self::File(problems) => problems.told(),
        }
    }
}

shown_in_english!(Error);

impl Decisions {
    /// Reads a decisions file, strictly: every name in it must exist.
    ///
    /// # Errors
    ///
    /// When the file cannot be read, or anything in it is wrong: all problems at once.
    pub fn read(path: &Path, catalogue: &Catalogue) -> Result<Self, Error> {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => Ok(Self::parse(&name, &text, catalogue)?),
            Err(error) => Err(Error::Io(name, error)),
        }
    }

    /// Reads the text of a decisions file.
    ///
    /// # Errors
    ///
    /// When anything in it is wrong: all problems with their places.
    pub fn parse(name: &str, text: &str, catalogue: &Catalogue) -> Result<Self, Problems> {
        file::parse(name, text, catalogue, Renames::OURS)
    }
}
