//! `decisions`: lint, list, add.

mod add;
mod args;
mod given;

use super::config::Config;
use super::exit::{Exit, Failure};
use super::output;
use super::say::note;
use crate::decisions::State;
use crate::render::{self, safe};

pub use args::DecisionsArgs;
use args::{DecisionsCommand, FileArgs, ListFormat};
use given::{read, today};

/// Runs the command.
pub fn run(args: &DecisionsArgs, config: &Config) -> Result<u8, Failure> {
    match &args.command {
        DecisionsCommand::Lint { file } => lint(file, config)?,
        DecisionsCommand::List { file, format, lang } => {
            let decisions = read(file, config)?;
            let (today, lang) = (today(file), super::language::language(*lang));
            let text = match format {
                ListFormat::Table => render::decisions(&decisions, today, lang),
                ListFormat::Json => render::decisions_json(&decisions, today).map_err(Failure::defect)?,
            };
            output::print(&text)?;
        }
        DecisionsCommand::Add { what } => add::run(what, config)?,
    }
    Ok(Exit::Ok as u8)
}

/// Mistakes are errors; an entry that has expired or soon will is told on standard error.
fn lint(file: &FileArgs, config: &Config) -> Result<(), Failure> {
    let decisions = read(file, config)?;
    let today = today(file);
    let mut warnings = 0_usize;
    for entry in &decisions.entries {
        let state = match entry.state(today) {
            State::InForce => continue,
            State::Expiring => {
                let days = (entry.expires - today).get_days();
                let days = if days == 1 { "a day".to_owned() } else { format!("{days} days") };
                format!("expires in {days}, on {}", entry.expires)
            }
            State::Expired => format!("expired on {}: it has no effect", entry.expires),
            State::Future => "is dated in the future: it has no effect before that day".to_owned(),
        };
        warnings += 1;
        let kind = entry.word.kind().name();
        note(format_args!(
            "{}:{}: warning: the {kind} of '{}' {state}; {} answers for it",
            safe::line(&decisions.file),
            entry.line,
            safe::line(&entry.rule),
            safe::line(&entry.by)
        ));
    }
    let text = format!(
        "{}: no mistakes; entries: {}, warnings: {warnings}\n",
        safe::line(&decisions.file),
        decisions.entries.len()
    );
    output::print(&text)
}
