//! A report as rows: one for each rule and place. Whoever counts (verdict, baseline, difference, forms)
//! walks these, so that all of them count the same.

use std::collections::{HashMap, HashSet};

use super::{
    Answer, Ask, Asked, ClusterInfo, Decision, DecisionKind, Finding, Level, Object, Occurrence, Outcome,
    Prerequisite, Reason, Report, Undecided,
};
pub use crate::terms::Word;

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
    /// Of some objects nobody collected what would tell.
    NotAsked,
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

/// A report and what its rows look up.
pub struct Rows<'r> {
    /// The report.
    pub report: &'r Report,
    clusters: HashMap<&'r str, (&'r ClusterInfo, Answer)>,
}

impl<'r> Rows<'r> {
    /// The rows of `report`.
    pub fn new(report: &'r Report) -> Self {
        let clusters = report.clusters.iter().zip(report.answers());
        let clusters =
            clusters.map(|(cluster, answer)| (cluster.object.id.as_str(), (cluster, answer))).collect();
        Self { report, clusters }
    }

    /// Every row, in the order of the rules; of a rule what was found comes first, what holds last.
    pub fn iter(&self) -> impl Iterator<Item = Row<'r>> {
        self.report.prerequisites.iter().flat_map(|rule| self.of(rule))
    }

    /// The rows with those of one finding, one undecided or one asked question put together: the first
    /// of them, counting all.
    pub fn folds(&self) -> Vec<Row<'r>> {
        let mut folds: Vec<Row<'r>> = Vec::new();
        for row in self.iter() {
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
    pub fn counts(&self) -> [(Word, usize); 10] {
        let mut counts = Word::ALL.map(|word| (word, 0));
        for row in self.iter() {
            let word = row.word();
            for (_, count) in counts.iter_mut().filter(|(counted, _)| *counted == word) {
                *count += row.count;
            }
        }
        counts
    }

    /// A cluster of the report.
    pub fn cluster(&self, id: &str) -> Option<&'r Object> {
        self.clusters.get(id).map(|(cluster, _)| &cluster.object)
    }

    /// The answer for a cluster; that of the run for what is in none.
    pub fn answer(&self, cluster: Option<&str>) -> Answer {
        let own = cluster.and_then(|id| self.clusters.get(id)).map(|(_, answer)| *answer);
        own.unwrap_or_else(|| Answer { verdict: self.report.verdict, open: self.report.count_open() })
    }

    /// Whether the baseline has what a row tells; `None` without a baseline, and for what is not held
    /// against one: notes, what people have decided, what holds.
    pub fn known(&self, row: &Row<'r>) -> Option<bool> {
        self.report.question.baseline.as_ref()?;
        row.outcome().filter(|outcome| is_open(*outcome)).map(|_| row.known())
    }

    /// The rows of one rule of the report.
    pub fn of(&self, rule: &'r Prerequisite) -> impl Iterator<Item = Row<'r>> {
        self.all_of(rule).filter(|row| row.count > 0)
    }

    /// The rows of one rule, those of places that count for nothing as well: what is not known there counts
    /// with the object as a whole.
    pub fn all_of(&self, rule: &'r Prerequisite) -> impl Iterator<Item = Row<'r>> {
        let report = self.report;
        let said = |at: Option<usize>| at.and_then(|at| report.decisions.get(at));
        let blank = Row::whole(rule);
        let found = rule.findings.iter().flat_map(move |finding| {
            let row = Row { said: Said::Found(finding), decision: said(finding.decision), ..blank };
            finding.objects.iter().map(move |place| row.at(place))
        });
        let worst = Worst::of(rule);
        let undecided = rule.undecided.iter().flat_map(move |undecided| {
            let row = Row { said: Said::Undecided(undecided), decision: said(undecided.decision), ..blank };
            let counts = worst.counted(undecided);
            let at = |place| Row { count: usize::from(counts(place)), ..row.at(place) };
            undecided.objects.iter().map(at).collect::<Vec<_>>()
        });
        let asked = rule.asks.iter().flat_map(move |ask| {
            let row = Row { said: Said::Asked(Some(ask)), decision: said(ask.decision), ..blank };
            let at = move |asked: &'r Asked| Row {
                object: Some(&asked.object),
                cluster: asked.cluster.as_deref(),
                ..row
            };
            ask.objects.iter().map(at)
        });
        let unnamed = rule.waits_unnamed().then_some(Row {
            said: Said::Asked(None),
            count: rule.objects.manual,
            ..blank
        });
        found.chain(undecided).chain(asked).chain(unnamed).chain(rest(rule, blank))
    }
}

/// What of each object could not be judged, by why: the worst that it could come to, and the place where that is
/// said of the object as a whole.
struct Worst<'r>(HashMap<(&'r [Reason], Option<usize>), ByObject<'r>>);

/// The worst of each object by its id, and the fingerprint of the place of the object as a whole.
type ByObject<'r> = HashMap<&'r str, (Level, Option<&'r str>)>;

impl<'r> Worst<'r> {
    fn of(rule: &'r Prerequisite) -> Self {
        let mut all = Self(HashMap::new());
        for undecided in &rule.undecided {
            let objects = all.0.entry((&undecided.reasons, undecided.decision)).or_default();
            for place in &undecided.objects {
                let whole = place.element.is_empty().then_some(place.fingerprint.as_str());
                let (worst, at) = objects.entry(&place.object.id).or_insert((undecided.ceiling, None));
                if undecided.ceiling > *worst {
                    (*worst, *at) = (undecided.ceiling, None);
                }
                if undecided.ceiling == *worst {
                    *at = at.or(whole);
                }
            }
        }
        all
    }

    /// Which places count: what is not known of an object counts at its worst, and once where that is said of
    /// the object as a whole.
    fn counted(&self, undecided: &'r Undecided) -> impl Fn(&'r Occurrence) -> bool {
        let objects = self.0.get(&(undecided.reasons.as_slice(), undecided.decision));
        let ceiling = undecided.ceiling;
        move |place| {
            let worst = objects.and_then(|objects| objects.get(place.object.id.as_str())).copied();
            worst.is_none_or(|(worst, whole)| {
                ceiling == worst && whole.is_none_or(|whole| whole == place.fingerprint)
            })
        }
    }
}

/// Whether an outcome is a finding, an unknown or a question that nobody has decided.
pub fn is_open(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. } | Outcome::Manual)
}

/// What holds, what was not asked and what does not apply, by cluster; as a whole where the clusters are not told apart.
fn rest<'r>(rule: &'r Prerequisite, blank: Row<'r>) -> impl Iterator<Item = Row<'r>> {
    let whole = rule.by_cluster.is_empty().then_some((None, &rule.objects));
    let each = rule.by_cluster.iter().map(|part| (part.cluster.as_deref(), &part.objects));
    each.chain(whole).flat_map(move |(cluster, objects)| {
        let skipped = Row { said: Said::NotApplicable, cluster, count: objects.not_applicable, ..blank };
        let unasked = Row { said: Said::NotAsked, cluster, count: objects.not_asked, ..blank };
        let holds = Row { said: Said::Holds, cluster, count: objects.pass, ..blank };
        [skipped, unasked, holds].into_iter().filter(|row| row.count > 0)
    })
}

impl<'r> Row<'r> {
    /// What a rule says as a whole, by its title.
    pub fn whole(rule: &'r Prerequisite) -> Self {
        let said = Said::Asked(None);
        Self { rule, said, object: None, place: None, cluster: None, decision: None, count: 1 }
    }

    fn at(self, place: &'r Occurrence) -> Self {
        Self { object: Some(&place.object), place: Some(place), cluster: place.cluster.as_deref(), ..self }
    }

    /// Whether the baseline has it, as bad or worse.
    pub fn known(&self) -> bool {
        let asked = matches!(self.said, Said::Asked(Some(ask)) if ask.known);
        asked || self.place.is_some_and(|place| place.known)
    }

    /// What it is to those who count; `None` for a note, decided or not.
    pub fn outcome(&self) -> Option<Outcome> {
        let decided = self.decision.map(|decision| match decision.kind {
            DecisionKind::Attestation => Outcome::Attested,
            DecisionKind::Waiver => Outcome::Waived,
        });
        match self.said {
            Said::Found(Finding { level: Level::Note, .. })
            | Said::Undecided(Undecided { ceiling: Level::Note, .. }) => None,
            // Only a waiver is about what was found.
            Said::Found(finding) => {
                Some(decided.map_or(Outcome::reached(finding.level), |_| Outcome::Waived))
            }
            Said::Undecided(undecided) => {
                Some(decided.unwrap_or(Outcome::Unknown { ceiling: undecided.ceiling }))
            }
            Said::Asked(_) => Some(decided.unwrap_or(Outcome::Manual)),
            Said::NotApplicable => Some(Outcome::NotApplicable),
            Said::NotAsked => Some(Outcome::NotAsked),
            Said::Holds => Some(Outcome::Pass),
        }
    }

    /// What it says, in one word.
    pub fn word(&self) -> Word {
        match (self.outcome(), self.said) {
            (Some(outcome), _) => outcome.word(),
            (None, Said::Undecided(_)) => Word::Unknown,
            (None, _) => Word::Note,
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

    /// The objects of the finding or question behind the row, each once.
    pub fn objects(&self) -> Vec<&'r Object> {
        let mut objects: Vec<&'r Object> = match self.said {
            Said::Found(finding) => finding.objects.iter().map(|place| &place.object).collect(),
            Said::Undecided(undecided) => undecided.objects.iter().map(|place| &place.object).collect(),
            Said::Asked(Some(ask)) => ask.objects.iter().map(|asked| &asked.object).collect(),
            Said::Asked(None) | Said::NotApplicable | Said::NotAsked | Said::Holds => Vec::new(),
        };
        let mut seen = HashSet::new();
        objects.retain(|object| seen.insert((object.kind, &object.id)));
        objects
    }
}
