//! HTTP to one vCenter: posts requests, keeps the session cookie, counts, limits, retries.

mod failed;

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use http::header::{
    CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue, RETRY_AFTER as RETRY_AFTER_HEADER, SET_COOKIE,
};
use http::{Request, StatusCode, Uri};
use reqwest::Url;

use super::error::Error;
use super::settings::{Exchange, Settings};
use super::soap::{answered_call, request};
use super::tls::{Encryption, Handshake};
use super::wire::{Answer, At, Failure, Proxy, Wire};
use crate::inventory::MoRef;
use crate::sources::vim::{XmlError, XmlErrorKind};
use crate::terms::told;

/// Largest answer, unpacked. A page of 500 of the largest hosts is about 100 MB.
const MAX_ANSWER_MB: usize = 256;

/// Largest answers that are received at one time, together.
const MAX_UNDER_WAY_MB: usize = 1024;

/// Largest answers of one reading, together: three times those of 2,500 hosts and 45,000 VMs.
const MAX_READING_MB: usize = 8192;

/// Pauses before a read is tried again.
pub(super) const RETRY_AFTER: [Duration; 2] = [Duration::from_millis(250), Duration::from_secs(1)];

/// How often a server that has too much to do is asked again, and how long it is left alone at most.
const BUSY_TIMES: u32 = 10;
const MAX_PAUSE_SECONDS: u64 = 300;
/// How long it is left alone where it does not say.
const BUSY_SECONDS: u64 = 5;

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
    HasPrivilegeOnEntities,
    FetchUserPrivilegeOnEntities,
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
                | Self::HasPrivilegeOnEntities
                | Self::FetchUserPrivilegeOnEntities
        )
    }

    /// Made twice where the first answer was lost, it does no harm: what has been ended is ended, a view, a
    /// collector or a task more goes with its session or by itself, a token that was good before is refused.
    /// The next events would be those after the lost ones, a login would leave a session behind.
    fn harmless(self) -> bool {
        !matches!(self, Self::ReadNextEvents | Self::Login)
    }
}

/// The connection to one vCenter.
pub(super) struct Client {
    wire: Wire,
    sdk: Uri,
    /// Where the file of API versions is.
    versions: Uri,
    /// The proxy on the way to it, if there is one, without its credentials.
    proxy: Option<String>,
    /// It is spoken to in the old way.
    tls_legacy: bool,
    /// Host and port, for messages.
    pub server: String,
    call_timeout: Duration,
    action: Mutex<HeaderValue>,
    cookie: Mutex<Option<HeaderValue>>,
    handshake: Handshake,
    /// A login is under way.
    logs_in: AtomicBool,
    /// The server has shown to be a vCenter: it is there, and a failure may be a passing one.
    known: AtomicBool,
    requests: AtomicU64,
    bytes: AtomicU64,
    /// Bytes of answers that are being received.
    under_way: AtomicUsize,
    trace: Option<fn(&Exchange<'_>)>,
}

impl Client {
    /// Prepares the connection; nothing is sent yet.
    pub fn new(settings: &Settings) -> Result<Self, Error> {
        if settings.url.scheme() != "https" && !settings.trust.insecure {
            return Err(Error::Setting(
                told!("an address with http:// sends the password in the clear: use https://, or --insecure if that \
                 is really meant", "http:// で始まるアドレスではパスワードが暗号化されずに送信されます。https:// を使用するか、意図的な場合は --insecure を指定します。")
                    .to_owned(),
            ));
        }
        let mut versions = settings.url.clone();
        versions.set_path(&format!("{}/vimServiceVersions.xml", settings.url.path().trim_end_matches('/')));
        let (sdk, versions) = (uri(&settings.url)?, uri(&versions)?);
        let proxy = if settings.no_proxy { None } else { Proxy::before(&sdk) };
        let handshake = Handshake::default();
        let wire = Wire::new(settings, proxy.as_ref(), &handshake)?;
        Ok(Self {
            wire,
            sdk,
            versions,
            proxy: proxy.as_ref().and_then(Proxy::shown),
            tls_legacy: settings.tls_legacy,
            server: settings.server(),
            call_timeout: settings.call_timeout,
            action: Mutex::new(action("4.0")),
            cookie: Mutex::default(),
            handshake,
            logs_in: AtomicBool::new(false),
            known: AtomicBool::new(false),
            requests: AtomicU64::new(0),
            bytes: AtomicU64::new(0),
            under_way: AtomicUsize::new(0),
            trace: settings.trace,
        })
    }

    /// The same session over a new connection.
    pub fn anew(&self, settings: &Settings) -> Result<Self, Error> {
        let fresh = Self::new(settings)?;
        *fresh.cookie.lock().unwrap_or_else(PoisonError::into_inner) =
            self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone();
        *fresh.action.lock().unwrap_or_else(PoisonError::into_inner) =
            self.action.lock().unwrap_or_else(PoisonError::into_inner).clone();
        fresh.known.store(self.known.load(Ordering::Relaxed), Ordering::Relaxed);
        Ok(fresh)
    }

    /// The server has shown to be a vCenter.
    pub fn vouch(&self) {
        self.known.store(true, Ordering::Relaxed);
    }

    /// A login is under way until what this gives is dropped.
    pub fn login(&self) -> impl Drop {
        self.logs_in.store(true, Ordering::SeqCst);
        LoggingIn(&self.logs_in)
    }

    /// Whether the server has been asked to open a session, and has not answered.
    pub fn logs_in(&self) -> bool {
        self.logs_in.load(Ordering::SeqCst)
    }

    /// Speaks API `version` from now on.
    pub fn speak(&self, version: &str) {
        *self.action.lock().unwrap_or_else(PoisonError::into_inner) = action(version);
    }

    /// Requests sent and bytes received so far.
    pub fn counts(&self) -> (u64, u64) {
        (self.requests.load(Ordering::Relaxed), self.bytes.load(Ordering::Relaxed))
    }

    /// How the connection is encrypted; `None` where it is not.
    pub fn encryption(&self) -> Option<Encryption> {
        self.handshake.encryption()
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
        let what = "vimServiceVersions.xml";
        let mut request = Request::new(String::new());
        *request.uri_mut() = self.versions.clone();
        let asked = Instant::now();
        let answer = self.send(request).await.map_err(|failure| self.failure(what, failure, 0))?;
        let status = answer.status;
        if status != StatusCode::OK {
            self.answered_with(what, asked, status, 0);
            return Ok(None);
        }
        let file = self.body(what, answer).await?;
        self.answered_with(what, asked, status, file.len());
        Ok(Some(file))
    }

    /// Makes a call and returns the answer, fault or not; repeats it after a passing failure if
    /// that is safe.
    pub async fn call(&self, method: Method, this: &MoRef, arguments: &str) -> Result<String, Error> {
        let text = request(method.name(), this, arguments);
        let mut busy = 0;
        let mut pauses = RETRY_AFTER.iter();
        loop {
            let known = self.known.load(Ordering::Relaxed);
            let (error, again) = match self.post(method, text.clone()).await {
                Ok(Posted::Answer(answer)) => {
                    return match answered_call(&answer).filter(|call| *call != method.name()) {
                        Some(other) => {
                            Err(self
                                .foreign(method, told!("with the answer to {other}", "{other} に対する応答")))
                        }
                        None => Ok(answer),
                    };
                }
                // Nothing was done: the same may be asked again, whatever it is.
                Ok(Posted::Later { pause, .. }) if busy < BUSY_TIMES => {
                    busy += 1;
                    tokio::time::sleep(pause).await;
                    continue;
                }
                Ok(Posted::Later { status, .. }) => return Err(self.refusal(method.name(), status)),
                // Most likely the server had closed the connection for lack of use.
                Ok(Posted::Lost { error, sent: true }) => {
                    let once = pauses.len() == RETRY_AFTER.len();
                    (error, once && method.harmless() || known && method.repeatable())
                }
                Ok(Posted::Lost { error, sent: false }) => (error, known),
                Err(error) => {
                    let passing = matches!(error, Error::Unreachable { .. } | Error::CutOff { .. });
                    (error, passing && known && method.repeatable())
                }
            };
            match pauses.next().filter(|_| again) {
                Some(&pause) => tokio::time::sleep(pause).await,
                None => return Err(error),
            }
        }
    }

    async fn post(&self, method: Method, text: String) -> Result<Posted, Error> {
        let action = self.action.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let cookie = self.cookie.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let mut request = Request::new(text);
        *request.method_mut() = http::Method::POST;
        *request.uri_mut() = self.sdk.clone();
        let headers = request.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(r#"text/xml; charset="utf-8""#));
        headers.insert(HeaderName::from_static("soapaction"), action);
        headers.extend(cookie.map(|cookie| (COOKIE, cookie)));
        let asked = Instant::now();
        let answer = match self.send(request).await {
            Ok(answer) => answer,
            Err(failure) => {
                let late = matches!(failure.at, At::Silence | At::ConnectTime);
                let sent = failure.at == At::Midway;
                let error = self.failure(method.name(), failure, 0);
                let refused = !matches!(error, Error::Unreachable { .. } | Error::CutOff { .. });
                return if late || refused { Err(error) } else { Ok(Posted::Lost { error, sent }) };
            }
        };
        self.keep_cookie(&answer.headers);
        let status = answer.status;
        if let Some(pause) = pause(&answer) {
            self.answered_with(method.name(), asked, status, 0);
            return Ok(Posted::Later { status, pause });
        }
        // Faults come with status 500.
        if status != StatusCode::OK && status != StatusCode::INTERNAL_SERVER_ERROR {
            return Err(self.wrong_status(method.name(), &answer));
        }
        let text = self.body(method.name(), answer).await?;
        self.answered_with(method.name(), asked, status, text.len());
        Ok(Posted::Answer(text))
    }

    async fn send(&self, request: Request<String>) -> Result<Answer, Failure> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.wire.send(request).await
    }

    /// Tells who wants to hear of it that a request was answered.
    fn answered_with(&self, call: &str, asked: Instant, status: StatusCode, bytes: usize) {
        if let Some(trace) = self.trace {
            trace(&Exchange { call, took: asked.elapsed(), bytes, status: status.as_u16() });
        }
    }

    async fn body(&self, what: &str, mut answer: Answer) -> Result<String, Error> {
        let mut body = Vec::new();
        let mut here = UnderWay { all: &self.under_way, own: 0 };
        loop {
            match answer.chunk().await {
                Ok(Some(chunk)) => {
                    let chunk = chunk.as_ref();
                    body.extend_from_slice(chunk);
                    if here.add(chunk.len()) > MAX_UNDER_WAY_MB << 20 {
                        return Err(self.too_much(what, MAX_UNDER_WAY_MB));
                    }
                }
                Ok(None) => break,
                Err(failure) => return Err(self.failure(what, failure, body.len().max(1))),
            }
            if body.len() > MAX_ANSWER_MB << 20 {
                let (server, call) = (self.server.clone(), what.to_owned());
                return Err(Error::TooLarge { server, call, limit: MAX_ANSWER_MB });
            }
        }
        let before = self.bytes.fetch_add(body.len() as u64, Ordering::Relaxed);
        if before >> 20 >= MAX_READING_MB as u64 {
            return Err(self.too_much(what, MAX_READING_MB));
        }
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
}

/// The bytes of one answer that is being received, among those of all.
struct UnderWay<'c> {
    all: &'c AtomicUsize,
    own: usize,
}

impl UnderWay<'_> {
    /// Counts so many more; how many all answers have.
    fn add(&mut self, bytes: usize) -> usize {
        self.own = self.own.saturating_add(bytes);
        self.all.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(self.own, Ordering::Relaxed);
    }
}

/// What a request came to.
enum Posted {
    /// Its answer, fault or not.
    Answer(String),
    /// The server wants to be asked later.
    Later { status: StatusCode, pause: Duration },
    /// No byte of an answer came, and it was not for lack of time; the request was sent, or could not be.
    Lost { error: Error, sent: bool },
}

/// How long a server that has too much to do wants to be left alone, if it says so.
fn pause(answer: &Answer) -> Option<Duration> {
    let status = answer.status.as_u16();
    let after = answer.headers.get(RETRY_AFTER_HEADER).and_then(|value| value.to_str().ok());
    let seconds = match (status, after) {
        (429 | 503, Some(after)) => after.trim().parse().ok().or_else(|| until(after)),
        (429, None) => Some(BUSY_SECONDS),
        _ => None,
    };
    seconds.map(|seconds: u64| Duration::from_secs(seconds.clamp(1, MAX_PAUSE_SECONDS)))
}

/// Seconds until a date as HTTP writes it.
fn until(date: &str) -> Option<u64> {
    let then = jiff::fmt::rfc2822::parse(date.trim()).ok()?.timestamp();
    // A date that has gone by means at once.
    u64::try_from(then.as_second().saturating_sub(jiff::Timestamp::now().as_second()).max(0)).ok()
}

/// Tells that a login is over when it is dropped.
struct LoggingIn<'c>(&'c AtomicBool);

impl Drop for LoggingIn<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::SeqCst);
    }
}

/// An address as HTTP libraries want it.
fn uri(url: &Url) -> Result<Uri, Error> {
    url.as_str().parse().map_err(|error| {
        Error::Setting(told!(
            "the address of the vCenter cannot be used: its path is no path of HTTP ({error})",
            "vCenter のアドレスを使用できません。パスが HTTP のパスとして正しくありません ({error})。"
        ))
    })
}

/// The value of SOAPAction for a version, in which there are no other characters than a header may have.
fn action(version: &str) -> HeaderValue {
    HeaderValue::from_str(&format!("\"urn:vim25/{version}\""))
        .unwrap_or_else(|_| HeaderValue::from_static(""))
}
