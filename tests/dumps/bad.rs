//! Directories that are broken, cut short, mixed, or none at all: a clear error in both languages, or unknown.

use std::fs;

use super::*;

/// What is said of the copy of a healthy directory after `spoil`: the same code in both languages.
fn spoilt(spoil: impl Fn(&Path), words: &str) {
    let folder = tempfile::tempdir().unwrap();
    let directory = copy(folder.path());
    spoil(&directory);
    for lang in ["en", "ja"] {
        let run = check(&directory, lang, &[]);
        assert_eq!(run.code, 4, "{words}: {}{}", run.stdout, run.stderr);
        assert!(run.stdout.is_empty(), "{}", run.stdout);
        assert!(lang == "ja" || run.stderr.contains(words), "{words}: {}", run.stderr);
        let ja = run.stderr.chars().any(|letter| ('ぁ'..='ん').contains(&letter));
        assert_eq!(ja, lang == "ja", "{}", run.stderr);
    }
}

#[test]
fn a_file_that_is_broken_stops_the_run_and_is_named() {
    let host = |directory: &Path| file_of(directory, "HostSystem-host-11");
    let cut = |directory: &Path| {
        let text = fs::read_to_string(host(directory)).unwrap();
        fs::write(host(directory), &text[..text.len() / 2]).unwrap();
    };
    spoilt(cut, "HostSystem-host-11.xml, at byte");
    spoilt(|directory| fs::write(host(directory), "").unwrap(), "is empty");
    spoilt(|directory| fs::write(host(directory), [0x3c, 0xff, 0xfe]).unwrap(), "no UTF-8");
    spoilt(|directory| fs::write(host(directory), "<project/>").unwrap(), "holds <project>");
    spoilt(|directory| fs::write(host(directory), "<ObjectContent/>").unwrap(), "without a reference");
    let two = "<ObjectContent><obj type='HostSystem'>h</obj></ObjectContent>".repeat(2);
    spoilt(move |directory| fs::write(host(directory), &two).unwrap(), "not one <ObjectContent>");
}

#[test]
fn an_object_that_is_there_twice_stops_the_run() {
    spoilt(
        |directory| {
            let again = directory.join("9000-HostSystem-host-11.xml");
            fs::copy(file_of(directory, "HostSystem-host-11"), again).unwrap();
        },
        "both hold HostSystem host-11",
    );
}

#[test]
fn a_directory_that_is_none_or_not_whole_is_told() {
    spoilt(
        |directory| fs::remove_file(file_of(directory, "ServiceInstance-ServiceInstance")).unwrap(),
        "has no ServiceInstance",
    );
    spoilt(
        |directory| {
            let service = file_of(directory, "ServiceInstance-ServiceInstance");
            let text = fs::read_to_string(&service).unwrap();
            fs::write(&service, text.replace(">VirtualCenter<", ">HostAgent<")).unwrap();
        },
        "no vCenter",
    );
    let folder = tempfile::tempdir().unwrap();
    let empty = check(folder.path(), "en", &[]);
    assert!(empty.code == 4 && empty.stderr.contains("no directory of govc object.save"), "{}", empty.stderr);
    let missing = check(&folder.path().join("missing"), "en", &[]);
    assert!(missing.code == 4 && missing.stderr.contains("missing"), "{}", missing.stderr);
}

#[cfg(unix)]
#[test]
fn links_lead_to_files_and_nothing_is_waited_for() {
    use std::os::unix::fs::symlink;
    let folder = tempfile::tempdir().unwrap();
    let directory = copy(folder.path());
    let before = outcomes(&report(&directory, &[]));
    let host = file_of(&directory, "HostSystem-host-11");
    let elsewhere = folder.path().join("elsewhere.xml");
    fs::rename(&host, &elsewhere).unwrap();
    symlink(&elsewhere, &host).unwrap();
    let link = folder.path().join("link");
    symlink(&directory, &link).unwrap();
    assert_eq!(outcomes(&report(&link, &[])), before);
    spoilt(
        |directory| symlink("/dev/zero", directory.join("9000-Folder-group-x.xml")).unwrap(),
        "no regular",
    );
    spoilt(|directory| symlink("nowhere", directory.join("9000-Folder-group-x.xml")).unwrap(), "cannot read");
    spoilt(
        |directory| {
            let pipe = directory.join("9000-Folder-group-x.xml");
            assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        },
        "no regular",
    );
}

/// The saver stops at the first error, and what it has not written yet is missing.
#[test]
fn saving_that_was_cut_short_passes_nothing_of_what_is_missing() {
    let folder = tempfile::tempdir().unwrap();
    let directory = copy(folder.path());
    let whole = report(&directory, &[]);
    for object in ["ClusterComputeResource-domain-c8", "VirtualMachine-vm-21", "Datastore-datastore-31"] {
        let file = file_of(&directory, object);
        let text = fs::read(&file).unwrap();
        fs::remove_file(&file).unwrap();
        let report = report(&directory, &[]);
        assert_ne!(report["exit_code"], 0, "{object}");
        let coverage = |report: &Value| report["coverage"]["decided"].as_u64().unwrap();
        assert!(coverage(&report) < coverage(&whole), "{object}: {}", report["coverage"]);
        fs::write(&file, text).unwrap();
    }
}

/// Tens of thousands of files that say nothing are read as quickly as they are there.
#[test]
fn many_files_are_read() {
    let folder = tempfile::tempdir().unwrap();
    let directory = copy(folder.path());
    let before = outcomes(&report(&directory, &[]));
    for number in 0..20_000 {
        let text = format!("<ObjectContent><obj type=\"Task\">task-x{number}</obj></ObjectContent>");
        fs::write(directory.join(format!("{}-Task-task-x{number}.xml", 10_000 + number)), text).unwrap();
    }
    assert_eq!(outcomes(&report(&directory, &[])), before);
}

/// A value that cannot be understood is unknown, and nothing else is.
#[test]
fn a_value_that_is_not_understood_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let directory = copy(folder.path());
    let file = file_of(&directory, "HostSystem-host-11");
    let text = fs::read_to_string(&file).unwrap();
    let start = text.find("<name>capability</name>").unwrap();
    let (head, tail) = text.split_at(start);
    let spoilt = tail.replacen(
        "<vmotionSupported>true</vmotionSupported>",
        "<vmotionSupported>maybe</vmotionSupported>",
        1,
    );
    assert_ne!(spoilt, tail);
    fs::write(&file, format!("{head}{spoilt}")).unwrap();
    let report = report(&directory, &[]);
    let told = rule(&report, "vmotion-configured").to_string();
    assert!(told.contains("not-understood") && told.contains("maybe"), "{told}");
}
