//! What people said: attestations of what only a person can say, and waivers of what does not hold.
//! Read and checked here; nothing is judged.

mod file;
mod pattern;

#[cfg(test)]
mod tests;

use std::path::Path;

use jiff::civil::Date;

use crate::document::Problems;
use crate::rules::Catalogue;
use crate::terms::DecisionKind;
use crate::terms::renames::Renames;

pub(crate) use file::read_tables;
pub use pattern::{Pattern, Who};

/// Why a decisions file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It cannot be read.
    #[error("cannot read the decisions file {0}: {1}")]
    Io(String, std::io::Error),
    /// Something in it is wrong.
    #[error("{0}")]
    File(#[from] Problems),
}

/// The entries of a decisions file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Decisions {
    /// The file, as it was named; empty when there is none.
    pub file: String,
    /// The entries, in the order of the file.
    pub entries: Vec<Entry>,
}

/// What one entry says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Rule id.
    pub rule: String,
    /// Objects it is about; `None` = the whole vCenter.
    pub scope: Option<Pattern>,
    /// Attestation or waiver.
    pub word: Word,
    /// Who said so.
    pub by: String,
    /// Last day on which it counts.
    pub expires: Date,
    /// Line of the entry in its file.
    pub line: usize,
}

/// A person's word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Word {
    /// It holds.
    Attestation {
        /// What is said.
        statement: String,
        /// What it rests on.
        evidence: String,
        /// When it was said.
        on: Date,
    },
    /// It does not hold or cannot be told, and that is accepted.
    Waiver {
        /// The one finding it is about; `None` = whatever the rule finds there.
        finding: Option<String>,
        /// Why.
        reason: String,
        /// Where it was agreed on.
        ticket: Option<String>,
    },
}

impl Word {
    /// Which of the two it is.
    pub fn kind(&self) -> DecisionKind {
        match self {
            Self::Attestation { .. } => DecisionKind::Attestation,
            Self::Waiver { .. } => DecisionKind::Waiver,
        }
    }
}

/// Days before its end in which an entry counts as expiring.
pub const EXPIRING_DAYS: i32 = 30;

/// How an entry stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It counts.
    InForce,
    /// It counts, for [`EXPIRING_DAYS`] days at most.
    Expiring,
    /// Its last day has passed.
    Expired,
}

impl Entry {
    /// How it stands on a day.
    pub fn state(&self, today: Date) -> State {
        let left = (self.expires - today).get_days();
        match left {
            ..0 => State::Expired,
            0..=EXPIRING_DAYS => State::Expiring,
            _ => State::InForce,
        }
    }

    /// Whether it is about an object, itself or as part of one of `above`.
    pub fn covers(&self, objects: &[Who<'_>]) -> bool {
        self.scope.as_ref().is_none_or(|scope| objects.iter().any(|object| scope.matches(object)))
    }

    /// Whether it counts on a day.
    pub fn in_force(&self, today: Date) -> bool {
        today <= self.expires
    }
}

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
