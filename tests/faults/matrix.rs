//! What comes of each fault in each phase, as it is written down.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};

use super::common::stored;
use super::held::Came;
use super::phases::{COLUMNS, PHASES};
use super::table::FAULTS;

const FILE: &str = "tests/faults/matrix.txt";
const DOCUMENT: &str = "docs/reliability.md";
const BEGIN: &str = "<!-- made by the test -->\n";
const END: &str = "<!-- end -->";

/// What comes of each trial.
#[derive(Clone)]
pub struct Matrix {
    stored: Arc<BTreeMap<String, String>>,
    /// Of the trials of this run; the most memory with it.
    found: Arc<Mutex<BTreeMap<String, (String, u64)>>>,
}

fn update() -> bool {
    std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always")
}

impl Matrix {
    pub fn stored() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let lines = text.lines().filter_map(|line| line.split_once(": "));
        let stored = lines.map(|(trial, what)| (trial.to_owned(), what.to_owned())).collect();
        Self { stored: Arc::new(stored), found: Arc::default() }
    }

    /// Holds what came of a trial to what is written.
    pub fn check(&self, trial: &str, came: &Came) -> Result<(), String> {
        self.found.lock().unwrap().insert(trial.to_owned(), (came.what.clone(), came.peak_mb));
        // A run that is stopped is not lost.
        self.write();
        match self.stored.get(trial) {
            _ if update() => Ok(()),
            Some(stored) if either(stored).any(|what| what == came.what) => Ok(()),
            Some(stored) => Err(format!("{}, and {FILE} says {stored}", came.what)),
            None => Err(format!("{}, and {FILE} does not have it", came.what)),
        }
    }

    /// Whether exactly these trials are written.
    pub fn complete(&self, trials: &[String]) -> Result<(), String> {
        let missing: Vec<&String> = trials.iter().filter(|trial| !self.stored.contains_key(*trial)).collect();
        let gone: Vec<&String> = self.stored.keys().filter(|trial| !trials.contains(trial)).collect();
        if update() || missing.is_empty() && gone.is_empty() {
            return Ok(());
        }
        Err(format!("{FILE} lacks {missing:?} and has {gone:?}: scripts/jobs/faults --write"))
    }

    /// Writes down what was found, where that is asked for; and what memory it took.
    pub fn write(&self) {
        let found = self.found.lock().unwrap();
        if let Some(file) = std::env::var_os("VPREFLIGHT_FAULTS_MEMORY") {
            let lines = found.iter().map(|(trial, (_, peak))| format!("{peak} {trial}\n"));
            std::fs::write(file, lines.collect::<String>()).unwrap();
        }
        if !update() || found.is_empty() {
            return;
        }
        let mut all: BTreeMap<&String, &String> = self.stored.iter().collect();
        for (trial, (what, _)) in found.iter() {
            let stored = all.entry(trial).or_insert(what);
            if !either(stored).any(|one| one == what) {
                *stored = what;
            }
        }
        let trials = super::trials();
        let lines =
            trials.into_iter().filter_map(|(trial, _)| Some(format!("{trial}: {}\n", all.get(&trial)?)));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
        std::fs::write(path, lines.collect::<String>()).unwrap();
    }

    /// Holds the table of the document to the matrix.
    pub fn document(&self) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCUMENT);
        let text = std::fs::read_to_string(path).unwrap();
        let (head, rest) = text.split_once(BEGIN).expect("the begin of the table");
        let (_, tail) = rest.split_once(END).expect("the end of the table");
        stored::document(DOCUMENT, &format!("{head}{BEGIN}\n{}\n{END}{tail}", self.table()));
    }

    /// A row for each fault, a column for each kind of phase: what comes of it if it happens once, and always.
    fn table(&self) -> String {
        let mut table = format!("| what happens | {} |\n", COLUMNS.join(" | "));
        table.push_str(&format!("|---|{}\n", "---|".repeat(COLUMNS.len())));
        for fault in FAULTS {
            let cells = COLUMNS.map(|column| {
                let phases = PHASES.iter().filter(|phase| phase.column == column);
                let mut cells = ["once", "always"].map(|times| {
                    let trials =
                        phases.clone().map(|phase| format!("{}::{}::{times}", phase.name, fault.name));
                    let found: Vec<&str> =
                        trials.filter_map(|trial| self.stored.get(&trial)).map(|what| short(what)).collect();
                    let worst = ["■!", "●!", "■", "◐", "●"].into_iter().find(|sign| found.contains(sign));
                    worst.unwrap_or("").to_owned()
                });
                cells.sort_by_key(|cell| cell.is_empty());
                match cells {
                    [once, always] if always.is_empty() || once == always => once,
                    [once, always] => format!("{once} / {always}"),
                }
            });
            table.push_str(&format!("| {} | {} |\n", fault.about, cells.join(" | ")));
        }
        table
    }
}

/// What may come of a trial that depends on which call happens to meet the fault, the worst first.
fn either(stored: &str) -> impl Iterator<Item = &str> {
    stored.split(", or ")
}

/// The sign of an outcome.
fn short(what: &str) -> &'static str {
    match either(what).next().unwrap_or_default() {
        "same" => "●",
        "less" => "◐",
        "same, session stays" => "●!",
        "stop" | "ended" => "■",
        _ => "■!",
    }
}
