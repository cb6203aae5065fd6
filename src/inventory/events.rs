//! Events of a cluster: what became of it, its hosts and its VMs, as far as the rules ask.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

use super::Id;

/// What an event collector gave for one cluster.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClusterEvents {
    /// Events before this were not asked for, seconds since 1970-01-01 UTC; `None` = from the
    /// oldest that the server keeps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since_s: Option<i64>,
    /// There are more events than are read: the newest are missing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// The events, oldest first.
    pub events: Vec<Event>,
}

/// Programs that logged in to vCenter, by the login events that it still has.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClientLogins {
    /// There are more events than are read: the newest are missing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub truncated: bool,
    /// The programs, each once, by name.
    pub logins: Vec<ClientLogin>,
}

/// A program that logged in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct ClientLogin {
    /// What it calls itself (`userAgent`, 5.1).
    pub agent: String,
    /// When it did so last, by the server's clock, seconds since 1970-01-01 UTC; `None` when no time
    /// was told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_s: Option<i64>,
}

/// One event, of any type: what of it the rules use.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct Event {
    /// Number in the order of the server.
    pub key: i64,
    /// Number that the events of one operation share; 0 when not given.
    pub chain_id: i64,
    /// Type as the server named it.
    pub kind: CompactString,
    /// Type of an EventEx or ExtendedEvent. vCenter spells some of them in two ways.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event_type_id: Option<CompactString>,
    /// Server clock, seconds since 1970-01-01 UTC; `None` when its text was no time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub created_s: Option<i64>,
    /// The VM. It may be gone: then only its name has a meaning.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vm: Option<EventObject>,
    /// The host, after a move the one it ended on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<EventObject>,
    /// Where it came from (`sourceHost`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_host: Option<EventObject>,
    /// Where it was to go (`destHost`, `dstHost`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dest_host: Option<EventObject>,
    /// Type of the fault that it tells of.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub fault: CompactString,
    /// Who did it; empty when nobody did.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub user: CompactString,
}

/// An object that an event names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default, rename_all = "camelCase")]
pub struct EventObject {
    /// Managed-object id; empty when not given.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub id: Id,
    /// Name at the time, escaped as the server sends it; empty when not given.
    #[serde(skip_serializing_if = "CompactString::is_empty")]
    pub name: CompactString,
}

impl Event {
    /// The type that counts: the id where there is one, else the class.
    pub fn what(&self) -> &str {
        self.event_type_id.as_deref().unwrap_or(&self.kind)
    }
}
