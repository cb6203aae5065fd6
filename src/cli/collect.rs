//! `collect`: reads the whole inventory and saves it.

use super::args::CollectArgs;
use super::exit::Failure;
use super::say::say;
use super::{connection, probe};
use crate::render::safe;
use crate::sources::saved_file;

/// Runs the command.
pub fn run(args: &CollectArgs) -> Result<(), Failure> {
    let mut inventory = connection::fetch(&args.connection, &args.ask, None, None)?;
    probe::run(&args.probe, &mut inventory, true, args.connection.no_proxy)?;
    saved_file::write(&inventory, &args.output).map_err(Failure::usage)?;
    say(format_args!(
        "vpreflight: saved {} clusters, {} hosts and {} VMs of {} to {}",
        inventory.clusters.len(),
        inventory.hosts.len(),
        inventory.vms.len(),
        safe::name(&inventory.collection.server),
        safe::line(&args.output.display().to_string())
    ));
    Ok(())
}
