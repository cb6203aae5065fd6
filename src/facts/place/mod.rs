//! Where a VM fits.

pub mod fits;
pub mod records;
