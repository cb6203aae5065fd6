//! A sheet with a head and rows beneath it. Whatever enters a cell is one of these: a text, which stays one, a number of
//! ours, or a link within the book.

use std::borrow::Cow;

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Url, Workbook, Worksheet, XlsxError};

use crate::render::safe;

/// Characters of a cell; a spreadsheet program takes 32,767.
const MOST_CHARS: usize = 32_000;
/// Links of a sheet; a spreadsheet program opens no sheet with more than 65,530.
const MOST_LINKS: usize = 65_000;

/// How cells look.
pub(super) struct Formats {
    head: Format,
    text: Format,
    wrapped: Format,
    bad: Format,
    open: Format,
    count: Format,
    link: Format,
    /// A title.
    pub(super) title: Format,
}

impl Formats {
    pub(super) fn new() -> Self {
        // By the number format of a text, what is typed over it stays one, too.
        let text = Format::new().set_num_format("@").set_align(FormatAlign::Top);
        let head = text.clone().set_bold().set_background_color(Color::RGB(0xE7_E6_E6));
        Self {
            head: head.set_border_bottom(FormatBorder::Thin).set_text_wrap(),
            wrapped: text.clone().set_text_wrap(),
            link: text
                .clone()
                .set_font_color(Color::RGB(0x05_63_C1))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            title: text.clone().set_bold().set_font_size(14),
            bad: text.clone().set_text_wrap().set_background_color(Color::RGB(0xFC_EB_E9)),
            open: text.clone().set_text_wrap().set_background_color(Color::RGB(0xF3_ED_FA)),
            count: Format::new().set_align(FormatAlign::Top),
            text,
        }
    }
}

/// What stands in a cell.
pub(super) enum Cell<'c> {
    /// A text.
    Text(Cow<'c, str>),
    /// A text that may take several lines.
    Long(Cow<'c, str>),
    /// A text about what is in the way.
    Bad(Cow<'c, str>),
    /// A text about what is not known.
    Open(Cow<'c, str>),
    /// A command, as it is: a cell of text runs nothing, and what is copied from it has to be whole.
    Exact(String),
    /// A number.
    Count(usize),
    /// A text that leads to a row of a sheet, counted from 0.
    Link(Cow<'c, str>, &'static str, u32),
}

/// A text of any kind as a cell.
pub(super) fn text<'c>(text: impl Into<Cow<'c, str>>) -> Cell<'c> {
    Cell::Text(text.into())
}

/// A text that may take several lines, as a cell.
pub(super) fn long<'c>(text: impl Into<Cow<'c, str>>) -> Cell<'c> {
    Cell::Long(text.into())
}

/// A column: its head, and its width in characters.
pub(super) type Column<'c> = (&'c str, u16);

/// A sheet being written.
pub(super) struct Grid<'g> {
    sheet: &'g mut Worksheet,
    formats: &'g Formats,
    /// The next row.
    pub(super) row: u32,
    links: usize,
    head: Option<(u32, u16)>,
}

impl<'g> Grid<'g> {
    /// A new sheet of the book.
    pub(super) fn new(
        workbook: &'g mut Workbook,
        name: &str,
        formats: &'g Formats,
    ) -> Result<Self, XlsxError> {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        Ok(Self { sheet, formats, row: 0, links: 0, head: None })
    }

    /// The sheet itself, for what is about all of it.
    pub(super) fn sheet(&mut self) -> &mut Worksheet {
        self.sheet
    }

    /// The head of the rows that follow; the columns are as wide as it says.
    pub(super) fn head(&mut self, columns: &[Column<'_>]) -> Result<(), XlsxError> {
        for (at, (name, width)) in (0_u16..).zip(columns) {
            self.sheet.set_column_width(at, f64::from(*width))?;
            self.sheet.write_string_with_format(self.row, at, plain(name), &self.formats.head)?;
        }
        let columns = u16::try_from(columns.len()).unwrap_or(u16::MAX);
        self.head = Some((self.row, columns));
        self.row += 1;
        Ok(())
    }

    /// A title, alone in its row.
    pub(super) fn title(&mut self, title: &str) -> Result<(), XlsxError> {
        self.sheet.write_string_with_format(self.row, 0, plain(title), &self.formats.title)?;
        self.row += 1;
        Ok(())
    }

    /// A row.
    pub(super) fn add(&mut self, cells: &[Cell<'_>]) -> Result<(), XlsxError> {
        for (at, cell) in (0_u16..).zip(cells) {
            self.cell(at, cell)?;
        }
        self.row += 1;
        Ok(())
    }

    fn cell(&mut self, at: u16, cell: &Cell<'_>) -> Result<(), XlsxError> {
        match cell {
            Cell::Text(text) if text.is_empty() => {}
            Cell::Text(text) => {
                self.sheet.write_string_with_format(self.row, at, plain(text), &self.formats.text)?;
            }
            Cell::Long(text) => {
                self.sheet.write_string_with_format(self.row, at, plain(text), &self.formats.wrapped)?;
            }
            Cell::Bad(text) => {
                self.sheet.write_string_with_format(self.row, at, plain(text), &self.formats.bad)?;
            }
            Cell::Open(text) => {
                self.sheet.write_string_with_format(self.row, at, plain(text), &self.formats.open)?;
            }
            Cell::Exact(text) if text.encode_utf16().count() > MOST_CHARS => {
                return self.cell(at, &Cell::Text(Cow::Borrowed(text)));
            }
            Cell::Exact(text) => {
                self.sheet.write_string_with_format(self.row, at, text, &self.formats.wrapped)?;
            }
            Cell::Count(count) => {
                // Numbers of a report are far below what a float holds whole.
                let count = f64::from(u32::try_from(*count).unwrap_or(u32::MAX));
                self.sheet.write_number_with_format(self.row, at, count, &self.formats.count)?;
            }
            Cell::Link(text, ..) if self.links >= MOST_LINKS => {
                return self.cell(at, &Cell::Text(Cow::Borrowed(text)));
            }
            Cell::Link(text, sheet, row) => {
                self.links += 1;
                let url = Url::new(format!("internal:'{sheet}'!A{}", row + 1)).set_text(plain(text));
                self.sheet.write_url_with_format(self.row, at, url, &self.formats.link)?;
            }
        }
        Ok(())
    }

    /// The head stays in sight, and its rows can be filtered.
    pub(super) fn end(self) -> Result<(), XlsxError> {
        let Some((row, columns)) = self.head else { return Ok(()) };
        self.sheet.set_freeze_panes(row + 1, 0)?;
        let last = self.row.saturating_sub(1).max(row);
        self.sheet.autofilter(row, 0, last, columns.saturating_sub(1))?;
        Ok(())
    }
}

/// A text that no spreadsheet program takes for anything else, and that it takes at all. Lines of ours stay lines.
fn plain(text: &str) -> String {
    let lines: Vec<Cow<'_, str>> = text.split('\n').map(safe::inert).collect();
    let text = lines.join("\n");
    match text.char_indices().nth(MOST_CHARS) {
        // Characters beyond the first plane count twice: there is room for a few.
        _ if text.encode_utf16().count() <= MOST_CHARS => text,
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.chars().take(MOST_CHARS / 2).chain(['…']).collect(),
    }
}
