//! The hosts and VMs that the report names, each with what was said of it and a link to the first of that.

use std::collections::BTreeMap;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::book::{Book, word_of};
use super::grid::{Cell, Grid, text};
use super::words::Word;
use crate::render::html::{Mark, Says};
use crate::render::named;
use crate::report::rows::{Row, Rows, Word as Is};
use crate::report::{Object, ObjectKind, Outcome, Report};
use crate::terms::Lang;

/// The sheets, in their order.
const SHEETS: [(ObjectKind, Word); 2] = [(ObjectKind::Host, Word::Hosts), (ObjectKind::Vm, Word::Vms)];

/// Words that are counted of an object, worst first.
const COUNTED: [(Is, Outcome); 6] = [
    (Is::Fail, Outcome::Fail),
    (Is::Unknown, Outcome::Unknown { ceiling: crate::report::Level::Fail }),
    (Is::Warn, Outcome::Warn),
    (Is::Manual, Outcome::Manual),
    (Is::Waived, Outcome::Waived),
    (Is::Attested, Outcome::Attested),
];

/// What is known of an object.
struct Thing<'r> {
    object: &'r Object,
    cluster: Option<&'r str>,
    counts: [usize; COUNTED.len()],
    worst: Option<(Is, Says)>,
    /// Row of its first finding.
    first: Option<u32>,
    /// Its own row.
    row: u32,
}

/// The hosts and VMs of a report, by kind, path, name and id.
pub(super) struct Objects<'r>(BTreeMap<Key<'r>, Thing<'r>>);

type Key<'r> = (ObjectKind, &'r str, &'r str, &'r str);

fn key(object: &Object) -> Key<'_> {
    (object.kind, &object.path, &object.name, &object.id)
}

impl<'r> Objects<'r> {
    /// Those that the rows are about, and the hosts and VMs that are named beside them.
    pub(super) fn of(all: &Rows<'r>) -> Self {
        let mut things = Self(BTreeMap::new());
        for row in all.iter() {
            let Some(object) = row.object else { continue };
            let Some(thing) = things.add(object, row.cluster) else { continue };
            let word = row.word();
            if let Some((_, count)) =
                COUNTED.iter().zip(&mut thing.counts).find(|((counted, _), _)| *counted == word)
            {
                *count += row.count;
            }
            if thing.worst.is_none_or(|(worst, _)| word < worst) {
                thing.worst = Some((word, word_of(&row)));
            }
        }
        things.named_beside(all.report);
        let mut last = None;
        let mut next = 0;
        for thing in things.0.values_mut() {
            next = if last == Some(thing.object.kind) { next + 1 } else { 1 };
            (last, thing.row) = (Some(thing.object.kind), next);
        }
        things
    }

    fn add(&mut self, object: &'r Object, cluster: Option<&'r str>) -> Option<&mut Thing<'r>> {
        if !SHEETS.iter().any(|(kind, _)| *kind == object.kind) {
            return None;
        }
        let counts = [0; COUNTED.len()];
        let new = Thing { object, cluster, counts, worst: None, first: None, row: 0 };
        let thing = self.0.entry(key(object)).or_insert(new);
        thing.cluster = thing.cluster.or(cluster);
        Some(thing)
    }

    fn named_beside(&mut self, report: &'r Report) {
        for rule in &report.prerequisites {
            let shown = rule.shown.iter().map(|shown| &shown.object);
            let skipped = rule.skipped.iter().flat_map(|skipped| &skipped.examples);
            let elements = rule.findings.iter().flat_map(|finding| &finding.objects);
            let elements = elements.filter_map(|place| place.element_object.as_ref());
            for object in shown.chain(skipped).chain(elements) {
                self.add(object, None);
            }
        }
        for cluster in &report.clusters {
            let id = Some(cluster.object.id.as_str());
            let placing = cluster.placing.iter().flat_map(|placing| &placing.hosts).map(|host| &host.host);
            let left_out = cluster.left_out.iter().map(|left| &left.host);
            for object in placing.chain(left_out).chain(&cluster.namesakes) {
                self.add(object, id);
            }
        }
    }

    /// Notes the row of the first finding of each, which stand in this order below a head.
    pub(super) fn place(&mut self, found: &[Row<'r>]) {
        for (at, row) in (1_u32..).zip(found) {
            let thing = row.object.and_then(|object| self.0.get_mut(&key(object)));
            if let Some(thing) = thing {
                thing.first = thing.first.or(Some(at));
            }
        }
    }

    /// Sheet and row of an object.
    pub(super) fn find(&self, object: &Object, lang: Lang) -> Option<(&'static str, u32)> {
        let thing = self.0.get(&key(object))?;
        let (_, sheet) = SHEETS.iter().find(|(kind, _)| *kind == object.kind)?;
        Some((sheet.get(lang), thing.row))
    }

    /// Sheet and row of an object by its id alone.
    pub(super) fn by_id(&self, object: &Object, lang: Lang) -> Option<(&'static str, u32)> {
        let own = |thing: &&Thing<'_>| thing.object.kind == object.kind && thing.object.id == object.id;
        let thing = self.0.values().find(own)?;
        self.find(thing.object, lang)
    }

    /// Writes the sheets.
    pub(super) fn write(&self, book: &Book<'_>, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let lang = book.lang;
        let word = |word: Word| word.get(lang);
        for (kind, sheet) in SHEETS {
            let mut grid = Grid::new(workbook, word(sheet), &book.formats)?;
            let mut columns = vec![
                (word(Word::Name), 32),
                (word(Word::Id), 14),
                (word(Word::Path), 44),
                (word(Word::ClusterColumn), 20),
                (word(Word::Worst), 20),
                (word(Word::Where), 14),
            ];
            columns.extend(COUNTED.iter().map(|(_, outcome)| (Mark::from(*outcome).word.get(lang), 12)));
            grid.head(&columns)?;
            for thing in self.0.values().filter(|thing| thing.object.kind == kind) {
                grid.add(&thing.cells(book))?;
            }
            grid.end()?;
        }
        Ok(())
    }
}

impl<'r> Thing<'r> {
    fn cells(&self, book: &Book<'_>) -> Vec<Cell<'r>> {
        let lang = book.lang;
        let cluster = self.cluster.and_then(|id| book.all.cluster(id)).map(named::object_name);
        let first = match self.first {
            Some(row) => {
                let told = Word::ToFinding.fill(lang, &[("row", &(row + 1))]);
                Cell::Link(told.into(), Word::Findings.get(lang), row)
            }
            None => text(""),
        };
        let mut cells = vec![
            text(named::object_name(self.object)),
            text(self.object.id.as_str()),
            text(self.object.path.as_str()),
            text(cluster.unwrap_or_default()),
            text(self.worst.map_or("", |(_, word)| word.get(lang))),
            first,
        ];
        cells.extend(self.counts.iter().map(|count| Cell::Count(*count)));
        cells
    }
}
