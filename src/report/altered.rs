//! What changes the meaning of a verdict or of an exit code, and is therefore told with it.

use serde::{Deserialize, Serialize};

/// A value of the site in place of what a rule file says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// Rule id.
    pub rule: String,
    /// Name of the parameter; absent = the severity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
    /// The value in force.
    pub value: String,
    /// The value of the rule file.
    pub instead_of: String,
    /// The configuration file.
    pub file: String,
    /// Line there.
    pub line: usize,
}

/// An earlier report, against which only what is new makes the run fail.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    /// Its file, as it was named.
    pub file: String,
    /// When its data was read, RFC 3339; empty when that is not known.
    pub at: String,
    /// What it answers otherwise than this report: `vcenter`, `profiles`, `reading`, `catalogue`,
    /// `overrides` or `scope`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<String>,
    /// Places of findings and undecided questions that it does not have, or has less bad.
    pub new: usize,
    /// Those that it has, as bad or worse.
    pub known: usize,
}
