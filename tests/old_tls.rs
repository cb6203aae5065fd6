//! Servers that have only what is no longer safe, met without `--tls-legacy`; what a reading with it is told as.
//! That it reads them is shown by `scripts/jobs/legacy-tls`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;

use common::{Run, Vcsim, run, words};

/// Exit code when the inventory could not be obtained.
const NOT_OBTAINED: i32 = 4;

fn check(server: &Vcsim, more: &[&str]) -> Run {
    let flags = [words(&["check", "--lang", "en"]), server.account(), words(more)].concat();
    run(&flags, &[])
}

/// One kind of age at a time, with a certificate that is accepted: what is left is the server's TLS.
#[test]
fn a_server_that_is_too_old_is_told_with_the_flag() {
    for old in [
        &["-tls", "1.0"][..],
        &["-tls", "1.1"],
        &["-tls", "1.2", "-rsa", "2048", "-rsa-key-exchange"],
        &["-tls", "1.2", "-rsa", "1024"],
        &["-tls", "1.2", "-p521"],
    ] {
        let server = Vcsim::start_with("healthy", old);
        let run = check(&server, &["--thumbprint", &server.at.sha256]);
        assert_eq!(run.code, NOT_OBTAINED, "{old:?}: {}", run.stderr);
        for word in ["no encrypted connection", server.authority(), "no longer safe", "--tls-legacy"] {
            assert!(run.stderr.contains(word), "{old:?}: no {word:?} in {}", run.stderr);
        }
        assert!(server.minutes().calls.is_empty(), "{old:?}");
        run.keeps_secret(&server.at.password);
    }
}

/// An authority that signs with what is no longer safe: the certificate is refused, with the flag.
#[test]
fn a_certificate_that_is_too_old_is_told_with_the_flag() {
    let server = Vcsim::start_with("healthy", &["-tls", "1.2", "-rsa", "2048"]);
    let run = check(&server, &["--tls-ca-certs", server.at.ca_file.to_str().unwrap()]);
    assert_eq!(run.code, NOT_OBTAINED, "{}", run.stderr);
    for word in ["is not trusted", "--tls-legacy", &server.at.sha256] {
        assert!(run.stderr.contains(word), "no {word:?} in {}", run.stderr);
    }
}

#[cfg(not(feature = "legacy-tls"))]
#[test]
fn a_build_without_openssl_says_where_to_get_one() {
    let server = Vcsim::start("healthy");
    let trust = server.at.ca_file.to_str().unwrap();
    let run = check(&server, &["--tls-legacy", "--tls-ca-certs", trust]);
    assert_eq!(run.code, 2, "{}", run.stderr);
    for word in ["--tls-legacy", "binaries of a release", "--features legacy-tls", "docs/old-vcenters.md"] {
        assert!(run.stderr.contains(word), "no {word:?} in {}", run.stderr);
    }
    assert!(server.minutes().calls.is_empty());
}

/// Whatever can be taken for the report of an ordinary reading says that this was none, in both languages.
#[test]
fn a_reading_over_old_tls_is_told_in_the_report() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base.json");
    let mut inventory: serde_json::Value = serde_json::from_slice(&fs::read(base).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let report = |inventory: &serde_json::Value, form: &str, lang: &str| {
        let file = folder.path().join("saved.json");
        fs::write(&file, inventory.to_string()).unwrap();
        let flags = ["check", "--format", form, "--lang", lang, "--inventory", file.to_str().unwrap()];
        run(&words(&flags), &[]).stdout
    };
    let forms = [
        ("table", "--tls-legacy"),
        ("markdown", "--tls-legacy"),
        ("html", "--tls-legacy"),
        ("junit", "--tls-legacy"),
        ("github", "--tls-legacy"),
        ("json", "tls_legacy"),
        ("jsonl", "tls_legacy"),
        ("sarif", "tlsLegacy"),
        ("prometheus", "vpreflight_read_tls_legacy 1"),
    ];
    for told in [false, true] {
        if told {
            inventory["collection"]["tls_legacy"] = true.into();
        }
        for lang in ["en", "ja"] {
            for (form, word) in forms {
                let text = report(&inventory, form, lang);
                assert!(!text.is_empty(), "{form}");
                // The table breaks lines, Markdown escapes.
                let text = text.replace('\\', "");
                assert_eq!(text.contains(word), told, "{form} {lang}:\n{text}");
            }
        }
    }
}
