//! Arguments of `plan`.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::args::{
    AskArgs, LookArgs, PeopleArgs, ScopeArgs, SelectionArgs, SourceArgs, VerdictArgs, ZoneArgs,
};
use super::choice::Choice;
use super::wanted::{Wanted, wanted};
use crate::render::PlanFormat;
use crate::terms::Dialect;

/// Arguments of `plan`.
#[derive(Debug, Args)]
pub struct PlanArgs {
    /// Where the inventory comes from.
    #[command(flatten)]
    pub source: SourceArgs,
    /// Which rules.
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// What of it.
    #[command(flatten)]
    pub scope: ScopeArgs,
    /// What people say.
    #[command(flatten)]
    pub people: PeopleArgs,
    /// What is asked on request only.
    #[command(flatten)]
    pub ask: AskArgs,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// How the actions stand together: in the order in which they are done, or by the team that does them.
    #[arg(long, value_enum, default_value = "order", help_heading = "Plan")]
    pub by: ByArg,
    /// Print the proved actions as one script instead, to be reviewed: for govc, PowerCLI or Ansible. It only
    /// shows what it would do until it is told otherwise.
    #[arg(long, value_enum, value_name = "TOOL", conflicts_with_all = ["plan_format", "by"], help_heading = "Plan")]
    pub snippets: Option<Choice<Dialect>>,
    /// How it is printed.
    #[command(flatten)]
    pub output: PlanOutput,
    /// What decides.
    #[command(flatten)]
    pub verdict: VerdictArgs,
}

/// How actions stand together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ByArg {
    /// In the order in which they are done.
    Order,
    /// By the team that does them.
    Team,
}

/// How a plan is printed.
#[derive(Debug, Args)]
pub struct PlanOutput {
    /// Form of the plan: table (default), json, markdown, csv, html.
    ///
    /// NAME=FILE writes it to that file. Repeat it for several forms of one run, e.g. --format table
    /// --format json=plan.json; one at most goes to standard output. See docs/formats.md.
    #[arg(
        long,
        id = "plan_format",
        value_name = "NAME[=FILE]",
        value_parser = wanted::<PlanFormat>,
        help_heading = "Report"
    )]
    pub format: Vec<Wanted<PlanFormat>>,
    /// Write the form that names no file to this one instead of standard output. Files are replaced
    /// whole or not at all.
    #[arg(long, short, value_name = "FILE", help_heading = "Report")]
    pub output: Option<PathBuf>,
    /// Its look.
    #[command(flatten)]
    pub look: LookArgs,
}
