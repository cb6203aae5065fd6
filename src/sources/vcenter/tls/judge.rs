//! Decides about a server's certificate by what the user trusts, whatever library speaks TLS.

use std::sync::{Arc, Mutex, PoisonError};

use super::flaw::Flaw;
use super::thumbprint::{Thumbprints, known, normal};
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::terms::{Text, Told as _};

/// The certificate that was refused last.
pub(in crate::sources::vcenter) type Refused = Arc<Mutex<Option<Refusal>>>;

/// A refused certificate.
#[derive(Clone, Debug)]
pub(in crate::sources::vcenter) struct Refusal {
    pub cause: Text,
    pub sha1: String,
    pub sha256: String,
}

/// What the user trusts.
#[derive(Debug)]
pub(super) struct Judge {
    /// The only thumbprint that is accepted.
    pin: Option<String>,
    /// Thumbprints that are accepted beside the authorities.
    known: Vec<String>,
    insecure: bool,
    refused: Refused,
}

impl Judge {
    /// What `settings` trust; what is refused is left in `refused`.
    pub fn new(settings: &Settings, refused: Refused) -> Result<Self, Error> {
        let trust = &settings.trust;
        let pin = trust.thumbprint.as_deref().map(normal).transpose()?;
        Ok(Self { pin, known: known(settings)?, insecure: trust.insecure, refused })
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
        let refusal = verdict.as_ref().err().map(|flaw| Refusal {
            cause: flaw.told(),
            sha1: prints.sha1_with_colons(),
            sha256: prints.sha256_with_colons(),
        });
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = refusal;
        verdict
    }

    fn trusts(
        &self,
        prints: &Thumbprints,
        authorities: impl FnOnce() -> Result<(), Flaw>,
    ) -> Result<(), Flaw> {
        match &self.pin {
            Some(pin) if prints.are(pin) => Ok(()),
            Some(_) => Err(Flaw::Thumbprint),
            None if self.insecure => Ok(()),
            None => authorities().or_else(|flaw| {
                if self.known.iter().any(|known| prints.are(known)) { Ok(()) } else { Err(flaw) }
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
            Judge::new(&settings, Refused::default()).unwrap()
        };
        let nobody = || Err(Flaw::Issuer);

        // A thumbprint is the only word that counts, whatever else is said.
        for text in [pin.sha1_with_colons(), pin.sha256_with_colons()] {
            let judge = judge(Some(text.to_lowercase()), true);
            assert!(!judge.asks_authorities());
            assert_eq!(judge.decide(b"this", nobody), Ok(()));
            assert_eq!(judge.decide(b"that", || Ok(())), Err(Flaw::Thumbprint));
            let left = judge.refused.lock().unwrap().take().unwrap();
            assert_eq!(left.sha1, Thumbprints::of(b"that").sha1_with_colons());
        }
        assert_eq!(judge(None, true).decide(b"that", nobody), Ok(()));
        let strict = judge(None, false);
        assert!(strict.asks_authorities());
        assert_eq!(strict.decide(b"that", nobody), Err(Flaw::Issuer));
        assert_eq!(strict.decide(b"that", || Ok(())), Ok(()));
        assert!(strict.refused.lock().unwrap().is_none());
    }
}
