//! The sheet as one page to print, A4 across, in the language of the run. It has no script and loads nothing.

use std::io::{self, Write};

use super::page::Page;
use super::words::columns;
use crate::render::html::{Html, hash};

const STYLE: &str = include_str!("sheet.css");

/// Writes the page.
pub(in crate::render) fn write(page: &Page<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::new(out);
    html.raw("<!DOCTYPE html>\n<html")?;
    html.attr("lang", page.lang.name())?;
    html.raw(">\n<head>\n<meta charset=utf-8>\n<meta http-equiv=Content-Security-Policy")?;
    let policy =
        format!("default-src 'none'; style-src {}; base-uri 'none'; form-action 'none'", hash(STYLE));
    html.attr("content", &policy)?;
    html.raw(
        ">\n<meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=referrer content=no-referrer>\n<title>",
    )?;
    html.text(page.title())?;
    html.raw("</title>\n<style>")?;
    html.raw(STYLE)?;
    html.raw("</style>\n</head>\n<body>\n<h1>")?;
    html.text(page.title())?;
    html.raw("</h1>\n<dl>\n")?;
    named(&mut html, &page.about())?;
    html.raw("</dl>\n<table>\n<thead><tr>")?;
    for column in columns(page.lang) {
        html.raw("<th scope=col>")?;
        html.text(column)?;
        html.raw("</th>")?;
    }
    html.raw("</tr></thead>\n<tbody>\n")?;
    for (line, cells) in page.lines.iter().zip(page.with_dittos()) {
        html.raw("<tr")?;
        html.attr("data-o", line.mark.map_or("", |mark| mark.key))?;
        html.attr("data-place", &line.item.place)?;
        html.attr("data-rule", line.rule.as_deref().unwrap_or_default())?;
        html.raw(">")?;
        for text in [&cells.number, &cells.heading, &cells.item, &cells.verdict] {
            cell(&mut html, &[text.as_str()])?;
        }
        let evidence: Vec<&str> = cells.evidence.iter().map(String::as_str).collect();
        cell(&mut html, &evidence)?;
        for text in [&cells.who, &cells.date] {
            cell(&mut html, &[text.as_str()])?;
        }
        html.raw("</tr>\n")?;
    }
    html.raw("</tbody>\n</table>\n<dl class=sign>\n")?;
    named(&mut html, &page.end())?;
    html.raw("</dl>\n</body>\n</html>\n")
}

fn cell(html: &mut Html<'_>, lines: &[&str]) -> io::Result<()> {
    html.raw("<td>")?;
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            html.raw("<br>")?;
        }
        html.text(line)?;
    }
    html.raw("</td>")
}

fn named(html: &mut Html<'_>, values: &[(&str, String)]) -> io::Result<()> {
    for (name, value) in values {
        html.raw("<dt>")?;
        html.text(name)?;
        html.raw("</dt><dd>")?;
        html.text(value)?;
        html.raw("</dd>\n")?;
    }
    Ok(())
}
