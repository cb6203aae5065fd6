//! A decisions file as written, and its names held against the rules there are.

use super::entry::{Decisions, Entry, Word};
use super::pattern::Pattern;
use crate::document::{Document, Placed, Problems, Source, Table, there};
use crate::rules::{Catalogue, Rule};
use crate::terms::renames::Renames;
use crate::terms::{DecisionKind, nearest::did_you_mean, told};

/// An entry with the places of the names in it, which are checked even where the rest is wrong.
pub(crate) struct Written {
    at: usize,
    attests: bool,
    rule: Option<Placed<String>>,
    finding: Option<Placed<String>>,
    /// The finding is told in the table of renames, and may not be there any more.
    renamed: bool,
    /// What it says; `None` when something in it is wrong.
    pub entry: Option<Entry>,
}

impl Written {
    /// A finding that had another name in an older release goes by what it is called now.
    fn rename(&mut self, renames: Renames<'_>) {
        let (Some(rule), Some(finding)) = (&self.rule, &mut self.finding) else { return };
        let Some(now) = renames.now(&rule.value, &finding.value) else { return };
        self.renamed = true;
        let Some(Entry { word: Word::Waiver { finding: name, now: names, .. }, .. }) = &mut self.entry else {
            return;
        };
        *names = now.iter().copied().map(str::to_owned).collect();
        if let [one] = now {
            *name = Some((*one).to_owned());
        }
    }
}

/// Reads a decisions file.
pub(super) fn parse(
    name: &str,
    text: &str,
    catalogue: &Catalogue,
    renames: Renames<'_>,
) -> Result<Decisions, Problems> {
    let (mut doc, mut table) = Document::parse(Source { file: name, text });
    let mut written = read_tables(&mut doc, &mut table);
    table.finish(&mut doc);
    written.iter_mut().for_each(|entry| entry.rename(renames));
    for entry in &written {
        check(&mut doc, entry, catalogue);
    }
    if doc.problems.is_empty() {
        Ok(Decisions {
            file: name.to_owned(),
            entries: written.into_iter().filter_map(|written| written.entry).collect(),
        })
    } else {
        doc.problems.sort_by_key(|problem| (problem.line, problem.column));
        Err(Problems(doc.problems))
    }
}

/// Reads the `attestation` and `waiver` tables of a table, in the order of the file.
pub(crate) fn read_tables(doc: &mut Document, table: &mut Table) -> Vec<Written> {
    let mut written: Vec<Written> = table
        .tables(doc, DecisionKind::Attestation.name())
        .into_iter()
        .map(|table| attestation(doc, table))
        .collect();
    written
        .extend(table.tables(doc, DecisionKind::Waiver.name()).into_iter().map(|table| waiver(doc, table)));
    written.sort_by_key(|written| written.at);
    written
}

fn attestation(doc: &mut Document, mut table: Table) -> Written {
    let t = &mut table;
    let (at, line) = (t.span.start, doc.source.line(t.span.start));
    let rule = t.required(doc, "rule");
    let scope = pattern(doc, t, "scope");
    let statement = t.required(doc, "statement");
    let evidence = t.required(doc, "evidence");
    let by = t.required(doc, "by");
    let on = t.required_date(doc, "on");
    let expires = t.required_date(doc, "expires");
    if let (Some(on), Some(expires)) = (&on, &expires)
        && expires.value < on.value
    {
        doc.problem(
            expires.span.clone(),
            told!("it expires before the day it was said on", "期限が確認日より前になっています"),
        );
    }
    table.finish(doc);
    let id = rule.as_ref().map(|rule| rule.value.clone());
    let entry = || {
        let word =
            Word::Attestation { statement: statement?.value, evidence: evidence?.value, on: on?.value };
        Some(Entry { rule: id?, scope, word, by: by?.value, expires: expires?.value, line })
    };
    let entry = entry();
    Written { at, attests: true, rule, finding: None, renamed: false, entry }
}

fn waiver(doc: &mut Document, mut table: Table) -> Written {
    let t = &mut table;
    let (at, line) = (t.span.start, doc.source.line(t.span.start));
    let rule = t.required(doc, "rule");
    let finding = t.string(doc, "finding");
    if !t.has("object") {
        let message = told!(
            "this 'waiver' has no 'object': name what is accepted, or write \"*\" for everything",
            "この「waiver」に 'object' がありません。例外承認の対象を指定するか、すべてを対象とする場合は \"*\" と書きます。"
        );
        doc.problem(t.span.clone(), message);
    }
    let object = pattern(doc, t, "object");
    let reason = t.required(doc, "reason");
    let owner = t.required(doc, "owner");
    let ticket = t.string(doc, "ticket").map(|text| text.value);
    let expires = t.required_date(doc, "expires");
    table.finish(doc);
    let id = rule.as_ref().map(|rule| rule.value.clone());
    let name = finding.as_ref().map(|finding| finding.value.clone());
    let entry = || {
        let now = name.iter().cloned().collect();
        let word = Word::Waiver { finding: name, now, reason: reason?.value, ticket };
        Some(Entry { rule: id?, scope: Some(object?), word, by: owner?.value, expires: expires?.value, line })
    };
    let entry = entry();
    Written { at, attests: false, rule, finding, renamed: false, entry }
}

fn pattern(doc: &mut Document, table: &mut Table, key: &'static str) -> Option<Pattern> {
    let text = table.string(doc, key)?;
    if text.value.trim().is_empty() {
        doc.problem(text.span, told!("'{key}' is empty", "「{key}」が空です"));
        return None;
    }
    Some(Pattern::new(text.value))
}

/// The names in an entry must exist: a word about nothing would look like one that counts.
fn check(doc: &mut Document, written: &Written, catalogue: &Catalogue) {
    let Some(name) = &written.rule else { return };
    let rule: &Rule = match catalogue.rule(&name.value) {
        Ok(rule) => rule,
        Err(message) => return doc.problem(name.span.clone(), message),
    };
    if written.attests && rule.attest.is_none() {
        let id = &rule.id;
        let message = told!(
            "'{id}' asks nothing of a person; a [[waiver]] can accept what it finds",
            "「{id}」に担当者確認の項目はありません。検出内容の例外承認は [[waiver]] で指定します。"
        );
        return doc.problem(name.span.clone(), message);
    }
    let Some(finding) = written.finding.as_ref().filter(|_| !written.renamed) else { return };
    let findings = rule.findings();
    let names: Vec<&str> = findings.iter().map(|finding| finding.name.as_str()).collect();
    if !names.contains(&finding.value.as_str()) {
        let (help, there) = (did_you_mean(&finding.value, names.iter().copied()), there(&names));
        let (rule, name) = (&rule.id, &finding.value);
        let message = told!(
            [help, there] "'{rule}' has no finding '{name}'{help}; there is: {there}",
            "「{rule}」に finding「{name}」はありません{help}。指定できる finding: {there}"
        );
        doc.problem(finding.span.clone(), message);
    }
}
