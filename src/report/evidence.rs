//! The evidence of a finding.

use std::fmt;

use compact_str::CompactString;
use serde::{Deserialize, Serialize, Serializer};

use super::Text;

/// A piece of evidence.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Evidence {
    /// Yes or no.
    Bool(bool),
    /// A number.
    Int(i64),
    /// Text.
    Text(String),
    /// Names.
    List(Vec<String>),
    /// A word of a closed set, or a time: people read it in their own way, programs get the value.
    #[serde(skip_deserializing)]
    Said(Told),
    /// Names, of which people read some in their own way.
    #[serde(skip_deserializing)]
    Listed(Vec<Told>),
}

/// A value, and what people read for it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Told {
    /// The value.
    pub value: String,
    /// What people read.
    pub text: Text,
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.value)
    }
}

impl Evidence {
    /// A text as programs get it.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Said(told) => Some(&told.value),
            Self::Bool(_) | Self::Int(_) | Self::List(_) | Self::Listed(_) => None,
        }
    }
}

impl fmt::Display for Evidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Bool(value) => value.fmt(f),
            Self::Int(value) => value.fmt(f),
            Self::Text(value) => f.write_str(value),
            Self::List(values) => f.write_str(&values.join(", ")),
            Self::Said(told) => f.write_str(&told.value),
            Self::Listed(names) => {
                let names: Vec<&str> = names.iter().map(|told| told.value.as_str()).collect();
                f.write_str(&names.join(", "))
            }
        }
    }
}

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
