//! Pure derivation of facts from an inventory. Facts say what is; thresholds stand in rule files.
//!
//! The folders are floors: `ground`, then `net`, `storage`, `compute` and `ha` side by side, then
//! `place`, then `subject`. What stands on a floor uses its own files and the floors below.

mod compute;
mod ground;
mod ha;
mod net;
mod place;
mod storage;
mod subject;

#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;

pub use compute::records::*;
pub use ground::names::*;
pub use ground::standing::marked;
pub use ground::words::*;
pub use ha::records::*;
pub use net::records::*;
pub use place::placing;
pub use place::records::*;
pub use storage::records::*;
pub use subject::addresses::{HostAddress, host_addresses};
pub use subject::build::{build, build_chosen, build_given, build_handing_maps, build_mapped, map_with_back};
pub use subject::chosen::{Chosen, NotChosen, Restriction, choose};
pub use subject::identity::Identity;
pub use subject::map;
pub use subject::model::estate::*;
pub use subject::model::history::*;
pub use subject::model::people::*;
pub use subject::model::*;
pub use subject::named::{NoVm, find_vm};
pub use subject::offered::{Offered, offered};
pub use subject::people::{AppVm, Given};
pub use subject::sizes::server_vms;
pub use subject::tables::{Facts, Identities, reads_base, reads_to_choose, roots};
pub use subject::wiring::*;
