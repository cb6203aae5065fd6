//! Every case: what passes was looked at, and a finding names the element it is at in every form for people.

use std::collections::HashSet;
use std::path::Path;

use rayon::prelude::*;
use vpreflight::cases::{self, CaseFile, Suite};
use vpreflight::inventory::patch;
use vpreflight::preflight::{self, Scoped};
use vpreflight::render::{Format, Style, render, safe};
use vpreflight::report::{Finding, Level, Outcome, Report};
use vpreflight::terms::Lang;

/// Places that the shortest of these forms lists.
const LISTED: usize = 5;

#[test]
fn what_passes_was_looked_at_and_every_finding_names_its_element_in_every_form_for_people() {
    let suite = Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap();
    let found: Vec<(usize, Vec<String>)> = suite.files.par_iter().map(|file| cases(&suite, file)).collect();
    let seen: usize = found.iter().map(|(seen, _)| seen).sum();
    let lacking: Vec<String> = found.into_iter().flat_map(|(_, lacking)| lacking).collect();
    assert!(seen > 150, "only {seen} findings are at an element");
    assert!(lacking.is_empty(), "{} of {seen}:\n{}", lacking.len(), lacking.join("\n"));
}

/// The cases of one rule: how many findings were looked at, and what is wrong with any.
fn cases(suite: &Suite, file: &CaseFile) -> (usize, Vec<String>) {
    let (mut seen, mut lacking) = (HashSet::new(), Vec::new());
    let rule = suite.catalogue.rule(&file.rule).unwrap();
    let selected = suite.catalogue.only(rule);
    for case in &file.cases {
        let inventory = patch::apply(&suite.base, &case.changes).unwrap();
        let question = cases::question(case, &selected);
        let report = preflight::judge(&question, &Scoped::whole(inventory)).unwrap().report;
        let told = |what: String| format!("{} / {}: {what}", file.rule, case.name);
        let answer = &report.prerequisites[0];
        let looked = answer.objects.judged() > 0 && answer.objects.held() > 0;
        if answer.outcome == Outcome::Pass && !looked {
            lacking.push(told("it passes, and nothing was looked at".to_owned()));
        }
        for finding in &answer.findings {
            let elements = finding.objects.iter().filter(|at| !at.element.is_empty()).count();
            // The same finding at one and at several elements is enough.
            let kind = (finding.name.clone(), finding.objects.len().min(2), elements.min(2));
            if elements > 0 && seen.insert(kind) {
                lacking.extend(unnamed(&report, finding).into_iter().map(told));
            }
        }
    }
    (seen.len(), lacking)
}

/// The forms that lack the name of an element, of a report with that finding alone.
fn unnamed(report: &Report, finding: &Finding) -> Vec<String> {
    let mut alone = report.clone();
    let rule = &mut alone.prerequisites[0];
    let mut finding = finding.clone();
    finding.decision = None;
    // Notes are shown beside what is judged; a form of annotations has none.
    finding.level = finding.level.max(Level::Warn);
    rule.findings = vec![finding.clone()];
    rule.undecided.clear();
    rule.shown.clear();
    rule.asks.clear();
    let mut lacking = Vec::new();
    for format in [Format::Table, Format::Markdown, Format::Html, Format::Github] {
        let style = Style { details: true, lang: Lang::En, ..Style::default() };
        let mut bytes = Vec::new();
        render(&alone, format, style, &mut bytes).unwrap();
        let text = bare(&String::from_utf8(bytes).unwrap());
        for at in finding.objects.iter().take(LISTED).filter(|at| !at.element.is_empty()) {
            let words = || at.element.split_whitespace().all(|word| text.contains(&bare(word)));
            let digits =
                at.element.split_whitespace().all(|word| word.contains(|char: char| char.is_ascii_digit()));
            let named = text.contains(&bare(&safe::name(&at.element))) || digits && words();
            if !named {
                lacking.push(format!("{format:?} does not name '{}' of {}", at.element, finding.name));
            }
        }
    }
    lacking
}

/// A text without what forms put around and between names.
fn bare(text: &str) -> String {
    let text = text.replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">");
    let text = text.replace("&#39;", "'").replace("&quot;", "\"").replace("%25", "%");
    text.chars().filter(|char| !char.is_whitespace() && !"\\`".contains(*char)).collect()
}
