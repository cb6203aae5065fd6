//! A diagnosis for people, at a terminal.

use std::io::{self, Write};

use super::lines;
use super::script::script;
use super::words::Word;
use crate::doctor::{Diagnosis, Readable};
use crate::render::page::{Page, Tone};
use crate::render::words::Msg;
use crate::render::{LEAST_WIDTH, MOST_WIDTH, Style};
use crate::terms::{Dialect, Lang};

/// Writes the diagnosis.
pub(super) fn write(diagnosis: &Diagnosis, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let mut page = Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour);
    let (word, tone, exit) = match diagnosis.readable {
        Readable::Yes => (Word::Readable, Tone::Good, Word::ExitYes),
        Readable::No => (Word::NotReadable, Tone::Bad, Word::ExitNo),
        Readable::CannotTell => (Word::CannotTell, Tone::Unsure, Word::ExitNo),
    };
    let profile = Msg::Profile.fill(lang, &[("profiles", &diagnosis.profiles.join(" "))]);
    page.parts(0, (&format!("{}   ", word.get(lang)), tone), 2, &[profile], "   ")?;
    page.para(2, ("", Tone::Plain), 2, lines::answer(diagnosis).get(lang))?;

    heading(&mut page, Word::Connection, lang)?;
    for line in lines::connection(diagnosis, lang).iter().chain(&lines::rights(diagnosis, lang)) {
        page.para(2, ("", Tone::Plain), 4, line)?;
    }
    if let Some(print) = lines::thumbprint(diagnosis, lang) {
        page.line(&format!("  {print}"), "", Tone::Plain)?;
    }
    heading(&mut page, Word::Sees, lang)?;
    for line in lines::sees(diagnosis, lang) {
        page.para(2, ("", Tone::Plain), 4, &line)?;
    }
    if diagnosis.sees.is_empty() {
        page.para(2, ("", Tone::Plain), 4, Word::SeesNothing.get(lang))?;
    }
    let lacking = lines::lacking(diagnosis, lang);
    if !lacking.is_empty() {
        heading(&mut page, Word::Lacks, lang)?;
    }
    for (what, rules) in lacking {
        page.para(2, ("", Tone::Plain), 4, &what)?;
        page.para(4, ("", Tone::Plain), 6, &rules)?;
    }
    heading(&mut page, Word::Could, lang)?;
    for one in &diagnosis.optional {
        page.para(2, ("", Tone::Plain), 4, &lines::optional(one, lang))?;
    }
    page.blank()?;
    page.para(0, ("", Tone::Plain), 2, &lines::role(diagnosis, lang))?;
    if let Some(beyond) = lines::beyond(diagnosis, lang) {
        page.para(2, ("", Tone::Plain), 4, &beyond)?;
    }
    page.para(2, ("", Tone::Plain), 4, Word::ForAdmin.get(lang))?;
    for dialect in [Dialect::Govc, Dialect::Powercli] {
        let script = script(diagnosis, dialect);
        let parts = [
            (Word::Create, &script.role),
            (Word::OnVcenter, &script.vcenter),
            (Word::OnDatacenters, &script.datacenters),
        ];
        page.blank()?;
        for (word, commands) in parts.into_iter().filter(|(_, commands)| !commands.is_empty()) {
            page.para(2, ("", Tone::Plain), 4, word.get(lang))?;
            // A command is not broken: it is there to be copied.
            commands.iter().try_for_each(|command| page.line(&format!("    {command}"), "", Tone::Plain))?;
        }
    }
    page.blank()?;
    page.para(0, ("", Tone::Plain), 2, exit.get(lang))
}

fn heading(page: &mut Page<'_>, word: Word, lang: Lang) -> io::Result<()> {
    page.blank()?;
    page.para(0, (word.get(lang), Tone::Head), 2, "")
}
