//! `config`: what is in force, and where each value comes from. Secrets are masked.

use std::fmt::Write as _;

use clap::ArgMatches;
use clap::parser::ValueSource;
use unicode_width::UnicodeWidthStr;

use super::Config;
use super::keys::{KEYS, Key};
use crate::cli::args::CheckArgs;
use crate::cli::environment::{Environment, other_source, variable};
use crate::cli::exit::{Exit, Failure};
use crate::cli::given::{is_given, leaf};
use crate::cli::{check, output};
use crate::render::safe;

/// In place of a secret.
const MASK: &str = "***";

/// A line: setting, value, origin.
type Row = [String; 3];

/// Runs the command. `matches` are those with the values of file and environment as defaults.
pub fn run(
    args: &CheckArgs,
    config: &Config,
    matches: &ArgMatches,
    environment: &Environment,
) -> Result<u8, Failure> {
    let catalogue = check::catalogue(&args.selection, config)?;
    let selected = check::select(&catalogue, &args.selection)?;
    let (_, given) = leaf(matches);
    let mut rows: Vec<Row> = Vec::new();
    for key in KEYS {
        rows.push(row(key, config, given, environment));
        if key.arg == "username" {
            rows.push(password(args, given, environment));
        }
        if key.arg == "thumbprint" && args.source.connection.insecure() {
            let flag = if is_given(given, "insecure") { "flag" } else { "environment GOVC_INSECURE" };
            rows.push(["vcenter.insecure".into(), "true".into(), flag.into()]);
        }
    }
    for own in &catalogue.overridden {
        let name = own.param.as_ref().map_or("severity".to_owned(), |param| format!("params.{param}"));
        let used = selected.rules.iter().any(|rule| rule.id == own.rule);
        let unused = if used { "" } else { "; not in this profile: no effect" };
        let origin = format!("{}:{} (rule file: {}){unused}", own.file, own.line, own.instead_of);
        rows.push([format!("rule.{}.{name}", own.rule), own.value.clone(), origin]);
    }
    output::print(&text(config, &rows))?;
    Ok(Exit::Ok as u8)
}

fn text(config: &Config, rows: &[Row]) -> String {
    let mut text = match &config.name {
        Some(name) => format!("Configuration file: {}\n\n", safe::line(name)),
        None => format!("Configuration file: none ({} is not here or above)\n\n", super::NAME),
    };
    let shown: Vec<Row> = rows.iter().map(|row| row.each_ref().map(|cell| safe::line(cell).into())).collect();
    let width = |at: usize| shown.iter().map(|row| row[at].width()).max().unwrap_or(0).min(48);
    let (first, second) = (width(0), width(1));
    for [name, value, origin] in &shown {
        let pad = |text: &str, width: usize| " ".repeat(width.saturating_sub(text.width()));
        let _ = writeln!(text, "{name}{}  {value}{}  {origin}", pad(name, first), pad(value, second));
    }
    text
}

fn row(key: &Key, config: &Config, given: &ArgMatches, environment: &Environment) -> Row {
    if key.arg == "server"
        && let Some(source) = other_source(given)
    {
        let origin = format!("not in force: --{source} is the source");
        return [format!("{}.{}", key.table, key.name), "–".into(), origin];
    }
    let values: Vec<String> = given
        .try_get_raw(key.arg)
        .ok()
        .flatten()
        .into_iter()
        .flatten()
        .map(|value| value.to_string_lossy().into_owned())
        .map(|value| if key.arg == "server" { masked(&value) } else { value })
        .collect();
    let in_file = config.setting(key.arg).map(|setting| {
        let file = config.name.as_deref().unwrap_or_default();
        (format!("{file}:{}", setting.line), setting)
    });
    let beats = |origin: String| match &in_file {
        Some((place, _)) => format!("{origin}, before {place}"),
        None => origin,
    };
    let origin = match (given.value_source(key.arg), environment.get(key.arg)) {
        (Some(ValueSource::CommandLine), _) => beats("flag".into()),
        (_, Some(variable)) => beats(format!("environment {}", variable.name.display())),
        _ => match &in_file {
            Some((place, setting))
                if given
                    .try_get_raw(key.arg)
                    .ok()
                    .flatten()
                    .is_some_and(|raw| raw.eq(setting.values.iter())) =>
            {
                place.clone()
            }
            Some((place, _)) => format!("not in force: {place} is for another server or account"),
            None => "default".into(),
        },
    };
    let value = match (values.is_empty(), key.arg) {
        // Its default is not an argument's: a form with a file of its own does not go beside it.
        (true, "format") => "table".to_owned(),
        (true, _) => "–".to_owned(),
        _ => values.join(", "),
    };
    [format!("{}.{}", key.table, key.name), value, origin]
}

/// Where the password would come from; what it is is nobody's business.
fn password(args: &CheckArgs, given: &ArgMatches, environment: &Environment) -> Row {
    let connection = &args.source.connection;
    let in_address = || {
        let server =
            connection.server.first().and_then(|server| crate::sources::vcenter::parse_url(server).ok());
        server.is_some_and(|address| address.password.is_some())
    };
    let (value, origin) = if let Some(file) = &connection.password_file {
        (format!("first line of {}", file.display()), "flag")
    } else if connection.password_stdin {
        ("first line of standard input".to_owned(), "flag")
    } else if in_address() {
        let typed = is_given(given, "server") || environment.get("server").is_none();
        (MASK.to_owned(), if typed { "flag --server" } else { "environment GOVC_URL" })
    } else if variable("GOVC_PASSWORD").is_some() {
        (MASK.to_owned(), "environment GOVC_PASSWORD")
    } else {
        ("–".to_owned(), "asked for on a terminal")
    };
    ["vcenter.password".into(), value, origin.into()]
}

/// An address without what stands before its `@`.
fn masked(address: &str) -> String {
    let Some((_, host)) = address.rsplit_once('@') else { return address.to_owned() };
    // Only these are schemes; anything else may be part of a password.
    let scheme = ["https://", "http://"].into_iter().find(|scheme| address.starts_with(scheme));
    format!("{}{MASK}@{host}", scheme.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn nothing_before_the_at_is_shown() {
        assert_eq!(masked("https://u:se/c@ret@vc/sdk"), "https://***@vc/sdk");
        assert_eq!(masked("u:secret@vc"), "***@vc");
        assert_eq!(masked("vc"), "vc");
        // A password may contain what looks like a scheme.
        assert_eq!(masked("u:a://b@vc"), "***@vc");
    }
}
