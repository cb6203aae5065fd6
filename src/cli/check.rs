//! `check`: reads an inventory, judges it, prints the report.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::args::{CheckArgs, FailOn, FormatArg, ReadingArg, SelectionArgs, SourceArgs};
use super::exit::Failure;
use super::{connection, demo, language, output, people, probe};
use crate::evaluate::{self, Policy, Run};
use crate::facts;
use crate::inventory::Inventory;
use crate::render::{self, Format, Style};
use crate::rules::{Catalogue, Selected, built_in, read_folder};
use crate::sources::saved_file;
use crate::terms::Reading;

/// Runs the command; the exit code is the report's.
pub fn run(args: &CheckArgs) -> Result<u8, Failure> {
    let started = Instant::now();
    let catalogue = catalogue(&args.selection)?;
    let selected = catalogue.select(&args.selection.profile).map_err(Failure::usage)?;
    let decisions = people::decisions(&args.people, &catalogue)?;
    let inventory = inventory(args, &selected)?;
    let loaded = Instant::now();
    let facts = facts::build_given(&inventory, &people::given(&args.people, &inventory)?);
    let derived = Instant::now();
    let mut run = Run { decisions, ..question(args, &inventory) };
    run.given = people::stated(&args.people, &facts, &run);
    let (report, times) = evaluate::evaluate_timed(&facts, &selected, &run);
    let judged = Instant::now();
    let style = Style {
        lang: language::language(args.output.lang),
        width: usize::from(language::width(&args.output)),
        colour: language::colour(&args.output),
        all: args.output.all,
    };
    let format = match args.output.format {
        FormatArg::Table => Format::Table,
        FormatArg::Json => Format::Json,
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

/// The rules in force: the built-in ones, and the folders of the user's.
pub fn catalogue(selection: &SelectionArgs) -> Result<Catalogue, Failure> {
    load_catalogue(&selection.rules)
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
fn inventory(args: &CheckArgs, selected: &Selected<'_>) -> Result<Inventory, Failure> {
    if args.probe.probe && args.source.demo {
        return Err(Failure::usage("--demo shows an example: there is nothing to probe"));
    }
    let mut wanted = wanted(selected);
    probe::want(&args.probe, &mut wanted);
    let mut inventory = load(&args.source, wanted)?;
    let live = args.source.inventory.is_none() && !args.source.demo;
    probe::run(&args.probe, &mut inventory, live, args.source.connection.no_proxy)?;
    if args.people.client_here {
        probe::this_machine(&mut inventory, live);
    }
    Ok(inventory)
}

fn load(source: &SourceArgs, wanted: BTreeSet<String>) -> Result<Inventory, Failure> {
    match &source.inventory {
        Some(path) => saved_file::read(path).map_err(Failure::no_inventory),
        None if source.demo => demo::inventory(),
        None => connection::fetch(&source.connection, Some(wanted)),
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
fn print_timings(phases: &[(&str, Duration)], mut rules: Vec<(String, Duration)>) {
    for (phase, time) in phases {
        eprintln!("{:>10.1} ms  {phase}", time.as_secs_f64() * 1e3);
    }
    rules.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    for (rule, time) in rules {
        eprintln!("{:>10.1} ms    {rule}", time.as_secs_f64() * 1e3);
    }
}
