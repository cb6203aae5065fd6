//! What the `GOVC_*` variables say: it counts where the command line says nothing, and conflicts with
//! nothing on it. An empty variable counts as not set.

use std::any::TypeId;
use std::ffi::{OsStr, OsString};

use clap::builder::Resettable;
use clap::{ArgMatches, Command, CommandFactory};

use super::commands::Cli;
use super::exit::Failure;
use super::given::{is_given, leaf};
use crate::terms::told;

/// Arguments that name a source other than a server.
const SOURCES: &[&str] = &["demo", "inventory"];

/// A variable that stands in for an argument.
#[derive(Debug)]
pub struct Variable {
    /// Id of the argument.
    pub arg: String,
    /// Name of the variable.
    pub name: OsString,
    /// What it says.
    pub value: OsString,
}

/// The variables that count in a run.
#[derive(Debug, Default)]
pub struct Environment(Vec<Variable>);

/// The value of a variable that is set and not empty.
pub fn variable(name: impl AsRef<OsStr>) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The definition of the command line without its variables: the parser takes a value from one for an
/// argument that was typed.
pub fn without(command: Command) -> Command {
    command.mut_args(|arg| arg.env(Resettable::Reset)).mut_subcommands(without)
}

/// The source other than a server that the command line names: `demo` or `inventory`.
pub fn other_source(args: &ArgMatches) -> Option<&'static str> {
    SOURCES.iter().copied().find(|source| is_given(args, source))
}

impl Environment {
    /// The variables of the command that was given, as far as the command line does not say it. A source
    /// that is named there leaves none of them anything to say.
    ///
    /// # Errors
    /// A variable that must be text is something else.
    pub fn of(matches: &ArgMatches) -> Result<Self, Failure> {
        let (path, given) = leaf(matches);
        if other_source(given).is_some() {
            return Ok(Self::default());
        }
        let whole = Cli::command();
        let command = path.iter().try_fold(&whole, |at, name| at.find_subcommand(name));
        let mut found = Vec::new();
        for arg in command.into_iter().flat_map(Command::get_arguments) {
            let id = arg.get_id().as_str();
            let Some((name, value)) = arg.get_env().and_then(|name| Some((name, variable(name)?))) else {
                continue;
            };
            if is_given(given, id) {
                continue;
            }
            let text = arg.get_value_parser().type_id() == TypeId::of::<String>();
            if text && value.to_str().is_none() {
                // The value may hold a password: it is not shown.
                return Err(Failure::usage(told!(
                    "{name} is not valid UTF-8",
                    "{name} が正しい UTF-8 ではありません",
                    name = name.display()
                )));
            }
            found.push(Variable { arg: id.to_owned(), name: name.to_owned(), value });
        }
        Ok(Self(found))
    }

    /// The variable that stands in for an argument.
    pub fn get(&self, arg: &str) -> Option<&Variable> {
        self.0.iter().find(|variable| variable.arg == arg)
    }

    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = &Variable> {
        self.0.iter()
    }
}
