//! The sheet as GitHub-flavoured Markdown.

use std::io::{self, Write};

use super::page::Page;
use super::words::columns;
use crate::render::markdown::escaped;

/// Writes the sheet.
pub(in crate::render) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "## {}\n", page.title())?;
    named(&page.about(), out)?;
    writeln!(out, "\n| {} |", columns(page.lang).join(" | "))?;
    writeln!(out, "| --- | --- | --- | :---: | --- | --- | --- |")?;
    for cells in page.with_dittos() {
        let evidence: Vec<String> = cells.evidence.iter().map(|line| escaped(line)).collect();
        let [number, heading, item, verdict, who, date] =
            [&cells.number, &cells.heading, &cells.item, &cells.verdict, &cells.who, &cells.date]
                .map(|text| escaped(text));
        let evidence = evidence.join("<br>");
        writeln!(out, "| {number} | {heading} | {item} | {verdict} | {evidence} | {who} | {date} |")?;
    }
    writeln!(out)?;
    named(&page.end(), out)
}

/// Names with their values, as items of a list.
fn named(values: &[(&str, String)], out: &mut dyn Write) -> io::Result<()> {
    values.iter().try_for_each(|(name, value)| writeln!(out, "- {name}: {}", escaped(value)))
}
