//! The catalogue against the seed: its sixty prerequisites by number, each with texts in two languages
//! and a case for each outcome; and the documents that are made from it.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "common/stored.rs"]
mod stored;

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use vpreflight::cases::Suite;
use vpreflight::rules::{Rule, possible};
use vpreflight::terms::{Severity, Text};

/// Every prerequisite of the seed, in its order.
const SEED: [(u32, &str); 60] = [
    (1, "host-min-hardware"),
    (2, "client-min-hardware"),
    (3, "host-software-version"),
    (4, "host-access-all-networks"),
    (5, "host-cpu-compatible"),
    (6, "hosts-min-two"),
    (7, "vcenter-on-windows"),
    (8, "vcenter-licensed"),
    (9, "vcenter-version"),
    (10, "vcenter-min-hardware"),
    (11, "vcenter-reaches-hosts"),
    (12, "vcenter-reaches-client"),
    (13, "vcenter-internet-access"),
    (14, "client-on-windows"),
    (15, "client-installed"),
    (16, "client-reaches-hosts"),
    (17, "client-reaches-vcenter"),
    (18, "client-internet-access"),
    (19, "cluster-exists"),
    (20, "cluster-contains-hosts"),
    (21, "cluster-created-ha-off"),
    (22, "hosts-added-per-plan"),
    (23, "ha-enabled"),
    (24, "ha-hosts-configured"),
    (25, "ha-host-monitoring"),
    (26, "ha-admission-control"),
    (27, "ha-vm-options"),
    (28, "ha-vm-monitoring"),
    (29, "cluster-sufficient-resources"),
    (30, "cluster-summary-clean"),
    (31, "ha-redundant-net-same-subnet"),
    (32, "ha-failover-verified"),
    (33, "shared-storage-kind"),
    (34, "cluster-storage-all-hosts"),
    (35, "vm-disks-on-shared-storage"),
    (36, "vm-config-on-shared-storage"),
    (37, "storage-source-target"),
    (38, "vm-no-local-cdrom"),
    (39, "vm-no-local-floppy"),
    (40, "vm-no-cpu-affinity"),
    (41, "vm-not-guest-clustered"),
    (42, "vm-powered-on"),
    (43, "vm-stable-state"),
    (44, "vm-subnet-source-target"),
    (45, "portgroup-labels-consistent"),
    (46, "vmotion-licensed"),
    (47, "sc-dedicated-nic"),
    (48, "vmotion-dedicated-gbe-nic"),
    (49, "vmotion-network-gbe"),
    (50, "same-physical-network"),
    (51, "vmotion-configured"),
    (52, "vmotion-vmkernel-portgroup"),
    (53, "target-host-compatible"),
    (54, "target-resource-pool"),
    (55, "target-host-resources"),
    (56, "vmotion-verified"),
    (57, "lms-install-after-tests"),
    (58, "lms-on-shared-storage-vm"),
    (59, "lms-vm-in-cluster"),
    (60, "lms-vm-migrated"),
];

/// Those that have no rule yet. It only ever gets shorter.
const MISSING: &[&str] = &[];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn suite() -> Suite {
    Suite::read(&root().join("rules")).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn the_seed_has_sixty_prerequisites_in_order() {
    let numbers: Vec<u32> = SEED.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, (1..=60).collect::<Vec<_>>());
    let ids: BTreeSet<&str> = SEED.iter().map(|(_, id)| *id).collect();
    assert_eq!(ids.len(), SEED.len());
    let unknown: Vec<&&str> = MISSING.iter().filter(|id| !ids.contains(**id)).collect();
    assert!(unknown.is_empty(), "not of the seed: {unknown:?}");
}

#[test]
fn each_prerequisite_of_the_seed_has_its_rule_but_for_the_missing() {
    let suite = suite();
    let with_rule: BTreeSet<&str> = suite.catalogue.rules.iter().map(|rule| rule.id.as_str()).collect();
    let missing: Vec<&str> = SEED.iter().map(|(_, id)| *id).filter(|id| !with_rule.contains(id)).collect();
    assert_eq!(missing, MISSING, "take what has a rule now out of MISSING");
}

#[test]
fn rules_have_the_numbers_of_the_seed_and_the_others_have_none() {
    for rule in &suite().catalogue.rules {
        let place = SEED.iter().find(|(_, id)| *id == rule.id).map(|(number, _)| *number);
        assert_eq!(rule.number, place, "{}", rule.id);
        let severity = if place.is_some() { Severity::Required } else { Severity::Advisory };
        assert_eq!(rule.severity, severity, "{}", rule.id);
        if place.is_none() {
            assert!(rule.id.starts_with("aux-"), "{} is not of the seed", rule.id);
        }
    }
}

#[test]
fn every_text_is_there_in_english_and_in_japanese() {
    for rule in &suite().catalogue.rules {
        for (what, text) in texts(rule) {
            let (en, ja) = (&text.en, &text.ja);
            assert!(!en.trim().is_empty() && !ja.trim().is_empty(), "{}: {what}", rule.id);
            assert!(!is_japanese(en), "{}: {what} in English: {en}", rule.id);
            assert!(is_japanese(ja), "{}: {what} in Japanese: {ja}", rule.id);
        }
        if rule.severity == Severity::Required {
            assert!(!rule.heading.is_empty(), "{} names no heading of the seed", rule.id);
        }
    }
}

fn texts(rule: &Rule) -> Vec<(&'static str, &Text)> {
    let mut texts = vec![("title", &rule.title), ("fix", &rule.fix)];
    // What the seed does not say it does not demand.
    if rule.severity == Severity::Required {
        texts.push(("demand", &rule.demand));
    }
    for finding in rule.findings() {
        texts.push(("message", &finding.message.text));
        texts.extend(finding.fix.as_ref().map(|fix| ("fix of a finding", &fix.text)));
    }
    texts.extend(rule.attest.as_ref().map(|attest| ("question", &attest.question)));
    texts
}

fn is_japanese(text: &str) -> bool {
    text.chars()
        .any(|char| ('\u{3040}'..='\u{30ff}').contains(&char) || ('\u{4e00}'..='\u{9fff}').contains(&char))
}

/// Outcomes that stand or fall with the inventory; not-applicable has the gates' own cases.
#[test]
fn each_outcome_a_rule_can_give_has_a_case() {
    let suite = suite();
    let mut gaps = Vec::new();
    for rule in &suite.catalogue.rules {
        let file = suite.files.iter().find(|file| file.rule == rule.id);
        let shown: BTreeSet<&str> =
            file.iter().flat_map(|file| &file.cases).map(|case| case.outcome.word().name()).collect();
        for outcome in possible(rule) {
            let word = outcome.trim_end_matches("-warn").trim_end_matches(" (literal)");
            if word != "not-applicable" && !shown.contains(word) {
                gaps.push(format!("{}: {outcome}", rule.id));
            }
        }
    }
    assert!(gaps.is_empty(), "no case shows:\n{}", gaps.join("\n"));
}

fn vpreflight(flags: &[&str]) -> String {
    let output =
        Command::new(env!("CARGO_BIN_EXE_vpreflight")).args(flags).output().expect("the binary runs");
    assert!(output.status.success(), "{flags:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("UTF-8")
}

#[test]
fn the_table_of_prerequisites_is_that_of_the_rules() {
    let made = vpreflight(&["rules", "list", "--markdown"]);
    stored::document("docs/prerequisites.md", &made);
    let columns = |line: &str| line.replace("\\|", "").matches('|').count();
    for line in made.lines().filter(|line| line.starts_with('|')) {
        assert_eq!(columns(line), 9, "{line}");
    }
    for rule in &suite().catalogue.rules {
        assert!(made.contains(&format!("| `{}` |", rule.id)), "{}", rule.id);
    }
}

#[test]
fn every_rule_can_be_explained_in_eighty_columns() {
    use unicode_width::UnicodeWidthStr;
    for rule in &suite().catalogue.rules {
        for lang in ["en", "ja"] {
            let text = vpreflight(&["rules", "explain", &rule.id, "--lang", lang]);
            for line in text.lines() {
                // A path or condition without a blank stays in one piece.
                let one_piece = !line.trim().contains(' ');
                assert!(line.width() <= 80 || one_piece, "{} {lang}: {line}", rule.id);
                assert!(
                    !line.trim_start().starts_with(['、', '。', '」', ')', 'ー']),
                    "{} {lang}: {line}",
                    rule.id
                );
                assert_eq!(line, line.trim_end(), "{} {lang}", rule.id);
            }
            let squeezed = |text: &str| text.split_whitespace().collect::<String>();
            let whole = squeezed(&text);
            for part in [&rule.heading, &rule.demand.en, &rule.demand.ja] {
                assert!(whole.contains(&squeezed(part)), "{} {lang} lacks: {part}", rule.id);
            }
            for finding in rule.findings() {
                for fault in &finding.faults {
                    assert!(whole.contains(fault.as_str()), "{} {lang} lacks {fault}", rule.id);
                }
            }
        }
    }
}

#[test]
fn profiles_list_what_they_contain() {
    let suite = suite();
    for (profile, chosen) in [
        (
            "lms-4.0",
            Box::new(|rule: &Rule| rule.severity == Severity::Required) as Box<dyn Fn(&Rule) -> bool>,
        ),
        ("ha", Box::new(|rule: &Rule| rule.profiles.iter().any(|tag| tag == "ha"))),
        ("vmotion", Box::new(|rule: &Rule| rule.profiles.iter().any(|tag| tag == "vmotion"))),
        ("full", Box::new(|_: &Rule| true)),
    ] {
        let listed = vpreflight(&["rules", "list", "--profile", profile, "--lang", "en"]);
        let ids: Vec<&str> = listed.lines().map(|line| line.split_whitespace().nth(1).unwrap()).collect();
        let wanted: Vec<&str> =
            suite.catalogue.rules.iter().filter(|rule| chosen(rule)).map(|rule| rule.id.as_str()).collect();
        assert_eq!(ids, wanted, "{profile}");
    }
}
