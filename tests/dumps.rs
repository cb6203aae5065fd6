//! Directories of `govc object.save` as a source: a real govc saves scenarios of the simulated vCenter, and what is said
//! of the directory is held against what is said of the vCenter itself.

#![allow(clippy::disallowed_macros, clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

#[path = "dumps/absent.rs"]
mod absent;
#[path = "dumps/bad.rs"]
mod bad;
#[path = "dumps/beside_live.rs"]
mod beside_live;
mod common;
#[path = "dumps/less.rs"]
mod less;
#[path = "dumps/refused.rs"]
mod refused;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use common::{Run, Vcsim, go_program, run, words};
use serde_json::Value;

/// Saves a running vCenter into a new directory with the real govc, licences included.
fn save(vcsim: &Vcsim, directory: &Path) {
    let said = try_to_save(vcsim, directory, &["-l"]);
    assert!(said.is_empty(), "{}: {said}", vcsim.at.scenario);
}

/// The same with flags; what govc complains of, where it stopped.
fn try_to_save(vcsim: &Vcsim, directory: &Path, flags: &[&str]) -> String {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    let govc = BUILT.get_or_init(|| go_program("./govc", "govc"));
    let output = Command::new(govc)
        .arg("object.save")
        .args(flags)
        .arg("-d")
        .arg(directory)
        .env_clear()
        .env("PATH", "/usr/bin:/bin")
        .env("HOME", vcsim.files.path())
        .env("GOVC_URL", &vcsim.at.url)
        .env("GOVC_USERNAME", &vcsim.at.username)
        .env("GOVC_PASSWORD", &vcsim.at.password)
        .env("GOVC_TLS_CA_CERTS", &vcsim.at.ca_file)
        .env("GOVC_VIM_VERSION", "8.0.2.0")
        .env("GOVC_PERSIST_SESSION", "false")
        .output()
        .expect("govc runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.success(), said.is_empty(), "{said}");
    said
}

/// The healthy cluster, saved once.
fn healthy() -> &'static Path {
    static SAVED: OnceLock<(tempfile::TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = SAVED.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("saved");
        save(&Vcsim::start("healthy"), &path);
        (folder, path)
    });
    path
}

/// A copy of the healthy cluster's directory, to be spoilt.
fn copy(folder: &Path) -> PathBuf {
    fn all(from: &Path, to: &Path) {
        std::fs::create_dir_all(to).unwrap();
        for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
            match entry.file_type().unwrap().is_dir() {
                true => all(&entry.path(), &to.join(entry.file_name())),
                false => drop(std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap()),
            }
        }
    }
    let to = folder.join("copy");
    all(healthy(), &to);
    to
}

/// The file of an object, by the end of its name.
fn file_of(directory: &Path, object: &str) -> PathBuf {
    let end = format!("-{object}.xml");
    let mut files = std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    files.find(|file| file.to_string_lossy().ends_with(&end)).unwrap_or_else(|| panic!("no {object}"))
}

fn check(directory: &Path, lang: &str, more: &[&str]) -> Run {
    let mut flags = words(&["check", "--lang", lang, "--inventory", &directory.display().to_string()]);
    flags.extend(words(more));
    run(&flags, &[])
}

fn report(directory: &Path, more: &[&str]) -> Value {
    check(directory, "en", &[&["--format", "json"], more].concat()).report()
}

/// Outcomes by rule, as words that tell how bad an unknown could be.
fn outcomes(report: &Value) -> BTreeMap<String, String> {
    let rules = report["prerequisites"].as_array().expect("rules").iter();
    let word = |outcome: &Value| match outcome["ceiling"].as_str() {
        Some(ceiling) => format!("unknown up to {ceiling}"),
        None => outcome["is"].as_str().unwrap().to_owned(),
    };
    rules.map(|rule| (rule["id"].as_str().unwrap().to_owned(), word(&rule["outcome"]))).collect()
}

/// A rule of a report.
fn rule<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["prerequisites"].as_array().unwrap().iter().find(|rule| rule["id"] == id).unwrap()
}
