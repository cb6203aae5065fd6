//! The one-way street: which room may use which, read off the `crate::` paths of the sources.

#![allow(clippy::expect_used)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Each room with the rooms it may use. What is not listed does not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("document", &["terms"]),
    ("inventory", &["terms"]),
    ("sources", &["inventory", "terms"]),
    ("schema", &["terms"]),
    ("facts", &["inventory", "schema", "terms"]),
    ("expr", &["schema", "terms"]),
    ("rules", &["expr", "schema", "document", "terms"]),
    ("decisions", &["rules", "document", "terms"]),
    ("report", &["terms"]),
    ("diff", &["report", "terms"]),
    ("evaluate", &["facts", "rules", "decisions", "expr", "schema", "inventory", "report", "terms"]),
    (
        "cases",
        &["inventory", "facts", "rules", "decisions", "schema", "evaluate", "report", "document", "terms"],
    ),
    ("render", &["report", "diff", "terms"]),
    (
        "cli",
        &[
            "sources",
            "inventory",
            "facts",
            "rules",
            "decisions",
            "schema",
            "evaluate",
            "cases",
            "report",
            "diff",
            "render",
            "document",
            "terms",
        ],
    ),
];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("readable folder") {
        let path = entry.expect("readable entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// Rooms named behind `crate::` in a source text; its tests, which stand at the end, may use any.
fn rooms_used(text: &str) -> BTreeSet<String> {
    text.split("#[cfg(test)]\nmod tests {")
        .next()
        .unwrap_or_default()
        .lines()
        .filter(|line| !line.trim_start().starts_with("//"))
        .flat_map(|line| line.match_indices("crate::").map(move |(at, found)| &line[at + found.len()..]))
        .map(|rest| rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect())
        .filter(|room: &String| !room.is_empty())
        .collect()
}

#[test]
fn every_room_uses_only_what_it_may() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    sources(&root, &mut files);
    assert!(files.len() > 20, "the sources were not found");
    let mut wrong = Vec::new();
    for file in files {
        let inside = file.strip_prefix(&root).expect("below src");
        let first = inside.components().next().expect("a file").as_os_str().to_string_lossy().into_owned();
        let room = first.trim_end_matches(".rs");
        let of_tests = inside
            .components()
            .any(|part| ["tests", "tests.rs"].iter().any(|name| part.as_os_str() == *name));
        if ["lib", "main"].contains(&room) || of_tests {
            continue;
        }
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            wrong.push(format!("{}: room '{room}' is not in the table", inside.display()));
            continue;
        };
        let text = std::fs::read_to_string(&file).expect("readable source");
        for used in rooms_used(&text) {
            let known = ARROWS.iter().any(|(name, _)| *name == used);
            if known && used != room && !allowed.contains(&used.as_str()) {
                wrong.push(format!("{}: {room} may not use {used}", inside.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_room_is_named_twice_or_points_in_a_circle() {
    for (position, (name, allowed)) in ARROWS.iter().enumerate() {
        for used in *allowed {
            let target = ARROWS.iter().position(|(room, _)| room == used).expect("a known room");
            assert!(target < position, "{name} → {used} points against the flow");
        }
    }
}
