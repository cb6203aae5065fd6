//! What the operator states and what people said, from arguments to what the run takes.

use std::sync::Arc;

use super::args::PeopleArgs;
use super::exit::Failure;
use crate::decisions::Decisions;
use crate::preflight::Stated;
use crate::rules::Catalogue;
use crate::terms::Text;
use crate::terms::time::Zone;

/// The decisions file, checked against the rules; none when none is named.
pub fn decisions(args: &PeopleArgs, catalogue: &Catalogue) -> Result<Arc<Decisions>, Failure> {
    match &args.decisions {
        Some(path) => Decisions::read(path, catalogue).map(Arc::new).map_err(Failure::usage),
        None => Ok(Arc::default()),
    }
}

/// What the operator states.
pub fn stated(args: &PeopleArgs, zone: &Zone) -> Result<Stated, Failure> {
    let wrong = |error: Text| Failure::usage(error.map(|error| format!("--installed-at: {error}")));
    let moment = args.installed_at;
    Ok(Stated {
        lms_vm: args.lms_vm.clone(),
        installed_at: moment.map(|moment| moment.within(zone)).transpose().map_err(wrong)?,
        installed_until: moment.map(|moment| moment.until(zone)).transpose().map_err(wrong)?,
        client_here: args.client_here,
        decisions: args.decisions.as_ref().map(|path| path.display().to_string()),
    })
}
