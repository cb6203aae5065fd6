//! The real binary against each state of the simulated vCenter: every rule must answer as the
//! scenario's table says, and every rule the table does not name must answer as on the healthy cluster.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use common::{Run, Vcsim};
use libtest_mimic::{Arguments, Failed, Trial};
use serde::Deserialize;
use serde_json::Value;
use vpreflight::cases::Suite;
use vpreflight::rules::possible;
use vpreflight::terms::Severity;

/// A scenario as the simulator lists it.
#[derive(Clone, Deserialize)]
struct Scenario {
    name: String,
    about: String,
    judged: bool,
    /// Flags of the run, besides those that name the server.
    #[serde(default)]
    flags: Vec<String>,
    expect: BTreeMap<String, Expect>,
}

/// What one rule must answer.
#[derive(Clone, Deserialize)]
struct Expect {
    /// Outcome, or several joined by `|`.
    outcome: String,
    /// The objects that carry it; empty = not compared.
    #[serde(default)]
    objects: Vec<String>,
    /// Words its findings or reasons must contain.
    #[serde(default)]
    mentions: Vec<String>,
}

fn main() {
    let arguments = Arguments::from_args();
    let listed =
        Command::new(common::simulator()).arg("-list").output().expect("the simulator lists its scenarios");
    let scenarios: Vec<Scenario> = serde_json::from_slice(&listed.stdout).expect("the list of scenarios");
    let mut trials: Vec<Trial> = scenarios
        .iter()
        .filter(|scenario| scenario.judged)
        .cloned()
        .map(|scenario| Trial::test(scenario.name.clone(), move || judge(&scenario)))
        .collect();
    trials.push(Trial::test("saved-inventory-gives-the-same-report", saved_inventory));
    trials.push(Trial::test("every-rule-finds-fault-somewhere", move || every_rule_finds_fault(&scenarios)));
    libtest_mimic::run(&arguments, trials).exit();
}

/// The healthy cluster's report, made once.
fn healthy() -> &'static Value {
    static REPORT: OnceLock<Value> = OnceLock::new();
    REPORT.get_or_init(|| Vcsim::start("healthy").check(&[]).report())
}

/// Runs one scenario and compares rule by rule; all differences are told at once.
fn judge(scenario: &Scenario) -> Result<(), Failed> {
    let server = Vcsim::start(&scenario.name);
    let flags: Vec<&str> = scenario.flags.iter().map(String::as_str).collect();
    let run = server.check(&flags);
    run.keeps_secret(&server.at.password);
    let report = run.report();
    let mut wrong = Vec::new();

    let baseline = outcomes(healthy());
    let found = outcomes(&report);
    for (rule, outcome) in &found {
        match scenario.expect.get(rule) {
            Some(expect) => compare(&report, rule, expect, outcome, &mut wrong),
            None if scenario.name == "healthy" => {
                wrong.push(format!("{rule} is {outcome}, and the table of the healthy cluster lacks it"));
            }
            None => {
                let before = baseline.get(rule).map_or("absent", String::as_str);
                let wanted = consequence(&scenario.name, rule).unwrap_or(before);
                if outcome != wanted {
                    wrong.push(format!("{rule} is {outcome}, was {wanted}: {}", words_of(&report, rule)));
                }
            }
        }
    }
    for rule in scenario.expect.keys().filter(|rule| !found.contains_key(*rule)) {
        wrong.push(format!("{rule} is not in the report"));
    }
    exit_code(&run, &report, &mut wrong);
    server_side(&server, scenario, &mut wrong);
    if wrong.is_empty() {
        return Ok(());
    }
    Err(format!("{}:\n  {}\n{}", scenario.about, wrong.join("\n  "), run.stderr).into())
}

/// What scenarios change besides what they are about, by scenario and rule: an empty cluster has no
/// resources to spare either. Each entry has been judged by hand; one that no longer comes true fails
/// its scenario.
fn consequences() -> &'static BTreeMap<String, BTreeMap<String, String>> {
    static TABLE: OnceLock<BTreeMap<String, BTreeMap<String, String>>> = OnceLock::new();
    TABLE.get_or_init(|| {
        serde_json::from_str(include_str!("scenarios.consequences.json")).expect("a readable table")
    })
}

fn consequence(scenario: &str, rule: &str) -> Option<&'static str> {
    consequences().get(scenario)?.get(rule).map(String::as_str)
}

/// Prerequisites whose worst outcome no scenario shows, with the reason.
const NOT_SHOWN: [(&str, &str); 8] = [
    ("client-internet-access", "about the machine that the program runs on: tests/people.rs"),
    ("client-min-hardware", "about the machine that the program runs on: its cases"),
    ("client-on-windows", "about the machine that the program runs on: its cases"),
    ("client-reaches-hosts", "about the machine that the program runs on: its cases"),
    ("client-reaches-vcenter", "a vCenter that is not reached gives no report"),
    ("target-resource-pool", "the simulator cannot list a cluster without its root pool"),
    (
        "vcenter-min-hardware",
        "the simulator is reached by a loopback address, which tells of no VM: its cases",
    ),
    ("vcenter-version", "a server older than 4.0 is refused before anything is read"),
];

/// Each prerequisite that the program can find fault with does so in some scenario: with its worst
/// outcome under the usual reading.
fn every_rule_finds_fault(scenarios: &[Scenario]) -> Result<(), Failed> {
    let mut shown = BTreeSet::new();
    for scenario in scenarios.iter().filter(|scenario| scenario.judged) {
        let expected = scenario.expect.iter().map(|(rule, expect)| (rule.as_str(), expect.outcome.as_str()));
        shown.extend(expected);
        if let Some(others) = consequences().get(&scenario.name) {
            shown.extend(others.iter().map(|(rule, outcome)| (rule.as_str(), outcome.as_str())));
        }
    }
    let suite = Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"))
        .map_err(|error| error.to_string())?;
    let mut wrong = Vec::new();
    for rule in suite.catalogue.rules.iter().filter(|rule| rule.severity == Severity::Required) {
        let outcomes = possible(rule);
        let Some(worst) = ["fail", "warn"].into_iter().find(|word| outcomes.contains(word)) else { continue };
        let (is_shown, excused) =
            (shown.contains(&(rule.id.as_str(), worst)), NOT_SHOWN.iter().any(|(id, _)| *id == rule.id));
        if is_shown == excused {
            wrong.push(format!(
                "{}: {worst} is {}",
                rule.id,
                if excused { "shown after all" } else { "never shown" }
            ));
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n").into()) }
}

/// Outcome in words by rule.
fn outcomes(report: &Value) -> BTreeMap<String, String> {
    prerequisites(report).map(|rule| (text(&rule["id"]), outcome_word(&rule["outcome"]))).collect()
}

fn prerequisites(report: &Value) -> impl Iterator<Item = &Value> {
    report["prerequisites"].as_array().expect("prerequisites").iter()
}

fn outcome_word(outcome: &Value) -> String {
    match (text(&outcome["is"]).as_str(), text(&outcome["ceiling"]).as_str()) {
        ("unknown", "fail") => "unknown".to_owned(),
        ("unknown", ceiling) => format!("unknown-{ceiling}"),
        (word, _) => word.to_owned(),
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn rule<'a>(report: &'a Value, id: &str) -> &'a Value {
    prerequisites(report).find(|rule| rule["id"] == id).expect("the rule is in the report")
}

/// What a rule found or could not decide, as one text.
fn words_of(report: &Value, id: &str) -> String {
    let rule = rule(report, id);
    format!("{} {}", rule["findings"], rule["undecided"])
}

/// One rule against its table.
fn compare(report: &Value, id: &str, expect: &Expect, outcome: &str, wrong: &mut Vec<String>) {
    if !expect.outcome.split('|').any(|word| word == outcome) {
        wrong.push(format!("{id} is {outcome}, not {}: {}", expect.outcome, words_of(report, id)));
        return;
    }
    if !expect.objects.is_empty() {
        let wanted: BTreeSet<String> = expect.objects.iter().cloned().collect();
        let named = objects(rule(report, id), outcome);
        if named != wanted {
            wrong.push(format!("{id} names {named:?}, not {wanted:?}"));
        }
    }
    let said = words_of(report, id);
    for word in &expect.mentions {
        // Names come back as JSON text; compare them in that form.
        let quoted = Value::from(word.as_str()).to_string();
        if !said.contains(quoted.trim_matches('"')) {
            wrong.push(format!("{id} does not mention {word}: {said}"));
        }
    }
}

/// Names of the objects that carry an outcome.
fn objects(rule: &Value, outcome: &str) -> BTreeSet<String> {
    let (list, field, level) = match outcome {
        "fail" => ("findings", "level", "fail"),
        "warn" => ("findings", "level", "warn"),
        "unknown" => ("undecided", "ceiling", "fail"),
        "unknown-warn" => ("undecided", "ceiling", "warn"),
        _ => return BTreeSet::new(),
    };
    let entries = rule[list].as_array().into_iter().flatten();
    entries
        .filter(|entry| entry[field] == level)
        .flat_map(|entry| entry["objects"].as_array().into_iter().flatten())
        .map(|occurrence| text(&occurrence["object"]["name"]))
        .collect()
}

/// The exit code follows from the outcomes of the required rules, and report and process agree.
fn exit_code(run: &Run, report: &Value, wrong: &mut Vec<String>) {
    let required: Vec<String> = prerequisites(report)
        .filter(|rule| rule["severity"] == "required")
        .map(|rule| outcome_word(&rule["outcome"]))
        .collect();
    let wanted = match () {
        () if required.iter().any(|word| word == "fail") => 1,
        () if required.iter().any(|word| word == "unknown") => 3,
        () => 0,
    };
    if run.code != wanted || report["exit_code"] != wanted {
        wrong.push(format!("exit code {}, in the report {}, not {wanted}", run.code, report["exit_code"]));
    }
}

/// The client logged out, called nothing it must not, and asked an old server for nothing new.
fn server_side(server: &Vcsim, scenario: &Scenario, wrong: &mut Vec<String>) {
    let minutes = server.minutes();
    for violation in &minutes.violations {
        wrong.push(format!("the client misbehaved: {violation}"));
    }
    let count = |method: &str| minutes.calls.get(method).copied().unwrap_or(0);
    if count("Login") != 1 || count("Logout") != 1 {
        wrong.push(format!("{} logins and {} logouts", count("Login"), count("Logout")));
    }
    if scenario.name == "gzip" && minutes.compressed == 0 {
        wrong.push("no answer was compressed".to_owned());
    }
    if scenario.name == "paging" && count("ContinueRetrievePropertiesEx") == 0 {
        wrong.push("nothing was paged".to_owned());
    }
}

/// `collect` and then `check --inventory` say what `check` says of the server itself.
fn saved_inventory() -> Result<(), Failed> {
    for scenario in ["healthy", "vm-disks-on-shared-storage.local", "denied-config-network", "hostile-names"]
    {
        let server = Vcsim::start(scenario);
        let live = server.check(&[]);
        let file = server.files.path().join("inventory.json").display().to_string();
        let mut flags = common::words(&["collect", "-o", &file]);
        flags.extend(server.connection());
        let collected = common::run(&flags, &[]);
        if collected.code != 0 {
            return Err(format!("collect ends with {}:\n{}", collected.code, collected.stderr).into());
        }
        let saved = std::fs::read(&file)?;
        if String::from_utf8_lossy(&saved).contains(&server.at.password) {
            return Err("the password is in the saved inventory".into());
        }
        let check = common::words(&["check", "--format", "json", "--lang", "en", "--inventory", &file]);
        let again = common::run(&check, &[]);
        if again.stdout != common::run(&check, &[]).stdout {
            return Err(format!("{scenario}: two checks of one file differ").into());
        }
        let (live_report, saved_report) = (live.report(), again.report());
        for part in
            ["prerequisites", "tally", "advisory_tally", "verdict", "exit_code", "clusters", "vcenter"]
        {
            if live_report[part] != saved_report[part] {
                return Err(format!(
                    "{scenario}: {part} differs:\n{}\n{}",
                    live_report[part], saved_report[part]
                )
                .into());
            }
        }
        if live.code != again.code {
            return Err(format!("{scenario}: exit codes {} and {}", live.code, again.code).into());
        }
    }
    Ok(())
}
