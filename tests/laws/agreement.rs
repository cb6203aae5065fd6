//! What must agree is compared with whom it must agree: what all hosts have alike in a healthy cluster, and one of
//! them has otherwise, is told. What may differ stands here with the reason.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde_json::{Value, json};
use vpreflight::inventory::Inventory;
use vpreflight::preflight::{self, Question};

use super::{Answer, suite};

/// What may differ from host to host without a word, by a part of its place, and why.
const MAY_DIFFER: &[(&str, &str)] = &[
    ("capability.encryptedVMotionSupported", "no VM of the cluster requires its migration to be encrypted"),
    (
        "capability.supportedCpuFeature/",
        "the lists of features decide where they are told, not the registers",
    ),
    ("hardware.cpuFeature/", "the same"),
    ("eatureCapability/cpuid.", "a feature that no VM asks for, or one more than it asks for"),
    ("hardware.cpuPkg/1/vendor", "the first package tells of the server"),
    ("/link/speedMb", "not slower than a gigabit, whatever it is"),
    ("/link/duplex", "half duplex does not exist at that speed, and no vMotion goes there"),
    ("/validMbps/", "what an adapter could do counts only where none can do a gigabit"),
    ("/device$", "what nothing on the host names"),
    ("/key$", "what binds things within one host"),
    ("/vswitch$", "what binds things within one host; the name beside it holds"),
    ("/vswitchName$", "the key beside it holds"),
    ("VirtualSwitch-vSwitch0/name", "names of switches are a host's own"),
    ("VirtualSwitch-vSwitch1/name", "the same"),
    ("/gateway$", "a subnet may have several routers; one outside of it is told"),
    ("/security/", "VMkernel adapters are no guests"),
    (
        "PortGroup-Management Network/vlanId",
        "hosts that answer with a working agent reach each other, whether they or their ports tag",
    ),
    (
        "/nicOrder/",
        "which uplink carries which port group is a host's own; that one with a link is left is told",
    ),
    ("proxySwitch/0/", "of a switch that carries no vMotion"),
    ("vnic/vmk0/mtu", "heartbeats are small"),
    ("vSwitch0/mtu", "the same"),
    ("vSwitch1/mtu", "larger than its adapters' MTU is no harm"),
    ("vmk1/ip/dhcp", "an address is an address"),
    ("onfig.product/version", "updates of one release work together"),
    ("product/build", "patches of one release work together"),
    ("roduct/fullName", "a text for people"),
    ("roduct/productLineId", "ESX and ESXi work together in one cluster"),
    ("^config.storageDevice/", "the datastores tell what a host reaches; LUNs count where a VM maps one"),
    ("netConfig/faultToleranceLogging/", "no rule asks for Fault Tolerance"),
    ("netConfig/vsan/", "vSAN is off"),
    ("/candidate/", "what could be chosen and is not"),
    ("config.vmotion/selected", "the newer list of kinds of traffic decides, and the flag beside it"),
    ("^network/", "a label of the port groups that the host tells in full"),
    ("^parent/type", "the cluster's list tells who its members are"),
    ("^summary.hardware/", "hosts may have other figures; what no longer fits is told by placing"),
];

/// The host that is made to differ, its place among the hosts.
const ODD: usize = 1;

/// What a report says, by rule.
fn told(question: &Question<'_>, inventory: &Value) -> Option<BTreeMap<String, Answer>> {
    let inventory: Inventory = serde_json::from_value(inventory.clone()).ok()?;
    let report = preflight::judge_whole(question, &inventory).ok()?.report;
    Some(report.prerequisites.iter().map(|rule| (rule.id.clone(), Answer::new(rule))).collect())
}

/// What an element of a list is known by.
fn name_of(element: &Value) -> Option<String> {
    let known = ["device", "key", "name", "id", "nicType"].iter().find_map(|by| element.get(by));
    let pair = || element.as_array().and_then(|pair| pair.first());
    known.or_else(pair).or(Some(element)).and_then(Value::as_str).map(str::to_owned)
}

/// The single values of an object by their places, elements of lists by what they are known by.
fn values<'v>(
    value: &'v Value,
    at: &mut Vec<String>,
    pointer: String,
    found: &mut BTreeMap<Vec<String>, (String, &'v Value)>,
) {
    match value {
        Value::Object(members) => {
            for (name, member) in members {
                at.push(name.clone());
                values(
                    member,
                    at,
                    format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1")),
                    found,
                );
                at.pop();
            }
        }
        Value::Array(elements) => {
            for (place, element) in elements.iter().enumerate() {
                at.push(name_of(element).unwrap_or_else(|| place.to_string()));
                values(element, at, format!("{pointer}/{place}"), found);
                at.pop();
            }
        }
        Value::Null => {}
        _ => {
            found.insert(at.clone(), (pointer, value));
        }
    }
}

/// Whether a place is one of those meant: at its start behind `^`, at its end before `$`, else anywhere.
fn is_at(place: &str, meant: &str) -> bool {
    match (meant.strip_prefix('^'), meant.strip_suffix('$')) {
        (Some(start), _) => place.starts_with(start),
        (_, Some(end)) => place.ends_with(end),
        _ => place.contains(meant),
    }
}

fn other(value: &Value) -> Value {
    match value {
        Value::Bool(is) => json!(!is),
        Value::Number(number) => number.as_i64().map_or_else(|| json!(0.5), |number| json!(number + 1)),
        // Another release is one that exists.
        Value::String(text) => json!(match text.strip_suffix(|end: char| end.is_ascii_digit()) {
            Some(head) if !text.ends_with('9') => format!("{head}9"),
            _ => format!("{text}x"),
        }),
        _ => Value::Null,
    }
}

#[test]
fn what_hosts_have_alike_is_compared() {
    let suite = suite();
    let all = suite.catalogue.select(&["full".to_owned()]).unwrap();
    let question = Question::of(&all);
    let before = told(&question, &suite.base).unwrap();
    let hosts = suite.base["hosts"].as_array().unwrap();
    let each: Vec<BTreeMap<_, _>> = hosts
        .iter()
        .map(|host| {
            let mut found = BTreeMap::new();
            values(host, &mut Vec::new(), String::new(), &mut found);
            found
        })
        .collect();
    let alike: Vec<_> = each[ODD]
        .iter()
        .filter(|(at, (_, value))| each.iter().all(|host| host.get(*at).is_some_and(|(_, its)| its == value)))
        .collect();
    let silent: BTreeSet<String> = alike
        .par_iter()
        .filter_map(|(at, (pointer, value))| {
            let mut differs = suite.base.clone();
            *differs["hosts"][ODD].pointer_mut(pointer)? = other(value);
            let after = told(&question, &differs)?;
            (after == before).then(|| at.join("/"))
        })
        .collect();
    let excused = |at: &str| MAY_DIFFER.iter().position(|(place, _)| is_at(at, place));
    let unheard: Vec<&String> = silent.iter().filter(|at| excused(at).is_none()).collect();
    assert!(
        unheard.is_empty(),
        "{} of {} values differ without a word:\n{unheard:#?}",
        unheard.len(),
        alike.len()
    );
    let used: BTreeSet<usize> = silent.iter().filter_map(|at| excused(at)).collect();
    let moot: Vec<&str> = MAY_DIFFER
        .iter()
        .enumerate()
        .filter(|(at, _)| !used.contains(at))
        .map(|(_, (place, _))| *place)
        .collect();
    assert!(moot.is_empty(), "no longer silent: {moot:?}");
}
