//! The whole way against a stand-in that answers by script.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bad_days;
mod follow_up;

use std::sync::{Arc, Mutex, mpsc};
use std::time::Duration;

use super::stub::{Reply, Request, Stub, between, content, names_and_places, objects_of, with_event_manager};
use super::*;
use crate::inventory::{ApiVersion, MoRef, Object as _, Prop};

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
    let machine: jiff::Timestamp = inventory.collection.machine_at.parse().unwrap();
    assert!(jiff::Timestamp::now().duration_since(machine).as_secs() < 600, "{machine}");
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
                Some(Reply::next_page(&format!(
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
    // The session that seemed to be lost was not.
    assert_eq!((stub.count("Login"), stub.count("Logout")), (2, 2));
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
async fn a_login_under_way_is_waited_for_and_logged_out() {
    let cancel = Arc::new(tokio::sync::Notify::new());
    let seen = Arc::clone(&cancel);
    let stub = Stub::start("8.0.1.0", move |request| {
        if request.method == "Login" {
            seen.notify_one();
            std::thread::sleep(Duration::from_millis(300));
        }
        None
    });
    let error = fetch(&stub.settings(), &Wanted::All, None, &(), cancel.notified()).await.unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error}");
    let calls = stub.calls();
    assert_eq!(calls.iter().filter(|call| *call == "Logout").count(), 1, "{calls:?}");
    assert_eq!(stub.seen().last().unwrap().cookie, "vmware_soap_session=\"a=b\"");
}

#[tokio::test]
async fn a_logout_that_fails_is_tried_over_a_new_connection() {
    let stub = Stub::start("8.0.1.0", |request| {
        (request.method == "Logout" && request.nth == 0)
            .then(|| Reply { cut_at: Some(0), ..Reply::ok("LogoutResponse", "") })
    });
    fetch_all(&stub).await.unwrap();
    assert_eq!(stub.count("Logout"), 2);
    assert_eq!(stub.seen().last().unwrap().cookie, "vmware_soap_session=\"a=b\"");
}

#[tokio::test]
async fn a_server_with_too_much_to_do_is_asked_again_and_no_outcome_changes() {
    let plain = fetch_all(&Stub::start("8.0.1.0", as_usual)).await.unwrap();
    for (status, retry_after) in
        [(429, Some("1")), (503, Some("0")), (503, Some("Thu, 01 Jan 2026 00:00:00 GMT"))]
    {
        let stub = Stub::start("8.0.1.0", move |request| {
            // Calls that must not be made twice, among them: nothing was done of what is refused so.
            let busy =
                ["Login", "CreateContainerView"].contains(&request.method.as_str()) && request.nth == 0;
            busy.then(|| Reply { retry_after, ..Reply::plain(status, "busy") })
        });
        let read = fetch_all(&stub).await.unwrap();
        assert_eq!((&read.hosts, &read.vms), (&plain.hosts, &plain.vms), "{status}");
        assert_eq!(stub.count("Login"), 2, "{status}");
    }
}

#[tokio::test]
async fn a_refusal_in_mid_session_is_one_and_the_server_stays_a_vcenter() {
    for (status, words) in [(401, "gateway"), (403, "gateway"), (407, "proxy wants"), (503, "still starting")]
    {
        let stub = Stub::start("8.0.1.0", move |request| {
            (request.method == "CreateContainerView").then(|| Reply::plain(status, "<html>no</html>"))
        });
        let message = fetch_all(&stub).await.unwrap_err().to_string();
        assert!(message.contains(words) && message.contains(&status.to_string()), "{message}");
        assert!(!message.contains("not a vCenter"), "{message}");
        assert_eq!(stub.count("Logout"), 1, "{status}");
    }
}

#[tokio::test]
async fn pages_that_do_not_end_are_ended() {
    let object = objects_of("HostSystem").remove(0);
    let same_token = format!("<token>t</token><objects>{object}</objects>");
    for what in ["the same token again", "nothing but tokens"] {
        let same_token = (what == "the same token again").then(|| same_token.clone());
        let page = move |nth: usize| same_token.clone().unwrap_or_else(|| format!("<token>{nth}</token>"));
        let stub = Stub::start("8.0.1.0", move |request| match request.method.as_str() {
            "RetrievePropertiesEx" if request.body.contains("view-HostSystem<") => {
                Some(Reply::page(&page(0)))
            }
            "ContinueRetrievePropertiesEx" => Some(Reply::next_page(&page(request.nth + 1))),
            _ => None,
        });
        let error = fetch_all(&stub).await.unwrap_err();
        assert!(matches!(error, Error::Endless { what: "HostSystem", .. }), "{what}: {error}");
        assert!(stub.count("ContinueRetrievePropertiesEx") < 20, "{what}");
        assert_eq!(stub.count("Logout"), 1, "{what}");
    }
}

#[tokio::test]
async fn what_no_server_can_be_sent_is_refused_before_anything_is() {
    let long = "x".repeat(1025);
    let cases = [
        ("reader", "", "empty"),
        ("reader", "\u{feff}secret", "byte-order mark"),
        ("reader", "sec\u{7}ret", "control character"),
        ("reader", long.as_str(), "longer"),
        ("rea\u{1}der", "secret", "user name"),
        ("", "secret", "user name"),
    ];
    for (username, password, words) in cases {
        let stub = Stub::start("8.0.1.0", as_usual);
        let mut settings = stub.settings();
        settings.username = username.to_owned();
        settings.password = Secret::new(password);
        let error = fetch(&settings, &Wanted::All, None, &(), std::future::pending()).await.unwrap_err();
        let message = error.to_string();
        assert!(matches!(error, Error::Setting(_)) && message.contains(words), "{message}");
        assert!(!message.contains("secret") && stub.calls().is_empty(), "{message}");
    }
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
