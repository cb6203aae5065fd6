//! Trust in the server's certificate: certificate authorities, pinned thumbprints, or none.

mod dated;
mod files;
mod flaw;
mod judge;
#[cfg(feature = "legacy-tls")]
pub(super) mod legacy;
mod thumbprint;
mod verifier;

pub(super) use dated::is_dated;
pub(super) use judge::{Refusal, Refused};
pub(super) use verifier::config;
