//! A picture of how the hosts of a cluster are wired, before it is drawn: what stands beside what, and which findings
//! are at which place. It is made where a form that draws is asked for, and is no part of the JSON form.

use super::{Level, Object, OutOfService, Text};

/// How the hosts of a cluster are wired. Hosts stand side by side; what they have in common stands in one row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Picture {
    /// Hosts, or groups of hosts that are alike.
    pub bands: Vec<Band>,
    /// Switches, each over all bands.
    pub switches: Vec<SwitchRow>,
    /// Findings that are drawn, by their numbers from 1 on.
    pub notes: Vec<Note>,
    /// Hosts for which there was no room.
    pub hosts_left: usize,
    /// Port groups for which there was no room: alike on all hosts, without a vmkernel adapter or a finding.
    pub groups_left: usize,
}

/// A host, or several that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Band {
    /// The hosts.
    pub hosts: Vec<Object>,
    /// What keeps them from service.
    pub state: Option<OutOfService>,
    /// Their networking was read.
    pub read: bool,
}

/// A switch, with a cell for each band; `None` where hosts have no such switch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchRow {
    /// Its name; empty for what stands on no switch.
    pub name: String,
    /// A distributed one.
    pub distributed: bool,
    /// The switch in each band.
    pub cells: Vec<Option<SwitchCell>>,
    /// Port groups that most hosts have on it.
    pub groups: Vec<GroupRow>,
}

/// A switch in a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SwitchCell {
    /// MTU, where it is told.
    pub mtu: Option<i64>,
    /// Physical adapters.
    pub adapters: Vec<AdapterCell>,
    /// Numbers of findings.
    pub marks: Vec<usize>,
}

/// A physical adapter in a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterCell {
    /// Device, e.g. `vmnic0`.
    pub device: String,
    /// Its link.
    pub link: Wire,
    /// Numbers of findings.
    pub marks: Vec<usize>,
}

/// The link of a physical adapter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wire {
    /// The host sleeps: nobody can say.
    Asleep,
    /// No link.
    Down,
    /// A link: Mb/s, full duplex.
    Up(i64, bool),
}

/// A port group, with a cell for each band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GroupRow {
    /// Its label.
    pub label: String,
    /// The port group in each band.
    pub cells: Vec<GroupCell>,
    /// vmkernel adapters on it, those of a subnet side by side.
    pub lanes: Vec<Lane>,
}

/// A port group in a band.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct GroupCell {
    /// It is there.
    pub group: Option<Group>,
    /// Numbers of findings.
    pub marks: Vec<usize>,
}

/// What keeps the traffic of a port group apart.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lan {
    /// A VLAN, several, or a private one.
    Vlan(String),
    /// A segment of NSX.
    Segment(String),
}

/// A port group that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What keeps its traffic apart, where that is told.
    pub lan: Option<Lan>,
    /// Most hosts have it in another one.
    pub odd_lan: bool,
    /// The switch, where it is another one than on most hosts.
    pub elsewhere: Option<String>,
}

/// vmkernel adapters of one subnet on one port group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lane {
    /// The subnets, e.g. `10.1.0.0/24`; empty for adapters without an address.
    pub subnets: String,
    /// The adapters in each band.
    pub cells: Vec<Vec<InterfaceCell>>,
}

/// A vmkernel or service-console adapter in a band.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InterfaceCell {
    /// Device, e.g. `vmk1`.
    pub device: String,
    /// Kinds of traffic, as the API calls them; `None` = not told.
    pub kinds: Option<Vec<String>>,
    /// Addresses with prefix length; none where the band is of several hosts.
    pub addresses: Vec<String>,
    /// MTU, where it is told.
    pub mtu: Option<i64>,
    /// Numbers of findings.
    pub marks: Vec<usize>,
}

/// A finding that is drawn; those of one kind with other evidence have its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Place of its prerequisite in [`super::Report::prerequisites`].
    pub prerequisite: usize,
    /// Name of the finding.
    pub finding: String,
    /// Id of the rule.
    pub rule: String,
    /// Its level.
    pub level: Level,
    /// What is wrong, by the first of them.
    pub says: Text,
    /// How many more of its kind are drawn.
    pub more: usize,
}
