//! Who can go where, and what hosts that fail or are emptied mean: answers with names, for people and
//! programs. Knows no format; its JSON forms are versioned: `docs/matrix.schema.json`,
//! `docs/whatif.schema.json`.

mod classes;
mod each;
mod event;
mod heat;
mod held;
mod matrix;
mod names;
mod naming;
mod notes;
mod reading;
mod remedy;
mod returning;
mod rolling;
mod roomy;
mod standing;
mod summary;
mod visit;
mod wanted;
mod whatif;

pub use each::{ClusterVms, EachMatrix};
pub use event::*;
pub use matrix::*;
pub use notes::{Demand, NewHalves, PreferredRule};
pub use returning::Back;
pub use rolling::{Roll, RollStep, RollStop};
pub use standing::{OutOfService, Restarting};
pub use summary::summaries;
pub use wanted::{Unnamed, Wanted};
pub use whatif::*;

pub use crate::report::{Cell, Hindrance, Home};

/// Version of the JSON forms.
pub const FORMAT: u32 = 1;
