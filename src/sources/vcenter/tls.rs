//! Trust in the server's certificate: certificate authorities, pinned thumbprints, or none.

mod files;
#[cfg(not(feature = "legacy-tls"))]
mod verifier;

#[cfg(feature = "legacy-tls")]
use files::own_certificates;
pub(super) use files::{Refusal, Refused};

use super::error::Error;
use super::settings::Settings;

/// Puts the trust of `settings` into a connection under construction.
#[cfg(not(feature = "legacy-tls"))]
pub(super) fn apply(
    builder: reqwest::ClientBuilder,
    settings: &Settings,
    refused: &Refused,
) -> Result<reqwest::ClientBuilder, Error> {
    Ok(builder.tls_backend_preconfigured(verifier::config(settings, refused)?))
}

/// Puts the trust of `settings` into a connection over the system's OpenSSL. It has no place for
/// thumbprints, which must not be passed over in silence.
#[cfg(feature = "legacy-tls")]
pub(super) fn apply(
    builder: reqwest::ClientBuilder,
    settings: &Settings,
    _refused: &Refused,
) -> Result<reqwest::ClientBuilder, Error> {
    let trust = &settings.trust;
    if trust.thumbprint.is_some() || !trust.known_hosts.is_empty() {
        return Err(Error::Setting(
            "this build, made for old servers, cannot check thumbprints: give the server's certificate as a \
             file with --tls-ca-certs"
                .to_owned(),
        ));
    }
    let mut builder = builder.tls_backend_native().tls_danger_accept_invalid_certs(trust.insecure);
    for certificate in own_certificates(trust)? {
        let certificate = reqwest::Certificate::from_der(&certificate)
            .map_err(|error| Error::Setting(format!("a certificate cannot be used: {error}")))?;
        builder = builder.tls_certs_merge([certificate]);
    }
    Ok(builder)
}
