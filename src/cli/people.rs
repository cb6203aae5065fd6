//! What the operator states and what people said, from arguments to what the run takes.

use std::sync::Arc;

use super::args::PeopleArgs;
use super::exit::Failure;
use crate::decisions::Decisions;
use crate::evaluate::Run;
use crate::facts::{self, Facts};
use crate::inventory::Inventory;
use crate::render::safe;
use crate::report::{Given, Object};
use crate::rules::Catalogue;
use crate::terms::time::Zone;

/// The decisions file, checked against the rules; none when none is named.
pub fn decisions(args: &PeopleArgs, catalogue: &Catalogue) -> Result<Arc<Decisions>, Failure> {
    match &args.decisions {
        Some(path) => Decisions::read(path, catalogue).map(Arc::new).map_err(Failure::usage),
        None => Ok(Arc::default()),
    }
}

/// What facts take of it.
pub fn given(args: &PeopleArgs, zone: &Zone, inventory: &Inventory) -> Result<facts::Given, Failure> {
    let app = args.lms_vm.as_deref().map(|name| {
        facts::find_vm(inventory, name).map_err(|error| {
            // Names from the inventory must not reach the terminal raw.
            let message = format!("--lms-vm: {error}");
            Failure::usage(message.lines().map(safe::line).collect::<Vec<_>>().join("\n"))
        })
    });
    Ok(facts::Given {
        installed_at_s: installed(args, zone)?.map(jiff::Timestamp::as_second),
        app: app.transpose()?,
        client_here: args.client_here,
    })
}

/// What the report says of it.
pub fn stated(args: &PeopleArgs, facts: &Facts, run: &Run) -> Result<Given, Failure> {
    let lms_vm = match &facts.app {
        facts::AppVm::At(at) => facts.identity.vms.get(*at).map(|who| Object {
            kind: who.kind,
            id: who.id.to_string(),
            name: who.name.to_string(),
            path: who.path.clone(),
        }),
        facts::AppVm::NotNamed | facts::AppVm::Unseen(_) => None,
    };
    Ok(Given {
        installed_at: installed(args, &run.zone)?.map(|time| time.to_string()),
        lms_vm,
        client_here: args.client_here,
        decisions: args.decisions.as_ref().map(|path| path.display().to_string()),
        today: args.decisions.as_ref().map(|_| run.today.to_string()),
    })
}

/// When the application was installed; the report shows it with its zone.
fn installed(args: &PeopleArgs, zone: &Zone) -> Result<Option<jiff::Timestamp>, Failure> {
    let time = args.installed_at.map(|moment| moment.within(zone)).transpose();
    time.map_err(|error| Failure::usage(format_args!("--installed-at: {error}")))
}
