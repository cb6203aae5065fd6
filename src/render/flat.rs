//! A report as rows: one for each rule and place. Every form for programs is made of these, so that
//! all of them count the same.

use std::collections::{HashMap, HashSet};

use super::{named, safe, words::Msg};
use crate::report::{
    Ask, ClusterInfo, Decision, Finding, Level, Object, ObjectKind, Occurrence, Prerequisite, Report,
    Severity, Undecided,
};
use crate::terms::Lang;

/// Reasons of one row that are told to people; the rest is counted.
const FEW_REASONS: usize = 5;

/// What a row says, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Word {
    /// It certainly does not hold.
    Fail,
    /// It could not be told.
    Unknown,
    /// It holds, with a risk.
    Warn,
    /// It waits for a person.
    Manual,
    /// A person has accepted it.
    Waived,
    /// A person has said that it holds.
    Attested,
    /// Shown, not judged.
    Note,
    /// It has no meaning there.
    NotApplicable,
    /// It holds.
    Pass,
}

impl Word {
    /// Every word, worst first.
    pub const ALL: [Self; 9] = [
        Self::Fail,
        Self::Unknown,
        Self::Warn,
        Self::Manual,
        Self::Waived,
        Self::Attested,
        Self::Note,
        Self::NotApplicable,
        Self::Pass,
    ];

    /// The word as programs read it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Fail => "fail",
            Self::Unknown => "unknown",
            Self::Warn => "warn",
            Self::Manual => "manual",
            Self::Waived => "waived",
            Self::Attested => "attested",
            Self::Note => "note",
            Self::NotApplicable => "not-applicable",
            Self::Pass => "pass",
        }
    }
}

/// What a row rests on.
#[derive(Clone, Copy, Debug)]
pub enum Said<'r> {
    /// Something was found there.
    Found(&'r Finding),
    /// Something could not be decided there.
    Undecided(&'r Undecided),
    /// A person is asked about it; without a question, by the rule's title.
    Asked(Option<&'r Ask>),
    /// The rule does not apply to some objects.
    NotApplicable,
    /// The rule holds for some objects.
    Holds,
}

impl Said<'_> {
    /// Whether both are the same finding or question of the report.
    fn is(self, other: Self) -> bool {
        match (self, other) {
            (Self::Found(one), Self::Found(other)) => std::ptr::eq(one, other),
            (Self::Undecided(one), Self::Undecided(other)) => std::ptr::eq(one, other),
            (Self::Asked(Some(one)), Self::Asked(Some(other))) => std::ptr::eq(one, other),
            _ => false,
        }
    }
}

/// One row.
#[derive(Clone, Copy, Debug)]
pub struct Row<'r> {
    /// The rule.
    pub rule: &'r Prerequisite,
    /// What it rests on.
    pub said: Said<'r>,
    /// The object; absent in a row about several.
    pub object: Option<&'r Object>,
    /// Where a finding or an undecided question is.
    pub place: Option<&'r Occurrence>,
    /// Managed-object id of the cluster; absent = in none, or not known.
    pub cluster: Option<&'r str>,
    /// What a person said about it.
    pub decision: Option<&'r Decision>,
    /// Objects it is about; 1 where it names one.
    pub count: usize,
}

/// How a row counts for the verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It makes the run *not ready*.
    Stops,
    /// It makes the run *cannot tell*.
    Unclear,
    /// A risk, certain or possible.
    Risk,
    /// A person has to say something about it, or has.
    Person,
    /// Nothing.
    Fine,
}

/// A report and what its rows look up.
pub struct Flat<'r> {
    /// The report.
    pub report: &'r Report,
    clusters: HashMap<&'r str, &'r ClusterInfo>,
}

impl<'r> Flat<'r> {
    /// The rows of `report`.
    pub fn new(report: &'r Report) -> Self {
        let clusters = report.clusters.iter().map(|cluster| (cluster.object.id.as_str(), cluster)).collect();
        Self { report, clusters }
    }

    /// Every row, in the order of the rules; of a rule what was found comes first, what holds last.
    pub fn rows(&self) -> impl Iterator<Item = Row<'r>> {
        self.report.prerequisites.iter().flat_map(|rule| self.of(rule))
    }

    /// The rows with those of one finding, one undecided or one asked question put together: the first
    /// of them, counting all.
    pub fn folds(&self) -> Vec<Row<'r>> {
        let mut folds: Vec<Row<'r>> = Vec::new();
        for row in self.rows() {
            match folds.last_mut() {
                Some(last) if last.said.is(row.said) && last.known() == row.known() => {
                    last.count += row.count
                }
                _ => folds.push(row),
            }
        }
        folds
    }

    /// Objects and places by word, those that do not occur included.
    pub fn counts(&self) -> [(Word, usize); 9] {
        let mut counts = Word::ALL.map(|word| (word, 0));
        for row in self.rows() {
            let word = row.word();
            for (_, count) in counts.iter_mut().filter(|(counted, _)| *counted == word) {
                *count += row.count;
            }
        }
        counts
    }

    /// A cluster of the report.
    pub fn cluster(&self, id: &str) -> Option<&'r Object> {
        self.clusters.get(id).map(|cluster| &cluster.object)
    }

    /// How a row counts for the verdict of this run.
    pub fn standing(&self, row: &Row<'r>) -> Standing {
        if row.known() {
            // It is in the baseline: it stands in nobody's way today.
            return if row.word() == Word::Manual { Standing::Person } else { Standing::Risk };
        }
        let policy = self.report.question.policy;
        let weighs = |level: Level| match level {
            Level::Fail => row.rule.severity == Severity::Required || policy.fail_on_warn,
            Level::Warn => policy.fail_on_warn,
            Level::Note => false,
        };
        match (row.word(), row.level()) {
            (Word::Fail | Word::Warn, Some(level)) if weighs(level) => Standing::Stops,
            (Word::Unknown, Some(level)) if weighs(level) => Standing::Unclear,
            (Word::Fail | Word::Warn, _) | (Word::Unknown, Some(Level::Fail | Level::Warn)) => Standing::Risk,
            (Word::Manual, _) if policy.strict && row.rule.severity == Severity::Required => {
                Standing::Unclear
            }
            (Word::Manual | Word::Waived | Word::Attested, _) => Standing::Person,
            _ => Standing::Fine,
        }
    }

    fn of(&self, rule: &'r Prerequisite) -> impl Iterator<Item = Row<'r>> {
        let report = self.report;
        let said = |at: Option<usize>| at.and_then(|at| report.decisions.get(at));
        let blank = Row {
            rule,
            said: Said::Holds,
            object: None,
            place: None,
            cluster: None,
            decision: None,
            count: 1,
        };
        let found = rule.findings.iter().flat_map(move |finding| {
            let row = Row { said: Said::Found(finding), decision: said(finding.decision), ..blank };
            finding.objects.iter().map(move |place| row.at(place))
        });
        let undecided = rule.undecided.iter().flat_map(move |undecided| {
            let row = Row { said: Said::Undecided(undecided), decision: said(undecided.decision), ..blank };
            undecided.objects.iter().map(move |place| row.at(place))
        });
        let only = match report.clusters.as_slice() {
            [only] => Some(only.object.id.as_str()),
            _ => None,
        };
        let asked = rule.asks.iter().flat_map(move |ask| {
            let row = Row { said: Said::Asked(Some(ask)), decision: said(ask.decision), ..blank };
            ask.objects.iter().map(move |object| {
                let cluster = match object.kind {
                    ObjectKind::Vcenter => None,
                    ObjectKind::Cluster => Some(object.id.as_str()),
                    _ => only,
                };
                Row { object: Some(object), cluster, ..row }
            })
        });
        let unnamed = (rule.objects.manual > 0 && rule.asks.is_empty()).then_some(Row {
            said: Said::Asked(None),
            count: rule.objects.manual,
            ..blank
        });
        found.chain(undecided).chain(asked).chain(unnamed).chain(rest(rule, blank))
    }
}

/// What holds and what does not apply, by cluster; as a whole where the clusters are not told apart.
fn rest<'r>(rule: &'r Prerequisite, blank: Row<'r>) -> impl Iterator<Item = Row<'r>> {
    let whole = rule.by_cluster.is_empty().then_some((None, &rule.objects));
    let each = rule.by_cluster.iter().map(|part| (part.cluster.as_deref(), &part.objects));
    each.chain(whole).flat_map(move |(cluster, objects)| {
        let skipped = Row { said: Said::NotApplicable, cluster, count: objects.not_applicable, ..blank };
        let holds = Row { said: Said::Holds, cluster, count: objects.pass, ..blank };
        [skipped, holds].into_iter().filter(|row| row.count > 0)
    })
}

impl<'r> Row<'r> {
    fn at(self, place: &'r Occurrence) -> Self {
        Self { object: Some(&place.object), place: Some(place), cluster: place.cluster.as_deref(), ..self }
    }

    /// Whether the baseline has it, as bad or worse.
    pub fn known(&self) -> bool {
        let asked = matches!(self.said, Said::Asked(Some(ask)) if ask.known);
        asked || self.place.is_some_and(|place| place.known)
    }

    /// What it says, in one word.
    pub fn word(&self) -> Word {
        match (self.said, self.decision.is_some()) {
            (Said::Found(finding), false) => match finding.level {
                Level::Fail => Word::Fail,
                Level::Warn => Word::Warn,
                Level::Note => Word::Note,
            },
            (Said::Found(_), true) => Word::Waived,
            (Said::Undecided(_), false) => Word::Unknown,
            (Said::Asked(_), false) => Word::Manual,
            (Said::Undecided(_) | Said::Asked(_), true) => self.said_by_a_person(),
            (Said::NotApplicable, _) => Word::NotApplicable,
            (Said::Holds, _) => Word::Pass,
        }
    }

    fn said_by_a_person(&self) -> Word {
        use crate::report::DecisionKind::{Attestation, Waiver};
        match self.decision.map(|decision| decision.kind) {
            Some(Attestation) => Word::Attested,
            Some(Waiver) | None => Word::Waived,
        }
    }

    /// Its level: of a finding its own, of what is undecided the worst it could be.
    pub fn level(&self) -> Option<Level> {
        match self.said {
            Said::Found(finding) => Some(finding.level),
            Said::Undecided(undecided) => Some(undecided.ceiling),
            _ => None,
        }
    }

    /// Name of the finding.
    pub fn finding(&self) -> Option<&'r str> {
        match self.said {
            Said::Found(finding) => Some(&finding.name),
            _ => None,
        }
    }

    /// The element within the object, such as a drive; empty for the object itself.
    pub fn element(&self) -> &'r str {
        self.place.map_or("", |place| &place.element)
    }

    /// Host or cluster the object is on or in.
    pub fn on(&self) -> Option<&'r str> {
        self.place.and_then(|place| place.on.as_deref())
    }

    /// What it says to people, on one line, with nothing in it that a terminal obeys.
    pub fn message(&self, lang: Lang) -> String {
        match self.said {
            Said::Found(finding) => safe::message(finding.message.get(lang), &finding.evidence).join(" "),
            Said::Undecided(undecided) => why(undecided, lang),
            Said::Asked(Some(ask)) => safe::line(ask.question.get(lang)).into_owned(),
            Said::Asked(None) => safe::line(self.rule.title.get(lang)).into_owned(),
            Said::NotApplicable => {
                let because = self.rule.skipped.iter().map(|skipped| safe::line(skipped.because.get(lang)));
                let why = because.collect::<Vec<_>>().join("; ");
                Msg::NotFor.fill(lang, &[("objects", &self.counted(lang)), ("why", &why)])
            }
            Said::Holds => Msg::HoldsFor.fill(lang, &[("objects", &self.counted(lang))]),
        }
    }

    /// The objects of the finding or question behind the row, each once.
    pub fn objects(&self) -> Vec<&'r Object> {
        let mut objects: Vec<&'r Object> = match self.said {
            Said::Found(finding) => finding.objects.iter().map(|place| &place.object).collect(),
            Said::Undecided(undecided) => undecided.objects.iter().map(|place| &place.object).collect(),
            Said::Asked(Some(ask)) => ask.objects.iter().collect(),
            Said::Asked(None) | Said::NotApplicable | Said::Holds => Vec::new(),
        };
        let mut seen = HashSet::new();
        objects.retain(|object| seen.insert((object.kind, &object.id)));
        objects
    }

    /// As [`Row::told`], with the element within the object where the words do not name it.
    pub fn told_of_place(&self, lang: Lang) -> String {
        let told = self.told(lang);
        match self.element() {
            "" => told,
            element => {
                let element = safe::name(element);
                if told.contains(element.as_ref()) { told } else { format!("{element}: {told}") }
            }
        }
    }

    /// As [`Row::message`], with what is missing or who has decided.
    pub fn told(&self, lang: Lang) -> String {
        let message = self.message(lang);
        match (self.decided(lang), self.word()) {
            (Some(decided), _) => format!("{decided} ({message})"),
            (None, Word::Unknown) => Msg::CannotTellRow.fill(lang, &[("why", &message)]),
            (None, Word::Manual) => Msg::WaitsFor.fill(lang, &[("question", &message)]),
            (None, _) => message,
        }
    }

    /// What to do about it, on one line; nothing where that is the question itself.
    pub fn fix(&self, lang: Lang) -> Option<String> {
        match self.said {
            Said::Found(finding) if finding.level > Level::Note => Some(match &finding.fix {
                Some(fix) => safe::message(fix.get(lang), &finding.evidence).join(" "),
                None => safe::line(self.rule.fix.get(lang)).into_owned(),
            }),
            Said::Undecided(undecided) => {
                let mut next: Vec<&str> = undecided
                    .reasons
                    .iter()
                    .map(|reason| named::reason_words(reason.kind).1.get(lang))
                    .collect();
                next.sort_unstable();
                next.dedup();
                Some(next.join("; "))
            }
            _ => None,
        }
        .filter(|fix| !fix.is_empty())
    }

    /// Who decided it, until when, and why.
    pub fn decided(&self, lang: Lang) -> Option<String> {
        self.decision.map(|decision| said(decision, lang))
    }

    /// `3 hosts`.
    fn counted(&self, lang: Lang) -> String {
        named::kind_words(self.rule.subject).1.count(lang, self.count)
    }
}

/// A decision in one line.
pub fn said(decision: &Decision, lang: Lang) -> String {
    use crate::report::DecisionKind::{Attestation, Waiver};
    let msg = match decision.kind {
        Attestation => Msg::AttestedBy,
        Waiver => Msg::WaivedBy,
    };
    msg.fill(
        lang,
        &[
            ("by", &safe::name(&decision.by)),
            ("until", &safe::name(&decision.until)),
            ("statement", &safe::line(&decision.statement)),
        ],
    )
}

/// Why something could not be decided: the first few reasons.
fn why(undecided: &Undecided, lang: Lang) -> String {
    let mut parts: Vec<String> =
        undecided.reasons.iter().take(FEW_REASONS).map(|reason| named::reason(reason, lang)).collect();
    let more = undecided.reasons.len().saturating_sub(FEW_REASONS);
    if more > 0 {
        parts.push(Msg::AndMore.count(lang, more));
    }
    parts.join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stand_in_the_order_they_are_listed_and_are_told_apart() {
        assert!(Word::ALL.is_sorted());
        let names: std::collections::BTreeSet<&str> = Word::ALL.iter().map(|word| word.name()).collect();
        assert_eq!(names.len(), Word::ALL.len());
    }
}
