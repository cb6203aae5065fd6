//! How a host stands: its connection to vCenter, and whether it serves.

use crate::facts::ground::index::{Index, Named};
use crate::facts::ground::logic::{lacks, none_before, some};
use crate::facts::ground::names::Name;
use crate::facts::ground::words::{HostConnection, HostService};
use crate::inventory::{HostNetwork, HostSystem, PhysicalNic, StorageDevice};
use crate::schema::{Fact, FactEnum as _, Unknown};
use crate::terms::{Detail, ReasonKind};

const POWER: &str = "runtime.powerState";
const STANDBY: &str = HostSystem::standby_mode.path;

/// Connection between vCenter and a host. One in standby sends no heartbeats and is under vCenter's
/// control all the same: nothing of it changes until vCenter wakes it.
pub fn connection(ix: &Index<'_>, host: &HostSystem) -> Fact<HostConnection> {
    const PATH: &str = "runtime.connectionState";
    if ix.is_back(host) {
        return Ok(HostConnection::Connected);
    }
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
        HostConnection::Disconnected => Err(host.unknown(ReasonKind::Unreachable, "", Detail::Disconnected)),
        HostConnection::NotResponding => Err(host.unknown(ReasonKind::Unreachable, "", Detail::NoResponse)),
    }
}

/// Networking of a host, unless the host is not connected or it cannot be read.
pub fn networking<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a HostNetwork> {
    reachable(ix, host)?;
    ix.need(host, HostSystem::network)
}

/// Physical adapters of a host, of which it has one at least.
pub fn adapters<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a [PhysicalNic]> {
    let network = networking(ix, host)?;
    if network.pnic.is_empty() {
        return Err(host.unknown(ReasonKind::Untold, HostSystem::network.path, Detail::NoPhysicalAdapters));
    }
    Ok(&network.pnic)
}

/// What a host tells of its storage, unless it is not connected or it cannot be read. Paths lead to disks: where
/// there are some, a list of disks that is empty was not told.
pub fn storage<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a StorageDevice> {
    reachable(ix, host)?;
    let storage = ix.need(host, HostSystem::storage_device)?;
    if storage.lun.is_empty() { paths_to_nothing(host, storage) } else { Ok(storage) }
}

/// The same; paths lead over adapters, too.
pub fn storage_over<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a StorageDevice> {
    let storage = storage(ix, host)?;
    if storage.adapter.is_empty() { paths_to_nothing(host, storage) } else { Ok(storage) }
}

fn paths_to_nothing<'a>(host: &HostSystem, storage: &'a StorageDevice) -> Fact<&'a StorageDevice> {
    if storage.path.is_empty() {
        return Ok(storage);
    }
    Err(host.unknown(ReasonKind::Contradicts, HostSystem::storage_device.path, Detail::PathsToNothing))
}

/// Whether this is no server at all but the proxy of an HCX appliance, which stands in the inventory as
/// an ESXi host with invented adapters. One whose hardware cannot be read is a host like others.
pub fn mobility_agent(host: &HostSystem) -> bool {
    const MODEL: &str = "VMware Mobility Platform";
    host.summary_hardware.known().is_some_and(|hardware| hardware.model.trim() == MODEL)
}

/// Connected, not in maintenance, not in standby: false as soon as one of them says so.
pub fn active(ix: &Index<'_>, host: &HostSystem) -> Fact<bool> {
    match kept(ix, host) {
        (Some(_), _) => Ok(false),
        (None, unclear) => unclear.map_or(Ok(true), Err),
    }
}

/// Whether a host is out of service and its configuration is there all the same, and of now: vCenter has
/// decided so, and the host is not cut off.
pub fn rests(ix: &Index<'_>, host: &HostSystem) -> Option<HostService> {
    let (service, _) = kept(ix, host);
    let service = service?;
    matches!(connection(ix, host), Ok(HostConnection::Connected) | Err(_)).then_some(service)
}

/// Whether a host sleeps now, even where it is taken to be back in service: the states of its links and of its
/// storage paths are not told.
pub fn sleeps(ix: &Index<'_>, host: &HostSystem) -> bool {
    let service = if ix.is_back(host) { kept_now(ix, host).0 } else { rests(ix, host) };
    matches!(service, Some(HostService::Standby | HostService::Off))
}

/// The name under which a host that is out of service is listed among others: `esx03 (maintenance)`.
pub fn marked(name: &str, service: HostService) -> Name {
    compact_str::format_compact!("{name} ({})", service.word())
}

/// Whether a host is in service, or the first thing known that keeps it from that.
pub fn service(ix: &Index<'_>, host: &HostSystem) -> Fact<HostService> {
    let (kept, unclear) = kept(ix, host);
    match kept {
        Some(service) => {
            // A person may have taken it out of service first, which makes no fault of the rest.
            ix.read(host, HostSystem::in_maintenance_mode)?;
            Ok(service)
        }
        None => unclear.map_or(Ok(HostService::InService), Err),
    }
}

/// What keeps a host from service for certain.
pub fn out_of_service(ix: &Index<'_>, host: &HostSystem) -> Option<HostService> {
    kept(ix, host).0
}

/// The first thing known that keeps a host from service, and why others before it may as well; nothing keeps one
/// that is taken to be back.
fn kept(ix: &Index<'_>, host: &HostSystem) -> (Option<HostService>, Option<Unknown>) {
    if ix.is_back(host) { (None, None) } else { kept_now(ix, host) }
}

fn kept_now(ix: &Index<'_>, host: &HostSystem) -> (Option<HostService>, Option<Unknown>) {
    let maintenance = ix.read(host, HostSystem::in_maintenance_mode).map(|mode| mode == Some(&true));
    let power = ix.read(host, HostSystem::power_state).and_then(|state| {
        match state.map_or("poweredOn", |state| state.as_str()) {
            "poweredOn" => Ok(HostService::InService),
            "poweredOff" => Ok(HostService::Off),
            "standBy" => Ok(HostService::Standby),
            other => Err(host.not_understood(POWER, other)),
        }
    });
    let standby = none_before(ix.read(host, HostSystem::standby_mode));
    let asleep = standby.and_then(|mode| match mode.map_or("none", |mode| mode.as_str()) {
        "none" | "exiting" => Ok(false),
        "in" | "entering" => Ok(true),
        other => Err(host.not_understood(STANDBY, other)),
    });
    let connected = connection(ix, host);
    let mut unclear: Option<Unknown> = None;
    let states = [
        (maintenance, HostService::Maintenance),
        (power.clone().map(|power| power == HostService::Standby), HostService::Standby),
        (asleep, HostService::Standby),
        (connected.clone().map(|now| now == HostConnection::Disconnected), HostService::Disconnected),
        (connected.map(|now| now == HostConnection::NotResponding), HostService::NotResponding),
        (power.map(|power| power == HostService::Off), HostService::Off),
    ];
    for (holds, service) in states {
        match holds {
            Ok(true) => return (Some(service), unclear),
            Ok(false) => {}
            Err(why) => lacks(&mut unclear, &why),
        }
    }
    (None, unclear)
}
