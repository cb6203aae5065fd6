//! Values that the rule language computes with, borrowed from the facts.

use compact_str::CompactString;

use crate::terms::Subject;

use super::{EnumType, Fact, Grouping, HostSplit, RecordType, Type, Unknown};

/// A value, borrowed from the facts.
#[derive(Clone, Copy)]
pub enum Value<'a> {
    /// True or false.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Text or a word of an enumeration.
    Str(&'a str),
    /// A version.
    Version(&'a Version),
    /// A list.
    List(&'a dyn ListView),
    /// A record.
    Record(&'a dyn Record),
    /// A cluster, host or VM.
    Ref(Ref),
    /// A host split.
    Split(&'a HostSplit),
    /// A grouping.
    Grouping(&'a Grouping),
}

/// A record whose fields are read by index (see [`RecordType::field`]).
pub trait Record: Send + Sync {
    /// Its type.
    fn record_type(&self) -> &'static RecordType;
    /// The value of the field at `index`.
    fn field(&self, index: usize) -> Fact<Value<'_>>;
}

/// A list as the evaluator sees it.
pub trait ListView: Send + Sync {
    /// Number of known elements.
    fn len(&self) -> usize;
    /// Whether no element is known.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// An element; unknown when that one is.
    fn get(&self, index: usize) -> Fact<Value<'_>>;
    /// Why there may be more elements.
    fn missing(&self) -> Option<&Unknown>;
}

/// What can stand in a field of a record.
pub trait FactValue {
    /// Its type in the rule language.
    fn ty() -> Type;
    /// Its value, or why there is none.
    fn value(&self) -> Fact<Value<'_>>;
}

/// An enumerated fact.
pub trait FactEnum: Copy {
    /// Its words.
    const TYPE: EnumType;
    /// The word of this value.
    fn word(self) -> &'static str;
}

/// A reference to an object that rules can judge: a cluster, host or VM.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ref {
    /// Which table.
    pub kind: Subject,
    /// Position in it.
    pub index: u32,
}

/// The tables themselves: resolves references, and tells the type of each kind.
pub trait Arena: Sync {
    /// The record a reference points to.
    fn resolve(&self, reference: Ref) -> Fact<&dyn Record>;
}

/// A dotted version; `since` is its one operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Version {
    /// As the server wrote it.
    pub text: CompactString,
    parts: Vec<u32>,
}

impl Version {
    /// Reads a dotted version; `None` when it does not begin with a number.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        for part in text.trim().split('.') {
            let digits: String = part.chars().take_while(char::is_ascii_digit).collect();
            match digits.parse() {
                Ok(number) => parts.push(number),
                Err(_) => break,
            }
            if digits.len() < part.len() {
                break;
            }
        }
        (!parts.is_empty()).then(|| Self { text: text.trim().into(), parts })
    }

    /// Whether this version is `other` or later; missing parts count as 0.
    pub fn since(&self, other: &Self) -> bool {
        let part = |version: &Self, i: usize| version.parts.get(i).copied().unwrap_or(0);
        let length = self.parts.len().max(other.parts.len());
        (0..length)
            .map(|i| part(self, i).cmp(&part(other, i)))
            .find(|order| order.is_ne())
            .is_none_or(|order| order.is_gt())
    }
}

macro_rules! plain {
    ($($ty:ty => $type:expr, |$me:ident| $value:expr;)*) => {$(
        impl FactValue for $ty {
            fn ty() -> Type { $type }
            fn value(&self) -> Fact<Value<'_>> { let $me = self; Ok($value) }
        }
    )*};
}

plain! {
    bool => Type::Bool, |me| Value::Bool(*me);
    i64 => Type::Int, |me| Value::Int(*me);
    CompactString => Type::Str, |me| Value::Str(me);
    std::sync::Arc<str> => Type::Str, |me| Value::Str(me);
    Version => Type::Version, |me| Value::Version(me);
    HostSplit => Type::Split, |me| Value::Split(me);
    Grouping => Type::Grouping, |me| Value::Grouping(me);
}

impl<T: FactValue> FactValue for Fact<T> {
    fn ty() -> Type {
        T::ty()
    }

    fn value(&self) -> Fact<Value<'_>> {
        match self {
            Ok(value) => value.value(),
            Err(unknown) => Err(unknown.clone()),
        }
    }
}

impl<T: FactValue> FactValue for std::sync::Arc<T> {
    fn ty() -> Type {
        T::ty()
    }

    fn value(&self) -> Fact<Value<'_>> {
        (**self).value()
    }
}

impl<T: FactValue> FactValue for Box<T> {
    fn ty() -> Type {
        T::ty()
    }

    fn value(&self) -> Fact<Value<'_>> {
        (**self).value()
    }
}
