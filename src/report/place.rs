//! Where something was found, or could not be decided.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::Object;
use super::object::is_false;

/// One place of a finding.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Occurrence {
    /// The object judged.
    pub object: Object,
    /// The host a VM is on, or the cluster a host is in; for people to find it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on: Option<String>,
    /// The element within the object, e.g. the label of a drive; empty for the object itself.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub element: String,
    /// The element, where it is an object of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub element_object: Option<Object>,
    /// Managed-object id of the cluster that the object is or is in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cluster: Option<String>,
    /// Stable identity of this finding at this place, over renames and changed words.
    pub fingerprint: String,
    /// The baseline has it, as bad or worse.
    #[serde(default, skip_serializing_if = "is_false")]
    pub known: bool,
}

/// Each object once, in the order of its first place.
pub fn distinct<'a>(places: impl IntoIterator<Item = &'a Occurrence>) -> Vec<&'a Occurrence> {
    let mut seen = HashSet::new();
    places.into_iter().filter(|place| seen.insert((place.object.kind, &place.object.id))).collect()
}
