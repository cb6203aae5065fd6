//! HTTP to one vCenter: posts requests, keeps the session cookie, counts, limits, retries.

use std::error::Error as StdError;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use reqwest::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderValue, SET_COOKIE};
use reqwest::{Response, StatusCode, Url, redirect};

use super::error::Error;
use super::settings::Settings;
use super::soap::{Bad, request};
use super::tls::Refused;
use crate::inventory::MoRef;
use crate::sources::vim::{XmlError, XmlErrorKind};

/// Largest answer, unpacked. A page of 500 of the largest hosts is about 100 MB.
const MAX_ANSWER_MB: usize = 1024;

/// Pauses before a read is tried again.
const RETRY_AFTER: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

macro_rules! methods {
    ($($method:ident $(= $name:literal)?),* $(,)?) => {
        /// The calls this program can make. None of them changes anything but its own session; the
        /// checker leaves a task in the list of recent tasks.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(super) enum Method {
            $($method),*
        }

        impl Method {
            #[cfg(test)]
            pub const ALL: &[Self] = &[$(Self::$method),*];

            pub fn name(self) -> &'static str {
                match self {
                    $(Self::$method => methods!(@name $method $($name)?)),*
                }
            }
        }
    };
    (@name $method:ident) => { stringify!($method) };
    (@name $method:ident $name:literal) => { $name };
}

methods! {
    RetrieveServiceContent,
    CurrentTime,
    Login,
    Logout,
    RetrieveProperties,
    RetrievePropertiesEx,
    ContinueRetrievePropertiesEx,
    CreateContainerView,
    DestroyView,
    QueryOptions,
    QueryAssignedLicenses,
    QueryConfigOptionDescriptor,
    CreateCollectorForEvents,
    ReadNextEvents,
    DestroyCollector,
    RetrieveDasAdvancedRuntimeInfo,
    QueryNetworkHint,
    ClusterEnterMaintenanceMode,
    QueryVMotionCompatibilityEx = "QueryVMotionCompatibilityEx_Task",
}

impl Method {
    /// Asking twice gives the same. A token of a page is good for one time only, an event collector
    /// would go on to the next page, a view, a collector, a task or a session would be made twice.
    fn repeatable(self) -> bool {
        matches!(
            self,
            Self::RetrieveServiceContent
                | Self::CurrentTime
                | Self::RetrieveProperties
                | Self::RetrievePropertiesEx
                | Self::QueryOptions
                | Self::QueryAssignedLicenses
                | Self::QueryConfigOptionDescriptor
                | Self::RetrieveDasAdvancedRuntimeInfo
                | Self::QueryNetworkHint
                | Self::ClusterEnterMaintenanceMode
        )
    }
}

/// The connection to one vCenter.
pub(super) struct Client {
    http: reqwest::Client,
    url: Url,
    /// Host and port, for messages.
    pub server: String,
    call_timeout: Duration,
    action: Mutex<String>,
    cookie: Mutex<Option<HeaderValue>>,
    refused: Refused,
    /// The server has answered before: it is there, and a failure may be a passing one.
    answered: AtomicBool,
    requests: AtomicU64,
    bytes: AtomicU64,
}

impl Client {
    /// Prepares the connection; nothing is sent yet.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        if settings.url.scheme() != "https" && !settings.trust.insecure {
            return Err(Error::Setting(
                "an address with http:// sends the password in the clear: use https://, or --insecure if that \
                 is really meant"
                    .to_owned(),
            ));
        }
        let refused = Refused::default();
        let mut builder = reqwest::Client::builder()
            .user_agent(concat!("vpreflight/", env!("CARGO_PKG_VERSION")))
            .http1_only()
            .redirect(redirect::Policy::none())
            .connect_timeout(settings.call_timeout.min(Duration::from_secs(30)))
            .read_timeout(settings.call_timeout);
        if settings.no_proxy {
            builder = builder.no_proxy();
        }
        let http = super::tls::apply(builder, settings, &refused)?.build().map_err(|error| {
            Error::Setting(format!("the connection cannot be set up: {}", root_cause(&error)))
        })?;
        Ok(Self {
            http,
            url: settings.url.clone(),
            server: settings.server(),
            call_timeout: settings.call_timeout,
            action: Mutex::new(action("4.0")),
            cookie: Mutex::default(),
            refused,
            answered: AtomicBool::new(false),
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
        })
    }

    /// Speaks API `version` from now on.
    pub fn speak(&self, version: &str) {
        *self.action.lock().unwrap_or_else(PoisonError::into_inner) = action(version);
    }

    /// Requests sent and bytes received so far.
    pub fn counts(&self) -> (u64, u64) {
        (self.requests.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    /// There is a session cookie.
    pub fn has_cookie(&self) -> bool {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// Forgets the session.
    pub fn forget_cookie(&self) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// The file of API versions that the server publishes without a login, if it does.
    pub async fn versions_file(&self) -> Result<Option<String>, Error> {
        let mut url = self.url.clone();
        url.set_path(&format!("{}/vimServiceVersions.xml", self.url.path().trim_end_matches('/')));
        let what = "vimServiceVersions.xml";
        self.requests.fetch_add(1, Ordering::Relaxed);
        let response = self.http.get(url).send().await.map_err(|error| self.failure(what, &error, 0))?;
        if response.status() != StatusCode::OK {
            return Ok(None);
        }
        self.body(what, response).await.map(Some)
    }

    /// Makes a call and returns the answer, fault or not; repeats it after a passing failure if
    /// that is safe.
    pub async fn call(&self, method: Method, this: &MoRef, arguments: &str) -> Result<String, Error> {
        let text = request(method.name(), this, arguments);
        let mut pauses = RETRY_AFTER.iter().take(if method.repeatable() { RETRY_AFTER.len() } else { 0 });
        loop {
            let error = match self.post(method, text.clone()).await {
                Ok(answer) => return Ok(answer),
                Err(error) => error,
            };
            let passing = matches!(error, Error::Unreachable { .. } | Error::CutOff { .. });
            match pauses.next().filter(|_| passing && self.answered.load(Ordering::Relaxed)) {
                Some(&pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    async fn post(&self, method: Method, text: String) -> Result<String, Error> {
        let action = self.action.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let cookie = self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut request = self
            .http
            .post(self.url.clone())
            .header(CONTENT_TYPE, r#"text/xml; charset="utf-8""#)
            .header("SOAPAction", action)
            .body(text);
        if let Some(cookie) = cookie {
            request = request.header(COOKIE, cookie);
        }
        self.requests.fetch_add(1, Ordering::Relaxed);
        let response = request.send().await.map_err(|error| self.failure(method.name(), &error, 0))?;
        self.keep_cookie(response.headers());
        let status = response.status();
        // Faults come with status 500.
        if status != StatusCode::OK && status != StatusCode::INTERNAL_SERVER_ERROR {
            return Err(self.wrong_status(&response));
        }
        let answer = self.body(method.name(), response).await?;
        self.answered.store(true, Ordering::Relaxed);
        Ok(answer)
    }

    /// The error that a bad answer to `call` amounts to.
    pub fn bad(&self, method: Method, bad: Bad, bytes: usize) -> Error {
        let (server, call) = (self.server.clone(), method.name().to_owned());
        match bad {
            Bad::Xml(XmlError { kind: XmlErrorKind::Truncated, .. }) => {
                Error::CutOff { server, call, bytes, cause: "it ends in the middle of an element".to_owned() }
            }
            Bad::Xml(cause) => Error::Malformed { server, call, cause },
            Bad::NotSoap => {
                Error::NotVcenter { server, found: "with something that is no SOAP answer".to_owned() }
            }
            Bad::Fault(fault) if fault.is_session_lost() => Error::SessionLost { server, call },
            Bad::Fault(fault) => Error::Fault { server, call, fault: fault.detail() },
        }
    }

    async fn body(&self, what: &str, mut response: Response) -> Result<String, Error> {
        let mut body = Vec::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) => body.extend_from_slice(&chunk),
                Ok(None) => break,
                Err(error) => return Err(self.failure(what, &error, body.len().max(1))),
            }
            if body.len() > MAX_ANSWER_MB << 20 {
                let (server, call) = (self.server.clone(), what.to_owned());
                return Err(Error::TooLarge { server, call, limit: MAX_ANSWER_MB });
            }
        }
        self.bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
        String::from_utf8(body).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            let cause = XmlError { at, kind: XmlErrorKind::Syntax("not UTF-8".into()) };
            Error::Malformed { server: self.server.clone(), call: what.to_owned(), cause }
        })
    }

    /// The cookie goes back exactly as it came, quotes included; its attributes do not.
    fn keep_cookie(&self, headers: &HeaderMap) {
        for header in headers.get_all(SET_COOKIE) {
            let pair = header.as_bytes().split(|&byte| byte == b';').next().unwrap_or_default().trim_ascii();
            if !pair.starts_with(b"vmware_soap_session=") {
                continue;
            }
            if let Ok(mut value) = HeaderValue::from_bytes(pair) {
                value.set_sensitive(true);
                *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
            }
        }
    }

    fn wrong_status(&self, response: &Response) -> Error {
        let (server, status) = (self.server.clone(), response.status());
        if matches!(status.as_u16(), 502..=504) {
            return Error::Unreachable {
                server,
                cause: format!("HTTP {status}"),
                advice: "The vCenter service behind it is not running, or still starting",
            };
        }
        let kind =
            response.headers().get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("no type");
        Error::NotVcenter { server, found: format!("HTTP {status} ({kind})") }
    }

    /// The error that a failed exchange amounts to, `received` bytes into the answer.
    fn failure(&self, what: &str, error: &reqwest::Error, received: usize) -> Error {
        let server = self.server.clone();
        let refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner).take();
        let cause = root_cause(error);
        if let Some(refusal) = refused.filter(|_| error.is_connect()) {
            let super::tls::Refusal { cause, sha1, sha256 } = refusal;
            return Error::Untrusted { server, cause, sha1, sha256 };
        }
        if error.is_timeout() {
            let seconds = self.call_timeout.as_secs();
            return if error.is_connect() {
                let cause = "no connection in time".to_owned();
                let advice = "Check the address, and firewalls on the way";
                Error::Unreachable { server, cause, advice }
            } else {
                let what = format!("nothing more came of the answer to {what}");
                let advice = "Raise the time limit of a call if the server is just slow";
                Error::TimeLimit { server, what, seconds, advice }
            };
        }
        if error.is_connect() {
            return unreachable(server, error, cause);
        }
        Error::CutOff { server, call: what.to_owned(), bytes: received, cause }
    }
}

fn unreachable(server: String, error: &reqwest::Error, cause: String) -> Error {
    if let Some(tls) = rustls_error(error) {
        return Error::Tls { server, cause: tls };
    }
    let whole = chain(error);
    if whole.contains("dns error") || whole.contains("lookup address") {
        let cause = format!("its name cannot be resolved ({cause})");
        return Error::Unreachable {
            server,
            cause,
            advice: "Check the spelling of the name, and DNS on this machine",
        };
    }
    let tls_words = ["certificate", "ssl", "tls", "handshake"];
    if tls_words.iter().any(|word| cause.to_lowercase().contains(word)) {
        return Error::Tls { server, cause };
    }
    Error::Unreachable { server, cause, advice: "Check address and port, and that the vCenter is running" }
}

fn action(version: &str) -> String {
    format!("\"urn:vim25/{version}\"")
}

fn sources<'e>(error: &'e (dyn StdError + 'static)) -> impl Iterator<Item = &'e (dyn StdError + 'static)> {
    std::iter::successors(Some(error), |&error| error.source())
}

/// The innermost message: the outer ones repeat the address, which messages here name themselves.
fn root_cause(error: &reqwest::Error) -> String {
    sources(error).last().map(ToString::to_string).unwrap_or_default()
}

fn chain(error: &reqwest::Error) -> String {
    sources(error).skip(1).map(|error| error.to_string()).collect::<Vec<_>>().join(": ").to_lowercase()
}

fn rustls_error(error: &reqwest::Error) -> Option<String> {
    sources(error).find_map(|source| {
        let inner = source.downcast_ref::<std::io::Error>().and_then(|error| error.get_ref());
        let tls = inner.and_then(|inner| inner.downcast_ref::<rustls::Error>());
        tls.or_else(|| source.downcast_ref::<rustls::Error>()).map(ToString::to_string)
    })
}
