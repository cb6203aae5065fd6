//! What is asked once the listings are there.

use std::sync::Barrier;

use super::*;

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
    assert_eq!(why.kind, ReasonKind::Untold, "asked for, and not returned");
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
            &format!("<returnval type=\"EventHistoryCollector\">collector-{}</returnval>", request.nth + 1),
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
async fn a_lost_page_of_events_begins_them_anew() {
    for (lost, read_again) in [(1, true), (2, true), (3, false)] {
        let stub = Stub::start("8.0.1.0", move |request| match request.method.as_str() {
            // The second page of each collector is the one that may be lost.
            "ReadNextEvents" if request.nth % 2 == 1 && request.nth / 2 < lost => {
                Some(Reply { lost: true, ..Reply::page("") })
            }
            "ReadNextEvents" if request.nth % 2 == 0 => Some(Reply::ok("ReadNextEventsResponse", TWO_EVENTS)),
            _ => with_events(request, &[]),
        });
        let mut settings = stub.settings();
        settings.events_since_s = Some(0);
        let read = fetch(&settings, &Wanted::All, None, &(), std::future::pending()).await;
        assert_eq!(read.is_ok(), read_again, "{lost}: {read:?}");
        let collectors = stub.count("CreateCollectorForEvents");
        assert_eq!((collectors, stub.count("DestroyCollector")), (lost.min(2) + 1, collectors), "{lost}");
        if let Ok(inventory) = read {
            assert_eq!(inventory.clusters[0].events.known().unwrap().events.len(), 2, "{lost}");
        }
    }
}

/// What fails beside it, and who stops the run, does not leave a collector behind that the server is just making.
#[tokio::test]
async fn a_collector_that_is_being_made_when_the_reading_ends_is_ended() {
    for stopped in [false, true] {
        let asked = Arc::new(Barrier::new(2));
        let (making, stop) = (Arc::clone(&asked), Arc::new(tokio::sync::Notify::new()));
        let stops = Arc::clone(&stop);
        let stub = Stub::start("8.0.1.0", move |request| match request.method.as_str() {
            "CreateCollectorForEvents" => {
                making.wait();
                stops.notify_one();
                std::thread::sleep(Duration::from_millis(200));
                with_events(request, &[])
            }
            "RetrievePropertiesEx" if request.body.contains("view-VirtualMachine<") => {
                asked.wait();
                if stopped {
                    std::thread::sleep(Duration::from_secs(1))
                };
                Some(Reply::plain(403, ""))
            }
            _ => with_events(request, &[]),
        });
        let cancel = async {
            stop.notified().await;
            if !stopped {
                std::future::pending::<()>().await;
            }
        };
        let read = fetch(&stub.settings(), &Wanted::All, None, &(), cancel).await;
        assert!(read.is_err(), "{read:?}");
        assert_eq!(stub.count("DestroyCollector"), 1, "stopped: {stopped}");
        assert_eq!(stub.count("Logout"), 1, "stopped: {stopped}");
    }
}

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
    let stub = Stub::start("8.0.1.0", move |request| with_events(request, &vec![cut.clone(); 3]));
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
