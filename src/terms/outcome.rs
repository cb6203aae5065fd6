//! What a rule can say of an object, how bad that is, and the one word for it.

use serde::{Deserialize, Serialize};

use super::{Level, words::words};

/// Outcome of a rule, for one object or as a whole. From worst to best:
/// fail > unknown up to fail > warn > unknown up to warn > manual > waived > attested > not-asked > pass >
/// not-applicable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum Outcome {
    /// It certainly does not hold.
    Fail,
    /// It holds, with a documented risk.
    Warn,
    /// A datum that could change the answer is missing.
    Unknown {
        /// Worst level its undecided findings could reach.
        ceiling: Level,
    },
    /// Only a person can say.
    Manual,
    /// It does not hold or cannot be told, and a person has accepted that.
    Waived,
    /// A person has said that it holds.
    Attested,
    /// Nobody collected what would tell: of an object; the question about it says so of the rule.
    NotAsked,
    /// It holds.
    Pass,
    /// It has no meaning here.
    NotApplicable,
}

impl Outcome {
    /// Every outcome that counts for itself, worst first.
    pub const ALL: [Self; 10] = [
        Self::Fail,
        Self::Unknown { ceiling: Level::Fail },
        Self::Warn,
        Self::Unknown { ceiling: Level::Warn },
        Self::Manual,
        Self::Waived,
        Self::Attested,
        Self::NotAsked,
        Self::Pass,
        Self::NotApplicable,
    ];

    /// Rank from best (0) to worst.
    pub const fn rank(self) -> u8 {
        match self {
            Self::NotApplicable => 0,
            Self::Pass => 1,
            Self::Unknown { ceiling: Level::Note } => 1,
            Self::NotAsked => 2,
            Self::Attested => 3,
            Self::Waived => 4,
            Self::Manual => 5,
            Self::Unknown { ceiling: Level::Warn } => 6,
            Self::Warn => 7,
            Self::Unknown { ceiling: Level::Fail } => 8,
            Self::Fail => 9,
        }
    }

    /// The worse of two outcomes.
    #[must_use]
    pub const fn worst(self, other: Self) -> Self {
        if other.rank() > self.rank() { other } else { self }
    }

    /// The outcome of a finding that is true.
    pub const fn reached(level: Level) -> Self {
        match level {
            Level::Fail => Self::Fail,
            Level::Warn => Self::Warn,
            Level::Note => Self::Pass,
        }
    }

    /// The word for it, which does not tell how bad an unknown could be.
    pub const fn word(self) -> Word {
        match self {
            Self::Fail => Word::Fail,
            Self::Warn => Word::Warn,
            Self::Unknown { .. } => Word::Unknown,
            Self::Manual => Word::Manual,
            Self::Waived => Word::Waived,
            Self::Attested => Word::Attested,
            Self::NotAsked => Word::NotAsked,
            Self::Pass => Word::Pass,
            Self::NotApplicable => Word::NotApplicable,
        }
    }

    /// The name where an unknown up to a fail and one up to a warning are told apart.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unknown { ceiling: Level::Warn | Level::Note } => "unknown-warn",
            other => other.word().name(),
        }
    }
}

impl super::Words for Outcome {
    const ALL: &'static [Self] = &Self::ALL;

    fn name(self) -> &'static str {
        self.name()
    }
}

words! {
    /// What is said of an object, in one word; worst first.
    Word {
        /// It certainly does not hold.
        Fail = "fail",
        /// A datum that could change the answer is missing.
        Unknown = "unknown",
        /// It holds, with a risk.
        Warn = "warn",
        /// It waits for a person.
        Manual = "manual",
        /// A person has accepted it.
        Waived = "waived",
        /// A person has said that it holds.
        Attested = "attested",
        /// Shown, not judged.
        Note = "note",
        /// Nobody collected what would tell.
        NotAsked = "not-asked",
        /// It has no meaning there.
        NotApplicable = "not-applicable",
        /// It holds.
        Pass = "pass",
    }
}

impl From<Level> for Word {
    fn from(level: Level) -> Self {
        match level {
            Level::Fail => Self::Fail,
            Level::Warn => Self::Warn,
            Level::Note => Self::Note,
        }
    }
}

impl From<Outcome> for Word {
    fn from(outcome: Outcome) -> Self {
        outcome.word()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn outcomes_stand_worst_first_under_names_of_their_own() {
        assert!(Outcome::ALL.is_sorted_by(|a, b| a.rank() > b.rank()));
        let names: std::collections::BTreeSet<&str> = Outcome::ALL.iter().map(|one| one.name()).collect();
        assert_eq!(names.len(), Outcome::ALL.len());
    }

    #[test]
    fn the_word_is_what_reports_write() {
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap()["is"], outcome.word().name());
        }
    }
}
