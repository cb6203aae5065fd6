//! Where a VM can go: room, devices, and every cause that stops a move.

pub mod devices;
pub mod fits;
pub mod live;
pub mod records;
