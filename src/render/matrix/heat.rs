//! The heat map: a table with a word in each cell, coloured by it, whose reason opens beneath it. Of pages only.

use std::io;

pub(in crate::render) use super::causes::Key;
use super::causes::of_cell;
pub(in crate::render) use super::list::Row;
use super::list::{cell, vms};
use super::words::{Word, relation, sign};
use crate::render::html::Html;
use crate::render::words::Msg;
use crate::report::Object;
use crate::terms::{Lang, Relation};

/// What a table tells.
pub(in crate::render) fn title(of: Relation, lang: Lang) -> &'static str {
    relation(of).get(lang)
}

/// The beginning, up to the first row. `id` is of its own on the page; what is said names the part that scrolls.
pub(in crate::render) fn begin(
    html: &mut Html<'_>,
    id: &str,
    says: impl Fn(Lang) -> &'static str,
    hosts: &[Object],
) -> io::Result<()> {
    html.raw("<span class=vh")?;
    html.attr("id", id)?;
    html.raw(">")?;
    html.both(says)?;
    html.raw("</span><div class=scroll role=group tabindex=0")?;
    html.attr("aria-labelledby", id)?;
    html.raw("><table class=cells><thead><tr><th scope=col>")?;
    html.both(|lang| Msg::Vm.get(lang))?;
    html.raw("</th>")?;
    for host in hosts {
        html.raw("<th scope=col>")?;
        html.name(&host.name)?;
        html.raw("</th>")?;
    }
    html.raw("</tr></thead>\n<tbody>\n")
}

/// A row: VMs, and a cell for each host. `single` says that each row is one VM.
pub(in crate::render) fn row(
    html: &mut Html<'_>,
    single: bool,
    key: Key<'_>,
    row: Row<'_>,
) -> io::Result<()> {
    html.raw("<tr><th scope=row>")?;
    if !single {
        html.raw("<b>")?;
        html.both(|lang| Msg::Vms.count(lang, row.count))?;
        html.raw("</b> ")?;
    }
    html.both(|lang| vms(row, lang))?;
    html.raw("</th>")?;
    for (host, one) in row.cells.iter().enumerate() {
        html.raw("<td")?;
        html.attr("class", class(sign(one)))?;
        let text = |lang| cell(row, host, lang).join(" · ");
        if of_cell(one, key, Lang::En).is_empty() {
            html.raw("><span>")?;
            html.both(text)?;
            html.raw("</span></td>")?;
            continue;
        }
        html.raw("><details><summary>")?;
        html.both(text)?;
        html.raw("</summary><p>")?;
        html.both(|lang| of_cell(one, key, lang))?;
        html.raw("</p></details></td>")?;
    }
    html.raw("</tr>\n")
}

/// The end of the table.
pub(in crate::render) fn end(html: &mut Html<'_>) -> io::Result<()> {
    html.raw("</tbody></table></div>\n")
}

/// The class that colours a cell.
fn class(sign: Word) -> &'static str {
    match sign {
        Word::Yes => "pass",
        Word::No => "fail",
        Word::Unknown => "unknown",
        _ => "na",
    }
}
