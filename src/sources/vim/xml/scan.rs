//! Finds the end of an element without reporting anything in it: most of what a server sends is not wanted.

use super::error::XmlErrorKind;

/// From behind a start tag: the name in the matching end tag, and what follows it. Elements may
/// be nested `room` deep in it.
pub fn element(mut rest: &[u8], room: usize) -> Result<(&[u8], &[u8]), XmlErrorKind> {
    let mut inner = 0;
    loop {
        rest = behind(rest, b'<')?;
        match rest {
            [b'/', tail @ ..] => {
                let end = position(tail, b'>')?;
                let (name, after) = (&tail[..end], &tail[end + 1..]);
                if inner == 0 {
                    return Ok((name.trim_ascii_end(), after));
                }
                inner -= 1;
                rest = after;
            }
            [b'!', b'-', b'-', tail @ ..] => rest = behind_all(tail, b"-->")?,
            [b'!', b'[', b'C', b'D', b'A', b'T', b'A', b'[', tail @ ..] => rest = behind_all(tail, b"]]>")?,
            [b'!', ..] => return Err(XmlErrorKind::Syntax("unexpected '<!'".into())),
            [b'?', tail @ ..] => rest = behind_all(tail, b"?>")?,
            tail => {
                let (empty, after) = tag(tail)?;
                inner += usize::from(!empty);
                if inner > room {
                    return Err(XmlErrorKind::TooDeep);
                }
                rest = after;
            }
        }
    }
}

/// From behind the `<` of a start tag: whether the element is empty, and what follows the tag.
fn tag(tag: &[u8]) -> Result<(bool, &[u8]), XmlErrorKind> {
    let mut from = 0;
    loop {
        let hit = tag[from..].iter().position(|byte| matches!(byte, b'>' | b'"' | b'\''));
        let at = from + hit.ok_or(XmlErrorKind::Truncated)?;
        if tag[at] == b'>' {
            return Ok((at > 0 && tag[at - 1] == b'/', &tag[at + 1..]));
        }
        from = at + 1 + position(&tag[at + 1..], tag[at])? + 1;
    }
}

fn position(bytes: &[u8], byte: u8) -> Result<usize, XmlErrorKind> {
    bytes.iter().position(|&found| found == byte).ok_or(XmlErrorKind::Truncated)
}

fn behind(bytes: &[u8], byte: u8) -> Result<&[u8], XmlErrorKind> {
    position(bytes, byte).map(|at| &bytes[at + 1..])
}

fn behind_all<'b>(bytes: &'b [u8], mark: &[u8]) -> Result<&'b [u8], XmlErrorKind> {
    let at = bytes.windows(mark.len()).position(|window| window == mark);
    at.map(|at| &bytes[at + mark.len()..]).ok_or(XmlErrorKind::Truncated)
}
