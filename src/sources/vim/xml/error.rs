//! What can be wrong with XML.

/// Deepest nesting that is followed. A chain of 32 snapshots nests about 100 elements.
pub(super) const MAX_DEPTH: usize = 512;

/// What is wrong with a piece of XML, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("at byte {at}: {kind}")]
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
    #[error("the text ends in the middle of an element")]
    Truncated,
    /// It is not well-formed.
    #[error("not well-formed: {0}")]
    Syntax(Box<str>),
    /// Elements are nested deeper than anything a vCenter sends.
    #[error("elements nested more than {MAX_DEPTH} deep")]
    TooDeep,
    /// One value is not what it should be; the rest can still be read.
    #[error("{0}")]
    Value(Box<str>),
}

impl XmlError {
    /// Only one value is wrong, and reading can go on behind it.
    pub fn is_value(&self) -> bool {
        matches!(self.kind, XmlErrorKind::Value(_))
    }
}
