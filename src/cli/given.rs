//! What a command line says, before anything else has a say.

use clap::ArgMatches;
use clap::parser::ValueSource;

/// The command that was given, as its names, and its arguments.
pub fn leaf(matches: &ArgMatches) -> (Vec<String>, &ArgMatches) {
    let (mut path, mut at) = (Vec::new(), matches);
    while let Some((name, below)) = at.subcommand() {
        path.push(name.to_owned());
        at = below;
    }
    (path, at)
}

/// Whether a value was given on the command line.
pub fn is_given(args: &ArgMatches, arg: &str) -> bool {
    // An argument that the command does not have would panic.
    let has = args.try_contains_id(arg).unwrap_or(false);
    has && args.value_source(arg) == Some(ValueSource::CommandLine)
}
