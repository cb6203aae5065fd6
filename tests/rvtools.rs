//! Exports of RVTools as a source: a complete one of 4.7 is judged as it should, older ones tell less, and whatever is
//! taken away from one, no outcome gets better.

#![allow(clippy::disallowed_macros, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "rvtools/book.rs"]
mod book;
#[path = "rvtools/hostile.rs"]
mod hostile;
#[path = "rvtools/law.rs"]
mod law;
#[path = "rvtools/modern.rs"]
mod modern;
#[path = "rvtools/releases.rs"]
mod releases;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use book::{Export, first};
use vpreflight::facts;
use vpreflight::inventory::{Inventory, Prop, ReasonKind};
use vpreflight::preflight::{self, Question};
use vpreflight::report::{Level, Outcome, Prerequisite, Report};
use vpreflight::rules::{self, Catalogue, Selected};
use vpreflight::sources::rvtools;
use vpreflight::terms::Verdict;

static CATALOGUE: LazyLock<Catalogue> =
    LazyLock::new(|| Catalogue::load(&[rules::built_in()], &facts::roots()).unwrap());

fn selected() -> Selected<'static> {
    CATALOGUE.select(&["full".to_owned()]).unwrap()
}

fn read(export: &Export) -> Result<Inventory, rvtools::Error> {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.xlsx");
    export.workbook(&file);
    assert!(rvtools::recognises(&file));
    rvtools::read(&file)
}

fn judge(inventory: &Inventory) -> Report {
    preflight::judge_whole(&Question::of(&selected()), inventory).unwrap().report
}

fn rule<'r>(report: &'r Report, id: &str) -> &'r Prerequisite {
    report.prerequisites.iter().find(|rule| rule.id == id).unwrap_or_else(|| panic!("no rule {id}"))
}

/// Whether a rule has an answer that is none.
fn is_open(report: &Report, id: &str) -> bool {
    matches!(rule(report, id).outcome, Outcome::Unknown { .. })
}

#[test]
fn a_complete_export_is_judged_as_far_as_it_tells() {
    let inventory = read(&modern::export()).unwrap();
    assert_eq!((inventory.hosts.len(), inventory.vms.len(), inventory.clusters.len()), (3, 6, 1));
    assert_eq!(inventory.collection.exported_by, "RVTools 4.7.1.4");
    assert_eq!(inventory.collection.server, "vc01.example");
    assert_eq!((inventory.vms[0].id.as_str(), inventory.hosts[0].id.as_str()), ("vm-101", "host-10"));
    let report = judge(&inventory);
    assert_eq!((report.verdict, report.exit_code), (Verdict::NotReady, 1));
    for id in [
        "cluster-exists",
        "cluster-contains-hosts",
        "hosts-min-two",
        "host-software-version",
        "ha-enabled",
        "ha-host-monitoring",
        "ha-vm-monitoring",
        "vcenter-version",
    ] {
        assert_eq!(rule(&report, id).outcome, Outcome::Pass, "{id}");
    }
    // What no column tells is no pass.
    for id in [
        "vmotion-configured",
        "vmotion-network-gbe",
        "vmotion-dedicated-gbe-nic",
        "vm-no-cpu-affinity",
        "vm-no-local-floppy",
        "ha-hosts-configured",
        "ha-admission-control",
        "vcenter-licensed",
        "host-min-hardware",
        "target-host-compatible",
    ] {
        assert!(is_open(&report, id), "{id}: {:?}", rule(&report, id).outcome);
    }
    // What is wrong is found, at what is wrong and nowhere else.
    let failing = |id: &str| -> BTreeSet<String> {
        let fails = rule(&report, id).findings.iter().filter(|finding| finding.level >= Level::Warn);
        fails.flat_map(|finding| &finding.objects).map(|at| at.object.name.clone()).collect()
    };
    for (id, names) in [
        ("vm-disks-on-shared-storage", "local01"),
        ("vm-config-on-shared-storage", "local01"),
        ("vm-no-local-cdrom", "cd01"),
        ("vm-not-guest-clustered", "rdm01"),
        ("host-access-all-networks", "LMS-HA"),
    ] {
        assert_eq!(failing(id), BTreeSet::from([names.to_owned()]), "{id}");
    }
}

#[test]
fn without_faults_the_verdict_is_cannot_tell_and_never_ready() {
    let mut export = modern::export();
    for (sheet, name) in [("vInfo", "local01"), ("vDisk", "local01")] {
        let path = if sheet == "vInfo" { "Path" } else { "Disk Path" };
        export.sheet(sheet).put(path, "[shared01] local01/local01.vm", first(name));
    }
    let info = export.sheet("vInfo");
    info.put("Snapshot directory", "[shared01] local01/", first("local01"));
    info.put("Suspend directory", "[shared01] local01/", first("local01"));
    export.sheet("vCD").put("Connected", false, |_| true);
    export.sheet("vCD").put("Starts Connected", false, |_| true);
    export.sheet("vDisk").put("Raw", false, |_| true);
    export.sheet("vDisk").put("Shared Bus", "noSharing", |_| true);
    export.sheet("vNetwork").put("Network", "LMS-10", first("net01"));
    let report = judge(&read(&export).unwrap());
    let fails: Vec<&str> = report
        .prerequisites
        .iter()
        .filter(|rule| rule.outcome == Outcome::Fail)
        .map(|rule| rule.id.as_str())
        .collect();
    assert!(fails.is_empty(), "{fails:?}");
    assert_eq!((report.verdict, report.exit_code), (Verdict::CannotTell, 3));
}

#[test]
fn what_is_not_told_names_the_source() {
    let export = modern::export().without("vNIC");
    let inventory = read(&export).unwrap();
    let why = inventory.hosts[0].network.read().unwrap_err();
    assert_eq!(why.kind, ReasonKind::NotCollected);
    assert_eq!(why.detail, "RVTools: the export has no sheet vNIC");
    let report = judge(&inventory);
    let undecided = &rule(&report, "host-access-all-networks").undecided;
    let reasons: Vec<_> = undecided.iter().flat_map(|one| &one.reasons).collect();
    assert!(
        reasons.iter().any(|reason| reason.detail_ja.contains("シート vNIC がありません")),
        "{reasons:?}"
    );
}

#[test]
fn a_folder_of_files_tells_what_the_workbook_tells() {
    let folder = tempfile::tempdir().unwrap();
    modern::export().folder(folder.path(), true);
    assert!(rvtools::recognises(folder.path()));
    let of_folder = rvtools::read(folder.path()).unwrap();
    assert_eq!(of_folder, read(&modern::export()).unwrap());
}

#[test]
fn several_vcenters_are_refused_by_name() {
    let mut export = modern::export();
    for header in ["VI SDK Server", "VI SDK UUID"] {
        export.sheet("vInfo").put(header, "vc02.example", first("net01"));
    }
    let error = read(&export).unwrap_err().to_string();
    assert!(
        error.contains("2 vCenters") && error.contains("vc01.example") && error.contains("vc02"),
        "{error}"
    );
    // One that was reached under two names is one.
    let mut export = modern::export();
    export.sheet("vInfo").put("VI SDK Server", "10.0.0.1", first("net01"));
    assert!(read(&export).is_ok());
}

#[test]
fn names_that_do_not_join_leave_the_sets_open() {
    let mut export = modern::export();
    export.sheet("vInfo").put("Host", "esx01", first("app01"));
    let inventory = read(&export).unwrap();
    let why = inventory.vms[0].host.read().unwrap_err();
    assert!(why.detail.contains("no host called 'esx01' (5 of 6 VMs"), "{}", why.detail);
    let whole = judge(&read(&modern::export()).unwrap());
    let report = judge(&inventory);
    assert!(
        is_open(&report, "vm-disks-on-shared-storage")
            || rule(&report, "vm-disks-on-shared-storage").outcome == Outcome::Fail
    );
    assert_eq!(law::broken(&whole, &report), Vec::<String>::new());
    // A host of which vHost counts more VMs than vInfo has rows.
    let host = inventory.hosts[0].vm.read().unwrap_err();
    assert!(host.detail.contains("counts 2 VMs on the host, and sheet vInfo has 1"), "{}", host.detail);
}

#[test]
fn rows_count_as_they_stand_and_not_as_a_sheet_declares() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.xlsx");
    modern::export().workbook(&file);
    hostile::declare(&file, "A1:CN1000");
    let inventory = rvtools::read(&file).unwrap();
    assert_eq!(inventory.vms.len(), modern::VMS.len());
    assert_eq!(inventory, read(&modern::export()).unwrap());
}

#[test]
fn an_attribute_that_bears_the_header_of_a_column_counts_for_nothing() {
    let whole = read(&modern::export()).unwrap();
    // A custom attribute before the tail, and a tag behind everything, as before 4.4.1.
    for behind in ["Annotation", "VI SDK UUID"] {
        let mut export = modern::export();
        for header in ["Host", "Cluster", "VM ID", "Datacenter", "Path", "VM"] {
            export.sheet("vInfo").add(behind, header, "of a tag");
        }
        let inventory = read(&export).unwrap();
        let same = |inventory: &Inventory| {
            let vms = inventory.vms.iter();
            vms.map(|vm| (vm.id.clone(), vm.name.clone(), vm.host.clone(), vm.parent.clone()))
                .collect::<Vec<_>>()
        };
        assert_eq!(same(&inventory), same(&whole), "{behind}");
        assert_eq!(inventory.vms[0].files, whole.vms[0].files, "{behind}");
    }
}

#[test]
fn many_vms_are_read() {
    let mut export = modern::export();
    let scale = 300;
    for sheet in ["vInfo", "vDisk", "vCD", "vNetwork", "vTools"] {
        let sheet = export.sheet(sheet);
        let (id, row) = (sheet.at("VM ID"), sheet.rows[0].clone());
        for at in 0..scale {
            let mut own = row.clone();
            own[0] = format!("many{at}").as_str().into();
            own[id] = format!("vm-9{at}").as_str().into();
            sheet.rows.push(own);
        }
    }
    let inventory = read(&export).unwrap();
    assert_eq!(inventory.vms.len(), modern::VMS.len() + scale);
    let devices = inventory.vms.last().and_then(|vm| vm.hardware.known()).map(|own| own.device.len());
    assert_eq!(devices, Some(4));
    let unknown = Prop::Known("host-10".into());
    assert!(inventory.vms.iter().skip(6).all(|vm| vm.host == unknown));
}

/// Prints how long 10,000 VMs take: `cargo test --release --test rvtools -- --ignored --nocapture`.
#[test]
#[ignore = "prints a figure, judges nothing"]
fn ten_thousand_vms() {
    let mut export = modern::export();
    for sheet in ["vInfo", "vDisk", "vCD", "vNetwork", "vTools"] {
        let sheet = export.sheet(sheet);
        let (id, row) = (sheet.at("VM ID"), sheet.rows[0].clone());
        for at in 0..10_000 {
            let mut own = row.clone();
            own[0] = format!("many{at}").as_str().into();
            own[id] = format!("vm-9{at}").as_str().into();
            sheet.rows.push(own);
        }
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.xlsx");
    export.workbook(&file);
    let started = std::time::Instant::now();
    let inventory = rvtools::read(&file).unwrap();
    println!(
        "{} VMs in {:?}, {} bytes",
        inventory.vms.len(),
        started.elapsed(),
        file.metadata().unwrap().len()
    );
}

/// Where VMs find room is not told by any column: nothing is said to fit.
#[test]
fn placing_of_an_export_says_that_it_cannot_tell() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("export.xlsx");
    modern::export().workbook(&file);
    let ask = |flags: &[&str]| {
        let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_vpreflight"));
        run.args(flags).arg("--inventory").arg(&file).args(["--lang", "en"]).current_dir(folder.path());
        let done = run.output().unwrap();
        (done.status.code(), String::from_utf8_lossy(&done.stdout).into_owned())
    };
    for (flags, wanted) in [
        (&["matrix"][..], 3),
        (&["matrix", "--relation", "restart"], 3),
        (&["whatif", "--lose-each"], 3),
        // A VM on a disk of its host keeps that host for certain.
        (&["whatif", "--roll"], 1),
    ] {
        let (code, said) = ask(flags);
        println!("{flags:?}\n{said}");
        assert_eq!(code, Some(wanted), "{flags:?}: {said}");
    }
}
