//! The whole way against a stand-in that answers by script.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use super::stub::{Reply, Request, Stub, between, content, names_and_places, objects_of, with_event_manager};
use super::*;
use crate::inventory::{ApiVersion, Object as _, Prop};

async fn fetch_all(stub: &Stub) -> Result<Inventory, Error> {
    fetch(&stub.settings(), &Wanted::All, None, &(), std::future::pending()).await
}

/// The script that leaves everything as usual.
fn as_usual(_: &Request) -> Option<Reply> {
    None
}

#[tokio::test]
async fn a_whole_inventory() {
    let stub = Stub::start("8.0.1.0", as_usual);
    let inventory = fetch_all(&stub).await.unwrap();
    assert_eq!(inventory.collection.api_version, ApiVersion::of(&[8, 0, 1]));
    assert_eq!(inventory.collection.server, "127.0.0.1");
    assert_eq!(inventory.collection.at, "2026-11-22T10:00:00.5Z");
    assert_eq!(inventory.vcenter.clock_s, Prop::Known(1_795_341_600));
    assert_eq!(inventory.vcenter.settings, Prop::Known(Default::default()));
    let ids: Vec<&str> = inventory.hosts.iter().map(|host| host.id.as_str()).collect();
    assert_eq!(ids, ["host-5", "host-6"], "ordered by id");
    assert_eq!(inventory.clusters.len(), 1);
    assert!(inventory.compute_resources.is_empty() && inventory.unlisted.is_empty());
    let why = inventory.hosts[0].unreadable("config.storageDevice").unwrap();
    assert_eq!(why.kind, ReasonKind::NotCollected);

    let seen = stub.seen();
    assert_eq!(seen.last().unwrap().method, "Logout");
    assert_eq!(stub.count("CreateContainerView"), stub.count("DestroyView"));
    assert_eq!(inventory.collection.requests as usize + 1, seen.len());
    let login = seen.iter().find(|request| request.method == "Login").unwrap();
    assert!(login.body.contains("<password>p&lt;a&gt;ss&amp;word</password><locale>en</locale>"));
    for request in seen.iter().skip_while(|request| request.method != "Login").skip(1) {
        assert_eq!(request.cookie, "vmware_soap_session=\"a=b\"", "{}", request.method);
        assert_eq!(request.action, "\"urn:vim25/8.0.1.0\"");
    }
    let greeting = seen.iter().find(|request| request.method == "RetrieveServiceContent").unwrap();
    assert_eq!(greeting.action, "\"urn:vim25/4.0\"", "before anything is known of the server");
}

/// The containers of the views of `base`, in the order they were asked for.
fn containers(stub: &Stub, base: &str) -> Vec<String> {
    let views = stub.seen().into_iter().filter(|request| request.method == "CreateContainerView");
    views
        .filter(|request| between(&request.body, "<type>", "</type>") == Some(base))
        .map(|request| {
            let container = request.body.split_once("<container").unwrap().1;
            between(container, ">", "<").unwrap().to_owned()
        })
        .collect()
}

#[tokio::test]
async fn a_part_of_the_inventory_is_read_in_depth() {
    let stub = Stub::start("8.0.1.0", as_usual);
    let pick = |light: &Inventory| {
        assert!(light.vms.is_empty() && light.clusters[0].name == Prop::Known("LMS-HA".into()));
        assert_eq!((light.hosts.len(), light.collection.server.as_str()), (2, "127.0.0.1"));
        let container = MoRef { kind: "ClusterComputeResource".into(), id: light.clusters[0].id.clone() };
        Ok(Part { containers: vec![container], ..Part::default() })
    };
    let focus = Focus { all_vms: false, reads: names_and_places, pick: &pick };
    let wanted = Wanted::All;
    let inventory =
        fetch(&stub.settings(), &wanted, Some(&focus), &(), std::future::pending()).await.unwrap();
    assert_eq!((inventory.hosts.len(), inventory.vms.len(), inventory.datastores.len()), (2, 1, 1));
    for base in ["VirtualMachine", "ResourcePool"] {
        assert_eq!(containers(&stub, base), ["domain-c4"], "{base}");
    }
    assert_eq!(containers(&stub, "HostSystem"), ["group-d1", "domain-c4"], "first who and where");
    assert_eq!(containers(&stub, "ComputeResource"), ["group-d1", "group-d1"], "first the names");
    assert_eq!(containers(&stub, "Datastore"), ["group-d1"]);
    assert_eq!(stub.count("CreateContainerView"), stub.count("DestroyView"));
}

#[tokio::test]
async fn nothing_picked_is_an_error_and_the_session_ends() {
    let stub = Stub::start("4.0", as_usual);
    let pick = |light: &Inventory| {
        assert_eq!((light.hosts.len(), light.vms.len()), (2, 1));
        Err("no such VM".to_owned())
    };
    let focus = Focus { all_vms: true, reads: names_and_places, pick: &pick };
    let result = fetch(&stub.settings(), &Wanted::All, Some(&focus), &(), std::future::pending()).await;
    assert!(matches!(result, Err(Error::NotInScope(said)) if said == "no such VM"));
    assert_eq!(stub.calls().last().map(String::as_str), Some("Logout"));
    assert!(containers(&stub, "Datastore").is_empty());
}

#[tokio::test]
async fn an_old_server_gets_old_questions() {
    let stub = Stub::start("4.0", |request| {
        // One host goes away between the two steps.
        (request.method == "RetrieveProperties" && request.body.contains(">host-5<"))
            .then(|| Reply::fault("ManagedObjectNotFound", "<obj type=\"HostSystem\">host-5</obj>"))
    });
    let inventory = fetch_all(&stub).await.unwrap();
    assert_eq!(inventory.hosts.len(), 1);
    assert_eq!(inventory.hosts[0].name, Prop::Known("esx2".into()));
    assert_eq!((inventory.vms.len(), inventory.clusters.len()), (1, 1));
    assert_eq!(inventory.folders.len(), 2, "the root folder is among them");
    let offered = inventory.hosts[0].unreadable("runtime.standbyMode").unwrap();
    assert_eq!(offered.kind, ReasonKind::NotOffered);
    assert_eq!(stub.count("RetrievePropertiesEx") + stub.count("ContinueRetrievePropertiesEx"), 0);
    for request in stub.seen() {
        for newer in ["StoragePod", "OpaqueNetwork", "standbyMode", "featureCapability", "managedBy"] {
            assert!(!request.body.contains(newer), "{newer} in {}", request.body);
        }
        assert!(request.action.is_empty() || request.action == "\"urn:vim25/4.0\"");
    }
}

#[tokio::test]
async fn pages_follow_their_tokens() {
    let stub = Stub::start("8.0.1.0", |request| {
        let hosts = objects_of("HostSystem");
        match request.method.as_str() {
            "RetrievePropertiesEx" if request.body.contains("view-HostSystem<") => {
                assert!(request.body.contains("<maxObjects>1</maxObjects>"));
                Some(Reply::page(&format!("<token>one</token><objects>{}</objects>", hosts[0])))
            }
            "ContinueRetrievePropertiesEx" => {
                assert_eq!(between(&request.body, "<token>", "</token>"), Some("one"));
                // The simulator leaves properties without a value in later pages.
                Some(Reply::page(&format!(
                    "<objects>{}<propSet><name>config.network</name></propSet></objects>",
                    hosts[1]
                )))
            }
            _ => None,
        }
    });
    let mut settings = stub.settings();
    settings.page_size = 1;
    let inventory = fetch(&settings, &Wanted::All, None, &(), std::future::pending()).await.unwrap();
    assert_eq!(inventory.hosts.len(), 2);
    assert_eq!(inventory.hosts[0].network, Prop::Unset);
    assert_eq!(stub.count("ContinueRetrievePropertiesEx"), 1);
}

#[tokio::test]
async fn a_property_the_server_does_not_know_is_left_out() {
    let stub = Stub::start("8.0.1.0", |request| {
        (request.method == "RetrievePropertiesEx" && request.body.contains(">runtime.inQuarantineMode<"))
            .then(|| Reply::fault("InvalidProperty", "<name>runtime.inQuarantineMode</name>"))
    });
    let inventory = fetch_all(&stub).await.unwrap();
    assert_eq!(inventory.hosts.len(), 2);
    for host in &inventory.hosts {
        assert_eq!(host.unreadable("runtime.inQuarantineMode").unwrap().kind, ReasonKind::NotOffered);
    }
    assert!(inventory.unlisted.is_empty());
}

#[tokio::test]
async fn types_that_cannot_be_listed_are_said_so() {
    let stub = Stub::start("8.0.1.0", |request| {
        let hosts = request.body.contains("<type>HostSystem</type>");
        match request.method.as_str() {
            "CreateContainerView" if request.body.contains("<type>Network</type>") => {
                Some(Reply::fault("NoPermission", "<privilegeId>System.View</privilegeId>"))
            }
            "RetrievePropertiesEx" if hosts => Some(Reply::page(&format!(
                "<token>one</token><objects>{}</objects>",
                objects_of("HostSystem")[0]
            ))),
            "ContinueRetrievePropertiesEx" => Some(Reply::fault("SystemError", "")),
            _ => None,
        }
    });
    let inventory = fetch_all(&stub).await.unwrap();
    for kind in ["Network", "DistributedVirtualPortgroup", "OpaqueNetwork"] {
        let why = &inventory.unlisted[kind];
        assert_eq!((why.kind, why.detail.as_str()), (ReasonKind::Denied, "NoPermission: System.View"));
    }
    assert_eq!(inventory.unlisted["HostSystem"].kind, ReasonKind::Truncated);
    assert_eq!((inventory.unlisted.len(), inventory.hosts.len()), (4, 1));
}

#[tokio::test]
async fn a_lost_session_is_opened_again_once() {
    let lost = || Reply::fault("NotAuthenticated", "");
    let stub = Stub::start("8.0.1.0", move |request| {
        (request.method == "RetrievePropertiesEx" && request.nth == 3).then(lost)
    });
    let inventory = fetch_all(&stub).await.unwrap();
    assert_eq!((inventory.hosts.len(), stub.count("Login")), (2, 2));

    let stub = Stub::start("8.0.1.0", move |request| {
        request.body.contains("view-VirtualMachine<").then(|| Reply::fault("ManagedObjectNotFound", ""))
    });
    let error = fetch_all(&stub).await.unwrap_err();
    assert!(matches!(error, Error::SessionLost { .. }), "{error}");
    assert_eq!((stub.count("Login"), stub.count("Logout")), (2, 1));
}

#[tokio::test]
async fn an_answer_cut_off_is_no_answer() {
    let stub = Stub::start("8.0.1.0", |request| {
        (request.method == "ContinueRetrievePropertiesEx" || request.body.contains("view-HostSystem<")).then(
            || {
                let page = format!("<token>one</token><objects>{}</objects>", objects_of("HostSystem")[0]);
                let cut_at = (request.method == "ContinueRetrievePropertiesEx").then_some(200);
                Reply { cut_at, ..Reply::page(&page) }
            },
        )
    });
    let error = fetch_all(&stub).await.unwrap_err();
    assert!(
        matches!(&error, Error::CutOff { call, .. } if call == "ContinueRetrievePropertiesEx"),
        "{error}"
    );
    assert_eq!(stub.count("ContinueRetrievePropertiesEx"), 1, "a token is good for one time only");
    assert_eq!(stub.count("Logout"), 1);

    // A question that may be repeated is.
    let stub = Stub::start("8.0.1.0", |request| {
        (request.method == "CurrentTime" && request.nth == 0)
            .then(|| Reply { cut_at: Some(0), ..Reply::page("") })
    });
    assert!(fetch_all(&stub).await.is_ok());
    assert_eq!(stub.count("CurrentTime"), 2);
}

#[tokio::test]
async fn who_answers_and_who_may_not() {
    type Case = (fn(&Request) -> Option<Reply>, fn(&Error) -> bool, &'static str);
    let cases: [Case; 6] = [
        (
            |r| {
                (r.method == "RetrieveServiceContent").then(|| content("VMware ESXi", "HostAgent", "8.0.1.0"))
            },
            |e| matches!(e, Error::Esxi { .. }),
            "single ESXi host",
        ),
        (
            |_| Some(Reply::plain(200, "<html>shop</html>")),
            |e| matches!(e, Error::NotVcenter { .. }),
            "not a vCenter",
        ),
        (|_| Some(Reply::plain(404, "")), |e| matches!(e, Error::NotVcenter { .. }), "HTTP 404"),
        (|_| Some(Reply::plain(503, "")), |e| matches!(e, Error::Unreachable { .. }), "still starting"),
        (
            |r| (r.method == "Login").then(|| Reply::fault("InvalidLogin", "")),
            |e| matches!(e, Error::Login { .. }),
            "wrong user name or password",
        ),
        (
            |r| match r.method.as_str() {
                "GET" => Some(Reply::plain(404, "")),
                "RetrieveServiceContent" => Some(content("VMware VirtualCenter", "VirtualCenter", "2.5")),
                _ => None,
            },
            |e| matches!(e, Error::TooOld { .. }),
            "at least 4.0",
        ),
    ];
    for (script, expected, words) in cases {
        let stub = Stub::start("8.0.1.0", script);
        let error = fetch_all(&stub).await.unwrap_err();
        let message = error.to_string();
        assert!(expected(&error) && message.contains(words), "{message}");
        assert!(!message.contains("ss&word") && !format!("{error:?}").contains("ss&word"), "{message}");
        assert_eq!(stub.count("Logout"), 0, "nothing to log out of: {message}");
    }
}

#[tokio::test]
async fn on_request_it_stops_and_logs_out() {
    let cancel = Arc::new(tokio::sync::Notify::new());
    let (logged_out, wait) = mpsc::channel();
    let (seen, wait) = (Arc::clone(&cancel), Mutex::new(wait));
    let stub = Stub::start("8.0.1.0", move |request| {
        if request.body.contains("view-HostSystem<") {
            seen.notify_one();
            // No answer before the session has ended.
            let _ = wait.lock().unwrap().recv_timeout(Duration::from_secs(60));
        }
        if request.method == "Logout" {
            let _ = logged_out.send(());
        }
        None
    });
    let error = fetch(&stub.settings(), &Wanted::All, None, &(), cancel.notified()).await.unwrap_err();
    assert!(matches!(error, Error::Cancelled));
    assert_eq!(stub.count("Logout"), 1);
}

#[tokio::test]
async fn silence_has_a_limit() {
    let (_never, wait) = mpsc::channel::<()>();
    let wait = Mutex::new(wait);
    let stub = Stub::start("8.0.1.0", move |request| {
        if request.body.contains("view-HostSystem<") {
            let _ = wait.lock().unwrap().recv_timeout(Duration::from_secs(60));
        }
        None
    });
    let mut settings = stub.settings();
    settings.call_timeout = Duration::from_millis(300);
    let error = fetch(&settings, &Wanted::All, None, &(), std::future::pending()).await.unwrap_err();
    assert!(matches!(error, Error::TimeLimit { .. }), "{error}");
    assert_eq!(stub.count("Logout"), 1);
}

#[tokio::test]
async fn storage_devices_of_hosts_beside_raw_disks() {
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "RetrievePropertiesEx" if request.body.contains("view-VirtualMachine<") => Some(Reply::page(
            "<objects><obj type=\"VirtualMachine\">vm-7</obj><propSet><name>runtime.host</name><val>host-5</val></propSet>\
             <propSet><name>config.hardware</name><val><device xsi:type=\"VirtualDisk\"><backing \
             xsi:type=\"VirtualDiskRawDiskMappingVer1BackingInfo\"><lunUuid>02000</lunUuid></backing></device></val></propSet></objects>",
        )),
        "RetrieveProperties" if request.body.contains("config.storageDevice") => {
            assert!(request.body.contains(">host-5<") && request.body.contains(">host-6<"));
            Some(Reply::ok(
                "RetrievePropertiesResponse",
                "<returnval><obj type=\"HostSystem\">host-6</obj><propSet><name>config.storageDevice</name><val>\
                 <hostBusAdapter xsi:type=\"HostFibreChannelHba\"><key>hba-1</key></hostBusAdapter>\
                 <scsiLun xsi:type=\"HostScsiDisk\"><key>lun-1</key><uuid>02000</uuid><canonicalName>naa.1</canonicalName></scsiLun>\
                 <scsiTopology><adapter><key>a</key><adapter>hba-1</adapter><target><lun><key>l</key><lun>4</lun><scsiLun>lun-1</scsiLun></lun></target></adapter></scsiTopology>\
                 </val></propSet></returnval>",
            ))
        }
        _ => None,
    });
    let inventory = fetch_all(&stub).await.unwrap();
    let storage = inventory.hosts[1].storage_device.known().unwrap();
    assert_eq!(storage.path, [("lun-1".into(), "hba-1".into(), 4)]);
    assert_eq!(storage.adapter, [("hba-1".into(), "HostFibreChannelHba".into())]);
    let why = inventory.hosts[0].unreadable("config.storageDevice").unwrap();
    assert_eq!(why.kind, ReasonKind::Failed, "asked for, and not returned");
    assert!(!inventory.not_asked["HostSystem"].contains_key("config.storageDevice"));
}

/// A cluster with an environment browser and a VM that names two tasks, one of which has gone.
fn with_tasks(request: &Request) -> Option<Reply> {
    let property = |name: &str, kind: &str, value: &str| {
        format!(r#"<propSet><name>{name}</name><val xsi:type="{kind}">{value}</val></propSet>"#)
    };
    let body = request.body.as_str();
    match request.method.as_str() {
        "RetrievePropertiesEx" if body.contains("view-VirtualMachine") => {
            let tasks = r#"<ManagedObjectReference type="Task">task-1</ManagedObjectReference>
                <ManagedObjectReference type="Task">task-2</ManagedObjectReference>"#;
            let recent = property("recentTask", "ArrayOfManagedObjectReference", tasks);
            let vm = format!(r#"<objects><obj type="VirtualMachine">vm-7</obj>{recent}</objects>"#);
            Some(Reply::page(&vm))
        }
        "RetrievePropertiesEx" if body.contains("view-ComputeResource") => {
            let browser = property("environmentBrowser", "ManagedObjectReference", "envbrowser-4");
            let id = r#"<obj type="ClusterComputeResource">domain-c4</obj>"#;
            Some(Reply::page(&format!("<objects>{id}{browser}</objects>")))
        }
        "RetrieveProperties" if body.contains(">task-1<") => {
            Some(Reply::fault("ManagedObjectNotFound", "<obj type=\"Task\">task-1</obj>"))
        }
        "RetrieveProperties" if body.contains(">task-2<") => {
            let state = property("info.state", "xsd:string", "running");
            let task = format!(r#"<returnval><obj type="Task">task-2</obj>{state}</returnval>"#);
            Some(Reply::ok("RetrievePropertiesResponse", &task))
        }
        _ => None,
    }
}

#[tokio::test]
async fn tasks_are_read_and_those_that_have_gone_are_recent_no_more() {
    let stub = Stub::start("8.0.1.0", with_tasks);
    let inventory = fetch_all(&stub).await.unwrap();
    assert_eq!(inventory.vms[0].recent_task, Prop::Known(vec!["task-2".into()]));
    let tasks: Vec<_> = inventory.tasks.iter().map(|task| (task.id.as_str(), task.state.clone())).collect();
    assert_eq!(tasks, [("task-2", Prop::Known("running".into()))]);
}

#[tokio::test]
async fn tasks_that_are_refused_stay_recent() {
    let stub = Stub::start("8.0.1.0", |request| {
        if request.method == "RetrieveProperties" && request.body.contains(">task-1<") {
            return Some(Reply::fault("NoPermission", "<privilegeId>System.View</privilegeId>"));
        }
        with_tasks(request)
    });
    let inventory = fetch_all(&stub).await.unwrap();
    assert_eq!(inventory.vms[0].recent_task, Prop::Known(vec!["task-1".into(), "task-2".into()]));
    assert_eq!(inventory.unlisted["Task"].kind, ReasonKind::Denied);
}

#[tokio::test]
async fn hardware_versions_are_asked_of_each_cluster() {
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "QueryConfigOptionDescriptor" => {
            assert!(request.body.contains(r#"<_this type="EnvironmentBrowser">envbrowser-4</_this>"#));
            let hosts = r#"<host type="HostSystem">host-5</host><host type="HostSystem">host-6</host>"#;
            let option = format!("<key>vmx-19</key>{hosts}<runSupported>true</runSupported>");
            let answer = format!("<returnval>{option}</returnval>");
            Some(Reply::ok("QueryConfigOptionDescriptorResponse", &answer))
        }
        _ => with_tasks(request),
    });
    let inventory = fetch_all(&stub).await.unwrap();
    let Prop::Known(options) = &inventory.clusters[0].config_options else { panic!("an answer") };
    assert_eq!((options[0].key.as_str(), options[0].host.len()), ("vmx-19", 2));
    assert_eq!(options[0].run_supported, Some(true));
}

#[tokio::test]
async fn a_server_without_the_call_leaves_hardware_versions_unreadable() {
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "QueryConfigOptionDescriptor" => Some(Reply::fault("MethodNotFound", "")),
        _ => with_tasks(request),
    });
    let inventory = fetch_all(&stub).await.unwrap();
    let path = "environmentBrowser.QueryConfigOptionDescriptor()";
    assert!(inventory.clusters[0].unreadable(path).unwrap().detail.starts_with("MethodNotFound"));
}

#[tokio::test]
async fn ha_at_work_and_names_of_alarms() {
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "RetrievePropertiesEx" if request.body.contains("view-ComputeResource<") => {
            let alarm = |id: &str| {
                format!(
                    "<AlarmState><entity type=\"HostSystem\">host-5</entity><alarm type=\"Alarm\">{id}</alarm>\
                     <overallStatus>red</overallStatus></AlarmState>"
                )
            };
            let cluster = |id: &str, on: bool| {
                format!(
                    "<objects><obj type=\"ClusterComputeResource\">{id}</obj><propSet><name>configurationEx</name><val>\
                     <dasConfig><enabled>{on}</enabled></dasConfig></val></propSet><propSet>\
                     <name>triggeredAlarmState</name><val>{}{}</val></propSet></objects>",
                    alarm("alarm-1"),
                    alarm("alarm-2"),
                )
            };
            Some(Reply::page(&(cluster("domain-c4", true) + &cluster("domain-c5", false))))
        }
        "RetrieveDasAdvancedRuntimeInfo" => Some(Reply::fault("MethodNotFound", "")),
        "RetrieveProperties" if request.body.contains(">alarm-1<") => {
            Some(Reply::fault("ManagedObjectNotFound", "<obj type=\"Alarm\">alarm-1</obj>"))
        }
        "RetrieveProperties" if request.body.contains(">alarm-2<") => Some(Reply::ok(
            "RetrievePropertiesResponse",
            "<returnval><obj type=\"Alarm\">alarm-2</obj><propSet><name>info.name</name><val>Host fan</val></propSet></returnval>",
        )),
        _ => None,
    });
    let inventory = fetch_all(&stub).await.unwrap();
    let why = |cluster: usize| inventory.clusters[cluster].das_runtime.read().unwrap_err().clone();
    assert_eq!((why(0).kind, why(1).kind), (ReasonKind::Failed, ReasonKind::NotCollected));
    assert!(why(0).detail.contains("MethodNotFound"), "{}", why(0).detail);
    assert_eq!(stub.count("RetrieveDasAdvancedRuntimeInfo"), 1, "a cluster without HA is not asked");
    let names = inventory.vcenter.alarms.known().unwrap();
    assert_eq!(names.iter().collect::<Vec<_>>(), [(&"alarm-2".into(), &"Host fan".to_owned())]);
}

/// Answers the calls about events: `pages` one after the other, then none.
fn with_events(request: &Request, pages: &[Reply]) -> Option<Reply> {
    match request.method.as_str() {
        "RetrieveServiceContent" => Some(with_event_manager("8.0.1.0")),
        "QueryOptions" if request.body.contains("<name>event.</name>") => Some(Reply::ok(
            "QueryOptionsResponse",
            "<returnval xsi:type=\"OptionValue\"><key>event.maxAge</key><value xsi:type=\"xsd:int\">30</value></returnval>",
        )),
        "CreateCollectorForEvents" => Some(Reply::ok(
            "CreateCollectorForEventsResponse",
            "<returnval type=\"EventHistoryCollector\">collector-1</returnval>",
        )),
        "ReadNextEvents" => {
            Some(pages.get(request.nth).cloned().unwrap_or_else(|| Reply::ok("ReadNextEventsResponse", "")))
        }
        _ => None,
    }
}

const TWO_EVENTS: &str = concat!(
    r#"<returnval xsi:type="VmMigratedEvent"><key>7</key><chainId>5</chainId>"#,
    "<createdTime>2026-11-20T10:00:00.25Z</createdTime><userName>admin</userName>",
    r#"<host><name>esx1</name><host type="HostSystem">host-5</host></host>"#,
    r#"<vm><name>lms</name><vm type="VirtualMachine">vm-7</vm></vm>"#,
    r#"<sourceHost><name>esx2</name><host type="HostSystem">host-6</host></sourceHost></returnval>"#,
    r#"<returnval xsi:type="VmFailedMigrateEvent"><key>9</key><createdTime>soon</createdTime>"#,
    r#"<destHost><name>esx3</name></destHost><reason><fault xsi:type="DisallowedMigrationDeviceAttached"/>"#,
    "<localizedMessage>x</localizedMessage></reason></returnval>",
);

const HA_EVENTS: &str = concat!(
    r#"<returnval xsi:type="EventEx"><key>11</key><eventTypeId>com.vmware.vc.ha.VmRestartedByHAEvent</eventTypeId>"#,
    "<objectId>vm-7</objectId><objectType>VirtualMachine</objectType><objectName>lms</objectName></returnval>",
    r#"<returnval xsi:type="ExtendedEvent"><key>12</key>"#,
    "<eventTypeId>com.vmware.vc.HA.VmRestartedByHAEvent</eventTypeId>",
    r#"<managedObject type="VirtualMachine">vm-7</managedObject></returnval>"#,
);

#[tokio::test]
async fn events_are_read_page_by_page() {
    let page = |events| Reply::ok("ReadNextEventsResponse", events);
    let stub =
        Stub::start("8.0.1.0", move |request| with_events(request, &[page(TWO_EVENTS), page(HA_EVENTS)]));
    let mut settings = stub.settings();
    settings.events_since_s = Some(0);
    let inventory = fetch(&settings, &Wanted::All, None, &(), std::future::pending()).await.unwrap();
    let read = inventory.clusters[0].events.known().unwrap();
    assert_eq!((read.since_s, read.truncated, read.events.len()), (Some(0), false, 4));
    let [moved, failed, ex, extended] = read.events.as_slice() else { panic!("{read:?}") };
    assert_eq!((moved.key, moved.chain_id, moved.created_s), (7, 5, Some(1_795_168_800)));
    assert_eq!(moved.what(), "VmMigratedEvent");
    assert_eq!((moved.user.as_str(), moved.source_host.as_ref().unwrap().id.as_str()), ("admin", "host-6"));
    assert_eq!(failed.fault, "DisallowedMigrationDeviceAttached");
    assert_eq!((failed.created_s, failed.dest_host.as_ref().unwrap().name.as_str()), (None, "esx3"));
    let vm = ex.vm.as_ref().unwrap();
    assert_eq!(
        (ex.what(), vm.id.as_str(), vm.name.as_str()),
        ("com.vmware.vc.ha.VmRestartedByHAEvent", "vm-7", "lms")
    );
    assert_eq!(extended.vm.as_ref().unwrap().id, "vm-7");
    assert_eq!(inventory.vcenter.event_settings.known().unwrap()["event.maxAge"], "30");
    assert_eq!((stub.count("ReadNextEvents"), stub.count("DestroyCollector")), (3, 1));
}

#[tokio::test]
async fn events_that_are_refused_cost_nothing_else() {
    for (call, fault, kind) in [
        ("CreateCollectorForEvents", "InvalidState", ReasonKind::Failed),
        ("CreateCollectorForEvents", "NoPermission", ReasonKind::Denied),
        ("ReadNextEvents", "NoPermission", ReasonKind::Denied),
    ] {
        let stub = Stub::start("8.0.1.0", move |request| {
            if request.method == call {
                return Some(Reply::fault(fault, ""));
            }
            with_events(request, &[])
        });
        let inventory = fetch_all(&stub).await.unwrap();
        assert_eq!(inventory.hosts.len(), 2);
        assert_eq!(inventory.clusters[0].unreadable("events").unwrap().kind, kind, "{call} {fault}");
        let collectors = usize::from(call == "ReadNextEvents");
        assert_eq!(stub.count("DestroyCollector"), collectors, "{call} {fault}");
    }
}

#[tokio::test]
async fn a_collector_is_destroyed_when_the_reading_breaks() {
    let cut = Reply { cut_at: Some(20), ..Reply::ok("ReadNextEventsResponse", TWO_EVENTS) };
    let stub = Stub::start("8.0.1.0", move |request| with_events(request, std::slice::from_ref(&cut)));
    let error = fetch_all(&stub).await.unwrap_err();
    assert!(matches!(error, Error::CutOff { .. }), "{error}");
    let calls = stub.calls();
    assert_eq!(calls[calls.len() - 2..], ["DestroyCollector", "Logout"]);
}

#[tokio::test]
async fn events_nobody_wants_are_not_read() {
    let stub = Stub::start("8.0.1.0", |request| with_events(request, &[]));
    let wanted = Wanted::Only(["ClusterComputeResource:name".to_owned()].into());
    let inventory = fetch(&stub.settings(), &wanted, None, &(), std::future::pending()).await.unwrap();
    assert_eq!(stub.count("CreateCollectorForEvents"), 0);
    assert_eq!(inventory.clusters[0].unreadable("events").unwrap().kind, ReasonKind::NotCollected);
}
