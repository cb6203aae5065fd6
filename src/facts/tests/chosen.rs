//! What is in scope, and what a name can mean.

use super::super::testing::{denied, healthy};
use super::super::{Facts, NotChosen, Restriction, build_chosen, choose, reads_to_choose, server_vms};
use crate::inventory::{
    ClusterComputeResource, Datacenter, Folder, HostSystem, Inventory, MoRef, Prop, VirtualMachine,
};

fn reference(kind: &str, id: &str) -> Prop<MoRef> {
    Prop::Known(MoRef { kind: kind.into(), id: id.into() })
}

/// The healthy inventory beside a second datacenter: a cluster of the same name with one host and a
/// VM, and a stand-alone host.
fn two() -> Inventory {
    let mut inventory = healthy();
    inventory.datacenters.push(Datacenter {
        id: "datacenter-2".into(),
        name: Prop::Known("Osaka%2f2".into()),
        parent: reference("Folder", "group-d1"),
    });
    inventory.folders.push(Folder {
        id: "group-h2".into(),
        name: Prop::Known("host".into()),
        parent: reference("Datacenter", "datacenter-2"),
    });
    inventory.clusters.push(ClusterComputeResource {
        id: "domain-c2".into(),
        name: Prop::Known("LMS-HA".into()),
        parent: reference("Folder", "group-h2"),
        host: Prop::Known(vec!["host-8".into()]),
        ..ClusterComputeResource::default()
    });
    let host = |id: &str, parent| HostSystem {
        id: id.into(),
        name: Prop::Known(id.into()),
        parent,
        ..inventory.hosts[2].clone()
    };
    let (member, alone) = (
        host("host-8", reference("ClusterComputeResource", "domain-c2")),
        host("host-9", reference("ComputeResource", "domain-s3")),
    );
    inventory.hosts.extend([member, alone]);
    inventory.compute_resources.push(crate::inventory::ComputeResource {
        id: "domain-s3".into(),
        name: Prop::Known("host-9".into()),
        parent: reference("Folder", "group-h2"),
        host: Prop::Known(vec!["host-9".into()]),
        ..Default::default()
    });
    for (id, on) in [("vm-8", "host-8"), ("vm-9", "host-9")] {
        let mut vm = inventory.vms[1].clone();
        (vm.id, vm.name, vm.host) = (id.into(), Prop::Known("web01".into()), Prop::Known(on.into()));
        inventory.vms.push(vm);
    }
    inventory
}

fn restriction(datacenters: &[&str], clusters: &[&str], vms: &[&str]) -> Restriction {
    let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
    Restriction { datacenters: owned(datacenters), clusters: owned(clusters), vms: owned(vms) }
}

fn chosen(inventory: &Inventory, named: &Restriction) -> Facts {
    build_chosen(inventory, choose(inventory, named).unwrap(), &super::super::Given::default())
}

fn clusters(facts: &Facts) -> Vec<&str> {
    facts.identity.clusters.iter().map(|cluster| cluster.id.as_str()).collect()
}

#[test]
fn a_cluster_is_named_by_id_path_or_name() {
    let inventory = two();
    for word in ["domain-c1", "/Tokyo/host/LMS-HA", "Tokyo/host/LMS-HA", "/Tokyo/host/LMS-HA/"] {
        let facts = chosen(&inventory, &restriction(&[], &[word], &[]));
        assert_eq!(clusters(&facts), ["domain-c1"], "{word}");
        assert_eq!((facts.hosts.len(), facts.vms.len()), (3, 2));
        assert!(facts.vcenter.lone_hosts.items.is_empty() && facts.vcenter.clusters.is_complete());
    }
    let facts = chosen(&inventory, &restriction(&["Osaka/2"], &["LMS-HA"], &[]));
    assert_eq!(clusters(&facts), ["domain-c2"], "the datacenter tells two of one name apart");
    let both = restriction(&[], &["domain-c1", "domain-c2", "/Tokyo/host/LMS-HA"], &[]);
    assert_eq!(chosen(&inventory, &both).chosen.clusters.len(), 2);
}

#[test]
fn a_name_of_two_things_is_refused_with_both() {
    let error = choose(&two(), &restriction(&[], &["LMS-HA"], &[])).unwrap_err();
    let NotChosen::Several { candidates, total: 2, .. } = error else { panic!("{error:?}") };
    let paths: Vec<&str> = candidates.iter().map(|one| one.path.as_str()).collect();
    assert_eq!(paths, ["/Osaka%2f2/host/LMS-HA", "/Tokyo/host/LMS-HA"]);
}

#[test]
fn a_name_of_nothing_is_refused_with_the_nearest_first() {
    let mut inventory = two();
    for number in 0..30 {
        let mut vm = inventory.vms[0].clone();
        vm.id = format!("vm-1{number:02}").into();
        vm.name = Prop::Known(format!("application-{number}").into());
        inventory.vms.push(vm);
    }
    let error = choose(&inventory, &restriction(&[], &[], &["DB02"])).unwrap_err();
    let NotChosen::Nothing { candidates, total, .. } = error else { panic!("{error:?}") };
    assert_eq!(candidates[0].name, "db01");
    assert_eq!((candidates.len(), total), (20, 33));
    for hostile in ["", "/", "//", "%2f", "\u{1b}[31m", "…", &"x/".repeat(5000)] {
        assert!(choose(&inventory, &restriction(&[hostile], &[], &[])).is_err(), "{hostile:?}");
        assert!(choose(&inventory, &restriction(&[], &[hostile], &[])).is_err(), "{hostile:?}");
    }
}

#[test]
fn a_datacenter_brings_its_clusters_and_its_lone_hosts() {
    let inventory = two();
    let facts = chosen(&inventory, &restriction(&["/Osaka%2f2"], &[], &[]));
    assert_eq!(clusters(&facts), ["domain-c2"]);
    assert_eq!(facts.vcenter.lone_hosts.items.len(), 1);
    let facts = chosen(&inventory, &restriction(&["Tokyo"], &[], &[]));
    assert_eq!(clusters(&facts), ["domain-c1"]);
    assert!(facts.vcenter.lone_hosts.items.is_empty());
    assert!(facts.vcenter.clusters.is_complete());
}

#[test]
fn a_cluster_in_an_invisible_folder_may_be_in_the_datacenter() {
    let mut inventory = two();
    inventory.clusters[1].parent = Prop::Unreadable(denied());
    let named = restriction(&["Tokyo"], &[], &[]);
    let facts = chosen(&inventory, &named);
    assert_eq!(clusters(&facts), ["domain-c1"]);
    assert!(!facts.vcenter.clusters.is_complete());
    assert!(choose(&inventory, &named).unwrap().containers().is_empty(), "all of it is read");
}

#[test]
fn a_vm_brings_its_cluster_and_alone_is_judged() {
    let inventory = two();
    let facts = chosen(&inventory, &restriction(&[], &[], &["db01"]));
    assert_eq!(clusters(&facts), ["domain-c1"]);
    assert_eq!(facts.vms.len(), 2, "the cluster is whole");
    let judged: Vec<&str> = (0..facts.vms.len())
        .filter(|at| facts.judges_vm(*at))
        .map(|at| facts.identity.vms[at].name.as_str())
        .collect();
    assert_eq!(judged, ["db01"]);
    let containers = facts.chosen.containers();
    assert_eq!((containers.len(), containers[0].id.as_str()), (1, "domain-c1"));
}

#[test]
fn a_vm_out_of_scope_or_in_no_cluster_is_told_so() {
    let inventory = two();
    let error = choose(&inventory, &restriction(&[], &["domain-c1"], &["vm-8"])).unwrap_err();
    assert!(matches!(&error, NotChosen::Outside { object, no_cluster: false, .. } if object.id == "vm-8"));
    let error = choose(&inventory, &restriction(&[], &[], &["vm-9"])).unwrap_err();
    assert!(matches!(&error, NotChosen::Outside { no_cluster: true, .. }), "{error:?}");
}

#[test]
fn a_vm_of_which_nobody_knows_the_cluster_leaves_all_of_them() {
    let mut inventory = two();
    inventory.vms[0].host = Prop::Unreadable(denied());
    inventory.hosts[0].vm = Prop::Unreadable(denied());
    inventory.vms[0].resource_pool = Prop::Unset;
    let facts = chosen(&inventory, &restriction(&[], &[], &["db01"]));
    assert_eq!(facts.clusters.len(), 2);
    assert_eq!(facts.only_vms.as_ref().map(Vec::len), Some(1));
}

#[test]
fn of_a_fault_tolerance_pair_the_primary_is_meant() {
    let mut inventory = healthy();
    for (at, role) in [(0, 2), (1, 1)] {
        (inventory.vms[at].name, inventory.vms[at].ft_role) = (Prop::Known("lms".into()), Prop::Known(role));
    }
    let meant = |word: &str| {
        let vms = choose(&inventory, &restriction(&[], &[], &[word])).unwrap().vms;
        vms.iter().map(|vm| vm.id.to_string()).collect::<Vec<_>>()
    };
    assert_eq!((meant("lms"), meant("vm-1")), (vec!["vm-2".to_owned()], vec!["vm-1".to_owned()]));
}

#[test]
fn a_scope_is_none_where_nothing_narrows_it() {
    let inventory = two();
    let named = |datacenters: &[&str], clusters: &[&str], vms: &[&str]| {
        let chosen = choose(&inventory, &restriction(datacenters, clusters, vms)).unwrap();
        let within = chosen.within().map(|within| within.iter().map(ToString::to_string).collect::<Vec<_>>());
        (chosen.is_none(), within)
    };
    let only = |cluster: &str| Some(vec![cluster.to_owned()]);
    assert_eq!(named(&[], &[], &[]), (true, None));
    assert_eq!(named(&["Tokyo"], &[], &[]), (false, only("domain-c1")));
    assert_eq!(named(&[], &["domain-c2"], &[]), (false, only("domain-c2")));
    assert_eq!(named(&[], &[], &["db01"]), (false, only("domain-c1")));
}

#[test]
fn a_cluster_that_may_be_in_scope_is_read_as_well() {
    let mut inventory = two();
    inventory.clusters[1].parent = Prop::Unreadable(denied());
    let within = choose(&inventory, &restriction(&["Tokyo"], &[], &[])).unwrap().within().unwrap();
    assert_eq!(within.iter().map(|id| id.as_str()).collect::<Vec<_>>(), ["domain-c1", "domain-c2"]);
}

#[test]
fn a_first_look_reads_of_vms_only_what_it_is_asked_for() {
    let without = reads_to_choose(false, "vc01.example");
    assert!(
        !without.iter().any(|read| read.starts_with("VirtualMachine") || read.starts_with("ResourcePool"))
    );
    assert!(without.contains(&HostSystem::parent.read));
    let named = reads_to_choose(true, "vc01.example");
    assert!(named.contains(&VirtualMachine::host.read) && named.contains(&VirtualMachine::power_state.read));
    let tells = |reads: &[&str]| {
        [VirtualMachine::guest_host_name.read, VirtualMachine::guest_net.read]
            .map(|read| reads.contains(&read))
    };
    assert_eq!(tells(&named), [true, false], "the server was reached by its name");
    assert_eq!(tells(&reads_to_choose(true, "[2001:db8::5]")), [false, true], "by its address");
}

#[test]
fn the_server_runs_in_the_vm_that_has_its_name_or_address() {
    let mut inventory = healthy();
    let server =
        |inventory: &Inventory| server_vms(inventory).iter().map(ToString::to_string).collect::<Vec<_>>();
    for vm in &mut inventory.vms {
        vm.guest_host_name = Prop::Unset;
        vm.guest_net = Prop::Unset;
    }
    inventory.vms[0].guest_host_name = Prop::Known("VC01.example".into());
    inventory.collection.server = "vc01.example".into();
    assert_eq!(server(&inventory), ["vm-1"]);
    inventory.collection.server = "vc02.example".into();
    assert!(server(&inventory).is_empty());
    inventory.vms[0].guest_host_name = Prop::Known("localhost".into());
    inventory.collection.server = "localhost".into();
    assert!(server(&inventory).is_empty(), "many machines are called so");
}

#[test]
fn a_cluster_outside_a_datacenter_is_told_so() {
    let error = choose(&two(), &restriction(&["Tokyo"], &["domain-c2"], &[])).unwrap_err();
    assert!(
        matches!(&error, NotChosen::Outside { object, no_cluster: false, .. } if object.id == "domain-c2")
    );
}

#[test]
fn a_name_may_be_written_as_the_server_has_it_and_a_path_by_its_end() {
    let inventory = two();
    assert_eq!(clusters(&chosen(&inventory, &restriction(&["Osaka%2f2"], &[], &[]))), ["domain-c2"]);
    let vms = |word: &str| choose(&inventory, &restriction(&[], &[], &[word])).map(|chosen| chosen.vms);
    let path = choose(&inventory, &restriction(&[], &[], &["vm-1"])).unwrap().vms[0].path.clone();
    let end = path.trim_start_matches('/').split_once('/').unwrap().1;
    assert!(end.contains('/'), "{path}");
    assert_eq!(vms(end).unwrap()[0].id, "vm-1");
    assert!(matches!(vms("no/such"), Err(NotChosen::Nothing { .. })));
}

#[test]
fn the_nearest_of_a_path_is_sought_among_paths() {
    let mut inventory = two();
    let path = choose(&inventory, &restriction(&[], &[], &["vm-1"])).unwrap().vms[0].path.clone();
    let mut like = inventory.vms[0].clone();
    (like.id, like.name) = ("vm-7".into(), Prop::Known(path.replace('/', " ").as_str().into()));
    inventory.vms.push(like);
    let error = choose(&inventory, &restriction(&[], &[], &[&format!("{path}x")])).unwrap_err();
    let NotChosen::Nothing { candidates, .. } = error else { panic!("{error:?}") };
    assert_eq!(candidates[0].id, "vm-1");
}

#[test]
fn two_datacenters_bring_what_is_in_either() {
    let inventory = two();
    let both = chosen(&inventory, &restriction(&["Tokyo", "Osaka/2"], &[], &[]));
    assert_eq!(clusters(&both).len(), 2);
    assert_eq!(both.vcenter.lone_hosts.items.len(), 1);
    for (named, vms) in [(&["LMS-HA"][..], &[][..]), (&[][..], &["vm-8"][..])] {
        let facts = chosen(&inventory, &restriction(&["Osaka/2"], named, vms));
        assert_eq!(clusters(&facts), ["domain-c2"]);
        assert!(facts.vcenter.lone_hosts.items.is_empty(), "what was named is meant, and nothing beside it");
    }
}

#[test]
fn a_name_without_a_host_part_is_that_of_no_server() {
    let mut inventory = healthy();
    inventory.collection.server = ".example".into();
    inventory.vms[0].guest_host_name = Prop::Known(".example".into());
    assert!(server_vms(&inventory).is_empty());
}

#[test]
fn the_named_vm_is_added_only_where_it_is_outside_of_every_cluster() {
    let mut inventory = two();
    let mut before = inventory.hosts[4].clone();
    (before.id, before.name) = ("host-10".into(), Prop::Known("host-10".into()));
    inventory.hosts.push(before);
    let facts = |inventory: &Inventory, app: &str| {
        let given = super::super::Given { app: Some(app.into()), ..Default::default() };
        super::super::build_given(inventory, &given)
    };
    assert_eq!(facts(&inventory, "vm-1").vms.len(), 3, "it is there already");
    let outside = facts(&inventory, "vm-9");
    assert_eq!(outside.vms.len(), 4);
    let own = outside.vms.last().unwrap();
    let host = own.host.clone().unwrap().0 as usize;
    assert_eq!(outside.identity.hosts[host].id, "host-9", "the second of two beside the clusters");
    assert!(own.fits.on.missing().is_some(), "nobody knows where else it could run");
    inventory.vms[0].host = Prop::Unreadable(denied());
    inventory.hosts[0].vm = Prop::Unreadable(denied());
    inventory.vms[0].resource_pool = Prop::Unset;
    let placed = facts(&inventory, "vm-9").vms.len();
    assert_eq!(facts(&inventory, "vm-1").vms.len() + 1, placed, "it may be in a cluster");
}

#[test]
fn a_host_is_where_lists_say_that_it_is() {
    let mut inventory = two();
    inventory.hosts[0].parent = Prop::Unreadable(denied());
    inventory.hosts[4].parent = Prop::Unreadable(denied());
    let facts = super::super::build(&inventory);
    let inside = |id: &str| {
        let at = facts.identity.hosts.iter().position(|host| host.id == id).unwrap();
        facts.hosts[at].in_cluster.clone()
    };
    assert_eq!((inside("host-1"), inside("host-9")), (Ok(true), Ok(false)));
    let lone = facts.hosts.last().unwrap();
    assert_eq!(lone.loss.asked, Ok(false), "nobody asks what its loss comes to");
}

#[test]
fn beside_clusters_of_no_known_datacenter_every_lone_host_counts() {
    let mut inventory = two();
    inventory.clusters[1].parent = Prop::Unreadable(denied());
    assert_eq!(super::super::build(&inventory).vcenter.lone_hosts.items.len(), 1);
}
