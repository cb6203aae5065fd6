//! A directory that `govc object.save` wrote: a file for each object with its properties whole, and folders with the
//! answers of some methods.
//!
//! The saver drops what the account was refused, and numbers that are zero: what is absent is therefore not unset. It is
//! *untold*, unless it may be absent and the directory itself proves that the account could read it there. Events and what
//! else takes a call that the saver does not make is *not collected*.

mod beside;
mod envelope;
mod error;
mod files;
mod fill;
mod limits;
mod part;
mod whole;

use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use error::Error;

use crate::inventory::Inventory;
use files::Answer;
use part::Part;

/// Whether a directory has any file of such a name that the saver gives: `0007-HostSystem-host-14.xml`.
pub fn is_dump(directory: &Path) -> bool {
    files::is_dump(directory)
}

/// Reads a directory.
///
/// # Errors
/// When it is none of the saver's, not whole, or not as the saver writes it.
pub fn read(directory: &Path) -> Result<Inventory, Error> {
    let found = files::list(directory)?;
    let parts: Vec<Result<Part, Error>> =
        found.objects.par_iter().map(|file| Part::read(&file.path, &files::text(file)?)).collect();
    let mut answers = Vec::new();
    for (kind, file) in &found.answers {
        answers.push((*kind, file.path.clone(), files::text(file)?));
    }
    let bytes = found.objects.iter().chain(found.answers.iter().map(|(_, file)| file)).map(|file| file.bytes);
    whole::whole(directory, parts, &answers, bytes.sum())
}

/// Reads what stands in the files of a directory, by their names; the answers of methods are named with their folder.
///
/// # Errors
/// As [`read`].
pub fn from_texts(directory: &Path, texts: &[(String, String)]) -> Result<Inventory, Error> {
    let (mut parts, mut answers) = (Vec::new(), Vec::new());
    for (name, text) in texts {
        let path: PathBuf = directory.join(name);
        match name.split_once('/') {
            None => parts.push(Part::read(&path, text)),
            Some((folder, file)) => {
                answers.extend(Answer::of(folder, file).map(|kind| (kind, path, text.clone())));
            }
        }
    }
    let bytes = texts.iter().map(|(_, text)| u64::try_from(text.len()).unwrap_or(u64::MAX)).sum();
    whole::whole(directory, parts, &answers, bytes)
}
