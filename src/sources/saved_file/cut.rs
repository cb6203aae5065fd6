//! Cuts the text of a saved inventory while it streams by: the objects of its lists, a piece at a time, and the rest.
//!
//! It judges nothing: each byte goes either into a piece, as a list of its own, or into the rest, in which the lists
//! stand empty. What is wrong in the text is wrong in one of these, too.

use crate::sources::bytes::first_of;

/// Bytes of a piece, about: enough that the way between threads costs nothing.
const PIECE: usize = 1 << 20;

/// Largest object, and largest rest, of which anything is made while it streams by.
const MOST: usize = 64 << 20;

/// Objects of one list, as a list.
pub struct Piece {
    /// Name of the list, as it stands in the file.
    pub list: Vec<u8>,
    /// The list, in JSON.
    pub text: Vec<u8>,
}

/// An object or the rest is larger than anything that `collect` writes.
#[derive(Debug)]
pub struct Oversized;

enum Place {
    Outside,
    InString,
    /// Behind a backslash.
    Escaped,
}

/// Cuts text that comes in parts.
pub struct Cutter {
    size: usize,
    place: Place,
    /// Open brackets.
    depth: usize,
    /// Whether the second of them is a list's.
    in_list: bool,
    /// Whether the piece begins behind a comma.
    behind_comma: bool,
    /// The last string right below the top, without its quotes: before a list it is the list's name.
    name: Vec<u8>,
    piece: Vec<u8>,
    rest: Vec<u8>,
}

impl Cutter {
    pub fn new() -> Self {
        Self::by(PIECE)
    }

    fn by(size: usize) -> Self {
        Self {
            size,
            place: Place::Outside,
            depth: 0,
            in_list: false,
            behind_comma: false,
            name: Vec::new(),
            piece: Vec::new(),
            rest: Vec::new(),
        }
    }

    /// Takes the next part of the text and gives the pieces that are whole.
    pub fn feed(&mut self, text: &[u8], mut whole: impl FnMut(Piece)) -> Result<(), Oversized> {
        // What stands from here on has no home yet.
        let mut from = 0;
        let mut at = 0;
        while let Some(&byte) = text.get(at) {
            match self.place {
                Place::Escaped => {
                    self.place = Place::InString;
                    at += 1;
                }
                Place::InString => {
                    let end = first_of(text.get(at..).unwrap_or_default(), b'"', b'\\');
                    let end = end.map_or(text.len(), |ahead| at + ahead);
                    if self.depth == 1 {
                        self.name.extend_from_slice(text.get(at..end).unwrap_or_default());
                    }
                    match text.get(end) {
                        Some(b'"') => self.place = Place::Outside,
                        Some(_) => self.place = Place::Escaped,
                        None => {}
                    }
                    at = end + 1;
                }
                Place::Outside => {
                    match byte {
                        b'"' => {
                            self.place = Place::InString;
                            if self.depth == 1 {
                                self.name.clear();
                            }
                        }
                        b'{' | b'[' => {
                            self.depth += 1;
                            if byte == b'[' && self.depth == 2 {
                                self.keep(text.get(from..=at))?;
                                from = at + 1;
                                self.in_list = true;
                            }
                        }
                        b'}' | b']' => {
                            if self.in_list && self.depth == 2 {
                                self.keep(text.get(from..at))?;
                                from = at;
                                self.end_of_list(&mut whole);
                            }
                            self.depth = self.depth.saturating_sub(1);
                        }
                        b',' if self.in_list
                            && self.depth == 2
                            && self.piece.len() + (at - from) >= self.size =>
                        {
                            self.keep(text.get(from..at))?;
                            from = at;
                            // With nothing before it a comma is wrong, and stays in the piece.
                            if !self.blank() {
                                from += 1;
                                whole(self.take());
                                self.behind_comma = true;
                            }
                        }
                        _ => {}
                    }
                    at += 1;
                }
            }
        }
        self.keep(text.get(from..))
    }

    /// The text with its lists empty, when all of it has come.
    pub fn rest(self) -> Vec<u8> {
        // A list that does not end leaves the rest without an end, too.
        self.rest
    }

    fn keep(&mut self, text: Option<&[u8]>) -> Result<(), Oversized> {
        let home = if self.in_list { &mut self.piece } else { &mut self.rest };
        home.extend_from_slice(text.unwrap_or_default());
        if home.len() > MOST { Err(Oversized) } else { Ok(()) }
    }

    fn end_of_list(&mut self, whole: &mut impl FnMut(Piece)) {
        if !self.blank() {
            whole(self.take());
        } else if self.behind_comma {
            // A comma before the end is as wrong in the rest as it was where it stood.
            self.rest.push(b',');
        }
        self.piece.clear();
        self.behind_comma = false;
        self.in_list = false;
    }

    fn blank(&self) -> bool {
        self.piece.trim_ascii().is_empty()
    }

    /// The piece as a list of its own.
    fn take(&mut self) -> Piece {
        let mut text = Vec::with_capacity(self.piece.len() + 2);
        text.push(b'[');
        text.append(&mut self.piece);
        text.push(b']');
        Piece { list: self.name.clone(), text }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use proptest::prelude::*;
    use serde_json::{Map, Value, json};

    use super::*;

    /// The text that is put together from pieces and rest again; none where one of them is no JSON.
    fn again(text: &[u8], size: usize, part: usize) -> Option<Value> {
        let mut cutter = Cutter::by(size);
        let mut pieces = Vec::new();
        for part in text.chunks(part) {
            cutter.feed(part, |piece| pieces.push(piece)).unwrap();
        }
        let mut whole: Map<String, Value> = serde_json::from_slice(&cutter.rest()).ok()?;
        for Piece { list, text } in pieces {
            let mut items: Vec<Value> = serde_json::from_slice(&text).ok()?;
            let name = String::from_utf8(list).ok()?;
            whole.get_mut(&name)?.as_array_mut()?.append(&mut items);
        }
        Some(Value::Object(whole))
    }

    #[test]
    fn pieces_and_rest_are_the_text() {
        let whole = json!({
            "format": 2, "a": "]", "empty": [], "not": {"list": [1, [2, "},"]]},
            "vms": [{"id": "vm-\"1\\", "x": [1, 2, {"y": "[,"}]}, {"id": "vm-2"}, [], 3, "é,]", null],
            "hosts": [{"a": 1}],
        });
        for text in [whole.to_string(), serde_json::to_string_pretty(&whole).unwrap()] {
            for size in [0, 1, 20, 1000] {
                for part in [1, 2, 3, 7, 1000] {
                    assert_eq!(again(text.as_bytes(), size, part).as_ref(), Some(&whole), "{size}, {part}");
                }
            }
        }
    }

    #[test]
    fn what_is_no_json_is_none_in_pieces() {
        for text in [
            r#"{"a":[1,]}"#,
            r#"{"a":[,1]}"#,
            r#"{"a":[1,,2]}"#,
            r#"{"a":[,]}"#,
            r#"{"a":[1}"#,
            r#"{"a":[1"#,
            r#"{"a":[{]]}"#,
            r#"{"a":[1]"#,
            r#"{"a":[1]}}"#,
            r#"{"a":[1] 2}"#,
            r#"{"a":["]}"#,
            r#"{"a":[1]],"b":[2]}"#,
            r#"[[1]]"#,
            r#"{"a":[{"b":1,}]}"#,
            "",
            "]",
            "{[1]}",
        ] {
            for size in [0, 1000] {
                assert_eq!(again(text.as_bytes(), size, 2), None, "{text}");
            }
        }
    }

    proptest! {
        /// Whatever the text, cut text is read exactly where whole text is, and as the same; lists right below the
        /// top apart from those whose names are escaped or come twice.
        #[test]
        fn cut_text_says_what_whole_text_says(text in r#"\{("[ab]":[\[\]{}",0-9: \\]{0,12},?){0,3}\}?"#, size in 0..8usize) {
            let whole = serde_json::from_str::<Map<String, Value>>(&text).ok().map(Value::Object);
            if let Some(cut) = again(text.as_bytes(), size, 3) {
                prop_assert_eq!(Some(cut), whole);
            }
        }
    }
}
