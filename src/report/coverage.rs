//! What a source could decide that holds less than a vCenter tells.

use serde::{Deserialize, Serialize};

use super::{Level, Outcome, Prerequisite, Severity, SourceKind};

/// What the source of a run could decide of the prerequisites of the seed. Each of them is in one of three
/// parts, by what the run itself made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// The source.
    pub source: SourceKind,
    /// Prerequisites that were judged.
    pub of: usize,
    /// How many of them the source could decide.
    pub decided: usize,
    /// Those that it could not, by id, in the order of the seed.
    pub undecided: Vec<String>,
    /// Those that wait for a person, or were answered by one.
    pub people: Vec<String>,
}

/// What a source could do for one prerequisite.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covered {
    /// It tells what is so.
    Decided,
    /// It does not tell enough.
    Undecided,
    /// It is for a person to say.
    People,
}

impl Covered {
    /// What the source could do for `rule`.
    pub fn of(rule: &Prerequisite) -> Self {
        // What a person accepted or answered is what the source had left open, or a fault that it had told.
        let fault = rule.findings.iter().any(|finding| finding.level > Level::Note);
        let open = rule.undecided.iter().any(|undecided| undecided.ceiling > Level::Note);
        match rule.outcome {
            Outcome::Fail | Outcome::Warn | Outcome::Pass | Outcome::NotApplicable => Self::Decided,
            Outcome::Unknown { .. } | Outcome::NotAsked => Self::Undecided,
            Outcome::Manual | Outcome::Waived | Outcome::Attested if open => Self::Undecided,
            Outcome::Waived if fault => Self::Decided,
            Outcome::Manual | Outcome::Waived | Outcome::Attested => Self::People,
        }
    }

    /// Its word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Decided => "decided",
            Self::Undecided => "undecided",
            Self::People => "people",
        }
    }
}

impl Coverage {
    /// What `source` could decide; `None` where it is a vCenter.
    pub fn of(source: SourceKind, prerequisites: &[Prerequisite]) -> Option<Self> {
        if source.is_whole() {
            return None;
        }
        let mut coverage = Self { source, of: 0, decided: 0, undecided: Vec::new(), people: Vec::new() };
        for rule in prerequisites.iter().filter(|rule| rule.severity == Severity::Required) {
            coverage.of += 1;
            match Covered::of(rule) {
                Covered::Decided => coverage.decided += 1,
                Covered::Undecided => coverage.undecided.push(rule.id.clone()),
                Covered::People => coverage.people.push(rule.id.clone()),
            }
        }
        Some(coverage)
    }
}
