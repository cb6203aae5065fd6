//! The plan: a row for each action, with what to give to each tool, and room for who has done it; last what is to be
//! read.

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::Book;
use super::grid::{Cell, Grid, long, text};
use super::objects::Objects;
use super::words::Word;
use crate::plan::{Action, Plan};
use crate::render::causes::Cause;
use crate::render::html::Says;
use crate::render::plan::{self as told, Snippet, Word as PlanWord};
use crate::render::{Planned, named, words::Msg};
use crate::report::Level;
use crate::terms::Dialect;

/// Writes the sheet, where an inventory was there to make a plan of.
pub(super) fn write(
    book: &Book<'_>,
    planned: Planned<'_>,
    (objects, causes): (&Objects<'_>, &[Cause<'_>]),
    workbook: &mut Workbook,
) -> Result<(), XlsxError> {
    if matches!(planned, Planned::NoInventory) {
        return Ok(());
    }
    let lang = book.lang;
    let word = |word: Word| word.get(lang);
    let mut grid = Grid::new(workbook, PlanWord::Title.get(lang), &book.formats)?;
    grid.head(&[
        (word(Word::Number), 8),
        (Says::TeamLabel.get(lang), 20),
        (word(Word::Fix), 70),
        (word(Word::Kind), 12),
        (word(Word::Name), 28),
        (word(Word::Risk), 26),
        (word(Word::Turn), 18),
        (word(Word::Proved), 10),
        (word(Word::ComesTo), 60),
        (word(Word::AskedFor), 34),
        ("govc", 50),
        ("PowerCLI", 50),
        ("Ansible", 50),
        (word(Word::DoneBy), 24),
    ])?;
    match planned {
        Planned::Made(plan) => rows(book, plan, (objects, causes), &mut grid)?,
        Planned::TooLarge | Planned::NoInventory => {
            grid.add(&[text(""), text(""), long(Says::PlanTooLarge.get(lang))])?;
        }
    }
    grid.end()
}

fn rows(
    book: &Book<'_>,
    plan: &Plan,
    (objects, causes): (&Objects<'_>, &[Cause<'_>]),
    grid: &mut Grid<'_>,
) -> Result<(), XlsxError> {
    let lang = book.lang;
    for action in &plan.actions {
        grid.add(&row(book, action, objects))?;
    }
    for cause in causes.iter().filter(|cause| cause.ceiling == Level::Fail) {
        let rules = cause.rules.iter().filter_map(|at| book.report.prerequisites.get(*at));
        let rules: Vec<&str> = rules.map(|rule| rule.id.as_str()).collect();
        let why = cause.why(lang, Msg::AndMore, usize::MAX);
        grid.add(&[
            text(""),
            text(""),
            long(format!("{}\n{why}\n{}", PlanWord::LastStep.get(lang), cause.next().get(lang))),
            text(""),
            long(cause.named(lang)),
            text(""),
            text(""),
            text(""),
            text(""),
            long(rules.join(" ")),
        ])?;
    }
    for line in told::lines_before(plan, lang) {
        grid.add(&[text(""), text(""), long(line)])?;
    }
    Ok(())
}

fn row<'c>(book: &Book<'_>, action: &'c Action, objects: &Objects<'_>) -> Vec<Cell<'c>> {
    let lang = book.lang;
    let name = named::object_name(&action.object);
    let name = match objects.by_id(&action.object, lang) {
        Some((sheet, at)) => Cell::Link(name.into(), sheet, at),
        None => text(name),
    };
    let mut rules: Vec<&str> = action.findings.iter().map(|place| place.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let proved = if action.proof.is_proved() { Msg::Yes } else { Msg::No };
    let mut cells = vec![
        Cell::Count(action.number),
        text(action.team.map_or(PlanWord::NoTeam, told::team).get(lang)),
        long(told::what(action, lang).join("\n")),
        text(named::kind_words(action.object.kind).0.get(lang)),
        name,
        text(action.risk.map_or("", |risk| told::risk(risk).get(lang))),
        text(told::turn(action, lang)),
        text(proved.get(lang)),
        long(told::comes_to(action, lang).join("\n")),
        long(rules.join(" ")),
    ];
    cells.extend(Dialect::ALL.map(|dialect| match told::snippet(action, dialect) {
        Some(Snippet::Shown(snippet)) => Cell::Exact(snippet),
        Some(Snippet::NotShown) => long(Says::SnippetNotShown.get(lang)),
        None => text(""),
    }));
    cells.push(long(""));
    cells
}
