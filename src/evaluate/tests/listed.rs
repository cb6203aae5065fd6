//! What a report lists beside its outcomes: decisions, what a site has set, advice that was left out, namesakes, and
//! what is shown.

use super::*;
use crate::decisions::Word;
use crate::report::Evidence;
use crate::rules::Overridden;

/// Rules of which each passes on the base, by id and severity.
fn several(rules: &[(&str, &str)]) -> Catalogue {
    let file = |(id, severity): &(&str, &str)| {
        let text = format!(
            r#"
                id = "{id}"
                subject = "cluster"
                area = "both"
                severity = "{severity}"
                empty = "pass"
                profiles = ["ha"]
                title = {{ en = "Title", ja = "題名" }}
                fix = {{ en = "Fix", ja = "修正" }}
                source = {{ heading = "要件", demand = {{ en = "Demand", ja = "要求" }} }}
                {}
            "#,
            finding("level = \"warn\"\nwhen = \"!cluster.ha.enabled\"")
        );
        (format!("{id}.toml"), text)
    };
    let mut files: Vec<(String, String)> = rules.iter().map(file).collect();
    files.push(("gates.toml".to_owned(), GATES.to_owned()));
    Catalogue::load(&[Files { origin: "test".into(), files }], &crate::facts::roots()).unwrap()
}

#[test]
fn an_attestation_is_listed_with_what_it_rests_on() {
    let report = decided(&asking(true), json!([]), ATTESTED);
    let listed = &report.decisions[0];
    assert_eq!((listed.evidence.as_deref(), listed.on.as_deref()), (Some("e"), Some("2026-01-01")));
}

#[test]
fn a_waiver_of_a_finding_that_has_become_several_is_one_of_each() {
    let rule = asking(false);
    let text = format!("{ATTESTED}{}", WAIVED.replace("object =", "finding = \"f\"\nobject ="));
    let mut decisions = Decisions::parse("d.toml", &text, &rule).unwrap();
    for entry in &mut decisions.entries {
        if let Word::Waiver { finding, now, .. } = &mut entry.word {
            (*finding, *now) = (Some("old".into()), vec!["another".into(), "f".into()]);
        }
    }
    let base: Value = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let changes: Vec<Change> = serde_json::from_value(installing("vm-21")).unwrap();
    let inventory = patch::apply(&base, &changes).unwrap();
    let run = Run { decisions: Arc::new(decisions), ..Run::of(&inventory) };
    let selected = rule.select(&["full".into()]).unwrap();
    let answer = evaluate(&crate::facts::build(&inventory), &selected, &run).prerequisites.pop().unwrap();
    assert_eq!(answer.outcome, Outcome::Waived);
}

#[test]
fn what_a_site_has_set_is_told_of_the_rules_that_were_asked() {
    let mut catalogue = several(&[("one", "required"), ("two", "required")]);
    let own = |rule: &str| Overridden {
        rule: rule.into(),
        param: None,
        value: "advisory".into(),
        instead_of: "required".into(),
        file: "vpreflight.toml".into(),
        line: 3,
    };
    catalogue.overridden = vec![own("two"), own("gone")];
    let report = report(&catalogue, json!([]), Reading::Practice);
    let told: Vec<&str> = report.question.overrides.iter().map(|own| own.rule.as_str()).collect();
    assert_eq!(told, ["two"]);
}

#[test]
fn advice_is_left_out_where_a_run_does_not_take_it() {
    let catalogue = several(&[("advice", "advisory"), ("other", "advisory"), ("rule", "required")]);
    let base: Value = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let inventory = patch::apply(&base, &[]).unwrap();
    let facts = crate::facts::build(&inventory);
    let mut selected = catalogue.select(&["full".into()]).unwrap();
    let left_out = |selected: &crate::rules::Selected<'_>| {
        evaluate(&facts, selected, &Run::of(&inventory)).question.advice_left_out
    };
    assert!(left_out(&selected).is_empty(), "all of it was taken");
    selected.rules.retain(|rule| rule.id != "advice");
    assert_eq!(left_out(&selected), ["advice"]);
    selected.rules.retain(|rule| rule.id == "other");
    assert_eq!(left_out(&selected), ["advice"], "a rule that is no advice is not missed as such");
}

#[test]
fn vms_of_one_name_are_told_with_each_other() {
    let base: Value = serde_json::from_str(base_inventory().unwrap()).unwrap();
    let same = json!([{ "object": "vm-22", "path": "name", "value": "lms-db01" }]);
    let changes: Vec<Change> = serde_json::from_value(same).unwrap();
    let facts = crate::facts::build(&patch::apply(&base, &changes).unwrap());
    let mut ids: Vec<String> = namesakes(&facts).into_iter().map(|vm| vm.id).collect();
    ids.sort();
    assert_eq!(ids, ["vm-21", "vm-22"]);
}

#[test]
fn what_is_shown_of_clusters_is_shown_of_each_and_of_vms_of_a_few() {
    let show = "empty = \"pass\"\n[show]\nname = \"SUBJECT.name\"\n";
    let shown = |subject: &str, changes: Value| {
        let rest =
            format!("{}{}", show.replace("SUBJECT", subject), finding("level = \"warn\"\nwhen = \"false\""));
        judge(&catalogue(subject, &rest), changes).shown.len()
    };
    let value = json!({ "name": "EMPTY", "host": [], "parent": { "type": "Folder", "id": "group-h4" } });
    let clusters =
        json!([{ "object": "domain-c90", "add": "ClusterComputeResource", "times": 7, "value": value }]);
    assert_eq!(shown("cluster", clusters), 8);
    let vms = json!([{ "object": "vm-29", "copy": "vm-21", "times": 7 }]);
    assert_eq!(shown("vm", vms), 5);
}

#[test]
fn a_host_is_meant_that_is_of_the_same_cluster() {
    let rest = finding("level = \"warn\"\nwhen = \"!host.active\"\nblocks = \"host.name\"");
    let changes = json!([
        { "object": "host-90", "copy": "host-12" },
        { "object": "domain-c90", "add": "ClusterComputeResource", "value": {
            "name": "OTHER", "host": ["host-90"], "parent": { "type": "Folder", "id": "group-h4" } } },
        { "object": "host-90", "path": "parent", "value": { "type": "ClusterComputeResource", "id": "domain-c90" } },
        { "object": "host-90", "path": "vm", "value": [] },
        { "object": "host-12", "path": "runtime.inMaintenanceMode", "value": true },
    ]);
    let answer = judge(&catalogue("host", &rest), changes);
    let ids: Vec<&str> = answer.findings[0].blocks.iter().map(|host| host.id.as_str()).collect();
    assert_eq!(ids, ["host-12"]);
}

#[test]
fn a_bracket_in_a_name_makes_no_host_of_it() {
    let rest =
        finding("level = \"warn\"\nwhen = \"vm.name == 'db (old)'\"\nevidence = { called = \"vm.name\" }");
    let changes = json!([
        { "object": "vm-21", "path": "name", "value": "db (old)" },
        { "object": "host-13", "path": "runtime.inMaintenanceMode", "value": true },
    ]);
    let answer = judge(&catalogue("vm", &rest), changes);
    assert_eq!(answer.findings[0].evidence.get("called"), Some(&Evidence::Text("db (old)".into())));
}

#[test]
fn nothing_is_known_from_before_until_it_is_held_against_an_earlier_report() {
    let rule = asking(false);
    let answer = decided(&rule, installing("vm-21"), "").prerequisites.pop().unwrap();
    assert!(!answer.asks.is_empty() && answer.asks.iter().all(|ask| !ask.known));
    assert!(answer.findings[0].objects.iter().all(|at| !at.known));
}
