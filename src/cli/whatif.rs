//! `whatif`: what becomes of VMs when hosts are lost or emptied.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::args::{AskArgs, SourceArgs, WithinArgs, ZoneArgs};
use super::exit::Failure;
use super::placing::{self, PlacingOutput};
use super::{scope, unnamed};
use crate::placement::{Wanted, what_if};
use crate::render;

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

impl EventArgs {
    /// The question.
    fn wanted(&self) -> Wanted {
        match &self.lose_group {
            Some(name) => Wanted::LoseGroup(name.clone()),
            None if !self.lose.is_empty() => Wanted::Lose(self.lose.clone()),
            None if !self.evacuate.is_empty() => Wanted::Evacuate(self.evacuate.clone()),
            None if self.roll => Wanted::Roll,
            // The group demands that one of them is given.
            None => Wanted::LoseEach,
        }
    }
}

/// Runs the command; the exit code is the answer's.
pub fn run(args: &WhatIfArgs) -> Result<u8, Failure> {
    let forms = placing::open(&args.output)?;
    let mapped = placing::read(&args.source, &args.ask, &args.zone, scope::within(&args.within))?;
    let answer =
        what_if(&mapped.maps, &args.event.wanted()).map_err(|error| Failure::usage(unnamed::says(&error)))?;
    placing::write(forms, |format, style, out| render::whatif::write(&answer, format, style, out))?;
    Ok(answer.exit_code)
}
