//! Arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;

use super::args::{AskArgs, ConnectionArgs, LookArgs, SelectionArgs, ZoneArgs};
use super::wanted::{Wanted, wanted};
use crate::render::DoctorFormat;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// The vCenter.
    #[command(flatten)]
    pub connection: ConnectionArgs,
    /// Which rules.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// How it is printed.
    #[command(flatten)]
    pub output: DoctorOutput,
}

/// How a diagnosis is printed.
#[derive(Debug, Args)]
pub struct DoctorOutput {
    /// Form of the diagnosis: table (default), json.
    ///
    /// NAME=FILE writes it to that file. Repeat it for several forms of one run, e.g. --format table
    /// --format json=doctor.json; one at most goes to standard output. See docs/doctor.md.
    #[arg(
        long,
        id = "doctor_format",
        value_name = "NAME[=FILE]",
        value_parser = wanted::<DoctorFormat>,
        help_heading = "Report"
    )]
    pub format: Vec<Wanted<DoctorFormat>>,
    /// Write the form that names no file to this one instead of standard output. Files are replaced
    /// whole or not at all.
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    pub output: Option<PathBuf>,
    /// Its look.
    #[command(flatten)]
    pub look: LookArgs,
}
