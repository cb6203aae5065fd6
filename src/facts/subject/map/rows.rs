//! Rows of cells: of equal ones there is one, and splits are looked at once for all VMs that share them.

use std::collections::HashMap;

use crate::facts::ground::scope::Scope;
use crate::facts::place::live::{Part, Thing};
use crate::facts::place::records::Cause;
use crate::facts::subject::map::{Barrier, MapCell};
use crate::schema::{HostSplit, Unknown};

/// Of what a row is made: barriers, each with its split.
type Key = Vec<(u32, usize)>;

/// The rows of the map, each once.
pub struct Rows {
    /// The rows.
    pub list: Vec<Vec<MapCell>>,
    /// What keeps VMs from hosts.
    pub barriers: Vec<Barrier>,
    /// Why cells are unclear.
    pub reasons: Vec<Unknown>,
    barrier_at: HashMap<Cause, HashMap<Thing, u32>>,
    reason_at: HashMap<Unknown, u32>,
    row_at: HashMap<Vec<MapCell>, usize>,
    /// Rows by barriers and splits, which are kept so that no other split can take their place.
    known: HashMap<Key, (Vec<HostSplit>, usize)>,
    everywhere: usize,
    hosts: usize,
}

impl Rows {
    /// None yet, of the hosts that splits are over.
    pub fn new(scope: &Scope<'_, '_>) -> Self {
        Self {
            list: Vec::new(),
            barriers: Vec::new(),
            reasons: Vec::new(),
            barrier_at: HashMap::new(),
            reason_at: HashMap::new(),
            row_at: HashMap::new(),
            known: HashMap::new(),
            everywhere: scope.everywhere().cut_id(),
            hosts: scope.slots.len(),
        }
    }

    /// The row of these parts.
    pub fn of(&mut self, parts: &[&Part]) -> usize {
        let parts: Vec<&&Part> = parts.iter().filter(|part| part.on.cut_id() != self.everywhere).collect();
        let mut key: Key = parts.iter().map(|part| (self.barrier(part), part.on.cut_id())).collect();
        key.sort_unstable();
        key.dedup();
        if let Some((_, row)) = self.known.get(&key) {
            return *row;
        }
        let cells: Vec<MapCell> = (0..self.hosts).map(|host| self.cell(&parts, host)).collect();
        let next = self.list.len();
        let row = *self.row_at.entry(cells.clone()).or_insert(next);
        if row == next {
            self.list.push(cells);
        }
        let kept = parts.iter().map(|part| part.on.clone()).collect();
        self.known.insert(key, (kept, row));
        row
    }

    fn cell(&mut self, parts: &[&&Part], host: usize) -> MapCell {
        let mut barriers: Vec<u32> = Vec::new();
        let mut open: Vec<Unknown> = Vec::new();
        for part in parts {
            match part.on.state(host) {
                Some(Ok(true)) | None => {}
                Some(Ok(false)) => barriers.push(self.barrier(part)),
                Some(Err(why)) => open.push(why.clone()),
            }
        }
        if !barriers.is_empty() {
            barriers.sort_unstable();
            barriers.dedup();
            return MapCell::No(barriers.into());
        }
        match Unknown::all(&open) {
            Some(why) => MapCell::Unknown(self.reason(why)),
            None => MapCell::Yes,
        }
    }

    fn barrier(&mut self, part: &Part) -> u32 {
        let known = self.barrier_at.get(&part.cause).and_then(|things| things.get(&part.thing));
        if let Some(at) = known {
            return *at;
        }
        let at = u32::try_from(self.barriers.len()).unwrap_or(u32::MAX);
        let Thing { name, how, backing } = part.thing.clone();
        self.barriers.push(Barrier { cause: part.cause, name, how, backing });
        self.barrier_at.entry(part.cause).or_default().insert(part.thing.clone(), at);
        at
    }

    fn reason(&mut self, why: Unknown) -> u32 {
        let next = u32::try_from(self.reasons.len()).unwrap_or(u32::MAX);
        let at = *self.reason_at.entry(why.clone()).or_insert(next);
        if at == next {
            self.reasons.push(why);
        }
        at
    }
}
