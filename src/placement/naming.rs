//! Names for what a map calls by position.

use crate::evaluate::{object_of, reason_of};
use crate::facts::Cause;
use crate::facts::map::{Barrier, ClusterMap, MapCell, MapRule};
use crate::report::{Hindrance, Object, Reason};
use crate::schema::{FactEnum as _, Unknown};

/// Bytes of a megabyte.
pub(super) const MIB: u64 = 1 << 20;

/// Whole megabytes, a begun one counted.
pub(super) fn mb(bytes: u64) -> u64 {
    bytes.div_ceil(MIB)
}

/// The name of a rule at a position.
pub(super) fn named_rule(rules: &[MapRule], at: usize) -> String {
    rules.get(at).map(|rule| rule.name.to_string()).unwrap_or_default()
}

impl Hindrance {
    pub(super) fn of(barrier: &Barrier) -> Self {
        Self {
            cause: barrier.cause.word(),
            name: barrier.name.to_string(),
            how: barrier.how,
            backing: barrier.backing.to_string(),
        }
    }

    /// The same on a host.
    pub(super) fn on(map: &ClusterMap, barrier: &Barrier, host: Option<usize>) -> Self {
        let store = map.stores.get(&barrier.name).filter(|_| barrier.cause == Cause::Storage);
        let of_store = store.and_then(|store| match host {
            _ if store.local => Some("local"),
            Some(host) if store.read_only.contains(&host) => Some("read-only"),
            _ => None,
        });
        let lacks = map.networks.get(&barrier.name).filter(|_| barrier.cause == Cause::Networks);
        let of_network = lacks.and_then(|lacks| *lacks.get(host?)?);
        Self { how: of_store.or(of_network).or(barrier.how), ..Self::of(barrier) }
    }

    /// All causes, in the order in which they are told.
    pub fn causes() -> impl Iterator<Item = &'static str> {
        Cause::ALL.into_iter().map(|cause| cause.word())
    }
}

/// The program that made a document.
pub(super) fn tool() -> crate::report::Tool {
    crate::report::Tool { name: env!("CARGO_PKG_NAME").into(), version: env!("CARGO_PKG_VERSION").into() }
}

/// The VM at a position.
pub(super) fn vm(map: &ClusterMap, at: usize) -> Object {
    map.vms.get(at).map_or_else(|| nobody(map), |vm| object_of(&vm.identity))
}

/// The host at a position.
pub(super) fn host(map: &ClusterMap, at: usize) -> Object {
    map.hosts.get(at).map_or_else(|| nobody(map), |host| object_of(&host.identity))
}

/// In place of who is not there, which does not happen.
fn nobody(map: &ClusterMap) -> Object {
    object_of(&map.cluster)
}

pub(super) fn reasons(why: &Unknown) -> Vec<Reason> {
    why.reasons().iter().map(|why| reason_of(why)).collect()
}

/// What keeps a VM from a host, as its row says.
pub(super) fn hindrances(map: &ClusterMap, row: usize, host: usize) -> Vec<Hindrance> {
    match map.rows.get(row).and_then(|row| row.get(host)) {
        Some(MapCell::No(barriers)) => {
            let known = barriers.iter().filter_map(|at| map.barriers.get(*at as usize));
            known.map(|barrier| Hindrance::on(map, barrier, Some(host))).collect()
        }
        _ => Vec::new(),
    }
}
