//! States at the edge: figures out of range, needs that are met exactly, hosts of which it is not known
//! whether they count.

use super::super::build;
use super::super::testing::{denied, healthy, host};
use super::fixtures::{devices, ha_inventory, kinds, mode, named, net, network};
use crate::inventory::{Connectable, Inventory, MoRef, Prop};
use crate::schema::HostSplit;
use crate::terms::ReasonKind;

fn unclear(split: &HostSplit) -> Vec<&str> {
    split.unclear().map(|name| name.as_str()).collect()
}

#[test]
fn the_cluster_counts_active_hosts_only_within_what_is_possible() {
    let active = |figure: i64| {
        let mut inventory = healthy();
        inventory.hosts[2].in_maintenance_mode = Prop::Unreadable(denied());
        if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
            summary.num_effective_hosts = Some(figure);
        }
        build(&inventory).clusters[0].active_hosts.clone()
    };
    assert_eq!((active(2), active(3)), (Ok(2), Ok(3)));
    for impossible in [-1, 0, 1, 4, i64::MAX] {
        assert!(active(impossible).is_err(), "{impossible} of two or three");
    }
}

#[test]
fn two_hosts_that_share_no_subnet_decide_beside_an_unread_third() {
    let mut inventory = healthy();
    inventory.hosts[2].network = Prop::Unreadable(denied());
    assert!(build(&inventory).clusters[0].common_management_subnets.is_err(), "the third may share none");
    network(&mut inventory, 1).vnic[0].ip.address = "10.9.0.2".into();
    assert_eq!(build(&inventory).clusters[0].common_management_subnets, Ok(0));
}

#[test]
fn a_device_is_live_by_its_present_state_while_the_vm_runs_and_else_by_that_at_power_on() {
    for (power, now) in
        [("poweredOn", Some(true)), ("poweredOff", Some(false)), ("suspended", Some(false)), ("", None)]
    {
        for connected in [true, false] {
            let mut inventory = healthy();
            for vm in 0..2 {
                inventory.vms[vm].power_state =
                    if power.is_empty() { Prop::Unreadable(denied()) } else { Prop::Known(power.into()) };
                for device in devices(&mut inventory, vm) {
                    device.connectable = Some(Connectable { connected, start_connected: !connected });
                }
            }
            let wanted = now.map(|now| now == connected);
            let facts = build(&inventory);
            let vm = named(&facts, "vm-1");
            let nic = &vm.nics.as_ref().unwrap().items[0].live;
            let drive = &vm.cdroms.as_ref().unwrap().items[0].live;
            let network = &net(&facts, "network-1").live;
            for live in [nic, drive, network] {
                assert_eq!(live.clone().ok(), wanted, "{power}, connected: {connected}");
            }
        }
    }
}

#[test]
fn a_network_with_two_doubtful_users_names_both() {
    let mut inventory = healthy();
    for vm in 0..2 {
        inventory.vms[vm].power_state = Prop::Unreadable(denied());
        for device in devices(&mut inventory, vm) {
            device.connectable = Some(Connectable { connected: true, start_connected: false });
        }
    }
    let facts = build(&inventory);
    let why = net(&facts, "network-1").live.clone().unwrap_err();
    let objects: Vec<&str> = why.reasons().iter().map(|reason| reason.object.id.as_str()).collect();
    assert_eq!(objects, ["vm-1", "vm-2"]);
}

#[test]
fn a_host_whose_state_is_unclear_may_be_a_target_and_decides_nothing() {
    let mut inventory = healthy();
    inventory.hosts[1].in_maintenance_mode = Prop::Unreadable(denied());
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert_eq!(vm.targets.items, ["esx03"]);
    assert_eq!(kinds(vm.targets.missing.as_ref().unwrap()), [ReasonKind::Denied]);
    for split in [&vm.storage_on, &vm.fits.on, &vm.cpu.on] {
        assert_eq!((unclear(split), split.any(), split.all().is_err()), (vec!["esx02"], Ok(true), true));
    }
    // Where it is the only one, there may be no target at all: even what no host lacks is on none.
    inventory.hosts[2].in_maintenance_mode = Prop::Known(true);
    inventory.vms[0].power_state = Prop::Known("poweredOff".into());
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert_eq!((vm.swap_on.all(), vm.fits.used_on.all()), (Ok(true), Ok(true)));
    assert!(vm.swap_on.any().is_err() && vm.fits.used_on.any().is_err());
}

#[test]
fn a_reservation_that_takes_all_a_host_has_fits_and_a_byte_more_does_not() {
    let lacking = |overhead: i64| {
        let mut inventory = healthy();
        inventory.vms[0].memory_reservation = Prop::Known((16 << 10) - 1);
        inventory.vms[0].memory_overhead = Prop::Known(overhead);
        named(&build(&inventory), "vm-1").fits.reserved_on.lacking().count()
    };
    assert_eq!((lacking(1 << 20), lacking((1 << 20) + 1)), (0, 2));
}

#[test]
fn overheads_are_added_before_they_are_rounded() {
    let reserved = |overhead: i64| {
        let mut inventory = ha_inventory();
        for vm in &mut inventory.vms {
            vm.power_state = Prop::Known("poweredOn".into());
            vm.memory_reservation = Prop::Known(100);
            vm.memory_overhead = Prop::Known(overhead);
        }
        build(&inventory).clusters[0].failover.worst.memory_reserved_mb.clone()
    };
    assert_eq!((reserved(0), reserved(1 << 19), reserved((1 << 19) + 1)), (Ok(200), Ok(201), Ok(202)));
}

#[test]
fn evc_modes_of_two_ladders_meet_only_below() {
    let mut inventory = healthy();
    let of_amd = |key: &str, tier, track: &[&str]| crate::inventory::EvcMode {
        vendor: "amd".into(),
        ..mode(key, tier, track)
    };
    inventory.vcenter.evc_modes = Prop::Known(vec![
        of_amd("amd-rev-e", 0, &["e"]),
        of_amd("amd-rev-f", 1, &["e", "f"]),
        of_amd("amd-greyhound-no3dnow", 2, &["e", "n"]),
        of_amd("amd-greyhound", 3, &["e", "f", "g"]),
    ]);
    let highest = |inventory: &Inventory| build(inventory).clusters[0].evc_possible.clone();
    for (host, key) in ["amd-greyhound", "amd-greyhound", "amd-greyhound-no3dnow"].into_iter().enumerate() {
        inventory.hosts[host].max_evc_mode_key = Prop::Known(key.into());
    }
    assert_eq!(highest(&inventory), Ok("amd-rev-e".into()), "a higher tier is no wider track");
    if let Prop::Known(modes) = &mut inventory.vcenter.evc_modes {
        modes.remove(0);
    }
    assert_eq!(highest(&inventory), Ok("".into()));
}

#[test]
fn a_host_whose_cluster_cannot_be_seen_is_missed_where_a_list_has_it() {
    let parent = |id: &str| Prop::Known(MoRef { kind: "ClusterComputeResource".into(), id: id.into() });
    let mut inventory = healthy();
    inventory.hosts[2].parent = parent("domain-c9");
    let facts = build(&inventory);
    assert_eq!((facts.hosts.len(), facts.clusters[0].hosts.items.len()), (2, 2));
    for missing in [&facts.clusters[0].hosts.missing, &facts.vcenter.clusters.missing] {
        assert_eq!(kinds(missing.as_ref().unwrap()), [ReasonKind::Invisible]);
    }
    // One that no list has leaves only the list of clusters open.
    let mut inventory = healthy();
    let mut other = host(4);
    other.parent = parent("domain-c9");
    inventory.hosts.push(other);
    let facts = build(&inventory);
    assert!(facts.clusters[0].hosts.is_complete() && !facts.vcenter.clusters.is_complete());
}
