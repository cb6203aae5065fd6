//! What a failed call amounts to, in words that name the next step.

use std::sync::atomic::Ordering;

use http::StatusCode;
use http::header::CONTENT_TYPE;

use super::{Client, Method};
use crate::sources::vcenter::error::Error;
use crate::sources::vcenter::soap::Bad;
use crate::sources::vcenter::tls::Refusal;
use crate::sources::vcenter::wire::{Answer, At, Failure};
use crate::sources::vim::{XmlError, XmlErrorKind};
use crate::terms::{Text, told};

impl Client {
    /// The error that a bad answer to `call` amounts to.
    pub fn bad(&self, method: Method, bad: Bad, bytes: usize) -> Error {
        let (server, call) = (self.server.clone(), method.name().to_owned());
        match bad {
            Bad::Xml(XmlError { kind: XmlErrorKind::Truncated, .. }) => Error::CutOff {
                server,
                call,
                bytes,
                cause: told!("it ends in the middle of an element", "要素の途中で終わっています"),
            },
            Bad::Xml(cause) => Error::Malformed { server, call, cause },
            Bad::NotSoap => {
                let found = told!("with something that is no SOAP answer", "SOAP ではない応答");
                if self.known.load(Ordering::Relaxed) {
                    return self.foreign(method, found);
                }
                Error::NotVcenter {
                    server, found: told!([found] "{call} {found}", "{call} に対して{found}")
                }
            }
            Bad::Fault(fault) if fault.is_session_lost() => Error::SessionLost { server, call },
            Bad::Fault(fault) => Error::Fault { server, call, fault: fault.detail() },
        }
    }

    /// The error that an answer amounts to which is not one to this call.
    pub fn foreign(&self, method: Method, found: Text) -> Error {
        Error::Foreign { server: self.server.clone(), call: method.name().to_owned(), found }
    }

    /// The error that answers amount to which are larger, together, than `limit` MB.
    pub(super) fn too_much(&self, call: &str, limit: usize) -> Error {
        Error::TooMuch { server: self.server.clone(), call: call.to_owned(), limit }
    }

    /// The error that an answer with a status amounts to that no vCenter gives.
    pub(super) fn wrong_status(&self, call: &str, answer: &Answer) -> Error {
        let (server, status) = (self.server.clone(), answer.status);
        if matches!(status.as_u16(), 502..=504) {
            return Error::Unreachable {
                server,
                cause: told!(
                    "{call} was answered HTTP {status}",
                    "{call} に対して HTTP {status} が返されました"
                ),
                advice: told!(
                    "The vCenter service behind it is not running, or still starting: try again when it is up",
                    "背後の vCenter サービスが停止しているか、起動中です。起動してから再試行します"
                ).into(),
            };
        }
        if status == StatusCode::PROXY_AUTHENTICATION_REQUIRED || self.known.load(Ordering::Relaxed) {
            return self.refusal(call, status);
        }
        let kind = answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or("no type");
        let found = told!("{call} with HTTP {status} ({kind})", "{call} に対して HTTP {status} ({kind})");
        Error::NotVcenter { server, found }
    }

    /// Names the proxy where it is what was not reached, or may be.
    fn by_proxy(&self, error: Error) -> Error {
        match (error, &self.proxy) {
            (Error::Unreachable { server, cause, .. }, Some(proxy)) => {
                Error::Proxy { server, proxy: proxy.clone(), cause }
            }
            (error, _) => error,
        }
    }

    /// The error that a refusal by status amounts to, of a server that is known to be a vCenter.
    pub(super) fn refusal(&self, call: &str, status: StatusCode) -> Error {
        let advice = match status.as_u16() {
            407 => {
                told!(
                    "The proxy wants a name and a password: write them into HTTPS_PROXY, or pass it by with --no-proxy",
                    "プロキシで認証が必要です。HTTPS_PROXY に名前とパスワードを設定するか、--no-proxy でプロキシを使用せずに接続します"
                )
            }
            429 | 503 => told!(
                "It, or something before it, limits the number of requests: try again later",
                "サーバまたはその手前の機器で要求数が制限されています。しばらくしてから再試行します"
            ),
            _ => {
                told!(
                    "Something before the vCenter refuses it (a gateway, a filter of the web): ask who runs that to let /sdk pass",
                    "vCenter の手前の機器 (ゲートウェイ、Web フィルタ) が拒否しています。その管理者に /sdk を通すよう依頼します"
                )
            }
        };
        let (server, call) = (self.server.clone(), call.to_owned());
        Error::Refused { server, call, status: status.to_string(), advice: advice.into() }
    }

    /// The error that a failed exchange amounts to, `received` bytes into the answer.
    pub(super) fn failure(&self, what: &str, failure: Failure, received: usize) -> Error {
        let (server, Failure { at, cause }) = (self.server.clone(), failure);
        let refused = self.handshake.take_refused();
        let unreachable = |cause, advice| {
            self.by_proxy(Error::Unreachable { server: self.server.clone(), cause, advice: Box::new(advice) })
        };
        match at {
            At::Silence => {
                let (what, seconds) = (
                    told!(
                        "nothing more came of the answer to {what}",
                        "{what} に対する応答の続きがありませんでした"
                    ),
                    self.call_timeout.as_secs(),
                );
                let advice = told!(
                    "Raise the time limit of a call if the server is just slow",
                    "サーバが遅いだけの場合は、呼び出しの制限時間 (--call-timeout) を延ばします"
                );
                Error::TimeLimit { server, what, seconds, advice: advice.into() }
            }
            At::Midway => Error::CutOff { server, call: what.to_owned(), bytes: received, cause },
            // Whatever is told beside it: it was refused here, before anything was sent.
            _ if let Some(Refusal { cause, sha1, sha256 }) = refused => {
                Error::Untrusted { server, cause: cause.into(), sha1, sha256 }
            }
            At::ConnectTime => unreachable(
                told!("no connection in time", "時間内に接続できませんでした"),
                told!(
                    "Check the address, and firewalls on the way",
                    "アドレスと、経路上のファイアウォールを確認します"
                ),
            ),
            At::Name => unreachable(
                told!([cause] "its name cannot be resolved ({cause})", "名前を解決できません ({cause})"),
                told!(
                    "Check the spelling of the name, and DNS on this machine",
                    "名前の綴りと、このマシンの DNS を確認します"
                ),
            ),
            At::DatedTls => Error::DatedTls { server, cause },
            At::Tls => Error::Tls { server, cause, advice: self.tls_advice() },
            At::HungUp if self.proxy.is_none() => Error::Tls { server, cause, advice: self.tls_advice() },
            At::Connect | At::HungUp => unreachable(
                cause,
                told!(
                    "Check address and port, and that the vCenter is running",
                    "アドレスとポート、および vCenter が稼動していることを確認します"
                ),
            ),
        }
    }

    fn tls_advice(&self) -> Box<Text> {
        let advice = if self.tls_legacy {
            told!(
                "Not even --tls-legacy speaks with it: check the port, which may be one for plain HTTP",
                "--tls-legacy でも接続できません。暗号化されない HTTP 用のポートでないか確認します"
            )
        } else {
            told!(
                "Check the port, which may be one for plain HTTP; if the server is older than vSphere 6.0, try --tls-legacy \
             (docs/old-vcenters.md)",
                "暗号化されない HTTP 用のポートでないか確認します。vSphere 6.0 より前のサーバの場合は --tls-legacy を試します (docs/old-vcenters.md を参照)"
            )
        };
        advice.into()
    }
}
