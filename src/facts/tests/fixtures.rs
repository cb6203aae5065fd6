//! Changed inventories that the tests share, and short ways into the facts.

use super::super::testing::{backing, device, feature, healthy, vnic};
use super::super::{Facts, NetFacts, VmFacts};
use crate::inventory::{
    AlarmState, Backing, CheckFault, CheckResult, ConfigOption, DasHostState, DasRuntime, DasVmConfig,
    DasVmSettings, EvcMode, HeartbeatDatastore, HostHardwareSummary, HostNetwork, HostVMotion, Inventory,
    Issue, LicenceAssignment, MemberRuntime, MoRef, Product, Prop, ScsiLun, StorageDevice, SwitchRuntime,
    Task, VmQuickStats,
};
use crate::schema::Unknown;
use crate::terms::ReasonKind;

/// Inventories with the states that the laws are tried on.
pub(super) fn faulty() -> Vec<(&'static str, Inventory)> {
    vec![
        ("healthy", healthy()),
        ("one host disconnected", {
            let mut inventory = healthy();
            inventory.hosts[1].connection_state = Prop::Known("disconnected".into());
            effective(&mut inventory, 2);
            inventory
        }),
        ("one host in maintenance, one label missing, one mount gone", {
            let mut inventory = healthy();
            inventory.hosts[2].in_maintenance_mode = Prop::Known(true);
            effective(&mut inventory, 2);
            network(&mut inventory, 1).portgroup.pop();
            mounts(&mut inventory, 0).pop();
            mounts(&mut inventory, 0).pop();
            inventory
        }),
        ("EVC", evc_inventory()),
        ("vMotion networks that differ and are shared", shared_vmotion()),
        ("NSX port groups", {
            let mut inventory = shared_vmotion();
            for portgroup in &mut inventory.portgroups {
                if let Prop::Known(config) = &mut portgroup.config {
                    config.backing_type = Some("nsx".into());
                    config.port.uplink_order = Some(Default::default());
                }
            }
            inventory
        }),
        ("raw device mapping", rdm_inventory()),
        ("mixed CPUs", {
            let mut inventory = healthy();
            inventory.hosts[1].cpu_pkg = Prop::Known(vec![crate::inventory::CpuPackage {
                vendor: "amd".into(),
                ..Default::default()
            }]);
            inventory.hosts[2].feature_capability = Prop::Known(vec![feature("cpuid.SSE42", "0")].into());
            inventory.hosts[1].masked_feature_capability =
                Prop::Known(vec![feature("cpuid.SSE42", "0")].into());
            inventory
        }),
        ("before 4.0", old_host()),
        ("something goes on with VMs", busy()),
        ("tight hosts", tight()),
        ("checked by vCenter", {
            let mut inventory = healthy();
            let fault = CheckFault { kind: "CannotAccessNetwork".into(), message: "no".into() };
            inventory.vms[0].checks = Prop::Known(vec![CheckResult {
                vm: "vm-1".into(),
                host: "host-2".into(),
                error: vec![fault],
                warning: Vec::new(),
            }]);
            inventory
        }),
        ("HA at work", ha_inventory()),
        ("colours that nothing explains", {
            let mut inventory = ha_inventory();
            inventory.clusters[0].triggered_alarm_state = Prop::Known(Vec::new());
            inventory.hosts[1].triggered_alarm_state = Prop::Known(Vec::new());
            inventory
        }),
        ("no other host is active", {
            let mut inventory = healthy();
            inventory.hosts[1].in_maintenance_mode = Prop::Known(true);
            inventory.hosts[2].connection_state = Prop::Known("disconnected".into());
            effective(&mut inventory, 1);
            inventory
        }),
        ("vSAN", {
            let mut inventory = healthy();
            if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
                config.vsan_enabled = Some(true);
            }
            inventory
        }),
    ]
}

/// A task runs on the first VM, its swap file is local, it has a serial port; an exception of HA.
pub(super) fn busy() -> Inventory {
    let mut inventory = healthy();
    let vm = &mut inventory.vms[0];
    vm.recent_task = Prop::Known(vec!["task-1".into(), "task-2".into()]);
    vm.disabled_method = Prop::Known(vec!["RelocateVM_Task".into()]);
    vm.question = Prop::Known("Retry?".into());
    vm.swap_placement = Prop::Known("inherit".into());
    let serial =
        device(9000, "VirtualSerialPort", "Serial port 1", backing("VirtualSerialPortPipeBackingInfo"));
    devices(&mut inventory, 0).push(serial);
    let task = |id: &str, state: &str| Task {
        id: id.into(),
        name: Prop::Known("CreateSnapshot_Task".into()),
        description_id: Prop::Known("VirtualMachine.createSnapshot".into()),
        state: Prop::Known(state.into()),
        entity: Prop::Known(MoRef { kind: "VirtualMachine".into(), id: "vm-1".into() }),
    };
    inventory.tasks = vec![task("task-1", "running"), task("task-2", "success")];
    inventory.hosts[0].local_swap_datastore = Prop::Known("datastore-2".into());
    if let Prop::Known(config) = &mut inventory.clusters[0].configuration_ex {
        config.vm_swap_placement = Some("hostLocal".into());
        config.das.vm_monitoring = Some("vmMonitoringOnly".into());
        let settings = DasVmSettings {
            restart_priority: Some("disabled".into()),
            vm_monitoring: Some("vmMonitoringDisabled".into()),
            ..DasVmSettings::default()
        };
        config.das_vm =
            vec![DasVmConfig { vm: "vm-1".into(), restart_priority: None, settings: Some(settings) }];
    }
    inventory
}

/// The second host is full, the third runs no VM of this version.
pub(super) fn tight() -> Inventory {
    let mut inventory = healthy();
    inventory.vms[1].power_state = Prop::Known("poweredOn".into());
    inventory.vms[1].memory_reservation = Prop::Known(16_000);
    if let Prop::Known(options) = &mut inventory.clusters[0].config_options {
        options[0].host.pop();
        options.push(ConfigOption { key: "vmx-13".into(), host: vec!["host-3".into()], run_supported: None });
    }
    inventory
}

/// Active hosts as the cluster itself counts them.
fn effective(inventory: &mut Inventory, hosts: i64) {
    if let Prop::Known(summary) = &mut inventory.clusters[0].summary {
        summary.num_effective_hosts = Some(hosts);
    }
}

pub(super) fn network(inventory: &mut Inventory, host: usize) -> &mut HostNetwork {
    match &mut inventory.hosts[host].network {
        Prop::Known(network) => network,
        _ => panic!("networking is known"),
    }
}

pub(super) fn mounts(inventory: &mut Inventory, datastore: usize) -> &mut Vec<crate::inventory::Mount> {
    match &mut inventory.datastores[datastore].host {
        Prop::Known(mounts) => mounts,
        _ => panic!("mounts are known"),
    }
}

pub(super) fn devices(inventory: &mut Inventory, vm: usize) -> &mut Vec<crate::inventory::Device> {
    match &mut inventory.vms[vm].hardware {
        Prop::Known(hardware) => &mut hardware.device,
        _ => panic!("hardware is known"),
    }
}

pub(super) fn mode(key: &str, tier: i64, track: &[&str]) -> EvcMode {
    let track = track.iter().map(|track| (*track).into()).collect();
    EvcMode {
        key: key.into(),
        vendor: "intel".into(),
        vendor_tier: tier,
        track: Some(track),
        label: key.into(),
    }
}

pub(super) fn evc_inventory() -> Inventory {
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

/// HA without admission control, with licences, figures, issues and alarms.
pub(super) fn ha_inventory() -> Inventory {
    let mut inventory = healthy();
    let about = &mut inventory.vcenter.about;
    (about.instance_uuid, about.licence_product_version) = ("uuid".into(), "8.0".into());
    let licence = |entity: &str| LicenceAssignment {
        entity: entity.into(),
        edition: "esx".into(),
        features: vec!["vmotion".into()],
        product_version: "8.0".into(),
        ..LicenceAssignment::default()
    };
    inventory.vcenter.licences = Prop::Known(["uuid", "host-1", "host-2", "host-3"].map(licence).into());
    let alarm = |entity: &str| AlarmState {
        alarm: "alarm-1".into(),
        entity: MoRef { kind: "HostSystem".into(), id: entity.into() },
        overall_status: "red".into(),
        ..AlarmState::default()
    };
    let issue = |kind: &str| Issue { kind: kind.into(), ..Issue::default() };
    let cluster = &mut inventory.clusters[0];
    if let Prop::Known(config) = &mut cluster.configuration_ex {
        config.das.admission_control_enabled = Some(false);
        config.das.option = vec![("das.ignoreRedundantNetWarning".into(), "true".into())];
    }
    cluster.triggered_alarm_state = Prop::Known(vec![alarm("host-2")]);
    cluster.config_issue = Prop::Known(vec![issue("InsufficientFailoverResourcesEvent")]);
    cluster.overall_status = Prop::Known("red".into());
    cluster.das_runtime = Prop::Known(DasRuntime {
        agents: None,
        heartbeat_datastores: vec![HeartbeatDatastore {
            datastore: "datastore-1".into(),
            hosts: vec!["host-1".into(), "host-2".into()],
        }],
    });
    for (host, state) in inventory.hosts.iter_mut().zip(["master", "connectedToMaster", "election"]) {
        host.das_host_state = Prop::Known(DasHostState { state: state.into() });
        host.summary_hardware = Prop::Known(HostHardwareSummary {
            memory_size: 64 << 30,
            cpu_mhz: 2000,
            num_cpu_cores: 8,
            ..HostHardwareSummary::default()
        });
        host.overall_status = Prop::Known("yellow".into());
        // The list of the cluster holds those of its hosts as well.
        let own = if host.id == "host-2" { vec![alarm("host-2")] } else { Vec::new() };
        host.triggered_alarm_state = Prop::Known(own);
    }
    let vm = &mut inventory.vms[0];
    vm.das_protected = Prop::Known(true);
    vm.guest_host_name = Prop::Known("vc01.tokyo.example".into());
    vm.quick_stats = Prop::Known(VmQuickStats {
        overall_cpu_usage: Some(100),
        host_memory_usage: Some(1000),
        guest_memory_usage: None,
    });
    inventory
}

pub(super) fn rdm_inventory() -> Inventory {
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

/// vMotion shares its distributed switch with a port group for VMs, and lies in another subnet and
/// VLAN on the third host; the switch misses that VLAN.
pub(super) fn shared_vmotion() -> Inventory {
    let mut inventory = healthy();
    let mut other = inventory.portgroups[0].clone();
    other.id = "dvportgroup-2".into();
    (other.key, other.name) = (Prop::Known("dvportgroup-2".into()), Prop::Known("Backup".into()));
    inventory.portgroups.push(other);
    for (portgroup, vlan) in inventory.portgroups.iter_mut().zip(["20", "trunk 10-30"]) {
        if let Prop::Known(config) = &mut portgroup.config {
            config.port.vlan = Some(vlan.into());
            config.uplink = Some(false);
        }
    }
    let switch = &mut inventory.switches[0];
    switch.portgroup = Prop::Known(vec!["dvportgroup-1".into(), "dvportgroup-2".into()]);
    let member =
        MemberRuntime { host: "host-3".into(), untrunked_vlan: vec![(20, 20)], ..MemberRuntime::default() };
    switch.runtime = Prop::Known(SwitchRuntime { member: vec![member] });
    if let Prop::Known(config) = &mut switch.config {
        config.health_check = vec![("VMwareDVSVlanMtuHealthCheckConfig".into(), true)];
    }
    for host in 0..3 {
        network(&mut inventory, host).vnic[1].mtu = Some(if host == 2 { 9000 } else { 1500 });
    }
    let third = network(&mut inventory, 2);
    third.vnic[1].ip.address = "10.9.0.3".into();
    third.vnic[1].gateway = Some("10.9.0.1".into());
    third.portgroup[1].vlan_id = Some(30);
    let mut extra = vnic("vmk2", "VM Network", "10.2.0.30");
    extra.net_stack = Some("vmotion".into());
    third.vnic.push(extra);
    inventory
}

/// The third host is an ESX 3.5 with a service console and the old word for vMotion.
pub(super) fn old_host() -> Inventory {
    let mut inventory = healthy();
    let host = &mut inventory.hosts[2];
    host.virtual_nic_manager_info = Prop::Unset;
    host.uses_service_console_nic = Prop::Known(true);
    let product = Product { version: "3.5.0".into(), product_line_id: "esx".into(), ..Product::default() };
    host.product = Prop::Known(product.clone());
    host.summary_product = Prop::Known(product);
    host.vmotion = Prop::Known(HostVMotion {
        candidate: Vec::new(),
        selected: Some("VMotionConfig.vmotion.key-vim.host.VirtualNic-vmk1".into()),
    });
    network(&mut inventory, 2).console_vnic = vec![vnic("vswif0", "Management Network", "10.1.0.3")];
    inventory
}

pub(super) fn named<'f>(facts: &'f Facts, id: &str) -> &'f VmFacts {
    let at = facts.identity.vms.iter().position(|vm| vm.id == id).expect("the VM is in the table");
    &facts.vms[at]
}

pub(super) fn net<'f>(facts: &'f Facts, id: &str) -> &'f NetFacts {
    facts.clusters[0].networks.items.iter().find(|net| net.id == id).expect("the network is used")
}

pub(super) fn kinds(why: &Unknown) -> Vec<ReasonKind> {
    why.reasons().iter().map(|reason| reason.kind).collect()
}
