//! One reading with one fault, and what must hold of it.

use std::fs::File;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;
use vpreflight::report::Report;

use super::common::{Run, Vcsim, words};
use super::judged::Judged;
use super::phases::{Phase, When};
use super::server::{Answers, Minutes, Server, Strike};
use super::table::{Act, At};

/// A reading that takes longer hangs.
const HANGS: Duration = Duration::from_secs(150);

/// Most memory of a reading of this small inventory, MB; of one that is told too much. The largest answer
/// that is taken has 256 MB, and is held beside what is made of it, and while it grows once more.
const MEMORY_MB: u64 = 300;
const HOSTILE_MB: u64 = 1100;

/// Phases that meet answers of hundreds of megabytes: one of each way an answer is read.
const HEAVY: [&str; 6] = ["versions-file", "service-content", "login", "first-page", "event-pages", "logout"];

/// Readings of one simulated vCenter: each adds to its events, of which it keeps so many only.
const READINGS: usize = 100;

/// A collector that stays counts as so many readings: the simulated vCenter has 32 of them, and keeps them when
/// their session has ended.
const COLLECTOR: usize = 8;

/// The vCenter behind some readings, and what one without a fault gives.
pub struct Behind {
    vcenter: Vcsim,
    pub report: Report,
    prerequisites: Value,
    answers: Arc<Answers>,
}

impl Behind {
    fn start() -> Self {
        let vcenter = Vcsim::start("bad-day");
        let server = Server::start(&vcenter.at.url, None, &Arc::default());
        let (run, _) = read(&vcenter, &server, None);
        let minutes = server.end();
        assert!(run.code == 1 && minutes.sessions.is_empty(), "{}: {}", run.code, run.stderr);
        let mut report = run.report();
        Self {
            vcenter,
            report: serde_json::from_str(&run.stdout).unwrap(),
            prerequisites: report["prerequisites"].take(),
            answers: Arc::new(minutes.answers),
        }
    }
}

type Now = Mutex<Option<(usize, Arc<Behind>)>>;

fn now() -> &'static Now {
    static NOW: Now = Mutex::new(None);
    &NOW
}

fn behind() -> Arc<Behind> {
    // A vCenter that did not start fails the trial that wanted it; the next one starts another.
    let mut now = now().lock().unwrap_or_else(PoisonError::into_inner);
    let (used, behind) = now.take().filter(|(used, _)| *used < READINGS).unwrap_or_else(|| {
        // The last one ends with its last reading.
        (0, Arc::new(Behind::start()))
    });
    *now = Some((used + 1, Arc::clone(&behind)));
    behind
}

/// Counts what has stayed on the vCenter of a reading.
fn stayed(on: &Arc<Behind>, collectors: isize) {
    if let Some((used, _)) = now()
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .as_mut()
        .filter(|(_, behind)| Arc::ptr_eq(behind, on))
    {
        *used += COLLECTOR * usize::try_from(collectors).unwrap_or(0);
    }
}

/// What came of a fault.
pub struct Came {
    /// In the words of the matrix.
    pub what: String,
    /// The most memory the program had, MB.
    pub peak_mb: u64,
}

/// Reads with one fault; what came of it, or what did not hold.
pub fn hold(strike: Strike) -> Result<Came, String> {
    let behind = behind();
    let server = Server::start(&behind.vcenter.at.url, Some(strike), &behind.answers);
    let (run, peak_mb) = read(&behind.vcenter, &server, Some(strike));
    let authority = format!("127.0.0.1:{}", server.port);
    let struck = server.has_struck() || strike.act == Act::Refuse;
    let minutes = server.end();
    stayed(&behind, minutes.collectors);
    let mut wrong = Vec::new();
    let mut must = |holds: bool, what: &dyn Fn() -> String| {
        if !holds {
            wrong.push(what());
        }
    };
    must(struck, &|| "the fault did not strike".to_owned());
    let limit = if strike.act.hostile() { HOSTILE_MB } else { MEMORY_MB };
    must(peak_mb <= limit, &|| format!("{peak_mb} MB of memory"));
    must(!run.stderr.contains("panicked"), &|| "it panics".to_owned());
    for secret in [behind.vcenter.at.password.as_str(), "vmware_soap_session"] {
        must(!run.stderr.contains(secret) && !run.stdout.contains(secret), &|| "a secret shows".to_owned());
    }
    let mut what = match run.code {
        0 | 1 | 3 => {
            let report: Value = run.report();
            if report["prerequisites"] == behind.prerequisites {
                must(run.code == 1, &|| format!("exit code {} for the same report", run.code));
                "same".to_owned()
            } else {
                for how in better(&behind.report, &run) {
                    must(false, &|| how.clone());
                }
                "less".to_owned()
            }
        }
        4 => {
            must(run.stdout.is_empty(), &|| "a report beside the error".to_owned());
            for lack in lacking(&run.stderr, &authority, strike) {
                must(false, &|| lack.clone());
            }
            "stop".to_owned()
        }
        code @ (130 | 143) if matches!(strike.act, Act::Signal(_)) => {
            must(run.stdout.is_empty(), &|| "a report of an ended run".to_owned());
            must((code == 143) == (strike.act == Act::Signal("-TERM")), &|| format!("exit code {code}"));
            "ended".to_owned()
        }
        code => {
            must(false, &|| format!("exit code {code}"));
            format!("exit {code}")
        }
    };
    if !minutes.sessions.is_empty() {
        must(may_stay(strike), &|| {
            format!("a session stays: {:?}, logouts {:?}", minutes.calls, minutes.logouts)
        });
        what.push_str(", session stays");
    }
    let logouts = minutes.calls.get("Logout").copied().unwrap_or(0);
    let tried = strike.phase.name != "logout" || matches!(strike.act, Act::Signal(_)) || logouts > 0;
    must(tried, &|| "no logout was tried".to_owned());
    let collectors = collectors_stay(&minutes, strike);
    must(!collectors, &|| format!("an event collector stays: {:?}", minutes.calls));
    if wrong.is_empty() {
        return Ok(Came { what, peak_mb });
    }
    Err(format!("{what}: {}\n{}", wrong.join("; "), run.stderr))
}

/// How a report is better than it should be, or worse for no reason.
fn better(undisturbed: &Report, run: &Run) -> Vec<String> {
    let report: Report = match serde_json::from_str(&run.stdout) {
        Ok(report) => report,
        Err(error) => return vec![error.to_string()],
    };
    Judged::new(undisturbed).broken(&Judged::new(&report), &super::rules(undisturbed))
}

/// What a message lacks: the server, the call, and what to do.
fn lacking(stderr: &str, authority: &str, strike: Strike) -> Vec<String> {
    const STEPS: [&str; 8] = ["check", "try again", "raise", "ask", "write", "see ", "give", "later"];
    let told = stderr.to_lowercase();
    let mut lacking = Vec::new();
    if !stderr.contains(authority) {
        lacking.push(format!("the message does not name {authority}"));
    }
    let whole = told.contains("the whole inventory");
    let login = strike.phase.call == "Login" && told.contains("log in");
    // Whichever call comes next is told that the session has ended.
    let lost = strike.act == Act::Soap("NotAuthenticated");
    if !stderr.contains(strike.phase.call) && !login && !whole && !lost {
        lacking.push(format!("the message does not name {}", strike.phase.call));
    }
    if !STEPS.iter().any(|step| told.contains(step)) {
        lacking.push("the message names no next step".to_owned());
    }
    lacking
}

/// Whether nothing can end the session: its cookie never came, or no logout comes through.
fn may_stay(strike: Strike) -> bool {
    let Strike { act, phase, once } = strike;
    let no_headers = matches!(
        act,
        Act::Reset(At::Unanswered | At::Headers)
            | Act::Close(At::Unanswered | At::Headers)
            | Act::Silence(At::Unanswered)
    );
    match phase.name {
        "login" => no_headers,
        "logout" | "more-connections" => !once,
        _ => false,
    }
}

/// Whether an event collector stays that could have been destroyed: it ends with its session, too.
fn collectors_stay(minutes: &Minutes, strike: Strike) -> bool {
    let told = |phase: &Phase| !phase.name.starts_with("event-collector");
    let lost = matches!(strike.act, Act::Soap("NotAuthenticated" | "ManagedObjectNotFound"));
    minutes.collectors > 0 && told(strike.phase) && !lost && !may_stay(strike)
}

/// Runs the program against the server; what it said, and the most memory it had.
fn read(vcenter: &Vcsim, server: &Server, strike: Option<Strike>) -> (Run, u64) {
    let place = tempfile::tempdir().unwrap();
    let url = format!("http://127.0.0.1:{}/sdk", server.port);
    let mut flags = words(&["check", "--format", "json", "--lang", "en", "--insecure", "--no-proxy"]);
    flags.extend(words(&["--ask-hosts", "--ask-vcenter", "--ask-drs", "--server", &url]));
    flags.extend(words(&["--username", &vcenter.at.username]));
    flags.extend(words(&["--password-file", &vcenter.password_file().display().to_string()]));
    // Where only a limit ends it, a short one: on a busy machine it may strike earlier, to the same end. A logout
    // has a limit of its own, and nobody waits for the file of versions.
    let waits = |phase: &str, act| phase != "logout" && (phase != "versions-file" || act == Act::EndlessDrip);
    let (call, whole) = match strike {
        Some(Strike { act: Act::Silence(_), .. }) => ("5", "120"),
        Some(Strike { act, phase, .. }) if act == Act::EndlessDrip && waits(phase.name, act) => ("60", "6"),
        Some(Strike { act: act @ Act::Status(429 | 503, ..), phase, once: false })
            if waits(phase.name, act) =>
        {
            ("60", "6")
        }
        _ => ("60", "120"),
    };
    flags.extend(words(&["--call-timeout", call, "--timeout", whole]));
    let mut child = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
        .args(&flags)
        .env_clear()
        .env("HOME", place.path())
        .env("TZ", "UTC")
        .stdin(Stdio::null())
        .stdout(File::create(place.path().join("out")).unwrap())
        .stderr(File::create(place.path().join("err")).unwrap())
        .spawn()
        .unwrap();
    let started = Instant::now();
    let mut peak = 0;
    let mut signal = match strike.map(|strike| strike.act) {
        Some(Act::Signal(name)) => Some(name),
        _ => None,
    };
    let code = loop {
        if let Some(name) = signal
            && server.struck.try_recv().is_ok()
        {
            send(name, &child);
            signal = None;
        }
        peak = memory(&child).unwrap_or(0).max(peak);
        if let Some(status) = child.try_wait().unwrap() {
            break status.code().unwrap_or(-1);
        }
        if started.elapsed() > HANGS {
            let _ = child.kill();
            let _ = child.wait();
            break -2;
        }
        std::thread::sleep(Duration::from_millis(4));
    };
    let text = |name: &str| std::fs::read_to_string(place.path().join(name)).unwrap();
    (Run { code, stdout: text("out"), stderr: text("err") }, peak)
}

fn send(signal: &str, child: &Child) {
    let sent = Command::new("kill").args([signal, &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
}

/// The most memory the program has had so far, MB, where the system tells.
fn memory(child: &Child) -> Option<u64> {
    let told = std::fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    // Until it has started it is a copy of this process.
    told.starts_with("Name:\tvpreflight\n").then_some(())?;
    let line = told.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse::<u64>().ok().map(|kb| kb >> 10)
}

/// Whether a phase holds this kind of fault.
pub fn fits(phase: &Phase, act: Act, once: bool) -> bool {
    let listing = matches!(phase.name, "first-page" | "later-pages");
    match phase.when {
        When::Connections => act.strikes_connections() && !(once && act == Act::Refuse),
        When::LaterConnections => act.strikes_connections() && !(once && act == Act::Refuse),
        When::Calls => {
            act != Act::Refuse
                && (listing || !act.of_listings())
                && (HEAVY.contains(&phase.name) || !act.heavy())
                && !(matches!(act, Act::Signal(_)) && (!once || cfg!(not(unix))))
        }
    }
}
