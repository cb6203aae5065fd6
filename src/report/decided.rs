//! What people said, as a report shows it.

use serde::{Deserialize, Serialize};

use super::{DecisionKind, Stale};

/// One entry of a decisions file about a rule of this run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Kind.
    pub kind: DecisionKind,
    /// Rule id.
    pub rule: String,
    /// Name of the one finding a waiver is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finding: Option<String>,
    /// Objects it is about: id, path or name, as written; absent = everything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// What is attested, or why it is waived.
    pub statement: String,
    /// What an attestation rests on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<String>,
    /// Where a waiver was agreed on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Who said so.
    pub by: String,
    /// When it was said, YYYY-MM-DD; attestations only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// Last day on which it counts, YYYY-MM-DD.
    pub until: String,
    /// The decisions file.
    pub file: String,
    /// Line of the entry.
    pub line: usize,
    /// Findings, undecided questions and open questions that it decides, each place counted once.
    pub places: usize,
    /// Why it decides nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stale: Option<Stale>,
}
