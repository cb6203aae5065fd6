//! The built-in example: the healthy cluster of the rules' cases with a handful of faults.

use serde::Deserialize;

use crate::inventory::Inventory;
use crate::inventory::patch::{self, Change};
use crate::rules::base_inventory;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Demo {
    change: Vec<Change>,
}

/// The inventory of the example.
///
/// # Errors
/// What is wrong with this build.
pub fn inventory() -> Result<Inventory, String> {
    let base = base_inventory().ok_or("it is not part of this build")?;
    let base = serde_json::from_str(base).map_err(|error| error.to_string())?;
    let demo: Demo =
        toml::from_str(include_str!("../../demo/demo.toml")).map_err(|error| error.to_string())?;
    patch::apply(&base, &demo.change).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_example_is_readable() {
        assert!(super::inventory().is_ok_and(|inventory| inventory.hosts.len() >= 2));
    }
}
