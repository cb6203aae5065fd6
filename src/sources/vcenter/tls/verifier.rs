//! Decides about a server's certificate. Whatever is trusted, the handshake's signature is always
//! checked: the server must hold the key of the certificate it shows.

use std::fmt::Write as _;
use std::sync::{Arc, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use sha1::Digest as _;

use super::files::{Refusal, Refused, own_certificates, read};
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;

/// TLS configuration after `settings`; what it refuses is left in `refused`.
pub(in crate::sources::vcenter) fn config(
    settings: &Settings,
    refused: &Refused,
) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let verifier = Verifier::new(settings, Arc::clone(refused), Arc::clone(&provider))?;
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::Setting(format!("TLS cannot be set up: {error}")))?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

/// Decides about a server's certificate.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    /// Check by certificate authorities; `None` when there are none at all.
    authorities: Option<Arc<WebPkiServerVerifier>>,
    /// Certificates from files of the user.
    own: Vec<CertificateDer<'static>>,
    /// The only thumbprint that is accepted.
    pin: Option<String>,
    /// Thumbprints that are accepted beside the authorities.
    known: Vec<String>,
    insecure: bool,
    refused: Refused,
}

impl Verifier {
    fn new(settings: &Settings, refused: Refused, provider: Arc<CryptoProvider>) -> Result<Self, Error> {
        let trust = &settings.trust;
        let pin = trust.thumbprint.as_deref().map(normal_thumbprint).transpose()?;
        let own = own_certificates(trust)?;
        // Nothing to look up for a certificate that is pinned, or when anything goes.
        let authorities = if pin.is_some() || trust.insecure {
            None
        } else {
            let mut roots = RootCertStore::empty();
            let system = if own.is_empty() { rustls_native_certs::load_native_certs().certs } else { vec![] };
            // Single certificates that cannot be used should not make the others useless.
            roots.add_parsable_certificates(own.iter().cloned().chain(system));
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().ok()
        };
        let known = known_thumbprints(settings)?;
        Ok(Self { provider, authorities, own, pin, known, insecure: trust.insecure, refused })
    }

    fn decide(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        if self.insecure && self.pin.is_none() {
            return Ok(());
        }
        let matches = |pin: &String| *pin == sha1_of(certificate) || *pin == sha256_of(certificate);
        if let Some(pin) = &self.pin {
            return if matches(pin) {
                Ok(())
            } else {
                Err(CertificateError::ApplicationVerificationFailure.into())
            };
        }
        let verdict = match &self.authorities {
            Some(authorities) => authorities.verify_server_cert(certificate, intermediates, name, &[], now),
            None => Err(CertificateError::UnknownIssuer.into()),
        };
        let error = match verdict {
            Ok(_) => return Ok(()),
            Err(error) => error,
        };
        if self.known.iter().any(matches) {
            return Ok(());
        }
        // A self-signed certificate that the user has named by file is its own authority, also when
        // it says so itself, which the usual check forbids to a server.
        if self.own.iter().any(|own| own == certificate) && is_authority_as_server(&error) {
            return verify_server_name(&ParsedCertificate::try_from(certificate)?, name);
        }
        Err(error)
    }
}

/// The check fails only because the server's certificate is that of an authority.
fn is_authority_as_server(error: &rustls::Error) -> bool {
    matches!(error, rustls::Error::InvalidCertificate(CertificateError::Other(_)))
        && format!("{error:?}").contains("CaUsedAsEndEntity")
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        _ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let verdict = self.decide(certificate, intermediates, name, now);
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        *refused = verdict.as_ref().err().map(|error| Refusal {
            cause: cause(error, self.pin.is_some()),
            sha1: with_colons(&sha1_of(certificate)),
            sha256: with_colons(&sha256_of(certificate)),
        });
        verdict.map(|()| ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

fn cause(error: &rustls::Error, pinned: bool) -> String {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(certificate) = error else { return error.to_string() };
    match certificate {
        C::ApplicationVerificationFailure if pinned => "its thumbprint is not the one given".to_owned(),
        C::UnknownIssuer => "its issuer is not known to this machine".to_owned(),
        C::Expired | C::ExpiredContext { .. } => "it has expired".to_owned(),
        C::NotValidYet | C::NotValidYetContext { .. } => "it is not valid yet (check the clocks)".to_owned(),
        C::NotValidForName | C::NotValidForNameContext { .. } => "it was issued for another name".to_owned(),
        C::Other(_) if is_authority_as_server(error) => "it is self-signed".to_owned(),
        other => other.to_string(),
    }
}

/// Thumbprints that the known-hosts files have for this server. Lines name the port unless it is
/// 443; what is not two words is passed over.
fn known_thumbprints(settings: &Settings) -> Result<Vec<String>, Error> {
    let server = settings.server();
    let mut known = Vec::new();
    for file in &settings.trust.known_hosts {
        for (number, line) in read(file, "known hosts")?.lines().enumerate() {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [host, thumbprint] = words[..] else { continue };
            let named =
                if host.rsplit_once(':').is_some_and(|(name, _)| !name.is_empty()) && !host.ends_with(']') {
                    host.to_owned()
                } else {
                    format!("{host}:443")
                };
            if host.starts_with('#') || !named.eq_ignore_ascii_case(&server) {
                continue;
            }
            known.push(normal_thumbprint(thumbprint).map_err(|error| {
                Error::Setting(format!("{}, line {}: {error}", file.display(), number + 1))
            })?);
        }
    }
    Ok(known)
}

/// A thumbprint as upper-case hexadecimal digits.
fn normal_thumbprint(text: &str) -> Result<String, Error> {
    let digits: String = text.trim().chars().filter(|&c| c != ':').collect::<String>().to_ascii_uppercase();
    if matches!(digits.len(), 40 | 64) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    Err(Error::Setting(
        "a thumbprint is the SHA-1 (40 hexadecimal digits) or SHA-256 (64 digits) of a certificate, with or \
         without colons"
            .to_owned(),
    ))
}

fn sha1_of(certificate: &CertificateDer<'_>) -> String {
    hex(&sha1::Sha1::digest(certificate.as_ref()))
}

fn sha256_of(certificate: &CertificateDer<'_>) -> String {
    hex(&sha2::Sha256::digest(certificate.as_ref()))
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02X}");
        text
    })
}

fn with_colons(digits: &str) -> String {
    let pairs: Vec<&str> =
        digits.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok()).collect();
    pairs.join(":")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use crate::sources::vcenter::settings::{Secret, parse_url};

    #[test]
    fn thumbprints_in_every_writing() {
        let digits = "526C4E881D78AE121CF3BB6C5BF4E28286A708AF";
        assert_eq!(normal_thumbprint(&with_colons(digits)).unwrap(), digits);
        assert_eq!(normal_thumbprint(&digits.to_lowercase()).unwrap(), digits);
        assert_eq!(normal_thumbprint(&"ab".repeat(32)).unwrap().len(), 64);
        for wrong in ["", "52:6C", &"xy".repeat(20), &"é".repeat(20)] {
            assert!(normal_thumbprint(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn known_hosts_name_host_and_port() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("known");
        let (one, two) = ("11".repeat(20), "22".repeat(20));
        std::fs::write(
            &file,
            format!("# comment\nvc {one}\nvc:8443 {two}\n[::1]:443 {two}\nthree words here\n"),
        )
        .unwrap();
        let known = |address: &str| {
            let mut settings = Settings::new(parse_url(address).unwrap().url, "u", Secret::default());
            settings.trust.known_hosts.push(file.clone());
            known_thumbprints(&settings).unwrap()
        };
        assert_eq!(known("https://VC/sdk"), [one]);
        assert_eq!(known("vc:8443"), std::slice::from_ref(&two));
        assert_eq!(known("[::1]"), [two]);
        assert!(known("other").is_empty());
    }
}
