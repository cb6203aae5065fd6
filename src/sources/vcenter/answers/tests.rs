//! Answers written by hand, with what real servers and simulators put into them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod drs;

use proptest::prelude::*;

use super::{licences, names, page, token, value};
use crate::inventory::{DasRuntime, Inventory, NicOrder, Object, Prop, ReasonKind, SecurityPolicy};
use crate::sources::vcenter::collect::PAGED;
use crate::sources::vcenter::events::TELLS_AGENTS;
use crate::sources::vcenter::http::Method;
use crate::sources::vcenter::plan::SHARING_PROPERTY;
use crate::sources::vcenter::soap::Bad;
use crate::sources::vim::tests::table::Table;

fn envelope(body: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"#
    )
}

fn objects(objects: &str) -> String {
    envelope(&format!(
        "<RetrievePropertiesExResponse xmlns=\"urn:vim25\"><returnval>{objects}</returnval></RetrievePropertiesExResponse>"
    ))
}

fn object(kind: &str, id: &str, properties: &[(&str, &str)]) -> String {
    let sets: String =
        properties.iter().map(|(name, val)| format!("<propSet><name>{name}</name>{val}</propSet>")).collect();
    objects(&format!("<objects><obj type=\"{kind}\">{id}</obj>{sets}</objects>"))
}

fn read(text: &str) -> Inventory {
    let mut inventory = Inventory::default();
    page(text, "VirtualMachine", &mut inventory).unwrap();
    inventory
}

#[test]
fn values_missing_and_absent() {
    let text = objects(
        r#"<token>t-1</token><objects><obj type="HostSystem">host-1</obj>
        <propSet><name>name</name><val xsi:type="xsd:string">esx &amp; co</val></propSet>
        <propSet><name>runtime.standbyMode</name></propSet>
        <propSet><name>summary.hardware</name><val xsi:type="HostHardwareSummary"><memorySize>much</memorySize><vendor>x</vendor></val></propSet>
        <propSet><name>vm</name><val xsi:type="ArrayOfManagedObjectReference"><ManagedObjectReference type="VirtualMachine" xsi:type="ManagedObjectReference">vm-1</ManagedObjectReference><ManagedObjectReference type=""></ManagedObjectReference></val></propSet>
        <propSet><name>some.future.property</name><val><x/></val></propSet>
        <missingSet><path>config.network</path><fault><fault xsi:type="NoPermission"><object type="HostSystem">host-1</object><privilegeId>System.Read</privilegeId></fault><localizedMessage>m</localizedMessage></fault></missingSet>
        <missingSet><path>config.vmotion</path><fault><fault xsi:type="SystemError"><reason/></fault><localizedMessage>A general error</localizedMessage></fault></missingSet>
        </objects>"#,
    );
    assert_eq!(token(&text).as_deref(), Some("t-1"));
    let mut inventory = Inventory::default();
    let page = page(&text, "HostSystem", &mut inventory).unwrap();
    assert_eq!((page.objects, page.token.as_deref(), page.session_lost), (1, Some("t-1"), false));
    let host = &inventory.hosts[0];
    assert_eq!(host.name, Prop::Known("esx & co".into()));
    assert_eq!(host.standby_mode, Prop::Unset);
    assert_eq!(host.vm, Prop::Known(vec!["vm-1".into()]));
    let failed = host.unreadable("summary.hardware").unwrap();
    assert_eq!(failed.kind, ReasonKind::NotUnderstood);
    assert!(failed.detail.contains("at byte") && failed.detail.contains("much"), "{}", failed.detail);
    let denied = host.unreadable("config.network").unwrap();
    assert_eq!((denied.kind, denied.detail.as_str()), (ReasonKind::Denied, "NoPermission: System.Read"));
    let broken = host.unreadable("config.vmotion").unwrap();
    assert_eq!((broken.kind, broken.detail.as_str()), (ReasonKind::Failed, "SystemError: A general error"));
}

#[test]
fn a_missing_privilege_is_told_in_either_form() {
    let detail = |inner: &str| {
        let text = objects(&format!(
            r#"<objects><obj type="HostSystem">host-1</obj><missingSet><path>config.network</path><fault>
            <fault xsi:type="NoPermission">{inner}</fault></fault></missingSet></objects>"#
        ));
        read(&text).hosts[0].unreadable("config.network").unwrap().detail.clone()
    };
    let new = r#"<missingPrivileges><entity type="HostSystem">host-1</entity><privilegeIds>System.Read</privilegeIds></missingPrivileges>"#;
    assert_eq!(detail(new), "NoPermission: System.Read");
    assert_eq!(detail(&format!("<privilegeId>System.View</privilegeId>{new}")), "NoPermission: System.View");
}

#[test]
fn a_lost_session_hides_in_missing_properties() {
    let text = objects(
        r#"<objects><obj type="VirtualMachine">vm-1</obj><missingSet><path>name</path><fault><fault
        xmlns:_XMLSchema-instance="http://www.w3.org/2001/XMLSchema-instance"
        _XMLSchema-instance:type="NotAuthenticated"/></fault></missingSet></objects>"#,
    );
    assert!(page(&text, "VirtualMachine", &mut Inventory::default()).unwrap().session_lost);
}

#[test]
fn the_older_call_returns_objects_bare() {
    let text = envelope(
        r#"<RetrievePropertiesResponse xmlns="urn:vim25"><returnval><obj type="Folder">group-d1</obj><propSet><name>name</name>
        <val xsi:type="xsd:string">Datacenters</val></propSet></returnval><returnval><obj type="StoragePod">group-p2</obj></returnval>
        <returnval><obj type="FutureFolder">group-x3</obj></returnval></RetrievePropertiesResponse>"#,
    );
    let mut inventory = Inventory::default();
    assert_eq!(page(&text, "Folder", &mut inventory).unwrap().objects, 3);
    assert_eq!(inventory.folders[0].name, Prop::Known("Datacenters".into()));
    assert_eq!(inventory.folders[1].id, "group-x3", "an unknown type counts as the one asked for");
    assert_eq!(inventory.storage_pods[0].id, "group-p2");
    assert_eq!(token(&text), None);
}

#[test]
fn devices_that_matter_are_kept() {
    let hardware = r#"<val xsi:type="VirtualHardware"><numCPU>2</numCPU><memoryMB>4096</memoryMB>
        <device xsi:type="VirtualKeyboard"><key>600</key></device>
        <device xsi:type="VirtualLsiLogicController"><key>1000</key><sharedBus>noSharing</sharedBus></device>
        <device xsi:type="VirtualLsiLogicSASController"><key>1001</key><sharedBus>physicalSharing</sharedBus></device>
        <device xsi:type="VirtualNVMEController"><key>1002</key></device>
        <device xsi:type="VirtualDisk"><key>2000</key><deviceInfo xsi:type="Description"><label>Hard disk 1</label></deviceInfo>
          <backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[a] v/v-1.vmdk</fileName><datastore type="Datastore">datastore-1</datastore>
            <parent xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[b] v/v.vmdk</fileName><parent><fileName>[c] base.vmdk</fileName></parent></parent>
          </backing></device>
        <device xsi:type="VirtualCdrom"><key>3000</key><backing xsi:type="VirtualCdromFutureBackingInfo"/>
          <connectable><startConnected>true</startConnected><connected>false</connected></connectable></device>
        <device xsi:type="VirtualVmxnet9"><key>4000</key><backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>VM Network</deviceName><network type="Network">network-7</network></backing></device>
        <device xsi:type="VirtualQuantumLink"><key>9000</key></device>
        <device xsi:type="VirtualMachineVMCIDevice"><key>12000</key><allowUnrestrictedCommunication>true</allowUnrestrictedCommunication></device></val>"#;
    let inventory = read(&object("VirtualMachine", "vm-1", &[("config.hardware", hardware)]));
    let hardware = inventory.vms[0].hardware.known().unwrap();
    let keys: Vec<i64> = hardware.device.iter().map(|device| device.key).collect();
    assert_eq!(keys, [1001, 1002, 2000, 3000, 4000, 9000, 12000]);
    let disk = hardware.device[2].backing.as_ref().unwrap();
    assert_eq!(
        (hardware.device[2].label.as_str(), disk.datastore.as_deref()),
        ("Hard disk 1", Some("datastore-1"))
    );
    let base = disk.parent.as_ref().unwrap().parent.as_ref().unwrap();
    assert_eq!(base.file_name.as_deref(), Some("[c] base.vmdk"));
    let cdrom = &hardware.device[3];
    assert_eq!(cdrom.backing.as_ref().unwrap().kind, "VirtualCdromFutureBackingInfo");
    assert!(cdrom.connectable.unwrap().start_connected && !cdrom.connectable.unwrap().connected);
    assert_eq!(hardware.device[4].backing.as_ref().unwrap().device_name.as_deref(), Some("VM Network"));
    assert_eq!(hardware.device[6].unrestricted_vmci, Some(true));
}

#[test]
fn properties_of_which_one_element_is_wanted() {
    let inventory = read(&object(
        "VirtualMachine",
        "vm-1",
        &[
            (
                "config.cpuAffinity",
                "<val xsi:type=\"VirtualMachineAffinityInfo\"><affinitySet>0</affinitySet><affinitySet>3</affinitySet></val>",
            ),
            ("config.memoryAffinity", "<val xsi:type=\"VirtualMachineAffinityInfo\"/>"),
            ("config.cpuAllocation", "<val><reservation>500</reservation><limit>-1</limit></val>"),
            ("config.memoryAllocation", "<val><limit>-1</limit></val>"),
            (
                "config.ftInfo",
                "<val xsi:type=\"FaultTolerancePrimaryConfigInfo\"><role>1</role><instanceUuids>x</instanceUuids></val>",
            ),
            (
                "config.managedBy",
                "<val><extensionKey>com.vmware.vim.eam</extensionKey><type>cluster-agent</type></val>",
            ),
            ("runtime.dasVmProtection", "<val><dasProtected>true</dasProtected></val>"),
            (
                "runtime.question",
                "<val><id>1</id><text>Moved or copied?</text><choice><choiceInfo/></choice></val>",
            ),
            (
                "config.extraConfig",
                "<val xsi:type=\"ArrayOfOptionValue\"><OptionValue><key>guestinfo.password</key><value xsi:type=\"xsd:string\">secret</value></OptionValue><OptionValue><key>scsi1:0.sharing</key><value>multi-writer</value></OptionValue></val>",
            ),
            (
                "layoutEx",
                "<val><file><key>0</key><name>[a] v.vmx</name><type>config</type></file><disk><key>2000</key><chain><fileKey>4</fileKey></chain></disk><timestamp>2026-01-01T00:00:00Z</timestamp></val>",
            ),
        ],
    ));
    let vm = &inventory.vms[0];
    assert_eq!(vm.cpu_affinity, Prop::Known(vec![0, 3]));
    assert_eq!(vm.memory_affinity, Prop::Known(vec![]));
    assert_eq!((&vm.cpu_reservation, &vm.memory_reservation), (&Prop::Known(500), &Prop::Unset));
    assert_eq!((&vm.ft_role, &vm.das_protected), (&Prop::Known(1), &Prop::Known(true)));
    assert_eq!(vm.managed_by, Prop::Known("com.vmware.vim.eam".into()));
    assert_eq!(vm.question, Prop::Known("Moved or copied?".to_owned()));
    assert_eq!(vm.extra_config, Prop::Known(vec![("scsi1:0.sharing".into(), "multi-writer".to_owned())]));
    assert_eq!(vm.layout_ex.known().unwrap().len(), 1);
}

#[test]
fn distributed_port_settings() {
    let port = |inner: &str| {
        let config = format!(
            "<val><defaultPortConfig xsi:type=\"VMwareDVSPortSetting\">{inner}</defaultPortConfig></val>"
        );
        let inventory = read(&object("DistributedVirtualPortgroup", "dvportgroup-1", &[("config", &config)]));
        inventory.portgroups[0].config.known().unwrap().port.clone()
    };
    let vlan = |kind: &str, inner: &str| {
        port(&format!("<vlan xsi:type=\"VmwareDistributedVirtualSwitch{kind}Spec\">{inner}</vlan>")).vlan
    };
    assert_eq!(vlan("VlanId", "<inherited>false</inherited><vlanId>10</vlanId>").as_deref(), Some("10"));
    assert_eq!(vlan("VlanId", "<inherited>true</inherited><vlanId>0</vlanId>"), None);
    let ranges =
        "<vlanId><start>1</start><end>9</end></vlanId><vlanId><start>20</start><end>20</end></vlanId>";
    assert_eq!(
        vlan("TrunkVlan", &format!("<inherited>false</inherited>{ranges}")).as_deref(),
        Some("trunk 1-9,20")
    );
    assert_eq!(vlan("PvlanId", "<pvlanId>101</pvlanId>").as_deref(), Some("private 101"));

    let order = "<uplinkPortOrder><inherited>false</inherited><activeUplinkPort>Uplink 1</activeUplinkPort><standbyUplinkPort>Uplink 2</standbyUplinkPort></uplinkPortOrder>";
    let teaming = |inherited: &str| {
        port(&format!("<uplinkTeamingPolicy><inherited>{inherited}</inherited>{order}</uplinkTeamingPolicy>"))
            .uplink_order
    };
    assert_eq!(
        teaming("false"),
        Some(NicOrder { active: vec!["Uplink 1".into()], standby: vec!["Uplink 2".into()] })
    );
    assert_eq!(teaming("true"), None);

    let old = "<securityPolicy><inherited>false</inherited><allowPromiscuous><inherited>false</inherited><value>true</value></allowPromiscuous><macChanges><inherited>true</inherited><value>true</value></macChanges></securityPolicy>";
    let said = SecurityPolicy { allow_promiscuous: Some(true), ..SecurityPolicy::default() };
    assert_eq!(port(old).security, Some(said));
    let new = "<macManagementPolicy><inherited>false</inherited><allowPromiscuous>false</allowPromiscuous><macChanges>true</macChanges></macManagementPolicy>";
    let said =
        SecurityPolicy { allow_promiscuous: Some(false), mac_changes: Some(true), forged_transmits: None };
    assert_eq!(port(&format!("{old}{new}")).security, Some(said));
}

#[test]
fn an_adapter_on_an_opaque_network_names_it() {
    let network = r#"<val xsi:type="HostNetworkInfo">
        <vnic><device>vmk0</device><key>key-vim.host.VirtualNic-vmk0</key><portgroup></portgroup>
          <spec><ip><dhcp>false</dhcp><ipAddress>192.0.2.11</ipAddress><subnetMask>255.255.255.0</subnetMask></ip>
            <mac>00:50:56:60:00:01</mac><mtu>1600</mtu><tsoEnabled>true</tsoEnabled>
            <netStackInstanceKey>defaultTcpipStack</netStackInstanceKey>
            <opaqueNetwork><opaqueNetworkId>f5a1c1a0-5a5e-4f0e-9a5b-6d3f5a8c0e11</opaqueNetworkId>
              <opaqueNetworkType>nsx.LogicalSwitch</opaqueNetworkType></opaqueNetwork></spec>
          <port>58c7b2e4</port></vnic>
        <opaqueSwitch><key>50 26 4d 5a</key><name>nvds-1</name><pnic>key-vim.host.PhysicalNic-vmnic1</pnic>
          <pnicZone><key>zone-1</key><pnicDevice>vmnic1</pnicDevice></pnicZone></opaqueSwitch>
        <opaqueNetwork><opaqueNetworkId>f5a1c1a0-5a5e-4f0e-9a5b-6d3f5a8c0e11</opaqueNetworkId>
          <opaqueNetworkName>mgmt-segment</opaqueNetworkName><opaqueNetworkType>nsx.LogicalSwitch</opaqueNetworkType>
          <pnicZone>zone-1</pnicZone></opaqueNetwork></val>"#;
    let mut inventory = Inventory::default();
    let text = object("HostSystem", "host-1", &[("config.network", network)]);
    page(&text, "HostSystem", &mut inventory).unwrap();
    let network = inventory.hosts[0].network.known().unwrap();
    let listed = &network.opaque_network[0];
    assert_eq!((&*listed.name, &*listed.pnic_zone), ("mgmt-segment", &["zone-1".into()][..]));
    assert_eq!(network.vnic[0].opaque_network.as_ref(), Some(&listed.id));
    assert_eq!(network.opaque_switch[0].zone, ["zone-1"]);
}

#[test]
fn cluster_settings_and_issues() {
    let inventory = read(&object(
        "ClusterComputeResource",
        "domain-c1",
        &[
            (
                "configurationEx",
                "<val xsi:type=\"ClusterConfigInfoEx\"><dasConfig><enabled>true</enabled><vmMonitoring>vmMonitoringDisabled</vmMonitoring><admissionControlPolicy xsi:type=\"ClusterFailoverResourcesAdmissionControlPolicy\"><cpuFailoverResourcesPercent>25</cpuFailoverResourcesPercent></admissionControlPolicy><option><key>das.isolationaddress0</key><value xsi:type=\"xsd:string\">10.0.0.1</value></option></dasConfig><dasVmConfig><key type=\"VirtualMachine\">vm-1</key><dasSettings><restartPriority>disabled</restartPriority><vmToolsMonitoringSettings><clusterSettings>false</clusterSettings><vmMonitoring>vmMonitoringOnly</vmMonitoring></vmToolsMonitoringSettings></dasSettings></dasVmConfig><drsConfig><enabled>false</enabled></drsConfig></val>",
            ),
            (
                "configIssue",
                "<val xsi:type=\"ArrayOfEvent\"><Event xsi:type=\"HostNoRedundantManagementNetworkEvent\"><key>1</key><host><name>esx1</name><host type=\"HostSystem\">host-1</host></host><fullFormattedMessage>no redundancy</fullFormattedMessage></Event></val>",
            ),
        ],
    ));
    let cluster = &inventory.clusters[0];
    let config = cluster.configuration_ex.known().unwrap();
    assert_eq!((config.das.enabled, config.drs_enabled), (Some(true), Some(false)));
    let policy = config.das.admission_control_policy.as_ref().unwrap();
    assert_eq!(policy.kind, "ClusterFailoverResourcesAdmissionControlPolicy");
    assert_eq!(policy.cpu_failover_resources_percent, Some(25));
    assert_eq!(config.das.option, [("das.isolationaddress0".into(), "10.0.0.1".to_owned())]);
    assert_eq!(config.das_vm[0].vm, "vm-1");
    assert_eq!(config.das_vm[0].settings.as_ref().unwrap().monitoring_from_cluster, Some(false));
    let issue = &cluster.config_issue.known().unwrap()[0];
    assert_eq!(issue.kind, "HostNoRedundantManagementNetworkEvent");
    assert_eq!((issue.host.as_deref(), issue.message.as_str()), (Some("host-1"), "no redundancy"));
}

#[test]
fn ha_at_work_of_either_generation() {
    let answer = |inner: &str| {
        value::<DasRuntime>(&envelope(&format!(
            "<RetrieveDasAdvancedRuntimeInfoResponse xmlns=\"urn:vim25\">{inner}</RetrieveDasAdvancedRuntimeInfoResponse>"
        )))
        .unwrap()
    };
    assert_eq!(answer(""), Prop::Unset);
    let aam = answer(
        "<returnval><dasHostInfo xsi:type=\"ClusterDasAamHostInfo\"><hostDasState><host type=\"HostSystem\">host-1</host><name>esx1</name><configState>error</configState><runtimeState>running</runtimeState></hostDasState><primaryHosts>esx1</primaryHosts></dasHostInfo></returnval>",
    );
    let agents = aam.known().unwrap().agents.clone().unwrap();
    assert_eq!(
        (&*agents[0].host, &*agents[0].config_state, &*agents[0].runtime_state),
        ("host-1", "error", "running")
    );
    let fdm = answer(
        "<returnval xsi:type=\"ClusterDasFailoverLevelAdvancedRuntimeInfo\"><dasHostInfo/><heartbeatDatastoreInfo><datastore type=\"Datastore\">datastore-3</datastore><hosts type=\"HostSystem\">host-1</hosts><hosts type=\"HostSystem\">host-2</hosts></heartbeatDatastoreInfo><totalSlots>4</totalSlots></returnval>",
    );
    let datastores = &fdm.known().unwrap().heartbeat_datastores;
    assert_eq!((datastores.len(), datastores[0].hosts.len()), (1, 2));
}

#[test]
fn names_of_objects_that_may_be_read() {
    let text = envelope(
        r#"<RetrievePropertiesResponse xmlns="urn:vim25"><returnval><obj type="Alarm">alarm-1</obj><propSet><name>info.name</name><val xsi:type="xsd:string">Host fan</val></propSet></returnval>
        <returnval><obj type="Alarm">alarm-2</obj><missingSet><path>info.name</path><fault><fault xsi:type="NoPermission"/></fault></missingSet></returnval></RetrievePropertiesResponse>"#,
    );
    let (found, lost) = names(&text).unwrap();
    assert_eq!(found.into_iter().collect::<Vec<_>>(), [("alarm-1".into(), "Host fan".to_owned())]);
    assert!(!lost);
}

#[test]
fn licences_keep_no_keys() {
    let text = envelope(
        r#"<QueryAssignedLicensesResponse xmlns="urn:vim25"><returnval><entityId>host-1</entityId><assignedLicense>
        <licenseKey>AAAAA-BBBBB-CCCCC-DDDDD-EEEEE</licenseKey><editionKey>esx.enterprise</editionKey><name>vSphere</name>
        <properties><key>feature</key><value xsi:type="KeyValue"><key>ft:4</key><value>Fault Tolerance</value></value></properties>
        <properties><key>addon</key><value xsi:type="KeyValue"><key>vmotion</key><value>vMotion</value></value></properties>
        <properties><key>ProductVersion</key><value xsi:type="xsd:string">6.0</value></properties>
        <properties><key>expirationDate</key><value xsi:type="xsd:dateTime">1970-01-02T00:00:00Z</value></properties>
        </assignedLicense></returnval><returnval><entityId>é</entityId><assignedLicense><licenseKey>éé</licenseKey></assignedLicense></returnval>
        </QueryAssignedLicensesResponse>"#,
    );
    let found = licences(&text, Some(3600)).unwrap();
    assert_eq!((found[0].key_tail.as_str(), found[1].key_tail.as_str()), ("EEEEE", "éé"));
    assert_eq!((&*found[0].features, &*found[0].addons), (&["ft".into()][..], &["vmotion".into()][..]));
    assert_eq!((found[0].expires_in_h, found[1].expires_in_h), (Some(23), None));
    assert!(!format!("{found:?}").contains("AAAAA"));
}

#[test]
fn faults_and_foreign_answers() {
    let fault = envelope(
        r#"<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>bad</faultstring><detail>
        <InvalidPropertyFaultFault xsi:type="InvalidPropertyFault"><name>config.x</name></InvalidPropertyFaultFault></detail></soapenv:Fault>"#,
    );
    match page(&fault, "HostSystem", &mut Inventory::default()) {
        Err(Bad::Fault(fault)) => {
            assert_eq!((&*fault.name, &*fault.property), ("InvalidProperty", "config.x"))
        }
        other => panic!("{other:?}"),
    }
    for foreign in ["", "hello", "<html><body>Fault</body></html>", "<Envelope/>", "{\"a\":1}"] {
        let read = page(foreign, "HostSystem", &mut Inventory::default());
        assert!(matches!(read, Err(Bad::NotSoap)), "{foreign}: {read:?}");
    }
}

#[test]
fn every_cut_is_noticed() {
    let whole = object(
        "VirtualMachine",
        "vm-1",
        &[("name", "<val>a</val>"), ("config.files", "<val><vmPathName>[a] b</vmPathName></val>")],
    );
    for end in 0..whole.len() {
        let cut = whole.get(..end).unwrap();
        assert!(page(cut, "VirtualMachine", &mut Inventory::default()).is_err(), "cut at {end}");
    }
}

/// The methods that are called are those of the API, and what depends on a version on the right one.
#[test]
fn methods_and_versions_are_those_of_the_api() {
    let table = Table::read();
    for method in Method::ALL {
        assert!(table.method(method.name()).is_some(), "{}", method.name());
    }
    assert_eq!(table.method("RetrievePropertiesEx").unwrap().since, PAGED);
    assert_eq!(table.member("UserLoginSessionEvent", "userAgent").unwrap().since, TELLS_AGENTS);
    assert_eq!(table.member("VirtualDiskFlatVer2BackingInfo", "sharing").unwrap().since, SHARING_PROPERTY);
}

proptest! {
    #[test]
    fn no_answer_panics(body in "(<(objects|obj type=\"HostSystem\"|propSet|name|val|missingSet|fault|token)>|</(objects|obj|propSet|name|val|missingSet|fault|token)>|config.network|name|&#x1F600;|&#0;|<pnic>|</pnic>|1){0,30}") {
        let text = objects(&body);
        let _ = page(&text, "HostSystem", &mut Inventory::default());
        let _ = token(&text);
        let _ = licences(&text, None);
    }
}
