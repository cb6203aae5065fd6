//! The report as one page for a browser: nothing is loaded, nothing is sent, both languages stand in it.
//!
//! The markup is complete without its script, which only filters, searches and switches. Text enters the
//! page through [`writer`] alone; the content security policy names the page's own style and script by
//! their hashes, so that no other could run even if it got in.

mod items;
mod known;
mod map;
mod objects;
mod placing;
mod rest;
mod rules;
mod run;
mod top;
mod words;
mod writer;

use std::{
    collections::HashMap,
    io::{self, Write},
};

use base64::{Engine, engine::general_purpose::STANDARD};
use sha2::{Digest, Sha256};

use super::{
    causes::{self, Cause},
    named::answer_of,
};
use crate::{
    report::{Report, Verdict},
    terms::Lang,
};
use words::Word;
use writer::Html;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// A page being written.
struct Page<'r, 'o> {
    report: &'r Report,
    html: Html<'o>,
    lang: Lang,
    causes: Vec<Cause<'r>>,
    /// Place of each cluster in [`Report::clusters`], by its id.
    clusters: HashMap<&'r str, usize>,
}

/// Writes the page; `lang` is the language it opens with.
pub(super) fn write(report: &Report, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let clusters = report.clusters.iter().enumerate();
    let mut page = Page {
        report,
        html: Html::new(out),
        lang,
        causes: causes::collect(report),
        clusters: clusters.map(|(at, cluster)| (cluster.object.id.as_str(), at)).collect(),
    };
    page.head()?;
    page.html.raw("<main id=main tabindex=-1>\n")?;
    page.verdict()?;
    page.map()?;
    page.placing()?;
    page.rules()?;
    page.unread()?;
    page.waiting()?;
    page.decisions()?;
    page.html.raw("</main>\n")?;
    page.run()?;
    page.html.raw("<script>")?;
    page.html.raw(SCRIPT)?;
    page.html.raw("</script>\n</body>\n</html>\n")
}

/// `'sha256-…'` of a style or script as a browser sees it: parsers read CR LF as LF.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.replace("\r\n", "\n"))))
}

impl Page<'_, '_> {
    fn head(&mut self) -> io::Result<()> {
        self.html.raw("<!DOCTYPE html>\n<html")?;
        self.html.attr("lang", self.lang.name())?;
        self.html.raw(">\n<head>\n<meta charset=utf-8>\n<meta http-equiv=Content-Security-Policy")?;
        let policy = format!(
            "default-src 'none'; style-src {}; script-src {}; base-uri 'none'; form-action 'none'; \
             require-trusted-types-for 'script'; trusted-types 'none'",
            hash(STYLE),
            hash(SCRIPT)
        );
        // The policy is the one text with quotes that are not for people; escaping keeps them.
        self.html.attr("content", &policy)?;
        self.html.raw(
            ">\n<meta name=viewport content=\"width=device-width, initial-scale=1\">\n\
             <meta name=referrer content=no-referrer>\n<meta name=color-scheme content=\"light dark\">\n<title",
        )?;
        let report = self.report;
        let title = |lang| format!("{} · {}", answer_of(report, lang), Word::Title.get(lang));
        self.html.data(title)?;
        self.html.raw(">")?;
        self.html.text(&title(self.lang))?;
        self.html.raw("</title>\n<style>")?;
        self.html.raw(STYLE)?;
        self.html.raw("</style>\n</head>\n<body")?;
        // Green is for an answer without an open question.
        let open = report.verdict == Verdict::Ready && report.count_open() > 0;
        self.html.attr("data-verdict", if open { "ready-open" } else { report.verdict.name() })?;
        self.html.raw(">\n")?;
        self.header()
    }

    /// A word of the page in both languages.
    fn word(&mut self, word: Word) -> io::Result<()> {
        self.html.both(|lang| word.get(lang))
    }

    /// A section with its heading; the caller closes it.
    fn section(&mut self, id: &'static str, title: Word) -> io::Result<()> {
        self.html.raw("<section")?;
        self.html.attr("id", id)?;
        self.html.attr("aria-labelledby", &format!("h-{id}"))?;
        self.html.raw(">\n<h2")?;
        self.html.attr("id", &format!("h-{id}"))?;
        self.html.raw(" tabindex=-1>")?;
        self.word(title)?;
        self.html.raw("</h2>\n")
    }

    /// A sign with its word, coloured.
    fn mark(&mut self, mark: words::Mark) -> io::Result<()> {
        self.html.raw("<b")?;
        self.html.attr("class", &format!("mark {}", mark.key))?;
        self.html.raw(">")?;
        self.sign(mark)?;
        self.html.raw(" ")?;
        self.word(mark.word)?;
        self.html.raw("</b>")
    }

    /// The sign of a mark, where its word stands beside it.
    fn sign(&mut self, mark: words::Mark) -> io::Result<()> {
        let [en, ja] = mark.sign;
        if en == ja {
            self.html.raw("<i aria-hidden=true>")?;
            self.html.raw(en)?;
            return self.html.raw("</i>");
        }
        for (open, sign) in [("<i aria-hidden=true lang=en>", en), ("<i aria-hidden=true lang=ja>", ja)] {
            self.html.raw(open)?;
            self.html.raw(sign)?;
            self.html.raw("</i>")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_the_assets_ends_them_or_loads_anything() {
        for asset in [STYLE, SCRIPT] {
            let lower = asset.to_ascii_lowercase();
            for never in
                ["</", "<!--", "http:", "https:", "url(", "@import", "innerhtml", "insertadjacent", "eval("]
            {
                assert!(!lower.contains(never), "{never}");
            }
        }
    }

    #[test]
    fn line_ends_do_not_change_a_hash() {
        assert_eq!(hash("a\r\nb"), hash("a\nb"));
        assert_eq!(hash(""), "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='");
    }
}
