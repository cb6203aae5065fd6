//! Why a run gave no report, for people: with the exit code that follows.

use super::exit::{Exit, Failure};
use super::scope;
use crate::plan;
use crate::preflight::Error;
use crate::render::safe;
use crate::sources::vcenter;
use crate::terms::Told as _;

/// The error of a plan, for people.
pub fn unplanned(error: plan::Failed) -> Failure {
    match error {
        plan::Failed::Judging(error) => failed(error),
        plan::Failed::Defect(message) => Failure { exit: Exit::Defect, message },
    }
}

/// The error for people.
pub fn failed(error: Error) -> Failure {
    match error {
        Error::VCenter(error @ (vcenter::Error::Setting(_) | vcenter::Error::NotInScope(_))) => {
            Failure::usage(error)
        }
        Error::VCenter(error) => Failure::no_inventory(error),
        Error::Saved(error) => Failure::no_inventory(error),
        Error::Rvtools(error) => Failure::no_inventory(error),
        Error::Dump(error) => Failure::no_inventory(error),
        Error::Scope(error) => Failure::usage(scope::says(&error)),
        Error::App(error) => {
            // Names from the inventory must not reach the terminal raw.
            let shown = |text: &str| text.lines().map(safe::line).collect::<Vec<_>>().join("\n");
            Failure::usage(error.told().map(|text| format!("--lms-vm: {}", shown(text))))
        }
        Error::Example(_) | Error::Runtime(_) => Failure::defect(error),
    }
}
