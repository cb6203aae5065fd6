//! A cursor over XML: the only place that knows the tokeniser, which is asked for what is not ordinary.
//!
//! The cursor always stands inside one open element. [`Cursor::each`] visits its children, and
//! whatever a visitor leaves unread is skipped, so an unknown element never disturbs its neighbours.

mod error;
mod plain;
mod scan;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use crate::terms::Unanswered;
use error::MAX_DEPTH;
pub use error::{XmlError, XmlErrorKind};
use plain::Cut;
use quick_xml::Reader;
use quick_xml::errors::SyntaxError;
use quick_xml::events::attributes::Attributes;
use quick_xml::events::{BytesRef, BytesStart, Event};

/// A position inside an element of an XML text.
pub struct Cursor<'a> {
    source: &'a str,
    reader: Reader<&'a [u8]>,
    /// Names of the open elements, prefixes included.
    open: Vec<&'a str>,
    /// Tag of the element opened last, without the angle brackets.
    tag: &'a str,
    /// Length of the name within `tag`.
    name_len: usize,
    /// The element opened last was written as `<name/>` and has not been left yet.
    empty: bool,
    /// Nothing has been read behind the tag of the element opened last.
    fresh: bool,
    /// The tokeniser is between two events and takes the rest for what it is, from wherever it begins: what is
    /// ordinary can be cut without it.
    between: bool,
    /// Whether anything is cut without it: not in the law that this makes no difference, nor in a text with a name that
    /// holds a quotation mark, whose end tag does not end where it seems to.
    direct: bool,
}

impl<'a> Cursor<'a> {
    /// A cursor before the root element.
    pub fn new(source: &'a str) -> Self {
        let source = source.strip_prefix('\u{feff}').unwrap_or(source);
        let mut reader = Reader::from_str(source);
        // Names are compared here instead, so that whole elements can be passed over.
        reader.config_mut().check_end_names = false;
        reader.config_mut().allow_unmatched_ends = true;
        Self {
            source,
            reader,
            open: Vec::new(),
            tag: "",
            name_len: 0,
            empty: false,
            fresh: false,
            between: false,
            direct: true,
        }
    }

    /// Visits the children of the open element and leaves it. The visitor gets the local name of
    /// each child and may read as much of it as it likes.
    pub fn each<E: From<XmlError>>(
        &mut self,
        mut visit: impl FnMut(&mut Self, &'a str) -> Result<(), E>,
    ) -> Result<(), E> {
        let level = self.open.len();
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
            match self.cut() {
                Some(Cut::Start { tag, name, prefix, empty }) => {
                    return self.opened(tag, name, prefix, empty).map(Some);
                }
                Some(Cut::End) => return Ok(None),
                None => {}
            }
            match self.event()? {
                Event::Start(start) => return self.open(&start, false).map(Some),
                Event::Empty(start) => return self.open(&start, true).map(Some),
                Event::End(end) => return self.close(end.name().0).map(|()| None),
                Event::Eof if self.open.is_empty() => return Ok(None),
                Event::Eof => return Err(self.error(XmlErrorKind::Truncated)),
                _ => {}
            }
        }
    }

    /// Number of open elements.
    pub fn depth(&self) -> usize {
        self.open.len()
    }

    /// Leaves all elements that are nested deeper than `level`.
    pub fn leave(&mut self, level: usize) -> Result<(), XmlError> {
        if self.open.len() > level {
            self.close_empty();
        }
        if self.open.len() > level && self.fresh {
            self.pass_over()?;
        }
        while self.open.len() > level {
            match self.cut() {
                Some(Cut::Start { empty: true, .. } | Cut::End) => continue,
                Some(Cut::Start { tag, name, prefix, empty }) => {
                    self.opened(tag, name, prefix, empty)?;
                    self.pass_over()?;
                    continue;
                }
                None => {}
            }
            match self.event()? {
                Event::Start(start) => {
                    self.open(&start, false)?;
                    self.pass_over()?;
                }
                Event::End(end) => self.close(end.name().0)?,
                Event::Eof => return Err(self.error(XmlErrorKind::Truncated)),
                _ => {}
            }
        }
        Ok(())
    }

    /// Leaves the element opened last, of which nothing has been read yet, without looking at its
    /// content more than is needed to find its end.
    fn pass_over(&mut self) -> Result<(), XmlError> {
        let rest: &'a [u8] = self.reader.get_ref();
        let room = MAX_DEPTH.saturating_sub(self.open.len());
        match scan::element(rest, room) {
            Ok((name, after)) => {
                *self.reader.get_mut() = after;
                self.fresh = false;
                self.close_bytes(name)
            }
            Err(kind) => Err(self.error(kind)),
        }
    }

    /// The element opened last, of which nothing has been read yet, as it stands in the text; it is left.
    pub fn whole(&mut self) -> Result<&'a str, XmlError> {
        let closing = if self.empty { 2 } else { 1 };
        let start = self.position().saturating_sub(closing + self.tag.len() + 1);
        self.leave(self.open.len().saturating_sub(1))?;
        Ok(self.source.get(start..self.position()).unwrap_or_default())
    }

    /// Text of the open element, which is left.
    pub fn text(&mut self) -> Result<Cow<'a, str>, XmlError> {
        if self.close_empty() {
            return Ok(Cow::Borrowed(""));
        }
        if let Some(text) = self.cut_text() {
            return Ok(Cow::Borrowed(text));
        }
        let mut text = Cow::Borrowed("");
        loop {
            match self.event()? {
                Event::Text(part) => append(&mut text, part.into_inner()),
                Event::CData(part) => append(&mut text, part.into_inner()),
                Event::GeneralRef(entity) => {
                    let resolved = self.entity(&entity)?;
                    text.to_mut().push(resolved);
                }
                Event::End(end) => {
                    self.close(end.name().0)?;
                    return Ok(text);
                }
                Event::Start(start) => {
                    let name = self.open(&start, false)?;
                    return Err(self.value_error(Unanswered::NoText { name: name.to_string().into() }));
                }
                Event::Empty(start) => {
                    let name = self.open(&start, true)?;
                    return Err(self.value_error(Unanswered::NoText { name: name.to_string().into() }));
                }
                Event::Eof => return Err(self.error(XmlErrorKind::Truncated)),
                _ => {}
            }
        }
    }

    /// Text of the open element as a whole number; the element is left.
    pub fn int(&mut self) -> Result<i64, XmlError> {
        let text = self.text()?;
        text.trim().parse().map_err(|_| self.value_error(Unanswered::NoNumber { text: short(&text).into() }))
    }

    /// Text of the open element as a truth value; the element is left.
    pub fn bool(&mut self) -> Result<bool, XmlError> {
        let text = self.text()?;
        match text.trim() {
            "true" | "1" => Ok(true),
            "false" | "0" => Ok(false),
            other => Err(self.value_error(Unanswered::NoTruth { text: short(other).into() })),
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
        if let Some(Ok(value)) =
            self.tag.get(self.name_len..).filter(|_| self.direct).map(|rest| plain::attribute(rest, &matches))
        {
            return value.unwrap_or("");
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

    /// Everything before the rest has been read.
    fn position(&self) -> usize {
        self.source.len().saturating_sub(self.reader.get_ref().len())
    }

    /// The next tag, where it and the text before it are ordinary; else nothing has been read.
    #[inline]
    fn cut(&mut self) -> Option<Cut<'a>> {
        if !self.between {
            return None;
        }
        let (cut, after) = plain::cut(self.source, self.reader.get_ref(), self.open.last())?;
        self.passed(after);
        if let Cut::End = cut {
            self.open.pop();
        }
        Some(cut)
    }

    /// The text of the open element, which is left, where it and its end are ordinary; else nothing has been read.
    #[inline]
    fn cut_text(&mut self) -> Option<&'a str> {
        if !self.between {
            return None;
        }
        let (text, after) = plain::whole_text(self.source, self.reader.get_ref(), self.open.last()?)?;
        self.passed(after);
        self.open.pop();
        Some(text)
    }

    /// What follows was reached without the tokeniser.
    #[inline]
    fn passed(&mut self, after: &'a [u8]) {
        *self.reader.get_mut() = after;
        self.fresh = false;
    }

    fn event(&mut self) -> Result<Event<'a>, XmlError> {
        self.fresh = false;
        self.between = false;
        let event = self.reader.read_event().map_err(|error| {
            let at = self.source.len().saturating_sub(self.reader.get_ref().len());
            let kind = match &error {
                quick_xml::Error::Syntax(SyntaxError::InvalidBangMarkup) => {
                    XmlErrorKind::Syntax(error.to_string().into())
                }
                // Every other one of these says that something opened is never closed.
                quick_xml::Error::Syntax(_) => XmlErrorKind::Truncated,
                other => XmlErrorKind::Syntax(other.to_string().into()),
            };
            XmlError { at, kind }
        })?;
        // Behind a text it waits for what ended it, and behind the end for nothing.
        self.between = self.direct && !matches!(event, Event::Text(_) | Event::Eof);
        Ok(event)
    }

    fn open(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<&'a str, XmlError> {
        // The event's own text lives no longer than the event: take the same bytes from the source.
        let end = self.position().saturating_sub(if empty { 2 } else { 1 });
        let tag = self.source.get(end.saturating_sub(start.len())..end).unwrap_or("");
        let name = start.name().0;
        if name.contains(['"', '\'']) {
            (self.direct, self.between) = (false, false);
        }
        self.opened(tag, name.len().min(tag.len()), name.find(':').map_or(0, |colon| colon + 1), empty)
    }

    /// Enters the element with this tag; its local name, which begins behind the `prefix` of the name.
    #[inline]
    fn opened(&mut self, tag: &'a str, name: usize, prefix: usize, empty: bool) -> Result<&'a str, XmlError> {
        self.empty = empty;
        self.fresh = !empty;
        self.tag = tag;
        self.name_len = name;
        let name = tag.get(..name).unwrap_or("");
        if self.open.len() >= MAX_DEPTH {
            return Err(self.error(XmlErrorKind::TooDeep));
        }
        self.open.push(name);
        Ok(name.get(prefix..).unwrap_or(name))
    }

    #[inline]
    fn close(&mut self, name: &str) -> Result<(), XmlError> {
        self.close_bytes(name.as_bytes())
    }

    fn close_bytes(&mut self, name: &[u8]) -> Result<(), XmlError> {
        match self.open.pop() {
            Some(open) if open.as_bytes() == name => Ok(()),
            open => {
                let open = open.unwrap_or("nothing");
                let name = String::from_utf8_lossy(name);
                let what = format!("</{}> where {} is open", short(&name), short(open));
                Err(self.error(XmlErrorKind::Syntax(what.into())))
            }
        }
    }

    /// Leaves the element opened last if it was written as `<name/>`.
    #[inline]
    fn close_empty(&mut self) -> bool {
        let empty = std::mem::take(&mut self.empty);
        if empty {
            self.open.pop();
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
                return Err(self.value_error(Unanswered::NoCharacter { text: short(other).into() }));
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
