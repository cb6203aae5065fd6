//! What a baseline knows, what the site has set, and where a question belongs: in every form.

use serde_json::Value;
use vpreflight::render::Format;
use vpreflight::terms::Lang;

use super::{read, rendered, sample};

#[test]
fn every_form_tells_what_the_site_has_set_and_what_the_run_was_held_against() {
    let report = sample::held();
    for (lang, told) in [
        (
            Lang::En,
            ["min_mbps = 10000 (the rule says 1000)", "Held against last-week.json", "3 new, 2 known"],
        ),
        (Lang::Ja, ["min_mbps = 10000 (ルールの値は 1000)", "last-week.json (2026-11-15", "新規 3、既知 2"]),
    ] {
        for format in [Format::Table, Format::Markdown, Format::Github, Format::Junit, Format::Html] {
            let text = rendered(&report, format, lang).replace('\\', "");
            // Lines are broken anywhere in Japanese.
            let text: String = text.split_whitespace().collect();
            for told in told {
                let told: String = told.split_whitespace().collect();
                assert!(text.contains(&told), "{format:?} lacks {told}:\n{text}");
            }
        }
    }
    for format in [Format::Json, Format::Jsonl, Format::Sarif] {
        let text = rendered(&report, format, Lang::En);
        assert!(text.contains("min_mbps") && text.contains("last-week.json"), "{format:?}");
    }
}

#[test]
fn rows_say_whether_the_baseline_has_them_and_which_values_are_the_sites_own() {
    let records = read::records(&rendered(&sample::held(), Format::Csv, Lang::En));
    let known = |rule: &str, object: &str| {
        let record = records.iter().find(|row| row["rule"] == rule && row["object_name"] == object);
        record.map(|row| row["known"].clone()).unwrap()
    };
    assert_eq!(known("vmotion-network-gbe", "esx02.tokyo.example"), "yes");
    assert_eq!(known("vm-no-local-cdrom", "LAB-DB09"), "yes");
    assert_eq!(known("vm-no-local-cdrom", "LMS-DB01"), "no");
    assert_eq!(known("vm-no-local-floppy", "LMS-DB01"), "", "what is waived is not held against it");
    assert!(records.iter().filter(|row| row["outcome"] == "pass").all(|row| row["known"].is_empty()));
    let questions = records.iter().filter(|row| row["outcome"] == "manual");
    let questions: Vec<_> = questions.map(|row| (row["cluster"].as_str(), row["known"].as_str())).collect();
    assert_eq!(questions, [("LAB", "no"), ("LMS-HA", "yes")]);
    for row in &records {
        let own = row["rule"] == "vmotion-network-gbe" || row["rule"] == "vm-no-local-cdrom";
        assert_eq!(own, !row["overrides"].is_empty(), "{row:?}");
    }
    let without = read::records(&rendered(&sample::not_ready(), Format::Csv, Lang::En));
    assert!(without.iter().all(|row| row["known"].is_empty()));
}

#[test]
fn code_scanning_is_told_what_is_new() {
    let log: Value = serde_json::from_str(&rendered(&sample::held(), Format::Sarif, Lang::En)).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let state = |rule: &str, object: &str| {
        let is = |result: &&Value| {
            let place = &result["locations"][0]["logicalLocations"][0]["name"];
            result["ruleId"] == rule && place == object
        };
        results.iter().find(is).unwrap()["baselineState"].clone()
    };
    assert_eq!(state("vmotion-network-gbe", "esx02.tokyo.example"), "unchanged");
    assert_eq!(state("vm-no-local-cdrom", "LMS-DB01"), "new");
    assert_eq!(state("vm-no-local-cdrom", "LAB-DB09"), "unchanged");
    assert_eq!(state("vm-no-local-floppy", "LMS-DB01"), Value::Null);
    let without: Value =
        serde_json::from_str(&rendered(&sample::not_ready(), Format::Sarif, Lang::En)).unwrap();
    let results = without["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().all(|result| result["baselineState"].is_null()));
}

#[test]
fn a_question_stands_in_the_suite_of_its_cluster() {
    let text = rendered(&sample::held(), Format::Junit, Lang::En);
    let suite = |name: &str| {
        let from =
            text.find(&format!("<testsuite name=\"{name}\"")).unwrap_or_else(|| panic!("{name}: {text}"));
        let suite = &text[from..];
        &suite[..suite.find("</testsuite>").unwrap()]
    };
    let lab = suite("/Tokyo/host/LAB / HA");
    assert!(lab.contains("VM LAB-DB09") && lab.contains("Is it cabled to plan?"), "{lab}");
    assert!(suite("/Tokyo/host/LMS-HA / HA").contains("[manual, known] "));
    assert!(!text.contains("outside clusters"), "{text}");
}
