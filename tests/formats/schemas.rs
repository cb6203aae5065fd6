//! Each form against its schema.

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
        sample::decided(),
        sample::empty(),
        sample::hostile(),
        sample::many(30),
        sample::sixty(),
        sample::every_kind(),
        sample::held(),
    ]
}

fn each(format: Format, check: impl Fn(&str)) {
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

#[test]
fn metrics_are_what_the_textfile_collector_takes() {
    each(Format::Prometheus, |text| {
        assert!(!prometheus::parse(text).unwrap().is_empty());
    });
    for wrong in ["a 1", "# HELP a x\n# TYPE a gauge\na{b=\"\n\"} 1\n", "a 1\n"] {
        assert!(prometheus::parse(wrong).is_err(), "the reader is not strict: {wrong:?}");
    }
}
