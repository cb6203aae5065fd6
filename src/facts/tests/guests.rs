//! Files, swap, adapters, devices, room and state of VMs.

use super::super::testing::{backing, denied, device, healthy};
use super::super::{DeviceKind, Facts, FileKind, Tools, build};
use super::fixtures::{busy, devices, kinds, named, network, tight};
use crate::inventory::{Backing, Connectable, Inventory, Prop, VmFile, VmQuickStats};
use crate::schema::HostSplit;
use crate::terms::ReasonKind;

fn lacking(split: &HostSplit) -> Vec<&str> {
    split.lacking().map(|name| name.as_str()).collect()
}

fn with(change: impl FnOnce(&mut Inventory)) -> Facts {
    let mut inventory = healthy();
    change(&mut inventory);
    build(&inventory)
}

fn layout(files: &[(&str, &str)]) -> Prop<Vec<VmFile>> {
    Prop::Known(
        files.iter().map(|(name, kind)| VmFile { name: (*name).into(), kind: (*kind).into() }).collect(),
    )
}

#[test]
fn files_of_one_datastore_are_one_element_and_some_do_not_matter() {
    let facts = with(|inventory| {
        inventory.vms[0].layout_ex = layout(&[
            ("[shared/1] db01/db01.nvram", "nvram"),
            ("[local1] db01/db01.vmsn", "snapshotData"),
            ("[local1] db01/db01.vmsd", "snapshotList"),
            ("[local1] db01/vmware.log", "log"),
            ("[local1] db01/db01.vswp", "swap"),
            ("[elsewhere] db01/db01-flat.vmdk", "diskExtent"),
        ]);
    });
    let files = named(&facts, "vm-1").home_files.as_ref().unwrap();
    let told: Vec<_> =
        files.items.iter().map(|file| (file.kind, file.path.as_str(), file.on.all())).collect();
    assert_eq!(
        told,
        [
            (FileKind::Config, "[shared/1] db01/db01.vmx", Ok(true)),
            (FileKind::Snapshot, "[local1] db01/db01.vmsn", Ok(false)),
        ]
    );
    assert!(files.is_complete());
}

#[test]
fn without_the_layout_the_directories_are_known() {
    let facts = with(|inventory| inventory.vms[0].layout_ex = Prop::Unset);
    assert!(named(&facts, "vm-1").home_files.as_ref().unwrap().is_complete());
    let facts = with(|inventory| inventory.vms[0].layout_ex = Prop::Unreadable(denied()));
    assert!(!named(&facts, "vm-1").home_files.as_ref().unwrap().is_complete());
    assert!(named(&facts, "vm-1").storage_on.any().is_err());
}

#[test]
fn targets_need_all_datastores_at_once() {
    let facts = with(|inventory| {
        let local = "[local1] db01/db01.nvram";
        inventory.vms[0].layout_ex = layout(&[(local, "nvram")]);
    });
    let vm = named(&facts, "vm-1");
    assert_eq!((vm.storage_on.any(), lacking(&vm.storage_on)), (Ok(false), vec!["esx02", "esx03"]));
    assert_eq!(named(&facts, "vm-2").storage_on.all(), Ok(true));
}

#[test]
fn swap_is_where_the_layout_says_or_else_where_the_settings_put_it() {
    let mut inventory = busy();
    assert_eq!(lacking(&named(&build(&inventory), "vm-1").swap_on), ["esx02", "esx03"]);
    inventory.vms[0].layout_ex = layout(&[("[shared/1] db01/db01.vswp", "swap")]);
    assert_eq!(named(&build(&inventory), "vm-1").swap_on.all(), Ok(true));
    inventory.vms[0].layout_ex = Prop::Unset;
    inventory.hosts[0].local_swap_datastore = Prop::Unset;
    assert_eq!(
        named(&build(&inventory), "vm-1").swap_on.all(),
        Ok(true),
        "no place on the host: beside the VM"
    );
    inventory.vms[0].swap_placement = Prop::Known("elsewhere".into());
    assert!(named(&build(&inventory), "vm-1").swap_on.all().is_err());
    inventory.vms[0].power_state = Prop::Known("poweredOff".into());
    assert_eq!(named(&build(&inventory), "vm-1").swap_on.all(), Ok(true));
}

/// Puts the label of the VMs into another VLAN on one host.
fn retag(inventory: &mut Inventory, host: usize) {
    let portgroups = network(inventory, host).portgroup.iter_mut();
    portgroups
        .filter(|portgroup| portgroup.name == "VM Network")
        .for_each(|portgroup| portgroup.vlan_id = portgroup.vlan_id.map(|vlan| vlan + 1));
}

#[test]
fn a_label_is_the_same_lan_only_in_the_same_vlan_with_a_link() {
    let on = |facts: &Facts| {
        let nics = named(facts, "vm-1").nics.as_ref().unwrap();
        lacking(&nics.items[0].same_lan_on).join(" ")
    };
    assert_eq!(on(&with(|_| {})), "");
    assert_eq!(on(&with(|inventory| retag(inventory, 1))), "esx02");
    let own = |inventory: &mut Inventory| retag(inventory, 0);
    assert_eq!(on(&with(own)), "esx02 esx03", "compared with the VM's own host");
    let down =
        |inventory: &mut Inventory| network(inventory, 2).pnic.iter_mut().for_each(|nic| nic.link = None);
    assert_eq!(on(&with(down)), "esx03");
}

#[test]
fn a_distributed_network_needs_a_link_behind_the_switch() {
    let down =
        |inventory: &mut Inventory| network(inventory, 2).pnic.iter_mut().for_each(|nic| nic.link = None);
    let facts = with(down);
    let nic = &named(&facts, "vm-1").nics.as_ref().unwrap().items[1];
    assert_eq!((nic.network.as_str(), lacking(&nic.same_lan_on)), ("vMotion", vec!["esx03"]));
}

#[test]
fn an_adapter_on_a_label_that_its_own_host_lacks_is_unclear() {
    let facts = with(|inventory| network(inventory, 0).portgroup.clear());
    let nic = &named(&facts, "vm-1").nics.as_ref().unwrap().items[0];
    assert!(nic.same_lan_on.any().is_err() && nic.live == Ok(true));
}

#[test]
fn room_is_what_running_vms_have_not_reserved() {
    let facts = build(&tight());
    let fits = &named(&facts, "vm-1").fits;
    assert_eq!(lacking(&fits.reserved_on), ["esx02"]);
    assert_eq!(lacking(&fits.version_on), ["esx03"]);
    assert_eq!((fits.on.any(), fits.threads_on.all(), fits.used_on.all()), (Ok(false), Ok(true), Ok(true)));
    let mut inventory = tight();
    inventory.vms[1].power_state = Prop::Known("suspended".into());
    assert_eq!(named(&build(&inventory), "vm-1").fits.reserved_on.all(), Ok(true));
}

#[test]
fn an_unseen_vm_leaves_open_whether_there_is_room_but_not_that_there_is_none() {
    let unseen = |inventory: &mut Inventory| {
        if let Prop::Known(vms) = &mut inventory.hosts[1].vm {
            vms.push("vm-77".into());
        }
    };
    let facts = with(unseen);
    let split = &named(&facts, "vm-1").fits.reserved_on;
    assert_eq!(split.unclear().collect::<Vec<_>>(), ["esx02"]);
    let mut inventory = tight();
    unseen(&mut inventory);
    assert_eq!(lacking(&named(&build(&inventory), "vm-1").fits.reserved_on), ["esx02"]);
}

#[test]
fn load_that_is_not_told_leaves_only_the_present_use_open() {
    let facts = with(|inventory| inventory.vms[0].quick_stats = Prop::Known(VmQuickStats::default()));
    let fits = &named(&facts, "vm-1").fits;
    assert_eq!((fits.used_on.any().is_err(), fits.on.all()), (true, Ok(true)));
    assert_eq!(named(&facts, "vm-2").fits.used_on.all(), Ok(true), "a VM that is off uses nothing");
}

#[test]
fn tasks_count_while_they_run_on_this_vm() {
    let mut inventory = busy();
    let tasks = |inventory: &Inventory| named(&build(inventory), "vm-1").running_tasks.clone().unwrap();
    assert_eq!(tasks(&inventory).items, ["CreateSnapshot_Task"]);
    if let Prop::Known(entity) = &mut inventory.tasks[0].entity {
        entity.id = "vm-2".into();
    }
    assert!(tasks(&inventory).items.is_empty());
    inventory.tasks.clear();
    let why = tasks(&inventory).missing.unwrap();
    assert_eq!(kinds(&why), [ReasonKind::Invisible; 2]);
}

#[test]
fn what_goes_on_is_told_word_by_word() {
    let facts = build(&busy());
    let vm = named(&facts, "vm-1");
    assert_eq!((&vm.question, &vm.migration_disabled), (&Ok(true), &Ok(true)));
    assert_eq!((&vm.ha.priority, &vm.ha.monitored), (&Ok("disabled".into()), &Ok(false)));
    let other = named(&facts, "vm-2");
    assert_eq!((&other.ha.priority, &other.ha.monitored), (&Ok("medium".into()), &Ok(true)));
    assert_eq!((&other.ha.protected, &other.tools), (&Ok(false), &Ok(Tools::Running)));
    let facts = with(|inventory| inventory.vms[0].guest_heartbeat_status = Prop::Known("blue".into()));
    assert!(named(&facts, "vm-1").heartbeat_lost.is_err());
}

/// Kind of a device of vm-1, `None` when it does not matter, and whether it is in use.
fn one(class: &str, backing_class: &str) -> Option<Result<DeviceKind, ()>> {
    let facts = with(|inventory| {
        devices(inventory, 0).push(device(13000, class, "Device under test", backing(backing_class)));
    });
    let devices = named(&facts, "vm-1").devices.clone().unwrap();
    devices.items.into_iter().next().map(|device| device.kind.map_err(|_| ()))
}

#[test]
fn devices_are_told_apart_by_class_and_backing() {
    assert_eq!(one("VirtualUSB", "VirtualUSBRemoteHostBackingInfo"), Some(Ok(DeviceKind::UsbRemoteHost)));
    assert_eq!(
        one("VirtualParallelPort", "VirtualParallelPortFileBackingInfo"),
        Some(Ok(DeviceKind::ParallelFile))
    );
    assert_eq!(one("VirtualHdAudioCard", "VirtualSoundCardDeviceBackingInfo"), Some(Ok(DeviceKind::Sound)));
    assert_eq!(one("VirtualVmxnet3", "VirtualEthernetCardNetworkBackingInfo"), None);
    assert_eq!(one("VirtualTPM", ""), None);
    assert_eq!(one("VirtualPCIPassthrough", "VirtualPCIPassthroughDvxBackingInfo"), Some(Err(())));
    assert_eq!(one("VirtualQuantumCard", ""), Some(Err(())), "nobody knows it yet");
}

#[test]
fn a_vgpu_is_known_to_move_only_where_that_is_told() {
    let vgpu = |version: &[u16], setting: Option<&str>, migrate_supported: Option<bool>| {
        let facts = with(|inventory| {
            let settings = setting.map(|word| ("vgpu.hotmigrate.enabled".to_owned(), word.to_owned()));
            inventory.vcenter.settings = Prop::Known(settings.into_iter().collect());
            inventory.format = crate::inventory::FORMAT;
            inventory.collection.api_version = crate::inventory::ApiVersion::of(version);
            let kind = "VirtualPCIPassthroughVmiopBackingInfo";
            let backing = Backing { migrate_supported, ..backing(kind) };
            let mut vgpu = device(13000, "VirtualPCIPassthrough", "vGPU", backing);
            vgpu.connectable = None;
            devices(inventory, 0).push(vgpu);
        });
        let device = named(&facts, "vm-1").devices.as_ref().unwrap().items[0].clone();
        assert_eq!(device.live, Ok(true), "nobody can disconnect it");
        device.moves_on.any().map_err(|_| ())
    };
    let on = Some("true");
    assert_eq!(vgpu(&[8, 0], on, Some(true)), Ok(true));
    assert_eq!(vgpu(&[8, 0], on, Some(false)), Ok(false));
    assert_eq!(vgpu(&[8, 0], on, None), Err(()), "it may say so");
    assert_eq!(vgpu(&[6, 7, 1], on, None), Err(()), "nothing says so yet");
    assert_eq!(vgpu(&[6, 7], on, None), Ok(false), "before Update 1 none moves");
    for off in [None, Some("false")] {
        assert_eq!(vgpu(&[8, 0], off, Some(true)), Ok(false), "{off:?}");
    }
}

#[test]
fn a_device_of_a_vm_that_is_off_counts_when_it_connects_at_power_on() {
    let facts = with(|inventory| {
        let class = "VirtualSerialPort";
        let mut port = device(9000, class, "Serial port 1", backing("VirtualSerialPortDeviceBackingInfo"));
        port.connectable = Some(Connectable { connected: false, start_connected: true });
        devices(inventory, 1).push(port.clone());
        devices(inventory, 0).push(port);
    });
    let live = |id: &str| named(&facts, id).devices.as_ref().unwrap().items[0].live.clone();
    assert_eq!((live("vm-1"), live("vm-2")), (Ok(false), Ok(true)));
}

#[test]
fn an_odd_requirement_is_the_reason_of_its_own_vm() {
    let facts = with(|inventory| {
        let odd = super::super::testing::feature("cpuid.NEW", "Set:Any:3");
        inventory.vms[0].feature_requirement = Prop::Known(vec![odd].into());
        inventory.hosts[2].feature_capability = Prop::Unreadable(denied());
    });
    let why = named(&facts, "vm-1").cpu.on.any().unwrap_err();
    let told: Vec<_> =
        why.reasons().iter().map(|why| (why.object.id.as_str(), why.property.as_str())).collect();
    assert_eq!(told, [("host-3", "config.featureCapability"), ("vm-1", "runtime.featureRequirement")]);
}
