//! Rows for a spreadsheet: comma-separated values after RFC 4180, one record for each row, with the
//! heading in English so that a program finds its columns. No field is a formula.

use std::borrow::Cow;
use std::io::{self, Write};

use super::{Style, altered, safe};
use crate::report::rows::{Row, Rows, Said};
use crate::report::{Covered, Finding, Level, Report};
use crate::terms::Lang;

/// The columns.
pub const COLUMNS: [&str; 26] = [
    "outcome",
    "level",
    "severity",
    "area",
    "rule",
    "title",
    "finding",
    "object_kind",
    "object_id",
    "object_name",
    "object_path",
    "on",
    "element",
    "cluster_id",
    "cluster",
    "count",
    "message",
    "fix",
    "evidence",
    "decision",
    "decided",
    "fingerprint",
    "known",
    "overrides",
    "number",
    "heading",
];

/// A further column where the source is no vCenter: what it could do for the rule.
const COVERED: &str = "covered";

/// Spreadsheets take UTF-8 for what it is only behind this mark; Japanese needs it.
const MARK: &str = "\u{feff}";

/// Writes the records. In Japanese a byte order mark comes first.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let covered = report.coverage.as_ref().map(|_| COVERED);
    let columns: Vec<&str> = COLUMNS.into_iter().chain(covered).collect();
    let mut records = Records::new(style.lang, &columns, out)?;
    for row in all.iter() {
        record(&all, &row, style.lang, &mut records)?;
    }
    records.end()
}

/// Records being written.
pub(super) struct Records<'o>(csv::Writer<&'o mut dyn Write>);

impl<'o> Records<'o> {
    /// Begins with the heading. In Japanese a byte order mark comes first.
    pub(super) fn new(lang: Lang, heading: &[&str], out: &'o mut dyn Write) -> io::Result<Self> {
        let mut records = if lang == Lang::Ja { Self::marked(out)? } else { Self::over(out) };
        records.0.write_record(heading)?;
        Ok(records)
    }

    /// Without a heading, behind a byte order mark.
    pub(super) fn marked(out: &'o mut dyn Write) -> io::Result<Self> {
        out.write_all(MARK.as_bytes())?;
        Ok(Self::over(out))
    }

    fn over(out: &'o mut dyn Write) -> Self {
        Self(csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out))
    }

    /// One record. No field is a formula.
    pub(super) fn add(&mut self, fields: &[Cow<'_, str>]) -> io::Result<()> {
        for field in fields {
            self.0.write_field(safe::inert(field).as_bytes())?;
        }
        self.0.write_record(None::<&[u8]>)?;
        Ok(())
    }

    /// Hands on what is left.
    pub(super) fn end(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

fn record(all: &Rows<'_>, row: &Row<'_>, lang: Lang, records: &mut Records<'_>) -> io::Result<()> {
    let object = row.object;
    let cluster = row.cluster.and_then(|id| all.cluster(id));
    let evidence = match row.said {
        Said::Found(finding) => evidence(finding),
        _ => String::new(),
    };
    let decision = row.decision.map_or("", |decision| decision.kind.name());
    let fields: [Cow<'_, str>; 26] = [
        row.word().name().into(),
        row.level().map_or("", Level::name).into(),
        row.rule.severity.name().into(),
        row.rule.area.name().into(),
        row.rule.id.as_str().into(),
        row.rule.title.get(lang).into(),
        row.finding().unwrap_or_default().into(),
        object.map_or(row.rule.subject, |object| object.kind).name().into(),
        object.map_or("", |object| &object.id).into(),
        object.map_or("", |object| &object.name).into(),
        object.map_or("", |object| &object.path).into(),
        row.on().unwrap_or_default().into(),
        row.element().into(),
        row.cluster.unwrap_or_default().into(),
        cluster.map_or("", |cluster| &cluster.name).into(),
        row.count.to_string().into(),
        row.message(lang).into(),
        row.fix(lang).unwrap_or_default().into(),
        evidence.into(),
        decision.into(),
        row.decided(lang).unwrap_or_default().into(),
        row.place.map_or("", |place| &place.fingerprint).into(),
        all.known(row).map_or("", |known| if known { "yes" } else { "no" }).into(),
        altered::own_of(&all.report.question, &row.rule.id, lang).into(),
        row.rule.number.map(|number| number.to_string()).unwrap_or_default().into(),
        row.rule.source.heading.as_str().into(),
    ];
    let covered = all.report.coverage.as_ref().map(|_| Covered::of(row.rule).name().into());
    let fields: Vec<Cow<'_, str>> = fields.into_iter().chain(covered).collect();
    records.add(&fields)
}

/// `drive=CD/DVD drive 1; image=[iso] a.iso`.
fn evidence(finding: &Finding) -> String {
    let named = finding.evidence.iter().map(|(name, value)| format!("{name}={value}"));
    named.collect::<Vec<_>>().join("; ")
}
