//! What a source could decide that is no vCenter: every form says it, and says it first.

use std::io::{Cursor, Read as _};

use serde_json::Value;
use vpreflight::render::{Format, Style, render};
use vpreflight::report::{Coverage, Covered, Outcome, Report, Severity, SourceKind};
use vpreflight::terms::Lang;

use super::sample;

fn bytes(report: &Report, format: Format, lang: Lang) -> Vec<u8> {
    let mut out = Vec::new();
    render(report, format, Style { lang, width: 200, ..Style::default() }, &mut out).unwrap();
    out
}

fn text(report: &Report, format: Format, lang: Lang) -> String {
    String::from_utf8(bytes(report, format, lang)).unwrap()
}

/// A sheet of a workbook and its texts.
fn summary(workbook: Vec<u8>) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut strings = String::new();
    zip.by_name("xl/sharedStrings.xml").unwrap().read_to_string(&mut strings).unwrap();
    strings
}

#[test]
fn each_prerequisite_is_decided_left_open_or_a_persons() {
    let report = sample::from_dump();
    let coverage = report.coverage.as_ref().unwrap();
    let required = report.prerequisites.iter().filter(|rule| rule.severity == Severity::Required);
    assert_eq!(coverage.of, required.count());
    assert_eq!(coverage.of, coverage.decided + coverage.undecided.len() + coverage.people.len());
    for rule in report.prerequisites.iter().filter(|rule| rule.severity == Severity::Required) {
        let unknown = matches!(rule.outcome, Outcome::Unknown { .. } | Outcome::NotAsked);
        assert_eq!(coverage.undecided.contains(&rule.id), unknown, "{}: {:?}", rule.id, rule.outcome);
        assert!(!unknown || Covered::of(rule) == Covered::Undecided);
    }
    assert!(!coverage.undecided.is_empty() && coverage.decided > 0, "{coverage:?}");
    assert_eq!(Coverage::of(SourceKind::Vcenter, &report.prerequisites), None);
}

/// What a person accepted is still what the source had left open.
#[test]
fn a_decision_makes_no_source_tell_more() {
    let mut report = sample::from_dump();
    let open = report.prerequisites.iter_mut().find(|rule| !rule.undecided.is_empty()).unwrap();
    open.outcome = Outcome::Waived;
    assert_eq!(Covered::of(open), Covered::Undecided);
    open.undecided.clear();
    open.outcome = Outcome::Attested;
    assert_eq!(Covered::of(open), Covered::People);
}

#[test]
fn every_form_says_it_first() {
    let report = sample::from_dump();
    let coverage = report.coverage.as_ref().unwrap();
    let figures = |lang| match lang {
        Lang::En => format!("decides {} of {}", coverage.decided, coverage.of),
        Lang::Ja => format!("{} 件中 {} 件", coverage.of, coverage.decided),
    };
    let left = &coverage.undecided[0];
    for lang in [Lang::En, Lang::Ja] {
        // Before the verdict, or with it at the head of the lines beneath.
        let firsts = [(Format::Table, 1), (Format::Markdown, 3), (Format::Checksheet, 6)];
        for (format, within) in firsts {
            let text = text(&report, format, lang).replace('\\', "");
            let head: Vec<&str> = text.lines().take(within).collect();
            assert!(head.join("\n").contains(&figures(lang)), "{format}: {head:?}");
            assert!(text.contains(left.as_str()), "{format}");
        }
        let html = text(&report, Format::Html, lang);
        let section = &html[html.find("<section id=verdict").unwrap()..];
        let (said, answer) = (section.find(&figures(lang)).unwrap(), section.find("class=answer").unwrap());
        assert!(said < answer, "{}", &section[..answer]);
        let github = text(&report, Format::Github, lang);
        assert!(github.lines().last().unwrap().contains(&figures(lang)), "{github}");
        let junit = text(&report, Format::Junit, lang);
        let properties = &junit[junit.find("<properties>").unwrap()..];
        assert!(properties.find("coverage").unwrap() < properties.find("verdict").unwrap(), "{properties}");
        assert!(summary(bytes(&report, Format::Xlsx, lang)).contains(&figures(lang)));
        let csv = text(&report, Format::Csv, lang);
        let mut rows = csv::Reader::from_reader(csv.trim_start_matches('\u{feff}').as_bytes());
        let at = rows.headers().unwrap().iter().position(|name| name == "covered").unwrap();
        for row in rows.records().map(Result::unwrap) {
            assert_eq!(&row[at] == "undecided", coverage.undecided.iter().any(|id| *id == row[4]), "{row:?}");
        }
    }
    let told = serde_json::to_value(coverage).unwrap();
    let json: Value = serde_json::from_str(&text(&report, Format::Json, Lang::En)).unwrap();
    assert_eq!(json["coverage"], told);
    let lines = text(&report, Format::Jsonl, Lang::En);
    let run: Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert_eq!(run["coverage"], told);
    let sarif: Value = serde_json::from_str(&text(&report, Format::Sarif, Lang::En)).unwrap();
    assert_eq!(sarif["runs"][0]["properties"]["coverage"], told);
    let metrics = text(&report, Format::Prometheus, Lang::En);
    let line = format!(
        "vpreflight_coverage{{source=\"object-dump\",by=\"undecided\"}} {}",
        coverage.undecided.len()
    );
    assert!(metrics.lines().any(|one| one == line), "{metrics}");
}

/// A vCenter can be asked for everything: nothing is said of it.
#[test]
fn no_form_says_it_of_a_vcenter() {
    let report = sample::cannot_tell();
    for format in Format::ALL.iter().filter(|format| **format != Format::Xlsx) {
        let text = text(&report, *format, Lang::En);
        assert!(!text.contains("coverage") && !text.contains("object.save"), "{format}");
    }
}
