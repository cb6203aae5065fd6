//! Trust in the server's certificate: certificate authorities, pinned thumbprints, or none.

#[cfg(not(feature = "legacy-tls"))]
mod verifier;

use std::path::Path;
use std::sync::{Arc, Mutex};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use super::error::Error;
use super::settings::{Settings, Trust};

/// The certificate that was refused last.
pub(super) type Refused = Arc<Mutex<Option<Refusal>>>;

/// A refused certificate.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub cause: String,
    pub sha1: String,
    pub sha256: String,
}

fn own_certificates(trust: &Trust) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut own = Vec::new();
    for file in &trust.ca_files {
        let before = own.len();
        let text = read(file, "certificate authorities")?;
        for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
            own.push(certificate.map_err(|error| {
                Error::Setting(format!(
                    "{} holds no valid certificate in PEM form: {error:?}",
                    file.display()
                ))
            })?);
        }
        if own.len() == before {
            return Err(Error::Setting(format!("{} holds no certificate in PEM form", file.display())));
        }
    }
    Ok(own)
}

fn read(file: &Path, what: &str) -> Result<String, Error> {
    std::fs::read_to_string(file)
        .map_err(|error| Error::Setting(format!("cannot read the {what} in {}: {error}", file.display())))
}

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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn files_that_cannot_be_used_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let empty = folder.path().join("empty.pem");
        std::fs::write(&empty, "no certificate").unwrap();
        for file in [empty, folder.path().join("missing.pem")] {
            let trust = Trust { ca_files: vec![file.clone()], ..Trust::default() };
            let message = own_certificates(&trust).unwrap_err().to_string();
            assert!(message.contains(&file.display().to_string()), "{message}");
        }
    }
}
