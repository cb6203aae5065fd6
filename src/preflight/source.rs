//! Where the inventory of a run comes from.

use std::path::Path;
use std::pin::Pin;
use std::sync::Mutex;

use super::error::Error;
use super::probing::Probing;
use super::question::Question;
use super::runtime::runtime;
use super::scoped::Scoped;
use super::{example, probing};
use crate::facts::{self, NotChosen, Restriction};
use crate::inventory::Inventory;
use crate::sources::vcenter::{self, Examined, Focus, Part, Progress, Settings, Wanted};
use crate::sources::{object_dump, rvtools, saved_file};

/// The call that rules name which count all VMs, or look for one among all.
const OVERVIEW: &str = "call:overview";

/// Where the inventory comes from.
pub enum Source<'s> {
    /// It is in hand.
    Inventory(Box<Inventory>),
    /// A file that was saved, a directory that `govc object.save` wrote, or an export of RVTools.
    Saved(&'s Path),
    /// The built-in example.
    Example,
    /// A live vCenter.
    VCenter(VCenter<'s>),
}

/// A live vCenter.
pub struct VCenter<'s> {
    /// How to reach it.
    pub settings: &'s Settings,
    /// Who hears how far the reading is.
    pub progress: &'s dyn Progress,
    /// When this is done, the reading ends.
    pub cancel: Pin<Box<dyn Future<Output = ()> + 's>>,
}

/// What the question asks for, with what this machine adds to it.
pub(super) fn read(question: &Question<'_>, source: Source<'_>) -> Result<Scoped, Error> {
    let (inventory, live) = match source {
        Source::VCenter(vcenter) => {
            let whole = |wanted: &Wanted, focus: Option<&Focus<'_>>| fetch(vcenter, wanted, focus);
            (fetch_part(question, whole)?, true)
        }
        other => (at_hand(other)?, false),
    };
    scoped(question, inventory, live)
}

/// An inventory with its scope, and with what this machine adds to it.
pub(super) fn scoped(question: &Question<'_>, inventory: Inventory, live: bool) -> Result<Scoped, Error> {
    let mut scoped = Scoped::of(inventory, &question.scope)?;
    if let Some(probing) = &question.probing {
        probing.run(&mut scoped, live)?;
    }
    if question.stated.client_here {
        probing::this_machine(scoped.inventory_mut(), live);
    }
    Ok(scoped)
}

/// Everything that the source has.
pub(super) fn collect(source: Source<'_>, probing: Option<&Probing>) -> Result<Inventory, Error> {
    let (inventory, live) = match source {
        Source::VCenter(vcenter) => (fetch(vcenter, &Wanted::All, None)?, true),
        other => (at_hand(other)?, false),
    };
    let mut scoped = Scoped::whole(inventory);
    if let Some(probing) = probing {
        probing.run(&mut scoped, live)?;
    }
    Ok(scoped.into_inventory())
}

/// What needs no server.
fn at_hand(source: Source<'_>) -> Result<Inventory, Error> {
    match source {
        Source::Inventory(inventory) => Ok(*inventory),
        Source::Saved(path) if rvtools::recognises(path) => Ok(rvtools::read(path)?),
        Source::Saved(path) if path.is_dir() => Ok(object_dump::read(path)?),
        Source::Saved(path) => Ok(saved_file::read(path)?),
        Source::Example => example::inventory().map_err(Error::Example),
        Source::VCenter(vcenter) => fetch(vcenter, &Wanted::All, None),
    }
}

/// Of a vCenter what is wanted, and in depth only what is in scope.
pub(super) fn fetch_part(
    question: &Question<'_>,
    fetch: impl FnOnce(&Wanted, Option<&Focus<'_>>) -> Result<Inventory, Error>,
) -> Result<Inventory, Error> {
    let (named, app) = (&question.scope, question.stated.lms_vm.as_deref());
    let wanted = question.wanted();
    let all_vms = !named.vms.is_empty() || app.is_some() || wanted.contains(OVERVIEW);
    // The reading has words only; what was named in vain is kept as it is.
    let not_chosen: Mutex<Option<NotChosen>> = Mutex::new(None);
    let pick = |light: &Inventory| {
        part(light, named, app).map_err(|error| {
            let text = format!("{error:?}");
            if let Ok(mut kept) = not_chosen.lock() {
                *kept = Some(error);
            }
            text
        })
    };
    let focus = Focus { all_vms, reads: facts::reads_to_choose, pick: &pick };
    let focus = (!named.is_none()).then_some(&focus);
    let fetched = fetch(&Wanted::Only(wanted), focus);
    match not_chosen.lock().ok().and_then(|mut kept| kept.take()) {
        Some(error) if fetched.is_err() => Err(Error::Scope(error)),
        _ => fetched,
    }
}

fn fetch(vcenter: VCenter<'_>, wanted: &Wanted, focus: Option<&Focus<'_>>) -> Result<Inventory, Error> {
    let VCenter { settings, progress, cancel } = vcenter;
    let runtime = runtime()?;
    let fetched = runtime.block_on(vcenter::fetch(settings, wanted, focus, progress, cancel));
    // What is still being decoded of a reading that has ended is waited for by nobody.
    runtime.shutdown_background();
    fetched.map_err(Error::VCenter)
}

/// Finds out whether a vCenter answers that is trusted, before anything secret is asked for.
///
/// # Errors
/// [`Error::VCenter`] with what is wrong.
pub fn knock(settings: &Settings) -> Result<(), Error> {
    runtime()?.block_on(vcenter::knock(settings)).map_err(Error::VCenter)
}

/// Finds out what the account can do with a vCenter; `privileges` are those that are asked about.
///
/// # Errors
/// When the vCenter cannot be reached, or refuses the account.
pub fn examine(vcenter: VCenter<'_>, privileges: &[&'static str]) -> Result<Examined, Error> {
    let VCenter { settings, progress, cancel } = vcenter;
    runtime()?.block_on(vcenter::examine(settings, privileges, progress, cancel)).map_err(Error::VCenter)
}

/// What of a vCenter is to be read in depth, by its light listing. The VM it runs in and that of the
/// application are needed wherever they are.
fn part(light: &Inventory, named: &Restriction, app: Option<&str>) -> Result<Part, NotChosen> {
    let chosen = facts::choose(light, named)?;
    let vms: std::collections::BTreeSet<_> = chosen.vms.iter().map(|vm| vm.id.clone()).collect();
    let app = app.and_then(|name| facts::find_vm(light, name).ok());
    Ok(Part {
        containers: chosen.containers(),
        clusters: chosen.within(),
        vms: (!vms.is_empty()).then_some(vms),
        beside: facts::server_vms(light).into_iter().chain(app).collect(),
    })
}
