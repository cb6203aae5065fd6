//! Where what a run makes goes: standard output, or a file. Everything that writes a file writes it here.

mod place;

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::Path;

use super::exit::Failure;
use super::say::note;
use crate::render::safe;
use crate::terms::told;

pub use place::Readers;
use place::{Failed, Place, Remarks};

/// Bytes that are gathered before they are written.
const BUFFER: usize = 64 * 1024;

/// Standard output or a file, tried before the work begins whose result it takes.
#[derive(Debug)]
pub struct Target(Option<(String, Place)>);

impl Target {
    /// Tries a file, or takes standard output.
    ///
    /// # Errors
    /// Why the file cannot be written.
    pub fn of(file: Option<&Path>, readers: Readers) -> Result<Self, Failure> {
        let Some(path) = file else { return Ok(Self(None)) };
        let name = safe::line(&path.display().to_string()).into_owned();
        match Place::at(path, readers) {
            Ok(place) => Ok(Self(Some((name, place)))),
            Err(error) => Err(Failure::usage(
                told!([error] "cannot write {name}: {error}", "{name} に書き込めません: {error}"),
            )),
        }
    }

    /// Writes what `fill` gives. Nothing is held back but a buffer. A reader that closes the pipe early
    /// (such as `head`) is no error.
    ///
    /// # Errors
    /// Why it could not be written.
    pub fn write(self, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let Some((name, place)) = self.0 else {
            return match filled(io::stdout().lock(), fill) {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
                Err(error) => Err(Failure::usage(told!(
                    [error] "cannot write to standard output: {error}",
                    "標準出力に書き込めません: {error}"
                ))),
                Ok(_) => Ok(()),
            };
        };
        match place.write(|file| filled(file, fill).map(drop)) {
            Ok(remarks) => {
                remark(&name, remarks);
                Ok(())
            }
            Err(Failed { cause, .. }) if cause.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            Err(Failed { cause, untouched: true }) => Err(Failure::usage(told!(
                [cause] "cannot write {name}: {cause}; what was there before is untouched",
                "{name} に書き込めません: {cause}。元の内容は変わっていません。"
            ))),
            Err(Failed { cause, untouched: false }) => Err(Failure::usage(told!(
                [cause] "cannot write {name}: {cause}; it had to be written in place, and holds a part now",
                "{name} に書き込めません: {cause}。既存のファイルに直接書き込んだため、内容が途中までになっています。"
            ))),
        }
    }
}

fn remark(name: &str, remarks: Remarks) {
    if remarks.in_place {
        note(told!(
            "{name} was written in place: its folder takes no other file for it",
            "フォルダに別のファイルを作成できないため、{name} に直接書き込みました"
        ));
    }
    if remarks.others_read {
        note(told!(
            "{name} keeps its mode: others than its owner can read it",
            "{name} のアクセス権は変更していません。所有者以外も読み取ることができます。"
        ));
    }
}

/// Writes what `fill` gives to `file`, or to standard output.
///
/// # Errors
/// Why it could not be written.
pub fn write_with(
    file: Option<&Path>,
    fill: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<(), Failure> {
    Target::of(file, Readers::Usual)?.write(fill)
}

/// Writes `contents` to standard output.
pub fn print(contents: &str) -> Result<(), Failure> {
    write_with(None, |out| out.write_all(contents.as_bytes()))
}

/// Adds what `fill` gives to the end of `file`, which may be new.
pub fn append(file: &Path, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
    let opened = OpenOptions::new().create(true).append(true).open(file);
    opened.and_then(|file: File| filled(file, fill)).map(drop).map_err(|error| {
        Failure::usage(told!(
            [error] "cannot add to {file}: {error}",
            "{file} に追記できません: {error}",
            file = safe::line(&file.display().to_string())
        ))
    })
}

fn filled<W: Write>(out: W, fill: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<W> {
    let mut out = BufWriter::with_capacity(BUFFER, out);
    fill(&mut out)?;
    out.flush()?;
    out.into_inner().map_err(io::IntoInnerError::into_error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::fs;

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
    fn a_place_that_is_not_there_is_told_without_the_name_of_the_draft() {
        let folder = tempfile::tempdir().unwrap();
        let failure = write(&folder.path().join("missing/report.json"), "new").unwrap_err();
        let said = &failure.message.en;
        assert!(said.contains("missing/report.json: ") && !said.contains(".vpreflight-"), "{said}");
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
        assert!(failure.unwrap_err().message.en.contains("untouched"));
        assert_eq!(fs::read_to_string(&path).unwrap(), "old");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the half is gone");
    }

    #[test]
    fn a_folder_that_does_not_exist_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("nowhere").join("report.json");
        let failure = write(&path, "x").unwrap_err();
        assert!(failure.message.en.contains("nowhere"), "{}", failure.message);
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
