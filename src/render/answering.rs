//! What answers an open question: an entry of a decisions file, or the command that adds one. What has to be filled in
//! is empty, which both are refused for: nobody answers by mere copying.

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::quoted::word;
use crate::report::Report;
use crate::terms::{Dialect, time};

/// Days for which an answer is proposed to count.
const DAYS: i64 = 180;

/// What a person fills in.
const FILLED_IN: [&str; 3] = ["statement", "evidence", "by"];

/// The lines of an entry that answers what a rule asks.
pub fn entry(report: &Report, rule: &str) -> Vec<String> {
    let mut lines = vec!["[[attestation]]".to_owned(), format!("rule = {}", toml::Value::from(rule))];
    lines.extend(FILLED_IN.map(|key| format!("{key} = \"\"")));
    let (on, expires) = days_of_answers(report);
    let day = |(key, day): (&str, Option<Date>)| match day {
        Some(day) => format!("{key} = {day}"),
        None => format!("{key} = \"\""),
    };
    lines.extend([("on", on), ("expires", expires)].map(day));
    lines
}

/// The command that adds such an entry. Ids of rules are plain words, so that every shell takes it as it stands.
pub fn command(report: &Report, rule: &str) -> String {
    let rule = word(rule, Dialect::Govc);
    let mut line = format!("vpreflight decisions add attestation decisions.toml --rule {rule}");
    for key in FILLED_IN {
        line.push_str(&format!(" --{key} \"\""));
    }
    let (on, expires) = days_of_answers(report);
    for (key, day) in [("on", on), ("expires", expires)] {
        if let Some(day) = day {
            line.push_str(&format!(" --{key} {day}"));
        }
    }
    line
}

/// The days that are proposed for an answer: when it is said, and the last one on which it counts.
pub fn days_of_answers(report: &Report) -> (Option<Date>, Option<Date>) {
    let on = day(report);
    (on, on.and_then(|on| on.checked_add(DAYS.days()).ok()))
}

/// The day of the reading, by which an answer must have been said to count in a check of it.
fn day(report: &Report) -> Option<Date> {
    let given = report.question.given.today.as_deref();
    let source = &report.source;
    let at = if source.at.is_empty() { source.machine_at.as_deref() } else { Some(source.at.as_str()) };
    let at = at.map(|at| time::shown(&report.question.zone, at));
    let at = given.map(str::to_owned).or(at)?;
    time::day(at.get(..10)?).ok()
}
