//! `convert`: any form of a report that was saved, the same as of the run that saved it; and GitLab's code quality.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;
use vpreflight::render::Format;
use vpreflight::report::Report;
use vpreflight::terms::Lang;

use super::common::{Run, run, words};
use super::{hostile, read, rendered, sample};

fn vpreflight(flags: &[&str]) -> Run {
    run(&words(flags), &[])
}

#[test]
fn a_saved_report_gives_the_forms_of_the_run_that_saved_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let forms = |suffix: &str| -> Vec<String> {
        let names = Format::ALL.iter().map(|format| format.name());
        names
            .flat_map(|name| ["--format".to_owned(), format!("{name}={}", path(&format!("{name}.{suffix}")))])
            .collect()
    };
    // The check sheet has its form by the name of its file.
    let forms = |suffix: &str| -> Vec<String> {
        forms(suffix)
            .into_iter()
            .map(|form| {
                form.replace("checksheet.run", "checksheet-run.md")
                    .replace("checksheet.again", "checksheet-again.md")
            })
            .collect()
    };
    let check = [words(&["check", "--demo", "--lang", "en"]), forms("run")].concat();
    assert_eq!(run(&check, &[]).code, 1);
    let saved = path("json.run");
    let convert = [words(&["convert", &saved, "--lang", "en"]), forms("again")].concat();
    let converted = run(&convert, &[]);
    assert_eq!((converted.code, converted.stdout.as_str()), (0, ""), "{}", converted.stderr);
    assert!(converted.stderr.contains("no map of which VM can go to which host"), "{}", converted.stderr);
    // A workbook is no text, a page has neither map nor picture, and a check sheet shows values as programs read them.
    let compared = |name: &&str| !["html", "svg", "xlsx", "checksheet"].contains(name);
    for format in Format::ALL.iter().map(|format| format.name()).filter(compared) {
        let (one, again) = (path(&format!("{format}.run")), path(&format!("{format}.again")));
        // Messages are those of the report, which has times as programs read them.
        let text = |file: String| {
            let text = fs::read_to_string(file).unwrap();
            let times = [
                ("2026-11-05T09:14:00Z", "2026-11-05 09:14:00 UTC"),
                ("2026-11-04T09:14:14Z", "2026-11-04 09:14:14 UTC"),
            ];
            times.iter().fold(text, |text, (from, to)| text.replace(from, to))
        };
        assert_eq!(text(one), text(again), "{format} differs");
    }
    let rows = |name: &str| {
        fs::read_to_string(path(name)).unwrap().lines().filter(|line| line.starts_with("| ")).count()
    };
    assert_eq!(rows("checksheet-run.md"), rows("checksheet-again.md"));
    assert!(fs::read_to_string(path("html.again")).unwrap().contains("lms-db01"));
}

#[test]
fn reports_of_older_releases_are_converted_and_what_they_lack_is_said() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/release-0.1");
    for name in ["demo.report.json", "vcenter-4.0.report.json", "refused.report.json"] {
        let file = folder.join(name).display().to_string();
        for format in Format::ALL.iter().map(|format| format.name()).filter(|name| *name != "xlsx") {
            let run = vpreflight(&["convert", &file, "--format", format]);
            assert!(run.code == 0 && !run.stdout.is_empty(), "{name} {format}: {}", run.stderr);
        }
        let sheet = vpreflight(&["convert", &file, "--format", "checksheet"]);
        assert!(sheet.stderr.contains("does not say where in the chapter"), "{}", sheet.stderr);
        assert!(sheet.stdout.contains("which did not yet say where in the chapter"), "{name}");
        let rows = sheet.stdout.lines().filter(|line| line.starts_with("| ")).count();
        assert!(rows > 114, "{name}: {rows}");
    }
}

#[test]
fn what_is_no_report_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).display().to_string()
    };
    let refused = |flags: &[&str], said: &str| {
        let run = vpreflight(&[&["convert"], flags].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    };
    refused(&["/nowhere/report.json"], "cannot read the report /nowhere/report.json");
    refused(&[&file("a.json", "no json")], "is no JSON report");
    refused(&[&file("b.json", "{}")], "is no report of vpreflight");
    refused(&[&file("c.json", r#"{"format":9,"tool":{"name":"vpreflight"}}"#)], "is a report of format 9");
    refused(&[&file("d.json", r#"{"format":1,"tool":{"name":"vpreflight"}}"#)], "is a damaged report");
    refused(&["d.json", "--timings"], "--timings is for a run");
    refused(&["d.json", "--format", "jsonn"], "did you mean 'json'?");
}

/// The issues of a report.
fn issues(report: &Report, lang: Lang) -> Vec<Value> {
    serde_json::from_str(&rendered(report, Format::Gitlab, lang)).unwrap()
}

#[test]
fn code_quality_has_what_gitlab_wants_and_the_numbers_of_the_report() {
    let reports = [
        sample::not_ready(),
        sample::cannot_tell(),
        sample::decided(),
        sample::many(30),
        sample::empty(),
        super::demo(),
        hostile::report(),
    ];
    for report in reports {
        let json = read::json(&rendered(&report, Format::Json, Lang::En));
        let issues = issues(&report, Lang::Ja);
        let open =
            ["fail", "warn", "unknown", "manual"].map(|word| json.results.get(word).copied().unwrap_or(0));
        let waits_unnamed = report.prerequisites.iter().filter(|rule| rule.waits_unnamed());
        let more: usize = waits_unnamed.map(|rule| rule.objects.manual.saturating_sub(1)).sum();
        assert_eq!(issues.len() + more, open.iter().sum::<usize>());
        let mut prints = BTreeSet::new();
        for issue in &issues {
            for key in ["description", "check_name", "fingerprint"] {
                assert!(issue[key].as_str().is_some_and(|text| !text.is_empty()), "{issue}");
            }
            let severity = issue["severity"].as_str().unwrap();
            assert!(["info", "minor", "major", "critical", "blocker"].contains(&severity), "{issue}");
            let path = issue["location"]["path"].as_str().unwrap();
            assert!(!path.is_empty() && !path.starts_with(['/', '.']), "{issue}");
            assert_eq!(issue["location"]["lines"]["begin"], 1);
            prints.insert(issue["fingerprint"].as_str().unwrap());
        }
        // Fingerprints of made-up findings are made up, too.
        let is_real = report.source.server == "vc01.tokyo.example" && report.tally.total() == 60;
        assert!(!is_real || prints.len() == issues.len(), "two issues pass for the same");
        let critical = issues.iter().any(|issue| issue["severity"] == "critical");
        assert_eq!(critical, report.exit_code == 1);
    }
}
