//! `plan`: what to do about what was found, in order, and what the verdict is after it.

use std::path::{Path, PathBuf};

use super::check::{Offline, asked, catalogue, select, source, warn_of_unused};
use super::choice::Choice;
use super::config::Config;
use super::exit::{Exit, Failure};
use super::failed::failed;
use super::output::{Readers, Target};
use super::plan_args::{ByArg, PlanArgs, PlanOutput};
use super::wanted::Wanted;
use super::{connection, formats, language};
use crate::plan::{self, Failed, Plan};
use crate::preflight::{self, Question, Source};
use crate::render::plan::By;
use crate::render::{self, PlanFormat};

/// Runs the command; the exit code is that of a check of the inventory as it stands.
pub fn run(args: &PlanArgs, config: &Config) -> Result<u8, Failure> {
    let output = &args.output;
    let forms = match args.snippets {
        // A script has no form of its own to be known by: any file takes it.
        Some(_) => vec![Wanted { format: PlanFormat::default(), file: file_of(output) }],
        None => formats::places(&output.format, output.output.as_ref())?,
    };
    let forms: Vec<(Wanted<PlanFormat>, Target)> = forms
        .into_iter()
        .map(|wanted| {
            let target = Target::of(wanted.file.as_deref(), Readers::Usual)?;
            Ok((wanted, target))
        })
        .collect::<Result<_, Failure>>()?;
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
    let plan = plan::make(&question, &scoped).map_err(|error| match error {
        Failed::Judging(error) => failed(error),
        Failed::Defect(message) => Failure { exit: Exit::Defect, message },
    })?;
    let by = match args.by {
        ByArg::Order => By::Order,
        ByArg::Team => By::Team,
    };
    let written = forms.into_iter().map(|(wanted, target)| match args.snippets {
        Some(Choice(dialect)) => {
            let lang = language::language(output.look.lang);
            target.write(|out| render::plan::script(&plan, dialect, lang, out))
        }
        None => write(&plan, by, &wanted, target, output),
    });
    formats::all_of(written.filter_map(Result::err).collect())?;
    Ok(plan.exit_code)
}

/// The file that was named; none for standard output.
fn file_of(output: &PlanOutput) -> Option<PathBuf> {
    output.output.clone().filter(|file| file.as_path() != Path::new("-"))
}

fn write(
    plan: &Plan,
    by: By,
    wanted: &Wanted<PlanFormat>,
    target: Target,
    output: &PlanOutput,
) -> Result<(), Failure> {
    let style = output.look.style(wanted.file.as_deref());
    target.write(|out| render::plan::write(plan, by, wanted.format, style, out))
}
