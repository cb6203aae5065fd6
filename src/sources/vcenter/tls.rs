//! Trust in the server's certificate: certificate authorities, pinned thumbprints, or none.

mod certificate;
mod dated;
mod files;
mod flaw;
mod handshake;
mod judge;
#[cfg(feature = "legacy-tls")]
pub(super) mod legacy;
mod thumbprint;
mod verifier;

pub use certificate::Certificate;
pub(super) use dated::is_dated;
pub use handshake::{Encryption, TrustedBy};
pub(super) use handshake::{Handshake, Refusal};
pub(super) use verifier::config;
