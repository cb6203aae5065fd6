//! What a row says of hosts beyond its signs: who is kept from which, and by what.

use std::collections::BTreeMap;

use super::words::Word;
use crate::placement::{Cell, Class, ClusterMatrix, Hindrance};
use crate::render::named;
use crate::render::placement::{hindrances, hosts, listed};
use crate::report::{HeatMap, Object, Reason};
use crate::terms::Lang;

/// Reasons of an unknown that are told.
const FEW_REASONS: usize = 3;

/// What the cells of a cluster refer to.
#[derive(Clone, Copy)]
pub(in crate::render) struct Key<'k> {
    /// The hosts.
    pub hosts: &'k [Object],
    /// What keeps VMs from them.
    pub hindrances: &'k [Hindrance],
    /// Why cells are unknown.
    pub reasons: &'k [Vec<Reason>],
}

impl<'k> From<&'k ClusterMatrix> for Key<'k> {
    fn from(frame: &'k ClusterMatrix) -> Self {
        Self { hosts: &frame.hosts, hindrances: &frame.hindrances, reasons: &frame.reasons }
    }
}

impl<'k> From<&'k HeatMap> for Key<'k> {
    fn from(heat: &'k HeatMap) -> Self {
        Self { hosts: &heat.hosts, hindrances: &heat.hindrances, reasons: &heat.reasons }
    }
}

/// Why a row has no yes for some hosts.
pub(super) struct Why {
    /// The sign there.
    pub sign: Word,
    /// What causes it.
    pub what: String,
    /// Where.
    pub hosts: String,
}

/// Positions of the hosts that the row is about: where not all of its VMs are already.
pub(super) fn others(row: &Class) -> Vec<usize> {
    at(row, |cell| !matches!(cell, Cell::Here))
}

/// Positions of the hosts with such a cell.
pub(super) fn at(row: &Class, is: impl Fn(&Cell) -> bool) -> Vec<usize> {
    row.cells.iter().enumerate().filter(|(_, cell)| is(cell)).map(|(at, _)| at).collect()
}

/// Each distinct cause with its hosts: what is certain first, each in the order of the hosts.
pub(super) fn whys(row: &Class, key: Key<'_>, lang: Lang) -> Vec<Why> {
    let among = others(row);
    let mut by_barrier: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    let mut by_reason: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (host, cell) in row.cells.iter().enumerate() {
        match cell {
            Cell::No { by } => by.iter().for_each(|at| by_barrier.entry(*at).or_default().push(host)),
            Cell::Unknown { reason } => by_reason.entry(*reason).or_default().push(host),
            Cell::Here | Cell::Yes => {}
        }
    }
    // Several datastores that the same hosts lack are one cause.
    let mut grouped: Vec<(Vec<usize>, Vec<&Hindrance>)> = Vec::new();
    for (barrier, on) in by_barrier {
        let Some(one) = key.hindrances.get(barrier) else { continue };
        let same = |(hosts, all): &&mut (Vec<usize>, Vec<&Hindrance>)| {
            *hosts == on && all.first().is_some_and(|first| first.cause == one.cause)
        };
        match grouped.iter_mut().find(same) {
            Some((_, all)) => all.push(one),
            None => grouped.push((on, vec![one])),
        }
    }
    grouped.sort_by(|(left, _), (right, _)| left.first().cmp(&right.first()));
    let told = |on: &[usize]| hosts(on, &among, key.hosts, lang);
    let no =
        grouped.iter().map(|(on, all)| Why { sign: Word::No, what: hindrances(all, lang), hosts: told(on) });
    let unknown = by_reason.iter().map(|(at, on)| Why {
        sign: Word::Unknown,
        what: reason(key, *at, lang),
        hosts: told(on),
    });
    no.chain(unknown).collect()
}

/// The reasons of an unknown cell, folded.
fn reason(key: Key<'_>, at: usize, lang: Lang) -> String {
    let reasons = key.reasons.get(at).into_iter().flatten();
    let all: Vec<String> = reasons.map(|reason| named::reason(reason, lang)).collect();
    listed(&all, FEW_REASONS, lang)
}

/// What a cell says beyond its sign; empty where that is all.
pub(super) fn of_cell(cell: &Cell, key: Key<'_>, lang: Lang) -> String {
    match cell {
        Cell::No { by } => {
            let all: Vec<&Hindrance> = by.iter().filter_map(|at| key.hindrances.get(*at)).collect();
            hindrances(&all, lang)
        }
        Cell::Unknown { reason: at } => reason(key, *at, lang),
        Cell::Here | Cell::Yes => String::new(),
    }
}
