//! Typed vSphere objects *as read*: what a vCenter said, what it left unset, and what could not be
//! read and why. Nothing is derived here and nothing is fetched.

mod calls;
mod cluster;
mod das;
mod drs;
mod evacuation;
mod events;
mod features;
mod hints;
mod host;
mod host_network;
mod network;
mod not_asked;
pub mod patch;
mod paths;
mod probe;
mod prop;
mod reference;
mod storage;
mod types;
mod vcenter;
mod version;
mod vm;
mod whole;

pub use calls::{CALLS, Call};
pub use cluster::*;
pub use das::*;
pub use drs::*;
pub use evacuation::*;
pub use events::*;
pub use features::{Feature, Features};
pub use hints::*;
pub use host::*;
pub use host_network::*;
pub use network::*;
pub use paths::Paths;
pub use probe::{Knock, PortProbe, Probe, UrlProbe};
pub use prop::{Decode, Field, Object, Prop, Property, ReasonKind, Unreadable};
pub use reference::{Id, MoRef};
pub use storage::*;
pub use types::{OBJECT_TYPES, ObjectType, every_list, every_type, object_types};
pub use vcenter::*;
pub use version::ApiVersion;
pub use vm::*;
pub use whole::*;
