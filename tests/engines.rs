//! The fleet on engines that exist: manifests for Kubernetes, a script for Dask, queries for DuckDB, each run as it stands.
//! `scripts/test` installs what they need.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::Vcsim;

/// Python with the packages of `need_engines` in `scripts/tools.sh`.
fn python() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join(".tools/engines/bin/python3");
    let named = std::env::var_os("VPREFLIGHT_ENGINES").map(|folder| Path::new(&folder).join("bin/python3"));
    let python = named.unwrap_or(own);
    assert!(
        python.exists(),
        "Dask and DuckDB are missing: 'scripts/test --test engines' installs them, or name a virtual environment with \
         them in VPREFLIGHT_ENGINES"
    );
    python
}

/// Runs a script of `tests/engines` with the program, a folder and more.
fn script(name: &str, more: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let output = Command::new(python())
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/engines").join(name))
        .arg(env!("CARGO_BIN_EXE_vpreflight"))
        .arg(folder.path())
        .args(more)
        .env("HOME", folder.path())
        .env("TZ", "UTC")
        .env_remove("GOVC_URL")
        .current_dir(folder.path())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {}{said}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn dask_judges_two_hundred_inventories_and_duckdb_answers_the_questions() {
    script("fleet.py", &[]);
}

#[test]
fn whatever_becomes_of_the_program_each_source_has_its_row() {
    script("refused.py", &[]);
}

#[test]
fn the_manifests_hold_and_run() {
    let vcsim = Vcsim::start("healthy");
    let at = &vcsim.at;
    script("manifests.py", &[&at.url, &at.username, &at.password, &at.ca_file.display().to_string()]);
}

/// What the tests install is what the example asks for.
#[test]
fn the_tests_use_the_packages_of_the_example() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tools = std::fs::read_to_string(root.join("scripts/tools.sh")).unwrap();
    assert!(tools.contains("-r examples/fleet/requirements.txt"));
    let asked = std::fs::read_to_string(root.join("examples/fleet/requirements.txt")).unwrap();
    let packages: Vec<&str> = asked.lines().filter(|line| !line.starts_with('#')).collect();
    assert!(packages.len() >= 4 && packages.iter().all(|package| package.contains("==")), "{packages:?}");
}
