//! The whole result.

use serde::{Deserialize, Serialize};

use super::{
    ClusterInfo, Coverage, Decision, Prerequisite, Question, SourceInfo, Tally, VCenterInfo, Verdict,
};

/// Version of the JSON form.
pub const FORMAT: u32 = 1;

/// Result of one run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// [`FORMAT`].
    pub format: u32,
    /// Program that made it.
    pub tool: Tool,
    /// The answer in one word.
    pub verdict: Verdict,
    /// Questions that the verdict still waits for, each once.
    #[serde(default)]
    pub open_questions: usize,
    /// Exit code of the run; follows from the verdict and from what was asked.
    pub exit_code: u8,
    /// What was asked.
    pub question: Question,
    /// The vCenter.
    pub vcenter: VCenterInfo,
    /// How the data was obtained.
    pub source: SourceInfo,
    /// What the source could decide, where it is no vCenter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
    /// Clusters in scope.
    pub clusters: Vec<ClusterInfo>,
    /// Prerequisites of the seed by outcome.
    pub tally: Tally,
    /// Advisory rules by outcome; never part of the verdict beyond a warning.
    pub advisory_tally: Tally,
    /// Each rule with its outcome, in the order of the seed.
    pub prerequisites: Vec<Prerequisite>,
    /// What people said about these rules, in the order of the decisions file.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub decisions: Vec<Decision>,
}

/// Program that made a report.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    /// `vpreflight`.
    pub name: String,
    /// Its version.
    pub version: String,
}
