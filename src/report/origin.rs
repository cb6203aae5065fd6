//! Where the data came from.

use serde::{Deserialize, Serialize};

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
    /// The same by the clock of the machine that read it, where the two are more than a day apart; dates of
    /// decisions are held against the later one then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub machine_at: Option<String>,
    /// It was read with `--tls-legacy`: over a connection that may have been weak.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub tls_legacy: bool,
    /// Milliseconds it took.
    pub took_ms: u64,
    /// Requests sent.
    pub requests: u64,
    /// Bytes received, unpacked.
    pub bytes: u64,
}
