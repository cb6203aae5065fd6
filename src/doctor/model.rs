//! A diagnosis as it is published.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::report::{Object, Tool, VCenterInfo};
use crate::terms::{ObjectKind, ReasonKind};

/// What an account can read, what it lacks, and what would mend that.
#[derive(Clone, Debug, Serialize)]
pub struct Diagnosis {
    /// [`super::FORMAT`].
    pub format: u32,
    /// Program that made it.
    pub tool: Tool,
    /// Exit code: 0 where everything can be read, else 3.
    pub exit_code: u8,
    /// Whether everything can be read that the profiles need.
    pub readable: Readable,
    /// The profiles.
    pub profiles: Vec<String>,
    /// Hash of the rules in force.
    pub catalogue: String,
    /// The vCenter.
    pub vcenter: VCenterInfo,
    /// Host and port.
    pub server: String,
    /// How the connection is encrypted; absent where it is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encryption: Option<Encrypted>,
    /// The account as vCenter calls it.
    pub account: String,
    /// Name of the zone in which times are shown.
    pub zone: String,
    /// The two clocks.
    pub clock: Clock,
    /// Limits of sessions, as vCenter's advanced settings have them; empty where they are not told.
    pub session_settings: BTreeMap<String, String>,
    /// How rights were told.
    pub rights: RightsTold,
    /// Whether answers come in pages.
    pub pages: Pages,
    /// Whether the account may read the root folder; absent where that is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reads_root_folder: Option<bool>,
    /// What it sees, by kind of object.
    pub sees: Vec<Sees>,
    /// What it lacks of what is needed.
    pub lacking: Vec<Lack>,
    /// Objects that others name, and that it does not see.
    pub unseen: Vec<Unseen>,
    /// Kinds of object that could not be listed.
    pub unlisted: Vec<Unlisted>,
    /// Calls that are needed and were not answered.
    pub unanswered: Vec<Unanswered>,
    /// Rules that stay unknown for all that, where they need what is missing.
    pub unknown_rules: Vec<String>,
    /// What could be asked beside it.
    pub optional: Vec<Optional>,
    /// Privileges that it holds and nothing here needs.
    pub beyond: Vec<String>,
    /// The smallest role that answers everything.
    pub role: Role,
    /// Where it is given: on the root folder.
    pub root_folder: Object,
    /// Or on each of these, with Read-only on the root folder.
    pub datacenters: Vec<Object>,
}

/// Whether everything can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Readable {
    /// It can.
    Yes,
    /// Something cannot.
    No,
    /// The server does not tell of everything.
    CannotTell,
}

/// How the connection is encrypted.
#[derive(Clone, Debug, Serialize)]
pub struct Encrypted {
    /// E.g. `TLS 1.3`; empty when it is not known.
    pub protocol: String,
    /// Who signed the certificate; empty when that is not understood.
    pub issuer: String,
    /// Whom it is for.
    pub subject: String,
    /// Its last second, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until: Option<String>,
    /// Days until then, by this machine's clock.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_left: Option<i64>,
    /// Why it was accepted.
    pub trusted_by: Trust,
    /// Its thumbprint.
    pub sha1: String,
    /// Its thumbprint.
    pub sha256: String,
}

/// Why a certificate was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Trust {
    /// An authority of the operating system vouches for it.
    System,
    /// An authority that was named does.
    OwnAuthority,
    /// A known-hosts file has its thumbprint.
    KnownHost,
    /// Its thumbprint was given.
    Thumbprint,
    /// It was not verified.
    Nobody,
}

/// The server's clock and this machine's.
#[derive(Clone, Debug, Serialize)]
pub struct Clock {
    /// The server's, RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
    /// This machine's at that time, RFC 3339.
    pub machine: String,
    /// Seconds by which the server's is ahead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ahead_s: Option<i64>,
}

/// How rights were told.
#[derive(Clone, Debug, Serialize)]
pub struct RightsTold {
    /// By what.
    pub by: By,
    /// Why not by something better.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// What tells rights.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum By {
    /// vCenter was asked about each object.
    Asked,
    /// The roles in force on each object.
    EffectiveRoles,
    /// Only what was refused.
    Refusals,
}

/// Whether answers come in pages.
#[derive(Clone, Debug, Serialize)]
pub struct Pages {
    /// Whether they do.
    pub state: Paging,
    /// The fault that refuses a further page.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub fault: String,
}

/// Whether answers come in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Paging {
    /// They do.
    Works,
    /// Further pages are refused to this account: objects are read in batches, and nothing is left out.
    Refused,
    /// There was no second page.
    NotTried,
    /// The server is too old for pages.
    NotOffered,
}

/// What is seen of one kind.
#[derive(Clone, Debug, Serialize)]
pub struct Sees {
    /// Kind of object.
    pub kind: ObjectKind,
    /// How many.
    pub objects: usize,
    /// By effective role.
    pub roles: Vec<ByRole>,
}

/// Objects with one role.
#[derive(Clone, Debug, Serialize)]
pub struct ByRole {
    /// Name of the role, or its number where the roles are not told; absent where the server does not tell the role.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// How many.
    pub objects: usize,
}

/// A privilege that is missing, or of which nothing is told.
#[derive(Clone, Debug, Serialize)]
pub struct Lack {
    /// The privilege.
    pub privilege: String,
    /// Kind of object.
    pub kind: ObjectKind,
    /// On how many objects it is missing; 0 where it is only not told.
    pub missing: usize,
    /// On how many objects nothing is told of it.
    pub untold: usize,
    /// Of how many.
    pub of: usize,
    /// Some of those on which it is missing, else of those of which nothing is told.
    pub examples: Vec<Object>,
    /// Rules that need it there.
    pub rules: Vec<String>,
}

/// Objects that others name, and that are not seen.
#[derive(Clone, Debug, Serialize)]
pub struct Unseen {
    /// Kind of object.
    pub kind: ObjectKind,
    /// How many.
    pub objects: usize,
    /// Some of those that name them.
    pub named_by: Vec<Object>,
    /// Rules that need such objects.
    pub rules: Vec<String>,
}

/// A kind of object that could not be listed.
#[derive(Clone, Debug, Serialize)]
pub struct Unlisted {
    /// Kind of object.
    pub kind: ObjectKind,
    /// Kind of reason.
    pub reason: ReasonKind,
    /// What the server said.
    pub detail: String,
    /// Rules that need such objects.
    pub rules: Vec<String>,
}

/// A call that was not answered.
#[derive(Clone, Debug, Serialize)]
pub struct Unanswered {
    /// Name of the call in the API.
    pub call: String,
    /// Privilege that it takes by the API.
    pub privilege: String,
    /// Kind of reason; absent where the answer is empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<ReasonKind>,
    /// What the server said.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Privilege that the server named as missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub named: Option<String>,
    /// Rules that need it.
    pub rules: Vec<String>,
}

/// What is asked on request, or may be withheld.
#[derive(Clone, Debug, Serialize)]
pub struct Optional {
    /// Which question.
    pub question: Asks,
    /// It was asked for, so that it counts.
    pub asked_for: bool,
    /// Whether this account can ask it; absent where that is not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub can: Option<bool>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<WhyNot>,
}

/// Questions beyond the inventory itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// Each host, what its adapters hear.
    AskHosts,
    /// vCenter's checker.
    AskVcenter,
    /// DRS.
    AskDrs,
    /// The event history.
    Events,
    /// Licences in force.
    Licences,
}

/// Why a question cannot be asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "kebab-case")]
pub enum WhyNot {
    /// A privilege is missing.
    Lacks {
        /// The privilege.
        privilege: String,
        /// Kind of object.
        kind: ObjectKind,
        /// On how many.
        objects: usize,
    },
    /// Nothing is told of a privilege.
    Untold {
        /// The privilege.
        privilege: String,
        /// Kind of object.
        kind: ObjectKind,
        /// On how many.
        objects: usize,
    },
    /// There is nobody to be asked: no such object is seen, or the server has none.
    Nobody,
    /// The release does not have it.
    NotOffered {
        /// API version that brought it.
        since: String,
    },
    /// It was tried and refused.
    Refused {
        /// What the server said; empty where the answer was.
        detail: String,
    },
}

/// A role.
#[derive(Clone, Debug, Serialize)]
pub struct Role {
    /// Its name: `ReadOnly`, or that of a role to be created.
    pub name: String,
    /// Every vCenter has it.
    pub built_in: bool,
    /// Its privileges.
    pub privileges: Vec<String>,
}
