//! A plan for wikis and tickets: a list that can be ticked off.

use std::io::{self, Write};

use super::by::By;
use super::told::{Item, told};
use super::words::Word;
use crate::plan::Plan;
use crate::render::markdown::escaped;
use crate::render::words::Msg;
use crate::terms::Lang;

/// Writes the document.
pub(super) fn write(plan: &Plan, by: By, lang: Lang, out: &mut dyn Write) -> io::Result<()> {
    let told = told(plan, by, lang);
    writeln!(out, "## {}\n", Word::Title.get(lang))?;
    writeln!(out, "- {}", Word::Now.fill(lang, &[("verdict", &escaped(&told.now))]))?;
    for line in &told.lines {
        writeln!(out, "- {}", escaped(line))?;
    }
    for section in &told.sections {
        writeln!(out, "\n### {}\n", escaped(section.heading.trim_end_matches([':', '：'])))?;
        for one in &section.items {
            item(out, one, lang)?;
        }
    }
    writeln!(out)?;
    for line in &told.ends {
        writeln!(out, "{}  ", escaped(line))?;
    }
    Ok(())
}

fn item(out: &mut dyn Write, item: &Item, lang: Lang) -> io::Result<()> {
    let tags = match item.tags.as_slice() {
        [] => String::new(),
        tags => format!(" ({})", escaped(&tags.join(Msg::Comma.get(lang)))),
    };
    let number = item.number.map(|number| format!("{number}\\. ")).unwrap_or_default();
    writeln!(out, "- [ ] {number}**{}**{tags}", escaped(&item.object))?;
    for line in item.what.iter().chain(&item.notes) {
        writeln!(out, "  - {}", escaped(line))?;
    }
    Ok(())
}
