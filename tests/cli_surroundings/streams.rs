//! Streams that nobody reads and disks that are full.

use std::fs::OpenOptions;
use std::process::{Command, Stdio};

use crate::common::words;
use crate::{Files, base};

/// What a stream is tied to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum End {
    /// A pipe whose reader is gone.
    Gone,
    /// A full disk.
    Full,
    /// It was closed before the program began.
    Closed,
}

const ENDS: [End; 3] = [End::Gone, End::Full, End::Closed];

fn tied(end: End) -> Stdio {
    match end {
        End::Gone => {
            let (reader, writer) = std::io::pipe().unwrap();
            drop(reader);
            writer.into()
        }
        End::Full => OpenOptions::new().write(true).open("/dev/full").unwrap().into(),
        End::Closed => Stdio::null(),
    }
}

/// The exit code with the streams tied so; a signal has none.
fn code(flags: &[String], stdout: Option<End>, stderr: Option<End>) -> Option<i32> {
    let closed = |end: Option<End>, redirect: &str| {
        if end == Some(End::Closed) { redirect.to_owned() } else { String::new() }
    };
    // A shell closes what a parent cannot.
    let script = format!("exec \"$0\" \"$@\" {}{}", closed(stdout, " >&-"), closed(stderr, " 2>&-"));
    Command::new("sh")
        .args(["-c", &script, env!("CARGO_BIN_EXE_vpreflight")])
        .args(flags)
        .env_clear()
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .stdout(stdout.map_or_else(Stdio::null, tied))
        .stderr(stderr.map_or_else(Stdio::null, tied))
        .status()
        .unwrap()
        .code()
}

/// Runs that say something on standard error, with the code they end with.
fn talkative(files: &Files) -> Vec<(Vec<String>, i32)> {
    let base = base();
    let decisions = files.path("decisions.toml").display().to_string();
    let own = files.path("own.toml").display().to_string();
    let new = files.path("new.toml").display().to_string();
    let add = [
        "decisions",
        "add",
        "waiver",
        &new,
        "--rule",
        "vm-no-local-cdrom",
        "--object",
        "*",
        "--reason",
        "r",
        "--owner",
        "o",
        "--expires",
        "2099-01-31",
    ];
    let commands: &[(&[&str], i32)] = &[
        (&["check", "--demo", "--timings"], 1),
        (&["check", "--demo", "--exit-zero"], 0),
        (&["check", "--inventory", &base, "--timings"], 0),
        (&["check", "--no-such-flag"], 2),
        (&["check", "--inventory", "/nowhere"], 4),
        (
            &[
                "check",
                "--server",
                "https://127.0.0.1:1/sdk",
                "-u",
                "u",
                "--insecure",
                "--password-file",
                "/x",
            ],
            2,
        ),
        (&["decisions", "lint", &decisions, "--today", "2099-01-30"], 0),
        (&add, 0),
        (&["init", "--force", "--config", &own], 0),
        (&["rules", "explain", "nothing"], 2),
        (&[], 2),
    ];
    commands.iter().map(|(flags, code)| (words(flags), *code)).collect()
}

#[test]
fn a_standard_error_that_cannot_be_written_changes_no_code() {
    let files = Files::made();
    for (flags, wanted) in talkative(&files) {
        for end in ENDS {
            assert_eq!(code(&flags, None, Some(end)), Some(wanted), "{flags:?} with 2 {end:?}");
        }
    }
}

#[test]
fn a_closed_standard_output_keeps_the_code_and_a_full_disk_is_told() {
    let files = Files::made();
    for (flags, wanted) in files.commands() {
        for end in [End::Gone, End::Closed] {
            assert_eq!(code(&flags, Some(end), None), Some(wanted), "{flags:?} with 1 {end:?}");
        }
        // What was asked for was not delivered: that is no verdict. 'init' and 'man' print nothing.
        let told = if ["init", "man"].contains(&flags[0].as_str()) { wanted } else { 2 };
        assert_eq!(code(&flags, Some(End::Full), Some(End::Full)), Some(told), "{flags:?}");
    }
}

/// As in `vpreflight … 2>&1 | head -n 1`.
#[test]
fn a_reader_of_both_streams_may_leave_after_a_line() {
    for (flags, wanted) in [("check --demo --timings", 1), ("check --no-such-flag", 2)] {
        let script = format!("\"$0\" {flags} 2>&1 | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}");
        let status = Command::new("bash")
            .args(["-c", &script, env!("CARGO_BIN_EXE_vpreflight")])
            .env("GOVC_URL", "")
            .status()
            .unwrap();
        assert_eq!(status.code(), Some(wanted), "{flags}");
    }
}
