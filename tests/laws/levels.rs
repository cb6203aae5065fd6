//! The level of a finding follows what will happen.

use serde_json::Value;
use vpreflight::facts;
use vpreflight::inventory::Inventory;
use vpreflight::report::{Level, Outcome, Reading};

use super::{Answer, over_all_states};

fn weight(outcome: Outcome) -> usize {
    match outcome {
        Outcome::Fail => 4,
        Outcome::Unknown { ceiling: Level::Fail } => 3,
        Outcome::Warn | Outcome::Unknown { .. } => 2,
        Outcome::Manual | Outcome::Waived | Outcome::Attested | Outcome::NotAsked => 1,
        Outcome::Pass | Outcome::NotApplicable => 0,
    }
}

#[test]
fn what_fails_in_practice_fails_by_the_letter() {
    over_all_states(1_300, |state| {
        let read = |reading| state.answer(&state.inventory, |question| question.reading = reading);
        let (practice, letter) = (read(Reading::Practice)?, read(Reading::Literal)?);
        let lost: Vec<_> = practice
            .findings
            .keys()
            .filter(|(_, level, _)| *level == Level::Fail)
            .filter(|found| !letter.findings.contains_key(*found))
            .collect();
        let milder = weight(letter.outcome) < weight(practice.outcome);
        let how = || format!("{lost:?} lost, {:?} became {:?}", practice.outcome, letter.outcome);
        Some(if lost.is_empty() && !milder { Ok(()) } else { Err(how()) })
    });
}

/// Whether HA certainly restarts some VM nowhere: known to find no place whatever moves.
fn stranded(inventory: &Value) -> bool {
    let inventory: Inventory = serde_json::from_value(inventory.clone()).unwrap();
    let facts = facts::build(&inventory);
    let lost = |loss: &facts::LossFacts| loss.stranded == Ok(true);
    facts.clusters.iter().any(|cluster| cluster.losses.items.iter().any(lost))
}

#[test]
fn a_vm_that_certainly_finds_no_host_fails_the_cluster() {
    over_all_states(5, |state| {
        if state.rule.id != "cluster-sufficient-resources" || !stranded(&state.inventory) {
            return None;
        }
        let answer: Answer = state.answer(&state.inventory, |_| ())?;
        let fails = matches!(answer.outcome, Outcome::Fail | Outcome::NotApplicable);
        Some(if fails { Ok(()) } else { Err(format!("{:?}", answer.outcome)) })
    });
}
