//! One stage of a run on a fixed input, for whoever counts its instructions: `scripts/instructions` does, and holds
//! them against `benches/instructions.txt`.
//!
//! Each stage does what the one it builds on does, and more; what it costs itself is the difference.

#![allow(clippy::disallowed_macros, clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod answers;
mod synthetic;

use std::hint::black_box;
use std::path::Path;

use vpreflight::facts;
use vpreflight::inventory::Inventory;
use vpreflight::placement;
use vpreflight::preflight::{self, Question};
use vpreflight::render::{self, Format, Style};
use vpreflight::rules::{Catalogue, built_in};
use vpreflight::sources::{saved_file, vcenter};

/// A stage, and the one it builds on.
const STAGES: [(&str, &str); 10] = [
    ("answer", ""),
    ("decode", "answer"),
    ("inventory", ""),
    ("write-saved-file", "inventory"),
    ("read-saved-file", "write-saved-file"),
    ("facts", "inventory"),
    ("placing", "facts"),
    ("rules", ""),
    ("judge", "rules"),
    ("json", "judge"),
];

fn inventory() -> Inventory {
    synthetic::inventory(synthetic::Size { hosts: 32, vms: 600, per_cluster: 16 })
}

fn run(stage: &str) {
    match stage {
        "answer" => _ = black_box(answers::answer(2_000_000)),
        "decode" => {
            let (text, vms) = answers::answer(2_000_000);
            let mut inventory = Inventory::default();
            let read = vcenter::page(&text, "VirtualMachine", &mut inventory).unwrap();
            assert_eq!((read.objects, inventory.vms.len()), (vms, vms));
        }
        "inventory" => _ = black_box(inventory()),
        "write-saved-file" | "read-saved-file" => {
            let mut text = Vec::new();
            saved_file::write(&inventory(), false, &mut text).unwrap();
            if stage == "read-saved-file" {
                let read = saved_file::from_bytes(Path::new("saved.json"), text).unwrap();
                assert_eq!(read.vms.len(), 600);
            }
        }
        "facts" | "placing" => {
            let inventory = inventory();
            let (facts, maps) = facts::build_mapped(&inventory, Default::default(), &facts::Given::default());
            black_box(&facts);
            if stage == "placing" {
                black_box(placement::summaries(&maps));
            }
        }
        "rules" | "judge" | "json" => {
            let inventory = inventory();
            let catalogue = Catalogue::load(&[built_in()], &facts::roots()).expect("the built-in rules load");
            let selected = catalogue.select(&["full".to_owned()]).expect("a known profile");
            let question = Question { placing: true, ..Question::of(&selected) };
            if stage == "rules" {
                return;
            }
            let run = preflight::judge_whole(&question, &inventory).expect("nothing was named");
            if stage == "json" {
                let mut text = Vec::new();
                render::render(&run.report, Format::Json, Style::default(), &mut text).unwrap();
                black_box(text);
            }
        }
        // No stage: each with the one it builds on.
        _ => STAGES
            .iter()
            .for_each(|(stage, base)| println!("{stage} {}", if base.is_empty() { "-" } else { base })),
    }
}

fn main() {
    let stage = std::env::args().skip(1).find(|arg| !arg.starts_with('-'));
    run(stage.as_deref().unwrap_or_default());
}
