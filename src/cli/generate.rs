//! Shell completions and manual pages, made from the same definition as the help texts.

use std::path::Path;

use clap::builder::{PossibleValuesParser, Str};
use clap::{Arg, Command, CommandFactory};
use clap_complete::Shell;

use super::check::load_catalogue;
use super::commands::Cli;
use super::exit::Failure;
use super::output;
use crate::render::{DoctorFormat, Format, PlacingFormat, PlanFormat};
use crate::rules::{Overrides, profiles};
use crate::terms::told;

/// Prints the completion script of a shell.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let catalogue = load_catalogue(&[], &Overrides::default())?;
    let rules: Vec<&str> = catalogue.rules.iter().map(|rule| rule.id.as_str()).collect();
    let mut command = with_values(Cli::command(), &rules);
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    output::write_with(None, |out| out.write_all(&script))
}

/// The definition with the values that the parser takes as texts: help and errors have no room for such lists, a
/// shell has.
fn with_values(command: Command, rules: &[&str]) -> Command {
    let explains = command.get_name() == "explain";
    let names = |all: &[&'static str]| -> Vec<Str> { all.iter().copied().map(Str::from).collect() };
    let with = |arg: Arg| {
        let values = match arg.get_id().as_str() {
            "profile" => names(&profiles()),
            "format" => names(&Format::ALL.iter().map(|form| form.name()).collect::<Vec<_>>()),
            "plan_format" => names(&PlanFormat::ALL.iter().map(|form| form.name()).collect::<Vec<_>>()),
            "placing_format" => names(&PlacingFormat::ALL.iter().map(|form| form.name()).collect::<Vec<_>>()),
            "doctor_format" => names(&DoctorFormat::ALL.iter().map(|form| form.name()).collect::<Vec<_>>()),
            "rule" => rules.iter().map(|id| Str::from((*id).to_owned())).collect(),
            "id" if explains => rules.iter().map(|id| Str::from((*id).to_owned())).collect(),
            _ => return arg,
        };
        arg.value_parser(PossibleValuesParser::new(values))
    };
    command.mut_args(with).mut_subcommands(|below| with_values(below, rules))
}

/// Writes a manual page for each command into a folder.
pub fn man(folder: &Path) -> Result<(), Failure> {
    std::fs::create_dir_all(folder).map_err(|error| {
        Failure::usage(told!(
            [error] "cannot make the folder {folder}: {error}",
            "フォルダ {folder} を作成できません: {error}",
            folder = folder.display()
        ))
    })?;
    let mut command = Cli::command().disable_help_subcommand(true);
    // Gives each command the whole name that its page is called by.
    command.build();
    let name = command.get_name().to_owned();
    pages(&command, &name, folder)
}

fn pages(command: &Command, name: &str, folder: &Path) -> Result<(), Failure> {
    let page = clap_mangen::Man::new(command.clone().name(name.to_owned()));
    output::write_with(Some(&folder.join(format!("{name}.1"))), |out| {
        let mut text = Vec::new();
        page.render(&mut text)?;
        out.write_all(&text)
    })?;
    for below in command.get_subcommands().filter(|below| !below.is_hide_set()) {
        pages(below, &format!("{name}-{}", below.get_name()), folder)?;
    }
    Ok(())
}
