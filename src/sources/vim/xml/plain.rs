//! Cuts ordinary XML directly from its bytes, nearly all of what a server sends: tags, and texts without references.
//!
//! It gives exactly what the tokeniser gives there, or nothing: comments, declarations, texts with references, an end
//! that is not that of the open element, and whatever is cut off are the tokeniser's.

use crate::sources::bytes::first_of;

/// What was cut.
pub enum Cut<'a> {
    /// The tag of an element, without its brackets and its slash, with the length of its name, and of the prefix of
    /// that and the colon.
    Start { tag: &'a str, name: usize, prefix: usize, empty: bool },
    /// The end of the open element.
    End,
}

/// The next tag of the source, of which `rest` is left, and what follows it.
#[inline]
pub fn cut<'a>(source: &'a str, rest: &'a [u8], open: Option<&&str>) -> Option<(Cut<'a>, &'a [u8])> {
    let (_, rest) = rest.split_at_checked(text(rest)?)?;
    if let Some(after) = open.and_then(|open| behind_end(rest, open)) {
        return Some((Cut::End, after));
    }
    start(source, rest.get(1..)?)
}

/// The text of the element that is called `open`, to its end, and what follows that.
#[inline]
pub fn whole_text<'a>(source: &'a str, rest: &'a [u8], open: &str) -> Option<(&'a str, &'a [u8])> {
    let text = text(rest)?;
    let after = behind_end(rest.get(text..)?, open)?;
    Some((taken(source, rest, text)?, after))
}

/// So many bytes from where the rest of a source begins.
#[inline]
fn taken<'a>(source: &'a str, rest: &[u8], length: usize) -> Option<&'a str> {
    let from = source.len().checked_sub(rest.len())?;
    source.get(from..from.checked_add(length)?)
}

/// Length of the text up to the next tag; none where a reference comes first, or no tag.
#[inline]
fn text(rest: &[u8]) -> Option<usize> {
    // Between tags there is mostly nothing.
    if rest.first() == Some(&b'<') {
        return Some(0);
    }
    let at = first_of(rest, b'<', b'&')?;
    (rest.get(at) == Some(&b'<')).then_some(at)
}

/// What follows the end tag of the element that is called `open`, from where it begins.
#[inline]
fn behind_end<'a>(rest: &'a [u8], open: &str) -> Option<&'a [u8]> {
    rest.strip_prefix(b"</")?.strip_prefix(open.as_bytes())?.strip_prefix(b">")
}

/// The start tag behind a `<`.
#[inline]
fn start<'a>(source: &'a str, rest: &'a [u8]) -> Option<(Cut<'a>, &'a [u8])> {
    if matches!(rest.first()?, b'!' | b'?' | b'/') {
        return None;
    }
    let mut prefix = 0;
    let mut name = 0;
    let end = loop {
        match rest.get(name)? {
            b'>' => break name,
            b' ' | b'\t' | b'\r' | b'\n' => break end_of_tag(rest, name)?,
            // The tokeniser looks for the other one.
            b'"' | b'\'' => return None,
            b':' if prefix == 0 => prefix = name + 1,
            _ => {}
        }
        name += 1;
    };
    let after = rest.get(end + 1..)?;
    let empty = end.checked_sub(1).and_then(|last| rest.get(last)) == Some(&b'/');
    let inner = end - usize::from(empty);
    let tag = taken(source, rest, inner)?;
    Some((Cut::Start { tag, name: name.min(inner), prefix: prefix.min(inner), empty }, after))
}

/// Where the bracket stands that ends a tag, from where its attributes begin.
#[inline]
fn end_of_tag(rest: &[u8], mut from: usize) -> Option<usize> {
    loop {
        let at = rest.get(from..)?.iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''))?;
        let (quote, behind) = rest.get(from + at..)?.split_first()?;
        if *quote == b'>' {
            return Some(from + at);
        }
        from += at + first_of(behind, *quote, *quote)? + 2;
    }
}

/// Value of the first attribute of a tag whose name `matches`, where that and those before it are written as all
/// servers write them: ` name="value"`. An error where they are not.
#[inline]
pub fn attribute(mut rest: &str, matches: impl Fn(&str) -> bool) -> Result<Option<&str>, ()> {
    while !rest.is_empty() {
        let from = rest.strip_prefix(' ').ok_or(())?;
        let name = from.bytes().position(|byte| !byte.is_ascii_alphanumeric() && !b":_-.".contains(&byte));
        let (name, behind) = from.split_at_checked(name.filter(|name| *name > 0).ok_or(())?).ok_or(())?;
        let behind = behind.strip_prefix("=\"").ok_or(())?;
        let value = first_of(behind.as_bytes(), b'"', b'"').ok_or(())?;
        let (value, behind) = behind.split_at_checked(value).ok_or(())?;
        if matches(name) {
            return Ok(Some(value));
        }
        rest = behind.strip_prefix('"').ok_or(())?;
    }
    Ok(None)
}
