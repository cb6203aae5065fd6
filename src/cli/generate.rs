//! Shell completions and manual pages, made from the same definition as the help texts.

use std::path::Path;

use clap::{Command, CommandFactory};
use clap_complete::Shell;

use super::commands::Cli;
use super::exit::Failure;
use super::output;
use crate::terms::told;

/// Prints the completion script of a shell.
pub fn completions(shell: Shell) -> Result<(), Failure> {
    let mut command = Cli::command();
    let name = command.get_name().to_owned();
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut command, name, &mut script);
    output::write_with(None, |out| out.write_all(&script))
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
