//! What is told beside the answers about placing: Fault Tolerance pairs, hosts in quarantine, preferred rules, what
//! VMs use, and HA that restarts nothing.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod placed;

use placed::{Estate, flat, holds, schema};
use serde_json::{Value, json};

/// Two VMs of a Fault Tolerance pair.
fn paired(other: usize) -> Estate {
    let mut estate = Estate::of(&[("ft01", 0, 40), ("ft01", other, 40), ("db01", 1, 40)]);
    for (vm, role) in [(0, 1), (1, 2)] {
        estate = estate.vm(vm, "config.ftInfo", json!(role)).vm(
            vm,
            "config.ftInfo.instanceUuids",
            json!(["5001", "5002"]),
        );
    }
    estate
}

#[test]
fn the_halves_of_a_pair_never_meet_and_one_goes_on_without_the_other() {
    let event = |estate: &Estate, flags: &[&str]| {
        let told = estate.json(&[&["whatif"], flags].concat());
        holds(&schema("whatif"), &told);
        (told["clusters"][0]["events"][0].clone(), told["exit_code"].as_i64().unwrap())
    };
    let (lost, code) = event(&paired(1), &["--lose", "host-11"]);
    assert_eq!((&lost["answer"], &lost["vms"], code), (&json!("as-it-stands"), &json!(0), 0), "{lost:#}");
    assert_eq!(lost["left_off"][0]["because"], "fault-tolerance");
    assert_eq!(lost["left_off"][0]["goes_on"]["id"], "host-12", "{lost:#}");
    // Both at once: HA restarts the primary VM, and the other is made anew.
    let (both, _) = event(&paired(1), &["--lose", "host-11,host-12"]);
    assert_eq!(
        (both["vms"].as_i64(), &both["left_off"][0]["because"]),
        (Some(2), &json!("secondary")),
        "{both:#}"
    );
    assert!(both["placed"].as_array().unwrap().iter().any(|one| one["vm"]["id"] == "vm-101"), "{both:#}");
    // A host that runs both halves takes the VM down.
    let (one, _) = event(&paired(0), &["--lose", "host-11"]);
    assert_eq!(
        (one["vms"].as_i64(), &one["left_off"][0]["because"]),
        (Some(1), &json!("secondary")),
        "{one:#}"
    );
    // They are not moved together, though there is room for both.
    let two = paired(1).host(2, "runtime.inMaintenanceMode", json!(true));
    let (moved, code) = event(&two, &["--evacuate", "host-11"]);
    assert_eq!((&moved["answer"], code), (&json!("does-not-fit"), 1), "{moved:#}");
    assert!(!moved.to_string().contains("drop-rule"), "nobody can drop it: {moved:#}");
    let (moved, _) = event(&paired(1), &["--evacuate", "host-11"]);
    assert_eq!(moved["placed"][0]["host"]["id"], "host-13", "{moved:#}");
    // Where the other half is not found, or not told, nothing is certain.
    let alone = paired(1).vm(1, "config.ftInfo.instanceUuids", json!(["5003", "5004"]));
    let mut unread = paired(1);
    let vm = unread.0["vms"][0].as_object_mut().unwrap();
    vm.remove("config.ftInfo.instanceUuids");
    vm.insert("unreadable".into(), json!({ "config.ftInfo.instanceUuids": { "kind": "denied" } }));
    let away = paired(1).vm(1, "runtime.host", json!("host-12")).host(
        1,
        "runtime.connectionState",
        json!("notResponding"),
    );
    for estate in [alone, away] {
        let (lost, code) = event(&estate, &["--lose", "host-11"]);
        assert!(lost["left_off"].is_null() && lost["vms"] == 1, "{lost:#}");
        assert!([0, 3].contains(&code), "{lost:#}");
    }
    let two = unread.host(2, "runtime.inMaintenanceMode", json!(true));
    assert_eq!(event(&two, &["--evacuate", "host-11"]).1, 3, "they may be halves of each other");
}

/// What a check says of a rule in all.
fn found(estate: &Estate, rule: &str) -> String {
    let report = estate.json(&["check"]);
    let rules = report["prerequisites"].as_array().unwrap();
    rules.iter().find(|one| one["id"] == rule).unwrap()["findings"].to_string()
}

#[test]
fn whether_a_new_half_finds_a_host_is_told_and_decides_nothing() {
    let event = |estate: &Estate| {
        let told = estate.json(&["whatif", "--lose", "host-11"]);
        holds(&schema("whatif"), &told);
        let event = &told["clusters"][0]["events"][0];
        (event["new_halves"].clone(), event["answer"].clone())
    };
    let fits = json!("as-it-stands");
    assert_eq!(event(&paired(1)), (json!("room"), fits.clone()));
    let two = || paired(1).host(2, "runtime.inMaintenanceMode", json!(true));
    assert_eq!(
        event(&two()),
        (json!("no-room"), fits.clone()),
        "the other half is on the only host that is left"
    );
    let unread = paired(1).unread(2, "config.network");
    assert_eq!(event(&unread), (json!("cannot-tell"), fits));
    assert!(event(&Estate::stranded()).0.is_null());
    let said = |lang: &str| flat(&two().ask(&["whatif", "--lose", "host-11", "--lang", lang]).stdout);
    assert!(said("en").contains("does not find hosts for all new halves"), "{}", said("en"));
    assert!(said("ja").contains("新しいセカンダリの一部に配置先がなく"), "{}", said("ja"));
}

/// DRS makes room by no move that brings both halves to one host; a host with both takes the VM down.
#[test]
fn the_check_knows_pairs_as_well() {
    let vms = [("db01", 0, 150), ("ft01", 1, 120), ("ft01", 2, 120)];
    let pair = |mut estate: Estate, one: usize, other: usize| {
        for (vm, role) in [(one, 1), (other, 2)] {
            estate = estate.vm(vm, "config.ftInfo", json!(role)).vm(
                vm,
                "config.ftInfo.instanceUuids",
                json!(["5001", "5002"]),
            );
        }
        estate
    };
    let rule = "cluster-sufficient-resources";
    assert!(!found(&Estate::of(&vms), rule).contains("stranded"), "DRS moves one to the other");
    let kept = found(&pair(Estate::of(&vms), 1, 2), rule);
    assert!(kept.contains("stranded") && kept.contains("db01"), "{kept}");

    // Both halves on one host, to which a required rule ties the one that HA restarts.
    let tied = |other: usize| {
        let group =
            |kind: &str, name: &str, key: &str, id: &str| json!({ "kind": kind, "name": name, key: [id] });
        let estate = Estate::of(&[("db01", 1, 20), ("ft01", 0, 80), ("ft01", other, 80)])
            .cluster(
                "group",
                json!([
                    group("ClusterVmGroup", "vms", "vm", "vm-102"),
                    group("ClusterHostGroup", "hosts", "host", "host-11"),
                ]),
            )
            .cluster(
                "rule",
                json!([{
                    "kind": "ClusterVmHostRuleInfo", "name": "licence", "enabled": true, "mandatory": true,
                    "vmGroupName": "vms", "affineHostGroupName": "hosts",
                }]),
            );
        found(&pair(estate, 1, 2), rule)
    };
    assert!(tied(0).contains("stranded-by-rule") && tied(0).contains("licence"), "{}", tied(0));
    assert!(!tied(2).contains("stranded"), "Fault Tolerance keeps it running: {}", tied(2));
}

/// A host in quarantine, a rule that prefers hosts and one that avoids some.
fn preferring() -> Estate {
    let rule = |name: &str, key: &str, mandatory: bool| {
        json!({
            "kind": "ClusterVmHostRuleInfo", "name": name, "enabled": true, "mandatory": mandatory,
            "vmGroupName": "vms", key: "hosts",
        })
    };
    Estate::of(&[("app01", 0, 0), ("app02", 1, 0)])
        .host(1, "runtime.inQuarantineMode", json!(true))
        .cluster(
            "group",
            json!([
                { "kind": "ClusterVmGroup", "name": "vms", "vm": ["vm-101", "vm-102"] },
                { "kind": "ClusterHostGroup", "name": "hosts", "host": ["host-11"] },
            ]),
        )
        .cluster(
            "rule",
            json!([
                rule("near", "affineHostGroupName", false),
                rule("far", "antiAffineHostGroupName", false),
            ]),
        )
}

#[test]
fn preferences_are_told_beside_cells_and_keep_nobody() {
    let estate = preferring();
    for (flags, form) in [
        (&["matrix"][..], "matrix"),
        (&["matrix", "--each"], "matrix"),
        (&["whatif", "--lose-each"], "whatif"),
        (&["whatif", "--roll"], "whatif"),
    ] {
        let told = estate.json(flags);
        holds(&schema(form), &told);
        let cluster = &told["clusters"][0];
        assert_eq!(cluster["quarantined"][0]["id"], "host-12", "{cluster:#}");
        let rules: Vec<(&Value, &Value, &Value)> = cluster["preferred"]
            .as_array()
            .unwrap()
            .iter()
            .map(|rule| (&rule["rule"], &rule["vms"], &rule["avoids"]))
            .collect();
        let told = [(json!("near"), json!(2), json!(false)), (json!("far"), json!(2), json!(true))];
        assert_eq!(rules, told.iter().map(|(rule, vms, avoids)| (rule, vms, avoids)).collect::<Vec<_>>());
        let text = flat(&estate.ask(&[flags, &["--lang", "en"]].concat()).stdout);
        for said in [
            "In quarantine mode (Proactive HA): esx02",
            "'near': 2 VMs should run on esx01",
            "should not run on",
        ] {
            assert!(text.contains(said), "no {said} in {text}");
        }
        let page = estate.ask(&[flags, &["--format", "html"]].concat()).stdout;
        assert!(
            page.contains("検疫モード (Proactive HA)") && page.contains("優先ルール「far」"),
            "{flags:?}"
        );
    }
    let cells = estate.json(&["matrix"])["clusters"][0]["classes"].to_string();
    assert!(!cells.contains("\"no\""), "{cells}");
    let plain = Estate::of(&[("app01", 0, 0)]).json(&["matrix"]);
    assert!(plain["clusters"][0]["quarantined"].is_null() && plain["clusters"][0]["preferred"].is_null());
}

#[test]
fn what_vms_use_is_told_and_decides_nothing() {
    let used = |mb: i64| {
        let mut estate = Estate::of(&[("app01", 0, 0), ("app02", 1, 0)]);
        estate.0["clusters"][0]["summary"]["usageSummary"] =
            json!({ "memEntitledMB": mb, "memDemandMB": mb });
        estate
    };
    let lost = |estate: &Estate| {
        let told = estate.json(&["whatif", "--lose", "host-11"]);
        holds(&schema("whatif"), &told);
        (told["clusters"][0]["events"][0].clone(), told["exit_code"].clone())
    };
    let (little, code) = lost(&used(30_000));
    assert_eq!((&little["demand"]["memory_used_mb"], code), (&json!(30_000), json!(0)), "{little:#}");
    let left = little["demand"]["memory_left_mb"].as_i64().unwrap();
    assert!(left > 400_000 && left < 2 * 256 * 1024, "two hosts of three: {left}");
    let (much, code) = lost(&used(600_000));
    assert_eq!((&much["answer"], code), (&json!("as-it-stands"), json!(0)), "{much:#}");
    let said = |mb: i64, flags: &[&str], lang: &str| {
        flat(&used(mb).ask(&[&["whatif", "--lang", lang], flags].concat()).stdout)
    };
    assert!(
        said(30_000, &["--lose", "host-11"], "en").contains("In use now by all VMs of the cluster: 29.3 GB")
    );
    assert!(said(600_000, &["--lose", "host-11"], "en").contains("VMs would run slower"));
    let japanese = said(600_000, &["--lose-each"], "ja").replace(' ', "");
    assert!(japanese.contains("性能が低下する可能性があります"), "{japanese}");
    assert!(!said(30_000, &["--lose-each"], "en").contains("In use now"), "one of many where all is well");
    let csv = used(600_000).ask(&["whatif", "--lose", "host-11", "--format", "csv", "--lang", "en"]).stdout;
    assert!(csv.contains(",demand,"), "{csv}");
}

#[test]
fn places_that_ha_would_give_do_not_count_where_it_restarts_nothing() {
    let vms = [("app01", 0, 0), ("app02", 1, 0)];
    let off = Estate::of(&vms).cluster("das", json!({ "enabled": false }));
    let excluded = |vm: &str| json!({ "vm": vm, "settings": { "restartPriority": "disabled" } });
    let nobody = Estate::of(&vms).cluster("dasVm", json!([excluded("vm-101"), excluded("vm-102")]));
    for (estate, all) in [(&off, false), (&nobody, true)] {
        let report = estate.json(&["check"]);
        holds(&schema("report"), &report);
        let placing = &report["clusters"][0]["placing"];
        assert_eq!(placing["all_excluded"].as_bool().unwrap_or_default(), all, "{placing:#}");
        let text = flat(&estate.ask(&["check", "--lang", "en", "--details"]).stdout);
        assert!(text.contains("HA restarts nothing here") && !text.contains("find places for"), "{text}");
        let page = estate.ask(&["check", "--format", "html", "--lang", "en"]).stdout;
        assert!(page.contains("When it is emptied") && !page.contains("When it fails"));
    }
    let on = Estate::of(&vms).ask(&["check", "--format", "html", "--lang", "en"]).stdout;
    assert!(on.contains("When it fails"));
}

/// As in a check: in forms for people by the shortest end of the path that no other has.
#[test]
fn vms_of_one_name_are_told_apart() {
    let estate = Estate::stranded().namesakes(0, 1);
    let run = estate.ask(&["matrix", "--vm", "blue/db01", "--lang", "en"]);
    assert!(
        run.code == 0 && run.stdout.contains("blue/db01") && !run.stdout.contains("green"),
        "{}",
        run.stderr
    );
    for flags in [
        &["matrix"][..],
        &["matrix", "--each"],
        &["matrix", "--relation", "restart"],
        &["whatif", "--lose-each"],
        &["whatif", "--evacuate", "esx01"],
        &["whatif", "--roll"],
    ] {
        for format in ["table", "html"] {
            let text = estate.ask(&[flags, &["--format", format, "--width", "140"]].concat()).stdout;
            assert!(text.contains("blue/db01"), "{flags:?} {format}: {text}");
            let bare = text.matches("db01").count();
            let told = text.matches("blue/db01").count() + text.matches("green/db01").count();
            assert_eq!(bare, told, "{flags:?} {format}: {text}");
        }
        let json = estate.ask(&[flags, &["--format", "json"]].concat()).stdout;
        assert!(json.contains("\"name\": \"db01\"") && !json.contains("\"name\": \"blue"), "{flags:?}");
    }
    // The page of a check says the same.
    let page = estate.on_local_disk(0, 0).ask(&["check", "--format", "html"]).stdout;
    let (_, heat) = page.split_once("<table class=cells>").unwrap();
    assert!(heat.contains("blue/db01"), "{heat}");
}
