//! The ready parts for build servers and the examples that use them: in a fresh folder, prepared as the example says,
//! each runs to a verdict, and no password stands on any command line.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "pipelines/action.rs"]
mod action;
mod common;
#[path = "pipelines/hooks.rs"]
mod hooks;
#[path = "pipelines/job.rs"]
mod job;
#[path = "pipelines/release.rs"]
mod release;

use std::collections::{BTreeMap, BTreeSet};

use job::{Job, example, file, yaml};
use serde::Deserialize;
use serde_norway::Value;

/// A text with each `$[[ inputs.NAME ]]` filled in.
fn interpolated(text: &str, inputs: &BTreeMap<String, Value>) -> String {
    let mut parts = text.split("$[[ inputs.");
    let mut filled = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" ]]").unwrap();
        let value = inputs.get(name).unwrap_or_else(|| panic!("the component has no input {name}"));
        let text = match value {
            Value::String(text) => text.clone(),
            Value::Sequence(all) => {
                format!("[{}]", all.iter().map(|one| one.as_str().unwrap()).collect::<Vec<_>>().join(", "))
            }
            other => panic!("{name}: {other:?}"),
        };
        filled.push_str(&text);
        filled.push_str(rest);
    }
    filled
}

/// The jobs of the GitLab component with the inputs of the example.
fn component(with: &Value) -> Value {
    let text = file("templates/check.yml");
    let spec = Value::deserialize(serde_norway::Deserializer::from_str(&text).next().unwrap()).unwrap();
    let mut inputs = BTreeMap::new();
    for (name, told) in spec["spec"]["inputs"].as_mapping().unwrap() {
        if let Some(default) = told.get("default") {
            inputs.insert(name.as_str().unwrap().to_owned(), default.clone());
        }
    }
    for (name, value) in with.as_mapping().unwrap() {
        assert!(spec["spec"]["inputs"].get(name).is_some(), "the component has no input {name:?}");
        inputs.insert(name.as_str().unwrap().to_owned(), value.clone());
    }
    let body = text.split_once("\n---\n").unwrap().1;
    serde_norway::from_str(&interpolated(body, &inputs)).unwrap()
}

fn lines(script: &Value) -> String {
    script.as_sequence().unwrap().iter().map(|line| line.as_str().unwrap()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_gitlab_example_runs_in_a_fresh_folder() {
    let pipeline = yaml("examples/pipelines/gitlab-ci.yml");
    let jobs = component(&pipeline["include"][0]["inputs"]);
    let (name, check) = jobs.as_mapping().unwrap().iter().next().unwrap();
    assert!(
        pipeline[name]["rules"].as_sequence().is_some(),
        "the example says when the job of the component runs"
    );
    assert!(pipeline["stages"].as_sequence().unwrap().contains(&check["stage"]));
    assert_eq!(check["tags"], serde_norway::from_str::<Value>("[vcenter]").unwrap());

    let job = Job::prepared(&example("gitlab-ci.yml"), "#");
    let ca = job.server.at.ca_file.display().to_string();
    let variables = check["variables"].as_mapping().unwrap().iter();
    let mut env: Vec<(&str, &str)> =
        variables.map(|(name, value)| (name.as_str().unwrap(), value.as_str().unwrap())).collect();
    env.push(("VCENTER_CA", &ca));
    let run = job.sh(&lines(&check["script"]), &env);
    let after = job.sh(&lines(&check["after_script"]), &env);
    job.ended_by_a_verdict(&run);
    assert_eq!(after.code, 0, "{}", after.said);
    let artifacts = &check["artifacts"];
    let kept = artifacts["paths"].as_sequence().unwrap().iter().chain([&artifacts["reports"]["junit"]]);
    for kept in kept {
        assert!(job.at(kept.as_str().unwrap()).exists(), "{kept:?} was not made: {}", run.said);
    }
    // Another vCenter by an input; a decisions file with a mistake ends the job before anything is read.
    let set = |name: &'static str, value: &'static str| {
        env.iter().map(|&(key, old)| (key, if key == name { value } else { old })).collect::<Vec<_>>()
    };
    let elsewhere = job.sh(&lines(&check["script"]), &set("PREFLIGHT_SERVER", "127.0.0.1:1"));
    assert_eq!(elsewhere.code, 4, "{}", elsewhere.said);
    let unread = job.sh(&lines(&check["script"]), &set("PREFLIGHT_DECISIONS", "none.toml"));
    assert!(unread.code == 2 && unread.said.contains("none.toml"), "{}", unread.said);
}

/// A Groovy file without its texts and comments, and the texts as Groovy reads them.
fn groovy(source: &str) -> (String, Vec<String>) {
    let (mut code, mut texts) = (String::new(), Vec::new());
    let mut rest = source;
    while let Some(c) = rest.chars().next() {
        let quote = ["'''", "'", "\"\"\"", "\""].into_iter().find(|quote| rest.starts_with(quote));
        if rest.starts_with("//") {
            rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
        } else if let Some(quote) = quote {
            let body = &rest[quote.len()..];
            let end = body.find(quote).unwrap_or_else(|| panic!("a text stays open: {body}"));
            texts.push(body[..end].replace("\\\n", ""));
            rest = &body[end + quote.len()..];
        } else {
            code.push(c);
            rest = &rest[c.len_utf8()..];
        }
    }
    (code, texts)
}

fn balanced(code: &str) {
    let mut open = Vec::new();
    for c in code.chars() {
        match c {
            '{' | '(' | '[' => open.push(c),
            '}' | ')' | ']' => {
                let pairs = [('{', '}'), ('(', ')'), ('[', ']')];
                let wanted = pairs.into_iter().find(|(_, end)| *end == c).unwrap().0;
                assert_eq!(open.pop(), Some(wanted), "{c}");
            }
            _ => {}
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

/// The names in `NAME: value` of some Groovy code.
fn named(code: &str) -> BTreeSet<&str> {
    let names = code.split([',', '[', '(', ' ']).filter_map(|word| word.trim().strip_suffix(':'));
    names.filter(|name| name.chars().all(char::is_alphanumeric)).collect()
}

#[test]
fn the_jenkins_example_runs_in_a_fresh_folder() {
    let step = file("vars/vpreflight.groovy");
    let (code, texts) = groovy(&step);
    balanced(&code);
    let script = texts.iter().find(|text| text.contains("vpreflight check")).unwrap();
    // Groovy puts values into texts in double quotes, and Jenkins then shows them.
    assert!(step.contains(&format!("'''{}", &script[..20])) && !step.contains("\"\"\""));
    let (example_code, example_texts) = groovy(&example("Jenkinsfile"));
    balanced(&example_code);
    for word in ["pipeline", "agent", "stages", "steps", "post"] {
        assert!(example_code.contains(word), "{word}");
    }
    // What the example sets, in its order, is what the step knows.
    let call = example_code.lines().find(|line| line.trim_start().starts_with("vpreflight ")).unwrap();
    let settings = code.lines().find(|line| line.contains("def settings")).unwrap();
    let known: BTreeSet<&str> = named(settings).into_iter().chain(["credentials"]).collect();
    assert_eq!(named(call), known);
    let listed = code.lines().find(|line| line.contains("def unknown")).unwrap();
    assert_eq!(listed.matches(',').count() + 1, known.len(), "{listed}");
    for known in &known {
        let documented = step.lines().any(|line| line.starts_with(&format!("//   {known} ")));
        assert!(documented && texts.contains(&(*known).to_owned()), "{known}");
    }
    let source = example("Jenkinsfile");
    let value = |name: &str| {
        let rest = source.split_once(&format!(" {name}: '")).unwrap().1;
        rest.split('\'').next().unwrap().to_owned()
    };

    let job = Job::prepared(&source, "//");
    let ca = job.server.at.ca_file.display().to_string();
    let [decisions, baseline, arguments] = ["decisions", "baseline", "arguments"].map(value);
    let with = |server: &str, decisions: &str| {
        job.sh(
            script,
            &[
                ("PREFLIGHT_SERVER", server),
                ("PREFLIGHT_DECISIONS", decisions),
                ("PREFLIGHT_BASELINE", &baseline),
                ("PREFLIGHT_ARGUMENTS", &arguments),
                ("VCENTER_CA", &ca),
            ],
        )
    };
    let run = with(job.server.authority(), &decisions);
    job.ended_by_a_verdict(&run);
    let read = texts.iter().filter(|text| text.ends_with(".xml") || text.contains(".json,"));
    let read = read.chain(example_texts.iter().filter(|text| text.ends_with(".sarif")));
    let files: Vec<&str> = read.flat_map(|text| text.split(", ")).collect();
    assert_eq!(files.len(), 4, "{files:?}");
    for file in files {
        assert!(job.at(file).exists(), "{file} is read and was not made: {}", run.said);
    }
    let unread = with(job.server.authority(), "none.toml");
    assert!(unread.code == 2 && unread.said.contains("none.toml"), "{}", unread.said);
    assert!(!job.at("report.json").exists(), "the report of an earlier build is taken for that of this one");
}
