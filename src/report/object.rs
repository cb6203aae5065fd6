//! Inventory objects, as a report names them.

use serde::{Deserialize, Serialize};

use super::ObjectKind;

/// An inventory object.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Object {
    /// Kind.
    pub kind: ObjectKind,
    /// Managed-object id; the instance UUID for the vCenter.
    pub id: String,
    /// Name as people write it.
    pub name: String,
    /// Inventory path; empty when it has none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub path: String,
}

/// Whether a mark is not set, which is not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}
