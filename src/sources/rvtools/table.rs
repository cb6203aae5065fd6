//! A sheet: its rows by the columns that are known, found by their headers and never by their place.

use std::marker::PhantomData;
use std::sync::Arc;

use compact_str::CompactString;

use super::cell::{Cell, is_scientific};
use super::columns::{Columns, Spec};
use crate::inventory::{Prop, ReasonKind, Unreadable};
use crate::terms::Unanswered;

/// A row as a workbook or a file has it.
pub struct Line {
    /// Its number, as people count.
    pub number: usize,
    /// Its cells by their columns; those that are blank may be left out.
    pub cells: Vec<(usize, Cell)>,
    /// It cannot be told where its cells begin and end.
    pub broken: bool,
}

/// A sheet while it is read, whatever its columns are.
pub struct Loose {
    specs: &'static [Spec],
    /// The places of the columns in the file.
    found: Vec<Option<usize>>,
    /// Of columns that are not there, headers that may be theirs.
    guessed: Vec<Option<CompactString>>,
    width: usize,
    headed: bool,
    rows: Vec<Vec<Cell>>,
    refused: Option<usize>,
    weight: usize,
}

impl Loose {
    /// One of which nothing has been read.
    pub fn new(specs: &'static [Spec]) -> Self {
        let (found, guessed) = (vec![None; specs.len()], vec![None; specs.len()]);
        Self { specs, found, guessed, width: 0, headed: false, rows: Vec::new(), refused: None, weight: 0 }
    }

    /// Takes the next row: the first that is not blank is that of the headers.
    pub fn take(&mut self, line: Line) {
        if !line.broken && line.cells.iter().all(|(_, cell)| *cell == Cell::Blank) {
            return;
        }
        if !self.headed {
            self.head(&line.cells);
            return;
        }
        if line.broken || line.cells.last().is_some_and(|(at, _)| *at >= self.width) {
            self.refused.get_or_insert(line.number);
            return;
        }
        let mut row = vec![Cell::Blank; self.specs.len()];
        for (place, at) in self.found.iter().enumerate() {
            let Some(at) = at else { continue };
            let cell = line.cells.iter().find(|(column, _)| column == at).map(|(_, cell)| cell.clone());
            if let (Some(own), Some(cell)) = (row.get_mut(place), cell) {
                self.weight = self.weight.saturating_add(cell.weight());
                *own = cell;
            }
        }
        self.weight = self.weight.saturating_add(row.len().saturating_mul(size_of::<Cell>()));
        self.rows.push(row);
    }

    fn head(&mut self, cells: &[(usize, Cell)]) {
        let headers: Vec<(usize, CompactString)> =
            cells.iter().map(|(at, cell)| (*at, cell.shown())).filter(|(_, text)| !text.is_empty()).collect();
        if headers.is_empty() {
            return;
        }
        self.headed = true;
        self.width = headers.iter().map(|(at, _)| at + 1).max().unwrap_or_default();
        let places = |spec: &Spec| -> Vec<usize> {
            let called = |text: &str| {
                let own = std::iter::once(&spec.header).chain(spec.also);
                own.into_iter().any(|header| header.eq_ignore_ascii_case(text))
            };
            headers.iter().filter(|(_, text)| called(text)).map(|(at, _)| *at).collect()
        };
        // Before 4.4.1 tags stand behind everything else, so that the tail ends with the server's columns.
        let servers = self.specs.iter().filter(|spec| is_server(spec)).flat_map(&places).max();
        self.found = self
            .specs
            .iter()
            .map(|spec| {
                let places = places(spec);
                let own = || places.iter().copied().filter(|at| servers.is_none_or(|last| *at <= last));
                if spec.tail { own().max().or(places.last().copied()) } else { places.first().copied() }
            })
            .collect();
        let guessed = |(spec, found): (&Spec, &Option<usize>)| {
            let may_be = |text: &str| spec.unconfirmed.iter().any(|header| header.eq_ignore_ascii_case(text));
            let header = headers.iter().find(|(_, text)| found.is_none() && may_be(text));
            header.map(|(_, text)| text.clone())
        };
        self.guessed = self.specs.iter().zip(&self.found).map(guessed).collect();
    }

    /// Rows that have been kept.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Bytes that they take.
    pub fn weight(&self) -> usize {
        self.weight
    }

    /// The sheet by its columns.
    pub fn into_table<C: Columns>(self) -> Table<C> {
        let Self { found, guessed, rows, refused, headed, .. } = self;
        Table::new(headed.then_some((found, guessed)), rows, refused)
    }
}

/// The places of the columns in a file, and of those that are not there the headers that may be theirs.
type Heads = (Vec<Option<usize>>, Vec<Option<CompactString>>);

/// Whether a column tells the vCenter.
fn is_server(spec: &Spec) -> bool {
    matches!(spec.header, "VI SDK Server" | "VI SDK UUID")
}

/// A sheet.
pub struct Table<C> {
    /// The rows, each with a cell for each column that is known.
    rows: Vec<Vec<Cell>>,
    /// Why a column tells nothing in any row.
    absent: Vec<Option<Arc<Unreadable>>>,
    /// Why a column tells nothing where it is blank.
    blank: Vec<Arc<Unreadable>>,
    /// Why rows may be missing.
    partial: Option<Arc<Unreadable>>,
    columns: PhantomData<C>,
}

/// Not collected, for a reason of the export.
pub fn uncollected(why: Unanswered) -> Arc<Unreadable> {
    Unreadable::new(ReasonKind::NotCollected, why)
}

impl<C: Columns> Table<C> {
    fn new(heads: Option<Heads>, rows: Vec<Vec<Cell>>, refused: Option<usize>) -> Self {
        let sheet = || CompactString::from(C::SHEET);
        let no_sheet = uncollected(Unanswered::RvtoolsSheet { sheet: sheet() });
        let absent = |at: usize, spec: &Spec| {
            let Some((found, guessed)) = &heads else { return Some(Arc::clone(&no_sheet)) };
            if found.get(at).is_some_and(Option::is_some) {
                return None;
            }
            let column = spec.header.into();
            Some(uncollected(match guessed.get(at).cloned().flatten() {
                Some(header) => Unanswered::RvtoolsGuessed { sheet: sheet(), column, header },
                None => Unanswered::RvtoolsColumn { sheet: sheet(), column },
            }))
        };
        let blank = |spec: &Spec| {
            uncollected(Unanswered::RvtoolsBlank { sheet: sheet(), column: spec.header.into() })
        };
        let refused = refused.map(|row| uncollected(Unanswered::RvtoolsRow { sheet: sheet(), row }));
        Self {
            rows,
            absent: C::COLUMNS.iter().enumerate().map(|(at, spec)| absent(at, spec)).collect(),
            blank: C::COLUMNS.iter().map(blank).collect(),
            partial: if heads.is_none() { Some(no_sheet) } else { refused },
            columns: PhantomData,
        }
    }

    /// One that the export does not have.
    pub fn missing() -> Self {
        Self::new(None, Vec::new(), None)
    }

    /// Its rows.
    pub fn rows(&self) -> impl Iterator<Item = Row<'_, C>> {
        self.rows.iter().map(|cells| Row { table: self, cells })
    }

    /// Whether it has all of these columns, and all of its rows could be read; else why not.
    pub fn whole(&self, columns: &[C]) -> Result<(), &Arc<Unreadable>> {
        if let Some(why) = &self.partial {
            return Err(why);
        }
        columns.iter().find_map(|column| self.absent(*column)).map_or(Ok(()), Err)
    }

    /// Why rows may be about something that is not known: one has nothing in a column that names what it is about.
    pub fn nameless(&self, column: C) -> Option<Arc<Unreadable>> {
        self.rows().any(|row| *row.cell(column) == Cell::Blank).then(|| self.unsaid(column))
    }

    /// Why a column tells nothing in any row, if that is so.
    pub fn absent(&self, column: C) -> Option<&Arc<Unreadable>> {
        self.absent.get(column.place()).and_then(Option::as_ref)
    }

    /// Whether a column says something in some row.
    pub fn says(&self, column: C) -> bool {
        self.rows().any(|row| *row.cell(column) != Cell::Blank)
    }

    /// Why a column tells nothing of a row in which it is blank.
    pub fn unsaid(&self, column: C) -> Arc<Unreadable> {
        let blank = || self.blank.get(column.place()).cloned();
        self.absent(column).cloned().or_else(blank).unwrap_or_else(|| uncollected(Unanswered::RvtoolsNever))
    }
}

/// A row of a sheet.
#[derive(Clone, Copy)]
pub struct Row<'t, C> {
    table: &'t Table<C>,
    cells: &'t [Cell],
}

impl<C: Columns> Row<'_, C> {
    /// What stands in a column.
    pub fn cell(&self, column: C) -> &Cell {
        static BLANK: Cell = Cell::Blank;
        self.cells.get(column.place()).unwrap_or(&BLANK)
    }

    /// What a column says; empty where that is nothing.
    pub fn text(&self, column: C) -> CompactString {
        self.cell(column).shown()
    }

    /// A name or an id; empty where none can be trusted.
    pub fn name(&self, column: C) -> CompactString {
        let text = self.text(column);
        if is_scientific(&text) { CompactString::default() } else { text }
    }

    /// What a column says, read by `read`; where it says nothing, or nothing that can be read, the reason.
    pub fn prop<T>(&self, column: C, read: impl FnOnce(&Cell) -> Option<T>) -> Prop<T> {
        let cell = self.cell(column);
        if *cell == Cell::Blank {
            return Prop::Unreadable(self.table.unsaid(column));
        }
        match read(cell) {
            Some(value) => Prop::Known(value),
            None => Prop::Unreadable(self.odd(column)),
        }
    }

    /// Why what a column says is not understood.
    pub fn odd(&self, column: C) -> Arc<Unreadable> {
        let header = C::COLUMNS.get(column.place()).map_or("", |spec| spec.header);
        uncollected(Unanswered::RvtoolsValue {
            sheet: C::SHEET.into(),
            column: header.into(),
            value: self.text(column),
        })
    }

    /// A text.
    pub fn told(&self, column: C) -> Prop<CompactString> {
        self.prop(column, |cell| Some(cell.shown()))
    }

    /// A truth value.
    pub fn truth(&self, column: C) -> Prop<bool> {
        self.prop(column, Cell::truth)
    }

    /// A word of a closed set.
    pub fn word(&self, column: C, words: &[&'static str]) -> Prop<CompactString> {
        self.prop(column, |cell| {
            let text = cell.shown();
            words.iter().find(|word| **word == text).map(|word| (*word).into())
        })
    }

    /// A text, or that there is none where the column is blank.
    pub fn optional(&self, column: C) -> Prop<CompactString> {
        match (self.cell(column), self.table.absent(column)) {
            (Cell::Blank, None) => Prop::Unset,
            _ => self.told(column),
        }
    }
}
