//! Readers that yield an [`Inventory`](crate::inventory::Inventory): a live vCenter, or what was
//! saved from one.

pub mod saved_file;
pub mod vcenter;
