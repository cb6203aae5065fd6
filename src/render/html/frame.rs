//! What every page has around its own parts: head, policy, style, script, contents, the switch of languages.

use std::io;

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::words::Word;
use super::writer::Html;
use crate::terms::Lang;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A text in both languages.
type Says<'f> = &'f dyn Fn(Lang) -> String;

/// What a page is.
pub(in crate::render) struct Frame<'f> {
    /// The language it opens with.
    pub lang: Lang,
    /// Its title, as a window has it.
    pub title: Says<'f>,
    /// Its name, at the top of the page.
    pub name: Says<'f>,
    /// The word of the answer, which decides its colour.
    pub verdict: &'static str,
    /// What the first link says, which leads to the answer.
    pub skip: Says<'f>,
    /// Its own style beside that of every page.
    pub more_style: &'static [&'static str],
}

/// A link in the contents.
pub(in crate::render) struct Link {
    href: String,
    says: [String; 2],
}

impl Link {
    /// A link to a place of the page.
    pub(in crate::render) fn new(href: String, says: impl Fn(Lang) -> String) -> Self {
        Self { href, says: [says(Lang::En), says(Lang::Ja)] }
    }
}

/// `'sha256-…'` of a style or script as a browser sees it: parsers read CR LF as LF.
pub(in crate::render) fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.replace("\r\n", "\n"))))
}

/// The beginning of a page, up to its first part.
pub(in crate::render) fn begin(html: &mut Html<'_>, frame: &Frame<'_>, contents: &[Link]) -> io::Result<()> {
    html.raw("<!DOCTYPE html>\n<html")?;
    html.attr("lang", frame.lang.name())?;
    html.raw(">\n<head>\n<meta charset=utf-8>\n<meta http-equiv=Content-Security-Policy")?;
    let styles: Vec<String> = [STYLE].iter().chain(frame.more_style).map(|style| hash(style)).collect();
    let policy = format!(
        "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'; \
         require-trusted-types-for 'script'; trusted-types 'none'",
        styles.join(" "),
        hash(SCRIPT)
    );
    // The policy is the one text with quotes that are not for people; escaping keeps them.
    html.attr("content", &policy)?;
    html.raw(
        ">\n<meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
         <meta name=referrer content=no-referrer>\n<meta name=color-scheme content=\"light dark\">\n<title",
    )?;
    html.data(frame.title)?;
    html.raw(">")?;
    html.text(&(frame.title)(frame.lang))?;
    html.raw("</title>\n")?;
    for style in [STYLE].iter().chain(frame.more_style) {
        html.raw("<style>")?;
        html.raw(style)?;
        html.raw("</style>\n")?;
    }
    html.raw("</head>\n<body")?;
    html.attr("data-verdict", frame.verdict)?;
    html.raw(">\n")?;
    header(html, frame, contents)
}

/// Skip link, name, contents and language.
fn header(html: &mut Html<'_>, frame: &Frame<'_>, contents: &[Link]) -> io::Result<()> {
    html.raw("<a class=skip href=#main>")?;
    html.both(frame.skip)?;
    html.raw("</a>\n<header class=bar><p class=brand><b>vpreflight</b> ")?;
    html.both(frame.name)?;
    html.raw("</p>\n<nav aria-labelledby=h-nav><h2 class=vh id=h-nav>")?;
    html.both(|lang| Word::Contents.get(lang))?;
    html.raw("</h2><ul>")?;
    for Link { href, says: [en, ja] } in contents {
        html.raw("<li><a")?;
        html.attr("href", href)?;
        html.raw(">")?;
        html.both(|lang| if lang == Lang::En { en } else { ja })?;
        html.raw("</a></li>")?;
    }
    html.raw("</ul></nav>\n<fieldset class=lang><legend class=vh>")?;
    html.both(|lang| Word::Language.get(lang))?;
    html.raw("</legend>")?;
    for (lang, en) in [("en", true), ("ja", false)] {
        html.raw("<label")?;
        html.attr("lang", lang)?;
        html.raw("><input type=radio name=lang autocomplete=off")?;
        html.attr("id", &format!("to-{lang}"))?;
        html.attr("value", lang)?;
        html.raw(if en == (frame.lang == Lang::En) { " checked>" } else { ">" })?;
        html.raw(if en { "<b>English</b></label>" } else { "<b>日本語</b></label>" })?;
    }
    html.raw("</fieldset></header>\n")
}

/// The end of a page.
pub(in crate::render) fn end(html: &mut Html<'_>) -> io::Result<()> {
    html.raw("<script>")?;
    html.raw(SCRIPT)?;
    html.raw("</script>\n</body>\n</html>\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_assets_ends_them_or_loads_anything() {
        let placement = include_str!("../placement/placement.css");
        for asset in [STYLE, SCRIPT, placement, crate::render::picture::STYLE] {
            let lower = asset.to_ascii_lowercase();
            for never in
                ["</", "<!--", "http:", "https:", "url(", "@import", "innerhtml", "insertadjacent", "eval("]
            {
                assert!(!lower.contains(never), "{never}");
            }
        }
    }

    #[test]
    fn a_page_does_not_style_what_a_picture_calls_its_own() {
        let classes = |style: &str| -> std::collections::BTreeSet<String> {
            let outside = style.split('}').filter_map(|rule| rule.split('{').next());
            let names = outside.flat_map(|selector| selector.split('.').skip(1).map(str::to_owned));
            let end = |name: String| {
                name.find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                    .map_or(name.clone(), |at| name[..at].to_owned())
            };
            names.map(end).filter(|name| !name.is_empty()).collect()
        };
        // What says how bad something is only sets colours in a page.
        let both: Vec<String> = classes(STYLE)
            .intersection(&classes(crate::render::picture::STYLE))
            .filter(|name| !["fail", "warn", "scroll"].contains(&name.as_str()))
            .cloned()
            .collect();
        assert!(both.is_empty(), "{both:?}");
    }

    #[test]
    fn line_ends_do_not_change_a_hash() {
        assert_eq!(hash("a\r\nb"), hash("a\nb"));
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
