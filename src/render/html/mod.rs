//! The report as one page for a browser: nothing is loaded, nothing is sent, both languages stand in it.
//!
//! The markup is complete without its script, which only filters, searches and switches. Text enters the
//! page through [`writer`] alone; the content security policy names the page's own style and script by
//! their hashes, so that no other could run even if it got in.

mod frame;
mod items;
mod known;
mod map;
mod objects;
mod placing;
mod plan;
mod rest;
mod rules;
mod run;
mod teams;
mod top;
mod wiring;
mod words;
mod writer;

use std::{
    collections::{BTreeSet, HashMap},
    io::{self, Write},
};

use super::{
    Beside,
    causes::{self, Cause},
    named::answer_of,
    picture,
    placement::STYLE,
};
use crate::{
    report::{Report, Verdict},
    terms::Lang,
};
use words::Word;

pub(super) use frame::{Frame, Link, begin, end, hash};
pub(super) use words::{MARKS, Mark, Word as Says};
pub(super) use writer::Html;

/// A page being written.
struct Page<'r, 'o> {
    report: &'r Report,
    beside: Beside<'r>,
    html: Html<'o>,
    lang: Lang,
    causes: Vec<Cause<'r>>,
    /// Place of each cluster in [`Report::clusters`], by its id.
    clusters: HashMap<&'r str, usize>,
    /// The teams of findings, by fingerprint.
    teams: HashMap<&'r str, BTreeSet<&'static str>>,
}

/// Writes the page; `lang` is the language it opens with.
pub(super) fn write(report: &Report, beside: Beside<'_>, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let clusters = report.clusters.iter().enumerate();
    let mut page = Page {
        report,
        beside,
        html: Html::new(out),
        lang,
        causes: causes::collect(report),
        clusters: clusters.map(|(at, cluster)| (cluster.object.id.as_str(), at)).collect(),
        teams: teams::by_fingerprint(beside.plan),
    };
    page.head()?;
    page.html.raw("<main id=main tabindex=-1>\n")?;
    page.verdict()?;
    page.plan()?;
    page.map()?;
    page.placing()?;
    page.wiring()?;
    page.rules()?;
    page.waiting()?;
    page.unread()?;
    page.holding()?;
    page.decisions()?;
    page.html.raw("<p class=vh id=copied role=status")?;
    page.html.data(|lang| Word::Copied.get(lang))?;
    page.html.raw("></p></main>\n")?;
    page.run()?;
    end(&mut page.html)
}

impl Page<'_, '_> {
    fn head(&mut self) -> io::Result<()> {
        let report = self.report;
        // Green is for an answer without an open question.
        let open = report.verdict == Verdict::Ready && report.count_open() > 0;
        let frame = Frame {
            lang: self.lang,
            title: &|lang| format!("{} · {}", answer_of(report, lang), Word::Title.get(lang)),
            name: &|lang| Word::Title.get(lang).to_owned(),
            verdict: if open { "ready-open" } else { report.verdict.name() },
            skip: &|lang| Word::Skip.get(lang).to_owned(),
            more_style: if picture::has_any(report) { &[STYLE, picture::STYLE] } else { &[STYLE] },
        };
        let contents = self.contents();
        begin(&mut self.html, &frame, &contents)
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
