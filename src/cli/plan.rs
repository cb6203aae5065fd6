//! `plan`: what to do about what was found, in order, and what the verdict is after it.

use std::path::{Path, PathBuf};

use super::check::{Offline, asked, catalogue, select, source, warn_of_unused};
use super::choice::Choice;
use super::config::Config;
use super::exit::Failure;
use super::failed::{failed, unplanned};
use super::plan_args::{ByArg, PlanArgs, PlanOutput};
use super::wanted::Wanted;
use super::{connection, language, plain_forms};
use crate::plan;
use crate::preflight::{self, Question, Source};
use crate::render::plan::By;
use crate::render::{self, PlanFormat};

/// Runs the command; the exit code is that of a check of the inventory as it stands.
pub fn run(args: &PlanArgs, config: &Config) -> Result<u8, Failure> {
    let output = &args.output;
    let forms = match args.snippets {
        // A script has no form of its own to be known by: any file takes it.
        Some(_) => {
            let wanted = Wanted { format: PlanFormat::default(), file: file_of(output) };
            vec![plain_forms::one(wanted, &output.look)?]
        }
        None => plain_forms::open(&output.format, output.output.as_ref(), &output.look)?,
    };
    let catalogue = catalogue(&args.selection, config)?;
    let selected = select(&catalogue, &args.selection)?;
    warn_of_unused(&selected);
    let asked = asked((&args.selection, &args.verdict), &args.scope, (&args.people, &args.zone), &selected)?;
    let question = Question { curing: true, ..asked };
    let scoped = match source(&args.source, &args.ask)? {
        Offline::Source(source) => preflight::read(&question, source).map_err(failed)?,
        Offline::No => connection::with(&args.source.connection, &args.ask, &question.zone, |vcenter| {
            preflight::read(&question, Source::VCenter(vcenter))
        })?,
    };
    let plan = plan::make(&question, &scoped).map_err(unplanned)?;
    let by = match args.by {
        ByArg::Order => By::Order,
        ByArg::Team => By::Team,
    };
    let lang = language::language(output.look.lang);
    plain_forms::write(forms, |format, style, out| match args.snippets {
        Some(Choice(dialect)) => render::plan::script(&plan, dialect, lang, out),
        None => render::plan::write(&plan, by, format, style, out),
    })?;
    Ok(plan.exit_code)
}

/// The file that was named; none for standard output.
fn file_of(output: &PlanOutput) -> Option<PathBuf> {
    output.output.clone().filter(|file| file.as_path() != Path::new("-"))
}
