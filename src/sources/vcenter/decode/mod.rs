//! How each type of the inventory is read from XML, one file per kind of object.
//!
//! Unknown elements are skipped, unknown types kept by name, missing elements leave the default.

mod asks;
mod cluster;
mod events;
mod host;
mod network;
mod page;
mod storage;
#[cfg(test)]
mod tests;
mod vcenter;
mod vm;

use std::borrow::Cow;

use compact_str::CompactString;

use super::soap::Fault;
use super::xml::{Cursor, XmlError};
use crate::inventory::{Decode, MoRef};

pub(super) use asks::{TaskOutcome, task_outcome};
pub(super) use cluster::das_runtime;
pub(super) use events::{events, logins};
pub use page::{Page, page};
pub(super) use page::{list, names, refs, single, token};
pub(super) use vcenter::{Content, licences, options, seconds};

/// A value that is the content of one element.
pub(super) trait Value: Sized {
    /// Reads the open element and leaves it.
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError>;

    /// Whether a list keeps it.
    fn keep(&self) -> bool {
        true
    }
}

impl<'a, T: Value> Decode<Cursor<'a>> for T {
    type Error = XmlError;

    fn decode(cursor: &mut Cursor<'a>) -> Result<Self, XmlError> {
        T::value(cursor)
    }
}

impl Value for bool {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.bool()
    }
}

impl Value for i64 {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.int()
    }
}

impl Value for String {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.text().map(Cow::into_owned)
    }
}

impl Value for Box<str> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        cursor.text().map(Into::into)
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
}

impl Value for MoRef {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let kind = CompactString::from(cursor.bare_attribute("type"));
        Ok(Self { kind, id: Value::value(cursor)? })
    }

    fn keep(&self) -> bool {
        !self.id.is_empty()
    }
}

impl<T: Value> Value for Option<T> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        T::value(cursor).map(Some)
    }
}

/// A list boxed in one element, whose children are the items whatever they are called.
impl<T: Value> Value for Vec<T> {
    fn value(cursor: &mut Cursor<'_>) -> Result<Self, XmlError> {
        let mut list = Self::new();
        cursor.each(|cursor, _| push(&mut list, cursor))?;
        Ok(list)
    }
}

/// Reads one item of a list.
fn push<T: Value>(list: &mut Vec<T>, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
    let item = T::value(cursor)?;
    if item.keep() {
        list.push(item);
    }
    Ok(())
}

/// Reads the texts of two children of the open element, e.g. a key and its value.
fn pair<A: Value + Default, B: Value + Default>(
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

/// The fault of a `missingSet`.
fn child_fault(cursor: &mut Cursor<'_>) -> Result<Option<Fault>, XmlError> {
    let mut found = None;
    cursor.each(|cursor, name| {
        if name == "fault" {
            found = Some(Fault::localized(cursor)?);
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(found)
}

/// Reads the child `name` of the open element; `None` when there is none.
fn child<T: Value>(cursor: &mut Cursor<'_>, name: &str) -> Result<Option<T>, XmlError> {
    let mut found = None;
    cursor.each(|cursor, child| {
        if child == name {
            found = Some(T::value(cursor)?);
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(found)
}

/// Implements [`Value`] for structs: element name, then `=> field` for a value, `=> [field]` for
/// an item of a list, `=> |cursor, out| …` for anything else. `kind` in front of the braces keeps
/// the type as the server named it.
macro_rules! values {
    ($( $type:ty $(, $kind:ident)? { $($element:literal => $how:tt $(|$cursor:ident, $out:ident| $body:expr)?),* $(,)? } )*) => {$(
        impl $crate::sources::vcenter::decode::Value for $type {
            fn value(
                cursor: &mut $crate::sources::vcenter::xml::Cursor<'_>,
            ) -> Result<Self, $crate::sources::vcenter::xml::XmlError> {
                let mut out = Self::default();
                $( out.$kind = compact_str::CompactString::from(cursor.type_name()); )?
                cursor.each(|cursor, name| {
                    match name {
                        $( $element => values!(@read cursor out $how $(|$cursor, $out| $body)?), )*
                        _ => {}
                    }
                    Ok::<_, $crate::sources::vcenter::xml::XmlError>(())
                })?;
                Ok(out)
            }
        }
    )*};
    (@read $c:ident $o:ident [$field:ident]) => {
        $crate::sources::vcenter::decode::push(&mut $o.$field, $c)?
    };
    (@read $c:ident $o:ident with |$cursor:ident, $out:ident| $body:expr) => {{
        let ($cursor, $out) = ($c, &mut $o);
        $body
    }};
    (@read $c:ident $o:ident $field:ident) => {
        $o.$field = $crate::sources::vcenter::decode::Value::value($c)?
    };
}
use values;
