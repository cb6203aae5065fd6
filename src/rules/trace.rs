//! The traceability table: from each heading of the seed to the rule that decides it.

use std::fmt::Write as _;

use super::catalogue::Catalogue;
use super::model::{Finding, Rule};
use super::outcomes::possible;
use crate::terms::Severity;

/// The table in Markdown. `versions` tells the oldest and the newest API version that a rule's data need.
pub fn markdown(catalogue: &Catalogue, versions: impl Fn(&Rule) -> Option<(String, String)>) -> String {
    let mut text = String::from(
        "# The prerequisites\n\n\
         <!-- Made by `vpreflight rules list --markdown`; a test holds it to the rule files. -->\n\n\
         Each prerequisite of the LMS guide (the chapter on VMware HA and VMotion in the set-up guide of CiscoWorks \
         LMS 4.0) with the rule that decides it. Numbers are the places in the guide. *API* is the range of \
         versions that brought the data a rule reads: on an older server what was not there yet is read from \
         an older source, has no meaning, or is unknown. Names in braces are evidence that the report fills in. \
         `vpreflight rules explain ID` tells the rest.\n",
    );
    let of = |severity: Severity| catalogue.rules.iter().filter(move |rule| rule.severity == severity);
    table(&mut text, "Of the LMS guide", of(Severity::Required), &versions);
    if of(Severity::Advisory).next().is_some() {
        let title = "Beyond the LMS guide: advice, never part of the verdict";
        table(&mut text, title, of(Severity::Advisory), &versions);
    }
    text
}

fn table<'a>(
    text: &mut String,
    title: &str,
    rules: impl Iterator<Item = &'a Rule>,
    versions: &impl Fn(&Rule) -> Option<(String, String)>,
) {
    let _ = writeln!(
        text,
        "\n## {title}\n\n\
         | heading in the guide | # | id | what is true when it passes | per | how it is decided | API | outcomes |\n\
         | --- | --- | --- | --- | --- | --- | --- | --- |"
    );
    for rule in rules {
        let number = rule.number.map_or_else(|| "–".to_owned(), |number| number.to_string());
        let api = match versions(rule) {
            None => "–".to_owned(),
            Some((oldest, newest)) if oldest == newest => oldest,
            Some((oldest, newest)) => format!("{oldest}–{newest}"),
        };
        let _ = writeln!(
            text,
            "| {} | {number} | `{}` | {}<br>{} | {} | {} | {api} | {} |",
            cell(&rule.heading),
            rule.id,
            cell(&rule.title.en),
            cell(&rule.title.ja),
            rule.subject.name(),
            decided(rule),
            possible(rule).join(", "),
        );
    }
}

/// The findings with their levels, and the question to a person.
fn decided(rule: &Rule) -> String {
    let mut lines: Vec<String> = rule.findings().into_iter().map(finding).collect();
    if let Some(attest) = &rule.attest {
        lines.push(format!("**a person**, per {}: {}", attest.per.name(), cell(&attest.question.en)));
    }
    lines.join("<br>")
}

fn finding(finding: &Finding) -> String {
    let literal = finding.literal.filter(|literal| *literal != finding.level);
    let literal = literal.map(|literal| format!(" ({} when read to the letter)", literal.name()));
    let level = finding.level.name();
    format!(
        "**{level}**{} `{}`: {}",
        literal.unwrap_or_default(),
        finding.name,
        cell(&finding.message.text.en)
    )
}

/// Text within a cell of a table.
fn cell(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !safe.is_empty() {
            safe.push(' ');
        }
        for char in word.chars() {
            match char {
                '|' | '\\' | '`' | '*' | '_' | '[' | ']' => safe.extend(['\\', char]),
                '<' => safe.push_str("&lt;"),
                '>' => safe.push_str("&gt;"),
                '&' => safe.push_str("&amp;"),
                char => safe.push(char),
            }
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn nothing_in_a_cell_ends_it() {
        assert_eq!(cell("a | b\n <c> & `d_e`"), "a \\| b &lt;c&gt; &amp; \\`d\\_e\\`");
    }
}
