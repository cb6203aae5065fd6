//! A job of a build server: a folder with a checkout, the program on the PATH, a vCenter, secrets in the environment.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_norway::Value;

use super::common::Vcsim;

pub fn file(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

pub fn example(name: &str) -> String {
    file(&format!("examples/pipelines/{name}"))
}

pub fn yaml(name: &str) -> Value {
    serde_norway::from_str(&file(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// A script that notes its arguments and runs the program.
pub fn program() -> String {
    let program = env!("CARGO_BIN_EXE_vpreflight");
    format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >>\"$NOTED\"\nexec '{program}' \"$@\"\n")
}

/// Writes a file that can be run.
pub fn runnable(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// What came of a script.
pub struct Ran {
    pub code: i32,
    /// Standard output and standard error.
    pub said: String,
}

pub struct Job {
    pub server: Vcsim,
    place: tempfile::TempDir,
}

impl Job {
    /// A fresh folder, and the program on the PATH.
    pub fn fresh() -> Self {
        let job = Self { server: Vcsim::start("healthy"), place: tempfile::tempdir().unwrap() };
        for folder in ["checkout", "bin", "home"] {
            fs::create_dir(job.place.path().join(folder)).unwrap();
        }
        runnable(&job.place.path().join("bin/vpreflight"), &program());
        job
    }

    /// A fresh folder in which the commands of an example's head comment were run, and nothing else.
    pub fn prepared(example: &str, comment: &str) -> Self {
        let job = Self::fresh();
        let head = example.lines().take_while(|line| line.starts_with(comment));
        let commands = head.filter_map(|line| line.strip_prefix(comment)?.strip_prefix("   "));
        let commands: Vec<&str> =
            commands.filter(|line| line.starts_with("vpreflight ") || line.starts_with("touch ")).collect();
        assert_eq!(commands.len(), 3, "{commands:?}");
        let ca = job.server.at.ca_file.display().to_string();
        for command in commands {
            let ran = job.sh(command, &[("GOVC_TLS_CA_CERTS", &ca)]);
            assert_eq!(ran.code, 0, "{command}: {}", ran.said);
        }
        job
    }

    /// A file of the checkout.
    pub fn at(&self, name: &str) -> PathBuf {
        self.place.path().join("checkout").join(name)
    }

    /// Runs a script as build servers do: it ends with the first command that fails.
    pub fn sh(&self, script: &str, env: &[(&str, &str)]) -> Ran {
        let path = format!("{}:/usr/bin:/bin", self.place.path().join("bin").display());
        self.run(Command::new("sh").args(["-ec", script]).env("PATH", path).envs(env.iter().copied()))
    }

    /// Runs a command in the checkout, with the account of the vCenter in its environment.
    pub fn run(&self, command: &mut Command) -> Ran {
        let set: Vec<_> =
            command.get_envs().map(|(key, value)| (key.to_owned(), value.unwrap().to_owned())).collect();
        let output = command
            .env_clear()
            .envs([("LANG", "C.UTF-8"), ("TZ", "UTC")])
            .env("HOME", self.place.path().join("home"))
            .env("NOTED", self.place.path().join("noted"))
            .env("GOVC_URL", self.server.authority())
            .env("GOVC_USERNAME", &self.server.at.username)
            .env("GOVC_PASSWORD", &self.server.at.password)
            .envs(set)
            .current_dir(self.at(""))
            .output()
            .unwrap();
        let said = [output.stdout, output.stderr].concat();
        Ran { code: output.status.code().unwrap(), said: String::from_utf8(said).unwrap() }
    }

    /// All arguments with which the program was run so far, one a line.
    pub fn noted(&self) -> String {
        fs::read_to_string(self.place.path().join("noted")).unwrap_or_default()
    }

    /// The run has judged, found all its files, and kept the password to itself.
    pub fn ended_by_a_verdict(&self, ran: &Ran) {
        assert!([0, 1, 3].contains(&ran.code), "exit code {}: {}", ran.code, ran.said);
        assert!(!ran.said.contains("No such file"), "{}", ran.said);
        for text in [&ran.said, &self.noted()] {
            assert!(!text.contains(&self.server.at.password), "the password shows");
        }
        assert!(self.noted().lines().any(|argument| argument == "check"));
    }
}
