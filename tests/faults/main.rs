//! Every fault in every phase of a reading, by the real binary: the exit code is a documented one, no outcome is
//! better than without the fault, the session ends, the message says what happened, no memory runs full.
//!
//! What comes of each is written in `matrix.txt`, of which `docs/reliability.md` shows the worst of each kind of
//! phase. `scripts/jobs/faults` tries all; otherwise a part is tried, chosen so that each fault and each phase
//! has its turn. With `INSTA_UPDATE=always` both are written anew.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod answers;
#[path = "../common/mod.rs"]
mod common;
mod held;
#[path = "../deletion/judged.rs"]
#[allow(dead_code)]
mod judged;
mod matrix;
mod phases;
mod server;
mod table;

use std::path::Path;
use std::sync::OnceLock;

use libtest_mimic::{Arguments, Failed, Trial};
use matrix::Matrix;
use phases::PHASES;
use server::Strike;
use table::FAULTS;
use vpreflight::cases::Suite;
use vpreflight::report::Report;
use vpreflight::rules::Rule;

/// Set by the job that tries all.
const ALL: &str = "VPREFLIGHT_FAULTS_ALL";

/// One of so many is tried in the gate.
const SHARE: usize = 7;

fn main() {
    let mut arguments = Arguments::from_args();
    // Most of the time goes into waiting.
    arguments.test_threads = arguments.test_threads.or(Some(6));
    let all = std::env::var_os(ALL).is_some();
    let matrix = Matrix::stored();
    let tried = trials();
    let mut trials: Vec<Trial> = tried
        .iter()
        .enumerate()
        .filter(|(at, _)| all || at % SHARE == 0)
        .map(|(_, (name, strike))| {
            let (name, strike, matrix) = (name.clone(), *strike, matrix.clone());
            Trial::test(name.clone(), move || {
                let came = held::hold(strike).map_err(Failed::from)?;
                matrix.check(&name, &came).map_err(Failed::from)
            })
        })
        .collect();
    let names: Vec<String> = tried.into_iter().map(|(name, _)| name).collect();
    trials.push(Trial::test("matrix-holds-all-trials", {
        let matrix = matrix.clone();
        move || matrix.complete(&names).map_err(Failed::from)
    }));
    trials.push(Trial::test("document-shows-the-matrix", {
        let matrix = matrix.clone();
        move || {
            matrix.document();
            Ok(())
        }
    }));
    let conclusion = libtest_mimic::run(&arguments, trials);
    matrix.write();
    conclusion.exit();
}

/// All trials by name; neighbours are of different faults.
fn trials() -> Vec<(String, Strike)> {
    let mut all = Vec::new();
    for once in [true, false] {
        for phase in PHASES {
            for fault in FAULTS.iter().filter(|fault| held::fits(phase, fault.act, once)) {
                let times = if once { "once" } else { "always" };
                let name = format!("{}::{}::{times}", phase.name, fault.name);
                all.push((name, Strike { act: fault.act, phase, once }));
            }
        }
    }
    all
}

/// The rules of a report.
fn rules(report: &Report) -> Vec<&'static Rule> {
    static SUITE: OnceLock<Suite> = OnceLock::new();
    let suite =
        SUITE.get_or_init(|| Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")).unwrap());
    let asked = &report.prerequisites;
    let rules = suite.files.iter().map(|file| suite.rule(file).unwrap());
    rules.filter(|rule| asked.iter().any(|one| one.id == rule.id)).collect()
}
