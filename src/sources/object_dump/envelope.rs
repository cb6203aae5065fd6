//! The envelope of a file: `<ObjectContent>` with a reference and properties, each a value with its name; and the envelope
//! of an answer.

use std::borrow::Cow;
use std::path::Path;

use super::error::Error;
use crate::inventory::MoRef;
use crate::sources::vim::{Cursor, Value, XmlError};
use crate::terms::Unanswered;

/// An object as it stands in its file.
pub(super) struct Held<'t> {
    pub reference: MoRef,
    /// Its properties: the name, and the element with the value. A name may stand twice; the last counts.
    pub properties: Vec<(Cow<'t, str>, &'t str)>,
}

/// What a file is instead.
#[derive(Debug)]
pub(super) enum Not {
    Empty,
    Foreign(String),
    Damaged(XmlError),
}

impl Not {
    /// The error about a file that is this.
    pub fn at(self, path: &Path) -> Error {
        let file = path.to_owned();
        match self {
            Self::Empty => Error::Empty { file },
            Self::Foreign(element) => Error::Foreign { file, element },
            Self::Damaged(cause) => Error::Damaged { file, cause },
        }
    }
}

impl From<XmlError> for Not {
    fn from(error: XmlError) -> Self {
        Self::Damaged(error)
    }
}

impl<'t> Held<'t> {
    /// Opens the envelope. The text is gone through to its end.
    pub fn open(text: &'t str) -> Result<Self, Not> {
        let mut cursor = Cursor::new(text);
        match cursor.next_child()? {
            None => return Err(Not::Empty),
            Some("ObjectContent") => {}
            Some(other) => return Err(Not::Foreign(other.chars().take(40).collect())),
        }
        let mut held = Self { reference: MoRef::default(), properties: Vec::new() };
        cursor.each(|cursor, name| match name {
            "obj" => {
                held.reference = MoRef::value(cursor)?;
                Ok(())
            }
            "propSet" => held.property(cursor),
            _ => Ok::<_, XmlError>(()),
        })?;
        if let Some(second) = cursor.next_child()? {
            return Err(Not::Foreign(second.chars().take(40).collect()));
        }
        if held.reference.id.is_empty() || held.reference.kind.is_empty() {
            return Err(Not::Damaged(cursor.value_error(Unanswered::NoReference)));
        }
        Ok(held)
    }

    fn property(&mut self, cursor: &mut Cursor<'t>) -> Result<(), XmlError> {
        let (mut name, mut value) = (Cow::Borrowed(""), None);
        cursor.each(|cursor, child| {
            match child {
                "name" => name = cursor.text()?,
                "val" => {
                    let kind = cursor.type_name();
                    let whole = cursor.whole()?;
                    // A list and a text may be empty; anything else that is was none.
                    let may_be = kind.is_empty() || kind == "string" || kind.starts_with("ArrayOf");
                    value = (may_be || !is_blank(whole)).then_some(whole);
                }
                _ => {}
            }
            Ok::<_, XmlError>(())
        })?;
        self.properties.extend(value.map(|value| (name, value)));
        Ok(())
    }

    /// The value of a property.
    pub fn value(&self, name: &str) -> Option<&'t str> {
        self.properties.iter().rev().find(|(own, _)| own == name).map(|(_, value)| *value)
    }

    /// A property as a value of its own type.
    pub fn read<T: Value>(&self, name: &str) -> Result<Option<T>, XmlError> {
        let Some(value) = self.value(name) else { return Ok(None) };
        let mut cursor = Cursor::new(value);
        cursor.next_child()?;
        T::value(&mut cursor).map(Some)
    }

    /// The objects that a property names, one or many.
    pub fn names(&self, name: &str) -> Result<Vec<MoRef>, XmlError> {
        let Some(value) = self.value(name) else { return Ok(Vec::new()) };
        let mut cursor = Cursor::new(value);
        cursor.next_child()?;
        if cursor.type_name().starts_with("ArrayOf") {
            return Vec::value(&mut cursor);
        }
        MoRef::value(&mut cursor).map(|one| vec![one])
    }
}

/// Whether a value holds nothing at all.
fn is_blank(value: &str) -> bool {
    let mut cursor = Cursor::new(value);
    let child = cursor.next_child().and_then(|_| cursor.next_child());
    let text = || {
        let mut cursor = Cursor::new(value);
        cursor.next_child().and_then(|_| cursor.text()).map(|text| text.trim().is_empty())
    };
    matches!(child, Ok(None)) && text().unwrap_or(false)
}

/// The values that a method returned, out of `<…Response>`.
pub(super) fn returned<T>(
    text: &str,
    mut read: impl FnMut(&mut Cursor<'_>) -> Result<T, XmlError>,
) -> Result<Vec<T>, Not> {
    let mut cursor = Cursor::new(text);
    match cursor.next_child()? {
        None => return Err(Not::Empty),
        Some(name) if name.ends_with("Response") => {}
        Some(other) => return Err(Not::Foreign(other.chars().take(40).collect())),
    }
    let mut all = Vec::new();
    cursor.each(|cursor, name| {
        if name == "returnval" {
            all.push(read(cursor)?);
        }
        Ok::<_, XmlError>(())
    })?;
    Ok(all)
}
