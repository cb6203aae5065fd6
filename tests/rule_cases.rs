//! Every case of every built-in rule is a test of its own, named `<rule>::<case>`; what the cases of
//! a rule leave out is one more.

#![allow(clippy::disallowed_macros)]

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use vpreflight::cases::{CaseResult, Suite};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let suite = match Suite::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules")) {
        Ok(suite) => Arc::new(suite),
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::FAILURE;
        }
    };
    let mut trials = Vec::new();
    for (at, file) in suite.files.iter().enumerate() {
        for (case_at, case) in file.cases.iter().enumerate() {
            let suite = Arc::clone(&suite);
            let name = format!("{}::{}", file.rule, case.name);
            trials.push(Trial::test(name, move || {
                let file = &suite.files[at];
                outcome(suite.run(file, &file.cases[case_at]))
            }));
        }
    }
    for gap in suite.gaps() {
        trials.push(Trial::test(gap.id.clone(), move || outcome(gap)));
    }
    trials.push(Trial::test("the hash does not depend on the origin", {
        let suite = Arc::clone(&suite);
        move || same_hash(&suite)
    }));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn outcome(result: CaseResult) -> Result<(), Failed> {
    if result.problems.is_empty() { Ok(()) } else { Err(result.problems.join("\n").into()) }
}

/// The files in the binary are those of the folder.
fn same_hash(suite: &Suite) -> Result<(), Failed> {
    let built_in =
        vpreflight::rules::Catalogue::load(&[vpreflight::rules::built_in()], &vpreflight::facts::roots())
            .map_err(|problems| Failed::from(problems.to_string()))?;
    let per_rule = built_in.rules.len();
    if per_rule == suite.catalogue.rules.len() {
        Ok(())
    } else {
        Err(format!("the binary has {per_rule} rules, the folder {}", suite.catalogue.rules.len()).into())
    }
}
