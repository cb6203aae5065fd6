//! Command line: arguments, commands, exit codes, errors with their next step.

mod anonymize;
mod anonymize_args;
mod args;
mod check;
mod choice;
mod collect;
mod commands;
mod config;
mod connection;
mod convert;
mod decisions;
mod difference;
mod doctor;
mod doctor_args;
mod environment;
mod exit;
mod failed;
mod fleet;
mod folder;
mod formats;
mod generate;
mod given;
mod help;
mod language;
mod matrix;
mod output;
mod people;
mod placing;
mod placing_args;
mod plain_forms;
mod plan;
mod plan_args;
mod progress;
mod refused;
mod rules;
mod say;
mod scope;
mod signals;
mod unnamed;
mod wanted;
mod watch;
mod watch_args;
mod whatif;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use commands::{Cli, Command};
use config::Config;
#[doc(hidden)]
pub use config::read_text as read_configuration;
use environment::Environment;
use exit::{Exit, Failure};
use say::{line, say, spoken};

use crate::terms::{Lang, told};

/// The definition of the command line.
pub fn command() -> clap::Command {
    Cli::command()
}

/// Runs the command that `args` ask for and tells the exit code.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.into_iter().collect();
    ended(|| parse_and_run(args)).into()
}

/// The exit code of a run; what went wrong is said.
fn ended(run: impl FnOnce() -> Result<u8, Stop> + std::panic::UnwindSafe) -> u8 {
    // A panic is a defect of ours; it must not look like a verdict.
    match std::panic::catch_unwind(run) {
        Ok(Ok(code)) => code,
        Ok(Err(Stop::Said(error))) => {
            // Help and version are no errors; clap prints them to the right stream.
            let exit = if error.use_stderr() { Exit::Usage } else { Exit::Ok };
            if complain(&error) { exit as u8 } else { Exit::Usage as u8 }
        }
        Ok(Err(Stop::Failed(failure))) => {
            say(failure.message.map(exit::shown));
            failure.exit as u8
        }
        Err(_) => {
            say(told!(
                "this is a defect of vpreflight; please report it with the lines above",
                "vpreflight の不具合です。上記の行を添えて報告をお願いします。"
            ));
            Exit::Defect as u8
        }
    }
}

/// Prints what clap has to say; whether help that was asked for could be delivered. It repeats what was
/// given: where a terminal would obey that, it is shown without colour instead.
fn complain(error: &clap::Error) -> bool {
    if let Some(text) = (spoken() == Lang::Ja).then(|| refused::in_japanese(error)).flatten() {
        line(format_args!("{}\n", exit::shown(&text)));
        return true;
    }
    let text = error.render().to_string();
    let shown = exit::shown(&text);
    if error.use_stderr() && shown != text.lines().collect::<Vec<_>>().join("\n") {
        line(shown);
        return true;
    }
    match error.print() {
        Err(failed) if !error.use_stderr() && failed.kind() != std::io::ErrorKind::BrokenPipe => {
            say(
                told!([failed] "cannot write to standard output: {failed}", "標準出力に書き込めません: {failed}"),
            );
            false
        }
        _ => true,
    }
}

/// Why a run ends before its command is done.
enum Stop {
    /// Arguments are wrong, or help was asked for.
    Said(Box<clap::Error>),
    /// Something else is wrong.
    Failed(Failure),
}

impl From<clap::Error> for Stop {
    fn from(error: clap::Error) -> Self {
        Self::Said(Box::new(error))
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

/// The arguments are read twice: to find the configuration file, then with its values and those of the
/// environment as defaults.
fn parse_and_run(args: Vec<OsString>) -> Result<u8, Stop> {
    say::speak_in(language::before(&args));
    let first = match environment::without(Cli::command()).try_get_matches_from(&args) {
        // Only the help tells of the variables.
        Err(error) if !error.use_stderr() => return Err(told(error, &args).into()),
        parsed => parsed?,
    };
    let config = Config::of(&first)?;
    let environment = Environment::of(&first)?;
    let mut command = config.defaults(&first, &environment);
    let matches = command.try_get_matches_from_mut(&args)?;
    let cli = Cli::from_arg_matches(&matches)?;
    say::speak(cli.voice.quiet, cli.voice.verbose);
    say::speak_in(language::language(cli.command.lang()));
    let done = match &cli.command {
        Command::Check(args) => check::run(args, &config),
        Command::Plan(args) => plan::run(args, &config),
        Command::Doctor(args) => doctor::run(args, &config),
        Command::Matrix(args) => matrix::run(args),
        Command::Whatif(args) => whatif::run(args),
        Command::Watch(args) => watch::run(args, &config),
        Command::Collect(args) => collect::run(args).map(|()| Exit::Ok as u8),
        Command::Anonymize(args) => anonymize::run(args),
        Command::Rules(args) => rules::run(args, &config),
        Command::Decisions(args) => decisions::run(args, &config),
        Command::Init(args) => config::init(args, &cli.config).map(|()| Exit::Ok as u8),
        Command::Diff(args) => difference::run(args),
        Command::Convert(args) => convert::run(args),
        Command::Completions { shell } => generate::completions(*shell).map(|()| Exit::Ok as u8),
        Command::Man { dir } => generate::man(dir).map(|()| Exit::Ok as u8),
        Command::Config(args) => config::show(args, &config, &matches, &environment),
    };
    Ok(done?)
}

/// Help and version by the whole definition.
fn told(error: clap::Error, args: &[OsString]) -> clap::Error {
    Cli::command().try_get_matches_from(args).err().unwrap_or(error)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::process::{Command, Stdio};

    use super::ended;

    /// Where a panic is told is no part of its code: the test runs itself with each standard error.
    #[test]
    fn a_defect_keeps_its_code_whatever_standard_error_is() {
        if std::env::var_os("VPREFLIGHT_DEFECT").is_some() {
            std::process::exit(ended(|| panic!("planted by a test")).into());
        }
        let gone = || Stdio::from(std::io::pipe().unwrap().1);
        for (redirect, stderr) in [("", gone()), ("2>&-", Stdio::null()), ("2>/dev/full", Stdio::null())] {
            let status = Command::new("sh")
                .args(["-c", &format!("exec \"$0\" \"$@\" {redirect}")])
                .arg(std::env::current_exe().unwrap())
                .args([
                    "--exact",
                    "--nocapture",
                    "cli::tests::a_defect_keeps_its_code_whatever_standard_error_is",
                ])
                .env("VPREFLIGHT_DEFECT", "yes")
                .stdout(Stdio::null())
                .stderr(stderr)
                .status()
                .unwrap();
            assert_eq!(status.code(), Some(5), "{redirect}");
        }
    }
}
