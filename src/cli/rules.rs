//! `rules`: list, explain, test, schema.

use std::fmt::Write as _;

use super::args::{RulesArgs, RulesCommand};
use super::exit::{Exit, Failure};
use super::{check, explain, language, output};
use crate::facts;
use crate::rules::{schema, schema_text};
use crate::terms::{Area, Severity};

/// Runs the command.
pub fn run(args: &RulesArgs) -> Result<u8, Failure> {
    let text = match &args.command {
        RulesCommand::List { selection, lang } => {
            let lang = language::language(*lang);
            let catalogue = check::catalogue(selection)?;
            let selected = catalogue.select(&selection.profile).map_err(Failure::usage)?;
            let width = selected.rules.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
            let mut text = String::new();
            for rule in &selected.rules {
                let number = rule.number.map_or_else(|| "–".to_owned(), |number| number.to_string());
                let area = match (rule.severity, rule.area) {
                    (Severity::Advisory, _) => "advisory",
                    (Severity::Required, Area::Both) => "both",
                    (Severity::Required, Area::Ha) => "ha",
                    (Severity::Required, Area::Vmotion) => "vmotion",
                };
                let _ = writeln!(text, "{number:>3}  {:width$}  {area:8}  {}", rule.id, rule.title.get(lang));
            }
            text
        }
        RulesCommand::Explain { id, rules, lang } => {
            let catalogue = check::load_catalogue(rules)?;
            let rule = catalogue.rule(id).map_err(Failure::usage)?;
            explain::text(&catalogue.explain(rule), language::language(*lang))
        }
        RulesCommand::Test { dir } => return test(dir),
        RulesCommand::Schema { json } => {
            if *json {
                let mut text = serde_json::to_string_pretty(&schema(&facts::roots())).map_err(Failure::defect)?;
                text.push('\n');
                text
            } else {
                schema_text(&facts::roots())
            }
        }
    };
    output::write(None, text.as_bytes())?;
    Ok(Exit::Ok as u8)
}
