//! Lists the rule files, so that the binary carries them. A rule is added by adding its file.

// Cargo is told on standard output.
#![allow(clippy::disallowed_macros)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("rules");
    let mut files = Vec::new();
    walk(&root, &mut files)?;
    files.sort();
    let mut code = String::from("&[\n");
    for file in &files {
        let name: Vec<_> =
            file.strip_prefix(&root).unwrap_or(file).iter().map(|part| part.to_string_lossy()).collect();
        // A String takes every write.
        let _ = writeln!(code, "    ({:?}, include_str!({:?})),", name.join("/"), file);
    }
    code.push_str("]\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    fs::write(out.join("rule_files.rs"), code)
}

/// Rule files, gates and the base inventory below a folder. Every folder is watched for new files.
fn walk(folder: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    println!("cargo::rerun-if-changed={}", folder.display());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            walk(&path, files)?;
        } else if name == "base.json" || (name.ends_with(".toml") && !name.ends_with(".cases.toml")) {
            files.push(path);
        }
    }
    Ok(())
}
