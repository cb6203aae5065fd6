//! Probes from this machine: which TCP ports answer, whether the Internet does, and what the machine
//! itself is. Connections are opened and closed; nothing is sent over them but the one HTTPS request
//! that the operator asked for.

use crate::terms::{Text, Unanswered, told};
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;
use tokio::net::TcpStream;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;

use super::web::{client, root_cause};
use crate::inventory::{Id, Knock, PortProbe, Probe, UrlProbe};

/// Ports that the vSphere Client needs on a host: management, and consoles with file transfer.
pub const HOST_PORTS: [u16; 2] = [443, 902];
/// Port of vCenter.
pub const VCENTER_PORT: u16 = 443;
/// A healthy network answers within milliseconds; three seconds outlast one lost packet.
const TCP_LIMIT: Duration = Duration::from_secs(3);
/// A request through a proxy takes several such rounds.
const REQUEST_LIMIT: Duration = Duration::from_secs(10);
/// Connections tried at a time: far below the usual limit of open files.
const AT_A_TIME: usize = 256;

/// A host to try.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// Managed-object id.
    pub host: Id,
    /// Name under which it was added to vCenter.
    pub name: String,
    /// Its management address, if that is known.
    pub address: Option<String>,
}

/// What is to be tried.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// Name or address of vCenter and its port; `None` when a session has proved it already.
    pub vcenter: Option<(String, u16)>,
    /// Hosts.
    pub hosts: Vec<Target>,
    /// Ports of every host.
    pub ports: Vec<u16>,
    /// Internet address to ask.
    pub url: Option<Url>,
    /// Ask it directly, whatever the proxy settings are.
    pub no_proxy: bool,
}

/// The address to ask the Internet for.
///
/// # Errors
///
/// When it is no address, or not one of HTTPS: a proxy can answer anything else by itself.
pub fn internet_url(text: &str) -> Result<Url, Text> {
    let url = Url::parse(text).map_err(|error| {
        told!(
            "{error}: an address is written https://name/",
            "{error}: アドレスは https://name/ のように指定します"
        )
    })?;
    if url.scheme() != "https" {
        return Err(told!(
            "the address must begin with https://, so that no proxy can answer in its place",
            "プロキシが代わりに応答しないように、アドレスは https:// で始めます"
        ));
    }
    Ok(url)
}

/// What this machine is; nothing is tried.
pub fn this_machine() -> Probe {
    let now = jiff::Timestamp::now();
    let whole = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    Probe {
        machine: super::vcenter::machine(),
        at: whole.to_string(),
        os: std::env::consts::OS.to_owned(),
        memory_mb: memory_mb(),
        ..Probe::default()
    }
}

/// Tries everything that is wanted, in parallel.
pub async fn run(wanted: Wanted) -> Probe {
    let Wanted { vcenter, hosts, ports, url, no_proxy } = wanted;
    let vcenter = async {
        match vcenter {
            Some((name, port)) => knock(name, port).await.reached,
            None => true,
        }
    };
    let internet = async {
        match url {
            Some(url) => Some(ask(url, no_proxy).await),
            None => None,
        }
    };
    let (vcenter_reached, ports, internet) = tokio::join!(vcenter, knock_all(hosts, &ports), internet);
    Probe { vcenter_reached: Some(vcenter_reached), ports: Some(ports), internet, ..this_machine() }
}

/// Every port of every host, in their order.
async fn knock_all(hosts: Vec<Target>, ports: &[u16]) -> Vec<PortProbe> {
    let gate = Arc::new(Semaphore::new(AT_A_TIME));
    let mut running = JoinSet::new();
    let pairs = hosts.into_iter().flat_map(|target| ports.iter().map(move |port| (target.clone(), *port)));
    for (place, (target, port)) in pairs.enumerate() {
        let gate = Arc::clone(&gate);
        running.spawn(async move {
            // The gate is never closed; without its permit the probe is made all the same.
            let _permit = gate.acquire_owned().await;
            (place, knock_host(target, port).await)
        });
    }
    let mut found = running.join_all().await;
    found.sort_by_key(|(place, _)| *place);
    found.into_iter().map(|(_, probe)| probe).collect()
}

async fn knock_host(target: Target, port: u16) -> PortProbe {
    let Target { host, name, address } = target;
    // A host that was added by its address needs no second attempt.
    let again = address.clone().filter(|address| *address != name);
    let (by_name, by_other) = tokio::join!(knock(name, port), async {
        match again {
            Some(address) => Some(knock(address, port).await),
            None => None,
        }
    });
    let is_address = address.is_some() || by_name.to.parse::<IpAddr>().is_ok();
    let by_address = by_other.or_else(|| is_address.then(|| by_name.clone()));
    PortProbe { host, port, by_name, by_address }
}

async fn knock(to: String, port: u16) -> Knock {
    let outcome = tokio::time::timeout(TCP_LIMIT, TcpStream::connect((to.as_str(), port))).await;
    let detail = match outcome {
        Ok(Ok(_)) => String::new(),
        Ok(Err(error)) => error.to_string(),
        Err(_) => Unanswered::NoAnswer { seconds: TCP_LIMIT.as_secs() }.to_string(),
    };
    Knock { to, reached: detail.is_empty(), detail }
}

/// One request, through the proxy of the environment; any status is an answer.
async fn ask(url: Url, no_proxy: bool) -> UrlProbe {
    let outcome = match client(REQUEST_LIMIT, no_proxy) {
        Ok(client) => client.head(url.clone()).send().await.map(|_| ()).map_err(|error| root_cause(&error)),
        Err(why) => Err(why),
    };
    let detail = outcome.err().unwrap_or_default();
    UrlProbe { url: url.into(), answered: detail.is_empty(), detail }
}

/// Memory of this machine, MiB, as its system tells it.
fn memory_mb() -> Option<i64> {
    let run = |program: &str, args: &[&str]| {
        let output = std::process::Command::new(program).args(args).output().ok()?;
        String::from_utf8(output.stdout).ok()
    };
    match std::env::consts::OS {
        "windows" => {
            let query = "(Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory";
            bytes_mb(&run("powershell", &["-NoProfile", "-NonInteractive", "-Command", query])?)
        }
        "macos" => bytes_mb(&run("sysctl", &["-n", "hw.memsize"])?),
        _ => meminfo_mb(&std::fs::read_to_string("/proc/meminfo").ok()?),
    }
}

fn bytes_mb(text: &str) -> Option<i64> {
    text.trim().parse::<i64>().ok().map(|bytes| bytes / (1024 * 1024))
}

fn meminfo_mb(text: &str) -> Option<i64> {
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<i64>().ok().map(|kib| kib / 1024)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn target(host: &str, name: &str, address: Option<&str>) -> Target {
        Target { host: host.into(), name: name.into(), address: address.map(str::to_owned) }
    }

    /// A port of this machine that listens, and one that does not any more.
    async fn ports() -> (tokio::net::TcpListener, u16, u16) {
        let open = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let closed = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (open_port, closed_port) =
            (open.local_addr().unwrap().port(), closed.local_addr().unwrap().port());
        drop(closed);
        (open, open_port, closed_port)
    }

    #[tokio::test]
    async fn each_port_of_each_host_is_tried_by_name_and_by_address() {
        let (_listener, open, closed) = ports().await;
        let hosts = vec![
            target("host-1", "name.invalid", Some("127.0.0.1")),
            target("host-2", "127.0.0.1", Some("127.0.0.1")),
            target("host-3", "name.invalid", None),
        ];
        let wanted = Wanted {
            vcenter: Some(("127.0.0.1".into(), open)),
            hosts,
            ports: vec![open, closed],
            ..Wanted::default()
        };
        let probe = run(wanted).await;
        let found: Vec<_> = probe
            .ports
            .unwrap()
            .into_iter()
            .map(|port| {
                let by_address = port.by_address.map(|knock| knock.reached);
                (port.host.to_string(), port.port == open, port.by_name.reached, by_address)
            })
            .collect();
        let row = |host: &str, open, by_name, by_address| (host.to_owned(), open, by_name, by_address);
        assert_eq!(
            found,
            [
                row("host-1", true, false, Some(true)),
                row("host-1", false, false, Some(false)),
                row("host-2", true, true, Some(true)),
                row("host-2", false, false, Some(false)),
                row("host-3", true, false, None),
                row("host-3", false, false, None),
            ]
        );
        assert_eq!((probe.vcenter_reached, probe.internet), (Some(true), None));
    }

    #[tokio::test]
    async fn why_a_port_does_not_answer_is_kept() {
        let (_listener, _, closed) = ports().await;
        let knock = knock("127.0.0.1".into(), closed).await;
        assert!(!knock.reached && !knock.detail.is_empty(), "{knock:?}");
    }

    #[tokio::test]
    async fn a_closed_address_of_the_internet_does_not_answer() {
        let (_listener, _, closed) = ports().await;
        let url = internet_url(&format!("https://127.0.0.1:{closed}/")).unwrap();
        let found = ask(url, true).await;
        assert!(!found.answered && !found.detail.is_empty(), "{found:?}");
    }

    #[tokio::test]
    async fn any_status_is_an_answer() {
        use tokio::io::{AsyncReadExt, AsyncWriteExt};
        let (listener, open, _) = ports().await;
        let server = tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0_u8; 512];
            let _ = stream.read(&mut request).await.unwrap();
            stream.write_all(b"HTTP/1.1 503 Busy\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        });
        // Without TLS only here: what is tested is what counts as an answer.
        let found = ask(Url::parse(&format!("http://127.0.0.1:{open}/")).unwrap(), true).await;
        assert!(found.answered, "{found:?}");
        server.await.unwrap();
    }

    #[test]
    fn the_internet_is_asked_over_https_only() {
        assert!(internet_url("https://www.example.com").is_ok());
        assert!(internet_url("http://www.example.com").unwrap_err().en.contains("https://"));
        assert!(internet_url("www.example.com").is_err());
    }

    #[test]
    fn memory_is_told_in_mib() {
        assert_eq!(meminfo_mb("MemTotal:        8046452 kB\nMemFree: 1 kB\n"), Some(7857));
        assert_eq!(meminfo_mb("nothing"), None);
        assert_eq!(bytes_mb("8589934592\r\n"), Some(8192));
        assert_eq!(bytes_mb("?"), None);
    }
}
