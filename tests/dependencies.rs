//! What the program is made of: each crate has a licence, comes from a place and stands there in one version as
//! `deny.toml` wants. Known weaknesses are looked up by `scripts/jobs/audit`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use toml::Table;

fn deny() -> Table {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("deny.toml");
    std::fs::read_to_string(file).unwrap().parse().unwrap()
}

fn texts(value: &toml::Value) -> BTreeSet<&str> {
    value.as_array().unwrap().iter().map(|text| text.as_str().unwrap()).collect()
}

fn packages() -> Vec<Value> {
    let told = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--format-version", "1", "--all-features"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let mut told: Value = serde_json::from_slice(&told.stdout).unwrap();
    let Value::Array(packages) = told["packages"].take() else { panic!("no packages") };
    packages
}

/// Whether an SPDX expression is met by licences out of these. The slash is an old way to write OR.
fn met(expression: &str, allowed: &BTreeSet<&str>) -> bool {
    let spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    let mut words: Vec<&str> = spaced.split_whitespace().collect();
    words.reverse();
    let met = any(&mut words, allowed);
    assert!(words.is_empty(), "{expression}");
    met
}

fn any(words: &mut Vec<&str>, allowed: &BTreeSet<&str>) -> bool {
    let mut met = all(words, allowed);
    while words.pop_if(|word| *word == "OR").is_some() {
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut Vec<&str>, allowed: &BTreeSet<&str>) -> bool {
    let mut met = one(words, allowed);
    while words.pop_if(|word| *word == "AND").is_some() {
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut Vec<&str>, allowed: &BTreeSet<&str>) -> bool {
    let word = words.pop().unwrap();
    if word == "(" {
        let met = any(words, allowed);
        assert_eq!(words.pop(), Some(")"));
        return met;
    }
    if words.pop_if(|word| *word == "WITH").is_some() {
        let with = format!("{word} WITH {}", words.pop().unwrap());
        return allowed.contains(word) || allowed.contains(with.as_str());
    }
    allowed.contains(word)
}

#[test]
fn expressions_of_licences_are_read() {
    let allowed = BTreeSet::from(["MIT", "ISC"]);
    for (expression, holds) in [
        ("MIT", true),
        ("GPL-3.0", false),
        ("GPL-3.0 OR MIT", true),
        ("GPL-3.0/MIT", true),
        ("ISC AND (MIT OR GPL-3.0)", true),
        ("ISC AND GPL-3.0", false),
        ("GPL-3.0 OR ISC AND MIT", true),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
    ] {
        assert_eq!(met(expression, &allowed), holds, "{expression}");
    }
}

#[test]
fn licences_and_sources_are_those_that_are_allowed() {
    let deny = deny();
    let allowed = texts(&deny["licenses"]["allow"]);
    let registries = texts(&deny["sources"]["allow-registry"]);
    let packages = packages();
    assert!(packages.len() > 100, "{}", packages.len());
    let (mut wrong, mut used) = (Vec::new(), BTreeSet::new());
    for package in &packages {
        let name = format!("{} {}", package["name"].as_str().unwrap(), package["version"].as_str().unwrap());
        match package["license"].as_str() {
            Some(licence) if met(licence, &allowed) => {
                used.extend(allowed.iter().filter(|one| licence.contains(**one)));
            }
            licence => wrong.push(format!("{name}: licence {licence:?}")),
        }
        let source = package["source"].as_str().map(|source| source.trim_start_matches("registry+"));
        if source.is_some_and(|source| !registries.contains(source)) {
            wrong.push(format!("{name}: from {source:?}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert_eq!(used, allowed, "allowed and not needed");
}

#[test]
fn a_crate_in_two_versions_is_told_with_the_reason() {
    let mut versions: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for package in packages() {
        let text = |key: &str| package[key].as_str().unwrap().to_owned();
        versions.entry(text("name")).or_default().insert(text("version"));
    }
    let deny = deny();
    let skipped = deny["bans"]["skip"].as_array().unwrap();
    let mut skip: BTreeSet<&str> = skipped.iter().map(|one| one["crate"].as_str().unwrap()).collect();
    assert!(skipped.iter().all(|one| one["reason"].as_str().is_some_and(|why| !why.is_empty())));
    for (name, mut versions) in versions {
        versions.retain(|version| !skip.remove(format!("{name}@{version}").as_str()));
        assert!(versions.len() < 2, "{name} in versions {versions:?}: deny.toml does not have it");
    }
    assert!(skip.is_empty(), "in deny.toml, and not there any more: {skip:?}");
}

/// The crate for fuzzing has a lock file of its own, which no build of the program looks at.
#[test]
fn the_lock_file_of_fuzzing_knows_what_the_program_needs() {
    let read = |name: &str| -> Table {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
        std::fs::read_to_string(file).unwrap().parse().unwrap()
    };
    let manifest = read("Cargo.toml");
    // A lock file has what any system needs.
    let of_systems =
        manifest["target"].as_table().unwrap().values().filter_map(|one| one.get("dependencies"));
    let always = std::iter::once(&manifest["dependencies"])
        .chain(of_systems)
        .flat_map(|dependencies| dependencies.as_table().unwrap())
        .filter(|(_, how)| !how.get("optional").and_then(toml::Value::as_bool).unwrap_or(false));
    let needed: BTreeSet<&str> = always.map(|(name, _)| name.as_str()).collect();
    let lock = read("fuzz/Cargo.lock");
    let packages = lock["package"].as_array().unwrap();
    let own = packages.iter().find(|one| one["name"].as_str() == Some("vpreflight")).unwrap();
    // A crate that is there in two versions has its version behind its name.
    let locked: BTreeSet<&str> =
        texts(&own["dependencies"]).into_iter().filter_map(|name| name.split(' ').next()).collect();
    assert_eq!(locked, needed, "cargo update --workspace --manifest-path fuzz/Cargo.toml");
}
