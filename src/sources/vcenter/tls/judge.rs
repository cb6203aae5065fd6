//! Decides about a server's certificate by what the user trusts, whatever library speaks TLS.

use super::flaw::Flaw;
use super::handshake::{Handshake, Refusal, TrustedBy};
use super::thumbprint::{Thumbprints, known, normal};
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::terms::Told as _;

/// What the user trusts.
#[derive(Debug)]
pub(super) struct Judge {
    /// The only thumbprint that is accepted.
    pin: Option<String>,
    /// Thumbprints that are accepted beside the authorities.
    known: Vec<String>,
    insecure: bool,
    /// The authorities are those that the user has named.
    own: bool,
    handshake: Handshake,
}

impl Judge {
    /// What `settings` trust; what is decided is left in `handshake`.
    pub fn new(settings: &Settings, handshake: Handshake) -> Result<Self, Error> {
        let trust = &settings.trust;
        let pin = trust.thumbprint.as_deref().map(normal).transpose()?;
        let own = !trust.ca_files.is_empty();
        Ok(Self { pin, known: known(settings)?, insecure: trust.insecure, own, handshake })
    }

    /// Whether authorities have a say: not about a certificate that is pinned, or when anything goes.
    pub fn asks_authorities(&self) -> bool {
        self.pin.is_none() && !self.insecure
    }

    /// Decides about a certificate (DER) of which `authorities` say what they have against it.
    pub fn decide(
        &self,
        certificate: &[u8],
        authorities: impl FnOnce() -> Result<(), Flaw>,
    ) -> Result<(), Flaw> {
        let prints = Thumbprints::of(certificate);
        let verdict = self.trusts(&prints, authorities);
        match &verdict {
            Ok(by) => self.handshake.accept(certificate, *by),
            Err(flaw) => self.handshake.refuse(Refusal {
                cause: flaw.told(),
                sha1: prints.sha1_with_colons(),
                sha256: prints.sha256_with_colons(),
            }),
        }
        verdict.map(drop)
    }

    /// Both sides encrypt in this way.
    pub fn speaks(&self, protocol: &'static str) {
        self.handshake.speaks(protocol);
    }

    fn trusts(
        &self,
        prints: &Thumbprints,
        authorities: impl FnOnce() -> Result<(), Flaw>,
    ) -> Result<TrustedBy, Flaw> {
        let vouching = if self.own { TrustedBy::OwnAuthority } else { TrustedBy::System };
        match &self.pin {
            Some(pin) if prints.are(pin) => Ok(TrustedBy::Thumbprint),
            Some(_) => Err(Flaw::Thumbprint),
            None if self.insecure => Ok(TrustedBy::Nobody),
            None => authorities().map(|()| vouching).or_else(|flaw| {
                let known = self.known.iter().any(|known| prints.are(known));
                if known { Ok(TrustedBy::KnownHost) } else { Err(flaw) }
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::sources::vcenter::settings::{Secret, parse_url};

    #[test]
    fn who_is_trusted_and_what_is_left_of_who_is_not() {
        let pin = Thumbprints::of(b"this");
        let judge = |pin: Option<String>, insecure: bool| {
            let mut settings = Settings::new(parse_url("vc").unwrap().url, "u", Secret::default());
            (settings.trust.thumbprint, settings.trust.insecure) = (pin, insecure);
            Judge::new(&settings, Handshake::default()).unwrap()
        };
        let nobody = || Err(Flaw::Issuer);

        // A thumbprint is the only word that counts, whatever else is said.
        for text in [pin.sha1_with_colons(), pin.sha256_with_colons()] {
            let judge = judge(Some(text.to_lowercase()), true);
            assert!(!judge.asks_authorities());
            assert_eq!(judge.decide(b"this", nobody), Ok(()));
            assert_eq!(judge.handshake.encryption().unwrap().trusted_by, TrustedBy::Thumbprint);
            assert_eq!(judge.decide(b"that", || Ok(())), Err(Flaw::Thumbprint));
            assert!(judge.handshake.encryption().is_none());
            let left = judge.handshake.take_refused().unwrap();
            assert_eq!(left.sha1, Thumbprints::of(b"that").sha1_with_colons());
        }
        assert_eq!(judge(None, true).decide(b"that", nobody), Ok(()));
        let strict = judge(None, false);
        assert!(strict.asks_authorities());
        assert_eq!(strict.decide(b"that", nobody), Err(Flaw::Issuer));
        assert_eq!(strict.decide(b"that", || Ok(())), Ok(()));
        assert!(strict.handshake.take_refused().is_none());
        assert_eq!(strict.handshake.encryption().unwrap().trusted_by, TrustedBy::System);
    }
}
