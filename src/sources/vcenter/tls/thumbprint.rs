//! Thumbprints: of certificates, as people write them, and those in known-hosts files.

use std::fmt::Write as _;

use sha1::Digest as _;

use super::files::read;
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::settings::Settings;
use crate::terms::told;

/// The thumbprints of one certificate, upper-case hexadecimal digits.
#[derive(Debug)]
pub(super) struct Thumbprints {
    sha1: String,
    sha256: String,
}

impl Thumbprints {
    /// Those of a certificate (DER).
    pub fn of(certificate: &[u8]) -> Self {
        Self { sha1: hex(&sha1::Sha1::digest(certificate)), sha256: hex(&sha2::Sha256::digest(certificate)) }
    }

    /// Whether one of them is this, as [`normal`] gives it.
    pub fn are(&self, normal: &str) -> bool {
        [&self.sha1, &self.sha256].into_iter().any(|own| own == normal)
    }

    pub fn sha1_with_colons(&self) -> String {
        with_colons(&self.sha1)
    }

    pub fn sha256_with_colons(&self) -> String {
        with_colons(&self.sha256)
    }
}

/// Thumbprints that the known-hosts files have for this server. Lines name the port unless it is
/// 443; what is not two words is passed over.
pub(super) fn known(settings: &Settings) -> Result<Vec<String>, Error> {
    let server = settings.server();
    let mut known = Vec::new();
    for file in &settings.trust.known_hosts {
        for (number, line) in read(file, &told!("known hosts", "既知のホスト"))?.lines().enumerate() {
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
            known.push(normal(thumbprint).map_err(|error| {
                Error::Setting(told!(
                    [error] "{file}, line {line}: {error}",
                    "{file} の {line} 行目: {error}",
                    file = file.display(),
                    line = number + 1
                ))
            })?);
        }
    }
    Ok(known)
}

/// A thumbprint as upper-case hexadecimal digits.
pub(super) fn normal(text: &str) -> Result<String, Error> {
    let digits: String = text.trim().chars().filter(|&c| c != ':').collect::<String>().to_ascii_uppercase();
    if matches!(digits.len(), 40 | 64) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(digits);
    }
    Err(Error::Setting(
        told!("a thumbprint is the SHA-1 (40 hexadecimal digits) or SHA-256 (64 digits) of a certificate, with or \
         without colons", "サムプリントには、証明書の SHA-1 (16 進数 40 桁) または SHA-256 (64 桁) を指定します (コロンは省略できます)")
            .to_owned(),
    ))
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
        assert_eq!(normal(&with_colons(digits)).unwrap(), digits);
        assert_eq!(normal(&digits.to_lowercase()).unwrap(), digits);
        assert_eq!(normal(&"ab".repeat(32)).unwrap().len(), 64);
        for wrong in ["", "52:6C", &"xy".repeat(20), &"é".repeat(20)] {
            assert!(normal(wrong).is_err(), "{wrong}");
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
            super::known(&settings).unwrap()
        };
        assert_eq!(known("https://VC/sdk"), [one]);
        assert_eq!(known("vc:8443"), std::slice::from_ref(&two));
        assert_eq!(known("[::1]"), [two]);
        assert!(known("other").is_empty());
    }
}
