//! The inventories in a folder. What else lies there is told by name: nobody shall think that it was read.

use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::exit::Failure;
use super::say::{note, say};
use crate::render::safe;
use crate::sources::foreign::{self, Foreign};
use crate::sources::{object_dump, rvtools};
use crate::terms::{Text, told};

/// Ends of the names of saved inventories.
const SAVED: [&str; 2] = [".json", ".json.zst"];
/// Names of each kind that are told.
const FEW: usize = 5;

/// What lies in a folder.
#[derive(Default)]
struct Found {
    inventories: Vec<PathBuf>,
    /// Exports that no inventory can be read from.
    refused: Vec<(PathBuf, Foreign)>,
    /// Everything else, by name.
    others: Vec<String>,
}

/// What is to be read of a folder: the inventories in it, by name; none where it is one inventory itself.
///
/// # Errors
/// When it cannot be read, or holds nothing but exports of other tools.
pub fn inventories(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let listed = std::fs::read_dir(folder).and_then(|entries| {
        entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
    });
    let mut paths = listed.map_err(|error| {
        Failure::usage(told!(
            [error] "cannot read the folder {folder}: {error}",
            "フォルダ {folder} を読み取れません: {error}",
            folder = safe::line(&folder.display().to_string())
        ))
    })?;
    paths.sort();
    let whole = object_dump::is_dump(folder) || rvtools::is_folder(folder);
    let mut found = Found::default();
    for path in paths {
        found.sort(path, whole);
    }
    let Found { inventories, refused, others } = found;
    if inventories.is_empty() {
        // Of an unpacked bundle the reader says what it is.
        return match refused.first() {
            Some((path, kind)) if !whole => Err(Failure::no_inventory(kind.told(path))),
            _ => Ok(inventories),
        };
    }
    for (path, kind) in refused.iter().take(FEW) {
        say(told!("not read: ", "読み取り対象外: ").and(&kind.told(path)));
    }
    let more = refused.iter().skip(FEW).map(|(path, _)| name(path));
    told_of(folder, &more.chain(others).collect::<Vec<_>>());
    Ok(inventories)
}

impl Found {
    /// Notes what a path is. In a folder that is one inventory itself only saved files count.
    fn sort(&mut self, path: PathBuf, whole: bool) {
        let name = name(&path);
        if name.starts_with('.') {
            return;
        }
        let lower = name.to_lowercase();
        let is_saved = SAVED.iter().any(|end| lower.ends_with(end)) && path.is_file();
        let kind = kind(&path);
        let inventory = || match path.is_dir() {
            true => object_dump::is_dump(&path) || rvtools::is_folder(&path),
            false => kind.is_none() && lower.ends_with(".xlsx") && rvtools::recognises(&path),
        };
        match kind {
            _ if is_saved || !whole && inventory() => self.inventories.push(path),
            Some(kind) => self.refused.push((path, kind)),
            None => self.others.push(name),
        }
    }
}

/// Which export of another tool it is, if it is one.
fn kind(path: &Path) -> Option<Foreign> {
    if path.is_dir() {
        return foreign::is_unpacked_bundle(path).then_some(Foreign::VmSupport);
    }
    let mut head = Vec::new();
    let limit = u64::try_from(foreign::HEAD).unwrap_or(u64::MAX);
    // What is no regular file is waited for by nobody.
    let file = path.is_file().then(|| File::open(path).ok()).flatten()?;
    file.take(limit).read_to_end(&mut head).ok()?;
    foreign::named(path, &head)
}

fn name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

/// Says what was passed over.
fn told_of(folder: &Path, names: &[String]) {
    let few: Vec<_> = names.iter().take(FEW).map(|name| safe::name(name)).collect();
    let (folder, few) = (safe::line(&folder.display().to_string()).into_owned(), few.join(", "));
    let text: Text = match names.len().saturating_sub(FEW) {
        0 if names.is_empty() => return,
        0 => told!(
            "not read in {folder}, as no inventory: {few}",
            "{folder} のうち、インベントリではないため読み取り対象外: {few}"
        ),
        more => told!(
            "not read in {folder}, as no inventories: {few} and {more} more",
            "{folder} のうち、インベントリではないため読み取り対象外: {few} ほか {more} 件"
        ),
    };
    note(text);
}
