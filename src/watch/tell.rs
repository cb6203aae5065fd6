//! Who is told of a notice: a program, by its standard input, or a server, by a request.
//!
//! What is told holds names from the inventory, which are text for programs that read JSON and nothing else: none of them
//! is ever an argument, a variable or a part of an address.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use reqwest::Url;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;

use crate::sources::web;
use crate::terms::{Text, Told, shown_in_english, told};

/// Variables that hold secrets of the run, which are no business of a program that is told of changes.
const SECRETS: [&str; 3] = ["GOVC_PASSWORD", "GOVC_URL", "VPREFLIGHT_WEBHOOK"];

/// Who is told.
#[derive(Clone, Debug)]
pub enum Ear {
    /// A program, without arguments.
    Program(PathBuf),
    /// A server, and in which form.
    Server(Url, Form),
}

/// In which form a server is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// The notice as it is.
    #[default]
    Json,
    /// Alerts, as Alertmanager takes them.
    Alertmanager,
}

/// Why somebody was not told.
#[derive(Debug)]
pub enum Failed {
    /// The program cannot be started.
    Start(PathBuf, std::io::Error),
    /// It ended otherwise than well.
    Ended(PathBuf, String),
    /// It was ended: it took too long.
    Slow(PathBuf, u64),
    /// The server cannot be asked, or did not answer; the name of its host.
    Server(String, String),
    /// It answered otherwise than well.
    Status(String, u16),
}

impl Told for Failed {
    fn told(&self) -> Text {
        match self {
            Self::Start(program, error) => told!(
                [error] "{program} was not told: it cannot be started: {error}",
                "{program} に通知できません。起動できませんでした: {error}",
                program = program.display()
            ),
            Self::Ended(program, status) => told!(
                "{program} was told, and ended with an error ({status})",
                "{program} に通知しましたが、エラーで終了しました ({status})",
                program = program.display()
            ),
            Self::Slow(program, seconds) => told!(
                "{program} was ended: it took longer than {seconds} s (--notify-timeout)",
                "{program} を終了しました。{seconds} 秒以内に完了しませんでした (--notify-timeout)。",
                program = program.display()
            ),
            Self::Server(host, cause) => {
                told!("{host} was not told: {cause}", "{host} に通知できません: {cause}")
            }
            Self::Status(host, status) => told!(
                "{host} did not take what it was told: status {status}",
                "{host} は通知を受け付けませんでした (ステータス {status})"
            ),
        }
    }
}

shown_in_english!(Failed);

impl Ear {
    /// Whether it is told in the form of Alertmanager.
    pub fn takes_alerts(&self) -> bool {
        matches!(self, Self::Server(_, Form::Alertmanager))
    }

    /// Tells it a document.
    ///
    /// # Errors
    /// Why it was not told.
    pub async fn tell(&self, document: &[u8], limit: Duration, no_proxy: bool) -> Result<(), Failed> {
        match self {
            Self::Program(program) => start(program, document, limit).await,
            Self::Server(url, _) => post(url, document, limit, no_proxy).await,
        }
    }
}

async fn start(program: &PathBuf, document: &[u8], limit: Duration) -> Result<(), Failed> {
    let mut command = Command::new(program);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).kill_on_drop(true);
    for secret in SECRETS {
        command.env_remove(secret);
    }
    let mut child = command.spawn().map_err(|error| Failed::Start(program.clone(), error))?;
    let input = child.stdin.take();
    let told = async {
        if let Some(mut input) = input {
            // A program that does not want to read it all has its reasons; how it ends counts.
            let _ = input.write_all(document).await;
            let _ = input.shutdown().await;
        }
        child.wait().await
    };
    match tokio::time::timeout(limit, told).await {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => Err(Failed::Ended(program.clone(), status.to_string())),
        Ok(Err(error)) => Err(Failed::Start(program.clone(), error)),
        Err(_) => {
            // Waited for as well, so that none is left behind.
            let _ = child.kill().await;
            Err(Failed::Slow(program.clone(), limit.as_secs()))
        }
    }
}

/// Secrets may stand in the path of an address: only its host is ever shown.
async fn post(url: &Url, document: &[u8], limit: Duration, no_proxy: bool) -> Result<(), Failed> {
    let host = url.host_str().unwrap_or_default().to_owned();
    let failed = |cause| Failed::Server(host.clone(), cause);
    let client = web::client(limit, no_proxy).map_err(failed)?;
    let request = client.post(url.clone()).header("content-type", "application/json").body(document.to_vec());
    let answer = request.send().await.map_err(|error| failed(web::root_cause(&error.without_url())))?;
    let status = answer.status();
    if status.is_success() { Ok(()) } else { Err(Failed::Status(host, status.as_u16())) }
}
