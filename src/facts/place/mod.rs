//! Where a VM can go: room, devices, every cause that stops a move, and whether all find a place.

pub mod capacity;
pub mod devices;
pub mod fits;
pub mod live;
pub mod placing;
pub mod records;
pub mod short;
pub mod ties;
