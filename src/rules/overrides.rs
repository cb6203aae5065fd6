//! A site's own parameters and severities in place of what rule files say. They change what a verdict
//! means, so every one of them is told with the report.

use crate::document::{self, Document, Placed, Problem, Problems, Source, Table, word};
use crate::expr::{Param, Params, Scalar};
use crate::schema::{ListView, Type, Value};
use crate::terms::{Severity, Text, by_name, nearest::did_you_mean, told, told::listed};

use super::model::Rule;
use super::params::param;

/// Overrides as a configuration file has them: `[rule.ID]` with `severity` and `params`.
#[derive(Clone, Debug, Default)]
pub struct Overrides {
    file: String,
    text: String,
    rules: Vec<Own>,
}

/// What is set for one rule.
#[derive(Clone, Debug)]
struct Own {
    rule: Placed<String>,
    severity: Option<Placed<Severity>>,
    params: Vec<(Placed<String>, Param)>,
}

/// One value that is in force in place of a rule file's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overridden {
    /// Rule id.
    pub rule: String,
    /// The parameter; `None` for the severity.
    pub param: Option<String>,
    /// The value in force.
    pub value: String,
    /// The value of the rule file.
    pub instead_of: String,
    /// The file that sets it.
    pub file: String,
    /// Its line there.
    pub line: usize,
}

/// What a rule is with other parameters, or why it cannot be used with them; `None` for no such rule.
type Reloaded = Option<Result<Rule, Vec<Text>>>;

impl Overrides {
    /// Reads the table `rule` of a file. Names are held against the rules later, by
    /// [`super::Catalogue::load_with`].
    pub(crate) fn read(doc: &mut Document, table: &mut Table) -> Self {
        let (file, text) = (doc.source.file.to_owned(), doc.source.text.to_owned());
        let rules = table.named_tables(doc, "rule").into_iter().map(|(rule, table)| own(doc, rule, table));
        Self { rules: rules.collect(), file, text }
    }

    /// Whether nothing is set.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Sets everything in `rules`; `reload` makes a rule anew with other parameters.
    pub(super) fn apply(
        &self,
        rules: &mut [Rule],
        reload: impl Fn(&str, &Params) -> Reloaded,
    ) -> Result<Vec<Overridden>, Problems> {
        let mut problems = Vec::new();
        let mut overridden = Vec::new();
        for own in &self.rules {
            let ids: Vec<&str> = rules.iter().map(|rule| rule.id.as_str()).collect();
            let Some(at) = ids.iter().position(|id| *id == own.rule.value) else {
                let (id, help) = (&own.rule.value, did_you_mean(&own.rule.value, ids));
                let message =
                    told!([help] "there is no rule '{id}'{help}", "ルール「{id}」はありません{help}");
                problems.push(self.problem(&own.rule, message));
                continue;
            };
            let Some(rule) = rules.get_mut(at) else { continue };
            overridden.extend(self.params(own, rule, &reload, &mut problems));
            overridden.extend(self.severity(own, rule));
        }
        if problems.is_empty() { Ok(overridden) } else { Err(Problems(problems)) }
    }

    fn params(
        &self,
        own: &Own,
        rule: &mut Rule,
        reload: impl Fn(&str, &Params) -> Reloaded,
        problems: &mut Vec<Problem>,
    ) -> Vec<Overridden> {
        let mut set = Params::default();
        let mut overridden = Vec::new();
        for (name, param) in &own.params {
            let Some(theirs) = rule.params.get(&name.value) else {
                problems.push(self.problem(name, no_such(rule, &name.value)));
                continue;
            };
            let (wanted, given) = (kind(theirs), kind(param));
            if wanted != given {
                let (param, rule) = (&name.value, &rule.id);
                let message = told!(
                    [wanted, given] "'{param}' of {rule} is {wanted}, not {given}",
                    "{rule} の「{param}」は{wanted}で指定します (現在は{given})"
                );
                problems.push(self.problem(name, message));
                continue;
            }
            let (value, instead_of) = (told(param), told(theirs));
            if value != instead_of {
                set.insert(name.value.as_str(), param.clone());
                overridden.push(self.overridden(rule, name, Some(&name.value), value, instead_of));
            }
        }
        if overridden.is_empty() {
            return overridden;
        }
        match reload(&rule.id, &set) {
            Some(Ok(reloaded)) => *rule = reloaded,
            Some(Err(why)) => {
                let (id, why) = (&rule.id, why.into_iter().next().unwrap_or_default());
                let message = told!(
                    [why] "with these parameters {id} cannot be evaluated: {why}",
                    "これらのパラメータでは {id} を評価できません: {why}"
                );
                problems.push(self.problem(&own.rule, message));
            }
            None => {}
        }
        overridden
    }

    fn severity(&self, own: &Own, rule: &mut Rule) -> Option<Overridden> {
        let severity = own.severity.as_ref().filter(|severity| severity.value != rule.severity)?;
        let instead_of = std::mem::replace(&mut rule.severity, severity.value);
        Some(self.overridden(rule, severity, None, severity.value.name().into(), instead_of.name().into()))
    }

    fn overridden<T>(
        &self,
        rule: &Rule,
        at: &Placed<T>,
        param: Option<&String>,
        value: String,
        instead_of: String,
    ) -> Overridden {
        let line = Source { file: &self.file, text: &self.text }.line(at.span.start);
        let (rule, file) = (rule.id.clone(), self.file.clone());
        Overridden { rule, param: param.cloned(), value, instead_of, file, line }
    }

    fn problem<T>(&self, at: &Placed<T>, message: Text) -> Problem {
        Source { file: &self.file, text: &self.text }.problem(at.span.clone(), message)
    }
}

fn own(doc: &mut Document, rule: Placed<String>, mut table: Table) -> Own {
    let t = &mut table;
    let severity = t.string(doc, "severity").and_then(|text| {
        let value = word(doc, "severity", &text, &by_name(&Severity::ALL))?;
        Some(Placed { value, span: text.span })
    });
    let mut params = Vec::new();
    for (name, raw) in t.values(doc, "params") {
        if let Some(param) = param(doc, &name.value, &raw) {
            params.push((name, param));
        }
    }
    table.finish(doc);
    Own { rule, severity, params }
}

fn no_such(rule: &Rule, name: &str) -> Text {
    let names: Vec<&str> = rule.params.iter().map(|(name, _)| name).collect();
    let help = did_you_mean(name, names.iter().copied());
    let (rule, there) = (&rule.id, document::there(&names));
    told!(
        [help, there] "'{rule}' has no parameter '{name}'{help}; there is: {there}",
        "「{rule}」にパラメータ「{name}」はありません{help}。指定できるパラメータ: {there}"
    )
}

/// What a parameter is, for messages; two that differ in it cannot replace each other.
fn kind(param: &Param) -> Text {
    let name = |ty: Type| match ty {
        Type::Bool => told!("true or false", "真偽値"),
        Type::Int => told!("a whole number", "整数"),
        _ => told!("a text", "文字列"),
    };
    match param {
        Param::Scalar(scalar) => name(scalar.ty()),
        // An empty list counts as one of texts, as in a rule file.
        Param::List(list) => {
            let each = name(list.items().first().map_or(Type::Str, Scalar::ty));
            told!([each] "a list, each {each}", "{each}のリスト")
        }
        Param::Table(table) => {
            let column = |(column, ty): &(_, Type)| name(*ty).map(|ty| format!("{column} ({ty})"));
            let columns = listed(&table.columns().iter().map(column).collect::<Vec<_>>());
            told!([columns] "a table of {columns}", "列が {columns} のテーブル")
        }
    }
}

/// A parameter as people read it, whole.
fn told(param: &Param) -> String {
    match param {
        Param::Scalar(scalar) => scalar.to_string(),
        Param::List(list) => list.items().iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        Param::Table(table) => {
            let names: Vec<&str> = table.columns().iter().map(|(name, _)| name.as_str()).collect();
            let row = |at: usize| match table.get(at) {
                // The first field of a row is all its cells.
                Ok(Value::Record(row)) => match row.field(0) {
                    Ok(Value::Str(cells)) => cells.to_owned(),
                    _ => String::new(),
                },
                _ => String::new(),
            };
            let rows: Vec<String> = (0..table.len()).map(row).collect();
            format!("{}: {}", names.join(" "), rows.join("; "))
        }
    }
}
