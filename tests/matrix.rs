//! `vpreflight matrix` at the command line: classes and single VMs, each form, both languages, bad input.
//!
//! `INSTA_UPDATE=always scripts/test --test matrix` writes the tables in `tests/matrix/` anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;
mod placed;

use std::collections::BTreeMap;

use common::{run_in, stored};
use placed::{EVIL, Estate, demo, flat, holds, refused, schema};
use serde_json::{Value, json};

/// VMs alike on each host, one on a local disk, one that a rule ties, and a host whose networks are not read.
fn mixed() -> Estate {
    Estate::of(&[("app01", 0, 0), ("app02", 1, 0), ("app03", 1, 0), ("local01", 1, 0), ("tied01", 0, 0)])
        .on_local_disk(3, 1)
        .cluster(
            "group",
            json!([
                { "kind": "ClusterVmGroup", "name": "licensed VMs", "vm": ["vm-105"] },
                { "kind": "ClusterHostGroup", "name": "licensed hosts", "host": ["host-11"] },
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

/// So many hosts like the third, with no VM.
fn wide(estate: Estate, hosts: usize) -> Estate {
    let mut estate = estate;
    let like = estate.0["hosts"][2].clone();
    for more in 3..hosts {
        let (id, name) = (format!("host-{}", 11 + more), format!("esx{:02}.tokyo.example", more + 1));
        let mut host = like.clone();
        (host["id"], host["name"]) = (json!(id), json!(name));
        estate.0["hosts"].as_array_mut().unwrap().push(host);
        estate.0["clusters"][0]["host"].as_array_mut().unwrap().push(json!(id));
        for store in [0, 1] {
            let mount = json!({ "key": id, "accessMode": "readWrite", "accessible": true, "mounted": true });
            estate.0["datastores"][store]["host"].as_array_mut().unwrap().push(mount);
        }
        for row in estate.0["clusters"][0]["environmentBrowser.QueryConfigOptionDescriptor()"]
            .as_array_mut()
            .unwrap()
        {
            row["host"].as_array_mut().unwrap().push(json!(id));
        }
        estate.0["networks"][0]["host"].as_array_mut().unwrap().push(json!(id));
    }
    estate
}

#[test]
fn tables_are_as_stored() {
    for (name, estate, flags, code) in [
        ("live", mixed(), &[][..], 0),
        ("restart", mixed(), &["--relation", "restart"], 0),
        ("each", mixed(), &["--each"], 0),
        ("unread", mixed().unread(2, "config.network"), &[], 3),
        ("wide", wide(mixed(), 12), &[], 0),
    ] {
        for lang in ["en", "ja"] {
            let run = estate.ask(&[&["matrix", "--lang", lang], flags].concat());
            assert_eq!(run.code, code, "{name}: {}\n{}", run.stderr, run.stdout);
            assert!(
                run.stdout.lines().all(|line| unicode_width::UnicodeWidthStr::width(line) <= 80),
                "{name}"
            );
            stored::snapshot("matrix", &format!("{name}-{lang}"), &run.stdout);
        }
    }
}

/// What a VM's cells say, with names for positions, so that both lists can be held against each other.
fn told(cluster: &Value, cells: &Value) -> Vec<Value> {
    let tell = |cell: &Value| match cell["is"].as_str().unwrap() {
        "no" => {
            let by = cell["by"].as_array().unwrap();
            let by = by.iter().map(|at| &cluster["hindrances"][at.as_u64().unwrap() as usize]);
            json!({ "no": by.collect::<Vec<_>>() })
        }
        "unknown" => json!({ "unknown": cluster["reasons"][cell["reason"].as_u64().unwrap() as usize] }),
        is => json!(is),
    };
    cells.as_array().unwrap().iter().map(tell).collect()
}

#[test]
fn each_vm_stands_where_its_class_does() {
    let estates = [mixed(), mixed().unread(2, "config.network"), wide(mixed(), 7), Estate::stranded()];
    for estate in estates {
        for relation in ["live", "restart"] {
            let classes = estate.json(&["matrix", "--relation", relation, "--class"]);
            let each = estate.json(&["matrix", "--relation", relation, "--each"]);
            let schema = schema("matrix");
            holds(&schema, &classes);
            holds(&schema, &each);
            let (of_class, of_each) = (&classes["clusters"][0], &each["clusters"][0]);
            let rows: BTreeMap<&str, &Value> = of_each["each"]
                .as_array()
                .unwrap()
                .iter()
                .map(|vm| (vm["vm"]["id"].as_str().unwrap(), vm))
                .collect();
            let mut seen = 0;
            for class in of_class["classes"].as_array().unwrap() {
                let cells = told(of_class, &class["cells"]);
                for vm in class["vms"].as_array().unwrap() {
                    let row = rows[vm["id"].as_str().unwrap()];
                    let home = row["home"].as_u64().unwrap() as usize;
                    let mut own = told(of_each, &row["cells"]);
                    assert_eq!(own[home], "here");
                    // A class tells of the VMs that are not there.
                    own[home] = cells[home].clone();
                    assert_eq!(own, cells, "{vm}");
                    seen += 1;
                }
            }
            assert_eq!(seen, rows.len());
        }
    }
}

#[test]
fn the_schema_refuses_something_and_each_cause_is_in_it() {
    let schema = schema("matrix");
    let mut matrix = mixed().json(&["matrix"]);
    for cause in vpreflight::placement::Hindrance::causes() {
        matrix["clusters"][0]["hindrances"][0]["cause"] = json!(cause);
        holds(&schema, &matrix);
    }
    matrix["clusters"][0]["hindrances"][0]["cause"] = json!("weather");
    assert!(!schema.is_valid(&matrix));
}

#[test]
fn forms_tell_the_same_cells() {
    let estate = mixed();
    let json = estate.json(&["matrix", "--each"]);
    let cells = |is: &str| -> usize {
        let rows = json["clusters"][0]["each"].as_array().unwrap().iter();
        rows.flat_map(|row| row["cells"].as_array().unwrap()).filter(|cell| cell["is"] == is).count()
    };
    let csv = estate.ask(&["matrix", "--each", "--format", "csv", "--lang", "en"]).stdout;
    let html = estate.ask(&["matrix", "--each", "--format", "html", "--lang", "en"]).stdout;
    for (is, class) in [("yes", "pass"), ("no", "fail"), ("here", "na"), ("unknown", "unknown")] {
        let in_csv = csv.lines().filter(|line| line.contains(&format!("example,{is},"))).count();
        assert_eq!(in_csv, cells(is), "{is}: {csv}");
        assert_eq!(html.matches(&format!("<td class=\"{class}\"")).count(), cells(is), "{is}");
    }
    // The reason of each no opens by keyboard, without a script.
    assert_eq!(html.matches("<details><summary>").count(), cells("no") + cells("unknown"));
    assert!(html.contains("<th scope=row>") && html.contains("<th scope=col>"));
}

#[test]
fn vms_that_are_named_have_a_line_each() {
    let estate = mixed();
    let run = estate.ask(&["matrix", "--vm", "app02", "--vm", "tied01", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("app02") && run.stdout.contains("tied01"), "{}", run.stdout);
    assert!(!run.stdout.contains("app01") && !run.stdout.contains("VMs  VM"), "{}", run.stdout);
    let classes = estate.json(&["matrix", "--vm", "app02", "--class"]);
    assert_eq!(classes["clusters"][0]["classes"].as_array().unwrap().len(), 1);
    refused(&estate.ask(&["matrix", "--vm", "app20"]), 2, &["no VM 'app20'", "/Tokyo/vm/app02"]);
    let twice = mixed().vm(1, "name", json!("app01"));
    refused(&twice.ask(&["matrix", "--vm", "app01"]), 2, &["more than one VM", "vm-102"]);
    refused(&estate.ask(&["matrix", "--each", "--class"]), 2, &["--each", "--class"]);
    refused(&estate.ask(&["matrix", "--relation", "cold"]), 2, &["cold", "live", "restart"]);
    let off = mixed().vm(0, "runtime.powerState", json!("poweredOff"));
    let run = off.ask(&["matrix", "--vm", "app01", "--lang", "en"]);
    assert!(run.stderr.contains("app01 does not run"), "{}", run.stderr);
    assert!(flat(&run.stdout).contains("None of the VMs that are asked about runs"), "{}", run.stdout);
}

#[test]
fn the_configuration_counts_as_far_as_it_has_the_setting() {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    write("estate.json", &mixed().0.to_string());
    write(
        "vpreflight.toml",
        "[scope]\nvm = [\"app02\"]\n[report]\nlang = \"ja\"\nformat = [\"junit=report.xml\"]\n",
    );
    let ask = |flags: &[&str]| run_in(place.path(), &[flags, &["--inventory", "estate.json"]].concat(), &[]);
    let run = ask(&["matrix"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("app02") && !run.stdout.contains("app01"), "{}", run.stdout);
    assert!(run.stdout.starts_with("移行 (vMotion)"), "{}", run.stdout);
    // All VMs of a cluster have to be placed, whichever are asked about otherwise.
    let run = ask(&["whatif", "--evacuate", "host-12"]);
    assert_eq!(run.code, 1, "{}", run.stderr);
    assert!(run.stdout.contains("local01") && run.stdout.contains("収容不可"), "{}", run.stdout);
    assert!(!place.path().join("report.xml").exists(), "the forms are those of check");
    let run = ask(&["whatif", "--lose-each", "--vm", "app02"]);
    refused(&run, 2, &["--vm"]);
}

#[test]
fn manual_pages_and_completions_know_the_commands() {
    let place = tempfile::tempdir().unwrap();
    assert_eq!(run_in(place.path(), &["man", "pages"], &[]).code, 0);
    for (command, flag) in [("matrix", "relation"), ("whatif", "lose\\-each")] {
        let page =
            std::fs::read_to_string(place.path().join(format!("pages/vpreflight-{command}.1"))).unwrap();
        assert!(page.contains(flag) && page.contains("Examples:"), "{page}");
        let script = run_in(place.path(), &["completions", "bash"], &[]).stdout;
        assert!(script.contains(command), "{command}");
    }
}

#[test]
fn an_empty_cluster_is_said_to_be_one() {
    let none = Estate::of(&[]).ask(&["matrix", "--lang", "ja"]);
    assert!(
        none.code == 0 && flat(&none.stdout).contains("パワーオン状態の仮想マシンがなく"),
        "{}",
        none.stdout
    );
    let mut out = Estate::stranded();
    for host in 0..3 {
        out = out.host(host, "runtime.inMaintenanceMode", json!(true));
    }
    for format in ["table", "html"] {
        let run = out.ask(&["matrix", "--lang", "en", "--format", format]);
        assert!(run.stdout.contains("No host of this cluster is in service"), "{}", run.stdout);
    }
    holds(&schema("matrix"), &out.json(&["matrix"]));
}

#[test]
fn what_is_unknown_is_the_exit_code_in_every_form() {
    let estate = mixed().unread(2, "config.network");
    for rows in ["--class", "--each"] {
        for format in ["table", "json", "csv", "html"] {
            let run = estate.ask(&["matrix", rows, "--format", format]);
            assert_eq!(run.code, 3, "{rows} {format}: {}", run.stderr);
        }
    }
    assert_eq!(estate.ask(&["matrix", "--inventory", "no.json"]).code, 2, "given twice");
    assert_eq!(demo(&["matrix", "--format", "xml"]).code, 2);
}

/// A name is whole on its line where the page is wide enough for it.
#[test]
fn the_column_of_names_is_as_wide_as_the_names() {
    let long = "tokyo-production-lms-application-server-01";
    let estate = mixed().vm(0, "name", json!(long)).vm(1, "name", json!(format!("{long}-b")));
    for flags in [&["--class"][..], &["--each"]] {
        let run = estate.ask(&[&["matrix", "--width", "120", "--lang", "en"], flags].concat());
        assert!(run.stdout.lines().any(|line| line.contains(long)), "{}", run.stdout);
    }
    // Where it is not, it stands in a list.
    let narrow = estate.ask(&["matrix", "--each", "--width", "60", "--lang", "en"]);
    assert!(narrow.stdout.lines().any(|line| line.contains(long)), "{}", narrow.stdout);
}

#[test]
fn names_are_inert_in_every_form() {
    let estate = mixed().vm(0, "name", json!(EVIL)).vm(3, "name", json!(EVIL));
    for flags in [&["--class"][..], &["--each"]] {
        for format in ["table", "json", "csv", "html"] {
            let text = estate.ask(&[&["matrix", "--format", format], flags].concat()).stdout;
            let obeyed = |char: &char| {
                char.is_control() && !['\n', '\r'].contains(char) || ('\u{202a}'..='\u{202e}').contains(char)
            };
            assert_eq!(text.chars().find(obeyed), None, "{format}");
            assert!(!text.contains("<script>x") || format != "html", "{format}");
            assert!(!text.contains("\n=1") && !text.contains(",=1"), "{format}: {text}");
        }
    }
}
