//! Hosts that are out of service, as the report names them.

use super::rows;
use crate::facts::{Facts, HostConnection, HostRef, HostService};
use crate::report::{LeftOut, OutOfService};
use crate::schema::List;
use crate::terms::Subject;

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
