//! Where rule files come from: the binary itself, and folders of the user's.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::terms::{Text, Told, shown_in_english, told};

/// Rule files and gates as the build found them below `rules/`, by their path there.
const BUILT_IN: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/rule_files.rs"));

/// Name of the file that holds the gates.
pub(super) const GATES: &str = "gates.toml";
/// Name of the file that holds the chapter of the guide.
pub(super) const CHAPTER: &str = "chapter.toml";
/// Name of the file that holds remedies that several rules share.
pub(super) const REMEDIES: &str = "remedies.toml";
const BASE: &str = "base.json";

/// A folder or file that cannot be read.
#[derive(Debug, thiserror::Error)]
pub struct Unreadable {
    /// Where it is.
    pub path: PathBuf,
    /// Why, as the system says it without the place.
    #[source]
    pub error: io::Error,
}

impl Told for Unreadable {
    fn told(&self) -> Text {
        let error = &self.error;
        told!([error] "cannot read {path}: {error}", "{path} を読み取れません: {error}", path = self.path.display())
    }
}

shown_in_english!(Unreadable);

/// Rule files of one origin.
#[derive(Clone, Debug, Default)]
pub struct Files {
    /// `built-in`, or the folder as the user named it.
    pub origin: String,
    /// Each file's name, as messages show it, with its text.
    pub files: Vec<(String, String)>,
}

impl Files {
    /// Ids of the rules among them.
    pub fn ids(&self) -> Vec<String> {
        ids(self.files.iter().map(|(name, _)| name.as_str())).map(str::to_owned).collect()
    }
}

/// Ids of the rules among files.
fn ids<'n>(names: impl Iterator<Item = &'n str>) -> impl Iterator<Item = &'n str> {
    names.map(stem).filter(|(base, _)| ![GATES, REMEDIES].contains(base)).map(|(_, stem)| stem)
}

/// The files in the binary that are rules, gates or remedies, by their path below `rules/`, each with its text.
fn built_in_files() -> impl Iterator<Item = (&'static str, &'static str)> {
    BUILT_IN.iter().copied().filter(|(name, _)| name.ends_with(".toml") && *name != CHAPTER)
}

/// Ids of the rules in the binary.
pub(super) fn built_in_ids() -> impl Iterator<Item = &'static str> {
    ids(built_in_files().map(|(name, _)| name))
}

/// A file's name without its folder, and without its ending.
pub(super) fn stem(name: &str) -> (&str, &str) {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    (base, base.strip_suffix(".toml").unwrap_or(base))
}

/// The files in the binary.
pub fn built_in() -> Files {
    Files {
        origin: "built-in".into(),
        files: built_in_files().map(|(name, text)| (format!("rules/{name}"), text.to_owned())).collect(),
    }
}

/// The chapter's file in the binary; empty when the build had none.
pub(super) fn chapter_text() -> &'static str {
    BUILT_IN.iter().find(|(name, _)| *name == CHAPTER).map_or("", |(_, text)| *text)
}

/// The base inventory of the built-in cases, in its saved form; `None` when the build had none.
pub fn base_inventory() -> Option<&'static str> {
    BUILT_IN.iter().find(|(name, _)| *name == BASE).map(|(_, text)| *text)
}

/// The rule files below a folder; cases are left out, and so is a table of the chapter, of which there is one only.
///
/// # Errors
///
/// When the folder or a file in it cannot be read.
pub fn read_folder(folder: &Path) -> Result<Files, Unreadable> {
    let is_rule = |name: &str| name.ends_with(".toml") && !name.ends_with(".cases.toml") && name != CHAPTER;
    let mut files = Vec::new();
    for path in walk(folder, &is_rule)? {
        files.push((path.display().to_string(), read(&path)?));
    }
    Ok(Files { origin: folder.display().to_string(), files })
}

/// The case files below a folder, each with its text.
///
/// # Errors
///
/// When the folder or a file in it cannot be read.
pub fn cases_in(folder: &Path) -> Result<Vec<(String, String)>, Unreadable> {
    let mut files = Vec::new();
    for path in walk(folder, &|name| name.ends_with(".cases.toml"))? {
        files.push((path.display().to_string(), read(&path)?));
    }
    Ok(files)
}

fn walk(folder: &Path, wanted: &dyn Fn(&str) -> bool) -> Result<Vec<PathBuf>, Unreadable> {
    let mut found = Vec::new();
    let entries = fs::read_dir(folder).map_err(|error| unreadable(folder, error))?;
    for entry in entries {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            found.extend(walk(&path, wanted)?);
        } else if wanted(&name) {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<String, Unreadable> {
    fs::read_to_string(path).map_err(|error| unreadable(path, error))
}

fn unreadable(path: &Path, error: io::Error) -> Unreadable {
    Unreadable { path: path.to_owned(), error }
}
