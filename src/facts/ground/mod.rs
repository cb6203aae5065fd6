//! What every floor stands on: how properties are read, three-valued logic, who belongs to what, what
//! stands how.

pub mod capacity;
pub mod count;
pub mod guest;
pub mod heartbeat;
pub mod index;
pub mod instead;
pub mod logic;
pub mod membership;
pub mod names;
pub mod pairs;
pub mod product;
pub mod role;
pub mod scope;
pub mod standing;
pub mod words;
