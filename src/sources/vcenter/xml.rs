//! A cursor over XML: the only place that knows the tokeniser.
//!
//! The cursor always stands inside one open element. [`Cursor::each`] visits its children, and
//! whatever a visitor leaves unread is skipped, so an unknown element never disturbs its neighbours.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// Deepest nesting that is followed. A chain of 32 snapshots nests about 100 elements.
const MAX_DEPTH: usize = 512;

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

/// A position inside an element of an XML text.
pub struct Cursor<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// Tag of the element opened last, without the angle brackets.
    tag: &'a str,
    /// Length of the name within `tag`.
    name_len: usize,
    /// The element opened last was written as `<name/>` and has not been left yet.
    empty: bool,
}

impl<'a> Cursor<'a> {
    /// A cursor before the root element.
    pub fn new(source: &'a str) -> Self {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        Self { source, reader: Reader::from_str(source), depth: 0, tag: "", name_len: 0, empty: false }
    }

    /// Visits the children of the open element and leaves it. The visitor gets the local name of
    /// each child and may read as much of it as it likes.
    pub fn each<E: From<XmlError>>(
        &mut self,
        mut visit: impl FnMut(&mut Self, &'a str) -> Result<(), E>,
    ) -> Result<(), E> {
        let level = self.depth;
        while let Some(name) = self.next_child()? {
            visit(self, name)?;
            self.leave(level)?;
        }
        Ok(())
    }

    /// Enters the next child of the open element and returns its local name; leaves the element
    /// when there is none.
    pub fn next_child(&mut self) -> Result<Option<&'a str>, XmlError> {
        if self.close_empty() {
            return Ok(None);
        }
        loop {
            match self.event()? {
                Event::Start(start) => return self.open(&start, false).map(Some),
                Event::Empty(start) => return self.open(&start, true).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(None);
                }
                Event::Eof if self.depth == 0 => return Ok(None),
                Event::Eof => return Err(self.error(XmlErrorKind::Truncated)),
                _ => {}
            }
        }
    }

    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.depth
    }

    /// Leaves all elements that are nested deeper than `level`.
    pub fn leave(&mut self, level: usize) -> Result<(), XmlError> {
        if self.depth > level {
            self.close_empty();
        }
        while self.depth > level {
            match self.event()? {
                Event::Start(_) => self.deeper()?,
                Event::End(_) => self.depth -= 1,
                Event::Eof => return Err(self.error(XmlErrorKind::Truncated)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Text of the open element, which is left.
    pub fn text(&mut self) -> Result<Cow<'a, str>, XmlError> {
        let mut text = Cow::Borrowed("");
        if self.close_empty() {
            return Ok(text);
        }
        loop {
            match self.event()? {
                Event::Text(part) => append(&mut text, part.into_inner()),
                Event::CData(part) => append(&mut text, part.into_inner()),
                Event::GeneralRef(entity) => {
                    let resolved = self.entity(&entity)?;
                    text.to_mut().push(resolved);
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(text);
                }
                Event::Start(start) => {
                    let name = self.open(&start, false)?;
                    return Err(self.value_error(format_args!("expected text, found the element <{name}>")));
                }
                Event::Empty(start) => {
                    let name = self.open(&start, true)?;
                    return Err(self.value_error(format_args!("expected text, found the element <{name}>")));
                }
                Event::Eof => return Err(self.error(XmlErrorKind::Truncated)),
                _ => {}
            }
        }
    }

    /// Text of the open element as a whole number; the element is left.
    pub fn int(&mut self) -> Result<i64, XmlError> {
        let text = self.text()?;
        text.trim()
            .parse()
            .map_err(|_| self.value_error(format_args!("'{}' is not a whole number", short(&text))))
    }

    /// Text of the open element as a truth value; the element is left.
    pub fn bool(&mut self) -> Result<bool, XmlError> {
        let text = self.text()?;
        match text.trim() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            other => Err(self.value_error(format_args!("'{}' is neither true nor false", short(other)))),
        }
    }

    /// Type of the element opened last: its attribute `type` with any prefix (servers differ in the
    /// prefix), without the prefix of the value. Empty when it has none.
    pub fn type_name(&self) -> &'a str {
        let value = self.attribute(|name| name.split_once(':').is_some_and(|(_, local)| local == "type"));
        value.rsplit_once(':').map_or(value, |(_, local)| local)
    }

    /// Attribute `name`, without a prefix, of the element opened last; empty when it has none.
    /// A reference tells its object type in the attribute `type`.
    pub fn bare_attribute(&self, name: &str) -> &'a str {
        self.attribute(|found| found == name)
    }

    fn attribute(&self, matches: impl Fn(&str) -> bool) -> &'a str {
        if self.tag.len() == self.name_len {
            return "";
        }
        let mut attributes = Attributes::new(self.tag, self.name_len);
        let found =
            attributes.with_checks(false).filter_map(Result::ok).find(|attribute| matches(attribute.key.0));
        // Types and references never hold entities; one that does would match nothing anyway.
        match found.map(|attribute| attribute.value) {
            Some(Cow::Borrowed(value)) => value,
            _ => "",
        }
    }

    /// An error about the value read last.
    pub fn value_error(&self, what: impl std::fmt::Display) -> XmlError {
        self.error(XmlErrorKind::Value(what.to_string().into()))
    }

    fn error(&self, kind: XmlErrorKind) -> XmlError {
        XmlError { at: self.position(), kind }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    #[inline]
    fn event(&mut self) -> Result<Event<'a>, XmlError> {
        self.reader.read_event().map_err(|error| {
            let at = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
            let kind = match &error {
                quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                    XmlErrorKind::Syntax(error.to_string().into())
                }
                // Every other one of these says that something opened is never closed.
                quick_xml::Error::Syntax(_) => XmlErrorKind::Truncated,
                other => XmlErrorKind::Syntax(other.to_string().into()),
            };
            XmlError { at, kind }
        })
    }

    #[inline]
    fn open(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<&'a str, XmlError> {
        self.deeper()?;
        self.empty = empty;
        // The event's own text lives no longer than the event: take the same bytes from the source.
        let end = self.position().saturating_sub(if empty { 2 } else { 1 });
        self.tag = self.source.get(end.saturating_sub(start.len())..end).unwrap_or("");
        self.name_len = start.name().0.len().min(self.tag.len());
        let name = self.tag.get(..self.name_len).unwrap_or("");
        Ok(name.split_once(':').map_or(name, |(_, local)| local))
    }

    #[inline]
    fn deeper(&mut self) -> Result<(), XmlError> {
        self.depth += 1;
        if self.depth > MAX_DEPTH { Err(self.error(XmlErrorKind::TooDeep)) } else { Ok(()) }
    }

    /// Leaves the element opened last if it was written as `<name/>`.
    #[inline]
    fn close_empty(&mut self) -> bool {
        let empty = std::mem::take(&mut self.empty);
        if empty {
            self.depth = self.depth.saturating_sub(1);
        }
        empty
    }

    fn entity(&self, entity: &BytesRef<'_>) -> Result<char, XmlError> {
        if let Ok(Some(character)) = entity.resolve_char_ref() {
            return Ok(character);
        }
        Ok(match &**entity {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            other => {
                return Err(
                    self.value_error(format_args!("unknown character reference '&{};'", short(other)))
                );
            }
        })
    }
}

fn append<'a>(text: &mut Cow<'a, str>, part: Cow<'a, str>) {
    if text.is_empty() {
        *text = part;
    } else {
        text.to_mut().push_str(&part);
    }
}

/// The first 40 characters: error messages should not carry whole documents.
fn short(text: &str) -> &str {
    text.char_indices().nth(40).map_or(text, |(end, _)| &text[..end])
}
