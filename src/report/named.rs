//! The evidence of a finding, by name.

use std::collections::BTreeMap;

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
        let mut all: Vec<(CompactString, Evidence)> = Vec::with_capacity(pieces.size_hint().0);
        for (name, evidence) in pieces {
            match all.binary_search_by(|(known, _)| known.as_str().cmp(name.as_ref())) {
                Ok(at) => all[at].1 = evidence,
                Err(at) => all.insert(at, (name.as_ref().into(), evidence)),
            }
        }
        Self(all)
    }
}

impl From<BTreeMap<String, Evidence>> for NamedEvidence {
    fn from(pieces: BTreeMap<String, Evidence>) -> Self {
        pieces.into_iter().collect()
    }
}

impl Serialize for NamedEvidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}
