//! `doctor` against vCenters that refuse, hide and tell what their tables say.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod placed;

use std::collections::BTreeSet;

use common::{Run, Vcsim, run, stored, words};
use placed::{holds, schema};
use serde_json::{Value, json};

fn ask(server: &Vcsim, flags: &[&str]) -> Run {
    let mut all = words(&["doctor", "--zone", "UTC"]);
    all.extend(server.connection());
    all.extend(words(flags));
    run(&all, &[])
}

/// The diagnosis as JSON, as it is published, with its exit code.
fn diagnosis(server: &Vcsim, flags: &[&str]) -> (Value, i32) {
    let run = ask(server, &[&["--format", "json", "--lang", "en"], flags].concat());
    let json: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stderr));
    holds(&schema("doctor"), &json);
    assert_eq!(json["exit_code"], run.code, "{json:#}");
    run.keeps_secret(&server.at.password);
    (json, run.code)
}

/// What the server noted against the client.
fn nothing_forbidden(server: &Vcsim) {
    let minutes = server.minutes();
    assert!(minutes.violations.is_empty(), "{:?}", minutes.violations);
    assert_eq!(minutes.calls["Login"], minutes.calls["Logout"], "{:?}", minutes.calls);
}

fn strings(list: &Value) -> BTreeSet<&str> {
    list.as_array().unwrap().iter().map(|one| one.as_str().unwrap()).collect()
}

fn can(told: &Value, question: &str) -> Value {
    let all = told["optional"].as_array().unwrap();
    all.iter().find(|one| one["question"] == question).unwrap()["can"].clone()
}

#[test]
fn a_read_only_account_can_read_everything() {
    let server = Vcsim::start("rights.read-only");
    let (told, code) = diagnosis(&server, &["--profile", "full"]);
    assert_eq!((code, &told["readable"]), (0, &json!("yes")), "{told:#}");
    for none in ["lacking", "unseen", "unlisted", "unanswered", "unknown_rules", "beyond"] {
        assert_eq!(told[none], json!([]), "{none}");
    }
    assert_eq!(told["rights"], json!({ "by": "asked" }));
    assert_eq!(told["pages"], json!({ "state": "works" }));
    assert_eq!(told["role"]["built_in"], true);
    assert_eq!(told["account"], server.at.username.as_str());
    assert_eq!(told["session_settings"], json!({ "maxSessionCount": "3000", "sessionTimeout": "30m" }));
    let encryption = &told["encryption"];
    assert_eq!(
        (&encryption["protocol"], &encryption["trusted_by"]),
        (&json!("TLS 1.3"), &json!("own-authority"))
    );
    assert_eq!(encryption["issuer"], "CN=vpreflight test authority");
    assert_eq!(encryption["sha256"], server.at.sha256.as_str());
    // It is good for a day from its start, which may be this second.
    assert!(matches!(encryption["days_left"].as_i64(), Some(0 | 1)), "{encryption:#}");
    assert!(told["clock"]["ahead_s"].as_i64().unwrap().abs() <= 2, "{told:#}");
    // DRS takes more than to read, and was not asked for.
    let asked = ["ask-hosts", "ask-vcenter", "ask-drs", "events", "licences"].map(|one| can(&told, one));
    assert_eq!(asked, [true, true, false, true, true].map(Value::from));
    nothing_forbidden(&server);

    let (told, code) = diagnosis(&server, &["--ask-drs"]);
    assert_eq!((code, &told["lacking"][0]["privilege"]), (3, &json!("Host.Config.Maintenance")));
    assert_eq!(told["lacking"][0]["missing"], 3);
    assert_eq!(told["role"]["name"], "vpreflight");
    let create =
        "govc role.create vpreflight Host.Config.Maintenance System.Anonymous System.Read System.View";
    assert_eq!(told["scripts"]["govc"]["role"], json!([create]));
}

#[test]
fn each_missing_right_is_named_and_no_other() {
    let server = Vcsim::start("rights.some");
    let (told, code) = diagnosis(&server, &["--ask-drs"]);
    assert_eq!((code, &told["readable"]), (3, &json!("no")));
    let lacks: BTreeSet<(String, String, String)> = told["lacking"]
        .as_array()
        .unwrap()
        .iter()
        .map(|lack| {
            assert_eq!((&lack["untold"], lack["missing"].as_u64() > Some(0)), (&json!(0), true), "{lack:#}");
            let objects = lack["examples"].as_array().unwrap().iter();
            let names: Vec<&str> =
                objects.map(|object| object["name"].as_str().unwrap().split('.').next().unwrap()).collect();
            let text = |key: &str| lack[key].as_str().unwrap().to_owned();
            (text("privilege"), text("kind"), names.join(" "))
        })
        .collect();
    let expected = [
        ("System.Read", "host", "esx03"),
        ("System.Read", "vm", "LMS-DB01"),
        ("System.Read", "datastore", "SAN-LMS-01"),
        // esx01 has a role that may.
        ("Host.Config.Maintenance", "host", "esx02 esx03"),
    ];
    let of = |(a, b, c): (&str, &str, &str)| (a.to_owned(), b.to_owned(), c.to_owned());
    assert_eq!(lacks, expected.map(of).into());
    assert_eq!((&told["unseen"][0]["kind"], &told["unseen"][0]["objects"]), (&json!("datastore"), &json!(1)));
    let calls: Vec<(&str, &str)> = told["unanswered"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["call"].as_str().unwrap(), one["named"].as_str().unwrap()))
        .collect();
    assert_eq!(
        calls,
        [("CreateCollectorForEvents", "System.View"), ("QueryAssignedLicenses", "Global.Licenses")]
    );
    assert!(strings(&told["role"]["privileges"]).contains("Global.Licenses"), "{told:#}");
    assert_eq!([can(&told, "events"), can(&told, "licences")], [false, false]);
    // What a role of an object has beyond the need is told where roles are usually given only.
    assert_eq!(told["beyond"], json!([]));
    nothing_forbidden(&server);

    // A check of the same vCenter leaves no other rule unknown.
    let report = server.check(&[]).report();
    let unknown: BTreeSet<&str> = report["prerequisites"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|rule| rule["outcome"]["is"] == "unknown")
        .map(|rule| rule["id"].as_str().unwrap())
        .collect();
    let foretold = strings(&told["unknown_rules"]);
    assert!(unknown.len() > 10, "{unknown:?}");
    assert!(unknown.is_subset(&foretold), "{:?}", unknown.difference(&foretold));
    for text in [ask(&server, &["--lang", "en"]).stdout, ask(&server, &["--lang", "ja"]).stdout] {
        assert!(
            ["esx03", "LMS-DB01", "Global.Licenses", "vm-disks-on-shared-storage"]
                .iter()
                .all(|one| text.contains(one)),
            "{text}"
        );
    }
}

#[test]
fn a_second_page_that_is_refused_leaves_nothing_out() {
    let server = Vcsim::start("rights.paging");
    let (told, code) = diagnosis(&server, &[]);
    assert_eq!(code, 0, "{told:#}");
    assert_eq!(told["pages"]["state"], "refused");
    assert_eq!(told["pages"]["fault"], "NoPermission: System.Read");
    assert_eq!(told["reads_root_folder"], false);
    let lines = &told["scripts"]["govc"]["datacenters"];
    assert!(lines[0].as_str().unwrap().ends_with(" -role ReadOnly -propagate=false"), "{lines}");
    assert!(
        lines[1]
            .as_str()
            .unwrap()
            .ends_with(" -role ReadOnly -propagate=true Datacenter:datacenter-2  # Tokyo")
    );
    let text = ask(&server, &["--lang", "en"]).stdout;
    assert!(text.contains("7.0.3 to 8.0.2"), "{text}");
    nothing_forbidden(&server);
}

#[test]
fn roles_tell_where_vcenter_may_not_be_asked() {
    let server = Vcsim::start("rights.untold");
    let (told, code) = diagnosis(&server, &[]);
    assert_eq!(code, 0, "{told:#}");
    assert_eq!(told["rights"], json!({ "by": "effective-roles", "because": "NoPermission: System.Read" }));
    nothing_forbidden(&server);
}

#[test]
fn an_old_vcenter_is_asked_for_nothing_newer() {
    let server = Vcsim::start("rights.api-4.0");
    let (told, code) = diagnosis(&server, &[]);
    assert_eq!((code, &told["rights"]), (3, &json!({ "by": "effective-roles" })), "{told:#}");
    let lack = &told["lacking"][0];
    assert_eq!(
        (&lack["privilege"], &lack["kind"], &lack["missing"]),
        (&json!("System.Read"), &json!("host"), &json!(1))
    );
    assert_eq!(lack["examples"][0]["name"], "esx02.tokyo.example");
    assert_eq!(told["pages"]["state"], "not-offered");
    let drs = told["optional"].as_array().unwrap().iter().find(|one| one["question"] == "ask-drs").unwrap();
    assert_eq!(drs["why"], json!({ "is": "not-offered", "since": "5.0" }));
    nothing_forbidden(&server);
}

#[test]
fn a_vcenter_without_a_cluster_cannot_be_told_from_one_that_hides_it() {
    let server = Vcsim::start("empty");
    let (told, code) = diagnosis(&server, &[]);
    assert_eq!((code, &told["readable"]), (3, &json!("cannot-tell")), "{told:#}");
    assert!(ask(&server, &["--lang", "en"]).stdout.contains("sees no cluster"));
}

#[test]
fn no_server_no_trust_and_no_login_are_code_4() {
    let gone = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let flags = words(&["doctor", "--server", &gone.to_string(), "--username", "u", "--lang", "en"]);
    let told = run(&flags, &[("GOVC_PASSWORD", "secret")]);
    assert_eq!((told.code, told.stdout.as_str()), (4, ""), "{}", told.stderr);
    assert!(told.stderr.contains(&format!("cannot reach {gone}")), "{}", told.stderr);

    let server = Vcsim::start("healthy");
    let mut flags = words(&["doctor", "--lang", "en"]);
    flags.extend(server.account());
    let told = run(&flags, &[]);
    assert!(told.code == 4 && told.stderr.contains(&server.at.sha256), "{}", told.stderr);
    let wrong =
        words(&["doctor", "--server", &server.at.url, "--username", "nobody", "--lang", "en", "--insecure"]);
    let told = run(&wrong, &[("GOVC_PASSWORD", "wrong")]);
    assert!(told.code == 4 && told.stderr.contains("refuses to log in 'nobody'"), "{}", told.stderr);
}

/// The whole table in both languages, with what differs from run to run left out.
#[test]
fn the_table_is_as_stored() {
    let server = Vcsim::start("rights.some");
    for lang in ["en", "ja"] {
        let run = ask(&server, &["--lang", lang, "--width", "100", "--ask-drs"]);
        let masked = run.stdout.replace(server.authority(), "vc01:443").replace(&server.at.sha256, "SHA-256");
        let lines = masked.lines().map(|line| {
            // Times.
            let digits = line.contains("UTC");
            let mask = |char: char| if digits && char.is_ascii_digit() { '0' } else { char };
            // Its certificate is good for a day from its start, which may be this second.
            line.chars().map(mask).collect::<String>().replace("0 day left", "0 days left") + "\n"
        });
        stored::snapshot("doctor", &format!("some-{lang}"), &lines.collect::<String>());
    }
}
