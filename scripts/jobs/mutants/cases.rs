//! Runs the cases of the rules against mutants; scripts/jobs/mutation copies this file to the tests.
//!
//! `cover` prints for each case which switches it asks. `judge` reads lines "mutant case case …", and
//! tells of each mutant the first case that it changes, if any.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use vpreflight::cases::{Case, CaseFile, Suite};
use vpreflight::mutants;

fn main() {
    mutants::set(0);
    let suite = Suite::read(Path::new("rules")).expect("rules and cases");
    let cases: Vec<(&CaseFile, &Case)> =
        suite.files.iter().flat_map(|file| file.cases.iter().map(move |case| (file, case))).collect();
    let holds = |at: usize| {
        let run = AssertUnwindSafe(|| suite.run(cases[at].0, cases[at].1).problems.is_empty());
        catch_unwind(run).unwrap_or(false)
    };
    let mut out = std::io::stdout().lock();
    if std::env::args().nth(1).as_deref() == Some("cover") {
        for at in 0..cases.len() {
            mutants::seen();
            assert!(holds(at), "a case fails without any mutant: {} {}", cases[at].0.rule, cases[at].1.name);
            let seen: Vec<String> = mutants::seen().iter().map(u32::to_string).collect();
            writeln!(out, "{at} {}", seen.join(" ")).unwrap();
        }
        return;
    }
    std::panic::set_hook(Box::new(|_| {}));
    for line in std::io::stdin().lock().lines() {
        let line = line.unwrap();
        let mut numbers = line.split(' ').map(|number| number.parse::<u32>().unwrap());
        let mutant = numbers.next().unwrap();
        writeln!(out, "start {mutant}").unwrap();
        out.flush().unwrap();
        mutants::set(mutant);
        let killer = numbers.find(|at| !holds(*at as usize));
        mutants::set(0);
        match killer {
            Some(at) => writeln!(out, "killed {mutant} {}::{}", cases[at as usize].0.rule, cases[at as usize].1.name),
            None => writeln!(out, "alive {mutant}"),
        }
        .unwrap();
        out.flush().unwrap();
    }
}
