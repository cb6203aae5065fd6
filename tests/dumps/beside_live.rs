//! What is said of a directory beside what is said of the vCenter that was saved: the same, or unknown for a reason.

use super::*;

/// Scenarios of each kind of source of facts.
const SCENARIOS: [&str; 14] = [
    "healthy",
    "ha-enabled.off",
    "vcenter-reaches-hosts.disconnected",
    "host-cpu-compatible.features",
    "cluster-storage-all-hosts.gap",
    "vm-disks-on-shared-storage.raw",
    "vm-disks-on-shared-storage.snapshot-chain-local",
    "vm-no-local-cdrom.local-iso",
    "vm-no-cpu-affinity.cpu",
    "portgroup-labels-consistent.missing",
    "vmotion-configured.no-interface",
    "vmotion-network-gbe.slow",
    "vmotion-licensed.expired",
    "cluster-summary-clean.red",
];

/// Rules that a directory leaves open, and what their reasons name. Judged by hand: a directory has no events and no
/// answers of calls, the simulated vCenter tells its name nowhere, and its switch has no `runtime`, which the saver then
/// does not write.
const OPEN: [(&str, &str); 7] = [
    ("cluster-created-ha-off", "govc object.save does not hold it"),
    ("ha-failover-verified", "govc object.save does not hold it"),
    ("host-access-all-networks", "govc object.save writes only what the account may read"),
    ("target-host-compatible", "govc object.save does not hold it"),
    ("target-host-resources", "govc object.save does not hold it"),
    ("vcenter-min-hardware", "the vCenter's address is not known"),
    ("vmotion-verified", "govc object.save does not hold it"),
];

/// How bad an outcome is: a directory may make it worse, or unknown, and never better.
fn badness(word: &str) -> usize {
    let order = [
        "not-applicable",
        "pass",
        "not-asked",
        "manual",
        "unknown up to warn",
        "warn",
        "unknown up to fail",
        "fail",
    ];
    order.iter().position(|one| *one == word).unwrap_or_else(|| panic!("{word}"))
}

#[test]
fn a_directory_says_what_its_vcenter_says_or_that_it_cannot_tell() {
    let (mut compared, mut open, mut wrong) = (0, 0, Vec::new());
    for scenario in SCENARIOS {
        let vcsim = Vcsim::start(scenario);
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("saved");
        save(&vcsim, &directory);
        // The saver asks hosts what their adapters hear.
        let live = outcomes(&vcsim.check(&["--ask-hosts"]).report());
        let saved = report(&directory, &[]);
        assert_eq!(saved["coverage"]["source"], "object-dump");
        for (id, outcome) in outcomes(&saved) {
            compared += 1;
            if live[&id] == outcome {
                continue;
            }
            open += 1;
            let told = rule(&saved, &id)["undecided"].to_string();
            let listed = OPEN.iter().any(|(rule, why)| *rule == id && told.contains(why));
            let unknown = outcome.starts_with("unknown") && listed;
            if !unknown || badness(&outcome) < badness(&live[&id]) {
                wrong.push(format!(
                    "{scenario}: {id} is {}, and {outcome} of the directory: {told}",
                    live[&id]
                ));
            }
        }
    }
    println!("{compared} outcomes of {} scenarios compared, {open} left open", SCENARIOS.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What the account was refused, the saver drops; where it may not have the licences, it stops before it has anything.
#[test]
fn what_was_refused_is_never_better_for_being_dropped() {
    let vcsim = Vcsim::start("rights.some");
    let live = outcomes(&vcsim.check(&[]).report());
    for flags in [&[][..], &["-l"]] {
        let folder = tempfile::tempdir().unwrap();
        let directory = folder.path().join("saved");
        let said = try_to_save(&vcsim, &directory, flags);
        assert_eq!(said.is_empty(), flags.is_empty(), "{said}");
        let report = report(&directory, &[]);
        assert_eq!(report["exit_code"], 3, "{}", report["tally"]);
        let better: Vec<String> = outcomes(&report)
            .into_iter()
            .filter(|(id, outcome)| badness(&live[id]) > 3 && badness(outcome) <= 3)
            .map(|(id, outcome)| format!("{flags:?}: {id} is {}, and {outcome} of the directory", live[&id]))
            .collect();
        assert!(better.is_empty(), "{}", better.join("\n"));
    }
}

/// Every answer that the saver keeps is used: licences with `-l`, and what adapters hear.
#[test]
fn answers_of_methods_are_used() {
    let healthy = report(healthy(), &[]);
    assert_eq!(rule(&healthy, "vmotion-licensed")["outcome"]["is"], "pass");
    let folder = tempfile::tempdir().unwrap();
    let directory = folder.path().join("saved");
    assert!(try_to_save(&Vcsim::start("healthy"), &directory, &[]).is_empty());
    let without = report(&directory, &[]);
    let told = rule(&without, "vmotion-licensed").to_string();
    assert!(told.contains("writes licences with -l only"), "{told}");
    assert_eq!(
        rule(&without, "same-physical-network")["outcome"],
        rule(&healthy, "same-physical-network")["outcome"]
    );
}

/// The other commands take a directory, too, and a saved directory makes the same report each time.
#[test]
fn every_command_that_takes_an_inventory_takes_a_directory() {
    let directory = healthy().display().to_string();
    for command in ["plan", "matrix", "whatif"] {
        let more: &[&str] = if command == "whatif" { &["--lose", "esx01.tokyo.example"] } else { &[] };
        let flags = [&[command, "--lang", "en", "--inventory", &directory], more].concat();
        let run = run(&words(&flags), &[]);
        assert!([0, 1, 3].contains(&run.code), "{command}: {}", run.stderr);
    }
    let once = check(healthy(), "ja", &[]);
    assert_eq!(once.stdout, check(healthy(), "ja", &[]).stdout);
    assert!(once.stdout.starts_with("govc object.save のディレクトリから"), "{}", once.stdout);
}
