//! Whatever is taken away from an export, no outcome gets better, and nothing fails that did not.

use std::collections::BTreeSet;

use rayon::prelude::*;
use vpreflight::inventory::ObjectType;
use vpreflight::report::{Level, Outcome, Prerequisite, Report};

use super::book::Export;
use super::{judge, modern, read};
use vpreflight::sources::rvtools::SHEETS;

/// How the law is broken when a report becomes another.
pub fn broken(before: &Report, after: &Report) -> Vec<String> {
    let mut broken = Vec::new();
    if before.exit_code != 0 && after.exit_code == 0 {
        broken.push("the exit code becomes 0".to_owned());
    }
    for old in &before.prerequisites {
        let Some(new) = after.prerequisites.iter().find(|rule| rule.id == old.id) else {
            broken.push(format!("{} is gone", old.id));
            continue;
        };
        if is_protected(old.outcome) && !is_protected(new.outcome) {
            broken.push(format!("{}: {:?} becomes {:?}", old.id, old.outcome, new.outcome));
        }
        let fails = fails(new);
        broken
            .extend(fails.difference(&self::fails(old)).map(|name| format!("{}: {name} fails now", old.id)));
        // Unknown above the objects is unknown for all of them.
        let above = new.undecided.iter().flat_map(|one| &one.objects).any(|at| at.object.kind != new.subject);
        let (told, again) = (objects(old), objects(new));
        let let_go = told.difference(&again).filter(|_| !above);
        broken.extend(let_go.map(|name| format!("{}: {name} is let go", old.id)));
    }
    broken
}

fn is_protected(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. })
}

/// Names of the objects at which a rule fails. Names stay while ids are made of what is left.
fn fails(rule: &Prerequisite) -> BTreeSet<String> {
    let fails = rule.findings.iter().filter(|finding| finding.level == Level::Fail);
    fails.flat_map(|finding| &finding.objects).map(|at| at.object.name.clone()).collect()
}

fn objects(rule: &Prerequisite) -> BTreeSet<String> {
    let found = rule.findings.iter().filter(|finding| finding.level > Level::Note);
    let found = found.flat_map(|finding| &finding.objects);
    let all = found.chain(rule.undecided.iter().flat_map(|one| &one.objects));
    all.map(|at| at.object.name.clone()).collect()
}

/// Every export with a sheet or a column less, with what it lacks.
fn less(export: &Export) -> Vec<(String, Export)> {
    let mut all = Vec::new();
    for sheet in &export.0 {
        all.push((sheet.name.clone(), export.clone().without(&sheet.name)));
        let mut headers = sheet.headers.clone();
        headers.dedup();
        for header in headers {
            let mut other = export.clone();
            other.sheet(&sheet.name).drop(&header);
            all.push((format!("{} {header}", sheet.name), other));
        }
    }
    all
}

#[test]
fn no_sheet_and_no_column_less_makes_anything_better() {
    let whole = modern::export();
    let inventory = read(&whole).unwrap();
    let before = judge(&inventory);
    let all = less(&whole);
    let (tried, broken): (Vec<usize>, Vec<Vec<String>>) = all
        .par_iter()
        .map(|(what, export)| {
            let after = match read(export) {
                // What cannot be read at all promises nothing.
                Err(_) => return (1, Vec::new()),
                Ok(after) if after == inventory => return (0, Vec::new()),
                Ok(after) => judge(&after),
            };
            (
                1,
                self::broken(&before, &after)
                    .into_iter()
                    .map(|how| format!("without {what}: {how}"))
                    .collect(),
            )
        })
        .unzip();
    let broken: Vec<String> = broken.into_iter().flatten().collect();
    let told: usize = tried.into_iter().sum();
    println!("{} sheets and columns tried, of which {told} told something", all.len());
    assert!(told > 120, "{told}");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// A cell that is blank tells nothing either.
#[test]
fn no_column_that_is_blank_makes_anything_better() {
    let whole = modern::export();
    let inventory = read(&whole).unwrap();
    let before = judge(&inventory);
    // Blank is an answer where vCenter has none to give: what these mean then.
    const MEANT: [&str; 9] = [
        "vHost Cluster",
        "vHost Current EVC",
        "vHost Max EVC",
        "vInfo min Required EVC Mode Key",
        "vInfo DNS Name",
        "vNIC Speed",
        "vNIC Switch",
        "vSC_VMK Port Group",
        "vInfo Folder",
    ];
    let mut all = Vec::new();
    for sheet in &whole.0 {
        for header in sheet.headers.iter().filter(|_| !sheet.rows.is_empty()) {
            let what = format!("{} {header}", sheet.name);
            if !MEANT.contains(&what.as_str()) {
                let mut other = whole.clone();
                other.sheet(&sheet.name).put(header, "", |_| true);
                all.push((what, other));
            }
        }
    }
    let broken: Vec<String> = all
        .par_iter()
        .flat_map(|(what, export)| match read(export) {
            Err(_) => Vec::new(),
            Ok(after) if after == inventory => Vec::new(),
            Ok(after) => {
                let broken = broken(&before, &judge(&after)).into_iter();
                broken.map(|how| format!("{what} blank: {how}")).collect()
            }
        })
        .collect();
    println!("{} blank columns tried", all.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// A property is told of, or it is not; none is taken for unset by being forgotten.
#[test]
fn what_no_column_tells_is_not_collected() {
    let inventory = read(&modern::export()).unwrap();
    let told = serde_json::to_value(&inventory).unwrap();
    for (list, ty) in
        [("hosts", "HostSystem"), ("vms", "VirtualMachine"), ("clusters", "ClusterComputeResource")]
    {
        let properties = ObjectType::named(ty).unwrap().properties;
        let object = &told[list][0];
        let unset: Vec<&str> = properties
            .iter()
            .map(|property| property.path)
            .filter(|path| object[path].is_null() && object["unreadable"][path].is_null())
            .collect();
        let meant: &[&str] = match ty {
            "VirtualMachine" => &["config.ftInfo", "config.managedBy", "config.ftInfo.instanceUuids"],
            _ => &[],
        };
        assert_eq!(unset.iter().collect::<BTreeSet<_>>(), meant.iter().collect::<BTreeSet<_>>(), "{ty}");
    }
}

/// Rules that pass, and the objects of each that are known to hold.
fn passes(report: &Report) -> BTreeSet<(String, usize)> {
    let held =
        report.prerequisites.iter().filter(|rule| rule.outcome == Outcome::Pass || rule.objects.pass > 0);
    held.map(|rule| (rule.id.clone(), rule.objects.pass)).collect()
}

/// A header of which no public source tells decides nothing: not for any column, and not for all of them at once.
#[test]
fn no_column_without_a_source_decides_a_pass() {
    let whole = modern::export();
    let before = judge(&read(&whole).unwrap());
    let mut all = Vec::new();
    for (sheet, specs) in SHEETS {
        for spec in specs.iter() {
            let there = whole
                .0
                .iter()
                .any(|own| own.name == *sheet && own.headers.iter().any(|one| one == spec.header));
            for header in spec.unconfirmed.iter().filter(|_| there) {
                let (mut guessed, mut without) = (whole.clone(), whole.clone());
                guessed.sheet(sheet).rename(spec.header, header);
                without.sheet(sheet).drop(spec.header);
                all.push((format!("{sheet} {header}"), guessed, without));
            }
        }
    }
    let broken: Vec<String> = all
        .par_iter()
        .flat_map(|(what, guessed, without)| {
            let (Ok(guessed), Ok(without)) = (read(guessed), read(without)) else { return Vec::new() };
            let (guessed, without) = (judge(&guessed), judge(&without));
            let mut broken = broken(&before, &guessed);
            if passes(&guessed) != passes(&without) {
                broken.push("it decides a pass".to_owned());
            }
            broken.into_iter().map(|how| format!("{what}: {how}")).collect()
        })
        .collect();
    println!("{} headers without a source tried", all.len());
    assert!(all.len() > 80, "{}", all.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

/// The words of these columns have no public source: whatever stands there, no more passes than where it is blank.
#[test]
fn no_word_without_a_source_decides_a_pass() {
    for sheet in ["vCD", "vUSB"] {
        let with = |word: &str| {
            let mut export = modern::export();
            export.sheet(sheet).put("Device Type", word, |_| true);
            passes(&judge(&read(&export).unwrap()))
        };
        let blank = with("");
        for word in ["Client Device", "None", "no medium", "Remote", "USB 2.0 controller", "Datastore", "ISO"]
        {
            let told = with(word);
            assert!(told.is_subset(&blank), "{sheet} {word}: {:?}", told.difference(&blank));
        }
    }
    // A sheet of which no column has a source shows faults, and lets nobody go.
    let before = judge(&read(&modern::export()).unwrap());
    let mut export = modern::export();
    export.0.push(super::book::Sheet::new(
        "vFloppy",
        &["VM", "Device Node", "Connected", "Starts Connected", "Device Type"],
    ));
    assert_eq!(passes(&judge(&read(&export).unwrap())), passes(&before));
}
