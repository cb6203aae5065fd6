//! The evidence of a finding, by name.

use compact_str::CompactString;
use serde::{Serialize, Serializer};

use super::Evidence;

/// Evidence by name, in the order of the names. A finding has a few pieces and there may be tens of thousands of
/// findings: a list takes a third of the room of a tree.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamedEvidence(Vec<(CompactString, Evidence)>);

impl NamedEvidence {
    /// The piece with a name.
    pub fn get(&self, name: &str) -> Option<&Evidence> {
        self.iter().find(|(known, _)| *known == name).map(|(_, evidence)| evidence)
    }

    /// Puts a piece in its place; one that has the name gives way.
    pub fn insert(&mut self, name: impl AsRef<str>, evidence: Evidence) {
        match self.0.binary_search_by(|(known, _)| known.as_str().cmp(name.as_ref())) {
            Ok(at) => self.0[at].1 = evidence,
            Err(at) => self.0.insert(at, (name.as_ref().into(), evidence)),
        }
    }

    /// All pieces with their names.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Evidence)> {
        self.0.iter().map(|(name, evidence)| (name.as_str(), evidence))
    }

    /// All pieces.
    pub fn values(&self) -> impl Iterator<Item = &Evidence> {
        self.0.iter().map(|(_, evidence)| evidence)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// A name that comes twice keeps its last piece.
impl<N: AsRef<str>> FromIterator<(N, Evidence)> for NamedEvidence {
    fn from_iter<I: IntoIterator<Item = (N, Evidence)>>(pieces: I) -> Self {
        let pieces = pieces.into_iter();
        let mut all = Self(Vec::with_capacity(pieces.size_hint().0));
        pieces.for_each(|(name, evidence)| all.insert(name, evidence));
        all
    }
}

impl Serialize for NamedEvidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
