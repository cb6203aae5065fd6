//! The documents name what there is, all of it and nothing else: keys of the configuration, forms of a report.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

use common::run_in;
use vpreflight::render::{Format, PlacingFormat};

fn document(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name)
}

/// The rows of the table under the first line that begins so, cell by cell.
fn rows(text: &str, head: &str) -> Vec<Vec<String>> {
    let table = text.lines().skip_while(|line| !line.starts_with(head)).skip(2);
    let rows = table.take_while(|line| line.starts_with('|'));
    rows.map(|line| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect())
        .collect()
}

/// What stands in code marks.
fn code(cell: &str) -> Vec<String> {
    cell.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

/// What a command prints, without any configuration.
fn printed(command: &[&str]) -> String {
    let place = tempfile::tempdir().unwrap();
    let run = run_in(place.path(), &[command, &["--lang", "en"]].concat(), &[]);
    assert_eq!(run.code, 0, "{command:?}: {}", run.stderr);
    run.stdout
}

#[test]
fn every_key_of_the_configuration_is_documented_and_no_other() {
    let text = document("docs/configuration.md");
    let mut documented = BTreeSet::new();
    let mut table = String::new();
    for row in rows(&text, "| table | key |") {
        if let Some(named) = code(&row[0]).first() {
            table = named.trim_matches(['[', ']']).to_owned();
        }
        documented.extend(code(&row[1]).into_iter().map(|key| format!("{table}.{key}")));
    }
    let shown = printed(&["config"]);
    let keys =
        shown.lines().filter_map(|line| line.split_whitespace().next()).filter(|key| key.contains('.'));
    let mut there: BTreeSet<String> = keys.filter(|key| !key.ends_with(".toml")).map(str::to_owned).collect();
    // It is shown where it comes from, and refused as a key.
    assert!(there.remove("vcenter.password"));
    assert!(there.len() > 20, "{there:?}");
    there.extend(["rule.ID.severity".to_owned(), "rule.ID.params".to_owned()]);
    assert_eq!(documented, there);
}

#[test]
fn flags_and_variables_of_the_configuration_exist() {
    let help: String =
        [&["check", "--help"], &["collect", "--help"]].map(|command| printed(command)).concat();
    let words: BTreeSet<&str> =
        help.split(|char: char| !(char.is_ascii_alphanumeric() || ['-', '_'].contains(&char))).collect();
    let rows = rows(&document("docs/configuration.md"), "| table | key |");
    assert!(rows.len() > 15, "{rows:?}");
    for row in rows {
        let named = match row[3].as_str() {
            "none" => Vec::new(),
            "the same" => code(&row[1]).iter().map(|key| format!("--{key}")).collect(),
            flags => code(flags),
        };
        for flag in named {
            assert!(words.contains(flag.as_str()), "{flag} of {row:?}");
        }
    }
}

#[test]
fn every_form_is_documented_and_no_other() {
    let there: BTreeSet<String> = Format::ALL.iter().map(|format| format.name().to_owned()).collect();
    let text = document("docs/formats.md");
    let documented: BTreeSet<String> =
        rows(&text, "| name | for |").iter().flat_map(|row| code(&row[0])).collect();
    assert_eq!(documented, there);
    // The commands about placing have some of them.
    let (_, placing) = text.split_once("`matrix` and `whatif` have four forms").expect("the sentence");
    for command in ["matrix", "whatif"] {
        let help = printed(&[command, "--help"]);
        for form in PlacingFormat::ALL.iter().map(|format| format.name()) {
            assert!(there.contains(form), "{form} is no form of a report");
            assert!(placing.split("[placement.md]").next().unwrap().contains(&format!("`{form}`")), "{form}");
            assert!(help.contains(form), "{form} is not in the help of {command}");
        }
    }
    // The README has them in one sentence.
    let readme = document("README.md");
    let sentence = readme.split_once("as many forms as you like:").expect("the sentence").1;
    let named: BTreeSet<String> = code(sentence.split('.').next().unwrap()).into_iter().collect();
    assert_eq!(named, there);
    for command in [&["check", "--help"][..], &["config", "--help"]] {
        let help = printed(command);
        let words: BTreeSet<&str> = help.split(|char: char| !char.is_ascii_alphanumeric()).collect();
        for form in &there {
            assert!(words.contains(form.as_str()), "{form} is not in the help of {command:?}");
        }
    }
}

#[test]
fn every_cause_that_keeps_a_vm_from_a_host_is_documented_and_no_other() {
    let there: BTreeSet<String> = vpreflight::placement::Hindrance::causes().map(str::to_owned).collect();
    let text = document("docs/placement.md");
    let documented: BTreeSet<String> =
        rows(&text, "| cause | live |").iter().flat_map(|row| code(&row[0])).collect();
    assert_eq!(documented, there);
    let schema: serde_json::Value = serde_json::from_str(&document("docs/matrix.schema.json")).unwrap();
    let published: BTreeSet<String> =
        serde_json::from_value(schema["$defs"]["cause"]["enum"].clone()).unwrap();
    assert_eq!(published, there);
}
