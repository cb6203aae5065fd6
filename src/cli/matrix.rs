//! `matrix`: who can go where, and why not.

use super::exit::Failure;
use super::placing;
use super::placing_args::MatrixArgs;
use super::say::note;
use super::{plain_forms, scope};
use crate::facts::map::MapVm;
use crate::placement::{ClusterMatrix, EachMatrix, Matrix, matrix};
use crate::render::{self, safe};
use crate::report::stops::{CANNOT_TELL, READY};
use crate::terms::told;

/// Runs the command; the exit code says whether anything is unknown.
pub fn run(args: &MatrixArgs) -> Result<u8, Failure> {
    let forms = plain_forms::open(&args.output.format, args.output.output.as_ref(), &args.output.look)?;
    let mapped = placing::read(&args.source, &args.ask, &args.zone, scope::named(&args.scope))?;
    for vm in &mapped.absent {
        let vm = safe::line(vm);
        note(told!(
            "{vm} does not run, or on no host in service: it has no line",
            "{vm} は実行中でないか、稼動中のホストで実行されていないため、行がありません"
        ));
    }
    let relation = args.relation.0;
    let ids = mapped.vms.as_ref();
    let chosen = |vm: &MapVm| ids.is_none_or(|ids| ids.contains(vm.identity.id.as_str()));
    let unclear = if args.each || (ids.is_some() && !args.class) {
        let mut each = EachMatrix::new(&mapped.maps, relation, &chosen);
        each.namesakes = &mapped.namesakes;
        plain_forms::write(forms, |format, style, out| {
            render::matrix::write_each(&each, format, style, out)
        })?;
        each.is_unclear()
    } else {
        let matrix = Matrix { namesakes: mapped.namesakes.clone(), ..matrix(&mapped.maps, relation, chosen) };
        plain_forms::write(forms, |format, style, out| render::matrix::write(&matrix, format, style, out))?;
        matrix.clusters.iter().any(ClusterMatrix::is_unclear)
    };
    Ok(if unclear { CANNOT_TELL } else { READY })
}
