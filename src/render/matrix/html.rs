//! The matrix as one page for a browser: a table with a word in each cell, whose reason opens beneath it.

use std::io::{self, Write};

use super::heat;
use super::list::Row;
use super::rows::{Of, Rows};
use super::words::{Word, exit, relation};
use crate::placement::ClusterMatrix;
use crate::render::html::{Frame, Html, Link, begin, end};
use crate::render::named;
use crate::render::placement::{STYLE, Word as Shared, held_page as held, loud};
use crate::render::words::Msg;
use crate::terms::Lang;

/// Writes the page; `lang` is the language it opens with.
pub(super) fn write(rows: &Rows<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::new(out);
    let title = |lang| Word::Title.get(lang).to_owned();
    let unclear = rows.is_unclear();
    let frame = Frame {
        lang,
        title: &|lang| format!("{} · vpreflight", Word::Title.get(lang)),
        name: &title,
        verdict: if unclear { "cannot-tell" } else { "ready" },
        skip: &title,
        more_style: &[STYLE],
    };
    let mut links = Vec::new();
    rows.clusters(|frame, _| {
        let name = named::object_name(&frame.cluster);
        links.push(Link::new(format!("#c{}", links.len()), |_| name.clone()));
        Ok(())
    })?;
    begin(&mut html, &frame, &links)?;
    html.raw("<main id=main tabindex=-1>\n<section id=verdict><h1>")?;
    html.both(|lang| Word::Title.get(lang))?;
    html.raw("</h1><p class=says>")?;
    html.both(|lang| relation(rows.relation()).get(lang))?;
    html.raw("</p><p class=help>")?;
    html.both(|lang| Word::Help.get(lang))?;
    html.raw("</p></section>\n")?;
    let (mut at, single) = (0, rows.single());
    rows.clusters(|frame, rows| {
        cluster(&mut html, at, single, frame, rows)?;
        at += 1;
        Ok(())
    })?;
    html.raw("</main>\n<footer><p class=help>")?;
    html.both(|lang| exit(unclear, lang))?;
    html.raw("</p></footer>\n")?;
    end(&mut html)
}

fn cluster(
    html: &mut Html<'_>,
    at: usize,
    single: bool,
    frame: &ClusterMatrix,
    rows: Of<'_>,
) -> io::Result<()> {
    html.raw("<section")?;
    html.attr("id", &format!("c{at}"))?;
    html.raw("><h2 tabindex=-1>")?;
    html.name(&frame.cluster.name)?;
    html.raw("</h2><p class=scope>")?;
    html.both(|lang| super::table::numbers(frame, lang).join(Msg::Comma.get(lang)))?;
    html.raw("</p>")?;
    if !frame.incomplete.is_empty() {
        html.raw("<p class=altered>")?;
        html.both_lines(|lang| {
            let reasons = frame.incomplete.iter().map(|why| named::reason(why, lang));
            std::iter::once(Shared::Incomplete.get(lang).to_owned()).chain(reasons).collect::<Vec<_>>()
        })?;
        html.raw("</p>")?;
    }
    if let Some(word) = frame.restarting.and_then(loud) {
        html.raw("<p class=loud>")?;
        html.both(|lang| word.get(lang))?;
        html.raw("</p>")?;
    }
    if !super::table::beside(frame, Lang::En).is_empty() {
        html.raw("<p>")?;
        html.both_lines(|lang| super::table::beside(frame, lang))?;
        html.raw("</p>")?;
    }
    held(html, frame.held.as_ref())?;
    let mut rows = rows.peekable();
    if let Some(nothing) = super::table::nothing(frame, rows.peek().is_none()) {
        html.raw("<p>")?;
        html.both(nothing)?;
        return html.raw("</p></section>\n");
    }
    heat::begin(html, &format!("l{at}"), |lang| Word::Scrolls.get(lang), &frame.hosts)?;
    for one in rows {
        heat::row(html, single, frame.into(), Row::from(&*one))?;
    }
    heat::end(html)?;
    html.raw("</section>\n")
}
