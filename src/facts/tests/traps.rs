//! The traps that the domain is known for, and the healthy inventory as the measure.

use super::super::build;
use super::super::testing::healthy;
use crate::inventory::Inventory;

/// Inventories with the states that the laws are tried on.
pub(super) fn faulty() -> Vec<(&'static str, Inventory)> {
    vec![("healthy", healthy())]
}

#[test]
fn the_healthy_inventory_has_nothing_unknown_that_the_rules_need() {
    let facts = build(&healthy());
    let cluster = &facts.clusters[0];
    assert_eq!(cluster.host_count, Ok(3));
    assert_eq!(cluster.active_hosts, Ok(3));
    assert!(cluster.hosts.is_complete() && cluster.vms.is_complete());
    assert_eq!(cluster.ha.enabled, Ok(true));
    assert_eq!(cluster.management_subnets.uniform(), Ok(true));
    assert_eq!(facts.identity.hosts[0].path, "/Tokyo/host/LMS-HA/esx01");
}
