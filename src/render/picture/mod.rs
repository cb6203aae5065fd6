//! How the hosts of each cluster are wired, drawn: hosts side by side, from physical adapter to vmkernel adapter, with
//! the findings at their places. Equal labels and subnets stand in one row, so that a gap or a step is the finding.
//!
//! The drawing is XML that every parser reads, loads nothing, and says in texts what it shows.

mod layout;
mod pen;
mod words;

use std::io::{self, Write};

use super::html::Html;
use crate::report::picture::Picture;
use crate::report::{ClusterInfo, Level, Report};
use crate::terms::Lang;
use layout::{Drawing, draw, said};
use words::Word;

/// Its style, in a page and in a file of its own; a page has the colours of its scheme.
pub(super) const STYLE: &str = include_str!("picture.css");

/// Between the pictures of two clusters.
const BETWEEN: i64 = 24;

/// The clusters that have something to draw.
pub(super) fn drawn(report: &Report) -> impl Iterator<Item = (&ClusterInfo, &Picture)> {
    let pictures = report.clusters.iter().filter_map(|cluster| Some((cluster, cluster.picture.as_ref()?)));
    pictures.filter(|(_, picture)| !picture.bands.is_empty())
}

/// Whether there is something to draw.
pub(super) fn has_any(report: &Report) -> bool {
    drawn(report).next().is_some()
}

/// How a picture is read.
pub(super) fn help(lang: Lang) -> &'static str {
    Word::Help.get(lang)
}

/// Writes the pictures of all clusters as one file.
pub(super) fn write(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let drawings: Vec<Drawing> =
        drawn(report).map(|(cluster, picture)| draw(cluster, picture, true, lang)).collect();
    let nothing = Drawing::saying(Word::Nothing.get(lang));
    let drawings = if drawings.is_empty() { vec![nothing] } else { drawings };
    let width = drawings.iter().map(|drawing| drawing.width).max().unwrap_or_default();
    let height: i64 = drawings.iter().map(|drawing| drawing.height + BETWEEN).sum();
    let mut svg = Html::new(out);
    svg.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"")?;
    pen::size(&mut svg, width, height)?;
    svg.attr("xml:lang", lang.name())?;
    svg.raw(" role=\"group\" class=\"wiring\">\n<title>")?;
    svg.text(Word::Title.get(lang))?;
    svg.raw("</title>\n<desc>")?;
    svg.text(Word::Help.get(lang))?;
    svg.raw("</desc>\n<style>")?;
    svg.raw(STYLE)?;
    svg.raw("</style>\n<rect class=\"paper\" width=\"100%\" height=\"100%\"/>\n")?;
    let mut top = 0;
    for drawing in &drawings {
        svg.raw("<g")?;
        svg.attr("transform", &format!("translate(0 {top})"))?;
        svg.raw(">\n")?;
        drawing.write(&mut svg)?;
        svg.raw("</g>\n")?;
        top += drawing.height + BETWEEN;
    }
    svg.raw("</svg>\n")
}

/// What the numbers of findings stand for, in a page, where it can be read without scrolling to and fro.
pub(super) fn notes(html: &mut Html<'_>, picture: &Picture) -> io::Result<()> {
    if picture.notes.is_empty() {
        return Ok(());
    }
    html.raw("<ol class=wired>\n")?;
    for (at, note) in picture.notes.iter().enumerate() {
        let class = if note.level == Level::Fail { "mark fail" } else { "mark warn" };
        html.raw("<li><b")?;
        html.attr("class", class)?;
        html.raw(">")?;
        html.number(at + 1)?;
        html.raw("</b> ")?;
        html.both(|lang| said(note, lang))?;
        html.raw("</li>\n")?;
    }
    html.raw("</ol>\n")
}

/// Writes the picture of one cluster into a page, without what its numbers stand for.
pub(super) fn inline(
    html: &mut Html<'_>,
    cluster: &ClusterInfo,
    picture: &Picture,
    lang: Lang,
) -> io::Result<()> {
    let drawing = draw(cluster, picture, false, lang);
    html.raw("<svg")?;
    pen::size(html, drawing.width, drawing.height)?;
    html.attr("lang", lang.name())?;
    html.raw(" role=\"group\" class=\"wiring\">\n<title>")?;
    html.text(&format!("{}: {}", Word::Title.get(lang), cluster.object.path))?;
    html.raw("</title>\n")?;
    drawing.write(html)?;
    html.raw("</svg>\n")
}
