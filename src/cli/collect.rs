//! `collect`: reads the whole inventory and saves it.

use super::anonymize::Keeping;
use super::args::CollectArgs;
use super::exit::Failure;
use super::output::{Readers, Target};
use super::say::note;
use super::{connection, language};
use crate::preflight::{self, Source};
use crate::render::safe;
use crate::sources::saved_file;
use crate::terms::told;

/// Runs the command.
pub fn run(args: &CollectArgs) -> Result<(), Failure> {
    if args.keys.is_given() && !args.anonymize {
        return Err(Failure::usage(told!(
            "--map and --key-file are about --anonymize: give that, too",
            "--map と --key-file は --anonymize とともに指定します"
        )));
    }
    let keeping = match args.anonymize {
        true => Some(Keeping::of(&args.keys, Some(&args.output))?),
        false => None,
    };
    // It tells much about a data centre.
    let target = Target::of(Some(&args.output), Readers::Owner)?;
    let probing = args.probe.wanted(args.connection.no_proxy);
    let inventory = connection::with(&args.connection, &args.ask, &language::zone(&args.zone), |vcenter| {
        preflight::collect(Source::VCenter(vcenter), probing.as_ref())
    })?;
    let saved = told!(
        "saved {clusters} clusters, {hosts} hosts and {vms} VMs of {server} to {file}",
        "{server} のクラスタ {clusters} 個、ホスト {hosts} 台、仮想マシン {vms} 台を {file} に保存しました",
        clusters = inventory.clusters.len(),
        hosts = inventory.hosts.len(),
        vms = inventory.vms.len(),
        server = safe::name(&inventory.collection.server),
        file = safe::line(&args.output.display().to_string())
    );
    let inventory = match keeping {
        Some(keeping) => keeping.anonymised(inventory)?,
        None => inventory,
    };
    let packed = saved_file::is_packed(&args.output);
    target.write(|out| saved_file::write(&inventory, packed, out))?;
    note(saved);
    Ok(())
}
