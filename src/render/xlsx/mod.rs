//! A workbook for spreadsheet programs: what the report says on a sheet for each question, with links between a finding
//! and its object. Every text is a text: no id and no version becomes a number, and no name a formula.

mod book;
mod check;
mod findings;
mod grid;
mod matrix;
mod more;
mod objects;
mod plan;
mod summary;
mod words;

use std::io::{self, Write};

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::checksheet::Page;
use super::{Beside, causes};
use crate::report::Report;
use crate::report::rows::Rows;
use crate::terms::Lang;
use book::Book;
use grid::Formats;
use objects::Objects;

#[cfg(test)]
pub(super) use words::Word;

/// Writes the workbook of a report.
pub(super) fn write(report: &Report, beside: Beside<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let book = Book { report, all: Rows::new(report), lang, formats: Formats::new() };
    out.write_all(&whole(&book, beside).map_err(io::Error::other)?)
}

/// Writes a workbook that has the check sheet alone.
pub(super) fn check_sheet(page: &Page<'_>, report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let made = || {
        let mut workbook = workbook(report, page.title())?;
        check::write(page, &Formats::new(), &mut workbook)?;
        workbook.save_to_buffer()
    };
    out.write_all(&made().map_err(io::Error::other)?)
}

fn whole(book: &Book<'_>, beside: Beside<'_>) -> Result<Vec<u8>, XlsxError> {
    let page = Page::new(book.report, book.lang, None);
    let mut workbook = workbook(book.report, words::Word::Title.get(book.lang))?;
    let mut objects = Objects::of(&book.all);
    let found = findings::rows(&book.all);
    objects.place(&found);
    summary::write(book, &page, &mut workbook)?;
    let causes = causes::collect(book.report);
    plan::write(book, beside.plan, (&objects, &causes), &mut workbook)?;
    findings::write(book, &found, &objects, &mut workbook)?;
    objects.write(book, &mut workbook)?;
    matrix::write(book, beside.matrices, &mut workbook)?;
    more::questions(book, &mut workbook)?;
    more::unread(book, &causes, &mut workbook)?;
    check::write(&page, &book.formats, &mut workbook)?;
    workbook.save_to_buffer()
}

/// An empty book. Its time is that of the reading: the same report gives the same bytes.
fn workbook(report: &Report, title: &str) -> Result<Workbook, XlsxError> {
    let source = &report.source;
    let at = if source.at.is_empty() { source.machine_at.as_deref() } else { None };
    let at = ExcelDateTime::parse_from_str(at.unwrap_or(&source.at))
        .or_else(|_| ExcelDateTime::from_ymd(1980, 1, 1))?;
    let mut workbook = Workbook::new();
    let tool = &report.tool;
    let by = super::safe::line(&format!("{} {}", tool.name, tool.version)).into_owned();
    workbook.set_properties(&DocProperties::new().set_title(title).set_author(by).set_creation_datetime(&at));
    Ok(workbook)
}
