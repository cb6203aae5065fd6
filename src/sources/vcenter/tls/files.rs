//! Certificates of authorities: the user's own, or the system's.

use std::path::Path;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;

use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Trust;
use crate::terms::{Text, told};

/// The authorities that have a say: those of the user alone where there are any, else those of the system.
pub(super) fn authorities(own: &[CertificateDer<'static>]) -> Vec<CertificateDer<'static>> {
    if own.is_empty() { rustls_native_certs::load_native_certs().certs } else { own.to_vec() }
}

pub(super) fn own_certificates(trust: &Trust) -> Result<Vec<CertificateDer<'static>>, Error> {
    let mut own = Vec::new();
    for file in &trust.ca_files {
        let before = own.len();
        let text = read(file, &told!("certificate authorities", "認証局の証明書"))?;
        for certificate in CertificateDer::pem_slice_iter(text.as_bytes()) {
            own.push(certificate.map_err(|error| {
                Error::Setting(told!(
                    "{file} holds no valid certificate in PEM form: {error:?}",
                    "{file} に PEM 形式の有効な証明書がありません: {error:?}",
                    file = file.display()
                ))
            })?);
        }
        if own.len() == before {
            return Err(Error::Setting(told!(
                "{file} holds no certificate in PEM form",
                "{file} に PEM 形式の証明書がありません",
                file = file.display()
            )));
        }
    }
    Ok(own)
}

pub(super) fn read(file: &Path, what: &Text) -> Result<String, Error> {
    std::fs::read_to_string(file).map_err(|error| {
        Error::Setting(told!(
            [what, error] "cannot read the {what} in {file}: {error}",
            "{file} から{what}を読み取れません: {error}",
            file = file.display()
        ))
    })
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
