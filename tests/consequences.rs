//! What the state of each case does to all rules: what its own rule says, and which others say something else
//! than of the healthy base. One cause should be told where it is, and not all over the report.
//!
//! `tests/consequences/` has a document for each rule; `INSTA_UPDATE=always scripts/test --test consequences`
//! writes them anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "consequences/answers.rs"]
mod answers;
#[path = "common/stored.rs"]
mod stored;

use std::path::Path;

use answers::Consequences;
use rayon::prelude::*;
use vpreflight::cases::Suite;

#[test]
fn what_a_change_does_to_all_rules_is_written_down() {
    let suite = Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap();
    let consequences = Consequences::new(&suite);
    let cases: Vec<_> =
        suite.files.iter().flat_map(|file| file.cases.iter().map(move |case| (file, case))).collect();
    let told: Vec<String> = cases
        .par_iter()
        .map(|(file, case)| consequences.told(file, case, &suite.inventory(case).unwrap()))
        .collect();
    let mut told = told.into_iter();
    for file in &suite.files {
        let text: String = told.by_ref().take(file.cases.len()).collect();
        stored::document(&format!("tests/consequences/{}.txt", file.rule), &text);
    }
}
