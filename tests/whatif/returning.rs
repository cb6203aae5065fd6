//! Hosts out of service whose return makes it fit.

use serde_json::{Value, json};

use super::placed::{Estate, flat, holds, schema};

/// Each host but the last ones has a VM that no two fit beside; those last ones are out of service in one way.
fn resting(hosts: usize, out: &[usize], path: &str, state: &Value) -> Estate {
    let estate = Estate::stranded().wide(hosts);
    out.iter().fold(estate, |estate, at| estate.host(*at, path, state.clone()))
}

/// What vCenter says of so many hosts in service.
fn summed(mut estate: Estate, hosts: i64) -> Estate {
    let summary = &mut estate.0["clusters"][0]["summary"];
    summary["numEffectiveHosts"] = json!(hosts);
    for figure in ["effectiveCpu", "effectiveMemory"] {
        summary[figure] = json!(summary[figure].as_i64().unwrap() / 3 * hosts);
    }
    estate
}

fn event(estate: &Estate, flags: &[&str]) -> Value {
    let told = estate.json(&[&["whatif"], flags].concat());
    holds(&schema("whatif"), &told);
    told["clusters"][0]["events"][0].clone()
}

/// The hosts that are to be brought back, of each remedy that is about some.
fn returned(event: &Value) -> Vec<Vec<String>> {
    let all = event["remedies"].as_array().cloned().unwrap_or_default();
    let hosts = |one: &Value| {
        one["hosts"]
            .as_array()
            .unwrap()
            .iter()
            .map(|host| host["host"]["id"].as_str().unwrap().to_owned())
            .collect()
    };
    all.iter().filter(|one| one["do"] == "return-hosts").map(hosts).collect()
}

#[test]
fn a_host_whose_return_makes_it_fit_is_told_with_what_keeps_it_from_service() {
    for (path, state, service, en, ja) in [
        (
            "runtime.inMaintenanceMode",
            json!(true),
            "maintenance",
            "Take {} out of maintenance mode",
            "{} のメンテナンス モードを終了します",
        ),
        (
            "runtime.standbyMode",
            json!("in"),
            "standby",
            "Power on {}, which is in standby",
            "スタンバイ状態の {} をパワーオンします",
        ),
        ("runtime.powerState", json!("poweredOff"), "off", "Power on {}", "{} をパワーオンします"),
        (
            "runtime.connectionState",
            json!("disconnected"),
            "disconnected",
            "Connect {} to vCenter again",
            "{} を vCenter に再接続します",
        ),
        (
            "runtime.connectionState",
            json!("notResponding"),
            "not-responding",
            "Reconnect {}, which does not respond",
            "応答していない {} を再接続します",
        ),
    ] {
        let estate = resting(4, &[3], path, &state);
        for flags in [&["--lose", "host-11"], &["--evacuate", "host-11"]] {
            let event = event(&estate, flags);
            assert_eq!(event["answer"], "does-not-fit", "{service}: {event:#}");
            assert_eq!(event["remedies"][0]["hosts"][0]["service"], service, "{event:#}");
            assert_eq!(returned(&event).len(), 1, "{event:#}");
            let name = event["remedies"][0]["hosts"][0]["host"]["name"].as_str().unwrap();
            for (lang, text) in [("en", en), ("ja", ja)] {
                for format in ["table", "csv", "html"] {
                    let run =
                        estate.ask(&[&["whatif", "--lang", lang, "--format", format], &flags[..]].concat());
                    let shown: String = run.stdout.split_whitespace().collect();
                    assert!(shown.contains(&text.replace("{}", name).replace(' ', "")), "{format}: {shown}");
                }
            }
        }
    }
    // What is told is true: with the host back it fits.
    let back = summed(Estate::stranded().wide(4), 4);
    assert_eq!(back.ask(&["whatif", "--lose", "host-11"]).code, 0);
}

#[test]
fn a_host_that_would_not_help_is_not_told() {
    let maintenance = || resting(4, &[3], "runtime.inMaintenanceMode", &json!(true));
    let id = |estate: &Estate| estate.0["hosts"][3]["id"].clone();
    // Of the networks there nothing is known.
    let unread = maintenance().unread(3, "config.network");
    // It does not mount the datastore.
    let mut bare = maintenance();
    let host = id(&bare);
    for store in bare.0["datastores"].as_array_mut().unwrap() {
        store["host"].as_array_mut().unwrap().retain(|mount| mount["key"] != host);
    }
    // It is too small.
    let small = maintenance().host(3, "summary.hardware", {
        let mut hardware = maintenance().0["hosts"][3]["summary.hardware"].clone();
        hardware["memorySize"] = json!(140_i64 << 30);
        hardware
    });
    for estate in [unread, bare, small] {
        let event = event(&estate, &["--lose", "host-11"]);
        assert_eq!((&event["answer"], returned(&event)), (&json!("does-not-fit"), Vec::new()), "{event:#}");
    }
}

#[test]
fn of_hosts_that_have_to_come_back_together_it_is_said_so() {
    let estate = || resting(6, &[3, 4, 5], "runtime.inMaintenanceMode", &json!(true));
    let lost = ["--lose", "host-11,host-12"];
    let told = event(&estate(), &lost);
    assert_eq!(told["answer"], "does-not-fit", "{told:#}");
    let sets = returned(&told);
    assert_eq!(sets.len(), 3, "each pair of three: {told:#}");
    assert!(sets.iter().all(|set| set.len() == 2), "{told:#}");
    for (lang, words) in [("en", "Both of these: take"), ("ja", "次の両方を実施します:")] {
        let shown = flat(&estate().ask(&[&["whatif", "--lang", lang], &lost[..]].concat()).stdout);
        assert!(shown.contains(words), "{shown}");
    }
    let back = |set: &[String]| {
        let mut estate = estate();
        for host in estate.0["hosts"].as_array_mut().unwrap() {
            if set.iter().any(|id| host["id"] == *id.as_str()) {
                host["runtime.inMaintenanceMode"] = json!(false);
            }
        }
        summed(estate, 3 + i64::try_from(set.len()).unwrap()).ask(&[&["whatif"], &lost[..]].concat()).code
    };
    for set in sets {
        assert_eq!(back(&set), 0, "{set:?}");
        assert_eq!(back(&set[..1]), 1, "one of them is not enough");
    }
}

/// An order of emptying hosts that stops for want of room tells the host, too.
#[test]
fn where_an_order_stops_the_host_is_told_as_well() {
    let estate = resting(4, &[3], "runtime.inMaintenanceMode", &json!(true));
    let told = estate.json(&["whatif", "--roll"]);
    holds(&schema("whatif"), &told);
    let stops = told["clusters"][0]["roll"]["stops"].as_array().unwrap();
    assert!(stops.iter().all(|stop| returned(&stop["evacuation"]).len() == 1), "{told:#}");
}
