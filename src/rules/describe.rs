//! What `rules explain` and `rules schema` print, as data.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use serde::Serialize;

use super::catalogue::Catalogue;
use super::check::Roots;
use super::model::Rule;
use super::outcomes::possible;
use crate::expr::{Param, Params};
use crate::schema::{RecordType, Type};
use crate::terms::{Area, Level, Severity, Subject, Text};

/// Everything a rule says, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explanation {
    /// Id.
    pub id: String,
    /// Position in the seed.
    pub number: Option<u32>,
    /// Kind of object it judges.
    pub subject: String,
    /// Part of the seed.
    pub area: Area,
    /// Seed or beyond.
    pub severity: Severity,
    /// Tags by which profiles select it.
    pub profiles: Vec<String>,
    /// What is true when it passes.
    pub title: Text,
    /// What to do when it does not.
    pub fix: Text,
    /// Heading in the seed.
    pub heading: String,
    /// What the seed demands there.
    pub demand: Text,
    /// When it does not apply.
    pub gates: Vec<ExplainedGate>,
    /// Parameters with their values.
    pub params: Vec<(String, String)>,
    /// Ways not to hold.
    pub findings: Vec<ExplainedFinding>,
    /// What is asked of a person, and of what kind of object.
    pub question: Option<(Subject, Text)>,
    /// Outcomes it can give, worst first.
    pub outcomes: Vec<&'static str>,
    /// Properties and calls it reads.
    pub reads: Vec<String>,
    /// Where it comes from.
    pub origin: String,
}

/// A gate, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedGate {
    /// Name.
    pub name: String,
    /// Condition.
    pub when: String,
    /// Why the rule does not apply then.
    pub because: Text,
    /// Its parameters with their values.
    pub params: Vec<(String, String)>,
}

/// A finding, for people.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExplainedFinding {
    /// Name.
    pub name: String,
    /// Level in the practical reading.
    pub level: Level,
    /// Level in the literal reading, when it differs.
    pub literal: Option<Level>,
    /// The list it loops over, with the name of the element.
    pub each: Option<(String, String)>,
    /// Condition.
    pub when: String,
    /// Message with names in braces.
    pub message: Text,
    /// What to do, when that differs from the rule's advice.
    pub fix: Option<Text>,
    /// Faults vCenter would raise.
    pub faults: Vec<String>,
    /// `vmware` when the demand is VMware's.
    pub basis: Option<String>,
}

impl Catalogue {
    /// Everything a rule of this catalogue says.
    pub fn explain(&self, rule: &Rule) -> Explanation {
        let gates = rule.gates.iter().filter_map(|at| self.gates.get(*at)).map(|gate| ExplainedGate {
            name: gate.name.clone(),
            when: gate.when.source().to_owned(),
            because: gate.because.clone(),
            params: params(&gate.params),
        });
        let mut findings: Vec<(usize, ExplainedFinding)> = Vec::new();
        for group in &rule.groups {
            let each = group.each.as_ref().map(|each| (each.list.source().to_owned(), each.name.clone()));
            findings.extend(group.findings.iter().map(|finding| {
                let explained = ExplainedFinding {
                    name: finding.name.clone(),
                    level: finding.level,
                    literal: finding.literal,
                    each: each.clone(),
                    when: finding.when.source().to_owned(),
                    message: finding.message.text.clone(),
                    fix: finding.fix.as_ref().map(|fix| fix.text.clone()),
                    faults: finding.faults.clone(),
                    basis: finding.basis.clone(),
                };
                (finding.position, explained)
            }));
        }
        findings.sort_by_key(|(position, _)| *position);
        Explanation {
            id: rule.id.clone(),
            number: rule.number,
            subject: rule.subject.name().to_owned(),
            area: rule.area,
            severity: rule.severity,
            profiles: rule.profiles.clone(),
            title: rule.title.clone(),
            fix: rule.fix.clone(),
            heading: rule.heading.clone(),
            demand: rule.demand.clone(),
            gates: gates.collect(),
            params: params(&rule.params),
            findings: findings.into_iter().map(|(_, finding)| finding).collect(),
            question: rule.attest.as_ref().map(|attest| (attest.per, attest.question.clone())),
            outcomes: possible(rule),
            reads: self.only(rule).reads().into_iter().map(str::to_owned).collect(),
            origin: rule.origin.clone(),
        }
    }
}

fn params(params: &Params) -> Vec<(String, String)> {
    params.iter().map(|(name, param)| (name.to_owned(), value(param))).collect()
}

fn value(param: &Param) -> String {
    match param {
        Param::Scalar(scalar) => scalar.to_string(),
        Param::List(list) => list.items().iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Param::Table(table) => {
            let columns: Vec<&str> = table.columns().iter().map(|(name, _)| name.as_str()).collect();
            format!("table of {}", columns.join(", "))
        }
    }
}

/// A record type of the schema.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RecordDoc {
    /// Name.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// The field that tells its elements apart.
    pub key: Option<String>,
    /// Its fields.
    pub fields: Vec<FieldDoc>,
}

/// A field of a record type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldDoc {
    /// Name.
    pub name: String,
    /// Type.
    #[serde(rename = "type")]
    pub ty: String,
    /// What it means.
    pub doc: String,
    /// Properties and calls it is derived from.
    pub reads: Vec<&'static str>,
}

/// Every record type that rules can reach: the roots first, then what they lead to.
pub fn schema(roots: &Roots) -> Vec<RecordDoc> {
    let mut seen = BTreeSet::new();
    let mut queue: Vec<&'static RecordType> = roots.iter().map(|(_, record)| *record).collect();
    let mut docs = Vec::new();
    let mut next = 0;
    while let Some(record) = queue.get(next).copied() {
        next += 1;
        if !seen.insert(record.name) {
            continue;
        }
        docs.push(document(record));
        queue.extend(record.fields.iter().filter_map(|field| record_in((field.ty)(), roots)));
    }
    docs
}

fn document(record: &'static RecordType) -> RecordDoc {
    let fields = record.fields.iter().map(|field| FieldDoc {
        name: field.name.to_owned(),
        ty: (field.ty)().to_string(),
        doc: join(field.doc),
        reads: field.reads.to_vec(),
    });
    RecordDoc {
        name: record.name.to_owned(),
        doc: join(record.doc),
        key: record.key.map(str::to_owned),
        fields: fields.collect(),
    }
}

fn record_in(ty: Type, roots: &Roots) -> Option<&'static RecordType> {
    match ty {
        Type::Record(record) => Some(record),
        Type::List(item) => record_in(item(), roots),
        Type::Ref(kind) => roots.iter().find(|(root, _)| *root == kind.name()).map(|(_, record)| *record),
        _ => None,
    }
}

fn join(lines: &[&str]) -> String {
    lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ")
}

/// The schema as text, one field a line.
pub fn schema_text(roots: &Roots) -> String {
    let mut text = String::new();
    for record in schema(roots) {
        // A String takes every write.
        let _ = writeln!(text, "{}\n  {}", record.name, record.doc);
        for field in record.fields {
            let _ = writeln!(text, "  .{}: {}\n      {}", field.name, field.ty, field.doc);
            if !field.reads.is_empty() {
                let _ = writeln!(text, "      reads {}", field.reads.join(", "));
            }
        }
        text.push('\n');
    }
    text
}
