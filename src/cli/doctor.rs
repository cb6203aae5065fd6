//! `doctor`: what the account can read of a vCenter, what it lacks, and the smallest role that answers everything.

use super::args::AskArgs;
use super::check::{catalogue, select, warn_of_unused};
use super::config::Config;
use super::doctor_args::DoctorArgs;
use super::exit::Failure;
use super::{connection, language, plain_forms};
use crate::doctor::{Asking, Needs, diagnose};
use crate::preflight;
use crate::render;
use crate::sources::vcenter::Asks;

/// Runs the command; the exit code says whether everything can be read that the profile needs.
pub fn run(args: &DoctorArgs, config: &Config) -> Result<u8, Failure> {
    let forms = plain_forms::open(&args.output.format, args.output.output.as_ref(), &args.output.look)?;
    let catalogue = catalogue(&args.selection, config)?;
    let selected = select(&catalogue, &args.selection)?;
    warn_of_unused(&selected);
    let AskArgs { ask_hosts: hosts, ask_vcenter: vcenter, ask_drs: drs } = args.ask;
    let needs = Needs::of(&selected, Asks { hosts, vcenter, drs });
    let zone = language::zone(&args.zone);
    let privileges = needs.privileges();
    let examined = connection::with(&args.connection, &args.ask, &zone, |vcenter| {
        preflight::examine(vcenter, &privileges)
    })?;
    let asking = Asking { selected: &selected, needs: &needs, zone: &zone.to_string() };
    let diagnosis = diagnose(asking, &examined);
    plain_forms::write(forms, |format, style, out| render::doctor::write(&diagnosis, format, style, out))?;
    Ok(diagnosis.exit_code)
}
