//! A plan as one page for a browser.

use std::io::{self, Write};

use super::by::By;
use super::told::{Item, Section, told};
use super::words::Word;
use crate::plan::Plan;
use crate::render::html::{Frame, Html, Link, begin, end};
use crate::render::words::Msg;
use crate::report::Verdict;
use crate::terms::Lang;

/// Writes the page; `lang` is the language it opens with.
pub(super) fn write(plan: &Plan, by: By, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::new(out);
    let (en, ja) = (told(plan, by, Lang::En), told(plan, by, Lang::Ja));
    let own = |lang| if lang == Lang::En { &en } else { &ja };
    let verdict = match plan.verdict {
        Verdict::Ready => "ready",
        Verdict::NotReady => "not-ready",
        Verdict::CannotTell => "cannot-tell",
    };
    let frame = Frame {
        lang,
        title: &|lang| format!("{} · vpreflight", Word::Title.get(lang)),
        name: &|lang| Word::Title.get(lang).to_owned(),
        verdict,
        skip: &|lang| Word::Skip.get(lang).to_owned(),
        more_style: &[],
    };
    let heading = |section: &Section| section.heading.trim_end_matches(':').to_owned();
    let links = en.sections.iter().zip(&ja.sections).enumerate();
    let links: Vec<Link> = links
        .map(|(at, (en, ja))| {
            Link::new(format!("#s{at}"), |lang| heading(if lang == Lang::En { en } else { ja }))
        })
        .collect();
    begin(&mut html, &frame, &links)?;
    html.raw("<main id=main tabindex=-1>\n<section id=verdict><h1>")?;
    html.both(|lang| own(lang).now.as_str())?;
    html.raw("</h1><p class=says>")?;
    html.both_lines(|lang| own(lang).lines.clone())?;
    html.raw("</p></section>\n")?;
    for (at, (en, ja)) in en.sections.iter().zip(&ja.sections).enumerate() {
        html.raw("<section")?;
        html.attr("id", &format!("s{at}"))?;
        html.raw("><h2 tabindex=-1>")?;
        html.both(|lang| heading(if lang == Lang::En { en } else { ja }))?;
        html.raw("</h2>\n")?;
        for (en, ja) in en.items.iter().zip(&ja.items) {
            item(&mut html, en, ja)?;
        }
        html.raw("</section>\n")?;
    }
    html.raw("</main>\n<footer><p class=help>")?;
    html.both_lines(|lang| own(lang).ends.clone())?;
    html.raw("</p></footer>\n")?;
    end(&mut html)
}

fn item(html: &mut Html<'_>, en: &Item, ja: &Item) -> io::Result<()> {
    let own = |lang| if lang == Lang::En { en } else { ja };
    html.raw("<article><h3>")?;
    if let Some(number) = en.number {
        html.number(number)?;
        html.raw(". ")?;
    }
    html.both(|lang| own(lang).object.as_str())?;
    html.raw("</h3><p class=scope>")?;
    html.both(|lang| own(lang).tags.join(Msg::Comma.get(lang)))?;
    html.raw("</p><p>")?;
    html.both_lines(|lang| own(lang).what.clone())?;
    html.raw("</p>")?;
    if !en.notes.is_empty() {
        html.raw("<ul>")?;
        for (note, other) in en.notes.iter().zip(&ja.notes) {
            html.raw("<li>")?;
            html.both(|lang| if lang == Lang::En { note.as_str() } else { other.as_str() })?;
            html.raw("</li>")?;
        }
        html.raw("</ul>")?;
    }
    html.raw("</article>\n")
}
