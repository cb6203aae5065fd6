//! The finished result of a run: verdict, prerequisites, findings. Knows no format; every renderer
//! and the exit code read only this. Its JSON form is versioned: `docs/report.schema.json`.

mod altered;
mod decided;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use altered::{Baseline, Override};
pub use decided::{Decision, Given, Policy};

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
            pass: self.pass + other.pass,
            not_applicable: self.not_applicable + other.not_applicable,
        }
    }

    /// Everything counted.
    pub fn total(&self) -> usize {
        Outcome::ALL.iter().map(|outcome| self.of(*outcome)).sum()
    }
}

/// One rule with its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prerequisite {
    /// Rule id.
    pub id: String,
    /// What is true when it passes.
    pub title: Text,
    /// Part of the seed.
    pub area: Area,
    /// Seed or beyond.
    pub severity: Severity,
    /// Kind of object it judges.
    pub subject: ObjectKind,
    /// Where the seed demands it.
    pub source: Source,
    /// What to do when it does not hold.
    pub fix: Text,
    /// Outcome over all objects.
    pub outcome: Outcome,
    /// Objects by outcome.
    pub objects: Tally,
    /// The same for each cluster where anything was judged, in the order of [`Report::clusters`].
    #[serde(default)]
    pub by_cluster: Vec<InCluster>,
    /// What certainly does not hold, worst first; notes last.
    pub findings: Vec<Finding>,
    /// What could not be decided.
    pub undecided: Vec<Undecided>,
    /// What only a person can say; answered where it names a decision.
    pub asks: Vec<Ask>,
    /// To which objects it does not apply, and why.
    pub skipped: Vec<Skipped>,
    /// Values the rule shows beside any outcome, per object; at most a few.
    pub shown: Vec<Shown>,
}

impl Prerequisite {
    /// Whether something that was found or left open here has advice of its own: the rule's is then not for
    /// all of it.
    pub fn has_own_advice(&self) -> bool {
        let unread = self.undecided.iter().any(|undecided| !undecided.reasons.is_empty());
        unread || self.findings.iter().any(|finding| finding.fix.is_some())
    }
}

/// Outcome of a rule within a cluster.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InCluster {
    /// Managed-object id of the cluster; absent = what is in no cluster, such as the vCenter itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Outcome over the objects there.
    pub outcome: Outcome,
    /// Objects there by outcome.
    pub objects: Tally,
}

/// Where the seed demands a prerequisite.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Heading in the seed, as printed.
    pub heading: String,
    /// What it demands there, in our words.
    pub demand: Text,
}

/// One finding; equal evidence on several objects is one finding with several objects.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Name within its rule.
    pub name: String,
    /// Level in this run.
    pub level: Level,
    /// What is wrong, evidence filled in.
    pub message: Text,
    /// What to do, when it differs from the rule's own advice.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<Text>,
    /// Evidence by name.
    pub evidence: BTreeMap<String, Evidence>,
    /// Faults vCenter would raise.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<String>,
    /// `vmware` when the demand is VMware's and not the seed's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<String>,
    /// Hosts it concerns; empty = all of them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<String>,
    /// Where it was found.
    pub objects: Vec<Occurrence>,
    /// The waiver that accepts it there, by its place in [`Report::decisions`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<usize>,
}

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Evidence {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// Text.
    Text(String),
    /// Names.
    List(Vec<String>),
}

/// One place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occurrence {
    /// The object judged.
    pub object: Object,
    /// The host a VM is on, or the cluster a host is in; for people to find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The element within the object, e.g. the label of a drive; empty for the object itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub element: String,
    /// Managed-object id of the cluster that the object is or is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Stable identity of this finding at this place, over renames and changed words.
    pub fingerprint: String,
    /// The baseline has it, as bad or worse.
    #[serde(default, skip_serializing_if = "is_false")]
    pub known: bool,
}

/// A question that could not be decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undecided {
    /// Worst level it could reach.
    pub ceiling: Level,
    /// Why.
    pub reasons: Vec<Reason>,
    /// Where.
    pub objects: Vec<Occurrence>,
    /// What a person said instead, by its place in [`Report::decisions`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<usize>,
}

/// One reason of an unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Reason {
    /// Kind.
    pub kind: ReasonKind,
    /// The object that could not be read.
    pub object: Object,
    /// The property or call; empty for the whole object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub property: String,
    /// The server's words.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// A question to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The question.
    pub question: Text,
    /// What it is asked about: the vCenter, clusters or VMs.
    pub objects: Vec<Asked>,
    /// The answer, by its place in [`Report::decisions`]; absent = nobody has said yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<usize>,
    /// It was open in the baseline, too.
    #[serde(default, skip_serializing_if = "is_false")]
    pub known: bool,
}

/// An object that a question is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// The object.
    #[serde(flatten)]
    pub object: Object,
    /// Managed-object id of the cluster that it is or is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
}

/// Objects to which a rule does not apply, by reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Gate.
    pub gate: String,
    /// Why.
    pub because: Text,
    /// How many objects.
    pub count: usize,
    /// The first few of them.
    pub examples: Vec<Object>,
}

/// Values that a rule shows for an object.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// The object.
    pub object: Object,
    /// Values by name; unknown ones are left out.
    pub values: BTreeMap<String, Evidence>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_false(value: &bool) -> bool {
    !value
}
