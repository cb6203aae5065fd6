//! Which rules a datum concerns, and of which it was tried before.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Mutex, PoisonError};

use vpreflight::cases::Suite;
use vpreflight::facts;
use vpreflight::inventory::{Inventory, Object, every_list};
use vpreflight::rules::Rule;

use crate::judged::{Judged, Stake};
use crate::selected;

/// The rules that are judged again, by the properties that the parts read that may lose something.
pub struct Readers<'s> {
    of: BTreeMap<&'static str, Vec<&'s Rule>>,
    /// Of what every rule depends on, because it tells which objects there are: the rules whose answer was not
    /// tried yet with the same objects.
    every: Vec<&'s Rule>,
    /// What that is.
    all: BTreeSet<&'static str>,
    /// The same rules by everything they read.
    whole: BTreeMap<&'static str, Vec<&'s Rule>>,
}

impl<'s> Readers<'s> {
    /// Those of a case that has `changed` some properties of the base, or whatever where that is `None`, and
    /// that was judged as it stands; `asked` is what was asked of which objects.
    pub fn new(suite: &'s Suite, changed: Option<&BTreeSet<String>>, before: &Judged, asked: &str) -> Self {
        static SEEN: Mutex<Option<HashSet<u64>>> = Mutex::new(None);
        let all: BTreeSet<&'static str> = facts::reads_base().iter().copied().collect();
        let mut readers = Self { of: BTreeMap::new(), every: Vec::new(), all, whole: BTreeMap::new() };
        let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
        let seen = seen.get_or_insert_default();
        for rule in selected(suite).rules {
            let stake = before.stake(rule);
            let touched = |read: &&'static str| changed.is_none_or(|changed| changed.contains(*read));
            let base = readers.all.iter().any(touched);
            let mut parts = suite.catalogue.only(rule).reads_by_part(rule);
            parts.retain(|(finding, reads)| {
                let stake = if finding.is_some() { stake == Stake::All } else { stake != Stake::Nothing };
                stake && (base || reads.iter().any(touched))
            });
            if parts.is_empty() {
                continue;
            }
            if before.0.get(&rule.id).is_none_or(|judged| seen.insert(hash(&(&judged.said, asked)))) {
                readers.every.push(rule);
            }
            for property in suite.catalogue.only(rule).reads() {
                readers.whole.entry(property).or_default().push(rule);
            }
            for property in parts.into_iter().flat_map(|(_, reads)| reads).collect::<BTreeSet<_>>() {
                readers.of.entry(property).or_default().push(rule);
            }
        }
        readers
    }

    /// What a datum may change.
    pub fn of(&self, property: Option<&str>) -> Concerns<'s> {
        let none = Vec::new;
        match property {
            Some(property) if !self.all.contains(property) => Concerns {
                again: self.of.get(property).cloned().unwrap_or_else(none),
                other: self.whole.get(property).cloned().unwrap_or_else(none),
                all: false,
            },
            _ => Concerns { again: self.every.clone(), other: none(), all: true },
        }
    }
}

/// What a datum may change.
pub struct Concerns<'s> {
    /// The rules that are judged again.
    pub again: Vec<&'s Rule>,
    /// All rules judged again for some datum that read it.
    pub other: Vec<&'s Rule>,
    /// Every rule depends on it.
    pub all: bool,
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Which objects there are, as far as what tells it says.
pub fn objects(inventory: &Inventory) -> Result<String, serde_json::Error> {
    let mut told = serde_json::to_string(&inventory.unlisted)?;
    macro_rules! add {
        ($($list:ident),*) => {$(
            for object in &inventory.$list {
                told.push_str(object.id());
                let saved = serde_json::to_value(object)?;
                for (path, unread) in base_of(object).map(|path| (path, &saved["unreadable"][path])) {
                    told.push_str(&format!("{path}={}{unread}", saved[path]));
                }
            }
        )*};
    }
    every_list!(add);
    Ok(told)
}

/// The properties of an object that tell which objects there are.
fn base_of<T: Object>(_: &T) -> impl Iterator<Item = &'static str> {
    let base = |path: &&str| facts::reads_base().contains(&format!("{}:{path}", T::TYPE).as_str());
    T::PROPERTIES.iter().map(|property| property.path).filter(base)
}
