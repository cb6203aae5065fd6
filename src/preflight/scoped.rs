//! An inventory with what of it is in scope; there is no way to the one without the other.

use super::error::Error;
use crate::facts::{self, Chosen, Restriction};
use crate::inventory::Inventory;

/// An inventory with what of it is in scope.
#[derive(Debug)]
pub struct Scoped {
    inventory: Inventory,
    chosen: Chosen,
}

impl Scoped {
    /// All of it.
    pub fn whole(inventory: Inventory) -> Self {
        Self { inventory, chosen: Chosen::default() }
    }

    /// What was named.
    ///
    /// # Errors
    /// When that is not there, or not certain.
    pub fn of(inventory: Inventory, named: &Restriction) -> Result<Self, Error> {
        let chosen = facts::choose(&inventory, named).map_err(Error::Scope)?;
        Ok(Self { inventory, chosen })
    }

    /// The inventory.
    pub fn inventory(&self) -> &Inventory {
        &self.inventory
    }

    /// What of it is in scope.
    pub fn chosen(&self) -> &Chosen {
        &self.chosen
    }

    /// For what this machine adds.
    pub(super) fn inventory_mut(&mut self) -> &mut Inventory {
        &mut self.inventory
    }

    /// The inventory alone, to be saved: its scope is chosen anew when it is read.
    pub(super) fn into_inventory(self) -> Inventory {
        self.inventory
    }
}
