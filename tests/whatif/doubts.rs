//! Data that are missing, and orders that contradict what is asked of one host: no answer is better for knowing less.

use serde_json::{Value, json};

use super::placed::{Estate, flat, holds, names, schema};

/// What was read of a VM without a property.
fn without(mut estate: Estate, vm: usize, property: &str) -> Estate {
    let vm = estate.0["vms"][vm].as_object_mut().unwrap();
    vm.remove(property);
    vm.insert("unreadable".into(), json!({ property: { "kind": "denied" } }));
    estate
}

fn told(estate: &Estate, flags: &[&str]) -> (Value, i64) {
    let told = estate.json(&[&["whatif"], flags].concat());
    holds(&schema("whatif"), &told);
    (told["clusters"][0].clone(), told["exit_code"].as_i64().unwrap())
}

fn code(estate: &Estate, flags: &[&str]) -> i64 {
    told(estate, flags).1
}

fn three() -> Estate {
    Estate::of(&[("db01", 0, 4), ("app01", 1, 4), ("web01", 2, 4)])
}

/// A required rule by which these VMs run on these hosts only.
fn required(estate: Estate, vms: &[&str], hosts: &[&str]) -> Estate {
    estate
        .cluster(
            "group",
            json!([
                { "kind": "ClusterVmGroup", "name": "licensed VMs", "vm": vms },
                { "kind": "ClusterHostGroup", "name": "licensed hosts", "host": hosts },
            ]),
        )
        .cluster(
            "rule",
            json!([{
                "kind": "ClusterVmHostRuleInfo", "name": "licence", "enabled": true, "mandatory": true,
                "vmGroupName": "licensed VMs", "affineHostGroupName": "licensed hosts",
            }]),
        )
}

#[test]
fn an_order_is_certain_only_where_each_host_that_is_emptied_is() {
    assert_eq!(code(&three(), &["--roll"]), 0);
    let mut invisible = three();
    invisible.0["hosts"][2]["vm"].as_array_mut().unwrap().push(json!("vm-777"));
    let unlisted = three().unread(1, "vm");
    let mut half =
        three().vm(0, "config.ftInfo", json!(1)).vm(0, "config.ftInfo.instanceUuids", json!(["1", "2"]));
    half.0["hosts"][1]["vm"].as_array_mut().unwrap().push(json!("vm-778"));
    for estate in [invisible, unlisted, half] {
        let (cluster, code) = told(&estate, &["--roll"]);
        assert_eq!(code, 3, "{cluster:#}");
        assert_eq!(cluster["roll"]["steps"], json!([]));
        let stop = &cluster["roll"]["stops"][0];
        assert_eq!(stop["evacuation"]["missing"][0]["what"], "vms", "{stop:#}");
    }
}

#[test]
fn a_loss_while_a_host_is_out_is_the_loss_that_is_asked_for_itself() {
    let floor = |mhz: &str| {
        three().cluster("das", {
            let mut das = three().0["clusters"][0]["configurationEx"]["das"].clone();
            das["option"] = json!([["das.vmCpuMinMHz", mhz]]);
            das
        })
    };
    assert_eq!(code(&floor("1000"), &["--roll"]), 0);
    let large = floor("45000");
    let (both, both_code) = told(&large, &["--lose", "host-11,host-12"]);
    let missing = &both["events"][0]["missing"];
    assert_eq!((both_code, missing.as_array().unwrap().len()), (3, 1), "{both:#}");
    assert_eq!(missing[0]["what"], "floor", "{both:#}");
    assert!(missing[0]["reasons"].to_string().contains("45000 MHz"), "{both:#}");
    let (cluster, code) = told(&large, &["--roll"]);
    let stop = &cluster["roll"]["stops"][0];
    assert_eq!((code, stop["survives"].as_bool()), (3, None), "{cluster:#}");
    assert_eq!((&stop["loss"]["event"], &stop["loss"]["answer"]), (&json!("lose"), &json!("cannot-tell")));
    assert!(stop["loss"]["missing"][0]["what"].is_string(), "{stop:#}");
}

#[test]
fn where_an_order_stops_it_is_told_who_is_left_without_a_place() {
    // While the first two are out one after the other, the loss of the other takes the last host of the rule.
    let estate = required(three(), &["vm-101"], &["host-11", "host-12"]);
    let (cluster, code) = told(&estate, &["--roll"]);
    assert_eq!(code, 1, "{cluster:#}");
    let stops = cluster["roll"]["stops"].as_array().unwrap();
    let stop = stops.iter().find(|stop| stop["survives"] == json!(false)).unwrap();
    assert_eq!(stop["proved"], true, "{stop:#}");
    assert_eq!(stop["loss_with_all"], "as-it-stands", "{stop:#}");
    assert_eq!(names(&stop["loss"]["stranded"][0]["vms"]), ["db01"], "{stop:#}");
    let shown = estate.ask(&["whatif", "--roll"]).stdout;
    assert!(shown.contains("because this host is out") && shown.contains("'licence'"), "{shown}");
}

#[test]
fn an_order_is_looked_for_beyond_the_first_that_ends_too_early() {
    // The rule lets the VM go to the other two only: once it has left its host, it cannot come back.
    let estate =
        required(Estate::of(&[("db01", 0, 4), ("app01", 1, 8)]), &["vm-101"], &["host-12", "host-13"]);
    let (cluster, code) = told(&estate, &["--roll"]);
    assert_eq!(code, 0, "{cluster:#}");
    let order: Vec<&Value> =
        cluster["roll"]["steps"].as_array().unwrap().iter().map(|one| &one["host"]["id"]).collect();
    assert_eq!(order.last(), Some(&&json!("host-11")), "{cluster:#}");
}

#[test]
fn whether_ha_restarts_a_vm_is_missing_where_it_is_not_read() {
    let bare = three().vm(0, "runtime.dasVmProtection", json!(false));
    assert_eq!(code(&bare, &["--lose", "host-11"]), 1);
    let (cluster, code) = told(&without(bare, 0, "runtime.dasVmProtection"), &["--lose", "host-11"]);
    assert_eq!(code, 3, "{cluster:#}");
    assert_eq!(cluster["events"][0]["missing"][0]["what"], "left-off", "{cluster:#}");
    let odd = json!([{ "vm": "vm-101", "settings": { "restartPriority": "perhaps" } }]);
    let (cluster, code) = told(&three().cluster("dasVm", odd), &["--lose-each"]);
    assert_eq!((code, &cluster["events"][0]["answer"]), (3, &json!("cannot-tell")), "{cluster:#}");
    assert_eq!(cluster["events"][1]["answer"], "as-it-stands", "{cluster:#}");
}

#[test]
fn of_a_pair_whose_halves_are_not_told_nothing_is_certain() {
    let mut pair = Estate::of(&[("ft01", 0, 4), ("ft01", 1, 4)]);
    for (vm, role) in [(0, 1), (1, 2)] {
        pair = pair.vm(vm, "config.ftInfo", json!(role));
    }
    for lost in ["host-11,host-12", "host-12,host-13"] {
        let (cluster, code) = told(&pair, &["--lose", lost]);
        assert_eq!(
            (code, &cluster["events"][0]["answer"]),
            (3, &json!("cannot-tell")),
            "{lost}: {cluster:#}"
        );
    }
}

#[test]
fn a_cluster_without_a_host_in_service_is_no_success() {
    let resting =
        (0..3).fold(three(), |estate, at| estate.host(at, "runtime.inMaintenanceMode", json!(true)));
    for flag in ["--lose-each", "--roll"] {
        let run = resting.ask(&["whatif", flag]);
        assert_eq!(run.code, 3, "{}", run.stdout);
        assert!(run.stdout.contains("No host of this cluster is in service"), "{}", run.stdout);
    }
}

#[test]
fn whether_a_vm_runs_and_where_it_is_registered_are_two_facts() {
    let estate = without(three(), 0, "runtime.powerState");
    assert_eq!(code(&estate, &["--evacuate", "host-12"]), 0, "it is on another host");
    let crowded = without(
        Estate::of(&[("db01", 0, 150), ("app01", 1, 150), ("web01", 2, 150)]),
        0,
        "runtime.powerState",
    );
    let (cluster, code) = told(&crowded, &["--evacuate", "host-11"]);
    assert_eq!(code, 3, "{cluster:#}");
    assert_eq!(cluster["events"][0]["missing"][0]["what"], "runs", "{cluster:#}");
    assert_eq!(cluster["vms_unclear"], 1, "{cluster:#}");
    let off = three()
        .host(2, "runtime.connectionState", json!("notResponding"))
        .vm(2, "runtime.connectionState", json!("disconnected"))
        .vm(2, "runtime.powerState", json!("poweredOff"));
    let (cluster, _) = told(&off, &["--lose-each"]);
    assert!(cluster["out_of_service"][0].get("vms").is_none(), "it did not run: {cluster:#}");
}

#[test]
fn a_rule_that_keeps_vms_together_is_a_cause_and_can_be_dropped() {
    let together = json!([{
        "kind": "ClusterAffinityRuleSpec", "name": "tog", "enabled": true, "mandatory": false,
        "vm": ["vm-101", "vm-102"],
    }]);
    let estate = Estate::of(&[("db01", 0, 100), ("app01", 0, 100), ("web01", 1, 140), ("web02", 2, 140)]);
    let (cluster, code) = told(&estate.cluster("rule", together), &["--evacuate", "host-11"]);
    let event = &cluster["events"][0];
    assert_eq!((code, &event["answer"]), (1, &json!("does-not-fit")), "{event:#}");
    assert_eq!(event["stranded"][0]["together"], json!(["tog"]), "{event:#}");
    let dropped = event["remedies"].as_array().unwrap().iter().filter(|one| one["do"] == "drop-together");
    assert_eq!(dropped.count(), 1, "{event:#}");
}

/// What was not read is named, and nothing that is known: neither of the VM whose reservation it is, nor of its
/// neighbours, which have reserved no CPU.
#[test]
fn beside_what_was_not_read_nothing_that_is_known_is_named() {
    let mut vms = vec![("db01", 0, 4)];
    vms.extend((0..30).map(|at| (if at % 2 == 0 { "app" } else { "web" }, 1 + at % 2, 0)));
    let (cluster, code) =
        told(&without(Estate::of(&vms), 0, "config.memoryAllocation"), &["--lose", "host-11"]);
    let missing = cluster["events"][0]["missing"].as_array().unwrap();
    assert_eq!((code, missing.len()), (3, 1), "{missing:#?}");
    assert_eq!((&missing[0]["what"], &missing[0]["vm"]["name"]), (&json!("need"), &json!("db01")));
    assert!(missing[0]["reasons"].to_string().contains("memoryAllocation"), "{missing:#?}");
}

/// A proof by search says what was searched: VMs that a rule keeps together were placed as one.
#[test]
fn a_proof_says_which_placings_it_looked_at() {
    let together = json!([{
        "kind": "ClusterAffinityRuleSpec", "name": "tog", "enabled": true, "mandatory": false,
        "vm": ["vm-101", "vm-102"],
    }]);
    let vms = [
        ("db01", 0, 20),
        ("db02", 0, 20),
        ("db03", 0, 130),
        ("app01", 1, 130),
        ("web01", 2, 60),
        ("web02", 2, 130),
    ];
    for (rule, tied) in [(json!([]), false), (together, true)] {
        let estate = Estate::of(&vms).cluster("rule", rule);
        let (cluster, _) = told(&estate, &["--evacuate", "host-11"]);
        let proof = &cluster["events"][0]["proof"];
        assert_eq!(proof["is"], "exhausted", "{cluster:#}");
        assert_eq!(proof.get("together").cloned(), tied.then(|| json!(["tog"])), "{proof:#}");
        for (lang, words) in [
            ("en", "VMs of rule 'tog' that share a host were placed as one"),
            ("ja", "ルール「tog」の仮想マシン"),
        ] {
            let text = estate.ask(&["whatif", "--evacuate", "host-11", "--lang", lang]).stdout;
            assert_eq!(flat(&text).contains(words), tied, "{text}");
        }
    }
}

#[test]
fn who_moves_a_vm_is_not_told_for_a_person_where_it_is_not_known() {
    let estate = three().cluster("drsConfig", Value::Null);
    let (cluster, code) = told(&estate, &["--evacuate", "host-11"]);
    let event = &cluster["events"][0];
    assert_eq!((code, event.get("by_hand")), (0, None), "{event:#}");
    assert_eq!(names(&event["by_whom"]), ["db01"], "{event:#}");
}
