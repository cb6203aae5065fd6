//! What the entries of a decisions file say.

use jiff::civil::Date;

use super::pattern::{Pattern, Who};
use crate::terms::DecisionKind;

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
        /// What the rule calls that finding now: other names, several or none when it was written for an
        /// older release.
        now: Vec<String>,
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
    /// It is dated after this day: nobody can have said it yet.
    Future,
}

impl Entry {
    /// How it stands on a day.
    pub fn state(&self, today: Date) -> State {
        if matches!(self.word, Word::Attestation { on, .. } if on > today) {
            return State::Future;
        }
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
        matches!(self.state(today), State::InForce | State::Expiring)
    }
}
