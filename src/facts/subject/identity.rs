//! Who an object is.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::names::Name;
use crate::inventory::{MoRef, Prop};
use crate::terms::ObjectKind;

/// Who an object is, for reports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    /// Kind.
    pub kind: ObjectKind,
    /// Managed-object id; the instance UUID for the vCenter.
    pub id: Name,
    /// Name, not escaped.
    pub name: Name,
    /// Inventory path as govc prints it.
    pub path: String,
}

/// Who an object with that parent is.
pub fn identity_of<O: Named>(ix: &Index<'_>, object: &O, parent: &Prop<MoRef>) -> Identity {
    let escaped = object.name_property().known().unwrap_or_else(|| object.id());
    Identity {
        kind: O::KIND,
        id: object.id().clone(),
        name: object.display_name(),
        path: ix.paths.of(parent, escaped),
    }
}

/// A VM in a vApp has no folder; its path leads through the vApp.
pub fn vm_identity(ix: &Index<'_>, vm: usize) -> Identity {
    let vm = &ix.inventory.vms[vm];
    match (&vm.parent, &vm.resource_pool) {
        (Prop::Unset, Prop::Known(pool)) => {
            let parent = Prop::Known(MoRef { kind: "ResourcePool".into(), id: pool.clone() });
            identity_of(ix, vm, &parent)
        }
        (parent, _) => identity_of(ix, vm, parent),
    }
}
