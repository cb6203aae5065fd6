//! Cases of rules: a change to a base inventory, and what the rule must answer then.
//!
//! A room of its own, because a case goes the whole way from an inventory to a report.

mod check;
mod effects;
mod parse;

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use serde_json::Value;

use crate::document::Problems;
use crate::facts;
use crate::inventory::Inventory;
use crate::inventory::patch::{self, PatchError};
use crate::rules::{self, Catalogue, Rule};
use crate::terms::{Text, Told, shown_in_english, told};

pub use check::{coverage, question};
pub use effects::{Tried, tried};
pub use parse::{Case, CaseFile, Stated, parse};

/// Why cases could not be run at all.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A folder or file cannot be read.
    Io(#[from] rules::Unreadable),
    /// Rule or case files are wrong.
    Files(#[from] Problems),
    /// The base inventory cannot be read.
    Base(String, String),
}

impl Told for Error {
    fn told(&self) -> Text {
        match self {
            Self::Io(error) => error.told(),
            Self::Files(problems) => problems.told(),
            Self::Base(file, why) => told!(
                "the base inventory {file} is no inventory: {why}",
                "基になるインベントリ {file} がインベントリではありません: {why}"
            ),
        }
    }
}

shown_in_english!(Error);

/// What came of one case, or of a demand on a rule's cases as a whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// `<rule id>::<case name>`.
    pub id: String,
    /// What differs from what was expected; empty when the case holds.
    pub problems: Vec<String>,
}

/// Rules with their cases and the inventory that the cases change.
pub struct Suite {
    /// The built-in rules and those of the folder.
    pub catalogue: Catalogue,
    /// The base inventory in its saved form.
    pub base: Value,
    /// The case files of the folder.
    pub files: Vec<CaseFile>,
    /// Ids of the rules that the folder holds.
    pub rules: Vec<String>,
}

impl Suite {
    /// Reads the rules and cases of a folder. Its own `base.json` is the base, else the built-in one.
    ///
    /// # Errors
    ///
    /// When a file cannot be read or is wrong.
    pub fn read(folder: &Path) -> Result<Self, Error> {
        let own = rules::read_folder(folder)?;
        let rules = own.ids();
        let catalogue = Catalogue::load(&[rules::built_in(), own], &facts::roots())?;
        let mut problems = Vec::new();
        let mut files = Vec::new();
        for (name, text) in rules::cases_in(folder)? {
            match parse(&name, &text) {
                Ok(file) => files.push(file),
                Err(mut found) => problems.append(&mut found.0),
            }
        }
        if !problems.is_empty() {
            return Err(Problems(problems).into());
        }
        Ok(Self { catalogue, base: base(folder)?, files, rules })
    }

    /// The rule of a case file.
    ///
    /// # Errors
    ///
    /// When no rule has its name: what to say.
    pub fn rule(&self, file: &CaseFile) -> Result<&Rule, Text> {
        self.catalogue.rule(&file.rule)
    }

    /// Runs one case.
    pub fn run(&self, file: &CaseFile, case: &Case) -> CaseResult {
        let problems = match self.rule(file) {
            Ok(rule) => run(&self.base, &self.catalogue, rule, case),
            Err(problem) => vec![problem.en],
        };
        CaseResult { id: format!("{}::{}", file.rule, case.name), problems }
    }

    /// Tries the remedies of one case.
    ///
    /// # Errors
    /// When it cannot be judged: what to say.
    pub fn tried(&self, file: &CaseFile, case: &Case) -> Result<Tried, String> {
        let rule = self.rule(file).map_err(|problem| problem.en)?;
        let inventory = self.inventory(case).map_err(|error| error.to_string())?;
        tried(&inventory, &self.catalogue, rule, case)
    }

    /// Runs one case on its inventory, as who runs it many times does.
    pub fn judge(&self, file: &CaseFile, case: &Case, inventory: &Inventory) -> CaseResult {
        let problems = match self.rule(file) {
            Ok(rule) => check::judge(inventory, &self.catalogue, rule, case),
            Err(problem) => vec![problem.en],
        };
        CaseResult { id: format!("{}::{}", file.rule, case.name), problems }
    }

    /// The inventory that a case judges.
    ///
    /// # Errors
    ///
    /// When its changes cannot be made.
    pub fn inventory(&self, case: &Case) -> Result<Inventory, PatchError> {
        patch::apply(&self.base, &case.changes)
    }

    /// What the cases leave out: rules without cases, outcomes and findings that no case shows.
    pub fn gaps(&self) -> Vec<CaseResult> {
        let with_cases: BTreeSet<&str> = self.files.iter().map(|file| file.rule.as_str()).collect();
        let without = self.rules.iter().filter(|id| !with_cases.contains(id.as_str())).map(|id| CaseResult {
            id: format!("{id}::has cases"),
            problems: vec![format!("there is no {id}.cases.toml beside the rule")],
        });
        let covered = self.files.iter().filter_map(|file| {
            let rule = self.rule(file).ok()?;
            Some(CaseResult { id: format!("{}::is covered", rule.id), problems: coverage(rule, file) })
        });
        without.chain(covered).collect()
    }
}

/// Runs one case of a rule: what differs from what was expected.
pub fn run(base: &Value, catalogue: &Catalogue, rule: &Rule, case: &Case) -> Vec<String> {
    match patch::apply(base, &case.changes) {
        Ok(inventory) => {
            let mut problems = check::judge(&inventory, catalogue, rule, case);
            problems.extend(effects::broken(&inventory, catalogue, rule, case));
            problems
        }
        Err(error) => vec![format!("the change cannot be made: {error}")],
    }
}

/// Runs every case below a folder, and says what the cases leave out.
///
/// # Errors
///
/// When a file cannot be read or is wrong.
pub fn test_folder(folder: &Path) -> Result<Vec<CaseResult>, Error> {
    let suite = Suite::read(folder)?;
    let cases = suite.files.iter().flat_map(|file| file.cases.iter().map(move |case| (file, case)));
    let mut results: Vec<CaseResult> = cases.map(|(file, case)| suite.run(file, case)).collect();
    results.extend(suite.gaps());
    Ok(results)
}

fn base(folder: &Path) -> Result<Value, Error> {
    let path = folder.join("base.json");
    let (name, text) = match fs::read_to_string(&path) {
        Ok(text) => (path.display().to_string(), text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            ("in the binary".to_owned(), rules::base_inventory().unwrap_or_default().to_owned())
        }
        Err(error) => return Err(rules::Unreadable { path, error }.into()),
    };
    serde_json::from_str(&text).map_err(|error| Error::Base(name, error.to_string()))
}
