//! Hosts that are out of service: as the report names them, and how a finding that concerns them is told.

use super::rows;
use crate::facts::{Facts, HostConnection, HostRef, HostService, marked};
use crate::report::{LeftOut, Level, OutOfService, Reading};
use crate::schema::{FactEnum as _, List};
use crate::terms::Subject;

/// Which clusters have hosts that are out of service and judged all the same.
pub struct Resting(Vec<bool>);

impl Resting {
    /// Of all clusters.
    pub fn new(facts: &Facts) -> Self {
        let rests = |HostRef(at): &HostRef| {
            facts.hosts.get(*at as usize).is_some_and(|host| host.active == Ok(false))
        };
        Self(facts.clusters.iter().map(|cluster| cluster.hosts.items.iter().any(rests)).collect())
    }

    /// Whether what an object depends on has such hosts.
    pub fn concern(&self, cluster: Option<usize>) -> bool {
        match cluster {
            Some(at) => self.0.get(at).copied().unwrap_or_default(),
            None => self.0.contains(&true),
        }
    }
}

/// The level of a finding that holds only once hosts are back that are out of service now: nothing goes to
/// them before. Who reads the guide to the letter makes no difference.
pub fn later(level: Level, reading: Reading) -> Level {
    match reading {
        Reading::Practice => level.min(Level::Warn),
        Reading::Literal => level,
    }
}

/// The name under which a host is listed, where it is out of service, and the word for that.
pub fn listed(facts: &Facts, host: usize) -> Option<(String, &'static str)> {
    let host = facts.hosts.get(host)?;
    let service = host.service.as_ref().ok().filter(|service| **service != HostService::InService)?;
    Some((marked(&host.name, *service).into(), service.word()))
}

/// The hosts of a cluster that are known to be out of service.
pub fn of(facts: &Facts, hosts: &List<HostRef>) -> Vec<LeftOut> {
    let left_out = hosts.items.iter().filter_map(|HostRef(at)| {
        let host = facts.hosts.get(*at as usize)?;
        let state = out(*host.service.as_ref().ok()?)?;
        let judged = matches!(host.connection, Ok(HostConnection::Connected));
        Some(LeftOut { host: rows::object(facts, Subject::Host, *at as usize), state, judged })
    });
    left_out.collect()
}

fn out(service: HostService) -> Option<OutOfService> {
    match service {
        HostService::InService => None,
        HostService::Maintenance => Some(OutOfService::Maintenance),
        HostService::Standby => Some(OutOfService::Standby),
        HostService::Disconnected => Some(OutOfService::Disconnected),
        HostService::NotResponding => Some(OutOfService::NotResponding),
        HostService::Off => Some(OutOfService::Off),
    }
}
