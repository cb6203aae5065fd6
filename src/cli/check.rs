//! `check`: reads an inventory, judges it, prints the report.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use super::args::{CheckArgs, SelectionArgs};
use super::config::Config;
use super::exit::Failure;
use super::say::say;
use super::{connection, demo, difference, formats, language, people, probe, scope};
use crate::evaluate::{self, Policy, Run, Timing};
use crate::facts::{self, Restriction};
use crate::inventory::{Call, Inventory};
use crate::render::safe;
use crate::rules::{Catalogue, Overrides, Selected, built_in, read_folder};
use crate::sources::saved_file;
use crate::sources::vcenter::Focus;
use crate::terms::Level;
use crate::terms::time::Zone;

/// The call that rules name which count all VMs, or look for one among all.
const OVERVIEW: &str = Call::overview.read;

/// Runs the command; the exit code is the report's.
pub fn run(args: &CheckArgs, config: &Config) -> Result<u8, Failure> {
    let started = Instant::now();
    let forms = formats::open(formats::plan(&args.output)?, &args.output)?;
    let catalogue = catalogue(&args.selection, config)?;
    let selected = select(&catalogue, &args.selection)?;
    warn_of_unused(&selected);
    let decisions = people::decisions(&args.people, &catalogue)?;
    let baseline = args.baseline.as_deref().map(difference::read).transpose()?;
    let named = scope::named(&args.scope);
    let zone = language::zone(&args.zone);
    let inventory = inventory(args, &selected, &named, &zone)?;
    let loaded = Instant::now();
    let chosen = facts::choose(&inventory, &named).map_err(|error| Failure::usage(scope::says(&error)))?;
    let facts = facts::build_chosen(&inventory, chosen, &people::given(&args.people, &zone, &inventory)?);
    let derived = Instant::now();
    let mut run = Run { decisions, ..question(args, zone, &inventory) };
    run.given = people::stated(&args.people, &facts, &run)?;
    let (mut report, times) = evaluate::evaluate_timed(&facts, &selected, &run);
    if let Some((file, baseline)) = &baseline {
        difference::hold_against(&mut report, file, baseline);
    }
    let judged = Instant::now();
    formats::write(&report, forms, &args.output)?;
    if args.output.timings {
        let phases = [
            ("read", loaded - started),
            ("facts", derived - loaded),
            ("rules", judged - derived),
            ("render", judged.elapsed()),
        ];
        print_timings(&phases, times);
    }
    Ok(exit_code(report.exit_code, args.exit_zero))
}

/// The report's code, or 0 for a run that only reports. That is said, as the report says otherwise.
fn exit_code(code: u8, zero: bool) -> u8 {
    if zero && [1, 3].contains(&code) {
        say(format_args!("vpreflight: exit 0 instead of {code} (--exit-zero)"));
        return 0;
    }
    code
}

/// The rules in force: the built-in ones, and the folders of the user's.
pub fn catalogue(selection: &SelectionArgs, config: &Config) -> Result<Catalogue, Failure> {
    load_catalogue(&selection.rules, &config.overrides)
}

/// A value for a rule that is not judged might be taken for one that counts.
fn warn_of_unused(selected: &Selected<'_>) {
    for own in &selected.catalogue.overridden {
        if !selected.rules.iter().any(|rule| rule.id == own.rule) {
            let (rule, file) = (safe::line(&own.rule), safe::line(&own.file));
            say(format_args!(
                "vpreflight: {file}:{}: '{rule}' is no rule of profile {}: what is set for it has no effect",
                own.line,
                selected.profiles.join(", ")
            ));
        }
    }
}

/// The rules of the profiles.
pub fn select<'c>(catalogue: &'c Catalogue, selection: &SelectionArgs) -> Result<Selected<'c>, Failure> {
    catalogue.select(&selection.profile).map_err(|error| Failure::usage(safe::line(&error.to_string())))
}

/// The built-in rules and those of some folders, with what the site has set of them.
pub fn load_catalogue(folders: &[std::path::PathBuf], own: &Overrides) -> Result<Catalogue, Failure> {
    let mut sets = vec![built_in()];
    for folder in folders {
        sets.push(read_folder(folder).map_err(Failure::usage)?);
    }
    Catalogue::load_with(&sets, &facts::roots(), own).map_err(Failure::usage)
}

/// The properties that the selected rules need, and no more.
fn wanted(selected: &Selected<'_>) -> BTreeSet<String> {
    let reads = selected.reads();
    reads.into_iter().chain(facts::reads_base().iter().copied()).map(str::to_owned).collect()
}

/// The inventory, with what this machine adds to it.
fn inventory(
    args: &CheckArgs,
    selected: &Selected<'_>,
    named: &Restriction,
    zone: &Zone,
) -> Result<Inventory, Failure> {
    if args.probe.probe && args.source.demo {
        return Err(Failure::usage("--demo shows an example: there is nothing to probe"));
    }
    let live = args.source.inventory.is_none() && !args.source.demo;
    if !live && (args.ask.ask_hosts || args.ask.ask_vcenter) {
        return Err(Failure::usage(
            "--ask-hosts and --ask-vcenter ask a vCenter: give them to 'vpreflight collect', and the saved \
             inventory holds the answers",
        ));
    }
    let mut wanted = wanted(selected);
    probe::want(&args.probe, &mut wanted);
    let mut inventory = load(args, wanted, named, zone)?;
    probe::run(&args.probe, &mut inventory, live, args.source.connection.no_proxy)?;
    if args.people.client_here {
        probe::this_machine(&mut inventory, live);
    }
    Ok(inventory)
}

fn load(
    args: &CheckArgs,
    wanted: BTreeSet<String>,
    named: &Restriction,
    zone: &Zone,
) -> Result<Inventory, Failure> {
    let source = &args.source;
    match &source.inventory {
        Some(path) => saved_file::read(path).map_err(Failure::no_inventory),
        None if source.demo => demo::inventory(),
        None => {
            let app = args.people.lms_vm.as_deref();
            let pick = |light: &Inventory| scope::part(light, named, app);
            let all_vms = !named.vms.is_empty() || app.is_some() || wanted.contains(OVERVIEW);
            let focus = Focus { all_vms, reads: facts::reads_to_choose, pick: &pick };
            let focus = (!named.is_none()).then_some(&focus);
            connection::fetch(&source.connection, &args.ask, zone, Some(wanted), focus)
        }
    }
}

fn question(args: &CheckArgs, zone: Zone, inventory: &Inventory) -> Run {
    Run {
        reading: args.selection.reading.0,
        policy: Policy {
            fail_on_warn: args.fail_on.0 == Level::Warn,
            allow_unknown: args.allow_unknown,
            strict: args.strict,
            fail_on_stale: args.fail_on_stale,
        },
        rule_dirs: args.selection.rules.iter().map(|folder| folder.display().to_string()).collect(),
        ..Run::of(inventory).within(zone)
    }
}

/// Where the time went: phases by the clock, rules by the processor time of their threads.
fn print_timings(phases: &[(&str, Duration)], mut rules: Vec<Timing>) {
    for (phase, time) in phases {
        say(format_args!("{:>10.1} ms  {phase}", time.as_secs_f64() * 1e3));
    }
    rules.sort_by(|a, b| b.time.cmp(&a.time).then_with(|| a.rule.cmp(&b.rule)));
    for Timing { rule, time, objects } in rules {
        let each = time.as_secs_f64() * 1e6 / f64::from(u32::try_from(objects.max(1)).unwrap_or(u32::MAX));
        say(format_args!(
            "{:>10.1} ms  {each:>8.2} µs each of {objects:>6}  {rule}",
            time.as_secs_f64() * 1e3
        ));
    }
}
