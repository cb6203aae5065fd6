//! A watch: what changes is told, once; what does not is not; and what it says is what a check says.

#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
#[path = "watch/watching.rs"]
mod watching;

use std::fs;
use std::path::Path;

use common::{Run, Vcsim, run, words};
use serde_json::Value;
use watching::{BEGAN, Hook, Relay, Taker, Watching, script_in};

const OFF: &str = "ha-enabled.off";

/// A rule that finds something in every VM.
const ANY: &str = r#"
id = "house-any"
subject = "vm"
area = "ha"
severity = "advisory"
profiles = ["ha"]
gates = []
title = { en = "There is no VM", ja = "仮想マシンがない" }
fix = { en = "Remove it.", ja = "削除します。" }
source = { heading = "House", demand = { en = "None.", ja = "ないこと。" } }

[[finding]]
name = "there"
level = "warn"
when = "vm.power == 'on' || vm.power == 'off'"
message = { en = "It is there.", ja = "あります。" }
"#;

/// Flags for a watch that looks all the time.
fn flags(vcsim: &Vcsim, more: &[&str]) -> Vec<String> {
    [vcsim.connection(), words(&["--every", "1ms"]), words(more)].concat()
}

fn watch(vcsim: &Vcsim, more: &[&str]) -> Run {
    run(&[words(&["watch", "--lang", "en"]), flags(vcsim, more)].concat(), &[])
}

fn calls(vcsim: &Vcsim, method: &str) -> u64 {
    vcsim.minutes().calls.get(method).copied().unwrap_or(0)
}

/// A notice as the schema has it.
fn holds(notice: &Value) {
    let own: Value = serde_json::from_str(include_str!("../docs/watch.schema.json")).unwrap();
    let diff: Value = serde_json::from_str(include_str!("../docs/diff.schema.json")).unwrap();
    jsonschema::meta::validate(&own).unwrap();
    let report: Value = serde_json::from_str(include_str!("../docs/report.schema.json")).unwrap();
    let registry = jsonschema::Registry::new().add("urn:vpreflight:diff:1", &diff).unwrap();
    let registry = registry.add("urn:vpreflight:report:1", &report).unwrap().prepare().unwrap();
    let schema = jsonschema::options().with_registry(&registry).build(&own).unwrap();
    let errors: Vec<String> =
        schema.iter_errors(notice).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{notice:#}");
}

fn rules(notice: &Value) -> Vec<&str> {
    let places = notice["difference"]["places"].as_array().unwrap().iter();
    places.map(|place| place["rule"].as_str().unwrap()).collect()
}

/// A report without what differs from run to run.
fn timeless(mut report: Value) -> Value {
    for field in ["at", "took_ms", "requests", "bytes"] {
        report["source"].as_object_mut().unwrap().remove(field);
    }
    report
}

fn state(folder: &Path) -> Value {
    serde_json::from_str(&fs::read_to_string(folder.join("state.json")).unwrap()).unwrap()
}

#[test]
fn one_session_serves_all_rounds_and_says_what_a_check_says() {
    for scenario in ["healthy", OFF, "hostile-names", "api-4.0", "rights.some"] {
        let vcsim = Vcsim::start(scenario);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("state.json").display().to_string();
        let many = watch(&vcsim, &["--rounds", "4", "--state", &file]);
        assert!(many.stdout.is_empty(), "nothing has changed: {}", many.stdout);
        let minutes = vcsim.minutes();
        let count = |method: &str| minutes.calls.get(method).copied().unwrap_or(0);
        assert_eq!((count("Login"), count("Logout")), (1, 1), "{scenario}: {}", many.stderr);
        // Events are refused by the last one, in each round anew.
        let made = if scenario == "rights.some" { 0 } else { count("CreateCollectorForEvents") };
        assert_eq!(made, count("DestroyCollector"), "{scenario}");
        assert!(minutes.violations.is_empty(), "{scenario}: {:?}", minutes.violations);
        let fresh = vcsim.check(&[]);
        assert_eq!(many.code, fresh.code, "{scenario}: {}", many.stderr);
        assert_eq!(timeless(state(folder.path())), timeless(fresh.report()), "{scenario}");
        many.keeps_secret(&vcsim.at.password);
    }
}

#[test]
fn what_does_not_change_is_told_to_nobody() {
    let vcsim = Vcsim::start(OFF);
    let folder = tempfile::tempdir().unwrap();
    let hook = Hook::of(folder.path());
    let program = hook.program.display().to_string();
    let done = watch(&vcsim, &["--rounds", "5", "--hook", &program]);
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert_eq!(hook.noted().0, "");
}

/// The server starts anew in another state: its sessions end, and something has changed.
#[test]
fn a_change_is_told_once_and_a_lost_session_is_replaced() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let hook = Hook::of(folder.path());
    let (program, metrics) = (hook.program.display().to_string(), folder.path().join("numbers.prom"));
    let own = ["--hook", &program, "--state", "state.json", "--metrics", "numbers.prom"];
    let mut watching = Watching::start(folder.path(), &flags(&vcsim, &own));
    watching.until(BEGAN);
    vcsim.stage(OFF);
    let notice = hook.next();
    holds(&notice);
    assert_eq!((&notice["type"], &notice["verdict"]["is"]), (&"change".into(), &"not-ready".into()));
    assert_ne!(notice["verdict"]["was"], "not-ready");
    assert!(rules(&notice).contains(&"ha-enabled"), "{notice:#}");
    let places = notice["difference"]["places"].as_array().unwrap();
    assert!(places.iter().all(|place| place["change"] != "unchanged"));
    let (code, printed, said) = watching.stopped();
    assert_eq!(code, 143, "{said}");
    assert!(printed.contains("ha-enabled") && printed.contains("changed (round "), "{printed}");
    assert_eq!((calls(&vcsim, "Login"), hook.is_quiet()), (2, true), "{said}");
    assert_eq!(timeless(state(folder.path())), timeless(vcsim.check(&[]).report()));
    let numbers = fs::read_to_string(metrics).unwrap();
    for line in [
        "vpreflight_read{source=\"127.0.0.1\"",
        "vpreflight_fleet_verdict{verdict=\"not-ready\"} 1",
        "vpreflight_watch_changes_total{source=\"127.0.0.1\"} 1",
        "vpreflight_watch_unread_total{source=\"127.0.0.1\"} 0",
        "vpreflight_watch_not_told_total{source=\"127.0.0.1\"} 0",
    ] {
        assert!(numbers.contains(line), "{line} is not in\n{numbers}");
    }
    let heads: Vec<&str> = numbers.lines().filter(|line| line.starts_with("# TYPE")).collect();
    assert_eq!(heads.len(), heads.iter().collect::<std::collections::BTreeSet<_>>().len());
    let (arguments, environment) = hook.noted();
    assert_eq!(arguments, "0 \n");
    assert!(!environment.contains("not for a hook"), "{environment}");
}

/// A VM is changed by somebody; the vCenter has a record of it, and of others.
#[test]
fn the_event_that_explains_a_change_is_told_with_it() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let hook = Hook::of(folder.path());
    let program = hook.program.display().to_string();
    let mut watching = Watching::start(folder.path(), &flags(&vcsim, &["--hook", &program]));
    watching.until(BEGAN);
    vcsim.stage("vm-no-local-cdrom.local-iso");
    let notice = hook.next();
    holds(&notice);
    let events = notice["recorded"]["events"].as_array().unwrap_or_else(|| panic!("{notice:#}"));
    let named: Vec<(&Value, &Value, &Value)> =
        events.iter().map(|event| (&event["type"], &event["vm"]["name"], &event["user"])).collect();
    let wanted = ["VmReconfiguredEvent", "LMS-DB01", "TOKYO\\admin"].map(Value::from);
    assert_eq!(named, [(&wanted[0], &wanted[1], &wanted[2])], "{notice:#}");
    let (_, printed, _) = watching.stopped();
    assert!(printed.contains("VmReconfiguredEvent  LMS-DB01"), "{printed}");
}

#[test]
fn hostile_names_stand_in_the_document_and_nowhere_else() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let hook = Hook::of(folder.path());
    let program = hook.program.display().to_string();
    fs::create_dir(folder.path().join("rules")).unwrap();
    fs::write(folder.path().join("rules/house-any.toml"), ANY).unwrap();
    let own = ["--hook", &program, "--rules", "rules", "--profile", "ha"];
    let mut watching = Watching::start(folder.path(), &flags(&vcsim, &own));
    watching.until(BEGAN);
    vcsim.stage("hostile-names");
    let notice = hook.next();
    holds(&notice);
    let names: Vec<&str> = notice["difference"]["places"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|place| place["object"]["name"].as_str())
        .collect();
    let hostile = |name: &&str| name.contains(['"', '\'', '$', '`', '\n', '\u{1b}', '\u{202e}', '<']);
    assert!(names.iter().any(hostile), "{names:?}");
    let (arguments, environment) = hook.noted();
    assert_eq!(arguments, "0 \n");
    assert!(names.iter().filter(|name| hostile(name)).all(|name| !environment.contains(name)));
    let (_, printed, said) = watching.stopped();
    for text in [printed, said] {
        assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
    }
}

#[test]
fn a_server_that_is_away_is_told_once_and_so_is_its_return() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let (hook, relay) = (Hook::of(folder.path()), Relay::before(vcsim.authority()));
    let program = hook.program.display().to_string();
    let own = ["--server", &relay.url, "--hook", &program, "--metrics", "numbers.prom"];
    let of_relay = flags(&vcsim, &own).into_iter().skip(2).collect::<Vec<_>>();
    let mut watching = Watching::start(folder.path(), &of_relay);
    watching.until(BEGAN);
    relay.set_away(true);
    let notice = hook.next();
    holds(&notice);
    assert_eq!((&notice["type"], &notice["verdict"]["is"]), (&"unread".into(), &"cannot-tell".into()));
    assert!(notice["error"]["en"].as_str().unwrap().contains("127.0.0.1"), "{notice}");
    relay.set_away(false);
    let notice = hook.next();
    holds(&notice);
    assert_eq!((&notice["type"], &notice["verdict"]["was"]), (&"read-again".into(), &"cannot-tell".into()));
    assert_eq!(rules(&notice).len(), 0, "nothing has changed meanwhile: {notice:#}");
    let (code, printed, said) = watching.stopped();
    assert_eq!((code, hook.is_quiet()), (143, true), "{said}");
    assert!(printed.contains("could not be read") && printed.contains("could be read again"), "{printed}");
    let numbers = fs::read_to_string(folder.path().join("numbers.prom")).unwrap();
    assert!(numbers.contains("vpreflight_watch_changes_total{source=\"127.0.0.1\"} 0"), "{numbers}");
    let uuid = numbers.lines().find(|line| line.starts_with("vpreflight_read{")).unwrap();
    assert!(uuid.ends_with(" 1"), "{uuid}");
}

#[test]
fn what_could_not_be_read_is_no_verdict_in_the_numbers() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).display().to_string();
    let demo = words(&["check", "--demo", "--exit-zero", "--format", &format!("json={}", at("state.json"))]);
    assert_eq!(run(&demo, &[]).code, 0);
    let hook = Hook::of(folder.path());
    let program = hook.program.display().to_string();
    let mut dead =
        words(&["watch", "--server", "https://127.0.0.1:1/sdk", "--username", "a", "--lang", "en"]);
    dead.extend(words(&["--every", "1ms", "--rounds", "3", "--metrics", &at("numbers.prom")]));
    let told = [&dead[..], &words(&["--state", &at("state.json"), "--hook", &program])].concat();
    let before = fs::read(at("state.json")).unwrap();
    let done = run(&told, &[("GOVC_PASSWORD", "x")]);
    assert_eq!(done.code, 4, "{}", done.stderr);
    assert_eq!((hook.next()["type"].clone(), hook.is_quiet()), ("unread".into(), true));
    assert_eq!(done.stderr.matches("127.0.0.1").count(), 1, "told once: {}", done.stderr);
    assert_eq!(fs::read(at("state.json")).unwrap(), before, "the last report there is stays");
    let numbers = fs::read_to_string(at("numbers.prom")).unwrap();
    for line in [
        "vpreflight_read{source=\"127.0.0.1\",vcenter=\"\"} 0",
        "vpreflight_fleet_verdict{verdict=\"cannot-tell\"} 1",
        "vpreflight_fleet_verdict{verdict=\"ready\"} 0",
        "vpreflight_watch_unread_total{source=\"127.0.0.1\"} 3",
    ] {
        assert!(numbers.contains(line), "{line} is not in\n{numbers}");
    }
    // Without anything earlier there is nothing to watch.
    let first = run(&dead, &[("GOVC_PASSWORD", "x")]);
    assert_eq!((first.code, first.stdout.as_str()), (4, ""), "{}", first.stderr);
}

#[test]
fn each_signal_ends_it_with_its_code_and_the_session_with_it() {
    let vcsim = Vcsim::start("healthy");
    for (at, (signal, code)) in [("INT", 130), ("TERM", 143), ("HUP", 129)].into_iter().enumerate() {
        let folder = tempfile::tempdir().unwrap();
        let mut watching =
            Watching::start(folder.path(), &[vcsim.connection(), words(&["--every", "1h"])].concat());
        watching.until(BEGAN);
        watching.signal(signal);
        let (ended, _, said) = watching.ended();
        assert_eq!(ended, code, "{said}");
        assert!(said.contains("session of the vCenter is ended"), "{said}");
        let both = (calls(&vcsim, "Login"), calls(&vcsim, "Logout"));
        assert_eq!(both, (at as u64 + 1, at as u64 + 1), "{signal}");
    }
}

#[test]
fn who_does_not_take_a_notice_ends_nothing() {
    let vcsim = Vcsim::start("healthy");
    let refuses = Taker::start("500 No");
    for (script, more, said) in [
        ("#!/bin/sh\nexit 3\n", &[][..], "ended with an error"),
        ("#!/bin/sh\nexec sleep 600\n", &["--notify-timeout", "1"], "took longer than 1 s"),
        ("#!/nowhere/at/all\n", &[], "cannot be started"),
        ("", &["--webhook", &refuses.url], "status 500"),
        ("", &["--webhook", "http://127.0.0.1:1/secret-path"], "127.0.0.1 was not told"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let hook = script_in(folder.path(), "hook", script).display().to_string();
        let hook: &[&str] = if script.is_empty() { &[] } else { &["--hook", &hook] };
        vcsim.stage("healthy");
        let own = [hook, more, &["--metrics", "numbers.prom", "--state", "state.json"]].concat();
        let mut watching = Watching::start(folder.path(), &flags(&vcsim, &own));
        watching.until(BEGAN);
        vcsim.stage(OFF);
        watching.until(said);
        let (code, printed, all) = watching.stopped();
        assert_eq!(code, 143, "{all}");
        assert!(printed.contains("ha-enabled") && !all.contains("secret-path"), "{all}");
        let numbers = fs::read_to_string(folder.path().join("numbers.prom")).unwrap();
        assert!(numbers.contains("vpreflight_watch_not_told_total{source=\"127.0.0.1\"} 1"), "{numbers}");
    }
}

#[test]
fn alerts_last_as_long_as_what_they_are_about() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let taker = Taker::start("200 OK");
    let own = ["--webhook", &taker.url, "--webhook-format", "alertmanager"];
    let mut watching = Watching::start(folder.path(), &flags(&vcsim, &own));
    watching.until(BEGAN);
    vcsim.stage(OFF);
    let of = |alerts: &Value| {
        let all = alerts.as_array().unwrap().clone().into_iter();
        all.into_iter().find(|alert| alert["labels"]["rule"] == "ha-enabled")
    };
    let time =
        |alert: &Value, field: &str| alert[field].as_str().unwrap().parse::<jiff::Timestamp>().unwrap();
    let (head, alerts) = taker.next();
    assert!(
        head.starts_with("POST /secret-path/api/v2/alerts ") && head.contains("application/json"),
        "{head}"
    );
    let alert = of(&alerts).unwrap_or_else(|| panic!("{alerts:#}"));
    assert_eq!(alert["labels"]["alertname"], "VpreflightFinding");
    assert_eq!(
        (&alert["labels"]["severity"], &alert["labels"]["outcome"]),
        (&"critical".into(), &"fail".into())
    );
    assert!(alert["annotations"]["objects"].as_str().unwrap().contains("LMS-HA"), "{alert}");
    let since = time(&alert, "startsAt");
    assert!(time(&alert, "endsAt") > jiff::Timestamp::now(), "{alert}");
    // It is repeated while it lasts.
    assert_eq!(time(&of(&taker.next().1).unwrap(), "startsAt"), since);
    vcsim.stage("healthy");
    let over = loop {
        let alert = of(&taker.next().1).expect("it is told until it is over");
        if time(&alert, "endsAt") <= jiff::Timestamp::now() {
            break alert;
        }
    };
    assert_eq!((time(&over, "startsAt"), &over["labels"]), (since, &alert["labels"]));
    assert_eq!(watching.stopped().0, 143);
}

/// What was put right while it was not judged is found so by the round that judges it again.
#[test]
fn an_alert_ends_though_nobody_saw_it_mended() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let taker = Taker::start("200 OK");
    let own = ["--webhook", &taker.url, "--webhook-format", "alertmanager"];
    let mut watching = Watching::start(folder.path(), &flags(&vcsim, &own));
    watching.until(BEGAN);
    let alert = |rule: &str| {
        let (_, alerts) = taker.next();
        let all = alerts.as_array().unwrap().clone().into_iter();
        let mut ours = all.filter(|alert| alert["labels"]["rule"] == rule);
        let now = jiff::Timestamp::now();
        ours.next().map(|alert| alert["endsAt"].as_str().unwrap().parse::<jiff::Timestamp>().unwrap() > now)
    };
    let drive = "vm-no-local-cdrom";
    vcsim.stage("vm-no-local-cdrom.local-iso");
    while alert(drive) != Some(true) {}
    // A host that nobody sees leaves rules undecided.
    vcsim.stage("invisible-host");
    assert_eq!((alert(drive), alert(drive)), (Some(true), Some(true)));
    vcsim.stage("healthy");
    while alert(drive) == Some(true) {}
    assert_eq!(watching.stopped().0, 143);
}

#[test]
fn a_restart_forgets_nothing() {
    let vcsim = Vcsim::start("healthy");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("state.json").display().to_string();
    let hook = Hook::of(folder.path());
    let own = ["--rounds", "1", "--state", &file, "--hook", hook.program.to_str().unwrap()];
    assert_ne!(watch(&vcsim, &own).code, 1);
    vcsim.stage(OFF);
    let done = watch(&vcsim, &own);
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(
        rules(&hook.next()).contains(&"ha-enabled") && done.stdout.contains("ha-enabled"),
        "{}",
        done.stdout
    );
    // A report of a check serves as well.
    let done = watch(&vcsim, &["--rounds", "1", "--baseline", &file]);
    assert_eq!((done.code, done.stdout.as_str()), (1, ""), "{}", done.stderr);
}

#[test]
fn what_is_wrong_is_told_before_anything_is_asked() {
    let vcsim = Vcsim::start("healthy");
    for (more, said) in [
        (&["--every", "soon"][..], "15m"),
        (&["--every", "0s"], "15m"),
        (&["--hook", "./not-there"], "there is no program"),
        (&["--webhook", "ftp://example.com/x"], "https://name/path"),
        (&["--state", "/nowhere/at/all/state.json"], "/nowhere"),
        (&["--state", "a", "--baseline", "b"], "--baseline"),
        (&["--server", "https://127.0.0.1:1/sdk"], "--server"),
        (&["--rounds", "0"], "--rounds"),
    ] {
        let every = if more.contains(&"--every") { &[][..] } else { &["--every", "1ms"] };
        let flags = [words(&["watch", "--lang", "en"]), vcsim.connection(), words(every), words(more)];
        let done = run(&flags.concat(), &[]);
        assert!(done.code == 2 && done.stderr.contains(said), "{more:?}: {} {}", done.code, done.stderr);
    }
    assert_eq!(calls(&vcsim, "Login"), 0);
}
