//! Every case of every built-in rule is a test of its own, named `<rule>::<case>`; what the cases of
//! a rule leave out is one more.

#![allow(clippy::disallowed_macros)]

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use libtest_mimic::{Arguments, Failed, Trial};
use vpreflight::cases::{CaseResult, Suite};
use vpreflight::facts;
use vpreflight::rules::{self, Catalogue};

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let suite = match Suite::read(&root) {
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
    trials.push(Trial::test("the hash does not depend on the origin", move || same_hash(&root)));
    libtest_mimic::run(&arguments, trials).exit_code()
}

fn outcome(result: CaseResult) -> Result<(), Failed> {
    if result.problems.is_empty() { Ok(()) } else { Err(result.problems.join("\n").into()) }
}

/// The files in the binary are those of the folder, and the hash says so wherever they come from.
fn same_hash(root: &Path) -> Result<(), Failed> {
    let load = |files| Catalogue::load(&[files], &facts::roots()).map_err(|error| error.to_string());
    let (binary, folder) = (load(rules::built_in())?, load(rules::read_folder(root)?)?);
    let [binary, folder] = [&binary, &folder].map(|of| (of.rules.len(), of.hash.as_str()));
    if binary == folder { Ok(()) } else { Err(format!("binary {binary:?}, folder {folder:?}").into()) }
}
