//! Why a run gives no report.

use crate::facts::{NoVm, NotChosen};
use crate::sources::{saved_file, vcenter};

/// Why a run gives no report. What was named in the question and is not there carries what is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The vCenter could not be read.
    #[error(transparent)]
    VCenter(vcenter::Error),
    /// The saved inventory could not be read.
    #[error(transparent)]
    Saved(#[from] saved_file::Error),
    /// What was named as the scope is not there.
    #[error("the scope that was named is not there: {0:?}")]
    Scope(NotChosen),
    /// What was named as the application's VM is not there.
    #[error(transparent)]
    App(#[from] NoVm),
    /// The built-in example cannot be made.
    #[error("the built-in example: {0}")]
    Example(String),
    /// The system gives no threads.
    #[error("cannot start the runtime: {0}")]
    Runtime(std::io::Error),
}
