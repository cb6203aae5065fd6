//! GitLab code quality: what does not hold, cannot be told or is not answered yet, for the widget of a merge request. An
//! array of issues, in the form that GitLab took over from Code Climate.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::{Serialize, Serializer};
use sha2::{Digest, Sha256};

use super::words::Msg;
use super::{Style, json_text, safe};
use crate::report::rows::{Row, Rows, Said, is_open};
use crate::report::standing::Standing;
use crate::report::{Object, Report};

/// Bytes of a fingerprint that is made here.
const PRINT_BYTES: usize = 16;

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

/// The issues as an array that is written one by one.
struct Issues<'s, 'r>(&'s Rows<'r>, Style);

impl Serialize for Issues<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self(all, style) = self;
        let open = |row: &Row<'_>| row.count > 0 && row.outcome().is_some_and(is_open);
        serializer.collect_seq(all.iter().filter(open).map(|row| issue(all, &row, *style)))
    }
}

/// Writes the array.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    json_text::pretty(&Issues(&Rows::new(report), style), out)?;
    out.write_all(b"\n")
}

fn issue<'r>(all: &Rows<'r>, row: &Row<'r>, style: Style) -> Issue<'r> {
    Issue {
        description: described(row, style),
        check_name: &row.rule.id,
        fingerprint: fingerprint(row),
        severity: severity(all.standing(row)),
        location: Location { path: path(all.report, row.object), lines: Lines { begin: 1 } },
    }
}

/// What is wrong, and what to do: the widget shows nothing else.
fn described(row: &Row<'_>, style: Style) -> String {
    let lang = style.lang;
    let message = row.told_of_place(lang);
    match row.fix(lang).filter(|_| row.decision.is_none()) {
        Some(fix) => format!("{message}\n{} {fix}", Msg::Fix.get(lang)),
        None => message,
    }
}

/// As bad as it is for the verdict.
fn severity(standing: Standing) -> &'static str {
    match standing {
        Standing::Stops => "critical",
        Standing::Unclear => "major",
        Standing::Risk => "minor",
        Standing::Person | Standing::Fine => "info",
    }
}

/// Where the object is in the inventory, below its server: a path as of a file, which is in no repository.
fn path(report: &Report, object: Option<&Object>) -> String {
    let server = &report.source.server;
    let within = object.map_or("", |object| if object.path.is_empty() { &object.name } else { &object.path });
    let within = within.trim_start_matches('/');
    let path = match within {
        "" => server.clone(),
        within if within == server => server.clone(),
        within => format!("{server}/{within}"),
    };
    safe::line(&path).into_owned()
}

/// The one of the place; a question has one by its rule, its object and its words, which tell it from others there.
fn fingerprint(row: &Row<'_>) -> String {
    if let Some(place) = row.place {
        return place.fingerprint.clone();
    }
    let question = match row.said {
        Said::Asked(Some(ask)) => ask.question.en.as_str(),
        _ => "",
    };
    let mut hasher = Sha256::new();
    for part in [row.rule.id.as_str(), row.object.map_or("", |object| &object.id), question] {
        hasher.update(format!("{}\0{part}\0", part.len()));
    }
    let mut print = String::new();
    for byte in hasher.finalize().iter().take(PRINT_BYTES) {
        // A String takes every write.
        let _ = write!(print, "{byte:02x}");
    }
    print
}
