//! The questions on request, against a stand-in that answers by script.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use crate::inventory::{Inventory, Object as _, Prop, ReasonKind};
use crate::sources::vcenter::stub::{Reply, Request, Stub, names_and_places, objects_of};
use crate::sources::vcenter::{Asks, Focus, Part, Wanted, fetch};

/// What the usual stand-in says of its hosts and VMs, and where they are.
fn placed(request: &Request) -> Option<Reply> {
    let property = |name: &str, kind: &str, id: &str| {
        format!(
            r#"<propSet><name>{name}</name><val type="{kind}" xsi:type="ManagedObjectReference">{id}</val></propSet>"#
        )
    };
    let page = |base: &str, more: &dyn Fn(usize) -> String| {
        let objects = objects_of(base);
        let objects = objects
            .iter()
            .enumerate()
            .map(|(nth, object)| format!("<objects>{object}{}</objects>", more(nth)));
        Some(Reply::page(&objects.collect::<String>()))
    };
    if request.method != "RetrievePropertiesEx" {
        return None;
    }
    if request.body.contains("view-HostSystem<") {
        return page("HostSystem", &|nth| {
            property("configManager.networkSystem", "HostNetworkSystem", ["ns-6", "ns-5"][nth])
        });
    }
    if request.body.contains("view-VirtualMachine<") {
        return page("VirtualMachine", &|_| property("runtime.host", "HostSystem", "host-5"));
    }
    None
}

async fn ask(stub: &Stub, asks: Asks) -> Inventory {
    let mut settings = stub.settings();
    settings.asks = asks;
    fetch(&settings, &Wanted::All, None, &(), std::future::pending()).await.unwrap()
}

const HOSTS: Asks = Asks { hosts: true, vcenter: false, drs: false };
const VCENTER: Asks = Asks { hosts: false, vcenter: true, drs: false };
const DRS: Asks = Asks { hosts: false, vcenter: false, drs: true };

#[tokio::test]
async fn without_a_request_nothing_is_asked() {
    let stub = Stub::start("8.0.1.0", placed);
    let inventory = ask(&stub, Asks::default()).await;
    assert_eq!(stub.count("QueryNetworkHint") + stub.count("QueryVMotionCompatibilityEx_Task"), 0);
    let why = inventory.hosts[0].unreadable("configManager.networkSystem.QueryNetworkHint()").unwrap();
    assert_eq!(why.kind, ReasonKind::NotCollected);
}

const HINTS: &str = concat!(
    "<returnval><device>vmnic0</device><subnet><vlanId>10</vlanId><ipSubnet>10.0.0.1-10.0.0.254</ipSubnet></subnet>",
    "<subnet><ipSubnet>10.0.1.1-10.0.1.6</ipSubnet></subnet><connectedSwitchPort><devId>sw1(FOX)</devId>",
    "<portId>Gi1/0/1</portId><vlan>10</vlan></connectedSwitchPort></returnval>",
    "<returnval><device>vmnic1</device><lldpInfo><chassisId>00:11:22</chassisId><portId>e1</portId>",
    r#"<timeToLive>120</timeToLive><parameter><key>System Name</key><value xsi:type="xsd:string">sw2</value></parameter>"#,
    r#"<parameter><key>MTU</key><value xsi:type="xsd:string">9216</value></parameter></lldpInfo></returnval>"#,
);

#[tokio::test]
async fn each_host_answers_for_itself() {
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "QueryNetworkHint" if request.body.contains("ns-5") => {
            Some(Reply::ok("QueryNetworkHintResponse", HINTS))
        }
        "QueryNetworkHint" => Some(Reply::fault("HostCommunication", "")),
        _ => placed(request),
    });
    let inventory = ask(&stub, HOSTS).await;
    let hints = inventory.hosts[0].network_hints.known().unwrap();
    assert_eq!(hints[0].subnet[0].vlan, Some(10));
    assert_eq!((hints[0].subnet[1].range.as_str(), hints[0].subnet[1].vlan), ("10.0.1.1-10.0.1.6", None));
    assert_eq!(hints[0].cdp.as_ref().unwrap().switch, "sw1(FOX)");
    let lldp = hints[1].lldp.as_ref().unwrap();
    assert_eq!((lldp.switch.as_str(), lldp.name.as_str(), lldp.port.as_str()), ("00:11:22", "sw2", "e1"));
    let Prop::Unreadable(why) = &inventory.hosts[1].network_hints else { panic!("answered") };
    assert!(why.kind == ReasonKind::Failed && why.detail.contains("HostCommunication"), "{why:?}");
    assert_eq!(stub.count("QueryNetworkHint"), 2);
    assert_eq!(stub.count("QueryVMotionCompatibilityEx_Task"), 0);
}

#[tokio::test]
async fn a_host_that_keeps_no_hints_is_not_refusing() {
    let stub = Stub::start("8.0.1.0", |request| {
        let hints = request.method == "QueryNetworkHint";
        if hints { Some(Reply::fault("NotSupported", "")) } else { placed(request) }
    });
    let Prop::Unreadable(why) = &ask(&stub, HOSTS).await.hosts[0].network_hints else { panic!("answered") };
    assert_eq!(why.kind, ReasonKind::NotOffered);
}

const TASK: &str = "<returnval type=\"Task\">task-1</returnval>";

/// The task as the property collector tells it.
fn told(properties: &str) -> Reply {
    let object = format!("<returnval><obj type=\"Task\">task-1</obj>{properties}</returnval>");
    Reply::ok("RetrievePropertiesResponse", &object)
}

fn state(word: &str) -> String {
    format!(r#"<propSet><name>info.state</name><val xsi:type="TaskInfoState">{word}</val></propSet>"#)
}

const RESULT: &str = concat!(
    r#"<propSet><name>info.result</name><val xsi:type="ArrayOfCheckResult">"#,
    r#"<CheckResult><vm type="VirtualMachine">vm-7</vm><host type="HostSystem">host-5</host></CheckResult>"#,
    r#"<CheckResult><vm type="VirtualMachine">vm-7</vm><host type="HostSystem">host-6</host>"#,
    r#"<error><fault xsi:type="CannotAccessNetwork"/><localizedMessage>no network</localizedMessage></error>"#,
    "</CheckResult></val></propSet>",
);

#[tokio::test]
async fn a_task_is_waited_for_and_its_results_are_kept() {
    let looks = std::sync::atomic::AtomicUsize::new(0);
    let stub = Stub::start("8.0.1.0", move |request| match request.method.as_str() {
        "QueryVMotionCompatibilityEx_Task" => {
            Some(Reply::ok("QueryVMotionCompatibilityEx_TaskResponse", TASK))
        }
        "RetrieveProperties" if request.body.contains(">task-1<") => {
            let first = looks.fetch_add(1, std::sync::atomic::Ordering::Relaxed) == 0;
            Some(if first { told(&state("running")) } else { told(&format!("{}{RESULT}", state("success"))) })
        }
        _ => placed(request),
    });
    let inventory = ask(&stub, VCENTER).await;
    let checks = inventory.vms[0].checks.known().unwrap();
    assert_eq!((checks.len(), checks[1].host.as_str()), (2, "host-6"));
    assert_eq!(checks[1].error[0].kind, "CannotAccessNetwork");
    let seen = stub.seen();
    let asked = seen.iter().find(|request| request.method == "QueryVMotionCompatibilityEx_Task").unwrap();
    let order =
        [r#"<vm type="VirtualMachine">vm-7</vm>"#, "host-5", "host-6"].map(|text| asked.body.find(text));
    assert!(order.iter().all(Option::is_some), "{}", asked.body);
    assert_eq!(stub.count("QueryNetworkHint"), 0);
}

#[tokio::test]
async fn a_checker_that_refuses_costs_nothing_else() {
    for (begun, ended, kind) in [
        (Err("NoPermission"), "", ReasonKind::Denied),
        (Err("InvalidState"), "", ReasonKind::Failed),
        (Ok(()), "error", ReasonKind::Untold),
        (Ok(()), "", ReasonKind::Untold),
    ] {
        let stub = Stub::start("8.0.1.0", move |request| match (request.method.as_str(), begun) {
            ("QueryVMotionCompatibilityEx_Task", Err(fault)) => Some(Reply::fault(fault, "")),
            ("QueryVMotionCompatibilityEx_Task", Ok(())) => {
                Some(Reply::ok("QueryVMotionCompatibilityEx_TaskResponse", TASK))
            }
            ("RetrieveProperties", _) if request.body.contains(">task-1<") => Some(told(&state(ended))),
            _ => placed(request),
        });
        let inventory = ask(&stub, VCENTER).await;
        let Prop::Unreadable(why) = &inventory.vms[0].checks else { panic!("{begun:?} {ended} answered") };
        assert_eq!(why.kind, kind, "{begun:?} {ended}");
        assert_eq!(inventory.hosts.len(), 2);
    }
}

/// Only what is in scope is asked.
#[tokio::test]
async fn out_of_scope_nobody_is_asked() {
    let stub = Stub::start("8.0.1.0", placed);
    let mut settings = stub.settings();
    settings.asks = Asks { hosts: true, vcenter: true, drs: true };
    let pick = |_: &Inventory| Ok(Part { clusters: Some(Default::default()), ..Part::default() });
    let focus = Focus { all_vms: false, reads: names_and_places, pick: &pick };
    let inventory = fetch(&settings, &Wanted::All, Some(&focus), &(), std::future::pending()).await.unwrap();
    assert_eq!(stub.count("QueryNetworkHint") + stub.count("QueryVMotionCompatibilityEx_Task"), 0);
    let Prop::Unreadable(why) = &inventory.vms[0].checks else { panic!("answered") };
    assert_eq!(why.kind, ReasonKind::NotCollected);
}

const EVACUATION: &str = concat!(
    r#"<returnval><recommendations><key>1</key><type>V1</type><action xsi:type="ClusterMigrationAction">"#,
    r#"<type>MigrationV1</type><drsMigration><vm type="VirtualMachine">vm-7</vm>"#,
    r#"<source type="HostSystem">host-5</source><destination type="HostSystem">host-6</destination>"#,
    r#"</drsMigration></action><action xsi:type="ClusterInitialPlacementAction"><type>x</type></action>"#,
    r#"</recommendations><fault><reason>hostMaint</reason><faultsByVm><vm type="VirtualMachine">vm-8</vm>"#,
    r#"<fault><fault xsi:type="DrsVmotionIncompatibleFault"><host type="HostSystem">host-6</host></fault>"#,
    r#"<localizedMessage>not there</localizedMessage></fault>"#,
    r#"<fault><fault xsi:type="InsufficientMemoryResourcesFault"><unreserved>1</unreserved></fault>"#,
    r#"<localizedMessage>too full</localizedMessage></fault></faultsByVm>"#,
    "</fault></returnval>",
);

#[tokio::test]
async fn drs_is_asked_about_each_host_of_its_cluster() {
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "ClusterEnterMaintenanceMode" if request.body.contains(">host-5<") => {
            Some(Reply::ok("ClusterEnterMaintenanceModeResponse", EVACUATION))
        }
        "ClusterEnterMaintenanceMode" => {
            Some(Reply::fault("NoPermission", "<privilegeId>Host.Config.Maintenance</privilegeId>"))
        }
        _ => placed(request),
    });
    let inventory = ask(&stub, DRS).await;
    let host = |id: &str| &inventory.hosts.iter().find(|host| host.id == *id).unwrap().drs_evacuation;
    let told = host("host-5").known().unwrap();
    let moves: Vec<_> = told
        .moves
        .iter()
        .map(|one| [one.vm.as_str(), one.source.as_str(), one.destination.as_str()])
        .collect();
    assert_eq!(moves, [["vm-7", "host-5", "host-6"]]);
    // Types that end in `Fault` by themselves keep their names.
    assert_eq!((told.faults.len(), told.faults[0].vm.as_str()), (1, "vm-8"));
    let faults: Vec<_> =
        told.faults[0].faults.iter().map(|fault| [fault.kind.as_str(), fault.message.as_str()]).collect();
    assert_eq!(
        faults,
        [["DrsVmotionIncompatibleFault", "not there"], ["InsufficientMemoryResourcesFault", "too full"]]
    );
    // One that is refused costs its own answer only.
    let Prop::Unreadable(why) = host("host-6") else { panic!("host-6 answered") };
    assert_eq!(why.kind, ReasonKind::Denied);
    assert_eq!((stub.count("ClusterEnterMaintenanceMode"), stub.count("QueryNetworkHint")), (2, 0));
}

#[tokio::test]
async fn drs_of_an_old_server_is_not_asked() {
    let stub = Stub::start("4.1", placed);
    let inventory = ask(&stub, DRS).await;
    assert_eq!(stub.count("ClusterEnterMaintenanceMode"), 0);
    let why = inventory.hosts[0].unreadable("ClusterEnterMaintenanceMode()").unwrap();
    assert_eq!(why.kind, ReasonKind::NotOffered);
}
