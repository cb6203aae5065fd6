//! Folders of `RVTools_tab*.csv`, one file for each sheet.
//!
//! Before 4.6.1 RVTools did not double the quotes that stand in a text, so that nobody can tell where the text ends. Such
//! a row is refused. The `csv` crate reads it without a word, by taking the rest of the text for another field; so the
//! rows are parted here.

use std::fs;
use std::path::{Path, PathBuf};

use super::cell::Cell;
use super::error::Error;
use super::limits::{MOST_CELLS_MB, MOST_ROWS, MOST_UNPACKED};
use super::table::{Line, Loose};

const PREFIX: &str = "rvtools_tab";
const SUFFIX: &str = ".csv";

/// A folder of files.
pub struct Folder {
    /// Names of the sheets with their files.
    sheets: Vec<(String, PathBuf)>,
}

impl Folder {
    /// The files of RVTools in a folder; none where that is no folder.
    pub fn open(folder: &Path) -> Self {
        let entries = fs::read_dir(folder).into_iter().flatten().flatten();
        let mut sheets: Vec<(String, PathBuf)> = entries
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let lower = name.to_ascii_lowercase();
                let own = lower.starts_with(PREFIX) && lower.ends_with(SUFFIX);
                let sheet = name.get(PREFIX.len()..name.len().checked_sub(SUFFIX.len())?)?;
                (own && !sheet.is_empty()).then(|| (sheet.to_owned(), entry.path()))
            })
            .collect();
        sheets.sort();
        Self { sheets }
    }

    /// Names of the sheets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(name, _)| name.as_str())
    }

    /// Reads the rows of a sheet into `sheet`.
    pub fn read(&self, name: &str, sheet: &mut Loose) -> Result<(), Error> {
        let Some((_, file)) = self.sheets.iter().find(|(own, _)| own == name) else { return Ok(()) };
        let failed = |cause| Error::Read { file: file.clone(), cause };
        if fs::metadata(file).map_err(failed)?.len() > MOST_UNPACKED {
            return Err(Error::TooLarge { file: file.clone(), part: name.to_owned() });
        }
        let text =
            decoded(fs::read(file).map_err(failed)?).ok_or_else(|| Error::Encoding { file: file.clone() })?;
        part(&text, |line| {
            sheet.take(line);
            let within = sheet.len() <= MOST_ROWS && sheet.weight() <= MOST_CELLS_MB << 20;
            within.then_some(()).ok_or_else(|| Error::TooLarge { file: file.clone(), part: name.to_owned() })
        })
    }
}

/// The text of a file in UTF-8 or UTF-16.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let wide = |bytes: &[u8], of: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes
            .chunks(2)
            .map(|pair| of([pair.first().copied().unwrap_or(0), pair.get(1).copied().unwrap_or(0)]))
            .collect();
        String::from_utf16(&units).ok()
    };
    match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).ok(),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// What parts the fields: what stands most often in the row of the headers, none of which has it.
fn separator(text: &str) -> char {
    let head = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let count = |separator: char| head.matches(separator).count();
    [',', ';', '\t'].into_iter().max_by_key(|separator| (count(*separator), *separator == ',')).unwrap_or(',')
}

/// Where a row is read.
enum State {
    /// At the beginning of a field.
    Start,
    /// In a field without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// Behind a quote that ends the text, or is doubled.
    Behind,
}

/// Parts a text into rows.
fn part<E>(text: &str, mut take: impl FnMut(Line) -> Result<(), E>) -> Result<(), E> {
    let separator = separator(text);
    let (mut number, mut cells, mut field) = (1_usize, Vec::new(), String::new());
    let (mut state, mut broken) = (State::Start, false);
    let mut fields = 0_usize;
    let mut width = None;
    let mut row = |number, cells: Vec<(usize, Cell)>, fields: usize, broken: bool| {
        // One field that is blank is an empty line.
        let empty = fields <= 1 && cells.iter().all(|(_, cell)| *cell == Cell::Blank);
        let width = *width.get_or_insert(fields);
        if empty && !broken {
            return Ok(());
        }
        take(Line { number, cells, broken: broken || fields != width })
    };
    for char in text.chars() {
        let ends = match (&state, char) {
            (State::Quoted, '"') => {
                state = State::Behind;
                continue;
            }
            (State::Quoted, _) => {
                field.push(char);
                continue;
            }
            (State::Behind, '"') => {
                field.push('"');
                state = State::Quoted;
                continue;
            }
            (State::Start, '"') => {
                state = State::Quoted;
                continue;
            }
            (_, '\n') => true,
            (_, '\r') => continue,
            (_, char) if char == separator => false,
            (State::Behind, _) | (State::Plain, '"') => {
                // A quote in the midst of a text: where the text ends is anybody's guess.
                broken = true;
                state = State::Plain;
                continue;
            }
            (State::Start | State::Plain, _) => {
                field.push(char);
                state = State::Plain;
                continue;
            }
        };
        cells.push((fields, Cell::text(&field)));
        field.clear();
        fields += 1;
        state = State::Start;
        if ends {
            row(number, std::mem::take(&mut cells), fields, broken)?;
            (fields, broken) = (0, false);
            number += 1;
        }
    }
    // A quote that nothing ends has swallowed all that follows.
    let unended = matches!(state, State::Quoted);
    if unended || broken || !cells.is_empty() || !field.is_empty() {
        cells.push((fields, Cell::text(&field)));
        row(number, cells, fields + 1, broken || unended)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn rows(text: &str) -> Vec<(usize, Vec<String>, bool)> {
        let mut rows = Vec::new();
        let taken: Result<(), ()> = part(text, |line| {
            let cells = line.cells.iter().map(|(_, cell)| cell.shown().to_string()).collect();
            rows.push((line.number, cells, line.broken));
            Ok(())
        });
        taken.unwrap();
        rows
    }

    fn row(number: usize, cells: &[&str], broken: bool) -> (usize, Vec<String>, bool) {
        (number, cells.iter().map(|&cell| cell.to_owned()).collect(), broken)
    }

    #[test]
    fn rows_are_parted_with_quotes_and_without() {
        let text = "VM,Host,Annotation\r\na,\"b, c\",\"two\nlines \"\"quoted\"\"\"\r\n\r\nd,e,f";
        let whole = [
            row(1, &["VM", "Host", "Annotation"], false),
            row(2, &["a", "b, c", "two\nlines \"quoted\""], false),
            row(4, &["d", "e", "f"], false),
        ];
        assert_eq!(rows(text), whole);
        assert_eq!(rows("VM;Host\n1,5;b\n"), [row(1, &["VM", "Host"], false), row(2, &["1,5", "b"], false)]);
    }

    #[test]
    fn rows_with_quotes_that_are_not_doubled_are_broken_and_the_next_is_whole() {
        for wrong in ["a,\"the \"old\" one\",c", "a,\"say \"hi, there\"\",c", "a,b\"c,d", "a,b", "a,b,c,d"] {
            let text = format!("VM,Annotation,Host\n{wrong}\nx,y,z\n");
            let read = rows(&text);
            assert_eq!(read.len(), 3, "{wrong}");
            assert!(read[1].2, "{wrong}");
            assert_eq!(read[2], row(3, &["x", "y", "z"], false), "{wrong}");
        }
        let swallowed = rows("VM,Host\na,\"b\nc,d\n");
        assert_eq!((swallowed.len(), swallowed[1].2), (2, true));
    }

    #[test]
    fn texts_of_both_widths_are_read_and_others_are_none() {
        assert_eq!(decoded(b"\xef\xbb\xbfVM".to_vec()).unwrap(), "VM");
        assert_eq!(decoded(b"\xff\xfeV\0M\0".to_vec()).unwrap(), "VM");
        assert_eq!(decoded(b"\xfe\xff\0V\0M".to_vec()).unwrap(), "VM");
        assert_eq!(decoded(b"\x83\x7a\x83\x58".to_vec()), None);
    }
}
