//! rustls: the server's certificate. Whatever is trusted, the handshake's signature is always checked: the
//! server must hold the key of the certificate it shows.

use std::sync::Arc;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};

use super::dated::{is_dated, pki};
use super::files::{authorities, own_certificates};
use super::flaw::Flaw;
use super::handshake::Handshake;
use super::judge::Judge;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::terms::told;

/// TLS configuration after `settings`; what it decides is left in `handshake`.
pub(in crate::sources::vcenter) fn config(
    settings: &Settings,
    handshake: &Handshake,
) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = Verifier::new(settings, handshake.clone(), Arc::clone(&provider))?;
    let builder =
        ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().map_err(
            |error| Error::Setting(told!("TLS cannot be set up: {error}", "TLS を準備できません: {error}")),
        )?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier)).with_no_client_auth())
}

/// Decides about a server's certificate.
#[derive(Debug)]
struct Verifier {
    provider: Arc<CryptoProvider>,
    judge: Judge,
    /// Check by certificate authorities; `None` when there are none at all, or none is asked.
    authorities: Option<Arc<WebPkiServerVerifier>>,
    /// Certificates from files of the user.
    own: Vec<CertificateDer<'static>>,
}

impl Verifier {
    fn new(settings: &Settings, handshake: Handshake, provider: Arc<CryptoProvider>) -> Result<Self, Error> {
        let judge = Judge::new(settings, handshake)?;
        let own = own_certificates(&settings.trust)?;
        let authorities = if judge.asks_authorities() {
            let mut roots = RootCertStore::empty();
            // Single certificates that cannot be used should not make the others useless.
            roots.add_parsable_certificates(authorities(&own));
            WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build().ok()
        } else {
            None
        };
        Ok(Self { provider, judge, authorities, own })
    }

    /// Whether authorities vouch for the certificate.
    fn vouched(
        &self,
        certificate: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        now: UnixTime,
    ) -> Result<(), rustls::Error> {
        let Some(authorities) = &self.authorities else { return Err(CertificateError::UnknownIssuer.into()) };
        match authorities.verify_server_cert(certificate, intermediates, name, &[], now) {
            Ok(_) => Ok(()),
            // A self-signed certificate that the user has named by file is its own authority, also when
            // it says so itself, which the usual check forbids to a server.
            Err(error) if is_authority(&error) && self.own.iter().any(|own| own == certificate) => {
                verify_server_name(&ParsedCertificate::try_from(certificate)?, name)
            }
            Err(error) => Err(error),
        }
    }
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
        // The server is told what rustls would tell it.
        let mut error = CertificateError::ApplicationVerificationFailure.into();
        let verdict = self.judge.decide(certificate, || {
            self.vouched(certificate, intermediates, name, now).map_err(|found| {
                let flaw = flaw(&found);
                error = found;
                flaw
            })
        });
        verdict.map(|()| ServerCertVerified::assertion()).map_err(|_| error)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.speaks("TLS 1.2");
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls12_signature(message, certificate, signature, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.judge.speaks("TLS 1.3");
        let algorithms = &self.provider.signature_verification_algorithms;
        rustls::crypto::verify_tls13_signature(message, certificate, signature, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// The check fails only because the server's certificate is that of an authority.
fn is_authority(error: &rustls::Error) -> bool {
    let rustls::Error::InvalidCertificate(certificate) = error else { return false };
    matches!(pki(certificate), Some(webpki::Error::CaUsedAsEndEntity))
}

fn flaw(error: &rustls::Error) -> Flaw {
    use CertificateError as C;
    let rustls::Error::InvalidCertificate(certificate) = error else { return Flaw::Other(error.to_string()) };
    match certificate {
        C::UnknownIssuer => Flaw::Issuer,
        C::Expired | C::ExpiredContext { .. } => Flaw::Expired,
        C::NotValidYet | C::NotValidYetContext { .. } => Flaw::NotYet,
        C::NotValidForName | C::NotValidForNameContext { .. } => Flaw::Name,
        _ if is_authority(error) => Flaw::SelfSigned,
        _ if is_dated(error) => Flaw::Dated,
        other => Flaw::Other(other.to_string()),
    }
}
