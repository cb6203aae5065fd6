//! The configuration file: found, read, beaten, shown, and told with the verdict it changes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{Run, run_in};

/// A folder with a configuration file and one below it.
struct Place(tempfile::TempDir);

impl Place {
    fn new(config: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("below/deeper")).unwrap();
        fs::write(folder.path().join("vpreflight.toml"), config).unwrap();
        Self(folder)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn run(&self, flags: &[&str]) -> Run {
        run_in(self.path(), flags, &[])
    }

    /// The line of a setting in what `config` prints.
    fn line(&self, setting: &str, flags: &[&str], env: &[(&str, &str)]) -> String {
        let run = run_in(self.path(), &[&["config"], flags].concat(), env);
        assert_eq!(run.code, 0, "{}", run.stderr);
        let line = run.stdout.lines().find(|line| line.split_whitespace().next() == Some(setting));
        line.unwrap_or_else(|| panic!("no {setting} in\n{}", run.stdout)).to_owned()
    }
}

fn base() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base.json")
}

fn check_base(place: &Place, more: &[&str]) -> Run {
    let base = base();
    place.run(&[&["check", "--lang", "en", "--inventory", base.to_str().unwrap()], more].concat())
}

/// A report's lines without their breaks.
fn unbroken(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn the_nearest_file_upward_counts_and_its_paths_are_meant_from_its_folder() {
    let place = Place::new("[people]\ndecisions = \"decisions.toml\"\n[rules]\nprofile = \"vmotion\"\n");
    fs::write(place.path().join("decisions.toml"), "").unwrap();
    let below = place.path().join("below/deeper");
    let run = run_in(&below, &["config"], &[]);
    assert!(run.stdout.starts_with("Configuration file: ../../vpreflight.toml\n"), "{}", run.stdout);
    assert!(run.stdout.contains("../../decisions.toml"), "{}", run.stdout);
    let base = base();
    let run = run_in(&below, &["check", "--format", "json", "--inventory", base.to_str().unwrap()], &[]);
    let report = run.report();
    assert_eq!(report["question"]["profiles"][0], "vmotion");
    assert_eq!(report["question"]["given"]["decisions"], "../../decisions.toml");

    fs::write(below.join("vpreflight.toml"), "[rules]\nprofile = [\"ha\"]\n").unwrap();
    let run = run_in(&below, &["config"], &[]);
    assert!(run.stdout.starts_with("Configuration file: vpreflight.toml\n"), "{}", run.stdout);
    assert!(!run.stdout.contains("decisions.toml"), "two files are never mixed: {}", run.stdout);
}

#[test]
fn flags_beat_the_environment_that_beats_the_file_that_beats_the_default() {
    let place = Place::new("[vcenter]\nserver = \"vc-file\"\ntimeout = 60\n[verdict]\nstrict = true\n");
    let origin = |flags: &[&str], env: &[(&str, &str)]| place.line("vcenter.server", flags, env);
    assert!(origin(&[], &[]).contains("vc-file"));
    assert!(origin(&[], &[]).ends_with("vpreflight.toml:2"));
    let env = [("GOVC_URL", "vc-env")];
    assert!(origin(&[], &env).ends_with("environment GOVC_URL, before vpreflight.toml:2"));
    assert!(origin(&["--server", "vc-flag"], &env).contains(" vc-flag "));
    assert!(origin(&["--server", "vc-flag"], &env).ends_with("flag, before vpreflight.toml:2"));
    assert_eq!(unbroken(&place.line("vcenter.call-timeout", &[], &[])), "vcenter.call-timeout 300 default");
    assert!(place.line("vcenter.server", &["--no-config"], &[]).ends_with("default"));
    // What the file switches on, a flag switches off.
    assert!(place.line("verdict.strict", &[], &[]).contains("true"));
    assert!(place.line("verdict.strict", &["--strict=false"], &[]).contains("false"));
    assert_eq!(check_base(&place, &[]).code, 3, "strict: questions are open");
    assert_eq!(check_base(&place, &["--strict=false"]).code, 0);
    assert_eq!(check_base(&place, &["--no-config"]).code, 0);
}

#[test]
fn every_mistake_is_told_at_once_with_its_place_and_the_nearest_name() {
    let place = Place::new(
        "[vcentr]\nserver = \"a\"\n[verdict]\nfail-on = \"wran\"\nstrct = true\nstrict = \"yes\"\n\
         [rules]\nreading = \"litral\"\n[report]\nformat = [\"jsn\"]\n[vcenter]\ntimeout = 0\n",
    );
    let run = place.run(&["check"]);
    assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    for said in [
        "vpreflight.toml:1:2: the file knows no 'vcentr'; did you mean 'vcenter'?",
        "vpreflight.toml:4:11: 'fail-on' cannot be 'wran': it is one of fail, warn; did you mean 'warn'?",
        "vpreflight.toml:5:1: 'verdict' knows no 'strct'; did you mean 'strict'?",
        "vpreflight.toml:6:10: 'strict' must be true or false, not a text",
        "vpreflight.toml:8:11: 'reading' cannot be 'litral'",
        "vpreflight.toml:10:11: 'format' cannot be 'jsn'",
        "did you mean 'json'?",
        "vpreflight.toml:12:11: 'timeout' cannot be '0'",
    ] {
        assert!(run.stderr.contains(said), "no {said:?} in\n{}", run.stderr);
    }
    for text in ["not TOML", "[report]\nlang = ", "[report]\nlang = 1\n", "\u{0}", "rule = 3\n"] {
        let run = Place::new(text).run(&["config"]);
        assert_eq!(run.code, 2, "{text:?}: {}", run.stderr);
        assert!(run.stderr.contains("vpreflight.toml:"), "{text:?}: {}", run.stderr);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}

#[test]
fn a_password_in_the_file_is_refused_and_shown_nowhere() {
    for config in [
        "[vcenter]\npassword = \"hunter2\"\n",
        "password = \"hunter2\"\n",
        "[vcenter]\nserver = \"https://user:hunter2@vc01/sdk\"\n",
        "[vcenter]\npassword = hunter2\n",
        "[vcenter]\nserver = \"user:hunter2@\"\n",
    ] {
        let run = Place::new(config).run(&["config"]);
        assert_eq!(run.code, 2, "{config}");
        run.keeps_secret("hunter2");
    }
    let run = Place::new("[vcenter]\npassword = \"hunter2\"\n").run(&["check"]);
    for said in ["vpreflight.toml:2:1: 'password' has no place here", "GOVC_PASSWORD", "--password-file"] {
        assert!(run.stderr.contains(said), "{}", run.stderr);
    }
}

#[test]
fn what_is_in_force_is_shown_without_secrets() {
    let place = Place::new("[vcenter]\nserver = \"vc-file\"\nusername = \"reader\"\nthumbprint = \"AA\"\n");
    let env = [("GOVC_URL", "https://user:hunter2@vc-env/sdk"), ("GOVC_PASSWORD", "hunter3")];
    let run = run_in(place.path(), &["config"], &env);
    run.keeps_secret("hunter2");
    run.keeps_secret("hunter3");
    let line = place.line("vcenter.server", &[], &env);
    assert!(line.contains("https://***@vc-env/sdk"), "{line}");
    // Account and thumbprint in the file are those of the server in the file.
    for setting in ["vcenter.username", "vcenter.thumbprint"] {
        let line = place.line(setting, &[], &env);
        assert!(line.contains('–') && line.contains("another server"), "{line}");
    }
    let line = place.line("vcenter.password", &[], &[("GOVC_PASSWORD", "hunter3")]);
    assert!(line.contains("***") && line.ends_with("environment GOVC_PASSWORD"), "{line}");
    assert!(place.line("vcenter.username", &[], &[]).contains("reader"));
}

#[test]
fn own_parameters_and_severities_change_the_verdict_in_the_open() {
    let text = "[rule.vmotion-network-gbe]\nparams = { min_mbps = 100000 }\n";
    let place = Place::new(text);
    let run = check_base(&place, &[]);
    assert_eq!(run.code, 1, "{}", run.stdout);
    let said = "Set for this site: vmotion-network-gbe min_mbps = 100000";
    let table = unbroken(&run.stdout);
    assert!(table.contains(said) && table.contains("(the rule says 1000)"), "{table}");
    let report = check_base(&place, &["--format", "json"]).report();
    let own = &report["question"]["overrides"][0];
    assert_eq!(
        (own["rule"].as_str(), own["param"].as_str()),
        (Some("vmotion-network-gbe"), Some("min_mbps"))
    );
    assert_eq!((own["value"].as_str(), own["instead_of"].as_str()), (Some("100000"), Some("1000")));
    assert_eq!((own["file"].as_str(), own["line"].as_u64()), (Some("vpreflight.toml"), Some(2)));
    let markdown = check_base(&place, &["--format", "markdown"]);
    assert!(markdown.stdout.contains("Set for this site:"), "{}", markdown.stdout);
    let explained = place.run(&["rules", "explain", "vmotion-network-gbe", "--lang", "en"]);
    assert!(explained.stdout.contains("100000"), "{}", explained.stdout);

    // An advisory rule of the source document stays in its profile, and stays shown.
    let place = Place::new(&format!("{text}severity = \"advisory\"\n"));
    let run = check_base(&place, &["--format", "json"]);
    let report = run.report();
    assert_eq!(run.code, 0, "an advisory fail is a warning at most");
    let rules = report["prerequisites"].as_array().unwrap();
    let rule = rules.iter().find(|rule| rule["id"] == "vmotion-network-gbe").unwrap();
    assert_eq!((rule["severity"].as_str(), rule["outcome"]["is"].as_str()), (Some("advisory"), Some("fail")));
    let table = unbroken(&check_base(&place, &[]).stdout);
    assert!(table.contains("vmotion-network-gbe is advisory (the rule says required)"), "{table}");
    let base = base();
    let japanese = place.run(&["check", "--lang", "ja", "--inventory", base.to_str().unwrap()]).stdout;
    assert!(japanese.contains("このサイトの設定:"), "{japanese}");
    let catalogue = |report: &serde_json::Value| report["question"]["catalogue"].clone();
    assert_eq!(
        catalogue(&report),
        catalogue(&check_base(&place, &["--no-config", "--format", "json"]).report())
    );
}

#[test]
fn overrides_that_fit_nothing_are_refused_and_those_without_effect_are_told() {
    for (text, said) in [
        (
            "[rule.vmotion-network-gb]\nseverity = \"advisory\"",
            "1:7: there is no rule 'vmotion-network-gb'; did you mean",
        ),
        (
            "[rule.vmotion-network-gbe]\nparams = { min_mbs = 1 }",
            "2:12: 'vmotion-network-gbe' has no parameter 'min_mbs'; did you mean 'min_mbps'?",
        ),
        ("[rule.vmotion-network-gbe]\nparams = { min_mbps = \"1\" }", "is a whole number, not a text"),
        (
            "[rule.client-reaches-hosts]\nparams = { needed = [\"443\"] }",
            "is a list, each a whole number, not a list, each a text",
        ),
        ("[rule.vmotion-network-gbe]\nseverity = \"off\"", "it is one of required, advisory"),
        ("[rule.vmotion-network-gbe]\nserverity = \"advisory\"", "did you mean 'severity'?"),
        ("[rule.vm-no-cpu-affinity]\nparams = { a = 1 }", "there is: none"),
    ] {
        let run = check_base(&Place::new(text), &[]);
        assert_eq!((run.code, run.stdout.as_str()), (2, ""), "{text}");
        assert!(run.stderr.contains(said), "no {said:?} in\n{}", run.stderr);
    }
    let place = Place::new("[rule.aux-ha-cluster-size]\nseverity = \"required\"\n");
    let run = check_base(&place, &[]);
    assert!(run.stderr.contains("vpreflight.toml:2: 'aux-ha-cluster-size' is no rule of profile lms-4.0"));
    assert!(!run.stdout.contains("Set for this site"), "{}", run.stdout);
    assert!(
        unbroken(&check_base(&place, &["--profile", "full"]).stdout)
            .contains("aux-ha-cluster-size is required")
    );
    // A value that is the rule's own changes nothing.
    let place = Place::new("[rule.vmotion-network-gbe]\nparams = { min_mbps = 1000 }\n");
    assert!(!check_base(&place, &[]).stdout.contains("Set for this site"));
}

#[test]
fn formats_scope_and_baseline_come_from_the_file() {
    let place = Place::new(
        "[report]\nformat = [\"table\", \"json=out/report.json\"]\n[scope]\ncluster = \"LMS-HA\"\n",
    );
    fs::create_dir(place.path().join("out")).unwrap();
    let base = base();
    let below = place.path().join("below");
    let run = run_in(&below, &["check", "--lang", "en", "--inventory", base.to_str().unwrap()], &[]);
    assert!(run.stdout.starts_with("READY"), "{}{}", run.stdout, run.stderr);
    let written = fs::read(place.path().join("out/report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_slice(&written).unwrap();
    assert_eq!(report["question"]["scope"]["clusters"][0]["name"], "LMS-HA");
    // The built-in example is the same for everybody, unless a file is named.
    assert!(place.run(&["check", "--demo", "--lang", "en"]).stdout.starts_with("NOT READY"));
    assert!(!place.run(&["config", "--demo"]).stdout.contains("LMS-HA"));
}

#[test]
fn init_writes_a_file_that_sets_nothing_and_replaces_none_unasked() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("vpreflight.toml");
    assert_eq!(run_in(folder.path(), &["init"], &[]).code, 0);
    let run = run_in(folder.path(), &["config"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(!run.stdout.contains("vpreflight.toml:"), "{}", run.stdout);
    fs::write(&file, "[report]\nlang = \"ja\"\n").unwrap();
    let run = run_in(folder.path(), &["init"], &[]);
    assert!(run.code == 2 && run.stderr.contains("--force"), "{}", run.stderr);
    assert!(fs::read_to_string(&file).unwrap().contains("ja"));
    assert_eq!(run_in(folder.path(), &["init", "--force"], &[]).code, 0);
    assert!(fs::read_to_string(&file).unwrap().contains("#server"));
    let other = run_in(folder.path(), &["init", "--config", "other.toml"], &[]);
    assert!(other.code == 0 && folder.path().join("other.toml").exists(), "{}", other.stderr);
}

#[test]
fn a_file_that_is_named_must_be_there() {
    let folder = tempfile::tempdir().unwrap();
    let run = run_in(folder.path(), &["check", "--demo", "--config", "nowhere.toml"], &[]);
    assert!(run.code == 2 && run.stderr.contains("nowhere.toml"), "{}", run.stderr);
    let run = run_in(folder.path(), &["check", "--config", "a", "--no-config"], &[]);
    assert!(run.code == 2 && run.stderr.contains("--no-config"), "{}", run.stderr);
}

/// What a real bash proposes at the end of a line.
fn proposed(script: &Path, line: &[&str]) -> Vec<String> {
    let program = r#"source "$0"; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _vpreflight vpreflight "${COMP_WORDS[-1]}" "${COMP_WORDS[-2]}"; printf '%s\n' "${COMPREPLY[@]}""#;
    let bash = Command::new("bash").args(["--norc", "-c", program]).arg(script).args(line).output().unwrap();
    assert!(bash.status.success(), "{}", String::from_utf8_lossy(&bash.stderr));
    String::from_utf8(bash.stdout).unwrap().lines().map(str::to_owned).collect()
}

#[test]
fn completions_propose_values() {
    let folder = tempfile::tempdir().unwrap();
    let script = folder.path().join("vpreflight.bash");
    fs::write(&script, run_in(folder.path(), &["completions", "bash"], &[]).stdout).unwrap();
    let cases: [(&[&str], &[&str]); 8] = [
        (&["rules", "explain", "vm-no-local"], &["vm-no-local-cdrom", "vm-no-local-floppy"]),
        (&["decisions", "add", "waiver", "--rule", "vm-no-local-c"], &["vm-no-local-cdrom"]),
        (&["check", "--profile", ""], &["lms-4.0", "full", "ha", "vmotion"]),
        (&["check", "--format", "j"], &["json", "jsonl", "junit"]),
        (&["plan", "--format", "m"], &["markdown"]),
        (&["matrix", "--format", "c"], &["csv"]),
        (&["doctor", "--format", ""], &["table", "json"]),
        (&["check", "--only", "f"], &["fail"]),
    ];
    for (line, there) in cases {
        let line = [&["vpreflight"], line].concat();
        assert_eq!(proposed(&script, &line), there, "{line:?}");
    }
    // The script for fish has no third level of commands and no values in a row.
    for (shell, there) in
        [("zsh", &["vm-no-local-cdrom", "checksheet"]), ("fish", &["lms-4.0", "checksheet"])]
    {
        let script = run_in(folder.path(), &["completions", shell], &[]).stdout;
        assert!(there.iter().all(|word| script.contains(word)), "{shell}");
    }
    // Help and errors stay as they are.
    assert!(
        !run_in(folder.path(), &["rules", "explain", "--help"], &[]).stdout.contains("vm-no-local-cdrom")
    );
}

#[test]
fn completions_and_manual_pages_know_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let run = run_in(folder.path(), &["completions", shell], &[]);
        assert_eq!(run.code, 0);
        for word in ["decisions", "baseline", "fail-on-stale"] {
            assert!(run.stdout.contains(word), "{shell}: {word}");
        }
    }
    assert_eq!(run_in(folder.path(), &["completions", "tcsh"], &[]).code, 2);
    assert_eq!(run_in(folder.path(), &["man", "pages/man1"], &[]).code, 0);
    let page = |name: &str| fs::read_to_string(folder.path().join("pages/man1").join(name)).unwrap();
    assert!(page("vpreflight.1").contains("Exit codes"));
    assert!(page("vpreflight-check.1").contains("baseline"));
    assert!(page("vpreflight-decisions-add-waiver.1").contains("ticket"));
}
