//! The records that rules see, and who they are.

pub mod addresses;
pub mod build;
pub mod chosen;
pub mod cluster;
pub mod history;
pub mod host;
pub mod identity;
pub mod issue_levels;
pub mod issues;
pub mod licences;
pub mod losses;
pub mod map;
pub mod model;
pub mod moves;
pub mod named;
pub mod offered;
pub mod people;
pub mod restarts;
pub mod sizes;
pub mod tables;
pub mod vcenter;
pub mod vm;
pub mod wiring;
