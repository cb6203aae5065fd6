//! One place on disk: tried first, written later.
//!
//! An ordinary file is replaced whole or not at all. A device, a pipe and a stream of this process are
//! written to, a link is followed, and what cannot be replaced is written where it is.

use std::fs::{self, File, Metadata, OpenOptions, Permissions};
use std::io::{self, ErrorKind, Seek};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Who may read a file that is new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Readers {
    /// Whom the user's umask lets.
    Usual,
    /// Its owner only.
    Owner,
}

/// How a place is written.
#[derive(Debug)]
enum How {
    /// Nothing there can be kept or lost; it was opened when it was tried.
    Stream(File),
    /// A new file, or another one in place of that which is there.
    Whole,
    /// Into the file that is there: its folder takes no other.
    InPlace,
}

/// What deserves to be told of a file that was written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remarks {
    /// It was not replaced but written where it is: a failure would have left a part of it.
    pub in_place: bool,
    /// It is for its owner only, but was there already, with a mode that lets others read it.
    pub others_read: bool,
}

/// Why writing failed.
#[derive(Debug)]
pub struct Failed {
    /// The system's reason.
    pub cause: io::Error,
    /// Whether what was there before is as it was.
    pub untouched: bool,
}

impl From<io::Error> for Failed {
    fn from(cause: io::Error) -> Self {
        Self { cause, untouched: true }
    }
}

/// A place that can be written, as far as that can be told without writing.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    how: How,
    there: Option<Metadata>,
    readers: Readers,
}

impl Place {
    /// Tries a place.
    ///
    /// # Errors
    /// Why it cannot be written.
    pub fn at(path: &Path, readers: Readers) -> io::Result<Self> {
        if is_own_stream(path) {
            // Behind it may be an ordinary file that a shell has opened for this process.
            let file = OpenOptions::new().append(true).open(path)?;
            return Ok(Self { path: path.to_owned(), how: How::Stream(file), there: None, readers });
        }
        let path = followed(path)?;
        let there = match fs::metadata(&path) {
            Ok(there) if there.is_dir() => return Err(ErrorKind::IsADirectory.into()),
            Ok(there) if !there.is_file() => {
                let file = OpenOptions::new().write(true).open(&path)?;
                return Ok(Self { path, how: How::Stream(file), there: None, readers });
            }
            Ok(there) => {
                // Write protection is meant, even where the folder would take another file.
                OpenOptions::new().write(true).open(&path)?;
                Some(there)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(error),
        };
        let how = match draft(&path, there.as_ref(), readers) {
            Ok(_) => How::Whole,
            Err(error) if there.is_some() && forbidden(&error) => How::InPlace,
            Err(error) => return Err(error),
        };
        Ok(Self { path, how, there, readers })
    }

    /// Writes what `fill` gives.
    ///
    /// # Errors
    /// The first fault of `fill` or of the system.
    pub fn write(self, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<Remarks, Failed> {
        let mut remarks = Remarks { in_place: false, others_read: self.others_read() };
        match self.how {
            How::Stream(mut file) => fill(&mut file)?,
            How::InPlace => {
                remarks.in_place = true;
                in_place(&self.path, fill)?;
            }
            How::Whole => {
                let mut draft = draft(&self.path, self.there.as_ref(), self.readers)?;
                fill(draft.as_file_mut())?;
                draft.as_file().sync_all()?;
                remarks.in_place = keep(draft, &self.path, self.there.is_some())?;
            }
        }
        Ok(remarks)
    }

    /// Whether others can read what only its owner should.
    #[cfg(unix)]
    fn others_read(&self) -> bool {
        use std::os::unix::fs::PermissionsExt;
        let open = |there: &Metadata| there.permissions().mode() & 0o077 != 0;
        self.readers == Readers::Owner && self.there.as_ref().is_some_and(open)
    }

    #[cfg(not(unix))]
    fn others_read(&self) -> bool {
        false
    }
}

/// Puts a finished draft in its place; whether it had to be copied into the file that is there, which may
/// be mounted by itself or belong to somebody else in a folder such as `/tmp`.
fn keep(draft: NamedTempFile, path: &Path, there: bool) -> Result<bool, Failed> {
    match draft.persist(path) {
        Ok(_) => Ok(false),
        Err(error) if there && forbidden(&error.error) => {
            let mut draft = error.file;
            draft.rewind()?;
            in_place(path, |file| io::copy(&mut draft, file).map(drop))?;
            Ok(true)
        }
        Err(error) => Err(error.error.into()),
    }
}

/// Whether a file cannot be put where it should be, whatever it holds. A full disk is no such fault: there
/// the old contents would be lost for nothing.
fn forbidden(error: &io::Error) -> bool {
    use ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    [CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy].contains(&error.kind())
}

/// Writes into a file that is there.
fn in_place(path: &Path, fill: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Failed> {
    let mut file = OpenOptions::new().write(true).truncate(true).open(path)?;
    let filled = fill(&mut file).and_then(|()| file.sync_all());
    filled.map_err(|cause| Failed { cause, untouched: false })
}

/// A file beside the place that can take it, with the mode and the owner it shall have. It goes away when
/// it is dropped.
fn draft(path: &Path, there: Option<&Metadata>, readers: Readers) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".vpreflight-");
    if there.is_none() && readers == Readers::Usual {
        // The system takes the umask off.
        if let Some(mode) = usual() {
            builder.permissions(mode);
        }
    }
    let draft = builder.tempfile_in(folder).map_err(without_draft)?;
    if let Some(there) = there {
        resemble(draft.as_file(), there)?;
    }
    Ok(draft)
}

/// The cause alone: the name of the draft, which `tempfile` writes behind it, is nobody's.
fn without_draft(error: io::Error) -> io::Error {
    match error.to_string().split_once(" at path ") {
        Some((cause, _)) => io::Error::new(error.kind(), cause),
        None => error,
    }
}

#[cfg(unix)]
fn usual() -> Option<Permissions> {
    use std::os::unix::fs::PermissionsExt;
    Some(Permissions::from_mode(0o666))
}

#[cfg(not(unix))]
fn usual() -> Option<Permissions> {
    None
}

/// Gives a draft owner and mode of the file that it replaces.
#[cfg(unix)]
fn resemble(draft: &File, there: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, fchown};
    let ours = draft.metadata()?;
    let other = |ours: u32, theirs: u32| (ours != theirs).then_some(theirs);
    let (owner, group) = (other(ours.uid(), there.uid()), other(ours.gid(), there.gid()));
    if owner.is_some() || group.is_some() {
        fchown(draft, owner, group)?;
    }
    draft.set_permissions(there.permissions())
}

#[cfg(not(unix))]
fn resemble(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// Whether a path names a stream of this process.
fn is_own_stream(path: &Path) -> bool {
    cfg!(unix)
        && (["/dev/stdout", "/dev/stderr"].iter().any(|stream| path == Path::new(stream))
            || ["/dev/fd", "/proc/self/fd"].iter().any(|folder| path.starts_with(folder)))
}

/// Where a path leads to, its links followed even if nothing is there yet.
fn followed(path: &Path) -> io::Result<PathBuf> {
    /// As many as Linux follows.
    const LINKS: usize = 40;
    let mut at = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&at) {
            Ok(to) => at = at.parent().unwrap_or(Path::new("")).join(to),
            Err(_) => return Ok(at),
        }
    }
    Err(io::Error::other("too many links"))
}
