//! What is told of a round, in its JSON form: `docs/watch.schema.json`.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::diff::Diff;
use crate::inventory::{Event, EventObject};
use crate::report::{ObjectKind, Tool, Verdict};
use crate::terms::Text;

/// Version of the JSON form.
pub const FORMAT: u32 = 1;

/// Most events that are told: the newest.
const MOST: usize = 100;

/// What is told of a round.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    /// [`FORMAT`].
    pub format: u32,
    /// What it is about.
    #[serde(rename = "type")]
    pub kind: Kind,
    /// Program that made it.
    pub tool: Tool,
    /// Host name or address of the vCenter.
    pub server: String,
    /// Its instance UUID; empty when the server gives none.
    pub instance_uuid: String,
    /// Number of the round since the watch began.
    pub round: u64,
    /// When it was read by the server's clock, or could not be by that of this machine; RFC 3339.
    pub at: String,
    /// The answer before and now.
    pub verdict: Verdicts,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<Text>,
    /// What has changed, without the places that have not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub difference: Option<Diff>,
    /// What the vCenter has recorded meanwhile; absent where that could not be told, or nobody asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<Recorded>,
}

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// The verdict, a finding, an unknown or a question is another than the last time.
    Change,
    /// The vCenter could not be read.
    Unread,
    /// It could be read again.
    ReadAgain,
}

impl Kind {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Change => "change",
            Self::Unread => "unread",
            Self::ReadAgain => "read-again",
        }
    }
}

/// The answer before and now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Verdicts {
    /// Before.
    pub was: Verdict,
    /// Now.
    pub is: Verdict,
}

/// What the vCenter has recorded between two readings, as far as it may explain what has changed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Recorded {
    /// There is more.
    pub truncated: bool,
    /// The events, oldest first.
    pub events: Vec<Recording>,
}

/// An event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Recording {
    /// Its number in the order of the server.
    pub key: i64,
    /// Its type, as the server names it.
    #[serde(rename = "type")]
    pub kind: String,
    /// When, by the server's clock; RFC 3339.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub at: String,
    /// Who did it; absent when nobody did.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub user: String,
    /// The VM that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm: Option<Who>,
    /// The host.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<Who>,
}

/// An object that an event names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Who {
    /// Managed-object id; empty when not given.
    pub id: String,
    /// Name at the time.
    pub name: String,
}

impl Recorded {
    /// Of what was recorded, events about VMs in which something has changed, and those about no VM: of hosts and
    /// clusters.
    pub fn about(difference: &Diff, events: &[Event], more: bool) -> Self {
        let changed: BTreeSet<&str> = difference
            .places
            .iter()
            .filter_map(|item| item.object.as_ref())
            .filter(|object| object.kind == ObjectKind::Vm)
            .map(|object| object.id.as_str())
            .collect();
        let told = |event: &&Event| event.vm.as_ref().is_none_or(|vm| changed.contains(vm.id.as_str()));
        let mut events: Vec<Recording> = events.iter().filter(told).map(recording).collect();
        events.sort_by_key(|event| event.key);
        events.dedup_by_key(|event| event.key);
        let over = events.len().saturating_sub(MOST);
        Self { truncated: more || over > 0, events: events.split_off(over) }
    }
}

fn recording(event: &Event) -> Recording {
    let at = event.created_s.and_then(|at| jiff::Timestamp::from_second(at).ok());
    let who = |named: &Option<EventObject>| {
        named.as_ref().map(|one| Who { id: one.id.to_string(), name: one.name.to_string() })
    };
    Recording {
        key: event.key,
        kind: event.what().to_owned(),
        at: at.map(|at| at.to_string()).unwrap_or_default(),
        user: event.user.to_string(),
        vm: who(&event.vm),
        host: who(&event.host),
    }
}
