//! A plan as it is published.

use std::sync::Arc;

use serde::ser::SerializeStruct as _;
use serde::{Serialize, Serializer};

use crate::report::{
    Evidence, Level, NamedEvidence, Object, Question, Reason, SourceInfo, Tool, VCenterInfo, Verdict,
};
use crate::rules::Remedy;
use crate::terms::{Phase, Risk, Team, Template, Text};

/// What to do, in order, and what comes of it.
#[derive(Clone, Debug, Serialize)]
pub struct Plan {
    /// [`super::FORMAT`].
    pub format: u32,
    /// Program that made it.
    pub tool: Tool,
    /// Exit code: that of a check of the inventory as it stands.
    pub exit_code: u8,
    /// The answer as it stands.
    pub verdict: Verdict,
    /// The answer once everything that is proved here is done.
    pub verdict_after: Verdict,
    /// What was asked.
    pub question: Question,
    /// The vCenter.
    pub vcenter: VCenterInfo,
    /// How the data was obtained.
    pub source: SourceInfo,
    /// The clusters, as they stand and afterwards.
    pub clusters: Vec<ClusterOutlook>,
    /// What to do, in order.
    pub actions: Vec<Action>,
    /// What could not be read and may stop it all the same: the last step.
    pub unread: Vec<Unread>,
    /// Questions that wait for a person.
    pub questions: Vec<OpenQuestion>,
    /// Places of warnings that are left: they do not stop it.
    pub warnings_left: usize,
}

/// What is said of a cluster before and after.
#[derive(Clone, Debug, Serialize)]
pub struct ClusterOutlook {
    /// The cluster.
    pub cluster: Object,
    /// As it stands.
    pub verdict: Option<Verdict>,
    /// Once everything that is proved here is done.
    pub verdict_after: Option<Verdict>,
}

/// One thing that a person does.
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Its place in the order, from 1 on.
    pub number: usize,
    /// Name of the remedy; absent where no rule has one, and the advice of the rule stands here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// What it is done to.
    pub object: Object,
    /// Who does it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub team: Option<Team>,
    /// What it risks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<Risk>,
    /// When its turn is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<Phase>,
    /// What to do.
    #[serde(rename = "do")]
    pub what: Wording,
    /// How to take it back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<Wording>,
    /// Whether it was done in memory, and what came of that.
    pub proof: Proof,
    /// What it is for.
    pub findings: Vec<Place>,
    /// What is gone after it, whether it is for that or not.
    pub clears: Vec<Place>,
    /// What it would bring up.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub raises: Vec<Place>,
    /// The remedy and its arguments, for scripts.
    #[serde(skip)]
    pub done_by: Option<(Arc<Remedy>, NamedEvidence)>,
}

/// Whether an action was proved.
#[derive(Clone, Debug, Serialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Proof {
    /// It was done in memory, and what it is for is gone.
    Proved,
    /// It was done in memory, and helps: what it is for is gone only together with what else is to be done.
    Part,
    /// It was done in memory, and what it is for is still there.
    Remains,
    /// It was not done in memory, and why.
    NotProved {
        /// Why not.
        why: Wording,
    },
}

impl Proof {
    /// Whether it counts for what comes after.
    pub fn is_proved(&self) -> bool {
        matches!(self, Self::Proved | Self::Part)
    }
}

/// A place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Rule.
    pub rule: String,
    /// Finding.
    pub finding: String,
    /// Level.
    pub level: Level,
    /// The object.
    pub object: Object,
    /// Element within it; empty for the object itself.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub element: String,
    /// What keeps it apart from all others.
    pub fingerprint: String,
    /// What is wrong.
    pub message: Wording,
}

/// A text with values in it, which each form escapes in its own way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The text.
    pub template: Template,
    /// The values.
    pub values: NamedEvidence,
}

impl Wording {
    /// Words of this program's own, without values.
    pub fn plain(text: Text) -> Self {
        Self { template: text.into(), values: NamedEvidence::default() }
    }

    /// The text with the values as they are, for programs.
    pub fn text(&self) -> Text {
        let value = |name: &str| self.values.get(name).map(Evidence::to_string).unwrap_or_default();
        self.template.filled(value)
    }
}

impl Serialize for Wording {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let text = self.text();
        let mut both = serializer.serialize_struct("Text", 2)?;
        both.serialize_field("en", &text.en)?;
        both.serialize_field("ja", &text.ja)?;
        both.end()
    }
}

/// What could not be read, and leaves rules undecided that could fail.
#[derive(Clone, Debug, Serialize)]
pub struct Unread {
    /// What, and why.
    pub reason: Reason,
    /// Rules that wait for it.
    pub rules: Vec<String>,
}

/// A question that waits for a person.
#[derive(Clone, Debug, Serialize)]
pub struct OpenQuestion {
    /// The question.
    pub question: Text,
    /// Rules that ask it.
    pub rules: Vec<String>,
    /// What it is asked about.
    pub objects: Vec<Object>,
}
