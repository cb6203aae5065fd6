//! Hardware of a host.

use crate::facts::compute::cpuid;
use crate::facts::compute::records::HardwareFacts;
use crate::facts::ground::index::{Index, Named};
use crate::facts::net::interfaces::wired;
use crate::inventory::{HostHardwareSummary, HostSystem};
use crate::schema::Fact;
use crate::terms::ReasonKind;

/// Bytes of a megabyte, as vSphere counts them.
pub const MB: i64 = 1 << 20;
/// Speed of a gigabit adapter, Mb/s.
const GIGABIT: i64 = 1000;

/// Memory and CPU of a host; vCenter remembers them of one that is not connected.
pub fn summary<'a>(ix: &Index<'_>, host: &'a HostSystem) -> Fact<&'a HostHardwareSummary> {
    ix.need(host, HostSystem::summary_hardware)
}

/// The facts of a host's hardware.
pub fn facts(ix: &Index<'_>, host: &HostSystem) -> HardwareFacts {
    let told = |figure: fn(&HostHardwareSummary) -> i64| {
        let figure = figure(summary(ix, host)?);
        let untold = || {
            host.unknown(ReasonKind::Failed, HostSystem::summary_hardware.path, "the server gave no figure")
        };
        if figure > 0 { Ok(figure) } else { Err(untold()) }
    };
    let adapters = wired(ix, host).map(|wired| wired.network.pnic.as_slice());
    HardwareFacts {
        memory_mb: told(|hardware| hardware.memory_size).map(|bytes| bytes / MB),
        cores: told(|hardware| hardware.num_cpu_cores),
        nx: cpuid::nx(ix, host),
        gigabit: adapters.clone().map(|adapters| {
            adapters.iter().any(|nic| {
                let now = nic.link.map(|link| link.speed_mb);
                nic.valid_mbps.iter().copied().chain(now).any(|speed| speed >= GIGABIT)
            })
        }),
        adapters: adapters.map(|adapters| i64::try_from(adapters.len()).unwrap_or(i64::MAX)),
    }
}
