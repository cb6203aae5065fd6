//! What both ways have in common.

use std::time::Duration;

use crate::sources::vcenter::settings::Settings;

/// What this program calls itself.
pub(super) const USER_AGENT: &str = concat!("vpreflight/", env!("CARGO_PKG_VERSION"));

/// Longest wait for a connection.
pub(super) fn connect_limit(settings: &Settings) -> Duration {
    settings.call_timeout.min(Duration::from_secs(30))
}
