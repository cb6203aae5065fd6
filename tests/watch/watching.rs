//! A watch that runs, and who is told by it.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStderr, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use serde_json::Value;

/// Nothing takes so long that is going to come.
const LIMIT: Duration = Duration::from_secs(120);

/// What is said once the first round has been made.
pub const BEGAN: &str = "later rounds are held against this one";

/// A watch that runs.
pub struct Watching {
    child: Child,
    stderr: BufReader<ChildStderr>,
    said: String,
    /// Its folder: a home, and what it prints.
    pub folder: PathBuf,
}

impl Watching {
    /// Starts it in a folder, with a secret in its environment.
    pub fn start(folder: &Path, flags: &[String]) -> Self {
        let printed = File::create(folder.join("stdout")).unwrap();
        let mut child = Command::new(env!("CARGO_BIN_EXE_vpreflight"))
            .arg("watch")
            .args(["--lang", "en"])
            .args(flags)
            .current_dir(folder)
            .env_clear()
            .env("PATH", "/usr/bin:/bin")
            .env("HOME", folder)
            .env("TZ", "UTC")
            .env("GOVC_PASSWORD", "not for a hook")
            .stdin(Stdio::null())
            .stdout(Stdio::from(printed))
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stderr = BufReader::new(child.stderr.take().unwrap());
        Self { child, stderr, said: String::new(), folder: folder.to_owned() }
    }

    /// Waits until it says something on standard error.
    pub fn until(&mut self, words: &str) -> &mut Self {
        loop {
            let mut line = String::new();
            let read = self.stderr.read_line(&mut line).unwrap();
            self.said.push_str(&line);
            assert!(read > 0, "it ended without saying '{words}':\n{}", self.said);
            if line.contains(words) {
                return self;
            }
        }
    }

    /// Sends it a signal.
    pub fn signal(&self, name: &str) {
        let sent = Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    /// Waits for its end: the exit code, standard output and standard error.
    pub fn ended(mut self) -> (i32, String, String) {
        self.stderr.read_to_string(&mut self.said).unwrap();
        let code = self.child.wait().unwrap().code().unwrap_or(-1);
        let printed = fs::read_to_string(self.folder.join("stdout")).unwrap();
        (code, printed, std::mem::take(&mut self.said))
    }

    /// Ends it by SIGTERM.
    pub fn stopped(self) -> (i32, String, String) {
        self.signal("TERM");
        self.ended()
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program that is told, in a folder: it notes its arguments and its environment, and hands on what it reads.
pub struct Hook {
    /// The program.
    pub program: PathBuf,
    folder: PathBuf,
    told: Receiver<String>,
}

impl Hook {
    /// Makes it.
    pub fn of(folder: &Path) -> Self {
        let pipe = folder.join("pipe");
        assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let script = "#!/bin/sh\ncd \"${0%/*}\"\nprintf '%s\\n' \"$# $*\" >> arguments\nenv >> environment\nexec cat > pipe\n";
        let program = script_in(folder, "hook.sh", script);
        let (tell, told) = channel();
        std::thread::spawn(move || {
            // Each notice is one opening of the pipe.
            while let Ok(text) = fs::read_to_string(&pipe) {
                if tell.send(text).is_err() {
                    return;
                }
            }
        });
        Self { program, folder: folder.to_owned(), told }
    }

    /// The next notice, as JSON.
    pub fn next(&self) -> Value {
        let text = self.told.recv_timeout(LIMIT).expect("a notice");
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
    }

    /// Whether nothing more has been told.
    pub fn is_quiet(&self) -> bool {
        self.told.try_recv().is_err()
    }

    /// What it noted of its arguments and its environment.
    pub fn noted(&self) -> (String, String) {
        let read = |name: &str| fs::read_to_string(self.folder.join(name)).unwrap_or_default();
        (read("arguments"), read("environment"))
    }
}

/// A script that can be started.
pub fn script_in(folder: &Path, name: &str, text: &str) -> PathBuf {
    use std::os::unix::fs::PermissionsExt;
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    fs::set_permissions(&file, fs::Permissions::from_mode(0o755)).unwrap();
    file
}

/// A server that takes what is posted.
pub struct Taker {
    /// Its address.
    pub url: String,
    told: Receiver<(String, Value)>,
}

impl Taker {
    /// Starts it; it answers with this status.
    pub fn start(status: &'static str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/secret-path/api/v2/alerts", listener.local_addr().unwrap());
        let (tell, told) = channel();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                let Some(posted) = take(stream, status) else { continue };
                if tell.send(posted).is_err() {
                    return;
                }
            }
        });
        Self { url, told }
    }

    /// The next thing that was posted: the head of the request, and its body.
    pub fn next(&self) -> (String, Value) {
        self.told.recv_timeout(LIMIT).expect("a request")
    }
}

fn take(mut stream: TcpStream, status: &str) -> Option<(String, Value)> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head).ok()? == 0 {
            return None;
        }
    }
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned));
    let mut body = vec![0; length?.trim().parse().ok()?];
    reader.read_exact(&mut body).ok()?;
    write!(stream, "HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n").ok()?;
    Some((head, serde_json::from_slice(&body).expect("JSON")))
}

/// Stands before a server, and can be away.
pub struct Relay {
    /// Its address in place of that of the server.
    pub url: String,
    away: Arc<AtomicBool>,
}

impl Relay {
    /// Starts it before `host:port`.
    pub fn before(server: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("https://{}/sdk", listener.local_addr().unwrap());
        let away = Arc::new(AtomicBool::new(false));
        let (server, is_away) = (server.to_owned(), Arc::clone(&away));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(stream) = stream else { return };
                if is_away.load(Ordering::SeqCst) {
                    continue;
                }
                let Ok(behind) = TcpStream::connect(&server) else { continue };
                pass(&stream, &behind);
                pass(&behind, &stream);
            }
        });
        Self { url, away }
    }

    /// Nothing gets through any more, or it does again.
    pub fn set_away(&self, away: bool) {
        self.away.store(away, Ordering::SeqCst);
    }
}

fn pass(from: &TcpStream, to: &TcpStream) {
    let (mut from, mut to) = (from.try_clone().unwrap(), to.try_clone().unwrap());
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(std::net::Shutdown::Write);
    });
}
