//! The rows of the sheet: what the report says of each bullet and step of the chapter.

use std::collections::HashMap;

use super::words::Word;
use crate::render::html::Mark;
use crate::render::{labels, named, places, safe, words::Msg};
use crate::report::rows::{Row, Rows, Said, Word as Is};
use crate::report::{Decision, Level, Outcome, Prerequisite, Report, Shown};
use crate::rules::{self, Demand, Item, Section};
use crate::terms::{Lang, time};

/// Lines of evidence of a row.
const FEW_LINES: usize = 2;
/// Columns of one of them.
const LINE_COLUMNS: usize = 240;
/// Objects that a line names before it counts.
const FEW_OBJECTS: usize = 3;

/// Who confirms a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::render) enum Who {
    /// Somebody or something that has done so, and when or until when.
    By(String, String),
    /// Whoever signs there.
    Open,
    /// Nobody: there is nothing to confirm.
    Nobody,
}

/// A row.
#[derive(Clone, Debug)]
pub(in crate::render) struct Line {
    /// The heading that it is under.
    pub section: &'static Section,
    /// The bullet or step.
    pub item: &'static Item,
    /// What is demanded there: in the words of the rule, where several are about the item.
    pub demand: String,
    /// The rule; absent where none is about the item.
    pub rule: Option<String>,
    /// The verdict; absent where nothing was judged.
    pub mark: Option<Mark>,
    /// What stands in its place, or behind it: of how many objects it holds.
    pub counts: String,
    /// What it rests on, a line or two.
    pub evidence: Vec<String>,
    /// Who confirms it.
    pub who: Who,
}

/// What the rows are made of.
pub(super) struct Lines<'r> {
    report: &'r Report,
    lang: Lang,
    by: &'r str,
    day: String,
    /// The rows of each rule, those of one finding together.
    folds: HashMap<&'r str, Vec<Row<'r>>>,
}

/// Places of a rule in the chapter; those of the built-in rule of the same name where it names none, as in reports of
/// older releases and in rules of a site.
fn places_of(rule: &Prerequisite) -> &[String] {
    if !rule.source.places.is_empty() {
        return &rule.source.places;
    }
    let built_in = rules::demands().iter().find(|demand| demand.rule == rule.id);
    built_in.map_or(&[], |demand| &demand.places)
}

impl<'r> Lines<'r> {
    pub(super) fn new(report: &'r Report, lang: Lang, by: Option<&'r str>) -> Self {
        let all = Rows::new(report);
        let mut folds: HashMap<&str, Vec<Row<'_>>> = HashMap::new();
        for row in all.folds() {
            folds.entry(&row.rule.id).or_default().push(row);
        }
        folds.values_mut().for_each(|rows| rows.sort_by_key(|row| (row.word(), row.level().is_none())));
        let at = if report.source.at.is_empty() { report.source.machine_at.as_deref() } else { None };
        let at = time::shown(&report.question.zone, at.unwrap_or(&report.source.at));
        let day = safe::name(at.split(' ').next().unwrap_or_default()).into_owned();
        Self { report, lang, by: by.unwrap_or(&report.tool.name), day, folds }
    }

    /// Every row, in the order of the chapter.
    pub(super) fn all(&self) -> Vec<Line> {
        let mut rules: HashMap<&str, Vec<&Prerequisite>> = HashMap::new();
        for rule in &self.report.prerequisites {
            for place in places_of(rule) {
                rules.entry(place).or_default().push(rule);
            }
        }
        let mut lines = Vec::new();
        for (section, item) in rules::chapter().items() {
            let judged = rules.get(item.place.as_str()).map_or(&[][..], Vec::as_slice);
            let is_judged = |demand: &&Demand| {
                demand.places.contains(&item.place)
                    && !self.report.prerequisites.iter().any(|rule| rule.id == demand.rule)
            };
            let left: Vec<&Demand> = rules::demands().iter().filter(is_judged).collect();
            let one = judged.len() + left.len() <= 1;
            let text = item.text.get(self.lang);
            for rule in judged {
                let title = safe::line(rule.title.get(self.lang));
                lines.extend(self.of_rule(rule, section, item, if one { text } else { &title }));
            }
            for demand in left {
                let title = demand.title.get(self.lang);
                lines.push(self.not_run(demand, section, item, if one { text } else { title }));
            }
            if let Some(because) = &item.because {
                let because = Word::NoRule.fill(self.lang, &[("because", &because.get(self.lang))]);
                lines.push(Line {
                    evidence: vec![because],
                    mark: Some(Mark::from(Outcome::NotApplicable)),
                    ..self.blank(section, item, text)
                });
            }
        }
        lines
    }

    fn blank(&self, section: &'static Section, item: &'static Item, demand: &str) -> Line {
        Line {
            section,
            item,
            demand: demand.to_owned(),
            rule: None,
            mark: None,
            counts: String::new(),
            evidence: Vec::new(),
            who: Who::Nobody,
        }
    }

    /// A rule that the profile left out.
    fn not_run(&self, rule: &Demand, section: &'static Section, item: &'static Item, text: &str) -> Line {
        let profiles = safe::line(&self.report.question.profiles.join(", ")).into_owned();
        Line {
            rule: Some(rule.rule.clone()),
            counts: Word::NotRun.get(self.lang).to_owned(),
            evidence: vec![Word::NotInProfile.fill(self.lang, &[("profiles", &profiles)])],
            ..self.blank(section, item, text)
        }
    }

    /// What a rule says: what was judged, then what people have decided, then what they are asked.
    fn of_rule(
        &self,
        rule: &Prerequisite,
        section: &'static Section,
        item: &'static Item,
        text: &str,
    ) -> Vec<Line> {
        let blank = Line { rule: Some(safe::line(&rule.id).into_owned()), ..self.blank(section, item, text) };
        let rows = self.folds.get(rule.id.as_str()).map_or(&[][..], Vec::as_slice);
        let mut lines = Vec::new();
        let people =
            |outcome: &Outcome| matches!(outcome, Outcome::Manual | Outcome::Waived | Outcome::Attested);
        let worst = Outcome::ALL.into_iter().find(|one| !people(one) && rule.objects.of(*one) > 0);
        if let Some(outcome) = worst {
            lines.push(Line {
                mark: Some(outcome.into()),
                counts: named::held(rule.objects),
                evidence: self.evidence(rule, rows, outcome),
                who: Who::By(self.confirmer(), self.day.clone()),
                ..blank.clone()
            });
        }
        for row in rows {
            let Some(decision) = row.decision else { continue };
            let outcome = row.outcome().unwrap_or(Outcome::Waived);
            let mut evidence = self.said(row);
            evidence.insert(0, safe::line(&decision.statement).into_owned());
            lines.push(Line {
                mark: Some(outcome.into()),
                evidence: self.few(evidence),
                who: self.decided(decision),
                ..blank.clone()
            });
        }
        for row in rows {
            if row.decision.is_none() && matches!(row.said, Said::Asked(_)) {
                lines.push(Line {
                    mark: Some(Outcome::Manual.into()),
                    evidence: self.few(self.said(row)),
                    who: Who::Open,
                    ..blank.clone()
                });
            }
        }
        if lines.is_empty() {
            lines.push(Line {
                mark: Some(rule.outcome.into()),
                who: Who::By(self.confirmer(), self.day.clone()),
                ..blank
            });
        }
        lines
    }

    fn confirmer(&self) -> String {
        safe::name(self.by).into_owned()
    }

    /// Who has decided, and when: the day of an attestation, the last one of a waiver.
    fn decided(&self, decision: &Decision) -> Who {
        let until = Word::LastDay.fill(self.lang, &[("until", &safe::name(&decision.until))]);
        let when = match decision.on.as_deref() {
            Some(on) => format!("{} ({until})", safe::name(on)),
            None => until,
        };
        Who::By(safe::name(&decision.by).into_owned(), when)
    }

    /// What a judged rule rests on.
    fn evidence(&self, rule: &Prerequisite, rows: &[Row<'_>], outcome: Outcome) -> Vec<String> {
        let open = rows.iter().filter(|row| row.decision.is_none());
        let told = match outcome {
            Outcome::NotApplicable => open.filter(|row| row.word() == Is::NotApplicable),
            _ => return self.judged(rule, rows, outcome),
        };
        self.few(told.flat_map(|row| self.said(row)).collect())
    }

    fn judged(&self, rule: &Prerequisite, rows: &[Row<'_>], outcome: Outcome) -> Vec<String> {
        let counts =
            |row: &&Row<'_>| row.decision.is_none() && row.level().is_some_and(|level| level > Level::Note);
        let found: Vec<String> = rows.iter().filter(counts).flat_map(|row| self.said(row)).collect();
        if !found.is_empty() {
            return self.few(found);
        }
        let values = self.values(&rule.shown);
        if !values.is_empty() && outcome != Outcome::NotAsked {
            return self.few(values);
        }
        let rest = rows.iter().filter(|row| row.outcome() == Some(outcome));
        self.few(rest.flat_map(|row| self.said(row)).collect())
    }

    /// What a row says, with the objects it is about.
    fn said(&self, row: &Row<'_>) -> Vec<String> {
        let message = row.message(self.lang);
        if matches!(row.said, Said::Asked(_)) {
            return vec![Word::QuestionOf.fill(self.lang, &[("question", &message)])];
        }
        let spots = row.spots(self.lang);
        let objects = places::line(&spots, FEW_OBJECTS, self.lang, named::object_name);
        vec![if objects.is_empty() { message } else { format!("{objects}: {message}") }]
    }

    /// `esx01, esx02: cores = 28`: what a rule shows, equal values once.
    fn values(&self, shown: &[Shown]) -> Vec<String> {
        let comma = Msg::Comma.get(self.lang);
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for Shown { object, values } in shown {
            let told = values.iter().filter(|(name, value)| labels::tells(name, value));
            let told: Vec<String> =
                told.map(|(name, value)| labels::with_label(name, value, self.lang)).collect();
            let (told, name) = (told.join(comma), named::object_name(object));
            match groups.iter_mut().find(|(values, _)| *values == told) {
                _ if told.is_empty() => {}
                Some((_, names)) => names.push(name),
                None => groups.push((told, vec![name])),
            }
        }
        let line = |(values, mut names): (String, Vec<String>)| {
            let more = names.len().saturating_sub(FEW_OBJECTS);
            names.truncate(FEW_OBJECTS);
            if more > 0 {
                names.push(Msg::AndMore.count(self.lang, more));
            }
            format!("{}: {values}", names.join(comma))
        };
        groups.into_iter().map(line).collect()
    }

    /// The first lines, short, and how many more there are.
    fn few(&self, mut lines: Vec<String>) -> Vec<String> {
        let more = lines.len().saturating_sub(FEW_LINES);
        lines.truncate(FEW_LINES);
        for line in &mut lines {
            *line = safe::cut(line, LINE_COLUMNS);
        }
        if let Some(last) = lines.last_mut().filter(|_| more > 0) {
            last.push_str(&format!(" ({})", Msg::AndMore.count(self.lang, more)));
        }
        lines
    }
}
