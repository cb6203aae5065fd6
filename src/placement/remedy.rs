//! What would make it fit.

use crate::facts::map::ClusterMap;
use crate::facts::placing::{self, Amount};
use crate::placement::event::Remedy;
use crate::placement::naming::{host, mb, named_rule, vm};
use crate::report::Hindrance;

/// Remedies with names. `vms` tells the position in the map of each VM of the question.
pub(super) fn named(map: &ClusterMap, found: Vec<placing::Remedy>, vms: &[usize]) -> Vec<Remedy> {
    let figures = |by: Amount| (mb(by.memory), by.cpu_mhz);
    let name = |remedy: placing::Remedy| match remedy {
        placing::Remedy::LowerNeed { vm: at, by } => {
            let (memory_mb, cpu_mhz) = figures(by);
            let vm = vm(map, vms.get(at).copied().unwrap_or(at));
            Remedy::LowerReservation { vm, memory_mb, cpu_mhz }
        }
        placing::Remedy::AddCapacity { host: at, by } => {
            let (memory_mb, cpu_mhz) = figures(by);
            Remedy::AddCapacity { host: host(map, at), memory_mb, cpu_mhz }
        }
        placing::Remedy::Resolve { causes, host: at } => {
            let known = causes.iter().filter_map(|cause| map.barriers.get(cause.0 as usize));
            Remedy::Resolve {
                hindrances: known.map(|barrier| Hindrance::on(map, barrier, at)).collect(),
                host: at.map(|at| host(map, at)),
            }
        }
        placing::Remedy::DropTogether(rule) => Remedy::DropTogether { rule: named_rule(&map.together, rule) },
        placing::Remedy::DropApart(rule) => Remedy::DropRule { rule: named_rule(&map.apart, rule) },
    };
    found.into_iter().map(name).collect()
}
