//! What decides no answer and is told beside it.

use serde::Serialize;

use crate::facts::map::{ClusterMap, MapHost, Preference};
use crate::placement::naming::host;
use crate::report::Object;

/// A VM-Host rule that only states a preference: it keeps no VM from a host.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PreferredRule {
    /// Its name.
    pub rule: String,
    /// Running VMs that it is about.
    pub vms: usize,
    /// Hosts in service that it is about.
    pub hosts: Vec<Object>,
    /// Its VMs should not be there; else they should.
    pub avoids: bool,
}

/// What VMs use now, and what the hosts that are left have for them: about performance, not about places.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Demand {
    /// Memory in use, MB: what vCenter says VMs are entitled to or demand, else what their guests use.
    pub memory_used_mb: u64,
    /// Memory that is left, MB.
    pub memory_left_mb: u64,
    /// CPU in use, MHz.
    pub cpu_used_mhz: u64,
    /// CPU that is left, MHz.
    pub cpu_left_mhz: u64,
}

impl Demand {
    /// Without these hosts, where all of it is known.
    pub(super) fn of(map: &ClusterMap, without: &[usize]) -> Option<Self> {
        let demand = map.demand(without)?;
        let figure = |figure: i64| u64::try_from(figure).unwrap_or_default();
        Some(Self {
            memory_used_mb: figure(demand.memory_used_mb),
            memory_left_mb: figure(demand.memory_left_mb),
            cpu_used_mhz: figure(demand.cpu_used_mhz),
            cpu_left_mhz: figure(demand.cpu_left_mhz),
        })
    }

    /// More is in use than there is.
    pub fn exceeds(self) -> bool {
        self.memory_used_mb > self.memory_left_mb || self.cpu_used_mhz > self.cpu_left_mhz
    }
}

/// Whether Fault Tolerance finds hosts for the new halves of pairs of which one half is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewHalves {
    /// There is room beside all others.
    Room,
    /// Proved: not for all of them.
    NoRoom,
    /// Neither is certain.
    CannotTell,
}

/// The hosts that Proactive HA has put in quarantine.
pub(super) fn quarantined(map: &ClusterMap) -> Vec<Object> {
    let avoided = |(_, host): &(usize, &MapHost)| host.quarantined == Ok(true);
    map.hosts.iter().enumerate().filter(avoided).map(|(at, _)| host(map, at)).collect()
}

/// The preferred rules of a cluster.
pub(super) fn preferred(map: &ClusterMap) -> Vec<PreferredRule> {
    let of = |rule: &Preference| PreferredRule {
        rule: rule.name.to_string(),
        vms: rule.vms.len(),
        hosts: rule.hosts.iter().map(|at| host(map, *at)).collect(),
        avoids: rule.avoids,
    };
    map.preferred.iter().map(of).collect()
}
