//! Placing: whether the VMs of a host that is lost, or emptied, find room on the others.
//!
//! An answer is certain or none. *Fits as it stands* and *fits after others have moved* come with the
//! placement, *does not fit* with a proof, *cannot tell* with what is missing. The same question has
//! the same answer on every machine.
//!
//! A placement is right when
//! - each VM of the event is on a host that is left and that its row allows: the row for restarts where
//!   hosts fail, the row for moves where they are emptied; others stay, or move by their row for moves;
//! - on each host that somebody came to, all needs together are within its capacity. Where nobody came,
//!   what runs there runs there already;
//! - nobody came to a host where somebody is from whom a respected rule keeps the two apart;
//! - VMs that shared a host and a respected rule of togetherness share one again, and move as one.
//!
//! Rules are asked as they bind where they act: as HA respects them where a restarted VM is involved,
//! as moves respect them else. Of a loss, others move before anybody is restarted.

mod answer;
mod board;
mod deciding;
mod give_way;
mod greedy;
mod judge;
mod order;
mod problem;
mod proofs;
mod reading;
mod remedy;
mod rolling;
mod search;
mod solve;
mod sum;
mod units;
mod witness;

pub use answer::*;
pub use judge::{Budget, Cluster};
pub use problem::*;
pub use remedy::{Grain, Grow, remedies};
pub use rolling::{Broken, Holds, Roll, RollStep, Stop, never_survives, roll, survives_each};
