//! Networks: interfaces, port groups, uplinks, subnets, and who shares what.

pub mod adapters;
pub mod carriers;
pub mod distributed;
pub mod heartbeat;
pub mod hints;
pub mod interfaces;
pub mod lan;
pub mod links;
pub mod networks;
pub mod nics;
pub mod records;
pub mod sharing;
pub mod subnets;
pub mod uplinks;
pub mod vmotion;
