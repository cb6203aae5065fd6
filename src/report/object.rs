//! Inventory objects, as a report names them.

use serde::{Deserialize, Serialize};

use super::{ObjectKind, OutOfService, PlacingInfo, Verdict};

/// A cluster in scope.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClusterInfo {
    /// The cluster.
    pub object: Object,
    /// Hosts that were read.
    pub hosts: usize,
    /// VMs that were read, templates not counted.
    pub vms: usize,
    /// The answer for it; absent in reports of older releases.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Questions about it that wait for a person, those about the vCenter included.
    #[serde(default)]
    pub open_questions: usize,
    /// Its hosts that are out of service: nothing can move to them or restart there now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Losses survived, hosts that can be emptied; absent in reports of older releases, and where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placing: Option<PlacingInfo>,
}

/// A host that is out of service.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftOut {
    /// The host.
    pub host: Object,
    /// What keeps it from service.
    pub state: OutOfService,
    /// Its configuration is of now and was judged all the same; where it is not, nothing was asked of the host.
    pub judged: bool,
}

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

impl ClusterInfo {
    /// A cluster of which nothing was judged yet.
    pub fn new(object: Object, hosts: usize, vms: usize) -> Self {
        Self { object, hosts, vms, verdict: None, open_questions: 0, left_out: Vec::new(), placing: None }
    }
}

/// Whether a mark is not set, which is not written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub(super) fn is_false(value: &bool) -> bool {
    !value
}
