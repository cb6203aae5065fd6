//! The teams of a plan: of its actions, and of the findings that they are for.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::plan::Plan;
use crate::render::Planned;
use crate::terms::Team;

/// The value of what no team is known for.
const NOBODY: &str = "none";

/// The value of a team for the filter.
pub(super) fn key(team: Option<Team>) -> &'static str {
    team.map_or(NOBODY, Team::name)
}

/// The teams of findings, by fingerprint.
pub(super) fn by_fingerprint(planned: Planned<'_>) -> HashMap<&str, BTreeSet<&'static str>> {
    let mut teams: HashMap<&str, BTreeSet<&'static str>> = HashMap::new();
    let Planned::Made(plan) = planned else { return teams };
    for action in &plan.actions {
        for place in action.findings.iter().chain(&action.clears) {
            teams.entry(place.fingerprint.as_str()).or_default().insert(key(action.team));
        }
    }
    teams
}

/// The teams with the number of their actions, in the order of teams; what nobody is known for comes last.
pub(super) fn counts(plan: &Plan) -> Vec<(Option<Team>, usize)> {
    let mut counts: BTreeMap<Option<Team>, usize> = BTreeMap::new();
    for action in &plan.actions {
        *counts.entry(action.team).or_default() += 1;
    }
    let mut counts: Vec<(Option<Team>, usize)> = counts.into_iter().collect();
    counts.sort_by_key(|(team, _)| team.is_none());
    counts
}
