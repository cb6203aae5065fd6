//! What other tools export is refused by name, in both languages, with the way that works.

use super::*;

#[test]
fn exports_of_other_tools_are_told_by_name() {
    let folder = tempfile::tempdir().unwrap();
    let clixml =
        "<Objs Version=\"1.1.0.1\" xmlns=\"http://schemas.microsoft.com/powershell/2004/04\"></Objs>";
    for (name, content, words) in [
        ("vms.xml", clixml, "Export-Clixml"),
        ("esx-esx01-2026-11-22--09.14-vm-support.tgz", "\u{1f}\u{8b}", "vm-support"),
        ("esxtop.csv", "\"(PDH-CSV 4.0) (UTC)(0)\",\"\\\\esx01\\Memory\"\n", "esxtop"),
        ("LiveOptics_4711_VMWARE.xlsx", "PK", "Live Optics"),
        ("ExportList.csv", "Name,State,Status\nesx01,Connected,Normal\n", "CSV"),
        ("0001-HostSystem-host-1.xml", "<ObjectContent></ObjectContent>", "govc object.save"),
    ] {
        let file = folder.path().join(name);
        std::fs::write(&file, content).unwrap();
        for lang in ["en", "ja"] {
            let run = check(&file, lang, &[]);
            assert_eq!(run.code, 4, "{}", run.stderr);
            assert!(run.stderr.contains(words) && run.stderr.contains(name), "{}", run.stderr);
            let way = run.stderr.contains("vpreflight collect") || name.starts_with("0001");
            assert!(way, "{}", run.stderr);
            let ja = run.stderr.chars().any(|letter| ('ぁ'..='ん').contains(&letter));
            assert_eq!(ja, lang == "ja", "{}", run.stderr);
        }
    }
}

#[test]
fn an_unpacked_support_bundle_is_one_too() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(folder.path().join("etc/vmware")).unwrap();
    std::fs::write(folder.path().join("etc/vmware/esx.conf"), "").unwrap();
    let run = check(folder.path(), "en", &[]);
    assert!(run.code == 4 && run.stderr.contains("vm-support"), "{}", run.stderr);
}
