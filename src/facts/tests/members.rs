//! Who belongs to what, and what an account or an API version cannot tell.

use super::super::testing::{denied, healthy, vm};
use super::super::{Power, build};
use super::fixtures::{kinds, mounts, named};
use crate::inventory::{ApiVersion, MoRef, Prop, Unreadable};
use crate::terms::{ObjectKind, ReasonKind};

#[test]
fn the_healthy_inventory_passes_what_the_rules_ask() {
    let facts = build(&healthy());
    let cluster = &facts.clusters[0];
    assert_eq!((&cluster.host_count, &cluster.active_hosts), (&Ok(3), &Ok(3)));
    assert!(cluster.hosts.is_complete() && cluster.vms.is_complete() && cluster.networks.is_complete());
    assert_eq!(cluster.ha.enabled, Ok(true));
    assert_eq!(cluster.management_subnets.uniform(), Ok(true));
    assert_eq!(cluster.cpu_vendors.uniform(), Ok(true));
    assert_eq!(cluster.cpu_models.values[0].0, "intel family 6 model 44");
    assert!(cluster.vmotion_same_ip.items.is_empty() && cluster.vmotion_same_ip.is_complete());
    let shared: Vec<_> = cluster.datastores.items.iter().map(|ds| (ds.name.clone(), ds.on.all())).collect();
    assert_eq!(shared, [(Ok("shared/1".into()), Ok(true)), (Ok("local1".into()), Ok(false))]);
    for host in &facts.hosts {
        assert_eq!(host.management_paths, Ok(2));
        assert_eq!(host.management_subnets.uniform(), Ok(true));
        let vmotion = host.vmotion.interfaces.as_ref().unwrap();
        assert_eq!((vmotion.items.len(), vmotion.items[0].portgroup.as_str()), (1, "vMotion"));
        assert_eq!(vmotion.items[0].usable, Ok(true));
    }
    for net in &cluster.networks.items {
        assert_eq!((net.on.all(), net.uplinks_up.all(), &net.internal), (Ok(true), Ok(true), &Ok(false)));
        assert_eq!((net.vlan.uniform(), net.security.uniform()), (Ok(true), Ok(true)));
    }
    let vm = named(&facts, "vm-1");
    assert_eq!(vm.power, Ok(Power::On));
    assert_eq!(vm.targets.items, ["esx02", "esx03"]);
    assert_eq!((vm.cpu.on.all(), vm.cpu.on.count()), (Ok(true), 2));
    assert_eq!(vm.disks.as_ref().unwrap().items[0].on.all(), Ok(true));
    assert_eq!(named(&facts, "vm-2").cpu.on.all(), Ok(true), "equal CPUs, judged by CPUID");
    assert_eq!(facts.identity.hosts[0].path, "/Tokyo/host/LMS-HA/esx01");
}

#[test]
fn an_invisible_host_leaves_lists_incomplete_and_the_cluster_counts_for_it() {
    let mut inventory = healthy();
    inventory.hosts.remove(2);
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!((&cluster.host_count, &cluster.active_hosts), (&Ok(3), &Ok(3)));
    let why = cluster.hosts.missing.as_ref().unwrap();
    assert_eq!(kinds(why), [ReasonKind::Invisible]);
    assert_eq!(why.reasons()[0].object.kind, ObjectKind::Cluster);
    assert!(why.reasons()[0].detail.get(crate::terms::Lang::En).contains("host-3"));
    assert!(named(&facts, "vm-1").disks.as_ref().unwrap().items[0].on.all().is_err());
    assert!(!cluster.vms.is_complete());
}

#[test]
fn an_invisible_vm_leaves_the_list_incomplete() {
    let mut inventory = healthy();
    inventory.vms.remove(0);
    let facts = build(&inventory);
    let why = facts.clusters[0].vms.missing.as_ref().unwrap();
    assert_eq!((kinds(why), why.reasons()[0].object.name.as_str()), (vec![ReasonKind::Invisible], "esx01"));
    assert!(!facts.clusters[0].networks.is_complete());
}

#[test]
fn a_stale_list_of_a_host_does_not_move_a_vm() {
    let mut inventory = healthy();
    inventory.hosts[2].vm = Prop::Known(vec!["vm-1".into()]);
    let facts = build(&inventory);
    let host = named(&facts, "vm-1").host.clone().unwrap();
    assert_eq!(facts.identity.hosts[host.0 as usize].id, "host-1");
    assert!(facts.clusters[0].vms.is_complete());
}

#[test]
fn a_vm_whose_host_cannot_be_known_stays_and_leaves_every_list_open() {
    let mut inventory = healthy();
    inventory.vms[0].host = Prop::Unreadable(denied());
    inventory.vms[0].resource_pool = Prop::Unset;
    inventory.hosts[0].vm = Prop::Known(Vec::new());
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert!(vm.host.is_err() && vm.cluster.is_err() && !vm.targets.is_complete());
    assert!(vm.cpu.on.all().is_err() && vm.disks.as_ref().unwrap().items[0].on.all().is_err());
    assert!(!facts.clusters[0].vms.is_complete());
    assert_eq!(facts.clusters[0].vms.items.len(), 1);
}

#[test]
fn a_host_that_is_not_connected_keeps_its_place_but_not_its_stale_data() {
    let mut inventory = healthy();
    inventory.hosts[1].connection_state = Prop::Known("notResponding".into());
    let facts = build(&inventory);
    let host = &facts.hosts[1];
    assert_eq!((&host.in_cluster, &host.active), (&Ok(true), &Ok(false)));
    assert!(host.version.is_ok(), "the product does not change unseen");
    let why = host.vmotion.interfaces.as_ref().unwrap_err();
    assert_eq!(kinds(why), [ReasonKind::Unreachable]);
    assert!(host.management.is_err() && host.vmotion.supported.is_err());
    assert!(named(&facts, "vm-2").power.is_err() && named(&facts, "vm-2").template.is_ok());
    assert_eq!(facts.clusters[0].active_hosts, Ok(2));
    assert_eq!(named(&facts, "vm-1").targets.items, ["esx03"]);
}

#[test]
fn hosts_in_maintenance_are_no_targets() {
    let mut inventory = healthy();
    inventory.hosts[2].in_maintenance_mode = Prop::Known(true);
    mounts(&mut inventory, 0).pop();
    let facts = build(&inventory);
    assert_eq!(named(&facts, "vm-1").disks.as_ref().unwrap().items[0].on.all(), Ok(true));
}

#[test]
fn what_the_api_did_not_have_did_not_exist() {
    let mut inventory = healthy();
    inventory.collection.api_version = ApiVersion::of(&[4, 0]);
    let gone = || Unreadable::new(ReasonKind::NotOffered, "");
    for host in &mut inventory.hosts {
        host.standby_mode = Prop::Unreadable(gone());
        host.feature_capability = Prop::Unreadable(gone());
        host.masked_feature_capability = Prop::Unreadable(gone());
    }
    for vm in &mut inventory.vms {
        vm.feature_requirement = Prop::Unreadable(gone());
        vm.managed_by = Prop::Unreadable(gone());
    }
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert_eq!(
        (&vm.cpu.by_features, vm.cpu.on.all(), &vm.managed_by),
        (&Ok(false), Ok(true), &Ok("".into()))
    );
    assert_eq!(facts.clusters[0].active_hosts, Ok(3));
    assert!(facts.clusters[0].networks.is_complete());
}

#[test]
fn a_list_of_objects_that_could_not_be_read_is_not_empty() {
    let mut inventory = healthy();
    inventory.clusters.clear();
    inventory.hosts.clear();
    inventory.vms.clear();
    inventory.unlisted.insert("ClusterComputeResource".into(), denied());
    let facts = build(&inventory);
    assert!(facts.vcenter.clusters.items.is_empty() && !facts.vcenter.clusters.is_complete());
}

#[test]
fn properties_nobody_asked_for_are_unknown_and_not_unset() {
    let mut inventory = healthy();
    let paths = [("config.cpuAffinity".to_owned(), ReasonKind::NotCollected)];
    inventory.not_asked.insert("VirtualMachine".into(), paths.into());
    assert!(named(&build(&inventory), "vm-1").cpu_affinity.is_err());
}

#[test]
fn a_host_outside_any_cluster_is_named_as_such() {
    let mut inventory = healthy();
    let mut lone = super::super::testing::host(4);
    lone.parent = Prop::Known(MoRef { kind: "ComputeResource".into(), id: "domain-s1".into() });
    inventory.hosts.push(lone);
    inventory.vms.push(vm("vm-9", "stray", "host-4", true));
    let facts = build(&inventory);
    assert_eq!(facts.vcenter.lone_hosts.items.len(), 1);
    assert_eq!(facts.hosts[3].in_cluster, Ok(false));
    assert!(facts.identity.vms.iter().all(|vm| vm.id != "vm-9"));
}

#[test]
fn a_cluster_counts_the_hosts_that_name_it() {
    let mut inventory = healthy();
    inventory.clusters[0].host = Prop::Known(vec!["host-1".into()]);
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!((&cluster.host_count, &cluster.active_hosts), (&Ok(3), &Ok(3)));
    assert!(cluster.hosts.is_complete());
    inventory.clusters[0].host = Prop::Known(Vec::new());
    assert!(build(&inventory).clusters[0].host_count.is_err(), "a list of none is not told");
}

#[test]
fn a_host_in_no_known_place_may_be_in_any_cluster() {
    let mut inventory = healthy();
    let mut stray = super::super::testing::host(4);
    stray.parent = Prop::Unreadable(denied());
    inventory.hosts.push(stray);
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert!(cluster.host_count.is_err() && !cluster.hosts.is_complete());
    assert_eq!(cluster.hosts.items.len(), 3);
    // One that stands alone by the word of its own resource is in none.
    let alone = crate::inventory::ComputeResource {
        id: "domain-s4".into(),
        host: Prop::Known(vec![inventory.hosts[3].id.clone()]),
        ..Default::default()
    };
    inventory.compute_resources.push(alone);
    let facts = build(&inventory);
    assert_eq!((&facts.clusters[0].host_count, facts.vcenter.lone_hosts.items.len()), (&Ok(3), 1));
}

#[test]
fn logins_that_were_cut_lack_the_newest_and_others_the_oldest() {
    let missing = |truncated: bool| {
        let mut inventory = healthy();
        let logins = vec![crate::inventory::ClientLogin { agent: "govmomi".into(), last_s: None }];
        inventory.vcenter.client_logins = Prop::Known(crate::inventory::ClientLogins { truncated, logins });
        let logins = build(&inventory).vcenter.client_logins.unwrap();
        kinds(&logins.missing.unwrap())
    };
    assert_eq!(missing(true), [ReasonKind::Truncated]);
    assert_eq!(missing(false), [ReasonKind::Expired]);
}

#[test]
fn quarantine_is_an_issue_of_a_host_and_of_no_vm() {
    let mut inventory = healthy();
    inventory.hosts[0].in_quarantine_mode = Prop::Known(true);
    let facts = build(&inventory);
    let issues = &facts.clusters[0].issues.items;
    let issue = issues.iter().find(|issue| issue.kind == "quarantine").unwrap();
    assert!(!issue.of_vm && !issue.of_app);
}

#[test]
fn the_vcenter_is_one() {
    use crate::schema::{Arena as _, Ref};
    let facts = build(&healthy());
    let is_there = |index| facts.resolve(Ref { kind: crate::terms::Subject::Vcenter, index }).is_ok();
    assert_eq!((is_there(0), is_there(1)), (true, false));
}

#[test]
fn a_vm_of_which_nobody_knows_the_host_is_tied_by_nobody_knows_what() {
    let mut inventory = healthy();
    inventory.vms[0].host = Prop::Unreadable(denied());
    inventory.hosts.iter_mut().for_each(|host| host.vm = Prop::Unset);
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert!(vm.host.is_err());
    let ties = &vm.ties;
    assert!(ties.rules.missing.is_some() && ties.each.missing.is_some());
    assert!(ties.rules_leave_resting.missing.is_some());
    assert!(vm.live.refused.why.is_some() && vm.restart.refused.why.is_some());
    let mut inventory = healthy();
    inventory.clusters[0].configuration_ex = Prop::Unreadable(denied());
    let facts = build(&inventory);
    let ties = &named(&facts, "vm-1").ties;
    assert!(ties.rules.missing.is_some() && ties.rules_leave_resting.missing.is_some());
}
