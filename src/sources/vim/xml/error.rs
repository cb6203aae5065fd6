//! What can be wrong with XML.

use crate::terms::{Detail, Lang, Text, Told, shown_in_english, told};

/// Deepest nesting that is followed. A chain of 32 snapshots nests about 100 elements.
pub(super) const MAX_DEPTH: usize = 512;

/// What is wrong with a piece of XML, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct XmlError {
    /// Byte offset in the text.
    pub at: usize,
    /// What is wrong.
    pub kind: XmlErrorKind,
}

/// Kind of an [`XmlError`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlErrorKind {
    /// The text ends inside an element.
    Truncated,
    /// It is not well-formed.
    Syntax(Box<str>),
    /// Elements are nested deeper than anything a vCenter sends.
    TooDeep,
    /// One value is not what it should be; the rest can still be read.
    Value(Box<str>),
}

impl XmlError {
    /// Only one value is wrong, and reading can go on behind it.
    pub fn is_value(&self) -> bool {
        matches!(self.kind, XmlErrorKind::Value(_))
    }
}

impl Told for XmlError {
    fn told(&self) -> Text {
        let Self { at, kind } = self;
        told!([kind] "at byte {at}: {kind}", "{at} バイト目: {kind}")
    }
}

impl Told for XmlErrorKind {
    fn told(&self) -> Text {
        match self {
            Self::Truncated => {
                told!("the text ends in the middle of an element", "要素の途中で終わっています")
            }
            Self::Syntax(what) => told!("not well-formed: {what}", "XML の形式が正しくありません ({what})"),
            Self::TooDeep => told!(
                "elements nested more than {MAX_DEPTH} deep",
                "要素の入れ子が {MAX_DEPTH} 段を超えています"
            ),
            Self::Value(what) => Text::new(&**what, Detail::read(what).get(Lang::Ja)),
        }
    }
}

shown_in_english!(XmlError, XmlErrorKind);
