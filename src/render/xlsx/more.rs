//! What is open: the questions that wait for a person, with room for the answers, and what could not be read.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::Book;
use super::grid::{Cell, Grid, long, text};
use super::words::Word;
use crate::render::causes::Cause;
use crate::render::{named, words::Msg};
use crate::report::Level;

/// Objects of a question that are named.
const FEW_OBJECTS: usize = 20;

/// Writes the questions, each once.
pub(super) fn questions(book: &Book<'_>, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let lang = book.lang;
    let word = |word: Word| word.get(lang);
    let mut grid = Grid::new(workbook, word(Word::Questions), &book.formats)?;
    grid.head(&[
        (word(Word::Question), 70),
        (word(Word::AskedBy), 36),
        (word(Word::About), 40),
        (word(Word::Counts), 16),
        (word(Word::Answer), 40),
        (word(Word::AnsweredBy), 24),
    ])?;
    let comma = Msg::Comma.get(lang);
    for open in book.report.open() {
        let rules: Vec<&str> = open.rules.iter().map(|rule| rule.id.as_str()).collect();
        let mut about: Vec<String> = open
            .objects
            .iter()
            .take(FEW_OBJECTS)
            .map(|asked| named::kind_and_name(&asked.object, lang))
            .collect();
        let more = open.objects.len().saturating_sub(FEW_OBJECTS);
        if more > 0 {
            about.push(Msg::AndMore.count(lang, more));
        }
        let counts = if open.counts() { Msg::Yes } else { Msg::No };
        grid.add(&[
            long(open.question.get(lang)),
            long(rules.join(comma)),
            long(about.join(comma)),
            text(counts.get(lang)),
            long(""),
            long(""),
        ])?;
    }
    grid.end()
}

/// Writes what could not be read, by cause.
pub(super) fn unread(
    book: &Book<'_>,
    causes: &[Cause<'_>],
    workbook: &mut Workbook,
) -> Result<(), XlsxError> {
    let lang = book.lang;
    let word = |word: Word| word.get(lang);
    let mut grid = Grid::new(workbook, word(Word::Unread), &book.formats)?;
    grid.head(&[
        (word(Word::Why), 70),
        (word(Word::Ceiling), 18),
        (word(Word::Objects), 12),
        (word(Word::Name), 50),
        (word(Word::Undecided), 50),
        (word(Word::Fix), 60),
    ])?;
    let comma = Msg::Comma.get(lang);
    for cause in causes {
        let rules = cause.rules.iter().filter_map(|at| book.report.prerequisites.get(*at));
        let rules: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        let objects: Vec<String> = cause.objects.iter().map(|object| named::object_name(object)).collect();
        let ceiling = if cause.ceiling == Level::Fail { Msg::Fail } else { Msg::Warn };
        grid.add(&[
            long(cause.why(lang, Msg::AndMore, usize::MAX)),
            text(ceiling.get(lang)),
            Cell::Count(objects.len()),
            long(objects.join(comma)),
            long(rules.join(comma)),
            long(cause.next().get(lang)),
        ])?;
    }
    grid.end()
}
