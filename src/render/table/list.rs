//! The prerequisites by area: one row each for what does not hold, one line for all that does.

use std::collections::BTreeSet;
use std::io;

use comfy_table::{Cell, CellAlignment, ColumnConstraint, ContentArrangement, Table, Width, presets};
use unicode_width::UnicodeWidthStr;

use super::{
    super::{
        first::worst_first,
        named::{self, held},
        page::Tone,
        safe,
        words::Msg,
    },
    View, outcome_word,
};
use crate::report::{
    Area, Level, Object, ObjectKind, Outcome, Prerequisite, Severity, Tally, Undecided, distinct,
};

/// Widest id that has a column to itself without squeezing the notes.
const ID_COLUMNS: usize = 40;

/// Rules of an area that lack the same from which on they are one row: a host that was not read is told once.
const ALIKE: usize = 3;

/// One row, and how its first word is coloured.
struct Row {
    word: &'static str,
    tone: Tone,
    id: String,
    objects: String,
    note: String,
}

/// Widths of the columns, common to all areas.
#[derive(Clone, Copy)]
struct Columns {
    word: usize,
    id: usize,
    objects: usize,
    note: usize,
}

impl View<'_, '_> {
    /// All areas.
    pub(super) fn prerequisites(&mut self) -> io::Result<()> {
        if self.report.prerequisites.is_empty() {
            self.page.blank()?;
            let text = self.msg(Msg::NothingChecked);
            return self.page.para(0, ("", Tone::Plain), 0, text);
        }
        let columns = self.columns();
        for (area, title) in [(Area::Both, Msg::Both), (Area::Ha, Msg::Ha), (Area::Vmotion, Msg::Vmotion)] {
            self.area(title, columns, |rule| rule.severity == Severity::Required && rule.area == area)?;
        }
        self.area(Msg::Advisory, columns, |rule| rule.severity == Severity::Advisory)
    }

    /// Whether a rule has a row of its own. What waits for a person or was said by one is listed
    /// further down; what was waived has a row all the same.
    fn has_row(&self, rule: &Prerequisite) -> bool {
        if !self.style.only.is_empty() {
            return self.style.only.shows(rule.outcome);
        }
        self.style.all
            || !matches!(
                rule.outcome,
                Outcome::Pass | Outcome::Attested | Outcome::NotApplicable | Outcome::Manual
            ) && rule.outcome.rank() > Outcome::Pass.rank()
    }

    /// Column widths that fit every row of every area.
    fn columns(&self) -> Columns {
        let mut word = 0;
        let mut id = 0;
        let mut objects = self.msg(Msg::Objects).width();
        for rule in self.report.prerequisites.iter().filter(|rule| self.has_row(rule)) {
            word = word.max(self.msg(outcome_word(rule.outcome).0).width());
            id = id.max(safe::fit(&rule.id, ID_COLUMNS).width());
            objects = objects.max(held(rule.objects).width());
        }
        let note = self.page.width().saturating_sub(2 + word + 2 + id + 2 + objects + 2);
        Columns { word, id, objects, note }
    }

    fn area(
        &mut self,
        title: Msg,
        columns: Columns,
        is_in: impl Fn(&Prerequisite) -> bool,
    ) -> io::Result<()> {
        let order = worst_first(self.report);
        let rules: Vec<&Prerequisite> = order.into_iter().filter(|rule| is_in(rule)).collect();
        if rules.is_empty() {
            return Ok(());
        }
        let mut hidden = Tally::default();
        let mut rows = Vec::new();
        let whole = self.style.details || self.style.all || !self.style.only.is_empty();
        // What was not read for each rule, by outcome: said once where several lack the same.
        let lacking: Vec<_> =
            rules.iter().map(|rule| lacking(rule).map(|objects| (rule.outcome.name(), objects))).collect();
        let mut told = BTreeSet::new();
        for (rule, own) in rules.iter().zip(&lacking) {
            if !self.has_row(rule) {
                hidden.add(rule.outcome);
                continue;
            }
            let alike = lacking.iter().filter(|other| own.is_some() && *other == own).count();
            match own {
                Some((_, objects)) if alike >= ALIKE && !whole => {
                    if told.insert(own) {
                        rows.push(self.row_of_many(rule.outcome, (alike, objects), columns));
                    }
                }
                _ => rows.push(self.row(rule, columns)),
            }
        }
        let title = self.msg(title);
        self.page.blank()?;
        if rows.is_empty() {
            return self.area_without_rows(title, hidden);
        }
        let at = 2 + columns.word + 2 + columns.id + 2 + columns.objects;
        let header = self.msg(Msg::Objects);
        let gap = " ".repeat(at.saturating_sub(title.width() + header.width()).max(2));
        self.page.line(&format!("{title}{gap}{header}"), title, Tone::Head)?;
        self.rows(&rows, columns)?;
        let more = self.tally(hidden);
        if more.is_empty() {
            return Ok(());
        }
        let tally = more.join(self.msg(Msg::Comma));
        let more = if self.style.only.is_empty() { Msg::MoreRows } else { Msg::MoreRowsOnly };
        let line = self.fill(more, &[("tally", &tally)]);
        self.page.para(2, ("", Tone::Plain), 4, &line)
    }

    /// An area of which nothing needs a row: one line.
    fn area_without_rows(&mut self, title: &str, hidden: Tally) -> io::Result<()> {
        let text = if hidden.pass == hidden.total() {
            self.count(Msg::Holds, hidden.pass)
        } else {
            self.tally(hidden).join(self.msg(Msg::Comma))
        };
        let lead = format!("{title}   ");
        self.page.para(0, (&lead, Tone::Head), 2, &text)
    }

    /// One row for several rules that lack the same.
    fn row_of_many(&self, outcome: Outcome, (rules, objects): (usize, &[&Object]), columns: Columns) -> Row {
        let (word, tone) = outcome_word(outcome);
        Row {
            word: self.msg(word),
            tone,
            id: safe::fit(&self.count(Msg::StopsRules, rules), columns.id),
            objects: String::new(),
            note: self.unread(objects, columns),
        }
    }

    fn row(&self, rule: &Prerequisite, columns: Columns) -> Row {
        let (word, tone) = outcome_word(rule.outcome);
        let level = match rule.outcome {
            Outcome::Fail => Some(Level::Fail),
            Outcome::Warn => Some(Level::Warn),
            _ => None,
        };
        let findings = rule.findings.iter().filter(|finding| {
            let waived = rule.outcome == Outcome::Waived && finding.decision.is_some();
            waived || Some(finding.level) == level && finding.decision.is_none()
        });
        let places = distinct(findings.flat_map(|finding| &finding.objects));
        let objects: Vec<&Object> = places.iter().map(|place| &place.object).collect();
        let note = match rule.outcome {
            Outcome::Unknown { .. } => self.unread(&lacking(rule).unwrap_or_default(), columns),
            // What a person is asked about is listed further down, with the question.
            Outcome::Manual | Outcome::NotAsked => {
                named::left_open(rule, self.style.lang).join(self.msg(Msg::Comma))
            }
            _ => self.brief(&objects, columns.note),
        };
        Row {
            word: self.msg(word),
            tone,
            id: safe::fit(&rule.id, ID_COLUMNS),
            objects: held(rule.objects),
            note,
        }
    }

    /// `not read: esx02 and 3 more`.
    fn unread(&self, objects: &[&Object], columns: Columns) -> String {
        if objects.is_empty() {
            return String::new();
        }
        let around = self.fill(Msg::Unread, &[("objects", &"")]).width();
        let objects = self.brief(objects, columns.note.saturating_sub(around));
        self.fill(Msg::Unread, &[("objects", &objects)])
    }

    /// `esx02 and 3 more`. Of a host that has no room its name in its domain; nothing is squeezed: what does not fit
    /// stands on a line of its own.
    fn brief(&self, objects: &[&Object], columns: usize) -> String {
        let whole = self.summary(objects, false, usize::MAX);
        let own = |object: &Object| {
            let name = self.name(object);
            let label = name.split('.').next().unwrap_or_default().to_owned();
            let is_name = label.starts_with(|first: char| first.is_ascii_alphabetic());
            (object.kind == ObjectKind::Host && is_name).then_some((name, label))
        };
        match objects.first().and_then(|first| own(first)) {
            Some((name, label)) if whole.width() > columns && whole.starts_with(&name) => {
                let short = format!("{label}{}", whole.get(name.len()..).unwrap_or_default());
                if short.width() <= columns { short } else { whole }
            }
            _ => whole,
        }
    }

    /// The rows, laid out by the table crate and coloured line by line.
    fn rows(&mut self, rows: &[Row], columns: Columns) -> io::Result<()> {
        let mut table = Table::new();
        table.load_style(presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
        let fits = |row: &Row| row.note.width() <= columns.note;
        for row in rows {
            table.add_row(vec![
                Cell::new(row.word),
                Cell::new(&row.id),
                Cell::new(&row.objects).set_alignment(CellAlignment::Right),
                Cell::new(if fits(row) { row.note.as_str() } else { "" }),
            ]);
        }
        let widths = [columns.word, columns.id, columns.objects, columns.note];
        for (column, width) in table.column_iter_mut().zip(widths) {
            column.set_padding((2, 0));
            let width = u16::try_from(width + 2).unwrap_or(u16::MAX);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        let lines: Vec<String> = table.lines().collect();
        for (line, row) in lines.iter().zip(rows) {
            self.page.line(line, row.word, row.tone)?;
            if !fits(row) {
                let at = 2 + columns.word + 2;
                self.page.para(at, ("", Tone::Plain), at, &row.note)?;
            }
        }
        Ok(())
    }
}

/// What was not read for a rule that cannot be told, in order; none where that is not so.
fn lacking(rule: &Prerequisite) -> Option<Vec<&Object>> {
    let Outcome::Unknown { ceiling } = rule.outcome else { return None };
    let open = |undecided: &&Undecided| undecided.ceiling == ceiling && undecided.decision.is_none();
    let reasons = rule.undecided.iter().filter(open).flat_map(|undecided| &undecided.reasons);
    let mut objects: Vec<&Object> = reasons.map(|reason| &reason.object).collect();
    objects.sort();
    objects.dedup();
    Some(objects).filter(|objects| !objects.is_empty())
}
