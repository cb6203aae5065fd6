//! What one file gives: an object of the inventory, or what a manager tells.

use std::path::{Path, PathBuf};

use super::beside::Beside;
use super::envelope::{Held, Not};
use super::error::Error;
use super::fill::fill;
use crate::inventory::*;
use crate::sources::vim::XmlError;

/// What one file gives.
#[derive(Debug)]
pub(super) struct Part {
    pub path: PathBuf,
    pub reference: MoRef,
    /// At most one object.
    pub inventory: Inventory,
    pub beside: Option<Beside>,
    /// The roles that the account has on the object.
    pub roles: Vec<i64>,
    /// Which of the properties that may be absent are there.
    pub optional: Vec<&'static str>,
    /// The objects that it contains by its own word.
    pub contains: Vec<MoRef>,
    /// It does not tell what it contains.
    pub silent: bool,
}

/// Properties that an object may lack though everybody may read them: a VM in a vApp has no folder, a template no pool.
pub(super) const OPTIONAL: [&str; 2] = [VirtualMachine::parent.path, VirtualMachine::resource_pool.path];

/// The properties by which objects tell what is in them, where nothing that is judged tells it from another side.
const CONTAINS: [(&str, &[&str]); 4] = [
    (Folder::TYPE, &["childEntity"]),
    (StoragePod::TYPE, &["childEntity"]),
    (Datacenter::TYPE, &["vmFolder", "hostFolder", "datastoreFolder", "networkFolder"]),
    ("VmwareDistributedVirtualSwitch", &["portgroup"]),
];

impl Part {
    /// Reads the text of a file.
    pub fn read(path: &Path, text: &str) -> Result<Self, Error> {
        let held = Held::open(text).map_err(|not| not.at(path))?;
        Self::of(path, &held).map_err(|cause| Not::Damaged(cause).at(path))
    }

    fn of(path: &Path, held: &Held<'_>) -> Result<Self, XmlError> {
        let mut inventory = Inventory::default();
        object(held, &mut inventory)?;
        let (mut contains, mut silent) = (Vec::new(), false);
        for (kind, properties) in CONTAINS {
            if held.reference.kind == kind {
                for property in properties {
                    silent |= held.value(property).is_none();
                    contains.extend(held.names(property)?);
                }
            }
        }
        Ok(Self {
            path: path.to_owned(),
            reference: held.reference.clone(),
            inventory,
            beside: Beside::of(held)?,
            roles: held.read("effectiveRole")?.unwrap_or_default(),
            optional: OPTIONAL.into_iter().filter(|name| held.value(name).is_some()).collect(),
            contains,
            silent,
        })
    }
}

/// Adds the object that a file holds, if it is of a type of the inventory.
fn object(held: &Held<'_>, inventory: &mut Inventory) -> Result<(), XmlError> {
    let MoRef { kind, id } = &held.reference;
    macro_rules! read {
        ($( $(#[$meta:meta])* $list:ident: $object:ident {
            $(called: $kind:ident,)? view: $view:literal, also: [$($also:literal),*], holds: $holds:literal
        } )*) => {
            match kind.as_str() {
                $( <$object as Object>::TYPE $(| $also)* => {
                    let mut object = $object::new(id.clone());
                    fill(&mut object, held)?;
                    inventory.$list.push(object);
                } )*
                _ => {}
            }
        };
    }
    object_types!(read);
    Ok(())
}
