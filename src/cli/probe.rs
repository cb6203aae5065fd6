//! Probes on request: what is tried, and where the answers go.

use std::collections::BTreeSet;

use super::args::ProbeArgs;
use super::exit::Failure;
use crate::facts::{self, Facts, HostRef};
use crate::inventory::{Inventory, Prop};
use crate::sources::probe::{self, HOST_PORTS, Target, VCENTER_PORT, Wanted};

/// Properties that tell the management addresses of hosts.
const ADDRESSES: [&str; 3] = [
    "HostSystem:config.network",
    "HostSystem:config.virtualNicManagerInfo",
    "HostSystem:config.capabilities.usesServiceConsoleNic",
];

/// Adds the properties that probes need to those that are asked for.
pub fn want(args: &ProbeArgs, wanted: &mut BTreeSet<String>) {
    if args.probe {
        wanted.extend(ADDRESSES.map(str::to_owned));
    }
}

/// Makes the probes that the arguments ask for; the answers become part of the inventory. `live`
/// says that this machine has just had a session with the vCenter.
pub fn run(args: &ProbeArgs, inventory: &mut Inventory, live: bool, no_proxy: bool) -> Result<(), Failure> {
    if !args.probe {
        return Ok(());
    }
    let server = inventory.collection.server.clone();
    let wanted = Wanted {
        vcenter: (!live && !server.is_empty()).then_some((server, VCENTER_PORT)),
        hosts: targets(&facts::build(inventory)),
        ports: HOST_PORTS.to_vec(),
        url: args.probe_url.clone(),
        no_proxy,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::defect(format_args!("cannot start the runtime: {error}")))?;
    let known = live || wanted.vcenter.is_some();
    let mut found = runtime.block_on(probe::run(wanted));
    // A name that the resolver still looks for must not hold up the report.
    runtime.shutdown_background();
    if !known {
        found.vcenter_reached = None;
    }
    inventory.vcenter.probe = Prop::Known(found);
    Ok(())
}

/// What this machine is, where it is stated to be the client's and nothing has been probed.
pub fn this_machine(inventory: &mut Inventory, live: bool) {
    if inventory.vcenter.probe.is_unset() {
        let mut found = probe::this_machine();
        found.vcenter_reached = live.then_some(true);
        inventory.vcenter.probe = Prop::Known(found);
    }
}

/// The hosts of the clusters in scope.
fn targets(facts: &Facts) -> Vec<Target> {
    let clusters = facts.vcenter.clusters.items.iter().filter_map(|at| facts.clusters.get(at.0 as usize));
    clusters.flat_map(|cluster| &cluster.hosts.items).filter_map(|host| target(facts, *host)).collect()
}

fn target(facts: &Facts, HostRef(at): HostRef) -> Option<Target> {
    let who = facts.identity.hosts.get(at as usize)?;
    let management = facts.hosts.get(at as usize)?.management.as_ref().ok();
    let usable = management.and_then(|list| list.items.iter().find(|interface| interface.usable));
    let address = usable.and_then(|interface| interface.addresses.items.first());
    let bare = |address: &facts::Name| address.split('/').next().unwrap_or_default().to_owned();
    Some(Target { host: who.id.clone(), name: who.name.to_string(), address: address.map(bare) })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::targets;
    use crate::facts;
    use crate::inventory::Inventory;

    #[test]
    fn hosts_are_tried_by_name_and_management_address() {
        let base = crate::rules::base_inventory().unwrap();
        let inventory: Inventory = serde_json::from_str(base).unwrap();
        let targets = targets(&facts::build(&inventory));
        assert_eq!(targets.len(), 3);
        assert_eq!(targets[0].name, "esx01.tokyo.example");
        assert_eq!(targets[0].address.as_deref(), Some("192.168.10.11"));
    }
}
