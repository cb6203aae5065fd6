//! How the values of fields are read, and lists and pairs of them.

use std::borrow::Cow;

use compact_str::CompactString;

#[cfg(test)]
use super::shape::Shape;
use super::xml::{Cursor, XmlError};
#[cfg(test)]
use crate::inventory::Feature;
use crate::inventory::{Decode, Features, MoRef};

/// A value that is the content of one element.
pub(in crate::sources) trait Value: Sized {
    /// Reads the open element and leaves it.
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError>;

    /// Whether a list keeps it.
    fn keep(&self) -> bool {
        true
    }

    /// Reads only the child `element` of the open element; `None` when there is none.
    fn within(cursor: &mut Cursor<'_>, element: &str) -> Result<Option<Self>, XmlError> {
        let level = cursor.depth();
        while let Some(name) = cursor.next_child()? {
            if name == element {
                return Self::value(cursor).map(Some);
            }
            cursor.leave(level)?;
        }
        Ok(None)
    }

    /// Reads the elements that stand at one path of a larger value, each as a text of its own: the last counts, and a
    /// list, which has no box there, takes all.
    fn gathered(pieces: &[&str]) -> Result<Option<Self>, XmlError> {
        let Some(last) = pieces.last() else { return Ok(None) };
        Self::value(&mut entered(last)?).map(Some)
    }

    /// The same, of which only the child `element` is read.
    fn gathered_within(pieces: &[&str], element: &str) -> Result<Option<Self>, XmlError> {
        let Some(last) = pieces.last() else { return Ok(None) };
        Self::within(&mut entered(last)?, element)
    }

    /// What it declares of itself.
    #[cfg(test)]
    fn shape() -> Shape;
}

/// A cursor in the element that a text is.
fn entered(text: &str) -> Result<Cursor<'_>, XmlError> {
    let mut cursor = Cursor::new(text);
    cursor.next_child()?;
    Ok(cursor)
}

/// Elements at one path of a larger value, each as a text of its own.
pub(in crate::sources) struct Pieces<'p, 'a>(pub &'p [&'a str]);

impl<T: Value> Decode<Pieces<'_, '_>> for T {
    type Error = XmlError;

    fn decode(pieces: &mut Pieces<'_, '_>, element: Option<&'static str>) -> Result<Option<Self>, XmlError> {
        match element {
            Some(element) => T::gathered_within(pieces.0, element),
            None => T::gathered(pieces.0),
        }
    }
}

impl<'a, T: Value> Decode<Cursor<'a>> for T {
    type Error = XmlError;

    fn decode(cursor: &mut Cursor<'a>, element: Option<&'static str>) -> Result<Option<Self>, XmlError> {
        match element {
            Some(element) => T::within(cursor, element),
            None => T::value(cursor).map(Some),
        }
    }
}

impl Value for bool {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.bool()
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Bool
    }
}

impl Value for i64 {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.int()
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Int
    }
}

impl Value for String {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.text().map(Cow::into_owned)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Value for Box<str> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.text().map(Into::into)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Value for CompactString {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.text().map(|text| Self::from(&*text))
    }

    /// An empty reference or key refers to nothing.
    fn keep(&self) -> bool {
        !self.is_empty()
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Text
    }
}

impl Value for MoRef {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let kind = CompactString::from(cursor.bare_attribute("type"));
        Ok(Self { kind, id: Value::value(cursor)? })
    }

    fn keep(&self) -> bool {
        !self.id.is_empty()
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Reference
    }
}

impl<T: Value> Value for Option<T> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        T::value(cursor).map(Some)
    }

    fn gathered(pieces: &[&str]) -> Result<Option<Self>, XmlError> {
        T::gathered(pieces).map(Some)
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::Optional(Box::new(T::shape()))
    }
}

impl<T: Value> Value for Box<T> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        T::value(cursor).map(Self::new)
    }

    fn gathered(pieces: &[&str]) -> Result<Option<Self>, XmlError> {
        Ok(T::gathered(pieces)?.map(Self::new))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        T::shape()
    }
}

impl Value for Features {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        Vec::value(cursor).map(Self::read)
    }

    fn gathered(pieces: &[&str]) -> Result<Option<Self>, XmlError> {
        Ok(Vec::gathered(pieces)?.map(Self::from))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Vec::<Feature>::shape()
    }
}

/// A list boxed in one element, whose children are the items whatever they are called.
impl<T: Value> Value for Vec<T> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let mut list = Self::new();
        cursor.each(|cursor, _| push(&mut list, cursor))?;
        // Spare room would be a large part of what thousands of objects hold.
        list.shrink_to_fit();
        Ok(list)
    }

    fn gathered(pieces: &[&str]) -> Result<Option<Self>, XmlError> {
        let mut list = Self::new();
        for piece in pieces {
            push(&mut list, &mut entered(piece)?)?;
        }
        Ok(Some(list))
    }

    fn gathered_within(pieces: &[&str], element: &str) -> Result<Option<Self>, XmlError> {
        let mut list = Self::new();
        for piece in pieces {
            list.extend(Self::within(&mut entered(piece)?, element)?.unwrap_or_default());
        }
        Ok(Some(list))
    }

    /// All children that are called so; none is an empty list.
    fn within(cursor: &mut Cursor<'_>, element: &str) -> Result<Option<Self>, XmlError> {
        let mut list = Self::new();
        cursor.each(|cursor, name| if name == element { push(&mut list, cursor) } else { Ok(()) })?;
        list.shrink_to_fit();
        Ok(Some(list))
    }

    #[cfg(test)]
    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// Reads one item of a list.
pub(in crate::sources) fn push<T: Value>(list: &mut Vec<T>, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
    let item = T::value(cursor)?;
    if item.keep() {
        list.push(item);
    }
    Ok(())
}

/// Reads the texts of two children of the open element, e.g. a key and its value.
pub(in crate::sources) fn pair<A: Value + Default, B: Value + Default>(
    cursor: &mut Cursor<'_>,
    first: &str,
    second: &str,
) -> Result<(A, B), XmlError> {
    let mut pair = <(A, B)>::default();
    cursor.each(|cursor, name| {
        if name == first {
            pair.0 = Value::value(cursor)?;
        } else if name == second {
            pair.1 = Value::value(cursor)?;
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(pair)
}

/// Reads the child `name` of the open element; `None` when there is none.
pub(in crate::sources) fn child<T: Value>(
    cursor: &mut Cursor<'_>,
    name: &str,
) -> Result<Option<T>, XmlError> {
    let mut found = None;
    cursor.each(|cursor, child| {
        if child == name {
            found = Some(T::value(cursor)?);
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(found)
}
