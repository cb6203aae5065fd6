//! What the rules of some profiles, and the questions that are asked for, need of a vCenter. Which privilege a datum
//! takes is told by one table (`facts::offered`).

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{self, Offered};
use crate::inventory::{ApiVersion, HostSystem, ObjectType, VirtualMachine};
use crate::rules::Selected;
use crate::sources::vcenter::Asks;

/// Privileges that every role has, as Read-only does.
pub(super) const OF_EVERY_ROLE: [&str; 3] = ["System.Anonymous", "System.Read", "System.View"];

/// Data by name (`Type:path`, `call:name`), each with the rules that need it to decide.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    reads: BTreeMap<&'static str, BTreeSet<String>>,
    /// The questions that are asked for.
    pub(super) asks: Asks,
}

/// What questions on request read.
const ON_REQUEST: [&str; 3] =
    [HostSystem::network_hints.read, VirtualMachine::checks.read, HostSystem::drs_evacuation.read];

impl Needs {
    /// Those of the rules, and of what is asked on request.
    pub fn of(selected: &Selected<'_>, asks: Asks) -> Self {
        let mut reads: BTreeMap<&'static str, BTreeSet<String>> = BTreeMap::new();
        // What is shown, and what all facts rest on, is needed, but decides no rule by itself.
        for read in selected.reads().into_iter().chain(facts::reads_base().iter().copied()) {
            reads.entry(read).or_default();
        }
        for rule in &selected.rules {
            for (_, part) in selected.reads_by_part(rule) {
                for read in part {
                    reads.entry(read).or_default().insert(rule.id.clone());
                }
            }
        }
        for (read, asked) in ON_REQUEST.into_iter().zip([asks.hosts, asks.vcenter, asks.drs]) {
            if asked {
                reads.entry(read).or_default();
            } else {
                reads.remove(read);
            }
        }
        Self { reads, asks }
    }

    /// Every privilege that has to be asked about, those of what could be asked on request included.
    pub fn privileges(&self) -> Vec<&'static str> {
        let offered = self.reads.keys().copied().chain(ON_REQUEST).filter_map(facts::offered);
        let all: BTreeSet<&str> = OF_EVERY_ROLE.into_iter().chain(offered.map(|one| one.privilege)).collect();
        all.into_iter().collect()
    }

    /// What a server of that version has of it.
    fn offered(
        &self,
        version: ApiVersion,
    ) -> impl Iterator<Item = (&'static str, Offered, &BTreeSet<String>)> {
        self.reads
            .iter()
            .filter_map(|(read, rules)| Some((*read, facts::offered(read)?, rules)))
            .filter(move |(_, offered, _)| offered.since <= version)
    }

    /// Privileges by type of object, with the rules that need each there.
    pub(super) fn of_objects(
        &self,
        version: ApiVersion,
    ) -> BTreeMap<(&'static str, &'static str), BTreeSet<String>> {
        let mut all: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
        for (read, offered, rules) in self.offered(version) {
            let ty = read.split(':').next().and_then(ObjectType::named).filter(|ty| !ty.view.is_empty());
            if let Some(ty) = ty {
                all.entry((ty.name, offered.privilege)).or_default().extend(rules.iter().cloned());
            }
        }
        all
    }

    /// Whether objects of a type are needed at all.
    pub(super) fn include(&self, ty: &str) -> bool {
        self.reads.keys().any(|read| of_type(read, ty))
    }

    /// Rules that need objects of a type.
    pub(super) fn rules_of(&self, ty: &str) -> BTreeSet<String> {
        let there = self.reads.iter().filter(|(read, _)| of_type(read, ty));
        there.flat_map(|(_, rules)| rules.iter().cloned()).collect()
    }

    /// Calls of the vCenter itself, with the rules that need each.
    pub(super) fn calls(
        &self,
        version: ApiVersion,
    ) -> impl Iterator<Item = (&'static str, Offered, &BTreeSet<String>)> {
        self.offered(version).filter(|(read, ..)| read.starts_with("call:"))
    }
}

/// Whether a datum is one of objects of a type.
fn of_type(read: &str, ty: &str) -> bool {
    read.strip_prefix(ty).is_some_and(|rest| rest.starts_with(':'))
}
