//! How a row counts for the verdict: forms put first what stands in the way.

use super::rows::{Row, Rows};
use super::{Outcome, Verdict, stops};

/// How a row counts for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It makes the run *not ready*.
    Stops,
    /// It makes the run *cannot tell*.
    Unclear,
    /// A risk, certain or possible.
    Risk,
    /// A person has to say something about it, or has.
    Person,
    /// Nothing.
    Fine,
}

impl<'r> Rows<'r> {
    /// How a row counts for the verdict of this run.
    pub fn standing(&self, row: &Row<'r>) -> Standing {
        let Some(outcome) = row.outcome() else { return Standing::Fine };
        // What is in the baseline stands in nobody's way today.
        let stops = stops::stops(row.rule.severity, outcome, self.report.question.policy);
        match (stops.filter(|_| !row.known()), outcome) {
            (Some(Verdict::NotReady), _) => Standing::Stops,
            (Some(_), _) => Standing::Unclear,
            (None, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. }) => Standing::Risk,
            (None, Outcome::Manual | Outcome::Waived | Outcome::Attested) => Standing::Person,
            (None, Outcome::NotAsked | Outcome::Pass | Outcome::NotApplicable) => Standing::Fine,
        }
    }
}
