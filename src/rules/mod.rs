//! Rule files: what one may say, loading, checking, explaining. Knows no rule by name.
//!
//! [`Catalogue::load`] reads the built-in files and folders of the user's, checks everything
//! against the facts' schema, and reports all mistakes at once with their places.

mod catalogue;
mod chapter;
mod check;
mod compile;
mod demands;
mod describe;
mod file;
mod files;
mod message;
mod model;
mod outcomes;
mod overrides;
mod params;
mod parts;
mod remedy;
mod trace;
mod written;

#[cfg(test)]
mod tests;

pub use catalogue::{Catalogue, Selected, UnknownProfile, profiles};
pub use chapter::{Chapter, Item, Section, chapter};
pub use check::{ALWAYS, Roots};
pub use demands::{Demand, demands};
pub use describe::{ExplainedFinding, ExplainedGate, Explanation, FieldDoc, RecordDoc, schema, schema_text};
pub use file::{Among, Empty, TAGS};
pub use files::{Files, Unreadable, base_inventory, built_in, cases_in, read_folder};
pub use model::{Attest, Evidence, Finding, Gate, Group, Rule};
pub use outcomes::possible;
pub use overrides::{Overridden, Overrides};
pub use parts::{Each, Message};
pub use remedy::{Cure, CureEach, Effect, Remedy, Template};
pub use trace::markdown;
