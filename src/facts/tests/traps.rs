//! The traps that the domain is known for, and the healthy inventory as the measure.

use super::super::testing::{backing, denied, device, feature, healthy, vm, vnic};
use super::super::{Facts, Medium, NetFacts, Power, UplinkRole, VmFacts, build};
use crate::inventory::{
    ApiVersion, Backing, Connectable, EvcMode, HostNetwork, HostVMotion, Inventory, MoRef, Prop, ScsiLun,
    StorageDevice, Unreadable,
};
use crate::schema::Unknown;
use crate::terms::{ObjectKind, ReasonKind};

/// Inventories with the states that the laws are tried on.
pub(super) fn faulty() -> Vec<(&'static str, Inventory)> {
    vec![
        ("healthy", healthy()),
        ("one host disconnected", {
            let mut inventory = healthy();
            inventory.hosts[1].connection_state = Prop::Known("disconnected".into());
            inventory
        }),
        ("one host in maintenance, one label missing, one mount gone", {
            let mut inventory = healthy();
            inventory.hosts[2].in_maintenance_mode = Prop::Known(true);
            network(&mut inventory, 1).portgroup.pop();
            mounts(&mut inventory, 0).pop();
            mounts(&mut inventory, 0).pop();
            inventory
        }),
        ("EVC", evc_inventory()),
        ("raw device mapping", rdm_inventory()),
        ("mixed CPUs", {
            let mut inventory = healthy();
            inventory.hosts[1].cpu_pkg = Prop::Known(vec![crate::inventory::CpuPackage {
                vendor: "amd".into(),
                ..Default::default()
            }]);
            inventory.hosts[2].feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")]);
            inventory.hosts[1].masked_feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")]);
            inventory
        }),
        ("before 4.0", old_host()),
        ("vSAN", {
            let mut inventory = healthy();
            if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
                config.vsan_enabled = Some(true);
            }
            inventory
        }),
    ]
}

fn network(inventory: &mut Inventory, host: usize) -> &mut HostNetwork {
    match &mut inventory.hosts[host].network {
        Prop::Known(network) => network,
        _ => panic!("networking is known"),
    }
}

fn mounts(inventory: &mut Inventory, datastore: usize) -> &mut Vec<crate::inventory::Mount> {
    match &mut inventory.datastores[datastore].host {
        Prop::Known(mounts) => mounts,
        _ => panic!("mounts are known"),
    }
}

fn devices(inventory: &mut Inventory, vm: usize) -> &mut Vec<crate::inventory::Device> {
    match &mut inventory.vms[vm].hardware {
        Prop::Known(hardware) => &mut hardware.device,
        _ => panic!("hardware is known"),
    }
}

fn mode(key: &str, tier: i64, track: &[&str]) -> EvcMode {
    let track = track.iter().map(|track| (*track).into()).collect();
    EvcMode {
        key: key.into(),
        vendor: "intel".into(),
        vendor_tier: tier,
        track: Some(track),
        label: key.into(),
    }
}

fn evc_inventory() -> Inventory {
    let mut inventory = healthy();
    inventory.vcenter.evc_modes = Prop::Known(vec![
        mode("intel-merom", 0, &["a"]),
        mode("intel-westmere", 1, &["a", "b"]),
        mode("intel-haswell", 2, &["a", "b", "c"]),
    ]);
    if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
        summary.current_evc_mode_key = Some("intel-westmere".into());
    }
    for host in &mut inventory.hosts {
        host.current_evc_mode_key = Prop::Known("intel-westmere".into());
    }
    inventory.hosts[0].max_evc_mode_key = Prop::Known("intel-haswell".into());
    inventory.vms[0].min_required_evc_mode_key = Prop::Known("intel-haswell".into());
    inventory
}

fn rdm_inventory() -> Inventory {
    let mut inventory = healthy();
    let rdm = Backing {
        file_name: Some("[shared%2f1] db01/rdm.vmdk".into()),
        datastore: Some("datastore-1".into()),
        lun_uuid: Some("0200".into()),
        ..backing("VirtualDiskRawDiskMappingVer1BackingInfo")
    };
    devices(&mut inventory, 0).push(device(2001, "VirtualDisk", "Hard disk 2", rdm));
    for (i, number) in [(0, 4), (1, 5), (2, 4)] {
        inventory.hosts[i].storage_device = Prop::Known(StorageDevice {
            lun: vec![ScsiLun { key: "k".into(), uuid: "0200".into(), canonical_name: "naa.1".into() }],
            adapter: Vec::new(),
            path: vec![("k".into(), "hba".into(), number)],
        });
    }
    inventory
}

/// The third host is an ESX 3.5 with a service console and the old word for vMotion.
fn old_host() -> Inventory {
    let mut inventory = healthy();
    let host = &mut inventory.hosts[2];
    host.virtual_nic_manager_info = Prop::Unset;
    host.uses_service_console_nic = Prop::Known(true);
    host.vmotion = Prop::Known(HostVMotion {
        candidate: Vec::new(),
        selected: Some("VMotionConfig.vmotion.key-vim.host.VirtualNic-vmk1".into()),
    });
    network(&mut inventory, 2).console_vnic = vec![vnic("vswif0", "Management Network", "10.1.0.3")];
    inventory
}

fn named<'f>(facts: &'f Facts, id: &str) -> &'f VmFacts {
    let at = facts.identity.vms.iter().position(|vm| vm.id == id).expect("the VM is in the table");
    &facts.vms[at]
}

fn net<'f>(facts: &'f Facts, id: &str) -> &'f NetFacts {
    facts.clusters[0].networks.items.iter().find(|net| net.id == id).expect("the network is used")
}

fn kinds(why: &Unknown) -> Vec<ReasonKind> {
    why.reasons().iter().map(|reason| reason.kind).collect()
}

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
        assert!(vmotion.items[0].usable);
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
fn the_image_of_a_drive_is_found_by_the_name_in_its_path() {
    let facts = build(&healthy());
    let drive = &named(&facts, "vm-1").cdroms.as_ref().unwrap().items[0];
    assert_eq!((&drive.medium, drive.on.all()), (&Ok(Medium::Datastore), Ok(true)));
}

#[test]
fn an_image_needs_to_be_readable_and_a_disk_writable() {
    let mut inventory = healthy();
    mounts(&mut inventory, 0)[2].access_mode = "readOnly".into();
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1");
    assert_eq!(vm.cdroms.as_ref().unwrap().items[0].on.all(), Ok(true));
    let disk = &vm.disks.as_ref().unwrap().items[0];
    assert_eq!(disk.on.lacking().collect::<Vec<_>>(), ["esx03"]);
}

#[test]
fn unset_mount_flags_have_their_documented_meaning() {
    let mut inventory = healthy();
    for mount in mounts(&mut inventory, 0) {
        mount.accessible = None;
    }
    assert_eq!(named(&build(&inventory), "vm-1").disks.as_ref().unwrap().items[0].on.all(), Ok(true));
    if let Prop::Known(summary) = &mut inventory.datastores[0].summary {
        summary.accessible = Some(false);
    }
    assert_eq!(named(&build(&inventory), "vm-1").disks.as_ref().unwrap().items[0].on.any(), Ok(false));
    mounts(&mut inventory, 0)[0].accessible = Some(true);
    mounts(&mut inventory, 0)[0].mounted = Some(false);
    assert_eq!(named(&build(&inventory), "vm-1").disks.as_ref().unwrap().items[0].on.any(), Ok(false));
}

/// A drive of vm-1 with this backing.
fn drive(kind: &str, file: Option<&str>, connected: bool) -> super::super::DriveFacts {
    let mut inventory = healthy();
    let mut cdrom =
        device(3000, "VirtualCdrom", "CD", Backing { file_name: file.map(Into::into), ..backing(kind) });
    cdrom.connectable = Some(Connectable { connected, start_connected: true });
    devices(&mut inventory, 0)[1] = cdrom;
    let facts = build(&inventory);
    named(&facts, "vm-1").cdroms.as_ref().unwrap().items[0].clone()
}

#[test]
fn drives_are_told_apart_by_their_backing() {
    let iso = "VirtualCdromIsoBackingInfo";
    assert_eq!(drive(iso, Some("/vmimages/windows.iso"), true).medium, Ok(Medium::HostFile));
    assert_eq!(drive(iso, Some("[] /usr/lib/vmware/isoimages/linux.iso"), true).medium, Ok(Medium::HostFile));
    assert_eq!(drive("VirtualCdromAtapiBackingInfo", None, true).medium, Ok(Medium::HostDevice));
    assert_eq!(drive("VirtualCdromRemoteAtapiBackingInfo", None, true).medium, Ok(Medium::ClientDevice));
    let unknown = drive("VirtualCdromContentLibraryBackingInfo", Some("[shared/1] a.iso"), true);
    assert!(unknown.medium.is_err() && unknown.on.all().is_err());
}

#[test]
fn an_ejected_image_ties_a_vm_to_nothing() {
    for file in [None, Some(""), Some("[]")] {
        let ejected = drive("VirtualCdromIsoBackingInfo", file, false);
        assert_eq!((ejected.medium, ejected.on.all()), (Ok(Medium::Datastore), Ok(true)));
        assert!(drive("VirtualCdromIsoBackingInfo", file, true).medium.is_err(), "connected, yet empty");
    }
}

#[test]
fn a_datastore_name_that_nothing_answers_to_is_unknown() {
    let drive = drive("VirtualCdromIsoBackingInfo", Some("[elsewhere] a.iso"), true);
    assert_eq!(
        (drive.medium, drive.on.all().map_err(|why| kinds(&why))),
        (Ok(Medium::Datastore), Err(vec![ReasonKind::Invisible]))
    );
}

#[test]
fn a_drive_of_a_vm_with_unreadable_power_is_live_only_where_both_states_agree() {
    let mut inventory = healthy();
    inventory.vms[0].power_state = Prop::Unreadable(denied());
    assert_eq!(named(&build(&inventory), "vm-1").cdroms.as_ref().unwrap().items[0].live, Ok(true));
    devices(&mut inventory, 0)[1].connectable = Some(Connectable { connected: false, start_connected: true });
    assert!(named(&build(&inventory), "vm-1").cdroms.as_ref().unwrap().items[0].live.is_err());
}

#[test]
fn snapshots_add_their_parents() {
    let mut inventory = healthy();
    let disk = devices(&mut inventory, 0)[0].backing.take().unwrap();
    let base = Backing { file_name: Some("[local1] base.vmdk".into()), datastore: None, ..disk.clone() };
    devices(&mut inventory, 0)[0].backing = Some(Backing { parent: Some(Box::new(base)), ..disk });
    let facts = build(&inventory);
    let disks = named(&facts, "vm-1").disks.as_ref().unwrap();
    assert_eq!(disks.items.iter().map(|disk| disk.on.all()).collect::<Vec<_>>(), [Ok(true), Ok(false)]);
    assert_eq!(disks.items[1].datastore, "local1");
}

#[test]
fn a_diskless_vm_has_an_empty_list() {
    let mut inventory = healthy();
    devices(&mut inventory, 0).clear();
    let facts = build(&inventory);
    let disks = named(&facts, "vm-1").disks.as_ref().unwrap();
    assert!(disks.items.is_empty() && disks.is_complete());
}

#[test]
fn a_raw_device_mapping_needs_its_lun_under_one_number() {
    let mut inventory = rdm_inventory();
    let facts = build(&inventory);
    let rdm = &named(&facts, "vm-1").disks.as_ref().unwrap().items[1];
    assert_eq!((rdm.lun_on.all(), rdm.lun_number.uniform()), (Ok(true), Ok(false)));
    inventory.hosts[1].storage_device = Prop::Unreadable(Unreadable::new(ReasonKind::NotCollected, ""));
    let facts = build(&inventory);
    let vm = named(&facts, "vm-1").disks.as_ref().unwrap();
    assert_eq!(vm.items[1].lun_on.all().map_err(|why| kinds(&why)), Err(vec![ReasonKind::NotCollected]));
    assert_eq!(vm.items[0].lun_on.all(), Ok(true), "only mappings ask for it");
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
    assert!(why.reasons()[0].detail.contains("host-3"));
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
fn labels_are_equal_letter_by_letter() {
    let mut inventory = healthy();
    network(&mut inventory, 1).portgroup[1].name = "VM network ".into();
    let facts = build(&inventory);
    let net = net(&facts, "network-1");
    assert_eq!(net.on.lacking().collect::<Vec<_>>(), ["esx02"]);
    assert_eq!(net.near_names.items, ["VM network "]);
}

#[test]
fn a_vlan_that_differs_and_a_switch_without_uplink_show() {
    let mut inventory = healthy();
    network(&mut inventory, 1).portgroup[1].vlan_id = 20;
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
        config.host[0].status = "outOfSync".into();
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
    assert_eq!((vmotion.interfaces.as_ref().unwrap().items.len(), &vmotion.mixed_stacks), (2, &Ok(true)));
    inventory.hosts[0].virtual_nic_manager_info = Prop::Unreadable(denied());
    let facts = build(&inventory);
    let interfaces = facts.hosts[0].vmotion.interfaces.as_ref().unwrap();
    assert_eq!((interfaces.items[0].device.as_str(), interfaces.is_complete()), ("vmk2", false));
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

#[test]
fn evc_modes_are_compared_by_track_and_tier() {
    let mut inventory = evc_inventory();
    let facts = build(&inventory);
    let cluster = &facts.clusters[0];
    assert_eq!((&cluster.evc_everywhere, &cluster.evc_possible), (&Ok(true), &Ok("intel-westmere".into())));
    assert_eq!(named(&facts, "vm-1").cpu.evc_covers, Ok(false), "started before EVC");
    inventory.vms[0].min_required_evc_mode_key = Prop::Known("intel-merom".into());
    assert_eq!(named(&build(&inventory), "vm-1").cpu.evc_covers, Ok(true));
    inventory.hosts[2].current_evc_mode_key = Prop::Unset;
    assert_eq!(build(&inventory).clusters[0].evc_everywhere, Ok(false));
}

#[test]
fn before_4_1_only_equal_evc_keys_are_comparable() {
    let mut inventory = evc_inventory();
    if let Prop::Known(modes) = &mut inventory.vcenter.evc_modes {
        for mode in modes {
            mode.track = None;
        }
    }
    assert!(build(&inventory).clusters[0].evc_possible.is_err());
    inventory.hosts[0].max_evc_mode_key = Prop::Known("intel-westmere".into());
    assert_eq!(build(&inventory).clusters[0].evc_possible, Ok("intel-westmere".into()));
}

#[test]
fn features_are_asked_of_targets_and_masks_named() {
    let mut inventory = healthy();
    inventory.hosts[1].feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")]);
    inventory.hosts[2].masked_feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")]);
    let facts = build(&inventory);
    let cpu = &named(&facts, "vm-1").cpu;
    assert_eq!(cpu.on.lacking().collect::<Vec<_>>(), ["esx02"]);
    assert_eq!(cpu.masked_on.as_ref().unwrap().items, ["esx03"]);
    assert_eq!(cpu.by_features, Ok(true));
}

#[test]
fn cpuid_differences_are_unknown_and_other_vendors_impossible() {
    let mut inventory = healthy();
    inventory.vms[0].feature_requirement = Prop::Unset;
    let host = &mut inventory.hosts[1];
    for rows in [&mut host.cpu_feature, &mut host.supported_cpu_feature] {
        let Prop::Known(rows) = rows else { panic!("known") };
        rows[0].ecx = "1000:0000:0000:0000:0000:0000:0000:0000".into();
        rows[0].ebx = "1000:0000:0000:0000:0000:0000:0000:0000".into();
    }
    let facts = build(&inventory);
    let on = &named(&facts, "vm-1").cpu.on;
    assert_eq!((on.unclear().count(), on.count()), (1, 1));
    if let Prop::Known(packages) = &mut inventory.hosts[1].cpu_pkg {
        packages[0].vendor = "amd".into();
    }
    assert_eq!(named(&build(&inventory), "vm-1").cpu.on.lacking().collect::<Vec<_>>(), ["esx02"]);
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
