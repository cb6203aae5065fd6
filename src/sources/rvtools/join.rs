//! Which VM a row of another sheet is about: by its id where both sheets have one, else by its name where one VM bears
//! it. Nobody is guessed.

use std::collections::HashMap;

use compact_str::CompactString;

use super::columns::VInfo;
use super::ground::{Ground, is_id};
use crate::inventory::Id;

/// The rows of vInfo by what other sheets call them.
pub struct Join<'i> {
    ids: HashMap<&'i str, usize>,
    names: HashMap<CompactString, Vec<usize>>,
}

impl<'i> Join<'i> {
    /// Over the rows of vInfo, which have these ids.
    pub fn new(ground: &Ground<'_>, ids: &'i [Id]) -> Self {
        let mut join = Self { ids: HashMap::new(), names: HashMap::new() };
        for (at, (row, id)) in ground.sheets.info.rows().zip(ids).enumerate() {
            if is_id(id) {
                join.ids.insert(id, at);
            }
            let name = row.name(VInfo::Vm);
            if !name.is_empty() {
                join.names.entry(name).or_default().push(at);
            }
        }
        join
    }

    /// The one VM that a row is about.
    pub fn one(&self, id: &str, name: &str) -> Option<usize> {
        match (self.ids.get(id), self.several(name)) {
            (Some(at), _) => Some(*at),
            (None, [only]) => Some(*only),
            (None, _) => None,
        }
    }

    /// The VMs of a name.
    pub fn several(&self, name: &str) -> &[usize] {
        self.names.get(name).map_or(&[], Vec::as_slice)
    }
}
