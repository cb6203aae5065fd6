//! What judging a rule yields, before it is folded into a prerequisite.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::decided::Used;
use super::rows::At;
use crate::report::{Asked, Evidence, Level, NamedEvidence, Outcome, Shown, Tally};
use crate::rules::{Finding, Remedy};
use crate::schema::{Reasons, Unknown};
use crate::terms::Subject;

/// Hosts and VMs whose values are shown, and skipped objects that are named.
pub const EXAMPLES: usize = 5;

/// A remedy with the values of its arguments.
#[derive(Clone, Debug)]
pub struct Filled {
    /// The remedy.
    pub remedy: Arc<Remedy>,
    /// Its arguments by name.
    pub args: NamedEvidence,
}

/// What can be done about a finding at one place.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Fingerprint of the place.
    pub fingerprint: String,
    /// What has to be done, all of it.
    pub remedies: Vec<Filled>,
}

/// Where something was found, before it is folded.
#[derive(Clone, Debug)]
pub struct Spot {
    /// Kind of the object judged.
    pub subject: Subject,
    /// Its position; `None` for the vCenter.
    pub at: usize,
    /// The element, as people read it; empty for the object itself.
    pub element: String,
    /// Key of the element; empty for the object itself.
    pub key: String,
    /// Identity of the element when that is an object of its own.
    pub element_at: Option<At>,
}

impl Spot {
    /// The objects that a person can name to mean this place.
    pub fn objects(&self) -> Vec<At> {
        self.element_at.into_iter().chain([(self.subject, self.at)]).collect()
    }

    /// The object judged itself.
    pub fn object(subject: Subject, at: usize) -> Self {
        Self { subject, at, element: String::new(), key: String::new(), element_at: None }
    }
}

/// A finding that is true somewhere.
pub struct Hit<'a> {
    /// The finding.
    pub finding: &'a Finding,
    /// Its level here.
    pub level: Level,
    /// Its evidence, in the order of the finding.
    pub evidence: Vec<Evidence>,
    /// Names of the hosts it concerns.
    pub blocks: Vec<String>,
    /// Where.
    pub spot: Spot,
    /// The waiver that accepts it.
    pub decision: Option<usize>,
    /// What can be done about it, where that is asked for.
    pub remedies: Vec<Filled>,
}

/// A question that stayed open for want of data.
pub struct Doubt {
    /// Worst level it could reach.
    pub ceiling: Level,
    /// Why.
    pub why: Unknown,
    /// Where.
    pub spot: Spot,
    /// What a person said instead.
    pub decision: Option<usize>,
}

/// A question to a person.
pub struct Query {
    /// About what.
    pub object: Asked,
    /// The question is not the rule's own, but which VM is the application's.
    pub which_app: bool,
    /// The answer.
    pub decision: Option<usize>,
}

/// What judging subjects yields.
#[derive(Default)]
pub struct Found<'a> {
    /// Subjects by outcome, for each cluster by its position; `None` = in no cluster.
    pub counted: BTreeMap<Option<usize>, Counted>,
    /// True findings.
    pub hits: Vec<Hit<'a>>,
    /// Undecided ones.
    pub doubts: Vec<Doubt>,
    /// Their reasons, each kept once: thousands of VMs may wait for the same hosts.
    reasons: Reasons,
    /// Skipped subjects by position among the rule's gates: how many, and the first few.
    pub skipped: BTreeMap<usize, (usize, Vec<usize>)>,
    /// Questions to a person.
    pub asked: Vec<Query>,
    /// Entries of the decisions file that had a use.
    pub used: Used,
    /// Values shown.
    pub shown: Vec<Shown>,
    /// Objects that were looked at, and elements of their lists.
    pub judged: usize,
}

/// Outcomes that were counted.
#[derive(Clone, Copy, Debug)]
pub struct Counted {
    /// Subjects by outcome.
    pub objects: Tally,
    /// The worst of them.
    pub worst: Outcome,
}

impl Counted {
    fn one(outcome: Outcome) -> Self {
        let mut objects = Tally::default();
        objects.add(outcome);
        Self { objects, worst: outcome }
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self { objects: self.objects.and(other.objects), worst: self.worst.worst(other.worst) }
    }
}

impl Found<'_> {
    /// Counts a subject in a cluster.
    pub fn count(&mut self, cluster: Option<usize>, outcome: Outcome) {
        self.tally(cluster, Counted::one(outcome));
    }

    /// Weighs what a question came to: it is no object, so that it counts among none.
    pub fn weigh(&mut self, cluster: Option<usize>, outcome: Outcome) {
        self.tally(cluster, Counted { objects: Tally::default(), worst: outcome });
    }

    fn tally(&mut self, cluster: Option<usize>, counted: Counted) {
        self.counted.entry(cluster).and_modify(|so_far| *so_far = so_far.and(counted)).or_insert(counted);
    }

    /// Notes that a gate, by its position among the rule's, is closed for a subject.
    pub fn skip(&mut self, gate: usize, at: usize) {
        let skipped = self.skipped.entry(gate).or_default();
        skipped.0 += 1;
        if skipped.1.len() < EXAMPLES {
            skipped.1.push(at);
        }
    }

    /// Notes a question that stayed open.
    pub fn doubt(&mut self, doubt: Doubt) {
        let why = self.reasons.once(doubt.why);
        self.doubts.push(Doubt { why, ..doubt });
    }

    /// Adds what later subjects yielded.
    pub fn append(&mut self, mut later: Self) {
        for (cluster, counted) in later.counted {
            self.tally(cluster, counted);
        }
        self.hits.append(&mut later.hits);
        self.doubts.append(&mut later.doubts);
        for (gate, (count, mut examples)) in later.skipped {
            let here = self.skipped.entry(gate).or_default();
            here.0 += count;
            here.1.append(&mut examples);
            here.1.truncate(EXAMPLES);
        }
        self.asked.append(&mut later.asked);
        for (entry, places) in later.used {
            *self.used.entry(entry).or_default() += places;
        }
        self.shown.append(&mut later.shown);
        self.judged += later.judged;
    }
}
