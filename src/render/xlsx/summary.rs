//! The first sheet: the answer, the numbers, the clusters.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::Book;
use super::grid::{Cell, Grid, long, text};
use super::words::Word;
use crate::render::checksheet::Page;
use crate::render::html::Mark;
use crate::render::named;
use crate::report::{Outcome, Verdict};

/// Writes the sheet.
pub(super) fn write(book: &Book<'_>, page: &Page<'_>, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let (report, lang) = (book.report, book.lang);
    let word = |word: Word| word.get(lang);
    let mut grid = Grid::new(workbook, word(Word::Summary), &book.formats)?;
    grid.title(&named::answer_of(report, lang))?;
    for (name, value) in page.about() {
        grid.add(&[text(name), long(value)])?;
    }
    grid.add(&[text(""), long(word(Word::ObjectsNamed))])?;
    grid.row += 1;
    let counts = [word(Word::Outcome), word(Word::Count), word(Word::AdvisoryCount)];
    grid.head(&[(counts[0], 26), (counts[1], 60), (counts[2], 18)])?;
    for outcome in Outcome::ALL {
        let told = Mark::from(outcome).word.get(lang);
        let (required, advice) = (report.tally.of(outcome), report.advisory_tally.of(outcome));
        grid.add(&[text(told), Cell::Count(required), Cell::Count(advice)])?;
    }
    grid.row += 1;
    grid.head(&[
        (word(Word::Clusters), 26),
        (word(Word::Path), 60),
        (word(Word::Outcome), 18),
        (word(Word::OpenCount), 18),
        (word(Word::HostCount), 12),
        (word(Word::VmCount), 12),
        (word(Word::Id), 16),
    ])?;
    for (cluster, answer) in report.clusters.iter().zip(report.answers()) {
        let object = &cluster.object;
        let verdict: Verdict = answer.verdict;
        grid.add(&[
            text(named::object_name(object)),
            text(object.path.as_str()),
            text(named::answer(verdict, answer.open, lang)),
            Cell::Count(answer.open),
            Cell::Count(cluster.hosts),
            Cell::Count(cluster.vms),
            text(object.id.as_str()),
        ])?;
    }
    grid.sheet().set_freeze_panes(1, 0)?;
    Ok(())
}
