//! Command line: arguments, commands, exit codes, errors with their next step.

mod args;
mod check;
mod collect;
mod connection;
mod demo;
mod exit;
mod explain;
mod formats;
mod language;
mod output;
mod people;
mod probe;
mod progress;
mod rules;
mod scope;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Cli, Command};
use exit::{Exit, Failure};

/// Runs the command that `args` ask for and tells the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors; clap prints them to the right stream.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Ok };
            complain(&error);
            return exit.into();
        }
    };
    // A panic is a defect of ours; it must not look like a verdict.
    match std::panic::catch_unwind(|| dispatch(cli)) {
        Ok(Ok(code)) => ExitCode::from(code),
        Ok(Err(failure)) => {
            eprintln!("vpreflight: {}", exit::shown(&failure.message));
            failure.exit.into()
        }
        Err(_) => {
            eprintln!("vpreflight: this is a defect of vpreflight; please report it with the lines above");
            Exit::Defect.into()
        }
    }
}

/// Prints what clap has to say. It repeats what was given: where a terminal would obey that, it is shown
/// without colour instead.
fn complain(error: &clap::Error) {
    let text = error.render().to_string();
    let shown = exit::shown(&text);
    if error.use_stderr() && shown != text.lines().collect::<Vec<_>>().join("\n") {
        eprintln!("{shown}");
    } else {
        let _ = error.print();
    }
}

fn dispatch(cli: Cli) -> Result<u8, Failure> {
    match cli.command {
        Command::Check(args) => check::run(&args),
        Command::Collect(args) => collect::run(&args).map(|()| Exit::Ok as u8),
        Command::Rules(args) => rules::run(&args),
    }
}
