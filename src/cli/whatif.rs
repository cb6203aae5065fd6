//! `whatif`: what becomes of VMs when hosts are lost or emptied.

use super::exit::Failure;
use super::placing;
use super::placing_args::{EventArgs, WhatIfArgs};
use super::{plain_forms, scope, unnamed};
use crate::placement::{Wanted, what_if};
use crate::render;

/// The question.
fn wanted(event: &EventArgs) -> Wanted {
    match &event.lose_group {
        Some(name) => Wanted::LoseGroup(name.clone()),
        None if !event.lose.is_empty() => Wanted::Lose(event.lose.clone()),
        None if !event.evacuate.is_empty() => Wanted::Evacuate(event.evacuate.clone()),
        None if event.roll => Wanted::Roll,
        // The group demands that one of them is given.
        None => Wanted::LoseEach,
    }
}

/// Runs the command; the exit code is the answer's.
pub fn run(args: &WhatIfArgs) -> Result<u8, Failure> {
    let forms = plain_forms::open(&args.output.format, args.output.output.as_ref(), &args.output.look)?;
    let mapped = placing::read(&args.source, &args.ask, &args.zone, scope::within(&args.within))?;
    let mut answer =
        what_if(&mapped.maps, &wanted(&args.event), &|cluster, back| mapped.with_back(cluster, back))
            .map_err(|error| Failure::usage(unnamed::says(&error)))?;
    answer.namesakes = mapped.namesakes;
    plain_forms::write(forms, |format, style, out| render::whatif::write(&answer, format, style, out))?;
    Ok(answer.exit_code)
}
