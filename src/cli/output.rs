//! Where a report goes: standard output, or a file that is written whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::exit::Failure;
use crate::render::safe;

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// Writes what `fill` gives to `file`, or to standard output. Nothing is held back but a buffer. A
/// reader that closes the pipe early (such as `head`) is no error.
pub fn write_with(
    file: Option<&Path>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    match file {
        None => match filled(io::stdout().lock(), fill) {
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(Failure::usage(format_args!("cannot write to standard output: {error}"))),
            Ok(_) => Ok(()),
        },
        Some(path) => replace(path, fill).map_err(|error| {
            Failure::usage(format_args!(
                "cannot write {}: {error}; what was there before is untouched",
                safe::line(&path.display().to_string())
            ))
        }),
    }
}

/// Writes `contents` to standard output.
pub fn print(contents: &str) -> Result<(), Failure> {
    write_with(None, |out| out.write_all(contents.as_bytes()))
}

/// Adds what `fill` gives to the end of `file`, which may be new.
pub fn append(file: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let opened = OpenOptions::new().create(true).append(true).open(file);
    opened.and_then(|file| filled(file, fill)).map(drop).map_err(|error| {
        Failure::usage(format_args!("cannot add to {}: {error}", safe::line(&file.display().to_string())))
    })
}

fn filled<W: Write>(out: W, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<W> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    fill(&mut out)?;
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

fn replace(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    match fs::metadata(path) {
        // A device or a pipe has no contents to keep, and must not become a file.
        Ok(there) if !there.is_file() && !there.is_dir() => {
            return filled(OpenOptions::new().write(true).open(path)?, fill).map(drop);
        }
        // A link stays one: what it leads to is replaced.
        Ok(there) if there.is_file() => return persist(&fs::canonicalize(path)?, fill),
        _ => {}
    }
    persist(path, fill)
}

fn persist(path: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".vpreflight-").tempfile_in(folder)?;
    filled(file.as_file_mut(), fill)?;
    file.as_file().sync_all()?;
    make_readable(file.as_file())?;
    file.persist(path)?;
    Ok(())
}

/// Temporary files are private; a report is an ordinary file that others may collect.
#[cfg(unix)]
fn make_readable(file: &File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn write(path: &Path, contents: &str) -> Result<(), Failure> {
        write_with(Some(path), |out| out.write_all(contents.as_bytes()))
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "old").unwrap();
        write(&path, "new").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_was_there_stays_when_writing_fails_in_the_middle() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        fs::write(&path, "old").unwrap();
        let failure = write_with(Some(&path), |out| {
            out.write_all(&[b'x'; 3 * BUFFER])?;
            Err(io::Error::from(io::ErrorKind::StorageFull))
        });
        assert!(failure.unwrap_err().message.contains("untouched"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the half is gone");
    }

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("report.json");
        let failure = write(&path, "x").unwrap_err();
        assert!(failure.message.contains("nowhere"), "{}", failure.message);
    }

    #[cfg(unix)]
    #[test]
    fn devices_and_links_stay_what_they_are() {
        write(Path::new("/dev/null"), "x").unwrap();
        assert!(!fs::metadata("/dev/null").unwrap().is_file());
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("2026-11-22.json"), folder.path().join("latest.json"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
    }

    #[test]
    fn what_is_added_comes_behind_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("summary.md");
        append(&path, |out| out.write_all(b"one\n")).unwrap();
        append(&path, |out| out.write_all(b"two\n")).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\ntwo\n");
    }
}
