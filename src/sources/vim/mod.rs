//! How vSphere objects are read from XML, whatever it came in: one file per kind of object.
//!
//! Unknown elements are skipped, unknown types kept by name, missing elements leave the default.
//! Every element that is looked for is declared (`values!`), and a test holds it against the API.

mod cluster;
mod drs;
mod events;
mod fault;
mod hints;
mod host;
mod network;
mod object;
#[cfg(test)]
mod shape;
mod storage;
#[cfg(test)]
pub(super) mod tests;
mod value;
mod values;
mod vcenter;
mod vm;
mod xml;

pub(super) use events::Login;
pub use fault::Fault;
pub(super) use object::{Objects, Readable, missing};
#[cfg(test)]
use shape::{Element, Read, Shape};
pub(super) use value::{Pieces, Value, child, pair, push};
pub(super) use vcenter::{Content, EntityPrivilege, Licence, Role, Session, UserPrivileges, seconds};
pub(super) use xml::Cursor;
pub use xml::{XmlError, XmlErrorKind};
