//! How objects are named.

use compact_str::CompactString;
use serde::{Deserialize, Serialize};

/// Managed-object id such as `host-12`; unique within one vCenter.
pub type Id = CompactString;

/// Reference to an object of any type.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct MoRef {
    /// Managed object type as the server named it.
    #[serde(rename = "type")]
    pub kind: CompactString,
    /// Managed-object id.
    pub id: Id,
}
