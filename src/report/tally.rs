//! Numbers by outcome.

use serde::{Deserialize, Serialize};

use super::{Level, Outcome};

/// Numbers by outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    /// Fail.
    pub fail: usize,
    /// Unknown up to fail.
    pub unknown: usize,
    /// Warn.
    pub warn: usize,
    /// Unknown up to warn.
    pub unknown_warn: usize,
    /// Waits for a person.
    pub manual: usize,
    /// Waived by a person.
    #[serde(default)]
    pub waived: usize,
    /// Attested by a person.
    #[serde(default)]
    pub attested: usize,
    /// Nobody collected what would tell.
    #[serde(default)]
    pub not_asked: usize,
    /// Pass.
    pub pass: usize,
    /// Not applicable.
    pub not_applicable: usize,
}

impl Tally {
    /// Counts one outcome.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Fail => self.fail += 1,
            Outcome::Unknown { ceiling: Level::Fail } => self.unknown += 1,
            Outcome::Warn => self.warn += 1,
            Outcome::Unknown { .. } => self.unknown_warn += 1,
            Outcome::Manual => self.manual += 1,
            Outcome::Waived => self.waived += 1,
            Outcome::Attested => self.attested += 1,
            Outcome::NotAsked => self.not_asked += 1,
            Outcome::Pass => self.pass += 1,
            Outcome::NotApplicable => self.not_applicable += 1,
        }
    }

    /// How many have an outcome.
    pub fn of(&self, outcome: Outcome) -> usize {
        match outcome {
            Outcome::Fail => self.fail,
            Outcome::Unknown { ceiling: Level::Fail } => self.unknown,
            Outcome::Warn => self.warn,
            Outcome::Unknown { .. } => self.unknown_warn,
            Outcome::Manual => self.manual,
            Outcome::Waived => self.waived,
            Outcome::Attested => self.attested,
            Outcome::NotAsked => self.not_asked,
            Outcome::Pass => self.pass,
            Outcome::NotApplicable => self.not_applicable,
        }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            fail: self.fail + other.fail,
            unknown: self.unknown + other.unknown,
            warn: self.warn + other.warn,
            unknown_warn: self.unknown_warn + other.unknown_warn,
            manual: self.manual + other.manual,
            waived: self.waived + other.waived,
            attested: self.attested + other.attested,
            not_asked: self.not_asked + other.not_asked,
            pass: self.pass + other.pass,
            not_applicable: self.not_applicable + other.not_applicable,
        }
    }

    /// Of how many it is known to hold.
    pub fn held(&self) -> usize {
        self.pass + self.attested
    }

    /// Those that it applies to and that were looked at. A question that waits is counted as a question.
    pub fn judged(&self) -> usize {
        self.total() - self.not_applicable - self.not_asked - self.manual
    }

    /// Everything counted.
    pub fn total(&self) -> usize {
        Outcome::ALL.iter().map(|outcome| self.of(*outcome)).sum()
    }
}
