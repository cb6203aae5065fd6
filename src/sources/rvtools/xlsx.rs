//! Workbooks (Office Open XML): the cells of a sheet, one row after the other, as they stand in the file. What a sheet
//! says of its own size counts for nothing.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Cursor, Read};
use std::path::Path;

use compact_str::CompactString;
use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};
use zip::ZipArchive;

use super::cell::Cell;
use super::error::Error;
use super::limits::{
    MOST_CELLS_MB, MOST_COLUMNS, MOST_PARTS, MOST_RATIO, MOST_ROWS, MOST_UNPACKED, UNSUSPICIOUS,
};
use super::table::{Line, Loose};
use crate::terms::{Text, told};

const WORKBOOK: &str = "xl/workbook.xml";
const RELATIONS: &str = "xl/_rels/workbook.xml.rels";
const STRINGS: &str = "xl/sharedStrings.xml";

/// A workbook.
pub struct Book<'f> {
    file: &'f Path,
    zip: ZipArchive<Cursor<Vec<u8>>>,
    /// Names of the sheets with their parts.
    sheets: Vec<(String, String)>,
    /// Texts that cells share, and their bytes.
    strings: Vec<CompactString>,
}

impl<'f> Book<'f> {
    /// Opens a workbook from its content.
    pub fn open(file: &'f Path, content: Vec<u8>) -> Result<Self, Error> {
        let zip = ZipArchive::new(Cursor::new(content)).map_err(|cause| Error::Damaged {
            file: file.to_owned(),
            part: "zip".to_owned(),
            cause: Text::quoted(cause),
        })?;
        if zip.len() > MOST_PARTS {
            return Err(Error::TooLarge { file: file.to_owned(), part: "zip".to_owned() });
        }
        let mut book = Self { file, zip, sheets: Vec::new(), strings: Vec::new() };
        book.sheets = book.list()?;
        book.strings = book.shared()?;
        Ok(book)
    }

    /// Names of the sheets.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sheets.iter().map(|(name, _)| name.as_str())
    }

    /// Bytes of the texts that cells share.
    pub fn weight(&self) -> usize {
        self.strings.iter().map(|text| text.len() + size_of::<CompactString>()).sum()
    }

    fn list(&mut self) -> Result<Vec<(String, String)>, Error> {
        let mut parts: HashMap<String, String> = HashMap::new();
        self.each(RELATIONS, |start, _| {
            if start.local_name().as_ref() == "Relationship"
                && let (Some(id), Some(target)) = (attribute(start, "Id"), attribute(start, "Target"))
            {
                let path = match target.strip_prefix('/') {
                    Some(whole) => whole.to_owned(),
                    None => format!("xl/{}", target.trim_start_matches("./")),
                };
                parts.insert(id, path);
            }
        })?;
        let mut sheets = Vec::new();
        let there = self.each(WORKBOOK, |start, _| {
            if start.local_name().as_ref() == "sheet"
                && let (Some(name), Some(id)) = (attribute(start, "name"), attribute(start, "id"))
                && let Some(part) = parts.get(&id)
            {
                sheets.push((name, part.clone()));
            }
        })?;
        if !there {
            return Err(Error::Foreign { file: self.file.to_owned() });
        }
        Ok(sheets)
    }

    /// Calls `visit` with each element of a part, and says whether there is such a part.
    fn each(&mut self, part: &str, mut visit: impl FnMut(&BytesStart<'_>, usize)) -> Result<bool, Error> {
        let file = self.file;
        let Some(mut xml) = self.part(part)? else { return Ok(false) };
        let (mut buffer, mut count) = (Vec::new(), 0);
        loop {
            buffer.clear();
            match xml.read_event_into(&mut buffer).map_err(|cause| damaged(file, part, &cause))? {
                Event::Start(start) | Event::Empty(start) => visit(&start, count),
                Event::Eof => return Ok(true),
                _ => {}
            }
            count += 1;
        }
    }

    /// A part of the workbook as it unpacks, not longer than an honest one.
    fn part(&mut self, name: &str) -> Result<Option<Reader<impl BufRead + use<'_, 'f>>>, Error> {
        let file = self.file;
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(cause) => {
                let part = name.to_owned();
                return Err(Error::Damaged { file: file.to_owned(), part, cause: Text::quoted(cause) });
            }
        };
        let most = MOST_UNPACKED.min(UNSUSPICIOUS.max(part.compressed_size().saturating_mul(MOST_RATIO)));
        let mut reader =
            Reader::from_reader(BufReader::with_capacity(1 << 16, Bounded { inner: part, left: most }));
        // Ends without a start do no harm here, and a cut text has no end at all.
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Ok(Some(reader))
    }

    fn shared(&mut self) -> Result<Vec<CompactString>, Error> {
        let file = self.file;
        let Some(mut xml) = self.part(STRINGS)? else { return Ok(Vec::new()) };
        let mut strings = Vec::new();
        let (mut text, mut weight, mut buffer) = (String::new(), 0_usize, Vec::new());
        let (mut inside, mut phonetic, mut ended) = (false, false, false);
        loop {
            buffer.clear();
            let event = xml.read_event_into(&mut buffer).map_err(|cause| damaged(file, STRINGS, &cause))?;
            match event {
                Event::Start(start) => match start.local_name().as_ref() {
                    "si" => text.clear(),
                    "rPh" => phonetic = true,
                    "t" => inside = !phonetic,
                    _ => {}
                },
                Event::Empty(empty) if empty.local_name().as_ref() == "si" => {
                    strings.push(CompactString::default());
                }
                Event::End(end) => match end.local_name().as_ref() {
                    "t" => inside = false,
                    "rPh" => phonetic = false,
                    "si" => {
                        weight = weight.saturating_add(text.len() + size_of::<CompactString>());
                        if weight > MOST_CELLS_MB << 20 {
                            return Err(Error::TooLarge { file: file.to_owned(), part: STRINGS.to_owned() });
                        }
                        strings.push(text.trim().into());
                    }
                    "sst" => ended = true,
                    _ => {}
                },
                Event::Empty(empty) if empty.local_name().as_ref() == "sst" => ended = true,
                Event::Text(part) if inside => text.push_str(part.xml10_content().as_ref()),
                Event::CData(part) if inside => text.push_str(part.xml10_content().as_ref()),
                Event::GeneralRef(reference) if inside => text.extend(character(&reference)),
                Event::Eof if ended => return Ok(strings),
                Event::Eof => return Err(cut(file, STRINGS)),
                _ => {}
            }
        }
    }

    /// Reads the rows of a sheet into `sheet`.
    pub fn read(&mut self, name: &str, sheet: &mut Loose) -> Result<(), Error> {
        let Some((_, part)) = self.sheets.iter().find(|(own, _)| own == name) else { return Ok(()) };
        let (file, part) = (self.file, part.clone());
        let strings = std::mem::take(&mut self.strings);
        let read = match self.part(&part)? {
            Some(mut xml) => rows(file, &part, &mut xml, &strings, sheet),
            None => Err(cut(file, &part)),
        };
        self.strings = strings;
        read
    }
}

/// The rows of a sheet.
fn rows(
    file: &Path,
    part: &str,
    xml: &mut Reader<impl BufRead>,
    strings: &[CompactString],
    sheet: &mut Loose,
) -> Result<(), Error> {
    let mut buffer = Vec::new();
    let mut line = Line { number: 0, cells: Vec::new(), broken: false };
    let (mut kind, mut at, mut text) = (Kind::Number, 0_usize, String::new());
    let (mut inside, mut phonetic, mut ended) = (false, false, false);
    loop {
        buffer.clear();
        match xml.read_event_into(&mut buffer).map_err(|cause| damaged(file, part, &cause))? {
            Event::Start(start) => match start.local_name().as_ref() {
                "row" => {
                    let told = attribute(&start, "r").and_then(|number| number.parse().ok());
                    line.number = told.unwrap_or(line.number.saturating_add(1));
                    line.cells.clear();
                    at = 0;
                }
                "c" => {
                    if let Some(told) = attribute(&start, "r").and_then(|place| column(&place)) {
                        at = told;
                    }
                    kind = Kind::of(attribute(&start, "t").as_deref());
                    text.clear();
                }
                "rPh" => phonetic = true,
                "v" => inside = true,
                "t" => inside = !phonetic,
                _ => {}
            },
            Event::Empty(empty) => match empty.local_name().as_ref() {
                "row" => line.number = line.number.saturating_add(1),
                "c" => {
                    let told = attribute(&empty, "r").and_then(|place| column(&place));
                    at = told.unwrap_or(at).saturating_add(1);
                }
                "sheetData" => ended = true,
                _ => {}
            },
            Event::End(end) => match end.local_name().as_ref() {
                "v" | "t" => inside = false,
                "rPh" => phonetic = false,
                "c" => {
                    if at < MOST_COLUMNS {
                        line.cells.push((at, kind.cell(&text, strings)));
                    }
                    at = at.saturating_add(1);
                }
                "row" => {
                    let cells = std::mem::take(&mut line.cells);
                    sheet.take(Line { number: line.number, cells, broken: false });
                    if sheet.len() > MOST_ROWS || sheet.weight() > MOST_CELLS_MB << 20 {
                        return Err(Error::TooLarge { file: file.to_owned(), part: part.to_owned() });
                    }
                }
                "sheetData" => ended = true,
                _ => {}
            },
            Event::Text(content) if inside => text.push_str(content.xml10_content().as_ref()),
            Event::CData(content) if inside => text.push_str(content.xml10_content().as_ref()),
            Event::GeneralRef(reference) if inside => text.extend(character(&reference)),
            Event::Eof if ended => return Ok(()),
            Event::Eof => return Err(cut(file, part)),
            _ => {}
        }
    }
}

/// What a cell holds.
#[derive(Clone, Copy)]
enum Kind {
    Number,
    /// The place of a text that cells share.
    Shared,
    Text,
    Bool,
    /// An error of the spreadsheet program.
    Error,
}

impl Kind {
    fn of(word: Option<&str>) -> Self {
        match word {
            Some("s") => Self::Shared,
            Some("str" | "inlineStr" | "d") => Self::Text,
            Some("b") => Self::Bool,
            Some("e") => Self::Error,
            _ => Self::Number,
        }
    }

    fn cell(self, text: &str, strings: &[CompactString]) -> Cell {
        let text = text.trim();
        match self {
            _ if text.is_empty() => Cell::Blank,
            Self::Number => match text.parse::<f64>() {
                Ok(number) if number.is_finite() => Cell::Number(number, text.into()),
                _ => Cell::text(text),
            },
            Self::Shared => match text.parse::<usize>().ok().and_then(|at| strings.get(at)) {
                Some(shared) => Cell::text(shared),
                None => Cell::Blank,
            },
            Self::Text => Cell::text(text),
            Self::Bool => Cell::Bool(matches!(text, "1" | "true")),
            Self::Error => Cell::Blank,
        }
    }
}

/// The column of a place such as `AB12`.
fn column(place: &str) -> Option<usize> {
    let letters = place.trim_end_matches(|char: char| char.is_ascii_digit());
    let mut column = 0_usize;
    for letter in letters.bytes() {
        let letter = letter.to_ascii_uppercase();
        if !letter.is_ascii_uppercase() || column > MOST_COLUMNS {
            return None;
        }
        column = column * 26 + usize::from(letter - b'A') + 1;
    }
    column.checked_sub(1)
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = start.attributes();
    let found = all.with_checks(false).flatten().find(|own| own.key.local_name().as_ref() == name)?;
    quick_xml::escape::unescape(found.value.as_ref()).ok().map(|value| value.into_owned())
}

/// The character that a reference stands for.
fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(char)) = reference.resolve_char_ref() {
        return Some(char);
    }
    match reference.as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// The mark of an end that was reached too early.
const TOO_LONG: &str = "longer than an honest part";

/// A reader that fails once more comes than may.
struct Bounded<R> {
    inner: R,
    left: u64,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.left = self
            .left
            .checked_sub(read as u64)
            .ok_or_else(|| std::io::Error::new(std::io::ErrorKind::InvalidData, TOO_LONG))?;
        Ok(read)
    }
}

fn damaged(file: &Path, part: &str, cause: &quick_xml::Error) -> Error {
    let (file, part) = (file.to_owned(), part.to_owned());
    match cause {
        quick_xml::Error::Io(io) if io.get_ref().is_some_and(|why| why.to_string() == TOO_LONG) => {
            Error::Bomb { file, part }
        }
        _ => Error::Damaged { file, part, cause: Text::quoted(cause) },
    }
}

fn cut(file: &Path, part: &str) -> Error {
    let cause = told!("it ends too early, or is missing", "途中で終わっているか、ありません");
    Error::Damaged { file: file.to_owned(), part: part.to_owned(), cause }
}

#[cfg(test)]
mod tests {
    use super::column;

    #[test]
    fn places_name_their_columns() {
        for (place, at) in
            [("A1", Some(0)), ("Z9", Some(25)), ("AA10", Some(26)), ("XFD1048576", Some(16_383))]
        {
            assert_eq!(column(place), at, "{place}");
        }
        for place in ["", "12", "Ä1", "AAAAAAAAAAAA1", "A1B"] {
            assert_eq!(column(place), None, "{place}");
        }
    }
}
