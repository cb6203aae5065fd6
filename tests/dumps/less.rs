//! The law of deletion over directories: no property less, and no file less, makes an outcome better. What the saver drops
//! for lack of permission can therefore never pass.

use std::collections::BTreeMap;

use rayon::prelude::*;
use vpreflight::inventory::OBJECT_TYPES;
use vpreflight::preflight::{self, Question};
use vpreflight::rules::{self, Catalogue};
use vpreflight::sources::object_dump;
use vpreflight::{facts, report::Outcome};

use super::*;

/// The texts of a directory by name, its folders included.
fn texts(directory: &Path) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_file() {
            texts.push((name, std::fs::read_to_string(entry.path()).unwrap()));
            continue;
        }
        for inner in std::fs::read_dir(entry.path()).unwrap().map(Result::unwrap) {
            let inner_name = inner.file_name().into_string().unwrap();
            texts.push((format!("{name}/{inner_name}"), std::fs::read_to_string(inner.path()).unwrap()));
        }
    }
    texts.sort();
    texts
}

/// A text without its properties of one name; they may stand there twice.
fn without(text: &str, property: &str) -> Option<String> {
    let mut rest = text;
    let mut out = String::new();
    let mut cut = false;
    while let Some(start) = rest.find("<propSet>") {
        let end = rest[start..].find("</propSet>").unwrap() + start + "</propSet>".len();
        let theirs = rest[start..end].contains(&format!("<name>{property}</name>"));
        let own = rest[start..end].trim_start_matches("<propSet>").trim_start();
        let theirs = theirs && own.starts_with(&format!("<name>{property}</name>"));
        out.push_str(&rest[..if theirs { start } else { end }]);
        cut |= theirs;
        rest = &rest[end..];
    }
    out.push_str(rest);
    cut.then_some(out)
}

/// The first parts of the paths that are read of a type, and the roles by which what is absent is proved to be unset.
fn read_of(kind: &str) -> Vec<&'static str> {
    let read_as = OBJECT_TYPES.iter().find(|one| one.name == kind || one.also.contains(&kind));
    let roots =
        read_as.into_iter().flat_map(|one| one.properties).filter_map(|one| one.path.split('.').next());
    let mut roots: Vec<&str> =
        roots.chain(["effectiveRole", "childEntity", "hostFolder", "vmFolder"]).collect();
    roots.sort_unstable();
    roots.dedup();
    roots
}

/// `0007-HostSystem-host-14.xml` is of this type.
fn kind_of(name: &str) -> &str {
    name.split('-').nth(1).unwrap_or_default()
}

struct Judge<'c> {
    question: Question<'c>,
}

impl Judge<'_> {
    /// The outcomes by rule, and the exit code; `None` where the directory is refused.
    fn judge(&self, texts: &[(String, String)]) -> Option<(u8, BTreeMap<String, Outcome>)> {
        let inventory = object_dump::from_texts(Path::new("saved"), texts).ok()?;
        let report = preflight::judge_whole(&self.question, &inventory).unwrap().report;
        let rules = report.prerequisites.into_iter().map(|rule| (rule.id, rule.outcome));
        Some((report.exit_code, rules.collect()))
    }
}

/// Whether it stops somebody.
fn holds_back(outcome: Outcome) -> bool {
    matches!(outcome, Outcome::Fail | Outcome::Warn | Outcome::Unknown { .. })
}

fn law(scenario: &str, share: usize) {
    let folder = tempfile::tempdir().unwrap();
    let saved = folder.path().join("saved");
    save(&Vcsim::start(scenario), &saved);
    let texts = texts(&saved);
    let catalogue = Catalogue::load(&[rules::built_in()], &facts::roots()).unwrap();
    let selected = catalogue.select(&["full".to_owned()]).unwrap();
    let judge = Judge { question: Question::of(&selected) };
    let (code, whole) = judge.judge(&texts).expect("the directory is one");
    let mut trials: Vec<(usize, Option<&str>)> = Vec::new();
    for (at, (name, _)) in texts.iter().enumerate() {
        trials.push((at, None));
        if !name.contains('/') {
            let managers = ["roleList", "setting", "currentSession", "info"];
            let more = if OBJECT_TYPES.iter().any(|one| one.name == kind_of(name)) {
                vec![]
            } else {
                managers.to_vec()
            };
            trials.extend(read_of(kind_of(name)).into_iter().chain(more).map(|root| (at, Some(root))));
        }
    }
    let trials: Vec<_> =
        trials.into_iter().enumerate().filter(|(n, _)| n % share == 0).map(|(_, one)| one).collect();
    let tried: Vec<Option<Vec<String>>> = trials
        .par_iter()
        .map(|&(at, property)| {
            let mut less = texts.clone();
            match property {
                None => drop(less.remove(at)),
                Some(property) => less[at].1 = without(&less[at].1, property)?,
            }
            let what = format!("{} without {}", texts[at].0, property.unwrap_or("its file"));
            let Some((after_code, after)) = judge.judge(&less) else { return Some(Vec::new()) };
            let mut broken = Vec::new();
            if code != 0 && after_code == 0 {
                broken.push(format!("{what}: the exit code {code} becomes 0"));
            }
            for (rule, before) in &whole {
                let after = after[rule];
                // What holds no more must not fail for what is not there.
                let fails = after == Outcome::Fail && *before != Outcome::Fail;
                if (holds_back(*before) && !holds_back(after)) || fails {
                    broken.push(format!("{what}: {rule} {before:?} becomes {after:?}"));
                }
            }
            Some(broken)
        })
        .collect();
    let tried: Vec<Vec<String>> = tried.into_iter().flatten().collect();
    let broken: Vec<String> = tried.iter().flatten().cloned().collect();
    println!("{scenario}: {} properties and files taken away", tried.len());
    assert!(tried.len() * share > 200, "{} trials", tried.len());
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn nothing_less_of_a_healthy_cluster_makes_it_better() {
    law("healthy", 2);
}

#[test]
fn nothing_less_of_a_cluster_with_faults_makes_it_better() {
    law("portgroup-labels-consistent.missing", 3);
    law("vm-disks-on-shared-storage.snapshot-chain-local", 3);
    law("cluster-summary-clean.red", 3);
}
