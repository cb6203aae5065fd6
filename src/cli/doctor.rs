//! `doctor`: what the account can read of a vCenter, what it lacks, and the smallest role that answers everything.

use super::args::AskArgs;
use super::check::{catalogue, select, warn_of_unused};
use super::config::Config;
use super::doctor_args::DoctorArgs;
use super::exit::Failure;
use super::output::{Readers, Target};
use super::wanted::Wanted;
use super::{connection, formats, language};
use crate::doctor::{Asking, Needs, diagnose};
use crate::preflight;
use crate::render::{self, DoctorFormat};
use crate::sources::vcenter::Asks;

/// Runs the command; the exit code says whether everything can be read that the profile needs.
pub fn run(args: &DoctorArgs, config: &Config) -> Result<u8, Failure> {
    let forms = formats::places(&args.output.format, args.output.output.as_ref())?;
    let forms: Vec<(Wanted<DoctorFormat>, Target)> = forms
        .into_iter()
        .map(|wanted| {
            let target = Target::of(wanted.file.as_deref(), Readers::Usual)?;
            Ok((wanted, target))
        })
        .collect::<Result<_, Failure>>()?;
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
    let written = forms.into_iter().map(|(wanted, target)| {
        let style = args.output.look.style(wanted.file.as_deref());
        target.write(|out| render::doctor::write(&diagnosis, wanted.format, style, out))
    });
    formats::all_of(written.filter_map(Result::err).collect())?;
    Ok(diagnosis.exit_code)
}
