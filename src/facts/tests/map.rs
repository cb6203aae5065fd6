//! The map of a cluster: what a missing datum may do to its cells and answers, and that a VM could run where
//! it runs.

use std::collections::{BTreeMap, BTreeSet};

use super::super::map::{ClusterMap, MapCell, Movers};
use super::super::placing::{Answer, Budget, Cluster, Event};
use super::super::testing::healthy;
use super::super::{Cause, Chosen, Given, build_mapped};
use super::fixtures::faulty;
use super::law::without_each;
use crate::inventory::{ClusterConfig, ClusterGroup, ClusterRule, DasHostState, DrsConfig, Inventory, Prop};
use crate::terms::{Mover, Relation};

pub(super) fn maps(inventory: &Inventory) -> Vec<ClusterMap> {
    build_mapped(inventory, Chosen::default(), &Given::default()).1
}

pub(super) fn config(inventory: &mut Inventory) -> &mut ClusterConfig {
    match &mut inventory.clusters[0].configuration_ex {
        Prop::Known(config) => config,
        _ => panic!("the healthy cluster has a configuration"),
    }
}

pub(super) fn group(kind: &str, name: &str, members: &[&str]) -> ClusterGroup {
    let ids = members.iter().map(|id| (*id).into()).collect();
    let group = ClusterGroup { kind: kind.into(), name: name.into(), ..Default::default() };
    match kind {
        "ClusterVmGroup" => ClusterGroup { vm: ids, ..group },
        _ => ClusterGroup { host: ids, ..group },
    }
}

pub(super) fn rule(kind: &str, vms: &[&str]) -> ClusterRule {
    ClusterRule {
        kind: kind.into(),
        name: Some("a rule".into()),
        enabled: Some(true),
        mandatory: Some(true),
        vm: vms.iter().map(|id| (*id).into()).collect(),
        ..Default::default()
    }
}

/// The healthy cluster with all its VMs running, and what it has for them told.
pub(super) fn running() -> Inventory {
    let mut inventory = healthy();
    if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
        (summary.effective_memory, summary.effective_cpu) = (Some(43_152), Some(46_000));
    }
    for vm in &mut inventory.vms {
        vm.power_state = Prop::Known("poweredOn".into());
        vm.das_protected = Prop::Known(true);
    }
    for host in &mut inventory.hosts {
        host.das_host_state = Prop::Known(DasHostState { state: "connectedToMaster".into() });
    }
    inventory
}

/// The first two VMs are the halves of a Fault Tolerance pair.
pub(super) fn paired() -> Inventory {
    let mut inventory = running();
    for (vm, role) in inventory.vms.iter_mut().zip([1, 2]) {
        vm.ft_role = Prop::Known(role);
        vm.ft_group = Prop::Known(vec!["5001".into(), "5002".into()]);
    }
    inventory
}

/// DRS with a required rule that holds the first VM on one host, and VMs kept apart.
pub(super) fn ruled() -> Inventory {
    let mut inventory = running();
    let vms: Vec<String> = inventory.vms.iter().map(|vm| vm.id.to_string()).collect();
    let vms: Vec<&str> = vms.iter().map(String::as_str).collect();
    let (first, host) = (vms[0], inventory.hosts[0].id.to_string());
    let config = config(&mut inventory);
    config.drs_enabled = Some(true);
    config.drs_config =
        Some(DrsConfig { default_vm_behavior: Some("fullyAutomated".into()), ..Default::default() });
    config.group =
        Some(vec![group("ClusterVmGroup", "vms", &[first]), group("ClusterHostGroup", "hosts", &[&host])]);
    let near = ClusterRule {
        vm_group_name: Some("vms".into()),
        affine_host_group_name: Some("hosts".into()),
        ..rule("ClusterVmHostRuleInfo", &[])
    };
    config.rule = Some(vec![near, rule("ClusterAntiAffinityRuleSpec", &vms)]);
    config.das.option = vec![("das.respectVmVmAntiAffinityRules".into(), "true".into())];
    inventory
}

/// Memory of each running VM that no two of which fit on one host.
fn full() -> Inventory {
    let mut inventory = running();
    for vm in &mut inventory.vms {
        vm.memory_reservation = Prop::Known(40_000);
    }
    inventory
}

fn variants() -> Vec<(&'static str, Inventory)> {
    let mut all = faulty();
    all.push(("rules", ruled()));
    all.push(("full hosts", full()));
    all.push(("a pair", paired()));
    all
}

/// Each cell by relation, VM and host, and the hosts that are on the map.
fn cells(maps: &[ClusterMap]) -> BTreeMap<(Relation, String, String), Option<bool>> {
    let mut cells = BTreeMap::new();
    for map in maps {
        for relation in Relation::ALL {
            for vm in &map.vms {
                for (cell, host) in map.row(vm, relation).iter().zip(&map.hosts) {
                    let answer = match cell {
                        MapCell::Yes => Some(true),
                        MapCell::No(_) => Some(false),
                        MapCell::Unknown(_) => None,
                    };
                    let key = (relation, vm.identity.id.to_string(), host.identity.id.to_string());
                    cells.insert(key, answer);
                }
            }
        }
    }
    cells
}

/// Whether the VMs of each host find places when it fails, and when it is emptied, by host. What cannot be
/// seen might take what is left over, or need what is free.
fn answers(maps: &[ClusterMap]) -> BTreeMap<(&'static str, String), Option<bool>> {
    let mut answers = BTreeMap::new();
    for map in maps {
        let lose = Cluster::new(map.loss(Movers::Drs).0);
        let empty = Cluster::new(map.evacuation().problem);
        for (at, host) in map.hosts.iter().enumerate() {
            for (what, cluster, event) in
                [("lose", &lose, Event::Lose(vec![at])), ("empty", &empty, Event::Empty(vec![at]))]
            {
                let answer = cluster.judge(&event, Budget::default());
                let unseen = match answer {
                    Answer::DoesNotFit(_) => map.hosts_missing.is_some(),
                    _ => map.vms_missing.is_some(),
                };
                let fits = answer.fits().filter(|_| !unseen);
                answers.insert((what, host.identity.id.to_string()), fits);
            }
        }
    }
    answers
}

#[test]
fn a_missing_datum_makes_cells_and_answers_unknown_and_never_different() {
    let (mut broken, mut tried, mut turned) = (BTreeSet::new(), 0, 0);
    for (variant, inventory) in variants() {
        let before = maps(&inventory);
        let (cells_before, answers_before) = (cells(&before), answers(&before));
        without_each(&inventory, |property, id, changed| {
            tried += 1;
            let after = maps(changed);
            let missing = after.is_empty()
                || after.iter().any(|map| map.hosts_missing.is_some() || map.vms_missing.is_some());
            let (cells_after, answers_after) = (cells(&after), answers(&after));
            let mut held = |place: String, was: Option<bool>, is: Option<Option<bool>>| match (was, is) {
                (_, None) if missing => {}
                (_, None) => _ = broken.insert(format!("{place} vanished")),
                (Some(was), Some(Some(is))) if was != is => {
                    broken.insert(format!("{place}: {was} became {is}"));
                }
                (None, Some(Some(is))) => _ = broken.insert(format!("{place}: unknown became {is}")),
                (Some(_), Some(None)) => turned += 1,
                _ => {}
            };
            for (at, was) in &cells_before {
                let place = format!("{variant}: {at:?} without {property} of {id}");
                held(place, *was, cells_after.get(at).copied());
            }
            for (at, was) in &answers_before {
                let place = format!("{variant}: {at:?} without {property} of {id}");
                held(place, *was, answers_after.get(at).copied());
            }
        });
    }
    assert!(tried > 1000 && turned > 1000, "{tried} {turned}");
    assert!(broken.is_empty(), "broken:\n{}", Vec::from_iter(broken).join("\n"));
}

/// What a VM needs where it runs is there: rules, states and what only moves need are left aside.
#[test]
fn a_vm_could_run_where_it_runs() {
    let there = [
        Cause::Storage,
        Cause::Networks,
        Cause::Cpu,
        Cause::HardwareVersion,
        Cause::LogicalCpus,
        Cause::Encryption,
        Cause::Vmotion,
    ];
    let mut seen = 0;
    // In the others a VM runs where something was taken away from it.
    for (variant, inventory) in [("running", running()), ("rules", ruled()), ("full hosts", full())] {
        for map in maps(&inventory) {
            for vm in &map.vms {
                let Ok(home) = vm.home else { continue };
                for relation in Relation::ALL {
                    seen += 1;
                    let Some(MapCell::No(barriers)) = map.row(vm, relation).get(home) else { continue };
                    let barriers = barriers.iter().map(|at| &map.barriers[*at as usize]);
                    let wrong: Vec<_> = barriers.filter(|own| there.contains(&own.cause)).collect();
                    assert!(wrong.is_empty(), "{variant}: {:?} {relation:?} {wrong:?}", vm.identity.name);
                }
            }
        }
    }
    assert!(seen > 5, "{seen}");
}

#[test]
fn rules_and_overrides_are_told() {
    let mut inventory = ruled();
    let map = &maps(&inventory)[0];
    let (first, home) = (&map.vms[0], *map.vms[0].home.as_ref().unwrap());
    let named = |cell: &MapCell| match cell {
        MapCell::No(barriers) => barriers.iter().any(|at| {
            let barrier = &map.barriers[*at as usize];
            (barrier.cause, barrier.name.as_str()) == (Cause::Rules, "a rule")
        }),
        _ => false,
    };
    let row = map.row(first, Relation::Restart);
    assert_eq!(row.iter().filter(|cell| named(cell)).count(), map.hosts.len() - 1, "{home} {row:?}");
    assert!(map.vms.iter().all(|vm| vm.mover == Ok(Mover::Drs)));
    assert_eq!((map.apart.len(), map.apart[0].on_restarts), (1, Some(true)));
    assert_eq!(map.groups[0].hosts, [0]);

    let id = inventory.vms[0].id.clone();
    config(&mut inventory).drs_vm_config =
        Some(vec![crate::inventory::DrsVmConfig { key: id, enabled: Some(false), behavior: None }]);
    let mover = |inventory: &_, at: usize| maps(inventory)[0].vms[at].mover.clone();
    assert_eq!(mover(&inventory, 0), Ok(Mover::Person));
    config(&mut inventory).drs_config.as_mut().unwrap().enable_vm_behavior_overrides = Some(false);
    assert_eq!(mover(&inventory, 0), Ok(Mover::Drs), "overrides do not count");
    config(&mut inventory).drs_enabled = Some(false);
    assert_eq!(mover(&inventory, 0), Ok(Mover::Person));
}

/// What a file of format 1 does not hold is not taken for absent.
#[test]
fn rules_that_were_not_collected_leave_cells_open() {
    let mut inventory = healthy();
    let config = config(&mut inventory);
    (config.rule, config.group, config.drs_config, config.drs_vm_config) = (None, None, None, None);
    let map = &maps(&inventory)[0];
    let cells = map.vms.iter().flat_map(|vm| map.row(vm, Relation::Restart));
    assert!(cells.clone().count() > 0);
    assert!(cells.clone().all(|cell| !matches!(cell, MapCell::Yes)), "{:?}", cells.collect::<Vec<_>>());
}

#[test]
fn a_figure_within_the_error_decides_nothing() {
    let loss = |memory: i64| {
        let mut inventory = running();
        for vm in &mut inventory.vms {
            vm.memory_reservation = Prop::Known(0);
        }
        let map = maps(&inventory).remove(0);
        let vm = &map.vms[0];
        let (id, home) = (vm.identity.id.clone(), *vm.home.as_ref().unwrap());
        let vm = inventory.vms.iter_mut().find(|vm| vm.id == id).unwrap();
        vm.memory_reservation = Prop::Known(memory);
        let map = maps(&inventory).remove(0);
        Cluster::new(map.loss(Movers::Nobody).0).judge(&Event::Lose(vec![home]), Budget::default()).fits()
    };
    let hardware = match &healthy().hosts[0].summary_hardware {
        Prop::Known(hardware) => hardware.memory_size >> 20,
        _ => panic!("the healthy hosts tell their hardware"),
    };
    // Each hypervisor takes 2,000 MB of its 16,384, give or take a quarter.
    assert_eq!(loss(hardware - 2_600), Some(true));
    assert_eq!(loss(hardware - 2_000), None);
    assert_eq!(loss(hardware - 1_400), Some(false));
}
