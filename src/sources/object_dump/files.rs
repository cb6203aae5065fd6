//! The files of a directory, and their texts; not more than can be those of a vCenter.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::error::Error;
use super::limits::{MOST_BYTES, MOST_FILES, MOST_OF_FILE};
use crate::sources::foreign;

/// A file.
#[derive(Debug)]
pub(super) struct File {
    pub path: PathBuf,
    pub bytes: u64,
}

/// Methods of which the answer is of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// What the adapters of a host hear.
    NetworkHint,
    /// Licences in force.
    AssignedLicenses,
}

impl Answer {
    /// By folder and file, `HostNetworkSystem-networkSystem-14/QueryNetworkHint.xml`.
    pub fn of(folder: &str, file: &str) -> Option<Self> {
        match (folder.split_once('-')?.0, file) {
            ("HostNetworkSystem", "QueryNetworkHint.xml") => Some(Self::NetworkHint),
            ("LicenseAssignmentManager", "QueryAssignedLicenses.xml") => Some(Self::AssignedLicenses),
            _ => None,
        }
    }

    const ALL: [(Self, &'static str); 2] =
        [(Self::NetworkHint, "QueryNetworkHint.xml"), (Self::AssignedLicenses, "QueryAssignedLicenses.xml")];
}

/// All files that are of use, by name.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub objects: Vec<File>,
    pub answers: Vec<(Answer, File)>,
}

/// Whether any file has a name that the saver gives.
pub(super) fn is_dump(directory: &Path) -> bool {
    let Ok(entries) = std::fs::read_dir(directory) else { return false };
    entries.take(MOST_FILES).flatten().any(|entry| entry.file_name().to_str().is_some_and(is_saved_name))
}

/// `0007-HostSystem-host-14.xml`.
fn is_saved_name(name: &str) -> bool {
    let Some((number, rest)) = name.strip_suffix(".xml").and_then(|name| name.split_once('-')) else {
        return false;
    };
    let kind = rest.split_once('-').map_or("", |(kind, _)| kind);
    number.len() >= 4
        && number.bytes().all(|digit| digit.is_ascii_digit())
        && kind.bytes().next().is_some_and(|first| first.is_ascii_uppercase())
        && kind.bytes().all(|letter| letter.is_ascii_alphanumeric())
}

/// Lists a directory.
pub(super) fn list(directory: &Path) -> Result<Found, Error> {
    let refused = |cause| Error::Read { file: directory.to_owned(), cause };
    let (mut found, mut any, mut bytes) = (Found::default(), false, 0_u64);
    for (number, entry) in std::fs::read_dir(directory).map_err(refused)?.enumerate() {
        if number >= MOST_FILES {
            return Err(Error::Crowded { directory: directory.to_owned() });
        }
        let entry = entry.map_err(refused)?;
        let name = entry.file_name();
        // The saver's own names are plain.
        let Some(name) = name.to_str() else { continue };
        any |= is_saved_name(name);
        if name.ends_with(".xml") {
            let file = file(entry.path())?;
            bytes = bytes.saturating_add(file.bytes);
            found.objects.push(file);
        }
        for (answer, method) in Answer::ALL {
            let path = entry.path().join(method);
            if Answer::of(name, method) == Some(answer) && path.exists() {
                let file = file(path)?;
                bytes = bytes.saturating_add(file.bytes);
                found.answers.push((answer, file));
            }
        }
        if bytes > MOST_BYTES {
            return Err(Error::TooMuch { directory: directory.to_owned() });
        }
    }
    if !any && foreign::is_unpacked_bundle(directory) {
        return Err(Error::Bundle { directory: directory.to_owned() });
    }
    if !any {
        return Err(Error::NotDump { directory: directory.to_owned() });
    }
    found.objects.sort_by(|a, b| a.path.cmp(&b.path));
    found.answers.sort_by(|a, b| a.1.path.cmp(&b.1.path));
    Ok(found)
}

/// A regular file, which a link may lead to; nothing that would be waited for.
fn file(path: PathBuf) -> Result<File, Error> {
    let about = std::fs::metadata(&path).map_err(|cause| Error::Read { file: path.clone(), cause })?;
    match about.len() {
        _ if !about.is_file() => Err(Error::NoFile { file: path }),
        bytes if bytes > MOST_OF_FILE => Err(Error::TooLarge { file: path }),
        bytes => Ok(File { path, bytes }),
    }
}

/// The text of a file, which may have grown meanwhile.
pub(super) fn text(File { path, .. }: &File) -> Result<String, Error> {
    let refused = |cause| Error::Read { file: path.clone(), cause };
    let mut text = Vec::new();
    let file = std::fs::File::open(path).map_err(refused)?;
    file.take(MOST_OF_FILE + 1).read_to_end(&mut text).map_err(refused)?;
    if u64::try_from(text.len()).unwrap_or(u64::MAX) > MOST_OF_FILE {
        return Err(Error::TooLarge { file: path.clone() });
    }
    String::from_utf8(text).map_err(|_| Error::NoText { file: path.clone() })
}
