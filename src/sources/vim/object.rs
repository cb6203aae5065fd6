//! Objects with their properties, and those that are missing (`ObjectContent`).

use std::borrow::Cow;
use std::sync::Arc;

use compact_str::CompactString;

use super::{Cursor, Fault, Pieces, Value, XmlError};
use crate::inventory::*;

/// Reads objects into an inventory.
pub(in crate::sources) struct Objects<'i> {
    /// An object of a type that is not known counts as one of this type.
    base: &'i str,
    inventory: &'i mut Inventory,
    /// Number of objects read.
    pub count: usize,
    /// Properties were refused because the session has ended.
    pub session_lost: bool,
    /// Reasons seen so far: thousands of properties may be missing for the same one.
    reasons: Vec<Arc<Unreadable>>,
}

impl<'i> Objects<'i> {
    pub fn new(base: &'i str, inventory: &'i mut Inventory) -> Self {
        Self { base, inventory, count: 0, session_lost: false, reasons: Vec::new() }
    }

    /// Reads an object from its reference on; leaves the element around it.
    pub fn object(&mut self, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
        let MoRef { kind, id } = MoRef::value(cursor)?;
        self.count += 1;
        if !self.known_object(&kind, &id, cursor)? {
            let base = CompactString::from(self.base);
            if !self.known_object(&base, &id, cursor)? {
                self.count -= 1;
            }
        }
        Ok(())
    }

    /// False, with nothing read, when `kind` is not known.
    fn known_object(&mut self, kind: &str, id: &Id, cursor: &mut Cursor<'_>) -> Result<bool, XmlError> {
        macro_rules! read {
            ($( $(#[$meta:meta])* $list:ident: $object:ident {
                $(called: $kind:ident,)? view: $view:literal, also: [$($also:literal),*], holds: $holds:literal
            } )*) => {
                match kind {
                    $( <$object as Object>::TYPE $(| $also)* => {
                        let object = self.properties(id, cursor)?;
                        self.inventory.$list.push(object);
                    } )*
                    _ => return Ok(false),
                }
            };
        }
        object_types!(read);
        Ok(true)
    }

    fn properties<T: Readable>(&mut self, id: &Id, cursor: &mut Cursor<'_>) -> Result<T, XmlError> {
        let mut object = T::new(id.clone());
        cursor.each(|cursor, name| match name {
            "propSet" => self.property(&mut object, cursor),
            "missingSet" => {
                let (path, fault) = missing(cursor)?;
                self.session_lost |= fault.is_session_lost();
                let why = self.reason(fault.reason(), fault.detail());
                object.set_unreadable(&path, why);
                Ok(())
            }
            _ => Ok(()),
        })?;
        Ok(object)
    }

    /// One property. A value that cannot be understood makes this property unreadable and nothing
    /// else; no value at all leaves it unset.
    fn property<T: Readable>(&mut self, object: &mut T, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
        let mut path = Cow::Borrowed("");
        cursor.each(|cursor, name| {
            match name {
                "name" => path = cursor.text()?,
                "val" => match object.read(&path, cursor) {
                    Err(error) if error.is_value() => {
                        let why = self.reason(ReasonKind::NotUnderstood, error.to_string());
                        object.set_unreadable(&path, why);
                    }
                    other => other?,
                },
                _ => {}
            }
            Ok(())
        })
    }

    fn reason(&mut self, kind: ReasonKind, detail: String) -> Arc<Unreadable> {
        let recent = self.reasons.iter().rev().take(16);
        if let Some(known) = recent.into_iter().find(|known| known.kind == kind && known.detail == detail) {
            return Arc::clone(known);
        }
        let new = Unreadable::new(kind, detail);
        self.reasons.push(Arc::clone(&new));
        new
    }
}

/// Path and fault of a `missingSet`.
pub(in crate::sources) fn missing<'a>(cursor: &mut Cursor<'a>) -> Result<(Cow<'a, str>, Fault), XmlError> {
    let mut path = Cow::Borrowed("");
    let mut fault = Fault::default();
    cursor.each(|cursor, name| {
        match name {
            "path" => path = cursor.text()?,
            "fault" => fault = Fault::localized(cursor)?,
            _ => {}
        }
        Ok::<_, XmlError>(())
    })?;
    Ok((path, fault))
}

/// An object whose properties can be read from XML.
pub(in crate::sources) trait Readable: Object {
    /// Reads the property at `path`; one that nobody knows is skipped.
    fn read(&mut self, path: &str, cursor: &mut Cursor<'_>) -> Result<(), XmlError>;

    /// Reads the property at `path` from the elements that stand there.
    fn gather(&mut self, path: &str, pieces: &[&str]) -> Result<(), XmlError>;
}

macro_rules! readable {
    ($($list:ident: $object:ident),*) => {$(
        impl Readable for $object {
            fn read(&mut self, path: &str, cursor: &mut Cursor<'_>) -> Result<(), XmlError> {
                // A property nobody asked for is skipped.
                self.decode_property(path, cursor).map(|_| ())
            }

            fn gather(&mut self, path: &str, pieces: &[&str]) -> Result<(), XmlError> {
                self.decode_property(path, &mut Pieces(pieces)).map(|_| ())
            }
        }
    )*};
}
every_type!(readable);
