//! Case files as written.

use crate::decisions::{Entry, read_tables};
use crate::document::{Document, Placed, Problems, Source, Table, json, word};
use crate::inventory::patch::Change;
use crate::terms::time::{Moment, Zone};
use crate::terms::{Outcome, Reading, Text, by_name, told};

/// The cases of one rule.
#[derive(Clone, Debug)]
pub struct CaseFile {
    /// Id of the rule: the file's name without `.cases.toml`.
    pub rule: String,
    /// The file.
    pub file: String,
    /// The cases.
    pub cases: Vec<Case>,
}

/// One case.
#[derive(Clone, Debug)]
pub struct Case {
    /// Name.
    pub name: String,
    /// Outcome of the rule.
    pub outcome: Outcome,
    /// Every object that does not pass, by name; `None` = not compared.
    pub objects: Option<Vec<(String, Outcome)>>,
    /// Names of all findings that are raised; `None` = not compared.
    pub findings: Option<Vec<String>>,
    /// Text that one English message contains.
    pub message: Option<String>,
    /// Text that one reason of an unknown contains.
    pub reason: Option<String>,
    /// How the seed is read.
    pub reading: Reading,
    /// What is changed in the base inventory.
    pub changes: Vec<Change>,
    /// What the operator states.
    pub given: Stated,
    /// What people said.
    pub entries: Vec<Entry>,
    /// Findings, as `rule/finding`, that doing all remedies brings up, and may.
    pub raises: Vec<String>,
}

/// What the operator states in a case.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stated {
    /// `--lms-vm`.
    pub lms_vm: Option<String>,
    /// `--installed-at`, seconds since 1970-01-01 UTC.
    pub installed_at_s: Option<i64>,
    /// The end of the day that was stated.
    pub installed_until_s: Option<i64>,
    /// `--profile`; empty = all.
    pub profile: Vec<String>,
    /// `--client-here`.
    pub client_here: bool,
}

/// Reads a case file.
///
/// # Errors
///
/// When anything is wrong with it: all problems with their places.
pub fn parse(name: &str, text: &str) -> Result<CaseFile, Problems> {
    let base = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let rule = base.strip_suffix(".cases.toml").unwrap_or(base).to_owned();
    let (mut doc, mut table) = Document::parse(Source { file: name, text });
    let mut cases: Vec<Case> = Vec::new();
    for table in table.tables(&mut doc, "case") {
        let span = table.span.clone();
        let Some(case) = case(&mut doc, table) else { continue };
        if cases.iter().any(|other| other.name == case.name) {
            doc.problem(
                span,
                told!(
                    "another case is called '{name}' already",
                    "「{name}」という名前の case がすでにあります",
                    name = case.name
                ),
            );
        }
        cases.push(case);
    }
    table.finish(&mut doc);
    if doc.problems.is_empty() {
        Ok(CaseFile { rule, file: name.to_owned(), cases })
    } else {
        Err(Problems(doc.problems))
    }
}

fn case(doc: &mut Document, mut table: Table) -> Option<Case> {
    let t = &mut table;
    let name = t.required(doc, "name");
    let outcome =
        t.required(doc, "outcome").and_then(|text| word(doc, "outcome", &text, &by_name(&Outcome::ALL)));
    let objects = t.has("objects").then(|| objects(doc, t));
    let findings = t.has("findings").then(|| values(t.strings(doc, "findings")));
    let message = t.string(doc, "message").map(|text| text.value);
    let reason = t.string(doc, "reason").map(|text| text.value);
    let reading = t.word(doc, "reading", &by_name(&Reading::ALL));
    let mut changes: Vec<Change> = Vec::new();
    for raw in t.items(doc, "change") {
        match serde_json::from_value(json(raw.get_ref())) {
            Ok(change) => changes.push(change),
            Err(error) => doc.problem(raw.span(), Text::quoted(error)),
        }
    }
    let given = t.table(doc, "given").map(|table| stated(doc, table)).unwrap_or_default();
    let entries = read_tables(doc, t).into_iter().filter_map(|written| written.entry).collect();
    let raises = values(t.strings(doc, "raises"));
    table.finish(doc);
    Some(Case {
        raises,
        name: name?.value,
        outcome: outcome?,
        objects,
        findings,
        message,
        reason,
        reading: reading.unwrap_or_default(),
        changes,
        given,
        entries,
    })
}

fn stated(doc: &mut Document, mut table: Table) -> Stated {
    let lms_vm = table.string(doc, "lms_vm").map(|text| text.value);
    let mut time = |doc: &mut Document, key: &'static str| {
        table.string(doc, key).and_then(|text| {
            // A case means the same everywhere: what has no zone is in UTC.
            let time = text.value.parse::<Moment>().and_then(|moment| moment.within(&Zone::default()));
            if let Err(error) = &time {
                doc.problem(
                    text.span,
                    told!([error] "'{key}' is no time: {error}", "「{key}」が日時ではありません: {error}"),
                );
            }
            time.ok().map(jiff::Timestamp::as_second)
        })
    };
    let installed_at_s = time(doc, "installed_at");
    let installed_until_s = time(doc, "installed_until");
    let profile = values(table.strings(doc, "profile"));
    let client_here = table.bool(doc, "client_here").unwrap_or(false);
    table.finish(doc);
    Stated { lms_vm, installed_at_s, installed_until_s, profile, client_here }
}

fn objects(doc: &mut Document, table: &mut Table) -> Vec<(String, Outcome)> {
    let named = table.texts(doc, "objects");
    named
        .iter()
        .filter_map(|(name, text)| {
            Some((name.value.clone(), word(doc, "objects", text, &by_name(&Outcome::ALL))?))
        })
        .collect()
}

fn values(texts: Vec<Placed<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
