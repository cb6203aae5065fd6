//! Where a report goes: standard output, or a file that is written whole or not at all.

use std::io::{self, Write};
use std::path::Path;

use super::exit::Failure;

/// Writes `contents` to `file`, or to standard output. A reader that closes the pipe early (such
/// as `head`) is no error.
pub fn write(file: Option<&Path>, contents: &[u8]) -> Result<(), Failure> {
    match file {
        None => {
            let mut out = io::stdout().lock();
            match out.write_all(contents).and_then(|()| out.flush()) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                Err(error) => Err(Failure::usage(format_args!("cannot write to standard output: {error}"))),
                Ok(()) => Ok(()),
            }
        }
        Some(path) => replace(path, contents).map_err(|error| {
            Failure::usage(format_args!(
                "cannot write {}: {error}; what was there before is untouched",
                path.display()
            ))
        }),
    }
}

fn replace(path: &Path, contents: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut file = tempfile::Builder::new().prefix(".vpreflight-").tempfile_in(folder)?;
    file.write_all(contents)?;
    file.as_file().sync_all()?;
    make_readable(file.as_file())?;
    file.persist(path)?;
    Ok(())
}

/// Temporary files are private; a report is an ordinary file that others may collect.
#[cfg(unix)]
fn make_readable(file: &std::fs::File) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn make_readable(_: &std::fs::File) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("report.json");
        std::fs::write(&path, "old").unwrap();
        super::write(Some(&path), b"new").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("report.json");
        let failure = super::write(Some(&path), b"x").unwrap_err();
        assert!(failure.message.contains("nowhere"), "{}", failure.message);
    }
}
