//! `decisions`: init, answer, lint, list, add.

mod add;
mod answer;
mod args;
mod given;
mod init;

use super::config::Config;
use super::exit::{Exit, Failure};
use super::output;
use super::say::{is_quiet, line, spoken};
use crate::decisions::State;
use crate::render::{self, safe};
use crate::terms::{DecisionKind, Text, told};

pub use args::DecisionsArgs;
use args::{DecisionsCommand, FileArgs, ListFormat};
use given::{read, today};

/// Runs the command.
pub fn run(args: &DecisionsArgs, config: &Config) -> Result<u8, Failure> {
    match &args.command {
        DecisionsCommand::Lint { file } => lint(file, config)?,
        DecisionsCommand::List { file, format } => {
            let decisions = read(file, config)?;
            let (today, lang) = (today(file), spoken());
            let text = match format {
                ListFormat::Table => render::decisions(&decisions, today, lang),
                ListFormat::Json => render::decisions_json(&decisions, today)
                    .map_err(|why| Failure::defect(Text::quoted(why)))?,
            };
            output::print(&text)?;
        }
        DecisionsCommand::Add { what } => add::run(what, config)?,
        DecisionsCommand::Init(args) => init::run(args)?,
        DecisionsCommand::Answer(args) => answer::run(args, config)?,
    }
    Ok(Exit::Ok as u8)
}

/// Mistakes are errors; an entry that has expired or soon will is told on standard error.
fn lint(file: &FileArgs, config: &Config) -> Result<(), Failure> {
    let decisions = read(file, config)?;
    let today = today(file);
    let mut warnings = 0_usize;
    for entry in &decisions.entries {
        let (days, expires) = ((entry.expires - today).get_days(), entry.expires);
        let state = match entry.state(today) {
            State::InForce => continue,
            State::Expiring if days == 1 => {
                told!("expires in a day, on {expires}", "期限まであと 1 日です ({expires} まで有効)")
            }
            State::Expiring => {
                told!(
                    "expires in {days} days, on {expires}",
                    "期限まであと {days} 日です ({expires} まで有効)"
                )
            }
            State::Expired => {
                told!(
                    "expired on {expires}: it has no effect",
                    "{expires} で期限切れのため、効力がありません"
                )
            }
            State::Future => told!(
                "is dated in the future: it has no effect before that day",
                "確認日が未来の日付のため、その日までは効力がありません"
            ),
        };
        warnings += 1;
        let kind = match entry.word.kind() {
            DecisionKind::Waiver => told!("waiver", "例外承認"),
            DecisionKind::Attestation => told!("attestation", "担当者確認"),
        };
        let [file, rule, by] = [&decisions.file, &entry.rule, &entry.by].map(|text| safe::line(text));
        let warning = told!(
            [kind, state] "{file}:{at}: warning: the {kind} of '{rule}' {state}; {by} answers for it",
            "{file}:{at}: 警告: 「{rule}」の{kind}は、{state}。担当: {by}",
            at = entry.line
        );
        if !is_quiet() {
            line(warning.get(spoken()));
        }
    }
    let text = told!(
        "{file}: no mistakes; entries: {entries}, warnings: {warnings}\n",
        "{file}: 誤りはありません。エントリ: {entries}、警告: {warnings}\n",
        file = safe::line(&decisions.file),
        entries = decisions.entries.len()
    );
    output::print(text.get(spoken()))
}
