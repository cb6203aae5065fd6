//! Exit codes, and errors on their way to one.

use std::process::ExitCode;

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
}

/// What went wrong: for standard error, with the exit code that follows.
#[derive(Debug)]
pub struct Failure {
    /// Exit code.
    pub exit: Exit,
    /// Cause and next step; several lines are fine.
    pub message: String,
}

impl Failure {
    /// Something the user wrote is wrong.
    pub fn usage(message: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Usage, message: message.to_string() }
    }

    /// The inventory could not be obtained.
    pub fn no_inventory(message: impl std::fmt::Display) -> Self {
        Self { exit: Exit::NoInventory, message: message.to_string() }
    }

    /// Something that cannot happen did.
    pub fn defect(message: impl std::fmt::Display) -> Self {
        Self { exit: Exit::Defect, message: message.to_string() }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
