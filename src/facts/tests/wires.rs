//! Networks, interfaces and uplinks.

use super::super::testing::{denied, healthy, vnic};
use super::super::{UplinkRole, VmotionFacts, build};
use super::fixtures::{net, network, old_host};
use crate::inventory::{Inventory, Prop};

#[test]
fn labels_are_equal_letter_by_letter() {
    let mut inventory = healthy();
    network(&mut inventory, 1).portgroup[1].name = "VM network ".into();
    let facts = build(&inventory);
    let net = net(&facts, "network-1");
    assert_eq!(net.on.lacking().collect::<Vec<_>>(), ["esx02"]);
    assert_eq!(net.near.describe(), "VM network␣ (esx02)");
    assert!(net.accounted_on.all() == Ok(true) && net.near_on.items == ["esx02"]);
    // A host that has the label lacks nothing, whatever else it has.
    let other = network(&mut inventory, 1).portgroup[1].clone();
    network(&mut inventory, 0).portgroup.push(other);
    assert_eq!(self::net(&build(&inventory), "network-1").near_on.items, ["esx02"]);
}

#[test]
fn a_member_that_is_down_is_a_member() {
    let mut inventory = healthy();
    if let Prop::Known(config) = &mut inventory.switches[0].config {
        config.host[0].status = "down".into();
        config.host.pop();
    }
    let facts = build(&inventory);
    let net = net(&facts, "dvportgroup-1");
    assert_eq!(net.on.lacking().collect::<Vec<_>>(), ["esx01", "esx03"]);
    assert_eq!(
        (net.down.describe().as_str(), &net.down_on.items[..]),
        ("down (esx01)", &["esx01".into()][..])
    );
    assert_eq!(net.accounted_on.lacking().collect::<Vec<_>>(), ["esx03"]);
}

#[test]
fn a_vlan_that_differs_and_a_switch_without_uplink_show() {
    let mut inventory = healthy();
    network(&mut inventory, 1).portgroup[1].vlan_id = Some(20);
    network(&mut inventory, 2).vswitch[0].pnic.clear();
    let facts = build(&inventory);
    let net = net(&facts, "network-1");
    assert_eq!((net.vlan.uniform(), &net.internal), (Ok(false), &Ok(true)));
    assert_eq!(net.uplinks_up.lacking().collect::<Vec<_>>(), ["esx03"]);
}

#[test]
fn membership_of_a_distributed_switch_counts_with_its_state() {
    let mut inventory = healthy();
    if let Prop::Known(config) = &mut inventory.switches[0].config {
        config.host[0].status = "odd".into();
        config.host.pop();
    }
    let facts = build(&inventory);
    let net = net(&facts, "dvportgroup-1");
    assert_eq!(net.on.lacking().collect::<Vec<_>>(), ["esx03"]);
    assert_eq!(net.on.unclear().collect::<Vec<_>>(), ["esx01"]);
}

#[test]
fn a_switch_that_lists_no_member_leaves_it_to_the_port_group() {
    let mut inventory = healthy();
    if let Prop::Known(config) = &mut inventory.switches[0].config {
        config.host.clear();
    }
    inventory.portgroups[0].host = Prop::Known(vec!["host-1".into(), "host-2".into()]);
    let facts = build(&inventory);
    assert_eq!(net(&facts, "dvportgroup-1").on.lacking().collect::<Vec<_>>(), ["esx03"]);
}

#[test]
fn templates_and_placeholders_use_no_networks() {
    let mut inventory = healthy();
    inventory.vms[0].template = Prop::Known(true);
    inventory.vms[1].managed_by = Prop::Known("com.vmware.vcDr".into());
    let facts = build(&inventory);
    assert!(facts.clusters[0].networks.items.is_empty() && facts.clusters[0].networks.is_complete());
    assert_eq!(facts.clusters[0].vms.items.len(), 2);
}

fn vmotion_roles(inventory: &Inventory) -> Vec<Option<UplinkRole>> {
    let facts = build(inventory);
    let interfaces = facts.hosts[0].vmotion.interfaces.as_ref().unwrap();
    let uplinks = interfaces.items[0].uplinks.as_ref().unwrap();
    uplinks.items.iter().map(|uplink| uplink.role.clone().ok()).collect()
}

#[test]
fn roles_follow_the_order_in_force() {
    use UplinkRole::{Active, Standby, Unused};
    let mut inventory = healthy();
    assert_eq!(vmotion_roles(&inventory), [Some(Active), Some(Standby)], "inherited from the switch");
    let own = crate::inventory::NicOrder { active: vec!["lag1".into()], standby: Vec::new() };
    if let Prop::Known(config) = &mut inventory.portgroups[0].config {
        config.port.uplink_order = Some(own);
    }
    assert_eq!(vmotion_roles(&inventory), [Some(Unused), Some(Unused)]);
    network(&mut inventory, 0).proxy_switch[0].host_lag = vec![crate::inventory::HostLag {
        lag_key: "1".into(),
        lag_name: "lag1".into(),
        uplink_port: vec![("11".into(), "lag1-0".into())],
    }];
    assert_eq!(vmotion_roles(&inventory), [Some(Unused), Some(Active)], "a LAG stands for its members");
    if let Prop::Known(config) = &mut inventory.portgroups[0].config {
        config.uplink_teaming_override_allowed = Some(true);
    }
    assert_eq!(vmotion_roles(&inventory), [None, None], "ports may override");
}

#[test]
fn nsx_decides_the_order_of_its_port_groups() {
    use UplinkRole::{Active, Unused};
    let mut inventory = healthy();
    let empty = crate::inventory::NicOrder::default();
    let set = |inventory: &mut Inventory, backing: &str| {
        if let Prop::Known(config) = &mut inventory.portgroups[0].config {
            config.port.uplink_order = Some(empty.clone());
            config.backing_type = Some(backing.into());
        }
    };
    let visible = |inventory: &Inventory| {
        let facts = build(inventory);
        facts.hosts[0].vmotion.interfaces.as_ref().unwrap().items[0].teaming_visible.clone()
    };
    set(&mut inventory, "standard");
    assert_eq!(vmotion_roles(&inventory), [Some(Unused), Some(Unused)], "an empty order uses no uplink");
    assert_eq!(visible(&inventory), Ok(true));
    set(&mut inventory, "nsx");
    assert_eq!((vmotion_roles(&inventory), visible(&inventory)), (vec![None, None], Ok(false)));
    assert_eq!(net(&build(&inventory), "dvportgroup-1").uplinks_up.all(), Ok(true));
    let proxy = &mut network(&mut inventory, 0).proxy_switch[0];
    proxy.pnic.pop();
    proxy.pnic_spec.pop();
    assert_eq!(vmotion_roles(&inventory), [Some(Active)], "the one candidate is in use");
    inventory.portgroups[0].config = Prop::Unreadable(denied());
    assert_eq!(vmotion_roles(&inventory), [None]);
    assert!(visible(&inventory).is_err(), "an order that could not be read may use no uplink");
}

#[test]
fn uplinks_are_shown_with_the_state_of_their_link() {
    let mut inventory = healthy();
    let network = network(&mut inventory, 0);
    network.pnic[0].link = None;
    network.pnic[1].link = Some(crate::inventory::Link { speed_mb: 100, duplex: false });
    let facts = build(&inventory);
    let management = facts.hosts[0].management.as_ref().unwrap();
    let uplinks = management.items[0].uplinks.as_ref().unwrap();
    let text: Vec<&str> = uplinks.items.iter().map(|uplink| uplink.text.as_str()).collect();
    assert_eq!(text, ["vmnic0 down", "vmnic1 100 Mb/s half-duplex"]);
}

#[test]
fn an_untold_uplink_port_matters_only_where_roles_differ() {
    let mut inventory = healthy();
    for spec in &mut network(&mut inventory, 0).proxy_switch[0].pnic_spec {
        spec.uplink_port_key = None;
    }
    assert_eq!(vmotion_roles(&inventory), [None, None]);
    if let Prop::Known(config) = &mut inventory.switches[0].config {
        let order = config.port.uplink_order.as_mut().unwrap();
        order.active.append(&mut order.standby);
    }
    assert_eq!(vmotion_roles(&inventory), [Some(UplinkRole::Active); 2]);
}

#[test]
fn an_unused_uplink_is_no_path() {
    let mut inventory = healthy();
    network(&mut inventory, 0).portgroup[0].nic_order.as_mut().unwrap().active.pop();
    assert_eq!(build(&inventory).hosts[0].management_paths, Ok(1));
    network(&mut inventory, 0).portgroup[0].nic_order = None;
    assert!(build(&inventory).hosts[0].management_paths.is_err());
    network(&mut inventory, 0).pnic[0].link = None;
    network(&mut inventory, 0).pnic[1].link = None;
    assert_eq!(build(&inventory).hosts[0].management_paths, Ok(0), "no link: the role decides nothing");
}

#[test]
fn hosts_before_4_0_tell_vmotion_and_console_in_their_own_way() {
    let facts = build(&old_host());
    let host = &facts.hosts[2];
    let device = |list: &crate::schema::List<super::super::InterfaceFacts>| list.items[0].device.clone();
    assert_eq!(host.management.as_ref().map(device), Ok("vswif0".into()));
    assert_eq!(host.vmotion.interfaces.as_ref().map(device), Ok("vmk1".into()));
}

#[test]
fn adapters_on_the_vmotion_stack_carry_it_unselected() {
    let mut inventory = healthy();
    let mut stacked = vnic("vmk2", "VM Network", "10.3.0.1");
    stacked.net_stack = Some("vmotion".into());
    network(&mut inventory, 0).vnic.push(stacked);
    let facts = build(&inventory);
    let vmotion = &facts.hosts[0].vmotion;
    let devices = |vmotion: &VmotionFacts| -> Vec<String> {
        vmotion.interfaces.as_ref().unwrap().items.iter().map(|one| one.device.to_string()).collect()
    };
    assert_eq!((devices(vmotion), &vmotion.mixed_stacks), (vec!["vmk2".into()], &Ok(true)));
    assert_eq!(vmotion.idle.as_ref().unwrap().items, ["vmk1"], "that stack alone carries vMotion");
    inventory.hosts[0].virtual_nic_manager_info = Prop::Unreadable(denied());
    let facts = build(&inventory);
    let vmotion = &facts.hosts[0].vmotion;
    assert_eq!(
        (devices(vmotion), vmotion.interfaces.as_ref().unwrap().is_complete()),
        (vec!["vmk2".into()], true)
    );
    assert!(vmotion.mixed_stacks.is_err(), "whether another stack has adapters for it is not known");
}

#[test]
fn one_vmotion_address_on_two_hosts_shows() {
    let mut inventory = healthy();
    network(&mut inventory, 1).vnic[1].ip.address = "10.2.0.1".into();
    let facts = build(&inventory);
    let shared = &facts.clusters[0].vmotion_same_ip.items[0];
    assert_eq!(
        (shared.address.as_str(), &shared.hosts.items[..]),
        ("10.2.0.1", &["esx01".into(), "esx02".into()][..])
    );
}
