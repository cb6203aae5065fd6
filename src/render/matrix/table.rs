//! The matrix for people, at a terminal: a column for each host where that fits, else lists of hosts.

use std::io::{self, Write};

use comfy_table::{
    Cell as TableCell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets,
};
use unicode_width::UnicodeWidthStr;

use super::causes::{Why, at, others, whys};
use super::list::{Row, cell, count, vms};
use super::rows::{Of, Rows};
use super::words::{Word, exit, relation};
use crate::placement::{Cell, Class, ClusterMatrix};
use crate::render::page::{Page, Tone};
use crate::render::placement::{
    Word as Shared, few, held, hosts, left_off, listed, loud, notes, out_of_service, running,
};
use crate::render::words::{Msg, thousands};
use crate::render::{LEAST_WIDTH, MOST_WIDTH, Style, named, safe};
use crate::report::Object;
use crate::terms::Lang;

/// Columns of the names at least, and beyond the longest name at most.
const LEAST_NAMES: usize = 16;
const MOST_NAMES: usize = 32;
/// Columns of a sign at least: `unknown`, `120 here`.
const LEAST_SIGN: usize = 8;
/// Reasons why a list may be incomplete that are told.
const FEW_REASONS: usize = 3;

/// Writes the matrix.
pub(super) fn write(rows: &Rows<'_>, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let lang = style.lang;
    let page = Page::new(out, style.width.clamp(LEAST_WIDTH, MOST_WIDTH), style.colour);
    let mut view = View { page, lang, single: rows.single() };
    view.page.para(0, (relation(rows.relation()).get(lang), Tone::Head), 2, "")?;
    rows.clusters(|frame, rows| view.cluster(frame, rows))?;
    view.page.blank()?;
    let tone = if rows.is_unclear() { Tone::Unsure } else { Tone::Plain };
    view.page.para(0, (&exit(rows.is_unclear(), lang), tone), 2, "")
}

/// A matrix being written.
struct View<'o> {
    page: Page<'o>,
    lang: Lang,
    /// Each row is one VM.
    single: bool,
}

/// Widths of the columns.
struct Columns {
    count: usize,
    names: usize,
    hosts: Vec<usize>,
}

impl View<'_> {
    fn cluster(&mut self, frame: &ClusterMatrix, rows: Of<'_>) -> io::Result<()> {
        let lang = self.lang;
        self.page.blank()?;
        let lead = format!("{}   ", named::kind_and_name(&frame.cluster, lang));
        self.page.parts(0, (&lead, Tone::Head), 2, &numbers(frame, lang), Msg::Comma.get(lang))?;
        if !frame.incomplete.is_empty() {
            let why: Vec<String> = frame.incomplete.iter().map(|why| named::reason(why, lang)).collect();
            let lead = format!("{} ", Shared::Incomplete.get(lang));
            self.page.para(2, (&lead, Tone::Unsure), 4, &listed(&why, FEW_REASONS, lang))?;
        }
        if let Some(word) = frame.restarting.and_then(loud) {
            self.page.para(2, (word.get(lang), Tone::Bad), 2, "")?;
        }
        for line in beside(frame, lang) {
            self.page.para(2, ("", Tone::Plain), 4, &line)?;
        }
        if let Some(told) = &frame.held {
            let (all, lines) = held(told, lang);
            let tone = if told.differs.is_empty() { Tone::Plain } else { Tone::Risk };
            self.page.para(2, ("", tone), 4, &all)?;
            for line in lines {
                self.page.para(4, ("- ", Tone::Plain), 6, &line)?;
            }
        }
        let mut rows = rows.peekable();
        if let Some(nothing) = nothing(frame, rows.peek().is_none()) {
            return self.page.para(2, ("", Tone::Plain), 2, nothing(lang));
        }
        let columns = self.columns(frame);
        if let Some(columns) = &columns {
            let count = if self.single { "" } else { Word::Vms.get(lang) };
            self.line(columns, count, Msg::Vm.get(lang), heads(frame))?;
        }
        for class in rows {
            let row = Row::from(&*class);
            match &columns {
                Some(columns) => {
                    let cells = (0..row.cells.len()).map(|host| cell(row, host, lang).join("\n")).collect();
                    let count = if self.single { String::new() } else { count(row) };
                    self.line(columns, &count, &vms(row, lang), cells)?;
                }
                None => self.listed(&class, frame)?,
            }
            for why in whys(&class, frame.into(), lang) {
                self.why(&why, if columns.is_some() { 6 } else { 4 })?;
            }
        }
        Ok(())
    }

    /// Widths under which each host has a column; `None` where there are too many.
    fn columns(&self, frame: &ClusterMatrix) -> Option<Columns> {
        let sign = |word: Word| word.get(self.lang).width();
        let least = LEAST_SIGN.max(sign(Word::Unknown)).max(sign(Word::Here));
        let hosts: Vec<usize> = heads(frame).iter().map(|head| head.width().max(least)).collect();
        let all_vms = thousands(u64::try_from(frame.vms).unwrap_or(u64::MAX));
        let count = if self.single { 0 } else { all_vms.width().max(sign(Word::Vms)) };
        let gaps = 2 * (hosts.len() + if self.single { 1 } else { 2 });
        let taken = count + gaps + hosts.iter().sum::<usize>();
        // No name is cut where the page has room for it.
        let least = frame.widest.clamp(LEAST_NAMES, self.page.width() / 2);
        let names = self.page.width().checked_sub(taken).filter(|names| *names >= least)?;
        Some(Columns { count, names: names.min(MOST_NAMES.max(frame.widest + 1)), hosts })
    }

    /// One line of the table, as the table crate lays it out. Each is laid out alone: a row is gone before the
    /// next is made.
    fn line(&mut self, columns: &Columns, count: &str, names: &str, cells: Vec<String>) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let count = TableCell::new(count).set_alignment(CellAlignment::Right);
        let names = TableCell::new(names);
        let (mut line, mut widths) = match self.single {
            true => (vec![names], vec![columns.names]),
            false => (vec![count, names], vec![columns.count, columns.names]),
        };
        line.extend(cells.into_iter().map(TableCell::new));
        widths.extend(&columns.hosts);
        table.add_row(line);
        for (column, width) in table.column_iter_mut().zip(widths) {
            column.set_padding((2, 0));
            let width = u16::try_from(width + 2).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        for line in table.lines() {
            self.page.line(&line, "", Tone::Plain)?;
        }
        Ok(())
    }

    /// A row without columns: where its VMs are, and where they can go.
    fn listed(&mut self, row: &Class, frame: &ClusterMatrix) -> io::Result<()> {
        let lang = self.lang;
        if self.single {
            self.page.para(2, (&vms(row.into(), lang), Tone::Head), 4, "")?;
        } else {
            let lead = format!("{}: ", Msg::Vms.count(lang, row.vms.len()));
            self.page.para(2, (&lead, Tone::Head), 4, &vms(row.into(), lang))?;
        }
        let homes: Vec<String> = row
            .on
            .iter()
            .filter_map(|home| Some((home, frame.hosts.get(home.host)?)))
            .map(|(home, host)| match row.vms.len() {
                1 => named::object_name(host),
                _ => format!("{} ({})", named::object_name(host), home.vms),
            })
            .collect();
        if !homes.is_empty() {
            self.entry(Word::Here, Tone::Plain, &few(&homes, lang), 4)?;
        }
        let yes = at(row, |cell| matches!(cell, Cell::Yes));
        if yes.is_empty() {
            return Ok(());
        }
        self.entry(Word::Yes, Tone::Good, &hosts(&yes, &others(row), &frame.hosts, lang), 4)
    }

    fn why(&mut self, why: &Why, indent: usize) -> io::Result<()> {
        let tone = if why.sign == Word::No { Tone::Bad } else { Tone::Unsure };
        let text = match (why.sign, self.lang) {
            // A reason names hosts itself.
            (Word::Unknown, _) => format!("{} ({})", why.hosts, why.what),
            (_, Lang::En) => format!("{}: {}", why.what, why.hosts),
            (_, Lang::Ja) => format!("{}: {}", why.hosts, why.what),
        };
        self.entry(why.sign, tone, &text, indent)
    }

    fn entry(&mut self, word: Word, tone: Tone, text: &str, indent: usize) -> io::Result<()> {
        let signs = [Word::Yes, Word::No, Word::Unknown, Word::Here];
        let width = signs.iter().map(|sign| sign.get(self.lang).width()).max().unwrap_or_default();
        let word = word.get(self.lang);
        let lead = format!("{word}{}  ", " ".repeat(width.saturating_sub(word.width())));
        self.page.para(indent, (&lead, tone), indent + lead.width(), text)
    }
}

/// Names of the hosts over their columns, without the domain that all of them have.
fn heads(frame: &ClusterMatrix) -> Vec<String> {
    let split = |host: &'_ Object| {
        let (name, domain) = host.name.split_once('.')?;
        // An address has none.
        (!name.bytes().all(|byte| byte.is_ascii_digit())).then(|| (name.to_owned(), domain.to_owned()))
    };
    let parts: Option<Vec<(String, String)>> = frame.hosts.iter().map(split).collect();
    match parts {
        Some(parts)
            if parts.iter().all(|(_, domain)| Some(domain) == parts.first().map(|(_, first)| first)) =>
        {
            parts.iter().map(|(name, _)| safe::name(name).into_owned()).collect()
        }
        _ => frame.hosts.iter().map(named::object_name).collect(),
    }
}

/// What there is to say of a cluster that has no cells.
pub(super) fn nothing(frame: &ClusterMatrix, no_rows: bool) -> Option<impl Fn(Lang) -> &'static str> {
    let (no_host, no_vm) = (frame.hosts.is_empty(), frame.vms == 0);
    (no_host || no_vm || no_rows).then_some(move |lang| match (no_host, no_vm) {
        (true, _) => Shared::NoHosts.get(lang),
        (_, true) => Shared::NoVms.get(lang),
        _ => Word::NamedNotThere.get(lang),
    })
}

/// What is told beside the cells: whom HA does not restart whatever they say, who stands on hosts out of service,
/// which hosts are avoided, and which rules are only preferred.
pub(super) fn beside(frame: &ClusterMatrix, lang: Lang) -> Vec<String> {
    let told = left_off(&frame.left_off, lang).into_iter().chain(out_of_service(&frame.out_of_service, lang));
    told.chain(notes(&frame.quarantined, &frame.preferred, lang)).collect()
}

/// `3 hosts`, `14 running VMs`, `2 VMs that do not run`.
pub(super) fn numbers(frame: &ClusterMatrix, lang: Lang) -> Vec<String> {
    let mut all = Vec::new();
    if !frame.cluster.path.is_empty() {
        all.push(safe::name(&frame.cluster.path).into_owned());
    }
    all.push(Msg::Hosts.count(lang, frame.hosts.len()));
    // Together with those on hosts out of service they are the VMs of the cluster.
    all.extend(running(frame.vms, frame.vms_unclear, lang));
    all.extend((frame.vms_off > 0).then(|| Word::Off.count(lang, frame.vms_off)));
    all
}
