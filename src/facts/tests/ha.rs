//! HA at work, licences, capacity and sizes.

use super::super::testing::denied;
use super::super::{Agent, IssueLevel, LicenceState, build};
use super::fixtures::ha_inventory;
use crate::inventory::{ApiVersion, Prop};
use crate::schema::Fact;

fn known<T: Clone>(fact: &Fact<T>) -> T {
    fact.clone().expect("the fact is known")
}

#[test]
fn agents_masters_and_heartbeats() {
    let facts = build(&ha_inventory());
    let agents: Vec<Agent> = facts.hosts.iter().map(|host| known(&host.ha.agent)).collect();
    assert_eq!(agents, [Agent::Working, Agent::Working, Agent::Starting]);
    let masters = &facts.clusters[0].ha.masters;
    assert_eq!((masters.any(), masters.several()), (Ok(true), Ok(false)));
    let heartbeats: Vec<i64> = facts.hosts.iter().map(|host| known(&host.heartbeat_datastores)).collect();
    assert_eq!(heartbeats, [1, 1, 0]);
}

#[test]
fn before_5_0_there_are_no_heartbeat_datastores() {
    let mut inventory = ha_inventory();
    inventory.collection.api_version = ApiVersion::of(&[4, 1]);
    assert!(build(&inventory).hosts[0].heartbeat_datastores.is_err());
}

#[test]
fn what_is_left_is_the_share_of_the_others() {
    let mut inventory = ha_inventory();
    let worst = |inventory: &_| build(inventory).clusters[0].failover.worst.clone();
    // Without effective figures: the hardware of two hosts.
    assert_eq!(worst(&inventory).cpu_left_mhz, Ok(2 * 16_000));
    assert_eq!(worst(&inventory).memory_left_mb, Ok(2 * 65_536));
    let mut effective = |memory: i64| {
        if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
            summary.effective_memory = Some(memory);
        }
        worst(&inventory).memory_left_mb
    };
    assert_eq!(effective(150_000), Ok(100_000), "megabytes");
    assert_eq!(effective(150_000 << 20), Ok(100_000), "bytes, as some servers send them");
    assert_eq!(effective(i64::MAX), Ok(2 * 65_536), "neither");
    assert_eq!(worst(&inventory).memory_used_mb, Ok(1000));
}

#[test]
fn a_colour_is_told_only_where_nothing_explains_it() {
    let mut inventory = ha_inventory();
    let kinds = |inventory: &_| -> Vec<String> {
        build(inventory).clusters[0].issues.items.iter().map(|issue| issue.kind.to_string()).collect()
    };
    assert_eq!(kinds(&inventory), ["InsufficientFailoverResourcesEvent", "alarm", "status", "status"]);
    for host in &mut inventory.hosts {
        host.triggered_alarm_state = Prop::Known(Vec::new());
        host.overall_status = Prop::Known("green".into());
    }
    assert_eq!(kinds(&inventory), ["InsufficientFailoverResourcesEvent", "alarm"]);
    inventory.clusters[0].config_issue = Prop::Known(Vec::new());
    inventory.clusters[0].triggered_alarm_state = Prop::Known(Vec::new());
    assert_eq!(kinds(&inventory), ["status"]);
    let facts = build(&inventory);
    assert_eq!(facts.clusters[0].issues.items[0].level, Ok(IssueLevel::Error));
}

#[test]
fn licences_in_force() {
    let mut inventory = ha_inventory();
    let facts = build(&inventory);
    assert_eq!(facts.vcenter.licence.state, Ok(LicenceState::Licensed));
    assert_eq!(facts.vcenter.licence.product_matches, Ok(true));
    assert_eq!((&facts.hosts[0].licence.vmotion, &facts.hosts[0].licence.ha), (&Ok(true), &Ok(false)));
    if let Prop::Known(licences) = &mut inventory.vcenter.licences {
        licences.truncate(2);
    }
    assert!(build(&inventory).hosts[1].licence.state.is_err(), "not told is not none");
}

#[test]
fn the_vm_of_the_vcenter() {
    let mut inventory = ha_inventory();
    let own = build(&inventory).vcenter.own_vm;
    assert_eq!((own.items.len(), own.is_complete()), (1, true));
    inventory.vms[1].guest_host_name = Prop::Known("VC01.tokyo.example".into());
    assert_eq!(build(&inventory).vcenter.own_vm.items.len(), 1, "a VM that is off is not it");
    inventory.vms[1].power_state = Prop::Known("poweredOn".into());
    let own = build(&inventory).vcenter.own_vm;
    assert_eq!((own.items.len(), own.is_complete()), (2, true), "the nodes of a pair bear one name");
    for server in ["vc01", "localhost", "localhost.localdomain", "127.0.0.1", "[::1]"] {
        inventory.collection.server = server.into();
        for name in ["vc01", "localhost", "localhost.localdomain"] {
            inventory.vms[0].guest_host_name = Prop::Known(name.into());
            let own = build(&inventory).vcenter.own_vm;
            assert_eq!((own.items.len(), own.is_complete()), (0, true), "{server} is nobody's name: {name}");
        }
    }
}

#[test]
fn active_hosts_are_known_as_well_when_more_is_hidden() {
    let mut inventory = ha_inventory();
    inventory.hosts[2].connection_state = Prop::Unreadable(denied());
    assert_eq!(build(&inventory).clusters[0].active_hosts, Ok(3));
    inventory.hosts.pop();
    assert_eq!(build(&inventory).clusters[0].active_hosts, Ok(3));
}

#[test]
fn an_isolation_address_is_the_gateway_unless_it_is_taken_away_or_another_is_named() {
    let addresses = |options: &[(&str, &str)]| {
        let mut inventory = ha_inventory();
        if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
            config.das.option = options.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
        }
        let ha = build(&inventory).clusters[0].ha.clone();
        (known(&ha.isolation_address), known(&ha.isolation_by_gateway))
    };
    let no_gateway = ("das.usedefaultisolationaddress", "false");
    assert_eq!(addresses(&[]), (true, true));
    assert_eq!(addresses(&[("das.isolationaddress1", "10.0.0.9")]), (true, false));
    assert_eq!(addresses(&[no_gateway]), (false, false));
    assert_eq!(addresses(&[no_gateway, ("das.isolationaddress", "10.0.0.9")]), (true, false));
    assert_eq!(addresses(&[no_gateway, ("das.isolationaddress2x", "10.0.0.9")]), (false, false));
}

#[test]
fn networks_of_heartbeats_are_heeded_before_6_0() {
    let allowed = |api: &[u16]| {
        let mut inventory = ha_inventory();
        inventory.collection.api_version = ApiVersion::of(api);
        if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
            config.das.option = vec![
                ("das.allowNetwork0".into(), " Heartbeat ".into()),
                ("das.allowNetworkX".into(), "Other".into()),
                ("das.allowNetwork1".into(), " ".into()),
            ];
        }
        known(&build(&inventory).clusters[0].ha.allowed_networks).items
    };
    assert_eq!(allowed(&[5, 5]), ["Heartbeat"]);
    assert!(allowed(&[6, 0]).is_empty());
}

#[test]
fn a_figure_that_cannot_be_is_not_told() {
    let cores = |cores: i64| {
        let mut inventory = ha_inventory();
        if let Prop::Known(hardware) = &mut inventory.hosts[0].summary_hardware {
            hardware.num_cpu_cores = cores;
        }
        build(&inventory).hosts[0].hardware.cores.clone().ok()
    };
    assert_eq!((cores(1), cores(0), cores(-4)), (Some(1), None, None));
}
