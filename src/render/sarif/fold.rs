//! Rows put together to results: by object; by cluster, or as a whole, for the rules with the most of
//! them, where all would be more than code scanning takes.

use std::collections::{HashMap, HashSet};

use sha2::{Digest, Sha256};

use crate::report::rows::{Row, Rows, Word};
use crate::report::{Object, ObjectKind};
use crate::terms::hex;

/// One result for each object.
pub const PER_OBJECT: u8 = 0;
/// One result for each cluster.
pub const PER_CLUSTER: u8 = 1;
/// One result for all.
pub const PER_RULE: u8 = 2;

/// Rows of one rule and outcome that are one result. There is always one.
pub struct Group<'r> {
    /// Position of the rule in the report.
    pub rule: usize,
    /// How far they are put together.
    pub level: u8,
    /// The rows.
    pub rows: Vec<Row<'r>>,
}

impl<'r> Group<'r> {
    /// Each object once.
    pub fn objects(&self) -> Vec<&'r Object> {
        let mut seen = HashSet::new();
        let objects = self.rows.iter().filter_map(|row| row.object);
        objects.filter(|object| seen.insert((object.kind, &object.id))).collect()
    }
}

/// What rows of one result have in common: outcome, entry of the decisions file, object, cluster.
type Alike<'r> = (Word, Option<usize>, Option<(ObjectKind, &'r str)>, Option<&'r str>);

/// The results of a report, worst first, and no more than `most` (unless it has more rules than that).
pub fn groups<'r>(all: &Rows<'r>, most: usize) -> Vec<Group<'r>> {
    let rules = rows_by_rule(all);
    let mut folded: Vec<Vec<Group<'r>>> =
        rules.iter().enumerate().map(|(rule, rows)| fold(rule, rows, PER_OBJECT)).collect();
    for level in [PER_CLUSTER, PER_RULE] {
        let mut total: usize = folded.iter().map(Vec::len).sum();
        let mut largest: Vec<usize> = (0..folded.len()).collect();
        largest.sort_by_key(|rule| std::cmp::Reverse(folded.get(*rule).map_or(0, Vec::len)));
        for rule in largest {
            let (Some(groups), Some(rows)) = (folded.get_mut(rule), rules.get(rule)) else { continue };
            if total <= most {
                break;
            }
            total -= groups.len();
            *groups = fold(rule, rows, level);
            total += groups.len();
        }
    }
    let mut groups: Vec<Group<'r>> = folded.into_iter().flatten().collect();
    groups.sort_by_key(|group| group.rows.iter().map(|row| (all.standing(row), row.word())).min());
    groups
}

/// The rows of each rule that name what is not plainly fine.
fn rows_by_rule<'r>(all: &Rows<'r>) -> Vec<Vec<Row<'r>>> {
    let places: HashMap<&str, usize> =
        all.report.prerequisites.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at)).collect();
    let mut rules = vec![Vec::new(); all.report.prerequisites.len()];
    for row in
        all.iter().filter(|row| !matches!(row.word(), Word::Pass | Word::NotAsked | Word::NotApplicable))
    {
        let rule = places.get(row.rule.id.as_str()).and_then(|at| rules.get_mut(*at));
        if let Some(rows) = rule {
            rows.push(row);
        }
    }
    rules
}

fn fold<'r>(rule: usize, rows: &[Row<'r>], level: u8) -> Vec<Group<'r>> {
    let mut places: HashMap<Alike<'r>, usize> = HashMap::new();
    let mut groups: Vec<Group<'r>> = Vec::new();
    for row in rows {
        let object = row.object.map(|object| (object.kind, object.id.as_str()));
        let decision = row.decision.map(|entry| entry.line);
        let alike = match level {
            PER_OBJECT => (row.word(), decision, object, row.cluster),
            PER_CLUSTER => (row.word(), decision, None, row.cluster),
            _ => (row.word(), None, None, None),
        };
        let at = *places.entry(alike).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.rows.push(*row),
            None => groups.push(Group { rule, level, rows: vec![*row] }),
        }
    }
    groups
}

/// The first half of a SHA-256 over the parts, each ended by a zero byte, in hexadecimal.
pub fn hash(parts: [&str; 5]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part);
        hasher.update([0]);
    }
    hex(hasher.finalize().get(..16).unwrap_or_default())
}
