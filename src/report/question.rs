//! What was asked: of which objects, read how, with what the operator stated and wants of the exit code.

use serde::{Deserialize, Serialize};

use super::object::is_false;
use super::{Baseline, Object, Override, Reading};

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Profiles.
    pub profiles: Vec<String>,
    /// How the seed is read.
    pub reading: Reading,
    /// `sha256:` and the hash of all rule files and gates in force.
    pub catalogue: String,
    /// Folders of rule files beyond the built-in ones.
    pub rule_dirs: Vec<String>,
    /// What the operator stated.
    #[serde(default, skip_serializing_if = "Given::is_empty")]
    pub given: Given,
    /// What was named to be judged; empty = everything.
    #[serde(default, skip_serializing_if = "Scope::is_empty")]
    pub scope: Scope,
    /// Zone in which texts show times and days are counted; times here are in UTC.
    #[serde(default = "utc", skip_serializing_if = "is_utc")]
    pub zone: String,
    /// Parameters and severities of these rules that the site has set.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub overrides: Vec<Override>,
    /// The exit code counts only what is not in this earlier report.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Advisory rules that were not asked for, by id.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub advice_left_out: Vec<String>,
    /// What was asked of the exit code beyond the usual.
    #[serde(default, skip_serializing_if = "Policy::is_usual")]
    pub policy: Policy,
}

fn utc() -> String {
    crate::terms::time::UTC.to_owned()
}

fn is_utc(zone: &str) -> bool {
    zone == crate::terms::time::UTC
}

/// What a run was restricted to, as far as it was named.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scope {
    /// Only the clusters of these datacenters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub datacenters: Vec<Object>,
    /// Only these clusters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub clusters: Vec<Object>,
    /// Of the VMs only these, and only their clusters where no others are named. Rules about hosts
    /// and clusters judge the whole cluster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub vms: Vec<Object>,
}

impl Scope {
    /// Whether nothing was named.
    pub fn is_empty(&self) -> bool {
        self.datacenters.is_empty() && self.clusters.is_empty() && self.vms.is_empty()
    }
}

/// What the operator stated on the command line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// When the application was installed, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub installed_at: Option<String>,
    /// That is later than the reading by both clocks, that of the server and that of the machine that read.
    #[serde(default, skip_serializing_if = "is_false")]
    pub installed_ahead: bool,
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
