//! Plans: the fewest things to do about what was found, in order, and what the verdict is after them. A plan is
//! proved by doing its actions to the inventory in memory and judging again. Never applies anything.
//!
//! Its JSON form is versioned: `docs/plan.schema.json`.

mod collect;
mod make;
mod model;
mod prove;
mod rest;

pub use collect::{Proposed, collect};
pub use make::{Failed, beside, make};
pub use model::*;
pub use prove::Outlook;

/// Version of the JSON form.
pub const FORMAT: u32 = 1;
