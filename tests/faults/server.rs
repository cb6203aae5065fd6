//! A server between the program and the simulated vCenter that passes everything on, and in one phase does
//! one thing it should not.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::{Duration, Instant};

use super::answers::{self, Answer};
use super::phases::{Call, Phase, When};
use super::table::{Act, At, Xml};

/// Longest wait for what the vCenter has not answered when the program has ended.
const LATE: Duration = Duration::from_secs(20);

/// Answers by what tells their calls apart.
pub type Answers = BTreeMap<String, Vec<u8>>;

/// What strikes where.
#[derive(Clone, Copy)]
pub struct Strike {
    pub act: Act,
    pub phase: &'static Phase,
    /// Only the first time.
    pub once: bool,
}

/// What the server did and saw.
#[derive(Default)]
pub struct Minutes {
    /// Cookies of sessions that the vCenter has opened and not ended.
    pub sessions: BTreeSet<String>,
    /// Event collectors that exist on the vCenter.
    pub collectors: isize,
    /// Calls that came, by name.
    pub calls: BTreeMap<String, usize>,
    /// What the vCenter answered to each logout.
    pub logouts: Vec<String>,
    pub answers: Answers,
}

/// The running server.
pub struct Server {
    pub port: u16,
    shared: Arc<Shared>,
    /// Tells when the fault strikes.
    pub struck: Receiver<()>,
}

struct Shared {
    vcenter: String,
    strike: Option<Strike>,
    /// Answers of an undisturbed reading.
    known: Arc<Answers>,
    struck: Mutex<Sender<()>>,
    hits: AtomicUsize,
    minutes: Mutex<Minutes>,
    /// Listings by the tokens of their pages.
    tokens: Mutex<BTreeMap<String, String>>,
    /// What comes under tokens that were made up here.
    pages: Mutex<BTreeMap<String, Vec<u8>>>,
    /// Calls that the vCenter has not answered yet.
    under_way: AtomicUsize,
    over: AtomicBool,
}

fn runtime() -> &'static tokio::runtime::Runtime {
    static RUNTIME: OnceLock<tokio::runtime::Runtime> = OnceLock::new();
    RUNTIME.get_or_init(|| tokio::runtime::Runtime::new().unwrap())
}

/// The way to the simulated vCenter, whose certificate is nobody's business here.
fn upstream() -> &'static reqwest::Client {
    static CLIENT: OnceLock<reqwest::Client> = OnceLock::new();
    CLIENT.get_or_init(|| {
        let _in = runtime().enter();
        // Only whoever installed one first could refuse it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        #[allow(clippy::disallowed_methods, reason = "TLS was installed for all of this process")]
        let builder = reqwest::Client::builder().tls_danger_accept_invalid_certs(true);
        // The simulated vCenter closes connections that are idle for a minute.
        builder.http1_only().no_proxy().no_gzip().pool_idle_timeout(Duration::from_secs(20)).build().unwrap()
    })
}

impl Server {
    /// A server before the vCenter at this address.
    pub fn start(vcenter: &str, strike: Option<Strike>, known: &Arc<Answers>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let (sender, struck) = channel();
        let shared = Arc::new(Shared {
            vcenter: vcenter.trim_end_matches("/sdk").to_owned(),
            strike,
            known: Arc::clone(known),
            struck: Mutex::new(sender),
            hits: AtomicUsize::new(0),
            minutes: Mutex::default(),
            tokens: Mutex::default(),
            pages: Mutex::default(),
            under_way: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        });
        let strikes = move |when| strike.is_some_and(|it| it.act == Act::Refuse && it.phase.when == when);
        if strikes(When::Connections) {
            return Self { port, shared, struck };
        }
        let all = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                if all.over.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&all);
                std::thread::spawn(move || shared.serve(stream));
                // Nobody listens from here on.
                if strikes(When::LaterConnections) && all.session() {
                    return;
                }
            }
        });
        Self { port, shared, struck }
    }

    /// Whether the fault has struck.
    pub fn has_struck(&self) -> bool {
        self.shared.hits.load(Ordering::SeqCst) > 0
    }

    /// Ends the server; what it saw. What a call that nobody waits for any more does on the vCenter counts, too.
    pub fn end(self) -> Minutes {
        self.shared.over.store(true, Ordering::SeqCst);
        let until = Instant::now() + LATE;
        while self.shared.under_way.load(Ordering::SeqCst) > 0 && Instant::now() < until {
            std::thread::sleep(Duration::from_millis(20));
        }
        // Wakes the one who waits for connections.
        let _ = TcpStream::connect(("127.0.0.1", self.port));
        std::mem::take(&mut self.shared.minutes.lock().unwrap())
    }
}

/// Whether a connection goes on.
#[derive(PartialEq)]
enum Then {
    On,
    End,
}

impl Shared {
    /// A session is open, or was.
    fn session(&self) -> bool {
        self.minutes.lock().unwrap().calls.contains_key("Login")
    }

    /// Whether the fault strikes now; it has, then.
    fn strikes(&self, strike: Strike) -> bool {
        let before = self.hits.fetch_add(1, Ordering::SeqCst);
        let strikes = before == 0 || !strike.once;
        if strikes {
            let _ = self.struck.lock().unwrap().send(());
        }
        strikes
    }

    fn serve(&self, mut stream: TcpStream) {
        if let Some(strike) = self.strike {
            let now = match strike.phase.when {
                When::Connections => true,
                When::LaterConnections => self.session(),
                When::Calls => false,
            };
            if now && self.strikes(strike) {
                return match strike.act {
                    Act::Reset(_) => reset(&stream),
                    Act::Silence(_) => self.wait_for_end(&mut stream),
                    _ => {}
                };
            }
        }
        let mut reader = BufReader::new(stream.try_clone().unwrap());
        while let Some((mut call, cookie)) = receive(&mut reader) {
            if self.over.load(Ordering::SeqCst) {
                return;
            }
            let token = call.body.split_once("<token>").and_then(|(_, rest)| rest.split_once('<'));
            if let Some((token, _)) = token {
                let listing = self.tokens.lock().unwrap().get(token).cloned();
                call.listing = listing.unwrap_or_default();
            }
            *self.minutes.lock().unwrap().calls.entry(call.method.clone()).or_default() += 1;
            if let Some(answer) = token.and_then(|(token, _)| self.goes_on(token, call.of())) {
                if write(&mut stream, &answer.wire()) == Then::End {
                    return;
                }
                continue;
            }
            let strike = self.strike.filter(|it| it.phase.when == When::Calls && (it.phase.has)(&call));
            let then = match strike.filter(|it| self.strikes(*it)) {
                Some(strike) => self.misbehave(&mut stream, &call, &cookie, strike.act),
                None => {
                    let answer = self.forward(&call, &cookie);
                    write(&mut stream, &answer.wire())
                }
            };
            if then == Then::End {
                let _ = stream.shutdown(Shutdown::Both);
                return;
            }
        }
    }

    /// Nothing more comes until the other side is gone.
    fn wait_for_end(&self, stream: &mut TcpStream) {
        let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
        let mut some = [0; 256];
        while !self.over.load(Ordering::SeqCst) {
            match stream.read(&mut some) {
                Ok(0) => return,
                Ok(_) => {}
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
        }
    }

    /// The vCenter's own answer.
    fn forward(&self, call: &Call, cookie: &str) -> Answer {
        self.under_way.fetch_add(1, Ordering::SeqCst);
        let answer = self.passed_on(call, cookie);
        if let Ok(answer) = &answer {
            self.note(call, cookie, answer);
        } else if call.method == "Logout" {
            self.minutes.lock().unwrap().logouts.push(format!("{answer:?}"));
        }
        self.under_way.fetch_sub(1, Ordering::SeqCst);
        answer.unwrap()
    }

    fn passed_on(&self, call: &Call, cookie: &str) -> reqwest::Result<Answer> {
        let url = if call.method == "GET" { "/sdk/vimServiceVersions.xml" } else { "/sdk" };
        let url = format!("{}{url}", self.vcenter);
        runtime().block_on(async {
            let request = if call.method == "GET" {
                upstream().get(url)
            } else {
                let request = upstream().post(url).body(call.body.clone());
                if cookie.is_empty() { request } else { request.header("Cookie", cookie) }
            };
            let answer = request.send().await?;
            let set = answer.headers().get("set-cookie").map(|set| set.to_str().unwrap().to_owned());
            Ok(Answer {
                status: answer.status().as_u16(),
                headers: set.map(|set| format!("Set-Cookie: {set}\r\n")).unwrap_or_default(),
                body: answer.bytes().await?.to_vec(),
            })
        })
    }

    fn note(&self, call: &Call, cookie: &str, answer: &Answer) {
        if let Some(token) = answers::token(&answer.body) {
            let listing = call.of().to_owned();
            self.tokens.lock().unwrap().insert(token, listing);
        }
        let mut minutes = self.minutes.lock().unwrap();
        let well = answer.status == 200;
        match call.method.as_str() {
            "Login" if well => {
                let set = answer.headers.trim_start_matches("Set-Cookie: ");
                minutes.sessions.insert(set.split(';').next().unwrap().to_owned());
            }
            "Logout" => {
                // Who is told that there is no such session has ended it before, or its answer was lost.
                let none = String::from_utf8_lossy(&answer.body).contains("NotAuthenticated");
                if well || none {
                    minutes.sessions.remove(cookie);
                }
                let found = if none { ", no such session" } else { "" };
                minutes.logouts.push(format!("{}{found}", answer.status));
            }
            "CreateCollectorForEvents" if well => minutes.collectors += 1,
            "DestroyCollector" if well => minutes.collectors -= 1,
            _ => {}
        }
        minutes.answers.insert(call.key(), answer.body.clone());
    }

    fn misbehave(&self, stream: &mut TcpStream, call: &Call, cookie: &str, act: Act) -> Then {
        match act {
            Act::Refuse | Act::Reset(At::Untaken) => {
                reset(stream);
                Then::End
            }
            Act::Close(At::Untaken) => Then::End,
            Act::Silence(_) => {
                let answer = self.forward(call, cookie).wire();
                if act == Act::Silence(At::Body) {
                    write(stream, &answer[..answer.len() - answer.len() / 4]);
                }
                self.wait_for_end(stream);
                Then::End
            }
            Act::Reset(at) | Act::Close(at) => {
                let answer = self.forward(call, cookie);
                let whole = answer.wire();
                let sent = match at {
                    At::Untaken | At::Unanswered => 0,
                    At::Headers => 20,
                    At::Body => whole.len() - answer.body.len() / 2,
                };
                write(stream, &whole[..sent]);
                if matches!(act, Act::Reset(_)) {
                    // What has been sent is to arrive before the reset.
                    std::thread::sleep(Duration::from_millis(if sent > 0 { 100 } else { 0 }));
                    reset(stream);
                }
                Then::End
            }
            Act::ClosedAfterwards => {
                write(stream, &self.forward(call, cookie).wire());
                Then::End
            }
            Act::Drip => {
                let whole = self.forward(call, cookie).wire();
                for drop in whole.chunks(whole.len() / 16 + 1) {
                    write(stream, drop);
                    std::thread::sleep(Duration::from_millis(10));
                }
                Then::On
            }
            Act::EndlessDrip => {
                write(stream, &self.forward(call, cookie).wire_of(1 << 20));
                self.drip(stream);
                Then::End
            }
            Act::Cut { length_fits } => {
                let mut answer = self.forward(call, cookie);
                let whole = answer.wire();
                let half = answer.body.len() / 2;
                if length_fits {
                    answer.body.truncate(half);
                    write(stream, &answer.wire());
                } else {
                    write(stream, &whole[..whole.len() - half]);
                }
                Then::End
            }
            Act::TooShortLength => {
                let mut answer = self.forward(call, cookie);
                let rest = answer.body.split_off(answer.body.len() / 2);
                write(stream, &[answer.wire(), rest].concat())
            }
            Act::CutChunks => {
                let answer = self.forward(call, cookie);
                write(stream, &answer.chunked(false));
                Then::End
            }
            Act::EndlessChunks => {
                let answer = self.forward(call, cookie);
                write(stream, &answer.chunked(false));
                let filler = [b" ".repeat(1 << 20), b"\r\n".to_vec()].concat();
                while write(stream, b"100000\r\n") == Then::On && write(stream, &filler) == Then::On {}
                Then::End
            }
            Act::BadGzip | Act::GzipBomb => {
                let mut answer = self.forward(call, cookie);
                let packed = if act == Act::GzipBomb { answers::bomb } else { answers::damaged };
                answer.body = packed(&answer.body);
                answer.headers.push_str("Content-Encoding: gzip\r\n");
                write(stream, &answer.wire())
            }
            Act::Status(status, headers, body) => {
                let answer = Answer { status, headers: headers.to_owned(), body: body.into() };
                write(stream, &answer.wire())
            }
            Act::Soap(name) => {
                if name == "NotAuthenticated" && !cookie.is_empty() {
                    // The session has ended in truth.
                    let end = Call {
                        method: "Logout".to_owned(),
                        body: answers::LOGOUT.to_owned(),
                        listing: String::new(),
                    };
                    self.forward(&end, cookie);
                }
                write(stream, &answers::fault(name).wire())
            }
            Act::Answer(xml) => {
                let mut answer = self.forward(call, cookie);
                answer.body = self.changed(xml, answer.body, call.of());
                write(stream, &answer.wire())
            }
            Act::Swapped => {
                let mut answer = self.forward(call, cookie);
                let other = if call.method.starts_with("RetrievePropertiesEx") {
                    "RetrievePropertiesEx:Datastore"
                } else if call.method == "ContinueRetrievePropertiesEx" {
                    "ContinueRetrievePropertiesEx:HostSystem"
                } else if call.method == "CurrentTime" {
                    "QueryOptions:"
                } else {
                    "CurrentTime:"
                };
                answer.body = self.known[other].clone();
                write(stream, &answer.wire())
            }
            Act::Signal(_) => {
                // Whoever sends the signal has been told; the answer comes when it has been received.
                std::thread::sleep(Duration::from_millis(300));
                write(stream, &self.forward(call, cookie).wire())
            }
        }
    }

    /// An answer with a change. Where pages are to have no end, the same page lies under the token that it gives.
    fn changed(&self, how: Xml, body: Vec<u8>, listing: &str) -> Vec<u8> {
        let nth = self.hits.load(Ordering::SeqCst);
        let changed = answers::changed(how, body.clone(), nth);
        if let Some(token) = answers::token(&changed).filter(|_| endless(how)) {
            self.tokens.lock().unwrap().insert(token.clone(), listing.to_owned());
            self.pages.lock().unwrap().insert(token, answers::continued(body));
        }
        changed
    }

    /// The next page without end; none where the token is the vCenter's, or the fault comes once.
    fn goes_on(&self, token: &str, listing: &str) -> Option<Answer> {
        let strike = self.strike.filter(|strike| !strike.once)?;
        let Act::Answer(how) = strike.act else { return None };
        let page = self.pages.lock().unwrap().get(token).cloned()?;
        self.hits.fetch_add(1, Ordering::SeqCst);
        let body = self.changed(how, page, listing);
        Some(Answer { status: 200, headers: String::new(), body })
    }

    fn drip(&self, stream: &mut TcpStream) {
        while !self.over.load(Ordering::SeqCst) && write(stream, b" ") == Then::On {
            std::thread::sleep(Duration::from_millis(200));
        }
    }
}

fn endless(xml: Xml) -> bool {
    matches!(xml, Xml::RepeatedToken | Xml::EndlessPages | Xml::EndlessEmptyPages | Xml::EndlessNewObjects)
}

fn write(stream: &mut TcpStream, bytes: &[u8]) -> Then {
    if stream.write_all(bytes).and_then(|()| stream.flush()).is_ok() { Then::On } else { Then::End }
}

fn reset(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_linger(Some(Duration::ZERO));
}

/// The next request of a connection, and its cookie.
fn receive(reader: &mut BufReader<TcpStream>) -> Option<(Call, String)> {
    let mut first = String::new();
    reader.read_line(&mut first).ok().filter(|&read| read > 0)?;
    let (mut length, mut cookie) = (0, String::new());
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.trim().parse().unwrap(),
            "cookie" => value.trim().clone_into(&mut cookie),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = String::from_utf8(body).unwrap();
    let method = if first.starts_with("GET ") {
        "GET".to_owned()
    } else {
        body.split_once("<soapenv:Body><")?.1.split_once(' ')?.0.to_owned()
    };
    Some((Call { method, body, listing: String::new() }, cookie))
}
