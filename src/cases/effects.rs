//! Holds remedies to what they promise: where a case raises a finding that has one, all of them are done to the
//! case's inventory in memory, and it is judged again.

use std::collections::{BTreeMap, BTreeSet};

use super::check::question;
use super::parse::Case;
use crate::inventory::Inventory;
use crate::plan::{Outlook, Place, Proposed, collect};
use crate::preflight::{self, Question, Scoped};
use crate::report::Level;
use crate::rules::{Catalogue, Effect, Rule};

/// What remedies of a case's findings do not keep of what they promise.
///
/// Every remedy whose effect is told must clear what it is for, together with the others of the same finding, and
/// bring up no fail of any rule that the case does not name in `raises`.
pub fn broken(inventory: &Inventory, catalogue: &Catalogue, rule: &Rule, case: &Case) -> Vec<String> {
    match tried(inventory, catalogue, rule, case) {
        Ok(tried) => tried.problems,
        Err(why) => vec![why],
    }
}

/// What trying the remedies of a case came to.
#[derive(Debug, Default)]
pub struct Tried {
    /// Remedies that were proved, as `file/remedy`, each with the findings that it cleared, as `rule/finding`.
    pub proved: BTreeMap<String, BTreeSet<String>>,
    /// What they do not keep.
    pub problems: Vec<String>,
}

/// Tries the remedies of a case.
///
/// # Errors
/// When the case cannot be judged.
pub fn tried(
    inventory: &Inventory,
    catalogue: &Catalogue,
    rule: &Rule,
    case: &Case,
) -> Result<Tried, String> {
    if rule.findings().iter().all(|finding| finding.cures.is_empty()) {
        return Ok(Tried::default());
    }
    let mut only = catalogue.only(rule);
    if !case.given.profile.is_empty() {
        only.profiles.clone_from(&case.given.profile);
    }
    let asked = Question { curing: true, ..question(case, &only) };
    let run = preflight::judge_whole(&asked, inventory).map_err(|error| error.to_string())?;
    let cured: BTreeSet<&str> = run.proposals.iter().map(|one| one.fingerprint.as_str()).collect();
    let actions = collect(&run.proposals, &cured);
    let provable = |action: &&Proposed| matches!(action.remedy.effect, Effect::Changes(_));
    if !actions.iter().any(|action| provable(&action)) {
        return Ok(Tried::default());
    }
    // What it would bring up may be told by any rule.
    let mut all = catalogue.select(&["full".to_owned()]).map_err(|error| error.to_string())?;
    all.profiles.clone_from(&only.profiles);
    let asked = question(case, &all);
    let scoped = Scoped::whole(inventory.clone());
    let before = preflight::judge(&asked, &scoped).map_err(|error| error.to_string())?;
    let mut outlook = Outlook::new(&asked, &scoped, before.report).map_err(|why| why.en)?;
    let start = outlook.found.clone();
    let mut tried = Tried::default();
    for action in actions.iter().filter(provable) {
        if let Err(why) = outlook.act(action) {
            let name = named(action);
            tried.problems.push(format!("the remedy {name} cannot be done: {}", why.text().en));
        }
    }
    let step = outlook.judge().map_err(|why| why.en)?;
    for action in actions.iter().filter(provable) {
        for place in &action.findings {
            let Some(found) = start.get(place) else { continue };
            // What has a part that cannot be told is not all done.
            let rest = |other: &&Proposed| !provable(other) && other.findings.contains(place);
            match outlook.found.contains_key(place) {
                false => {
                    let cleared = tried.proved.entry(named(action)).or_default();
                    cleared.insert(format!("{}/{}", found.rule, found.finding));
                }
                true if actions.iter().any(|other| rest(&other)) => {}
                true => tried.problems.push(format!(
                    "the remedy {} does not clear {}: {}",
                    named(action),
                    found.finding,
                    found.message.text().en
                )),
            }
        }
    }
    let unforeseen = |place: &&Place| {
        let name = format!("{}/{}", place.rule, place.finding);
        place.level == Level::Fail && !case.raises.contains(&name)
    };
    for place in step.new.iter().filter(unforeseen) {
        tried.problems.push(format!(
            "the remedies bring up {}/{} at {}: {}",
            place.rule,
            place.finding,
            place.object.name,
            place.message.text().en
        ));
    }
    Ok(tried)
}

fn named(action: &Proposed) -> String {
    let remedy = &action.remedy;
    let file = if remedy.rule.is_empty() { "remedies" } else { &remedy.rule };
    format!("{file}/{}", remedy.name)
}
