//! What people say, over the whole way: decisions files, statements and probes of the real binary.
//! Connections go to the loopback only.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::ErrorKind;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, text).unwrap();
        path
    }
}

fn base() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/base.json")).unwrap()
}

fn check(inventory: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vpreflight"));
    command.env_clear().args(["check", "--lang", "en", "--inventory"]).arg(inventory).args(args);
    command.output().unwrap()
}

fn report(inventory: &Path, args: &[&str]) -> (Value, Option<i32>) {
    let output = check(inventory, &[&["--format", "json"], args].concat());
    let text = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    (serde_json::from_str(&text).unwrap_or_else(|_| panic!("{text}{error}")), output.status.code())
}

fn outcomes<'r>(report: &'r Value, is: &str) -> Vec<&'r str> {
    let rules = report["prerequisites"].as_array().unwrap();
    let of = rules.iter().filter(|rule| rule["outcome"]["is"] == is);
    of.map(|rule| rule["id"].as_str().unwrap()).collect()
}

fn answers(rules: &[&str]) -> String {
    let answer = |rule: &&str| {
        format!(
            "[[attestation]]\nrule = \"{rule}\"\nstatement = \"looked at\"\nevidence = \"protocol 7\"\n\
             by = \"M. Abe\"\non = 2026-11-20\nexpires = 2027-05-20\n\n"
        )
    };
    rules.iter().map(answer).collect()
}

#[test]
fn answered_questions_make_a_strict_check_ready() {
    let place = Place::new();
    let inventory = place.file("base.json", &base());
    let (open, exit) = report(&inventory, &[]);
    assert_eq!((exit, open["verdict"].as_str()), (Some(0), Some("ready")));
    let manual = outcomes(&open, "manual");
    assert!(manual.len() >= 5, "{manual:?}");
    assert_eq!(report(&inventory, &["--strict"]).1, Some(3));

    let decisions = place.file("decisions.toml", &answers(&manual));
    let decisions = decisions.to_str().unwrap();
    let (answered, exit) = report(&inventory, &["--strict", "--decisions", decisions]);
    assert_eq!((exit, answered["verdict"].as_str()), (Some(0), Some("ready")));
    assert_eq!(outcomes(&answered, "attested"), manual);
    assert_eq!(answered["tally"]["attested"], manual.len());
    assert_eq!(answered["question"]["given"]["today"], "2026-11-22");
    assert!(answered["decisions"].as_array().unwrap().iter().all(|entry| entry.get("stale").is_none()));
    let table = check(&inventory, &["--decisions", decisions]);
    let table = String::from_utf8(table.stdout).unwrap();
    assert!(table.contains("Decided by people") && table.contains("protocol 7"), "{table}");
}

/// The clock of vCenter and that of the machine that read it: far apart, it is said, and the later one counts.
#[test]
fn dates_are_held_against_the_later_of_two_clocks() {
    let place = Place::new();
    let decisions = place.file("decisions.toml", &answers(&["vcenter-internet-access"]));
    let decisions = decisions.to_str().unwrap();
    let judged = |server: &str, machine: &str| {
        let mut base: Value = serde_json::from_str(&base()).unwrap();
        base["collection"]["at"] = server.into();
        base["collection"]["machine_at"] = machine.into();
        let inventory = place.file("clocks.json", &base.to_string());
        let report = report(&inventory, &["--decisions", decisions]).0;
        let text = |flags: &[&str]| String::from_utf8(check(&inventory, flags).stdout).unwrap();
        let told = ["table", "markdown", "html", "github", "junit"].map(|form| {
            let text = text(&["--format", form]).split_whitespace().collect::<Vec<_>>().join(" ");
            let text = text.replace("%3A", ":");
            text.contains("clocks are more than a day apart") && text.contains("2027-06-01 00:00:00")
        });
        let stale = report["decisions"][0]["stale"].clone();
        (report["question"]["given"]["today"].clone(), stale, report["source"]["machine_at"].clone(), told)
    };
    let expired = Value::from("expired");
    let (now, then) = ("2026-11-22T09:14:00Z", "2027-06-01T00:00:00Z");
    let far = (Value::from("2027-06-01"), expired.clone(), Value::from(then), [true; 5]);
    assert_eq!(judged(now, then), far);
    let back = (Value::from("2027-06-01"), expired, Value::from(now), [true; 5]);
    assert_eq!(judged(then, now), back);
    let close = (Value::from("2026-11-22"), Value::Null, Value::Null, [false; 5]);
    assert_eq!(judged(now, "2026-11-23T09:14:00Z"), close);
    assert_eq!(judged(now, ""), close);
    let unread = judged("", "2026-11-23T09:14:00Z");
    assert_eq!((unread.0, unread.1), (Value::from("2026-11-23"), Value::Null));
}

/// An installation that is stated for later than the reading is said to be so, on standard error and in every form
/// for people, and nothing counts as having come after it.
#[test]
fn an_installation_after_the_reading_is_said_to_be_one() {
    let place = Place::new();
    let inventory = place.file("base.json", &base());
    let stated = ["--lms-vm", "lms-db01", "--installed-at", "2027-11-22"];
    let (ahead, _) = report(&inventory, &stated);
    assert_eq!(ahead["question"]["given"]["installed_ahead"], true);
    let late =
        |rule: &&Value| rule.as_object().is_some_and(|rule| rule["findings"].to_string().contains("-after"));
    assert!(!ahead["prerequisites"].as_array().unwrap().iter().any(|rule| late(&rule)), "{ahead}");
    for (form, lang, told) in [
        ("table", "en", "--installed-at is 2027-11-22"),
        ("table", "ja", "インベントリの読み取りより後です"),
        ("markdown", "en", "installed-at is 2027-11-22"),
        ("html", "ja", "インベントリの読み取りより後です"),
        ("github", "en", "--installed-at is 2027-11-22"),
        ("junit", "ja", "インベントリの読み取りより後です"),
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_vpreflight"));
        command.env_clear().args(["check", "--lang", lang, "--format", form, "--inventory"]).arg(&inventory);
        let output = command.args(stated).output().unwrap();
        let (out, error) =
            (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
        let flat = |text: &str| text.replace('\\', "").split_whitespace().collect::<Vec<_>>().join(" ");
        // A Japanese line may be broken anywhere.
        let (out, told) = (flat(&out).replace(' ', ""), told.replace(' ', ""));
        assert!(out.contains(&told), "{form} {lang}: {out}");
        let on_error = if lang == "ja" { "読み取りより後です" } else { "later than the reading" };
        assert!(error.contains(on_error), "{form} {lang}: {error}");
    }
    let (now, _) = report(&inventory, &["--installed-at", "2026-11-22"]);
    assert_eq!(
        now["question"]["given"]["installed_ahead"],
        Value::Null,
        "the day of the reading is not ahead"
    );
}

#[test]
fn a_wrong_decisions_file_is_told_with_its_place() {
    let place = Place::new();
    let inventory = place.file("base.json", &base());
    let decisions =
        place.file("decisions.toml", &answers(&["vcenter-internet-acces"]).replace("by =", "from ="));
    let output = check(&inventory, &["--decisions", decisions.to_str().unwrap()]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("decisions.toml:2:8: there is no rule 'vcenter-internet-acces'"), "{error}");
    assert!(error.contains("did you mean 'vcenter-internet-access'?"), "{error}");
    assert!(error.contains("has no 'by'") && error.contains("knows no 'from'"), "{error}");
    let output = check(&inventory, &["--decisions", "nowhere.toml"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("nowhere.toml"));
}

#[test]
fn the_named_vm_is_found_or_the_candidates_are_listed() {
    let place = Place::new();
    let inventory = place.file("base.json", &base());
    let (named, _) = report(&inventory, &["--lms-vm", "lms-db01", "--installed-at", "2026-11-22"]);
    assert_eq!(named["question"]["given"]["lms_vm"]["id"], "vm-21");
    assert_eq!(named["question"]["given"]["installed_at"], "2026-11-22T00:00:00Z");
    let output = check(&inventory, &["--lms-vm", "lms-db"]);
    let error = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2), "{error}");
    assert!(error.contains("no VM is called 'lms-db'") && error.contains("lms-db01 (vm-21)"), "{error}");
    let output = check(&inventory, &["--installed-at", "yesterday"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn probes_are_made_from_this_machine_and_only_on_request() {
    let place = Place::new();
    // Hosts are named by address, so that no name is looked up anywhere.
    let local = (1..=3).fold(base(), |text, host| {
        text.replace(&format!("esx0{host}.tokyo.example"), &format!("127.0.0.{host}"))
    });
    let local = local.replace("192.168.10.", "127.0.0.").replace("vc01.tokyo.example", "127.0.0.1");
    let mut local: Value = serde_json::from_str(&local).unwrap();
    local["vcenter"].as_object_mut().unwrap().remove("probe");
    let inventory = place.file("local.json", &local.to_string());
    let find = |report: &Value, id: &str| {
        let rules = report["prerequisites"].as_array().unwrap();
        rules.iter().find(|rule| rule["id"] == id).unwrap().clone()
    };

    // That the addresses are this machine's own, other rules find.
    let (without, _) = report(&inventory, &["--client-here"]);
    assert_eq!(find(&without, "client-reaches-vcenter")["outcome"]["is"], "unknown");
    assert_eq!(
        find(&without, "client-reaches-vcenter")["undecided"][0]["reasons"][0]["kind"],
        "not-collected"
    );

    let (with, _) = report(&inventory, &["--client-here", "--probe"]);
    let listens = std::net::TcpStream::connect(("127.0.0.1", 443)).is_ok();
    let expected = if listens { "pass" } else { "fail" };
    assert_eq!(find(&with, "client-reaches-vcenter")["outcome"]["is"], expected);
    let hosts = find(&with, "client-reaches-hosts");
    assert_ne!(hosts["outcome"]["is"], "unknown", "{hosts:#}");
}

/// Two clusters, every host at an address of its own with listeners at the ports that are probed: who asks for
/// one has the hosts of the other left alone.
#[test]
fn hosts_of_another_cluster_are_not_probed() {
    let place = Place::new();
    let mut both: Value = serde_json::from_str(&base()).unwrap();
    let addresses: Vec<String> = (31..=36).map(|last| format!("127.0.0.{last}")).collect();
    let twin = |id: &Value| Value::from(format!("{}-twin", id.as_str().unwrap()));
    let mut other = both["clusters"][0].clone();
    (other["id"], other["name"]) = ("domain-c99".into(), "OTHER".into());
    let mut twins = both["hosts"].clone();
    for (host, address) in twins.as_array_mut().unwrap().iter_mut().zip(&addresses[3..]) {
        host["id"] = twin(&host["id"]);
        (host["name"], host["vm"], host["parent"]["id"]) =
            (address.as_str().into(), Value::Array(Vec::new()), "domain-c99".into());
    }
    other["host"] = twins.as_array().unwrap().iter().map(|host| host["id"].clone()).collect();
    let hosts = both["hosts"].as_array_mut().unwrap();
    for (host, address) in hosts.iter_mut().zip(&addresses) {
        host["name"] = address.as_str().into();
    }
    hosts.append(twins.as_array_mut().unwrap());
    for host in hosts {
        // A management address would lead elsewhere: names are enough here.
        host.as_object_mut().unwrap().remove("config.network");
    }
    both["clusters"].as_array_mut().unwrap().push(other);
    both["collection"]["server"] = "127.0.0.1".into();
    both["vcenter"].as_object_mut().unwrap().remove("probe");
    let inventory = place.file("both.json", &both.to_string());

    let listen = |address: &String| [443, 902].map(|port| TcpListener::bind((address.as_str(), port)));
    let listeners: Result<Vec<TcpListener>, _> = addresses.iter().flat_map(listen).collect();
    let listeners = match listeners {
        Ok(listeners) => listeners,
        // Ports below 1024 are not everybody's; src/preflight/probing.rs counts at ports of its own.
        Err(error) if error.kind() == ErrorKind::PermissionDenied => return,
        Err(error) => panic!("{error}"),
    };
    for (cluster, counts) in [("LMS-HA", [1, 1, 1, 0, 0, 0]), ("OTHER", [0, 0, 0, 1, 1, 1])] {
        check(&inventory, &["--probe", "--cluster", cluster]);
        // A connection is made as soon as the machine takes it, whether or not anybody has accepted it.
        let knocks = listeners.chunks(2).map(|host| {
            host.iter()
                .map(|listener| {
                    listener.set_nonblocking(true).unwrap();
                    std::iter::from_fn(|| listener.accept().ok()).count()
                })
                .collect::<Vec<_>>()
        });
        let wanted = counts.map(|count| vec![count; 2]);
        assert_eq!(knocks.collect::<Vec<_>>(), wanted, "{cluster}");
    }
}

#[test]
fn an_internet_address_is_asked_over_https_and_never_without_probes() {
    let place = Place::new();
    let inventory = place.file("base.json", &base());
    for args in [&["--probe-url", "https://127.0.0.1/"][..], &["--probe", "--probe-url", "http://127.0.0.1/"]]
    {
        assert_eq!(check(&inventory, args).status.code(), Some(2), "{args:?}");
    }
}

/// A time within a message stands in the zone of its reader, and by UTC in the evidence; a word of a closed set is
/// told in the reader's language.
#[test]
fn times_and_words_within_messages_are_those_of_the_reader() {
    let place = Place::new();
    let mut base: Value = serde_json::from_str(&base()).unwrap();
    for host in base["hosts"].as_array_mut().unwrap().iter_mut().filter(|host| host["id"] == "host-13") {
        host["runtime.inMaintenanceMode"] = true.into();
        host["runtime.connectionState"] = "notResponding".into();
    }
    let inventory = place.file("away.json", &base.to_string());
    let text = |lang: &str| {
        let flags = ["--all", "--zone", "Asia/Tokyo", "--lang", lang];
        let mut command = Command::new(env!("CARGO_BIN_EXE_vpreflight"));
        command.env_clear().args(["check", "--inventory"]).arg(&inventory).args(flags);
        String::from_utf8(command.output().unwrap().stdout).unwrap().split_whitespace().collect::<String>()
    };
    let (english, japanese) = (text("en"), text("ja"));
    assert!(english.contains("inmaintenancemodeandnotresponding"), "{english}");
    assert!(japanese.contains("接続されていません(応答なし)"), "{japanese}");
    for text in [&english, &japanese] {
        assert!(text.contains("+09:00(Asia/Tokyo)") && !text.contains("Z、HA"), "{text}");
    }
    let report = report(&inventory, &["--zone", "Asia/Tokyo"]).0.to_string();
    assert!(report.contains("\"connection\":\"not-responding\""), "programs get the value");
    assert!(report.contains("\"at\":\"2026-"), "programs get the value");
}

/// A host that is out of service is told as that in the reader's language, in messages, places and evidence;
/// programs get one word.
#[test]
fn hosts_out_of_service_are_marked_in_the_readers_language() {
    let place = Place::new();
    let mut base: Value = serde_json::from_str(&base()).unwrap();
    for host in base["hosts"].as_array_mut().unwrap().iter_mut().filter(|host| host["id"] == "host-13") {
        host["runtime.inMaintenanceMode"] = true.into();
    }
    let base = base.to_string();
    let (before, after) = base.split_at(base.find("172.16.9.13").unwrap());
    let base = format!("{before}{}", after.replacen("255.255.255.0", "255.255.0.0", 1));
    let inventory = place.file("resting.json", &base);
    for form in ["table", "markdown", "github"] {
        let text = |lang: &str| {
            let flags = ["--details", "--lang", lang, "--format", form];
            let flags = if form == "table" { &flags[..] } else { &flags[1..] };
            let mut command = Command::new(env!("CARGO_BIN_EXE_vpreflight"));
            command.env_clear().args(["check", "--inventory"]).arg(&inventory).args(flags);
            String::from_utf8(command.output().unwrap().stdout)
                .unwrap()
                .split_whitespace()
                .collect::<String>()
        };
        let (english, japanese) = (text("en"), text("ja"));
        assert!(english.contains("esx03.tokyo.example(maintenance)"), "{form}: {english}");
        assert!(japanese.contains("esx03.tokyo.example(メンテナンスモード)"), "{form}: {japanese}");
        assert!(!japanese.contains("(maintenance)"), "{form}: {japanese}");
    }
    assert!(report(&inventory, &[]).0.to_string().contains("esx03.tokyo.example (maintenance)"));
}

/// One host or several may be listed: a verb behind the list would be wrong for one of them.
#[test]
fn no_verb_follows_a_list_of_hosts() {
    let mut wrong = Vec::new();
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let folders =
        fs::read_dir(rules).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()));
    let mut read = 0;
    for file in files.filter(|file| !file.to_string_lossy().ends_with(".cases.toml")) {
        let text = fs::read_to_string(&file).unwrap();
        for finding in text.split("[[finding]]").skip(1) {
            read += usize::from(finding.contains("{lacking}"));
            let verbs = ["do", "does", "is", "are", "has", "have"];
            let verb = verbs.iter().find(|verb| finding.contains(&format!("{{lacking}} {verb} ")));
            wrong.extend(verb.map(|verb| format!("{}: {{lacking}} {verb}", file.display())));
        }
    }
    assert!(read > 10, "the rules were not found");
    assert!(wrong.is_empty(), "{wrong:#?}");
}
