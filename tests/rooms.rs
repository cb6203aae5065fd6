//! The one-way street: which room may use which, which floor of the facts, and no circle of files.
//!
//! Read off the tokens of all sources: nested imports, `super::`, paths in expressions, types,
//! attributes and macros. Modules of tests may use any.

#![allow(clippy::expect_used, clippy::panic)]

#[path = "rooms/edges.rs"]
mod edges;
#[path = "rooms/reading.rs"]
mod reading;

use std::collections::BTreeSet;
use std::path::Path;

use edges::{Edges, circles, room};
use reading::House;

/// Each room with the rooms it may use. What is not listed does not exist.
const ARROWS: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("document", &["terms"]),
    ("inventory", &["terms"]),
    ("sources", &["inventory", "terms"]),
    ("anonymise", &["inventory", "terms"]),
    ("schema", &["terms"]),
    ("facts", &["inventory", "schema", "terms"]),
    ("expr", &["schema", "terms"]),
    ("rules", &["inventory", "expr", "schema", "document", "terms"]),
    ("decisions", &["rules", "document", "terms"]),
    ("report", &["terms"]),
    ("diff", &["report", "terms"]),
    ("evaluate", &["facts", "rules", "decisions", "expr", "schema", "inventory", "report", "terms"]),
    ("watch", &["sources", "inventory", "report", "diff", "terms"]),
    ("placement", &["facts", "schema", "evaluate", "report", "terms"]),
    (
        "preflight",
        &[
            "sources",
            "inventory",
            "facts",
            "rules",
            "decisions",
            "evaluate",
            "placement",
            "report",
            "diff",
            "terms",
        ],
    ),
    ("doctor", &["sources", "inventory", "facts", "rules", "report", "terms"]),
    ("plan", &["preflight", "inventory", "rules", "evaluate", "report", "terms"]),
    (
        "cases",
        &[
            "preflight",
            "plan",
            "inventory",
            "facts",
            "rules",
            "decisions",
            "schema",
            "evaluate",
            "report",
            "document",
            "terms",
        ],
    ),
    ("render", &["report", "placement", "plan", "doctor", "diff", "watch", "rules", "decisions", "terms"]),
    (
        "cli",
        &[
            "preflight",
            "anonymise",
            "sources",
            "inventory",
            "facts",
            "rules",
            "decisions",
            "schema",
            "evaluate",
            "cases",
            "placement",
            "plan",
            "doctor",
            "report",
            "diff",
            "watch",
            "render",
            "document",
            "terms",
        ],
    ),
];

/// The floors of the facts, lowest first; folders on one floor do not use each other.
const FLOORS: &[&[&str]] = &[&["ground"], &["net", "storage", "compute", "ha"], &["place"], &["subject"]];

fn house() -> House {
    let house = House::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    assert!(house.modules.len() > 100, "the sources were not found");
    house
}

/// The texts of a small house, by file.
fn planted(files: &[(&str, &str)]) -> House {
    House::of(files.iter().map(|(file, text)| ((*file).to_owned(), (*text).to_owned())))
}

/// What uses a room that it may not use.
fn against_the_flow(house: &House) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, used) in house.rooms_used() {
        let own = room(&file);
        if own == "lib" || own == used {
            continue;
        }
        match ARROWS.iter().find(|(name, _)| *name == own) {
            None => wrong.push(format!("{file}: room '{own}' is not in the table")),
            Some((_, allowed)) if !allowed.contains(&used.as_str()) => {
                let known = ARROWS.iter().any(|(name, _)| *name == used);
                let what = if known { "may not use" } else { "has no use for the unknown room" };
                wrong.push(format!("{file}: {own} {what} {used}"));
            }
            Some(_) => {}
        }
    }
    wrong
}

/// The floor and folder of a file of the facts; what stands in no folder is above all floors.
fn floor(file: &str) -> Option<(usize, &str)> {
    let (folder, _) = file.strip_prefix("facts/")?.split_once('/').unwrap_or_default();
    let floor = FLOORS.iter().position(|folders| folders.contains(&folder)).unwrap_or(FLOORS.len());
    Some((floor, folder))
}

/// What uses a floor above its own, or a neighbour on it.
fn against_the_floors(edges: &Edges) -> Vec<String> {
    let mut wrong = Vec::new();
    for (file, targets) in edges {
        for (target, by) in targets {
            if let (Some(own), Some(used)) = (floor(file), floor(target))
                && used.0 >= own.0
                && used.1 != own.1
            {
                wrong.push(format!("{file} may not use {target}, as it does by {by}"));
            }
        }
    }
    wrong
}

#[test]
fn every_room_uses_only_what_it_may() {
    let wrong = against_the_flow(&house());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_floor_of_the_facts_stands_on_those_below() {
    let house = house();
    let folders: BTreeSet<&str> =
        house.modules.values().filter_map(|module| floor(&module.file)).map(|(_, folder)| folder).collect();
    let known: BTreeSet<&str> = FLOORS.iter().flat_map(|floor| floor.iter().copied()).chain([""]).collect();
    assert_eq!(folders, known, "folders of the facts and their floors");
    let wrong = against_the_floors(&house.edges());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_files_use_each_other_in_a_circle() {
    let found = circles(&house().edges());
    assert!(found.is_empty(), "{}", found.join("\n"));
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

#[test]
fn the_table_for_people_names_the_same_rooms() {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("CONTRIBUTING.md"))
        .expect("CONTRIBUTING.md");
    let told: BTreeSet<&str> = text
        .lines()
        .filter_map(|line| line.strip_prefix("| `src/")?.split('`').next())
        .map(|room| room.trim_end_matches('/').trim_end_matches(".rs"))
        .collect();
    assert_eq!(told, ARROWS.iter().map(|(room, _)| *room).collect());
}

/// The law itself: whatever way an import is written, it is seen.
#[test]
fn an_arrow_upward_is_seen_however_it_is_written() {
    for text in [
        "use crate::cli::Args;",
        "use crate::{report::Report, cli};",
        "use crate::{report::{self, Row}, cli::{args::{Args, Other as Hidden}}};",
        "use super::super::cli::Args;",
        "pub(super) use crate::cli::*;",
        "fn f() { use crate::cli::Args; }",
        "fn f(args: &crate::cli::Args) {}",
        "fn f() -> Vec<Box<crate::cli::Args>> { todo!() }",
        "fn f() { write!(out, \"{}\", crate::cli::name(1)); }",
        "macro_rules! m { ($x:ident) => { $crate::cli::$x() }; }",
        "#[serde(with = \"crate::cli::form\")] struct S;",
        "mod inner { use super::super::super::cli::Args; }",
        "use crate as root; fn f() { root::cli::run() }",
        "#[cfg(test)] use crate::facts::Facts;\nuse crate::cli::Args;",
        "#[cfg(test)]\nmod tests { fn f() {} }\nuse crate::cli::Args;",
    ] {
        let house = planted(&[
            ("lib.rs", "pub mod cli; pub mod facts; pub mod render; pub mod report;"),
            ("cli/mod.rs", "pub mod args; pub struct Args;"),
            ("cli/args.rs", "pub struct Args; pub struct Other;"),
            ("render/mod.rs", "mod csv;"),
            ("render/csv.rs", text),
        ]);
        assert_eq!(against_the_flow(&house), ["render/csv.rs: render may not use cli"], "{text}");
    }
}

#[test]
fn what_is_no_import_is_not_taken_for_one() {
    for text in [
        "// use crate::cli::Args;",
        "/// As [`crate::cli::Args`].\nstruct S;",
        "const TEXT: &str = \"use crate::cli::Args;\";",
        "#[cfg(test)]\nmod tests { use crate::cli::Args; }",
        "#[cfg(test)]\nuse crate::cli::{Args, args};",
        "fn f() { report.cli::<u8>(); }",
    ] {
        let house = planted(&[
            ("lib.rs", "pub mod cli; pub mod render;"),
            ("cli/mod.rs", "pub mod args; pub struct Args;"),
            ("render/mod.rs", "mod csv;"),
            ("render/csv.rs", text),
        ]);
        assert_eq!(against_the_flow(&house), Vec::<String>::new(), "{text}");
    }
}

#[test]
fn a_floor_above_and_a_neighbour_are_seen_through_what_is_passed_on() {
    let facts = |net: &str| {
        planted(&[
            ("lib.rs", "pub mod facts;"),
            ("facts/mod.rs", "mod net; mod place; mod storage; pub use place::*; pub struct Facts;"),
            ("facts/net/mod.rs", net),
            ("facts/storage/mod.rs", "pub fn shared() {}"),
            ("facts/place/mod.rs", "use crate::facts::storage::shared; pub struct Place;"),
        ])
    };
    assert_eq!(against_the_floors(&facts("use std::fmt;").edges()), Vec::<String>::new());
    for (text, wrong) in [
        ("use crate::facts::Place;", "facts/place/mod.rs"),
        ("use super::*; fn f(place: Place) {}", "facts/place/mod.rs"),
        ("fn f() { super::storage::shared() }", "facts/storage/mod.rs"),
        ("use super::Facts;", "facts/mod.rs"),
    ] {
        let found = against_the_floors(&facts(text).edges());
        assert!(found.len() == 1 && found[0].contains(wrong), "{text}: {found:?}");
    }
}

#[test]
fn circles_are_seen_and_passing_on_is_none() {
    let house = |parent: &str, left: &str, right: &str| {
        let files = [("lib.rs", "mod a;"), ("a/mod.rs", parent), ("a/left.rs", left), ("a/right.rs", right)];
        circles(&planted(&files).edges())
    };
    let free: [(&str, &str, &str); 4] = [
        (
            "mod left; mod right; pub use left::L; pub use right::*;",
            "use super::R; pub struct L;",
            "pub struct R;",
        ),
        (
            "mod left; mod right; fn f() { left::run() }",
            "use super::right::R; pub fn run() {}",
            "pub struct R;",
        ),
        (
            "mod left; mod right; use left::L;",
            "use crate::a::right; fn f() { right::g() } pub struct L;",
            "pub fn g() {}",
        ),
        (
            "mod left; mod right; pub struct P;",
            "use super::P; pub struct L(super::right::R);",
            "pub struct R(super::P);",
        ),
    ];
    for (parent, left, right) in free {
        assert_eq!(house(parent, left, right), Vec::<String>::new(), "{parent} {left} {right}");
    }
    let bound: [(&str, &str, &str); 5] = [
        ("mod left; mod right;", "use super::right::R; pub struct L;", "use super::left::L; pub struct R;"),
        (
            "mod left; mod right; pub use left::L; pub use right::R;",
            "use super::R; pub struct L;",
            "use crate::a::L; pub struct R;",
        ),
        ("mod left; mod right; pub struct P; fn f() { left::run() }", "use super::P; pub fn run() {}", ""),
        ("mod left; mod right; pub use left::*; pub struct P(L);", "use super::*; pub struct L(Box<P>);", ""),
        (
            "mod left; mod right; makes! { Made => 1 } fn f() { right::g() }",
            "pub struct L;",
            "pub struct R(super::Made);",
        ),
    ];
    for (parent, left, right) in bound {
        assert_eq!(house(parent, left, right).len(), 1, "{parent} {left} {right}");
    }
}
