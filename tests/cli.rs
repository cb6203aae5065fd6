//! The command line as people and scripts meet it: help, mistakes, languages, files, exit codes.
//!
//! `INSTA_UPDATE=always scripts/test --test cli` writes the help texts in `tests/cli/help` anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::path::Path;
use std::process::{Command, Stdio};

use common::{Run, run, stored, words};
use serde_json::{Value, json};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn vpreflight(flags: &[&str]) -> Run {
    run(&words(flags), &[])
}

/// The healthy inventory of the rules' cases, changed, in a file.
fn inventory(folder: &Path, change: impl FnOnce(&mut Value)) -> String {
    let text = std::fs::read_to_string(root().join("rules/base.json")).unwrap();
    let mut base: Value = serde_json::from_str(&text).unwrap();
    change(&mut base);
    let path = folder.join("inventory.json");
    std::fs::write(&path, base.to_string()).unwrap();
    path.display().to_string()
}

/// The run failed with this code, says all of these words on standard error and nothing else anywhere.
fn refused(run: &Run, code: i32, said: &[&str]) {
    assert_eq!(run.code, code, "{}", run.stderr);
    assert!(run.stdout.is_empty(), "{}", run.stdout);
    for word in said {
        assert!(run.stderr.contains(word), "no {word:?} in:\n{}", run.stderr);
    }
    let obeyed = |char: &char| char.is_control() && !['\n', '\t'].contains(char);
    assert_eq!(run.stderr.chars().find(obeyed), None, "{:?}", run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
}

#[test]
fn help_is_as_stored() {
    for (name, command) in [
        ("vpreflight", &[][..]),
        ("check", &["check"]),
        ("plan", &["plan"]),
        ("matrix", &["matrix"]),
        ("whatif", &["whatif"]),
        ("watch", &["watch"]),
        ("collect", &["collect"]),
        ("anonymize", &["anonymize"]),
        ("rules", &["rules"]),
        ("rules-list", &["rules", "list"]),
        ("rules-explain", &["rules", "explain"]),
        ("rules-test", &["rules", "test"]),
        ("rules-schema", &["rules", "schema"]),
        ("decisions", &["decisions"]),
        ("decisions-init", &["decisions", "init"]),
        ("decisions-answer", &["decisions", "answer"]),
        ("decisions-lint", &["decisions", "lint"]),
        ("decisions-list", &["decisions", "list"]),
        ("decisions-add-waiver", &["decisions", "add", "waiver"]),
        ("decisions-add-attestation", &["decisions", "add", "attestation"]),
        ("diff", &["diff"]),
        ("doctor", &["doctor"]),
        ("convert", &["convert"]),
        ("init", &["init"]),
        ("config", &["config"]),
        ("completions", &["completions"]),
        ("man", &["man"]),
    ] {
        let help = vpreflight(&[command, &["--help"]].concat());
        assert_eq!(help.code, 0, "{}", help.stderr);
        stored::snapshot("cli/help", name, &help.stdout);
    }
}

#[test]
fn the_help_names_every_form() {
    let help = vpreflight(&["check", "--help"]).stdout;
    let (_, text) = help.split_once("--format <NAME[=FILE]>").unwrap();
    let text = text.split("See docs").next().unwrap();
    for format in vpreflight::render::Format::ALL {
        assert!(text.contains(format.name()), "{format} is not in the help:\n{text}");
    }
}

#[test]
fn no_secret_of_the_environment_is_in_the_help() {
    let env = [("GOVC_URL", "https://user:s3cret@vc01"), ("GOVC_PASSWORD", "s3cret")];
    let help = run(&words(&["check", "--help"]), &env);
    assert!(help.stdout.contains("GOVC_URL") && !help.stdout.contains("s3cret"));
}

#[test]
fn wrong_flags_are_told_with_what_would_be_right() {
    refused(&vpreflight(&["check", "--cluser", "x"]), 2, &["--cluser", "--cluster"]);
    refused(&vpreflight(&["check", "--demo", "--inventory", "x"]), 2, &["--demo", "--inventory"]);
    refused(&vpreflight(&["check", "--demo", "--format", "xml"]), 2, &["xml", "table", "json"]);
    refused(&vpreflight(&["check", "--demo", "--width", "7"]), 2, &["--width", "40"]);
    refused(&vpreflight(&["check", "--demo", "--only", "fial"]), 2, &["fial", "fail"]);
    refused(&vpreflight(&["check", "--demo", "--only", "fail", "--format", "json"]), 2, &["--only", "table"]);
    refused(&vpreflight(&["check", "--demo", "--cluster", ""]), 2, &["--cluster"]);
    refused(&vpreflight(&["chek"]), 2, &["chek", "check"]);
    refused(&vpreflight(&["check"]), 2, &["no vCenter is named", "--inventory", "--demo"]);
    assert_eq!(vpreflight(&[]).code, 2, "help on standard error");
}

#[test]
fn wrong_names_are_told_with_the_nearest() {
    let run = vpreflight(&["check", "--demo", "--profile", "ha,vmotoin"]);
    refused(&run, 2, &["no profile 'vmotoin'", "did you mean 'vmotion'?", "lms-4.0, ha, vmotion, full"]);
    let run = vpreflight(&["rules", "list", "--profile", "h"]);
    refused(&run, 2, &["no profile 'h'"]);
    let run = vpreflight(&["rules", "explain", "vm-no-local-cdorm"]);
    refused(&run, 2, &["no rule 'vm-no-local-cdorm'", "did you mean 'vm-no-local-cdrom'?"]);
    let run = vpreflight(&["check", "--demo", "--cluster", "LMS-AH"]);
    refused(&run, 2, &["no cluster 'LMS-AH'", "/Tokyo/host/LMS-HA (domain-c7)"]);
}

#[test]
fn nothing_on_the_command_line_or_in_a_file_reaches_the_terminal_raw() {
    let evil = "x\u{1b}[31m\u{9b}2J\u{202e}y";
    for flags in [
        &["rules", "explain", evil][..],
        &["rules", "list", "--profile", evil],
        &["rules", "test", evil],
        &["check", "--demo", "--cluster", evil],
        &["check", "--demo", "--vm", evil],
        &["check", "--demo", "--lang", evil],
        &["check", "--demo", evil],
        &["check", "--demo", "--rules", evil],
    ] {
        let run = vpreflight(flags);
        refused(&run, 2, &["<U+009B>"]);
        assert!(!run.stderr.contains(['\u{9b}', '\u{202e}']), "{flags:?}: {:?}", run.stderr);
    }
    refused(&vpreflight(&["check", "--inventory", evil]), 4, &["<U+001B>"]);
    let folder = tempfile::tempdir().unwrap();
    let file = inventory(folder.path(), |base| base["hosts"][0][evil] = json!(1));
    refused(&vpreflight(&["check", "--inventory", &file]), 4, &["<U+001B>"]);
    let file = inventory(folder.path(), |base| base["clusters"][0]["name"] = json!(evil));
    refused(&vpreflight(&["check", "--cluster", "LMS", "--inventory", &file]), 2, &["<U+001B>", "domain-c7"]);
}

#[test]
fn files_that_are_no_inventory_are_told_by_name_and_cause() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let check = |file: &str| vpreflight(&["check", "--inventory", file]);
    refused(&check(&path("nowhere.json")), 4, &["nowhere.json"]);
    refused(&check(&folder.path().display().to_string()), 4, &["vpreflight: "]);
    for (name, text) in [
        ("empty.json", &b""[..]),
        ("object.json", b"{}"),
        ("report.json", br#"{"format": 1, "tool": {"name": "vpreflight"}}"#),
        ("text.json", b"not JSON at all"),
        ("binary.zst", b"\x28\xb5\x2f\xfd\xff\xff\xff\xff"),
        ("bytes.json", b"\xff\xfe\x00"),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
        refused(&check(&path(name)), 4, &[name]);
    }
    let newer = inventory(folder.path(), |base| base["format"] = json!(999));
    refused(&check(&newer), 4, &["inventory.json", "999"]);
}

#[test]
fn a_report_goes_to_a_file_whole_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let flags = ["check", "--demo", "--format", "json", "--output", &file.display().to_string()];
    let written = vpreflight(&flags);
    assert_eq!((written.code, written.stdout.as_str()), (1, ""), "{}", written.stderr);
    let report: Value = serde_json::from_slice(&std::fs::read(&file).unwrap()).unwrap();
    assert_eq!(report["verdict"], "not-ready");

    let nowhere = folder.path().join("no-folder").join("report.txt").display().to_string();
    refused(&vpreflight(&["check", "--demo", "--output", &nowhere]), 2, &["no-folder"]);
    assert!(!folder.path().join("no-folder").exists());
}

#[test]
fn colour_is_for_terminals_and_for_those_who_ask() {
    let esc = '\u{1b}';
    let demo = words(&["check", "--demo"]);
    assert!(!run(&demo, &[]).stdout.contains(esc), "a pipe is no terminal");
    assert!(!run(&demo, &[("NO_COLOR", "1"), ("TERM", "xterm")]).stdout.contains(esc));
    assert!(!run(&demo, &[("CLICOLOR_FORCE", "1")]).stdout.contains(esc), "only --color forces it");
    let always = words(&["check", "--demo", "--color", "always"]);
    assert!(run(&always, &[("NO_COLOR", "1")]).stdout.contains(esc), "what is asked for counts");
    assert!(!vpreflight(&["check", "--demo", "--color", "never"]).stdout.contains(esc));
    assert!(!vpreflight(&["check", "--demo", "--color", "always", "--format", "json"]).stdout.contains(esc));
}

#[test]
fn the_language_is_that_of_the_flag_then_of_the_locale() {
    let demo = words(&["check", "--demo"]);
    let first = |run: Run| run.stdout.lines().next().unwrap_or_default().to_owned();
    assert!(first(run(&demo, &[])).starts_with("NOT READY"));
    assert!(first(run(&demo, &[("LANG", "ja_JP.UTF-8")])).starts_with("準備未完了"));
    assert!(first(run(&demo, &[("LC_ALL", "ja_JP.eucJP"), ("LANG", "en_US")])).starts_with("準備未完了"));
    assert!(first(run(&demo, &[("LC_ALL", "en_US.UTF-8"), ("LANG", "ja_JP")])).starts_with("NOT READY"));
    let en = words(&["check", "--demo", "--lang", "en"]);
    assert!(first(run(&en, &[("LANG", "ja_JP.UTF-8")])).starts_with("NOT READY"));
    let list = run(&words(&["rules", "list", "--lang", "ja"]), &[]);
    assert!(list.stdout.contains("クラスタ"), "{}", list.stdout);
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args(["check", "--demo"])
        .env_clear()
        .stdout(writer)
        .stderr(Stdio::piped())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1), "the report's own code");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn each_exit_code_means_what_the_help_says() {
    let folder = tempfile::tempdir().unwrap();
    let healthy = inventory(folder.path(), |_| {});
    let run = vpreflight(&["check", "--inventory", &healthy, "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    assert!(run.stdout.starts_with("READY") && run.stdout.ends_with("questions open.\n"), "{}", run.stdout);
    assert!(run.stdout.contains("\nExit 0: ready, "), "{}", run.stdout);

    let run = vpreflight(&["check", "--demo", "--lang", "en"]);
    assert!(run.code == 1 && run.stdout.ends_with("Exit 1: not ready.\n"), "{}", run.stdout);

    assert_eq!(vpreflight(&["check", "--no-such-flag"]).code, 2);

    let unreadable = inventory(folder.path(), |base| {
        let host = base["hosts"][0].as_object_mut().unwrap();
        host.remove("config.network").unwrap();
        host.insert("unreadable".into(), json!({ "config.network": { "kind": "denied" } }));
    });
    let run = vpreflight(&["check", "--inventory", &unreadable, "--lang", "en"]);
    assert!(run.code == 3 && run.stdout.ends_with("Exit 3: cannot tell.\n"), "{}", run.stdout);
    let run = vpreflight(&["check", "--inventory", &unreadable, "--allow-unknown"]);
    assert_eq!(run.code, 0, "{}", run.stdout);

    assert_eq!(vpreflight(&["check", "--inventory", "/nowhere/inventory.json"]).code, 4);

    // The same in every form; the file of the healthy one was written over.
    let other = tempfile::tempdir().unwrap();
    let healthy = inventory(other.path(), |_| {});
    let forms = vpreflight::render::Format::ALL.iter().map(|format| format.name());
    // A workbook is no text to be read from a pipe here.
    for format in forms.filter(|format| *format != "xlsx") {
        for (file, code) in [(&healthy, 0), (&unreadable, 3)] {
            let run = vpreflight(&["check", "--inventory", file, "--format", format]);
            assert_eq!(run.code, code, "{format}: {}", run.stderr);
        }
        assert_eq!(vpreflight(&["check", "--demo", "--format", format]).code, 1, "{format}");
    }
    let zero = vpreflight(&["check", "--inventory", &unreadable, "--exit-zero"]);
    assert!(zero.code == 0 && zero.stderr.contains("exit 0 instead of 3"), "{}", zero.stderr);
}

#[test]
fn timings_go_to_standard_error_and_tell_the_cost_of_each_object() {
    let run = vpreflight(&["check", "--demo", "--format", "json", "--timings"]);
    assert_eq!(run.report()["verdict"], "not-ready");
    for word in ["ms  read", "ms  facts", "µs each of", "vm-no-local-cdrom"] {
        assert!(run.stderr.contains(word), "{word}: {}", run.stderr);
    }
}

#[test]
fn the_name_of_the_file_says_its_form_or_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    for (name, begins) in [
        ("report.html", "<!doctype html>"),
        ("report.JSON", "{"),
        ("report.xml", "<?xml"),
        ("report.md", "## not ready"),
        ("report", "NOT READY"),
    ] {
        let run = run(&words(&["check", "--demo", "--lang", "en", "-o", &at(name)]), &[]);
        assert_eq!(run.code, 1, "{name}: {}", run.stderr);
        let written = std::fs::read_to_string(at(name)).unwrap().trim_start().to_lowercase();
        assert!(written.starts_with(&begins.to_lowercase()), "{name}: {}", &written[..40]);
    }
    let refused = run(&words(&["check", "--demo", "--lang", "en", "-o", &at("report.pdf")]), &[]);
    assert_eq!(refused.code, 2, "{}", refused.stderr);
    assert!(refused.stderr.contains("'.pdf'") && refused.stderr.contains("--format"), "{}", refused.stderr);
    assert!(!std::path::Path::new(&at("report.pdf")).exists());
    // A form that is named wins, and - is standard output.
    let named = run(&words(&["check", "--demo", "--format", "json", "-o", &at("report.pdf")]), &[]);
    assert_eq!(named.code, 1, "{}", named.stderr);
    assert!(run(&words(&["check", "--demo", "--format", "json=-"]), &[]).stdout.starts_with('{'));
}

#[test]
fn a_run_that_writes_files_says_how_it_ended_and_quiet_says_no_more() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let (page, data) = (at("report.html"), at("report.json"));
    let forms = ["--format", &format!("html={page}"), "--format", &format!("json={data}")];
    for quiet in [&[][..], &["--quiet"]] {
        for (lang, said) in [("en", "Exit 1: not ready."), ("ja", "終了コード 1: 準備未完了。")] {
            let flags = [&["check", "--demo", "--lang", lang], &forms[..], quiet].concat();
            let run = vpreflight(&flags);
            assert_eq!((run.code, run.stdout.as_str()), (1, ""), "{}", run.stderr);
            assert_eq!(run.stderr.lines().count(), 1, "{}", run.stderr);
            assert!(run.stderr.contains(said) && run.stderr.contains(&page) && run.stderr.contains(&data));
        }
    }
    // What stands on standard output has said it itself.
    assert_eq!(vpreflight(&["check", "--demo", "--lang", "en"]).stderr, "");
    // A note is said, unless nobody wants to hear it.
    let noted =
        ["check", "--demo", "--lang", "en", "--exit-zero", "--zone", "UTC", "--installed-at", "2099-01-01"];
    let run = vpreflight(&noted);
    assert!(run.stderr.lines().count() > 1, "{}", run.stderr);
    let run = vpreflight(&[&noted[..], &["-q"]].concat());
    assert_eq!(run.stderr, "vpreflight: exit 0 instead of 1 (--exit-zero)\n");
    refused(&vpreflight(&["check", "--demo", "-q", "-v"]), 2, &["--quiet", "--verbose"]);
}
