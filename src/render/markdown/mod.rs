//! GitHub-flavoured Markdown: a document for wikis and tickets, and the summary of a workflow run. Names stand in
//! it as text or code: none of them is a tag, a link, a mention, a cell or a heading.

mod page;
mod summary;
mod text;

use std::io::{self, Write};

use super::{Style, words::Msg};
use crate::report::Report;
use crate::report::rows::Rows;
use page::{Limits, Page};

pub use summary::{SUMMARY_BYTES, summary};
pub(super) use text::escaped;

/// Objects of an entry that are named, unless all are asked for.
const FEW_OBJECTS: usize = 20;
/// Columns of a message.
const MESSAGE_COLUMNS: usize = 4_000;

/// Writes the document.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let objects = if style.all { usize::MAX } else { FEW_OBJECTS };
    let page = Page::new(&all, style.lang, Limits { objects, columns: MESSAGE_COLUMNS });
    writeln!(out, "{}", page.heading())?;
    lines(out, &page.about())?;
    writeln!(out, "\n{}", page.numbers())?;
    for table in page.tables() {
        write!(out, "{}", table.head)?;
        lines(out, &table.rows)?;
        writeln!(out)?;
    }
    let found = page.found();
    if !found.is_empty() {
        writeln!(out, "### {}\n", page.msg(Msg::Findings))?;
        for (_, row) in &found {
            write!(out, "{}", page.entry(row))?;
        }
        writeln!(out)?;
    }
    let stale = page.stale();
    if !stale.is_empty() {
        writeln!(out, "### {}\n", page.msg(Msg::Stale))?;
        lines(out, &stale)?;
        writeln!(out)?;
    }
    write!(out, "{}", page.closing())
}

fn lines(out: &mut dyn Write, lines: &[String]) -> io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "{line}"))
}
