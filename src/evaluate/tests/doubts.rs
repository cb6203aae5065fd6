//! Doubts, questions and what nobody can see: what they come to beside each other.

use std::collections::BTreeSet;

use super::*;

/// A rule that cannot be decided about a VM without both of two data.
fn of_two(stands_in: bool) -> Catalogue {
    catalogue(
        "vm",
        &format!(
            "{}\n[attest]\nper = \"cluster\"\nstands_in = {stands_in}\nquestion = {{ en = \"Is it?\", ja = \"確認しましたか\" }}",
            finding("level = \"fail\"\nwhen = \"vm.tools_installing || !cluster.ha.enabled\"")
        ),
    )
}

/// The VM's own datum and its cluster's are unreadable, each for a reason of a kind.
fn both_unread(own: &str, of_cluster: &str) -> Value {
    json!([
        { "object": "vm-21", "path": "runtime.toolsInstallerMounted", "unreadable": own },
        { "object": "domain-c7", "path": "configurationEx", "unreadable": of_cluster },
    ])
}

#[test]
fn a_word_stands_in_only_where_every_reason_is_that_nobody_collected() {
    for (own, of_cluster, expected) in [
        ("not-collected", "expired", Outcome::Attested),
        ("not-collected", "denied", unknown(Level::Fail)),
        ("denied", "not-collected", unknown(Level::Fail)),
        ("not-offered", "failed", unknown(Level::Fail)),
    ] {
        let answer =
            decided(&of_two(true), both_unread(own, of_cluster), ATTESTED).prerequisites.pop().unwrap();
        let there = answer.undecided.iter().find(|one| one.objects[0].object.name == "lms-db01").unwrap();
        let kinds: BTreeSet<&str> = there.reasons.iter().map(|reason| reason.kind.name()).collect();
        assert_eq!(kinds, BTreeSet::from([own, of_cluster]));
        assert_eq!(answer.outcome, expected, "{own} and {of_cluster}");
        assert_eq!(there.decision.is_some(), expected == Outcome::Attested, "{own} and {of_cluster}");
    }
}

#[test]
fn of_two_doubts_the_higher_ceiling_counts() {
    let two = |first: &str, second: &str, each: &str| {
        let one = |name: &str, level: &str| {
            finding(&format!("level = \"{level}\"\n{each}\nwhen = \"vm.tools_installing\""))
                .replace("name = \"f\"", &format!("name = \"{name}\""))
        };
        catalogue("vm", &format!("empty = \"pass\"\n{}{}", one("a", first), one("b", second)))
    };
    // Of the object itself, of an element, and of what a list may hold beyond what can be seen.
    let hardware = json!({ "object": "vm-21", "path": "config.hardware", "unreadable": "denied" });
    let mut beyond = unread("denied");
    beyond.as_array_mut().unwrap().push(hardware);
    for (each, changes) in [
        ("", unread("denied")),
        ("each = \"vm.cdroms\"\nas = \"d\"", unread("denied")),
        ("each = \"vm.cdroms\"\nas = \"d\"", beyond),
    ] {
        for (first, second) in [("warn", "fail"), ("fail", "warn")] {
            let answer = judge(&two(first, second, each), changes.clone());
            let ceilings: Vec<Level> = answer.undecided.iter().map(|one| one.ceiling).collect();
            assert_eq!(
                (answer.outcome, ceilings),
                (unknown(Level::Fail), vec![Level::Fail]),
                "{first} {each}"
            );
        }
        let answer = judge(&two("warn", "warn", each), changes);
        assert_eq!(answer.outcome, unknown(Level::Warn));
    }
}

#[test]
fn a_person_is_asked_about_what_has_nothing_to_judge() {
    let rest = |empty: &str| {
        format!(
            "empty = \"{empty}\"\n{}\n[attest]\nper = \"vm\"\nunless = \"true\"\nquestion = {{ en = \"Is it?\", ja = \"確認しましたか\" }}",
            finding("level = \"fail\"\neach = \"vm.floppies\"\nas = \"d\"\nwhen = \"d.label == ''\"")
        )
    };
    // One VM of the three that are judged has a drive.
    let rule = catalogue("vm", &rest("manual"));
    let answer = decided(&rule, json!([]), "").prerequisites.pop().unwrap();
    assert_eq!((answer.outcome, answer.objects.manual, answer.objects.pass), (Outcome::Manual, 2, 1));
    let asked: Vec<&str> = answer.asks[0].objects.iter().map(|asked| asked.object.name.as_str()).collect();
    assert_eq!((answer.asks[0].question.en.as_str(), asked), ("Is it?", vec!["lms-db01", "lms-old01"]));
    let answer = decided(&rule, json!([]), ATTESTED).prerequisites.pop().unwrap();
    assert_eq!((answer.outcome, answer.objects.attested, answer.objects.pass), (Outcome::Attested, 2, 1));
    // Otherwise nobody is asked.
    for (empty, outcome) in [("pass", Outcome::Pass), ("not-applicable", Outcome::Pass)] {
        let answer = judge(&catalogue("vm", &rest(empty)), json!([]));
        assert_eq!((answer.outcome, answer.asks.len()), (outcome, 0), "{empty}");
    }
    assert_eq!(judge(&catalogue("vm", &rest("unknown")), json!([])).outcome, unknown(Level::Fail));
}

#[test]
fn an_advisory_question_stops_no_run() {
    let question = "[attest]\nper = \"vcenter\"\nquestion = { en = \"Is it?\", ja = \"確認しましたか\" }";
    for (severity, expected) in [("advisory", (Verdict::Ready, 0)), ("required", (Verdict::CannotTell, 3))] {
        let rule = catalogue("vcenter", &format!("severity = \"{severity}\"\n{question}"));
        let inventory: crate::inventory::Inventory = serde_json::from_str(base_inventory().unwrap()).unwrap();
        let strict = Policy { strict: true, ..Policy::default() };
        let run = Run { policy: strict, ..Run::of(&inventory) };
        let facts = crate::facts::build(&inventory);
        let report = evaluate(&facts, &rule.select(&["full".into()]).unwrap(), &run);
        assert_eq!(report.prerequisites[0].outcome, Outcome::Manual, "{severity}");
        assert_eq!((report.verdict, report.exit_code), expected, "{severity}");
    }
}

/// Clusters may exist that the account cannot see.
fn hidden_clusters() -> Value {
    json!([{ "object": "vcenter", "path": "unlisted",
             "value": { "ClusterComputeResource": { "kind": "denied", "detail": "No" } } }])
}

#[test]
fn below_a_parent_that_cannot_be_seen_nothing_passes() {
    let fail = finding("level = \"fail\"\nwhen = \"false\"");
    for subject in ["cluster", "host", "vm"] {
        assert_eq!(judge(&catalogue(subject, &fail), json!([])).outcome, Outcome::Pass, "{subject}");
        let answer = judge(&catalogue(subject, &fail), hidden_clusters());
        assert_eq!((answer.outcome, answer.objects.unknown), (unknown(Level::Fail), 1), "{subject}");
        assert_eq!(answer.undecided[0].objects[0].object.kind.name(), "vcenter");
        assert_eq!(answer.by_cluster.iter().filter(|there| there.cluster.is_none()).count(), 1);
    }
    // A remark about them is no question; what only a person can say of each is one.
    let note = format!("empty = \"pass\"\n{}", finding("level = \"note\"\nwhen = \"false\""));
    let answer = judge(&catalogue("host", &note), hidden_clusters());
    assert_eq!((answer.outcome, answer.objects.unknown), (Outcome::Pass, 0));
    let per = |per: &str| {
        format!(
            "{note}\n[attest]\nper = \"{per}\"\nunless = \"true\"\nquestion = {{ en = \"Is it?\", ja = \"確認しましたか\" }}"
        )
    };
    for kind in ["host", "cluster"] {
        let rule = catalogue("host", &per(kind));
        assert_eq!(judge(&rule, json!([])).outcome, Outcome::Pass, "{kind}");
        let answer = judge(&rule, hidden_clusters());
        assert_eq!((answer.outcome, answer.objects.manual, answer.open()), (Outcome::Manual, 0, 1), "{kind}");
        assert_eq!(answer.asks[0].objects[0].object.kind.name(), "vcenter", "{kind}");
    }
}

#[test]
fn a_parent_that_cannot_be_told_is_a_doubt_about_what_is_below_it() {
    let rule = catalogue("vm", &finding("level = \"fail\"\nwhen = \"host.connection == 'not-responding'\""));
    assert_eq!(judge(&rule, json!([])).outcome, Outcome::Pass);
    // Neither the VM tells its host nor a host the VM; its pool still says in which cluster it is.
    let homeless = json!([
        { "object": "vm-21", "path": "runtime.host", "unreadable": "denied" },
        { "object": "host-11", "path": "vm", "value": ["vm-24"] },
    ]);
    let answer = judge(&rule, homeless);
    assert_eq!(answer.outcome, unknown(Level::Fail));
    assert!(answer.undecided.iter().any(|one| one.reasons.iter().any(|r| r.property == "runtime.host")));
}
