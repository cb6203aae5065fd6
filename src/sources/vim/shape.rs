//! What the decoder declares of itself, for the test that holds it against the API.

use super::Value;

/// What a value is read as.
pub enum Shape {
    Bool,
    Int,
    /// A text, or a reference of which the id is kept.
    Text,
    Reference,
    /// A fault with its message.
    Fault,
    /// It may be absent.
    Optional(Box<Shape>),
    List(Box<Shape>),
    /// One of these vSphere types, or of the types derived from them.
    Struct {
        types: &'static [&'static str],
        elements: fn() -> Vec<Element>,
    },
}

/// An element that is looked for.
pub struct Element {
    pub name: &'static str,
    pub read: Read,
}

/// What is done with an element.
pub enum Read {
    /// The last one counts.
    Value(Shape),
    /// All are kept.
    Item(Shape),
    /// Its children are read into the same struct.
    Inside(Vec<Element>),
    /// A pair of its children for each.
    Pair(Vec<Element>),
    /// By code of its own.
    Somehow(Shape),
}

impl Read {
    pub fn value<S, T: Value>(_field: fn(&mut S) -> &mut T) -> Self {
        Self::Value(T::shape())
    }

    pub fn item<S, T: Value>(_field: fn(&mut S) -> &mut Vec<T>) -> Self {
        Self::Item(T::shape())
    }

    pub fn pair<S, A: Value, B: Value>(
        _field: fn(&mut S) -> &mut Vec<(A, B)>,
        first: &'static str,
        second: &'static str,
    ) -> Self {
        let element = |name, shape| Element { name, read: Self::Value(shape) };
        Self::Pair(vec![element(first, A::shape()), element(second, B::shape())])
    }
}
