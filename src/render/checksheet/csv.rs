//! The sheet for spreadsheets: what stands above and below its rows are records of their own, as wide as the rows.

use std::borrow::Cow;
use std::io::{self, Write};

use super::page::Page;
use super::words::{columns, rule_column};
use crate::render::csv::Records;

/// Columns: those of the sheet, then the rule.
const WIDTH: usize = 8;

/// Writes the sheet. A byte order mark comes first in every language: the signs need it.
pub(in crate::render) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut records = Records::marked(out)?;
    records.add(&wide([page.title()]))?;
    for (name, value) in page.about() {
        records.add(&wide([name, &value]))?;
    }
    records.add(&wide([]))?;
    let rule = rule_column(page.lang);
    records.add(&wide(columns(page.lang).into_iter().chain([rule])))?;
    for line in &page.lines {
        let cells = page.cells(line);
        let evidence = cells.evidence.join(" / ");
        let rule = line.rule.as_deref().unwrap_or_default();
        let texts = [
            cells.number.as_str(),
            &cells.heading,
            &cells.item,
            &cells.verdict,
            &evidence,
            &cells.who,
            &cells.date,
            rule,
        ];
        records.add(&wide(texts))?;
    }
    records.add(&wide([]))?;
    for (name, value) in page.end() {
        records.add(&wide([name, &value]))?;
    }
    records.end()
}

/// A record of all columns, the last ones empty.
fn wide<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<Cow<'t, str>> {
    let texts = texts.into_iter().chain(std::iter::repeat(""));
    texts.take(WIDTH).map(Cow::Borrowed).collect()
}
