//! A made-up inventory of any size: clusters of 32 hosts, VMs with the devices of real ones, a
//! handful of faults in every cluster, so that findings and folding cost what they cost in life.

mod state;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use vpreflight::inventory::*;

/// Sizes of the inventory.
#[derive(Clone, Copy)]
pub struct Size {
    /// Hosts.
    pub hosts: usize,
    /// VMs.
    pub vms: usize,
    /// Hosts per cluster.
    pub per_cluster: usize,
}

/// Builds it; the same size gives the same inventory.
pub fn inventory(size: Size) -> Inventory {
    let mut inventory = Inventory {
        format: FORMAT,
        collection: Collection {
            server: "vc.example".into(),
            api_version: ApiVersion::of(&[8, 0, 2]),
            ..Default::default()
        },
        vcenter: vcenter(size.hosts),
        ..Default::default()
    };
    inventory.folders = [
        ("group-d1", "Datacenters", None),
        ("group-h1", "host", Some(("Datacenter", "datacenter-1"))),
        ("group-v1", "vm", Some(("Datacenter", "datacenter-1"))),
        ("group-s1", "datastore", Some(("Datacenter", "datacenter-1"))),
        ("group-n1", "network", Some(("Datacenter", "datacenter-1"))),
    ]
    .into_iter()
    .map(|(id, name, parent)| Folder {
        id: id.into(),
        name: Prop::Known(name.into()),
        parent: parent.map_or(Prop::Unset, |(kind, id)| Prop::Known(moref(kind, id))),
    })
    .collect();
    inventory.datacenters = vec![Datacenter {
        id: "datacenter-1".into(),
        name: known("DC1"),
        parent: Prop::Known(moref("Folder", "group-d1")),
    }];
    let clusters = size.hosts.div_ceil(size.per_cluster);
    for c in 0..clusters {
        add_cluster(&mut inventory, size, c, clusters);
    }
    inventory
}

fn vcenter(hosts: usize) -> VCenter {
    let uuid = "5f2b1c9e-0000-4000-8000-000000000001";
    VCenter {
        about: About {
            name: "VMware vCenter Server".into(),
            version: "8.0.2".into(),
            build: "22617221".into(),
            api_type: "VirtualCenter".into(),
            api_version: "8.0.2.0".into(),
            os_type: "linux-x64".into(),
            instance_uuid: uuid.into(),
            licence_product_version: "8.0".into(),
        },
        clock_s: Prop::Known(1_790_000_000),
        evc_modes: Prop::Known(vec![EvcMode {
            key: "intel-broadwell".into(),
            vendor: "intel".into(),
            vendor_tier: 8,
            track: Some(vec!["intel".into()]),
            label: String::new(),
        }]),
        licences: state::licences(uuid, hosts),
        event_settings: state::event_settings(),
        alarms: Prop::Known(BTreeMap::new()),
        settings: Prop::Known(BTreeMap::new()),
        ..VCenter::default()
    }
}

fn known(text: &str) -> Prop<Id> {
    Prop::Known(text.into())
}

fn moref(kind: &str, id: &str) -> MoRef {
    MoRef { kind: kind.into(), id: id.into() }
}

fn add_cluster(inventory: &mut Inventory, size: Size, c: usize, clusters: usize) {
    let cluster_id = format!("domain-c{c}");
    let first = c * size.per_cluster;
    let hosts: Vec<Id> =
        (first..size.hosts.min(first + size.per_cluster)).map(|h| format!("host-{h}").into()).collect();
    let vms = size.vms * (c + 1) / clusters - size.vms * c / clusters;
    let first_vm = size.vms * c / clusters;
    let datastores: Vec<Id> = (0..12).map(|d| format!("datastore-{c}-{d}").into()).collect();
    for (d, id) in datastores.iter().enumerate() {
        // The last datastore of each cluster is missing on the last host.
        let mounted = if d == 11 { &hosts[..hosts.len() - 1] } else { &hosts[..] };
        inventory.datastores.push(datastore(id, &format!("san-{c}-{d}"), mounted));
    }
    for (h, id) in hosts.iter().enumerate() {
        let vm_ids = (0..vms)
            .filter(|v| v % hosts.len() == h)
            .map(|v| format!("vm-{}", first_vm + v).into())
            .collect();
        inventory.hosts.push(host(id, c, h, &cluster_id, &datastores, vm_ids));
    }
    for v in 0..vms {
        inventory.vms.push(vm(first_vm + v, c, v, &hosts[v % hosts.len()], &datastores));
    }
    inventory.resource_pools.push(ResourcePool {
        id: format!("resgroup-{c}").into(),
        name: known("Resources"),
        parent: Prop::Known(moref("ClusterComputeResource", &cluster_id)),
        owner: Prop::Known(moref("ClusterComputeResource", &cluster_id)),
        ..ResourcePool::default()
    });
    let mut cluster = ClusterComputeResource {
        id: cluster_id.as_str().into(),
        name: known(&format!("cluster-{c:03}")),
        parent: Prop::Known(moref("Folder", "group-h1")),
        host: Prop::Known(hosts.clone()),
        datastore: Prop::Known(datastores.clone()),
        network: Prop::Known(Vec::new()),
        resource_pool: known(&format!("resgroup-{c}")),
        summary: Prop::Known(ClusterSummary {
            num_hosts: Some(hosts.len() as i64),
            num_effective_hosts: Some(hosts.len() as i64),
            current_evc_mode_key: Some("intel-broadwell".into()),
            ..Default::default()
        }),
        configuration_ex: Prop::Known(ClusterConfig {
            das: DasConfig {
                enabled: Some(true),
                admission_control_enabled: Some(true),
                ..Default::default()
            },
            ..Default::default()
        }),
        ..Default::default()
    };
    state::cluster(&mut cluster, &hosts, &datastores);
    inventory.clusters.push(cluster);
}

fn datastore(id: &Id, name: &str, hosts: &[Id]) -> Datastore {
    Datastore {
        id: id.clone(),
        name: known(name),
        parent: Prop::Known(moref("Folder", "group-s1")),
        summary: Prop::Known(DatastoreSummary {
            kind: "VMFS".into(),
            url: format!("ds:///vmfs/volumes/{id}/"),
            accessible: Some(true),
            multiple_host_access: Some(true),
            maintenance_mode: Some("normal".into()),
            ..DatastoreSummary::default()
        }),
        info: Prop::Known(DatastoreInfo { kind: "VmfsDatastoreInfo".into(), ..Default::default() }),
        host: Prop::Known(
            hosts
                .iter()
                .map(|host| Mount {
                    key: host.clone(),
                    access_mode: "readWrite".into(),
                    accessible: Some(true),
                    mounted: Some(true),
                    inaccessible_reason: None,
                })
                .collect(),
        ),
    }
}

/// So many features, each with this value: one list, as readers keep equal ones once.
fn features(count: usize, value: &str) -> Features {
    let one = |f: usize| Feature { key: format!("cpuid.FEATURE{f}").into(), value: value.into() };
    (0..count).map(one).collect::<Vec<_>>().into()
}

/// What hosts offer.
fn offered() -> Features {
    static OFFERED: LazyLock<Features> = LazyLock::new(|| features(120, "1"));
    OFFERED.clone()
}

/// What VMs need.
fn needed() -> Features {
    static NEEDED: LazyLock<Features> = LazyLock::new(|| features(60, "Bool:Min:1"));
    NEEDED.clone()
}

fn host(id: &Id, c: usize, h: usize, cluster: &str, datastores: &[Id], vms: Vec<Id>) -> HostSystem {
    let product = Product {
        full_name: "VMware ESXi 8.0.2 build-22380479".into(),
        version: "8.0.2".into(),
        build: "22380479".into(),
        product_line_id: "embeddedEsx".into(),
    };
    // One host of each cluster runs vMotion at 100 Mb/s.
    let slow = h == 3;
    let mut host = HostSystem {
        id: id.clone(),
        name: known(&format!("esx-{c:03}-{h:02}.example")),
        parent: Prop::Known(moref("ClusterComputeResource", cluster)),
        connection_state: known("connected"),
        in_maintenance_mode: Prop::Known(false),
        power_state: known("poweredOn"),
        standby_mode: known("none"),
        vmotion_enabled: Prop::Known(true),
        vmotion_supported: Prop::Known(true),
        summary_product: Prop::Known(product.clone()),
        product: Prop::Known(product),
        max_evc_mode_key: known("intel-broadwell"),
        current_evc_mode_key: known("intel-broadwell"),
        cpu_pkg: Prop::Known(vec![CpuPackage { vendor: "intel".into(), ..Default::default() }; 2]),
        cpu_feature: Prop::Known(vec![CpuId {
            level: 1,
            eax: "0000:0000:0000:0100:0000:0110:1111:0001".into(),
            ..Default::default()
        }]),
        feature_capability: Prop::Known(offered()),
        masked_feature_capability: Prop::Known(offered()),
        network: Prop::Known(host_network(c, h, slow)),
        virtual_nic_manager_info: Prop::Known(VirtualNicManagerInfo {
            net_config: ["management", "vmotion"]
                .into_iter()
                .enumerate()
                .map(|(n, kind)| NetConfig {
                    nic_type: kind.into(),
                    candidate: (0..2)
                        .map(|k| {
                            (
                                format!("{kind}.key-vim.host.VirtualNic-vmk{k}").into(),
                                format!("vmk{k}").into(),
                            )
                        })
                        .collect(),
                    selected: vec![format!("{kind}.key-vim.host.VirtualNic-vmk{n}").into()],
                })
                .collect(),
        }),
        uses_service_console_nic: Prop::Known(false),
        datastore: Prop::Known(datastores.to_vec()),
        vm: Prop::Known(vms),
        ..Default::default()
    };
    state::host(&mut host, h == 0);
    host
}

fn host_network(c: usize, h: usize, slow: bool) -> HostNetwork {
    let names: Vec<Id> = (0..4).map(|p| format!("key-vim.host.PhysicalNic-vmnic{p}").into()).collect();
    let order = |active: &str, standby: &str| {
        Some(NicOrder { active: vec![active.into()], standby: vec![standby.into()] })
    };
    let portgroup = |name: &str, vlan: i64, switch: &str, order: Option<NicOrder>| HostPortgroup {
        key: format!("key-vim.host.PortGroup-{name}").into(),
        name: name.into(),
        vlan_id: Some(vlan),
        vswitch: Some(format!("key-vim.host.VirtualSwitch-{switch}").into()),
        vswitch_name: switch.into(),
        nic_order: order,
        security: Some(SecurityPolicy {
            allow_promiscuous: Some(false),
            mac_changes: Some(true),
            forged_transmits: Some(true),
        }),
    };
    let mut portgroups = vec![
        portgroup("Management Network", 0, "vSwitch0", order("vmnic0", "vmnic1")),
        portgroup("vMotion", 90, "vSwitch1", order("vmnic2", "vmnic3")),
    ];
    // Forty labels; one host of each cluster lacks the last one.
    portgroups.extend(
        (0..if h == 5 { 39 } else { 40 })
            .map(|n| portgroup(&format!("VLAN {n}"), n, "vSwitch0", order("vmnic0", "vmnic1"))),
    );
    let vmk = |n: usize, portgroup: &str, address: String| VirtualNic {
        key: format!("key-vim.host.VirtualNic-vmk{n}").into(),
        device: format!("vmk{n}").into(),
        portgroup: portgroup.into(),
        ip: Ip { dhcp: false, address: address.into(), mask: "255.255.255.0".into(), v6: Vec::new() },
        net_stack: Some("defaultTcpipStack".into()),
        mtu: Some(1500),
        ..Default::default()
    };
    HostNetwork {
        pnic: names
            .iter()
            .enumerate()
            .map(|(p, key)| PhysicalNic {
                key: key.clone(),
                device: format!("vmnic{p}").into(),
                link: Some(Link { speed_mb: if slow && p >= 2 { 100 } else { 10_000 }, duplex: true }),
                valid_mbps: vec![100, 1000, 10_000],
            })
            .collect(),
        vswitch: ["vSwitch0", "vSwitch1"]
            .into_iter()
            .enumerate()
            .map(|(s, name)| HostVswitch {
                key: format!("key-vim.host.VirtualSwitch-{name}").into(),
                name: name.into(),
                pnic: names[2 * s..2 * s + 2].to_vec(),
                mtu: Some(1500),
            })
            .collect(),
        portgroup: portgroups,
        vnic: vec![
            vmk(0, "Management Network", format!("10.{}.{}.{}", c / 256, c % 256, h + 10)),
            vmk(1, "vMotion", format!("172.{}.{}.{}", 16 + c / 256, c % 256, h + 10)),
        ],
        ..Default::default()
    }
}

fn vm(n: usize, c: usize, v: usize, host: &Id, datastores: &[Id]) -> VirtualMachine {
    let store = v % datastores.len();
    let directory = format!("[san-{c}-{store}] app-{n:05}");
    let mut device: Vec<Device> = (0..1 + v % 3)
        .map(|d| Device {
            key: 2000 + d as i64,
            kind: "VirtualDisk".into(),
            label: format!("Hard disk {}", d + 1).into(),
            backing: Some(Backing {
                kind: "VirtualDiskFlatVer2BackingInfo".into(),
                file_name: Some(format!("{directory}/app-{n:05}_{d}.vmdk").into()),
                datastore: Some(datastores[store].clone()),
                ..Default::default()
            }),
            ..Default::default()
        })
        .collect();
    device.extend((0..1 + v % 2).map(|k| Device {
        key: 4000 + k as i64,
        kind: "VirtualVmxnet3".into(),
        label: format!("Network adapter {}", k + 1).into(),
        backing: Some(Backing {
            kind: "VirtualEthernetCardNetworkBackingInfo".into(),
            device_name: Some(format!("VLAN {}", (v + k) % 40).into()),
            ..Default::default()
        }),
        connectable: Some(Connectable { connected: true, start_connected: true }),
        ..Default::default()
    }));
    // One VM in a thousand holds a host's drive; the others an idle client device.
    let host_drive = n.is_multiple_of(1000);
    device.push(Device {
        key: 3000,
        kind: "VirtualCdrom".into(),
        label: "CD/DVD drive 1".into(),
        backing: Some(Backing {
            kind: if host_drive {
                "VirtualCdromAtapiBackingInfo"
            } else {
                "VirtualCdromRemotePassthroughBackingInfo"
            }
            .into(),
            device_name: Some("cdrom0".into()),
            ..Default::default()
        }),
        connectable: Some(Connectable { connected: host_drive, start_connected: host_drive }),
        ..Default::default()
    });
    let mut vm = VirtualMachine {
        id: format!("vm-{n}").into(),
        name: known(&format!("app-{n:05}")),
        parent: Prop::Known(moref("Folder", "group-v1")),
        resource_pool: known(&format!("resgroup-{c}")),
        host: Prop::Known(host.clone()),
        connection_state: known("connected"),
        power_state: known("poweredOn"),
        tools_installer_mounted: Prop::Known(false),
        min_required_evc_mode_key: known("intel-broadwell"),
        feature_requirement: Prop::Known(needed()),
        template: Prop::Known(false),
        hardware_version: known("vmx-19"),
        files: Prop::Known(VmFiles {
            vm_path_name: format!("{directory}/app-{n:05}.vmx"),
            ..Default::default()
        }),
        hardware: Prop::Known(VmHardware { num_cpu: 2, memory_mb: 4096, device, ..VmHardware::default() }),
        datastore: Prop::Known(vec![datastores[store].clone()]),
        ..Default::default()
    };
    state::vm(&mut vm, &directory);
    vm
}
