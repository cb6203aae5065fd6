//! What a report says of placing.

use serde::{Deserialize, Serialize};

use super::Object;
use super::heat::HeatMap;
use super::held::HeldAgainst;
use crate::terms::Tier;

/// Losses survived and hosts that can be emptied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacingInfo {
    /// HA is on; absent where that is not known. Without it nobody restarts what a lost host ran.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ha: Option<bool>,
    /// HA is on, and restart is disabled for every VM that it could restart.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub all_excluded: bool,
    /// Hosts in service whose loss leaves each of their VMs a place.
    pub losses_survived: HostsThat,
    /// Hosts in service whose running VMs can all be moved to others.
    pub hosts_emptied: HostsThat,
    /// The loss that leaves most VMs without a place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub worst_loss: Option<WorstLoss>,
    /// Each host in service.
    pub hosts: Vec<HostPlacing>,
    /// What vCenter itself said where it was asked, held against the answers here.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub held: Vec<HeldAgainst>,
    /// Who can go where, by class of VMs, for pages only; programs have `vpreflight matrix --format json`.
    #[serde(skip)]
    pub heat: Vec<HeatMap>,
}

impl PlacingInfo {
    /// Whether nobody restarts what a lost host ran, for certain: places that HA would give are none then.
    pub fn nobody_restarts(&self) -> bool {
        self.ha == Some(false) || self.all_excluded
    }
}

/// What becomes of the VMs of a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostPlacing {
    /// The host.
    pub host: Object,
    /// When it fails.
    pub loss: Tier,
    /// VMs without a place then, as far as that is certain.
    pub left_over: usize,
    /// When it is emptied.
    pub evacuation: Tier,
}

/// For how many hosts something holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostsThat {
    /// Hosts in service.
    pub all: usize,
    /// It holds, and no other VM moves.
    pub as_it_stands: usize,
    /// It holds once other VMs have moved, which DRS does by itself, or whoever empties the host.
    pub after_moves: usize,
    /// It holds once a person has moved VMs that DRS leaves where they are, or swapped some.
    pub by_hand: usize,
    /// That is not certain.
    pub unclear: usize,
}

impl HostsThat {
    /// For how many it certainly holds, whoever is there.
    pub fn holds(self) -> usize {
        self.as_it_stands + self.after_moves
    }
}

/// A host whose loss leaves VMs without a place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorstLoss {
    /// The host.
    pub host: Object,
    /// The VMs.
    pub vms: Vec<Object>,
}
