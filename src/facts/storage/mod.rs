//! Storage: datastores, disks, drives and the other files of VMs.

pub mod datastores;
pub mod disks;
pub mod drives;
pub mod home;
pub mod records;
pub mod stores;
pub mod twins;
