//! What is stored and held against what the program makes: snapshots, which stand beside their tests, and
//! documents. `INSTA_UPDATE=always scripts/test --test NAME` writes both anew.

#![allow(dead_code, clippy::expect_used, clippy::panic)]

use std::path::Path;

/// Holds a text to the snapshot of this name in a folder of `tests/`.
pub fn snapshot(folder: &str, name: &str, text: &str) {
    // The snapshot library takes a text for the same whatever line ends are at its end.
    assert!(text.ends_with('\n') && !text.ends_with("\n\n"), "{name} does not end with one line end");
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.bind(|| insta::assert_snapshot!(name, text));
}

/// Holds a document to what the program makes of it.
pub fn document(file: &str, made: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    let stored = std::fs::read_to_string(&path).unwrap_or_default();
    if stored == made {
        return;
    }
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        return std::fs::write(&path, made).expect("a written document");
    }
    let differs = made.lines().zip(stored.lines()).position(|(made, stored)| made != stored);
    let test = env!("CARGO_CRATE_NAME");
    panic!(
        "{file} is not what the program makes (line {}): look, then INSTA_UPDATE=always scripts/test --test {test}",
        differs.map_or("the last".to_owned(), |at| (at + 1).to_string())
    );
}
