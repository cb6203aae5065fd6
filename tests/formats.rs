//! Every form of one report: the same numbers in each, valid by its schema, harmless whatever a name
//! is, written whole or not at all.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod common;
#[path = "formats/convert.rs"]
mod convert;
#[path = "formats/coverage.rs"]
mod coverage;
#[path = "formats/elements.rs"]
mod elements;
#[path = "formats/held.rs"]
mod held;
#[path = "formats/hostile.rs"]
mod hostile;
#[path = "formats/junit.rs"]
mod junit;
#[path = "formats/open.rs"]
mod open;
#[path = "formats/picture.rs"]
mod picture;
#[path = "formats/prometheus.rs"]
mod prometheus;
#[path = "formats/read.rs"]
mod read;
#[allow(dead_code, reason = "made for the tests of the table")]
#[path = "render/sample.rs"]
mod sample;
#[path = "formats/schemas.rs"]
mod schemas;
#[path = "formats/sheet.rs"]
mod sheet;
#[path = "formats/workbook.rs"]
mod workbook;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use common::{Run, run, words};
use read::Counts;
use vpreflight::render::{Format, Style, markdown, render, words::Msg};
use vpreflight::report::{Outcome, Policy, Report};
use vpreflight::terms::{Lang, Level};

const DECISIONS: &str = r#"
[[waiver]]
rule = "vm-no-local-cdrom"
object = "lms-db01"
reason = "rebuilt in January"
owner = "K. Sato"
expires = 2027-01-31

[[waiver]]
rule = "vmotion-network-gbe"
object = "no-such-host"
reason = "nothing there"
owner = "K. Sato"
expires = 2027-01-31

[[attestation]]
rule = "vcenter-internet-access"
statement = "through the proxy"
evidence = "protocol 7"
by = "M. Abe"
on = 2026-11-20
expires = 2027-05-20
"#;

/// A report in one form.
fn rendered(report: &Report, format: Format, lang: Lang) -> String {
    let mut bytes = Vec::new();
    render(report, format, Style { lang, ..Style::default() }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// Every form of the example with decisions, written by one run, by name; and what went to standard output.
fn one_run(lang: &str) -> (BTreeMap<&'static str, String>, Run) {
    let folder = tempfile::tempdir().unwrap();
    let decisions = folder.path().join("decisions.toml");
    fs::write(&decisions, DECISIONS).unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let mut flags = words(&["check", "--demo", "--lang", lang, "--decisions", &path("decisions.toml")]);
    for format in Format::ALL.iter().map(|format| format.name()).filter(|name| *name != "table") {
        flags.extend(["--format".into(), format!("{format}={}", path(format))]);
    }
    flags.extend(words(&["--format", "table"]));
    let run = run(&flags, &[("GITHUB_STEP_SUMMARY", &path("summary.md"))]);
    let names = Format::ALL.iter().map(|format| format.name()).chain(["summary.md"]);
    let files = names.filter_map(|name| Some((name, fs::read_to_string(path(name)).ok()?))).collect();
    (files, run)
}

#[test]
fn one_run_gives_the_same_numbers_in_every_form() {
    let (files, run) = one_run("en");
    assert_eq!((run.code, run.stderr.lines().count()), (1, 1), "{}", run.stderr);
    assert!(run.stderr.starts_with("vpreflight: Exit 1: not ready. Written: "), "{}", run.stderr);
    let wanted = read::json(&files["json"]);
    for word in ["fail", "unknown", "warn", "manual", "waived", "attested", "note", "not-applicable", "pass"]
    {
        assert!(wanted.results.contains_key(word), "the example has no {word}: {wanted:?}");
    }
    assert_eq!(read::jsonl(&files["jsonl"]), wanted);
    assert_eq!(read::sarif(&files["sarif"]), wanted);
    assert_eq!(read::prometheus(&files["prometheus"]), wanted);
    assert_eq!(read::csv(&files["csv"]), wanted.results);
    assert_eq!(read::junit(&files["junit"]), wanted.results);

    // The forms for people give the prerequisites by outcome.
    let report: Report = serde_json::from_str(&files["json"]).unwrap();
    let tally = tally_in_words(&report);
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    for text in [&run.stdout, &files["markdown"], &files["summary.md"], &files["github"]] {
        assert!(one_line(text).contains(&tally), "{tally} is missing in:\n{text}");
    }
    assert_eq!(rows_by_word(&files["markdown"]), outcomes_by_word(&report));
    let stale = "vmotion-network-gbe: entry without effect";
    for name in ["junit", "sarif", "github", "markdown", "summary.md"] {
        assert!(files[name].contains(stale), "{name} hides the entry without effect");
    }
    assert!(files["prometheus"].contains("vpreflight_decisions{state=\"unmatched\"} 1"));
    assert!(files["jsonl"].contains("\"stale\":\"unmatched\""));
}

fn tally_in_words(report: &Report) -> String {
    let tally = report.tally;
    let words = [
        (Msg::TallyFail, tally.fail),
        (Msg::TallyUnknown, tally.unknown),
        (Msg::TallyWarn, tally.warn),
        (Msg::TallyUnknownWarn, tally.unknown_warn),
        (Msg::TallyManual, tally.manual),
        (Msg::TallyWaived, tally.waived),
        (Msg::TallyAttested, tally.attested),
        (Msg::TallyNotAsked, tally.not_asked),
        (Msg::TallyPass, tally.pass),
        (Msg::TallyNotApplicable, tally.not_applicable),
    ];
    let words = words.into_iter().filter(|(_, count)| *count > 0);
    // Beside the prerequisites that wait stands how many questions there are.
    let told = words.map(|(msg, count)| match (msg, report.open_questions) {
        (Msg::TallyManual, open) if open != count => {
            format!("{} ({})", msg.count(Lang::En, count), Msg::TallyQuestions.count(Lang::En, open))
        }
        _ => msg.count(Lang::En, count),
    });
    told.collect::<Vec<_>>().join(" · ")
}

/// Rows of the tables by their first cell.
fn rows_by_word(markdown: &str) -> Counts {
    let mut rows = Counts::new();
    for row in markdown.lines().filter_map(|line| line.strip_prefix("| ")) {
        let word = row.split(" |").next().unwrap();
        if word != "---" && word != "outcome" {
            *rows.entry(word.to_owned()).or_default() += 1;
        }
    }
    rows
}

fn outcomes_by_word(report: &Report) -> Counts {
    let mut rows = Counts::new();
    for rule in &report.prerequisites {
        let msg = match rule.outcome {
            Outcome::Fail => Msg::Fail,
            Outcome::Warn => Msg::Warn,
            Outcome::Unknown { ceiling: Level::Fail } => Msg::Unknown,
            Outcome::Unknown { .. } => Msg::UnknownWarn,
            Outcome::Manual => Msg::Manual,
            Outcome::NotAsked => Msg::NotAsked,
            Outcome::Waived => Msg::Waived,
            Outcome::Attested => Msg::Attested,
            Outcome::Pass => Msg::Pass,
            Outcome::NotApplicable => Msg::NotApplicable,
        };
        *rows.entry(msg.get(Lang::En).to_owned()).or_default() += 1;
    }
    rows
}

#[test]
fn a_case_fails_exactly_where_it_stands_against_the_verdict() {
    let mut report = sample::not_ready();
    let cases = |report: &Report| junit::valid(&rendered(report, Format::Junit, Lang::En));
    assert!(cases(&report).0 > 0);
    assert_eq!(cases(&sample::ready()), (0, 0));
    let (failures, errors) = cases(&sample::cannot_tell());
    assert!(failures == 0 && errors > 0);
    // A warning fails where it was asked to, and waits for a person where that was asked for.
    report.prerequisites.retain(|rule| !matches!(rule.outcome, Outcome::Fail | Outcome::Unknown { .. }));
    assert_eq!(cases(&report), (0, 0));
    report.question.policy = Policy { fail_on_warn: true, ..Policy::default() };
    assert!(cases(&report).0 > 0);
    report.question.policy = Policy { strict: true, ..Policy::default() };
    let (failures, errors) = cases(&report);
    assert!(failures == 0 && errors > 0);
}

#[test]
fn annotations_are_few_and_the_worst_come_first() {
    let text = rendered(&sample::many(30), Format::Github, Lang::En);
    let of = |kind: &str| text.lines().filter(|line| line.starts_with(&format!("::{kind} "))).count();
    assert_eq!(of("error"), 10);
    assert!(of("warning") <= 10 && of("notice") <= 10);
    let last = text.lines().last().unwrap();
    assert!(
        last.starts_with("::notice title=vpreflight%3A ") && last.contains("more are not shown here"),
        "{last}"
    );
}

#[test]
fn no_run_has_more_results_than_code_scanning_takes_and_none_is_lost() {
    let report = sample::many(12_000);
    let text = rendered(&report, Format::Sarif, Lang::En);
    let log: serde_json::Value = serde_json::from_str(&text).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    assert!(results.len() <= 5_000, "{}", results.len());
    let json = read::json(&rendered(&report, Format::Json, Lang::En));
    assert_eq!(read::sarif(&text).results["fail"], json.results["fail"]);
    let prints: std::collections::BTreeSet<&str> = results
        .iter()
        .map(|result| result["partialFingerprints"]["vpreflight/v1"].as_str().unwrap())
        .collect();
    assert_eq!(prints.len(), results.len(), "two results pass for the same");
}

#[test]
fn every_text_is_in_the_language_of_the_run() {
    let (files, run) = one_run("ja");
    let people = ["junit", "sarif", "github", "markdown", "csv", "jsonl", "summary.md"];
    let texts = people.iter().map(|name| (*name, &files[name])).chain([("table", &run.stdout)]);
    for (name, text) in texts {
        for msg in Msg::ALL {
            let (en, ja) = (msg.get(Lang::En), msg.get(Lang::Ja));
            let pieces = en.split(['|', '{', '}']).map(str::trim).filter(|piece| piece.len() > 11);
            for piece in pieces.filter(|piece| piece.contains(' ') && !ja.contains(piece)) {
                assert!(!text.contains(piece), "{name} says {piece:?} in Japanese");
            }
        }
        assert!(text.contains("クラスタ"), "{name} is not in Japanese");
    }
}

#[test]
fn a_place_that_takes_no_file_is_told_before_anything_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (bad, good) = (format!("json={}", path("nowhere/a.json")), format!("csv={}", path("a.csv")));
    let flags = ["check", "--inventory", "unread.json", "--format", &bad, "--format", &good];
    let run = run(&words(&[&flags[..], &["--format", "jsonl"]].concat()), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
    assert!(run.stderr.contains("nowhere") && run.stderr.lines().count() == 1, "{}", run.stderr);
    assert!(!Path::new(&path("a.csv")).exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_form_that_cannot_be_written_keeps_no_other_from_being_written() {
    let folder = tempfile::tempdir().unwrap();
    let good = folder.path().join("a.csv");
    let csv = format!("csv={}", good.display());
    let flags = ["check", "--demo", "--format", "json=/dev/full", "--format", &csv, "--format", "jsonl"];
    let run = run(&words(&flags), &[]);
    assert_eq!(run.code, 2);
    assert!(run.stderr.contains("/dev/full") && run.stderr.lines().count() == 1, "{}", run.stderr);
    assert!(!read::records(&fs::read_to_string(good).unwrap()).is_empty());
    assert!(run.stdout.starts_with("{\"type\":\"run\""));
}

#[test]
fn a_summary_that_cannot_be_added_is_told() {
    let summary = [("GITHUB_STEP_SUMMARY", "/nowhere/summary.md")];
    let run = run(&words(&["check", "--demo", "--format", "github"]), &summary);
    assert!(run.code == 2 && run.stderr.contains("cannot add to /nowhere/summary.md"), "{}", run.stderr);
    assert!(run.stdout.starts_with("::error title="));
}

/// What stands in the file already counts for what GitHub takes; the verdict is not about that.
#[test]
fn a_summary_for_which_the_file_has_no_room_is_left_out_and_told() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("summary.md");
    let there = "x".repeat(1024 * 1024 - 1_000);
    fs::write(&file, &there).unwrap();
    let summary = [("GITHUB_STEP_SUMMARY", file.to_str().unwrap())];
    let run = run(&words(&["check", "--demo", "--format", "github"]), &summary);
    assert!(run.code == 1 && run.stderr.contains("no summary was added to"), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&file).unwrap(), there);
}

#[test]
fn a_summary_has_what_to_do_first_and_folds_what_stands_in_nobodys_way() {
    let (files, _) = one_run("en");
    let summary = &files["summary.md"];
    let order = [
        "## NOT READY",
        "### First\n\n1. **",
        "### What does not hold",
        "<details>",
        "### HA\n",
        "Read from",
    ];
    let places: Vec<usize> =
        order.iter().map(|part| summary.find(part).unwrap_or_else(|| panic!("{part}: {summary}"))).collect();
    assert!(places.is_sorted(), "{places:?} in:\n{summary}");
    let (open, folded) = summary.split_once("<details>").unwrap();
    assert!(open.contains("- **FAIL** ") && open.contains("- **UNKNOWN** ") && open.contains("- **warn** "));
    for word in ["**person**", "**waived**", "**attested**", "**note**"] {
        assert!(folded.contains(word) && !open.contains(word), "{word}:\n{summary}");
    }
    // The first screen of the table tells the same things first.
    let table = common::run(&words(&["check", "--demo", "--lang", "en", "--no-config"]), &[]).stdout;
    let ids = |text: &str, of: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| line.trim_start().starts_with(|c: char| c.is_ascii_digit()));
        let lines = lines.filter(|line| line.contains(". "));
        lines.filter_map(|line| line.rsplit(of).find(|word| word.contains('-')).map(str::to_owned)).collect()
    };
    let mut first = Vec::new();
    markdown::summary(&demo(), Lang::En, usize::MAX, &mut first).unwrap();
    let first = String::from_utf8(first).unwrap();
    let first = first.split("### What does not hold").next().unwrap();
    assert_eq!(ids(first, "`"), ids(table.split("HA and vMotion ").next().unwrap(), " "));
}

/// The example without decisions.
fn demo() -> Report {
    let run = run(&words(&["check", "--demo", "--format", "json"]), &[]);
    serde_json::from_str(&run.stdout).unwrap()
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_told_and_leaves_no_verdict() {
    let run = run(&words(&["check", "--demo", "--format", "json=/dev/full"]), &[]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("/dev/full") && run.stderr.contains("No space left"), "{}", run.stderr);
}

/// The system ends the program as soon as a file grows beyond a few blocks: in the middle of writing.
#[cfg(unix)]
#[test]
fn a_program_killed_in_the_middle_of_writing_leaves_the_old_file() {
    use std::os::unix::process::ExitStatusExt;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    fs::write(&file, "the old one").unwrap();
    let program = Path::new(env!("CARGO_BIN_EXE_vpreflight"));
    let status = std::process::Command::new("sh")
        .args(["-c", "ulimit -c 0; ulimit -f 16; exec \"$0\" check --demo --format json=\"$1\""])
        .args([program, file.as_path()])
        .status()
        .unwrap();
    assert!(status.signal().is_some(), "{status}");
    assert_eq!(fs::read_to_string(&file).unwrap(), "the old one");
}

#[test]
fn forms_that_contradict_each_other_are_refused_before_anything_is_read() {
    let refused = |flags: &[&str], said: &str| {
        let run = run(&words(&[&["check", "--inventory", "/nowhere"], flags].concat()), &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    };
    refused(&["--format", "json", "--format", "csv"], "standard output takes one form only");
    refused(&["--format", "json=a", "--format", "csv=a"], "two forms");
    refused(&["--format", "json=a", "--output", "b"], "--output is for");
    refused(&["--format", "json=a", "--only", "fail"], "--only is for the table");
    refused(&["--format", "sarf=a"], "did you mean 'sarif'?");
    refused(&["--format", "sarif="], "names no file");
}

#[test]
fn a_run_that_only_reports_exits_with_0_and_says_so() {
    let run = |more: &[&str]| run(&words(&[&["check", "--demo", "--format", "json"], more].concat()), &[]);
    let plain = run(&[]);
    let zero = run(&["--exit-zero"]);
    assert_eq!((plain.code, zero.code), (1, 0));
    assert_eq!(plain.stdout, zero.stdout, "the report keeps the true code");
    assert_eq!(zero.report()["exit_code"], 1);
    assert!(zero.stderr.contains("exit 0 instead of 1"), "{}", zero.stderr);
    assert_eq!(run(&["--exit-zero", "--format", "csv=/nowhere/a.csv"]).code, 2, "errors keep their code");
    let missing = common::run(&words(&["check", "--inventory", "/nowhere", "--exit-zero"]), &[]);
    assert_eq!(missing.code, 4);
}
