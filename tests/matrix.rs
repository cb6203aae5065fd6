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

#[test]
fn tables_are_as_stored() {
    for (name, estate, flags, code) in [
        ("live", Estate::mixed(), &[][..], 0),
        ("restart", Estate::mixed(), &["--relation", "restart"], 0),
        ("each", Estate::mixed(), &["--each"], 0),
        ("unread", Estate::mixed().unread(2, "config.network"), &[], 3),
        ("wide", Estate::mixed().wide(12), &[], 0),
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
    let estates = [
        Estate::mixed(),
        Estate::mixed().unread(2, "config.network"),
        Estate::mixed().wide(7),
        Estate::stranded(),
    ];
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
    let mut matrix = Estate::mixed().json(&["matrix"]);
    for cause in vpreflight::placement::Hindrance::causes() {
        matrix["clusters"][0]["hindrances"][0]["cause"] = json!(cause);
        holds(&schema, &matrix);
    }
    matrix["clusters"][0]["hindrances"][0]["cause"] = json!("weather");
    assert!(!schema.is_valid(&matrix));
}

#[test]
fn forms_tell_the_same_cells() {
    let estate = Estate::mixed();
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
    let estate = Estate::mixed();
    let run = estate.ask(&["matrix", "--vm", "app02", "--vm", "tied01", "--lang", "en"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(run.stdout.contains("app02") && run.stdout.contains("tied01"), "{}", run.stdout);
    assert!(!run.stdout.contains("app01") && !run.stdout.contains("VMs  VM"), "{}", run.stdout);
    let classes = estate.json(&["matrix", "--vm", "app02", "--class"]);
    assert_eq!(classes["clusters"][0]["classes"].as_array().unwrap().len(), 1);
    refused(&estate.ask(&["matrix", "--vm", "app20"]), 2, &["no VM 'app20'", "/Tokyo/vm/app02"]);
    let twice = Estate::mixed().vm(1, "name", json!("app01"));
    refused(&twice.ask(&["matrix", "--vm", "app01"]), 2, &["more than one VM", "vm-102"]);
    // The end of a path that no other has is enough, and is what stands in the table.
    let run = estate.ask(&["matrix", "--vm", "vm/app02"]);
    assert!(run.code == 0 && run.stdout.contains("app02"), "{}", run.stderr);
    refused(&estate.ask(&["matrix", "--each", "--class"]), 2, &["--each", "--class"]);
    refused(&estate.ask(&["matrix", "--relation", "cold"]), 2, &["cold", "live", "restart"]);
    let off = Estate::mixed().vm(0, "runtime.powerState", json!("poweredOff"));
    let run = off.ask(&["matrix", "--vm", "app01", "--lang", "en"]);
    assert!(run.stderr.contains("app01 does not run"), "{}", run.stderr);
    assert!(flat(&run.stdout).contains("None of the VMs that are asked about runs"), "{}", run.stdout);
}

#[test]
fn the_configuration_counts_as_far_as_it_has_the_setting() {
    let place = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
    write("estate.json", &Estate::mixed().0.to_string());
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
    let estate = Estate::mixed().unread(2, "config.network");
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
    let estate = Estate::mixed().vm(0, "name", json!(long)).vm(1, "name", json!(format!("{long}-b")));
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
    let estate = Estate::mixed().vm(0, "name", json!(EVIL)).vm(3, "name", json!(EVIL));
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

/// The rows of the tables of a page, each as it is written.
fn rows(page: &str) -> Vec<&str> {
    let tables = page.split("<table class=cells>").skip(1).map(|rest| rest.split_once("</table>").unwrap().0);
    let rows = tables.flat_map(|table| table.split("<tr><th scope=row>").skip(1));
    rows.map(|row| row.split_once("</tr>").unwrap().0).collect()
}

#[test]
fn the_page_of_a_check_shows_what_the_matrix_shows_of_vms_that_are_kept_from_a_host() {
    let estate = Estate::mixed().unread(2, "config.network");
    let page = estate.ask(&["check", "--format", "html", "--lang", "en"]).stdout;
    let all = ["live", "restart"].map(|relation| {
        estate.ask(&["matrix", "--format", "html", "--lang", "en", "--relation", relation]).stdout
    });
    let shown: Vec<&str> = all.iter().flat_map(|page| rows(page)).collect();
    let kept: Vec<&str> = rows(&page);
    assert!(kept.len() > 3, "{kept:?}");
    for row in &kept {
        assert!(shown.contains(row), "{row}\n{shown:#?}");
        assert!(row.contains("<td class=\"fail\"") || row.contains("<td class=\"unknown\""), "{row}");
    }
    assert!(
        !estate.ask(&["check", "--format", "json"]).stdout.contains("\"heat\""),
        "programs have the matrix"
    );

    // Where HA restarts nothing, only moves are shown; where everybody can go everywhere, that is a sentence.
    let off = Estate::mixed().cluster("das", json!({ "enabled": false }));
    let page = off.ask(&["check", "--format", "html"]).stdout;
    assert_eq!(page.matches("<details class=heat").count(), 1);
    let free = Estate::of(&[("app01", 0, 0), ("app02", 1, 0)]);
    let page = free.ask(&["check", "--format", "html", "--lang", "en"]).stdout;
    assert!(
        rows(&page).is_empty() && page.contains("2 running VMs, each of which can go to every other host")
    );
}

#[test]
fn the_page_of_a_check_is_bounded_and_says_what_it_leaves_out() {
    let names: Vec<String> = (0..13).map(|at| format!("tied{at:02}")).collect();
    let vms: Vec<(&str, usize, i64)> = names.iter().map(|name| (name.as_str(), 0, 0)).collect();
    let (mut groups, mut rules) = (Vec::new(), Vec::new());
    // The last of them can go everywhere.
    for at in 0..12 {
        let host = json!([format!("host-{}", 12 + at), "host-11"]);
        groups.push(
            json!({ "kind": "ClusterVmGroup", "name": format!("v{at}"), "vm": [format!("vm-{}", 101 + at)] }),
        );
        groups.push(json!({ "kind": "ClusterHostGroup", "name": format!("h{at}"), "host": host }));
        rules.push(json!({
            "kind": "ClusterVmHostRuleInfo", "name": format!("r{at}"), "enabled": true, "mandatory": true,
            "vmGroupName": format!("v{at}"), "affineHostGroupName": format!("h{at}"),
        }));
    }
    let estate = Estate::of(&vms).wide(30).cluster("group", json!(groups)).cluster("rule", json!(rules));
    let page = estate.ask(&["check", "--format", "html", "--lang", "en"]).stdout;
    let rows = rows(&page);
    assert_eq!(rows.len(), 20, "ten of moves, ten of restarts");
    assert!(rows.iter().all(|row| row.matches("<td ").count() == 24), "{rows:#?}");
    for said in ["Left out here: 2 more classes (2 VMs), 6 more hosts", "1 VM can go to every other host"] {
        assert!(page.contains(said), "{said}");
    }
    let page = estate.ask(&["check", "--format", "html", "--lang", "ja"]).stdout;
    assert!(page.contains("省略: ほかの 2 グループ (仮想マシン 2 台)、ほかのホスト 6 台。"), "in Japanese");
}
