//! The configuration file: found, read, and put where the command line says nothing.
//!
//! What it says becomes the default of the argument of the same name, so that flags and environment
//! variables beat it and every value passes the same checks as one from the command line.

mod file;
mod keys;
mod show;
mod template;

use std::path::{Path, PathBuf};

use clap::{ArgMatches, Command, CommandFactory};

use super::commands::{Cli, ConfigArgs};
use super::environment::{Environment, without};
use super::exit::Failure;
use super::given::leaf;
use crate::rules::Overrides;
use crate::terms::told;

pub use show::run as show;
pub use template::init;

use file::Setting;

/// Name of the file that is looked for.
pub const NAME: &str = "vpreflight.toml";

/// Commands whose arguments a file can set.
const COMMANDS: &[&[&str]] = &[
    &["check"],
    &["watch"],
    &["plan"],
    &["matrix"],
    &["whatif"],
    &["collect"],
    &["config"],
    &["diff"],
    &["convert"],
    &["rules", "list"],
    &["rules", "explain"],
    &["decisions", "lint"],
    &["decisions", "list"],
    &["decisions", "add", "waiver"],
    &["decisions", "add", "attestation"],
];

/// Reads the text of a configuration file, for tests that make texts up.
#[doc(hidden)]
pub fn read_text(name: &str, text: &str) -> Result<(), String> {
    file::parse(name, text, Path::new("")).map(drop).map_err(|problems| problems.to_string())
}

/// A configuration file that was read.
#[derive(Debug, Default)]
pub struct Config {
    /// The file, as messages name it; `None` when there is none.
    pub name: Option<String>,
    /// Parameters and severities of rules.
    pub overrides: Overrides,
    settings: Vec<Setting>,
}

impl Config {
    /// The file that counts for a command line: the one it names, else the nearest one upward from the
    /// working directory. The built-in example is the same for everybody.
    pub fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let (path, args) = leaf(matches);
        if !COMMANDS.iter().any(|command| *command == path) {
            return Ok(Self::default());
        }
        let asked = ConfigArgs::of(args);
        let demo = args.try_get_one::<bool>("demo").ok().flatten() == Some(&true);
        match asked.config {
            Some(file) => Self::read(&file),
            None if asked.no_config || demo => Ok(Self::default()),
            None => found().map_or_else(|| Ok(Self::default()), |file| Self::read(&file)),
        }
    }

    fn read(path: &Path) -> Result<Self, Failure> {
        let name = path.display().to_string();
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::usage(told!(
                [error] "cannot read the configuration file {name}: {error}",
                "設定ファイル {name} を読み取れません: {error}"
            ))
        })?;
        let folder = path.parent().unwrap_or(Path::new(""));
        let (settings, overrides) = file::parse(&name, &text, folder).map_err(Failure::usage)?;
        Ok(Self { name: Some(name), overrides, settings })
    }

    /// The command line's definition with what the file and, before it, the environment say as defaults of
    /// the command in `matches`.
    pub fn defaults(&self, matches: &ArgMatches, environment: &Environment) -> Command {
        let (path, args) = leaf(matches);
        below(without(Cli::command()), &path, &|mut command: Command| {
            for setting in self.in_force(args, environment) {
                if command.get_arguments().any(|arg| arg.get_id() == setting.key.arg) {
                    command = command.mut_arg(setting.key.arg, |arg| arg.default_values(&setting.values));
                }
            }
            for variable in environment.iter() {
                command = command.mut_arg(&variable.arg, |arg| arg.default_value(variable.value.clone()));
            }
            command
        })
    }

    /// Account, thumbprint and old TLS beside a server in the file belong to that server alone, and an account
    /// in the address that was given comes before the file's.
    fn in_force<'s>(
        &'s self,
        args: &ArgMatches,
        environment: &Environment,
    ) -> impl Iterator<Item = &'s Setting> {
        let typed = args.try_get_raw("server").ok().flatten().and_then(|mut values| values.next());
        let variable = environment.get("server").map(|variable| variable.value.as_os_str());
        let given = typed.or(variable);
        let names_user = given.is_some_and(|server| server.to_string_lossy().contains('@'));
        let other = given.is_some_and(|server| !server.is_empty())
            && self.settings.iter().any(|setting| setting.key.arg == "server");
        self.settings.iter().filter(move |setting| match setting.key.arg {
            "username" => !other && !names_user,
            "thumbprint" | "tls_legacy" => !other,
            _ => true,
        })
    }

    /// What the file says of an argument.
    fn setting(&self, arg: &str) -> Option<&Setting> {
        self.settings.iter().find(|setting| setting.key.arg == arg)
    }
}

/// Changes the subcommand at the end of `path`.
fn below(command: Command, path: &[String], change: &dyn Fn(Command) -> Command) -> Command {
    match path.split_first() {
        None => change(command),
        Some((name, rest)) => command.mut_subcommand(name, |command| below(command, rest, change)),
    }
}

/// The nearest file upward from the working directory, told from there.
fn found() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let mut way = PathBuf::new();
    for folder in here.ancestors() {
        if folder.join(NAME).is_file() {
            return Some(way.join(NAME));
        }
        way.push("..");
    }
    None
}
