//! Clusters, as a report tells of them beside the prerequisites.

use serde::{Deserialize, Serialize};

use super::picture::Picture;
use super::{Object, OutOfService, PlacingInfo, Verdict};

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
    /// Its VMs that share their name with another VM in scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub namesakes: Vec<Object>,
    /// Its hosts that are out of service: nothing can move to them or restart there now.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub left_out: Vec<LeftOut>,
    /// Losses survived, hosts that can be emptied; absent in reports of older releases, and where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub placing: Option<PlacingInfo>,
    /// How its hosts are wired, where a form that draws was asked for; not part of the JSON form.
    #[serde(skip)]
    pub picture: Option<Picture>,
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

impl ClusterInfo {
    /// A cluster of which nothing was judged yet.
    pub fn new(object: Object, hosts: usize, vms: usize) -> Self {
        Self {
            object,
            hosts,
            vms,
            verdict: None,
            open_questions: 0,
            namesakes: Vec::new(),
            left_out: Vec::new(),
            placing: None,
            picture: None,
        }
    }
}
