//! Each form against its schema.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use vpreflight::render::Format;
use vpreflight::report::Report;
use vpreflight::terms::Lang;

use super::{junit, prometheus, rendered, sample};

fn reports() -> Vec<Report> {
    vec![
        sample::ready(),
        sample::not_ready(),
        sample::cannot_tell(),
        sample::from_dump(),
        sample::decided(),
        sample::empty(),
        sample::hostile(),
        sample::many(30),
        sample::sixty(),
        sample::every_kind(),
        sample::held(),
    ]
}

fn each(format: Format, mut check: impl FnMut(&str)) {
    for report in reports() {
        for lang in [Lang::En, Lang::Ja] {
            check(&rendered(&report, format, lang));
        }
    }
}

fn holds(schema: &jsonschema::Validator, json: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(json).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

/// The schema of OASIS, see `README.md` beside it.
#[test]
fn sarif_is_valid_by_the_official_schema() {
    // One pattern of the schema, that of a language, has a bracket too many and is no regular expression.
    let text = include_str!("sarif-schema-2.1.0.json").replace("[a-zA-Z]{2}]?$", "[a-zA-Z]{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let schema = jsonschema::validator_for(&schema).unwrap();
    each(Format::Sarif, |text| {
        let log: Value = serde_json::from_str(text).unwrap();
        holds(&schema, &log);
        let rules = log["runs"][0]["tool"]["driver"]["rules"].as_array().unwrap();
        for result in log["runs"][0]["results"].as_array().unwrap() {
            assert_eq!(result["kind"] == "fail", result["level"] != "none", "{result}");
            let rule = &rules[usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap()];
            assert_eq!(rule["id"], result["ruleId"]);
            let uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].as_str().unwrap();
            assert!(!uri.starts_with('/') && !uri.contains(':'), "{uri} is not in a repository");
            let decided = ["waived", "attested"].map(Value::from).contains(&result["properties"]["outcome"]);
            assert_eq!(decided, result["suppressions"] != Value::Array(Vec::new()), "{result}");
        }
    });
}

#[test]
fn json_lines_are_valid_by_the_published_schema() {
    let own: Value = serde_json::from_str(include_str!("../../docs/jsonl.schema.json")).unwrap();
    let report: Value = serde_json::from_str(include_str!("../../docs/report.schema.json")).unwrap();
    jsonschema::meta::validate(&own).unwrap();
    let registry =
        jsonschema::Registry::new().add("urn:vpreflight:report:1", &report).unwrap().prepare().unwrap();
    let schema = jsonschema::options().with_registry(&registry).build(&own).unwrap();
    each(Format::Jsonl, |text| {
        for line in text.lines() {
            holds(&schema, &serde_json::from_str(line).unwrap());
        }
    });
    let wrong = serde_json::json!({ "type": "result", "outcome": "fine" });
    assert!(!schema.is_valid(&wrong), "the schema refuses something");
}

#[test]
fn junit_is_what_the_schemas_of_build_servers_take() {
    each(Format::Junit, |text| {
        junit::valid(text);
    });
}

/// The schema that Jenkins publishes, read by libxml2.
#[test]
fn junit_is_valid_by_the_schema_of_jenkins() {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    assert!(
        tests.join("browser/node_modules/xmllint-wasm").exists(),
        "the schema's reader is not installed: run scripts/test, or 'npm ci' in tests/browser"
    );
    let folder = tempfile::tempdir().unwrap();
    let (mut files, mut number) = (Vec::new(), 0);
    let mut keep = |text: &str| {
        number += 1;
        files.push(folder.path().join(format!("{number}.xml")));
        fs::write(files.last().unwrap(), text).unwrap();
    };
    each(Format::Junit, &mut keep);
    keep("<testsuites><case/></testsuites>");
    let wrong = files.pop().unwrap();
    let check = |files: &[PathBuf]| {
        let schema = tests.join("formats/junit-10.xsd");
        let reader = tests.join("browser/xsd.mjs");
        Command::new("node").arg(reader).arg(schema).args(files).output().unwrap()
    };
    let valid = check(&files);
    assert!(valid.status.success(), "{}", String::from_utf8_lossy(&valid.stderr));
    assert_eq!(check(&[wrong]).status.code(), Some(1), "the schema refuses something");
}

#[test]
fn metrics_are_what_the_textfile_collector_takes() {
    each(Format::Prometheus, |text| {
        assert!(!prometheus::parse(text).unwrap().is_empty());
    });
    for wrong in ["a 1", "# HELP a x\n# TYPE a gauge\na{b=\"\n\"} 1\n", "a 1\n"] {
        assert!(prometheus::parse(wrong).is_err(), "the reader is not strict: {wrong:?}");
    }
}
