//! vMotion networks of a cluster, and what shares their uplinks.

use super::super::testing::{denied, healthy, vnic};
use super::super::{Facts, InterfaceFacts, build};
use super::fixtures::{net, network, shared_vmotion};
use crate::inventory::Prop;

fn interface(facts: &Facts, host: usize) -> &InterfaceFacts {
    &facts.hosts[host].vmotion.interfaces.as_ref().unwrap().items[0]
}

fn sole(facts: &Facts) -> Vec<Option<bool>> {
    let uplinks = interface(facts, 0).uplinks.as_ref().unwrap();
    uplinks.items.iter().map(|uplink| uplink.sole_user.clone().ok()).collect()
}

#[test]
fn an_uplink_without_other_users_is_its_own() {
    let facts = build(&healthy());
    let vmotion = interface(&facts, 0);
    assert_eq!(sole(&facts), [Some(true), Some(true)]);
    assert!(vmotion.shares_with.items.is_empty() && vmotion.shares_with.is_complete());
    assert_eq!((&vmotion.vlan_apart, &vmotion.shares_controlled), (&Ok(true), &Ok(false)));
    let management = &facts.hosts[0].management.as_ref().unwrap().items[0];
    assert_eq!(management.shares_with.items, ["VM Network"]);
}

#[test]
fn other_port_groups_share_the_uplinks_they_are_active_on() {
    let facts = build(&shared_vmotion());
    assert_eq!(sole(&facts), [Some(false), Some(true)], "the standby is active for nobody");
    assert_eq!(interface(&facts, 0).shares_with.items, ["Backup"]);
    assert_eq!(interface(&facts, 0).vlan_apart, Ok(false), "the trunk carries VLAN 20 too");
}

#[test]
fn what_cannot_be_read_may_share() {
    let mut inventory = shared_vmotion();
    inventory.portgroups[1].config = Prop::Unreadable(denied());
    let facts = build(&inventory);
    assert_eq!(sole(&facts), [None, None]);
    assert!(!interface(&facts, 0).shares_with.is_complete());
    let mut inventory = shared_vmotion();
    inventory.portgroups.pop();
    assert_eq!(sole(&build(&inventory)), [None, None], "the switch lists a port group that is not seen");
}

#[test]
fn traffic_of_the_own_kind_is_no_other_user() {
    let mut inventory = healthy();
    let mut second = vnic("vmk2", "", "10.2.0.9");
    second.distributed_port = Some(super::super::testing::port());
    network(&mut inventory, 0).vnic.push(second);
    assert_eq!(interface(&build(&inventory), 0).shares_with.items, ["vmk2"]);
    network(&mut inventory, 0).vnic[2].net_stack = Some("vmotion".into());
    assert!(interface(&build(&inventory), 0).shares_with.items.is_empty());
}

#[test]
fn peers_share_a_subnet() {
    let mut inventory = healthy();
    let lacking = |facts: &Facts, host: usize| -> Vec<String> {
        facts.hosts[host].vmotion.peers.lacking().map(ToString::to_string).collect()
    };
    assert_eq!(build(&inventory).hosts[0].vmotion.peers.all(), Ok(true));
    network(&mut inventory, 2).vnic[1].ip.address = "10.9.0.3".into();
    let facts = build(&inventory);
    assert_eq!(
        (lacking(&facts, 0), lacking(&facts, 2)),
        (vec!["esx03".into()], vec!["esx01".into(), "esx02".into()])
    );
    network(&mut inventory, 2).vnic.pop();
    assert_eq!(
        build(&inventory).hosts[0].vmotion.peers.all(),
        Ok(true),
        "without an address nothing is shared"
    );
    inventory.hosts[2].network = Prop::Unreadable(denied());
    assert!(build(&inventory).hosts[0].vmotion.peers.all().is_err());
}

#[test]
fn vlans_are_compared_within_a_subnet() {
    let mut inventory = shared_vmotion();
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!(cluster.vmotion_vlans.uniform(), Ok(false));
    assert_eq!(
        cluster.vmotion_vlans.describe(),
        "10.2.0.0/24 in VLAN 20 (esx01, esx02); 10.2.0.0/24 in VLAN 30 (esx03)"
    );
    assert_eq!(cluster.vmotion_names.uniform(), Ok(false));
    assert_eq!(cluster.vmotion_counts.describe(), "1 (esx01, esx02); 2 (esx03)");
    network(&mut inventory, 2).vnic.pop();
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!((cluster.vmotion_vlans.uniform(), cluster.vmotion_names.uniform()), (Ok(true), Ok(true)));
    assert_eq!(cluster.vmotion_mtu.describe(), "1500 (esx01, esx02); 9000 (esx03)");
    assert_eq!(
        facts.hosts.iter().map(|host| host.vmotion.routed.clone()).collect::<Vec<_>>(),
        [Ok(false), Ok(false), Ok(true)]
    );
}

#[test]
fn the_health_check_speaks_of_single_vlans() {
    let mut inventory = shared_vmotion();
    assert_eq!(net(&build(&inventory), "dvportgroup-1").untrunked_on.items, ["esx03"]);
    if let Prop::Known(config) = &mut inventory.portgroups[0].config {
        config.port.vlan = Some("trunk 20-30".into());
    }
    assert!(net(&build(&inventory), "dvportgroup-1").untrunked_on.items.is_empty());
}
