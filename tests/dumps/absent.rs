//! What is absent of an object is untold, unless the directory proves that it could have been read there.

use vpreflight::inventory::{Inventory, Prop, ReasonKind};
use vpreflight::sources::object_dump;

use super::*;

const XSI: &str =
    "xmlns:XMLSchema-instance=\"http://www.w3.org/2001/XMLSchema-instance\" XMLSchema-instance:type";

/// A file of an object; of each property name, type and value.
fn object(kind: &str, id: &str, properties: &[(&str, &str, &str)]) -> (String, String) {
    let sets: String = properties
        .iter()
        .map(|(name, ty, value)| {
            format!(
                "  <propSet>\n    <name>{name}</name>\n    <val {XSI}=\"{ty}\">{value}</val>\n  </propSet>\n"
            )
        })
        .collect();
    let text = format!("<ObjectContent>\n  <obj type=\"{kind}\">{id}</obj>\n{sets}</ObjectContent>");
    (format!("0001-{kind}-{id}.xml"), text)
}

fn service(version: &str) -> (String, String) {
    let content = format!(
        "<rootFolder type=\"Folder\">group-d1</rootFolder><setting type=\"OptionManager\">VpxSettings</setting>\
         <about><name>VMware vCenter Server</name><apiType>VirtualCenter</apiType><apiVersion>{version}</apiVersion>\
         <instanceUuid>uuid</instanceUuid></about>"
    );
    object("ServiceInstance", "ServiceInstance", &[("content", "ServiceContent", &content)])
}

fn read(version: &str, objects: &[(String, String)]) -> Inventory {
    let root = object(
        "Folder",
        "group-d1",
        &[("name", "xsd:string", "Datacenters"), ("childEntity", "ArrayOfManagedObjectReference", "")],
    );
    let all: Vec<(String, String)> =
        [service(version), root].into_iter().chain(objects.iter().cloned()).collect();
    object_dump::from_texts(Path::new("saved"), &all).unwrap()
}

fn role(id: &str) -> (&'static str, &'static str, String) {
    ("effectiveRole", "ArrayOfInt", format!("<int>{id}</int>"))
}

/// A VM on which the account has a role, with its pool or without.
fn vm(id: &str, of: Option<&str>, pool: bool) -> (String, String) {
    let role = of.map(role);
    let mut properties = vec![("name", "xsd:string", "vm")];
    properties.extend(role.as_ref().map(|(name, ty, value)| (*name, *ty, value.as_str())));
    if pool {
        properties.push(("resourcePool", "ManagedObjectReference", "resgroup-1"));
    }
    object("VirtualMachine", id, &properties)
}

fn why<T>(property: &Prop<T>) -> Option<ReasonKind> {
    match property {
        Prop::Unreadable(why) => Some(why.kind),
        Prop::Known(_) | Prop::Unset => None,
    }
}

#[test]
fn absent_is_untold_unless_it_could_have_been_read_there() {
    let roles = "<AuthorizationRole><roleId>7</roleId><name>reads</name><privilege>System.View</privilege>\
                 <privilege>System.Read</privilege></AuthorizationRole>\
                 <AuthorizationRole><roleId>8</roleId><name>sees</name><privilege>System.View</privilege></AuthorizationRole>";
    let manager = object(
        "AuthorizationManager",
        "AuthorizationManager",
        &[("roleList", "ArrayOfAuthorizationRole", roles)],
    );
    let inventory = read(
        "8.0.2.0",
        &[
            manager,
            vm("vm-admin", Some("-1"), false),
            vm("vm-read-only", Some("-2"), false),
            vm("vm-role-that-reads", Some("7"), false),
            vm("vm-role-that-sees", Some("8"), false),
            vm("vm-role-not-told", Some("9"), false),
            vm("vm-role-of-another", Some("10"), false),
            vm("vm-another", Some("10"), true),
            vm("vm-without-role", None, false),
        ],
    );
    for vm in &inventory.vms {
        let untold = ["vm-role-that-sees", "vm-role-not-told", "vm-without-role"].contains(&vm.id.as_str());
        assert_eq!(why(&vm.resource_pool), untold.then_some(ReasonKind::Untold), "{}", vm.id);
        // Whoever may read, a VM has these.
        assert_eq!(why(&vm.hardware), Some(ReasonKind::Untold), "{}", vm.id);
        assert_eq!(why(&vm.triggered_alarm_state), Some(ReasonKind::Untold), "{}", vm.id);
        assert_eq!(why(&vm.checks), Some(ReasonKind::NotCollected), "{}", vm.id);
    }
    let root = &inventory.folders[0];
    assert!(root.parent.is_unset(), "the root folder has no parent");
}

#[test]
fn what_is_within_a_value_is_unset_and_an_empty_value_is_none() {
    let inventory = read(
        "8.0.2.0",
        &[
            object(
                "HostSystem",
                "host-1",
                &[("config", "HostConfigInfo", "<product><version>8.0.2</version></product>")],
            ),
            object(
                "HostSystem",
                "host-2",
                &[("config", "HostConfigInfo", ""), ("vm", "ArrayOfManagedObjectReference", "")],
            ),
        ],
    );
    let [one, two] = inventory.hosts.as_slice() else { panic!() };
    assert!(one.product.known().is_some() && one.network.is_unset());
    assert_eq!(why(&two.network), Some(ReasonKind::Untold));
    assert_eq!((two.vm.known().map(Vec::len), why(&one.vm)), (Some(0), Some(ReasonKind::Untold)));
}

/// The saver writes zeros for what an old server did not have; a live reading would not have asked.
#[test]
fn what_the_version_does_not_have_is_not_offered() {
    let host = object(
        "HostSystem",
        "host-1",
        &[(
            "runtime",
            "HostRuntimeInfo",
            "<connectionState>connected</connectionState><inQuarantineMode>false</inQuarantineMode>",
        )],
    );
    let old = read("6.0", std::slice::from_ref(&host));
    assert_eq!(why(&old.hosts[0].in_quarantine_mode), Some(ReasonKind::NotOffered));
    let new = read("6.5", &[host]);
    assert_eq!(new.hosts[0].in_quarantine_mode.known(), Some(&false));
}

/// Arrays have a box as properties, and none within them.
#[test]
fn arrays_are_read_with_a_box_and_without() {
    let config = "<template>false</template><cpuAffinity><affinitySet>1</affinitySet><affinitySet>3</affinitySet></cpuAffinity>\
                  <ftInfo _X:type=\"FaultToleranceSecondaryConfigInfo\"><role>2</role><instanceUuids>a</instanceUuids>\
                  <instanceUuids>b</instanceUuids></ftInfo><cpuFeatureMask><level>1</level></cpuFeatureMask>\
                  <cpuFeatureMask><level>2</level></cpuFeatureMask>";
    let properties = [
        ("config", "VirtualMachineConfigInfo", config),
        (
            "network",
            "ArrayOfManagedObjectReference",
            "<ManagedObjectReference type=\"Network\">n-1</ManagedObjectReference>",
        ),
    ];
    let inventory = read("8.0.2.0", &[object("VirtualMachine", "vm-1", &properties)]);
    let vm = &inventory.vms[0];
    assert_eq!(vm.cpu_affinity.known().unwrap(), &[1, 3]);
    assert_eq!(vm.ft_role.known(), Some(&2));
    assert_eq!(vm.ft_group.known().unwrap().len(), 2);
    assert_eq!(vm.cpu_feature_mask.known().unwrap().len(), 2);
    assert_eq!(vm.network.known().unwrap(), &["n-1"]);
    assert!(vm.memory_affinity.is_unset());
}

#[test]
fn settings_tell_the_name_and_the_session_the_time() {
    let options = "<OptionValue><key>VirtualCenter.FQDN</key><value XMLSchema-instance:type=\"xsd:string\">vc01.tokyo.example</value>\
                   </OptionValue><OptionValue><key>event.maxAge</key><value XMLSchema-instance:type=\"xsd:int\">30</value></OptionValue>";
    let inventory = read(
        "8.0.2.0",
        &[
            object("OptionManager", "VpxSettings", &[("setting", "ArrayOfOptionValue", options)]),
            object(
                "SessionManager",
                "SessionManager",
                &[("currentSession", "UserSession", "<lastActiveTime>2026-11-22T09:14:07Z</lastActiveTime>")],
            ),
        ],
    );
    assert_eq!(inventory.collection.server, "vc01.tokyo.example");
    assert_eq!(inventory.collection.at, "2026-11-22T09:14:07Z");
    assert!(inventory.vcenter.clock_s.known().is_some());
    assert_eq!(inventory.vcenter.event_settings.known().unwrap()["event.maxAge"], "30");
    assert!(inventory.vcenter.settings.known().unwrap().is_empty(), "what no rule asks for is not kept");
    let without = read("8.0.2.0", &[]);
    assert_eq!(why(&without.vcenter.settings), Some(ReasonKind::Untold));
    assert_eq!(why(&without.vcenter.clock_s), Some(ReasonKind::NotCollected));
}

/// What names objects that have no file makes their types incomplete, and a folder all of them.
#[test]
fn what_has_no_file_makes_its_type_incomplete() {
    let names = |kind: &str, id: &str| {
        format!("<ManagedObjectReference type=\"{kind}\">{id}</ManagedObjectReference>")
    };
    let folder =
        |of: &str| object("Folder", "group-h1", &[("childEntity", "ArrayOfManagedObjectReference", of)]);
    assert!(read("8.0.2.0", &[folder("")]).unlisted.is_empty());
    let host = read("8.0.2.0", &[folder(&names("ClusterComputeResource", "domain-c1"))]);
    let types: Vec<&String> = host.unlisted.keys().collect();
    assert_eq!(types, ["ClusterComputeResource", "HostSystem", "ResourcePool"]);
    assert!(host.unlisted.values().all(|why| why.kind == ReasonKind::Truncated));
    let all = read("8.0.2.0", &[folder(&names("Datacenter", "datacenter-1"))]);
    assert!(all.unlisted.contains_key("VirtualMachine") && all.unlisted.contains_key("Network"));
    let silent = read("8.0.2.0", &[object("Folder", "group-v1", &[("name", "xsd:string", "vm")])]);
    assert_eq!(silent.unlisted["VirtualMachine"].kind, ReasonKind::Untold);
}
