//! vMotion networks of a cluster, and what shares their uplinks.

use super::super::testing::{denied, healthy, vnic};
use super::super::{Facts, InterfaceFacts, MtuFacts, WaysFacts, build};
use super::fixtures::{net, network, shared_vmotion};
use crate::inventory::{HostNetwork, Inventory, Ip, Ipv6, NetStack, NicOrder, PhysicalNic, Prop, Route};
use crate::schema::HostSplit;

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
    assert_eq!(vmotion.shares_controlled, Ok(false));
    let management = &facts.hosts[0].management.as_ref().unwrap().items[0];
    assert_eq!(management.shares_with.items, ["VM Network"]);
}

#[test]
fn other_port_groups_share_the_uplinks_they_are_active_on() {
    let facts = build(&shared_vmotion());
    assert_eq!(sole(&facts), [Some(false), Some(true)], "the standby carries nobody");
    assert_eq!(interface(&facts, 0).shares_with.items, ["Backup"]);
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

fn lacking(split: &HostSplit) -> Vec<String> {
    split.lacking().map(ToString::to_string).collect()
}

#[test]
fn hosts_that_do_not_meet_are_told_of_where_more_is_missed() {
    let mut inventory = healthy();
    let ways = |facts: &Facts, host: usize| facts.hosts[host].vmotion.ways.clone();
    assert_eq!(ways(&build(&inventory), 0).one_subnet.all(), Ok(true));
    network(&mut inventory, 2).vnic[1].ip.address = "10.9.0.3".into();
    let facts = build(&inventory);
    assert_eq!(ways(&facts, 0).one_subnet.all(), Ok(true), "it misses one, and that one misses two");
    assert_eq!(lacking(&ways(&facts, 2).one_subnet), ["esx01", "esx02"]);
    assert_eq!(ways(&facts, 2).same_version.all(), Ok(true));
    network(&mut inventory, 1).vnic[1].ip.address = "10.8.0.2".into();
    let facts = build(&inventory);
    let told: Vec<_> = (0..3).map(|host| lacking(&ways(&facts, host).one_subnet)).collect();
    assert_eq!(told, [vec![], vec!["esx01".to_owned()], vec!["esx01".into(), "esx02".into()]]);
    network(&mut inventory, 1).vnic.pop();
    network(&mut inventory, 2).vnic.pop();
    assert_eq!(
        ways(&build(&inventory), 2).one_subnet.all(),
        Ok(true),
        "without an address nothing is shared"
    );
    inventory.hosts[2].network = Prop::Unreadable(denied());
    let facts = build(&inventory);
    assert!(ways(&facts, 0).one_subnet.all().is_err() && ways(&facts, 2).route.all().is_err());
}

/// What is said of the second host, whose vMotion lies in another subnet, by gateways and routes.
#[test]
fn what_leads_over_routers_is_told_apart() {
    let apart = |change: &dyn Fn(&mut Inventory)| {
        let mut inventory = healthy();
        inventory.hosts.pop();
        network(&mut inventory, 1).vnic[1].ip.address = "10.9.0.2".into();
        for host in 0..2 {
            let stack = NetStack { key: "defaultTcpipStack".into(), ..NetStack::default() };
            network(&mut inventory, host).net_stack = vec![stack];
        }
        change(&mut inventory);
        let ways = build(&inventory).hosts[1].vmotion.ways.clone();
        [&ways.same_version, &ways.one_subnet, &ways.route, &ways.own_gateway]
            .map(|split| split.lacking().next().is_some())
    };
    let (no_route, perhaps) = ([false, true, true, false], [false, true, false, true]);
    let routed = [false, true, false, false];
    assert_eq!(apart(&|_| {}), no_route, "no gateway at all");
    let default = |inventory: &mut Inventory| {
        for (host, gateway) in [(0, "10.1.0.254"), (1, "10.1.0.254")] {
            network(inventory, host).net_stack[0].gateway = gateway.into();
        }
    };
    assert_eq!(apart(&default), perhaps, "the gateway that management uses");
    let untold = |inventory: &mut Inventory| {
        (0..2).for_each(|host| network(inventory, host).net_stack.clear());
    };
    assert_eq!(apart(&untold), perhaps, "stacks before 5.5");
    let one_side = |inventory: &mut Inventory| {
        default(inventory);
        network(inventory, 1).net_stack[0].gateway = "0.0.0.0".into();
    };
    assert_eq!(apart(&one_side), no_route, "there, but not back");
    let far = |inventory: &mut Inventory| {
        default(inventory);
        network(inventory, 1).net_stack[0].gateway = "10.77.0.1".into();
    };
    assert_eq!(apart(&far), no_route, "a gateway outside of every subnet leads nowhere");
    let own = |inventory: &mut Inventory| {
        for (host, gateway) in [(0, "10.2.0.254"), (1, "10.9.0.254")] {
            network(inventory, host).vnic[1].gateway = Some(gateway.into());
        }
    };
    assert_eq!(apart(&own), routed, "gateways of the adapters");
    let routes = |inventory: &mut Inventory| {
        for (host, to, gateway) in [(0, "10.9.0.0", "10.2.0.254"), (1, "10.2.0.0", "10.9.0.254")] {
            let route = Route { network: to.into(), prefix: 24, gateway: gateway.into() };
            network(inventory, host).net_stack[0].route = vec![route];
        }
    };
    assert_eq!(apart(&routes), routed, "routes to each other");
    let stacks = |inventory: &mut Inventory| {
        for (host, gateway) in [(0, "10.2.0.254"), (1, "10.9.0.254")] {
            network(inventory, host).vnic[1].net_stack = Some("vmotion".into());
            network(inventory, host).net_stack[0] =
                NetStack { key: "vmotion".into(), gateway: gateway.into(), ..NetStack::default() };
        }
    };
    assert_eq!(apart(&stacks), routed, "the gateway of vMotion's stack");
    let foreign = |inventory: &mut Inventory| {
        stacks(inventory);
        default(inventory);
        for host in 0..2 {
            let default = NetStack { key: "defaultTcpipStack".into(), ..NetStack::default() };
            let own = NetStack { key: "vmotion".into(), ..NetStack::default() };
            network(inventory, host).net_stack =
                vec![own, NetStack { gateway: "10.1.0.254".into(), ..default }];
        }
    };
    assert_eq!(apart(&foreign), no_route, "vMotion's stack does not use the gateway of the default one");
    let six = |inventory: &mut Inventory| {
        let v6 = Ipv6 { address: "fd00::2".into(), prefix: 64, ..Ipv6::default() };
        network(inventory, 1).vnic[1].ip = Ip { v6: vec![v6], ..Ip::default() };
    };
    assert_eq!(apart(&six), [true, false, false, false], "IPv4 against IPv6");
    let both_six = |inventory: &mut Inventory| {
        for (host, address) in [(0, "fd00:1::1"), (1, "fd00:2::2")] {
            let v6 = Ipv6 { address: address.into(), prefix: 64, ..Ipv6::default() };
            network(inventory, host).vnic[1].ip = Ip { v6: vec![v6], ..Ip::default() };
        }
    };
    assert_eq!(apart(&both_six), perhaps, "routers announce themselves");
}

#[test]
fn traffic_takes_the_first_standby_uplink_with_a_link_when_no_active_one_has_any() {
    let carrying = |down: &[&str]| {
        let mut inventory = healthy();
        let third = PhysicalNic {
            device: "vmnic9".into(),
            key: "k9".into(),
            ..network(&mut inventory, 0).pnic[0].clone()
        };
        let network = network(&mut inventory, 0);
        network.pnic.push(third);
        network.vswitch[0].pnic = vec!["vmnic0".into(), "vmnic1".into(), "vmnic9".into()];
        for portgroup in &mut network.portgroup {
            portgroup.nic_order = Some(NicOrder {
                active: vec!["vmnic0".into()],
                standby: vec!["vmnic9".into(), "vmnic1".into()],
            });
        }
        for nic in network.pnic.iter_mut().filter(|nic| down.contains(&nic.device.as_str())) {
            nic.link = None;
        }
        let facts = build(&inventory);
        let uplinks = facts.hosts[0].management.as_ref().unwrap().items[0].uplinks.clone().unwrap();
        let carries = uplinks.items.iter().filter(|uplink| uplink.carries == Ok(true));
        carries.map(|uplink| uplink.device.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(carrying(&[]), ["vmnic0"]);
    assert_eq!(carrying(&["vmnic0"]), ["vmnic9"]);
    assert_eq!(carrying(&["vmnic0", "vmnic9"]), ["vmnic1"]);
    assert!(carrying(&["vmnic0", "vmnic9", "vmnic1"]).is_empty());
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
    network(&mut inventory, 2).vnic.pop();
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!((cluster.vmotion_vlans.uniform(), cluster.vmotion_names.uniform()), (Ok(true), Ok(true)));
    assert_eq!(cluster.vmotion_mtu.describe(), "1500 (esx01, esx02); 9000 (esx03)");
}

#[test]
fn the_health_check_speaks_of_single_vlans() {
    let mut inventory = shared_vmotion();
    assert_eq!(net(&build(&inventory), "dvportgroup-1").untrunked_on.items, ["esx03"]);
    if let Prop::Known(config) = &mut inventory.portgroups[0].config {
        config.port.vlan = Some("trunk 20-30".into());
    }
    assert!(net(&build(&inventory), "dvportgroup-1").untrunked_on.items.is_empty());
    let mut inventory = shared_vmotion();
    if let Prop::Known(config) = &mut inventory.switches[0].config {
        config.health_check[0].1 = false;
    }
    assert!(
        net(&build(&inventory), "dvportgroup-1").untrunked_on.items.is_empty(),
        "what it found is of then"
    );
}

/// What a cluster's vMotion networks are compared by, each with whether it is the same everywhere.
fn agrees(facts: &Facts) -> Vec<(&'static str, bool)> {
    let cluster = &facts.clusters[0];
    let ways: Vec<_> = facts.hosts.iter().map(|host| &host.vmotion.ways).collect();
    let everywhere =
        |split: fn(&WaysFacts) -> &HostSplit| ways.iter().all(|ways| split(ways).all() == Ok(true));
    let fits = |fit: &MtuFacts| fit.switch_mtu == 0 || fit.mtu <= fit.switch_mtu;
    vec![
        ("version", everywhere(|ways| &ways.same_version)),
        ("subnet", everywhere(|ways| &ways.one_subnet)),
        ("mask", everywhere(|ways| &ways.same_mask)),
        ("stack", cluster.vmotion_stacks.uniform() == Ok(true)),
        ("name", cluster.vmotion_names.uniform() == Ok(true)),
        ("count", cluster.vmotion_counts.uniform() == Ok(true)),
        ("VLAN", cluster.vmotion_vlans.uniform() == Ok(true)),
        ("MTU", cluster.vmotion_mtu.uniform() == Ok(true)),
        ("MTU of a subnet", cluster.vmotion_mtu_by_subnet.uniform() == Ok(true)),
        ("MTU of the switch", cluster.vmotion_mtu_fits.items.iter().all(fits)),
        ("address", cluster.vmotion_same_ip.items.is_empty() && cluster.vmotion_taken_ip.items.is_empty()),
        ("management", cluster.management_versions.uniform() == Ok(true)),
    ]
}

/// A value that has to agree is compared with whom it has to agree: one host that has it otherwise shows,
/// and so does what all hosts have alike and wrong.
#[test]
fn what_does_not_agree_shows_on_one_host_and_on_all() {
    type Edit = fn(&mut HostNetwork, u8);
    let six = |address: String| Ip {
        v6: vec![Ipv6 { address: address.into(), prefix: 64, ..Ipv6::default() }],
        ..Ip::default()
    };
    const NONE: &[&str] = &[];
    let edits: [(&str, Edit, &[&str], &[&str]); 9] = [
        (
            "another subnet",
            |net, n| net.vnic[1].ip.address = format!("10.9.{n}.3").into(),
            &["subnet"],
            &["subnet"],
        ),
        ("another mask", |net, _| net.vnic[1].ip.mask = "255.255.0.0".into(), &["mask"], NONE),
        ("vMotion's stack", |net, _| net.vnic[1].net_stack = Some("vmotion".into()), &["stack"], NONE),
        ("another MTU", |net, _| net.vnic[1].mtu = Some(1400), &["MTU", "MTU of a subnet"], NONE),
        (
            "more than the switch carries",
            |net, _| net.vnic[1].mtu = Some(9000),
            &["MTU", "MTU of a subnet", "MTU of the switch"],
            &["MTU of the switch"],
        ),
        (
            "another port group",
            |net, _| {
                net.vnic[1].distributed_port = None;
                net.vnic[1].portgroup = "VM Network".into();
            },
            &["name", "VLAN"],
            NONE,
        ),
        ("no address", |net, _| net.vnic[1].ip = Ip::default(), NONE, NONE),
        (
            "an address of management",
            |net, _| net.vnic[1].ip.address = "10.1.0.1".into(),
            &["subnet", "address"],
            &["address"],
        ),
        (
            "management on all",
            |net, _| net.vnic[0].ip.address = "10.2.0.2".into(),
            &["address"],
            &["address"],
        ),
    ];
    let base = || {
        let mut inventory = healthy();
        for host in 0..3 {
            let net = network(&mut inventory, host);
            net.vnic[1].mtu = Some(1500);
            net.proxy_switch[0].mtu = Some(1500);
        }
        if let Prop::Known(config) = &mut inventory.portgroups[0].config {
            config.port.vlan = Some("20".into());
        }
        inventory
    };
    let missed = |inventory: &Inventory| -> Vec<&str> {
        agrees(&build(inventory)).into_iter().filter(|(_, agrees)| !agrees).map(|(name, _)| name).collect()
    };
    assert_eq!(missed(&base()), NONE);
    for (what, edit, on_one, on_all) in edits {
        let mut inventory = base();
        edit(network(&mut inventory, 2), 3);
        assert_eq!(missed(&inventory), on_one, "{what} on one host");
        let mut inventory = base();
        (0..3).for_each(|host| edit(network(&mut inventory, host), u8::try_from(host).unwrap()));
        assert_eq!(missed(&inventory), on_all, "{what} on all hosts");
    }
    for (nic, version) in [(0, "management"), (1, "version")] {
        let mut inventory = base();
        network(&mut inventory, 2).vnic[nic].ip = six("fd00::3".into());
        assert_eq!(missed(&inventory), [version], "IPv6 on one host");
        let mut inventory = base();
        (0..3).for_each(|host| network(&mut inventory, host).vnic[nic].ip = six(format!("fd00::{host}1")));
        assert_eq!(missed(&inventory), NONE, "IPv6 on all hosts");
    }
}
