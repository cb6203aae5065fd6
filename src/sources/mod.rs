//! Readers that yield an [`Inventory`](crate::inventory::Inventory): a live vCenter, or what was
//! saved from one, by this program or by others (what they read of vSphere objects is in `vim`), or what RVTools exported
//! from one; and probes of this machine that add to it.

mod bytes;
pub mod foreign;
pub mod object_dump;
pub mod probe;
pub mod rvtools;
pub mod saved_file;
pub mod vcenter;
pub mod vim;
pub mod web;
