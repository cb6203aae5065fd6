#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod doubts;
mod listed;
mod told;
mod whole;

use std::sync::Arc;

use serde_json::{Value, json};

use super::*;
use crate::decisions::Decisions;
use crate::inventory::patch::{self, Change};
use crate::report::{Level, Outcome, Verdict};
use crate::rules::{Catalogue, Files, base_inventory};
use crate::terms::Reading;

const GATES: &str = r#"
[[gate]]
name = "template"
subject = "vm"
default = true
when = "vm.template"
because = { en = "template", ja = "テンプレート" }

[[gate]]
name = "agent"
subject = "vm"
default = true
when = "vm.managed_by != ''"
because = { en = "agent", ja = "エージェント" }

[[gate]]
name = "ha-off"
subject = "cluster"
when = "!cluster.ha.enabled"
because = { en = "off", ja = "オフ" }

[[gate]]
name = "vm-off"
subject = "vm"
when = "vm.power != 'on'"
literal = "off"
because = { en = "off", ja = "オフ" }
"#;

/// A rule `x` from its subject and the rest of its file.
fn catalogue(subject: &str, rest: &str) -> Catalogue {
    let rule = format!(
        r#"
            id = "x"
            subject = "{subject}"
            area = "both"
            title = {{ en = "Title", ja = "題名" }}
            fix = {{ en = "Fix", ja = "修正" }}
            source = {{ heading = "要件", demand = {{ en = "Demand", ja = "要求" }} }}
            {rest}
        "#
    );
    let files = vec![("x.toml".to_owned(), rule), ("gates.toml".to_owned(), GATES.to_owned())];
    Catalogue::load(&[Files { origin: "test".into(), files }], &crate::facts::roots()).unwrap()
}

fn finding(rest: &str) -> String {
    format!("[[finding]]\nname = \"f\"\nmessage = {{ en = \"m\", ja = \"文\" }}\n{rest}\n")
}

fn report(catalogue: &Catalogue, changes: Value, reading: Reading) -> Report {
    let base: Value = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let changes: Vec<Change> = serde_json::from_value(changes).unwrap();
    let inventory = patch::apply(&base, &changes).unwrap();
    let run = Run { reading, ..Run::of(&inventory) };
    let report =
        evaluate(&crate::facts::build(&inventory), &catalogue.select(&["full".into()]).unwrap(), &run);
    report.prerequisites.iter().for_each(clusters_add_up);
    report
}

/// What is counted for each cluster is what is counted in all.
fn clusters_add_up(rule: &Prerequisite) {
    let all = rule.by_cluster.iter().map(|there| there.objects).reduce(Tally::and).unwrap_or_default();
    assert_eq!(all, rule.objects);
    let worst = rule.by_cluster.iter().map(|there| there.outcome).reduce(Outcome::worst);
    assert_eq!(worst.unwrap_or(Outcome::NotApplicable), rule.outcome);
}

fn judge(catalogue: &Catalogue, changes: Value) -> Prerequisite {
    report(catalogue, changes, Reading::Practice).prerequisites.pop().unwrap()
}

fn unknown(ceiling: Level) -> Outcome {
    Outcome::Unknown { ceiling }
}

#[test]
fn gates_come_first_and_say_why() {
    let rule = catalogue(
        "vm",
        &format!("gates = [\"vm-off\"]\n{}", finding("level = \"fail\"\nwhen = \"vm.name != ''\"")),
    );
    let answer = judge(&rule, json!([]));
    // Two VMs run; one is off, one is a template, one belongs to an agent.
    assert_eq!((answer.objects.fail, answer.objects.not_applicable), (2, 3));
    let gates: Vec<(&str, usize)> =
        answer.skipped.iter().map(|skip| (skip.gate.as_str(), skip.count)).collect();
    assert_eq!(gates, [("template", 1), ("agent", 1), ("vm-off", 1)]);
    let literal = report(&rule, json!([]), Reading::Literal).prerequisites.pop().unwrap();
    assert_eq!((literal.objects.fail, literal.objects.not_applicable), (3, 2));
}

#[test]
fn an_undecided_gate_is_unknown_up_to_the_worst_level() {
    let rule = catalogue("vm", &finding("level = \"warn\"\nwhen = \"vm.power == 'suspended'\""));
    let answer =
        judge(&rule, json!([{ "object": "vm-21", "path": "config.template", "unreadable": "denied" }]));
    assert_eq!(answer.outcome, unknown(Level::Warn));
    assert_eq!(answer.undecided[0].reasons[0].property, "config.template");
    // A gate that is closed decides although another one is unclear.
    let answer =
        judge(&rule, json!([{ "object": "vm-24", "path": "config.managedBy", "unreadable": "denied" }]));
    assert_eq!(answer.outcome, Outcome::Pass);
}

#[test]
fn an_element_has_a_verdict_of_its_own() {
    let each = "each = \"vm.cdroms\"\nas = \"d\"\nevidence = { drive = \"d.label\" }";
    let rest = format!(
        "empty = \"pass\"\n{}",
        finding(&format!("level = \"fail\"\n{each}\nwhen = \"d.live && d.medium == 'host-device'\""))
    );
    let rule = catalogue("vm", &rest);
    assert_eq!(judge(&rule, json!([])).outcome, Outcome::Pass);
    let answer = judge(
        &rule,
        json!([{ "object": "vm-21", "path": "config.hardware", "unreadable": "denied", "detail": "No" }]),
    );
    assert_eq!(answer.outcome, unknown(Level::Fail));
    assert_eq!(
        (answer.undecided.len(), answer.undecided[0].objects[0].object.name.as_str()),
        (1, "lms-db01")
    );
    assert_eq!(answer.undecided[0].reasons[0].detail, "No");
}

#[test]
fn what_an_unseen_element_cannot_change_is_decided() {
    let each = "each = \"cluster.vms\"\nas = \"v\"";
    let hidden = json!([{ "object": "host-11", "path": "vm/+", "value": "vm-99" }]);
    let decided = finding(&format!(
        "level = \"fail\"\n{each}\nwhen = \"!cluster.ha.enabled && v.power == 'suspended'\""
    ));
    let rule = catalogue("cluster", &format!("empty = \"pass\"\n{decided}"));
    assert_eq!(judge(&rule, hidden.clone()).outcome, Outcome::Pass);
    let open = finding(&format!(
        "level = \"warn\"\n{each}\nwhen = \"cluster.ha.enabled && v.power == 'suspended'\""
    ));
    let rule = catalogue("cluster", &format!("empty = \"pass\"\n{open}"));
    assert_eq!(judge(&rule, json!([])).outcome, Outcome::Pass);
    let answer = judge(&rule, hidden);
    assert_eq!(answer.outcome, unknown(Level::Warn));
    assert_eq!(answer.undecided[0].objects[0].element, "");
}

#[test]
fn what_cannot_be_seen_is_one_more_subject() {
    let rule = catalogue("vm", &finding("level = \"fail\"\nwhen = \"vm.power == 'suspended'\""));
    let answer = judge(&rule, json!([{ "object": "host-11", "path": "vm/+", "value": "vm-99" }]));
    assert_eq!(answer.outcome, unknown(Level::Fail));
    assert_eq!((answer.objects.pass, answer.objects.unknown), (3, 1));
    assert_eq!(answer.undecided[0].objects[0].object.name, "LMS-HA");
    // A gate above what cannot be seen holds for it as well.
    let rule = catalogue(
        "vm",
        &format!("gates = [\"ha-off\"]\n{}", finding("level = \"fail\"\nwhen = \"vm.power == 'suspended'\"")),
    );
    let answer = judge(
        &rule,
        json!([
            { "object": "host-11", "path": "vm/+", "value": "vm-99" },
            { "object": "domain-c7", "path": "configurationEx/das/enabled", "value": false },
        ]),
    );
    assert_eq!(answer.outcome, Outcome::NotApplicable);
}

#[test]
fn elements_that_are_objects_pass_their_default_gates() {
    let rest = finding(
        "level = \"fail\"\neach = \"cluster.vms\"\nas = \"v\"\nwhen = \"v.template || v.managed_by != ''\"",
    );
    let rule = catalogue("cluster", &format!("empty = \"pass\"\n{rest}"));
    assert_eq!(judge(&rule, json!([])).outcome, Outcome::Pass);
    let answer =
        judge(&rule, json!([{ "object": "vm-22", "path": "config.template", "unreadable": "denied" }]));
    assert_eq!(answer.outcome, unknown(Level::Fail));
    assert_eq!(answer.undecided[0].objects[0].element, "lms-app01");
}

#[test]
fn what_is_counted_stands_under_its_cluster() {
    let hosts = catalogue("host", &finding("level = \"fail\"\nwhen = \"true\""));
    let rule = judge(&hosts, json!([]));
    assert_eq!(rule.by_cluster.len(), 1);
    assert!(rule.by_cluster[0].cluster.is_some());
    assert_eq!(rule.findings[0].objects[0].cluster, rule.by_cluster[0].cluster);
    let vcenter = catalogue("vcenter", &finding("level = \"fail\"\nwhen = \"true\""));
    let rule = judge(&vcenter, json!([]));
    assert_eq!(rule.by_cluster[0].cluster, None);
    assert_eq!(rule.findings[0].objects[0].cluster, None);
}

#[test]
fn equal_evidence_is_one_finding() {
    let shared =
        finding("level = \"warn\"\nwhen = \"vm.power == 'on'\"\nevidence = { power = \"vm.power\" }");
    let answer = judge(&catalogue("vm", &shared), json!([]));
    let names: Vec<&str> = answer.findings[0].objects.iter().map(|at| at.object.name.as_str()).collect();
    assert_eq!((answer.findings.len(), names), (1, vec!["lms-app01", "lms-db01"]));
    let own = finding("level = \"warn\"\nwhen = \"vm.power == 'on'\"\nevidence = { vm = \"vm.name\" }");
    assert_eq!(judge(&catalogue("vm", &own), json!([])).findings.len(), 2);
}

#[test]
fn notes_are_shown_and_judge_nothing() {
    let rest = "level = \"note\"\nliteral = \"fail\"\nwhen = \"cluster.ha.enabled\"";
    let rule = catalogue("cluster", &format!("empty = \"not-applicable\"\n{}", finding(rest)));
    let answer = judge(&rule, json!([]));
    assert_eq!((answer.outcome, answer.findings[0].level), (Outcome::NotApplicable, Level::Note));
    let unread = json!([{ "object": "domain-c7", "path": "configurationEx", "unreadable": "denied" }]);
    assert!(judge(&rule, unread.clone()).undecided.is_empty());
    let literal = report(&rule, json!([]), Reading::Literal);
    assert_eq!((literal.verdict, literal.exit_code), (Verdict::NotReady, 1));
    assert_eq!(report(&rule, unread, Reading::Literal).exit_code, 3);
}

#[test]
fn a_person_is_asked_unless_the_answer_is_known() {
    let rest = |unless: &str| {
        let question = "question = { en = \"Really?\", ja = \"本当ですか\" }";
        format!(
            "{}\n[attest]\nper = \"cluster\"\nunless = \"{unless}\"\n{question}\n",
            finding("level = \"fail\"\nwhen = \"host.connection == 'not-responding'\"")
        )
    };
    let open = judge(&catalogue("host", &rest("!cluster.ha.enabled")), json!([]));
    assert_eq!((open.outcome, open.objects.total(), open.objects.pass), (Outcome::Manual, 3, 3));
    assert_eq!(open.asks[0].objects[0].object.name, "LMS-HA");
    assert_eq!(open.asks[0].objects[0].cluster.as_deref(), Some("domain-c7"));
    let closed = catalogue("host", &rest("cluster.ha.enabled"));
    assert_eq!(judge(&closed, json!([])).outcome, Outcome::Pass);
    let unread = json!([{ "object": "domain-c7", "path": "configurationEx", "unreadable": "denied" }]);
    assert_eq!(judge(&closed, unread).outcome, Outcome::Manual);
    // A question never hides a worse outcome.
    let down = json!([{ "object": "host-12", "path": "runtime.connectionState", "value": "notResponding" }]);
    assert_eq!(judge(&closed, down).outcome, Outcome::Fail);
}

#[test]
fn what_nobody_collected_is_counted_as_not_asked_whatever_a_person_says() {
    let rest = |unless: &str| {
        format!(
            "{}\n[attest]\nper = \"vcenter\"\nstands_in = true\nunless = \"{unless}\"\n{}\n",
            finding("level = \"fail\"\nwhen = \"given.client_here && host.name.startsWith('esx01')\""),
            "question = { en = \"Really?\", ja = \"本当ですか\" }"
        )
    };
    let open = judge(&catalogue("host", &rest("given.client_here")), json!([]));
    assert_eq!((open.outcome, open.objects.not_asked, open.objects.total()), (Outcome::Manual, 3, 3));
    assert_eq!((open.objects.judged(), open.open()), (0, 1));
    // Where somebody looked, what was seen counts.
    let looked = judge(&catalogue("host", &rest("!given.client_here")), json!([]));
    assert_eq!((looked.outcome, looked.objects.pass, looked.open()), (Outcome::Pass, 3, 0));
}

#[test]
fn a_fingerprint_survives_names_and_tells_findings_apart() {
    let rule = catalogue(
        "vm",
        &finding("level = \"warn\"\nwhen = \"vm.power == 'on'\"\nevidence = { vm = \"vm.name\" }"),
    );
    let prints = |changes: Value| {
        let mut prints: Vec<String> = judge(&rule, changes)
            .findings
            .iter()
            .flat_map(|finding| finding.objects.iter().map(|at| at.fingerprint.clone()))
            .collect();
        prints.sort();
        prints
    };
    let before = prints(json!([]));
    assert_eq!(before, prints(json!([{ "object": "vm-21", "path": "name", "value": "renamed" }])));
    assert_ne!(before[0], before[1]);
    assert_eq!(before[0].len(), 32);
}

#[test]
fn the_same_inventory_gives_the_same_bytes() {
    let catalogue = Catalogue::load(&[crate::rules::built_in()], &crate::facts::roots()).unwrap();
    let bytes = || serde_json::to_string(&report(&catalogue, json!([]), Reading::Literal)).unwrap();
    assert_eq!(bytes(), bytes());
}

/// A rule that finds `f` on every running VM and asks a question per cluster.
fn asking(stands_in: bool) -> Catalogue {
    catalogue(
        "vm",
        &format!(
            "{}\n[attest]\nper = \"cluster\"\nstands_in = {stands_in}\nquestion = {{ en = \"Is it?\", ja = \"確認しましたか\" }}",
            finding("level = \"fail\"\nwhen = \"vm.power == 'on' && vm.tools_installing\"")
        ),
    )
}

/// The report on a change and a decisions file.
fn decided(catalogue: &Catalogue, changes: Value, decisions: &str) -> Report {
    let base: Value = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let changes: Vec<Change> = serde_json::from_value(changes).unwrap();
    let inventory = patch::apply(&base, &changes).unwrap();
    let decisions = Arc::new(Decisions::parse("d.toml", decisions, catalogue).unwrap());
    let run = Run { decisions, ..Run::of(&inventory) };
    evaluate(&crate::facts::build(&inventory), &catalogue.select(&["full".into()]).unwrap(), &run)
}

const ATTESTED: &str = "[[attestation]]\nrule = \"x\"\nstatement = \"s\"\nevidence = \"e\"\nby = \"b\"\non = 2026-01-01\nexpires = 2027-01-01\n";
const WAIVED: &str =
    "[[waiver]]\nrule = \"x\"\nobject = \"lms-db01\"\nreason = \"r\"\nowner = \"o\"\nexpires = 2027-01-01\n";

fn installing(vm: &str) -> Value {
    json!([{ "object": vm, "path": "runtime.toolsInstallerMounted", "value": true }])
}

fn unread(kind: &str) -> Value {
    json!([{ "object": "vm-21", "path": "runtime.toolsInstallerMounted", "unreadable": kind }])
}

#[test]
fn an_attestation_answers_a_question_and_never_lifts_a_fail() {
    let rule = asking(true);
    let report = decided(&rule, json!([]), ATTESTED);
    assert_eq!(report.prerequisites[0].outcome, Outcome::Attested);
    assert_eq!((report.tally.attested, report.exit_code, report.decisions[0].stale), (1, 0, None));
    let report = decided(&rule, installing("vm-21"), ATTESTED);
    assert_eq!((report.prerequisites[0].outcome, report.exit_code), (Outcome::Fail, 1));
    assert_eq!(decided(&rule, json!([]), "").prerequisites[0].outcome, Outcome::Manual);
}

#[test]
fn a_word_stands_in_for_what_nobody_collected_and_never_for_what_was_refused() {
    for (stands_in, kind, expected) in [
        (true, "not-collected", Outcome::Attested),
        (true, "expired", Outcome::Attested),
        (true, "not-offered", Outcome::Attested),
        (true, "denied", unknown(Level::Fail)),
        (true, "failed", unknown(Level::Fail)),
        (true, "truncated", unknown(Level::Fail)),
        (false, "not-collected", unknown(Level::Fail)),
    ] {
        let answer = decided(&asking(stands_in), unread(kind), ATTESTED).prerequisites.pop().unwrap();
        assert_eq!(answer.outcome, expected, "{stands_in} {kind}");
    }
}

#[test]
fn a_waiver_accepts_what_it_names_and_nothing_beside_it() {
    let rule = asking(false);
    let both = format!("{WAIVED}{ATTESTED}");
    let report = decided(&rule, installing("vm-21"), &both);
    let answer = &report.prerequisites[0];
    assert_eq!((answer.outcome, answer.objects.waived, report.exit_code), (Outcome::Waived, 1, 0));
    assert_eq!(answer.findings[0].decision, Some(0));
    assert_eq!((report.decisions[0].places, report.decisions[0].stale), (1, None));
    // The next VM's finding, of the same words, stands beside it.
    let mut two = installing("vm-21");
    two.as_array_mut().unwrap().append(installing("vm-22").as_array_mut().unwrap());
    let answer = decided(&rule, two, &both).prerequisites.pop().unwrap();
    assert_eq!((answer.outcome, answer.objects.fail, answer.objects.waived), (Outcome::Fail, 1, 1));
    let decisions: Vec<Option<usize>> = answer.findings.iter().map(|finding| finding.decision).collect();
    assert_eq!(decisions, [None, Some(0)]);
    // Of one finding it says nothing about what could not be read.
    let one = WAIVED.replace("object =", "finding = \"f\"\nobject =");
    let answer = decided(&rule, unread("denied"), &one).prerequisites.pop().unwrap();
    assert_eq!(answer.outcome, unknown(Level::Fail));
    let answer = decided(&rule, unread("denied"), &both).prerequisites.pop().unwrap();
    assert_eq!(answer.outcome, Outcome::Waived);
}

#[test]
fn entries_without_effect_are_told() {
    let rule = asking(false);
    let report = decided(&rule, json!([]), WAIVED);
    assert_eq!(report.decisions[0].stale, Some(crate::report::Stale::Unmatched));
    // The base inventory was read on 2026-11-22.
    let expired = WAIVED.replace("2027-01-01", "2026-11-21");
    let report = decided(&rule, installing("vm-21"), &expired);
    assert_eq!(report.decisions[0].stale, Some(crate::report::Stale::Expired));
    assert_eq!(report.prerequisites[0].outcome, Outcome::Fail);
    let last_day = WAIVED.replace("2027-01-01", "2026-11-22");
    assert_eq!(decided(&rule, installing("vm-21"), &last_day).decisions[0].stale, None);
    let tomorrow = ATTESTED.replace("2026-01-01", "2026-11-23");
    let report = decided(&rule, json!([]), &tomorrow);
    assert_eq!(report.decisions[0].stale, Some(crate::report::Stale::Future));
    assert_eq!(report.prerequisites[0].outcome, Outcome::Manual);
}

#[test]
fn a_host_or_cluster_stands_for_what_is_part_of_it() {
    let rule = asking(false);
    for (object, waived) in [("esx01.*", true), ("LMS-HA", true), ("host-12", false), ("*", true)] {
        let decisions = format!("{ATTESTED}{}", WAIVED.replace("lms-db01", object));
        let answer = decided(&rule, installing("vm-21"), &decisions).prerequisites.pop().unwrap();
        assert_eq!(answer.outcome == Outcome::Waived, waived, "{object}");
    }
}

#[test]
fn a_rule_among_named_vms_asks_for_the_name() {
    let rest = format!(
        "among = \"vm.is_app\"\nempty = \"manual\"\n{}",
        finding("level = \"fail\"\nwhen = \"vm.power != 'on'\"")
    );
    let rule = catalogue("vm", &rest);
    let answer = judge(&rule, json!([]));
    assert_eq!((answer.outcome, answer.objects.total(), answer.open()), (Outcome::Manual, 0, 1));
    assert!(answer.asks[0].question.en.contains("--lms-vm"));

    let inventory: crate::inventory::Inventory = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let selected = rule.select(&["full".into()]).unwrap();
    for (app, expected) in
        [("vm-21", Outcome::Pass), ("vm-23", Outcome::Fail), ("vm-99", unknown(Level::Fail))]
    {
        let given = crate::facts::Given { app: Some(app.into()), ..Default::default() };
        let facts = crate::facts::build_given(&inventory, &given);
        let answer = evaluate(&facts, &selected, &Run::of(&inventory)).prerequisites.pop().unwrap();
        assert_eq!((answer.outcome, answer.objects.total()), (expected, 1), "{app}");
    }
}

#[test]
fn clocks_more_than_a_day_apart_are_told() {
    let mut inventory: crate::inventory::Inventory = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let mut told = |server: &str, machine: &str| {
        (inventory.collection.at, inventory.collection.machine_at) = (server.into(), machine.into());
        Run::of(&inventory).source.machine_at
    };
    assert_eq!(told("2026-11-22T09:00:00Z", "2026-11-23T09:00:00Z"), None);
    let later = "2026-11-23T09:00:01Z";
    assert_eq!(told("2026-11-22T09:00:00Z", later).as_deref(), Some(later));
    let earlier = "2026-11-21T08:59:59Z";
    assert_eq!(told("2026-11-22T09:00:00Z", earlier).as_deref(), Some(earlier));
    assert_eq!(told("", earlier).as_deref(), Some(earlier), "the server's is not known");
    assert_eq!(told("2026-11-22T09:00:00Z", ""), None);
}
