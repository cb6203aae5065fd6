//! The unknown: a fact that could not be known, with the reasons it inherited.

use std::collections::HashSet;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::terms::{Detail, ObjectKind, ReasonKind};

/// The object a reason is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Entity {
    /// Kind of object.
    pub kind: ObjectKind,
    /// Managed-object id.
    pub id: compact_str::CompactString,
    /// Its name, or its id when the name could not be read either.
    pub name: compact_str::CompactString,
}

/// One reason why something is unknown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reason {
    /// Kind of reason.
    pub kind: ReasonKind,
    /// The object that could not be read.
    pub object: Entity,
    /// The property or call that could not be read, e.g. `config.network`; empty when the whole
    /// object is meant.
    pub property: compact_str::CompactString,
    /// The server's fault, or what was not told or not understood.
    pub detail: Detail,
}

/// What is known instead of a value: why there is none. Cheap to clone; never empty. Unknowns that are joined share
/// their reasons.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unknown(Arc<[Arc<Reason>]>);

/// By what tells most of them apart: there may be a reason for each host of a cluster, and of each VM such an unknown.
impl Hash for Unknown {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.len().hash(state);
        for reason in self.0.first().into_iter().chain(self.0.last()) {
            (reason.kind, &reason.object.id, &reason.property).hash(state);
        }
    }
}

/// A fact: a value, or unknown.
pub type Fact<T> = Result<T, Unknown>;

/// Unknowns, each kept once: where thousands of VMs wait for the same hosts, they share why.
#[derive(Clone, Debug, Default)]
pub struct Reasons(HashSet<Unknown>);

impl Reasons {
    /// The same, shared with all that were the same before.
    pub fn once(&mut self, why: Unknown) -> Unknown {
        match self.0.get(&why) {
            Some(known) => known.clone(),
            None => {
                self.0.insert(why.clone());
                why
            }
        }
    }
}

impl Unknown {
    /// Unknown for one reason.
    pub fn because(reason: Reason) -> Self {
        Self(Arc::from([Arc::new(reason)]))
    }

    /// Unknown for the reasons of both.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        if self.is_same(other) || self == other {
            return self.clone();
        }
        let mut reasons: Vec<Arc<Reason>> = self.0.iter().chain(other.0.iter()).cloned().collect();
        reasons.sort();
        reasons.dedup();
        Self(reasons.into())
    }

    /// Joins any number of unknowns; `None` when there are none.
    pub fn all<'a>(unknowns: impl IntoIterator<Item = &'a Self>) -> Option<Self> {
        let mut unknowns = unknowns.into_iter();
        let first = unknowns.next()?;
        let mut others = unknowns.filter(|other| *other != first).peekable();
        if others.peek().is_none() {
            return Some(first.clone());
        }
        let mut reasons: Vec<&Arc<Reason>> =
            std::iter::once(first).chain(others).flat_map(|of| of.0.iter()).collect();
        reasons.sort();
        reasons.dedup();
        Some(Self(reasons.into_iter().cloned().collect()))
    }

    /// Whether two are the same one, and not merely equal.
    pub fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The reasons, sorted and without repetition.
    pub fn reasons(&self) -> &[Arc<Reason>] {
        &self.0
    }

    /// An impossible state of this program, kept from being a pass or a panic.
    pub fn defect(what: &str) -> Self {
        Self::because(Reason {
            kind: ReasonKind::NotUnderstood,
            object: Entity { kind: ObjectKind::Vcenter, id: "vpreflight".into(), name: "vpreflight".into() },
            property: Default::default(),
            detail: Detail::Defect { what: what.into() },
        })
    }
}
