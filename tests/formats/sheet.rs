//! The check sheet: the chapter in its order, with what the report says of each bullet and step.

use std::collections::BTreeSet;
use std::fs;

use vpreflight::render::{CheckSheet, SheetForm, check_sheet};
use vpreflight::report::Report;
use vpreflight::rules;
use vpreflight::terms::Lang;

use super::common::{run, words};
use super::{DECISIONS, demo, sample};

fn sheet(report: &Report, form: SheetForm, lang: Lang, confirmed_by: Option<&str>) -> String {
    let mut bytes = Vec::new();
    check_sheet(report, CheckSheet { form, lang, confirmed_by }, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The records of the sheet's rows, without those above and below.
fn rows(csv: &str) -> Vec<Vec<String>> {
    let text = csv.strip_prefix('\u{feff}').expect("a byte order mark in every language");
    let mut csv = csv::ReaderBuilder::new().has_headers(false).from_reader(text.as_bytes());
    let all: Vec<Vec<String>> =
        csv.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
    let is_row = |record: &&Vec<String>| {
        let number = &record[0];
        number.starts_with("5-") && number.chars().all(|char| char.is_ascii_digit() || char == '-')
    };
    all.iter().filter(is_row).cloned().collect()
}

/// Numbers of the chapter, and the rules of the rows.
fn numbers_and_rules(rows: &[Vec<String>]) -> (Vec<&str>, BTreeSet<&str>) {
    let mut numbers: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    numbers.dedup();
    (numbers, rows.iter().map(|row| row[7].as_str()).filter(|rule| !rule.is_empty()).collect())
}

#[test]
fn every_bullet_and_step_has_a_row_in_the_order_of_the_chapter() {
    let chapter: Vec<&str> = rules::chapter().items().map(|(_, item)| item.number.as_str()).collect();
    let required: BTreeSet<&str> = rules::demands().iter().map(|demand| demand.rule.as_str()).collect();
    for report in [demo(), sample::empty(), sample::not_ready()] {
        for lang in [Lang::En, Lang::Ja] {
            let rows = rows(&sheet(&report, SheetForm::Csv, lang, None));
            assert_eq!(numbers_and_rules(&rows), (chapter.clone(), required.clone()));
        }
    }
    // A rule has a row for each of its places.
    let rows = rows(&sheet(&demo(), SheetForm::Csv, Lang::En, None));
    for demand in rules::demands() {
        let places: Vec<&str> = demand
            .places
            .iter()
            .map(|place| rules::chapter().find(place).unwrap().1.number.as_str())
            .collect();
        let mut found: Vec<&str> =
            rows.iter().filter(|row| row[7] == demand.rule).map(|row| row[0].as_str()).collect();
        found.dedup();
        assert_eq!(found, places, "{}", demand.rule);
    }
}

#[test]
fn the_forms_have_the_same_rows() {
    let report = demo();
    let csv = rows(&sheet(&report, SheetForm::Csv, Lang::Ja, None));
    let html = sheet(&report, SheetForm::Html, Lang::Ja, None);
    assert_eq!(html.matches("<tr data-o=").count(), csv.len());
    assert!(html.contains("size: A4 landscape") && !html.contains("<script"));
    let markdown = sheet(&report, SheetForm::Markdown, Lang::Ja, None);
    assert_eq!(markdown.lines().filter(|line| line.starts_with("| ")).count(), csv.len() + 2);
    // The tally above the rows is that of the report.
    let tally = format!("(× {}、? {}、△ {}、□ {}、", 6, 1, 2, 14);
    for text in [&html, &markdown] {
        assert!(text.contains(&tally), "{tally}");
    }
    assert_eq!(
        (report.tally.fail, report.tally.unknown, report.tally.warn, report.tally.manual),
        (6, 1, 2, 14)
    );
}

#[test]
fn verdicts_have_the_signs_of_the_language_and_no_circle_is_open() {
    let report = demo();
    let of = |lang, rule: &str| -> Vec<String> {
        let rows = rows(&sheet(&report, SheetForm::Csv, lang, None));
        let mut signs: Vec<String> =
            rows.iter().filter(|row| row[7] == rule).map(|row| row[3].clone()).collect();
        signs.dedup();
        signs
    };
    for (rule, ja, en) in [
        ("vcenter-licensed", &["○ 1/1"][..], &["✓ 1/1"][..]),
        ("vmotion-network-gbe", &["× 2/3"], &["× 2/3"]),
        ("ha-redundant-net-same-subnet", &["△ 0/1"], &["! 0/1"]),
        ("host-access-all-networks", &["× 0/1", "□"], &["× 0/1", "□"]),
        ("vcenter-on-windows", &["–"], &["–"]),
    ] {
        assert_eq!(of(Lang::Ja, rule), ja, "{rule}");
        assert_eq!(of(Lang::En, rule), en, "{rule}");
    }
    for row in rows(&sheet(&report, SheetForm::Csv, Lang::Ja, None)) {
        assert_eq!(row[4].starts_with("(質問)"), row[3] == "□", "{row:?}");
        assert_eq!(row[5] == "＿＿＿＿＿", row[3] == "□", "{row:?}");
        assert!(!row[4].is_empty(), "{row:?}");
    }
}

#[test]
fn decisions_show_who_and_until_when_and_the_rest_who_ran_it() {
    let folder = tempfile::tempdir().unwrap();
    let decisions = folder.path().join("decisions.toml");
    fs::write(&decisions, DECISIONS).unwrap();
    let file = folder.path().join("sheet.csv");
    let form = format!("checksheet={}", file.display());
    let flags = ["check", "--demo", "--lang", "ja", "--zone", "Asia/Tokyo", "--confirmed-by", "田中"];
    let more = ["--decisions", decisions.to_str().unwrap(), "--format", &form];
    assert_eq!(run(&words(&[&flags[..], &more].concat()), &[]).code, 1);
    let rows = rows(&fs::read_to_string(file).unwrap());
    let one = |rule: &str, sign: &str| {
        let row = rows.iter().find(|row| row[7] == rule && row[3].starts_with(sign));
        row.unwrap_or_else(|| panic!("{rule} {sign}")).clone()
    };
    let attested = one("vcenter-internet-access", "済");
    assert_eq!((attested[5].as_str(), attested[6].as_str()), ("M. Abe", "2026-11-20 (期限 2027-05-20)"));
    assert!(attested[4].starts_with("through the proxy / (質問)"), "{attested:?}");
    let waived = one("vm-no-local-cdrom", "≈");
    assert_eq!((waived[5].as_str(), waived[6].as_str()), ("K. Sato", "期限 2027-01-31"));
    let held = one("vcenter-licensed", "○");
    assert_eq!((held[5].as_str(), held[6].as_str()), ("田中", "2026-11-22"));
}

#[test]
fn a_rule_that_was_not_run_is_a_row_that_says_so() {
    let run = run(&words(&["check", "--demo", "--profile", "ha", "--format", "json"]), &[]);
    let report: Report = serde_json::from_str(&run.stdout).unwrap();
    let rows = rows(&sheet(&report, SheetForm::Csv, Lang::En, None));
    let left: Vec<&Vec<String>> = rows.iter().filter(|row| row[3] == "not run").collect();
    assert!(left.iter().any(|row| row[7] == "vmotion-network-gbe"));
    for row in &left {
        assert!(!report.prerequisites.iter().any(|rule| rule.id == row[7]), "{row:?}");
        assert_eq!((row[4].as_str(), row[5].as_str()), ("not part of this run (profile ha)", ""));
    }
    let required: BTreeSet<&str> = rules::demands().iter().map(|demand| demand.rule.as_str()).collect();
    assert_eq!(numbers_and_rules(&rows).1, required);
}

#[test]
fn a_sheet_is_what_its_file_is_called() {
    let refused = |flags: &[&str], said: &str| {
        let run = run(&words(&[&["check", "--inventory", "/nowhere"], flags].concat()), &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{}", run.stderr);
        assert!(run.stderr.contains(said), "{}", run.stderr);
    };
    refused(&["--format", "checksheet=sheet.pdf"], "a check sheet is no '.pdf' file");
    refused(&["--format", "checksheet", "-o", "sheet.json"], "a check sheet is no '.json' file");
    refused(&["--format", "table", "--confirmed-by", "A"], "--confirmed-by is for the check sheet");
    refused(&["--format", "checksheet", "--confirmed-by", ""], "--confirmed-by");
    let folder = tempfile::tempdir().unwrap();
    for (name, begins) in
        [("a.HTML", "<!DOCTYPE html>"), ("a.md", "## "), ("a", "## "), ("a.csv", "\u{feff}")]
    {
        let file = folder.path().join(name);
        let form = format!("checksheet={}", file.display());
        run(&words(&["check", "--demo", "--format", &form]), &[]);
        assert!(fs::read_to_string(&file).unwrap().starts_with(begins), "{name}");
    }
}
