//! `decisions add`: one more entry at the end of a file, checked before anything is written.

use std::fmt::Write as _;

use jiff::civil::Date;

use super::args::{AddCommand, FileArgs};
use super::given::{catalogue, path, today};
use crate::cli::config::Config;
use crate::cli::exit::Failure;
use crate::cli::output;
use crate::cli::say::note;
use crate::decisions::Decisions;
use crate::render::safe;
use crate::rules::Catalogue;
use crate::terms::{Text, told};

/// Runs the command.
pub fn run(what: &AddCommand, config: &Config) -> Result<(), Failure> {
    let (AddCommand::Waiver { file, expires, .. } | AddCommand::Attestation { file, expires, .. }) = what;
    let today = today(file);
    if *expires < today {
        return Err(Failure::usage(told!(
            "--expires {expires} has passed already: it is {today}",
            "--expires {expires} はすでに過ぎています (今日は {today} です)"
        )));
    }
    add(file, &catalogue(file, config)?, &entry(what, today))
}

/// The entry as TOML.
fn entry(what: &AddCommand, today: Date) -> String {
    let mut text = String::new();
    let mut put = |key: &str, value: &str| {
        let _ = writeln!(text, "{key} = {}", toml::Value::from(value));
    };
    match what {
        AddCommand::Waiver { rule, finding, object, reason, owner, ticket, expires, .. } => {
            put("rule", rule);
            if let Some(finding) = finding {
                put("finding", finding);
            }
            put("object", object);
            put("reason", reason);
            put("owner", owner);
            if let Some(ticket) = ticket {
                put("ticket", ticket);
            }
            format!("[[waiver]]\n{text}expires = {expires}\n")
        }
        AddCommand::Attestation { rule, scope, statement, evidence, by, on, expires, .. } => {
            let (scope, on) = (scope.as_deref(), on.unwrap_or(today));
            Attestation { rule, scope, statement, evidence, by, on, expires: *expires }.entry()
        }
    }
}

/// What a person says of a rule.
pub(super) struct Attestation<'a> {
    pub rule: &'a str,
    pub scope: Option<&'a str>,
    pub statement: &'a str,
    pub evidence: &'a str,
    pub by: &'a str,
    pub on: Date,
    pub expires: Date,
}

impl Attestation<'_> {
    /// The entry as TOML.
    pub fn entry(&self) -> String {
        let scope = self.scope.map(|scope| ("scope", scope));
        let said = [("statement", self.statement), ("evidence", self.evidence), ("by", self.by)];
        let mut text = String::from("[[attestation]]\n");
        for (key, value) in [("rule", self.rule)].into_iter().chain(scope).chain(said) {
            let _ = writeln!(text, "{key} = {}", toml::Value::from(value));
        }
        text + &format!("on = {}\nexpires = {}\n", self.on, self.expires)
    }
}

/// What stands in the file, which may not be there yet, and what that says.
pub(super) fn parsed(file: &FileArgs, catalogue: &Catalogue) -> Result<(String, Decisions), Failure> {
    let named = path(file)?;
    let name = named.display().to_string();
    let before = match std::fs::read_to_string(named) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(Failure::usage(
                told!([error] "cannot read {name}: {error}", "{name} を読み取れません: {error}"),
            ));
        }
    };
    let decisions = Decisions::parse(&name, &before, catalogue).map_err(Failure::usage)?;
    Ok((before, decisions))
}

/// Adds entries at the end of the file, whole or not at all.
pub(super) fn add(file: &FileArgs, catalogue: &Catalogue, entry: &str) -> Result<(), Failure> {
    let (before, _) = parsed(file, catalogue)?;
    let named = path(file)?;
    let name = named.display().to_string();
    let after = appended(&before, entry);
    // What stands before is fine: what is wrong now is wrong with the new entry.
    let checked = Decisions::parse(&name, &after, catalogue).map_err(|problems| {
        let why = Text::lines(problems.0.into_iter().map(|problem| problem.message));
        Failure::usage(
            told!([why] "nothing was added to {name}: {why}", "{name} には何も追加していません: {why}"),
        )
    })?;
    output::write_with(Some(named), |out| out.write_all(after.as_bytes()))?;
    let line = checked.entries.iter().map(|entry| entry.line).max().unwrap_or(1);
    let name = safe::line(&name);
    note(told!("added to {name}, line {line}", "{name} の {line} 行目に追加しました"));
    Ok(())
}

/// The text with the entry behind it, a blank line between, in the line ends of the file.
fn appended(before: &str, entry: &str) -> String {
    let end = if before.contains("\r\n") { "\r\n" } else { "\n" };
    let mut after = before.to_owned();
    if !before.is_empty() {
        if !before.ends_with('\n') {
            after.push_str(end);
        }
        after.push_str(end);
    }
    after.push_str(&entry.replace('\n', end));
    after
}

#[cfg(test)]
mod tests {
    use super::appended;

    #[test]
    fn what_was_there_stays_as_it_was() {
        assert_eq!(appended("", "[[w]]\na = 1\n"), "[[w]]\na = 1\n");
        assert_eq!(appended("# mine", "[[w]]\n"), "# mine\n\n[[w]]\n");
        assert_eq!(appended("# mine\r\n", "[[w]]\na = 1\n"), "# mine\r\n\r\n[[w]]\r\na = 1\r\n");
    }
}
