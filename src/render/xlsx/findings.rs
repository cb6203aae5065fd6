//! What was found, what could not be told, and what people have decided of it: a row for each place.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::{Book, word_of};
use super::grid::{Cell, Grid, long, text};
use super::objects::Objects;
use super::words::Word;
use crate::render::{labels, named, words::Msg};
use crate::report::rows::{Row, Rows, Said};
use crate::report::{Level, Severity};
use crate::terms::Lang;

/// The rows of the sheet: those that name an object, other than questions, worst first within the order of the rules.
pub(super) fn rows<'r>(all: &Rows<'r>) -> Vec<Row<'r>> {
    all.iter().filter(|row| matches!(row.said, Said::Found(_) | Said::Undecided(_))).collect()
}

/// Writes the sheet.
pub(super) fn write(
    book: &Book<'_>,
    rows: &[Row<'_>],
    objects: &Objects<'_>,
    workbook: &mut Workbook,
) -> Result<(), XlsxError> {
    let lang = book.lang;
    let word = |word: Word| word.get(lang);
    let mut grid = Grid::new(workbook, word(Word::Findings), &book.formats)?;
    grid.head(&[
        (word(Word::Outcome), 14),
        (word(Word::Level), 9),
        (word(Word::Severity), 11),
        (word(Word::Number), 8),
        (word(Word::Rule), 28),
        (word(Word::Title2), 40),
        (word(Word::Finding), 22),
        (word(Word::Kind), 12),
        (word(Word::Name), 28),
        (word(Word::Id), 14),
        (word(Word::Path), 40),
        (word(Word::On), 24),
        (word(Word::Element), 24),
        (word(Word::ClusterColumn), 18),
        (word(Word::Message), 70),
        (word(Word::Evidence), 50),
        (word(Word::Fix), 60),
        (word(Word::DecisionKind), 14),
        (word(Word::Decided), 40),
        (word(Word::Known), 12),
        (word(Word::Fingerprint), 24),
    ])?;
    for row in rows {
        grid.add(&cells(book, row, objects))?;
    }
    grid.end()
}

fn cells<'c>(book: &Book<'_>, row: &Row<'c>, objects: &Objects<'_>) -> Vec<Cell<'c>> {
    let lang = book.lang;
    let level = row.level().map_or("", |level| level_word(level, lang));
    let severity = match row.rule.severity {
        Severity::Required => Msg::Required,
        Severity::Advisory => Msg::AdvisoryWord,
    };
    let number = row.rule.number.and_then(|number| usize::try_from(number).ok());
    let known = book.all.known(row).map_or("", |known| if known { Msg::Yes } else { Msg::No }.get(lang));
    let cluster = row.cluster.and_then(|id| book.all.cluster(id)).map(named::object_name);
    let name = row.object.map(named::object_name).unwrap_or_default();
    let name = match row.object.and_then(|object| objects.find(object, lang)) {
        Some((sheet, at)) => Cell::Link(name.into(), sheet, at),
        None => text(name),
    };
    vec![
        text(word_of(row).get(lang)),
        text(level),
        text(severity.get(lang)),
        number.map_or_else(|| text(""), Cell::Count),
        text(row.rule.id.as_str()),
        text(row.rule.title.get(lang)),
        text(row.finding().unwrap_or_default()),
        text(named::kind_words(row.object.map_or(row.rule.subject, |object| object.kind)).0.get(lang)),
        name,
        text(row.object.map_or("", |object| &object.id)),
        text(row.object.map_or("", |object| &object.path)),
        text(row.on().unwrap_or_default()),
        text(row.place.map_or_else(String::new, |place| named::element(place, lang).into_owned())),
        text(cluster.unwrap_or_default()),
        long(row.message(lang)),
        text(evidence(row, lang)),
        text(row.fix(lang).unwrap_or_default()),
        text(row.decision.map_or("", |_| word_of(row).get(lang))),
        text(row.decided(lang).unwrap_or_default()),
        text(known),
        text(row.place.map_or("", |place| &place.fingerprint)),
    ]
}

fn level_word(level: Level, lang: Lang) -> &'static str {
    match level {
        Level::Fail => Msg::Fail,
        Level::Warn => Msg::Warn,
        Level::Note => Msg::Note,
    }
    .get(lang)
}

/// `drive = CD/DVD drive 1; image = [iso] a.iso`.
fn evidence(row: &Row<'_>, lang: Lang) -> String {
    let Said::Found(finding) = row.said else { return String::new() };
    let told = finding.evidence.iter().filter(|(name, value)| labels::tells(name, value));
    let told = told.map(|(name, value)| labels::with_label(name, value, lang));
    told.collect::<Vec<_>>().join("; ")
}
