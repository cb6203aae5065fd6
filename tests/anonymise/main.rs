//! An inventory that is made anonymous says of every rule what it said before, and nothing of its site: over each
//! state of the simulated vCenter, over the inventory of each case of a rule, and with secrets in each of its texts.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod command;
#[path = "../common/mod.rs"]
mod common;
mod said;
mod secrets;

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use common::{Vcsim, run, words};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use vpreflight::anonymise::{Key, anonymise};
use vpreflight::cases::{self, Suite};
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question};
use vpreflight::rules::Selected;
use vpreflight::sources::saved_file;

/// A scenario as the simulator lists it.
#[derive(Clone, Deserialize)]
struct Scenario {
    name: String,
    judged: bool,
    #[serde(default)]
    flags: Vec<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let suite = Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"));
    let suite = Arc::new(suite.unwrap_or_else(|error| panic!("{error}")));
    let listed =
        Command::new(common::simulator()).arg("-list").output().expect("the simulator lists its scenarios");
    let scenarios: Vec<Scenario> = serde_json::from_slice(&listed.stdout).expect("the list of scenarios");
    let mut trials = command::trials();
    trials.extend(scenarios.into_iter().filter(|scenario| scenario.judged).map(|scenario| {
        let suite = Arc::clone(&suite);
        Trial::test(format!("scenario {}", scenario.name), move || of_scenario(&suite, &scenario))
    }));
    for (at, file) in suite.files.iter().enumerate() {
        let own = Arc::clone(&suite);
        trials.push(Trial::test(format!("cases of {}", file.rule), move || of_cases(&own, at)));
    }
    let own = Arc::clone(&suite);
    trials.push(Trial::test("secrets are found nowhere", move || secrets::are_found_nowhere(&own)));
    let own = Arc::clone(&suite);
    trials.push(Trial::test("hostile texts do no harm", move || secrets::do_no_harm(&own)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// The key of these tests.
pub fn key() -> Key {
    Key::parse("a key for the tests of anonymising").unwrap()
}

/// Every rule there is.
pub fn selected(suite: &Suite) -> Selected<'_> {
    suite.catalogue.select(&["full".to_owned()]).unwrap_or_else(|error| panic!("{error}"))
}

/// What all rules say before and after; `said` says how they differ.
fn holds(question: &Question<'_>, inventory: &Inventory) -> Result<(), String> {
    let (other, mapping) = anonymise(inventory.clone(), &key()).map_err(|error| error.to_string())?;
    let mapping = serde_json::to_value(&mapping).map_err(|error| error.to_string())?;
    let shift = mapping["shift_s"].as_i64().expect("seconds");
    let mut asked = question.clone();
    for time in [&mut asked.stated.installed_at, &mut asked.stated.installed_until].into_iter().flatten() {
        *time = jiff::Timestamp::from_second(time.as_second() + shift).expect("a time");
    }
    // What is said of objects by name is said of others afterwards, as the documents tell: by id it is not.
    if let Some(name) = &question.stated.lms_vm {
        let named = inventory.vms.iter().find(|vm| vm.name.known().is_some_and(|own| own == name));
        asked.stated.lms_vm = named.map(|vm| vm.id.to_string()).or_else(|| Some(name.clone()));
    }
    let before = preflight::judge_whole(question, inventory);
    let after = preflight::judge_whole(&asked, &other);
    match (before, after) {
        (Ok(before), Ok(after)) => said::same(&before.report, &after.report),
        (Err(_), Err(_)) => Ok(()),
        (Ok(_), Err(error)) => Err(format!("only afterwards: {error}")),
        (Err(error), Ok(_)) => Err(format!("only before: {error}")),
    }
}

fn of_scenario(suite: &Suite, scenario: &Scenario) -> Result<(), Failed> {
    let server = Vcsim::start(&scenario.name);
    let file = server.files.path().join("inventory.json");
    let mut flags = words(&["collect", "-o", &file.display().to_string(), "--call-timeout", "20"]);
    flags.extend(server.connection());
    let collected = run(&flags, &[]);
    if collected.code != 0 {
        return Err(format!("collect ends with {}: {}", collected.code, collected.stderr).into());
    }
    let inventory = saved_file::read(&file).map_err(|error| error.to_string())?;
    let all = selected(suite);
    let mut question = Question::of(&all);
    let mut flags = scenario.flags.iter();
    while let Some(flag) = flags.next() {
        let value = flags.next().cloned();
        match flag.as_str() {
            "--lms-vm" => question.stated.lms_vm = value,
            "--installed-at" => {
                question.stated.installed_at = value.map(|time| time.parse().expect("a time"))
            }
            other => return Err(format!("what becomes of {other}?").into()),
        }
    }
    holds(&question, &inventory).map_err(Into::into)
}

fn of_cases(suite: &Suite, at: usize) -> Result<(), Failed> {
    let mut wrong = Vec::new();
    for case in &suite.files[at].cases {
        // Decisions name objects by their names, and times of theirs are not in the inventory.
        if !case.entries.is_empty() || case.changes.iter().any(|change| change.times > 50) {
            continue;
        }
        let inventory = suite.inventory(case).map_err(|error| error.to_string())?;
        let mut all = selected(suite);
        if !case.given.profile.is_empty() {
            all.profiles.clone_from(&case.given.profile);
        }
        if let Err(how) = holds(&cases::question(case, &all), &inventory) {
            wrong.push(format!("{}: {how}", case.name));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}
