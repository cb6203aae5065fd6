//! Which outcomes the report for people lists.

use crate::report::Outcome;

/// The word of an outcome, without how bad an unknown could be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// It does not hold.
    Fail,
    /// It could not be told.
    Unknown,
    /// It holds, with a risk.
    Warn,
    /// It waits for a person.
    Manual,
    /// It holds.
    Pass,
    /// It does not apply.
    NotApplicable,
    /// A person has waived what does not hold.
    Waived,
    /// A person has answered.
    Attested,
}

impl From<Outcome> for Kind {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Fail => Self::Fail,
            Outcome::Unknown { .. } => Self::Unknown,
            Outcome::Warn => Self::Warn,
            Outcome::Manual => Self::Manual,
            Outcome::Pass => Self::Pass,
            Outcome::NotApplicable => Self::NotApplicable,
            Outcome::Waived => Self::Waived,
            Outcome::Attested => Self::Attested,
        }
    }
}

/// A choice of outcomes; empty = no restriction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Only(u8);

impl Only {
    /// Whether nothing was chosen.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether an outcome was chosen, or nothing was.
    pub fn shows(self, kind: impl Into<Kind>) -> bool {
        self.is_empty() || self.0 & bit(kind.into()) != 0
    }
}

impl FromIterator<Kind> for Only {
    fn from_iter<I: IntoIterator<Item = Kind>>(kinds: I) -> Self {
        Self(kinds.into_iter().fold(0, |set, kind| set | bit(kind)))
    }
}

fn bit(kind: Kind) -> u8 {
    1 << kind as u8
}
