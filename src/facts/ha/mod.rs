//! HA: its settings, its agents, and what is left when a host fails.

pub mod failover;
pub mod records;
pub mod settings;
