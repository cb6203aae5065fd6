//! Arguments of `decisions`.

use std::path::PathBuf;

use clap::builder::NonEmptyStringValueParser;
use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use crate::cli::args::ZoneArgs;
use crate::cli::choice::Choice;
use crate::terms::Lang;
use crate::terms::time::day;

/// Arguments of `decisions`.
#[derive(Debug, Args)]
pub struct DecisionsArgs {
    /// What to do with the decisions.
    #[command(subcommand)]
    pub command: DecisionsCommand,
}

/// What to do with the decisions.
#[derive(Debug, Subcommand)]
pub enum DecisionsCommand {
    /// Write a decisions file to start from: an entry for each question of a report, commented out.
    Init(InitArgs),
    /// Ask the questions of a report one by one at a terminal; each answer is written before the next is asked.
    Answer(AnswerArgs),
    /// Check a decisions file: mistakes with their places; what has expired or soon will.
    Lint {
        /// The file, and what it is held against.
        #[command(flatten)]
        file: FileArgs,
    },
    /// List every entry with its state: in force, expiring within 30 days, expired.
    List {
        /// The file, and what it is held against.
        #[command(flatten)]
        file: FileArgs,
        /// Form of the list.
        #[arg(long, value_enum, default_value = "table", id = "list_format")]
        format: ListFormat,
    },
    /// Add an entry at the end of a decisions file; nothing else in it changes.
    Add {
        /// What to add.
        #[command(subcommand)]
        what: AddCommand,
    },
}

/// A decisions file.
#[derive(Debug, Args)]
pub struct FileArgs {
    /// The decisions file; default: that of the configuration file.
    #[arg(value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Folder of rule files that add to or replace the built-in ones.
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// Hold its dates against this day instead of today.
    #[arg(long, value_name = "DAY", value_parser = day)]
    pub today: Option<Date>,
    /// Where the user is.
    #[command(flatten)]
    pub zone: ZoneArgs,
    /// Language, en or ja; default from the locale.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub lang: Option<Choice<Lang>>,
}

impl DecisionsCommand {
    /// The language that was asked for.
    pub fn lang(&self) -> Option<Choice<Lang>> {
        match self {
            Self::Init(args) => args.lang,
            Self::Answer(args) => args.file.lang,
            Self::Lint { file } | Self::List { file, .. } => file.lang,
            Self::Add { what: AddCommand::Waiver { file, .. } | AddCommand::Attestation { file, .. } } => {
                file.lang
            }
        }
    }
}

/// Arguments of `decisions init`.
#[derive(Debug, Args)]
pub struct InitArgs {
    /// The report, from --format json of 'check'.
    pub report: PathBuf,
    /// Write it to this new file instead of standard output.
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Language, en or ja; default from the locale.
    #[arg(long, value_enum, hide_possible_values = true)]
    pub lang: Option<Choice<Lang>>,
}

/// Arguments of `decisions answer`.
#[derive(Debug, Args)]
pub struct AnswerArgs {
    /// The report, from --format json of 'check'.
    pub report: PathBuf,
    /// The file that the answers are added to, and what it is held against.
    #[command(flatten)]
    pub file: FileArgs,
    /// Who answers; otherwise that is asked first.
    #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
    pub by: Option<String>,
}

/// What to add.
#[derive(Debug, Subcommand)]
pub enum AddCommand {
    /// Accept for a while what does not hold or cannot be told.
    Waiver {
        /// The file, and what it is held against.
        #[command(flatten)]
        file: FileArgs,
        /// Id of the rule.
        #[arg(long, value_name = "ID")]
        rule: String,
        /// Only this finding of it; otherwise whatever the rule finds there.
        #[arg(long, value_name = "NAME")]
        finding: Option<String>,
        /// What is accepted there: name, inventory path or id, with * and ?; "*" for everything.
        #[arg(long, value_name = "PATTERN", value_parser = NonEmptyStringValueParser::new())]
        object: String,
        /// Why.
        #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
        reason: String,
        /// Who answers for it.
        #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
        owner: String,
        /// Where it was agreed on.
        #[arg(long, value_name = "TEXT")]
        ticket: Option<String>,
        /// The last day on which it counts, e.g. 2027-01-31.
        #[arg(long, value_name = "DAY", value_parser = day)]
        expires: Date,
    },
    /// Answer what only a person can say.
    Attestation {
        /// The file, and what it is held against.
        #[command(flatten)]
        file: FileArgs,
        /// Id of the rule.
        #[arg(long, value_name = "ID")]
        rule: String,
        /// Only for these objects: name, inventory path or id, with * and ?.
        #[arg(long, value_name = "PATTERN", value_parser = NonEmptyStringValueParser::new())]
        scope: Option<String>,
        /// What is said.
        #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
        statement: String,
        /// What it rests on: a text or a link.
        #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
        evidence: String,
        /// Who says it.
        #[arg(long, value_name = "NAME", value_parser = NonEmptyStringValueParser::new())]
        by: String,
        /// When; default: today.
        #[arg(long, value_name = "DAY", value_parser = day)]
        on: Option<Date>,
        /// The last day on which it counts, e.g. 2027-05-20.
        #[arg(long, value_name = "DAY", value_parser = day)]
        expires: Date,
    },
}

/// Form of a list of decisions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum ListFormat {
    /// For people.
    Table,
    /// For programs.
    Json,
}
