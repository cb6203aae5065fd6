//! A small healthy inventory for tests: one cluster of three ESXi hosts on standard and distributed
//! switches, shared and local storage, one running VM and one powered off.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use crate::inventory::{
    About, ApiVersion, Backing, ClusterComputeResource, ClusterConfig, ClusterSummary, Collection,
    ConfigOption, Connectable, CpuId, CpuPackage, DasConfig, Datacenter, Datastore, DatastoreInfo,
    DatastoreSummary, Device, DistributedPort, DistributedVirtualPortgroup, DistributedVirtualSwitch,
    Feature, Folder, HostHardwareSummary, HostNetwork, HostPortgroup, HostQuickStats, HostSystem,
    HostVswitch, Id, Inventory, Ip, Link, MoRef, Mount, NetConfig, Network, NicOrder, PhysicalNic, PnicSpec,
    PortSetting, PortgroupConfig, Product, Prop, ProxySwitch, ReasonKind, ResourcePool, SecurityPolicy,
    SwitchConfig, SwitchMember, Unreadable, VirtualMachine, VirtualNic, VirtualNicManagerInfo, VmFile,
    VmFiles, VmHardware, VmQuickStats,
};

pub(super) const UUID: &str = "50 2a";

fn reference(kind: &str, id: &str) -> Prop<MoRef> {
    Prop::Known(MoRef { kind: kind.into(), id: id.into() })
}

fn ids(ids: &[&str]) -> Prop<Vec<Id>> {
    Prop::Known(ids.iter().map(|id| Id::from(*id)).collect())
}

fn known<T>(text: &str) -> Prop<T>
where
    T: for<'t> From<&'t str>,
{
    Prop::Known(T::from(text))
}

/// A reason to put in place of a value.
pub(super) fn denied() -> Arc<Unreadable> {
    Unreadable::new(ReasonKind::Denied, "NoPermission")
}

/// The inventory.
pub(super) fn healthy() -> Inventory {
    let about = About { version: "8.0.2".into(), os_type: "linux-x64".into(), ..About::default() };
    let mut inventory = Inventory {
        collection: Collection {
            server: "vc01.tokyo.example".into(),
            api_version: ApiVersion::of(&[8, 0]),
            ..Collection::default()
        },
        ..Inventory::default()
    };
    inventory.vcenter.about = about;
    inventory.vcenter.clock_s = Prop::Known(1_700_000_000);
    inventory.vcenter.settings = Prop::Known(Default::default());
    inventory.vcenter.evc_modes = Prop::Known(Vec::new());
    add_folders(&mut inventory);
    inventory.hosts = (1..=3).map(host).collect();
    inventory.clusters = vec![cluster()];
    inventory.vms = vec![vm("vm-1", "db01", "host-1", true), vm("vm-2", "web01", "host-2", false)];
    inventory.datastores = vec![
        datastore("datastore-1", "shared%2f1", &["host-1", "host-2", "host-3"]),
        datastore("datastore-2", "local1", &["host-1"]),
    ];
    inventory.networks =
        vec![Network { id: "network-1".into(), name: known("VM Network"), ..Network::default() }];
    add_distributed(&mut inventory);
    inventory
}

fn add_folders(inventory: &mut Inventory) {
    let folder = |id: &str, name: &str, parent| Folder { id: id.into(), name: known(name), parent };
    inventory.folders = vec![
        folder("group-d1", "Datacenters", Prop::Unset),
        folder("group-h1", "host", reference("Datacenter", "datacenter-1")),
        folder("group-v1", "vm", reference("Datacenter", "datacenter-1")),
        folder("group-s1", "datastore", reference("Datacenter", "datacenter-1")),
    ];
    inventory.datacenters = vec![Datacenter {
        id: "datacenter-1".into(),
        name: known("Tokyo"),
        parent: reference("Folder", "group-d1"),
    }];
    inventory.resource_pools = vec![ResourcePool {
        id: "resgroup-1".into(),
        name: known("Resources"),
        parent: reference("ClusterComputeResource", "domain-c1"),
        owner: reference("ClusterComputeResource", "domain-c1"),
        ..ResourcePool::default()
    }];
}

fn cluster() -> ClusterComputeResource {
    ClusterComputeResource {
        id: "domain-c1".into(),
        name: known("LMS-HA"),
        parent: reference("Folder", "group-h1"),
        host: ids(&["host-1", "host-2", "host-3"]),
        datastore: ids(&["datastore-1", "datastore-2"]),
        resource_pool: Prop::Known("resgroup-1".into()),
        environment_browser: Prop::Known("envbrowser-1".into()),
        config_options: Prop::Known(vec![ConfigOption {
            key: "vmx-19".into(),
            host: ["host-1", "host-2", "host-3"].map(Id::from).to_vec(),
            run_supported: Some(true),
        }]),
        summary: Prop::Known(ClusterSummary {
            num_hosts: Some(3),
            num_effective_hosts: Some(3),
            ..ClusterSummary::default()
        }),
        configuration_ex: Prop::Known(ClusterConfig {
            das: DasConfig { enabled: Some(true), ..DasConfig::default() },
            ..ClusterConfig::default()
        }),
        ..ClusterComputeResource::default()
    }
}

fn rows() -> Vec<CpuId> {
    let zero = "0000:0000:0000:0000:0000:0000:0000:0000";
    let row = |level: i64| CpuId {
        level,
        eax: "0000:0000:0000:0010:0000:0110:1100:0010".into(),
        ebx: zero.into(),
        ecx: zero.into(),
        edx: zero.into(),
        ..CpuId::default()
    };
    vec![row(1), row(-0x7fff_ffff)]
}

/// Host number `n`.
pub(super) fn host(n: u8) -> HostSystem {
    let vms: &[&str] = match n {
        1 => &["vm-1"],
        2 => &["vm-2"],
        _ => &[],
    };
    let product =
        Product { version: "8.0.2".into(), product_line_id: "embeddedEsx".into(), ..Product::default() };
    HostSystem {
        id: Id::from(format!("host-{n}")),
        name: known(&format!("esx0{n}")),
        parent: reference("ClusterComputeResource", "domain-c1"),
        connection_state: known("connected"),
        in_maintenance_mode: Prop::Known(false),
        power_state: known("poweredOn"),
        standby_mode: known("none"),
        vmotion_enabled: Prop::Known(true),
        vmotion_supported: Prop::Known(true),
        summary_product: Prop::Known(product.clone()),
        product: Prop::Known(product),
        cpu_pkg: Prop::Known(vec![CpuPackage { vendor: "intel".into(), ..CpuPackage::default() }]),
        cpu_feature: Prop::Known(rows()),
        supported_cpu_feature: Prop::Known(rows()),
        max_evc_mode_key: known("intel-westmere"),
        feature_capability: Prop::Known(vec![feature("cpuid.SSE42", "1")].into()),
        masked_feature_capability: Prop::Known(vec![feature("cpuid.SSE42", "1")].into()),
        uses_service_console_nic: Prop::Known(false),
        network: Prop::Known(network(n)),
        virtual_nic_manager_info: Prop::Known(VirtualNicManagerInfo {
            net_config: vec![net_config("management", "vmk0"), net_config("vmotion", "vmk1")],
        }),
        datastore: if n == 1 { ids(&["datastore-1", "datastore-2"]) } else { ids(&["datastore-1"]) },
        vm: ids(vms),
        summary_hardware: Prop::Known(HostHardwareSummary {
            memory_size: 16 << 30,
            num_cpu_cores: 8,
            cpu_mhz: 2000,
            num_cpu_threads: 16,
            ..HostHardwareSummary::default()
        }),
        quick_stats: Prop::Known(HostQuickStats {
            overall_cpu_usage: Some(1000),
            overall_memory_usage: Some(2048),
            available_p_mem_capacity: None,
        }),
        ..HostSystem::default()
    }
}

pub(super) fn feature(key: &str, value: &str) -> Feature {
    Feature { key: key.into(), value: value.into() }
}

/// The NIC manager's own keys, unlike those of the adapters.
pub(super) fn net_config(kind: &str, device: &str) -> NetConfig {
    let key = Id::from(format!("{kind}.key-vim.host.VirtualNic-{device}"));
    NetConfig { nic_type: kind.into(), candidate: vec![(key.clone(), device.into())], selected: vec![key] }
}

fn network(n: u8) -> HostNetwork {
    let pnic = |i: u8| PhysicalNic {
        key: Id::from(format!("key-vim.host.PhysicalNic-vmnic{i}")),
        device: Id::from(format!("vmnic{i}")),
        link: Some(Link { speed_mb: 1000, duplex: true }),
        valid_mbps: vec![1000],
    };
    let order = NicOrder { active: vec!["vmnic0".into(), "vmnic1".into()], standby: Vec::new() };
    let policy = SecurityPolicy { allow_promiscuous: Some(false), ..SecurityPolicy::default() };
    let portgroup = |name: &str| HostPortgroup {
        key: Id::from(format!("key-vim.host.PortGroup-{name}")),
        name: name.into(),
        vlan_id: Some(0),
        vswitch: Some("key-vim.host.VirtualSwitch-vSwitch0".into()),
        vswitch_name: "vSwitch0".into(),
        nic_order: Some(order.clone()),
        security: Some(policy),
    };
    let mut vmotion = vnic("vmk1", "", &format!("10.2.0.{n}"));
    vmotion.distributed_port = Some(port());
    HostNetwork {
        pnic: (0..4).map(pnic).collect(),
        vswitch: vec![HostVswitch {
            key: "key-vim.host.VirtualSwitch-vSwitch0".into(),
            name: "vSwitch0".into(),
            pnic: vec![pnic(0).key, pnic(1).key],
            mtu: None,
        }],
        portgroup: vec![portgroup("Management Network"), portgroup("VM Network")],
        proxy_switch: vec![proxy()],
        vnic: vec![vnic("vmk0", "Management Network", &format!("10.1.0.{n}")), vmotion],
        ..HostNetwork::default()
    }
}

/// An adapter with an address in a /24.
pub(super) fn vnic(device: &str, portgroup: &str, address: &str) -> VirtualNic {
    VirtualNic {
        key: Id::from(format!("key-vim.host.VirtualNic-{device}")),
        device: device.into(),
        portgroup: portgroup.into(),
        ip: Ip { address: address.into(), mask: "255.255.255.0".into(), ..Ip::default() },
        ..VirtualNic::default()
    }
}

pub(super) fn port() -> DistributedPort {
    DistributedPort { switch_uuid: UUID.into(), portgroup_key: Some("dvportgroup-1".into()), port_key: None }
}

fn proxy() -> ProxySwitch {
    let spec = |device: &str, port: &str| PnicSpec {
        pnic_device: device.into(),
        uplink_port_key: Some(port.into()),
    };
    ProxySwitch {
        dvs_uuid: UUID.into(),
        dvs_name: "dvs".into(),
        pnic: vec!["key-vim.host.PhysicalNic-vmnic2".into(), "key-vim.host.PhysicalNic-vmnic3".into()],
        uplink_port: vec![("10".into(), "Uplink 1".into()), ("11".into(), "Uplink 2".into())],
        pnic_spec: vec![spec("vmnic2", "10"), spec("vmnic3", "11")],
        ..ProxySwitch::default()
    }
}

fn add_distributed(inventory: &mut Inventory) {
    let order = NicOrder { active: vec!["Uplink 1".into()], standby: vec!["Uplink 2".into()] };
    inventory.portgroups = vec![DistributedVirtualPortgroup {
        id: "dvportgroup-1".into(),
        name: known("vMotion"),
        key: known("dvportgroup-1"),
        config: Prop::Known(PortgroupConfig {
            switch: Some("dvs-1".into()),
            uplink_teaming_override_allowed: Some(false),
            ..PortgroupConfig::default()
        }),
        host: ids(&["host-1", "host-2", "host-3"]),
        ..DistributedVirtualPortgroup::default()
    }];
    let member = |n: u8| SwitchMember { host: Some(Id::from(format!("host-{n}"))), status: "up".into() };
    inventory.switches = vec![DistributedVirtualSwitch {
        id: "dvs-1".into(),
        name: known("dvs"),
        uuid: known(UUID),
        config: Prop::Known(SwitchConfig {
            host: (1..=3).map(member).collect(),
            port: PortSetting { uplink_order: Some(order), ..PortSetting::default() },
            ..SwitchConfig::default()
        }),
        portgroup: ids(&["dvportgroup-1"]),
        ..DistributedVirtualSwitch::default()
    }];
}

fn datastore(id: &str, name: &str, hosts: &[&str]) -> Datastore {
    let mount = |host: &&str| Mount {
        key: Id::from(*host),
        access_mode: "readWrite".into(),
        accessible: Some(true),
        ..Mount::default()
    };
    Datastore {
        id: id.into(),
        name: known(name),
        parent: reference("Folder", "group-s1"),
        summary: Prop::Known(DatastoreSummary {
            kind: "NFS".into(),
            accessible: Some(true),
            ..DatastoreSummary::default()
        }),
        info: Prop::Known(DatastoreInfo::default()),
        host: Prop::Known(hosts.iter().map(mount).collect()),
    }
}

/// A device of a class with a backing.
pub(super) fn device(key: i64, kind: &str, label: &str, backing: Backing) -> Device {
    Device {
        key,
        kind: kind.into(),
        label: label.into(),
        backing: Some(backing),
        connectable: Some(Connectable { connected: true, start_connected: true }),
        ..Device::default()
    }
}

pub(super) fn backing(kind: &str) -> Backing {
    Backing { kind: kind.into(), ..Backing::default() }
}

/// A VM with one disk, an image in its drive, and an adapter on each kind of switch.
pub(super) fn vm(id: &str, name: &str, host: &str, on: bool) -> VirtualMachine {
    let disk = Backing {
        file_name: Some(format!("[shared%2f1] {name}/{name}.vmdk").into()),
        datastore: Some("datastore-1".into()),
        ..backing("VirtualDiskFlatVer2BackingInfo")
    };
    let image =
        Backing { file_name: Some("[shared/1] iso/lms.iso".into()), ..backing("VirtualCdromIsoBackingInfo") };
    let floppy = Backing { device_name: Some("".into()), ..backing("VirtualFloppyRemoteDeviceBackingInfo") };
    let standard = Backing {
        device_name: Some("VM Network".into()),
        network: Some("network-1".into()),
        ..backing("VirtualEthernetCardNetworkBackingInfo")
    };
    let distributed = Backing {
        port: Some(Box::new(port())),
        ..backing("VirtualEthernetCardDistributedVirtualPortBackingInfo")
    };
    let devices = vec![
        device(2000, "VirtualDisk", "Hard disk 1", disk),
        device(3000, "VirtualCdrom", "CD/DVD drive 1", image),
        device(8000, "VirtualFloppy", "Floppy drive 1", floppy),
        device(4000, "VirtualVmxnet3", "Network adapter 1", standard),
        device(4001, "VirtualVmxnet3", "Network adapter 2", distributed),
    ];
    VirtualMachine {
        id: id.into(),
        name: known(name),
        parent: reference("Folder", "group-v1"),
        resource_pool: Prop::Known("resgroup-1".into()),
        host: Prop::Known(host.into()),
        connection_state: known("connected"),
        power_state: known(if on { "poweredOn" } else { "poweredOff" }),
        template: Prop::Known(false),
        hardware_version: known("vmx-19"),
        files: Prop::Known(VmFiles {
            vm_path_name: format!("[shared/1] {name}/{name}.vmx"),
            ..VmFiles::default()
        }),
        layout_ex: Prop::Known(vec![VmFile {
            name: format!("[shared/1] {name}/{name}.nvram").into(),
            kind: "nvram".into(),
        }]),
        memory_overhead: Prop::Known(64 * 1024 * 1024),
        memory_reservation: Prop::Known(512),
        quick_stats: Prop::Known(VmQuickStats {
            overall_cpu_usage: Some(100),
            host_memory_usage: Some(800),
            guest_memory_usage: None,
        }),
        guest_heartbeat_status: known("green"),
        tools_running_status: known("guestToolsRunning"),
        das_protected: if on { Prop::Known(true) } else { Prop::Unset },
        disabled_method: Prop::Known(Vec::new()),
        recent_task: Prop::Known(Vec::new()),
        hardware: Prop::Known(VmHardware {
            num_cpu: 1,
            memory_mb: 1024,
            device: devices,
            ..VmHardware::default()
        }),
        feature_requirement: if on {
            Prop::Known(vec![feature("cpuid.SSE42", "Bool:Min:1")].into())
        } else {
            Prop::Unset
        },
        tools_installer_mounted: Prop::Known(false),
        ..VirtualMachine::default()
    }
}
