//! Arguments of `doctor`.

use std::path::PathBuf;

use clap::Args;

use super::args::{AskArgs, ColorArg, ConnectionArgs, SelectionArgs, ZoneArgs};
use super::choice::Choice;
use super::wanted::{Wanted, wanted};
use crate::render::DoctorFormat;
use crate::terms::Lang;

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
    /// Language of the diagnosis and of messages; default from the locale.
    #[arg(long, value_enum, help_heading = "Report")]
    pub lang: Option<Choice<Lang>>,
    /// Width of the table; default: the terminal's, or 80.
    #[arg(long, value_name = "COLUMNS", value_parser = clap::value_parser!(u16).range(40..=500), help_heading = "Report")]
    pub width: Option<u16>,
    /// When to colour.
    #[arg(long, value_enum, default_value = "auto", help_heading = "Report")]
    pub color: ColorArg,
}
