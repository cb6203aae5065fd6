//! The names and signs of a row, as text.

use super::words::{Word, sign};
use crate::placement::Class;
use crate::render::named;
use crate::render::placement::listed;
use crate::render::words::{Msg, thousands};
use crate::report::{Cell, HeatRow, Home, Object};
use crate::terms::Lang;

/// Names of a class that are told.
const FEW_VMS: usize = 2;

/// A row, wherever it stands.
#[derive(Clone, Copy)]
pub(in crate::render) struct Row<'r> {
    /// Its first VMs at least.
    pub vms: &'r [Object],
    /// How many they are.
    pub count: usize,
    /// Where they are.
    pub on: &'r [Home],
    /// Where they can go.
    pub cells: &'r [Cell],
}

impl<'r> From<&'r Class> for Row<'r> {
    fn from(class: &'r Class) -> Self {
        Self { vms: &class.vms, count: class.vms.len(), on: &class.on, cells: &class.cells }
    }
}

impl<'r> From<&'r HeatRow> for Row<'r> {
    fn from(row: &'r HeatRow) -> Self {
        Self { vms: &row.vms, count: row.count, on: &row.on, cells: &row.cells }
    }
}

/// The VMs of a row: the first by name.
pub(super) fn vms(row: Row<'_>, lang: Lang) -> String {
    // Only those that are told are made ready: a class may have tens of thousands.
    match row.vms {
        [one] if row.count == 1 => named::object_name(one),
        all if row.count <= FEW_VMS + 1 => {
            listed(&all.iter().map(named::object_name).collect::<Vec<_>>(), FEW_VMS, lang)
        }
        many => {
            let told: Vec<String> = many.iter().take(FEW_VMS).map(named::object_name).collect();
            let more = Msg::AndMore.count(lang, row.count - FEW_VMS);
            let comma = Msg::Comma.get(lang);
            match lang {
                Lang::En => format!("{} {more}", told.join(comma)),
                Lang::Ja => format!("{}{comma}{more}", told.join(comma)),
            }
        }
    }
}

/// How many of a row's VMs are on a host.
pub(super) fn here(row: Row<'_>, host: usize) -> usize {
    row.on.iter().find(|home| home.host == host).map_or(0, |home| home.vms)
}

/// The lines of a cell: its sign, and how many of several VMs are there.
pub(super) fn cell(row: Row<'_>, host: usize, lang: Lang) -> Vec<String> {
    let Some(cell) = row.cells.get(host) else { return Vec::new() };
    let sign = sign(cell);
    let there = here(row, host);
    match (sign, there) {
        (Word::Here, _) if row.count > 1 => vec![Word::HereSome.count(lang, there)],
        (Word::Here, _) | (_, 0) => vec![sign.get(lang).to_owned()],
        _ => vec![sign.get(lang).to_owned(), Word::HereSome.count(lang, there)],
    }
}

/// How many VMs a row is.
pub(super) fn count(row: Row<'_>) -> String {
    thousands(u64::try_from(row.count).unwrap_or(u64::MAX))
}
