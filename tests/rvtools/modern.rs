//! A complete export of RVTools 4.7: a cluster of three hosts, a host alone, and VMs with a fault each.

use super::book::{Export, Sheet, Value};

const SERVER: &str = "vc01.example";
const UUID: &str = "7c1e7a3e-2f3b-4f52-9b1e-0a4d5c6b7e8f";
pub const HOSTS: [&str; 3] = ["esx01.example", "esx02.example", "esx03.example"];

/// Columns between those of RVTools and the tail: custom attributes and tags.
const CUSTOM: [&str; 3] = ["Annotation", "Backup status", "Last backup"];
const TAIL: [&str; 10] = [
    "Datacenter",
    "Cluster",
    "Host",
    "Folder",
    "OS according to the configuration file",
    "OS according to the VMware Tools",
    "VM ID",
    "VM UUID",
    "VI SDK Server",
    "VI SDK UUID",
];

fn v(value: impl Into<Value>) -> Value {
    value.into()
}

/// A VM: what its rows have in common.
#[derive(Clone, Copy)]
pub struct Vm {
    pub name: &'static str,
    pub id: &'static str,
    pub host: &'static str,
    pub store: &'static str,
}

pub const VMS: [Vm; 6] = [
    Vm { name: "app01", id: "vm-101", host: HOSTS[0], store: "shared01" },
    Vm { name: "local01", id: "vm-102", host: HOSTS[0], store: "local-esx01" },
    Vm { name: "cd01", id: "vm-103", host: HOSTS[1], store: "shared01" },
    Vm { name: "rdm01", id: "vm-104", host: HOSTS[1], store: "shared01" },
    Vm { name: "net01", id: "vm-105", host: HOSTS[2], store: "shared01" },
    Vm { name: "dist01", id: "vm-106", host: HOSTS[2], store: "shared01" },
];

fn of_vm(name: &str, own: &[&str]) -> Sheet {
    let head = ["VM", "Powerstate", "Template", "SRM Placeholder"];
    let headers: Vec<&str> = head.iter().chain(own).chain(&CUSTOM).chain(&TAIL).copied().collect();
    Sheet::new(name, &headers)
}

fn tail(vm: &Vm) -> Vec<(&'static str, Value)> {
    vec![
        ("VM", v(vm.name)),
        ("Powerstate", v("poweredOn")),
        ("Template", v(false)),
        ("SRM Placeholder", v(false)),
        ("Annotation", v("note")),
        ("Datacenter", v("Tokyo")),
        ("Cluster", v("LMS-HA")),
        ("Host", v(vm.host)),
        ("Folder", v("/Tokyo/vm/LMS")),
        ("OS according to the configuration file", v("Red Hat Enterprise Linux 8 (64-bit)")),
        ("VM ID", v(vm.id)),
        ("VM UUID", v(format!("50{}-uuid", vm.id).as_str())),
        ("VI SDK Server", v(SERVER)),
        ("VI SDK UUID", v(UUID)),
    ]
}

fn with(mut told: Vec<(&'static str, Value)>, own: &[(&'static str, Value)]) -> Vec<(&'static str, Value)> {
    told.extend(own.iter().cloned());
    told
}

/// The export.
pub fn export() -> Export {
    let mut all = vec![info(), disk(), cd(), usb(), network(), tools(), snapshot()];
    all.extend([source(), cluster(), host(), nic(), switch(), port(), dv_switch(), dv_port(), adapter()]);
    all.extend([datastore(), metadata()]);
    Export(all)
}

fn info() -> Sheet {
    let own = [
        "Config status",
        "DNS Name",
        "Connection state",
        "Guest state",
        "Heartbeat",
        "Consolidation Needed",
        "CPUs",
        "Memory",
        "NICs",
        "Disks",
        "min Required EVC Mode Key",
        "Primary IP Address",
        "Network #1",
        "Resource pool",
        "Folder ID",
        "FT State",
        "FT Role",
        "HA Restart Priority",
        "HA Isolation Response",
        "HA VM Monitoring",
        "Cluster rule(s)",
        "Cluster rule name(s)",
        "HW version",
        "Path",
        "Snapshot directory",
        "Suspend directory",
    ];
    let mut sheet = of_vm("vInfo", &own);
    sheet.add("VM UUID", "VI SDK Server type", "");
    sheet.add("VI SDK Server type", "VI SDK API Version", "");
    for vm in &VMS {
        let path = format!("[{0}] {1}/{1}.vmx", vm.store, vm.name);
        let folder = format!("[{0}] {1}/", vm.store, vm.name);
        sheet.row(&with(
            tail(vm),
            &[
                ("DNS Name", v(format!("{}.example", vm.name).as_str())),
                ("Connection state", v("connected")),
                ("Heartbeat", v("green")),
                ("Consolidation Needed", v(false)),
                ("CPUs", v(2)),
                ("Memory", v(4096)),
                ("min Required EVC Mode Key", v("intel-westmere")),
                ("Resource pool", v("/Tokyo/LMS-HA/Resources")),
                ("FT State", v("notConfigured")),
                ("HW version", v("19")),
                ("Path", v(path.as_str())),
                ("Snapshot directory", v(folder.as_str())),
                ("Suspend directory", v(folder.as_str())),
                ("VI SDK Server type", v("VMware vCenter Server 8.0.2 build-22617221")),
                ("VI SDK API Version", v("8.0.2.0")),
            ],
        ));
    }
    sheet
}

fn disk() -> Sheet {
    let own = [
        "Disk",
        "Disk Key",
        "Disk UUID",
        "Disk Path",
        "Capacity MiB",
        "Raw",
        "Disk Mode",
        "Sharing mode",
        "Controller",
        "SCSI Unit #",
        "Shared Bus",
        "Path",
        "Raw LUN ID",
        "Raw Comp. Mode",
    ];
    let mut sheet = of_vm("vDisk", &own);
    for vm in &VMS {
        let path = format!("[{0}] {1}/{1}.vmdk", vm.store, vm.name);
        let raw = vm.name == "rdm01";
        sheet.row(&with(
            tail(vm),
            &[
                ("Disk", v("Hard disk 1")),
                ("Disk Key", v(2000)),
                ("Disk Path", v(path.as_str())),
                ("Capacity MiB", v(40960)),
                ("Raw", v(raw)),
                ("Sharing mode", v("sharingNone")),
                ("Controller", v("SCSI controller 0")),
                ("Shared Bus", v(if raw { "physicalSharing" } else { "noSharing" })),
                ("Path", v(path.as_str())),
                ("Raw LUN ID", v(if raw { "02000000006006016" } else { "" })),
                ("Raw Comp. Mode", v(if raw { "physicalMode" } else { "" })),
            ],
        ));
    }
    sheet
}

fn cd() -> Sheet {
    let mut sheet = of_vm("vCD", &["Device Node", "Connected", "Starts Connected", "Device Type"]);
    for vm in &VMS {
        let on = vm.name == "cd01";
        let medium = if on { "ISO [local-esx02] iso/rhel.iso" } else { "Remote device" };
        sheet.row(&with(
            tail(vm),
            &[
                ("Device Node", v("CD/DVD drive 1")),
                ("Connected", v(on)),
                ("Starts Connected", v(on)),
                ("Device Type", v(medium)),
            ],
        ));
    }
    sheet
}

fn usb() -> Sheet {
    let own = ["Device Node", "Device Type", "Connected", "Family", "Speed", "EHCI enabled", "Auto connect"];
    let mut sheet = of_vm("vUSB", &own);
    sheet.row(&with(tail(&VMS[0]), &[("Device Node", v("USB xHCI controller")), ("EHCI enabled", v(true))]));
    sheet
}

fn network() -> Sheet {
    let own =
        ["NIC label", "Adapter", "Network", "Switch", "Connected", "Starts Connected", "Mac Address", "Type"];
    let mut sheet = of_vm("vNetwork", &own);
    for vm in &VMS {
        let (label, switch) = match vm.name {
            "net01" => ("LMS-20", "vSwitch1"),
            "dist01" => ("dv-30", "dvs01"),
            _ => ("LMS-10", "vSwitch1"),
        };
        sheet.row(&with(
            tail(vm),
            &[
                ("NIC label", v("Network adapter 1")),
                ("Adapter", v("Vmxnet3")),
                ("Network", v(label)),
                ("Switch", v(switch)),
                ("Connected", v(true)),
                ("Starts Connected", v(true)),
            ],
        ));
    }
    sheet
}

fn tools() -> Sheet {
    let mut sheet = of_vm("vTools", &["Tools", "Tools Version"]);
    VMS.iter().for_each(|vm| sheet.row(&with(tail(vm), &[("Tools", v("toolsOk"))])));
    sheet
}

fn snapshot() -> Sheet {
    of_vm("vSnapshot", &["Name", "Description"])
}

fn source() -> Sheet {
    let headers = [
        "Name",
        "OS type",
        "API type",
        "API version",
        "Version",
        "Patch level",
        "Build",
        "Fullname",
        "Product name",
        "VI SDK Server",
        "VI SDK UUID",
    ];
    let mut sheet = Sheet::new("vSource", &headers);
    sheet.row(&[
        ("Name", v("VMware vCenter Server")),
        ("OS type", v("linux-x64")),
        ("API type", v("VirtualCenter")),
        ("API version", v("8.0.2.0")),
        ("Version", v("8.0.2")),
        ("Build", v("22617221")),
        ("VI SDK Server", v(SERVER)),
        ("VI SDK UUID", v(UUID)),
    ]);
    sheet
}

fn cluster() -> Sheet {
    let headers = [
        "Name",
        "Config status",
        "OverallStatus",
        "NumHosts",
        "numEffectiveHosts",
        "TotalCpu",
        "HA enabled",
        "Failover Level",
        "AdmissionControlEnabled",
        "Host monitoring",
        "Isolation Response",
        "Restart Priority",
        "VM Monitoring",
        "DRS enabled",
        "DRS default VM behavior",
        "Object ID",
        "VI SDK Server",
        "VI SDK UUID",
    ];
    let mut sheet = Sheet::new("vCluster", &headers);
    sheet.row(&[
        ("Name", v("LMS-HA")),
        ("Config status", v("green")),
        ("OverallStatus", v("green")),
        ("NumHosts", v(3)),
        ("numEffectiveHosts", v(3)),
        ("HA enabled", v(true)),
        ("Failover Level", v(1)),
        ("AdmissionControlEnabled", v(true)),
        ("Host monitoring", v("enabled")),
        ("Isolation Response", v("powerOff")),
        ("Restart Priority", v("medium")),
        ("VM Monitoring", v("vmMonitoringOnly")),
        ("DRS enabled", v(true)),
        ("DRS default VM behavior", v("fullyAutomated")),
        ("Object ID", v("domain-c8")),
        ("VI SDK Server", v(SERVER)),
        ("VI SDK UUID", v(UUID)),
    ]);
    sheet
}

fn host() -> Sheet {
    let headers = [
        "Host",
        "Datacenter",
        "Cluster",
        "Config status",
        "in Maintenance Mode",
        "in Quarantine Mode",
        "CPU Model",
        "Speed",
        "HT Active",
        "# CPU",
        "Cores per CPU",
        "# Cores",
        "CPU usage %",
        "# Memory",
        "Memory usage %",
        "# NICs",
        "# VMs total",
        "# VMs",
        "VMotion support",
        "Storage VMotion support",
        "Current EVC",
        "Max EVC",
        "Assigned License(s)",
        "ESX Version",
        "Vendor",
        "Model",
        "Object ID",
        "Backup status",
        "UUID",
        "VI SDK Server",
        "VI SDK UUID",
    ];
    let mut sheet = Sheet::new("vHost", &headers);
    for (at, host) in HOSTS.iter().enumerate() {
        sheet.row(&[
            ("Host", v(*host)),
            ("Datacenter", v("Tokyo")),
            ("Cluster", v("LMS-HA")),
            ("in Maintenance Mode", v(false)),
            ("in Quarantine Mode", v(false)),
            ("CPU Model", v("Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz")),
            ("Speed", v(2095)),
            ("# CPU", v(2)),
            ("Cores per CPU", v(16)),
            ("# Cores", v(32)),
            ("# Memory", v(131_072)),
            ("# NICs", v(3)),
            ("# VMs total", v(2)),
            ("# VMs", v(2)),
            ("VMotion support", v(true)),
            ("Current EVC", v("intel-skylake")),
            ("Max EVC", v("intel-skylake")),
            ("ESX Version", v("VMware ESXi 8.0.2 build-22380479")),
            ("Vendor", v("Dell Inc.")),
            ("Model", v("PowerEdge R740")),
            ("Object ID", v(format!("host-1{at}").as_str())),
            ("VI SDK Server", v(SERVER)),
            ("VI SDK UUID", v(UUID)),
        ]);
    }
    sheet
}

fn of_host(name: &str, own: &[&str]) -> Sheet {
    let head = ["Host", "Datacenter", "Cluster"];
    let headers: Vec<&str> =
        head.iter().chain(own).chain(&["VI SDK Server", "VI SDK UUID"]).copied().collect();
    Sheet::new(name, &headers)
}

fn on(host: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("Host", v(host)),
        ("Datacenter", v("Tokyo")),
        ("Cluster", v("LMS-HA")),
        ("VI SDK Server", v(SERVER)),
        ("VI SDK UUID", v(UUID)),
    ]
}

fn nic() -> Sheet {
    let own =
        ["Network Device", "Driver", "Speed", "Duplex", "MAC", "Switch", "Uplink port", "PCI", "WakeOn"];
    let mut sheet = of_host("vNIC", &own);
    for host in HOSTS {
        for (device, switch) in [("vmnic0", "vSwitch0"), ("vmnic1", "vSwitch1"), ("vmnic2", "dvs01")] {
            sheet.row(&with(
                on(host),
                &[
                    ("Network Device", v(device)),
                    ("Speed", v(10_000)),
                    ("Duplex", v(true)),
                    ("Switch", v(switch)),
                ],
            ));
        }
    }
    sheet
}

fn switch() -> Sheet {
    let mut sheet = of_host("vSwitch", &["Switch", "# Ports", "Free Ports", "Promiscuous Mode", "MTU"]);
    for host in HOSTS {
        for switch in ["vSwitch0", "vSwitch1"] {
            sheet.row(&with(on(host), &[("Switch", v(switch)), ("MTU", v(1500))]));
        }
    }
    sheet
}

fn port() -> Sheet {
    let own =
        ["Port Group", "Switch", "VLAN", "Promiscuous Mode", "Mac Changes", "Forged Transmits", "Policy"];
    let mut sheet = of_host("vPort", &own);
    for host in HOSTS {
        let groups =
            [("Management Network", "vSwitch0", 0), ("LMS-10", "vSwitch1", 10), ("LMS-20", "vSwitch1", 20)];
        for (label, switch, vlan) in groups {
            // One host lacks a label that VMs use.
            if label == "LMS-20" && host == HOSTS[0] {
                continue;
            }
            sheet.row(&with(
                on(host),
                &[
                    ("Port Group", v(label)),
                    ("Switch", v(switch)),
                    ("VLAN", v(vlan)),
                    ("Promiscuous Mode", v(false)),
                    ("Mac Changes", v(false)),
                    ("Forged Transmits", v(false)),
                ],
            ));
        }
    }
    sheet
}

fn dv_switch() -> Sheet {
    let headers = [
        "Switch",
        "Datacenter",
        "Name",
        "Vendor",
        "Version",
        "Max MTU",
        "Object ID",
        "VI SDK Server",
        "VI SDK UUID",
    ];
    let mut sheet = Sheet::new("dvSwitch", &headers);
    sheet.row(&[
        ("Switch", v("dvs01")),
        ("Datacenter", v("Tokyo")),
        ("Name", v("dvs01")),
        ("Max MTU", v(1500)),
        ("Object ID", v("dvs-21")),
        ("VI SDK Server", v(SERVER)),
        ("VI SDK UUID", v(UUID)),
    ]);
    sheet
}

fn dv_port() -> Sheet {
    let headers = ["Port", "Switch", "Type", "# Ports", "VLAN", "Object ID", "VI SDK Server", "VI SDK UUID"];
    let mut sheet = Sheet::new("dvPort", &headers);
    sheet.row(&[
        ("Port", v("dv-30")),
        ("Switch", v("dvs01")),
        ("VLAN", v(30)),
        ("Object ID", v("dvportgroup-31")),
        ("VI SDK Server", v(SERVER)),
        ("VI SDK UUID", v(UUID)),
    ]);
    sheet
}

fn adapter() -> Sheet {
    let own = [
        "Port Group",
        "Device",
        "Mac Address",
        "DHCP",
        "IP Address",
        "IP 6 Address",
        "Subnet mask",
        "Gateway",
        "IP 6 Gateway",
        "MTU",
    ];
    let mut sheet = of_host("vSC_VMK", &own);
    for (at, host) in HOSTS.iter().enumerate() {
        // The second is on the distributed switch.
        for (device, label, net) in [("vmk0", "Management Network", 1), ("vmk1", "", 2)] {
            sheet.row(&with(
                on(host),
                &[
                    ("Port Group", v(label)),
                    ("Device", v(device)),
                    ("DHCP", v(false)),
                    ("IP Address", v(format!("192.168.{net}.1{at}").as_str())),
                    ("Subnet mask", v("255.255.255.0")),
                    ("Gateway", v(if net == 1 { "192.168.1.1" } else { "" })),
                    ("MTU", v(1500)),
                ],
            ));
        }
    }
    sheet
}

fn datastore() -> Sheet {
    let headers = [
        "Name",
        "Config status",
        "Address",
        "Accessible",
        "Type",
        "# VMs total",
        "# VMs",
        "Capacity MiB",
        "# Hosts",
        "Hosts",
        "Cluster name",
        "MHA",
        "URL",
        "Object ID",
        "VI SDK Server",
        "VI SDK UUID",
    ];
    let mut sheet = Sheet::new("vDatastore", &headers);
    let all = HOSTS.join(", ");
    let stores = [
        ("shared01", all.as_str(), 3, "datastore-41"),
        ("local-esx01", HOSTS[0], 1, "datastore-42"),
        ("local-esx02", HOSTS[1], 1, "datastore-43"),
    ];
    for (name, hosts, count, id) in stores {
        sheet.row(&[
            ("Name", v(name)),
            ("Config status", v("green")),
            ("Address", v(format!("naa.600601{id}").as_str())),
            ("Accessible", v(true)),
            ("Type", v("VMFS")),
            ("# Hosts", v(count)),
            ("Hosts", v(hosts)),
            ("MHA", v(count > 1)),
            ("URL", v(format!("ds:///vmfs/volumes/{id}/").as_str())),
            ("Object ID", v(id)),
            ("VI SDK Server", v(SERVER)),
            ("VI SDK UUID", v(UUID)),
        ]);
    }
    sheet
}

fn metadata() -> Sheet {
    let headers = ["RVTools major version", "RVTools version", "xlsx creation datetime", "Server"];
    let mut sheet = Sheet::new("vMetaData", &headers);
    sheet.row(&[
        ("RVTools major version", v("4.7")),
        ("RVTools version", v("4.7.1.4")),
        ("xlsx creation datetime", v("2025-04-01 09:00:00")),
        ("Server", v(SERVER)),
    ]);
    sheet
}
