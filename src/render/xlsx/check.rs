//! The check sheet as a sheet of a workbook, ready to be printed on A4 across.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::grid::{Formats, Grid, long, text};
use super::words::Word;
use crate::render::checksheet::{Page, columns, rule_column};

/// A4, as spreadsheet programs number papers.
const A4: u8 = 9;
/// Widths of the columns: those of the sheet, then the rule.
const WIDTHS: [u16; 8] = [10, 26, 34, 10, 64, 16, 16, 28];

/// Writes the sheet.
pub(super) fn write(page: &Page<'_>, formats: &Formats, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let mut grid = Grid::new(workbook, Word::Check.get(page.lang), formats)?;
    grid.title(page.title())?;
    for (name, value) in page.about() {
        grid.add(&[text(name), text(value)])?;
    }
    grid.row += 1;
    let head = grid.row;
    let names = columns(page.lang).into_iter().chain([rule_column(page.lang)]);
    grid.head(&names.zip(WIDTHS).collect::<Vec<_>>())?;
    for line in &page.lines {
        let cells = page.cells(line);
        let evidence = cells.evidence.join("\n");
        let texts = [cells.number, cells.heading, cells.item, cells.verdict, evidence, cells.who, cells.date];
        let mut row: Vec<_> = texts.into_iter().map(long).collect();
        row.push(text(line.rule.clone().unwrap_or_default()));
        grid.add(&row)?;
    }
    let last = grid.row.saturating_sub(1);
    grid.row += 1;
    for (name, value) in page.end() {
        grid.add(&[text(name), text(value)])?;
    }
    let sheet = grid.sheet();
    sheet.set_landscape().set_paper_size(A4).set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(head, head)?;
    sheet.set_freeze_panes(head + 1, 0)?;
    let width = u16::try_from(WIDTHS.len()).unwrap_or(1);
    sheet.autofilter(head, 0, last, width.saturating_sub(1))?;
    Ok(())
}
