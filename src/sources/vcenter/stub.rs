//! A stand-in for a vCenter, for tests: plain HTTP on a free loopback port, with an inventory of
//! one cluster of two hosts, and a place to put other answers.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

use super::{Secret, Settings, parse_url};
use crate::inventory::{ClusterComputeResource, ComputeResource, HostSystem, ResourcePool, VirtualMachine};

/// A request as the stub got it.
#[derive(Clone, Debug)]
pub struct Request {
    /// Name of the call, or `GET`.
    pub method: String,
    /// Value of SOAPAction.
    pub action: String,
    /// Value of Cookie.
    pub cookie: String,
    /// Body.
    pub body: String,
    /// How many calls of this name came before.
    pub nth: usize,
}

/// An answer of the stub.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub body: String,
    /// Close the connection after so many bytes of the body.
    pub cut_at: Option<usize>,
    /// Close the connection before any byte.
    pub lost: bool,
    /// Value of Retry-After.
    pub retry_after: Option<&'static str>,
}

impl Reply {
    pub fn ok(response: &str, inner: &str) -> Self {
        Self {
            status: 200,
            body: envelope(&format!("<{response} xmlns=\"urn:vim25\">{inner}</{response}>")),
            cut_at: None,
            lost: false,
            retry_after: None,
        }
    }

    pub fn page(inner: &str) -> Self {
        Self::ok("RetrievePropertiesExResponse", &format!("<returnval>{inner}</returnval>"))
    }

    pub fn next_page(inner: &str) -> Self {
        Self::ok("ContinueRetrievePropertiesExResponse", &format!("<returnval>{inner}</returnval>"))
    }

    pub fn fault(name: &str, inner: &str) -> Self {
        let body = envelope(&format!(
            "<soapenv:Fault><faultcode>ServerFaultCode</faultcode><faultstring>about {name}</faultstring><detail>\
             <{name}Fault xsi:type=\"{name}\">{inner}</{name}Fault></detail></soapenv:Fault>"
        ));
        Self { status: 500, body, cut_at: None, lost: false, retry_after: None }
    }

    pub fn plain(status: u16, body: &str) -> Self {
        Self { status, body: body.to_owned(), cut_at: None, lost: false, retry_after: None }
    }
}

pub fn envelope(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    )
}

type Script = dyn Fn(&Request) -> Option<Reply> + Send + Sync;

/// The running stand-in.
pub struct Stub {
    port: u16,
    seen: Arc<Mutex<Vec<Request>>>,
}

impl Stub {
    /// Starts a server of API `version`; `script` may answer in its place.
    pub fn start(
        version: &'static str,
        script: impl Fn(&Request) -> Option<Reply> + Send + Sync + 'static,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let script: Arc<Script> = Arc::new(script);
        let log = Arc::clone(&seen);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let (script, log) = (Arc::clone(&script), Arc::clone(&log));
                std::thread::spawn(move || serve(stream, version, &*script, &log));
            }
        });
        Self { port, seen }
    }

    pub fn settings(&self) -> Settings {
        let address = parse_url(&format!("http://127.0.0.1:{}", self.port)).unwrap();
        let mut settings = Settings::new(address.url, "reader", Secret::new("p<a>ss&word"));
        settings.trust.insecure = true;
        settings.no_proxy = true;
        // Whatever HTTP may do is tried over the other way as well, by scripts/jobs/legacy-tls.
        settings.tls_legacy = std::env::var_os("VPREFLIGHT_TLS_LEGACY").is_some();
        settings
    }

    /// All requests so far.
    pub fn seen(&self) -> Vec<Request> {
        self.seen.lock().unwrap().clone()
    }

    /// Names of all calls so far.
    pub fn calls(&self) -> Vec<String> {
        self.seen().into_iter().map(|request| request.method).collect()
    }

    pub fn count(&self, method: &str) -> usize {
        self.calls().iter().filter(|call| *call == method).count()
    }
}

fn serve(stream: TcpStream, version: &str, script: &Script, log: &Mutex<Vec<Request>>) {
    let mut reader = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    while let Some(mut request) = receive(&mut reader) {
        {
            let mut log = log.lock().unwrap();
            request.nth = log.iter().filter(|earlier| earlier.method == request.method).count();
            log.push(request.clone());
        }
        let reply = script(&request).unwrap_or_else(|| usual(&request, version));
        if reply.lost {
            return;
        }
        let cookie = if request.method == "Login" {
            "Set-Cookie: vmware_soap_session=\"a=b\"; Path=/; Secure\r\n"
        } else {
            ""
        };
        let later = reply.retry_after.map(|value| format!("Retry-After: {value}\r\n")).unwrap_or_default();
        let head = format!(
            "HTTP/1.1 {} X\r\nContent-Type: text/xml\r\n{cookie}{later}Content-Length: {}\r\n\r\n",
            reply.status,
            reply.body.len()
        );
        let body = &reply.body.as_bytes()[..reply.cut_at.unwrap_or(reply.body.len())];
        if stream.write_all(&[head.as_bytes(), body].concat()).is_err() || reply.cut_at.is_some() {
            return;
        }
    }
}

fn receive(reader: &mut BufReader<TcpStream>) -> Option<Request> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|&read| read > 0)?;
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        headers.insert(name.to_ascii_lowercase(), value.trim().to_owned());
    }
    let mut header = |name: &str| headers.remove(name).unwrap_or_default();
    let (action, cookie) = (header("soapaction"), header("cookie"));
    assert!(header("user-agent").starts_with("vpreflight/"));
    if first.starts_with("GET ") {
        assert!(first.starts_with("GET /sdk/vimServiceVersions.xml "), "{first}");
        return Some(Request { method: "GET".into(), action, cookie, body: String::new(), nth: 0 });
    }
    assert_eq!(header("content-type"), r#"text/xml; charset="utf-8""#);
    let mut body = vec![0; header("content-length").parse().expect("a content length")];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let method = between(&body, "<soapenv:Body><", " xmlns").unwrap().to_owned();
    Some(Request { method, action, cookie, body, nth: 0 })
}

/// The text between two marks.
pub fn between<'t>(text: &'t str, from: &str, to: &str) -> Option<&'t str> {
    text.split_once(from)?.1.split_once(to).map(|(inner, _)| inner)
}

/// Objects of the stub: type, id, name, parent type, parent.
const OBJECTS: [[&str; 5]; 9] = [
    ["Folder", "group-d1", "Datacenters", "", ""],
    ["Datacenter", "datacenter-2", "Tokyo", "Folder", "group-d1"],
    ["Folder", "group-h3", "host", "Datacenter", "datacenter-2"],
    ["ClusterComputeResource", "domain-c4", "LMS-HA", "Folder", "group-h3"],
    ["HostSystem", "host-6", "esx2", "ClusterComputeResource", "domain-c4"],
    ["HostSystem", "host-5", "esx1", "ClusterComputeResource", "domain-c4"],
    ["VirtualMachine", "vm-7", "lms", "Folder", "group-v8"],
    ["Datastore", "datastore-9", "shared", "Folder", "group-s10"],
    ["Network", "network-11", "VM Network", "Folder", "group-n12"],
];

/// Wire form of the objects of `base` and the types derived from it.
pub fn objects_of(base: &str) -> Vec<String> {
    let mine = |kind: &str| kind == base || (base == "ComputeResource" && kind == "ClusterComputeResource");
    OBJECTS.iter().filter(|object| mine(object[0])).map(wire).collect()
}

fn wire([kind, id, name, parent_kind, parent]: &[&str; 5]) -> String {
    let parent = if parent.is_empty() {
        String::new()
    } else {
        format!(
            r#"<propSet><name>parent</name><val type="{parent_kind}" xsi:type="ManagedObjectReference">{parent}</val></propSet>"#
        )
    };
    format!(
        r#"<obj type="{kind}">{id}</obj><propSet><name>name</name><val xsi:type="xsd:string">{name}</val></propSet>{parent}"#
    )
}

fn usual(request: &Request, version: &str) -> Reply {
    let body = request.body.as_str();
    match request.method.as_str() {
        "GET" => Reply::plain(
            200,
            &format!(
                "<namespaces version=\"1.0\"><namespace><name>urn:vim25</name><version>{version}</version>\
                 <priorVersions><version>2.5u2</version></priorVersions></namespace></namespaces>"
            ),
        ),
        "RetrieveServiceContent" => content("VMware vCenter Server", "VirtualCenter", version),
        "Login" => {
            Reply::ok("LoginResponse", "<returnval><key>k</key><userName>reader</userName></returnval>")
        }
        "CurrentTime" => Reply::ok("CurrentTimeResponse", "<returnval>2026-11-22T10:00:00.5Z</returnval>"),
        "CreateContainerView" => {
            let base = between(body, "<type>", "</type>").unwrap();
            Reply::ok(
                "CreateContainerViewResponse",
                &format!("<returnval type=\"ContainerView\">view-{base}</returnval>"),
            )
        }
        "RetrievePropertiesEx" => {
            let base = between(body, "view-", "<").unwrap();
            let objects: String =
                objects_of(base).iter().map(|object| format!("<objects>{object}</objects>")).collect();
            Reply::page(&objects)
        }
        "RetrieveProperties" => {
            let objects: String = match between(body, "view-", "<") {
                Some(base) => objects_of(base),
                None => OBJECTS
                    .iter()
                    .filter(|object| body.contains(&format!(">{}<", object[1])))
                    .map(wire)
                    .collect(),
            }
            .iter()
            .map(|object| format!("<returnval>{object}</returnval>"))
            .collect();
            Reply::ok("RetrievePropertiesResponse", &objects)
        }
        "QueryOptions" => Reply::fault("InvalidName", "<name>x</name>"),
        other => Reply::ok(&format!("{other}Response"), ""),
    }
}

/// Answer of `RetrieveServiceContent`.
pub fn content(name: &str, api_type: &str, version: &str) -> Reply {
    let manager = |element: &str, kind: &str| format!("<{element} type=\"{kind}\">{kind}</{element}>");
    Reply::ok(
        "RetrieveServiceContentResponse",
        &format!(
            "<returnval><rootFolder type=\"Folder\">group-d1</rootFolder>{}{}{}{}{}<about><name>{name}</name>\
             <apiType>{api_type}</apiType><apiVersion>{version}</apiVersion></about></returnval>",
            manager("propertyCollector", "PropertyCollector"),
            manager("viewManager", "ViewManager"),
            manager("sessionManager", "SessionManager"),
            manager("setting", "OptionManager"),
            manager("vmProvisioningChecker", "VirtualMachineProvisioningChecker"),
        ),
    )
}

/// The same of a server that has an event manager.
pub fn with_event_manager(version: &str) -> Reply {
    let mut reply = content("vCenter", "VirtualCenter", version);
    let manager = "<eventManager type=\"EventManager\">EventManager</eventManager><about>";
    reply.body = reply.body.replace("<about>", manager);
    reply
}

/// What a first look reads: names, members and places.
pub fn names_and_places(vms: bool, _server: &str) -> Vec<&'static str> {
    let mut reads = vec![
        ClusterComputeResource::name.read,
        ClusterComputeResource::parent.read,
        ClusterComputeResource::host.read,
        ComputeResource::name.read,
        HostSystem::name.read,
        HostSystem::parent.read,
    ];
    if vms {
        reads.extend([VirtualMachine::name.read, VirtualMachine::host.read, ResourcePool::owner.read]);
    }
    reads
}
