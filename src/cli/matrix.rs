//! `matrix`: who can go where, and why not.

use clap::Args;

use super::args::{AskArgs, ScopeArgs, SourceArgs, ZoneArgs};
use super::choice::Choice;
use super::exit::Failure;
use super::placing::{self, PlacingOutput};
use super::say::say;
use super::scope;
use crate::facts::map::MapVm;
use crate::placement::{ClusterMatrix, EachMatrix, matrix};
use crate::render::{self, safe};
use crate::report::stops::{CANNOT_TELL, READY};
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

/// Runs the command; the exit code says whether anything is unknown.
pub fn run(args: &MatrixArgs) -> Result<u8, Failure> {
    let forms = placing::open(&args.output)?;
    let mapped = placing::read(&args.source, &args.ask, &args.zone, scope::named(&args.scope))?;
    for vm in &mapped.absent {
        let vm = safe::line(vm);
        say(format_args!("vpreflight: {vm} does not run, or on no host in service: it has no line"));
    }
    let relation = args.relation.0;
    let ids = mapped.vms.as_ref();
    let chosen = |vm: &MapVm| ids.is_none_or(|ids| ids.contains(vm.identity.id.as_str()));
    let unclear = if args.each || (ids.is_some() && !args.class) {
        let each = EachMatrix::new(&mapped.maps, relation, &chosen);
        placing::write(forms, |format, style, out| render::matrix::write_each(&each, format, style, out))?;
        each.is_unclear()
    } else {
        let matrix = matrix(&mapped.maps, relation, chosen);
        placing::write(forms, |format, style, out| render::matrix::write(&matrix, format, style, out))?;
        matrix.clusters.iter().any(ClusterMatrix::is_unclear)
    };
    Ok(if unclear { CANNOT_TELL } else { READY })
}
