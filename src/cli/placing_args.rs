//! Arguments of `matrix` and `whatif`.

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::args::{AskArgs, LookArgs, ScopeArgs, SourceArgs, WithinArgs, ZoneArgs};
use super::choice::Choice;
use super::wanted::{Wanted, wanted};
use crate::render::PlacingFormat;
use crate::terms::Relation;

/// Arguments of `matrix`.
#[derive(Debug, Args)]
pub struct MatrixArgs {
    /// Where the inventory comes from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// What of it. VMs that are named have a line each.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// How the VMs get there: live (vMotion, while they run) or restart (HA, after their host has failed).
    #[arg(long, value_enum, default_value = "live", help_heading = "Question")]
    pub relation: Choice<Relation>,
    /// One line for all VMs that can go to the same hosts and are kept from the others by the same: the
    /// default, unless VMs are named.
    #[arg(long, conflicts_with = "each", help_heading = "Question")]
    pub class: bool,
    /// One line for each VM.
    #[arg(long, help_heading = "Question")]
    pub each: bool,
    /// How it is printed.
    #[command(flatten)]
    pub output: PlacingOutput,
}

/// Arguments of `whatif`.
#[derive(Debug, Args)]
pub struct WhatIfArgs {
    /// What happens.
    #[command(flatten)]
    pub event: EventArgs,
    /// Where the inventory comes from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Which clusters.
    #[command(flatten)]
    pub within: WithinArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// How it is printed.
    #[command(flatten)]
    pub output: PlacingOutput,
}

/// What happens to hosts: exactly one of these. A host goes by name, inventory path or managed-object id.
#[derive(Debug, Args)]
#[group(required = true, multiple = false)]
pub struct EventArgs {
    /// These hosts fail at once; several of one cluster, separated by commas.
    #[arg(long, value_name = "HOSTS", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new(), help_heading = "Question")]
    pub lose: Vec<String>,
    /// Each host in service fails, one at a time.
    #[arg(long, help_heading = "Question")]
    pub lose_each: bool,
    /// All hosts of this host group of DRS fail at once, as of a site.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new(), help_heading = "Question")]
    pub lose_group: Option<String>,
    /// These hosts are emptied at once by moving their running VMs, as for maintenance; separated by commas.
    #[arg(long, value_name = "HOSTS", value_delimiter = ',', value_parser = NonEmptyStringValueParser::new(), help_heading = "Question")]
    pub evacuate: Vec<String>,
    /// Every host is emptied in turn and put back before the next, as for a rolling upgrade.
    #[arg(long, help_heading = "Question")]
    pub roll: bool,
}

/// How an answer is printed.
#[derive(Debug, Args)]
pub struct PlacingOutput {
    /// Form of the answer: table (default), json, csv, html.
    ///
    /// NAME=FILE writes it to that file. Repeat it for several forms of one run, e.g. --format table
    /// --format json=answer.json; one at most goes to standard output. See docs/formats.md.
    #[arg(
        long,
        id = "placing_format",
        value_name = "NAME[=FILE]",
        value_parser = wanted::<PlacingFormat>,
        help_heading = "Report"
    )]
    pub format: Vec<Wanted<PlacingFormat>>,
    /// Write the form that names no file to this one instead of standard output. Files are replaced
    /// whole or not at all.
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    pub output: Option<PathBuf>,
    /// Its look.
    #[command(flatten)]
    pub look: LookArgs,
}
