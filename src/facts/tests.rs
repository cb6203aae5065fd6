//! Facts of the healthy inventory, the traps of the domain, and the law that a missing datum never
//! turns one known fact into another.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod asked;
mod chosen;
mod cpus;
mod devices;
mod edges;
mod fixtures;
mod flat;
mod guests;
mod ha;
mod history;
mod law;
mod map;
mod mapped;
mod members;
mod pairs;
mod unset;
mod vmotion;
mod wires;
mod written;
