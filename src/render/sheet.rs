//! The forms of the check sheet, and which of them a file is.

use std::io::{self, Write};
use std::path::Path;

use super::apart::apart;
use super::checksheet::{self, Page};
use super::{safe, xlsx};
use crate::report::Report;
use crate::terms::{Lang, Text, told};

/// Forms of a check sheet, with how their files end.
const FORMS: [(SheetForm, &[&str]); 4] = [
    (SheetForm::Markdown, &["md", "markdown", "txt"]),
    (SheetForm::Csv, &["csv"]),
    (SheetForm::Html, &["html", "htm"]),
    (SheetForm::Xlsx, &["xlsx"]),
];

/// Form of a check sheet; the name of its file decides it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SheetForm {
    /// For wikis and tickets, and where no file is named.
    #[default]
    Markdown,
    /// For spreadsheets that open no workbook.
    Csv,
    /// One page to print, A4 across.
    Html,
    /// For spreadsheets: a workbook with this sheet alone.
    Xlsx,
}

impl SheetForm {
    /// The form that a file's name asks for; Markdown where it ends in nothing.
    ///
    /// # Errors
    /// When no form has its ending: the endings there are.
    pub fn of(file: &Path) -> Result<Self, Text> {
        let Some(ending) = file.extension() else { return Ok(Self::default()) };
        let has = |endings: &[&str]| endings.iter().any(|own| ending.eq_ignore_ascii_case(own));
        let found = FORMS.iter().find(|(_, endings)| has(endings)).map(|(form, _)| *form);
        found.ok_or_else(|| {
            let known: Vec<&str> = FORMS.iter().flat_map(|(_, endings)| *endings).copied().collect();
            told!(
                "a check sheet is no '.{ending}' file; the name of its file ends in one of {known}",
                "チェック シートは「.{ending}」形式では出力できません。ファイル名の拡張子は次のいずれかにします: {known}",
                ending = safe::line(&ending.to_string_lossy()),
                known = known.join(", ")
            )
        })
    }
}

/// How a check sheet is written.
#[derive(Clone, Copy, Debug, Default)]
pub struct CheckSheet<'s> {
    /// Form.
    pub form: SheetForm,
    /// Language.
    pub lang: Lang,
    /// Who ran the check, and confirms what was read; otherwise the program does.
    pub confirmed_by: Option<&'s str>,
}

/// Writes the check sheet of `report`. The same report and sheet give the same bytes.
///
/// # Errors
/// Only those of `out`.
pub fn check_sheet(report: &Report, sheet: CheckSheet<'_>, out: &mut dyn Write) -> io::Result<()> {
    let report = apart(report);
    let page = Page::new(&report, sheet.lang, sheet.confirmed_by);
    match sheet.form {
        SheetForm::Markdown => checksheet::markdown(&page, out),
        SheetForm::Csv => checksheet::csv(&page, out),
        SheetForm::Html => checksheet::html(&page, out),
        SheetForm::Xlsx => xlsx::check_sheet(&page, &report, out),
    }
}
