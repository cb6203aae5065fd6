//! Several vCenters for people: the answer over all, a line for each vCenter and each of its clusters, and then what
//! each report says.

use std::io::{self, Write};

use crate::render::page::{Page, Tone};
use crate::render::{Format, LEAST_WIDTH, MOST_WIDTH, Style, named, render, safe};
use crate::report::{Fleet, Member};
use crate::terms::{Text, told};

pub(super) fn write(fleet: &Fleet, style: &Style, out: &mut dyn Write) -> io::Result<()> {
    overview(fleet, style, &mut page(style, out))?;
    for one in &fleet.vcenters {
        let Some(report) = &one.report else { continue };
        let mut own = page(style, out);
        own.blank()?;
        own.para(0, (&format!("== {}", safe::name(&one.source)), Tone::Head), 0, "")?;
        render(report, Format::Table, *style, out)?;
    }
    Ok(())
}

fn page<'o>(style: &Style, out: &'o mut dyn Write) -> Page<'o> {
    Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour)
}

fn overview(fleet: &Fleet, style: &Style, page: &mut Page<'_>) -> io::Result<()> {
    let lang = style.lang;
    let lead = format!("{}   ", named::answer(fleet.verdict, fleet.open_questions, lang));
    let read = fleet.vcenters.iter().filter(|one| one.report.is_some()).count();
    let all = fleet.vcenters.len();
    let count = match all {
        1 => told!("{read} of 1 vCenter read", "vCenter 1 台のうち {read} 台を読み取りました"),
        _ => told!("{read} of {all} vCenters read", "vCenter {all} 台のうち {read} 台を読み取りました"),
    };
    page.para(0, (&lead, Tone::of_answer(fleet.verdict, fleet.open_questions)), 4, count.get(lang))?;
    for one in &fleet.vcenters {
        member(one, style, page)?;
    }
    for same in &fleet.same {
        let sources: Vec<_> = same.sources.iter().map(|source| safe::name(source)).collect();
        let text = told!(
            "The same vCenter twice (instance UUID {uuid}): {sources}",
            "同じ vCenter が複数回指定されています (インスタンス UUID {uuid}): {sources}",
            uuid = safe::name(&same.instance_uuid),
            sources = sources.join(", ")
        );
        page.para(0, ("", Tone::Plain), 2, text.get(lang))?;
    }
    Ok(())
}

/// The answer for one vCenter, and for its clusters.
fn member(one: &Member, style: &Style, page: &mut Page<'_>) -> io::Result<()> {
    let lang = style.lang;
    let open = one.report.as_ref().map_or(0, |report| report.count_open());
    let lead = format!("{}   ", named::answer(one.verdict, open, lang));
    let Some(report) = &one.report else {
        let why = one.unread().map(|why| safe::line(why.get(lang)).into_owned()).unwrap_or_default();
        let text = told!("not read: {why}", "読み取れませんでした: {why}");
        return page.para(2, (&lead, Tone::of_answer(one.verdict, open)), 4, text.get(lang));
    };
    let source = safe::name(&one.source);
    // The name of a file tells less than that of the server.
    let server = safe::name(&report.source.server);
    let who = if server == source { source.into_owned() } else { format!("{source} ({server})") };
    page.para(2, (&lead, Tone::of_answer(one.verdict, open)), 4, &who)?;
    for (cluster, answer) in report.clusters.iter().zip(report.answers()) {
        let lead = format!("{}   ", named::answer(answer.verdict, answer.open, lang));
        let object = &cluster.object;
        let path = safe::line(if object.path.is_empty() { &object.name } else { &object.path });
        page.para(4, (&lead, Tone::of_answer(answer.verdict, answer.open)), 6, &path)?;
    }
    if report.clusters.is_empty() {
        let text: Text = told!("no cluster in sight", "クラスタがありません");
        page.para(4, ("", Tone::Plain), 6, text.get(lang))?;
    }
    Ok(())
}
