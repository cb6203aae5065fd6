//! What the rules of this release say of the example, in both languages: values, objects with their fingerprints,
//! reasons, and the order of all of it. What stands in the rules themselves is left away.
//!
//! `INSTA_UPDATE=always scripts/test --lib whole` writes the snapshots anew.

use std::fmt::Write;

use super::*;
use crate::report::Told;

/// The faults of the example, and more of them.
fn example(more: Value) -> Value {
    let demo: Value = toml::from_str(include_str!("../../../demo/demo.toml")).unwrap();
    let mut changes = demo["change"].as_array().unwrap().clone();
    changes.extend(more.as_array().unwrap().iter().cloned());
    changes.into()
}

fn said(changes: Value, reading: Reading) -> String {
    let catalogue = Catalogue::load(&[crate::rules::built_in()], &crate::facts::roots()).unwrap();
    let report = report(&catalogue, changes, reading);
    let mut text = String::new();
    for cluster in &report.clusters {
        writeln!(text, "{}", serde_json::to_string(cluster).unwrap()).unwrap();
    }
    for rule in &report.prerequisites {
        writeln!(text, "{}: {}", rule.id, rule.outcome.name()).unwrap();
        for found in &rule.findings {
            let (level, blocks) = (found.level.name(), &found.blocks);
            writeln!(text, "  {level} {} {}", found.name, serde_json::to_string(blocks).unwrap()).unwrap();
            for (name, value) in found.evidence.iter() {
                writeln!(text, "    {name} = {}", both(value)).unwrap();
            }
            places(&mut text, &found.objects);
        }
        for open in &rule.undecided {
            writeln!(text, "  up to {}", open.ceiling.name()).unwrap();
            for reason in &open.reasons {
                writeln!(text, "    {}", serde_json::to_string(reason).unwrap()).unwrap();
            }
            places(&mut text, &open.objects);
        }
        for skipped in &rule.skipped {
            let names: Vec<&str> = skipped.examples.iter().map(|object| object.id.as_str()).collect();
            writeln!(text, "  {} by {}: {}", skipped.count, skipped.gate, names.join(", ")).unwrap();
        }
        for ask in &rule.asks {
            let names: Vec<&str> = ask.objects.iter().map(|asked| asked.object.id.as_str()).collect();
            writeln!(text, "  asks {}", names.join(", ")).unwrap();
        }
        for shown in &rule.shown {
            for (name, value) in &shown.values {
                writeln!(text, "  {} {name} = {}", shown.object.id, both(value)).unwrap();
            }
        }
    }
    text
}

/// A value as programs get it and as people read it.
fn both(value: &crate::report::Evidence) -> String {
    use crate::report::Evidence::{Listed, Said};
    let told = |Told { value, text }: &Told| format!("{value} / {} / {}", text.en, text.ja);
    match value {
        Said(one) => told(one),
        Listed(all) => all.iter().map(told).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn places(text: &mut String, objects: &[crate::report::Occurrence]) {
    for at in objects {
        let on = serde_json::to_string(&at.on).unwrap();
        let (id, element, print) = (&at.object.id, &at.element, &at.fingerprint);
        writeln!(text, "    at {id} {element} on {on} {:?} {print}", at.cluster).unwrap();
    }
}

macro_rules! said {
    ($($test:ident: $changes:expr, $reading:ident;)*) => {$(
        #[test]
        fn $test() {
            let mut settings = insta::Settings::clone_current();
            settings.set_prepend_module_to_snapshot(false);
            settings.set_omit_expression(true);
            let said = said($changes, Reading::$reading);
            settings.bind(|| insta::assert_snapshot!(stringify!($test), said));
        }
    )*};
}

said! {
    the_example: example(json!([])), Practice;
    the_example_by_the_letter: example(json!([])), Literal;
    a_host_of_the_example_rests: example(json!([
        { "object": "host-13", "path": "runtime.inMaintenanceMode", "value": true },
        { "object": "domain-c7", "path": "events", "unreadable": "failed" },
        { "object": "vm-21", "path": "config.hardware", "unreadable": "denied" },
    ])), Practice;
    the_account_sees_little: example(json!([
        { "object": "host-12", "path": "config.network", "unreadable": "denied" },
        { "object": "host-11", "path": "name", "unreadable": "denied" },
        { "object": "domain-c7", "path": "configurationEx", "unreadable": "denied" },
        { "object": "datastore-31", "path": "host", "unreadable": "truncated" },
    ])), Practice;
}
