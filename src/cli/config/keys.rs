//! What a configuration file may set: each key is an argument of the same name.

use crate::terms::{Text, told};

/// Form of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A text or a list of texts.
    Texts,
    /// A whole number.
    Number,
    /// True or false.
    Bool,
    /// A day or a time, as TOML writes it or as a text.
    Time,
    /// A file, from the folder of the configuration file.
    Path,
    /// A file or a list of them.
    Paths,
    /// Files as in `PATH`: a file or a list of them.
    PathList,
    /// A format, or `FORMAT=FILE`, or a list of them.
    Formats,
}

/// A key of a configuration file.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    /// Its table.
    pub table: &'static str,
    /// Its name, that of the flag.
    pub name: &'static str,
    /// Id of the argument.
    pub arg: &'static str,
    /// Form of the value.
    pub form: Form,
}

const fn key(table: &'static str, name: &'static str, arg: &'static str, form: Form) -> Key {
    Key { table, name, arg, form }
}

/// Every key, in the order of the template.
pub const KEYS: &[Key] = &[
    key("vcenter", "server", "server", Form::Text),
    key("vcenter", "username", "username", Form::Text),
    key("vcenter", "tls-ca-certs", "tls_ca_certs", Form::PathList),
    key("vcenter", "tls-known-hosts", "tls_known_hosts", Form::Path),
    key("vcenter", "thumbprint", "thumbprint", Form::Text),
    key("vcenter", "tls-legacy", "tls_legacy", Form::Bool),
    key("vcenter", "no-proxy", "no_proxy", Form::Bool),
    key("vcenter", "events-since", "events_since", Form::Time),
    key("vcenter", "timeout", "timeout", Form::Number),
    key("vcenter", "call-timeout", "call_timeout", Form::Number),
    key("scope", "datacenter", "datacenter", Form::Texts),
    key("scope", "cluster", "cluster", Form::Texts),
    key("scope", "vm", "vm", Form::Texts),
    key("rules", "profile", "profile", Form::Texts),
    key("rules", "reading", "reading", Form::Text),
    key("rules", "folders", "rules", Form::Paths),
    key("people", "decisions", "decisions", Form::Path),
    key("people", "lms-vm", "lms_vm", Form::Text),
    key("people", "installed-at", "installed_at", Form::Time),
    key("verdict", "fail-on", "fail_on", Form::Text),
    key("verdict", "allow-unknown", "allow_unknown", Form::Bool),
    key("verdict", "strict", "strict", Form::Bool),
    key("verdict", "fail-on-stale", "fail_on_stale", Form::Bool),
    key("verdict", "baseline", "baseline", Form::Path),
    key("report", "format", "format", Form::Formats),
    key("report", "lang", "lang", Form::Text),
    key("report", "zone", "zone", Form::Text),
];

/// Tables, in the order of the template. `rule` is read by the rules.
pub const TABLES: &[&str] = &["vcenter", "scope", "rules", "people", "verdict", "report"];

/// Where passwords go.
pub fn password() -> Text {
    told!(
        "a password never stands in a configuration file; it comes from GOVC_PASSWORD, \
         --password-file, --password-stdin or a prompt",
        "パスワードは設定ファイルには書けません。GOVC_PASSWORD、--password-file、--password-stdin、またはプロンプトで指定します。"
    )
}

/// Keys that are refused, and why.
pub fn refused() -> [(&'static [&'static str], Text); 2] {
    let insecure = told!(
        "it is for one run at a time (--insecure); give tls-ca-certs, tls-known-hosts or a thumbprint",
        "実行ごとに --insecure で指定するものです。tls-ca-certs、tls-known-hosts、thumbprint のいずれかを指定します。"
    );
    [
        (&["password", "passwd", "pass", "password-file", "password-stdin", "secret", "token"], password()),
        (&["insecure"], insecure),
    ]
}
