//! The real binary in surroundings that are not as one would wish: variables that somebody exported,
//! streams that nobody reads, places that cannot be written.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../common/mod.rs"]
mod common;
mod environment;
#[cfg(unix)]
mod files;
#[cfg(unix)]
mod streams;
mod zone;

use std::path::{Path, PathBuf};

/// The healthy inventory of the rules' cases.
pub fn base() -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base.json").display().to_string()
}

/// A decisions file with an entry, and a report of the built-in example.
pub struct Files {
    folder: tempfile::TempDir,
}

impl Files {
    /// Both in a folder of their own.
    pub fn made() -> Self {
        let files = Self { folder: tempfile::tempdir().unwrap() };
        let entry = "[[waiver]]\nrule = \"vm-no-local-cdrom\"\nobject = \"*\"\nreason = \"r\"\nowner = \"o\"\n\
                     expires = 2099-01-31\n";
        std::fs::write(files.path("decisions.toml"), entry).unwrap();
        let report = files.path("report.json").display().to_string();
        let flags = common::words(&["check", "--demo", "--format", "json", "-o", &report]);
        assert_eq!(common::run(&flags, &[]).code, 1);
        files
    }

    /// A file of that folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Every command that needs no vCenter, with flags that work and the code it ends with.
    pub fn commands(&self) -> Vec<(Vec<String>, i32)> {
        let base = base();
        let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/vm").display().to_string();
        let [decisions, report, pages, own] = ["decisions.toml", "report.json", "pages", "own.toml"]
            .map(|name| self.path(name).display().to_string());
        let commands: &[(&[&str], i32)] = &[
            (&["check", "--demo", "--format", "json"], 1),
            (&["check", "--inventory", &base, "--format", "json"], 0),
            (&["config", "--demo"], 0),
            (&["config", "--inventory", &base], 0),
            (&["rules", "list"], 0),
            (&["rules", "explain", "vm-no-local-cdrom"], 0),
            (&["rules", "schema"], 0),
            (&["rules", "test", &rules], 0),
            (&["decisions", "lint", &decisions], 0),
            (&["decisions", "list", &decisions], 0),
            (&["diff", &report, &report], 0),
            (&["init", "--force", "--config", &own], 0),
            (&["completions", "bash"], 0),
            (&["man", &pages], 0),
            (&["--help"], 0),
            (&["check", "--help"], 0),
            (&["--version"], 0),
        ];
        commands.iter().map(|(flags, code)| (common::words(flags), *code)).collect()
    }
}
