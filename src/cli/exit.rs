//! Exit codes, and errors on their way to one.

use crate::render::safe;
use crate::terms::{Text, Told};

/// How a run ended, other than with a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Done.
    Ok = 0,
    /// Usage, configuration, rule or decision file is wrong.
    Usage = 2,
    /// The inventory could not be obtained.
    NoInventory = 4,
    /// A defect of ours.
    Defect = 5,
    /// Ended by SIGHUP.
    HungUp = 129,
    /// Ended by SIGINT.
    Interrupted = 130,
    /// Ended by SIGTERM.
    Terminated = 143,
}

/// What went wrong: for standard error, with the exit code that follows.
#[derive(Debug)]
pub struct Failure {
    /// Exit code.
    pub exit: Exit,
    /// Cause and next step; several lines are fine.
    pub message: Text,
}

impl Failure {
    /// Something the user wrote is wrong.
    pub fn usage(message: impl Told) -> Self {
        Self { exit: Exit::Usage, message: message.told() }
    }

    /// The inventory could not be obtained.
    pub fn no_inventory(message: impl Told) -> Self {
        Self { exit: Exit::NoInventory, message: message.told() }
    }

    /// Something that cannot happen did.
    pub fn defect(message: impl Told) -> Self {
        Self { exit: Exit::Defect, message: message.told() }
    }
}

/// A message for standard error: lines and tabs stay, anything else that a terminal would obey is shown
/// instead. Names on the command line, in files and in a server's words are not to be trusted.
pub fn shown(message: &str) -> String {
    let line = |line: &str| line.split('\t').map(safe::line).collect::<Vec<_>>().join("\t");
    message.lines().map(line).collect::<Vec<_>>().join("\n")
}

/// What is told, on one line that no name in it can break.
pub fn one_line(error: &impl Told) -> Text {
    error.told().map(|text| safe::line(text).into_owned())
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_message_keeps_its_lines_and_loses_its_teeth() {
        let message = "no 'x\u{1b}[31m\u{202e}' in\n\ta.toml\r\n  日本";
        assert_eq!(super::shown(message), "no 'x<U+001B>[31m<U+202E>' in\n\ta.toml\n  日本");
    }
}
