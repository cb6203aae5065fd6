//! Networks: interfaces, port groups, uplinks, subnets, and who shares what.

pub mod adapters;
pub mod attached;
pub mod carriers;
pub mod conflicts;
pub mod distributed;
pub mod ends;
pub mod health;
pub mod heartbeat;
pub mod hints;
pub mod interfaces;
pub mod labels;
pub mod lan;
pub mod links;
pub mod mtu;
pub mod networks;
pub mod nics;
pub mod odd;
pub mod records;
pub mod routes;
pub mod sharing;
pub mod subnets;
pub mod uplinks;
pub mod uses;
pub mod vmotion;
pub mod ways;
