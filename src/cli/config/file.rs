//! Reads a configuration file: every mistake at once, with its place and the nearest name.

use std::error::Error;
use std::ffi::OsString;
use std::ops::Range;
use std::path::Path;

use clap::{Arg, Command, CommandFactory};
use toml::de::DeValue;

use super::keys::{Form, KEYS, Key, TABLES, password, refused};
use crate::cli::commands::Cli;
use crate::cli::refused::why;
use crate::document::{Document, Problem, Problems, Source, Table, article, integer};
use crate::rules::Overrides;
use crate::sources::vcenter::parse_url;
use crate::terms::{Text, Told as _, nearest::did_you_mean, told};

/// What a file says about one argument.
#[derive(Debug)]
pub struct Setting {
    /// The key.
    pub key: &'static Key,
    /// The values, as they would stand on the command line.
    pub values: Vec<OsString>,
    /// Line of the key's value.
    pub line: usize,
}

/// Reads the text of a file that lies in `folder`.
pub fn parse(name: &str, text: &str, folder: &Path) -> Result<(Vec<Setting>, Overrides), Problems> {
    let (mut doc, mut table) = Document::parse(Source { file: name, text });
    let mut settings = Vec::new();
    refuse(&mut doc, &mut table);
    for name in TABLES {
        let Some(mut table) = table.table(&mut doc, name) else { continue };
        refuse(&mut doc, &mut table);
        for key in KEYS.iter().filter(|key| key.table == *name) {
            settings.extend(setting(&mut doc, &mut table, key, folder));
        }
        table.finish(&mut doc);
    }
    let overrides = Overrides::read(&mut doc, &mut table);
    table.finish(&mut doc);
    if doc.problems.is_empty() {
        return Ok((settings, overrides));
    }
    doc.problems.sort_by_key(|problem| (problem.line, problem.column));
    for problem in &mut doc.problems {
        hide_secret(problem);
    }
    Err(Problems(doc.problems))
}

/// Problems show the line; one on which a password may stand is not shown.
fn hide_secret(problem: &mut Problem) {
    let line = problem.excerpt.to_ascii_lowercase();
    if ["pass", "secret", "token", "@"].iter().any(|word| line.contains(word)) {
        problem.excerpt.clear();
    }
}

fn refuse(doc: &mut Document, table: &mut Table) {
    for (names, why) in refused() {
        for name in names {
            table.refuse(doc, name, &why);
        }
    }
}

fn setting(doc: &mut Document, table: &mut Table, key: &'static Key, folder: &Path) -> Option<Setting> {
    let value = table.any(key.name)?;
    let span = value.span();
    let line = doc.source.line(span.start);
    let values = match (value.get_ref(), key.form) {
        (DeValue::Array(items), Form::Texts | Form::Paths | Form::PathList | Form::Formats) => {
            let mut values = Vec::new();
            for item in items.iter() {
                values.push((one(doc, key, item.get_ref(), item.span())?, item.span()));
            }
            values
        }
        (value, _) => vec![(one(doc, key, value, span.clone())?, span.clone())],
    };
    let command = Cli::command();
    let check = command.find_subcommand("check")?;
    let arg = check.get_arguments().find(|arg| arg.get_id() == key.arg)?;
    let mut fine = true;
    for (value, span) in &values {
        if let Some(message) = fault(check, arg, key, value) {
            doc.problem(span.clone(), message);
            fine = false;
        }
    }
    if !fine {
        return None;
    }
    let values = values.into_iter().map(|(value, _)| placed(key.form, folder, value));
    let values = match key.form {
        Form::PathList => match std::env::join_paths(values) {
            Ok(list) => vec![list],
            Err(error) => {
                doc.problem(span, Text::same(format!("'{}': {error}", key.name)));
                return None;
            }
        },
        _ => values.collect(),
    };
    Some(Setting { key, values, line })
}

/// A value as it would stand on the command line.
fn one(doc: &mut Document, key: &Key, value: &DeValue, span: Range<usize>) -> Option<String> {
    let text = match (value, key.form) {
        (DeValue::String(_), Form::Number | Form::Bool) => None,
        (DeValue::String(text), _) => Some(text.as_ref().to_owned()),
        (DeValue::Integer(_), Form::Number) => integer(value).map(|number| number.to_string()),
        (DeValue::Boolean(value), Form::Bool) => Some(value.to_string()),
        (DeValue::Datetime(time), Form::Time) => Some(time.to_string()),
        _ => None,
    };
    let Some(text) = text else {
        let wanted = match key.form {
            Form::Number => told!("a whole number", "整数"),
            Form::Bool => told!("true or false", "true か false"),
            Form::Time => told!("a day or a time", "日付または日時"),
            Form::Text | Form::Path => told!("a text", "文字列"),
            Form::Texts | Form::Paths | Form::PathList | Form::Formats => {
                told!("a text or a list of texts", "文字列または文字列のリスト")
            }
        };
        let (name, found) = (key.name, article(value));
        let message = told!(
            [wanted, found] "'{name}' must be {wanted}, not {found}",
            "「{name}」は{wanted}で指定します (現在は{found})"
        );
        doc.problem(span, message);
        return None;
    };
    if text.trim().is_empty() {
        doc.problem(span, told!("'{name}' is empty", "「{name}」が空です", name = key.name));
        return None;
    }
    if key.arg == "server"
        && let Some(message) = address_fault(&text)
    {
        doc.problem(span, message);
        return None;
    }
    Some(text)
}

/// What is wrong with the address of a vCenter; never repeats what stands before an `@`.
fn address_fault(text: &str) -> Option<Text> {
    match parse_url(text) {
        Ok(address) if address.password.is_some() => {
            let why = password();
            Some(
                told!([why] "the address holds a password: {why}", "アドレスにパスワードが含まれています。{why}"),
            )
        }
        Ok(_) => None,
        Err(error) => Some(error.told()),
    }
}

/// What the command line would say against a value.
fn fault(check: &Command, arg: &Arg, key: &Key, value: &str) -> Option<Text> {
    let (name, words) = (key.name, arg.get_possible_values());
    let words: Vec<&str> = words.iter().map(clap::builder::PossibleValue::get_name).collect();
    if !words.is_empty() {
        let message = || {
            let (help, words) = (did_you_mean(value, words.iter().copied()), words.join(", "));
            told!(
                [help] "'{name}' cannot be '{value}': it is one of {words}{help}",
                "「{name}」に「{value}」は指定できません。指定できる値: {words}{help}"
            )
        };
        return (!words.contains(&value)).then(message);
    }
    let flag = format!("--{}={value}", arg.get_long()?);
    let error = check.clone().no_binary_name(true).try_get_matches_from([flag]).err()?;
    let why = error.source().map_or_else(|| Text::quoted(error.kind()), why);
    Some(told!(
        [why] "'{name}' cannot be '{value}': {why}",
        "「{name}」に「{value}」は指定できません: {why}"
    ))
}

/// Files are meant from the folder of the configuration file, wherever the program runs.
fn placed(form: Form, folder: &Path, value: String) -> OsString {
    match form {
        Form::Path | Form::Paths | Form::PathList => folder.join(value).into_os_string(),
        Form::Formats => match value.split_once('=') {
            Some((format, file)) => {
                let mut placed = OsString::from(format!("{format}="));
                placed.push(folder.join(file));
                placed
            }
            None => value.into(),
        },
        _ => value.into(),
    }
}
