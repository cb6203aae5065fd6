//! What stands beside an outcome: names of elements, hosts that are out of service, values that are shown.

use super::*;
use crate::report::{Evidence, OutOfService};

fn connected(evidence: &str) -> Catalogue {
    let each = "each = \"cluster.hosts\"\nas = \"h\"\nwhen = \"h.connection == 'connected'\"";
    let rest = finding(&format!("level = \"warn\"\n{each}\nevidence = {{ {evidence} }}"));
    catalogue("cluster", &format!("empty = \"pass\"\n{rest}"))
}

#[test]
fn evidence_that_only_names_the_element_names_all_of_a_fold() {
    let several = judge(&connected("host = \"h.name\""), json!([]));
    let [found] = several.findings.as_slice() else { panic!("{:?}", several.findings) };
    let all = ["esx01.tokyo.example", "esx02.tokyo.example", "esx03.tokyo.example"].map(String::from);
    assert_eq!(found.evidence.values().collect::<Vec<_>>(), [&Evidence::List(all.to_vec())]);
    let elements: Vec<&str> = found.objects.iter().map(|at| at.element.as_str()).collect();
    assert_eq!(elements, all);

    let away = ["host-12", "host-13"]
        .map(|host| json!({ "object": host, "path": "runtime.connectionState", "value": "notResponding" }));
    let one = judge(&connected("host = \"h.name\""), json!(away));
    assert_eq!(one.findings[0].evidence.values().collect::<Vec<_>>(), [&Evidence::Text(all[0].clone())]);
}

#[test]
fn a_host_that_is_out_of_service_is_told_with_its_state() {
    let resting = json!([{ "object": "host-13", "path": "runtime.inMaintenanceMode", "value": true }]);
    let answer = judge(&connected("host = \"h.name\""), resting.clone());
    let told = "esx03.tokyo.example (maintenance)";
    assert!(answer.findings.iter().flat_map(|found| &found.objects).any(|at| at.element == told));
    // It says so already where the finding's own evidence is the state.
    let answer = judge(&connected("host = \"h.name\", service = \"h.service\""), resting);
    assert!(answer.findings.iter().flat_map(|found| &found.objects).all(|at| at.element != told));
}

#[test]
fn values_are_shown_of_a_cluster_and_of_some_vms() {
    let with = |subject: &str, value: &str| {
        let rest = finding("level = \"fail\"\nwhen = \"false\"");
        catalogue(subject, &format!("{rest}\n[show]\nvalue = \"{value}\""))
    };
    let cluster = judge(&with("cluster", "cluster.name"), json!([]));
    let values: Vec<_> = cluster.shown.iter().flat_map(|shown| shown.values.values()).collect();
    assert_eq!(values, [&Evidence::Text("LMS-HA".into())]);
    let many = json!([{ "object": "vm-29", "copy": "vm-21", "times": 40 }]);
    let vms = judge(&with("vm", "vm.name"), many);
    assert_eq!(vms.shown.len(), 5);
    assert!(vms.shown.iter().all(|shown| {
        shown.values.values().collect::<Vec<_>>() == [&Evidence::Text(shown.object.name.clone())]
    }));
}

#[test]
fn every_host_that_is_out_of_service_is_left_out_by_its_state() {
    let rule = catalogue("cluster", &finding("level = \"fail\"\nwhen = \"false\""));
    for (path, value, state, judged) in [
        ("runtime.inMaintenanceMode", json!(true), OutOfService::Maintenance, true),
        ("runtime.powerState", json!("standBy"), OutOfService::Standby, true),
        ("runtime.connectionState", json!("disconnected"), OutOfService::Disconnected, false),
        ("runtime.connectionState", json!("notResponding"), OutOfService::NotResponding, false),
        ("runtime.powerState", json!("poweredOff"), OutOfService::Off, true),
    ] {
        let away = json!([{ "object": "host-13", "path": path, "value": value }]);
        let report = report(&rule, away, Reading::Practice);
        let left: Vec<_> = report.clusters[0].left_out.iter().map(|one| (one.state, one.judged)).collect();
        assert_eq!(left, [(state, judged)], "{path}");
    }
    assert!(report(&rule, json!([]), Reading::Practice).clusters[0].left_out.is_empty());
}
