//! What a machine reached over the network, and what it is: answers that no vCenter can give.

use serde::{Deserialize, Serialize};

use super::Id;

/// One round of probes, made by one machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Probe {
    /// Name of the machine.
    pub machine: String,
    /// Start of the probes by that machine's clock, RFC 3339.
    pub at: String,
    /// Its operating system as Rust names it: `windows`, `linux`, `macos`, …
    pub os: String,
    /// Its memory, MiB; `None` when it could not be told.
    pub memory_mb: Option<i64>,
    /// It reached vCenter, by a session or by TCP; `None` when that was not tried.
    pub vcenter_reached: Option<bool>,
    /// TCP ports of hosts; `None` when none was tried.
    pub ports: Option<Vec<PortProbe>>,
    /// A request to the Internet; `None` when none was made.
    pub internet: Option<UrlProbe>,
}

/// One TCP port of one host.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PortProbe {
    /// Managed-object id of the host.
    pub host: Id,
    /// TCP port.
    pub port: u16,
    /// By the name under which the host was added to vCenter.
    pub by_name: Knock,
    /// By its management address; `None` when no address is known.
    #[serde(default)]
    pub by_address: Option<Knock>,
}

/// One attempt to connect.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Knock {
    /// Name or address that was tried.
    pub to: String,
    /// A connection was made.
    pub reached: bool,
    /// Why not; empty when it was.
    #[serde(default)]
    pub detail: String,
}

/// One HTTPS request.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UrlProbe {
    /// Address that was named.
    pub url: String,
    /// It answered, with whatever status.
    pub answered: bool,
    /// Why not; empty when it did.
    #[serde(default)]
    pub detail: String,
}
