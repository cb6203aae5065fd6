//! What can go wrong on the way to an inventory, in words that name the next step.

use crate::inventory::ApiVersion;
use crate::sources::vim::XmlError;
use crate::terms::{Text, Told, shown_in_english, told};

/// Why a vCenter could not be read. No message holds a secret.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The address, or a setting beside it, cannot be used.
    Setting(Text),
    /// What was named to be read is not there.
    NotInScope(String),
    /// Nothing answers there.
    Unreachable {
        /// Host and port.
        server: String,
        /// What failed: name, connection, time.
        cause: Text,
        /// What to check.
        advice: Box<Text>,
    },
    /// The proxy on the way to it does not answer.
    Proxy {
        /// Host and port.
        server: String,
        /// Address of the proxy, without credentials.
        proxy: String,
        /// What failed.
        cause: Text,
    },
    /// It has answered before, and does not let this call pass.
    Refused {
        /// Host and port.
        server: String,
        /// Call that was refused.
        call: String,
        /// Its status.
        status: String,
        /// What to do.
        advice: Box<Text>,
    },
    /// A known vCenter seems to have answered something that no vCenter does.
    Foreign {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// With what.
        found: Text,
    },
    /// The server's certificate is not trusted.
    Untrusted {
        /// Host and port.
        server: String,
        /// What is wrong with the certificate.
        cause: Box<Text>,
        /// Thumbprint of the certificate.
        sha1: String,
        /// Thumbprint of the certificate.
        sha256: String,
    },
    /// No encrypted connection comes about.
    Tls {
        /// Host and port.
        server: String,
        /// What the two sides did not agree on.
        cause: Text,
        /// What to check.
        advice: Box<Text>,
    },
    /// No encrypted connection comes about, for what the server has is no longer safe, or not known here.
    DatedTls {
        /// Host and port.
        server: String,
        /// What the two sides did not agree on.
        cause: Text,
    },
    /// Something else answers.
    NotVcenter {
        /// Host and port.
        server: String,
        /// What answered.
        found: Text,
    },
    /// A single host answers.
    Esxi {
        /// Host and port.
        server: String,
        /// What it says it is.
        product: String,
    },
    /// The server is older than anything supported.
    TooOld {
        /// Host and port.
        server: String,
        /// Its API version.
        version: String,
    },
    /// The account is refused.
    Login {
        /// Host and port.
        server: String,
        /// User name.
        user: String,
        /// The server's reason.
        cause: Text,
        /// What to check.
        advice: Box<Text>,
    },
    /// The session ended while reading, twice.
    SessionLost {
        /// Host and port.
        server: String,
        /// Call that failed.
        call: String,
    },
    /// The connection broke in the middle of an answer.
    CutOff {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// Bytes received of the answer.
        bytes: usize,
        /// What the connection said.
        cause: Text,
    },
    /// The server took too long.
    TimeLimit {
        /// Host and port.
        server: String,
        /// What did not happen in time.
        what: Text,
        /// The limit.
        seconds: u64,
        /// What to change.
        advice: Box<Text>,
    },
    /// The answer is larger than anything a vCenter sends.
    TooLarge {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// The limit in megabytes.
        limit: usize,
    },
    /// The answers to one question do not end.
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
    TooMuch {
        /// Host and port.
        server: String,
        /// Call whose answer was the last.
        call: String,
        /// The limit in megabytes.
        limit: usize,
    },
    /// The server answered a call that must succeed with a fault.
    Fault {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// The fault as the server named it.
        fault: String,
    },
    /// An answer cannot be understood.
    Malformed {
        /// Host and port.
        server: String,
        /// Call that was answered.
        call: String,
        /// Where and what.
        cause: XmlError,
    },
    /// The caller asked to stop.
    Cancelled,
    /// Something in this program failed.
    Internal {
        /// Host and port.
        server: String,
        /// What failed.
        cause: Text,
    },
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Setting(what) => what.clone(),
            Self::NotInScope(what) => Text::quoted(what),
            Self::Unreachable { server, cause, advice } => {
                told!([cause, advice] "cannot reach {server}: {cause}. {advice}", "{server} に接続できません: {cause}。{advice}。")
            }
            Self::Proxy { server, proxy, cause } => told!(
                [cause] "cannot reach {server} by way of the proxy {proxy}: {cause}. The proxy is named by HTTPS_PROXY, ALL_PROXY or \
                 the system; --no-proxy passes it by, NO_PROXY names servers that need none",
                "プロキシ {proxy} を経由して {server} に接続できません: {cause}。プロキシは HTTPS_PROXY、ALL_PROXY、またはシステムで設定されています。--no-proxy でプロキシを使用せずに接続し、プロキシの不要なサーバは NO_PROXY で指定します。"
            ),
            Self::Refused { server, call, status, advice } => told!(
                [advice] "{server} refused {call} with HTTP {status}. {advice}",
                "{server} が {call} を HTTP {status} で拒否しました。{advice}。"
            ),
            Self::Foreign { server, call, found } => told!(
                [found] "{call} was answered {found}, not as {server} has answered before: something on the way (a gateway, a proxy, a \
                 filter of the web) answers in its place, or answers are mixed up. Nothing of this run is used; try again, and \
                 ask who runs what is on the way to let /sdk pass",
                "{call} の応答がこれまでの {server} の応答と異なります ({found})。経路上の機器 (ゲートウェイ、プロキシ、Web フィルタ) が代わりに応答しているか、応答が入れ替わっています。今回の結果は使用しません。再試行し、経路上の機器の管理者に /sdk を通すよう依頼します。"
            ),
            Self::Untrusted { server, cause, sha1, sha256 } => told!(
                [cause] "the certificate of {server} is not trusted: {cause}.\n  \
                 SHA-1 thumbprint:   {sha1}\n  \
                 SHA-256 thumbprint: {sha256}\n\
                 Compare it with the one shown on the vCenter itself. Then accept it in one of these ways:\n  \
                 --thumbprint {sha256}\n  \
                 a line '{server} {sha1}' in a file named by --tls-known-hosts or GOVC_TLS_KNOWN_HOSTS\n  \
                 the certificate authority's file with --tls-ca-certs or GOVC_TLS_CA_CERTS\n  \
                 --insecure or GOVC_INSECURE=1, which trusts anybody in between",
                "{server} の証明書を信頼できません: {cause}。\n  SHA-1 サムプリント:   {sha1}\n  SHA-256 サムプリント: {sha256}\n\
                 vCenter 自体に表示されるサムプリントと比較し、次のいずれかの方法で信頼します。\n  \
                 --thumbprint {sha256}\n  \
                 --tls-known-hosts または GOVC_TLS_KNOWN_HOSTS で指定したファイルに「{server} {sha1}」の行を追加\n  \
                 認証局のファイルを --tls-ca-certs または GOVC_TLS_CA_CERTS で指定\n  \
                 --insecure または GOVC_INSECURE=1 を指定 (経路上の第三者も信頼することになります)"
            ),
            Self::Tls { server, cause, advice } => told!(
                [cause, advice] "no encrypted connection to {server}: {cause}. {advice}",
                "{server} と暗号化された接続を確立できません: {cause}。{advice}。"
            ),
            Self::DatedTls { server, cause } => told!(
                [cause] "no encrypted connection to {server}: {cause}. It seems to have only what is no longer safe, as a \
                 vCenter before 6.0 has: old TLS, RSA key exchange, a small key; or its key is of a kind that is not known \
                 here, such as P-521. --tls-legacy speaks with either; docs/old-vcenters.md tells what that means",
                "{server} と暗号化された接続を確立できません: {cause}。6.0 より前の vCenter のように、安全とされなくなった方式 (古い TLS、RSA 鍵交換、短い鍵) だけを使用しているか、鍵が対応していない種類 (P-521 など) のようです。どちらの場合も --tls-legacy で接続できます (影響については docs/old-vcenters.md を参照)。"
            ),
            Self::NotVcenter { server, found } => told!(
                [found] "{server} is not a vCenter: it answered {found}. Check host name and port; the interface is \
                 usually https://HOST/sdk on port 443",
                "{server} は vCenter ではありません (応答: {found})。ホスト名とポートを確認します。通常は https://HOST/sdk、ポート 443 です。"
            ),
            Self::Esxi { server, product } => told!(
                "{server} is a single ESXi host ({product}), not a vCenter. HA and vMotion are properties of a \
                 cluster: give the address of the vCenter that manages this host",
                "{server} は vCenter ではなく、単独の ESXi ホスト ({product}) です。HA と vMotion はクラスタの機能です。このホストを管理する vCenter のアドレスを指定します。"
            ),
            Self::TooOld { server, version } => told!(
                "{server} speaks vSphere API {version}; at least {floor} is needed. Upgrade the vCenter first",
                "{server} の vSphere API は {version} ですが、{floor} 以上が必要です。先に vCenter をアップグレードします。",
                floor = ApiVersion::FLOOR
            ),
            Self::Login { server, user, cause, advice } => told!(
                [cause, advice] "{server} refuses to log in '{user}': {cause}. {advice}",
                "{server} が「{user}」のログインを拒否しました: {cause}。{advice}。"
            ),
            Self::SessionLost { server, call } => told!(
                "{server} ended the session while it was read ({call}), also after logging in again. Somebody \
                 may be ending sessions, or the session limit is very short: try again later",
                "{server} が読み取り中にセッションを終了しました ({call})。再ログイン後も同様です。セッションを終了させている人がいるか、セッションの期限が極端に短い可能性があります。しばらくしてから再試行します。"
            ),
            Self::CutOff { server, call, bytes, cause } => told!(
                [cause] "the answer of {server} to {call} was cut off after {bytes} bytes: {cause}. Nothing of this run \
                 is used; try again, and check proxies and firewalls on the way if it happens again",
                "{call} に対する {server} の応答が {bytes} バイトで途切れました: {cause}。今回の結果は使用しません。再試行し、繰り返す場合は経路上のプロキシとファイアウォールを確認します。"
            ),
            Self::TimeLimit { server, what, seconds, advice } => told!(
                [what, advice] "{server} took too long: {what} within {seconds} s. {advice}",
                "{server} の処理に時間がかかりすぎています: {seconds} 秒以内に{what}。{advice}。"
            ),
            Self::TooLarge { server, call, limit } => told!(
                "the answer of {server} to {call} is larger than {limit} MB: this is not a vCenter's answer. Check address and \
                 port, and what is between this machine and the vCenter",
                "{call} に対する {server} の応答が {limit} MB を超えており、vCenter の応答ではありません。アドレスとポート、および vCenter との経路を確認します。"
            ),
            Self::Endless { server, call, what, objects } => told!(
                "{server} goes on answering {call} without an end: {objects} objects of {what} so far, more than any vCenter \
                 has, or the same page again. Nothing of this run is used; check what is between this machine and the vCenter",
                "{call} に対する {server} の応答が終わりません。{what} のオブジェクトがすでに {objects} 個で、vCenter の上限を超えているか、同じページが繰り返されています。今回の結果は使用しません。vCenter との経路を確認します。"
            ),
            Self::TooMuch { server, call, limit } => told!(
                "the answers of {server} have more than {limit} MB together, {call} among them: this is not a vCenter. Check \
                 address and port, and what is between this machine and the vCenter",
                "{server} の応答の合計が {limit} MB を超えており ({call} を含む)、vCenter ではありません。アドレスとポート、および vCenter との経路を確認します。"
            ),
            Self::Fault { server, call, fault } => told!(
                "{server} answered {call} with a fault: {fault}. Try again; if it stays, the vCenter's own log tells more",
                "{server} が {call} に対してエラーを返しました: {fault}。再試行し、解消しない場合は vCenter のログを確認します。"
            ),
            Self::Malformed { server, call, cause } => told!(
                [cause] "the answer of {server} to {call} cannot be understood {cause}. Nothing of this run is used; try again, and \
                 check proxies and gateways on the way if it happens again",
                "{call} に対する {server} の応答を解釈できません: {cause}。今回の結果は使用しません。再試行し、繰り返す場合は経路上のプロキシとゲートウェイを確認します。"
            ),
            Self::Cancelled => told!("stopped on request", "要求により停止しました"),
            Self::Internal { server, cause } => told!(
                [cause] "reading {server} failed in this program itself: {cause}",
                "{server} の読み取り中に、このプログラム自体でエラーが発生しました: {cause}"
            ),
        }
    }
}

shown_in_english!(Error);
