//! What a handshake with the server has shown: the certificate, who vouches for it or what is wrong with it, and how the
//! two sides encrypt.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::certificate::Certificate;
use super::thumbprint::Thumbprints;
use crate::terms::Text;

/// The last handshake, as whoever decides about certificates leaves it.
#[derive(Clone, Debug, Default)]
pub(in crate::sources::vcenter) struct Handshake(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    refused: Option<Refusal>,
    accepted: Option<(Vec<u8>, TrustedBy)>,
    protocol: Option<&'static str>,
}

/// A refused certificate.
#[derive(Clone, Debug)]
pub(in crate::sources::vcenter) struct Refusal {
    pub cause: Text,
    pub sha1: String,
    pub sha256: String,
}

/// Why a certificate was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrustedBy {
    /// An authority of the operating system vouches for it.
    System,
    /// An authority that the user has named does.
    OwnAuthority,
    /// A known-hosts file has its thumbprint.
    KnownHost,
    /// Its thumbprint was given.
    Thumbprint,
    /// Nobody asked.
    Nobody,
}

/// How the connection is encrypted.
#[derive(Clone, Debug)]
pub struct Encryption {
    /// E.g. `TLS 1.3`; empty when it is not known.
    pub protocol: &'static str,
    /// What the server's certificate says of itself, if that is understood.
    pub certificate: Option<Certificate>,
    /// Why it was accepted.
    pub trusted_by: TrustedBy,
    /// Thumbprint of the certificate.
    pub sha1: String,
    /// Thumbprint of the certificate.
    pub sha256: String,
}

impl Handshake {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn refuse(&self, refusal: Refusal) {
        let mut state = self.state();
        (state.refused, state.accepted) = (Some(refusal), None);
    }

    pub fn accept(&self, certificate: &[u8], by: TrustedBy) {
        let mut state = self.state();
        (state.refused, state.accepted) = (None, Some((certificate.to_vec(), by)));
    }

    pub fn speaks(&self, protocol: &'static str) {
        self.state().protocol = Some(protocol);
    }

    /// The certificate that was refused last, once.
    pub fn take_refused(&self) -> Option<Refusal> {
        self.state().refused.take()
    }

    /// How the connection is encrypted; `None` where it is not.
    pub fn encryption(&self) -> Option<Encryption> {
        let state = self.state();
        let (certificate, trusted_by) = state.accepted.as_ref()?;
        let prints = Thumbprints::of(certificate);
        Some(Encryption {
            protocol: state.protocol.unwrap_or_default(),
            certificate: Certificate::read(certificate),
            trusted_by: *trusted_by,
            sha1: prints.sha1_with_colons(),
            sha256: prints.sha256_with_colons(),
        })
    }
}
