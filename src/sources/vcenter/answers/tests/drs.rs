//! DRS of a cluster and the reservations of a resource pool, as servers send them.

use super::{object, read};
use crate::inventory::{ClusterConfig, DrsConfig, DrsVmConfig, Inventory, PoolAllocation, Prop};

fn config(inner: &str) -> ClusterConfig {
    let value = format!("<val xsi:type=\"ClusterConfigInfoEx\">{inner}</val>");
    let inventory = read(&object("ClusterComputeResource", "domain-c1", &[("configurationEx", &value)]));
    inventory.clusters[0].configuration_ex.known().unwrap().clone()
}

const VM_HOST: &str = "<rule xsi:type=\"ClusterVmHostRuleInfo\"><key>1</key><status>green</status>\
    <enabled>true</enabled><name>licence</name><mandatory>true</mandatory><userCreated>true</userCreated>\
    <vmGroupName>db</vmGroupName><affineHostGroupName>licensed</affineHostGroupName></rule>";
const OFF_HOSTS: &str = "<rule xsi:type=\"ClusterVmHostRuleInfo\"><key>2</key><enabled>false</enabled>\
    <name>not there</name><mandatory>false</mandatory><vmGroupName>db</vmGroupName>\
    <antiAffineHostGroupName>edge</antiAffineHostGroupName></rule>";
const APART: &str = "<rule xsi:type=\"ClusterAntiAffinityRuleSpec\"><key>3</key><enabled>true</enabled>\
    <name>apart</name><inCompliance>false</inCompliance><vm type=\"VirtualMachine\">vm-1</vm>\
    <vm type=\"VirtualMachine\">vm-2</vm></rule>";
const AFTER: &str = "<rule xsi:type=\"ClusterDependencyRuleInfo\"><key>4</key><enabled>true</enabled>\
    <vmGroup>web</vmGroup><dependsOnVmGroup>db</dependsOnVmGroup></rule>";
const GROUPS: &str = "<group xsi:type=\"ClusterVmGroup\"><name>db</name>\
    <vm type=\"VirtualMachine\">vm-1</vm></group><group xsi:type=\"ClusterHostGroup\"><name>licensed</name>\
    <host type=\"HostSystem\">host-1</host><host type=\"HostSystem\">host-2</host></group>\
    <group xsi:type=\"ClusterVmGroup\"><name>empty</name></group>";

#[test]
fn rules_groups_and_overrides() {
    let config = config(&format!(
        "<dasConfig/><drsConfig><enabled>true</enabled><enableVmBehaviorOverrides>true</enableVmBehaviorOverrides>\
         <defaultVmBehavior>partiallyAutomated</defaultVmBehavior><vmotionRate>3</vmotionRate><option><key>\
         TryBalanceVmsPerHost</key><value xsi:type=\"xsd:string\">1</value></option></drsConfig>\
         <drsVmConfig><key type=\"VirtualMachine\">vm-2</key><enabled>false</enabled><behavior>manual</behavior>\
         </drsVmConfig>{VM_HOST}{OFF_HOSTS}{APART}{AFTER}<orchestration><defaultVmReadiness><readyCondition>\
         poweredOn</readyCondition></defaultVmReadiness></orchestration><vmOrchestration><vm \
         type=\"VirtualMachine\">vm-1</vm><vmReadiness><readyCondition>guestHbStatusGreen</readyCondition>\
         <postReadyDelay>60</postReadyDelay></vmReadiness></vmOrchestration>{GROUPS}"
    ));
    assert_eq!(config.drs_enabled, Some(true));
    let drs = DrsConfig {
        default_vm_behavior: Some("partiallyAutomated".into()),
        enable_vm_behavior_overrides: Some(true),
        option: vec![("TryBalanceVmsPerHost".into(), "1".to_owned())],
    };
    assert_eq!(config.drs_config, Some(drs));
    let manual = DrsVmConfig { key: "vm-2".into(), enabled: Some(false), behavior: Some("manual".into()) };
    assert_eq!(config.drs_vm_config, Some(vec![manual]));

    let rules = config.rule.unwrap();
    let told: Vec<_> = rules.iter().map(|rule| (&*rule.kind, rule.enabled, rule.mandatory)).collect();
    assert_eq!(
        told,
        [
            ("ClusterVmHostRuleInfo", Some(true), Some(true)),
            ("ClusterVmHostRuleInfo", Some(false), Some(false)),
            ("ClusterAntiAffinityRuleSpec", Some(true), None),
            ("ClusterDependencyRuleInfo", Some(true), None),
        ]
    );
    assert_eq!(rules[0].vm_group_name.as_deref(), Some("db"));
    assert_eq!(rules[0].affine_host_group_name.as_deref(), Some("licensed"));
    assert_eq!(rules[1].anti_affine_host_group_name.as_deref(), Some("edge"));
    assert_eq!(
        (rules[2].vm.as_slice(), rules[2].in_compliance),
        (&["vm-1".into(), "vm-2".into()][..], Some(false))
    );
    assert_eq!(
        rules[3].vm_group.as_deref().zip(rules[3].depends_on_vm_group.as_deref()),
        Some(("web", "db"))
    );

    let groups = config.group.unwrap();
    assert_eq!(groups.iter().map(|group| &*group.name).collect::<Vec<_>>(), ["db", "licensed", "empty"]);
    assert_eq!((groups[0].vm.len(), groups[1].host.len(), groups[2].vm.len()), (1, 2, 0));
    assert_eq!(groups[1].kind, "ClusterHostGroup");
    assert_eq!(config.default_ready_condition.as_deref(), Some("poweredOn"));
    let orchestration = config.vm_orchestration.unwrap();
    assert_eq!(orchestration[0].ready_condition.as_deref(), Some("guestHbStatusGreen"));
}

/// A cluster that has no rules says nothing of them. A file of format 1 says nothing either, but there
/// they were not collected.
#[test]
fn no_rules_are_told_from_rules_that_were_not_collected() {
    let read = config("<dasConfig/><drsConfig><enabled>true</enabled></drsConfig>");
    assert_eq!((read.rule.as_deref(), read.group.as_deref()), (Some(&[][..]), Some(&[][..])));
    assert_eq!(read.drs_vm_config.as_deref(), Some(&[][..]));
    let saved = serde_json::to_value(&read).unwrap();
    assert_eq!(saved["rule"], serde_json::json!([]));
    assert_eq!(serde_json::from_value::<ClusterConfig>(saved).unwrap(), read);

    let old: ClusterConfig =
        serde_json::from_str(r#"{"das": {"enabled": true}, "drsEnabled": true}"#).unwrap();
    assert_eq!((old.drs_enabled, &old.drs_config), (Some(true), &None));
    assert_eq!(
        (&old.rule, &old.group, &old.drs_vm_config, &old.vm_orchestration),
        (&None, &None, &None, &None)
    );
}

#[test]
fn what_is_saved_of_rules_is_read_back() {
    let config = config(&format!("{VM_HOST}{APART}{AFTER}{GROUPS}"));
    let saved = serde_json::to_value(&config).unwrap();
    assert_eq!(saved["rule"][0]["affineHostGroupName"], "licensed");
    assert_eq!(saved["rule"][2]["dependsOnVmGroup"], "db");
    assert_eq!(saved["group"][1]["host"], serde_json::json!(["host-1", "host-2"]));
    assert_eq!(serde_json::from_value::<ClusterConfig>(saved).unwrap(), config);
}

#[test]
fn reservations_of_a_resource_pool() {
    let allocation = "<val xsi:type=\"ResourceAllocationInfo\"><reservation>4096</reservation>\
        <expandableReservation>false</expandableReservation><limit>-1</limit><shares><shares>4000</shares>\
        <level>normal</level></shares></val>";
    let pool = read(&object("ResourcePool", "resgroup-1", &[("config.memoryAllocation", allocation)]));
    let told =
        PoolAllocation { reservation: Some(4096), expandable_reservation: Some(false), limit: Some(-1) };
    assert_eq!(pool.resource_pools[0].memory_allocation, Prop::Known(told));
    let saved = serde_json::to_value(&pool.resource_pools[0]).unwrap();
    assert_eq!(saved["config.memoryAllocation"]["expandableReservation"], false);
    let back: Inventory = serde_json::from_value(serde_json::to_value(&pool).unwrap()).unwrap();
    assert_eq!(back.resource_pools, pool.resource_pools);
}
