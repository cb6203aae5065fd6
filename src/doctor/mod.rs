//! What an account can read of a vCenter, what it lacks, which rules stay unknown for that, and the smallest role that
//! answers everything. Asks nothing itself, and never changes a right.
//!
//! Its JSON form is versioned: `docs/doctor.schema.json`.

mod diagnose;
mod model;
mod needs;
mod role;
mod seen;

pub use diagnose::{Asking, diagnose};
pub use model::*;
pub use needs::Needs;

/// Version of the JSON form.
pub const FORMAT: u32 = 1;
