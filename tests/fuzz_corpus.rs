//! What fuzzing has kept (`fuzz/corpus`, written by `scripts/jobs/fuzz`) is read by the same functions: what did harm
//! once does none any more.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../fuzz/targets.rs"]
mod targets;

use std::path::{Path, PathBuf};

fn inputs(target: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

#[test]
fn nothing_kept_does_harm() {
    for (target, read) in targets::TARGETS {
        let files = inputs(target);
        assert!(!files.is_empty(), "no input for {target}");
        for file in files {
            let data = std::fs::read(&file).unwrap();
            let read = std::panic::catch_unwind(|| read(&data));
            assert!(read.is_ok(), "{} does harm", file.display());
        }
    }
}

/// The corpora are small, so that everybody can keep them.
#[test]
fn what_is_kept_is_small() {
    for (target, _) in targets::TARGETS {
        let sizes: Vec<u64> = inputs(target).iter().map(|file| file.metadata().unwrap().len()).collect();
        assert!(sizes.len() <= 150, "{target}: {} inputs", sizes.len());
        assert!(sizes.iter().all(|&size| size <= 16 << 10), "{target}: {sizes:?}");
    }
}
