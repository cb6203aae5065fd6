//! What keeps a VM from a host is told as closely as it is known: which state, which device, what a network lacks.

use serde_json::{Value, json};

use super::placed::{Estate, flat, holds, schema};

/// A text without what breaks its lines: Japanese is broken anywhere.
fn bare(text: &str) -> String {
    text.replace("&#39;", "'").split_whitespace().collect()
}

fn one() -> Estate {
    Estate::of(&[("db01", 0, 4)])
}

/// What keeps the VM from each other host when its host is emptied.
fn refused_by(estate: &Estate) -> Value {
    let told = estate.json(&["whatif", "--evacuate", "host-11"]);
    holds(&schema("whatif"), &told);
    let matrix = estate.json(&["matrix"]);
    holds(&schema("matrix"), &matrix);
    let by = told["clusters"][0]["events"][0]["stranded"][0]["refusals"][0]["by"].clone();
    // A network differs by host, which the list of the matrix does not.
    if by[0]["cause"] != "networks" {
        assert_eq!(matrix["clusters"][0]["hindrances"], by, "{matrix:#}");
    }
    by
}

/// A sentence in every form for people of both commands.
fn shown(estate: &Estate, en: &str, ja: &str) {
    for (lang, words) in [("en", en), ("ja", ja)] {
        for format in ["table", "csv", "html"] {
            for command in [&["matrix"][..], &["whatif", "--evacuate", "host-11"]] {
                let run = estate.ask(&[command, &["--lang", lang, "--format", format]].concat());
                let text = bare(&run.stdout);
                assert!(text.contains(&bare(words)), "{command:?} {format}: no {words:?} in {text}");
            }
        }
    }
}

#[test]
fn which_state_holds_a_vm_is_told() {
    for (property, value, how, en, ja) in [
        (
            "runtime.question",
            json!("Continue?"),
            "question",
            "state (it waits for an answer)",
            "質問への回答待ち",
        ),
        (
            "runtime.vmFailoverInProgress",
            json!(true),
            "failover",
            "state (a failover is under way)",
            "フェイルオーバーの実行中",
        ),
        (
            "disabledMethod",
            json!(["MigrateVM_Task"]),
            "disabled",
            "state (moves are disabled)",
            "移行操作が無効",
        ),
        ("runtime.connectionState", json!("invalid"), "invalid", "state (invalid)", "無効な構成"),
        ("runtime.connectionState", json!("orphaned"), "orphaned", "state (orphaned)", "孤立 (orphaned)"),
        (
            "runtime.connectionState",
            json!("inaccessible"),
            "inaccessible",
            "state (inaccessible)",
            "アクセス不可",
        ),
    ] {
        let estate = one().vm(0, property, value);
        assert_eq!(refused_by(&estate), json!([{ "cause": "state", "how": how }]), "{property}");
        shown(&estate, en, ja);
    }
    let text = flat(
        &one()
            .vm(0, "runtime.question", json!("Continue?"))
            .ask(&["whatif", "--evacuate", "host-11", "--lang", "en"])
            .stdout,
    );
    assert!(text.contains("Answer the question that the VM waits on"), "{text}");
}

#[test]
fn which_device_ties_a_vm_is_told_with_its_kind_and_what_is_behind_it() {
    let mut estate = one();
    estate.0["vms"][0]["config.hardware"]["device"].as_array_mut().unwrap().push(json!({
        "key": 7000, "kind": "VirtualUSB", "label": "USB 1", "controllerKey": 7, "unitNumber": 0,
        "backing": { "kind": "VirtualUSBUSBBackingInfo", "deviceName": "path:1/0/3" },
        "connectable": { "connected": true, "startConnected": true },
    }));
    let device = json!({ "cause": "devices", "name": "USB 1", "how": "usb-host", "backing": "path:1/0/3" });
    assert_eq!(refused_by(&estate), json!([device]));
    shown(
        &estate,
        "devices USB 1 (USB device of the host, path:1/0/3)",
        "「USB 1 (ホストの USB デバイス、path:1/0/3)」",
    );
}

/// The network of the VM as other hosts have it.
fn with(change: impl Fn(&mut Value)) -> Estate {
    let mut estate = one();
    estate.0["hosts"].as_array_mut().unwrap()[1..]
        .iter_mut()
        .for_each(|host| change(&mut host["config.network"]));
    estate
}

#[test]
fn a_remedy_for_a_network_goes_by_what_the_host_lacks() {
    let group = |network: &mut Value, change: &dyn Fn(&mut Value)| {
        let groups = network["portgroup"].as_array_mut().unwrap();
        groups.iter_mut().filter(|group| group["name"] == "VM Network").for_each(change);
    };
    let vlan = |network: &mut Value| group(network, &|group| group["vlanId"] = json!(99));
    let unlink = |network: &mut Value| {
        for nic in network["pnic"].as_array_mut().unwrap() {
            if ["vmnic0", "vmnic1"].iter().any(|name| nic["device"] == *name) {
                nic.as_object_mut().unwrap().remove("link");
            }
        }
    };
    let renamed = |network: &mut Value| group(network, &|group| group["name"] = json!("VM network"));
    let both = |network: &mut Value| {
        vlan(network);
        unlink(network);
    };
    for (estate, how, en, ja) in [
        (
            with(renamed),
            json!("no-label"),
            "Provide 'VM Network' on esx02.tokyo.example, with the same label.",
            "同じラベルの「VM Network」を作成します",
        ),
        (
            with(vlan),
            json!("vlan"),
            "Give 'VM Network' on esx02.tokyo.example the VLAN that it has",
            "「VM Network」の VLAN を、仮想マシンのホストと同じにします",
        ),
        (
            with(unlink),
            json!("no-link"),
            "Bring up a link behind 'VM Network' on esx02.tokyo.example",
            "「VM Network」のアップリンクのリンクを復旧します",
        ),
        (
            with(both),
            Value::Null,
            "Provide 'VM Network' on esx02.tokyo.example, with the same label and VLAN, and a link",
            "ラベルと VLAN が同じで",
        ),
    ] {
        let by = refused_by(&estate);
        assert_eq!((&by[0]["cause"], &by[0]["how"]), (&json!("networks"), &how), "{by:#}");
        for (lang, words) in [("en", en), ("ja", ja)] {
            let text = bare(&estate.ask(&["whatif", "--evacuate", "host-11", "--lang", lang]).stdout);
            assert!(text.contains(&bare(words)), "{how}: {text}");
        }
    }
}

/// Where a rolling order stops, and why, stands in the records as well.
#[test]
fn the_records_of_an_order_tell_where_it_stops_and_why() {
    let estate = super::mixed();
    let told = estate.json(&["whatif", "--roll"]);
    let stops = told["clusters"][0]["roll"]["stops"].as_array().unwrap().clone();
    let run = estate.ask(&["whatif", "--roll", "--format", "csv", "--lang", "en"]);
    let rows: Vec<&str> = run.stdout.lines().collect();
    assert!(rows[0].ends_with(",text,out_id,out"), "{}", rows[0]);
    assert!(!stops.is_empty(), "{told:#}");
    for stop in stops {
        let id = stop["evacuation"]["hosts"][0]["id"].as_str().unwrap();
        let own = |row: &&&str| row.contains(",roll,,,,stop,") && row.contains(&format!(",{id},"));
        assert!(rows.iter().filter(own).count() > 0, "{id}: {}", run.stdout);
        let Some(loss) = stop.get("loss") else { continue };
        let lost = loss["hosts"][0]["name"].as_str().unwrap();
        let meanwhile =
            |row: &&&str| row.contains(&format!(",lose,{lost},")) && row.contains(&format!(",{id},"));
        assert!(rows.iter().filter(meanwhile).count() > 0, "{id}: {}", run.stdout);
    }
}
