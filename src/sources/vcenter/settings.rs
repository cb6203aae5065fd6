//! Where the vCenter is, how to log in, and whom to trust.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

use reqwest::Url;

use super::error::Error;
use crate::terms::{Text, told};

/// Longest password, bytes.
const MAX_PASSWORD: usize = 1024;

/// A password. It can be used, but neither shown nor logged.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Keeps `text` from view.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The password itself, for the one request that needs it.
    pub(super) fn reveal(&self) -> &str {
        &self.0
    }

    /// Nothing was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What keeps it from being sent, without it.
    fn check(&self) -> Result<(), Text> {
        let text = self.0.as_str();
        if text.is_empty() {
            Err(told!("it is empty", "空です"))
        } else if text.starts_with('\u{feff}') {
            Err(told!(
                "it begins with a byte-order mark, which is no part of it: save the file as UTF-8 without one",
                "先頭にバイト オーダー マーク (BOM) がありますが、パスワードの一部ではありません。ファイルを BOM なしの UTF-8 で保存します。"
            ))
        } else if text.len() > MAX_PASSWORD {
            Err(told!(
                "it is longer than 1024 bytes: the wrong file, or several lines in one",
                "1024 バイトを超えています。別のファイルを指定したか、複数の行が 1 行になっています。"
            ))
        } else if text.chars().any(|one| !is_xml(one)) {
            Err(told!(
                "it holds a control character, which no SOAP message can carry",
                "SOAP メッセージで送信できない制御文字が含まれています"
            ))
        } else {
            Ok(())
        }
    }
}

/// Whether XML 1.0 can carry a character.
fn is_xml(one: char) -> bool {
    !matches!(one, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}')
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Which server certificates are accepted.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Files with certificate authorities (PEM), instead of those of the operating system.
    pub ca_files: Vec<PathBuf>,
    /// Files with lines of `host:port thumbprint`: what they name is accepted as well.
    pub known_hosts: Vec<PathBuf>,
    /// SHA-1 or SHA-256 of the one certificate that is accepted, with or without colons.
    pub thumbprint: Option<String>,
    /// Accept any certificate, and addresses that begin with `http://`.
    pub insecure: bool,
}

/// Everything needed to read a vCenter.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Address of the interface, without credentials; see [`parse_url`].
    pub url: Url,
    /// User name.
    pub username: String,
    /// Password.
    pub password: Secret,
    /// Which certificates are accepted.
    pub trust: Trust,
    /// Longest silence of the server within a call.
    pub call_timeout: Duration,
    /// Longest time for everything.
    pub total_timeout: Duration,
    /// Speak through OpenSSL, down to TLS 1.0 and keys of any size; only builds with the feature `legacy-tls` can.
    pub tls_legacy: bool,
    /// Ignore `HTTPS_PROXY` and its like.
    pub no_proxy: bool,
    /// Objects asked for at a time.
    pub page_size: usize,
    /// Do not ask for older events, seconds since 1970-01-01 UTC; `None` = ask for all that are kept.
    pub events_since_s: Option<i64>,
    /// What is asked beyond the usual.
    pub asks: Asks,
    /// Hears of each request that was answered; `None` = nobody does.
    pub trace: Option<fn(&Exchange<'_>)>,
}

/// A request that was answered: nothing of what either said, so nothing secret.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// Name of the call, or of the file that was asked for.
    pub call: &'a str,
    /// From the sending to the last byte of the answer.
    pub took: Duration,
    /// Bytes of the answer, unpacked.
    pub bytes: usize,
    /// Status of HTTP.
    pub status: u16,
}

/// What is asked on request only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asks {
    /// Each host, what its physical adapters hear: one call per host.
    pub hosts: bool,
    /// vCenter, whether it would move each VM to each other host of its cluster: tasks of its
    /// checker, which everybody sees among the recent tasks.
    pub vcenter: bool,
    /// DRS of each cluster, where it would move the VMs of each host to empty it: one call per host, which
    /// takes more than rights to read and changes nothing.
    pub drs: bool,
}

impl Settings {
    /// Settings with the usual limits. A server that collects 40,000 VMs is silent for about half
    /// a minute before its first page.
    pub fn new(url: Url, username: impl Into<String>, password: Secret) -> Self {
        Self {
            url,
            username: username.into(),
            password,
            trust: Trust::default(),
            call_timeout: Duration::from_secs(120),
            total_timeout: Duration::from_secs(30 * 60),
            tls_legacy: false,
            no_proxy: false,
            page_size: 500,
            events_since_s: None,
            asks: Asks::default(),
            trace: None,
        }
    }

    /// Whether a server can be sent name and password at all: several wrong logins lock an account.
    ///
    /// # Errors
    /// [`Error::Setting`] with what is wrong.
    pub(super) fn check(&self) -> Result<(), Error> {
        if self.username.is_empty() {
            return Err(Error::Setting(told!(
                "a user name is needed to log in to the vCenter",
                "vCenter へのログインにはユーザー名が必要です"
            )));
        }
        if self.username.chars().any(|one| !is_xml(one)) {
            let why = told!(
                "the user name holds a control character, which no SOAP message can carry. Nothing was sent",
                "ユーザー名に、SOAP メッセージで送信できない制御文字が含まれています。何も送信していません。"
            );
            return Err(Error::Setting(why));
        }
        self.password.check().map_err(|why| {
            Error::Setting(told!([why] "the password cannot be sent to a vCenter: {why}. Nothing was sent", "パスワードを vCenter に送信できません: {why}。何も送信していません。"))
        })
    }

    /// Host and port, as messages and known-hosts files name the server.
    pub(super) fn server(&self) -> String {
        let host = self.url.host_str().unwrap_or_default();
        format!("{host}:{}", self.url.port_or_known_default().unwrap_or(443))
    }
}

/// An address as `GOVC_URL` has it, taken apart.
#[derive(Clone, Debug)]
pub struct Address {
    /// Address of the interface, without credentials.
    pub url: Url,
    /// User name in the address.
    pub username: Option<String>,
    /// Password in the address.
    pub password: Option<Secret>,
}

/// Reads an address as `GOVC_URL` has it: `host`, `host:port`, `user:password@host`,
/// `https://host/sdk`, an IPv6 address in brackets. Without a scheme it is `https`, without a path
/// `/sdk`. Messages never repeat what stands before an `@`.
pub fn parse_url(text: &str) -> Result<Address, Error> {
    let text = text.trim();
    if let Some(scheme) = ["https//", "http//", "https:/", "http:/"]
        .into_iter()
        .find(|scheme| text.to_ascii_lowercase().starts_with(scheme) && !text.contains("://"))
    {
        let meant = scheme.split([':', '/']).next().unwrap_or_default();
        return Err(Error::Setting(told!(
            "the address of the vCenter begins with '{scheme}': '{meant}://' is meant",
            "vCenter のアドレスが「{scheme}」で始まっています。「{meant}://」の誤りです。"
        )));
    }
    let (scheme, rest) = match text.split_once("://") {
        Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
        None => ("https".to_owned(), text),
    };
    if scheme != "https" && scheme != "http" {
        let help = told!(
            "an address begins with https://, or with nothing before the host name",
            "https:// で始めるか、ホスト名から始めます"
        );
        return Err(Error::Setting(
            told!([help] "the address of the vCenter has an unknown scheme: {help}", "vCenter のアドレスのスキームが正しくありません: {help}"),
        ));
    }
    let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if path.contains('@') {
        return Err(Error::Setting(
            told!("the address of the vCenter has a '/', '?' or '#' before its '@': write these characters of a \
             user name or password as %2F, %3F, %23, or give both outside the address", "vCenter のアドレスの '@' より前に '/'、'?'、'#' があります。ユーザー名やパスワードのこれらの文字は %2F、%3F、%23 と書くか、アドレスとは別に指定します。")
                .to_owned(),
        ));
    }
    let (userinfo, host) = match authority.rsplit_once('@') {
        Some((userinfo, host)) => (Some(userinfo), host),
        None => (None, authority),
    };
    if host.is_empty() {
        return Err(Error::Setting(told!(
            "the address of the vCenter names no host",
            "vCenter のアドレスにホスト名がありません"
        )));
    }
    // Two colons without brackets can only be an IPv6 address.
    let bare_v6 = !host.starts_with('[') && host.matches(':').count() > 1;
    let host = if bare_v6 { format!("[{host}]") } else { host.to_owned() };
    let path = if is_page(path) { "/sdk" } else { path };
    let url = Url::parse(&format!("{scheme}://{host}{path}")).map_err(|error| {
        Error::Setting(told!("'{host}' is no address of a vCenter ({error}): give a host name or an IP address, with a port \
             if it is not 443", "「{host}」は vCenter のアドレスではありません ({error})。ホスト名または IP アドレスを指定し、443 以外の場合はポートも指定します。"
        ))
    })?;
    let (username, password) =
        match userinfo.map(|userinfo| userinfo.split_once(':').unwrap_or((userinfo, ""))) {
            None => (None, None),
            Some((user, password)) => (
                Some(percent_decoded(user)?).filter(|user| !user.is_empty()),
                Some(Secret::new(percent_decoded(password)?)).filter(|password| !password.is_empty()),
            ),
        };
    Ok(Address { url, username, password })
}

/// Whether a path is none, or that of a page people have open in a browser and copy from there.
fn is_page(path: &str) -> bool {
    let first = path.trim_start_matches('/').split(['/', '?', '#']).next().unwrap_or_default();
    ["", "ui", "vsphere-client", "mob", "websso", "folder"].contains(&first.to_ascii_lowercase().as_str())
}

fn percent_decoded(text: &str) -> Result<String, Error> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        let digits =
            if byte == b'%' { tail.get(..2).and_then(|hex| std::str::from_utf8(hex).ok()) } else { None };
        match digits.filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit())) {
            Some(hex) => {
                bytes.push(u8::from_str_radix(hex, 16).unwrap_or_default());
                rest = tail.get(2..).unwrap_or_default();
            }
            // A lone per cent sign stands for itself.
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).map_err(|_| {
        Error::Setting(told!(
            "user name or password in the address of the vCenter are not UTF-8 once decoded",
            "vCenter のアドレスのユーザー名またはパスワードが、デコードすると UTF-8 になりません"
        ))
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn addresses_as_govc_has_them() {
        let cases = [
            ("vc.example.com", "https://vc.example.com/sdk", None, None),
            ("vc.example.com:8443/", "https://vc.example.com:8443/sdk", None, None),
            ("https://vc.example.com/sdk", "https://vc.example.com/sdk", None, None),
            ("root:pa%40ss@10.0.0.1", "https://10.0.0.1/sdk", Some("root"), Some("pa@ss")),
            ("a@b.local:p@ss@vc", "https://vc/sdk", Some("a@b.local"), Some("p@ss")),
            (r"DOM\user:x@vc", "https://vc/sdk", Some(r"DOM\user"), Some("x")),
            ("u@[::1]:8989", "https://[::1]:8989/sdk", Some("u"), None),
            ("fe80::1", "https://[fe80::1]/sdk", None, None),
            ("http://127.0.0.1:8989/sdk", "http://127.0.0.1:8989/sdk", None, None),
            ("u:100%@vc", "https://vc/sdk", Some("u"), Some("100%")),
            ("https://vc.example.com/ui/", "https://vc.example.com/sdk", None, None),
            ("https://vc/ui/app/host;nav=h/urn:vmomi:HostSystem:host-1", "https://vc/sdk", None, None),
            ("https://vc:9443/vsphere-client/#extensionId=x", "https://vc:9443/sdk", None, None),
            ("https://vc/mob/?moid=domain-c7", "https://vc/sdk", None, None),
        ];
        for (text, url, username, password) in cases {
            let address = parse_url(text).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(address.url.as_str(), url, "{text}");
            assert_eq!(address.username.as_deref(), username, "{text}");
            assert_eq!(address.password.as_ref().map(Secret::reveal), password, "{text}");
        }
    }

    #[test]
    fn errors_keep_the_secret() {
        for (text, meant) in
            [("https//vc/sdk", "https://"), ("http:/vc", "http://"), ("HTTPS//u:secret@vc", "https://")]
        {
            let message = parse_url(text).err().unwrap_or_else(|| panic!("{text} was accepted")).to_string();
            assert!(message.contains(meant) && !message.contains("secret"), "{text}: {message}");
        }
        for text in ["u:se/cret@vc", "u:secret@", "ftp://u:secret@vc", "u:secret@vc:99999", "u:secret@a b"] {
            let message = parse_url(text).err().unwrap_or_else(|| panic!("{text} was accepted")).to_string();
            assert!(!message.contains("secret") && !message.contains("se/cret"), "{text}: {message}");
        }
        let settings = Settings::new(parse_url("vc").unwrap().url, "u", Secret::new("hidden"));
        assert!(!format!("{settings:?}").contains("hidden"));
    }
}
