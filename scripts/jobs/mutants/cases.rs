//! Runs the cases of the rules against mutants; scripts/jobs/mutation copies this file beside the sources.
//!
//! `cover` prints for each case its number, its rule, the processor's microseconds and which switches it asks; of
//! several processes each takes a share. `judge`
//! reads lines "mutant case case …", and tells of each mutant the first case that it changes, if any.
//! They are tests, so that one program holds them and the unit tests.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::cell::OnceCell;
use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use vpreflight::cases::{Case, CaseFile, Suite};
use vpreflight::inventory::Inventory;
use vpreflight::mutants;

use crate::consequences::Consequences;

/// What the README shows, which tests/readme.rs holds it to.
const SHOWN: [&str; 3] = ["check --demo", "whatif --demo --lose-each", "matrix --demo"];

/// What can notice a mutant; what does not change with mutants is made once.
enum Tried<'a> {
    /// A case with the inventory it judges, as no mutant changes how that is made, and with what is stored of
    /// what all rules say of it (tests/consequences.rs).
    Case(&'a CaseFile, &'a Case, OnceCell<Inventory>, String),
    /// A command with what it prints.
    Shown(&'a str, String),
}

impl Tried<'_> {
    fn name(&self) -> (&str, &str) {
        match self {
            Self::Case(file, case, ..) => (&file.rule, &case.name),
            Self::Shown(command, _) => ("README.md", command),
        }
    }

    /// Makes what is made once, so that it counts for no mutant.
    fn make(&self, suite: &Suite) {
        if let Self::Case(_, case, inventory, _) = self {
            inventory.get_or_init(|| suite.inventory(case).expect("an inventory"));
        }
    }

    fn holds(&self, suite: &Suite, consequences: &Consequences<'_>) -> bool {
        self.make(suite);
        let run = AssertUnwindSafe(|| match self {
            Self::Case(file, case, inventory, stored) => {
                inventory.get().is_some_and(|own| consequences.told(file, case, own) == *stored)
            }
            Self::Shown(command, stored) => printed(command) == *stored,
        });
        catch_unwind(run).unwrap_or(false)
    }
}

/// What a command prints in English at 80 columns.
fn printed(command: &str) -> String {
    let file = std::env::temp_dir().join(format!("vpreflight-mutants-{}", std::process::id()));
    let more = ["--lang", "en", "--width", "80", "--color", "never", "--output"].map(String::from);
    let words = ["vpreflight"].into_iter().chain(command.split(' ')).map(String::from).chain(more);
    vpreflight::cli::run(words.map(Into::into).chain([file.clone().into_os_string()]));
    let text = std::fs::read_to_string(&file).unwrap_or_default();
    let _ = std::fs::remove_file(file);
    text
}

/// Nanoseconds that this thread has had of a processor.
fn spent() -> u64 {
    let schedule = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    schedule.split(' ').next().and_then(|spent| spent.parse().ok()).unwrap_or(0)
}

fn all(suite: &Suite) -> Vec<Tried<'_>> {
    let cases = suite.files.iter().flat_map(|file| {
        let stored =
            std::fs::read_to_string(format!("tests/consequences/{}.txt", file.rule)).expect("a document");
        let case = |(case, stored)| Tried::Case(file, case, OnceCell::new(), stored);
        file.cases.iter().zip(paragraphs(&stored)).map(case).collect::<Vec<_>>()
    });
    cases.chain(SHOWN.map(|command| Tried::Shown(command, printed(command)))).collect()
}

/// A line that is not indented, and those behind it that are.
fn paragraphs(text: &str) -> Vec<String> {
    let mut paragraphs: Vec<String> = Vec::new();
    for line in text.split_inclusive('\n') {
        match paragraphs.last_mut().filter(|_| line.starts_with(' ')) {
            Some(paragraph) => paragraph.push_str(line),
            None => paragraphs.push(line.to_owned()),
        }
    }
    paragraphs
}

fn suite() -> Suite {
    mutants::set(0);
    Suite::read(Path::new("rules")).expect("rules and cases")
}

#[test]
#[ignore = "only the job asks it"]
fn cover() {
    let suite = suite();
    let mut out = std::io::stdout().lock();
    writeln!(out).unwrap();
    let share: Vec<usize> =
        std::env::var("MUTANTS_SHARE").unwrap().split('/').map(|n| n.parse().unwrap()).collect();
    for (at, tried) in all(&suite).iter().enumerate().filter(|(at, _)| at % share[1] == share[0]) {
        let (rule, name) = tried.name();
        tried.make(&suite);
        mutants::seen();
        let before = spent();
        assert!(
            tried.holds(&suite, &Consequences::new(&suite)),
            "a case fails without any mutant: {rule} {name}"
        );
        let micros = (spent() - before) / 1_000;
        let seen: Vec<String> = mutants::seen().iter().map(u32::to_string).collect();
        writeln!(out, "case {at} {rule} {micros} {}\t{name}", seen.join(" ")).unwrap();
    }
}

#[test]
#[ignore = "only the job asks it"]
fn judge() {
    let suite = suite();
    let cases = all(&suite);
    let mut out = std::io::stdout().lock();
    std::panic::set_hook(Box::new(|_| {}));
    writeln!(out, "\nready").unwrap();
    out.flush().unwrap();
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut numbers = line.split(' ').map(|number| number.parse::<u32>().unwrap());
        let mutant = numbers.next().unwrap();
        mutants::set(mutant);
        let consequences = Consequences::new(&suite);
        let killer = numbers.map(|at| &cases[at as usize]).find(|case| !case.holds(&suite, &consequences));
        mutants::set(0);
        match killer {
            Some(by) => writeln!(out, "killed {mutant} {}::{}", by.name().0, by.name().1),
            None => writeln!(out, "alive {mutant}"),
        }
        .unwrap();
        out.flush().unwrap();
    }
}
