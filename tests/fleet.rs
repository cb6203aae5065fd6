//! Several vCenters in one run: one that cannot be read takes no other down, and is told in every form.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::Path;

use common::{Run, Vcsim, run, run_in, words};
use serde_json::Value;

/// The instance UUID of the base inventory, and another.
const OWN: &str = "5f0c2a4e-6d1b-4c58-9f37-1b2f6a90d3e7";
const OTHER: &str = "00000000-1111-2222-3333-444444444444";

/// A folder with saved inventories: one that is ready, one that is not, and one that is none.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    fs::create_dir(&saved).unwrap();
    let base = include_str!("../rules/base.json");
    fs::write(saved.join("a-ready.json"), base).unwrap();
    // Licences name the vCenter by it as well.
    let mut other: Value = serde_json::from_str(&base.replace(OWN, OTHER)).unwrap();
    other["collection"]["server"] = "vc02.osaka.example".into();
    fs::write(saved.join("notes.txt"), "not asked").unwrap();
    fs::write(folder.path().join("other.json"), other.to_string()).unwrap();
    other["clusters"][0]["configurationEx"]["das"]["enabled"] = false.into();
    fs::write(saved.join("b-not-ready.json"), other.to_string()).unwrap();
    fs::write(saved.join("c-broken.json"), "{").unwrap();
    folder
}

fn check(folder: &Path, flags: &[&str]) -> Run {
    run_in(folder, &[&["check"], flags].concat(), &[])
}

fn verdicts(fleet: &Value) -> Vec<(&str, bool)> {
    let each = fleet["vcenters"].as_array().unwrap().iter();
    each.map(|one| (one["verdict"].as_str().unwrap(), one["report"].is_object())).collect()
}

fn holds(document: &Value) {
    let own: Value = serde_json::from_str(include_str!("../docs/fleet.schema.json")).unwrap();
    let report: Value = serde_json::from_str(include_str!("../docs/report.schema.json")).unwrap();
    jsonschema::meta::validate(&own).unwrap();
    let registry =
        jsonschema::Registry::new().add("urn:vpreflight:report:1", &report).unwrap().prepare().unwrap();
    let schema = jsonschema::options().with_registry(&registry).build(&own).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}");
}

#[test]
fn a_folder_is_read_by_name_and_what_is_broken_is_told() {
    let folder = folder();
    let json = check(folder.path(), &["--inventory", "saved", "--format", "json"]);
    assert_eq!(json.code, 1, "{}", json.stderr);
    let fleet = json.report();
    holds(&fleet);
    assert_eq!(fleet["verdict"], "not-ready");
    assert_eq!(verdicts(&fleet), [("ready", true), ("not-ready", true), ("cannot-tell", false)]);
    assert!(json.stderr.contains("c-broken.json"), "{}", json.stderr);
    assert!(fleet["vcenters"][2]["error"]["en"].as_str().unwrap().contains("c-broken.json"));
    // Each report is the one that a run of its own gives.
    for (at, file) in ["saved/a-ready.json", "saved/b-not-ready.json"].iter().enumerate() {
        let own = check(folder.path(), &["--inventory", file, "--format", "json"]);
        assert_eq!(own.report(), fleet["vcenters"][at]["report"], "{file}");
    }
    let again = check(folder.path(), &["--inventory", "saved", "--format", "json"]);
    assert_eq!(again.stdout, json.stdout);
}

/// What lies beside saved inventories is read, refused by name, or named.
#[test]
fn what_else_lies_in_a_folder_is_told_by_name() {
    let folder = folder();
    let saved = folder.path().join("saved");
    fs::remove_file(saved.join("c-broken.json")).unwrap();
    fs::write(saved.join("esx01-vm-support.tgz"), [0x1f, 0x8b]).unwrap();
    fs::write(saved.join("LiveOptics_1.xlsx"), "PK").unwrap();
    fs::write(saved.join("vms.xml"), "<Objs xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"/>")
        .unwrap();
    fs::create_dir(saved.join("minutes")).unwrap();
    for (lang, refused) in [("en", "not read: "), ("ja", "読み取り対象外: ")] {
        let run = check(folder.path(), &["--inventory", "saved", "--lang", lang]);
        assert_eq!(run.code, 1, "{}", run.stderr);
        for name in ["vm-support", "Live Optics", "Export-Clixml", "notes.txt", "minutes", refused] {
            assert!(run.stderr.contains(name), "{name}: {}", run.stderr);
        }
        let quiet = check(folder.path(), &["--inventory", "saved", "--lang", lang, "--quiet"]);
        assert!(
            quiet.stderr.contains("vm-support") && !quiet.stderr.contains("notes.txt"),
            "{}",
            quiet.stderr
        );
    }
    // Nothing but such exports.
    let only = folder.path().join("only");
    fs::create_dir(&only).unwrap();
    fs::rename(saved.join("esx01-vm-support.tgz"), only.join("esx01-vm-support.tgz")).unwrap();
    let run = check(folder.path(), &["--inventory", "only"]);
    assert!(run.code == 4 && run.stderr.contains("vm-support"), "{}", run.stderr);
}

/// One that cannot be read is named once, and one is no plural.
#[test]
fn a_source_that_cannot_be_read_is_named_once() {
    let folder = folder();
    let only = folder.path().join("only");
    fs::create_dir(&only).unwrap();
    fs::write(only.join("broken.json"), "{").unwrap();
    let run = check(folder.path(), &["--inventory", "only", "--lang", "en"]);
    assert!(run.stdout.contains("0 of 1 vCenter read"), "{}", run.stdout);
    for text in [&run.stdout, &run.stderr] {
        assert_eq!(text.matches("only/broken.json").count(), 1, "{text}");
    }
}

#[test]
fn the_worst_answer_counts_and_cannot_tell_is_worse_than_ready() {
    let folder = folder();
    let code = |files: &[&str]| {
        let flags: Vec<&str> = files.iter().flat_map(|file| ["--inventory", file]).collect();
        check(folder.path(), &[&flags[..], &["--format", "json"]].concat())
    };
    let (ready, other) = ("saved/a-ready.json", "other.json");
    let (bad, broken) = ("saved/b-not-ready.json", "saved/c-broken.json");
    for (files, exit, verdict) in [
        (&[ready, other][..], 0, "ready"),
        (&[ready, broken], 3, "cannot-tell"),
        (&[broken, bad, ready], 1, "not-ready"),
        (&[broken, "nowhere.json"], 4, "cannot-tell"),
    ] {
        let run = code(files);
        assert_eq!(run.code, exit, "{files:?}: {}", run.stderr);
        let fleet = run.report();
        holds(&fleet);
        assert_eq!((&fleet["verdict"], &fleet["exit_code"]), (&verdict.into(), &exit.into()), "{files:?}");
    }
    let zero =
        check(folder.path(), &["--inventory", ready, "--inventory", bad, "--exit-zero", "--format", "json"]);
    assert_eq!((zero.code, &zero.report()["exit_code"]), (0, &1.into()));
}

#[test]
fn one_vcenter_twice_is_told() {
    let folder = folder();
    let flags = ["--inventory", "saved/a-ready.json", "--inventory", "saved/a-ready.json"];
    let fleet = check(folder.path(), &[&flags[..], &["--format", "json"]].concat()).report();
    assert_eq!(fleet["same"][0]["sources"].as_array().unwrap().len(), 2);
    let table = check(folder.path(), &flags);
    assert!(table.stdout.contains(OWN), "{}", table.stdout);
}

#[test]
fn the_table_tells_each_vcenter_and_each_cluster_in_both_languages() {
    let folder = folder();
    for (lang, unread, path) in
        [("en", "not read", "/Tokyo/host/LMS-HA"), ("ja", "読み取れませんでした", "/Tokyo/host/LMS-HA")]
    {
        let run = check(folder.path(), &["--inventory", "saved", "--lang", lang]);
        let head: Vec<&str> = run.stdout.lines().take(8).collect();
        let head = head.join("\n");
        for word in ["a-ready.json", "b-not-ready.json", "vc02.osaka.example", "c-broken.json", unread, path]
        {
            assert!(head.contains(word), "{word} is not in\n{head}");
        }
        assert!(run.stdout.contains("== saved/b-not-ready.json"), "{}", run.stdout);
    }
}

#[test]
fn each_line_of_json_lines_says_whose_it_is() {
    let folder = folder();
    let run = check(folder.path(), &["--inventory", "saved", "--format", "jsonl"]);
    let lines: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let own: Value = serde_json::from_str(include_str!("../docs/jsonl.schema.json")).unwrap();
    let report: Value = serde_json::from_str(include_str!("../docs/report.schema.json")).unwrap();
    let registry =
        jsonschema::Registry::new().add("urn:vpreflight:report:1", &report).unwrap().prepare().unwrap();
    let schema = jsonschema::options().with_registry(&registry).build(&own).unwrap();
    for line in &lines {
        assert!(schema.is_valid(line), "{line}");
    }
    assert_eq!((&lines[0]["type"], &lines[0]["verdict"]), (&"fleet".into(), &"not-ready".into()));
    let unread: Vec<&Value> = lines.iter().filter(|line| line["type"] == "unread").collect();
    assert!(unread.len() == 1 && unread[0]["read_from"] == "saved/c-broken.json", "{unread:?}");
    let mut seen = Vec::new();
    for line in lines.iter().filter(|line| !["fleet", "unread"].map(Value::from).contains(&line["type"])) {
        let uuid = line["instance_uuid"].as_str().unwrap();
        assert_eq!(uuid == OTHER, line["read_from"] == "saved/b-not-ready.json", "{line}");
        seen.push(uuid);
    }
    assert!(seen.contains(&OTHER) && seen.iter().any(|uuid| *uuid != OTHER));
    // Apart from whose they are, they are the lines of a run of its own.
    let own = check(folder.path(), &["--inventory", "saved/a-ready.json", "--format", "jsonl"]);
    let mine = lines.iter().filter(|line| line["read_from"] == "saved/a-ready.json").cloned();
    let mine: Vec<Value> = mine
        .map(|mut line| {
            let fields = line.as_object_mut().unwrap();
            fields.remove("read_from");
            fields.remove("instance_uuid");
            line
        })
        .collect();
    let own: Vec<Value> = own.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(mine, own);
}

#[test]
fn each_metric_stands_once_and_its_values_say_whose_they_are() {
    let folder = folder();
    let run = check(folder.path(), &["--inventory", "saved", "--format", "prometheus"]);
    let mut heads = std::collections::BTreeSet::new();
    for line in run.stdout.lines().filter(|line| line.starts_with("# HELP")) {
        assert!(heads.insert(line), "{line} stands twice");
    }
    let mut name = "";
    for line in run.stdout.lines() {
        if let Some(rest) = line.strip_prefix("# TYPE ") {
            name = rest.split(' ').next().unwrap();
        } else if !line.starts_with('#') {
            assert_eq!(line.split(['{', ' ']).next().unwrap(), name, "{line}");
            assert!(name.contains("_fleet_") || line.contains("source=\"saved/"), "{line}");
        }
    }
    assert!(
        run.stdout.contains("vpreflight_read{source=\"saved/c-broken.json\",vcenter=\"\"} 0"),
        "{}",
        run.stdout
    );
    assert!(run.stdout.contains("vpreflight_fleet_verdict{verdict=\"not-ready\"} 1"), "{}", run.stdout);
    assert!(run.stdout.contains(&format!("vcenter=\"{OTHER}\"")), "{}", run.stdout);
}

#[test]
fn what_has_no_place_for_several_is_refused_before_anything_is_read() {
    let folder = folder();
    let two = ["--inventory", "saved/a-ready.json", "--inventory", "other.json"];
    for form in ["junit", "sarif", "github", "gitlab", "markdown", "csv", "html", "xlsx=x.xlsx", "checksheet"]
    {
        let run = check(folder.path(), &[&two[..], &["--format", form]].concat());
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{form}: {}", run.stderr);
        assert!(run.stderr.contains("prometheus"), "{form}: {}", run.stderr);
    }
    assert!(!folder.path().join("x.xlsx").exists());
    for flag in [&["--vm", "x"][..], &["--cluster", "x"], &["--lms-vm", "x"], &["--timings"]] {
        let run = check(folder.path(), &[&two[..], flag].concat());
        assert!(run.code == 2 && run.stderr.contains(flag[0]), "{flag:?}: {}", run.stderr);
    }
    for command in ["plan", "matrix"] {
        let run = run_in(folder.path(), &[&[command], &two[..]].concat(), &[]);
        assert!(run.code == 2 && run.stderr.contains("--inventory"), "{command}: {}", run.stderr);
    }
    let servers = ["--server", "127.0.0.1:1", "--server", "127.0.0.2:1"];
    let run = run_in(folder.path(), &[&["collect", "-o", "x.json"], &servers[..]].concat(), &[]);
    assert!(run.code == 2 && run.stderr.contains("--server"), "{}", run.stderr);
}

/// One is healthy, one is dead, one refuses the login.
#[test]
fn a_vcenter_that_is_dead_or_refuses_takes_no_other_down() {
    let (healthy, refuses) = (Vcsim::start("healthy"), Vcsim::start("healthy"));
    let authorities =
        std::env::join_paths([&healthy.at.ca_file, &refuses.at.ca_file]).unwrap().into_string().unwrap();
    let password = healthy.password_file().display().to_string();
    let mut flags = words(&["check", "--format", "json", "--lang", "en", "--call-timeout", "20"]);
    for server in [healthy.at.url.as_str(), "https://127.0.0.1:1/sdk", &refuses.at.url] {
        flags.extend(words(&["--server", server]));
    }
    flags.extend(words(&["--username", &healthy.at.username, "--password-file", &password]));
    flags.extend(words(&["--tls-ca-certs", &authorities]));
    let done = run(&flags, &[]);
    let fleet = done.report();
    holds(&fleet);
    done.keeps_secret(&healthy.at.password);
    let alone = healthy.check(&[]);
    assert_eq!(fleet["vcenters"][0]["report"]["prerequisites"], alone.report()["prerequisites"]);
    assert_eq!(done.code, if alone.code == 1 { 1 } else { 3 }, "{}", done.stderr);
    for at in [1, 2] {
        let one = &fleet["vcenters"][at];
        assert!(one["verdict"] == "cannot-tell" && one["report"].is_null(), "{one}");
    }
    assert!(fleet["vcenters"][1]["error"]["en"].as_str().unwrap().contains("127.0.0.1"), "{fleet}");
    assert!(fleet["vcenters"][2]["error"]["en"].as_str().unwrap().to_lowercase().contains("log"), "{fleet}");
    for minutes in [healthy.minutes(), refuses.minutes()] {
        let count = |method: &str| minutes.calls.get(method).copied().unwrap_or(0);
        assert!(count("Logout") <= count("Login") && count("Login") > 0);
    }
}
