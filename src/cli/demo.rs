//! The built-in example: the healthy cluster of the rules' cases with a handful of faults.

use serde::Deserialize;

use super::exit::Failure;
use crate::inventory::Inventory;
use crate::inventory::patch::{self, Change};
use crate::rules::base_inventory;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demo {
    change: Vec<Change>,
}

/// The inventory of `check --demo`.
pub fn inventory() -> Result<Inventory, Failure> {
    let defect =
        |error: &dyn std::fmt::Display| Failure::defect(format_args!("the built-in example: {error}"));
    let base = base_inventory().ok_or_else(|| defect(&"it is not part of this build"))?;
    let base = serde_json::from_str(base).map_err(|error| defect(&error))?;
    let demo: Demo = toml::from_str(include_str!("../../demo/demo.toml")).map_err(|error| defect(&error))?;
    patch::apply(&base, &demo.change).map_err(|error| defect(&error))
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_is_readable() {
        assert!(super::inventory().is_ok_and(|inventory| inventory.hosts.len() >= 2));
    }
}
