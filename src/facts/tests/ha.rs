//! HA at work, licences, capacity and sizes.

use super::super::testing::denied;
use super::super::{Agent, HaFacts, IssueLevel, LicenceState, build};
use super::fixtures::ha_inventory;
use crate::inventory::{
    AdmissionControlPolicy, ApiVersion, DasConfig, DasVmConfig, DasVmSettings, Inventory, Prop,
};
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
    inventory.collection.api_version = ApiVersion::of(&[5, 0]);
    assert_eq!(build(&inventory).hosts[0].heartbeat_datastores, Ok(1));
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

fn configured(change: impl FnOnce(&mut DasConfig)) -> Inventory {
    let mut inventory = ha_inventory();
    if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
        change(&mut config.das);
    }
    inventory
}

fn with_options(options: &[(&str, &str)]) -> HaFacts {
    let options = options.iter().map(|(key, value)| ((*key).into(), (*value).into())).collect();
    build(&configured(|das| das.option = options)).clusters[0].ha.clone()
}

#[test]
fn options_are_on_by_true_or_a_number_in_any_case() {
    let muted = |value: &str| {
        let ha = with_options(&[("DAS.bypassNetCompatCheck ", value), ("das.other", "false")]);
        (known(&ha.muted).items.len(), known(&ha.network_check_off))
    };
    for on in ["true", " TRUE ", "1", "-2"] {
        assert_eq!(muted(on), (1, true), "{on}");
    }
    for off in ["false", "0", "", "yes"] {
        assert_eq!(muted(off), (0, false), "{off}");
    }
    let ha = with_options(&[("das.ignoreRedundantNetWarning", "true")]);
    assert_eq!(known(&ha.muted).items, ["das.ignoreRedundantNetWarning"]);
    assert_eq!(ha.network_check_off, Ok(false));
}

#[test]
fn heartbeat_datastores_are_two_unless_a_number_is_set_that_ha_takes() {
    for (value, wanted) in [("2", 2), ("5", 5), (" 4 ", 4), ("1", 2), ("6", 2), ("many", 2)] {
        let ha = with_options(&[("das.other", "3"), ("das.heartbeatdsperhost ", value)]);
        assert_eq!(ha.heartbeat_datastores, Ok(wanted), "{value}");
    }
    assert_eq!(with_options(&[("das.other", "3")]).heartbeat_datastores, Ok(2));
}

#[test]
fn the_gateway_is_taken_away_by_false_or_zero_and_an_address_is_named_by_one() {
    let addresses = |options: &[(&str, &str)]| known(&with_options(options).isolation_address);
    for (value, left) in [("false", false), (" 0 ", false), ("FALSE", false), ("true", true), ("1", true)] {
        assert_eq!(addresses(&[("das.useDefaultIsolationAddress", value)]), left, "{value}");
    }
    let no_gateway = ("das.useDefaultIsolationAddress", "false");
    assert!(!addresses(&[no_gateway, ("das.isolationaddress1", " ")]));
    assert!(!addresses(&[no_gateway, ("das.other", "10.0.0.9")]));
    assert!(addresses(&[no_gateway, ("das.isolationaddress1", " "), ("das.isolationaddress2", "10.0.0.9")]));
}

#[test]
fn the_policy_is_told_with_its_figures() {
    let policy = |change: &dyn Fn(&mut DasConfig)| {
        known(&build(&configured(change)).clusters[0].ha.policy.clone()).to_string()
    };
    let with = |policy: AdmissionControlPolicy| {
        move |das: &mut DasConfig| das.admission_control_policy = Some(policy.clone())
    };
    let none = AdmissionControlPolicy { kind: "ClusterFailoverOther".into(), ..Default::default() };
    assert_eq!(policy(&|_| {}), "");
    assert_eq!(policy(&|das| das.failover_level = Some(2)), "failover level 2");
    assert_eq!(policy(&with(none.clone())), "ClusterFailoverOther");
    let level = AdmissionControlPolicy { failover_level: Some(1), ..none.clone() };
    assert_eq!(policy(&with(level)), "failover level 1");
    let (cpu, memory) = (Some(25), Some(30));
    let percent = AdmissionControlPolicy {
        cpu_failover_resources_percent: cpu,
        memory_failover_resources_percent: memory,
        ..none.clone()
    };
    assert_eq!(policy(&with(percent)), "CPU 25 %, memory 30 %");
    let hosts = AdmissionControlPolicy { failover_hosts: vec!["host-2".into(), "host-9".into()], ..none };
    assert_eq!(policy(&with(hosts)), "failover hosts esx02, host-9");
}

#[test]
fn a_vm_has_what_its_cluster_has_unless_it_has_its_own() {
    let own = |cluster: Option<&str>, own: DasVmSettings, before: Option<&str>| {
        let mut inventory = configured(|das| {
            das.vm_monitoring = Some("vmMonitoringOnly".into());
            das.default_vm_settings = cluster
                .map(|word| DasVmSettings { restart_priority: Some(word.into()), ..Default::default() });
        });
        if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
            let restart_priority = before.map(Into::into);
            config.das_vm = vec![DasVmConfig { vm: "vm-1".into(), restart_priority, settings: Some(own) }];
        }
        let facts = build(&inventory);
        let ha = &facts.vms.iter().zip(&facts.identity.vms).find(|(_, vm)| vm.id == "vm-1").unwrap().0.ha;
        (known(&ha.priority).to_string(), known(&ha.monitored))
    };
    let settings =
        |priority: Option<&str>, monitoring: Option<&str>, from_cluster: Option<bool>| DasVmSettings {
            restart_priority: priority.map(Into::into),
            vm_monitoring: monitoring.map(Into::into),
            monitoring_from_cluster: from_cluster,
            ..DasVmSettings::default()
        };
    let off = Some("vmMonitoringDisabled");
    let pair = |priority: &str, monitored: bool| (priority.to_owned(), monitored);
    assert_eq!(own(None, settings(None, off, None), None), pair("medium", false));
    assert_eq!(own(None, settings(None, off, Some(false)), None), pair("medium", false));
    assert_eq!(own(Some("high"), settings(None, off, Some(true)), None), pair("high", true));
    assert_eq!(own(Some("high"), settings(Some("low"), None, None), None), pair("low", true));
    assert_eq!(own(Some("high"), settings(None, None, None), Some("lowest")), pair("lowest", true));
    let as_cluster = settings(Some("clusterRestartPriority"), None, None);
    assert_eq!(own(Some("high"), as_cluster, None), pair("high", true));
}
