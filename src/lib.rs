//! Whether a VMware cluster is ready for HA and vMotion, before anything is installed or patched.
//!
//! Data flows one way: sources → inventory → facts → evaluate → report → render.

pub mod anonymise;
pub mod cases;
pub mod cli;
pub mod decisions;
pub mod diff;
pub mod doctor;
pub mod document;
pub mod evaluate;
pub mod expr;
pub mod facts;
pub mod inventory;
pub mod placement;
pub mod plan;
pub mod preflight;
pub mod render;
pub mod report;
pub mod rules;
pub mod schema;
pub mod sources;
pub mod terms;
pub mod watch;
