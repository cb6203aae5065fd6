//! How a host stands: its connection to vCenter, and whether it serves.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{every, none_before, some};
use crate::facts::ground::words::HostConnection;
use crate::inventory::{HostNetwork, HostSystem};
use crate::schema::Fact;
use crate::terms::ReasonKind;

const POWER: &str = "runtime.powerState";
const STANDBY: &str = HostSystem::standby_mode.path;

/// Connection between vCenter and a host. One in standby sends no heartbeats and is under vCenter's
/// control all the same: nothing of it changes until vCenter wakes it.
pub fn connection(ix: &Index<'_>, host: &HostSystem) -> Fact<HostConnection> {
    const PATH: &str = "runtime.connectionState";
    match ix.need(host, HostSystem::connection_state)?.as_str() {
        "connected" => Ok(HostConnection::Connected),
        "disconnected" => Ok(HostConnection::Disconnected),
        "notResponding" if asleep(ix, host)? => Ok(HostConnection::Connected),
        "notResponding" => Ok(HostConnection::NotResponding),
        other => Err(host.not_understood(PATH, other)),
    }
}

/// Whether a host is in standby and not heard of: it may have failed on the way there, and nobody can
/// tell before it is woken.
pub fn silent_in_standby(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    let silent = ix.need(host, HostSystem::connection_state)? == "notResponding";
    if silent { asleep(ix, host) } else { Ok(false) }
}

/// Whether vCenter has put a host in standby.
fn asleep(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    let powered = ix.read(host, HostSystem::power_state);
    let standby = none_before(ix.read(host, HostSystem::standby_mode));
    some([
        powered.map(|state| state.is_some_and(|state| state == "standBy")),
        standby.map(|mode| mode.is_some_and(|mode| mode == "in")),
    ])
}

/// Whether what vCenter tells of a host's configuration is of now.
pub fn reachable(ix: &Index<'_>, host: &HostSystem) -> Fact<()> {
    match connection(ix, host)? {
        HostConnection::Connected => Ok(()),
        HostConnection::Disconnected => {
            Err(host.unknown(ReasonKind::Unreachable, "", "the host is disconnected"))
        }
        HostConnection::NotResponding => {
            Err(host.unknown(ReasonKind::Unreachable, "", "the host does not respond"))
        }
    }
}

/// Networking of a host, unless the host is not connected or it cannot be read.
pub fn networking<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a HostNetwork> {
    reachable(ix, host)?;
    ix.need(host, HostSystem::network)
}

/// Connected, not in maintenance, not in standby: false as soon as one of them says so.
pub fn active(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    let connected = connection(ix, host).map(|state| state == HostConnection::Connected);
    let serving = ix.read(host, HostSystem::in_maintenance_mode).map(|mode| mode.is_none_or(|mode| !mode));
    let powered = ix.read(host, HostSystem::power_state).and_then(|state| {
        match state.map_or("poweredOn", |state| state.as_str()) {
            "poweredOn" => Ok(true),
            "poweredOff" | "standBy" => Ok(false),
            other => Err(host.not_understood(POWER, other)),
        }
    });
    let standby = none_before(ix.read(host, HostSystem::standby_mode));
    let awake = standby.and_then(|mode| match mode.map_or("none", |mode| mode.as_str()) {
        "none" | "exiting" => Ok(true),
        "in" | "entering" => Ok(false),
        other => Err(host.not_understood(STANDBY, other)),
    });
    every([connected, serving, powered, awake])
}
