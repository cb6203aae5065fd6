//! What every floor stands on: how properties are read, three-valued logic, who belongs to what, what
//! stands how.

pub mod index;
pub mod membership;
pub mod names;
pub mod scope;
pub mod words;
