//! The finished result of a run: verdict, prerequisites, findings. Knows no format; every renderer
//! and the exit code read only this. Its JSON form is versioned: `docs/report.schema.json`.

mod altered;
mod decided;
mod finding;
mod prerequisite;
pub mod rows;
pub mod stops;
mod tally;

use serde::{Deserialize, Serialize};

pub use altered::{Baseline, Override};
pub use decided::{Decision, Given, Policy};
pub use finding::{Evidence, Finding};
pub use prerequisite::{
    Ask, Asked, InCluster, Occurrence, Prerequisite, Reason, Shown, Skipped, Source, Undecided, distinct,
};
pub use tally::Tally;

pub use crate::terms::{
    Area, DecisionKind, Level, ObjectKind, Outcome, Reading, ReasonKind, Severity, Stale, Text, Verdict,
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
    /// Exit code of the run; follows from the verdict and from what was asked.
    pub exit_code: u8,
    /// What was asked.
    pub question: Question,
    /// The vCenter.
    pub vcenter: VCenterInfo,
    /// How the data was obtained.
    pub source: SourceInfo,
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

/// The vCenter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VCenterInfo {
    /// Product name.
    pub name: String,
    /// Product version.
    pub version: String,
    /// Build number.
    pub build: String,
    /// API version that was spoken.
    pub api_version: String,
    /// Instance UUID; empty when the server gives none.
    pub instance_uuid: String,
}

/// How the data was obtained. The same for a live check and a check of its saved inventory.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceInfo {
    /// Host name or address of the server.
    pub server: String,
    /// Start of the reading by the server's clock, RFC 3339; empty when the clock was not read.
    pub at: String,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// Requests sent.
    pub requests: u64,
    /// Bytes received, unpacked.
    pub bytes: u64,
}

/// A cluster in scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterInfo {
    /// The cluster.
    pub object: Object,
    /// Hosts that were read.
    pub hosts: usize,
    /// VMs that were read, templates not counted.
    pub vms: usize,
}

/// An inventory object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Object {
    /// Kind.
    pub kind: ObjectKind,
    /// Managed-object id; the instance UUID for the vCenter.
    pub id: String,
    /// Name as people write it.
    pub name: String,
    /// Inventory path; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
