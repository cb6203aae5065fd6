//! A rule with its outcome, and what it rests on beside findings.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::object::is_false;
use super::{
    Area, Evidence, Finding, Level, Object, ObjectKind, Occurrence, Outcome, ReasonKind, Severity, Tally,
    Text,
};
use crate::terms::Lang;

/// One rule with its outcome.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Prerequisite {
    /// Rule id.
    pub id: String,
    /// Position among the prerequisites of the seed, from 1 on; absent for advice, and in reports of older releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
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
    /// The same for each cluster where anything was judged, in the order of `Report::clusters`.
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

    /// Whether a question waits for a person: one that is asked, or one that only the numbers tell of.
    pub fn waits(&self) -> bool {
        let open = self.asks.iter().any(|ask| ask.decision.is_none());
        open || self.waits_unnamed()
    }

    /// Whether objects wait for a person of which no question tells.
    pub fn waits_unnamed(&self) -> bool {
        self.objects.manual > 0 && self.asks.is_empty()
    }

    /// Number of things that were found, left undecided or asked.
    pub fn entries(&self) -> usize {
        self.findings.len() + self.undecided.len() + self.asks.len()
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
    /// Its places in the chapter, as `P-ESX 2`, in the order of the chapter; none in reports of older releases.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// What it demands there, in our words.
    pub demand: Text,
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
    /// What a person said instead, by its place in `Report::decisions`.
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
    /// The server's words, or what is missing or was not understood.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The same in Japanese; empty where the server said it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail_ja: String,
}

impl Reason {
    /// What is added to it, as people read it.
    pub fn detail(&self, lang: Lang) -> &str {
        match lang {
            Lang::Ja if !self.detail_ja.is_empty() => &self.detail_ja,
            _ => &self.detail,
        }
    }
}

/// A question to a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// The question.
    pub question: Text,
    /// What it is asked about: the vCenter, clusters or VMs.
    pub objects: Vec<Asked>,
    /// The answer, by its place in `Report::decisions`; absent = nobody has said yet.
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
