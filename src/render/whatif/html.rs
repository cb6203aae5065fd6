//! An answer as one page for a browser.

use std::io::{self, Write};

use super::told::{Part, Told};
use super::words::{Word, tier};
use super::{event, roll, summary};
use crate::placement::{ClusterAnswers, EventAnswer, WhatIf};
use crate::render::html::{Frame, Html, Link, begin, end};
use crate::render::named;
use crate::render::placement::{STYLE, held_page as held};
use crate::render::words::Msg;
use crate::terms::{Lang, Tier};

/// Writes the page; `lang` is the language it opens with.
pub(super) fn write(answer: &WhatIf, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let mut html = Html::new(out);
    let verdict = match answer.exit_code {
        0 => "ready",
        1 => "not-ready",
        _ => "cannot-tell",
    };
    let frame = Frame {
        lang,
        title: &|lang| format!("{} · vpreflight", Word::Title.get(lang)),
        name: &|lang| Word::Title.get(lang).to_owned(),
        verdict,
        skip: &|lang| Word::Skip.get(lang).to_owned(),
        more_style: &[STYLE],
    };
    let link = |(at, cluster): (usize, &ClusterAnswers)| {
        Link::new(format!("#c{at}"), |_| named::object_name(&cluster.cluster))
    };
    let links: Vec<Link> = answer.clusters.iter().enumerate().map(link).collect();
    begin(&mut html, &frame, &links)?;
    html.raw("<main id=main tabindex=-1>\n<section id=verdict><h1>")?;
    html.both(|lang| summary::answer(answer, lang))?;
    html.raw("</h1><p class=says>")?;
    html.both(|lang| Word::Title.get(lang))?;
    html.raw("</p><p class=help>")?;
    html.both(|lang| Word::Basis.get(lang))?;
    html.raw("</p></section>\n")?;
    for (at, one) in answer.clusters.iter().enumerate() {
        cluster(&mut html, at, one)?;
    }
    html.raw("</main>\n<footer><p class=help>")?;
    html.both(|lang| summary::exit(answer, lang))?;
    html.raw("</p></footer>\n")?;
    end(&mut html)
}

fn cluster(html: &mut Html<'_>, at: usize, cluster: &ClusterAnswers) -> io::Result<()> {
    html.raw("<section")?;
    html.attr("id", &format!("c{at}"))?;
    html.raw("><h2 tabindex=-1>")?;
    html.name(&cluster.cluster.name)?;
    html.raw("</h2><p class=scope>")?;
    html.both(|lang| summary::numbers(cluster, lang).join(Msg::Comma.get(lang)))?;
    html.raw("</p>")?;
    if let Some(word) = summary::loud(cluster) {
        html.raw("<p class=loud>")?;
        html.both(|lang| word.get(lang))?;
        html.raw("</p>")?;
    }
    if !summary::lines(cluster, Lang::En).is_empty() {
        html.raw("<p>")?;
        html.both_lines(|lang| summary::lines(cluster, lang))?;
        html.raw("</p>")?;
    }
    held(html, cluster.held.as_ref())?;
    let id = |event: usize| format!("c{at}-e{event}");
    let short = cluster.events.len() > 1;
    if short {
        strip(html, &cluster.events, &id)?;
    }
    for (event, one) in cluster.events.iter().enumerate() {
        let told = |lang| event::told(one, cluster.hosts, short, lang);
        article(html, &id(event), &told(Lang::En), &told(Lang::Ja))?;
    }
    if let Some(found) = &cluster.roll {
        parts(html, &roll::told(found, Lang::En), &roll::told(found, Lang::Ja))?;
        for (event, stop) in found.stops.iter().enumerate() {
            let told = |lang| roll::stop(stop, cluster.hosts, lang);
            article(html, &id(event), &told(Lang::En), &told(Lang::Ja))?;
        }
    }
    html.raw("</section>\n")
}

/// Each host with its answer: a strip of links to what is told of it.
fn strip(html: &mut Html<'_>, events: &[EventAnswer], id: &dyn Fn(usize) -> String) -> io::Result<()> {
    html.raw("<ul class=strip>")?;
    for (at, event) in events.iter().enumerate() {
        html.raw("<li><a")?;
        html.attr("class", &format!("chip {}", class(event.answer)))?;
        html.attr("href", &format!("#{}", id(at)))?;
        html.raw("><span>")?;
        html.both(|lang| super::told::objects(&event.hosts, lang))?;
        html.raw("</span> <b>")?;
        html.both(|lang| tier(event.answer, lang).0)?;
        html.raw("</b></a></li>")?;
    }
    html.raw("</ul>\n")
}

/// What is told of an event. Both languages have the same parts.
fn article(html: &mut Html<'_>, id: &str, en: &Told, ja: &Told) -> io::Result<()> {
    html.raw("<article")?;
    html.attr("class", &format!("event {}", class(en.tier)))?;
    html.attr("id", id)?;
    html.raw("><h3 tabindex=-1><b")?;
    html.attr("class", &format!("mark {}", class(en.tier)))?;
    html.raw(">")?;
    html.both(|lang| tier(en.tier, lang).0)?;
    html.raw("</b> ")?;
    both(html, &en.head, &ja.head)?;
    html.raw("</h3>")?;
    parts(html, &en.parts, &ja.parts)?;
    html.raw("</article>\n")
}

fn parts(html: &mut Html<'_>, en: &[Part], ja: &[Part]) -> io::Result<()> {
    for (en, ja) in en.iter().zip(ja).filter(|(en, _)| !en.lead.is_empty()) {
        if en.lines.is_empty() {
            html.raw("<p>")?;
            both(html, &en.lead, &ja.lead)?;
            html.raw("</p>")?;
            continue;
        }
        html.raw("<h4>")?;
        both(html, &en.lead, &ja.lead)?;
        html.raw(if en.ordered { "</h4><ol>" } else { "</h4><ul>" })?;
        for (line, other) in en.lines.iter().zip(&ja.lines) {
            html.raw("<li>")?;
            both(html, &line.text, &other.text)?;
            if !line.below.is_empty() {
                html.raw("<ul>")?;
                for (below, other) in line.below.iter().zip(&other.below) {
                    html.raw("<li>")?;
                    both(html, below, other)?;
                    html.raw("</li>")?;
                }
                html.raw("</ul>")?;
            }
            html.raw("</li>")?;
        }
        html.raw(if en.ordered { "</ol>" } else { "</ul>" })?;
    }
    Ok(())
}

fn both(html: &mut Html<'_>, en: &str, ja: &str) -> io::Result<()> {
    html.both(|lang| if lang == Lang::En { en } else { ja })
}

/// The class that colours an answer.
fn class(tier: Tier) -> &'static str {
    match tier {
        Tier::AsItStands => "pass",
        Tier::AfterMoves => "warn",
        Tier::DoesNotFit => "fail",
        Tier::CannotTell => "unknown",
    }
}
