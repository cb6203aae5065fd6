//! A finding: the words of its rule and the evidence between them, apart, so that each form escapes what
//! comes from an inventory in its own way.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, Serializer};

use super::{Evidence, Level, NamedEvidence, Object, ObjectKind, Occurrence, Text};
use crate::terms::Template;

/// One finding; equal evidence on several objects is one finding with several objects.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Read")]
pub struct Finding {
    /// Name within its rule.
    pub name: String,
    /// Level in this run.
    pub level: Level,
    /// What is wrong, cut at the names of the evidence.
    pub message: Template,
    /// What to do, when it differs from the rule's own advice.
    pub fix: Option<Template>,
    /// Evidence by name.
    pub evidence: NamedEvidence,
    /// Faults vCenter would raise.
    pub faults: Vec<String>,
    /// `vmware` when the demand is VMware's and not the seed's.
    pub basis: Option<String>,
    /// Hosts it concerns; empty = all of them.
    pub blocks: Vec<Object>,
    /// Where it was found.
    pub objects: Vec<Occurrence>,
    /// The waiver that accepts it there, by its place in [`super::Report::decisions`].
    pub decision: Option<usize>,
}

impl Finding {
    /// What is wrong, with the evidence as it is: for programs, which escape the whole.
    pub fn text(&self) -> Text {
        self.filled(&self.message)
    }

    fn filled(&self, template: &Template) -> Text {
        template.filled(|name| self.evidence.get(name).map(Evidence::to_string).unwrap_or_default())
    }
}

/// A finding as it is published: its texts filled in, its hosts by name, and once more with their ids.
#[derive(Serialize)]
struct Written<'f> {
    name: &'f str,
    level: Level,
    message: Text,
    #[serde(skip_serializing_if = "Option::is_none")]
    fix: Option<Text>,
    evidence: &'f NamedEvidence,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    faults: &'f [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    basis: Option<&'f str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    blocks: Vec<&'f str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    blocked: &'f [Object],
    objects: &'f [Occurrence],
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<usize>,
}

impl Serialize for Finding {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let written = Written {
            name: &self.name,
            level: self.level,
            message: self.text(),
            fix: self.fix.as_ref().map(|fix| self.filled(fix)),
            evidence: &self.evidence,
            faults: &self.faults,
            basis: self.basis.as_deref(),
            blocks: self.blocks.iter().map(|host| host.name.as_str()).collect(),
            blocked: &self.blocks,
            objects: &self.objects,
            decision: self.decision,
        };
        written.serialize(serializer)
    }
}

/// A finding as it is read back: where in its texts the evidence stood is not told any more.
#[derive(Deserialize)]
struct Read {
    name: String,
    level: Level,
    message: Text,
    fix: Option<Text>,
    evidence: BTreeMap<String, Evidence>,
    #[serde(default)]
    faults: Vec<String>,
    basis: Option<String>,
    #[serde(default)]
    blocks: Vec<String>,
    /// Absent in reports of older releases.
    #[serde(default)]
    blocked: Vec<Object>,
    objects: Vec<Occurrence>,
    decision: Option<usize>,
}

impl From<Read> for Finding {
    fn from(read: Read) -> Self {
        let host = |name| Object { kind: ObjectKind::Host, id: String::new(), name, path: String::new() };
        Self {
            name: read.name,
            level: read.level,
            message: read.message.into(),
            fix: read.fix.map(Template::from),
            evidence: read.evidence.into_iter().collect(),
            faults: read.faults,
            basis: read.basis,
            blocks: if read.blocked.is_empty() {
                read.blocks.into_iter().map(host).collect()
            } else {
                read.blocked
            },
            objects: read.objects,
            decision: read.decision,
        }
    }
}
