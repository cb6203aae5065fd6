//! `rules`: list, explain, test, schema.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthStr as _;

use super::args::{RulesArgs, RulesCommand};
use super::config::Config;
use super::exit::{Exit, Failure, one_line};
use super::{check, language, output};
use crate::cases;
use crate::facts;
use crate::render::{self, Since};
use crate::rules::{Catalogue, Rule, Selected, markdown, schema, schema_text};
use crate::terms::{Area, Lang, Severity, Text, told};

/// Runs the command.
pub fn run(args: &RulesArgs, config: &Config) -> Result<u8, Failure> {
    let text = match &args.command {
        RulesCommand::List { selection, markdown: true, .. } => {
            let catalogue = check::catalogue(selection, config)?;
            markdown(&catalogue, |rule| versions(&catalogue, rule))
        }
        RulesCommand::List { selection, lang, .. } => {
            let catalogue = check::catalogue(selection, config)?;
            let selected = check::select(&catalogue, selection)?;
            list(&selected, language::language(*lang))
        }
        RulesCommand::Explain { id, rules, lang } => {
            let catalogue = check::load_catalogue(rules, &config.overrides)?;
            let rule = catalogue.rule(id).map_err(|error| Failure::usage(one_line(&error)))?;
            render::explain(&catalogue.explain(rule), since, language::language(*lang))
        }
        RulesCommand::Test { dir, .. } => return test(dir),
        RulesCommand::Schema { json } => {
            if *json {
                let mut text = serde_json::to_string_pretty(&schema(&facts::roots()))
                    .map_err(|why| Failure::defect(Text::quoted(why)))?;
                text.push('\n');
                text
            } else {
                schema_text(&facts::roots())
            }
        }
    };
    output::print(&text)?;
    Ok(Exit::Ok as u8)
}

/// What the API says of a datum that a rule reads.
fn since(read: &str) -> Option<Since> {
    let facts::Offered { since, privilege, method } = facts::offered(read)?;
    Some(Since { version: since.to_string(), privilege, method })
}

/// The rules of the profiles, one a line: place in the seed, id, area, title.
fn list(selected: &Selected<'_>, lang: Lang) -> String {
    let width = selected.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in &selected.rules {
        let number = rule.number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        let (en, ja) = match (rule.severity, rule.area) {
            (Severity::Advisory, _) => (rule.severity.name(), "推奨"),
            (Severity::Required, Area::Both) => (Area::Both.name(), "共通"),
            (Severity::Required, Area::Ha) => (Area::Ha.name(), "HA"),
            (Severity::Required, Area::Vmotion) => (Area::Vmotion.name(), "vMotion"),
        };
        let area = if lang == Lang::Ja { ja } else { en };
        let blanks = " ".repeat(8_usize.saturating_sub(area.width()));
        let title = rule.title.get(lang);
        let _ = writeln!(text, "{number:>3}  {:width$}  {area}{blanks}  {title}", rule.id);
    }
    text
}

/// The oldest and the newest API version that brought what a rule reads.
fn versions(catalogue: &Catalogue, rule: &Rule) -> Option<(String, String)> {
    let since: Vec<_> = catalogue
        .only(rule)
        .reads()
        .into_iter()
        .filter_map(facts::offered)
        .map(|offered| offered.since)
        .collect();
    Some((since.iter().min()?.to_string(), since.iter().max()?.to_string()))
}

/// Runs the cases of a folder; says which fail and why. Exit 2 when one does: the rules are wrong.
fn test(dir: &std::path::Path) -> Result<u8, Failure> {
    let results = cases::test_folder(dir).map_err(Failure::usage)?;
    let mut text = String::new();
    let mut failed = 0_usize;
    for result in &results {
        if result.problems.is_empty() {
            let _ = writeln!(text, "ok    {}", result.id);
        } else {
            failed += 1;
            let _ = writeln!(text, "FAIL  {}", result.id);
            for problem in &result.problems {
                let _ = writeln!(text, "        {problem}");
            }
        }
    }
    let _ = writeln!(text, "{} passed, {failed} failed", results.len() - failed);
    output::print(&text)?;
    if results.is_empty() {
        return Err(Failure::usage(told!(
            "{dir} holds no cases: they lie beside a rule as <id>.cases.toml",
            "{dir} に case がありません。case はルールと同じフォルダの <id>.cases.toml に書きます。",
            dir = dir.display()
        )));
    }
    Ok(if failed == 0 { Exit::Ok } else { Exit::Usage } as u8)
}
