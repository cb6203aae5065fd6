//! `vpreflight whatif` at the command line: what each answer says, in each form and both languages, and what is
//! said of bad input.
//!
//! `INSTA_UPDATE=always scripts/test --test whatif` writes the answers in `tests/whatif/` anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "whatif/causes.rs"]
mod causes;
mod common;
#[path = "whatif/deletion.rs"]
mod deletion;
#[path = "whatif/doubts.rs"]
mod doubts;
#[path = "whatif/forms.rs"]
mod forms;
mod placed;
#[path = "whatif/returning.rs"]
mod returning;

use common::{Vcsim, stored, words};
use placed::{EVIL, Estate, demo, flat, holds, names, refused, schema};
use serde_json::{Value, json};

/// A cluster that HA and DRS run, of which a required rule, a host that cannot be reached by a store, priorities
/// and groups say who can go where.
fn mixed() -> Estate {
    Estate::of(&[("db01", 0, 40), ("app01", 0, 20), ("app02", 0, 20), ("web01", 1, 10), ("old01", 2, 10)])
        .on_local_disk(4, 2)
        .cluster("dasVm", json!([{ "vm": "vm-102", "settings": { "restartPriority": "disabled" } }]))
        .cluster(
            "group",
            json!([
                { "kind": "ClusterVmGroup", "name": "licensed VMs", "vm": ["vm-101"] },
                { "kind": "ClusterHostGroup", "name": "site-a", "host": ["host-11", "host-12"] },
                { "kind": "ClusterHostGroup", "name": "nobody", "host": [] },
            ]),
        )
        .cluster(
            "rule",
            json!([{
                "kind": "ClusterVmHostRuleInfo", "name": "licence", "enabled": true, "mandatory": true,
                "vmGroupName": "licensed VMs", "affineHostGroupName": "site-a",
            }]),
        )
}

#[test]
fn answers_are_told_as_stored() {
    let moved = Estate::cramped().cluster("drsVmConfig", json!([{ "key": "vm-102", "enabled": false }]));
    let unread = Estate::of(&[("db01", 0, 40), ("big01", 2, 230)]).unread(1, "config.network");
    for (name, estate, flags, code) in [
        ("stranded", &Estate::stranded(), &["--lose-each"][..], 1),
        ("after-moves", &Estate::cramped(), &["--lose", "esx01.tokyo.example"], 0),
        ("pinned", &moved, &["--evacuate", "esx02.tokyo.example"], 0),
        ("site", &mixed(), &["--lose-group", "site-a"], 1),
        ("roll", &mixed(), &["--roll"], 1),
        ("unread", &unread, &["--lose", "host-11"], 3),
    ] {
        for lang in ["en", "ja"] {
            let run = estate.ask(&[&["whatif", "--lang", lang], flags].concat());
            assert_eq!(run.code, code, "{name}: {}\n{}", run.stderr, run.stdout);
            assert_eq!(run.stderr, "", "{name}");
            assert!(
                run.stdout.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80),
                "{name}"
            );
            stored::snapshot("whatif", &format!("{name}-{lang}"), &run.stdout);
        }
    }
}

#[test]
fn a_remedy_that_is_told_makes_it_fit() {
    let told = Estate::stranded().json(&["whatif", "--lose", "esx01.tokyo.example"]);
    let event = &told["clusters"][0]["events"][0];
    assert_eq!(event["answer"], "does-not-fit");
    assert_eq!(names(&event["stranded"][0]["vms"]).len(), 1);
    let lower: Vec<&Value> = event["remedies"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|remedy| remedy["do"] == "lower-reservation")
        .collect();
    assert!(!lower.is_empty(), "{event:#}");
    for remedy in lower {
        let (id, by) = (&remedy["vm"]["id"], remedy["memory_mb"].as_i64().unwrap());
        let with = |by: i64| {
            let mut estate = Estate::stranded();
            let vm = estate.0["vms"].as_array_mut().unwrap().iter_mut().find(|vm| vm["id"] == *id).unwrap();
            vm["config.memoryAllocation"] = json!(150 * 1024 - by);
            estate.ask(&["whatif", "--lose", "esx01.tokyo.example"]).code
        };
        assert_eq!(with(by), 0, "{remedy:#}");
        assert_ne!(with(by / 2), 0, "half of it does not: {remedy:#}");
    }
}

/// What is added is applied to the inventory and judged again: a host that is not built like the others any more
/// makes less certain what all of them have.
#[test]
fn memory_that_is_added_as_told_makes_it_fit() {
    let estate = || {
        let mut estate = Estate::stranded();
        estate.0["clusters"][0]["summary"]["effectiveMemory"] = json!(3 * 250 * 1024);
        estate
    };
    for lost in ["host-11", "host-12"] {
        let told = estate().json(&["whatif", "--lose", lost]);
        let remedies = told["clusters"][0]["events"][0]["remedies"].as_array().unwrap().clone();
        let added: Vec<&Value> = remedies.iter().filter(|remedy| remedy["do"] == "add-capacity").collect();
        assert!(!added.is_empty(), "{told:#}");
        for remedy in added {
            let (id, by) = (&remedy["host"]["id"], remedy["memory_mb"].as_i64().unwrap());
            let with = |by: i64| {
                let mut estate = estate();
                let hosts = estate.0["hosts"].as_array_mut().unwrap();
                let host = hosts.iter_mut().find(|host| host["id"] == *id).unwrap();
                let has = host["summary.hardware"]["memorySize"].as_i64().unwrap();
                host["summary.hardware"]["memorySize"] = json!(has + (by << 20));
                estate.0["clusters"][0]["summary"]["effectiveMemory"] = json!(3 * 250 * 1024 + by);
                estate.ask(&["whatif", "--lose", lost]).code
            };
            assert_eq!(with(by), 0, "{remedy:#}");
            assert_ne!(with(by - 1), 0, "less does not: {remedy:#}");
        }
    }
}

/// The overhead of running a VM is no reservation: what is told to be lowered can be.
#[test]
fn no_more_is_lowered_than_is_reserved() {
    let told = Estate::stranded().json(&["whatif", "--lose-each"]);
    for event in told["clusters"][0]["events"].as_array().unwrap() {
        for remedy in event["remedies"].as_array().unwrap() {
            if remedy["do"] == "lower-reservation" {
                assert!(remedy["memory_mb"].as_i64().unwrap() <= 150 * 1024, "{remedy:#}");
            }
        }
    }
    let overhead = json!(150_i64 << 30);
    let mut estate = Estate::stranded();
    for vm in 0..3 {
        estate = estate.vm(vm, "config.memoryAllocation", json!(0)).vm(
            vm,
            "runtime.memoryOverhead",
            overhead.clone(),
        );
    }
    let told = estate.json(&["whatif", "--lose", "host-11"]);
    let text = told["clusters"][0]["events"][0].to_string();
    assert!(text.contains("does-not-fit") && !text.contains("lower-reservation"), "{told:#}");
}

#[test]
fn ha_restarts_only_where_its_agent_works_and_only_whom_it_protects() {
    let estate = |state: Value| Estate::of(&[("db01", 0, 40)]).host(1, "runtime.dasHostState", state);
    let broken = estate(json!({ "state": "fdmUnreachable" })).host(
        2,
        "runtime.dasHostState",
        json!({ "state": "hostDown" }),
    );
    let told = broken.json(&["whatif", "--lose", "host-11"]);
    let event = &told["clusters"][0]["events"][0];
    assert_eq!((&event["answer"], &told["exit_code"]), (&json!("does-not-fit"), &json!(1)), "{event:#}");
    assert!(event["stranded"][0]["refusals"].to_string().contains("HA agent"), "{event:#}");
    assert!(event["remedies"].to_string().contains("HA agent"), "{event:#}");
    let text = flat(&broken.ask(&["whatif", "--lose", "host-11", "--lang", "en"]).stdout);
    assert!(text.contains("Reconfigure for vSphere HA"), "{text}");
    // One that works is enough, moves need none, and without HA a person starts the VM anywhere.
    assert_eq!(estate(json!({ "state": "hostDown" })).ask(&["whatif", "--lose", "host-11"]).code, 0);
    assert_eq!(broken.ask(&["whatif", "--evacuate", "host-11"]).code, 0);
    let off = Estate(broken.0.clone())
        .cluster("das", json!({ "enabled": false }))
        .json(&["whatif", "--lose", "host-11"]);
    assert_eq!(off["clusters"][0]["events"][0]["answer"], "as-it-stands");
    // On its way, or not read: nobody can tell.
    let starting =
        estate(json!({ "state": "election" })).host(2, "runtime.dasHostState", json!({ "state": "retry" }));
    assert_eq!(starting.ask(&["whatif", "--lose", "host-11"]).code, 3);
    let unread =
        Estate::of(&[("db01", 0, 40)]).unread(1, "runtime.dasHostState").unread(2, "runtime.dasHostState");
    let told = unread.json(&["whatif", "--lose", "host-11"]);
    assert_eq!(told["exit_code"], 3, "{told:#}");
    assert!(told["clusters"][0]["events"][0]["missing"].to_string().contains("dasHostState"), "{told:#}");

    let unprotected =
        Estate::of(&[("db01", 0, 40), ("db02", 0, 40)]).vm(0, "runtime.dasVmProtection", json!(false));
    let told = unprotected.json(&["whatif", "--lose", "host-11"]);
    holds(&schema("whatif"), &told);
    let event = &told["clusters"][0]["events"][0];
    assert_eq!((&event["left_off"][0]["because"], &event["vms"]), (&json!("unprotected"), &json!(1)));
    assert_eq!(told["exit_code"], 1);
    assert_eq!(unprotected.ask(&["whatif", "--lose", "host-12"]).code, 0);
}

/// Of two required rules about a VM each stands where it keeps the VM from a host.
#[test]
fn each_rule_is_told_at_the_host_it_keeps_a_vm_from() {
    let group = |kind: &str, name: &str, hosts: &[&str]| match kind {
        "vm" => json!({ "kind": "ClusterVmGroup", "name": name, "vm": ["vm-101"] }),
        _ => json!({ "kind": "ClusterHostGroup", "name": name, "host": hosts }),
    };
    let rule = |name: &str, hosts: &str| {
        json!({
            "kind": "ClusterVmHostRuleInfo", "name": name, "enabled": true, "mandatory": true,
            "vmGroupName": "vms", "affineHostGroupName": hosts,
        })
    };
    let estate = Estate::of(&[("db01", 0, 40)])
        .cluster(
            "group",
            json!([
                group("vm", "vms", &[]),
                group("host", "two", &["host-11", "host-12"]),
                group("host", "ends", &["host-11", "host-13"])
            ]),
        )
        .cluster("rule", json!([rule("licence", "two"), rule("site", "ends")]));
    let told = estate.json(&["whatif", "--lose", "host-11"]);
    let event = &told["clusters"][0]["events"][0];
    let refusals = event["stranded"][0]["refusals"].as_array().unwrap();
    let by = |host: &str| refusals.iter().find(|one| one["host"]["id"] == host).unwrap()["by"].clone();
    assert_eq!(by("host-12"), json!([{ "cause": "VM-Host rules", "name": "site" }]), "{event:#}");
    assert_eq!(by("host-13"), json!([{ "cause": "VM-Host rules", "name": "licence" }]), "{event:#}");
    let resolved: Vec<&Value> =
        event["remedies"].as_array().unwrap().iter().filter(|one| one["do"] == "resolve").collect();
    assert_eq!(resolved.len(), 2, "each alone is enough: {event:#}");
    assert!(resolved.iter().all(|one| one["hindrances"].as_array().unwrap().len() == 1), "{event:#}");
}

/// What is to be done about a store depends on what keeps the host from it.
#[test]
fn a_remedy_is_about_the_cause() {
    let local = Estate::of(&[("db01", 1, 40)]).on_local_disk(0, 1);
    let text = flat(&local.ask(&["whatif", "--lose", "host-12", "--lang", "en"]).stdout);
    assert!(text.contains("Move what lies on 'esx02-local' to storage that the hosts share"), "{text}");
    assert!(!text.contains("Mount"), "{text}");
    let mut read_only = Estate::of(&[("db01", 0, 40)]);
    for mount in read_only.0["datastores"][0]["host"].as_array_mut().unwrap() {
        if mount["key"] != "host-11" {
            mount["accessMode"] = json!("readOnly");
        }
    }
    let text = flat(&read_only.ask(&["whatif", "--lose", "host-11", "--lang", "en"]).stdout);
    assert!(text.contains("write access to 'san-lms01', which is mounted read-only there"), "{text}");
    assert!(!text.contains("ount 'san"), "{text}");
    // Dropping a rule about VMs is told where that rule is why, and there is no softer kind of it.
    let apart = Estate::of(&[("db01", 0, 40), ("db02", 1, 40), ("db03", 2, 40)])
        .cluster("das", json!({ "enabled": true, "option": [["das.respectVmVmAntiAffinityRules", "true"]] }))
        .cluster("rule", json!([{ "kind": "ClusterAntiAffinityRuleSpec", "name": "apart", "enabled": true, "vm": ["vm-101", "vm-102", "vm-103"] }]));
    let text = flat(&apart.ask(&["whatif", "--lose", "host-11", "--lang", "en"]).stdout);
    assert!(text.contains("Drop or disable the rule 'apart'") && !text.contains("soften"), "{text}");
}

/// What no property tells is told as such, by the answer and by the rule of the guide alike.
#[test]
fn whether_ha_keeps_vms_apart_is_told_by_the_option() {
    let estate = |option: Value| {
        let vms = [("db01", 0, 40), ("db02", 1, 40), ("db03", 2, 40)];
        let rule = json!([{
            "kind": "ClusterAntiAffinityRuleSpec", "name": "apart", "enabled": true,
            "vm": ["vm-101", "vm-102", "vm-103"],
        }]);
        let mut estate = Estate::of(&vms).cluster("rule", rule);
        estate.0["clusters"][0]["configurationEx"]["das"]["option"] = option;
        estate
    };
    for (option, code, outcome) in [
        (json!([]), 3, "warn"),
        (json!([["das.respectVmVmAntiAffinityRules", "false"]]), 0, "pass"),
        (json!([["das.respectVmVmAntiAffinityRules", "true"]]), 1, "fail"),
    ] {
        let told = estate(option.clone()).json(&["whatif", "--lose", "host-11"]);
        assert_eq!(told["exit_code"], code, "{option}: {told:#}");
        if code == 3 {
            assert!(told.to_string().contains("das.respectVmVmAntiAffinityRules"), "{told:#}");
        }
        let report = estate(option.clone()).ask(&["check", "--format", "json"]).report();
        let rules = report["prerequisites"].as_array().unwrap();
        let rule = rules.iter().find(|rule| rule["id"] == "cluster-sufficient-resources").unwrap();
        let found = rule["outcome"]["is"].as_str().or(rule["outcome"].as_str());
        assert_eq!(found, Some(outcome), "{option}");
    }
}

#[test]
fn ha_that_is_off_is_told_before_anything_else() {
    let off = json!({ "enabled": false });
    let estate = Estate::cramped().cluster("das", off);
    for (lang, word) in
        [("en", "HA IS OFF, or does not watch hosts"), ("ja", "HA が無効であるか、ホストの監視が無効です")]
    {
        let run = estate.ask(&["whatif", "--lose-each", "--lang", lang]);
        assert_eq!(run.code, 1, "nobody restarts anything: {}", run.stderr);
        let text = flat(&run.stdout);
        let (before, _) = text.split_once("esx01").unwrap();
        assert!(before.contains(word), "{}", run.stdout);
        for format in ["csv", "html"] {
            let run = estate.ask(&["whatif", "--lose-each", "--lang", lang, "--format", format]);
            assert!(run.stdout.contains(word), "{format}: {}", run.stdout);
        }
    }
    let told = estate.json(&["whatif", "--lose-each"]);
    assert_eq!((&told["clusters"][0]["ha"], &told["exit_code"]), (&json!(false), &json!(1)));
    assert_eq!(estate.ask(&["whatif", "--evacuate", "host-12"]).code, 0, "DRS empties hosts without HA");
    // Nobody asks HA to empty a host.
    assert!(!estate.ask(&["whatif", "--evacuate", "host-12", "--lang", "en"]).stdout.contains("HA IS OFF"));
}

/// Places without anybody who restarts the VMs there are no answer to be content with.
#[test]
fn a_loss_after_which_nobody_restarts_anything_is_not_ok() {
    let of = |das: Value| Estate::of(&[("db01", 0, 40)]).cluster("das", das);
    let on = json!({ "enabled": true });
    for (das, restarting, code) in [
        (on.clone(), "yes", 0),
        (json!({ "enabled": false }), "ha-off", 1),
        (json!({ "enabled": true, "hostMonitoring": "disabled" }), "ha-off", 1),
        (json!({ "enabled": true, "hostMonitoring": "sometimes" }), "unknown", 3),
        (json!({ "enabled": false, "hostMonitoring": "sometimes" }), "ha-off", 1),
        (
            json!({ "enabled": true, "defaultVmSettings": { "restartPriority": "disabled" } }),
            "all-excluded",
            1,
        ),
    ] {
        let estate = of(das.clone());
        let told = estate.json(&["whatif", "--lose", "host-11"]);
        assert_eq!(told["clusters"][0]["restarting"], restarting, "{das}");
        assert_eq!(told["exit_code"], code, "{das}");
        let matrix = estate.json(&["matrix", "--relation", "restart"]);
        assert_eq!(matrix["clusters"][0]["restarting"], restarting, "{das}");
        assert!(estate.json(&["matrix"])["clusters"][0].get("restarting").is_none(), "moves need no HA");
        for flags in [&["whatif", "--lose-each"][..], &["matrix", "--relation", "restart"]] {
            for format in ["table", "html"] {
                let text = flat(&estate.ask(&[flags, &["--lang", "en", "--format", format]].concat()).stdout);
                let word = match restarting {
                    "ha-off" => "HA IS OFF",
                    "all-excluded" => "HA RESTARTS NOTHING",
                    "unknown" => "Whether HA is on is not known",
                    _ => "",
                };
                assert!(text.contains(word), "{flags:?} {format}: {text}");
            }
        }
    }
    // A host that runs nothing takes nobody down.
    assert_eq!(of(json!({ "enabled": false })).ask(&["whatif", "--lose", "host-12"]).code, 0);
    // One that is left off on purpose is one thing, a cluster that restarts nothing another.
    let one = json!([{ "vm": "vm-101", "settings": { "restartPriority": "disabled" } }]);
    let estate = Estate::of(&[("db01", 0, 40), ("db02", 1, 40)]).cluster("das", on).cluster("dasVm", one);
    assert_eq!(estate.ask(&["whatif", "--lose", "host-11"]).code, 0);
    let matrix = estate.ask(&["matrix", "--relation", "restart", "--lang", "en"]);
    assert!(
        matrix.stdout.contains("their") || flat(&matrix.stdout).contains("is disabled: db01"),
        "{}",
        matrix.stdout
    );
    assert!(!flat(&estate.ask(&["matrix", "--lang", "en"]).stdout).contains("is disabled: db01"));
}

#[test]
fn a_host_goes_by_its_name_before_the_domain_where_that_is_one() {
    let estate = mixed();
    let whole = estate.json(&["whatif", "--lose", "esx01.tokyo.example"]);
    for short in ["esx01", "ESX01"] {
        assert_eq!(estate.json(&["whatif", "--lose", short]), whole, "{short}");
    }
    let twice = mixed().host(1, "name", json!("esx01.osaka.example"));
    refused(&twice.ask(&["whatif", "--lose", "esx01"]), 2, &["more than one host", "esx01.osaka.example"]);
    // A name in full is nobody's short one.
    let exact = mixed().host(1, "name", json!("esx01"));
    assert_eq!(
        exact.json(&["whatif", "--lose", "esx01"])["clusters"][0]["events"][0]["hosts"][0]["id"],
        "host-12"
    );
    let address = mixed().host(0, "name", json!("10.1.2.3"));
    refused(&address.ask(&["whatif", "--lose", "10"]), 2, &["no host in service '10'"]);
}

#[test]
fn who_stands_on_a_host_out_of_service_is_told() {
    let estate = |key: &str, value: Value| mixed().host(2, key, value);
    for (estate, word, they) in [
        (estate("runtime.inMaintenanceMode", json!(true)), "in maintenance", "still to be moved away"),
        (
            estate("runtime.connectionState", json!("notResponding")),
            "not responding",
            "restarted them elsewhere",
        ),
        (
            estate("runtime.connectionState", json!("disconnected")),
            "disconnected",
            "restarted them elsewhere",
        ),
    ] {
        for named in ["esx03.tokyo.example", "host-13", "esx03"] {
            let run = estate.ask(&["whatif", "--lose", named]);
            refused(&run, 2, &["out of service already", word, they, "\n  old01"]);
        }
        for flags in [&["whatif", "--lose-each"][..], &["whatif", "--roll"], &["matrix"]] {
            for format in ["table", "html"] {
                let run = estate.ask(&[flags, &["--lang", "en", "--format", format]].concat());
                let told = format!(
                    "1 VM on hosts out of service, in no answer: esx03.tokyo.example ({word}): old01"
                );
                assert!(flat(&run.stdout).contains(&told), "{flags:?} {format}: {}", run.stdout);
            }
            let json = estate.json(flags);
            let kind = if flags[0] == "matrix" { "matrix" } else { "whatif" };
            holds(&schema(kind), &json);
            assert_eq!(names(&json["clusters"][0]["out_of_service"][0]["vms"]), ["old01"], "{flags:?}");
        }
        let csv = estate.ask(&["whatif", "--lose-each", "--format", "csv", "--lang", "en"]).stdout;
        assert!(csv.contains(",out-of-service,"), "{csv}");
    }
    let empty = Estate::of(&[("db01", 0, 40)]).host(2, "runtime.inMaintenanceMode", json!(true));
    refused(&empty.ask(&["whatif", "--lose", "esx03"]), 2, &["no VM stands there as running"]);
    assert!(!empty.ask(&["whatif", "--lose-each", "--lang", "en"]).stdout.contains("out of service"));
}

#[test]
fn who_is_not_restarted_is_told_apart_from_who_finds_no_place() {
    let event = &mixed().json(&["whatif", "--lose", "esx01.tokyo.example"])["clusters"][0]["events"][0];
    assert_eq!(event["left_off"][0]["vm"]["name"], "app01");
    assert_eq!(event["left_off"][0]["because"], "excluded");
    assert_eq!((event["answer"].as_str(), &event["vms"]), (Some("as-it-stands"), &json!(2)));
    let site = &mixed().json(&["whatif", "--lose-group", "site-a"])["clusters"][0]["events"][0];
    assert_eq!(site["group"], "site-a");
    let left: Vec<String> =
        site["stranded"].as_array().unwrap().iter().flat_map(|one| names(&one["vms"])).collect();
    assert_eq!(left, ["db01"], "the rule ties it to the site: {site:#}");
}

/// The first VM may go to one host only, and what is there has to change places with what is on the third.
fn swapped() -> Estate {
    Estate::of(&[("x", 0, 130), ("y", 1, 200), ("z", 2, 100)])
        .cluster(
            "group",
            json!([
                { "kind": "ClusterVmGroup", "name": "licensed VMs", "vm": ["vm-101"] },
                { "kind": "ClusterHostGroup", "name": "licensed hosts", "host": ["host-11", "host-12"] },
            ]),
        )
        .cluster(
            "rule",
            json!([{
                "kind": "ClusterVmHostRuleInfo", "name": "licence", "enabled": true, "mandatory": true,
                "vmGroupName": "licensed VMs", "affineHostGroupName": "licensed hosts",
            }]),
        )
        .cluster("drsConfig", json!({ "defaultVmBehavior": "fullyAutomated" }))
}

#[test]
fn a_swap_is_nobodys_to_do_by_itself() {
    for flag in ["--lose", "--evacuate"] {
        let asked = ["whatif", flag, "host-11"];
        let event = &swapped().json(&asked)["clusters"][0]["events"][0];
        assert_eq!(
            (&event["answer"], &event["order"]),
            (&json!("after-moves"), &json!("swap-needed")),
            "{event:#}"
        );
        let moves = event["moves"].as_array().unwrap();
        assert!(moves.len() > 1 && moves.iter().all(|one| one["by"] == "person"), "{event:#}");
        let run = swapped().ask(&asked);
        assert_eq!(run.code, 1, "{flag}");
        assert!(!flat(&run.stdout).contains("by itself."), "{}", run.stdout);
    }
    let csv = swapped().ask(&["whatif", "--evacuate", "host-11", "--format", "csv", "--lang", "en"]).stdout;
    let moves: Vec<&str> = csv.lines().filter(|line| line.contains(",move,")).collect();
    assert!(!moves.is_empty());
    for line in moves {
        assert!(line.contains(",move,,") && line.contains("no direct order works"), "{line}");
    }
    let run = swapped().ask(&["check", "--format", "json"]);
    let placing = &run.report()["clusters"][0]["placing"];
    assert_eq!(
        (&placing["losses_survived"]["by_hand"], &placing["hosts_emptied"]["by_hand"]),
        (&json!(1), &json!(1))
    );
}

#[test]
fn a_host_without_a_valid_licence_takes_nobody() {
    let mut estate = Estate::of(&[("db01", 0, 40)]);
    for at in [2, 3] {
        estate.0["vcenter"]["licences"]["is"][at]["edition"] = json!("eval");
        estate.0["vcenter"]["licences"]["is"][at]["expiresInH"] = json!(-1);
    }
    for event in [&["whatif", "--lose", "host-11"], &["whatif", "--evacuate", "host-11"]] {
        let told = estate.json(event);
        let event = &told["clusters"][0]["events"][0];
        assert_eq!((&event["answer"], &told["exit_code"]), (&json!("does-not-fit"), &json!(1)), "{event:#}");
        assert!(event["stranded"][0]["refusals"].to_string().contains("licence"), "{event:#}");
    }
}
