//! What can go wrong on the way to an inventory, in words that name the next step.

use crate::inventory::ApiVersion;
use crate::sources::vim::XmlError;

/// Why a vCenter could not be read. No message holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address, or a setting beside it, cannot be used.
    #[error("{0}")]
    Setting(String),
    /// What was named to be read is not there.
    #[error("{0}")]
    NotInScope(String),
    /// Nothing answers there.
    #[error("cannot reach {server}: {cause}. {advice}")]
    Unreachable {
        /// Host and port.
        server: String,
        /// What failed: name, connection, time.
        cause: String,
        /// What to check.
        advice: &'static str,
    },
    /// The proxy on the way to it does not answer.
    #[error(
        "cannot reach {server} by way of the proxy {proxy}: {cause}. The proxy is named by HTTPS_PROXY, ALL_PROXY or \
         the system; --no-proxy passes it by, NO_PROXY names servers that need none"
    )]
    Proxy {
        /// Host and port.
        server: String,
        /// Address of the proxy, without credentials.
        proxy: String,
        /// What failed.
        cause: String,
    },
    /// It has answered before, and does not let this call pass.
    #[error("{server} refused {call} with HTTP {status}. {advice}")]
    Refused {
        /// Host and port.
        server: String,
        /// Call that was refused.
        call: String,
        /// Its status.
        status: String,
        /// What to do.
        advice: &'static str,
    },
    /// A known vCenter seems to have answered something that no vCenter does.
    #[error(
        "{call} was answered {found}, not as {server} has answered before: something on the way (a gateway, a proxy, a \
         filter of the web) answers in its place, or answers are mixed up. Nothing of this run is used; try again, and \
         ask who runs what is on the way to let /sdk pass"
    )]
    Foreign {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// With what.
        found: String,
    },
    /// The server's certificate is not trusted.
    #[error(
        "the certificate of {server} is not trusted: {cause}.\n  \
         SHA-1 thumbprint:   {sha1}\n  \
         SHA-256 thumbprint: {sha256}\n\
         Compare it with the one shown on the vCenter itself. Then accept it in one of these ways:\n  \
         --thumbprint {sha256}\n  \
         a line '{server} {sha1}' in a file named by --tls-known-hosts or GOVC_TLS_KNOWN_HOSTS\n  \
         the certificate authority's file with --tls-ca-certs or GOVC_TLS_CA_CERTS\n  \
         --insecure or GOVC_INSECURE=1, which trusts anybody in between"
    )]
    Untrusted {
        /// Host and port.
        server: String,
        /// What is wrong with the certificate.
        cause: String,
        /// Thumbprint of the certificate.
        sha1: String,
        /// Thumbprint of the certificate.
        sha256: String,
    },
    /// No encrypted connection comes about.
    #[error("no encrypted connection to {server}: {cause}. {advice}")]
    Tls {
        /// Host and port.
        server: String,
        /// What the two sides did not agree on.
        cause: String,
        /// What to check.
        advice: &'static str,
    },
    /// No encrypted connection comes about, for what the server has is no longer safe, or not known here.
    #[error(
        "no encrypted connection to {server}: {cause}. It seems to have only what is no longer safe, as a vCenter before \
         6.0 has: old TLS, RSA key exchange, a small key; or its key is of a kind that is not known here, such as P-521. \
         --tls-legacy speaks with either; docs/old-vcenters.md tells what that means"
    )]
    DatedTls {
        /// Host and port.
        server: String,
        /// What the two sides did not agree on.
        cause: String,
    },
    /// Something else answers.
    #[error(
        "{server} is not a vCenter: it answered {found}. Check host name and port; the interface is \
         usually https://HOST/sdk on port 443"
    )]
    NotVcenter {
        /// Host and port.
        server: String,
        /// What answered.
        found: String,
    },
    /// A single host answers.
    #[error(
        "{server} is a single ESXi host ({product}), not a vCenter. HA and vMotion are properties of a \
         cluster: give the address of the vCenter that manages this host"
    )]
    Esxi {
        /// Host and port.
        server: String,
        /// What it says it is.
        product: String,
    },
    /// The server is older than anything supported.
    #[error(
        "{server} speaks vSphere API {version}; at least {} is needed. Upgrade the vCenter first",
        ApiVersion::FLOOR
    )]
    TooOld {
        /// Host and port.
        server: String,
        /// Its API version.
        version: String,
    },
    /// The account is refused.
    #[error("{server} refuses to log in '{user}': {cause}. {advice}")]
    Login {
        /// Host and port.
        server: String,
        /// User name.
        user: String,
        /// The server's reason.
        cause: String,
        /// What to check.
        advice: &'static str,
    },
    /// The session ended while reading, twice.
    #[error(
        "{server} ended the session while it was read ({call}), also after logging in again. Somebody \
         may be ending sessions, or the session limit is very short: try again later"
    )]
    SessionLost {
        /// Host and port.
        server: String,
        /// Call that failed.
        call: String,
    },
    /// The connection broke in the middle of an answer.
    #[error(
        "the answer of {server} to {call} was cut off after {bytes} bytes: {cause}. Nothing of this run \
         is used; try again, and check proxies and firewalls on the way if it happens again"
    )]
    CutOff {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// Bytes received of the answer.
        bytes: usize,
        /// What the connection said.
        cause: String,
    },
    /// The server took too long.
    #[error("{server} took too long: {what} within {seconds} s. {advice}")]
    TimeLimit {
        /// Host and port.
        server: String,
        /// What did not happen in time.
        what: String,
        /// The limit.
        seconds: u64,
        /// What to change.
        advice: &'static str,
    },
    /// The answer is larger than anything a vCenter sends.
    #[error(
        "the answer of {server} to {call} is larger than {limit} MB: this is not a vCenter's answer. Check address and \
         port, and what is between this machine and the vCenter"
    )]
    TooLarge {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// The limit in megabytes.
        limit: usize,
    },
    /// The answers to one question do not end.
    #[error(
        "{server} goes on answering {call} without an end: {objects} objects of {what} so far, more than any vCenter \
         has, or the same page again. Nothing of this run is used; check what is between this machine and the vCenter"
    )]
    Endless {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// Type of the objects.
        what: &'static str,
        /// Objects received.
        objects: usize,
    },
    /// Answers under way, or all of a reading, are more than this machine should hold.
    #[error(
        "the answers of {server} have more than {limit} MB together, {call} among them: this is not a vCenter. Check \
         address and port, and what is between this machine and the vCenter"
    )]
    TooMuch {
        /// Host and port.
        server: String,
        /// Call whose answer was the last.
        call: String,
        /// The limit in megabytes.
        limit: usize,
    },
    /// The server answered a call that must succeed with a fault.
    #[error(
        "{server} answered {call} with a fault: {fault}. Try again; if it stays, the vCenter's own log tells more"
    )]
    Fault {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// The fault as the server named it.
        fault: String,
    },
    /// An answer cannot be understood.
    #[error(
        "the answer of {server} to {call} cannot be understood {cause}. Nothing of this run is used; try again, and \
         check proxies and gateways on the way if it happens again"
    )]
    Malformed {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// Where and what.
        cause: XmlError,
    },
    /// The caller asked to stop.
    #[error("stopped on request")]
    Cancelled,
    /// Something in this program failed.
    #[error("reading {server} failed in this program itself: {cause}")]
    Internal {
        /// Host and port.
        server: String,
        /// What failed.
        cause: String,
    },
}
