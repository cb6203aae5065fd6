//! `collect`: reads the whole inventory and saves it.

use super::args::CollectArgs;
use super::exit::Failure;
use super::output::{Readers, Target};
use super::say::say;
use super::{connection, language, probe};
use crate::render::safe;
use crate::sources::saved_file;

/// Runs the command.
pub fn run(args: &CollectArgs) -> Result<(), Failure> {
    let target = Target::of(Some(&args.output), Readers::Owner)?;
    let mut inventory =
        connection::fetch(&args.connection, &args.ask, &language::zone(&args.zone), None, None)?;
    probe::run(&args.probe, &mut inventory, true, args.connection.no_proxy)?;
    // It tells much about a data centre.
    let packed = saved_file::is_packed(&args.output);
    target.write(|out| saved_file::write(&inventory, packed, out))?;
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
