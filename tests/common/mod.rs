//! What the integration tests share: the simulated vCenter and a way to run the real binary.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

pub mod stored;

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Output, Stdio};
use std::sync::OnceLock;

use serde::Deserialize;
use serde_json::Value;

/// The simulator's program, built once per test run.
pub fn simulator() -> &'static Path {
    static BUILT: OnceLock<PathBuf> = OnceLock::new();
    BUILT.get_or_init(|| go_program(".", "vpreflight-vcsim"))
}

/// Builds a package of the simulator's module under a lock: test binaries run side by side.
pub fn go_program(package: &str, name: &str) -> PathBuf {
    let target = Path::new(env!("CARGO_TARGET_TMPDIR"));
    fs::create_dir_all(target).expect("the target folder can be written");
    let lock = File::create(target.join("vcsim.lock")).expect("the lock file can be written");
    lock.lock().expect("the lock can be taken");
    let program = target.join(name);
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/vcsim");
    let built =
        Command::new("go").arg("build").arg("-o").arg(&program).arg(package).current_dir(&source).output();
    match built {
        Ok(output) if output.status.success() => program,
        Ok(output) => panic!(
            "{package} in {} does not build:\n{}",
            source.display(),
            String::from_utf8_lossy(&output.stderr)
        ),
        Err(error) => panic!(
            "the tests need Go 1.25 or newer to build the simulated vCenter ({error}); install it from \
             https://go.dev/dl/ or with the system's packages, and put `go` on the PATH"
        ),
    }
}

/// A running simulated vCenter; it ends when this is dropped.
pub struct Vcsim {
    /// Address, account and certificate.
    pub at: Ready,
    /// Folder with the files that hand secrets and roots to the program.
    pub files: tempfile::TempDir,
    child: Child,
    stdin: Option<ChildStdin>,
}

/// What the simulator prints when it listens.
#[derive(Debug, Deserialize)]
pub struct Ready {
    /// The scenario served.
    pub scenario: String,
    /// `https://127.0.0.1:PORT/sdk`.
    pub url: String,
    /// Where it tells what the client did.
    pub minutes: String,
    /// The only account.
    pub username: String,
    /// Its password, new in each run.
    pub password: String,
    /// The authority that signed the certificate.
    pub ca_file: PathBuf,
    /// SHA-1 of the certificate, as vCenter writes it.
    pub sha1: String,
    /// SHA-256 of the certificate.
    pub sha256: String,
}

/// What the client did, by the server's minutes.
#[derive(Debug, Deserialize)]
pub struct Minutes {
    /// Calls by method.
    pub calls: BTreeMap<String, u64>,
    /// Answers sent compressed.
    pub compressed: u64,
    /// What a read-only client, or one of that API version, must not ask.
    pub violations: Vec<String>,
}

impl Vcsim {
    /// Starts a scenario.
    pub fn start(scenario: &str) -> Self {
        Self::start_with(scenario, &[])
    }

    /// Starts a scenario with flags of the simulator's own.
    pub fn start_with(scenario: &str, flags: &[&str]) -> Self {
        let mut child = Command::new(simulator())
            .args(["-scenario", scenario])
            .args(flags)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the simulator starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("the ready line");
        let Ok(at) = serde_json::from_str::<Ready>(&line) else {
            let mut said = String::new();
            let _ = child.stderr.take().expect("a pipe").read_to_string(&mut said);
            panic!("the simulator did not start scenario {scenario}: {line}{said}");
        };
        // Nobody reads its log; a full pipe would stop it.
        if let Some(mut log) = child.stderr.take() {
            std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        }
        let files = tempfile::tempdir().expect("a temporary folder");
        fs::write(files.path().join("password"), &at.password).expect("the password file");
        let stdin = child.stdin.take();
        Self { at, files, child, stdin }
    }

    /// The file that holds the password.
    pub fn password_file(&self) -> PathBuf {
        self.files.path().join("password")
    }

    /// Flags that name the server and the account, without any word on the certificate.
    pub fn account(&self) -> Vec<String> {
        let password = self.password_file().display().to_string();
        words(&["--server", &self.at.url, "--username", &self.at.username, "--password-file", &password])
    }

    /// Flags for a connection that works.
    pub fn connection(&self) -> Vec<String> {
        let mut flags = self.account();
        flags.extend(words(&["--tls-ca-certs", &self.at.ca_file.display().to_string()]));
        flags
    }

    /// `host:port`.
    pub fn authority(&self) -> &str {
        self.at.url.trim_start_matches("https://").trim_end_matches("/sdk")
    }

    /// What the client did so far, as the server noted it.
    pub fn minutes(&self) -> Minutes {
        self.ask(&[])
    }

    /// Lets it serve another scenario, as if the vCenter had started anew: its sessions end.
    pub fn stage(&self, scenario: &str) -> Minutes {
        self.ask(&["-stage", scenario])
    }

    fn ask(&self, more: &[&str]) -> Minutes {
        let output = Command::new(simulator())
            .args(["-minutes", &self.at.minutes, "-ca", &self.at.ca_file.display().to_string()])
            .args(more)
            .stdin(Stdio::null())
            .output()
            .expect("the simulator tells its minutes");
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("minutes: {error}: {}", String::from_utf8_lossy(&output.stderr)))
    }

    /// Runs `vpreflight check --format json` against it.
    pub fn check(&self, more: &[&str]) -> Run {
        let mut flags = words(&["check", "--format", "json", "--lang", "en"]);
        flags.extend(self.connection());
        flags.extend(words(more));
        run(&flags, &[])
    }
}

impl Drop for Vcsim {
    fn drop(&mut self) {
        // Closing its standard input lets it clean up; the wait is bounded by its own exit.
        drop(self.stdin.take());
        if self.child.wait().is_err() {
            let _ = self.child.kill();
        }
    }
}

/// Owned copies of flags.
pub fn words(flags: &[&str]) -> Vec<String> {
    flags.iter().map(|&flag| flag.to_owned()).collect()
}

/// One run of the program.
#[derive(Debug)]
pub struct Run {
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

impl Run {
    /// The report, when standard output is one.
    pub fn report(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("no JSON report ({error}), exit {}:\n{}", self.code, self.stderr))
    }

    /// Fails when a secret shows anywhere.
    pub fn keeps_secret(&self, secret: &str) {
        assert!(!self.stdout.contains(secret), "the password is on standard output");
        assert!(!self.stderr.contains(secret), "the password is on standard error:\n{}", self.stderr);
    }
}

/// Runs the program in an environment with nothing but what is given and a home of its own.
pub fn run(flags: &[String], env: &[(&str, &str)]) -> Run {
    run_with_input(flags, env, "")
}

/// As [`run`], with text on standard input.
pub fn run_with_input(flags: &[String], env: &[(&str, &str)], input: &str) -> Run {
    run_at(Path::new("."), flags, env, input)
}

/// As [`run`], in a folder.
pub fn run_in(folder: &Path, flags: &[&str], env: &[(&str, &str)]) -> Run {
    run_at(folder, &words(flags), env, "")
}

fn run_at(folder: &Path, flags: &[String], env: &[(&str, &str)], input: &str) -> Run {
    let home = tempfile::tempdir().expect("a temporary folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args(flags)
        .current_dir(folder)
        .env_clear()
        .env("HOME", home.path())
        .env("LANG", "C.UTF-8")
        .env("TZ", "UTC")
        .envs(env.iter().copied())
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("vpreflight starts");
    // A program that does not read its input may be gone already.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let Output { status, stdout, stderr } = child.wait_with_output().expect("vpreflight ends");
    Run {
        code: status.code().unwrap_or(-1),
        stdout: String::from_utf8(stdout).expect("UTF-8 on standard output"),
        stderr: String::from_utf8(stderr).expect("UTF-8 on standard error"),
    }
}
