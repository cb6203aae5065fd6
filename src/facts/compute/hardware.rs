//! Hardware of a host.

use crate::facts::compute::cpuid;
use crate::facts::compute::records::HardwareFacts;
use crate::facts::ground::capacity::{built_in, memory_mb};
use crate::facts::ground::count::count;
use crate::facts::ground::index::Index;
use crate::facts::ground::standing::adapters;
use crate::inventory::HostSystem;

/// Speed of a gigabit adapter, Mb/s.
const GIGABIT: i64 = 1000;

/// The facts of a host's hardware.
pub fn facts(ix: &Index<'_>, host: &HostSystem) -> HardwareFacts {
    let adapters = adapters(ix, host);
    HardwareFacts {
        memory_mb: built_in(ix, host, memory_mb),
        cores: built_in(ix, host, |hardware| hardware.num_cpu_cores),
        nx: cpuid::nx(ix, host),
        gigabit: adapters.clone().map(|adapters| {
            adapters.iter().any(|nic| {
                let now = nic.link.map(|link| link.speed_mb);
                nic.valid_mbps.iter().copied().chain(now).any(|speed| speed >= GIGABIT)
            })
        }),
        adapters: adapters.map(|adapters| count(adapters.len())),
    }
}
