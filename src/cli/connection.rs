//! From arguments and `GOVC_*` variables to the settings of a connection, and the reading itself.

use std::io::{BufRead, IsTerminal};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::args::{AskArgs, ConnectionArgs};
use super::environment::variable;
use super::exit::Failure;
use super::failed::failed;
use super::progress::Line;
use super::say::{is_verbose, note, say, spoken};
use super::signals::Signals;
use crate::preflight::{self, VCenter};
use crate::render::safe;
use crate::sources::vcenter::{self, Asks, Exchange, Secret, Settings, Trust};
use crate::terms::time::{Moment, Zone};
use crate::terms::{Text, told};

/// Longest first line of a password file; anything longer is the wrong file.
const MAX_PASSWORD: usize = 4096;

/// Does something with the vCenter that the arguments name, with a line of progress, until it is interrupted.
pub fn with<T>(
    args: &ConnectionArgs,
    ask: &AskArgs,
    zone: &Zone,
    read: impl FnOnce(VCenter<'_>) -> Result<T, preflight::Error>,
) -> Result<T, Failure> {
    let settings = one(args, ask, zone)?;
    let line = Line::new();
    let signals = Signals::watch();
    let done = read(VCenter { settings: &settings, progress: &line, cancel: signals.first() });
    line.finish();
    match signals.ended() {
        Some(failure) => Err(failure),
        None => done.map_err(failed),
    }
}

/// The connection to the one vCenter that the arguments name. What it risks is said.
///
/// # Errors
/// When several are named, or something is missing.
pub fn one(args: &ConnectionArgs, ask: &AskArgs, zone: &Zone) -> Result<Settings, Failure> {
    if args.server.len() > 1 {
        return Err(one_at_a_time("--server"));
    }
    let settings = settings(args, args.server.first(), (ask, zone), None)?;
    warn(&settings);
    Ok(settings)
}

/// Names of servers, and what came of each: nothing where it was not begun, or was interrupted.
type Each<T> = Vec<(String, Option<Option<T>>)>;

/// Does the same with each vCenter that is named, a few at a time, until it is interrupted: by the name that was given.
pub fn several<T: Send>(
    args: &ConnectionArgs,
    ask: &AskArgs,
    zone: &Zone,
    read: impl Fn(VCenter<'_>) -> T + Sync,
) -> Result<Each<T>, Failure> {
    let mut all: Vec<Settings> = Vec::new();
    for server in &args.server {
        // One account has one password, which is asked for once. What stood in an address is for that alone.
        let known = all.first().map(|first| first.password.clone());
        let own = vcenter::parse_url(server).is_ok_and(|address| address.password.is_some());
        if own {
            return Err(Failure::usage(told!(
                "{server} holds a password, and several servers share an account: give the password by GOVC_PASSWORD, \
                 --password-file or --password-stdin",
                "{server} にパスワードが含まれていますが、複数のサーバには同じアカウントが使用されます。パスワードは GOVC_PASSWORD、--password-file、--password-stdin のいずれかで指定します。",
                server = safe::line(server.rsplit('@').next().unwrap_or_default())
            )));
        }
        all.push(settings(args, Some(server), (ask, zone), known)?);
    }
    if let Some(first) = all.first() {
        warn(first);
    }
    let signals = Signals::watch();
    let done = preflight::several(all.len(), |at| {
        let settings = all.get(at)?;
        Some(read(VCenter { settings, progress: &(), cancel: signals.first() }))
    });
    match signals.ended() {
        Some(failure) => Err(failure),
        None => Ok(args.server.iter().cloned().zip(done).collect()),
    }
}

/// Several were named where one is meant.
pub fn one_at_a_time(flag: &str) -> Failure {
    Failure::usage(told!(
        "{flag} is given more than once: this command takes one vCenter at a time, only 'vpreflight check' takes several",
        "{flag} が複数回指定されています。このコマンドの対象は一度に 1 台の vCenter です。複数の vCenter を対象にできるのは 'vpreflight check' だけです。"
    ))
}

/// Says what a connection risks.
fn warn(settings: &Settings) {
    if settings.trust.insecure {
        note(told!(
            "WARNING: the certificate of the vCenter is not verified; anybody in between can read the password",
            "警告: vCenter の証明書を検証していません。経路上の第三者がパスワードを読み取ることができます。"
        ));
    }
    if settings.tls_legacy {
        say(told!(
            "WARNING: --tls-legacy lets encryption be used that can be broken; whoever is in between and does \
             can read the password",
            "警告: --tls-legacy では解読可能な暗号化が使用されます。経路上で解読した第三者がパスワードを読み取ることができます。"
        ));
    }
}

/// Says what was asked, and what the answer took.
fn exchange(exchange: &Exchange<'_>) {
    let Exchange { call, took, bytes, status } = exchange;
    let (ms, kb) = (took.as_millis(), bytes.div_ceil(1024));
    say(Text::same(format!("{call}: {status}, {ms} ms, {kb} KB")));
}

fn settings(
    args: &ConnectionArgs,
    server: Option<&String>,
    (ask, zone): (&AskArgs, &Zone),
    known: Option<Secret>,
) -> Result<Settings, Failure> {
    let Some(server) = server.map(String::as_str).filter(|server| !server.trim().is_empty()) else {
        return Err(Failure::usage(told!(
            "no vCenter is named: give --server or GOVC_URL, --inventory FILE for a saved inventory, or --demo",
            "vCenter が指定されていません。--server または GOVC_URL、保存したインベントリの場合は --inventory FILE、例の場合は --demo を指定します。"
        )));
    };
    let address = vcenter::parse_url(server).map_err(Failure::usage)?;
    // What govc's variable may hold has no place where everybody who lists processes reads it.
    if address.password.is_some() && variable("GOVC_URL").is_none_or(|url| url != server) {
        return Err(Failure::usage(told!(
            "the address of the vCenter holds a password, which everybody on this machine can read in the list of \
             processes: give it by GOVC_PASSWORD, --password-file or --password-stdin (and change it, if others use \
             this machine)",
            "vCenter のアドレスにパスワードが含まれており、このマシンの誰もがプロセスの一覧で読み取ることができます。パスワードは GOVC_PASSWORD、--password-file、--password-stdin のいずれかで指定します (ほかの人もこのマシンを使用している場合は、パスワードを変更します)。"
        )));
    }
    // A password belongs to the name beside it.
    let foreign = args
        .username
        .as_ref()
        .is_some_and(|name| !name.is_empty() && Some(name) != address.username.as_ref());
    let in_address = address.password.filter(|_| !foreign);
    let username =
        args.username.clone().filter(|name| !name.is_empty()).or(address.username).ok_or_else(|| {
            Failure::usage(told!("no account is named: give --username or GOVC_USERNAME; a read-only one is enough", "アカウントが指定されていません。--username または GOVC_USERNAME で指定します (読み取り専用のアカウントで十分です)。"))
        })?;
    let password = match known {
        Some(known) => Some(known),
        None => password(args, in_address)?,
    };
    let mut settings = Settings::new(address.url, username, Secret::default());
    settings.trust = Trust {
        ca_files: path_list(args.tls_ca_certs.as_deref()),
        known_hosts: args
            .tls_known_hosts
            .iter()
            .filter(|path| !path.as_os_str().is_empty())
            .cloned()
            .collect(),
        thumbprint: args.thumbprint.clone(),
        insecure: args.insecure(),
    };
    settings.call_timeout = Duration::from_secs(args.call_timeout);
    settings.total_timeout = Duration::from_secs(args.timeout);
    settings.tls_legacy = args.tls_legacy;
    settings.no_proxy = args.no_proxy;
    settings.events_since_s = since(args.events_since, zone)?;
    settings.trace = is_verbose().then_some(exchange);
    settings.asks = Asks { hosts: ask.ask_hosts, vcenter: ask.ask_vcenter, drs: ask.ask_drs };
    settings.password = match password {
        Some(password) => password,
        None => prompted(&settings)?,
    };
    Ok(settings)
}

/// The password by a prompt, once name, server and its certificate are settled.
fn prompted(settings: &Settings) -> Result<Secret, Failure> {
    if !std::io::stdin().is_terminal() {
        return Err(Failure::usage(told!(
            "no password is given: use GOVC_PASSWORD, --password-file or --password-stdin",
            "パスワードが指定されていません。GOVC_PASSWORD、--password-file、--password-stdin のいずれかで指定します。"
        )));
    }
    preflight::knock(settings).map_err(failed)?;
    let host = settings.url.host_str().unwrap_or("the vCenter");
    let prompt = told!(
        "Password of {user} on {host}: ",
        "{host} の {user} のパスワード: ",
        user = safe::name(&settings.username),
        host = safe::name(host)
    );
    rpassword::prompt_password(prompt.get(spoken())).map(Secret::new).map_err(|error| {
        Failure::usage(
            told!([error] "cannot read the password: {error}", "パスワードを読み取れません: {error}"),
        )
    })
}

/// Seconds since 1970-01-01 UTC. What a time without a zone was taken for is told.
fn since(moment: Option<Moment>, zone: &Zone) -> Result<Option<i64>, Failure> {
    let Some(moment) = moment else { return Ok(None) };
    let time = moment
        .within(zone)
        .map_err(|error| Failure::usage(error.map(|error| format!("--events-since: {error}"))))?;
    if moment.is_local() {
        let time = zone.show(time);
        note(told!("no events are read before {time}", "{time} より前のイベントは読み取りません"));
    }
    Ok(Some(time.as_second()))
}

impl ConnectionArgs {
    /// Whether the certificate is not to be verified, by flag or by `GOVC_INSECURE`.
    pub fn insecure(&self) -> bool {
        self.insecure || flag_variable("GOVC_INSECURE")
    }
}

/// Paths separated as in `PATH`.
fn path_list(text: Option<&str>) -> Vec<PathBuf> {
    text.map(|text| std::env::split_paths(text).filter(|path| !path.as_os_str().is_empty()).collect())
        .unwrap_or_default()
}

/// A yes or no as govc reads it: 1, t and true are yes.
fn flag_variable(name: &str) -> bool {
    variable(name)
        .is_some_and(|value| ["1", "t", "T", "true", "True", "TRUE"].iter().any(|yes| value == *yes))
}

/// The password, from the first of: file, standard input, address, `GOVC_PASSWORD`.
fn password(args: &ConnectionArgs, in_address: Option<Secret>) -> Result<Option<Secret>, Failure> {
    if let Some(path) = &args.password_file {
        return from_file(path).map(Some);
    }
    if args.password_stdin {
        return first_line(std::io::stdin().lock(), &told!("standard input", "標準入力")).map(Some);
    }
    if in_address.is_some() {
        return Ok(in_address);
    }
    let Some(secret) = variable("GOVC_PASSWORD") else { return Ok(None) };
    let text = secret.into_string().map_err(|_| {
        Failure::usage(told!(
            "GOVC_PASSWORD is not valid UTF-8",
            "GOVC_PASSWORD が正しい UTF-8 ではありません"
        ))
    })?;
    Ok(Some(Secret::new(text)))
}

fn from_file(path: &Path) -> Result<Secret, Failure> {
    let file = std::fs::File::open(path).map_err(|error| {
        Failure::usage(told!(
            [error] "cannot read the password file {file}: {error}",
            "パスワード ファイル {file} を読み取れません: {error}",
            file = path.display()
        ))
    })?;
    first_line(std::io::BufReader::new(file), &Text::same(path.display().to_string()))
}

fn first_line(reader: impl BufRead, name: &Text) -> Result<Secret, Failure> {
    let mut line = String::new();
    reader.take(MAX_PASSWORD as u64).read_line(&mut line).map_err(|error| {
        Failure::usage(told!(
            [name, error] "cannot read the password from {name}: {error}",
            "{name} からパスワードを読み取れません: {error}"
        ))
    })?;
    let password = line.trim_end_matches(['\r', '\n']);
    if password.is_empty() {
        return Err(Failure::usage(told!(
            [name] "the first line of {name} is empty; the password belongs there",
            "{name} の最初の行が空です。最初の行にパスワードを書きます。"
        )));
    }
    Ok(Secret::new(password))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_password_is_the_first_line_without_its_end() {
        for text in ["s3cret", "s3cret\n", "s3cret\r\nsecond line\n"] {
            assert_eq!(first_line(text.as_bytes(), &Text::same("test")).unwrap(), Secret::new("s3cret"));
        }
        assert_eq!(
            first_line(" spaced \n".as_bytes(), &Text::same("test")).unwrap(),
            Secret::new(" spaced ")
        );
    }

    #[test]
    fn an_empty_first_line_is_refused_by_name() {
        let failure = first_line("\nsecond".as_bytes(), &Text::same("secret.txt")).unwrap_err();
        assert!(failure.message.en.contains("secret.txt"), "{}", failure.message);
    }
}
