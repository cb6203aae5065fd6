//! What people said, as a report shows it, and what the operator stated about the run.

use serde::{Deserialize, Serialize};

use super::{DecisionKind, Object, Stale, is_false};

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

/// What the operator stated on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// When the application was installed, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed_at: Option<String>,
    /// The VM of the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lms_vm: Option<Object>,
    /// The machine that probes is the PC of the vSphere Client.
    #[serde(default, skip_serializing_if = "is_false")]
    pub client_here: bool,
    /// Decisions file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decisions: Option<String>,
    /// The day against which its dates were held, YYYY-MM-DD.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub today: Option<String>,
}

impl Given {
    /// Nothing was stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// What the exit code makes of the outcomes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Policy {
    /// A warning counts as a fail, an unknown up to a warning as one up to a fail.
    #[serde(skip_serializing_if = "is_false")]
    pub fail_on_warn: bool,
    /// An unknown does not stop: exit code 0, although the verdict stays *cannot tell*.
    #[serde(skip_serializing_if = "is_false")]
    pub allow_unknown: bool,
    /// A question that waits for a person counts as unknown.
    #[serde(skip_serializing_if = "is_false")]
    pub strict: bool,
    /// An entry of the decisions file without effect makes the exit code 2.
    #[serde(skip_serializing_if = "is_false")]
    pub fail_on_stale: bool,
}

impl Policy {
    /// Nothing but what is usual.
    pub fn is_usual(&self) -> bool {
        *self == Self::default()
    }
}
