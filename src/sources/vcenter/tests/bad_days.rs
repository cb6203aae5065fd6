//! Servers, and what is on the way to them, that do what they should not.

use super::*;

/// Counts how often it is told that no further page is given.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Progress for Told {
    fn objects(&self, _kind: &str, _count: usize, _total: Option<usize>) {}

    fn no_further_page(&self, kind: &str) {
        self.0.lock().unwrap().push(kind.to_owned());
    }
}

/// The first page of hosts, with a token behind which the second host is.
fn first_page(request: &Request) -> Option<Reply> {
    (request.method == "RetrievePropertiesEx" && request.body.contains("view-HostSystem<")).then(|| {
        Reply::page(&format!("<token>one</token><objects>{}</objects>", objects_of("HostSystem")[0]))
    })
}

#[tokio::test]
async fn further_pages_that_are_refused_are_read_in_batches() {
    let plain = fetch_all(&Stub::start("8.0.1.0", as_usual)).await.unwrap();
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "ContinueRetrievePropertiesEx" => {
            Some(Reply::fault("NoPermission", "<privilegeId>System.Read</privilegeId>"))
        }
        _ => first_page(request),
    });
    let told = Told::default();
    let read = fetch(&stub.settings(), &Wanted::All, None, &told, std::future::pending()).await.unwrap();
    assert_eq!((read.hosts, read.unlisted), (plain.hosts, plain.unlisted));
    assert_eq!(*told.0.lock().unwrap(), ["HostSystem"]);

    // Where batches are refused, too, it is told that the listing is not complete.
    let stub = Stub::start("8.0.1.0", |request| match request.method.as_str() {
        "ContinueRetrievePropertiesEx" => Some(Reply::fault("NoPermission", "")),
        "RetrieveProperties" if request.body.contains("view-HostSystem<") => {
            Some(Reply::fault("NoPermission", ""))
        }
        _ => first_page(request),
    });
    let read = fetch_all(&stub).await.unwrap();
    assert_eq!(read.unlisted["HostSystem"].kind, ReasonKind::Denied);
}

#[tokio::test]
async fn a_call_that_is_lost_is_made_once_more_where_that_does_no_harm() {
    for (method, again) in [
        ("CreateContainerView", true),
        ("DestroyView", true),
        ("ContinueRetrievePropertiesEx", true),
        ("Login", false),
    ] {
        let stub = Stub::start("8.0.1.0", move |request| match request.method.as_str() {
            lost if lost == method && request.nth == 0 => Some(Reply { lost: true, ..Reply::page("") }),
            "ContinueRetrievePropertiesEx" => {
                Some(Reply::next_page(&format!("<objects>{}</objects>", objects_of("HostSystem")[1])))
            }
            _ => first_page(request),
        });
        let read = fetch_all(&stub).await;
        assert_eq!(read.as_ref().is_ok_and(|read| read.hosts.len() == 2), again, "{method}: {read:?}");
        assert!(again || stub.count(method) == 1, "{method}");
    }
}

#[tokio::test]
async fn an_answer_to_another_call_is_none() {
    let other = |request: &Request| {
        (request.method == "CreateContainerView").then(|| Reply::ok("CurrentTimeResponse", "<returnval/>"))
    };
    let hosts = |request: &Request| {
        (request.method == "RetrievePropertiesEx" && request.body.contains("view-Datastore<"))
            .then(|| Reply::page(&format!("<objects>{}</objects>", objects_of("HostSystem")[0])))
    };
    let page = |request: &Request| {
        (request.method == "CreateContainerView").then(|| Reply::plain(200, "<html>sign in</html>"))
    };
    type Script = fn(&Request) -> Option<Reply>;
    let scripts: [(Script, &str); 3] =
        [(other, "CurrentTime"), (hosts, "HostSystem when asked for Datastore"), (page, "no SOAP answer")];
    for (script, found) in scripts {
        let stub = Stub::start("8.0.1.0", script);
        let error = fetch_all(&stub).await.unwrap_err();
        let message = error.to_string();
        assert!(matches!(error, Error::Foreign { .. }) && message.contains(found), "{message}");
        assert_eq!(stub.count("Logout"), 1, "{message}");
    }
}

#[tokio::test]
async fn the_same_objects_under_new_tokens_are_no_new_page() {
    let object = objects_of("HostSystem").remove(0);
    let stub = Stub::start("8.0.1.0", move |request| match request.method.as_str() {
        "ContinueRetrievePropertiesEx" => {
            let page = format!("<token>t{}</token><objects>{object}</objects>", request.nth);
            Some(Reply::next_page(&page))
        }
        _ => first_page(request),
    });
    let error = fetch_all(&stub).await.unwrap_err();
    assert!(matches!(error, Error::Endless { what: "HostSystem", objects: 1, .. }), "{error}");
    assert!(stub.count("ContinueRetrievePropertiesEx") < 20);
}

#[tokio::test]
async fn a_logout_that_something_else_answers_is_tried_again() {
    let stub = Stub::start("8.0.1.0", |request| {
        (request.method == "Logout" && request.nth == 0).then(|| Reply::plain(200, "<html>sign in</html>"))
    });
    fetch_all(&stub).await.unwrap();
    assert_eq!(stub.count("Logout"), 2);
}
