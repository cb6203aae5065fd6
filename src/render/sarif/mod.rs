//! SARIF 2.1.0, for code scanning.
//!
//! A result is a rule and an object. Its `kind` says what is known: `fail` with a level, `open` where
//! data was missing, `review` where a person is asked, `informational`. What holds is no result; the
//! numbers are in the properties of the run and of its rules. What a person decided is a suppression.

mod fold;
mod model;

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::{Style, json_text, named, safe, words::Msg};
use crate::report::rows::{Row, Rows, Word};
use crate::report::{Decision, Level, Object, Prerequisite, Report, Severity, Stale};
use crate::terms::Lang;
use fold::Group;
use model::{
    Artifact, ArtifactLocation, Configuration, Details, Driver, Invocation, Location, Log, LogicalLocation,
    Message, MultiformatMessage, Notification, Physical, Region, Result, Rule, Run, Suppression, Tool,
};

/// Results that code scanning takes of a run.
pub const MOST_RESULTS: usize = 5_000;
/// Objects that a result of several names.
const FEW_OBJECTS: usize = 20;
/// Messages that a result of several tells.
const FEW_MESSAGES: usize = 5;
/// The file that stands for the run where no decisions file does: code scanning wants a place in the
/// repository for every result.
const CONFIGURATION: &str = "vpreflight.toml";

/// Writes the log.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let all = Rows::new(report);
    let groups = fold::groups(&all, MOST_RESULTS);
    let page = Page { all: &all, lang: style.lang, home: home(report) };
    let log = Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool { driver: page.driver() },
            language: style.lang.name(),
            automation_details: Details { id: format!("vpreflight/{}/", report.question.profiles.join("+")) },
            invocations: [page.invocation()],
            artifacts: [Artifact { location: ArtifactLocation { uri: page.home.clone() } }],
            column_kind: "unicodeCodePoints",
            results: model::Each(|| groups.iter().map(|group| page.result(group))),
            properties: page.properties(),
        }],
    };
    json_text::compact(&log, out)?;
    out.write_all(b"\n")
}

/// The file of the repository that a run is about, as a relative URI: that of the decisions, else the
/// configuration.
fn home(report: &Report) -> String {
    let file = report.question.given.decisions.as_deref().unwrap_or(CONFIGURATION).replace('\\', "/");
    let file = file.trim_start_matches("./");
    let outside = file.starts_with('/') || file.split('/').any(|part| part == "..") || file.contains(':');
    if outside || file.is_empty() { CONFIGURATION.to_owned() } else { uri(file) }
}

/// A path as a URI.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri
}

/// A log being written.
struct Page<'p, 'r> {
    all: &'p Rows<'r>,
    lang: Lang,
    home: String,
}

impl<'r> Page<'_, 'r> {
    fn driver(&self) -> Driver<'r> {
        let report = self.all.report;
        Driver {
            name: &report.tool.name,
            version: &report.tool.version,
            semantic_version: &report.tool.version,
            rules: report.prerequisites.iter().map(|rule| self.rule(rule)).collect(),
        }
    }

    fn rule(&self, rule: &'r Prerequisite) -> Rule<'r> {
        let lang = self.lang;
        let text = |text: &str| Message { text: safe::line(text).into_owned() };
        // The schema wants texts that say something.
        let or_title = |words: &'r str| if words.trim().is_empty() { rule.title.get(lang) } else { words };
        let demand = or_title(rule.source.demand.get(lang));
        // The help stands beside each result: where one has advice of its own, its message tells what to do.
        let fix = if rule.has_own_advice() { demand } else { or_title(rule.fix.get(lang)) };
        Rule {
            id: &rule.id,
            short_description: text(rule.title.get(lang)),
            full_description: text(demand),
            help: MultiformatMessage { text: fix, markdown: super::markdown::escaped(fix) },
            default_configuration: Configuration { level: level(Level::Fail, rule.severity) },
            properties: BTreeMap::from([
                ("tags", serde_json::json!([rule.area.name(), rule.severity.name()])),
                ("outcome", serde_json::json!(rule.outcome)),
                ("objects", serde_json::json!(rule.objects)),
                ("heading", serde_json::json!(rule.source.heading)),
            ]),
        }
    }

    fn invocation(&self) -> Invocation {
        let report = self.all.report;
        let stale = report.decisions.iter().filter_map(|entry| Some((entry, entry.stale?)));
        Invocation {
            execution_successful: true,
            exit_code: report.exit_code,
            start_time_utc: report.source.at.parse::<jiff::Timestamp>().ok().map(|at| at.to_string()),
            tool_configuration_notifications: stale
                .map(|(entry, why)| self.notification(entry, why))
                .collect(),
        }
    }

    /// An entry of the decisions file without effect.
    fn notification(&self, entry: &Decision, why: Stale) -> Notification {
        Notification {
            level: "warning",
            message: Message { text: named::without_effect(entry, why, self.lang) },
            locations: [Location {
                physical_location: self.place(Some(entry)),
                logical_locations: Vec::new(),
            }],
        }
    }

    fn properties(&self) -> BTreeMap<&'static str, serde_json::Value> {
        let report = self.all.report;
        let counts: BTreeMap<&str, usize> =
            self.all.counts().into_iter().map(|(word, count)| (word.name(), count)).collect();
        let old_tls = report.source.tls_legacy.then_some(("tlsLegacy", serde_json::json!(true)));
        let always = [
            ("verdict", serde_json::json!(report.verdict)),
            ("openQuestions", serde_json::json!(report.count_open())),
            ("tally", serde_json::json!(report.tally)),
            ("advisoryTally", serde_json::json!(report.advisory_tally)),
            ("results", serde_json::json!(counts)),
            ("server", serde_json::json!(report.source.server)),
            ("vcenter", serde_json::json!(report.vcenter)),
            ("catalogue", serde_json::json!(report.question.catalogue)),
            ("overrides", serde_json::json!(report.question.overrides)),
            ("baseline", serde_json::json!(report.question.baseline)),
        ];
        let coverage = report.coverage.as_ref().map(|told| ("coverage", serde_json::json!(told)));
        always.into_iter().chain(old_tls).chain(coverage).collect()
    }

    fn place(&self, decision: Option<&Decision>) -> Physical {
        // A line is that of an entry, where the file is that of the entries.
        let theirs = decision.filter(|_| self.home != CONFIGURATION);
        Physical {
            artifact_location: ArtifactLocation { uri: self.home.clone() },
            region: Region { start_line: theirs.map_or(1, |entry| entry.line.max(1)) },
        }
    }

    fn result(&self, group: &Group<'r>) -> Result<'r> {
        let first = &group.rows[0];
        let (kind, level) = kind(first);
        let objects = group.objects();
        let hash = self.identity(group);
        let mut logical: Vec<LogicalLocation<'r>> =
            objects.iter().take(FEW_OBJECTS).map(|object| logical(object)).collect();
        if group.level > fold::PER_OBJECT {
            let cluster = first.cluster.filter(|_| group.level == fold::PER_CLUSTER);
            logical.extend(cluster.and_then(|id| self.all.cluster(id)).map(logical_cluster));
        }
        Result {
            rule_id: &first.rule.id,
            rule_index: group.rule,
            kind,
            level,
            message: Message { text: self.message(group, &objects) },
            locations: [Location {
                physical_location: self.place(first.decision),
                logical_locations: logical,
            }],
            partial_fingerprints: BTreeMap::from([
                ("primaryLocationLineHash", format!("{hash}:1")),
                ("vpreflight/v1", hash),
            ]),
            occurrence_count: group.rows.iter().map(|row| row.count).sum(),
            baseline_state: self.baseline_state(group),
            suppressions: self.suppressions(group),
            properties: BTreeMap::from([
                ("outcome", serde_json::json!(first.word().name())),
                ("severity", serde_json::json!(first.rule.severity.name())),
                ("objects", serde_json::json!(objects.len())),
            ]),
        }
    }

    /// `new` where anything of it is; absent for what is not held against a baseline.
    fn baseline_state(&self, group: &Group<'r>) -> Option<&'static str> {
        let known = group.rows.iter().filter_map(|row| self.all.known(row));
        known.reduce(|all, one| all && one).map(|all| if all { "unchanged" } else { "new" })
    }

    /// What a person decided. A list that is there and empty says that nothing is suppressed.
    fn suppressions(&self, group: &Group<'r>) -> Vec<Suppression> {
        let mut lines = std::collections::BTreeSet::new();
        let decisions = group.rows.iter().filter_map(|row| row.decision);
        decisions
            .filter(|entry| lines.insert((&entry.file, entry.line)))
            .map(|entry| Suppression {
                kind: "external",
                status: "accepted",
                justification: super::told::said(entry, self.lang),
                location: Location {
                    physical_location: self.place(Some(entry)),
                    logical_locations: Vec::new(),
                },
                properties: BTreeMap::from([
                    ("decision", serde_json::json!(entry.kind.name())),
                    ("by", serde_json::json!(entry.by)),
                    ("until", serde_json::json!(entry.until)),
                ]),
            })
            .collect()
    }

    /// `VM lms-db01: …`; of several objects their number and the first of them.
    fn message(&self, group: &Group<'r>, objects: &[&'r Object]) -> String {
        let lang = self.lang;
        let mut lead = match objects {
            [] => String::new(),
            [one] => format!("{}: ", named::kind_and_name(one, lang)),
            [first, rest @ ..] => {
                format!("{} {}: ", named::kind_and_name(first, lang), Msg::AndMore.count(lang, rest.len()))
            }
        };
        let mut told: Vec<String> = Vec::new();
        let mut fixes: Vec<String> = Vec::new();
        let mut hidden = 0;
        for row in &group.rows {
            if told.len() == FEW_MESSAGES {
                hidden += 1;
                continue;
            }
            let message = row.told_of_place(lang);
            if !told.contains(&message) {
                told.push(message);
            }
            let fix = row.fix(lang).filter(|fix| row.decision.is_none() && !fixes.contains(fix));
            fixes.extend(fix);
        }
        if hidden > 0 {
            told.push(Msg::MoreMessages.count(lang, hidden));
        }
        lead.push_str(&told.join("\n"));
        for fix in fixes {
            lead.push_str(&format!("\n{} {fix}", Msg::Fix.get(lang)));
        }
        // What looks like a link in a message is one.
        lead.replace("](", "] (")
    }

    /// What makes the result the same as one of another run: the first fingerprint of an object, as it
    /// outlives renames and decisions; else rule, outcome and cluster.
    fn identity(&self, group: &Group<'r>) -> String {
        let places = group.rows.iter().filter_map(|row| row.place);
        if group.level == fold::PER_OBJECT
            && let Some(first) = places.map(|place| place.fingerprint.as_str()).min()
        {
            return first.to_owned();
        }
        let row = &group.rows[0];
        let object = row.object.filter(|_| group.level == fold::PER_OBJECT).map(|object| object.id.as_str());
        let cluster = row.cluster.filter(|_| group.level <= fold::PER_CLUSTER);
        fold::hash([
            &row.rule.id,
            row.word().name(),
            &self.all.report.vcenter.instance_uuid,
            cluster.unwrap_or_default(),
            object.unwrap_or_default(),
        ])
    }
}

/// Kind and level; a level other than `none` needs the kind `fail`.
fn kind(row: &Row<'_>) -> (&'static str, &'static str) {
    match (row.word(), row.level()) {
        (Word::Fail | Word::Warn | Word::Waived, Some(at)) if row.finding().is_some() => {
            ("fail", level(at, row.rule.severity))
        }
        (Word::Note, _) => ("informational", "none"),
        (Word::Unknown, _) => ("open", "none"),
        (Word::Waived | Word::Attested, Some(_)) => ("open", "none"),
        _ => ("review", "none"),
    }
}

/// The level of a finding; advice is a warning at most.
fn level(level: Level, severity: Severity) -> &'static str {
    match (level, severity) {
        (Level::Fail, Severity::Required) => "error",
        (Level::Fail, Severity::Advisory) | (Level::Warn, _) => "warning",
        (Level::Note, _) => "note",
    }
}

fn logical<'r>(object: &&'r Object) -> LogicalLocation<'r> {
    let full = if object.path.is_empty() { &object.name } else { &object.path };
    LogicalLocation { name: &object.name, fully_qualified_name: full, kind: object.kind.name() }
}

fn logical_cluster(object: &Object) -> LogicalLocation<'_> {
    logical(&object)
}
