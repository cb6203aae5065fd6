//! The commands: files, keys, maps, exit codes.

use std::fs;
use std::path::Path;

use libtest_mimic::{Failed, Trial};
use serde_json::Value;

use super::common::{Vcsim, run, run_in, run_with_input, words};

pub fn trials() -> Vec<Trial> {
    vec![
        Trial::test("one key gives the same tokens, and diff works", one_key),
        Trial::test("the map is its owner's, and whole", the_map),
        Trial::test("keys come from files, maps and standard input", keys),
        Trial::test("what is wrong is told, and nothing is written", wrong),
        Trial::test("collect --anonymize saves what anonymize makes", collected),
    ]
}

fn base(folder: &Path) -> String {
    let file = folder.join("base.json");
    fs::write(&file, include_str!("../../rules/base.json")).unwrap();
    file.display().to_string()
}

fn json(file: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(file).unwrap()).unwrap()
}

fn one_key() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    base(at);
    // A week later: one VM has another name, and the rest is what it was.
    let later = include_str!("../../rules/base.json").replace("\"lms-db01\"", "\"lms-db77\"");
    fs::write(at.join("later.json"), later)?;
    for (from, to) in
        [("base.json", "one.json"), ("base.json", "two.json"), ("later.json", "later-one.json.zst")]
    {
        let run = run_in(at, &["anonymize", from, "-o", to, "--map", "map.json"], &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    assert_eq!(fs::read(at.join("one.json"))?, fs::read(at.join("two.json"))?);
    let tokens = json(&at.join("map.json"))["tokens"].as_object().unwrap().clone();
    let of = |name: &str| tokens.iter().find(|(_, text)| *text == name).map(|(token, _)| token.clone());
    assert!(of("lms-db01").is_some() && of("lms-db77").is_some(), "the map keeps what was there: {tokens:?}");
    for (from, to) in [("one.json", "one.report"), ("later-one.json.zst", "later.report")] {
        let run = run_in(at, &["check", "--inventory", from, "--format", "json", "-o", to], &[]);
        assert_eq!(run.code, 0, "{}", run.stderr);
    }
    let diff = run_in(at, &["diff", "one.report", "later.report", "--format", "json"], &[]);
    assert_eq!(diff.code, 0, "{} {}", diff.stdout, diff.stderr);
    Ok(())
}

fn the_map() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    base(at);
    let run = run_in(at, &["anonymize", "base.json", "--map", "map.json"], &[]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stderr.contains("map.json"), "{}", run.stderr);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        assert_eq!(fs::metadata(at.join("map.json"))?.permissions().mode() & 0o777, 0o600);
    }
    let map = json(&at.join("map.json"));
    let key = map["key"].as_str().unwrap();
    assert!(key.len() >= 32 && !run.stdout.contains(key), "the key is in the inventory");
    assert!(map["tokens"].as_object().unwrap().values().any(|text| text == "LMS-HA"), "{map}");
    // No map, no word of it but that the key is gone.
    let run = run_in(at, &["anonymize", "base.json"], &[]);
    assert!(run.code == 0 && run.stderr.contains("--map"), "{}", run.stderr);
    assert_eq!(fs::read_dir(at)?.count(), 2);
    Ok(())
}

fn keys() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    let file = base(at);
    fs::write(at.join("key"), "a key that is long enough\n")?;
    let by_file = run_in(at, &["anonymize", "base.json", "--key-file", "key", "--map", "map.json"], &[]);
    assert_eq!(by_file.code, 0, "{}", by_file.stderr);
    let by_map = run_in(at, &["anonymize", "base.json", "--key-file", "map.json"], &[]);
    assert_eq!(by_file.stdout, by_map.stdout);
    let by_input =
        run_with_input(&words(&["anonymize", &file, "--key-file", "-"]), &[], "a key that is long enough\n");
    assert_eq!(by_file.stdout, by_input.stdout, "{}", by_input.stderr);
    for run in [by_file, by_map, by_input] {
        assert!(!run.stdout.contains("long enough") && !run.stderr.contains("long enough"));
    }
    Ok(())
}

fn wrong() -> Result<(), Failed> {
    let folder = tempfile::tempdir()?;
    let at = folder.path();
    base(at);
    fs::write(at.join("short"), "short\n")?;
    fs::write(at.join("key"), "a key that is long enough\n")?;
    fs::write(at.join("other"), "another key that is long enough\n")?;
    fs::write(at.join("notes.txt"), "mine\n")?;
    run_in(
        at,
        &["anonymize", "base.json", "--key-file", "key", "--map", "map.json", "-o", "first.json"],
        &[],
    );
    let there = fs::read_dir(at)?.count();
    for (flags, code, says) in [
        (&["base.json", "--key-file", "short"][..], 2, "16 characters"),
        (&["base.json", "--key-file", "nowhere"], 2, "nowhere"),
        (&["base.json", "--map", "notes.txt"], 2, "notes.txt"),
        (&["base.json", "--map", "map.json", "--key-file", "other"], 2, "another key"),
        (&["base.json", "--map", "no-folder/map.json"], 2, "no-folder"),
        (&["base.json", "--map", "one.json", "-o", "one.json"], 2, "stays with you"),
        (&["-", "--key-file", "-"], 2, "standard input"),
        (&["nowhere.json", "--map", "new.json"], 4, "nowhere.json"),
        (&["notes.txt", "--map", "new.json", "-o", "new-one.json"], 4, "notes.txt"),
    ] {
        let run = run_in(at, &[&["anonymize"], flags].concat(), &[]);
        assert!(run.code == code && run.stderr.contains(says), "{flags:?}: {} {}", run.code, run.stderr);
        assert_eq!(run.stdout, "", "{flags:?}");
        assert_eq!(fs::read_dir(at)?.count(), there, "{flags:?}");
    }
    assert_eq!(fs::read_to_string(at.join("notes.txt"))?, "mine\n");
    let run = run_in(at, &["collect", "-o", "x.json", "--map", "map.json"], &[]);
    assert!(run.code == 2 && run.stderr.contains("--anonymize"), "{}", run.stderr);
    Ok(())
}

fn collected() -> Result<(), Failed> {
    let server = Vcsim::start("healthy");
    let at = server.files.path();
    let name = |file: &str| at.join(file).display().to_string();
    let collect = |more: &[&str]| {
        let mut flags = words(&[&["collect", "-o"], more].concat());
        flags.extend(server.connection());
        let done = run(&flags, &[]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        done
    };
    collect(&[&name("plain.json")]);
    let done = collect(&[&name("given.json"), "--anonymize", "--map", &name("map.json")]);
    assert!(done.stderr.contains("map.json"), "{}", done.stderr);
    let plain = json(&at.join("plain.json"));
    let given = fs::read_to_string(at.join("given.json"))?;
    for list in ["hosts", "clusters", "vms", "datastores", "networks"] {
        for object in plain[list].as_array().unwrap() {
            let own = object["name"].as_str().unwrap();
            assert!(!given.contains(&format!("\"{own}\"")), "{own} of {list}");
        }
    }
    let [plain, given] = ["plain.json", "given.json"].map(|file| {
        let file = name(file);
        run(&words(&["check", "--inventory", &file, "--format", "json"]), &[])
    });
    assert_eq!(plain.code, given.code);
    let outcomes = |report: &Value| -> Vec<Value> {
        report["prerequisites"].as_array().unwrap().iter().map(|rule| rule["outcome"].clone()).collect()
    };
    assert_eq!(outcomes(&plain.report()), outcomes(&given.report()));
    Ok(())
}
