//! `decisions` and `--fail-on-stale`, over the real binary.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;

use common::{Run, run_in};
use serde_json::Value;

const FILE: &str = "# Ours.\n\n[[waiver]]   # agreed in the board\nrule = \"vm-no-local-cdrom\"\nobject = \"lms-*\"\n\
                    reason = \"rebuilt\"\nowner = \"K. Sato\"\nexpires = 2027-01-31\n\n[[attestation]]\n\
                    rule = \"vcenter-internet-access\"\nstatement = \"through the proxy\"\nevidence = \"test 7\"\n\
                    by = \"M. Abe\"\non = 2026-11-20\nexpires = 2027-05-20\n";

fn folder(text: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("d.toml"), text).unwrap();
    folder
}

fn decisions(folder: &Path, flags: &[&str]) -> Run {
    run_in(folder, &[&["decisions"], flags].concat(), &[])
}

fn waiver(folder: &Path, changed: &[(&str, &str)]) -> Run {
    let mut flags = vec![
        ("--rule", "vm-no-local-cdrom"),
        ("--object", "LMS \"x\" \\ é"),
        ("--reason", "why\nnot"),
        ("--owner", "K. Sato"),
        ("--expires", "2027-03-31"),
        ("--today", "2026-11-22"),
    ];
    for (flag, value) in changed {
        match flags.iter_mut().find(|(name, _)| name == flag) {
            Some(there) => there.1 = value,
            None => flags.push((flag, value)),
        }
    }
    let flags: Vec<&str> = flags.into_iter().flat_map(|(flag, value)| [flag, value]).collect();
    decisions(folder, &[&["add", "waiver", "d.toml"], flags.as_slice()].concat())
}

#[test]
fn lint_tells_mistakes_with_their_places_and_what_runs_out() {
    let place = folder(FILE);
    let run = decisions(place.path(), &["lint", "d.toml", "--today", "2026-11-22"]);
    assert_eq!((run.code, run.stdout.as_str()), (0, "d.toml: no mistakes; entries: 2, warnings: 0\n"));
    let run = decisions(place.path(), &["lint", "d.toml", "--today", "2027-01-01"]);
    assert_eq!((run.code, run.stderr.lines().count()), (0, 1));
    assert!(
        run.stderr.starts_with("d.toml:3: warning: the waiver of 'vm-no-local-cdrom' expires in 30 days")
    );
    assert_eq!(decisions(place.path(), &["lint", "d.toml", "--today", "2026-12-31"]).stderr, "", "31 days");
    let run = decisions(place.path(), &["lint", "d.toml", "--today", "2027-06-01"]);
    assert!(run.code == 0 && run.stderr.contains("d.toml:10: warning: the attestation of"), "{}", run.stderr);
    assert!(run.stderr.contains("expired on 2027-05-20: it has no effect; M. Abe"), "{}", run.stderr);

    let place = folder(&FILE.replace("vm-no-local-cdrom", "vm-no-local-cdorm").replace("owner", "ower"));
    let run = decisions(place.path(), &["lint", "d.toml"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for said in ["d.toml:4:8: there is no rule", "did you mean 'vm-no-local-cdrom'?", "did you mean 'owner'?"]
    {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
    assert_eq!(decisions(place.path(), &["lint", "nowhere.toml"]).code, 2);
    let run = decisions(place.path(), &["lint"]);
    assert!(run.code == 2 && run.stderr.contains("no decisions file is named"), "{}", run.stderr);
    fs::write(place.path().join("vpreflight.toml"), "[people]\ndecisions = \"d.toml\"\n").unwrap();
    assert!(decisions(place.path(), &["lint"]).stderr.contains("d.toml:4:8"), "the configuration names it");
}

#[test]
fn list_tells_the_state_of_each_entry() {
    let place = folder(FILE);
    let table = decisions(place.path(), &["list", "d.toml", "--today", "2027-03-01", "--lang", "en"]).stdout;
    let lines: Vec<&str> = table.lines().collect();
    let expired = "no effect (expired)  2027-01-31  waiver       vm-no-local-cdrom (lms-*)";
    assert!(lines[0].starts_with(expired), "{table}");
    assert_eq!(lines[2], "    It has had no effect since its last day, 2027-01-31.");
    assert!(
        lines[3].starts_with("in force             2027-05-20  attestation  vcenter-internet"),
        "{table}"
    );
    assert!(lines[4].contains("through the proxy; test 7"), "{table}");
    let early = decisions(place.path(), &["list", "d.toml", "--today", "2026-11-19", "--lang", "en"]).stdout;
    assert!(early.contains("no effect yet (dated ahead)  2027-05-20  attestation"), "{early}");
    assert!(early.contains("It is dated 2026-11-20, which is still to come"), "{early}");
    let japanese =
        decisions(place.path(), &["list", "d.toml", "--today", "2027-01-31", "--lang", "ja"]).stdout;
    assert!(japanese.contains("期限間近") && japanese.contains("有効"), "{japanese}");
    let run = decisions(place.path(), &["list", "d.toml", "--today", "2027-01-31", "--format", "json"]);
    let list: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((list["format"].as_u64(), list["today"].as_str()), (Some(1), Some("2027-01-31")));
    let states: Vec<&str> =
        list["entries"].as_array().unwrap().iter().map(|entry| entry["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["expiring", "in-force"]);
    let empty = folder("");
    assert_eq!(decisions(empty.path(), &["list", "d.toml", "--lang", "en"]).stdout, "No entries.\n");
}

#[test]
fn add_leaves_everything_else_as_it_is() {
    let place = folder(FILE);
    let run = waiver(place.path(), &[("--ticket", "CHG-1"), ("--finding", "local-image")]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("added to d.toml, line 18"), "{}", run.stderr);
    let text = fs::read_to_string(place.path().join("d.toml")).unwrap();
    assert!(text.starts_with(FILE) && text[FILE.len()..].starts_with("\n[[waiver]]\nrule = "), "{text}");
    let run = decisions(place.path(), &["list", "d.toml", "--format", "json"]);
    let list: Value = serde_json::from_str(&run.stdout).unwrap();
    let entry = list["entries"].as_array().unwrap().iter().find(|entry| entry["line"] == 18).unwrap();
    assert_eq!(
        (entry["scope"].as_str(), entry["statement"].as_str()),
        (Some("LMS \"x\" \\ é"), Some("why\nnot"))
    );
    assert_eq!((entry["ticket"].as_str(), entry["finding"].as_str()), (Some("CHG-1"), Some("local-image")));

    let fresh = tempfile::tempdir().unwrap();
    let flags = [
        "add",
        "attestation",
        "d.toml",
        "--rule",
        "vcenter-internet-access",
        "--statement",
        "s",
        "--evidence",
        "e",
        "--by",
        "M. Abe",
        "--expires",
        "2027-05-20",
        "--today",
        "2026-11-22",
    ];
    assert_eq!(decisions(fresh.path(), &flags).code, 0, "a file that is not there is made");
    let text = fs::read_to_string(fresh.path().join("d.toml")).unwrap();
    assert!(text.starts_with("[[attestation]]\n") && text.contains("\non = 2026-11-22\n"), "{text}");
}

#[test]
fn add_writes_nothing_that_would_be_wrong() {
    for (changed, said) in [
        ([("--rule", "vm-no-local-cdorm")], "did you mean 'vm-no-local-cdrom'?"),
        ([("--finding", "local-imag")], "did you mean 'local-image'?"),
        ([("--expires", "2026-11-21")], "has passed already"),
        ([("--expires", "31.01.2027")], "a day is written 2027-01-31"),
        ([("--reason", " ")], "'reason' is empty"),
        ([("--object", "")], "--object"),
    ] {
        let place = folder(FILE);
        let run = waiver(place.path(), &changed);
        assert!(run.code == 2 && run.stderr.contains(said), "{changed:?}: {}", run.stderr);
        assert_eq!(fs::read_to_string(place.path().join("d.toml")).unwrap(), FILE);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "nothing is left beside it");
    }
    let broken = folder("[[waiver]]\nrule = 1\n");
    let run = waiver(broken.path(), &[]);
    assert!(run.code == 2 && run.stderr.contains("d.toml:2:8"), "{}", run.stderr);
    let inline = folder("waiver = []\n");
    let run = waiver(inline.path(), &[]);
    assert!(run.code == 2 && run.stderr.contains("nothing was added"), "{}", run.stderr);
}

#[cfg(unix)]
#[test]
fn add_follows_a_link() {
    let place = folder(FILE);
    fs::rename(place.path().join("d.toml"), place.path().join("real.toml")).unwrap();
    std::os::unix::fs::symlink("real.toml", place.path().join("d.toml")).unwrap();
    assert_eq!(waiver(place.path(), &[]).code, 0);
    assert!(place.path().join("d.toml").symlink_metadata().unwrap().is_symlink());
    assert!(fs::read_to_string(place.path().join("real.toml")).unwrap().contains("2027-03-31"));
}

#[test]
fn stale_entries_exit_2_when_asked_to() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base.json");
    let check = |place: &Path, more: &[&str]| {
        let flags = ["check", "--lang", "en", "--decisions", "d.toml", "--inventory", base.to_str().unwrap()];
        run_in(place, &[&flags, more].concat(), &[])
    };
    // The waiver matches nothing in a healthy cluster.
    let place = folder(FILE);
    assert_eq!(check(place.path(), &[]).code, 0);
    let run = check(place.path(), &["--fail-on-stale"]);
    assert_eq!(run.code, 2, "{}", run.stdout);
    assert!(run.stdout.contains("Exit 2: entries of the decisions file without effect"), "{}", run.stdout);
    assert!(run.stdout.starts_with("READY"), "the verdict is what it is");
    let report = check(place.path(), &["--fail-on-stale", "--format", "json"]).report();
    assert_eq!((report["exit_code"].as_u64(), report["verdict"].as_str()), (Some(2), Some("ready")));
    assert_eq!(report["question"]["policy"]["fail_on_stale"], true);
    assert_eq!(check(place.path(), &["--fail-on-stale", "--exit-zero"]).code, 2, "an error keeps its code");
    // Without an entry that is out of date the flag changes nothing.
    let fine = folder(&FILE[FILE.find("[[attestation]]").unwrap()..]);
    assert_eq!(check(fine.path(), &["--fail-on-stale"]).code, 0);
}

/// The lines that '#' keeps out of the file, within it.
fn uncommented(text: &str) -> String {
    let key = |line: &str| line.strip_prefix('#').filter(|rest| !rest.starts_with(' ')).map(str::to_owned);
    text.lines().map(|line| key(line).unwrap_or_else(|| line.to_owned()) + "\n").collect()
}

#[test]
fn init_writes_every_open_question_as_an_entry_to_fill_in() {
    let folder = tempfile::tempdir().unwrap();
    let run = |flags: &[&str]| run_in(folder.path(), flags, &[]);
    let at = |name: &str| folder.path().join(name);
    let checked = run(&["check", "--demo", "--format", "json=report.json"]);
    assert_eq!(checked.code, 1, "{}", checked.stderr);
    let json: Value = serde_json::from_str(&fs::read_to_string(at("report.json")).unwrap()).unwrap();
    for lang in ["en", "ja"] {
        let text = run(&["decisions", "init", "report.json", "--lang", lang]).stdout;
        let numbered = text.lines().filter(|line| {
            line.strip_prefix("# ")
                .and_then(|rest| rest.split_once(". "))
                .is_some_and(|(number, _)| number.parse::<u32>().is_ok())
        });
        assert_eq!(numbered.count(), usize::try_from(json["open_questions"].as_u64().unwrap()).unwrap());
        // As it is, it says nothing; with the marks taken away it is TOML, and refused as it is empty.
        assert!(text.parse::<toml::Table>().unwrap().is_empty());
        assert!(uncommented(&text).parse::<toml::Table>().unwrap().contains_key("attestation"));
        fs::write(at("d.toml"), uncommented(&text)).unwrap();
        let lint = run(&["decisions", "lint", "d.toml", "--lang", "en"]);
        assert!(lint.code == 2 && lint.stderr.contains("'statement' is empty"), "{}", lint.stderr);
        // Filled in, it answers everything.
        fs::write(at("d.toml"), uncommented(&text).replace("\"\"", "\"x\"")).unwrap();
        let answered = run(&["check", "--demo", "--format", "json", "--decisions", "d.toml"]);
        assert_eq!(answered.report()["open_questions"], 0, "{}", answered.stderr);
    }
    let there = run(&["decisions", "init", "report.json", "-o", "d.toml"]);
    assert!(there.code == 2 && there.stderr.contains("is there already"), "{}", there.stderr);
    assert_eq!(run(&["decisions", "init", "report.json", "-o", "new.toml"]).code, 0);
    assert!(fs::read_to_string(at("new.toml")).unwrap().starts_with("# Questions that wait for a person"));
}

/// What stands in a report to answer its questions is copied, filled in and used as it stands: the entries, and the
/// commands, by a shell.
#[test]
fn every_open_question_of_a_report_ends_with_what_answers_it() {
    let folder = tempfile::tempdir().unwrap();
    let run = |flags: &[&str]| run_in(folder.path(), flags, &[]);
    let program = Path::new(env!("CARGO_BIN_EXE_vpreflight")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let shell = |command: &str| {
        let mut shell = std::process::Command::new("sh");
        shell.args(["-c", command]).current_dir(folder.path()).env("PATH", &path).output().unwrap()
    };
    let answered = |file: &str| {
        let run = run(&["check", "--demo", "--format", "json", "--decisions", file]);
        assert_eq!(run.report()["open_questions"], 0, "{}", run.stderr);
    };
    for lang in ["en", "ja"] {
        let told = run(&["check", "--demo", "--lang", lang, "--format", "markdown"]).stdout;
        let commands: Vec<&str> = told
            .lines()
            .filter_map(|line| line.split('`').find(|piece| piece.starts_with("vpreflight decisions add")))
            .collect();
        let page = run(&["check", "--demo", "--lang", lang, "--format", "html"]).stdout;
        let file = folder.path().join("decisions.toml");
        let _ = fs::remove_file(&file);
        for command in &commands {
            assert!(page.contains(&command.replace('"', "&quot;")), "{command}");
            let command = format!("{command} --today 2026-11-22");
            assert_eq!(shell(&command).status.code(), Some(2), "{command}: nothing is filled in");
            assert!(!file.exists() || !fs::read_to_string(&file).unwrap().contains("\"\""));
            let done = shell(&command.replace("\"\"", "'K. Sato, seen there'"));
            assert!(done.status.success(), "{command}: {}", String::from_utf8_lossy(&done.stderr));
        }
        answered("decisions.toml");

        let told = run(&["check", "--demo", "--lang", lang, "--details"]).stdout;
        let lines: Vec<&str> = told.lines().map(str::trim_start).collect();
        let starts = lines.iter().enumerate().filter(|(_, line)| **line == "[[attestation]]");
        let entries: Vec<String> = starts
            .map(|(at, _)| lines[at..].iter().take(7).map(|line| format!("{line}\n")).collect())
            .collect();
        assert_eq!(entries.len(), commands.len());
        fs::write(folder.path().join("entries.toml"), entries.concat().replace("\"\"", "\"x\"")).unwrap();
        answered("entries.toml");
    }
}

/// The program at a terminal of its own (that of `script`, which is part of every Linux): each text is typed once what
/// stands before it was shown. Everything that was shown, and the exit code.
#[cfg(target_os = "linux")]
fn at_a_terminal(folder: &Path, command: &str, typed: &[(&str, &str)]) -> (i32, String) {
    use std::io::{Read as _, Write as _};
    use std::process::{Command, Stdio};

    let line = format!("'{}' {command}", env!("CARGO_BIN_EXE_vpreflight"));
    let mut script = Command::new("script")
        .args(["-qec", &line, "/dev/null"])
        .current_dir(folder)
        .env_clear()
        .envs([("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("TZ", "UTC"), ("SHELL", "/bin/sh")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("script, of util-linux");
    let (mut input, mut output) = (script.stdin.take().unwrap(), script.stdout.take().unwrap());
    let (mut shown, mut seen) = (String::new(), 0);
    let mut byte = [0];
    for (wanted, keys) in typed {
        while !shown[seen..].contains(wanted) {
            assert!(output.read(&mut byte).unwrap() > 0, "'{wanted}' was not shown: {shown}");
            shown.push(char::from(byte[0]));
        }
        seen = shown.len();
        input.write_all(keys.as_bytes()).unwrap();
    }
    let mut rest = Vec::new();
    // The terminal may be gone already.
    let _ = output.read_to_end(&mut rest);
    drop(input);
    let code = script.wait().unwrap().code().unwrap();
    (code, shown + &String::from_utf8_lossy(&rest))
}

#[cfg(target_os = "linux")]
#[test]
fn questions_are_asked_one_by_one_and_no_answer_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let run = |flags: &[&str]| run_in(folder.path(), flags, &[]);
    assert_eq!(run(&["check", "--demo", "--format", "json=report.json"]).code, 1);
    let ask = ["decisions", "answer", "report.json", "d.toml"];
    let refused = run(&ask);
    assert!(refused.code == 2 && refused.stderr.contains("decisions init"), "{}", refused.stderr);
    assert!(!folder.path().join("d.toml").exists());

    // The first is left open, the second answered, the third interrupted.
    let command = "decisions answer report.json d.toml --lang en --today 2026-11-22";
    let (code, shown) = at_a_terminal(
        folder.path(),
        command,
        &[
            ("Who answers: ", "K. \"Sato\"\n"),
            ("1/13", ""),
            ("What is said: ", "\n"),
            ("2/13", ""),
            ("What is said: ", "all of them = yes\n"),
            ("(a text or a link): ", "ticket 7\n"),
            ("Last day on which it counts [2027-05-21]: ", "soon\n"),
            ("written 2027-01-31", ""),
            ("Last day on which it counts", "2020-01-01\n"),
            ("has passed already", ""),
            ("Last day on which it counts", "2027-03-01\n"),
            ("3/13", ""),
            ("What is said: ", "half an ans\u{3}"),
        ],
    );
    assert_eq!(code, 130, "{shown}");
    let list: Value =
        serde_json::from_str(&run(&["decisions", "list", "d.toml", "--format", "json"]).stdout).unwrap();
    let text = list.to_string();
    for said in ["all of them = yes", "ticket 7", "K. \\\"Sato\\\"", "2026-11-22", "2027-03-01"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    let checked = run(&["check", "--demo", "--format", "json", "--decisions", "d.toml"]);
    assert_eq!(checked.report()["open_questions"], 12, "{}", checked.stderr);

    // What is answered is not asked again; the end of the input ends it.
    let (code, shown) = at_a_terminal(
        folder.path(),
        &format!("{command} --by Abe"),
        &[("1/12", ""), ("What is said: ", "\u{4}")],
    );
    assert!(code == 0 && shown.contains("questions answered: 0, left open: 12"), "{code}: {shown}");
}
