//! The commands, and what they have in common.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use super::anonymize_args::AnonymizeArgs;
use super::args::{CheckArgs, CollectArgs, RulesArgs, RulesCommand};
use super::choice::Choice;
use super::convert::ConvertArgs;
use super::decisions::DecisionsArgs;
use super::difference::DiffArgs;
use super::doctor_args::DoctorArgs;
use super::help;
use super::placing_args::{MatrixArgs, WhatIfArgs};
use super::plan_args::PlanArgs;
use super::watch_args::WatchArgs;
use crate::terms::Lang;

/// Checks, before anything is installed or patched, whether a VMware cluster is ready for HA and vMotion.
#[derive(Debug, Parser)]
#[command(
    name = "vpreflight",
    version,
    arg_required_else_help = true,
    after_help = help::TOP
)]
pub struct Cli {
    /// Where settings come from.
    #[command(flatten)]
    pub config: ConfigArgs,
    /// What is said beside the report.
    #[command(flatten)]
    pub voice: VoiceArgs,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The configuration file; see docs/configuration.md.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Configuration file; otherwise the nearest vpreflight.toml from the working directory upward.
    #[arg(
        long,
        value_name = "FILE",
        global = true,
        conflicts_with = "no_config",
        help_heading = "Configuration"
    )]
    pub config: Option<PathBuf>,
    /// Read no configuration file.
    #[arg(long, global = true, help_heading = "Configuration")]
    pub no_config: bool,
}

/// What is said on standard error.
#[derive(Clone, Copy, Debug, Args)]
pub struct VoiceArgs {
    /// Say only what went wrong, and how a run ended that writes its report to files.
    #[arg(long, short, global = true, conflicts_with = "verbose", help_heading = "Messages")]
    pub quiet: bool,
    /// Say, too, what is asked of the vCenter, how long each answer takes and how large it is.
    #[arg(long, short, global = true, help_heading = "Messages")]
    pub verbose: bool,
}

impl ConfigArgs {
    /// What a command line says of it, before the file can set anything.
    pub fn of(matches: &clap::ArgMatches) -> Self {
        Self {
            config: matches.try_get_one::<PathBuf>("config").ok().flatten().cloned(),
            no_config: matches.try_get_one::<bool>("no_config").ok().flatten() == Some(&true),
        }
    }
}

/// Commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Read an inventory, decide every prerequisite, print the report.
    #[command(after_help = help::CHECK)]
    Check(Box<CheckArgs>),
    /// Check a vCenter again and again, and tell what has changed: a program, a server, Prometheus.
    #[command(after_help = help::WATCH)]
    Watch(Box<WatchArgs>),
    /// Say what to do about what was found, in order, and prove it: the verdict after it.
    #[command(after_help = help::PLAN)]
    Plan(Box<PlanArgs>),
    /// Show which VMs can go to which hosts of their cluster, and what keeps them from the others.
    #[command(after_help = help::MATRIX)]
    Matrix(Box<MatrixArgs>),
    /// Say what becomes of the VMs when hosts are lost or emptied: who finds a place, and who does not.
    #[command(after_help = help::WHATIF)]
    Whatif(Box<WhatIfArgs>),
    /// Read the whole inventory of a vCenter and save it for later checks.
    #[command(after_help = help::COLLECT)]
    Collect(Box<CollectArgs>),
    /// Make a saved inventory fit to be given away: names, addresses and texts of the site are replaced.
    #[command(after_help = help::ANONYMIZE)]
    Anonymize(AnonymizeArgs),
    /// Say what an account can read of a vCenter, what it lacks, and which role would answer everything.
    #[command(after_help = help::DOCTOR)]
    Doctor(Box<DoctorArgs>),
    /// Look at the rules, explain one, test a folder of them.
    #[command(after_help = help::RULES)]
    Rules(RulesArgs),
    /// Check, list and add what people decided: waivers and attestations.
    #[command(after_help = help::DECISIONS)]
    Decisions(DecisionsArgs),
    /// Hold two JSON reports against each other: what is new, changed, fixed.
    #[command(after_help = help::DIFF)]
    Diff(DiffArgs),
    /// Write a report that was saved as JSON in any other form.
    #[command(after_help = help::CONVERT)]
    Convert(ConvertArgs),
    /// Write a commented vpreflight.toml to start from.
    #[command(after_help = help::INIT)]
    Init(InitArgs),
    /// Show which settings are in force for 'check' with these arguments, and where each comes from.
    #[command(after_help = help::CONFIG)]
    Config(Box<CheckArgs>),
    /// Print a completion script for a shell.
    #[command(after_help = help::COMPLETIONS)]
    Completions {
        /// The shell.
        shell: clap_complete::Shell,
    },
    /// Write the manual pages into a folder.
    #[command(after_help = help::MAN)]
    Man {
        /// The folder; it is made where it does not exist.
        dir: PathBuf,
    },
}

/// Arguments of `init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// Replace the file if it is there.
    #[arg(long)]
    pub force: bool,
    /// Language of messages, en or ja; default from the locale.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub lang: Option<Choice<Lang>>,
}

impl Command {
    /// The language that was asked for.
    pub fn lang(&self) -> Option<Choice<Lang>> {
        match self {
            Self::Check(args) | Self::Config(args) => args.output.look.lang,
            Self::Plan(args) => args.output.look.lang,
            Self::Matrix(args) => args.output.look.lang,
            Self::Whatif(args) => args.output.look.lang,
            Self::Watch(args) => args.look.lang,
            Self::Collect(args) => args.lang,
            Self::Anonymize(args) => args.lang,
            Self::Doctor(args) => args.output.look.lang,
            Self::Rules(args) => match &args.command {
                RulesCommand::List { lang, .. }
                | RulesCommand::Explain { lang, .. }
                | RulesCommand::Test { lang, .. } => *lang,
                RulesCommand::Schema { .. } => None,
            },
            Self::Decisions(args) => args.command.lang(),
            Self::Diff(args) => args.lang,
            Self::Convert(args) => args.output.look.lang,
            Self::Init(args) => args.lang,
            Self::Completions { .. } | Self::Man { .. } => None,
        }
    }
}
