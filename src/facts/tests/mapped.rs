//! What a map tells of the settings of its cluster, of its hosts and stores, and of what vCenter has said.

use super::super::map::{ClusterMap, MapCell};
use super::super::placing::Missing;
use super::super::testing::{denied, healthy};
use super::super::{Cause, Chosen, Given, HostService, map_with_back};
use super::map::{config, group, maps, rule, ruled, running};
use crate::inventory::{
    AdmissionControlPolicy, ApiVersion, CheckFault, CheckResult, DasHostState, DrsEvacuation, DrsFault,
    DrsMove, Inventory, Prop,
};
use crate::terms::{Mover, Relation};

fn map(inventory: &Inventory) -> ClusterMap {
    maps(inventory).remove(0)
}

#[test]
fn the_word_of_drs_says_who_moves() {
    let mover = |word: Option<&str>| {
        let mut inventory = ruled();
        config(&mut inventory).drs_config.as_mut().unwrap().default_vm_behavior = word.map(Into::into);
        map(&inventory).vms[0].mover.clone()
    };
    assert_eq!(mover(Some("fullyAutomated")), Ok(Mover::Drs));
    assert_eq!(mover(Some("partiallyAutomated")), Ok(Mover::Recommended));
    assert_eq!(mover(Some("manual")), Ok(Mover::Recommended));
    assert!(mover(Some("somehow")).is_err() && mover(None).is_err());

    let mut inventory = ruled();
    let id = inventory.vms[0].id.clone();
    let own = crate::inventory::DrsVmConfig { key: id, enabled: Some(true), behavior: Some("manual".into()) };
    config(&mut inventory).drs_vm_config = Some(vec![own]);
    let map = map(&inventory);
    assert_eq!((&map.vms[0].mover, &map.vms[1].mover), (&Ok(Mover::Recommended), &Ok(Mover::Drs)));
}

#[test]
fn whether_ha_keeps_vms_apart_is_what_its_option_says() {
    let apart = |option: Option<&str>, api: &[u16]| {
        let mut inventory = ruled();
        inventory.collection.api_version = ApiVersion::of(api);
        config(&mut inventory).das.option = option
            .map(|word| (" DAS.respectVmVmAntiAffinityRules ".into(), word.into()))
            .into_iter()
            .collect();
        let map = map(&inventory);
        let rule = &map.apart[0];
        assert_eq!(rule.open.is_some(), rule.on_restarts.is_none());
        assert_eq!(map.why(Missing::Apart(0)), rule.open.clone());
        (rule.on_moves, rule.on_restarts)
    };
    assert_eq!(apart(Some(" TRUE "), &[8, 0]), (Some(true), Some(true)));
    assert_eq!(apart(Some("False"), &[8, 0]), (Some(true), Some(false)));
    assert_eq!(apart(Some("1"), &[8, 0]), (Some(true), None));
    assert_eq!(apart(None, &[6, 5]), (Some(true), None));
    assert_eq!(apart(None, &[6, 0]), (Some(true), Some(false)));
}

#[test]
fn a_rule_that_is_off_or_of_one_vm_is_none() {
    let mut inventory = ruled();
    let kept = |inventory: &Inventory| {
        let map = map(inventory);
        (map.apart.len(), map.together.iter().map(|rule| rule.on_restarts).collect::<Vec<_>>())
    };
    let together = rule("ClusterAffinityRuleSpec", &["vm-1", "vm-2"]);
    config(&mut inventory).rule.as_mut().unwrap().push(together);
    assert_eq!(kept(&inventory), (1, vec![Some(false)]), "HA takes no notice of who is kept together");
    let rules = config(&mut inventory).rule.as_mut().unwrap();
    (rules[1].enabled, rules[2].vm) = (Some(false), vec!["vm-1".into()]);
    assert_eq!(kept(&inventory), (0, vec![]));
    config(&mut inventory).rule.as_mut().unwrap()[1].enabled = None;
    let open = map(&inventory);
    assert_eq!((open.apart[0].on_moves, open.apart[0].on_restarts), (None, None));
    assert!(open.apart[0].open.is_some(), "whether it is on is not told");
}

#[test]
fn the_least_cpu_is_that_of_the_release_unless_it_is_set() {
    let floor = |option: Option<&str>, api: &[u16]| {
        let mut inventory = running();
        inventory.collection.api_version = ApiVersion::of(api);
        config(&mut inventory).das.option =
            option.map(|word| ("das.vmcpuminmhz".into(), word.into())).into_iter().collect();
        map(&inventory).vms[0].floor_mhz
    };
    assert_eq!((floor(None, &[8, 0]), floor(None, &[5, 0]), floor(None, &[4, 1])), (32, 32, 256));
    assert_eq!((floor(Some(" 500 "), &[8, 0]), floor(Some("0"), &[8, 0])), (500, 0));
    assert_eq!((floor(Some("-1"), &[8, 0]), floor(Some("much"), &[8, 0])), (32, 32));
}

#[test]
fn a_group_names_hosts_that_are_elsewhere() {
    let mut inventory = ruled();
    config(&mut inventory).group.as_mut().unwrap().push(group(
        "ClusterHostGroup",
        "site b",
        &["host-3", "host-99", "host-2"],
    ));
    let map = map(&inventory);
    assert_eq!(map.groups.len(), 2, "a group of VMs is none of hosts");
    let site = &map.groups[1];
    assert_eq!((site.name.as_str(), site.hosts.as_slice(), site.others.len()), ("site b", &[2, 1][..], 1));
}

#[test]
fn failover_hosts_are_spare_while_admission_control_holds() {
    let mut inventory = running();
    config(&mut inventory).das.admission_control_policy = Some(AdmissionControlPolicy {
        kind: "ClusterFailoverHostAdmissionControlPolicy".into(),
        failover_hosts: vec!["host-2".into()],
        ..Default::default()
    });
    let spare = |inventory: &Inventory| {
        map(inventory).hosts.iter().map(|host| host.spare.clone().ok()).collect::<Vec<_>>()
    };
    config(&mut inventory).das.admission_control_enabled = Some(true);
    assert_eq!(spare(&inventory), [Some(false), Some(true), Some(false)]);
    config(&mut inventory).das.admission_control_enabled = Some(false);
    assert_eq!(spare(&inventory), [Some(false); 3]);
}

#[test]
fn rules_of_which_a_part_was_not_collected_leave_cells_open() {
    for part in 0..2 {
        let mut inventory = ruled();
        let settings = config(&mut inventory);
        if part == 0 {
            settings.rule = None
        } else {
            settings.group = None
        }
        let map = map(&inventory);
        let row = map.row(&map.vms[0], Relation::Restart);
        assert!(
            !row.is_empty() && row.iter().all(|cell| matches!(cell, MapCell::Unknown(_))),
            "{part} {row:?}"
        );
        assert!(map.why(Missing::Cell { vm: 0, host: 1, moves: false }).is_some());
        assert!(map.why(Missing::Cell { vm: 0, host: 9, moves: false }).is_none());
    }
}

#[test]
fn the_checker_says_of_each_host_what_it_names() {
    let mut inventory = running();
    let said = |host: &str, kinds: &[&str]| CheckResult {
        vm: "vm-1".into(),
        host: host.into(),
        error: kinds.iter().map(|kind| CheckFault { kind: (*kind).into(), message: "no".into() }).collect(),
        warning: Vec::new(),
    };
    let results = vec![
        said("host-2", &["A"]),
        said("host-2", &["B"]),
        said("host-1", &[]),
        said("host-99", &["C"]),
        said("", &["D"]),
    ];
    inventory.vms[0].checks = Prop::Known(results);
    inventory.vms[1].checks = Prop::Unreadable(denied());
    let told = map(&inventory).told;
    let words =
        |names: &Option<Vec<_>>| names.as_ref().map(|names: &Vec<super::super::Name>| names.join(" "));
    assert_eq!(told.checker.len(), 1);
    assert_eq!(
        told.checker[0].on.iter().map(words).collect::<Vec<_>>(),
        [Some("D".to_owned()), Some("A B D".to_owned()), None]
    );
    assert_eq!(told.checker_unread.len(), 1);
    // Nobody asked: nothing to tell.
    let nobody = map(&running()).told;
    assert!(nobody.checker.is_empty() && nobody.checker_unread.is_empty() && nobody.drs_unread.is_empty());
}

#[test]
fn drs_is_heard_about_vms_and_hosts_of_the_map() {
    let mut inventory = running();
    let to =
        |vm: &str, host: &str| DrsMove { vm: vm.into(), source: "host-1".into(), destination: host.into() };
    let fault = |vm: &str| DrsFault {
        vm: vm.into(),
        faults: vec![CheckFault { kind: "NoCompatibleHost".into(), message: "no".into() }],
    };
    inventory.hosts[0].drs_evacuation = Prop::Known(DrsEvacuation {
        moves: vec![to("vm-99", "host-2"), to("vm-1", "host-99"), to("vm-2", "host-3")],
        faults: vec![fault("vm-1"), fault("")],
    });
    inventory.hosts[1].drs_evacuation = Prop::Unreadable(denied());
    let told = map(&inventory).told;
    assert_eq!((told.drs.len(), told.drs[0].host, told.drs[0].moves.as_slice()), (1, 0, &[(1, 2)][..]));
    assert_eq!(told.drs[0].faults.iter().map(|(vm, _)| *vm).collect::<Vec<_>>(), [Some(0), None]);
    assert_eq!(told.drs_unread.len(), 1);
}

#[test]
fn a_store_is_known_by_a_name_that_no_other_has() {
    let mut inventory = healthy();
    let map_of = |inventory: &Inventory| map(inventory).stores;
    if let Prop::Known(info) = &mut inventory.datastores[1].info {
        info.local = Some(true);
    }
    if let Prop::Known(mounts) = &mut inventory.datastores[0].host {
        mounts[1].access_mode = "readOnly".into();
    }
    let stores = map_of(&inventory);
    assert!(stores["local1"].local && !stores["shared/1"].local);
    assert_eq!((stores["shared/1"].read_only.as_slice(), stores["local1"].read_only.len()), (&[1][..], 0));
    let mut elsewhere = inventory.datastores[1].clone();
    elsewhere.id = "datastore-9".into();
    inventory.datastores.push(elsewhere);
    assert_eq!(map_of(&inventory).len(), 1, "two of one name");
    if let Prop::Known(mounts) = &mut inventory.datastores[2].host {
        mounts[0].key = "host-99".into();
    }
    assert_eq!(map_of(&inventory).len(), 2, "one of them is on no host of the map");
}

#[test]
fn ha_restarts_where_its_agent_works() {
    let row = |state: Option<&str>| {
        let mut inventory = running();
        inventory.hosts[2].das_host_state =
            state.map_or(Prop::Unset, |state| Prop::Known(DasHostState { state: state.into() }));
        let map = map(&inventory);
        let cell = &map.row(&map.vms[0], Relation::Restart)[2];
        match cell {
            MapCell::No(at) => format!("{:?}", map.barriers[at[0] as usize].cause),
            other => format!("{other:?}").chars().take_while(|c| c.is_alphabetic()).collect(),
        }
    };
    assert_eq!(row(Some("connectedToMaster")), "Yes");
    assert_eq!(row(Some("fdmUnreachable")), format!("{:?}", Cause::Agent));
    assert_eq!(row(Some("uninitialized")), "Unknown");
    assert_eq!(row(Some("election")), "Unknown");
}

#[test]
fn who_stands_on_a_host_out_of_service_is_told_beside_the_map() {
    let mut inventory = running();
    let before = map(&inventory);
    assert!(before.out.is_empty());
    let home = inventory.vms[0].host.known().cloned();
    let at = inventory.hosts.iter().position(|host| Some(&host.id) == home.as_ref()).unwrap();
    inventory.hosts[at].in_maintenance_mode = Prop::Known(true);
    let after = map(&inventory);
    assert_eq!((after.hosts.len(), after.vms.len()), (before.hosts.len() - 1, before.vms.len() - 1));
    assert_eq!((after.out.len(), after.out[0].service), (1, HostService::Maintenance));
    assert_eq!(after.out[0].vms.iter().map(|vm| vm.name.as_str()).collect::<Vec<_>>(), ["db01"]);
}

#[test]
fn vms_that_are_off_are_counted_and_templates_are_not() {
    let mut inventory = running();
    let total = inventory.vms.len();
    inventory.vms[0].power_state = Prop::Known("poweredOff".into());
    assert_eq!((map(&inventory).vms_off, map(&inventory).vms.len()), (1, total - 1));
    inventory.vms[0].template = Prop::Known(true);
    assert_eq!(map(&inventory).vms_off, 0);
}

#[test]
fn vmotion_leads_where_both_hosts_can() {
    let barred = |inventory: &Inventory| {
        let map = map(inventory);
        let row = map.row(&map.vms[0], Relation::Live).to_vec();
        let barred = |cell: &MapCell| match cell {
            MapCell::No(at) => at.iter().any(|at| map.barriers[*at as usize].cause == Cause::Vmotion),
            _ => false,
        };
        row.iter().map(barred).collect::<Vec<_>>()
    };
    let mut inventory = running();
    assert_eq!(barred(&inventory), [false; 3]);
    inventory.hosts[2].vmotion_supported = Prop::Known(false);
    assert_eq!(barred(&inventory), [false, false, true]);
    inventory.hosts[0].vmotion_supported = Prop::Known(false);
    assert_eq!(barred(&inventory), [false, true, true], "it stays where it is");
}

#[test]
fn a_preference_is_told_that_is_switched_on_and_about_vms_that_run() {
    let preferred = |change: &dyn Fn(&mut crate::inventory::ClusterRule)| -> Vec<_> {
        let mut inventory = ruled();
        let mut soft = crate::inventory::ClusterRule {
            mandatory: Some(false),
            vm_group_name: Some("vms".into()),
            affine_host_group_name: Some("hosts".into()),
            ..rule("ClusterVmHostRuleInfo", &[])
        };
        change(&mut soft);
        config(&mut inventory).rule = Some(vec![soft]);
        let stale = group("ClusterVmGroup", "gone", &["vm-9"]);
        config(&mut inventory).group.as_mut().unwrap().push(stale);
        let map = map(&inventory);
        map.preferred
            .iter()
            .map(|of| {
                let vms: Vec<&str> = of.vms.iter().map(|vm| map.vms[*vm].identity.id.as_str()).collect();
                let hosts: Vec<&str> =
                    of.hosts.iter().map(|at| map.hosts[*at].identity.id.as_str()).collect();
                format!("{}: {vms:?} {hosts:?} {}", of.name, of.avoids)
            })
            .collect()
    };
    assert_eq!(preferred(&|_| {}), ["a rule: [\"vm-1\"] [\"host-1\"] false"]);
    let away = |rule: &mut crate::inventory::ClusterRule| {
        rule.affine_host_group_name = Some("".into());
        rule.anti_affine_host_group_name = Some("hosts".into());
    };
    assert_eq!(preferred(&away), ["a rule: [\"vm-1\"] [\"host-1\"] true"]);
    assert!(preferred(&|rule| rule.enabled = Some(false)).is_empty());
    assert!(preferred(&|rule| rule.enabled = None).is_empty());
    assert!(preferred(&|rule| rule.mandatory = Some(true)).is_empty());
    assert!(preferred(&|rule| rule.kind = "ClusterAffinityRuleSpec".into()).is_empty());
    assert!(preferred(&|rule| rule.vm_group_name = Some("other".into())).is_empty());
    assert!(preferred(&|rule| rule.vm_group_name = Some("gone".into())).is_empty());
}

#[test]
fn a_share_of_what_the_cluster_has_is_told_only_where_all_of_its_hosts_are_known() {
    let least = |inventory: &Inventory| map(inventory).hosts[0].capacity.clone().unwrap().least;
    let mut inventory = running();
    if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
        (summary.effective_memory, summary.effective_cpu) = (Some(30_000), Some(30_000));
    }
    let quarter = (4 << 30, 4_000);
    assert!(least(&inventory).memory > quarter.0 || least(&inventory).cpu_mhz > quarter.1);
    let mut stale = inventory.clone();
    if let Prop::Known(summary) = &mut stale.clusters[0].summary {
        summary.num_effective_hosts = Some(2);
    }
    assert_eq!((least(&stale).memory, least(&stale).cpu_mhz), quarter, "a sum of other hosts");
    inventory.hosts[2].summary_hardware = Prop::Unreadable(denied());
    assert_eq!((least(&inventory).memory, least(&inventory).cpu_mhz), quarter);
}

/// A host that is taken to be back is a host like others, of which the sum of the others says nothing for certain.
#[test]
fn a_host_that_is_back_has_its_part_of_what_it_has_built_in() {
    let mut inventory = running();
    if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
        (summary.effective_memory, summary.effective_cpu) = (Some(28_768), Some(30_000));
        summary.num_effective_hosts = Some(2);
    }
    let gone = &mut inventory.hosts[2];
    gone.in_maintenance_mode = Prop::Known(true);
    gone.das_host_state = Prop::Unset;
    let memory = |map: &ClusterMap| -> Vec<(u64, u64)> {
        let all = map.hosts.iter().map(|host| host.capacity.clone().unwrap());
        all.map(|has| (has.least.memory >> 20, has.most.memory >> 20)).collect()
    };
    let now = map(&inventory);
    assert_eq!(memory(&now), [(13_884, 14_885), (13_884, 14_885)], "2,000 MB kept, give or take a quarter");
    let id = now.cluster.id.clone();
    let with = |back: &[&str]| {
        map_with_back(&inventory, &Chosen::default(), &Given::default(), (&id, back)).unwrap()
    };
    let back = with(&["host-3"]);
    assert_eq!(memory(&back), [(13_384, 15_385); 3], "give or take a half");
    assert!(back.out.is_empty() && back.hosts.iter().all(|host| host.active == Ok(true)));
    assert!(back.barriers.iter().all(|barrier| barrier.cause != Cause::Agent), "HA sets its agent up");
    // Who is not there comes back as little as who is in service already.
    assert_eq!(memory(&with(&["host-9"])), memory(&now));
    assert_eq!(with(&[]).out.len(), 1);
}

#[test]
fn a_store_is_one_that_some_host_of_the_cluster_mounts() {
    let mut inventory = running();
    let stores = |inventory: &Inventory| {
        let mut names: Vec<String> = map(inventory).stores.keys().map(ToString::to_string).collect();
        names.sort();
        names
    };
    assert_eq!(stores(&inventory), ["local1", "shared/1"]);
    if let Prop::Known(mounts) = &mut inventory.datastores[0].host {
        mounts.push(crate::inventory::Mount { key: "host-9".into(), ..mounts[0].clone() });
    }
    if let Prop::Known(mounts) = &mut inventory.datastores[1].host {
        mounts.iter_mut().for_each(|mount| mount.key = "host-9".into());
    }
    assert_eq!(stores(&inventory), ["shared/1"]);
}
