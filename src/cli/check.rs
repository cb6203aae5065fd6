//! `check`: reads an inventory, judges it, prints the report.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::args::{
    CheckArgs, FailOn, FormatArg, OutcomeArg, OutputArgs, ReadingArg, SelectionArgs, SourceArgs,
};
use super::exit::Failure;
use super::{connection, demo, language, output, people, probe, scope};
use crate::evaluate::{self, Policy, Run, Timing};
use crate::facts::{self, Restriction};
use crate::inventory::Inventory;
use crate::render::{self, Format, Kind, Style, safe};
use crate::rules::{Catalogue, Selected, built_in, read_folder};
use crate::sources::saved_file;
use crate::sources::vcenter::Focus;
use crate::terms::Reading;

/// Runs the command; the exit code is the report's.
pub fn run(args: &CheckArgs) -> Result<u8, Failure> {
    let started = Instant::now();
    refuse_half_a_document(&args.output)?;
    let catalogue = catalogue(&args.selection)?;
    let selected = select(&catalogue, &args.selection)?;
    let decisions = people::decisions(&args.people, &catalogue)?;
    let named = scope::named(&args.scope);
    let inventory = inventory(args, &selected, &named)?;
    let loaded = Instant::now();
    let chosen = facts::choose(&inventory, &named).map_err(|error| Failure::usage(scope::says(&error)))?;
    let facts = facts::build_chosen(&inventory, chosen, &people::given(&args.people, &inventory)?);
    let derived = Instant::now();
    let mut run = Run { decisions, ..question(args, &inventory) };
    run.given = people::stated(&args.people, &facts, &run);
    let (report, times) = evaluate::evaluate_timed(&facts, &selected, &run);
    let judged = Instant::now();
    let style = Style {
        lang: language::language(args.output.lang),
        width: usize::from(language::width(&args.output)),
        colour: language::colour(&args.output),
        details: args.output.details,
        all: args.output.all,
        only: args.output.only.iter().map(|outcome| kind(*outcome)).collect(),
    };
    let format = match args.output.format {
        FormatArg::Table => Format::Table,
        FormatArg::Json => Format::Json,
        FormatArg::Html => Format::Html,
    };
    let mut text = Vec::new();
    render::render(&report, format, style, &mut text)
        .map_err(|error| Failure::defect(format_args!("cannot render the report: {error}")))?;
    output::write(args.output.output.as_deref(), &text)?;
    if args.output.timings {
        let phases = [
            ("read", loaded - started),
            ("facts", derived - loaded),
            ("rules", judged - derived),
            ("render", judged.elapsed()),
        ];
        print_timings(&phases, times);
    }
    Ok(report.exit_code)
}

/// What a program reads has to be whole: a rule that is left out could be taken for one that passes.
fn refuse_half_a_document(output: &OutputArgs) -> Result<(), Failure> {
    if output.only.is_empty() || output.format == FormatArg::Table {
        return Ok(());
    }
    Err(Failure::usage("--only is for the table; the other forms always hold every rule"))
}

fn kind(outcome: OutcomeArg) -> Kind {
    match outcome {
        OutcomeArg::Fail => Kind::Fail,
        OutcomeArg::Unknown => Kind::Unknown,
        OutcomeArg::Warn => Kind::Warn,
        OutcomeArg::Manual => Kind::Manual,
        OutcomeArg::Pass => Kind::Pass,
        OutcomeArg::NotApplicable => Kind::NotApplicable,
        OutcomeArg::Waived => Kind::Waived,
        OutcomeArg::Attested => Kind::Attested,
    }
}

/// The rules in force: the built-in ones, and the folders of the user's.
pub fn catalogue(selection: &SelectionArgs) -> Result<Catalogue, Failure> {
    load_catalogue(&selection.rules)
}

/// The rules of the profiles.
pub fn select<'c>(catalogue: &'c Catalogue, selection: &SelectionArgs) -> Result<Selected<'c>, Failure> {
    catalogue.select(&selection.profile).map_err(|error| Failure::usage(safe::line(&error.to_string())))
}

/// The built-in rules and those of some folders.
pub fn load_catalogue(folders: &[std::path::PathBuf]) -> Result<Catalogue, Failure> {
    let mut sets = vec![built_in()];
    for folder in folders {
        sets.push(read_folder(folder).map_err(Failure::usage)?);
    }
    Catalogue::load(&sets, &facts::roots()).map_err(Failure::usage)
}

/// The properties that the selected rules need, and no more.
fn wanted(selected: &Selected<'_>) -> BTreeSet<String> {
    let reads = selected.reads();
    reads.into_iter().chain(facts::reads_base().iter().copied()).map(str::to_owned).collect()
}

/// The inventory, with what this machine adds to it.
fn inventory(args: &CheckArgs, selected: &Selected<'_>, named: &Restriction) -> Result<Inventory, Failure> {
    if args.probe.probe && args.source.demo {
        return Err(Failure::usage("--demo shows an example: there is nothing to probe"));
    }
    let mut wanted = wanted(selected);
    probe::want(&args.probe, &mut wanted);
    let mut inventory = load(&args.source, wanted, named)?;
    let live = args.source.inventory.is_none() && !args.source.demo;
    probe::run(&args.probe, &mut inventory, live, args.source.connection.no_proxy)?;
    if args.people.client_here {
        probe::this_machine(&mut inventory, live);
    }
    Ok(inventory)
}

fn load(source: &SourceArgs, wanted: BTreeSet<String>, named: &Restriction) -> Result<Inventory, Failure> {
    match &source.inventory {
        Some(path) => saved_file::read(path).map_err(Failure::no_inventory),
        None if source.demo => demo::inventory(),
        None => {
            let pick = |light: &Inventory| match facts::choose(light, named) {
                Ok(chosen) => Ok(chosen.containers()),
                Err(error) => Err(scope::says(&error)),
            };
            let focus = Focus { by_vm: !named.vms.is_empty(), pick: &pick };
            let focus = (!named.is_none()).then_some(&focus);
            connection::fetch(&source.connection, Some(wanted), focus)
        }
    }
}

fn question(args: &CheckArgs, inventory: &Inventory) -> Run {
    Run {
        reading: match args.selection.reading {
            ReadingArg::Practice => Reading::Practice,
            ReadingArg::Literal => Reading::Literal,
        },
        policy: Policy {
            fail_on_warn: args.fail_on == FailOn::Warn,
            allow_unknown: args.allow_unknown,
            strict: args.strict,
        },
        rule_dirs: args.selection.rules.iter().map(|folder| folder.display().to_string()).collect(),
        ..Run::of(inventory)
    }
}

/// Where the time went: phases by the clock, rules by the processor time of their threads.
fn print_timings(phases: &[(&str, Duration)], mut rules: Vec<Timing>) {
    for (phase, time) in phases {
        eprintln!("{:>10.1} ms  {phase}", time.as_secs_f64() * 1e3);
    }
    rules.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.rule.cmp(&b.rule)));
    for Timing { rule, time, objects } in rules {
        let each = time.as_secs_f64() * 1e6 / f64::from(u32::try_from(objects.max(1)).unwrap_or(u32::MAX));
        eprintln!("{:>10.1} ms  {each:>8.2} µs each of {objects:>6}  {rule}", time.as_secs_f64() * 1e3);
    }
}
