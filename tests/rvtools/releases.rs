//! What each release of RVTools wrote otherwise, one export for each row of the table in docs/rvtools.md.

use vpreflight::inventory::Prop;
use vpreflight::report::Outcome;
use vpreflight::sources::rvtools;

use super::book::{Export, Sheet, first};
use super::{is_open, judge, law, modern, read, rule};

/// Takes columns away, from each sheet that has them.
fn without(mut export: Export, headers: &[&str]) -> Export {
    for sheet in &mut export.0 {
        for header in headers {
            while sheet.headers.iter().any(|own| own == header) {
                sheet.drop(header);
            }
        }
    }
    export
}

/// An export that tells less is judged no better than the complete one.
fn holds(export: &Export) -> vpreflight::report::Report {
    let whole = judge(&read(&modern::export()).unwrap());
    let report = judge(&read(export).unwrap());
    assert_eq!(law::broken(&whole, &report), Vec::<String>::new());
    report
}

fn v3_6() -> Export {
    let export = modern::export().without("vUSB").without("vSource").without("vMetaData");
    let later = [
        "Object ID",
        "VM ID",
        "VM UUID",
        "VI SDK UUID",
        "in Maintenance Mode",
        "in Quarantine Mode",
        "min Required EVC Mode Key",
        "Sharing mode",
        "Disk Key",
    ];
    without(export, &later)
}

#[test]
fn of_3_6_clusters_and_vmotion_support_are_told_and_ids_are_made_of_names() {
    let inventory = read(&v3_6()).unwrap();
    let ids: Vec<&str> = inventory.vms.iter().map(|vm| vm.id.as_str()).collect();
    assert_eq!(ids[..2], ["vm:app01", "vm:local01"]);
    assert_eq!(inventory.hosts[0].vmotion_supported, Prop::Known(true));
    assert_eq!(inventory.clusters[0].id, "cluster:LMS-HA");
    assert_eq!(inventory.collection.exported_by, "RVTools");
    assert_eq!(inventory.vcenter.about.version, "8.0.2");
    let report = holds(&v3_6());
    assert_eq!(rule(&report, "ha-enabled").outcome, Outcome::Pass);
    // The same export again has the same ids.
    assert_eq!(read(&v3_6()).unwrap(), inventory);
}

#[test]
fn of_3_8_ids_and_the_uuid_of_the_vcenter_are_told_under_its_older_header() {
    let mut export = v3_6();
    export.sheet("vInfo").add("VI SDK Server", "vCenter UUID", "u-1");
    export.sheet("vInfo").add("Host", "VM ID", "");
    for (at, vm) in modern::VMS.iter().enumerate() {
        export.sheet("vInfo").put("VM ID", format!("vm-{at}").as_str(), first(vm.name));
    }
    let inventory = read(&export).unwrap();
    assert_eq!(inventory.vms[0].id, "vm-0");
    assert_eq!(inventory.vcenter.about.instance_uuid, "u-1");
    holds(&export);
}

/// Calls every column by the first of its internal headers that has a public source, or that has none.
fn internal(confirmed: bool) -> (Export, usize) {
    let (mut export, mut renamed) = (modern::export(), 0);
    for sheet in &mut export.0 {
        let Some((_, specs)) = rvtools::SHEETS.iter().find(|(name, _)| *name == sheet.name) else { continue };
        for header in &mut sheet.headers {
            let Some(spec) = specs.iter().find(|spec| spec.header == header.as_str()) else { continue };
            let own = if confirmed { spec.also } else { spec.unconfirmed };
            if let Some(internal) = own.iter().find(|own| !own.contains(' ')) {
                *header = (*internal).to_owned();
                renamed += 1;
            }
        }
    }
    (export, renamed)
}

#[test]
fn of_3_11_6_internal_headers_that_have_a_source_tell_the_same() {
    let (mut export, renamed) = internal(true);
    assert!(renamed > 40, "{renamed}");
    assert!(export.sheet("vInfo").headers.contains(&"vInfoVMName".to_owned()));
    assert_eq!(read(&export).unwrap(), read(&modern::export()).unwrap());
}

#[test]
fn of_3_11_6_internal_headers_that_have_none_are_named_and_tell_nothing() {
    let (export, renamed) = internal(false);
    assert!(renamed > 60, "{renamed}");
    let report = holds(&export);
    assert!(is_open(&report, "ha-enabled"), "{:?}", rule(&report, "ha-enabled").outcome);
    let told = serde_json::to_string(&rule(&report, "ha-enabled").undecided).unwrap();
    let why = "sheet vCluster has no column 'HA enabled'; 'vClusterDasEnabled' may be it";
    assert!(told.contains(why), "{told}");
}

#[test]
fn of_4_0_4_ids_and_modes_are_told_and_before_no_host_is_known_to_serve() {
    let before = without(modern::export(), &["in Maintenance Mode", "in Quarantine Mode"]);
    let report = holds(&before);
    assert!(is_open(&report, "hosts-min-two") || rule(&report, "hosts-min-two").outcome == Outcome::Pass);
    let inventory = read(&before).unwrap();
    assert!(matches!(inventory.hosts[0].in_maintenance_mode, Prop::Unreadable(_)));
    assert_eq!(inventory.hosts[0].id, "host-10");
}

fn floppy() -> Sheet {
    let own = ["VM", "Device Node", "Connected", "Starts Connected", "Device Type", "VM ID"];
    let mut sheet = Sheet::new("vFloppy", &own);
    sheet.row(&[
        ("VM", "app01".into()),
        ("Device Node", "Floppy drive 1".into()),
        ("Connected", true.into()),
        ("Starts Connected", true.into()),
        ("Device Type", "[local-esx01] a.flp".into()),
        ("VM ID", "vm-101".into()),
    ]);
    sheet
}

#[test]
fn before_4_1_2_floppies_are_found_and_decide_no_pass_and_later_none_is_told() {
    let mut before = modern::export().without("vUSB");
    before.0.push(floppy());
    let report = judge(&read(&before).unwrap());
    let floppies = rule(&report, "vm-no-local-floppy");
    assert_eq!(floppies.outcome, Outcome::Fail);
    let names: Vec<&str> =
        floppies.findings.iter().flat_map(|own| &own.objects).map(|at| at.object.name.as_str()).collect();
    assert_eq!(names, ["app01"]);
    assert!(!floppies.undecided.is_empty(), "the others pass");
    assert!(is_open(&holds(&modern::export()), "vm-no-local-floppy"));
    // MB are the megabytes that MiB are.
    before.sheet("vDisk").rename("Capacity MiB", "Capacity MB");
    let memory = |export: &Export| read(export).unwrap().vms[0].hardware.known().unwrap().memory_mb;
    assert_eq!((memory(&before), memory(&modern::export())), (4096, 4096));
}

#[test]
fn before_4_2_2_blank_settings_of_ha_are_not_collected() {
    let mut export = modern::export();
    for header in ["HA enabled", "Host monitoring", "VM Monitoring", "AdmissionControlEnabled"] {
        export.sheet("vCluster").put(header, "", |_| true);
    }
    let report = holds(&export);
    for id in ["ha-enabled", "ha-host-monitoring", "ha-vm-monitoring"] {
        assert!(is_open(&report, id), "{id}: {:?}", rule(&report, id).outcome);
    }
}

#[test]
fn before_4_3_1_the_vcenter_is_told_by_the_rows_of_its_vms() {
    let export = modern::export().without("vSource");
    let inventory = read(&export).unwrap();
    assert_eq!(inventory.vcenter.about.version, "8.0.2");
    assert_eq!(inventory.vcenter.about.build, "22617221");
    assert_eq!(inventory.collection.api_version.to_string(), "8.0.2");
    let report = holds(&export);
    assert_eq!(rule(&report, "vcenter-version").outcome, Outcome::Pass);
    // Two VMs of one SMBIOS UUID stay two.
    let mut export = without(export, &["VM ID"]);
    export.sheet("vInfo").put("VM UUID", "same", |_| true);
    assert_eq!(read(&export).unwrap().vms.len(), modern::VMS.len());
}

#[test]
fn before_4_4_1_sharing_is_not_told() {
    let export = without(modern::export(), &["Sharing mode"]);
    holds(&export);
    let mut clean = export.clone();
    clean.sheet("vDisk").put("Raw", false, |_| true);
    clean.sheet("vDisk").put("Shared Bus", "noSharing", |_| true);
    assert!(is_open(&judge(&read(&clean).unwrap()), "vm-not-guest-clustered"));
}

#[test]
fn before_4_6_1_rows_with_quotes_are_refused_and_named() {
    let mut export = modern::export();
    export.sheet("vInfo").put("Annotation", "the \"old\", one", first("net01"));
    let folder = tempfile::tempdir().unwrap();
    export.folder(folder.path(), true);
    assert_eq!(rvtools::read(folder.path()).unwrap().vms.len(), 6);
    export.folder(folder.path(), false);
    let inventory = rvtools::read(folder.path()).unwrap();
    assert_eq!(inventory.vms.len(), 5);
    let why = &inventory.unlisted["VirtualMachine"];
    assert_eq!(why.detail, "RVTools: row 6 of sheet vInfo was refused");
    let whole = judge(&read(&modern::export()).unwrap());
    assert_eq!(law::broken(&whole, &judge(&inventory)), Vec::<String>::new());
}

#[test]
fn before_4_7_1_names_and_ids_in_scientific_notation_name_nothing() {
    let mut export = modern::export();
    export.sheet("vInfo").put("VM ID", "1.2E+05", first("app01"));
    export.sheet("vDisk").put("VM ID", "1.2E+05", first("app01"));
    let inventory = read(&export).unwrap();
    assert_eq!(inventory.vms[0].id, "vm:app01");
    // By its name it is still known whose the disk is.
    let disks = |at: usize| {
        let devices = &inventory.vms[at].hardware.known().unwrap().device;
        devices.iter().filter(|device| device.kind == "VirtualDisk").count()
    };
    assert_eq!(disks(0), 1);
    let mut export = modern::export();
    for sheet in ["vInfo", "vNIC", "vPort"] {
        export
            .sheet(sheet)
            .put("Host", "1.2E+05", |row| row.iter().any(|cell| *cell == modern::HOSTS[0].into()));
    }
    holds(&export);
}
