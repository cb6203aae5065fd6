//! Answers as a vCenter writes them, made up.

use std::fmt::Write as _;

/// An answer of `RetrievePropertiesEx` on one line, and how many VMs it has.
pub fn answer(bytes: usize) -> (String, usize) {
    let mut out = String::with_capacity(bytes + 100_000);
    out.push_str(concat!(
        r#"<?xml version="1.0" encoding="UTF-8"?>"#,
        r#"<soapenv:Envelope xmlns:soapenc="http://schemas.xmlsoap.org/soap/encoding/" "#,
        r#"xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsd="http://www.w3.org/2001/XMLSchema" "#,
        r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>"#,
        r#"<RetrievePropertiesExResponse xmlns="urn:vim25"><returnval>"#,
    ));
    let mut vms = 0;
    while out.len() < bytes {
        vm(&mut out, vms);
        vms += 1;
    }
    out.push_str("</returnval></RetrievePropertiesExResponse></soapenv:Body></soapenv:Envelope>");
    (out, vms)
}

fn vm(out: &mut String, n: usize) {
    write!(out, r#"<objects><obj type="VirtualMachine">vm-{n}</obj>"#).unwrap();
    property(out, "config.cpuAffinity", "VirtualMachineAffinityInfo", "");
    property(
        out,
        "config.files",
        "VirtualMachineFileInfo",
        &format!(
            "<vmPathName>[datastore-{0}] vm-name-{n}/vm-name-{n}.vmx</vmPathName><snapshotDirectory>[datastore-{0}] \
         vm-name-{n}/</snapshotDirectory><suspendDirectory>[datastore-{0}] vm-name-{n}/</suspendDirectory>\
         <logDirectory>[datastore-{0}] vm-name-{n}/</logDirectory>",
            n % 40
        ),
    );
    let mut hardware =
        String::from("<numCPU>4</numCPU><numCoresPerSocket>1</numCoresPerSocket><memoryMB>8192</memoryMB>");
    devices(&mut hardware, n);
    property(out, "config.hardware", "VirtualHardware", &hardware);
    property(out, "config.template", "xsd:boolean", "false");
    property(out, "config.version", "xsd:string", "vmx-13");
    refs(out, "datastore", "Datastore", "datastore", 3);
    let nets: String = (0..2)
        .map(|i| {
            format!(
                "<GuestNicInfo><network>VM Network {i}</network><ipAddress>10.{i}.{}.{}</ipAddress>\
         <ipAddress>fe80::250:56ff:fe{i:02x}:{n:x}</ipAddress><macAddress>00:50:56:00:00:{i:02x}</macAddress>\
         <connected>true</connected><deviceConfigId>{}</deviceConfigId></GuestNicInfo>",
                n / 250 % 250,
                n % 250,
                4000 + i
            )
        })
        .collect();
    property(out, "guest.net", "ArrayOfGuestNicInfo", &nets);
    let files: String = ["config", "nvram", "extendedConfig", "diskDescriptor", "diskExtent", "swap", "log", "snapshotList"]
        .iter().enumerate().map(|(i, kind)| format!(
        "<file><key>{i}</key><name>[datastore-{}] vm-name-{n}/vm-name-{n}-{i}.vmx</name><type>{kind}</type>\
         <size>4294967296</size><uniqueSize>4294967296</uniqueSize><accessible>true</accessible></file>", n % 40)).collect();
    property(
        out,
        "layoutEx",
        "VirtualMachineFileLayoutEx",
        &format!(
            "{files}<disk><key>2000</key><chain><fileKey>3</fileKey><fileKey>4</fileKey></chain></disk>\
         <timestamp>2026-11-01T10:00:00.123456Z</timestamp>"
        ),
    );
    property(out, "name", "xsd:string", &format!("vm-name-{n}"));
    refs(out, "network", "DistributedVirtualPortgroup", "dvportgroup", 2);
    property(out, "runtime.connectionState", "VirtualMachineConnectionState", "connected");
    write!(out, r#"<propSet><name>runtime.host</name><val type="HostSystem" xsi:type="ManagedObjectReference">host-{}</val></propSet>"#, n % 64).unwrap();
    property(out, "runtime.powerState", "VirtualMachinePowerState", "poweredOn");
    let requirements: String = (0..24).map(|i| format!(
        "<VirtualMachineFeatureRequirement><key>cpuid.FEATURE{i}</key><featureName>cpuid.FEATURE{i}</featureName>\
         <value>Bool:Min:1</value></VirtualMachineFeatureRequirement>")).collect();
    property(out, "runtime.featureRequirement", "ArrayOfVirtualMachineFeatureRequirement", &requirements);
    if n.is_multiple_of(50) {
        out.push_str(
            r#"<missingSet><path>config.managedBy</path><fault><fault xsi:type="NoPermission"><object type="VirtualMachine">vm-1</object><privilegeId>System.Read</privilegeId></fault><localizedMessage>Permission to perform this operation was denied.</localizedMessage></fault></missingSet>"#,
        );
    }
    out.push_str("</objects>");
}

fn property(out: &mut String, name: &str, kind: &str, value: &str) {
    write!(out, r#"<propSet><name>{name}</name><val xsi:type="{kind}">{value}</val></propSet>"#).unwrap();
}

fn refs(out: &mut String, name: &str, kind: &str, prefix: &str, count: usize) {
    let list: String = (0..count).map(|i| format!(
        r#"<ManagedObjectReference type="{kind}" xsi:type="ManagedObjectReference">{prefix}-{}</ManagedObjectReference>"#,
        100 + i)).collect();
    property(out, name, "ArrayOfManagedObjectReference", &list);
}

fn devices(out: &mut String, n: usize) {
    for (key, kind, label) in [
        (200, "VirtualIDEController", "IDE 0"),
        (201, "VirtualIDEController", "IDE 1"),
        (300, "VirtualPS2Controller", "PS2 controller 0"),
        (100, "VirtualPCIController", "PCI controller 0"),
        (400, "VirtualSIOController", "SIO controller 0"),
    ] {
        write!(out, r#"<device xsi:type="{kind}"><key>{key}</key><deviceInfo><label>{label}</label><summary>{label}</summary></deviceInfo><busNumber>0</busNumber><device>3000</device></device>"#).unwrap();
    }
    out.push_str(r#"<device xsi:type="VirtualKeyboard"><key>600</key><deviceInfo><label>Keyboard </label><summary>Keyboard</summary></deviceInfo><controllerKey>300</controllerKey><unitNumber>0</unitNumber></device>"#);
    out.push_str(r#"<device xsi:type="VirtualMachineVideoCard"><key>500</key><deviceInfo><label>Video card </label><summary>Video card</summary></deviceInfo><controllerKey>100</controllerKey><unitNumber>0</unitNumber><videoRamSizeInKB>4096</videoRamSizeInKB><numDisplays>1</numDisplays><useAutoDetect>false</useAutoDetect><enable3DSupport>false</enable3DSupport></device>"#);
    out.push_str(r#"<device xsi:type="VirtualMachineVMCIDevice"><key>12000</key><deviceInfo><label>VMCI device</label><summary>Device on the virtual machine PCI bus</summary></deviceInfo><controllerKey>100</controllerKey><unitNumber>17</unitNumber><id>-1</id><allowUnrestrictedCommunication>false</allowUnrestrictedCommunication><filterEnable>true</filterEnable></device>"#);
    out.push_str(r#"<device xsi:type="ParaVirtualSCSIController"><key>1000</key><deviceInfo><label>SCSI controller 0</label><summary>VMware paravirtual SCSI</summary></deviceInfo><controllerKey>100</controllerKey><unitNumber>3</unitNumber><busNumber>0</busNumber><device>2000</device><hotAddRemove>true</hotAddRemove><sharedBus>noSharing</sharedBus><scsiCtlrUnitNumber>7</scsiCtlrUnitNumber></device>"#);
    out.push_str(r#"<device xsi:type="VirtualCdrom"><key>3000</key><deviceInfo><label>CD/DVD drive 1</label><summary>Remote device</summary></deviceInfo><backing xsi:type="VirtualCdromRemotePassthroughBackingInfo"><deviceName></deviceName><useAutoDetect>false</useAutoDetect><exclusive>false</exclusive></backing><connectable><startConnected>false</startConnected><allowGuestControl>true</allowGuestControl><connected>false</connected><status>untried</status></connectable><controllerKey>200</controllerKey><unitNumber>0</unitNumber></device>"#);
    for disk in 0..=(n % 3) {
        write!(out, r#"<device xsi:type="VirtualDisk"><key>{}</key><deviceInfo><label>Hard disk {}</label><summary>41,943,040 KB</summary></deviceInfo><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[datastore-{}] vm-name-{n}/vm-name-{n}_{disk}.vmdk</fileName><datastore type="Datastore">datastore-{}</datastore><backingObjectId></backingObjectId><diskMode>persistent</diskMode><split>false</split><writeThrough>false</writeThrough><thinProvisioned>true</thinProvisioned><uuid>6000C29e-8d2f-4b4b-1f2e-{n:012x}</uuid><contentId>fffffffe</contentId><digestEnabled>false</digestEnabled><sharing>sharingNone</sharing></backing><controllerKey>1000</controllerKey><unitNumber>{disk}</unitNumber><capacityInKB>41943040</capacityInKB><capacityInBytes>42949672960</capacityInBytes><shares><shares>1000</shares><level>normal</level></shares><storageIOAllocation><limit>-1</limit><shares><shares>1000</shares><level>normal</level></shares><reservation>0</reservation></storageIOAllocation></device>"#,
            2000 + disk, disk + 1, n % 40, n % 40).unwrap();
    }
    for nic in 0..=(n % 2) {
        write!(out, r#"<device xsi:type="VirtualVmxnet3"><key>{}</key><deviceInfo><label>Network adapter {}</label><summary>DVSwitch: 50 0e 3b 1c</summary></deviceInfo><backing xsi:type="VirtualEthernetCardDistributedVirtualPortBackingInfo"><port><switchUuid>50 0e 3b 1c 7d 2f 4a 6b-1f 2e 3d 4c 5b 6a 79 88</switchUuid><portgroupKey>dvportgroup-{}</portgroupKey><portKey>{n}</portKey><connectionCookie>12345678</connectionCookie></port></backing><connectable><migrateConnect>unset</migrateConnect><startConnected>true</startConnected><allowGuestControl>true</allowGuestControl><connected>true</connected><status>ok</status></connectable><controllerKey>100</controllerKey><unitNumber>7</unitNumber><addressType>assigned</addressType><macAddress>00:50:56:8e:00:{nic:02x}</macAddress><wakeOnLanEnabled>true</wakeOnLanEnabled><resourceAllocation><reservation>0</reservation><share><shares>50</shares><level>normal</level></share><limit>-1</limit></resourceAllocation><uptCompatibilityEnabled>true</uptCompatibilityEnabled></device>"#,
            4000 + nic, nic + 1, 100 + nic).unwrap();
    }
}
