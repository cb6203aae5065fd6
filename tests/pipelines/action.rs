//! The action, run as GitHub's runner runs a composite one: inputs and outputs filled in, conditions decided, scripts run
//! with the runner's files; what other actions would do is noted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_norway::Value;

use super::job::{Job, example, file, yaml};
use super::release::Release;

/// What came of a run.
struct Ran {
    /// Exit code of the first step that failed, or 0.
    code: i32,
    outputs: BTreeMap<String, String>,
    /// What the steps said.
    said: String,
    summary: String,
    /// The other actions with what they were given.
    used: Vec<(String, BTreeMap<String, String>)>,
}

/// Names as in expressions, with their values.
type Values = BTreeMap<String, String>;

fn texts(value: &Value) -> BTreeMap<String, String> {
    let entries = value.as_mapping().into_iter().flatten();
    entries
        .map(|(key, value)| (key.as_str().unwrap().to_owned(), value.as_str().unwrap().to_owned()))
        .collect()
}

/// A text with each `${{ NAME }}` filled in.
fn filled(text: &str, values: &Values) -> String {
    let mut parts = text.split("${{ ");
    let mut filled = parts.next().unwrap().to_owned();
    for part in parts {
        let (name, rest) = part.split_once(" }}").unwrap();
        filled.push_str(values.get(name).map_or("", String::as_str));
        filled.push_str(rest);
    }
    filled
}

/// Decides conditions of the kind `a == 'b' && c != ''`.
fn holds(condition: Option<&str>, failed: bool, values: &Values) -> bool {
    let Some(condition) = condition else { return !failed };
    let condition = condition.strip_prefix("${{ ").and_then(|text| text.strip_suffix(" }}")).unwrap();
    if failed && !condition.contains("!cancelled()") {
        return false;
    }
    condition.split(" && ").filter(|term| *term != "!cancelled()").all(|term| {
        let (name, wanted, equal) = match (term.split_once(" == "), term.split_once(" != ")) {
            (Some((name, wanted)), None) => (name, wanted, true),
            (None, Some((name, wanted))) => (name, wanted, false),
            _ => panic!("{term} is not understood"),
        };
        (values.get(name).map_or("", String::as_str) == wanted.trim_matches('\'')) == equal
    })
}

/// Runs the action in a job.
fn run(job: &Job, with: &[(&str, &str)], env: &[(&str, &str)]) -> Ran {
    let action = yaml("action.yml");
    let mut values = Values::new();
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        values.insert(
            format!("inputs.{}", name.as_str().unwrap()),
            input["default"].as_str().unwrap().to_owned(),
        );
    }
    for (name, value) in with {
        let old = values.insert(format!("inputs.{name}"), (*value).to_owned());
        assert!(old.is_some(), "the action has no input {name}");
    }
    let runner = tempfile::tempdir().unwrap();
    let at = |name: &str| runner.path().join(name);
    fs::write(at("path"), "").unwrap();
    // What the runner keeps lives as long as the job.
    let temp = job.at("../temp");
    fs::create_dir_all(&temp).unwrap();
    let mut ran = Ran {
        code: 0,
        outputs: Values::new(),
        said: String::new(),
        summary: String::new(),
        used: Vec::new(),
    };
    for step in action["runs"]["steps"].as_sequence().unwrap() {
        if !holds(step["if"].as_str(), ran.code != 0, &values) {
            continue;
        }
        if let Some(uses) = step["uses"].as_str() {
            let with = texts(&step["with"]).into_iter().map(|(key, text)| (key, filled(&text, &values)));
            ran.used.push((uses.to_owned(), with.collect()));
            continue;
        }
        assert_eq!(step["shell"], "bash");
        let script = step["run"].as_str().unwrap();
        // An expression within a script would be put in as text, whatever it holds.
        assert!(!script.contains("${{"), "{script}");
        fs::write(at("script"), script).unwrap();
        for name in ["output", "summary"] {
            fs::write(at(name), "").unwrap();
        }
        let added = fs::read_to_string(at("path")).unwrap();
        let path: Vec<&str> = added.lines().rev().chain(["/usr/bin", "/bin"]).collect();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(at("script"));
        command.env("PATH", path.join(":")).envs(env.iter().copied());
        for (variable, name) in
            [("GITHUB_OUTPUT", "output"), ("GITHUB_STEP_SUMMARY", "summary"), ("GITHUB_PATH", "path")]
        {
            command.env(variable, at(name));
        }
        command.env("RUNNER_TEMP", &temp).env("GITHUB_ACTION_PATH", env!("CARGO_MANIFEST_DIR"));
        command.envs(texts(&step["env"]).into_iter().map(|(key, text)| (key, filled(&text, &values))));
        let step_ran = job.run(&mut command);
        ran.said.push_str(&step_ran.said);
        ran.summary.push_str(&fs::read_to_string(at("summary")).unwrap());
        if ran.code == 0 {
            ran.code = step_ran.code;
        }
        if let Some(id) = step["id"].as_str() {
            let outputs = fs::read_to_string(at("output")).unwrap();
            for (name, value) in outputs.lines().map(|line| line.split_once('=').unwrap()) {
                values.insert(format!("steps.{id}.outputs.{name}"), value.to_owned());
            }
        }
    }
    for (name, output) in action["outputs"].as_mapping().unwrap() {
        let value = filled(output["value"].as_str().unwrap(), &values);
        ran.outputs.insert(name.as_str().unwrap().to_owned(), value);
    }
    ran
}

#[test]
fn the_github_example_runs_in_a_fresh_folder() {
    let workflow = yaml("examples/pipelines/github-actions.yml");
    assert_eq!(workflow["permissions"]["contents"], "read", "no rights by default");
    let steps = workflow["jobs"]["check"]["steps"].as_sequence().unwrap();
    let check = steps.iter().find(|step| step["id"] == "vpreflight").unwrap();
    assert_eq!(check["env"]["GOVC_PASSWORD"], "${{ secrets.GOVC_PASSWORD }}");
    assert!(steps.iter().all(|step| step["run"].is_null()), "the action does it");
    let with = texts(&check["with"]);
    for (name, value) in &with {
        assert!(!name.contains("password") && !value.contains("secrets."), "a secret is an input: {name}");
    }

    let job = Job::prepared(&example("github-actions.yml"), "#");
    let release = Release::new();
    let ca = fs::read_to_string(&job.server.at.ca_file).unwrap();
    let vars = Values::from([
        ("vars.VPREFLIGHT_FROM".to_owned(), release.served()),
        ("vars.VCENTER_CA".to_owned(), ca),
    ]);
    let with: Vec<(String, String)> =
        with.into_iter().map(|(name, value)| (name, filled(&value, &vars))).collect();
    let with: Vec<(&str, &str)> = with.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let ran = run(&job, &with, &[]);
    job.ended_by_a_verdict(&super::job::Ran { code: ran.code, said: ran.said.clone() });
    assert_eq!((ran.code, ran.outputs["verdict"].as_str()), (0, "ready"), "{}", ran.said);
    assert_eq!(ran.outputs["exit-code"], "0");
    assert!(ran.summary.starts_with("## READY"), "{}", ran.summary);
    assert!(ran.said.contains("::notice title=vpreflight%3A READY"), "{}", ran.said);
    for name in ["json", "sarif", "difference"] {
        assert!(Path::new(&ran.outputs[name]).exists(), "{name}: {:?}", ran.outputs);
    }
    let [(uses, given)] = ran.used.as_slice() else { panic!("{:?}", ran.used) };
    assert!(uses.starts_with("github/codeql-action/upload-sarif@"));
    assert_eq!(given["sarif_file"], ran.outputs["sarif"]);
    // What the last step keeps are outputs of the action.
    let kept = steps.last().unwrap()["with"]["path"].as_str().unwrap();
    for name in
        kept.lines().map(|line| line.split(['.', ' ']).rev().find(|word| !word.starts_with('}')).unwrap())
    {
        assert!(ran.outputs.contains_key(name), "{name}");
    }
}

#[test]
fn findings_are_uploaded_before_the_verdict_ends_the_run() {
    let job = Job::fresh();
    let release = Release::new();
    let folder = release.folder.path().display().to_string();
    let demo = [
        ("from", folder.as_str()),
        ("arguments", "--demo\n--zone\nUTC"),
        ("profile", "ha\nvmotion"),
        ("cluster", "/Tokyo/host/LMS-HA"),
        ("formats", "html=a page.html\njunit=junit.xml"),
    ];
    let ran = run(&job, &demo, &[]);
    assert_eq!((ran.code, ran.outputs["verdict"].as_str()), (1, "not-ready"), "{}", ran.said);
    assert_eq!((ran.outputs["exit-code"].as_str(), ran.used.len()), ("1", 1));
    assert!(job.at("a page.html").exists() && job.at("junit.xml").exists(), "{}", ran.said);
    assert!(ran.summary.contains("`ha`") || ran.summary.contains("ha, vmotion"), "{}", ran.summary);
    let kept = run(&job, &[&demo[..], &[("upload-sarif", "false")]].concat(), &[]);
    assert_eq!((kept.code, kept.used.len()), (1, 0));
}

#[test]
fn a_run_without_a_verdict_says_so_and_uploads_nothing() {
    let job = Job::fresh();
    let folder = Release::new();
    let from = folder.folder.path().display().to_string();
    let ran = run(&job, &[("from", &from), ("server", "127.0.0.1:1")], &[]);
    assert_eq!((ran.code, ran.outputs["exit-code"].as_str()), (4, "4"), "{}", ran.said);
    assert_eq!((ran.outputs["verdict"].as_str(), ran.used.len()), ("", 0));
    assert!(ran.said.contains("::error title=vpreflight::nothing was judged: exit code 4"), "{}", ran.said);
    let ran = run(&job, &[("from", &from), ("decisions", "none.toml")], &[]);
    assert_eq!(ran.code, 2, "{}", ran.said);
    assert!(ran.said.contains("none.toml") && !job.noted().lines().any(|word| word == "--decisions"));
}

#[test]
fn nothing_is_run_before_its_checksum_is_right() {
    let job = Job::fresh();
    let release = Release::new();
    let (served, wrong) = (release.served(), "1".repeat(64));
    let demo = |more: &[(&str, &str)]| {
        run(
            &job,
            &[&[("from", served.as_str()), ("arguments", "--demo"), ("upload-sarif", "false")], more]
                .concat(),
            &[],
        )
    };
    let refused = |ran: &Ran, said: &str| {
        assert_eq!(ran.code, 2, "{}", ran.said);
        assert!(
            ran.said.contains("::error title=vpreflight::") && ran.said.contains(said),
            "{said}: {}",
            ran.said
        );
        assert_eq!(ran.outputs["exit-code"], "", "it went on");
        assert_eq!(job.noted(), "", "it was run");
    };
    let sums = |sha256: &str| release.says(sha256);
    sums(&wrong);
    refused(&demo(&[]), "is not the archive that was published, and was not run");
    sums("");
    refused(&demo(&[]), "has no archive");
    refused(&demo(&[("version", "v0.1.0")]), "does not name vpreflight-0.1.0-");
    sums(&release.sha256);
    refused(&demo(&[("sha256", "abc")]), "should be 64 hexadecimal digits");
    refused(&demo(&[("sha256", &wrong)]), "was not run: its SHA-256 is");
    refused(&demo(&[("version", "0.2.0")]), "does not name vpreflight-0.2.0-");
    refused(&demo(&[("version", "../../x")]), "is no version");
    refused(&demo(&[("from", "ftp://127.0.0.1/x")]), "neither https nor http");
    refused(&demo(&[("from", "http://releases.example/x")]), "give the checksum in the input 'sha256'");
    refused(&demo(&[("from", &format!("{served}/nowhere"))]), "cannot get SHA256SUMS");
    refused(&demo(&[("from", "")]), "vpreflight is not on the PATH");

    assert_eq!(demo(&[]).code, 1, "the right one is run");
    // The checksum that was given wins over those beside the archive, which then are not even read.
    sums(&wrong);
    let given = [("sha256", release.sha256.as_str()), ("version", "v0.1.0")];
    assert_eq!(demo(&given).outputs["verdict"], "not-ready");
    fs::remove_file(release.folder.path().join("SHA256SUMS")).unwrap();
    assert_eq!(demo(&given).outputs["verdict"], "not-ready");
}

#[test]
fn every_input_of_the_action_is_used_and_every_name_in_it_is_one() {
    let text = file("action.yml");
    let action = yaml("action.yml");
    let known: BTreeSet<String> =
        action["inputs"].as_mapping().unwrap().keys().map(|name| name.as_str().unwrap().to_owned()).collect();
    let used: BTreeSet<String> = text
        .split("inputs.")
        .skip(1)
        .map(|rest| rest.split(|c: char| c != '-' && !c.is_alphanumeric()).next().unwrap().to_owned())
        .collect();
    assert_eq!(used, known);
    assert!(!known.iter().any(|name| name.contains("password")), "passwords come from the environment");
    // Each variable of a script is set by its step.
    for (step, script) in [(0, "scripts/action/install"), (1, "scripts/action/check")] {
        let script = file(script);
        for (variable, _) in texts(&action["runs"]["steps"][step]["env"]) {
            assert!(
                script.contains(&format!("${variable}")) || script.contains(&format!("${{{variable}")),
                "{variable}"
            );
        }
    }
}
